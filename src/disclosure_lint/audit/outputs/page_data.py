"""What the page holds of each submission and each finding, as short as JSON gets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from disclosure_lint.audit.campaign import Campaign
from disclosure_lint.audit.outputs.tally import day_of
from disclosure_lint.audit.outputs.texts import basis_texts
from disclosure_lint.audit.recall import Cell, Grid
from disclosure_lint.audit.records import Record
from disclosure_lint.finding import SEVERITIES
from disclosure_lint.reporters.encoding import number
from disclosure_lint.rules.crosscheck import Duty, Member

REPORT = (
    "agency",
    "kind",
    "level",
    "parent",
    "year",
    "state",
    "error",
    "warning",
    "note",
    "unassessed",
    "day",
    "due",
    "unmatched",
    "path",
)
FINDING = ("report", "rule", "severity", "message", "place", "line")
LOOSE = (*FINDING, "agency", "year", "kind")
AGENCY = ("agency", "kind", "level", "parent", "reports", "error", "warning", "note", "missing")
MISSING = ("agency", "year", "kind", "level", "parent", "due")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def report_row(
    record: Record, severities: Mapping[str, int], member: Member | None, duties: Mapping[int, Duty]
) -> tuple[Any, ...]:
    """The columns `REPORT` of a submission."""
    duty = duties.get(record.year or 0)
    return (
        record.agency or record.name or "",
        record.kind,
        record.level,
        member.parent if member else "",
        record.year,
        record.state,
        *(severities[severity] for severity in SEVERITIES),
        record.counts()["not_assessable"],
        _iso(day_of(record)),
        _iso(duty.due if duty else None),
        int(member is None and record.state != "skipped"),
        record.path,
    )


def place_data(place: Mapping[str, Any]) -> Any:
    """A place: [part] or [part, table, row, column]; 0 if it says nothing."""
    if place["table"]:
        return [place["part"], place["table"], place["row"], place["column"]]
    return 0 if place["part"] is None else [place["part"]]


def finding_row(report: int, finding: Mapping[str, Any], codes: Mapping[str, int]) -> tuple[Any, ...]:
    """The columns `FINDING`. One that belongs to no file has no line."""
    line = finding["line"] if report >= 0 and finding.get("excerpt") else 0
    severity = SEVERITIES.index(finding["severity"])
    return report, codes[finding["code"]], severity, finding["message"], place_data(finding["place"]), line


def details(record: Record, campaign: Campaign) -> dict[str, Any]:
    """What is shown of one submission alone; its findings in the order of the rows."""
    return {
        "title": record.title,
        "name": record.name or "",
        "edition": record.edition,
        "reason": record.reason,
        "period": [_iso(record.period[0]), _iso(record.period[1])],
        "signed": _iso(record.signed),
        "published": _iso(record.published),
        "rules": record.rules,
        "unassessed": [[each["code"], each["reason"], place_data(each["place"])] for each in record.not_assessable],
        "findings": [_detail(finding) for finding in record.findings],
        "tables": {grid.table: _table(grid) for grid in record.grids()},
    }


def _detail(finding: Mapping[str, Any]) -> list[Any]:
    return [
        finding["confidence"],
        finding["also"],
        finding.get("notes", []),
        finding["help"],
        basis_texts(finding["basis"]),
        [_label(label) for label in finding["labels"]],
        [
            [[list(change.values()) for change in suggestion["changes"]], suggestion["unique"]]
            for suggestion in finding["suggestions"]
        ],
        _excerpt(finding.get("excerpt")),
    ]


def _label(label: Mapping[str, Any]) -> list[Any]:
    """[words, line, place, path of another report or nothing]."""
    return [label["text"], label["line"], place_data(label["place"]), label.get("path", "")]


def _excerpt(excerpt: Mapping[str, Any] | None) -> Any:
    if not excerpt:
        return 0
    lines = [[line["line"], line["offset"], line["text"], int(line["more"])] for line in excerpt["lines"]]
    return [lines, [[mark["line"], mark["column"], mark["end_column"], mark["label"]] for mark in excerpt["marks"]]]


def _table(grid: Grid) -> list[Any]:
    """[edition, names if they are not those of the form, cells]."""
    return [grid.edition, grid.names or 0, [_cell(cell) for cell in grid.cells]]


def _cell(cell: Cell) -> Any:
    """A number that stands there plainly; else [value, kind, text, inferred, candidates]."""
    value = number(cell.value)
    if isinstance(value, int) and cell.text == str(value) and not cell.inferred and not cell.candidates:
        return value
    return [value, cell.kind, cell.text, int(cell.inferred), [number(candidate) for candidate in cell.candidates]]
