"""Reviewdog's diagnostics as one JSON document. Its columns count the bytes of a line in UTF-8."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

from disclosure_lint.finding import Finding, Label
from disclosure_lint.reporters.encoding import dumps
from disclosure_lint.reporters.options import Options
from disclosure_lint.results import FileResult, RunError, Skipped, Summary
from disclosure_lint.source import Source, Span

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def byte_position(source: Source | None, offset: int) -> dict[str, int]:
    """The line of an offset, and the column in bytes of UTF-8; both from 1."""
    if source is None:
        return {"line": 1, "column": 1}
    line, column = source.position(offset)
    before = source.text[offset - column + 1 : offset]
    return {"line": line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}


class Rdjson:
    """One document, its diagnostics written as the files come."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream
        self._separator = ""

    def begin(self) -> None:
        """Open the document."""
        self._stream.write('{"source": {"name": "disclosure-lint"}, "diagnostics": [')

    def file(self, result: FileResult) -> None:
        """Write the findings of one file."""
        for finding in result.verdicts.findings:
            self._write(_diagnostic(finding, result.source, result.path))

    def end(self, summary: Summary, skipped: Iterable[Skipped], errors: Iterable[RunError]) -> None:
        """Write what went wrong with the run, and close the document."""
        for error in errors:
            self._write({"message": error.message, "location": {"path": error.path}, "severity": "ERROR"})
        self._stream.write("\n]}\n")

    def _write(self, diagnostic: dict[str, Any]) -> None:
        self._stream.write(f"{self._separator}\n{dumps(diagnostic)}")
        self._separator = ","


def _range(span: Span, source: Source | None) -> dict[str, Any]:
    return {"start": byte_position(source, span.start), "end": byte_position(source, span.end)}


def _diagnostic(finding: Finding, source: Source | None, path: str) -> dict[str, Any]:
    path = path.removeprefix("./")
    diagnostic: dict[str, Any] = {
        "message": finding.message,
        "location": {"path": path, "range": _range(finding.primary.span, source)},
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.code},
    }
    if finding.fix and finding.fix.applicability != "display":
        edits = finding.fix.edits
        diagnostic["suggestions"] = [{"range": _range(edit.span, source), "text": edit.text} for edit in edits]
    if finding.labels:
        diagnostic["relatedLocations"] = [_related(label, source, path) for label in finding.labels]
    return diagnostic


def _related(label: Label, source: Source | None, path: str) -> dict[str, Any]:
    return {"message": label.text, "location": {"path": path, "range": _range(label.span, source)}}
