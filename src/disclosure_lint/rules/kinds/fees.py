"""Amounts of fees in the text: by the tariff, and beside what table two counts; and the fee part of older reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from disclosure_lint.finding import Number, Place
from disclosure_lint.report.model import Report
from disclosure_lint.rules.expression import FigureTerm
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.kinds.sections import was_cut
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome
from disclosure_lint.rules.passage import part_at, place_of
from disclosure_lint.rules.silence import Silence
from disclosure_lint.rules.stated import figure_mark, half_a_digit, quoted, stated
from disclosure_lint.rules.subjects import Subjects
from disclosure_lint.rules.wording import Wordings
from disclosure_lint.source import Span

_YUAN = "元"
_IN_YUAN = 10000
_FEWEST_PARTS = 2
_ROUNDED_AWAY = Decimal("0.005")
"""An amount below this, in 万元, may be printed as 0."""


@kind("multiples")
@dataclass(frozen=True)
class Multiples:
    """Amounts in 元 are multiples of a number. Amounts given in 万元 are rounded, and not looked at."""

    subjects: Subjects
    of: int

    PLACEHOLDERS: ClassVar = ("claim", "value", "of")

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each amount."""
        beside, silence = stated(report), Silence(report)
        amounts = (claim for claim in beside.of("value") if claim.subject in self.subjects and claim.unit == _YUAN)
        for ordinal, claim in enumerate(amounts, 1):
            end = claim.value_span.end if claim.value_span else claim.span.end
            if claim.value is None or claim.approximate:
                silence.add(claim, claim.abstains or "approximate")
            elif not report.source.folded.startswith(_YUAN, end):
                silence.add(claim, "rounded")
            elif claim.value % self.of:
                place = Place(part_at(report, claim.span.start), ordinal=ordinal)
                values = {"claim": quoted(claim), "value": claim.value, "of": self.of}
                yield Failed(Mark(claim.value_span or claim.span), place, "", values)
        yield from silence.outcomes()


@kind("covered")
@dataclass(frozen=True)
class Covered:
    """An amount that the text states in 元 is contained in `figure`, an amount in 万元 that may be rounded."""

    subjects: Subjects
    figure: FigureTerm

    PLACEHOLDERS: ClassVar = ("claim", "value", "figure")
    LABELS: ClassVar = {"figure": ("name", "value")}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each amount."""
        beside, silence = stated(report), Silence(report)
        figure = report.figure(self.figure.name)
        possible = beside.meant((self.figure.name,)).possible
        amounts = (claim for claim in beside.of("value") if claim.subject in self.subjects and claim.unit == _YUAN)
        for ordinal, claim in enumerate(amounts, 1):
            if claim.value is None or claim.abstains:
                silence.add(claim, claim.abstains or "range")
            elif claim.approximate:
                silence.add(claim, "approximate")
            elif figure is None or not possible:
                silence.add(claim, "figures-open")
            elif Decimal(claim.value) > _most(max(possible)) * _IN_YUAN:
                place = Place(part_at(report, claim.span.start), ordinal=ordinal)
                values = {"claim": quoted(claim), "value": claim.value, "figure": max(possible)}
                yield Failed(Mark(claim.span), place, "", values, (figure_mark(figure, report),))
        yield from silence.outcomes()


def _most(value: Number) -> Decimal:
    """The largest amount that is printed as this one."""
    slack = half_a_digit(format(Decimal(value), "f"))
    return Decimal(value) + (slack if value else min(slack, _ROUNDED_AWAY))


@kind("heading-or-words")
@dataclass(frozen=True)
class HeadingOrWords:
    """A matter has a part or a heading of its own, or is at least spoken of.

    `headings`: how such a heading may be worded; `words`: what in running text is enough. `last`: how headings near the
    end of a report are worded: without one, and without a signature, the text may break off before the matter comes.
    """

    headings: Wordings
    words: Wordings
    last: Wordings

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for the report."""
        titles = ["".join(title.split()) for title in _titles(report)]
        if any(self.headings.first(title) for title in titles) or self.words.first(place_of(report, "prose").text):
            return
        if len(report.parts) < _FEWEST_PARTS:
            yield NotAssessable("parts-unread")
        elif was_cut(report) or not (report.signed or any(self.last.first(title) for title in titles)):
            yield NotAssessable("text-cut")
        else:
            yield Failed(Mark(Span(0, 0)))


def _titles(report: Report) -> Iterator[str]:
    for part in report.parts:
        yield part.title
        yield from (heading.title for heading in part.headings)
