"""Cells that arrived without separators: every cut that is possible, none chosen by taste.

A run with exactly one digit per cell is cut by count. Otherwise a cut must satisfy the row's own identity; numbers
have no leading zeros; blanks inside the run are boundaries. (The contract, "Glued cells".)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from disclosure_lint.finding import Number

_LONGEST = 64
"""Digits of a run beyond which no cutting is tried; the longest run of an honest table has about 40."""
_MOST_CUTS = 400
_MOST_STEPS = {7: 100_000, 15: 800_000}
"""Steps of the search by the number of cells: rows of table three, the row of table four."""

Cut = tuple[tuple[int, int], ...]
"""Offsets (start, end) of each cell in the run's digits."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """Every possible cut of a run. `unreadable` says why cutting was not tried or its outcome cannot be trusted."""

    cuts: tuple[Cut, ...]
    counted: bool = False
    unreadable: str = ""


@dataclass(slots=True)
class _Spend:
    """The steps that one run may cost; hostile digits end the search, and that is said."""

    left: int

    def __call__(self) -> bool:
        self.left -= 1
        return self.left >= 0


def _addends(digits: str, start: int, end: int, count: int, total: int, spend: _Spend) -> Iterator[Cut]:
    """Every way to cut `digits[start:end]` into `count` numbers that add up to `total`."""
    if not spend():
        return
    if count == 1:
        if (digits[start] != "0" or end - start == 1) and int(digits[start:end]) == total:
            yield ((start, end),)
        return
    room = end - start - (count - 1)
    if total >= count * 10**room:
        return  # the digits left cannot make so much
    longest = min(room, 1 if digits[start] == "0" else len(str(total)))
    for stop in range(start + 1, start + longest + 1):
        rest = total - int(digits[start:stop])
        if rest < 0:
            return
        for more in _addends(digits, stop, end, count - 1, rest, spend):
            yield ((start, stop), *more)


def _blocks(digits: str, start: int, size: int, last: bool, spend: _Spend) -> Iterator[Cut]:
    """Every way to read `size` numbers from `start` on whose last is the sum of the others."""
    for middle in range(start + size - 1, len(digits)):
        ends = [len(digits)] if last else range(middle + 1, len(digits) + 1)
        for end in ends:
            if digits[middle] == "0" and end > middle + 1:
                break
            if (end - middle) * (size - 1) < middle - start - (size - 1):
                continue  # some addend would be longer than the total
            for cut in _addends(digits, start, middle, size - 1, int(digits[middle:end]), spend):
                yield (*cut, (middle, end))


def _summed(digits: str, count: int, block: int, bounds: frozenset[int], spend: _Spend) -> list[Cut]:
    """Every cut into `count` cells whose blocks of `block` cells each end with their sum."""
    partial: list[Cut] = [()]
    blocks = count // block
    for number in range(1, blocks + 1):
        starts = {cut[-1][1] if cut else 0 for cut in partial}
        following = {
            at: [
                more
                for more in _blocks(digits, at, block, number == blocks, spend)
                if not any(start < bound < end for bound in bounds for start, end in more)
            ]
            for at in sorted(starts)
        }
        longer = [(*cut, *more) for cut in partial for more in following[cut[-1][1] if cut else 0]]
        partial = longer[: _MOST_CUTS * 10]
        if len(longer) > len(partial):
            spend.left = -1
    return partial


@lru_cache(maxsize=1024)
def summed_cuts(text: str, count: int, block: int) -> Cuts:
    """Every cut of a run of table three (block 7) or four (block 5) into `count` cells."""
    tokens = text.split()
    digits = "".join(tokens)
    if not digits.isdigit() or not digits.isascii():
        return Cuts((), unreadable="not-digits")
    if len(digits) == count:
        return Cuts((tuple((at, at + 1) for at in range(count)),), counted=True)
    if len(digits) < count:
        return Cuts((), unreadable="cells-missing")
    if len(digits) > _LONGEST:
        return Cuts((), unreadable="run-too-long")
    bounds = _bounds(tokens)
    spend = _Spend(_MOST_STEPS.get(count, 100_000))
    found = _summed(digits, count, block, bounds, spend)
    if spend.left < 0 or len(found) > _MOST_CUTS:
        return Cuts((), unreadable="too-many-cuts")
    if found or not bounds:
        return Cuts(tuple(found))
    # A blank inside a number is the extraction's doing: then nothing can be said of the author.
    broken = _summed(digits, count, block, frozenset(), spend)
    return Cuts((), unreadable="digits-broken" if broken or spend.left < 0 else "")


def _bounds(tokens: Sequence[str]) -> frozenset[int]:
    bounds: set[int] = set()
    at = 0
    for token in tokens[:-1]:
        at += len(token)
        bounds.add(at)
    return frozenset(bounds)


_CELL = {
    "count": re.compile(r"0|[1-9]\d*"),
    "signed": re.compile(r"[-+]?(?:0|[1-9]\d*)"),
    "amount": re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?"),
    "amount_with_unit": re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?(?:万元|元)?"),
}


@lru_cache(maxsize=1024)
def typed_cuts(text: str, types: tuple[str, ...]) -> Cuts:
    """Every cut of a run of table two into cells of these types; there is no identity to choose by."""
    tokens = text.split()
    run = "".join(tokens)
    if len(run) > _LONGEST:
        return Cuts((), unreadable="run-too-long")
    if len(run) == len(types) and run.isdigit():
        return Cuts((tuple((at, at + 1) for at in range(len(run))),), counted=True)
    bounds = _bounds(tokens)
    partial: list[Cut] = [()]
    for position, kind in enumerate(types):
        last = position == len(types) - 1
        partial = [
            (*cut, (at, end))
            for cut in partial
            for at in [cut[-1][1] if cut else 0]
            for end in ([len(run)] if last else range(at + 1, len(run)))
            if _CELL[kind].fullmatch(run, at, end) and not any(at < bound < end for bound in bounds)
        ]
        if len(partial) > _MOST_CUTS * 10:
            return Cuts((), unreadable="too-many-cuts")
    if not partial:
        return Cuts((), unreadable="not-digits")
    return Cuts(tuple(partial), counted=len(types) == 1)


def values(run: str, cut: Cut) -> tuple[Number, ...]:
    """The numbers of a cut of a run (without blanks); an amount in 元 is given in 万元."""
    return tuple(_number(run[start:end]) for start, end in cut)


def _number(text: str) -> Number:
    plain = text.rstrip("万元")
    if text.endswith("元") and not text.endswith("万元"):
        amount = Decimal(plain) / 10_000
        return int(amount) if amount == amount.to_integral_value() else amount.normalize()
    return Decimal(plain) if "." in plain else int(plain)
