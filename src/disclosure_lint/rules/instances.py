"""Identities applied to a table: their instances, and whether each holds, three-valued.

Every figure that takes part is known by name, so that a broken instance can show all of them. Glued cells are judged
under every possible cut: an instance fails if it fails under each, holds if it holds under each and was not what the
run was cut by, and is otherwise not assessable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from disclosure_lint.finding import Number
from disclosure_lint.forms import FormTable
from disclosure_lint.report.model import Figure, GluedRun, Table
from disclosure_lint.rules.expression import RELATIONS, Comparison, Each, Side, Term
from disclosure_lint.rules.names import column_members, edition_of, figure_names_of, layout_of, names, row_members
from disclosure_lint.rules.places import no_value
from disclosure_lint.rules.reasons import reason
from disclosure_lint.rules.texts import LANGUAGES

_MOST_SUMS = 4096
"""Different sums of glued cells beyond which an instance is left alone."""

_MANY = 8
"""More figures than any row has: an instance with so many sums up the results."""

PREVIOUS = "previous:"
"""What the names of the figures of the year before begin with."""

Operands = tuple[tuple[Number, str], ...]
"""Coefficient and name of each figure."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A comparison for one row or column (`key`, "" where it ranges over nothing)."""

    comparison: Comparison
    key: str
    left: Operands
    right: Operands
    edition: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all figures, left to right."""
        return tuple(name for _, name in chain(self.left, self.right))

    def by_term(self) -> Iterator[tuple[Term, Operands]]:
        """Each term with the figures it stands for."""
        for side in (self.comparison.left, self.comparison.right):
            for weight, term in side.terms:
                layout = layout_of(self.edition, term.table)
                yield term, _operands(Side(0, ((weight, term),)), self.key, layout)

    @property
    def weights(self) -> dict[str, Number]:
        """Each figure's coefficient in left minus right."""
        weights: dict[str, Number] = {}
        for weight, name in self.left:
            weights[name] = weights.get(name, 0) + weight
        for weight, name in self.right:
            weights[name] = weights.get(name, 0) - weight
        return weights


@dataclass(frozen=True, slots=True)
class Assessment:
    """Whether an instance holds: True, False or None with the reason. `uncut`: a run that no cut makes add up."""

    holds: bool | None
    reason: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    uncut: GluedRun | None = None
    chosen_by: bool = False
    """The instance is what its glued cells were cut by: it holds by construction and proves nothing."""


_HOLDS = Assessment(True)
_FAILS = Assessment(False)


# -- which instances there are -------------------------------------------------

_known: dict[tuple[str, Each | None, str], tuple[Instance, ...]] = {}
"""The instances in a table that has just the figures of its form, by identity, range and edition."""


def instances(comparison: Comparison, each: Each | None, table: Table) -> tuple[Instance, ...]:
    """The instances of a comparison in a table, in the order of the form; none if the table has no such figures."""
    edition = edition_of(table)
    if table.figures.keys() != figure_names_of(edition, table.name):
        return tuple(_instances(comparison, each, table, edition))
    key = (f"{table.name} {comparison.text}", each, edition)
    if key not in _known:
        _known[key] = tuple(_instances(comparison, each, table, edition))
    return _known[key]


def _instances(comparison: Comparison, each: Each | None, table: Table, edition: str) -> Iterator[Instance]:
    layout = layout_of(edition, table.name)
    ordered = dict.fromkeys((*layout.names(), *table.figures))
    for key in _keys(each, ordered):
        left = _operands(comparison.left, key, layout)
        right = _operands(comparison.right, key, layout)
        if all(name in ordered for _, name in chain(left, right) if name.startswith(f"{table.name}.")):
            yield Instance(comparison, key, left, right, edition)


def _keys(each: Each | None, ordered: Iterable[str]) -> list[str]:
    if each is None:
        return [""]
    place = 2 if each == "column" else 1
    return list(dict.fromkeys(name.split(".")[place] for name in ordered))


def _operands(side: Side, key: str, layout: FormTable) -> Operands:
    return tuple(
        (weight, f"{PREVIOUS if term.previous else ''}{term.table}.{row}.{column}")
        for weight, term in side.terms
        for row in row_members(layout, term.row if term.row is not None else key)
        for column in column_members(term.table, term.column if term.column is not None else key)
    )


# -- whether they hold ---------------------------------------------------------


