"""Whether a report was published in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar

from disclosure_lint.finding import Place
from disclosure_lint.report.model import DateMention, Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.kinds.years import disputed
from disclosure_lint.rules.options import OptionError
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome
from disclosure_lint.rules.wording import Wordings
from disclosure_lint.source import folded

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of every year, written "01-31"."""

    month: int
    day: int

    @classmethod
    def from_option(cls, value: Any) -> MonthDay:
        """The month and day of `"01-31"`."""
        try:
            day = date.fromisoformat(f"2000-{value}")
        except (TypeError, ValueError):
            raise OptionError('这里要加引号的月日，如 "01-31"', 'a quoted month and day is wanted: "01-31"') from None
        return cls(day.month, day.day)

    def in_year(self, year: int) -> date:
        """That day of a year."""
        return date(year, self.month, self.day)


@kind("deadline")
@dataclass(frozen=True)
class Deadline:
    """The report was published in time.

    `due`: the last day by kind of agency; kinds not named keep `earliest` or, for all one knows, may take until
    `latest`. `profile`: the key under which a profile gives days that replace these. `until` a report year, everyone
    had until `latest`. `doubtful`: names of agencies whose kind is read from the name but that answer to other dates.
    `holidays`: due days (as "2022-01-31") that were no working days, with the next working day.
    """

    earliest: MonthDay
    latest: MonthDay
    due: Mapping[str, MonthDay] = field(default_factory=dict)
    profile: str = ""
    until: int = 0
    doubtful: Wordings = field(default_factory=Wordings)
    holidays: Mapping[str, str] = field(default_factory=dict)

    OUTCOMES: ClassVar = ("late", "perhaps_late")
    PLACEHOLDERS: ClassVar = ("date", "due", "days")
    LABELS: ClassVar = {"signed": ("signed",)}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for the report."""
        told = _dated(report.published) or _dated(report.signed)
        if report.year is None:
            yield NotAssessable("unknown-year")
        elif disputed(report):
            yield NotAssessable("years-disagree")
        elif told is None:
            yield NotAssessable("no-publication-date")
        elif told[1] is report.signed and told[0].year > report.year + 1:
            yield NotAssessable("signature-year", values={"date": told[0]})
        elif outcome := self._verdict(report, report.year + 1, told, context):
            yield outcome

    def _verdict(self, report: Report, year: int, told: tuple[date, DateMention], context: Context) -> Outcome | None:
        earliest, latest = self.earliest.in_year(year), self.latest.in_year(year)
        try:
            due, sure = self._due(report, year, context)
        except OptionError:
            return NotAssessable("profile-wrong", values={"key": self.profile, "value": context.profile[self.profile]})
        day = told[0]
        if day <= (due or earliest):
            return None
        if due is None and day <= latest:
            return NotAssessable("due-day-unknown", values={"date": day, "earliest": earliest, "latest": latest})
        due = due or latest
        if day <= self._next_working_day(due):
            return NotAssessable("due-on-holiday", values={"date": day, "due": due})
        return _late(report, told, due, sure)

    def _due(self, report: Report, year: int, context: Context) -> tuple[date | None, bool]:
        """The last day for this agency (None if nobody can tell), and whether that is beyond doubt."""
        if year - 1 <= self.until:
            return self.latest.in_year(year), True
        agency = report.agency
        if agency is None or agency.kind is None or self.doubtful.first(folded("".join(agency.name.split()))):
            return None, False
        named = context.profile.get(self.profile, {}) if self.profile else {}
        if agency.kind in named:
            return MonthDay.from_option(named[agency.kind]).in_year(year), True
        if agency.kind in self.due:
            return self.due[agency.kind].in_year(year), True
        return None, False

    def _next_working_day(self, due: date) -> date:
        if given := self.holidays.get(due.isoformat()):
            return date.fromisoformat(given)
        day = due
        while day.weekday() >= _SATURDAY:
            day += timedelta(days=1)
        return day


def _dated(mention: DateMention | None) -> tuple[date, DateMention] | None:
    return (mention.value, mention) if mention and mention.value else None


def _late(report: Report, told: tuple[date, DateMention], due: date, sure: bool) -> Outcome:
    """How sure it is that the report is late.

    The day a page gives may be the day it was moved to a new site. It counts for certain if the signature is late as
    well, or if there is none and the day lies in the year that the report was due. A report signed in time on a page
    of a later year was moved.
    """
    day, mention = told
    signed = _dated(report.signed) if mention is report.published else None
    in_time = signed is not None and signed[0] <= due
    if in_time and day.year > due.year:
        return NotAssessable("page-moved", values={"date": day, "signed": signed[0] if signed else day})
    certain = mention is report.published and not in_time and (signed is not None or day.year == due.year)
    values = {"date": day, "due": due, "days": (day - due).days}
    marks = (Mark(signed[1].span, "signed", values={"signed": signed[0]}),) if signed else ()
    place = Place(part="signature") if mention is report.signed else Place()
    return Failed(Mark(mention.span), place, "late" if sure and certain else "perhaps_late", values, marks)
