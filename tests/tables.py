"""Reports made from the clean base reports, for the tests of the rules about tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from disclosure_lint.finding import Finding, Number, Verdicts
from disclosure_lint.report.model import Figure, GluedRun, Report
from disclosure_lint.resources import rules_folder
from disclosure_lint.rules.engine import verdicts
from disclosure_lint.rules.examples import bases
from disclosure_lint.rules.load import load_rules
from disclosure_lint.rules.outcome import Context
from disclosure_lint.rules.rule import Rule
from disclosure_lint.source import Source
from disclosure_lint.syntax import read_report

TODAY = date(2099, 12, 31)
TIES = ("APP001", "APP002", "APP003", "DIS001")


@lru_cache
def clean(base: str = "2021") -> Report:
    """The clean report of an edition."""
    return read_report(Source("base.txt", bases()[base]))


def changed(report: Report, cells: Mapping[str, Number | str | None]) -> Report:
    """The report with other figures: a number, a text in the cell, or None for a blank."""
    tables = dict(report.tables)
    for name, value in cells.items():
        key = name.split(".", 1)[0]
        old = tables[key].figures[name]
        figure = replace(old, value=value, text=str(value), kind="zero" if value == 0 else "number")  # type: ignore[arg-type]
        if value is None:
            figure = replace(old, value=None, text="", kind="blank")
        elif isinstance(value, str):
            figure = replace(old, value=None, text=value, kind="dash" if value in "/-" else "text")
        tables[key] = replace(tables[key], figures={**tables[key].figures, name: figure})
    return replace(report, tables=tables)


def glued(report: Report, table: str, row: str, names: Sequence[str], *cuts: tuple[Number, ...]) -> Report:
    """The report with cells that arrived glued and can be cut so; no cut at all is a run that fits no reading."""
    old = report.tables[table]
    text = "".join(str(old.figures[name].value) for name in names)
    run = GluedRun(table, row, old.figures[names[0]].span, text, tuple(names), tuple(cuts), tuple(cuts))
    figures = dict(old.figures)
    for at, name in enumerate(names):
        values = sorted({cut[at] for cut in cuts})
        single = values[0] if len(values) == 1 else None
        candidates = tuple(values) if len(values) > 1 else ()
        figures[name] = Figure(name, "glued", single, text, run.span, True, candidates)
    new = replace(old, figures=figures, runs=(*old.runs, run))
    return replace(report, tables={**report.tables, table: new})


@lru_cache
def rules(*codes: str) -> tuple[Rule, ...]:
    """Rules of ours by the beginnings of their codes."""
    loaded = load_rules([rules_folder()])
    return tuple(rule for rule in loaded.rules if rule.code.startswith(codes))


def said(report: Report, *codes: str, previous: Report | None = None) -> Verdicts:
    """What rules say of a report."""
    return verdicts(report, rules(*(codes or TIES)), Context(TODAY, previous=previous))


def suggested(finding: Finding) -> list[dict[str, Number]]:
    """The suggestions as figure names with values."""
    return [{f"{c.table}.{c.row}.{c.column}": c.value for c in s.changes} for s in finding.suggestions]
