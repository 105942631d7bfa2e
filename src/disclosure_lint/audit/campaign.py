"""A finished audit on disk: what the outputs are written from. Everything is read as it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from disclosure_lint.audit.records import Record
from disclosure_lint.results import RuleInfo
from disclosure_lint.rules.crosscheck import Duty, Member


class Missing(Protocol):
    """A report that should have been submitted and was not."""

    agency: str
    year: int
    due: date | None
    findings: Sequence[Mapping[str, Any]]
    """The findings that say so (FINDING with `path` "")."""


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

    def records_of(self, agency: str) -> Iterator[Record]:
        """The submissions of an agency, by year and path."""

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

    def years(self) -> Sequence[int]:
        """The years of the campaign."""

    def manifest(self) -> Mapping[str, Any]:
        """What `manifest.json` says, without the list of inputs: version, rules, settings, counts."""
