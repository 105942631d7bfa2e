"""`magnitude`: a figure that is out of all proportion for the level of the agency, as when the unit was mistaken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, get_args

from disclosure_lint.finding import Place
from disclosure_lint.report.model import AgencyLevel, Report
from disclosure_lint.rules.expression import FigureTerm
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.names import names
from disclosure_lint.rules.options import OptionError, did_you_mean
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome
from disclosure_lint.rules.places import absent, no_value


@kind("magnitude")
@dataclass(frozen=True)
class Magnitude:
    """`figure` is at most the limit for the agency's level; `limits` gives one for each level."""

    figure: FigureTerm
    limits: Mapping[str, Decimal]

    PLACEHOLDERS = ("row", "column", "value", "limit", "reduced")
    LABELS: ClassVar[Mapping[str, tuple[str, ...]]] = {"primary": ("value",)}

    def __post_init__(self) -> None:
        for level in self.limits:
            if level not in get_args(AgencyLevel):
                zh, en = did_you_mean(level, get_args(AgencyLevel))
                raise OptionError(f"没有“{level}”这一层级{zh}", f"no level `{level}`{en}", path=("limits", level))

    def outcomes(self, report: Report, context: Context) -> Iterable[Outcome]:
        """At most one failure."""
        table, row, column = self.figure.name.split(".")
        figure = report.figure(self.figure.name)
        if figure is None:
            return [absent(report, self.figure.term)]
        if figure.value is None:
            return [no_value(figure, report.tables[table])]
        level = report.agency.level if report.agency else None
        if figure.value <= min(self.limits.values()):
            return []
        if level is None or level not in self.limits:
            return [NotAssessable("unknown-agency-level")]
        limit = self.limits[level]
        if figure.value <= limit:
            return []
        place = Place(report.tables[table].part, table, row, column)
        reduced = (Decimal(figure.value) / 10_000).normalize()
        values = {**names().cell(self.figure.name), "value": figure.value, "limit": limit, "reduced": reduced}
        return [Failed(Mark(figure.span, "primary", place, values), place, "", values)]
