"""Why a table does not balance: broken identities grouped by cause, with the changes that would mend them.

An identity that must hold is a *tie* between cells. From the residuals of the broken ties follow the only amounts by
which a cell could be wrong; a *repair* is a small set of such changes after which every tie it touches holds. Broken
ties that one repair mends have one cause. Nothing is ever changed: repairs are told, not made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import combinations

from disclosure_lint.finding import Number

_MOST_SEARCHED = 10
"""Broken ties up to which the best sharing among repairs is searched for; beyond, the widest comes first."""
_MOST_SETS = 64
_FEW = 3
_WORTH_COPYING = 10
"""A value below this stands in many cells by chance."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A sum of cells that must be zero: the weight of each cell, and what the sum is."""

    weights: Mapping[str, Number]
    residual: Number = 0


@dataclass(frozen=True, slots=True)
class Repair:
    """New values for cells, and the broken ties that they mend. `pattern` says what the mistake looks like."""

    changes: tuple[tuple[str, Number], ...]
    mends: frozenset[int]
    pattern: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cause:
    """Broken ties with one cause, and the repairs worth telling, each of which would do.

    `certain`: no other causes explain the table as well. `pattern` and `facts`: what the mistake looks like, if all
    repairs agree on it.
    """

    ties: tuple[int, ...]
    repairs: tuple[Repair, ...] = ()
    certain: bool = True
    pattern: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    amount: Number = 0
    """By how much the first of the ties is off."""

    @property
    def single(self) -> Repair | None:
        """The one change of one cell that mends all, if there is exactly one."""
        alone = len(self.repairs) == 1 and len(self.repairs[0].changes) == 1
        return self.repairs[0] if alone and self.certain else None


