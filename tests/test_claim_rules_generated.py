"""Statements of generated reports: none of them is found fault with, and one changed number is found by its own rule.

`DISCLOSURE_LINT_SEEDS` widens the search: the number of generated reports.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import pytest

import generator
from disclosure_lint.finding import Verdicts
from disclosure_lint.linter import Linter
from disclosure_lint.resources import rules_folder
from disclosure_lint.results import FileResult
from disclosure_lint.rules.load import load_rules
from disclosure_lint.rules.outcome import Context
from sample_writer import Statement

SEEDS = 12 * int(os.environ.get("DISCLOSURE_LINT_SEEDS", "3"))
NARRATIVE = ("NAR", "FEE002", "FEE003", "FEE004", "FEE007")
ROWS = {"carried_in": "NAR003", "carried_out": "NAR003", "received": "NAR001"}


@lru_cache(maxsize=1)
def linter() -> Linter:
    return Linter(load_rules([rules_folder()]), Context(today=date(2026, 11, 1)))


def linted(text: str) -> Verdicts:
    result = linter().content("报告.txt", text.encode())
    assert isinstance(result, FileResult)
    return result.verdicts


def code_of(name: str) -> str:
    """The rule that compares a statement of a figure."""
    table, row, _ = name.split("+")[0].split(".")
    return {"disputes": "NAR004", "proactive": "NAR012"}.get(table) or ROWS.get(row, "NAR002")


def numbers(statement: Statement, year: int) -> Iterator[tuple[re.Match[str], int, set[str]]]:
    """The numbers of a statement that are figures, with the codes of the rules that look at them."""
    fixed = rf"{year}年(12月31日)?|{year + 1}年|（占[\d.]+%）|100%"
    clause = re.sub(fixed, lambda match: " " * len(match[0]), statement.text)
    for match in re.finditer(r"\d+", clause):
        codes = {code_of(name) for name, value in statement.figures.items() if value == int(match[0])}
        if codes:
            yield match, int(match[0]), codes if int(match[0]) else {*codes, "NAR005"}


def other_meanings(sample: generator.Sample) -> set[object]:
    """Values that a statement may have and still be true: newly received, all to be handled, all handled."""
    figures = sample.figures
    columns = {name.split(".")[2] for name in figures if name.startswith("applications.received.")}
    legal = columns - {"natural", "total"}
    found: set[object] = set()
    for some in ({"total"}, {"natural"}, legal):
        received, carried, done = (
            sum(figures[f"applications.{row}.{column}"] for column in some)
            for row in ("received", "carried_in", "total")
        )
        found |= {received, received + carried, done, done - carried}
    return found


@pytest.mark.parametrize("seed", range(SEEDS))
def test_true_statements_are_let_alone(seed: int) -> None:
    verdicts = linted(generator.generate(seed).text)
    assert [f.message for f in verdicts.findings if f.code.startswith(NARRATIVE)] == []


@pytest.mark.parametrize("seed", range(SEEDS))
def test_one_changed_number_is_found_by_its_own_rule(seed: int) -> None:
    sample, rng = generator.generate(seed), random.Random(seed)
    known = {finding.fingerprint for finding in linted(sample.text).findings}
    for statement in sample.statements:
        if sample.text.count(statement.text) != 1:
            continue
        for match, value, codes in numbers(statement, sample.year):
            wrong = rng.choice([value + 1, value + 7, 10 * value + 3, value - 1 if value > 1 else value + 2])
            if wrong in other_meanings(sample):
                continue
            text = statement.text[: match.start()] + str(wrong) + statement.text[match.end() :]
            verdicts = linted(sample.text.replace(statement.text, text))
            added = [finding for finding in verdicts.findings if finding.fingerprint not in known]
            where = (sample.layout, statement.text, wrong, [finding.message for finding in added])
            if not added:  # the cells are glued, and the value is in one of the cuts
                assert any(u.code in codes and u.reason_code == "figures-open" for u in verdicts.unassessed), where
            else:
                assert len(added) == 1 and added[0].code in codes, where
