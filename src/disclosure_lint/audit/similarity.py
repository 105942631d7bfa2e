"""Prose that is nearly the same: signatures of reports, and the pairs that they give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from disclosure_lint.report.model import Report
from disclosure_lint.rules.crosscheck import Likeness


@dataclass(frozen=True, slots=True)
class Prose:
    """The signature of the prose of one report."""

    minhash: tuple[int, ...]
    shingles: int

    def data(self) -> Any:
        """The signature as JSON."""
        return [self.shingles, list(self.minhash)]

    @classmethod
    def from_data(cls, data: Any) -> Prose:
        """The signature of its JSON."""
        return cls(tuple(data[1]), data[0])


class Signed(NamedTuple):
    """The signature of a submission, and whose it is. `agency` is "" for one that belongs to none."""

    path: str
    agency: str
    year: int | None
    prose: Prose


def signature(report: Report) -> Prose | None:
    """The signature of a report, None where it has too little prose to compare."""
    return None


def alike(submissions: Callable[[], Iterable[Signed]], least: float, same_agency: bool) -> Iterator[Likeness]:
    """Pairs alike at least so much: of one agency in adjacent years, or of different agencies.

    `submissions` gives all of them, by path, each time it is called; they come from disk and are many.
    """
    return iter(())
