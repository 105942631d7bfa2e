"""`unchanged`: figures that are all last year's, as when last year's report was sent in again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Figure, Report
from disclosure_lint.rules.chains import Compared, Lacking, YearOverYear
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.outcome import Failed, Mark, NotAssessable
from disclosure_lint.rules.places import cell_place


class _Pair(NamedTuple):
    name: str
    now: Figure
    before: Figure


@kind("unchanged")
@dataclass(frozen=True)
class Unchanged(YearOverYear):
    """Not every figure is the same as in last year's report.

    `least`: how many figures must be known in both years, be not zero and stand in no row or column of totals, before
    equal ones mean anything; `different`: how many different numbers there must be among them. `stocks`: columns that
    say what there is, not what was done: they do not count, for they may well stay as they are. `totals`: the rows and
    columns of totals.
    """

    least: int
    different: int
    stocks: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()

    PLACEHOLDERS: ClassVar = ("count", "before", "previous")
    LABELS: ClassVar[Mapping[str, tuple[str, ...]]] = {"previous": ()}

    def compared(self, report: Report, previous: Report | Lacking) -> Iterator[Compared]:
        """One instance for the report."""
        if isinstance(previous, NotAssessable):
            yield previous, ()
            return
        pairs, known = [], []
        for each in _pairs(report, previous):
            pairs.append(each)
            if each.now.value is None or each.before.value is None:
                continue
            if each.now.value != each.before.value:
                return  # as good as always at one of the first figures
            known.append(each)
        telling = [each for each in known if each.now.value and self._tells(each.name)]
        if not any(each.now.value for each in known) and len(known) == len(pairs):
            return  # nothing happened in either year
        open_ones = sum(_differ(each) for each in pairs)
        if len(telling) < self.least or len({each.now.value for each in telling}) < self.different:
            yield NotAssessable("too-few-figures", values={"count": len(telling)}), ()
        elif open_ones:
            yield NotAssessable("figures-not-compared", values={"count": open_ones}), ()
        else:
            yield self._failed(telling, report, previous)

    def _tells(self, name: str) -> bool:
        _, row, column = name.split(".")
        return column not in self.stocks and row not in self.totals and column not in self.totals

    def _failed(self, telling: list[_Pair], report: Report, previous: Report) -> Compared:
        first = telling[0]
        table = report.tables[first.name.split(".", 1)[0]]
        values = {
            "count": len(telling),
            "before": previous.year,
            "previous": previous.source.path,
        }
        other = cell_place(first.name, previous.tables[table.name])
        earlier = Mark(first.before.span, "previous", other)
        return Failed(Mark(first.now.span), Place(table.part, table.name), "", values), (earlier,)


def _pairs(report: Report, previous: Report) -> Iterator[_Pair]:
    for key, table in sorted(report.tables.items()):  # figures of table three differ soonest
        last = previous.tables.get(key)
        for name, now in table.figures.items():
            before = last.figures.get(name) if last else None
            if before is not None:
                yield _Pair(name, now, before)


def _differ(pair: _Pair) -> bool:
    """Whether a figure that is not known in both years may not be the same."""
    now, before = pair.now, pair.before
    if now.value is not None and before.value is not None:
        return False
    return (now.kind, now.text) != (before.kind, before.text)
