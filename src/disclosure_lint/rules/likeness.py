"""Prose that is nearly the same: signatures of reports, and the pairs that they give.

A signature is a MinHash over shingles, by one permutation: every shingle falls into one of the bins by its hash, each
bin keeps the smallest. The share of bins that agree estimates how much two texts have in common. Pairs are found by
bands of bins, so that no report has to be compared with all others: the work grows with the number of reports alone.
"""

from __future__ import annotations

from array import array
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import eq
from struct import iter_unpack, pack, unpack
from typing import Any, NamedTuple
from zlib import crc32

from disclosure_lint.report.model import Report
from disclosure_lint.rules.crosscheck import Likeness
from disclosure_lint.rules.prose import Words

BINS = 96
ROWS = 4
"""Bins of a band. Texts that share 0.75 of what they have meet in a band with a chance of 0.96; of 0.9, of 0.9999."""

_EMPTY = 0
_PACKED = f"<{BINS}H"
_LOW = 0xFFFF
_SPREAD = 0x9E3779B1
"""Multiplying by it makes the order of hashes have nothing to do with the text."""
_FIRST_LOOK = 24
_FIRST_LEAST = 0.4
"""Of the share that is wanted: what the first bins must show before all are compared."""


@dataclass(frozen=True, slots=True)
class Prose:
    """The signature of the prose of one report. `shingles`: how many different ones there are.

    `problems`: the sentences of part five, each as a hash and its length.
    """

    minhash: tuple[int, ...]
    shingles: int
    problems: tuple[tuple[int, int], ...] = ()

    def data(self) -> Any:
        """The signature as JSON."""
        sentences = b"".join(pack("<IH", digest, min(length, _LOW)) for digest, length in self.problems)
        return [self.shingles, _text(pack(_PACKED, *self.minhash)), _text(sentences)]

    @classmethod
    def from_data(cls, data: Any) -> Prose:
        """The signature of its JSON."""
        return cls(unpack(_PACKED, b64decode(data[1])), data[0], tuple(iter_unpack("<IH", b64decode(data[2]))))

    def common(self, other: Prose) -> float:
        """About how much two texts have in common, out of what each has."""
        alike = _jaccard(self.minhash, other.minhash)
        return 2 * alike / (1 + alike)

    def contained(self, whole: Prose) -> float:
        """About how much of this text stands in another."""
        alike = _jaccard(self.minhash, whole.minhash)
        shared = alike * (self.shingles + whole.shingles) / (1 + alike)
        return min(1.0, shared / self.shingles) if self.shingles else 0.0


def _text(content: bytes) -> str:
    return b64encode(content).decode("ascii")


def signature(report: Report) -> Prose | None:
    """The signature of a report, None where it has too little prose to compare."""
    words = Words(report)
    return Prose(_minhash(words.different), len(words.different), words.problems) if words.enough else None