class Imbalance:
    """A table's ties (those that can be assessed) and the values of its cells."""

    def __init__(self, ties: Sequence[Tie], values: Mapping[str, Number]) -> None:
        self.ties = ties
        self.values = values
        self.broken = [index for index, tie in enumerate(ties) if tie.residual != 0]
        self.of_cell: dict[str, list[int]] = {}
        for index, tie in enumerate(ties):
            for name in tie.weights:
                self.of_cell.setdefault(name, []).append(index)

    def causes(self) -> list[Cause]:
        """The broken ties grouped by cause, in the order of the ties."""
        repairs = self._repairs()
        groups: dict[frozenset[int], list[Repair]] = {}
        for repair in repairs:
            groups.setdefault(repair.mends, []).append(repair)
        chosen, stable = self._shares(groups)
        found = [_cause(groups[mends], mends in stable) for mends in chosen]
        explained = {index for mends in chosen for index in mends}
        found += [Cause((index,)) for index in self.broken if index not in explained]
        found = [replace(cause, amount=self.ties[cause.ties[0]].residual) for cause in found]
        return sorted(found, key=lambda cause: cause.ties)

    # -- repairs ---------------------------------------------------------------

    def _repairs(self) -> list[Repair]:
        cells = dict.fromkeys(name for index in self.broken for name in self.ties[index].weights)
        singles = [repair for name in cells if (repair := self._single(name))]
        found = [*singles, *self._lines(0), *self._lines(1)]
        if len(self.broken) > _FEW:
            found += self._exchanged_columns()
        return found

    def _amount(self, name: str, ties: Iterable[int]) -> Number | None:
        """By how much the cell must change so that all these ties hold; None if no amount does."""
        amounts = {self._needed(name, index) for index in ties}
        return amounts.pop() if len(amounts) == 1 else None

    def _needed(self, name: str, index: int) -> Number:
        tie = self.ties[index]
        weight = tie.weights[name]
        if weight == 1 or weight == -1:
            return -tie.residual * weight
        return -Decimal(tie.residual) / Decimal(weight)

    def _changed(self, name: str, amount: Number) -> Number | None:
        """The new value, if it is one that a count can have."""
        value = self.values.get(name)
        if value is None:
            return None
        new = value + amount
        return int(new) if new >= 0 and new == int(new) else None

    def _single(self, name: str) -> Repair | None:
        ties = self.of_cell[name]
        amount = self._amount(name, ties)
        if not amount or (new := self._changed(name, amount)) is None:
            return None
        pattern, facts = self._single_pattern(name, new)
        return Repair(((name, new),), frozenset(ties), pattern, facts)

    def _lines(self, axis: int) -> Iterator[Repair]:
        """Repairs of two or more cells of one row (axis 0) or column (axis 1)."""
        lines: dict[str, list[str]] = {}
        for name in self.values:
            if name in self.of_cell:
                lines.setdefault(name.split(".")[1 + axis], []).append(name)
        for cells in lines.values():
            amounts = self._line_amounts(cells)
            chosen = [pair for pair in combinations(amounts, 2)]
            if len(amounts) > 2:
                chosen.append(tuple(amounts))  # type: ignore[arg-type]
            for names in chosen:
                if repair := self._line_repair(cells, {name: amounts[name] for name in names}):
                    yield repair

    def _line_amounts(self, cells: list[str]) -> dict[str, Number]:
        """For each cell of a line that the ties across the line say is wrong: by how much."""
        line = set(cells)
        amounts: dict[str, Number] = {}
        for name in cells:
            across = [index for index in self.of_cell[name] if not self.ties[index].weights.keys() <= line]
            amount = self._amount(name, across) if across else None
            if amount:
                amounts[name] = amount
        return amounts

    def _line_repair(self, cells: list[str], amounts: Mapping[str, Number]) -> Repair | None:
        if not self._linked(cells, amounts):
            return None
        touched = {index for name in amounts for index in self.of_cell[name]}
        for index in touched:
            tie = self.ties[index]
            if tie.residual + sum(tie.weights[name] * amounts[name] for name in amounts if name in tie.weights):
                return None
        changes = []
        for name, amount in amounts.items():
            new = self._changed(name, amount)
            if new is None:
                return None
            changes.append((name, new))
        pattern, facts = self._line_pattern(cells, dict(changes))
        mends = frozenset(index for index in touched if self.ties[index].residual)
        return Repair(tuple(changes), mends, pattern, facts)

    def _linked(self, cells: list[str], amounts: Mapping[str, Number]) -> bool:
        """Whether ties along the line bind the changed cells together; else they have nothing to do with each other."""
        line = set(cells)
        ties = {i for name in amounts for i in self.of_cell[name] if self.ties[i].weights.keys() <= line}
        reached: set[str] = {next(iter(amounts))}
        grown = True
        while grown:
            more = {name for i in ties if self.ties[i].weights.keys() & reached for name in self.ties[i].weights}
            grown = not more <= reached
            reached |= more
        return amounts.keys() <= reached

    def _exchanged_columns(self) -> Iterator[Repair]:
        """Two columns that were exchanged as a whole."""
        columns: dict[str, dict[str, str]] = {}
        for name in self.values:
            _, row, column = name.split(".")
            columns.setdefault(column, {})[row] = name
        for first, second in combinations(columns, 2):
            rows = columns[first].keys() & columns[second].keys()
            new: dict[str, Number] = {}
            for row in sorted(rows):
                one, other = columns[first][row], columns[second][row]
                if self.values[one] != self.values[other]:
                    new[one], new[other] = self.values[other], self.values[one]
            if new and all(self._holds_with(tie, new) for tie in self.ties):
                facts = {"first": first, "second": second}
                yield Repair(tuple(new.items()), frozenset(self.broken), "columns-swapped", facts)

    def _holds_with(self, tie: Tie, new: Mapping[str, Number]) -> bool:
        shift = sum(weight * (new[name] - self.values[name]) for name, weight in tie.weights.items() if name in new)
        return tie.residual + shift == 0

    # -- what a mistake looks like ---------------------------------------------

    def _single_pattern(self, name: str, new: Number) -> tuple[str, dict[str, str]]:
        old = self.values[name]
        if sorted(str(old)) == sorted(str(new)):
            return "digits-swapped", {}
        if new and old == new * 10:
            return "zero-added", {}
        if old and new == old * 10:
            return "zero-lost", {}
        column = name.split(".")[2]
        if old >= _WORTH_COPYING:
            for other, value in self.values.items():
                if value == old and other != name and other.endswith(f".{column}"):
                    return "copied", {"source": other.split(".")[1]}
        return "", {}

    def _line_pattern(self, cells: list[str], new: Mapping[str, Number]) -> tuple[str, dict[str, str]]:
        row = cells[0].split(".")[1]
        is_row = all(name.split(".")[1] == row for name in cells)
        if len(new) == 2:
            (one, a), (other, b) = new.items()
            old_a, old_b = self.values[one], self.values[other]
            if (a, b) == (old_b, old_a):
                return "cells-swapped", {"first": one, "second": other}
            if is_row and all(new.get(name, self.values[name]) == 0 for name in cells):
                return "row-surplus", {}
            if is_row and a - old_a == old_b - b:
                return "wrong-kind", {"first": one.split(".")[2], "second": other.split(".")[2]}
            return "", {}
        return self._row_pattern(cells, new) if is_row else ("", {})

    def _row_pattern(self, cells: list[str], new: Mapping[str, Number]) -> tuple[str, dict[str, str]]:
        old = [self.values[name] for name in cells]
        mended = [new.get(name, self.values[name]) for name in cells]
        if mended[1:] == old[:-1] or mended[:-1] == old[1:]:
            return "row-shifted", {}
        if not any(mended):
            return "row-surplus", {}
        table, row, _ = cells[0].split(".")
        others = dict.fromkeys(name.split(".")[1] for name in self.values)
        for other in others:
            names = [f"{table}.{other}.{name.split('.')[2]}" for name in cells]
            if other != row and any(old) and [self.values.get(name) for name in names] == old:
                return "row-copied", {"source": other}
        return "", {}

    # -- sharing out -----------------------------------------------------------

    def _shares(
        self, groups: Mapping[frozenset[int], list[Repair]]
    ) -> tuple[list[frozenset[int]], frozenset[frozenset[int]]]:
        """The disjoint sets of broken ties that leave the fewest causes; and those that every best sharing has."""
        if len(self.broken) > _MOST_SEARCHED or len(groups) > _MOST_SETS:
            return self._widest_first(groups), frozenset()
        best: list[list[frozenset[int]]] = []
        least: tuple[int, int, int] | None = None
        for shares in _sharings(tuple(self.broken), tuple(groups)):
            rest = len(self.broken) - sum(map(len, shares))
            cost = (len(shares) + rest, rest, sum(min(len(r.changes) for r in groups[share]) for share in shares))
            if least is None or cost < least:
                best, least = [shares], cost
            elif cost == least:
                best.append(shares)
        stable = frozenset.intersection(*map(frozenset, best)) if best else frozenset()
        return (best[0] if best else []), stable

    def _widest_first(self, groups: Mapping[frozenset[int], list[Repair]]) -> list[frozenset[int]]:
        def rank(share: frozenset[int]) -> tuple[int, int, int]:
            return -len(share), min(len(repair.changes) for repair in groups[share]), min(share)

        chosen: list[frozenset[int]] = []
        taken: set[int] = set()
        for share in sorted(groups, key=rank):
            if not share & taken:
                chosen.append(share)
                taken |= share
        return chosen


