"""What a run produces, file by file, and how it is counted: the interface between the linter and the reporters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from disclosure_lint.finding import SEVERITIES, Basis, Confidence, Severity, Suppressed, Verdicts
from disclosure_lint.report.model import Report
from disclosure_lint.source import Source


@dataclass(frozen=True, slots=True)
class FileResult:
    """What is said of one input.

    `path` is as given, with `/`; "-" is standard input. `report` is None for a file that opens but is no report,
    `source` for one without any text. `verdicts.findings` are those that count; the silenced ones are in `suppressed`.
    `configuration`: no input, but a file that configures the run (suppressions, a baseline) and has findings itself.
    """

    path: str
    report: Report | None = None
    source: Source | None = None
    verdicts: Verdicts = field(default_factory=Verdicts)
    suppressed: tuple[Suppressed, ...] = ()
    configuration: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file found by walking a directory that was not linted, and why."""

    path: str
    reason: str
    other_format: bool = field(default=False, compare=False)
    """Whether it is of a format that is never linted (a configuration, a picture)."""
    no_report: bool = field(default=False, compare=False)
    """Whether it was read and is no annual report."""


@dataclass(frozen=True, slots=True)
class RunError:
    """Something wrong with the run itself (exit status 2). `path` is "" where no file is to blame."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """What a reporter may say of a rule, in the language of the run."""

    code: str
    slug: str
    title: str
    help: str
    basis: tuple[Basis, ...]
    severity: Severity
    confidence: Confidence = "high"


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over files: findings by severity and silenced, then rules per file."""

    files: int = 0
    error: int = 0
    warning: int = 0
    note: int = 0
    suppressed: int = 0
    passed: int = 0
    failed: int = 0
    not_assessable: int = 0
    not_applicable: int = 0

    def __add__(self, other: Summary) -> Summary:
        """The counts of both."""
        return Summary(
            self.files + other.files,
            self.error + other.error,
            self.warning + other.warning,
            self.note + other.note,
            self.suppressed + other.suppressed,
            self.passed + other.passed,
            self.failed + other.failed,
            self.not_assessable + other.not_assessable,
            self.not_applicable + other.not_applicable,
        )


@dataclass(frozen=True, slots=True)
class Run:
    """A whole run in memory. A long one is given to a `Reporter` file by file instead."""

    files: tuple[FileResult, ...]
    skipped: tuple[Skipped, ...]
    errors: tuple[RunError, ...]
    version: str


class Reporter(Protocol):
    """Writes results as they come, so that memory stays flat. Calls: `begin`, `file` for each file, `end`."""

    def begin(self) -> None:
        """Write what comes before the first file."""

    def file(self, result: FileResult) -> None:
        """Write the results of one file."""

    def end(self, summary: Summary, skipped: Iterable[Skipped], errors: Iterable[RunError]) -> None:
        """Write what comes after the last file. `summary` is the sum of `counted` over the files."""


def counted(result: FileResult) -> Summary:
    """The counts of one file; a file that configures the run has nothing but findings."""
    verdicts = result.verdicts
    severities = [finding.severity for finding in verdicts.findings]
    found = severities.count("error"), severities.count("warning"), severities.count("note"), len(result.suppressed)
    if result.configuration:
        return Summary(0, *found)
    rules = (verdicts.passed, verdicts.failed, verdicts.not_assessable, verdicts.not_applicable)
    return Summary(1, *found, *map(len, rules))


def reaches(severity: Severity, fail_level: str) -> bool:
    """Whether a finding makes a run fail; nothing does at the level "never"."""
    return fail_level in SEVERITIES and SEVERITIES.index(severity) <= SEVERITIES.index(fail_level)


def counts(run: Run) -> Summary:
    """The counts of a run."""
    return sum(map(counted, run.files), Summary())


def written(reporter: Reporter, run: Run) -> None:
    """Give a whole run to a reporter."""
    reporter.begin()
    for result in run.files:
        reporter.file(result)
    reporter.end(counts(run), run.skipped, run.errors)
