"""`check`: lint files and say what was found."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TextIO

from disclosure_lint.cli.files import named_files
from disclosure_lint.cli.output import output, write_errors
from disclosure_lint.cli.replay import Recording
from disclosure_lint.cli.settings import Settings
from disclosure_lint.finding import SEVERITIES
from disclosure_lint.reporters import REPORTERS
from disclosure_lint.results import FileResult, RunError, Skipped, Summary, counted
from disclosure_lint.rules.engine import INTERNAL_FAULT
from disclosure_lint.words import words

FOR_PEOPLE = ("full", "concise")


def check(settings: Settings, recording: Recording, messages: TextIO) -> int:
    """Lint the files that were named. The exit status."""
    paths = named_files(settings, recording)
    format_name = settings.arguments.format or FOR_PEOPLE[0]
    tally = _Tally(settings.rule_errors)
    linter = settings.linter()
    with output(settings.arguments.output, recording, format_name not in FOR_PEOPLE) as stream:
        reporter = REPORTERS[format_name](stream, settings.reporting())
        reporter.begin()
        for result in linter.paths(paths, settings.excluded):
            tally.add(result)
            if isinstance(result, FileResult):
                reporter.file(result)
        if tally.empty and any(map(os.path.isdir, paths)):
            tally.errors.append(RunError("", words("no-report", settings.lang)))
        reporter.end(tally.summary, tally.skipped, tally.errors)
    if format_name not in FOR_PEOPLE or settings.arguments.output:
        write_errors(tally.errors, settings.lang, messages)
    return tally.status(settings.config.fail_level)


class _Tally:
    """What a run comes to."""

    def __init__(self, errors: Iterable[RunError]) -> None:
        self.errors = list(errors)
        self.skipped: list[Skipped] = []
        self.summary = Summary()
        self.fault = False

    def add(self, result: FileResult | Skipped | RunError) -> None:
        """Count one file."""
        if isinstance(result, RunError):
            self.errors.append(result)
        elif isinstance(result, Skipped):
            self.skipped.append(result)
        else:
            self.summary += counted(result)
            self.fault |= any(finding.code == INTERNAL_FAULT for finding in result.verdicts.findings)

    @property
    def empty(self) -> bool:
        """Whether nothing was linted, and nothing else says why."""
        return not self.summary.files and not self.errors

    def status(self, fail_level: str) -> int:
        """The exit status."""
        if self.errors or self.fault:
            return 2
        counts = {"error": self.summary.error, "warning": self.summary.warning, "note": self.summary.note}
        for severity in SEVERITIES if fail_level != "never" else ():
            if counts[severity]:
                return 1
            if severity == fail_level:
                break
        return 0
