"""One finding per cause: the broken identities of a table joined, and the claims in prose that they upset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from disclosure_lint.cache import compiled
from disclosure_lint.finding import Change, Number, Place, Suggestion
from disclosure_lint.report.model import GluedRun, Report, Table
from disclosure_lint.resources import rules_folder
from disclosure_lint.rules.culprit import Vector, culprits
from disclosure_lint.rules.imbalance import Cause, Imbalance, Repair, Tie
from disclosure_lint.rules.instances import Figures, Instance, instances
from disclosure_lint.rules.kinds.identity import Identity, value_of
from disclosure_lint.rules.names import names
from disclosure_lint.rules.outcome import Context, Failed, Mark, Outcome
from disclosure_lint.rules.places import cell_place, cell_words
from disclosure_lint.rules.result import Result
from disclosure_lint.rules.rule import Texts
from disclosure_lint.rules.texts import LANGUAGES, rendered
from disclosure_lint.source import Span

_FEW = 3
_MOST_NOTED = 3
"""Broken identities told in full under a finding; labels show the others."""


@dataclass(frozen=True, slots=True)
class _Bound:
    """A tie with the rule that demands it."""

    result: Result
    check: Identity
    outcome: str
    instance: Instance
    tie: Tie


def explain(report: Report, results: Sequence[Result], context: Context) -> list[tuple[Result, Exception]]:
    """Replace what broken identities of one table came to by one failure for each cause.

    Faults on the way are given back, each with the rule it befell; the failures then stay as they were.
    """
    faults: list[tuple[Result, Exception]] = []
    demanding = [(result, check) for result in results if (check := _explained(result))]
    for table in dict.fromkeys(check.table for _, check in demanding):
        here = [(result, check) for result, check in demanding if check.table == table]
        if any(_unbalanced(outcome) for result, _ in here for outcome in result.outcomes):
            try:
                _explain_table(report, report.tables[table], here, results, context)
            except Exception as error:  # what the rules found must not be lost with its explanation
                faults.append((here[0][0], error))
    return faults


def _explained(result: Result) -> Identity | None:
    check = result.rule.check
    return check if isinstance(check, Identity) and check.explained and not result.fault else None


def _unbalanced(outcome: Outcome) -> bool:
    return isinstance(outcome, Failed) and outcome.outcome != "uncut"


def _explain_table(
    report: Report, table: Table, here: Sequence[tuple[Result, Identity]], results: Sequence[Result], context: Context
) -> None:
    figures = Figures(table, report.tables)
    values = {name: figure.value for name, figure in table.figures.items() if figure.value is not None}
    bounds = list(_bounds(here, table, figures, values))
    causes = Imbalance([bound.tie for bound in bounds], values).causes()
    joined = [_failed(cause, bounds, figures) for cause in causes]
    settled = {(bounds[index].result.rule.code, bounds[index].instance.key) for cause in causes for index in cause.ties}
    if table.runs:
        joined = [_with_ambiguous(each, here, table, report, settled) for each in joined]
    for result, check in here:
        code = result.rule.code
        result.failed = result.failed or any(map(_unbalanced, result.outcomes))
        result.outcomes[:] = [o for o in result.outcomes if not _unbalanced(o) or (code, _key(o, check)) not in settled]
    told = [(bound.result, failed) for bound, failed in joined]
    for result, failed in _one_row(told, here, table) if table.runs else told:
        result.outcomes.append(_with_claims(failed, report, results, context))


def _one_row(
    told: list[tuple[Result, Failed]], here: Sequence[tuple[Result, Identity]], table: Table
) -> list[tuple[Result, Failed]]:
    """One failure for all that is told or left over about a table of glued cells, if one row of it explains them all.

    Those left over are taken from their rules.
    """
    left = [(result, o) for result, _ in here for o in result.outcomes if isinstance(o, Failed) and _unbalanced(o)]
    every = [*told, *left]
    columns = [name.split(".")[2] for name in next((run.names for run in table.runs), ())]
    rows = culprits(table, columns) if len(every) > 1 else {}
    if not rows:
        return told
    rank = {id(result): check.explained for result, check in here}
    every.sort(key=lambda pair: (rank[id(pair[0])], pair[1].mark.span))
    carrier, base = every[0]
    for result, outcome in left:
        result.outcomes.remove(outcome)
    marks = [*base.marks, *(replace(outcome.mark, label="operand") for _, outcome in every[1:])]
    also = dict.fromkeys(code for r, o in every for code in (r.rule.code, *o.also) if code != carrier.rule.code)
    notes = tuple(note for _, o in every for note in o.notes)[:_MOST_NOTED]
    instead = _rows_instead(rows, table, columns)
    place = replace(base.place, column=None) if base.place.row else base.place
    marks_once = _each_once(marks, base.mark)
    joined = replace(base, place=place, also=tuple(also), marks=marks_once, notes=notes, suggestions=instead)
    return [(carrier, joined)]


def _each_once(marks: Sequence[Mark], primary: Mark) -> tuple[Mark, ...]:
    """The marks without those of a place that has one already."""
    found = {(primary.span, primary.place.column): primary}
    for mark in marks:
        found.setdefault((mark.span, mark.place.column), mark)
    return tuple(mark for mark in found.values() if mark is not primary)


def _rows_instead(
    rows: Mapping[str, frozenset[Vector]], table: Table, columns: Sequence[str]
) -> tuple[Suggestion, ...]:
    """What the row that explains a table should read, where few readings would do."""
    readings = [(row, vector) for row, vectors in rows.items() for vector in sorted(vectors)]
    if len(readings) > _FEW:
        return ()
    suggested = []
    for row, vector in readings:
        old = [table.figures[f"{table.name}.{row}.{column}"] for column in columns]
        changes = [
            Change(table.name, row, column, new)
            for column, was, new in zip(columns, old, vector, strict=True)
            if new != was.value and new not in was.candidates
        ]
        if changes:
            suggested.append(Suggestion(tuple(changes), False))
    return tuple(suggested)


def _with_ambiguous(
    told: tuple[_Bound, Failed],
    here: Sequence[tuple[Result, Identity]],
    table: Table,
    report: Report,
    settled: set[tuple[str, str]],
) -> tuple[_Bound, Failed]:
    """The failure with the identities over glued cells that fail under every cut, but not once its cell is mended.

    They are added to `settled`.
    """
    bound, failed = told
    if len(failed.suggestions) != 1 or not failed.suggestions[0].unique:
        return told
    (change,) = failed.suggestions[0].changes
    name = f"{change.table}.{change.row}.{change.column}"
    figures, mended = Figures(table, report.tables), Figures(_with_cell(table, name, change.value), report.tables)
    codes: dict[str, None] = {}
    for result, check in here:
        for comparison in check.identities.values():
            for instance in instances(comparison, check.each, table):
                key = (result.rule.code, instance.key)
                if key in settled or name not in instance.weights or figures.assess(instance).holds is not False:
                    continue
                if mended.assess(instance).holds is not False:
                    settled.add(key)
                    codes[result.rule.code] = None
    also = dict.fromkeys((*failed.also, *(code for code in codes if code != bound.result.rule.code)))
    return bound, replace(failed, also=tuple(also))


def _with_cell(table: Table, name: str, value: Number) -> Table:
    """The table with another value in a cell, also in the only cut of its run."""
    runs = tuple(_with_number(run, name, value) if name in run.names else run for run in table.runs)
    figure = replace(table.figures[name], value=value, kind="number", candidates=())
    return replace(table, figures={**table.figures, name: figure}, runs=runs)


def _with_number(run: GluedRun, name: str, value: Number) -> GluedRun:
    at = run.names.index(name)
    cuts = tuple((*cut[:at], value, *cut[at + 1 :]) for cut in run.all_cuts)
    return replace(run, cuts=cuts, all_cuts=cuts)


def _key(outcome: Outcome, check: Identity) -> str:
    place = outcome.place if isinstance(outcome, Failed) else Place()
    return (place.column if check.each == "column" else place.row) or ""


def _bounds(
    here: Sequence[tuple[Result, Identity]], table: Table, figures: Figures, values: Mapping[str, Number]
) -> Iterator[_Bound]:
    """The ties of the table that can be assessed, by the order of their rules."""
    for result, check in sorted(here, key=lambda pair: pair[1].explained):
        for outcome, comparison in check.identities.items():
            for instance in instances(comparison, check.each, table):
                assessed = figures.assess(instance)
                weights = instance.weights
                if assessed.holds or assessed.chosen_by:
                    yield _Bound(result, check, outcome, instance, Tie(weights))
                elif assessed.holds is False and weights.keys() <= values.keys():
                    residual = sum(weight * values[name] for name, weight in weights.items())
                    constant = comparison.left.constant - comparison.right.constant
                    yield _Bound(result, check, outcome, instance, Tie(weights, residual + constant))


def _failed(cause: Cause, bounds: Sequence[_Bound], figures: Figures) -> tuple[_Bound, Failed]:
    """The failure that a cause is told by, and the tie of the rule that carries it."""
    broken = [bounds[index] for index in cause.ties]
    first = broken[0]
    base = first.check.failed(first.outcome, first.instance, figures)
    single = cause.single
    primary, marks = base.mark, [base.mark, *base.marks]
    if len(broken) > 1:
        involved = dict.fromkeys(name for bound in broken for name in bound.instance.names)
        marks = [_whole_mark("operand", name, figures) for name in involved]
        primary = _whole_mark("primary", _name(base.mark.place), figures)
    if single is not None:
        primary = _whole_mark("primary", single.changes[0][0], figures)
    also = dict.fromkeys(bound.result.rule.code for bound in broken if bound.result is not first.result)
    failed = replace(
        base,
        mark=primary,
        place=primary.place if single is not None else base.place,
        marks=tuple(mark for mark in marks if mark.place != primary.place),
        also=tuple(also),
        notes=tuple([*_pattern_notes(cause, figures), *_broken_notes(broken[1:], figures)]),
        suggestions=tuple(_suggestion(repair, single is not None) for repair in cause.repairs),
    )
    return first, failed


def _name(place: Place) -> str:
    return f"{place.table}.{place.row}.{place.column}"


def _whole_mark(label: str, name: str, figures: Figures) -> Mark:
    """A cell labelled by its row and column."""
    figure = figures.table.figures[name]
    values = {"name": cell_words(name), "value": value_of(figure)}
    return Mark(figure.span, label, cell_place(name, figures.table), values)


def _suggestion(repair: Repair, unique: bool) -> Suggestion:
    changes = []
    for name, value in repair.changes:
        table, row, column = name.split(".")
        changes.append(Change(table, row, column, value))
    return Suggestion(tuple(changes), unique)


# -- the lines under the finding -----------------------------------------------


def _read(texts: Mapping[str, str]) -> dict[str, Texts]:
    import yaml

    return dict(yaml.safe_load(next(iter(texts.values()))))


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, Texts]:
    return compiled("explanations", [rules_folder() / "data" / "explanations.yaml"], _read)


def _note(key: str, values: Mapping[str, Any]) -> Texts:
    """A line in both languages; its braces are doubled, for it is filled already."""
    lines = {lang: rendered(_texts()[key], values, lang) for lang in LANGUAGES}
    return {lang: line.replace("{", "{{").replace("}", "}}") for lang, line in lines.items()}


def _change_values(name: str, new: Number, figures: Figures) -> dict[str, Any]:
    return {**names().cell(name), "old": figures.table.figures[name].value, "new": new}


def _pattern_notes(cause: Cause, figures: Figures) -> Iterator[Texts]:
    """What the mistake looks like. The values that would mend it are suggestions, which every reporter tells."""
    if cause.pattern:
        yield _note(cause.pattern, _pattern_values(cause, figures))


def _pattern_values(cause: Cause, figures: Figures) -> dict[str, Any]:
    table = figures.table.name
    words = names()
    values: dict[str, Any] = {}
    repairs = cause.repairs
    if repairs:
        name, new = repairs[0].changes[0]
        values = _change_values(name, new, figures)
    for key, what in cause.facts.items():
        if "." in what:
            values[key] = cell_words(what)
        else:
            values[key] = words.row(table, what) if key == "source" else words.column(table, what)
    values["amount"] = abs(cause.amount)
    return values


def _broken_notes(broken: Sequence[_Bound], figures: Figures) -> Iterator[Texts]:
    for bound in broken[:_MOST_NOTED]:
        failed = bound.check.failed(bound.outcome, bound.instance, figures)
        message = bound.result.rule.message[failed.outcome]
        words = {lang: rendered(message, failed.values, lang) for lang in LANGUAGES}
        yield _note("also-broken", {"message": words})


# -- claims that only the wrong cell upsets ------------------------------------


def _with_claims(failed: Failed, report: Report, results: Sequence[Result], context: Context) -> Failed:
    """The failure with the claims in prose that agree once a suggestion is followed; these lose their own.

    Suggestions that the prose speaks for come first.
    """
    upset = [result for result in results if not result.fault and any(_in_prose(o, report) for o in result.outcomes)]
    settled = {id(each): _settled(each, upset, report, context) for each in failed.suggestions} if upset else {}
    marks, codes = [], []
    for result in upset:
        gone = [o for o in result.outcomes if any(o in found.get(result.rule.code, ()) for found in settled.values())]
        if not gone:
            continue
        result.outcomes[:] = [o for o in result.outcomes if o not in gone]
        result.failed = True
        codes.append(result.rule.code)
        values = {"code": result.rule.code, "title": result.rule.title}
        marks += [Mark(o.mark.span, "claim", o.place, values) for o in gone if isinstance(o, Failed)]
    if not codes:
        return failed
    spoken_for = sorted(failed.suggestions, key=lambda each: -sum(map(len, settled[id(each)].values())))
    also = tuple(dict.fromkeys((*failed.also, *codes)))
    return replace(failed, also=also, marks=(*failed.marks, *marks), suggestions=tuple(spoken_for))


def _settled(
    suggestion: Suggestion, upset: Sequence[Result], report: Report, context: Context
) -> dict[str, list[Failed]]:
    """By rule: the failures in prose that are gone, and no others come, once the suggestion is followed."""
    mended = _mended(report, suggestion)
    settled = {}
    for result in upset:
        before = {_identity(o): o for o in result.outcomes if isinstance(o, Failed)}
        after = {_identity(o) for o in result.rule.check.outcomes(mended, context) if isinstance(o, Failed)}
        if after <= before.keys():
            settled[result.rule.code] = [o for key, o in before.items() if key not in after and _in_prose(o, report)]
    return settled


def _identity(failed: Failed) -> tuple[Span, str]:
    return failed.mark.span, failed.outcome


def _mended(report: Report, suggestion: Suggestion) -> Report:
    tables = dict(report.tables)
    for change in suggestion.changes:
        table = tables[change.table]
        tables[change.table] = _with_cell(table, f"{change.table}.{change.row}.{change.column}", change.value)
    return replace(report, tables=tables)


def _in_prose(outcome: Outcome, report: Report) -> bool:
    return isinstance(outcome, Failed) and not _in_tables(outcome.mark.span, report)


def _in_tables(span: Span, report: Report) -> bool:
    return any(table.span.start <= span.start < table.span.end for table in report.tables.values())
