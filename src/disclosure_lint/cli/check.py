"""`check`: lint files and say what was found."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from typing import TextIO

from disclosure_lint.cli.files import named_files
from disclosure_lint.cli.fix import Mender, Possible, check_fixing
from disclosure_lint.cli.output import output, write_errors
from disclosure_lint.cli.replay import Recording
from disclosure_lint.cli.settings import Settings
from disclosure_lint.finding import SEVERITIES
from disclosure_lint.reporters import REPORTERS
from disclosure_lint.reporters.concise import Concise
from disclosure_lint.results import FileResult, RunError, Skipped, Summary, counted
from disclosure_lint.rules.engine import INTERNAL_FAULT
from disclosure_lint.words import words

FOR_PEOPLE = ("full", "concise")


def check(settings: Settings, recording: Recording, messages: TextIO) -> int:
    """Lint the files that were named. The exit status."""
    given = settings.arguments
    paths = named_files(settings, recording)
    check_fixing(given, paths)
    if settings.baseline or given.fix or given.diff:
        recording.dependencies = None  # what files there are, and what becomes of them, matters too
    if given.diff:
        return _difference(settings, paths, recording, messages)
    format_name = given.format or FOR_PEOPLE[0]
    tally, possible = _Tally(settings.rule_errors), Possible()
    linter = settings.linter()
    mender = Mender(settings, linter, messages)
    linter.fixer = mender if given.fix else None
    with output(given.output, recording, format_name not in FOR_PEOPLE) as stream:
        reporter = REPORTERS[format_name](stream, settings.reporting())
        reporter.begin()
        for result in linter.paths(paths, settings.excluded):
            tally.add(result)
            if isinstance(result, FileResult):
                possible.add(result)
                reporter.file(result)
        tally.errors += mender.errors
        if tally.empty and any(map(os.path.isdir, paths)):
            tally.found_none(settings.lang, messages)
        reporter.end(tally.summary, tally.skipped, tally.errors)
        if format_name in FOR_PEOPLE and not given.quiet:
            stream.write(possible.line(settings.lang))
    if format_name not in FOR_PEOPLE or given.output:
        write_errors(tally.errors, settings.lang, messages)
    return tally.status(settings.config.fail_level, bool(given.fail_on))


def _difference(settings: Settings, paths: list[str], recording: Recording, messages: TextIO) -> int:
    """Show what fixes would change. The exit status is that of a check, but 1 too if anything would be changed."""
    tally = _Tally(settings.rule_errors)
    linter = settings.linter()
    with output(settings.arguments.output, recording, for_programs=True) as stream:
        mender = Mender(settings, linter, messages, stream)
        linter.fixer = mender
        unread = Concise(messages, replace(settings.reporting(), quiet=True))
        for result in linter.paths(paths, settings.excluded):
            tally.add(result)
            if isinstance(result, FileResult) and result.report is None and not result.configuration:
                unread.file(result)
    if tally.empty and any(map(os.path.isdir, paths)):
        tally.found_none(settings.lang, messages)
    write_errors(tally.errors, settings.lang, messages)
    return tally.status(settings.config.fail_level, bool(settings.arguments.fail_on)) or int(mender.changed)


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

    def found_none(self, lang: str, messages: TextIO) -> None:
        """Say that folders hold no report. The run is wrong unless every file in them was seen to be none."""
        said = words("no-report", lang)
        seen = all(skipped.no_report or skipped.other_format for skipped in self.skipped)
        if seen and any(skipped.no_report for skipped in self.skipped):
            messages.write(said + "\n")
        else:
            self.errors.append(RunError("", said))

    def status(self, fail_level: str, fail_on_unassessed: bool) -> int:
        """The exit status."""
        if self.errors or self.fault:
            return 2
        if fail_on_unassessed and self.summary.not_assessable:
            return 1
        counts = {"error": self.summary.error, "warning": self.summary.warning, "note": self.summary.note}
        for severity in SEVERITIES if fail_level != "never" else ():
            if counts[severity]:
                return 1
            if severity == fail_level:
                break
        return 0
