"""The tables of an area against those of the agencies below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, ClassVar, Literal

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Table
from disclosure_lint.rules.crosscheck import Collection, CrossOutcome, Elsewhere, ManyReports, Member, Scope
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.names import column_type, edition_of, names
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Passed
from disclosure_lint.rules.places import cell_place, cell_words, no_table
from disclosure_lint.rules.subordinates import Compilation, SummedCell, compilations, named, summed
from disclosure_lint.rules.texts import LANGUAGES, shown

TableName = Literal["proactive", "applications", "disputes"]

_MOST_LISTED = 5
_MOST_MARKED = 24
_ROUNDING = Decimal("0.01")


def _cell_values(cell: SummedCell, table: Table) -> dict[str, Any]:
    return {
        **names().cell(cell.figure.name),
        "table": names().table(table.name),
        "name": cell_words(cell.figure.name),
        "value": cell.value,
        "sum": cell.sum,
        "most": cell.most,
        "largest": cell.largest.member.name if cell.largest else "",
    }


def _marks(cells: Sequence[SummedCell], table: Table) -> list[Mark]:
    labels = ["primary", *["cell"] * len(cells)]
    return [
        Mark(cell.figure.span, label, cell_place(cell.figure.name, table), _cell_values(cell, table))
        for label, cell in zip(labels, cells[:_MOST_MARKED], strict=False)
    ]


def _place(cells: Sequence[SummedCell], table: Table) -> Place:
    return cell_place(cells[0].figure.name, table) if len(cells) == 1 else Place(table.part, table.name)


def _listed(texts: Sequence[Mapping[str, str]]) -> Mapping[str, str]:
    joint = {"zh": "；", "en": "; "}
    more = {"zh": "……", "en": " …"}
    return {
        lang: joint[lang].join(text[lang] for text in texts[:_MOST_LISTED])
        + (more[lang] if len(texts) > _MOST_LISTED else "")
        for lang in LANGUAGES
    }


@kind("area-sum")
@dataclass(frozen=True)
class AreaSum(ManyReports):
    """The tables of an area's report are the sums of those of the agencies directly below it, cell by cell.

    `tables`: which. Where reports below are missing, a cell is wrong only if it is less than the sum of those that are
    there ("below"); where all are there, if it is not the sum ("differs"). Amounts may be off by what rounding makes.
    A cell that a single agency exceeds is left to `area-bound`. One finding for each table.
    """

    tables: tuple[TableName, ...]

    SCOPE: ClassVar[Scope] = "area"
    OUTCOMES: ClassVar = ("differs", "below")
    PLACEHOLDERS: ClassVar = (
        "table", "row", "column", "name", "value", "sum", "most", "largest", "count", "cells", "children", "missing",
    )  # fmt: skip
    LABELS: ClassVar[Mapping[str, tuple[str, ...]]] = {"primary": (), "cell": ()}

    def across(self, collection: Collection, context: Context) -> Iterator[CrossOutcome]:
        """What is said of each year's report of the area."""
        for compilation in compilations(collection):
            if isinstance(compilation, CrossOutcome):
                yield compilation
                continue
            for outcome in self._outcomes(compilation):
                yield CrossOutcome(compilation.own.path, outcome)

    def _outcomes(self, compilation: Compilation) -> Iterator[Failed | NotAssessable | Passed]:
        for key in self.tables:
            table = compilation.own.report.tables.get(key)
            if table is None:
                yield no_table(key)
            else:
                yield from self._of_table(table, compilation)

    def _of_table(self, table: Table, compilation: Compilation) -> Iterator[Failed | NotAssessable | Passed]:
        edition = edition_of(table)
        differing: list[SummedCell] = []
        above: list[SummedCell] = []
        unknown: dict[str, Member] = {member.id: member for member in compilation.missing}
        incomplete = False
        for cell in summed(compilation, table):
            unknown.update((member.id, member) for member in cell.unknown)
            complete = not cell.unknown and not compilation.missing
            amount = column_type(edition, table.name, cell.figure.name.rpartition(".")[2]).startswith("amount")
            slack = _ROUNDING * (len(compilation.below) + 1) if amount else 0
            if cell.value >= cell.sum - slack and (not complete or cell.value <= cell.sum + slack):
                continue
            (above if cell.exceeded else differing).append(cell)
            incomplete |= not complete
        place = Place(table.part, table.name)
        if differing:
            yield self._failed(differing, table, compilation, "below" if incomplete else "differs", unknown)
        elif above:
            yield NotAssessable("child-above", place)
        if unknown:
            members = list(unknown.values())
            values = {"count": len(members), "children": named(members)}
            yield NotAssessable("children-missing", place, values)
        elif not differing and not above:
            yield Passed(place)

    def _failed(
        self,
        cells: Sequence[SummedCell],
        table: Table,
        compilation: Compilation,
        outcome: str,
        unknown: Mapping[str, Member],
    ) -> Failed:
        texts = []
        for cell in cells[: _MOST_LISTED + 1]:
            name = cell_words(cell.figure.name)
            sign = "≠" if outcome == "differs" else "<"
            texts.append({lang: f"{name[lang]} {_plain(cell.value)} {sign} {_plain(cell.sum)}" for lang in LANGUAGES})
        values = {
            **_cell_values(cells[0], table),
            "count": len(cells),
            "cells": _listed(texts),
            "children": len(compilation.below),
            "missing": named(list(unknown.values())),
        }
        marks = _marks(cells, table)
        return Failed(marks[0], _place(cells, table), outcome, values, tuple(marks[1:]))


