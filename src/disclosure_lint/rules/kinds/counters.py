"""What figures in the text are counted by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.outcome import Context, Failed, Mark, Outcome
from disclosure_lint.rules.passage import part_at
from disclosure_lint.rules.stated import quoted, stated
from disclosure_lint.rules.subjects import Subjects

_MOST_MARKS = 5


@kind("counters")
@dataclass(frozen=True)
class Counters:
    """What the subjects count is not counted in `wrong` ones. Statements that are not clear are not looked at."""

    subjects: Subjects
    wrong: tuple[str, ...]

    PLACEHOLDERS: ClassVar = ("claim", "unit", "number")
    LABELS: ClassVar = {"also": ()}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One failure for the report, at the first of such statements."""
        found = [
            claim
            for claim in stated(report).of("value", "zero")
            if claim.unit in self.wrong and claim.subject in self.subjects and not claim.abstains
        ]
        if not found:
            return
        first = min(found, key=lambda claim: claim.span.start)
        marks = tuple(Mark(claim.span, "also") for claim in found if claim is not first)
        values = {"claim": quoted(first), "unit": first.unit, "number": len(found)}
        place = Place(part_at(report, first.span.start), ordinal=1)
        yield Failed(Mark(first.span), place, "", values, marks[:_MOST_MARKS])