def _minhash(shingles: Iterable[int]) -> tuple[int, ...]:
    spread = sorted({digest * _SPREAD & 0xFFFFFFFF for digest in shingles}, reverse=True)
    least = {digest % BINS: digest for digest in spread}  # the last of a bin, which is the smallest, stays
    return tuple(least[each] // BINS % _LOW + 1 if each in least else _EMPTY for each in range(BINS))


def _jaccard(one: Sequence[int], other: Sequence[int]) -> float:
    """The share of bins that agree, out of those that either text has."""
    both_empty = sum(not (a or b) for a, b in zip(one, other, strict=True))
    return (sum(map(eq, one, other)) - both_empty) / (BINS - both_empty) if both_empty < BINS else 0.0


class Signed(NamedTuple):
    """The signature of a submission, and whose it is. `agency` is "" for one that belongs to none."""

    path: str
    agency: str
    year: int | None
    prose: Prose


class _Crowd:
    """The signatures of all submissions as few bytes; a submission is its place in their order."""

    def __init__(self, submissions: Iterable[Signed]) -> None:
        self.bins = array("H")
        self.agencies = array("L")
        self.years = array("H")
        numbers: dict[str, int] = {"": 0}
        for each in submissions:
            self.bins.extend(each.prose.minhash)
            self.agencies.append(numbers.setdefault(each.agency, len(numbers)))
            self.years.append(each.year or 0)
        self._view = memoryview(self.bins)

    def __len__(self) -> int:
        return len(self.years)

    def minhash(self, number: int) -> memoryview:
        return self._view[number * BINS : (number + 1) * BINS]

    def share(self, one: int, other: int, least: float) -> float:
        """About how much two texts have in common; 0 where a first look shows that it is less than wanted."""
        first, second = self.minhash(one), self.minhash(other)
        if sum(map(eq, first[:_FIRST_LOOK], second[:_FIRST_LOOK])) < _FIRST_LOOK * least * _FIRST_LEAST:
            return 0.0
        alike = _jaccard(first, second)
        return 2 * alike / (1 + alike)

    def neighbours(self, start: int) -> Iterator[tuple[int, int]]:
        """Pairs that meet in the band of bins that begins here: each with the first and the last before it.

        Of more than these nothing need be asked: whatever is alike in a crowd is alike to one of them, here or in
        another band.
        """
        keys = []
        for number in range(len(self)):
            at = number * BINS + start
            rows = self.bins[at : at + ROWS]
            if self.agencies[number] and any(rows):
                keys.append((crc32(rows.tobytes()) << 16 | self.years[number]) << 32 | number)
        keys.sort()
        first = last = -1
        met = year = -1
        for key in keys:
            number = key & 0xFFFFFFFF
            if key >> 48 != met:
                first = -1
            elif key >> 32 != year:
                yield from self._pairs(number, first, first)
                first = -1
            yield from self._pairs(number, first, last)
            first, last = (number if first < 0 else first), number
            met, year = key >> 48, key >> 32

    def _pairs(self, number: int, first: int, last: int) -> Iterator[tuple[int, int]]:
        if first < 0:
            return
        if self.agencies[first] != self.agencies[number]:
            yield first, number
        if last != first and self.agencies[last] != self.agencies[number]:
            yield last, number


def _between_agencies(crowd: _Crowd, least: float) -> dict[tuple[int, int], float]:
    found: dict[tuple[int, int], float] = {}
    for start in range(0, BINS, ROWS):
        for one, other in crowd.neighbours(start):
            pair = (one, other) if one < other else (other, one)
            if pair not in found and (share := crowd.share(one, other, least)) >= least:
                found[pair] = share
    return found


def _over_the_years(crowd: _Crowd, least: float) -> dict[tuple[int, int], float]:
    found: dict[tuple[int, int], float] = {}
    known = (number for number in range(len(crowd)) if crowd.agencies[number])
    order = sorted(known, key=lambda number: (crowd.agencies[number], crowd.years[number]))
    before: dict[int, list[int]] = {}
    agency = 0
    for number in order:
        if crowd.agencies[number] != agency:
            agency, before = crowd.agencies[number], {}
        year = crowd.years[number]
        for other in before.get(year - 1, ()) if year else ():
            share = crowd.share(other, number, least)
            if share >= least:
                found[min(other, number), max(other, number)] = share
        before.setdefault(year, []).append(number)
    return found


def alike(submissions: Callable[[], Iterable[Signed]], least: float, same_agency: bool) -> Iterator[Likeness]:
    """Pairs that seem alike at least so much: of one agency in adjacent years, or of different agencies.

    Of a crowd of texts that are all alike there are pairs enough to join every one of them to the others. The share
    is an estimate. `submissions` gives all of them, by path, each time it is called; they come from disk and are many.
    """
    crowd = _Crowd(submissions())
    found = _over_the_years(crowd, least) if same_agency else _between_agencies(crowd, least)
    wanted = {number for pair in found for number in pair}
    known = {number: each for number, each in enumerate(submissions()) if number in wanted}
    for (one, other), share in sorted(found.items()):
        first, second = known[one], known[other]
        years = first.year, second.year
        yield Likeness(first.path, second.path, share, (first.agency, second.agency), years)
