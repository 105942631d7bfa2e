"""A small campaign in memory: what the examples of rules over several reports are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256

from disclosure_lint.report.model import AgencyKind, AgencyLevel, Edition, Report
from disclosure_lint.rules.crosscheck import Duty, Likeness, Member, Scope
from disclosure_lint.rules.likeness import Prose, Signed, alike, signature


@dataclass(frozen=True)
class Given:
    """A submission whose report is at hand. `member` is whose it is."""

    report: Report
    member: Member | None = None
    readable: bool = True

    @property
    def path(self) -> str:
        """The path of the file."""
        return self.report.source.path

    @property
    def agency(self) -> str:
        """The id of the agency."""
        return self.member.id if self.member else ""

    @property
    def name(self) -> str | None:
        """The agency as written."""
        return self.report.agency.name if self.report.agency else None

    @property
    def kind(self) -> AgencyKind | None:
        """The kind of the agency."""
        known = self.member.kind if self.member else None
        return known or (self.report.agency.kind if self.report.agency else None)

    @property
    def level(self) -> AgencyLevel | None:
        """The level of the agency."""
        known = self.member.level if self.member else None
        return known or (self.report.agency.level if self.report.agency else None)

    @property
    def year(self) -> int | None:
        """The report year."""
        return self.report.year

    @property
    def edition(self) -> Edition | None:
        """The edition of the form."""
        return self.report.edition

    @property
    def sha256(self) -> str:
        """The hash of the text."""
        return sha256(self.report.source.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def signed(self) -> date | None:
        """The date under the report."""
        return self.report.signed.value if self.report.signed else None

    @property
    def published(self) -> date | None:
        """The date of publication."""
        return self.report.published.value if self.report.published else None

    @cached_property
    def prose(self) -> Prose | None:
        """The signature of its prose."""
        return signature(self.report)


@dataclass(frozen=True)
class Gathering:
    """Submissions, agencies and what was due; seen from one agency, one area, or as a whole (`agency` is "" then)."""

    given: Sequence[Given] = ()
    agencies: Sequence[Member] = ()
    owed: Sequence[Duty] = ()
    scope: Scope = "campaign"
    agency: str = ""

    def seen_from(self, scope: Scope) -> Iterator[Gathering]:
        """The same submissions, once for each that a check of this scope is asked about."""
        if scope == "campaign":
            yield replace(self, scope=scope, agency="")
            return
        for member in self.agencies:
            if scope == "agency" or self.children(member.id):
                yield replace(self, scope=scope, agency=member.id)

    def members(self) -> Iterator[Member]:
        """The agencies in scope."""
        if self.scope == "campaign":
            yield from self.agencies
            return
        if own := self.member(self.agency):
            yield own
        if self.scope == "area":
            yield from self.children(self.agency)

    def member(self, agency: str) -> Member | None:
        """An agency by its id."""
        return next((each for each in self.agencies if each.id == agency), None)

    def children(self, agency: str) -> Sequence[Member]:
        """The agencies directly below one."""
        return sorted((each for each in self.agencies if each.parent == agency and agency), key=lambda each: each.id)

    def years(self) -> Sequence[int]:
        """The years of the campaign."""
        years = {each.year for each in self.given if each.year is not None}
        between = range(min(years), max(years) + 1) if years else ()
        return sorted({*between, *(duty.year for duty in self.owed)})

    def _sorted(self) -> list[Given]:
        return sorted(self.given, key=lambda each: (each.agency, each.year or 0, each.path))

    def submissions(self) -> Iterator[Given]:
        """Every submission in scope."""
        agencies = {member.id for member in self.members()}
        for each in self._sorted():
            if self.scope == "campaign" or each.agency in agencies:
                yield each

    def versions(self, agency: str, year: int) -> Sequence[Given]:
        """Every submission of an agency for a year."""
        return [each for each in self._sorted() if agency and (each.agency, each.year) == (agency, year)]

    def report(self, agency: str, year: int) -> Given | None:
        """The submission that counts."""
        readable = [each for each in self.versions(agency, year) if each.readable]
        if not readable or any(_values(each) != _values(readable[0]) for each in readable):
            return None
        return readable[0]

    def duty(self, agency: str, year: int) -> Duty | None:
        """Whether an agency had to submit for a year."""
        return next((each for each in self.owed if (each.agency, each.year) == (agency, year)), None)

    def duties(self) -> Iterator[Duty]:
        """Every duty in scope."""
        agencies = {member.id for member in self.members()}
        yield from (each for each in self.owed if each.agency in agencies)

    def unmatched(self) -> Iterator[Given]:
        """Submissions that belong to no agency."""
        yield from (each for each in self._sorted() if not each.agency)

    def values(self, name: str) -> Mapping[tuple[str, str, int], Sequence[tuple[str, int]]]:
        """A figure of all agencies, by kind, level and year."""
        found: dict[tuple[str, str, int], list[tuple[str, int]]] = {}
        for each in sorted(self.given, key=lambda each: each.path):
            figure = each.report.figure(name)
            if each.kind and each.year is not None and figure is not None and isinstance(figure.value, int):
                found.setdefault((each.kind, each.level or "", each.year), []).append((each.path, figure.value))
        return found

    def alike(self, least: float, same_agency: bool) -> Iterator[Likeness]:
        """Pairs of submissions alike at least so much."""
        return alike(self._signed, least, same_agency)

    def _signed(self) -> Iterator[Signed]:
        for each in sorted(self.given, key=lambda each: each.path):
            if each.readable and each.prose is not None:
                yield Signed(each.path, each.agency, each.year, each.prose)

    def text(self, submission: object) -> Report | None:
        """The report with its text."""
        return submission.report if isinstance(submission, Given) else None


def _values(submission: Given) -> dict[str, object]:
    tables = submission.report.tables.values()
    return {
        name: figure.value for table in tables for name, figure in table.figures.items() if figure.value is not None
    }
