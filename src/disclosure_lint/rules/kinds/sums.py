"""Totals in the text and the parts listed of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any, ClassVar

from disclosure_lint.finding import Number, Place
from disclosure_lint.report.model import Claim, Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.outcome import Context, Failed, Mark, Outcome
from disclosure_lint.rules.passage import part_at
from disclosure_lint.rules.silence import Silence
from disclosure_lint.rules.stated import Stated, quoted, stated
from disclosure_lint.rules.subjects import Subjects
from disclosure_lint.rules.texts import shown
from disclosure_lint.rules.wording import Wordings

_MOST_READINGS = 64
_ROUGH = 2
"""An approximate part is larger than its total only if it is by this factor."""


def _wanted(claim: Claim, subjects: Subjects, besides: Subjects) -> bool:
    return claim.subject not in besides and (not subjects or claim.subject in subjects)


def _values(members: Sequence[Claim]) -> list[Number]:
    return [member.value for member in members if member.value is not None]


def _larger(total: Claim) -> list[Claim]:
    """The parts that are larger than their total."""
    whole = total.value
    if whole is None:
        return []
    found = []
    for part in total.parts:
        rough = part.approximate or total.approximate
        if part.value is not None and part.value > (whole * _ROUGH if rough else whole):
            found.append(part)
    return found


def _readings(claims: Sequence[Claim], beside: Stated) -> Iterator[tuple[Number, ...]]:
    """The values of some claims as they stand, then with what the tables say in place of those that disagree."""
    said = [beside.readings(claim) for claim in claims]
    choices = 1
    for values in said:
        choices *= len(values)
    if 1 < choices <= _MOST_READINGS:
        readings = product(*said)
        next(readings)
        yield from readings


def _slipped(total: Claim, beside: Stated) -> bool:
    """Whether a list is right once the figures that disagree with a table are put right: another rule tells them."""
    claims = (_total_of(total, beside), *total.parts)
    return any(sum(parts) == whole for whole, *parts in _readings(claims, beside))


def _total_of(total: Claim, beside: Stated) -> Claim:
    """The statement of the total itself, which knows what it may be compared with."""
    for claim in beside.of("value", "zero"):
        if claim.value_span == total.value_span:
            return claim
    return total


def _place(claim: Claim, report: Report, ordinal: int) -> Place:
    return Place(part_at(report, claim.span.start), ordinal=ordinal)


def _mark(claim: Claim, label: str = "") -> Mark:
    return Mark(claim.value_span or claim.span, label, values={"part": claim.value})


@kind("parts-add-up")
@dataclass(frozen=True)
class PartsAddUp:
    """The parts that the text lists of a total add up to it.

    Lists that may go on (等, 其中 with some of the parts) are not looked at. `subjects` are those of the total, all
    if there are none; `besides`: those that another rule looks at. `unless`: words in a list that make its figures
    different in kind. `partial`: words that may open a list of some parts only: one that falls short is less certain,
    unless the pieces listed with it add up.
    """

    subjects: Subjects = field(default_factory=Subjects)
    besides: Subjects = field(default_factory=Subjects)
    unless: Wordings = field(default_factory=Wordings)
    partial: Wordings = field(default_factory=Wordings)
    rest: Wordings = field(default_factory=Wordings)

    PLACEHOLDERS: ClassVar = ("total", "unit", "sum", "difference", "parts")
    LABELS: ClassVar = {"part": ("part",)}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each total with a list of all its parts."""
        beside, silence = stated(report), Silence(report)
        lists = [claim for claim in beside.of("sum") if _wanted(claim, self.subjects, self.besides)]
        for ordinal, total in enumerate(lists, 1):
            if total.abstains:
                silence.add(total, total.abstains)
            if total.abstains or (total.open_list and not _complete(total, lists)):
                continue
            parts = _values(total.parts)
            added = sum(parts)
            if total.value is None or added == total.value or len(parts) < len(total.parts):
                continue
            why = self._excuse(total, beside)
            if why:
                silence.add(total, why)
            else:
                yield self._failed(total, parts, lists, report, ordinal)
        yield from silence.outcomes()

    def _excuse(self, total: Claim, beside: Stated) -> str:
        """Why a list that does not add up is not held against the text."""
        if self.unless and self.unless.first(quoted(total)):
            return "claim-other-kind"
        if _larger(total) and not self.subjects:
            return "claim-part-larger"
        return "claim-slipped" if _slipped(total, beside) else ""

    def _failed(
        self, total: Claim, parts: list[Number], lists: Sequence[Claim], report: Report, ordinal: int
    ) -> Failed:
        added = sum(parts)
        assert total.value is not None  # a list without a total is none
        values: dict[str, Any] = {"total": total.value, "unit": total.unit, "sum": added}
        values["difference"] = abs(added - total.value)
        values["parts"] = " + ".join(shown(part, "zh") for part in parts)
        unsure = added < total.value and self._may_go_on(total, report) and not _complete(total, lists)
        return Failed(
            _mark(total),
            _place(total, report, ordinal),
            "",
            values,
            tuple(_mark(part, "part") for part in total.parts),
            ceiling="warning" if unsure else None,
            confidence="low" if unsure else None,
        )

    def _may_go_on(self, total: Claim, report: Report) -> bool:
        """Whether the words that open a list leave room for parts that it does not name."""
        if not self.partial or total.value_span is None or total.parts[0].value_span is None:
            return False
        folded = report.source.folded
        opening = "".join(folded[total.value_span.end : total.parts[0].value_span.start].split())
        if not self.partial.first(opening):
            return False
        return not (self.rest and self.rest.first(quoted(total.parts[-1])))


