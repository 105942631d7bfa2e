"""The statistics period: stated, and the whole of the report year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from disclosure_lint.finding import Place
from disclosure_lint.report.model import DateMention, Period, Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.kinds.years import period_year, title_is_wrong
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome
from disclosure_lint.rules.passage import Where, place_of
from disclosure_lint.rules.wording import Wordings
from disclosure_lint.source import Span

_PREAMBLE = Place(part="preamble")
_LEAP_YEAR = 2000


@kind("period-stated")
@dataclass(frozen=True)
class PeriodStated:
    """The report states its statistics period.

    `words`: wordings that show that a period is stated, though it could not be read.
    """

    words: Wordings
    where: Where = "prose"

    OUTCOMES: ClassVar = ("",)

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for the report."""
        if report.period is not None:
            return
        if self.words.first(place_of(report, self.where).text):
            yield NotAssessable("period-unread", _PREAMBLE)
            return
        start = report.preamble.start
        yield Failed(Mark(Span(start, start)), _PREAMBLE)


@dataclass(frozen=True)
class PeriodException:
    """A report year whose period began on another day than 1 January."""

    year: int
    month: int
    day: int


@kind("whole-year")
@dataclass(frozen=True)
class WholeYear:
    """The statistics period is 1 January to 31 December of the report year.

    `founded`: wordings that tell of an agency set up or closed in the course of the year. `exceptions`: report years
    whose period began later. `also`: the codes that a period of another year breaks too.
    """

    founded: Wordings
    exceptions: tuple[PeriodException, ...] = ()
    also: tuple[str, ...] = ()

    OUTCOMES: ClassVar = ("other_year", "not_whole", "impossible")
    PLACEHOLDERS: ClassVar = {
        "other_year": ("stated", "expected"),
        "not_whole": ("bound", "wanted_year", "wanted_month", "wanted_day"),
        "impossible": ("bound",),
    }
    LABELS: ClassVar = {"source": ("value",), "too": ("wanted_year", "wanted_month", "wanted_day")}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for the period."""
        period, stated = report.period, period_year(report)
        if period is None:
            yield NotAssessable("no-period", _PREAMBLE)
        elif title_is_wrong(report):
            yield NotAssessable("years-disagree", _PREAMBLE)
        elif report.year is not None and stated is not None and stated != report.year and _is_whole(period):
            values = {"stated": stated, "expected": report.year}
            yield Failed(Mark(period.span), _PREAMBLE, "other_year", values, _year_source(report), also=self.also)
        else:
            yield from self._bounds(report, period, report.year or stated)

    def _bounds(self, report: Report, period: Period, year: int | None) -> Iterator[Outcome]:
        wrong: list[tuple[DateMention, date]] = []
        for is_end, mention in ((False, period.start_mention), (True, period.end_mention)):
            if mention is None:
                continue
            if mention.damaged or (mention.value is None and not is_impossible(mention)):
                yield NotAssessable("date-damaged", _PREAMBLE, {"text": plain(mention)})
            elif mention.value is None:
                yield Failed(Mark(mention.span), _PREAMBLE, "impossible", {"bound": plain(mention)})
            elif year is None:
                yield NotAssessable("unknown-year", _PREAMBLE)
            elif mention.value not in (wanted := self._wanted(is_end, year)):
                wrong.append((mention, wanted[0]))
        if wrong:
            yield self._not_whole(report, wrong)

    def _wanted(self, is_end: bool, year: int) -> tuple[date, ...]:
        if is_end:
            return (date(year, 12, 31),)
        later = (date(year, each.month, each.day) for each in self.exceptions if each.year == year)
        return (date(year, 1, 1), *later)

    def _not_whole(self, report: Report, wrong: Sequence[tuple[DateMention, date]]) -> Outcome:
        if any(self.founded.first(place_of(report, where).text) for where in _TOLD_IN):
            return NotAssessable("agency-founded", _PREAMBLE)
        marks = [Mark(mention.span, "too", values=_wanted_values(wanted)) for mention, wanted in wrong[1:]]
        mention, wanted = wrong[0]
        values = {"bound": plain(mention), **_wanted_values(wanted)}
        return Failed(Mark(mention.span), _PREAMBLE, "not_whole", values, (*marks, *_year_source(report)))


_TOLD_IN: tuple[Where, ...] = ("preamble", "overview")


def plain(mention: DateMention) -> str:
    """A date as written, without blanks and line breaks."""
    return "".join(mention.text.split())


def is_impossible(mention: DateMention) -> bool:
    """Whether a date says month and day, and there is no such day, in its year or (without one) in any."""
    if mention.value is not None or mention.damaged or mention.month is None or mention.day is None:
        return False
    try:
        date(mention.year or _LEAP_YEAR, mention.month, mention.day)
    except ValueError:
        return True
    return False


def _is_whole(period: Period) -> bool:
    start, end = period.start, period.end
    return (start is None or (start.month, start.day) == (1, 1)) and (end is None or (end.month, end.day) == (12, 31))


def _wanted_values(wanted: date) -> dict[str, int]:
    return {"wanted_year": wanted.year, "wanted_month": wanted.month, "wanted_day": wanted.day}


def _year_source(report: Report) -> tuple[Mark, ...]:
    """The place that the report year was taken from."""
    if report.year_span is None:
        return ()
    place = Place(part="title") if report.year_source == "title" else Place()
    return (Mark(report.year_span, "source", place, {"value": report.year}),)
