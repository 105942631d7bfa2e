"""`unit`: an amount says in which unit it is, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Report
from disclosure_lint.rules.expression import FigureTerm
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.names import names
from disclosure_lint.rules.options import Regex
from disclosure_lint.rules.outcome import Context, Failed, Mark, Outcome
from disclosure_lint.rules.places import absent, cell_place, no_value
from disclosure_lint.source import folded


@kind("unit")
@dataclass(frozen=True)
class Unit:
    """`figure` is written with one of the units that `units` matches, in the cell or in the head of its column.

    `none`: no unit is given. `two`: different units are given.
    """

    figure: FigureTerm
    units: Regex

    OUTCOMES = ("none", "two")
    PLACEHOLDERS = ("row", "column", "text", "units")
    LABELS: ClassVar[Mapping[str, tuple[str, ...]]] = {"primary": ("text",), "head": ("text",)}

    def outcomes(self, report: Report, context: Context) -> Iterable[Outcome]:
        """At most one failure."""
        name = self.figure.name
        key, _, column = name.split(".")
        table = report.tables.get(key)
        figure = table.figures.get(name) if table else None
        if table is None or figure is None:
            return [absent(report, self.figure.term)]
        place = cell_place(name, table)
        if figure.value is None:
            return [no_value(figure, table)]
        if figure.value == 0:
            return []
        heads = [label for label in table.columns if label.key == column]
        in_cell = self.units.pattern.findall(folded(figure.text))
        in_head = [unit for head in heads for unit in self.units.pattern.findall(folded(head.text))]
        units = dict.fromkeys((*in_cell, *in_head))
        if len(units) == 1:
            return []
        values = {**names().cell(name), "text": figure.text, "units": list(units)}
        marks = tuple(Mark(head.span, "head", Place(), {"text": head.text}) for head in heads if units)
        return [Failed(Mark(figure.span, "primary", place, values), place, "two" if units else "none", values, marks)]
