"""Prose that is nearly the same: signatures of reports, and the pairs that they give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from disclosure_lint.report.model import Report


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


def signature(report: Report) -> Prose | None:
    """The signature of a report, None where it has too little prose to compare."""
    return None
