"""What was read of a report, as data: the JSON of the contract, and a table with one row for each figure."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Protocol, TextIO

from disclosure_lint.forms import forms
from disclosure_lint.report.model import Claim, DateMention, Figure, Part, Report
from disclosure_lint.reporters.contract import VERSION
from disclosure_lint.reporters.encoding import dumps, number, region_of
from disclosure_lint.reporters.places import digits
from disclosure_lint.reporters.spreadsheet import BYTE_ORDER_MARK, guarded
from disclosure_lint.source import Source

_FACTS = ["path", "agency", "agency_kind", "agency_level", "year", "form"]
_FIGURE = ["name", "value", "text", "kind", "line", "column", "inferred", "candidates"]


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _mentioned(mention: DateMention | None) -> str | None:
    return _iso(mention.value) if mention else None


def _figure_of(figure: Figure, source: Source) -> dict[str, Any]:
    line, column = source.position(figure.span.start) if figure.kind != "missing" else (None, None)
    return {
        "value": number(figure.value),
        "text": figure.text,
        "kind": figure.kind,
        "line": line,
        "column": column,
        "inferred": figure.inferred,
        "candidates": [number(candidate) for candidate in figure.candidates],
    }


_MISSING: dict[str, Any] = {
    "value": None,
    "text": "",
    "kind": "missing",
    "line": None,
    "column": None,
    "inferred": False,
    "candidates": [],
}


def figures_of(report: Report) -> dict[str, dict[str, Any]]:
    """Every figure by name: those of the form in use, in its order, then any others that were read.

    A table that the report does not have is there with its names, all missing.
    """
    form = forms().get(report.edition or "")
    figures: dict[str, dict[str, Any]] = {}
    for key in dict.fromkeys([*(form.tables if form else ()), *report.tables]):
        table = report.tables.get(key)
        if table:
            figures.update((name, _figure_of(figure, report.source)) for name, figure in table.figures.items())
        elif form:
            figures.update((name, dict(_MISSING)) for name in form.tables[key].names())
    return figures


def _claim_of(claim: Claim, source: Source) -> dict[str, Any]:
    return {
        "kind": claim.kind,
        "subject": claim.subject,
        "text": claim.text,
        "value": number(claim.value),
        "unit": claim.unit,
        "approximate": claim.approximate,
        "part": claim.part,
        **region_of(claim.span, source),
        "targets": [list(names) for names in claim.target.sums] if claim.target else [],
        "abstains": claim.abstains,
        "parts": [_claim_of(part, source) for part in claim.parts],
    }


def claims_of(report: Report) -> list[dict[str, Any]]:
    """Every figure that the prose of a report states."""
    return [_claim_of(claim, report.source) for claim in report.claims]


def _part_of(part: Part, source: Source) -> dict[str, Any]:
    line = source.position(part.heading.start).line
    title = source.text[slice(*part.title_span)]
    return {"ordinal": part.ordinal, "name": part.name, "title": title, "line": line}


def extraction(report: Report) -> dict[str, Any]:
    """One report as the contract's `extract` has it."""
    agency, period, source = report.agency, report.period, report.source
    return {
        "path": source.path,
        "agency": agency.name if agency else None,
        "agency_kind": agency.kind if agency else None,
        "agency_level": agency.level if agency else None,
        "year": report.year,
        "form": report.edition,
        "period": {"start": _iso(period.start if period else None), "end": _iso(period.end if period else None)},
        "signed": _mentioned(report.signed),
        "published": _mentioned(report.published),
        "urls": [url.text for url in report.urls],
        "parts": [_part_of(part, source) for part in report.parts],
        "figures": figures_of(report),
        "claims": claims_of(report),
    }


class Extractor(Protocol):
    """Writes what was read, report by report. Calls: `begin`, `report` for each, `end`."""

    def begin(self) -> None:
        """Write what comes before the first report."""

    def report(self, report: Report) -> None:
        """Write one report."""

    def end(self) -> None:
        """Write what comes after the last report."""


class JsonExtractor:
    """One JSON document, one line for each report."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._separator = ""

    def begin(self) -> None:
        """Open the document."""
        self._stream.write(f'{{"version": {VERSION}, "files": [')

    def report(self, report: Report) -> None:
        """Write one report."""
        self._stream.write(f"{self._separator}\n{dumps(extraction(report))}")
        self._separator = ","

    def end(self) -> None:
        """Close the document."""
        self._stream.write("\n]}\n")


def _written(value: Any) -> str:
    return "" if value is None else digits(value)


def _rows(report: Report) -> Iterator[list[str]]:
    agency = report.agency
    facts = [
        guarded(report.source.path),
        guarded(agency.name) if agency else "",
        (agency and agency.kind) or "",
        (agency and agency.level) or "",
        _written(report.year),
        report.edition or "",
    ]
    for name, figure in figures_of(report).items():
        yield [
            *facts,
            name,
            _written(figure["value"]),
            guarded(figure["text"]),
            figure["kind"],
            _written(figure["line"]),
            _written(figure["column"]),
            "true" if figure["inferred"] else "false",
            ";".join(map(_written, figure["candidates"])),
        ]


class CsvExtractor:
    """One row for each figure. The byte order mark makes spreadsheets read Chinese as it is."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._writer = csv.writer(stream, lineterminator="\n")

    def begin(self) -> None:
        """Write the names of the columns."""
        self._stream.write(BYTE_ORDER_MARK)
        self._writer.writerow([*_FACTS, *_FIGURE])

    def report(self, report: Report) -> None:
        """Write the figures of one report."""
        self._writer.writerows(_rows(report))

    def end(self) -> None:
        """Nothing comes after the last row."""


EXTRACTORS: dict[str, Callable[[TextIO], Extractor]] = {"json": JsonExtractor, "csv": CsvExtractor}
