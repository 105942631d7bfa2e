"""Whether the reports that were due were submitted, and in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from disclosure_lint.finding import Place
from disclosure_lint.report.model import DateMention, Report
from disclosure_lint.rules.crosscheck import Collection, CrossOutcome, Duty, ManyReports, Scope, Submission
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.kinds.deadline import MonthDay
from disclosure_lint.rules.options import OptionError
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotApplicable, NotAssessable, Outcome, Passed
from disclosure_lint.source import Span


@kind("submitted")
@dataclass(frozen=True)
class Submitted(ManyReports):
    """Every agency of the roster has submitted a report with figures for every year that it owes.

    Outcomes: "missing" (no file at all; the finding belongs to no file), "empty" (a report in which no figure of the
    tables was read). A file that cannot be read at all has a finding of its own; nor is a report missing that is not
    due yet, or that a file of unknown year may be.
    """

    SCOPE: ClassVar[Scope] = "agency"
    OUTCOMES: ClassVar = ("missing", "empty")
    PLACEHOLDERS: ClassVar = ("due", "days", "parent")

    def across(self, collection: Collection, context: Context) -> Iterator[CrossOutcome]:
        """What is said of each year that an agency owes a report for, and of every report that it sent."""
        unread = [each.path for each in collection.submissions() if each.year is None]
        for duty in collection.duties():
            if not collection.versions(duty.agency, duty.year):
                outcome = self._absent(duty, unread, collection, context)
                yield CrossOutcome("", outcome, agency=duty.agency, year=duty.year)
        for each in collection.submissions():
            if each.readable:
                yield CrossOutcome(each.path, self._sent(each))

    def _absent(self, duty: Duty, unread: list[str], collection: Collection, context: Context) -> Outcome:
        if duty.due is not None and context.today <= duty.due:
            return NotApplicable("not-due-yet", {"due": duty.due})
        if unread:
            return NotAssessable("year-unread", values={"paths": tuple(unread)})
        member = collection.member(duty.agency)
        parent = collection.member(member.parent) if member and member.parent else None
        values = {
            "due": {"zh": f"（{duty.due} 到期）", "en": f" (due on {duty.due})"} if duty.due else "",
            "days": (context.today - duty.due).days if duty.due else "",
            "parent": parent.name if parent else "",
        }
        return Failed(Mark(Span(0, 0)), outcome="missing", values=values)

    def _sent(self, submission: Submission) -> Outcome:
        tables = submission.report.tables.values()
        known = any(f.value is not None or f.candidates for table in tables for f in table.figures.values())
        values = {"due": "", "days": "", "parent": ""}
        return Passed() if known else Failed(Mark(Span(0, 0)), outcome="empty", values=values)


@kind("due-day")
@dataclass(frozen=True)
class DueDay(ManyReports):
    """A report is dated no later than the day that the roster gives for it.

    The date of publication counts, else that under the report. A report that is later than the law allows as well is
    left to the rule about that: `law` gives its last day for kinds of agency, `latest` that for all others, `profile`
    the key under which a profile gives others.
    """

    latest: MonthDay
    law: Mapping[str, MonthDay] = field(default_factory=dict)
    profile: str = ""

    SCOPE: ClassVar[Scope] = "agency"
    PLACEHOLDERS: ClassVar = ("date", "due", "days")

    def across(self, collection: Collection, context: Context) -> Iterator[CrossOutcome]:
        """What is said of every report that the roster wants."""
        for each in collection.submissions():
            if each.readable and each.year is not None:
                duty = collection.duty(each.agency, each.year)
                yield CrossOutcome(each.path, self._outcome(each, each.year, duty, collection, context))

    def _outcome(
        self, each: Submission, year: int, duty: Duty | None, collection: Collection, context: Context
    ) -> Outcome:
        day = each.published or each.signed
        if duty is None or duty.due is None:
            return NotApplicable("no-due-day")
        if day is None:
            return NotAssessable("no-publication-date")
        if day <= duty.due:
            return Passed()
        try:
            law = self._law(each, year, context)
        except OptionError:
            return NotAssessable("profile-wrong", values={"key": self.profile, "value": context.profile[self.profile]})
        if day > law:
            return NotAssessable("late-by-law", values={"date": law})
        values: dict[str, Any] = {"date": day, "due": duty.due, "days": (day - duty.due).days}
        mark, place = _where(collection.text(each), day)
        return Failed(mark, place, "", values)

    def _law(self, submission: Submission, year: int, context: Context) -> date:
        named = context.profile.get(self.profile, {}) if self.profile else {}
        kind_ = submission.kind or ""
        if kind_ in named:
            return MonthDay.from_option(named[kind_]).in_year(year + 1)
        return self.law.get(kind_, self.latest).in_year(year + 1)


def _where(report: Report | None, day: date) -> tuple[Mark, Place]:
    """Where a report tells its date."""
    for mention, place in _mentions(report) if report else ():
        if mention is not None and mention.value == day:
            return Mark(mention.span), place
    return Mark(Span(0, 0)), Place()


def _mentions(report: Report) -> tuple[tuple[DateMention | None, Place], ...]:
    return (report.published, Place()), (report.signed, Place(part="signature"))
