"""Which single row of table three, written otherwise, would make a table of glued cells balance.

Rows cut by their own total always add up along the row, so a mistake in one of them shows in several columns, under
whichever cuts are left. Where one row explains them all they have one cause.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from disclosure_lint.finding import Number
from disclosure_lint.forms import EDGE_ROWS
from disclosure_lint.report.model import Table

Vector = tuple[Number, ...]
"""The numbers of a row, column by column; the last is their total."""

_MOST_STEPS = 4_000


def culprits(table: Table, columns: Sequence[str]) -> dict[str, frozenset[Vector]]:
    """The rows that alone can explain why nothing fits, each with what it may read instead (as far as was looked)."""
    rows = _rows(table, columns)
    if rows is None or not rows.keys() >= set(EDGE_ROWS):
        return {}
    wrong = [row for row, cuts in rows.items() if not any(map(_adds_up, cuts))]
    if len(wrong) > 1:
        return {}
    found = {}
    for row in wrong or rows:
        others = {key: tuple(filter(_adds_up, cuts)) for key, cuts in rows.items() if key != row}
        if vectors := _Search(others, row).vectors():
            found[row] = vectors
    return found


def _adds_up(vector: Vector) -> bool:
    return sum(vector[:-1]) == vector[-1]


def _rows(table: Table, columns: Sequence[str]) -> dict[str, tuple[Vector, ...]] | None:
    """What each row may be; None if a row has no cut, or a cell no value."""
    rows: dict[str, tuple[Vector, ...]] = {run.row: run.cuts for run in table.runs}
    for row in dict.fromkeys(name.split(".")[1] for name in table.figures):
        if row in rows:
            continue
        cells = [table.figures.get(f"{table.name}.{row}.{column}") for column in columns]
        values = tuple(cell.value for cell in cells if cell is not None and cell.value is not None)
        if len(values) != len(columns):
            return None
        rows[row] = (values,)
    return rows if all(rows.values()) else None


class _Search:
    """Looks for what the row left out must be, so that all columns hold under some cuts of the others."""

    def __init__(self, others: Mapping[str, tuple[Vector, ...]], row: str) -> None:
        self.others = others
        self.row = row
        self.results = sorted((key for key in others if key not in EDGE_ROWS), key=lambda key: -len(others[key]))
        self.steps = _MOST_STEPS
        width = len(next(iter(others.values()))[0])
        self.least: list[Vector] = [(0,) * width]
        self.most: list[Vector] = [(0,) * width]
        for key in reversed(self.results):
            across = list(zip(*others[key], strict=True))
            self.least.insert(0, _added(self.least[0], [min(column) for column in across]))
            self.most.insert(0, _added(self.most[0], [max(column) for column in across]))

    def vectors(self) -> frozenset[Vector]:
        """Every reading of the row that was met before the search was given up."""
        found: set[Vector] = set()
        for edges in self._edges():
            for left in self._left(0, edges["total"]):
                if self.row in EDGE_ROWS and not any(left):
                    found.add(edges[self.row])
                elif self.row not in EDGE_ROWS:
                    found.add(left)
        return frozenset(found)

    def _edges(self) -> Iterator[dict[str, Vector]]:
        """The four edges in balance; the one left out is what the others make it."""
        keys = [key for key in EDGE_ROWS if key != self.row]
        for chosen in product(*(self.others[key] for key in keys)):
            edges = dict(zip(keys, chosen, strict=True))
            sums = [sum(EDGE_ROWS[key] * vector[at] for key, vector in edges.items()) for at in range(len(chosen[0]))]
            if self.row in EDGE_ROWS:
                edges[self.row] = tuple(-EDGE_ROWS[self.row] * one for one in sums)
                if min(edges[self.row]) >= 0:
                    yield edges
            elif not any(sums):
                yield edges

    def _left(self, index: int, left: Vector) -> Iterator[Vector]:
        """What is left of a sum when every result from `index` on is taken away, under each of their cuts."""
        self.steps -= 1
        free = self.row not in EDGE_ROWS
        if self.steps < 0 or any(
            wanted < low or (wanted > high and not free)
            for low, wanted, high in zip(self.least[index], left, self.most[index], strict=True)
        ):
            return
        if index == len(self.results):
            yield left
            return
        for cut in self.others[self.results[index]]:
            yield from self._left(index + 1, tuple(a - b for a, b in zip(left, cut, strict=True)))


def _added(one: Sequence[Number], other: Sequence[Number]) -> Vector:
    return tuple(a + b for a, b in zip(one, other, strict=True))
