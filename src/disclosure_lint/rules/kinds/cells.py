"""`cells`: every cell of a table holds what the form asks for: a count, a signed count or an amount."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from disclosure_lint.finding import Place
from disclosure_lint.forms import form_for
from disclosure_lint.report.model import Figure, Report, Table
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.names import column_type, edition_of, names
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotApplicable, NotAssessable, Outcome
from disclosure_lint.rules.places import cell_place, cell_words, no_table, no_value, other_edition, run_place

Fault = Literal["text", "negative", "decimal", "decimals", "extra", "extras", "dash", "blank", "implied", "missing"]
TableName = Literal["proactive", "applications", "disputes"]

_SINGLE: tuple[Fault, ...] = ("text", "negative", "decimal", "extra")
_SEVERAL: dict[Fault, Fault] = {"extras": "extra", "decimals": "decimal"}
_MOST_LISTED = 5
_PLUS = ("+", "＋")


@kind("cells")
@dataclass(frozen=True)
class Cells:
    """Every cell of `table` against its type in the form.

    `report`: the faults that are findings, out of text, negative, decimal, extra (a unit or remark beside the number),
    decimals, extras (one for the table in place of several: whole numbers written 3.0, or such units), dash (one for
    the table), blank (one for the table), implied (blanks that the totals imply to be zero: one for the table, and
    only where no other cell is blank), missing (the label of a row or column is not there). A cell without a value
    that is no finding is not assessable.
    `edition`: only tables of that edition of the form. `unchanged`: words that a cell with a sign may hold for no
    change; it is not assessable then. `none`: words that say there is nothing; they count as a dash.
    """

    table: TableName
    report: tuple[Fault, ...]
    edition: str = ""
    unchanged: tuple[str, ...] = ()
    none: tuple[str, ...] = ()

    @property
    def OUTCOMES(self) -> tuple[str, ...]:  # noqa: N802
        """The faults that are findings."""
        return self.report

    PLACEHOLDERS = ("table", "row", "column", "text", "value", "count", "cells")
    LABELS: ClassVar[Mapping[str, tuple[str, ...]]] = {"primary": ("name",), "cell": ("name",)}

    def outcomes(self, report: Report, context: Context) -> Iterable[Outcome]:
        """Every cell that is wrong or cannot be judged."""
        table = report.tables.get(self.table)
        if table is None:
            asked = form_for(report.year) if report.year is not None else None
            other = self.edition and asked is not None and asked.edition != self.edition
            return [other_edition(self.edition, asked.edition) if other and asked else no_table(self.table)]
        if self.edition and table.edition is not None and table.edition != self.edition:
            values = {"table": names().table(self.table), "found": table.edition, "wanted": self.edition}
            return [NotApplicable("other-table-edition", values)]
        return list(self._outcomes(table))

    def _outcomes(self, table: Table) -> Iterator[Outcome]:
        edition = edition_of(table)
        grouped: dict[Fault, list[Figure]] = {}
        for name, figure in table.figures.items():
            plain = figure.kind in ("number", "zero") and type(figure.value) is int and figure.value >= 0
            if plain and figure.text[0] not in _PLUS:
                continue
            type_ = column_type(edition, self.table, name.rpartition(".")[2])
            like_dash = (*self.none, *self.unchanged) if type_ == "signed" else self.none
            fault = _fault(figure, type_, like_dash)
            if many := self._one_of_many(fault, figure):
                grouped.setdefault(many, []).append(figure)
            elif fault in self.report and fault in _SINGLE:
                yield self._failed(fault, [figure], table)
            elif fault is None and "missing" in self.report and _has_no_label(figure, table):
                grouped.setdefault("missing", []).append(figure)
            elif fault is not None:
                grouped.setdefault(fault, []).append(figure)
        yield from self._grouped(grouped, table)
        if "missing" not in grouped:
            yield from _missing(table)
        for run in table.runs:
            if run.unreadable:
                yield NotAssessable(f"glued-{run.unreadable}", run_place(run, table), {"text": run.text})

    def _one_of_many(self, fault: Fault | None, figure: Figure) -> Fault | None:
        """The fault that several cells like this one have together, None if each is told by itself."""
        if fault == "decimal" and figure.value is not None and figure.value != int(figure.value):
            return None
        return next((many for many, one in _SEVERAL.items() if one == fault and many in self.report), None)

    def _grouped(self, grouped: dict[Fault, list[Figure]], table: Table) -> Iterator[Outcome]:
        if "blank" in grouped and "blank" in self.report:
            blank = {figure.name for figure in (*grouped["blank"], *grouped.pop("implied", ()))}
            grouped["blank"] = [figure for name, figure in table.figures.items() if name in blank]
        for fault, figures in grouped.items():
            if fault in _SEVERAL and len(figures) == 1:
                yield self._failed(_SEVERAL[fault], figures, table)
            elif fault in self.report:
                yield self._failed(fault, figures, table)
            elif fault not in _SINGLE:
                yield from (no_value(figure, table) for figure in figures)

    def _failed(self, fault: Fault, figures: Sequence[Figure], table: Table) -> Failed:
        one = len(figures) == 1 and fault in _SINGLE
        first = figures[0]
        values: dict[str, Any] = {
            "table": names().table(table.name),
            **names().cell(first.name),
            "text": first.text,
            "value": first.value,
            "count": len(figures),
            "cells": _listed(figures),
        }
        marks = [
            Mark(figure.span, label, cell_place(figure.name, table), {"name": cell_words(figure.name)})
            for label, figure in zip(["primary", *["cell"] * len(figures)], figures, strict=False)
        ]
        place = marks[0].place if one else Place(table.part, table.name)
        return Failed(marks[0], place, fault, values, tuple(marks[1:]))


def _fault(figure: Figure, type_: str, like_dash: Sequence[str]) -> Fault | None:
    """What is wrong with a cell of a type; None if nothing is, or nothing can be said."""
    if figure.kind == "text" and figure.text in like_dash:
        return "dash"
    by_kind: dict[str, Fault] = {"text": "text", "dash": "dash", "number_with_remark": "extra"}
    if figure.kind in by_kind:
        return by_kind[figure.kind]
    if figure.kind == "blank":
        return "implied" if figure.implied_zero else "blank"
    if figure.kind == "number_with_unit" and type_ != "amount_with_unit":
        return "extra"
    if figure.value is None or figure.kind == "glued":
        return None
    if type_ != "signed" and figure.text[:1] in _PLUS:
        return "extra"
    if figure.value < 0 and type_ != "signed":
        return "negative"
    if type_ in ("count", "signed") and not isinstance(figure.value, int):
        return "decimal"
    return None


def _listed(figures: Sequence[Figure]) -> Mapping[str, str]:
    shown = [cell_words(figure.name) for figure in figures[:_MOST_LISTED]]
    more = len(figures) > _MOST_LISTED
    return {
        "zh": "、".join(name["zh"] for name in shown) + ("等" if more else ""),
        "en": ", ".join(name["en"] for name in shown) + (" …" if more else ""),
    }


def _has_no_label(figure: Figure, table: Table) -> bool:
    """Whether a figure is missing because the label of its row or column is, while other labels are there."""
    if figure.kind != "missing":
        return False
    rows = {label.key for label in table.rows}
    columns = {label.key for label in table.columns}
    _, row, column = figure.name.split(".")
    return bool(rows and columns) and (row not in rows or column not in columns)


def _missing(table: Table) -> Iterator[NotAssessable]:
    """One entry for each row that was not read, or not wholly."""
    rows = {name.split(".")[1]: figure for name, figure in table.figures.items() if figure.kind == "missing"}
    for row, figure in rows.items():
        yield no_value(figure, table, Place(table.part, table.name, row))
