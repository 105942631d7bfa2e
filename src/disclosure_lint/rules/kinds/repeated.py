"""The same figure stated in more than one place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Claim, Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.outcome import Context, Failed, Mark, Outcome
from disclosure_lint.rules.passage import part_at
from disclosure_lint.rules.stated import Stated, quoted, stated
from disclosure_lint.rules.subjects import Subjects
from disclosure_lint.rules.wording import Wordings

_YEAR = re.compile(r"(?<![0-9〔\[(])(20[0-9]{2})年")


@kind("stated-once")
@dataclass(frozen=True)
class StatedOnce:
    """A figure that the text states in several places is the same in all of them.

    Only figures that no table settles are looked at: those that do not agree with a table are other rules' matter.
    `subjects`: what is looked at; `unless`: words in the sentence that make a statement one of another scope or time;
    `compared`: subjects that a table usually settles, looked at where it does not.
    """

    subjects: Subjects
    unless: Wordings = field(default_factory=Wordings)

    PLACEHOLDERS: ClassVar = ("claim", "first", "value", "other")
    LABELS: ClassVar = {"first": ("value",)}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each figure stated more than once."""
        beside = stated(report)
        by_subject: dict[tuple[str, object, str], list[Claim]] = {}
        for claim in beside.of("value", "zero"):
            if claim.subject in self.subjects and claim.value is not None and not claim.approximate:
                key = (claim.subject, claim.target and claim.target.sums, "" if claim.value == 0 else claim.unit)
                by_subject.setdefault(key, []).append(claim)
        for ordinal, claims in enumerate(_with_zeros(by_subject), 1):
            if len({claim.value for claim in claims}) < 2:
                continue
            whole = [claim for claim in claims if self._of_the_whole(claim, beside)]
            yield from self._compared(whole, report, ordinal)

    def _of_the_whole(self, claim: Claim, beside: Stated) -> bool:
        """Whether a claim is about the whole year and agency, and no table settles it."""
        if claim.target is not None:
            if beside.verdict(claim) != "open":
                return False
        elif claim.abstains not in ("", "no_figure"):
            return False
        report = beside.report
        sentence = beside.sentence(claim)
        if any(int(year[1]) != report.year for year in _YEAR.finditer(sentence)):
            return False
        return not (self.unless and self.unless.first(sentence))

    def _compared(self, claims: Sequence[Claim], report: Report, ordinal: int) -> Iterator[Failed]:
        first = claims[0] if claims else None
        other = next((claim for claim in claims if first and claim.value != first.value), None)
        if first is None or other is None:
            return
        values = {
            "claim": quoted(other), "first": quoted(first), "value": first.value, "other": other.value,
        }  # fmt: skip
        place = Place(part_at(report, other.span.start), ordinal=ordinal)
        mark = Mark(first.span, "first", Place(part_at(report, first.span.start)), {"value": first.value})
        yield Failed(Mark(other.span), place, "", values, (mark,))


def _with_zeros(by_subject: dict[tuple[str, object, str], list[Claim]]) -> Iterator[list[Claim]]:
    """The statements of each figure; that there was none goes with those of any counter."""
    for (subject, sums, unit), claims in by_subject.items():
        if unit:
            zeros = by_subject.get((subject, sums, ""), [])
            yield sorted((*claims, *zeros), key=lambda claim: claim.span.start)