def _sharings(broken: tuple[int, ...], sets: tuple[frozenset[int], ...]) -> Iterator[list[frozenset[int]]]:
    """Every way to cover some of the broken ties with disjoint sets."""
    if not broken:
        yield []
        return
    first, rest = broken[0], broken[1:]
    left = frozenset(broken)
    for share in sets:
        if first in share and share <= left:
            for more in _sharings(tuple(index for index in rest if index not in share), sets):
                yield [share, *more]
    yield from _sharings(rest, tuple(share for share in sets if first not in share))


def _cause(repairs: Sequence[Repair], certain: bool) -> Cause:
    told = _preferred(repairs)
    common = {(repair.pattern, tuple(repair.facts.items())) for repair in told or repairs}
    pattern, facts = common.pop() if len(common) == 1 else ("", ())
    return Cause(tuple(sorted(repairs[0].mends)), told, certain, pattern, dict(facts))


def _preferred(repairs: Sequence[Repair]) -> tuple[Repair, ...]:
    """The repairs worth telling: single cells, else those that look like a known mistake, else a few."""
    singles = [repair for repair in repairs if len(repair.changes) == 1]
    if singles:
        return tuple(sorted(singles, key=lambda repair: not repair.pattern))
    telling = [repair for repair in repairs if repair.pattern and repair.pattern != "wrong-kind"]
    if telling:
        return tuple(telling)
    return tuple(repairs) if len(repairs) <= _FEW else ()