class Figures:
    """The figures that identities over one table speak of, ready to be summed.

    `others` are further tables of the report, `previous` those of the report before.
    """

    def __init__(
        self, table: Table, others: Mapping[str, Table] | None = None, previous: Mapping[str, Table] | None = None
    ) -> None:
        self.table = table
        self.others = others or {}
        self.previous = previous
        self.runs: dict[str, GluedRun] = {name: run for run in table.runs for name in run.names}

    def get(self, name: str) -> Figure | None:
        """The figure of this name."""
        if figure := self.table.figures.get(name):
            return figure
        before = name.startswith(PREVIOUS)
        bare = name.removeprefix(PREVIOUS)
        tables = (self.previous or {}) if before else self.others
        table = tables.get(bare.split(".", 1)[0])
        return table.figures.get(bare) if table else None

    def assess(self, instance: Instance) -> Assessment:
        """Whether the instance holds."""
        verdict = self._assess(instance)
        if verdict.holds is False and self.table.unlisted and len(instance.names) > _MANY:
            return self._with_unlisted(instance, verdict)
        return verdict

    def _with_unlisted(self, instance: Instance, verdict: Assessment) -> Assessment:
        """The verdict on the sum of the results where the table has rows that the form does not know."""
        columns = list(layout_of(instance.edition, self.table.name).columns)
        if instance.key not in columns:
            return verdict
        numbers = [row[columns.index(instance.key)] for row in self.table.unlisted]
        off: Number | None = instance.comparison.left.constant - instance.comparison.right.constant
        for name, weight in instance.weights.items():
            figure = self.get(name)
            known = off is not None and figure is not None and figure.value is not None
            off = off + weight * figure.value if known else None  # type: ignore[union-attr, operator]
        if off is None or None in numbers or len(numbers) > _MANY:
            return Assessment(None, "rows-unlisted", {"count": len(numbers)})
        sums: set[Number] = {0}
        for number in numbers:
            sums |= {one + number for one in sums}  # type: ignore[operator]
        return _HOLDS if off in sums or -off in sums else verdict

    def _assess(self, instance: Instance) -> Assessment:
        if self.runs:
            return self._assess_slowly(instance)
        figures = self.table.figures
        comparison = instance.comparison
        left: Any = comparison.left.constant
        right: Any = comparison.right.constant
        try:
            for weight, name in instance.left:
                left += weight * figures[name].value  # type: ignore[operator]
            for weight, name in instance.right:
                right += weight * figures[name].value  # type: ignore[operator]
        except (KeyError, TypeError):  # a figure of another table, or one without a value
            return self._assess_slowly(instance)
        return _HOLDS if RELATIONS[comparison.relation](left, right) else _FAILS

    def _assess_slowly(self, instance: Instance) -> Assessment:
        fixed: Number = instance.comparison.left.constant - instance.comparison.right.constant
        glued: dict[int, tuple[GluedRun, dict[str, Number]]] = {}
        loose: list[tuple[Number, Figure]] = []
        for name, weight in instance.weights.items():
            run = self.runs.get(name)
            if run is not None:
                glued.setdefault(id(run), (run, {}))[1][name] = weight
                continue
            figure = self.get(name)
            if figure is not None and figure.value is None and figure.candidates:
                loose.append((weight, figure))
                continue
            if figure is None or figure.value is None:
                return self.unknown(name, figure)
            fixed += weight * figure.value
        runs = tuple(glued.values())
        for run, _ in runs:
            if not run.all_cuts:
                return self._uncut(instance, run)
        return self._under_all_cuts(instance, fixed, runs, loose)

    def _uncut(self, instance: Instance, run: GluedRun) -> Assessment:
        if run.unreadable:
            return Assessment(None, f"glued-{run.unreadable}", {"text": run.text})
        own = set(instance.names) <= set(run.names) and instance.comparison.relation == "="
        return Assessment(None, "glued-uncut", {"text": run.text}, uncut=run if own else None)

    def _under_all_cuts(
        self,
        instance: Instance,
        fixed: Number,
        runs: tuple[tuple[GluedRun, dict[str, Number]], ...],
        loose: list[tuple[Number, Figure]],
    ) -> Assessment:
        """`loose` are figures of other reports, of which the candidates are known but not which go together."""
        sums: set[Number] = {fixed}
        for weight, figure in loose:
            sums = {one + weight * choice for one in sums for choice in figure.candidates}
            if len(sums) > _MOST_SUMS:
                return Assessment(None, "glued-too-many")
        for run, weights in runs:
            picked = [(run.names.index(name), weight) for name, weight in weights.items()]
            shares: set[Number] = {sum(weight * cut[at] for at, weight in picked) for cut in run.all_cuts}
            sums = {one + share for one in sums for share in shares}
            if len(sums) > _MOST_SUMS:
                return Assessment(None, "glued-too-many")
        relation = RELATIONS[instance.comparison.relation]
        verdicts = {relation(one, 0) for one in sums}
        if verdicts == {False}:
            return _FAILS
        if verdicts == {True, False}:
            return Assessment(None, "glued-undetermined", {"text": runs[0][0].text if runs else loose[0][1].text})
        if _chose_the_cut(instance, runs):
            values = {"text": runs[0][0].text, **names().cell(instance.names[0])}
            return Assessment(None, "cut-by-identity", values, chosen_by=True)
        return _HOLDS

    def unknown(self, name: str, figure: Figure | None) -> Assessment:
        """That a figure has no value, and why."""
        if name.startswith(PREVIOUS):
            return self._unknown_before(name.removeprefix(PREVIOUS), figure)
        return _without_value(name, figure, {**self.others, self.table.name: self.table})

    def _unknown_before(self, name: str, figure: Figure | None) -> Assessment:
        if self.previous is None:
            return Assessment(None, "no-previous-report")
        there = _without_value(name, figure, self.previous)
        why = {lang: reason(there.reason, there.values, lang) for lang in LANGUAGES}
        return Assessment(None, "previous-value", {"why": why})


def _without_value(name: str, figure: Figure | None, tables: Mapping[str, Table]) -> Assessment:
    """That a figure has no value, and why."""
    key = name.split(".", 1)[0]
    table = tables.get(key)
    if table is None:
        return Assessment(None, "table-missing", {"table": names().table(key)})
    if figure is None:
        return Assessment(None, "figure-missing", names().cell(name))
    why = no_value(figure, table)
    return Assessment(None, why.reason, why.values)


def _chose_the_cut(instance: Instance, runs: tuple[tuple[GluedRun, dict[str, Number]], ...]) -> bool:
    """Whether the run was cut so that this very identity holds, which then proves nothing."""
    return (
        len(runs) == 1
        and not runs[0][0].counted
        and instance.comparison.relation == "="
        and set(instance.names) <= set(runs[0][0].names)
    )
