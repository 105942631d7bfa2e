"""The pieces of the contract's JSON that every machine format shares."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from disclosure_lint.finding import Change, Edit, Finding, Label, Number, Place, Suppressed
from disclosure_lint.source import Source, Span

_SURROGATE = re.compile("[\ud800-\udfff]")
_EXACT = re.compile(r'\{"\\u0000": (\d+)\}')


def number(value: Number | None) -> Number | None:
    """A number as JSON gets it: integral ones without a fraction."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return value


def dumps(value: Any) -> str:
    """JSON on one line, Chinese as it is, a Decimal with the digits it was written with."""
    exact: list[Decimal] = []

    def placeholder(decimal: Decimal) -> dict[str, int]:
        # No string can hold what this becomes: its quotation marks would be escaped.
        exact.append(decimal)
        return {"\0": len(exact) - 1}

    text = json.dumps(value, ensure_ascii=False, default=placeholder)
    if exact:
        text = _EXACT.sub(lambda match: format(exact[int(match[1])], "f"), text)
    # A file name that is not UTF-8 comes as lone surrogates, which no stream would take.
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def place_of(place: Place) -> dict[str, Any]:
    """A place; all its keys, None for those that say nothing."""
    return {
        "part": place.part,
        "table": place.table,
        "row": place.row,
        "column": place.column,
        "ordinal": place.ordinal,
    }


def region_of(span: Span, source: Source | None) -> dict[str, int]:
    """Lines and columns of a span, the end exclusive; 1:1 where there is no text."""
    if source is None:
        return {"line": 1, "column": 1, "end_line": 1, "end_column": 1}
    line, column = source.position(span.start)
    end_line, end_column = source.position(span.end)
    return {"line": line, "column": column, "end_line": end_line, "end_column": end_column}


def label_of(label: Label, source: Source | None) -> dict[str, Any]:
    """A label with its words, region and place."""
    return {"text": label.text, **region_of(label.span, source), "place": place_of(label.place)}


def change_of(change: Change) -> dict[str, Any]:
    """A change of one cell."""
    return {"table": change.table, "row": change.row, "column": change.column, "value": number(change.value)}


def suggestions_of(finding: Finding) -> list[dict[str, Any]]:
    """Every suggestion of a finding."""
    return [
        {"changes": [change_of(change) for change in suggestion.changes], "unique": suggestion.unique}
        for suggestion in finding.suggestions
    ]


def _suggestion_of(finding: Finding) -> dict[str, Any] | None:
    """The one change of one cell that satisfies every identity, if there is just one."""
    for suggestion in finding.suggestions:
        if suggestion.unique and len(suggestion.changes) == 1:
            return change_of(suggestion.changes[0])
    return None


def _edit_of(edit: Edit, source: Source | None) -> dict[str, Any]:
    return {**region_of(edit.span, source), "text": edit.text}


def finding_of(finding: Finding, source: Source | None, suppressed: Suppressed | None = None) -> dict[str, Any]:
    """A finding as the contract has it."""
    fix = finding.fix
    return {
        "code": finding.code,
        "also": list(finding.also),
        "slug": finding.slug,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": finding.message,
        **region_of(finding.primary.span, source),
        "place": place_of(finding.place),
        "labels": [label_of(label, source) for label in finding.labels],
        "suggestions": suggestions_of(finding),
        "suggestion": _suggestion_of(finding),
        "fix": fix and {"applicability": fix.applicability, "edits": [_edit_of(edit, source) for edit in fix.edits]},
        "basis": [{"document": basis.document, "article": basis.article} for basis in finding.basis],
        "help": finding.help,
        "fingerprint": finding.fingerprint,
        "suppressed_by": suppressed and {"origin": suppressed.origin, "reason": suppressed.reason, "by": suppressed.by},
    }
