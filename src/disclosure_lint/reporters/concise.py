"""One line for each finding, as editors and scripts like to read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from disclosure_lint.reporters.catalogue import catalogue
from disclosure_lint.reporters.closing import Tally
from disclosure_lint.reporters.options import Options
from disclosure_lint.reporters.width import visible
from disclosure_lint.results import FileResult, RunError, Skipped, Summary


class Concise:
    """`path:line:column: level code message`, then where the reader stands."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream
        self._options = options
        self._words = catalogue(options.lang)
        self._tally = Tally(options)
        self._any = False

    def begin(self) -> None:
        """Nothing comes before the first finding."""

    def file(self, result: FileResult) -> None:
        """Write the findings of one file."""
        self._tally.add(result)
        path = visible(result.path)
        for finding in result.verdicts.findings:
            line, column = result.source.position(finding.primary.span.start) if result.source else (1, 1)
            level = self._words[finding.severity]
            self._stream.write(f"{path}:{line}:{column}: {level} {finding.code} {visible(finding.message)}\n")
            self._any = True

    def end(self, summary: Summary, skipped: Iterable[Skipped], errors: Iterable[RunError]) -> None:
        """Write the closing lines."""
        lines = list(self._tally.lines(summary, skipped, errors))
        if self._any and lines:
            lines.insert(0, "")
        for line in lines:
            self._stream.write(line + "\n")
