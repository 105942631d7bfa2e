"""Dates that do not exist, and the date of the signature."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from disclosure_lint.finding import Place
from disclosure_lint.report.model import DateMention, Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.kinds.period import is_impossible, plain
from disclosure_lint.rules.kinds.years import disputed
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome
from disclosure_lint.rules.passage import part_at

_NUMBERS = re.compile(r"\d+")
_YEAR_MONTH_DAY = 3
_SIGNATURE = Place(part="signature")
_TO = re.compile(r"\s*起?[,，]?\s*(?:至|到|[—–\-~～]{1,2})\s*")


@kind("signature-date")
@dataclass(frozen=True)
class SignatureDate:
    """The report is signed in the year after the report year."""

    OUTCOMES: ClassVar = ("early", "late")
    PLACEHOLDERS: ClassVar = ("date", "first_year")
    LABELS: ClassVar = {"source": ("value",)}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for the signature."""
        signed = report.signed
        if signed is None:
            yield NotAssessable("no-signature-date", _SIGNATURE)
        elif signed.damaged or signed.year is None:
            yield NotAssessable("date-damaged", _SIGNATURE, {"text": plain(signed)})
        elif report.year is None:
            yield NotAssessable("unknown-year", _SIGNATURE)
        elif disputed(report):
            yield NotAssessable("years-disagree", _SIGNATURE)
        elif signed.year != report.year + 1:
            span = report.year_span
            marks = (Mark(span, "source", values={"value": report.year}),) if span else ()
            values = {"date": plain(signed), "first_year": report.year + 1}
            outcome = "early" if signed.year <= report.year else "late"
            yield Failed(Mark(signed.span), _SIGNATURE, outcome, values, marks)


@kind("dates-exist")
@dataclass(frozen=True)
class DatesExist:
    """Every date in the text is a day of the calendar, and no range ends before it begins."""

    OUTCOMES: ClassVar = ("impossible", "order")
    PLACEHOLDERS: ClassVar = {"impossible": ("date",), "order": ("start", "end")}
    LABELS: ClassVar = {"end": ()}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each date and each range; the bounds of the period are another rule's matter."""
        found = [mention for mention in report.dates if not _in_period(report, mention)]
        for ordinal, mention in enumerate(found, 1):
            place = Place(part=part_at(report, mention.span.start), ordinal=ordinal)
            if mention.damaged:
                yield NotAssessable("date-damaged", place, {"text": plain(mention)})
            elif is_impossible(mention):
                yield Failed(Mark(mention.span), place, "impossible", {"date": plain(mention)})
        for ordinal, (one, other) in enumerate(pairwise(found), 1):
            if _ends_early(one, other) and _joined(report, one, other):
                place = Place(part=part_at(report, one.span.start), ordinal=ordinal)
                values = {"start": plain(one), "end": plain(other)}
                yield Failed(Mark(one.span), place, "order", values, (Mark(other.span, "end"),))


def _in_period(report: Report, mention: DateMention) -> bool:
    return report.period is not None and report.period.span.start <= mention.span.start < report.period.span.end


def _ends_early(one: DateMention, other: DateMention) -> bool:
    """Whether the second date is before the first; not where its year was only inferred (2023年12月25日至1月5日)."""
    if one.value is None or other.value is None or len(_NUMBERS.findall(other.text)) < _YEAR_MONTH_DAY:
        return False
    return other.value < one.value


def _joined(report: Report, one: DateMention, other: DateMention) -> bool:
    return _TO.fullmatch(report.source.folded, one.span.end, other.span.start) is not None
