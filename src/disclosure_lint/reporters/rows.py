"""Findings as a table, one row each, for spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import TextIO

from disclosure_lint.finding import Finding, Suppressed
from disclosure_lint.reporters.catalogue import catalogue
from disclosure_lint.reporters.encoding import region_of
from disclosure_lint.reporters.options import Options
from disclosure_lint.reporters.places import digits, place_words
from disclosure_lint.reporters.spreadsheet import BYTE_ORDER_MARK, guarded
from disclosure_lint.results import FileResult, RunError, Skipped, Summary

_COLUMNS = (
    *("path", "agency", "year", "line", "column", "severity", "confidence", "code", "also", "title", "message"),
    *("part", "table", "row", "cell_column", "suggestion", "help", "basis", "fingerprint", "suppressed_by", "reason"),
)
"""`row` and `cell_column` are the keys of the cell; `suppressed_by` and `reason` are empty for what counts."""


class Rows:
    """One row for each finding, silenced ones after those that count; then one for each error of the run."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream
        self._writer = csv.writer(stream, lineterminator="\n")
        self._options = options
        self._words = catalogue(options.lang)

    def begin(self) -> None:
        """Write the names of the columns."""
        self._stream.write(BYTE_ORDER_MARK)
        self._writer.writerow(_COLUMNS)

    def file(self, result: FileResult) -> None:
        """Write the findings of one file."""
        for finding in result.verdicts.findings:
            self._write(self._row(finding, result))
        for silenced in result.suppressed:
            self._write(self._row(silenced.finding, result, silenced))

    def end(self, summary: Summary, skipped: Iterable[Skipped], errors: Iterable[RunError]) -> None:
        """Write what went wrong with the run."""
        for error in errors:
            cells = dict.fromkeys(_COLUMNS, "") | {"path": error.path, "severity": "error", "message": error.message}
            self._write(list(cells.values()))

    def _write(self, cells: Sequence[str]) -> None:
        # A file name that is not UTF-8 comes as lone surrogates, which no stream would take.
        safe = (guarded(cell).encode("utf-8", "backslashreplace").decode("utf-8") for cell in cells)
        self._writer.writerow(list(safe))

    def _row(self, finding: Finding, result: FileResult, silenced: Suppressed | None = None) -> list[str]:
        report, place, rules = result.report, finding.place, self._options.rules
        agency = report.agency if report else None
        region = region_of(finding.primary.span, result.source)
        semicolon = self._words["semicolon"]
        return [
            result.path,
            agency.name if agency else "",
            _written(report.year if report else None),
            str(region["line"]),
            str(region["column"]),
            finding.severity,
            finding.confidence,
            finding.code,
            " ".join(finding.also),
            rules[finding.code].title if finding.code in rules else finding.slug,
            finding.message,
            _written(place.part),
            _written(place.table),
            _written(place.row),
            _written(place.column),
            semicolon.join(self._suggestions(finding, result)),
            finding.help,
            semicolon.join(f"{basis.document} {basis.article}".strip() for basis in finding.basis),
            finding.fingerprint,
            silenced.origin if silenced else "",
            silenced.reason if silenced else "",
        ]

    def _suggestions(self, finding: Finding, result: FileResult) -> Iterable[str]:
        words = self._words
        for suggestion in finding.suggestions:
            changes = (
                words["change"].format(
                    place=place_words(result.report, change.table, change.row, change.column, words),
                    value=digits(change.value),
                )
                for change in suggestion.changes
            )
            text = words["and"].join(changes)
            yield words["suggestion_unique" if suggestion.unique else "suggestion_possible"].format(changes=text)


def _written(value: int | str | None) -> str:
    return "" if value is None else str(value)
