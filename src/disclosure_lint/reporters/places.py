"""The form's own words for a place in a table."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from disclosure_lint.finding import Number
from disclosure_lint.forms import Form, FormLabel, FormTable, forms
from disclosure_lint.report.model import Report


def form_of(edition: str | None) -> Form:
    """The form of an edition; the newest where the edition is unknown or has no tables."""
    known = forms()
    form = known.get(edition or "")
    return form if form and form.tables else list(known.values())[-1]


def table_form(report: Report | None, table: str) -> FormTable | None:
    """The official form of a table as a report has it."""
    found = report.tables.get(table) if report else None
    edition = (found and found.edition) or (report and report.edition)
    return form_of(edition or None).tables.get(table)


def _label(labels: Mapping[str, FormLabel], key: str) -> str:
    return labels[key].label if key in labels else key


def place_words(report: Report | None, table: str, row: str, column: str, words: Mapping[str, str]) -> str:
    """A cell in words: “（七）总计”行“自然人”列. A column of table four may be given as "block.column"."""
    form = table_form(report, table)
    if form is None:
        return f"{table}.{row}.{column}"
    block, _, key = column.rpartition(".")
    block = block or (row if row in form.groups and row not in form.rows else "")
    if block:
        return words["block_column"].format(block=_label(form.groups, block), column=_label(form.columns, key))
    return words["row_column"].format(row=_label(form.rows, row), column=_label(form.columns, key))


def digits(value: Number) -> str:
    """A number as it is written: no exponent; an integral one without a fraction."""
    if isinstance(value, int):
        return str(value)
    return str(int(value)) if value == value.to_integral_value() else format(Decimal(value), "f")
