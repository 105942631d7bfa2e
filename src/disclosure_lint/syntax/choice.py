"""Column identities choose among the cuts of glued rows of table three; they never make a cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

from disclosure_lint.finding import Number
from disclosure_lint.forms import EDGE_ROWS, newest_form
from disclosure_lint.report.model import Figure, GluedRun

Vector = tuple[Number, ...]
"""The numbers of a row, column by column."""

_MOST_STEPS = 20_000


def chosen(runs: list[GluedRun], figures: Mapping[str, Figure]) -> list[GluedRun]:
    """The runs with the cuts that fit the columns: 一 + 二 = （七）总计 + 四, and the total of the results.

    Where no combination fits every column, or too many would have to be tried, all cuts stay: a rule then fails
    only if it fails under each of them.
    """
    ambiguous = [run for run in runs if len(run.cuts) > 1]
    if not ambiguous or not all(run.cuts for run in runs):
        return runs
    rows = _rows(runs, figures)
    if rows is None or not rows.keys() >= set(EDGE_ROWS):
        return runs
    fitting = _Search(rows).fitting()
    if not fitting:
        return runs
    return [
        replace(run, cuts=tuple(cut for cut in run.cuts if cut in fitting[run.row])) if run in ambiguous else run
        for run in runs
    ]


def _rows(runs: Sequence[GluedRun], figures: Mapping[str, Figure]) -> dict[str, tuple[Vector, ...]] | None:
    """What each row may be; None if a cell of some row has no value."""
    rows = {run.row: run.cuts for run in runs}
    columns = tuple(newest_form().tables["applications"].columns)
    for row in {name.split(".")[1] for name in figures} - rows.keys():
        cells = [figures.get(f"applications.{row}.{column}") for column in columns]
        values = [cell.value for cell in cells if cell is not None and cell.value is not None]
        if len(values) != len(columns):
            return None
        rows[row] = (tuple(values),)
    return rows


class _Search:
    """Looks for the cuts that stand in some combination that fits every column."""

    def __init__(self, rows: Mapping[str, tuple[Vector, ...]]) -> None:
        self.rows = rows
        self.results = [row for row in rows if row not in EDGE_ROWS]
        self.steps = _MOST_STEPS
        width = len(rows["total"][0])
        # What the rows from each one on can add to a column, at least and at most.
        self.least: list[Vector] = [(0,) * width]
        self.most: list[Vector] = [(0,) * width]
        for row in reversed(self.results):
            columns = list(zip(*rows[row], strict=True))
            self.least.insert(0, _added(self.least[0], [min(column) for column in columns]))
            self.most.insert(0, _added(self.most[0], [max(column) for column in columns]))

    def fitting(self) -> dict[str, set[Vector]]:
        """Row to the cuts that fit; {} where nothing fits or the search was given up."""
        kept: dict[str, set[Vector]] = {}
        for edge in product(*(self.rows[row] for row in EDGE_ROWS)):
            received, carried_in, total, carried_out = edge
            if _added(received, carried_in) != _added(total, carried_out):
                continue
            found = self._sums(0, total)
            if self.steps < 0:
                return {}
            if found is not None:
                for row, cut in zip(EDGE_ROWS, edge, strict=True):
                    kept.setdefault(row, set()).add(cut)
                for row, cuts in found.items():
                    kept.setdefault(row, set()).update(cuts)
        return kept

    def _sums(self, index: int, left: Vector) -> dict[str, set[Vector]] | None:
        """The cuts of the results from `index` on that can make the sum `left`; None if none can."""
        self.steps -= 1
        if self.steps < 0 or any(
            not low <= wanted <= high
            for low, wanted, high in zip(self.least[index], left, self.most[index], strict=True)
        ):
            return None
        if index == len(self.results):
            return {}
        kept: dict[str, set[Vector]] | None = None
        for cut in self.rows[self.results[index]]:
            found = self._sums(index + 1, tuple(a - b for a, b in zip(left, cut, strict=True)))
            if found is None:
                continue
            kept = kept or {}
            kept.setdefault(self.results[index], set()).add(cut)
            for row, cuts in found.items():
                kept.setdefault(row, set()).update(cuts)
        return kept


def _added(one: Sequence[Number], other: Sequence[Number]) -> Vector:
    return tuple(a + b for a, b in zip(one, other, strict=True))
