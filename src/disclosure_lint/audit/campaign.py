"""A finished audit on disk: what the outputs are written from. Everything is read as it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from disclosure_lint.audit.records import Record
from disclosure_lint.results import RuleInfo, RunError
from disclosure_lint.rules.crosscheck import Duty, Member


@dataclass(frozen=True, slots=True)
class Missing:
    """A report that should have been submitted and was not. `agency` is the id."""

    agency: str
    year: int
    due: date | None
    findings: Sequence[Mapping[str, Any]] = ()
    """The findings that say so (FINDING, without a place in any file)."""


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A submission that belongs to no agency of the roster, and why: "unknown", "several" or "nameless".

    `candidates` are the ids of agencies that it may belong to.
    """

    path: str
    reason: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeated:
    """Several submissions for one report."""

    agency: str
    year: int
    paths: tuple[str, ...]


class Campaign(Protocol):
    """Everything the outputs may ask for. No method holds more than one record (and the rules) in memory."""

    lang: str
    version: str
    today: date
    rules: Mapping[str, RuleInfo]
    """Every rule of the run by its code, in their order: title, help, basis, severity in the language of the run."""
    rule_codes: Sequence[str]
    """The order of the letters of `Record.rules`."""
    profile: Mapping[str, Any]
    notice_template: Path | None
    """The office's own template of the notices to the agencies; None: the one that ships."""

    def records(self) -> Iterator[Record]:
        """Every submission, by path, with the findings over several reports; skipped files too."""

    def readings(self) -> Iterator[Record]:
        """The same for those who want only what was read: findings over several reports may not be there."""

    def records_of(self, agency: str) -> Iterator[Record]:
        """The submissions of an agency, by year and path; of none, if it is "". Nothing that was skipped."""

    def skipped(self) -> Iterator[Record]:
        """What was skipped, by path."""

    def record(self, path: str) -> Record | None:
        """One submission."""

    def members(self) -> Iterator[Member]:
        """Every agency, by roster order (by name without a roster)."""

    def duties(self) -> Iterator[Duty]:
        """Who had to submit when."""

    def duties_of(self, agency: str) -> Sequence[Duty]:
        """The duties of an agency, by year."""

    def missing_of(self, agency: str) -> Sequence[Missing]:
        """The reports that an agency did not submit, by year."""

    def missing(self) -> Iterator[Missing]:
        """The reports that were not submitted, by agency and year."""

    def loose_findings(self) -> Iterator[tuple[str, int | None, Mapping[str, Any]]]:
        """Findings that belong to no file: agency, year and FINDING. Those of missing reports are among them."""

    def unmatched(self) -> Iterator[Unmatched]:
        """Submissions that belong to no agency of the roster (without one: that name no agency), by path."""

    def repeated(self) -> Iterator[Repeated]:
        """Where there are several submissions for one report, by agency and year."""

    def errors(self) -> Iterator[RunError]:
        """What was wrong with the run itself: paths that do not exist, archives that cannot be opened."""

    def years(self) -> Sequence[int]:
        """The years of the campaign."""

    def manifest(self) -> Mapping[str, Any]:
        """What `manifest.json` says, without the list of inputs: version, rules, settings, counts."""
