"""The years that a report claims to be about: title, period, preamble."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.outcome import Context, Failed, Mark, Outcome
from disclosure_lint.rules.passage import Passage, place_of
from disclosure_lint.rules.wording import Wordings
from disclosure_lint.source import Span

_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_OPENING = 80
"""How much of part one tells the year it is about."""


def period_year(report: Report) -> int | None:
    """The year that the statistics period lies in, None if it lies in none or was not read."""
    if report.period is None:
        return None
    years = {bound.year for bound in (report.period.start, report.period.end) if bound}
    return years.pop() if len(years) == 1 else None


def claimed_years(report: Report) -> set[int]:
    """Every year that title or period say the report is about."""
    title = report.title.year if report.title else None
    return {year for year in (title, period_year(report)) if year is not None}


def disputed(report: Report) -> bool:
    """Whether title and period name different years, so that nobody can tell which is meant."""
    return len(claimed_years(report)) > 1


def settled_year(report: Report) -> int | None:
    """The year that a report is of; None if title and period differ and the rest of the report settles nothing."""
    if not disputed(report):
        return report.year
    witnesses = _witnesses(report)
    votes = {year: witnesses.count(year) for year in claimed_years(report)}
    most = max(votes.values())
    found = [year for year, count in votes.items() if count == most]
    return found[0] if len(found) == 1 else None


def title_is_wrong(report: Report) -> bool:
    """Whether, title and period differing, the rest of the report speaks for the year of the period."""
    return disputed(report) and settled_year(report) == period_year(report)


def _witnesses(report: Report) -> list[int | None]:
    """The report years that follow from the opening of part one, the signature and the publication."""
    match = _YEAR.search(place_of(report, "overview").text[:_OPENING])
    found = [int(match[1])] if match else []
    for mention in (report.signed, report.published):
        if mention and mention.year:
            found.append(mention.year - 1)
    return list(found)


@kind("years-agree")
@dataclass(frozen=True)
class YearsAgree:
    """Title, statistics period and preamble name the same year.

    `preamble`: how the preamble names the report itself, with the year as group 1. Where only the period is out of step
    the rule about the period says so, and this one leaves it.
    `also`: the codes that a wrong year in the title breaks too.
    """

    preamble: Wordings
    also: tuple[str, ...] = ()

    OUTCOMES: ClassVar = ("title", "preamble")
    PLACEHOLDERS: ClassVar = ("found", "expected")
    LABELS: ClassVar = {"other": ("value",)}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for the title, one for each year in the preamble."""
        if report.title and report.title.year_span and disputed(report):
            if title_is_wrong(report):
                yield self._title(report, report.title.year_span)
            return
        expected = next(iter(claimed_years(report)), None)
        if expected is not None:
            yield from self._preamble(report, expected)

    def _title(self, report: Report, span: Span) -> Failed:
        assert report.title and report.period
        values = {"found": report.title.year, "expected": period_year(report)}
        marks = (Mark(report.period.span, "other", Place(part="preamble"), {"value": period_year(report)}),)
        return Failed(Mark(span), Place(part="title"), "title", values, marks, also=self.also)

    def _preamble(self, report: Report, expected: int) -> Iterator[Outcome]:
        where = place_of(report, "preamble")
        for ordinal, (year, span) in enumerate(_named(where, self.preamble), 1):
            if year != expected:
                other = report.title.year_span if report.title else report.period.span if report.period else None
                marks = (Mark(other, "other", Place(part="title"), {"value": expected}),) if other else ()
                values = {"found": year, "expected": expected}
                yield Failed(Mark(span), Place(part="preamble", ordinal=ordinal), "preamble", values, marks)


def _named(where: Passage, wordings: Wordings) -> Iterator[tuple[int, Span]]:
    for match in wordings.all(where.text):
        yield int(match[1]), where.span(*match.span(1))