def _plain(value: Any) -> str:
    return shown(value, "zh")


@kind("area-bound")
@dataclass(frozen=True)
class AreaBound(ManyReports):
    """No agency below an area has more in a cell than the whole area.

    `tables`: which. One finding for each table. Where most of what the area reports is less than its agencies have
    together, it seems to report for itself alone: then the finding is no error.
    """

    tables: tuple[TableName, ...]

    SCOPE: ClassVar[Scope] = "area"
    PLACEHOLDERS: ClassVar = ("table", "row", "column", "name", "value", "sum", "most", "largest", "count", "cells")
    LABELS: ClassVar[Mapping[str, tuple[str, ...]]] = {"primary": (), "cell": (), "child": ()}

    def across(self, collection: Collection, context: Context) -> Iterator[CrossOutcome]:
        """What is said of each year's report of the area."""
        for compilation in compilations(collection):
            if isinstance(compilation, CrossOutcome):
                yield compilation
                continue
            yield from self._of_area(compilation)

    def _of_area(self, compilation: Compilation) -> Iterator[CrossOutcome]:
        path = compilation.own.path
        if not compilation.below:
            values = {"count": len(compilation.missing), "children": named(compilation.missing)}
            yield CrossOutcome(path, NotAssessable("children-missing", values=values))
            return
        found: list[tuple[Table, list[SummedCell]]] = []
        short = whole = 0
        for key in self.tables:
            table = compilation.own.report.tables.get(key)
            if table is None:
                yield CrossOutcome(path, no_table(key))
                continue
            cells = list(summed(compilation, table))
            short += sum(cell.value < cell.sum for cell in cells)
            whole += sum(0 < cell.sum <= cell.value for cell in cells)
            if exceeded := [cell for cell in cells if cell.exceeded]:
                found.append((table, exceeded))
            else:
                yield CrossOutcome(path, Passed(Place(table.part, table.name)))
        for table, exceeded in found:
            failed = self._failed(exceeded, table)
            if short >= whole:
                failed = replace(failed, ceiling="warning", confidence="low")
            yield CrossOutcome(path, failed, tuple(_children(exceeded)))

    def _failed(self, cells: Sequence[SummedCell], table: Table) -> Failed:
        texts = []
        for cell in cells[: _MOST_LISTED + 1]:
            name, child = cell_words(cell.figure.name), cell.largest.member.name if cell.largest else ""
            texts.append(
                {lang: f"{name[lang]} {_plain(cell.value)} < {child} {_plain(cell.most)}" for lang in LANGUAGES}
            )
        values = {**_cell_values(cells[0], table), "count": len(cells), "cells": _listed(texts)}
        marks = _marks(cells, table)
        return Failed(marks[0], _place(cells, table), "", values, tuple(marks[1:]))


def _children(cells: Sequence[SummedCell]) -> Iterator[Elsewhere]:
    """The cells below that exceed the area's."""
    for cell in cells[:_MOST_MARKED]:
        if cell.largest is None:
            continue
        table = cell.largest.submission.report.tables[cell.figure.name.split(".", 1)[0]]
        figure = table.figures[cell.figure.name]
        place = cell_place(figure.name, table)
        yield Elsewhere(cell.largest.submission.path, Mark(figure.span, "child", place, _cell_values(cell, table)))
