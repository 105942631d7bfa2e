"""Suppressions: findings that somebody has looked at and accepted, written down beside the documents.

A report is a record and holds no comments of ours, so a suppression names what it silences by rule, agency, year and
logical place, never by line: `[[suppress]]` tables in the configuration or in a file of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from disclosure_lint.finding import Finding, Suppressed
from disclosure_lint.inputs import matches
from disclosure_lint.results import FileResult

ORIGIN = "suppression"


@dataclass(frozen=True, slots=True)
class Subject:
    """The file whose findings are looked at, and the day of the run."""

    path: str
    agency: str
    year: int | None
    today: date

    @classmethod
    def of(cls, result: FileResult, today: date) -> Subject:
        """The subject that a result is about."""
        report = result.report
        agency = report.agency.name if report and report.agency else ""
        return cls(result.path, agency, report.year if report else None, today)


@dataclass(frozen=True, slots=True)
class Suppression:
    """One accepted finding, or several alike. What is not given matches anything.

    `table`, `rows` and `columns` are keys of the figure names. It holds to the end of the day `expires`. `path` is a
    pattern seen from `folder`, the folder of the file that it stands in; `line` is where it begins there.
    """

    code: str
    reason: str
    agency: str = ""
    year: int | None = None
    part: int | str | None = None
    table: str = ""
    rows: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()
    ordinal: int | None = None
    path: str = ""
    expires: date | None = None
    author: str = ""
    scope: str = ""
    """What it is limited to, as written."""
    file: str = ""
    folder: Path = Path()
    line: int = 1
    number: int = 1

    @property
    def origin(self) -> str:
        """Where it is written."""
        return f"{self.file}:{self.line}"

    @property
    def stamp(self) -> str:
        """Everything that decides what it silences and what is said of it, as one text."""
        scope = (self.agency, self.year, self.part, self.table, sorted(self.rows), sorted(self.columns), self.ordinal)
        return repr((self.code, *scope, self.path, str(self.folder), str(self.expires), self.reason, self.origin))

    def expired(self, today: date) -> bool:
        """Whether its time is over."""
        return self.expires is not None and today > self.expires

    def concerns(self, subject: Subject) -> bool:
        """Whether it speaks of this file at all."""
        if self.agency and self.agency != subject.agency:
            return False
        if self.year is not None and self.year != subject.year:
            return False
        return not self.path or matches(subject.path, self.path, self.folder)

    def covers(self, finding: Finding) -> bool:
        """Whether it names this finding."""
        place = finding.place
        if finding.code != self.code:
            return False
        wanted = ((self.part, place.part), (self.table or None, place.table), (self.ordinal, place.ordinal))
        if any(want is not None and want != have for want, have in wanted):
            return False
        return _among(place.row, self.rows) and _among(place.column, self.columns)


def _among(key: str | None, wanted: frozenset[str]) -> bool:
    return not wanted or key in wanted


def applied(
    findings: Sequence[Finding], suppressions: Iterable[Suppression], subject: Subject
) -> tuple[tuple[Finding, ...], tuple[Suppressed, ...]]:
    """The findings that are kept, and those that are silenced."""
    holding = [one for one in suppressions if not one.expired(subject.today) and one.concerns(subject)]
    if not holding:
        return tuple(findings), ()
    kept, silenced = [], []
    for finding in findings:
        by = next((one for one in holding if one.covers(finding)), None)
        if by is None:
            kept.append(finding)
        else:
            silenced.append(Suppressed(finding, by.reason, ORIGIN, by.origin))
    return tuple(kept), tuple(silenced)


@dataclass(slots=True)
class _Use:
    concerned: bool = False
    used: bool = False
    doubtful: bool = False


@dataclass
class Usage:
    """What became of suppressions in the files of a run, gathered file by file."""

    suppressions: Sequence[Suppression]
    today: date
    uses: dict[int, _Use] = field(default_factory=dict)
    complete: bool = True
    """Whether every file so far could be read: else one that a suppression waits for may be among the others."""

    def add(self, result: FileResult) -> None:
        """Look at one file."""
        self.complete &= result.report is not None
        subject = Subject.of(result, self.today)
        silenced = [one.finding for one in result.suppressed if one.origin == ORIGIN]
        verdicts = result.verdicts
        judged = {*verdicts.passed, *verdicts.failed, *verdicts.not_applicable}
        for index, suppression in enumerate(self.suppressions):
            if suppression.concerns(subject):
                use = self.uses.setdefault(index, _Use())
                use.concerned = True
                use.used |= any(map(suppression.covers, silenced))
                use.doubtful |= suppression.code not in judged

    def stale(self, whole: bool) -> Iterator[tuple[Suppression, str]]:
        """The suppressions to be cleared away: "expired", "unused", or "unmatched" (no report answers to it).

        Nothing is said of one whose report or rule was not looked at. `whole`: the run was over everything that the
        suppressions may speak of.
        """
        whole = whole and self.complete
        for index, suppression in enumerate(self.suppressions):
            use = self.uses.get(index, _Use())
            if not (use.concerned or whole):
                continue
            if suppression.expired(self.today):
                yield suppression, "expired"
            elif not use.concerned:
                yield suppression, "unmatched"
            elif not (use.used or use.doubtful):
                yield suppression, "unused"
