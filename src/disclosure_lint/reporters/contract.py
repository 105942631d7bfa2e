"""`check --format json`: the contract with other programs, one line for each file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

from disclosure_lint.finding import Unassessed
from disclosure_lint.report.model import Report
from disclosure_lint.reporters.encoding import dumps, finding_of, place_of
from disclosure_lint.reporters.options import Options
from disclosure_lint.results import FileResult, RunError, Skipped, Summary

VERSION = 1


def tool(version: str) -> dict[str, str]:
    """Who wrote the output."""
    return {"name": "disclosure-lint", "version": version}


def _edition_of(report: Report | None, table: str) -> str | None:
    found = report.tables.get(table) if report else None
    return found.edition if found else None


def _unassessed_of(unassessed: Unassessed) -> dict[str, Any]:
    return {
        "code": unassessed.code,
        "reason_code": unassessed.reason_code,
        "reason": unassessed.reason,
        "place": place_of(unassessed.place),
    }


def file_of(result: FileResult) -> dict[str, Any]:
    """One file as the contract has it; silenced findings follow those that count.

    A file that configures the run, and has findings itself, is marked; it is not counted among the files.
    """
    report, source, verdicts = result.report, result.source, result.verdicts
    agency = report.agency if report else None
    return {
        "path": result.path,
        "agency": agency.name if agency else None,
        "agency_kind": agency.kind if agency else None,
        "agency_level": agency.level if agency else None,
        "year": report.year if report else None,
        "year_source": report.year_source if report else None,
        "form": report.edition if report else None,
        "forms": {table: _edition_of(report, table) for table in ("proactive", "applications")},
        "rules": {
            "passed": len(verdicts.passed),
            "failed": len(verdicts.failed),
            "not_assessable": len(verdicts.not_assessable),
            "not_applicable": len(verdicts.not_applicable),
        },
        "not_assessable": [_unassessed_of(unassessed) for unassessed in verdicts.unassessed],
        "findings": [
            *(finding_of(finding, source) for finding in verdicts.findings),
            *(finding_of(silenced.finding, source, silenced) for silenced in result.suppressed),
        ],
        **({"configuration": True} if result.configuration else {}),
    }


def summary_of(summary: Summary) -> dict[str, int]:
    """The counts that the contract names."""
    return {
        "files": summary.files,
        "error": summary.error,
        "warning": summary.warning,
        "note": summary.note,
        "suppressed": summary.suppressed,
        "not_assessable": summary.not_assessable,
    }


class Contract:
    """One JSON document, written as the files come."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream
        self._version = options.version
        self._separator = ""

    def begin(self) -> None:
        """Open the document."""
        self._stream.write(f'{{"version": {VERSION}, "tool": {dumps(tool(self._version))}, "files": [')

    def file(self, result: FileResult) -> None:
        """Write one file."""
        self._stream.write(f"{self._separator}\n{dumps(file_of(result))}")
        self._separator = ","

    def end(self, summary: Summary, skipped: Iterable[Skipped], errors: Iterable[RunError]) -> None:
        """Close the document."""
        rest = {
            "skipped": [{"path": file.path, "reason": file.reason} for file in skipped],
            "errors": [{"path": error.path, "message": error.message} for error in errors],
            "summary": summary_of(summary),
        }
        self._stream.write(f"\n], {dumps(rest)[1:]}\n")