def _complete(total: Claim, lists: Sequence[Claim]) -> bool:
    """Whether another total with parts in the same list (pieces beside money) shows that none is left out."""
    return any(
        other is not total
        and other.span.start < total.span.end
        and total.span.start < other.span.end
        and len(other.parts) == len(total.parts)
        and sum(_values(other.parts)) == other.value
        for other in lists
    )


@kind("parts-within-total")
@dataclass(frozen=True)
class PartsWithinTotal:
    """No part that the text lists is larger than its total; options as for parts-add-up."""

    subjects: Subjects = field(default_factory=Subjects)
    besides: Subjects = field(default_factory=Subjects)
    unless: Wordings = field(default_factory=Wordings)

    PLACEHOLDERS: ClassVar = ("total", "unit", "part")
    LABELS: ClassVar = {"total": ("total",)}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each total with parts."""
        beside, silence = stated(report), Silence(report)
        lists = (claim for claim in beside.of("sum") if _wanted(claim, self.subjects, self.besides))
        for ordinal, total in enumerate(lists, 1):
            larger = _larger(total)
            if not larger:
                continue
            if total.abstains == "nested":
                silence.add(total, total.abstains)
            elif self.unless and self.unless.first(quoted(total)):
                silence.add(total, "claim-other-kind")
            elif _slipped(total, beside) or self._told_elsewhere(total, larger, beside):
                silence.add(total, "claim-slipped")
            else:
                yield from (self._failed(total, part, report, ordinal) for part in larger[:1])
        yield from silence.outcomes()

    def _told_elsewhere(self, total: Claim, larger: Sequence[Claim], beside: Stated) -> bool:
        """Whether no part is larger once the figures that disagree with a table are put right."""
        claims = (_total_of(total, beside), *larger)
        return any(max(parts) <= whole for whole, *parts in _readings(claims, beside))

    def _failed(self, total: Claim, part: Claim, report: Report, ordinal: int) -> Failed:
        values = {"total": total.value, "unit": total.unit, "part": part.value}
        rough = part.approximate or total.approximate
        return Failed(
            _mark(part),
            _place(part, report, ordinal),
            "",
            values,
            (Mark(total.value_span or total.span, "total", values={"total": total.value}),),
            ceiling="warning" if rough else None,
        )
