"""`extract` and `show`: what was read of a report, as data or as the linter sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TextIO

from disclosure_lint.cli.files import named_files
from disclosure_lint.cli.output import output, write_errors
from disclosure_lint.cli.replay import Recording
from disclosure_lint.cli.settings import Settings
from disclosure_lint.reporters.concise import Concise
from disclosure_lint.reporters.extraction import EXTRACTORS
from disclosure_lint.reporters.projection import as_form, projection
from disclosure_lint.results import FileResult, RunError, Skipped

ABOUT_FILES = "SRC"
"""The rules that say why a file cannot be read; no others are asked when nothing is checked."""


def extract(settings: Settings, recording: Recording, messages: TextIO) -> int:
    """Write what was read. The exit status."""
    reading = _Reading(settings, recording, messages)
    with output(settings.arguments.output, recording, for_programs=True) as stream:
        extractor = EXTRACTORS[settings.arguments.format or "json"](stream)
        extractor.begin()
        for result in reading.results():
            if result.report:
                extractor.report(result.report)
        extractor.end()
    return reading.status()


def show(settings: Settings, recording: Recording, messages: TextIO) -> int:
    """Write the text that lines and columns refer to, or the tables as the form has them. The exit status."""
    reading = _Reading(settings, recording, messages)
    options = settings.reporting()
    with output(None, recording, for_programs=False) as stream:
        for result in reading.results():
            if settings.arguments.as_form and result.report:
                stream.write(as_form(result.report, options.lang, options.width, options.ambiguous_width))
            elif not settings.arguments.as_form and result.source:
                text = projection(result.source)
                stream.write(text if text.endswith("\n") else text + "\n")
    return reading.status()


class _Reading:
    """The reading of the files of a run, with what stands in the way of it."""

    def __init__(self, settings: Settings, recording: Recording, messages: TextIO) -> None:
        self._settings, self._messages = settings, messages
        self._paths = named_files(settings, recording)
        self._errors: list[RunError] = []
        self._unread = Concise(messages, replace(settings.reporting(), quiet=True))
        self._failed = False

    def results(self) -> Iterator[FileResult]:
        """What was read of each file. Those that give no report are named among the messages."""
        config = replace(self._settings.config, select=(ABOUT_FILES,), ignore=(), per_path=(), suppress=())
        linter = replace(self._settings, config=config).linter()
        for result in linter.paths(self._paths, self._settings.excluded):
            if isinstance(result, RunError):
                self._errors.append(result)
            elif not isinstance(result, Skipped):
                if result.report is None:
                    self._failed = True
                    self._unread.file(result)
                yield result

    def status(self) -> int:
        """The exit status, once everything was read."""
        write_errors(self._errors, self._settings.lang, self._messages)
        return 2 if self._errors else 1 if self._failed else 0
