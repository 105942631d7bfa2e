"""Workflow commands that GitHub turns into annotations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from disclosure_lint.finding import Finding
from disclosure_lint.reporters.catalogue import catalogue
from disclosure_lint.reporters.closing import Tally
from disclosure_lint.reporters.encoding import region_of
from disclosure_lint.reporters.options import Options
from disclosure_lint.reporters.spool import Spool
from disclosure_lint.results import FileResult, RunError, Skipped, Summary
from disclosure_lint.source import Source

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}
_SHOWN = 10
"""How many annotations of each kind a step may have."""


def _data(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return escaped.encode("utf-8", "backslashreplace").decode("utf-8")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def command(name: str, message: str, properties: dict[str, str | int]) -> str:
    """A workflow command; nothing in its values can end it or begin another."""
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(message)}\n" if listed else f"::{name}::{_data(message)}\n"


class Github:
    """Errors as they come; warnings and notes wait for the end, as only the first few annotations are shown."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream
        self._options = options
        self._tally = Tally(options)
        self._later = {"warning": Spool(), "note": Spool()}

    def begin(self) -> None:
        """Nothing comes before the first finding."""

    def file(self, result: FileResult) -> None:
        """Write the errors of one file, keep its warnings and notes."""
        self._tally.add(result)
        for finding in result.verdicts.findings:
            line = _annotation(finding, result.source, result.path)
            (self._later.get(finding.severity) or self._stream).write(line)

    def end(self, summary: Summary, skipped: Iterable[Skipped], errors: Iterable[RunError]) -> None:
        """Write what was kept, what went wrong, and the closing lines."""
        failures = tuple(errors)
        for error in failures:
            self._stream.write(command("error", error.message, {"file": error.path} if error.path else {}))
        for kept in self._later.values():
            kept.give(self._stream)
        if max(summary.error, summary.warning, summary.note) > _SHOWN:
            text = catalogue(self._options.lang)["github_limit"]
            counts = {"error": summary.error, "warning": summary.warning, "note": summary.note}
            self._stream.write(text.format_map(counts) + "\n")
        for line in self._tally.lines(summary, skipped, ()):
            self._stream.write(line + "\n")


def _annotation(finding: Finding, source: Source | None, path: str) -> str:
    region = region_of(finding.primary.span, source)
    properties: dict[str, str | int] = {"title": finding.code, "file": path.removeprefix("./")}
    properties |= {"line": region["line"], "endLine": region["end_line"]}
    if region["line"] == region["end_line"]:
        properties |= {"col": region["column"], "endColumn": region["end_column"]}
    return command(_COMMANDS[finding.severity], finding.message, properties)
