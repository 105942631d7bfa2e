"""`outliers`: figures that stand far out among those of agencies of the same kind."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log1p
from statistics import median
from typing import Any, ClassVar, NamedTuple

from disclosure_lint.rules.crosscheck import Collection, CrossOutcome, ManyReports, Scope, Submission
from disclosure_lint.rules.expression import FigureTerm
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.names import names
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotApplicable, NotAssessable, Passed
from disclosure_lint.rules.places import cell_place

_Group = tuple[str, str, int]
"""Kind, level and year."""

_NORMAL = 0.6745
"""The median distance from the median, in standard deviations of a normal distribution."""
_UNKNOWN = -1.0


class _Usual(NamedTuple):
    """What is usual in a group: how many have something and how many nothing; of the former the middle value, and
    the centre and spread of the logarithms. Those that have nothing may not have the task at all."""

    some: int
    none: int
    middle: float
    centre: float
    spread: float


@dataclass(frozen=True)
class _Peers:
    """The figures of every group: for each group one row of numbers for each of the figures."""

    usual: Mapping[_Group, Sequence[_Usual | None]]

    @classmethod
    def of(cls, collection: Collection, figures: Sequence[FigureTerm], least: int, narrowest: float) -> _Peers:
        """The figures of all submissions; one for each agency and year."""
        rows: dict[_Group, list[array[float]]] = {}
        last = ("", 0)
        for each in collection.submissions():
            group = _group(each)
            if group is None or not each.agency or (each.agency, each.year or 0) == last:
                continue
            last = each.agency, each.year or 0
            columns = rows.setdefault(group, [array("d") for _ in figures])
            for figure, column in zip(figures, columns, strict=True):
                found = each.report.figure(figure.name)
                if found is not None and found.value is not None and found.value >= 0:
                    column.append(float(found.value))
        return cls(
            {group: [_usual(column, least, narrowest) for column in columns] for group, columns in rows.items()}
        )


def _group(submission: Submission) -> _Group | None:
    if not submission.readable or not submission.kind or submission.year is None:
        return None
    return submission.kind, submission.level or "", submission.year


def _usual(values: array[float], least: int, narrowest: float) -> _Usual | None:
    some = [value for value in values if value]
    if len(some) < least:
        return None
    logs = [log1p(value) for value in some]
    centre = median(logs)
    spread = max(median(abs(value - centre) for value in logs) / _NORMAL, narrowest)
    return _Usual(len(some), len(values) - len(some), median(some), centre, spread)


@kind("outliers")
@dataclass(frozen=True)
class Outliers(ManyReports):
    """Figures that stand far out among those of agencies of the same kind, level and year.

    Distances are measured on logarithms, from the median in units of the median distance (which a few wild figures
    cannot move). `figures`: which. `distance`: how many standard deviations are far; `narrowest`: the least standard
    deviation (of logarithms) that is believed. `floor`: figures below it are never too large, and `usual`: nor any
    where the median is below it, for then most have nothing to do with the thing. `peers`: how many reports with
    something there must be; those with zero are not counted, as they may not have the task. `zero`: where the median
    is at least this much, a zero is suspicious, if no more than `rare` of all (a share) are zero. Outcomes: "high",
    "zero".
    """

    figures: tuple[FigureTerm, ...]
    distance: float
    narrowest: float
    floor: int
    usual: int
    peers: int
    zero: int
    rare: float

    SCOPE: ClassVar[Scope] = "campaign"
    OUTCOMES: ClassVar = ("high", "zero")
    PLACEHOLDERS: ClassVar = ("row", "column", "table", "value", "middle", "peers", "none")

    def across(self, collection: Collection, context: Context) -> Iterator[CrossOutcome]:
        """What is said of every submission."""
        peers = _Peers.of(collection, self.figures, self.peers, self.narrowest)
        for each in collection.submissions():
            if not each.readable or not each.agency:
                continue
            group = _group(each)
            if group is None:
                yield CrossOutcome(each.path, NotAssessable("unknown-peers"))
                continue
            usual = peers.usual.get(group, ())
            if not any(usual):
                yield CrossOutcome(each.path, NotApplicable("few-peers", {"least": self.peers}))
                continue
            outcomes = list(self._outcomes(each, usual))
            for outcome in outcomes:
                yield CrossOutcome(each.path, outcome)
            if not outcomes:
                yield CrossOutcome(each.path, Passed())

    def _outcomes(self, submission: Submission, usual: Sequence[_Usual | None]) -> Iterator[Failed]:
        report = submission.report
        for term, known in zip(self.figures, usual, strict=True):
            figure = report.figure(term.name)
            if known is None or figure is None or figure.value is None:
                continue
            outcome = self._outcome(float(figure.value), known)
            if not outcome:
                continue
            table = report.tables[term.name.split(".", 1)[0]]
            place = cell_place(term.name, table)
            values: dict[str, Any] = {
                **names().cell(term.name),
                "table": names().table(table.name),
                "value": figure.value,
                "middle": f"{known.middle:g}",
                "peers": known.some,
                "none": known.none,
            }
            yield Failed(Mark(figure.span, place=place), place, outcome, values)

    def _outcome(self, value: float, usual: _Usual) -> str:
        if value == 0:
            few = usual.none <= self.rare * (usual.some + usual.none)
            return "zero" if few and usual.middle >= self.zero else ""
        far = (log1p(value) - usual.centre) / usual.spread
        return "high" if value >= self.floor and usual.middle >= self.usual and far > self.distance else ""
