"""`jump`: figures that are many times last year's, or a small part of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

from disclosure_lint.finding import Number, Place
from disclosure_lint.report.model import Figure, Report
from disclosure_lint.rules.chains import Compared, Lacking, YearOverYear
from disclosure_lint.rules.expression import Term, term
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.names import names
from disclosure_lint.rules.options import OptionError
from disclosure_lint.rules.outcome import Failed, Mark, NotAssessable
from disclosure_lint.rules.places import absent, cell_place, cell_words, no_value
from disclosure_lint.rules.reasons import reason
from disclosure_lint.rules.texts import LANGUAGES


@kind("jump")
@dataclass(frozen=True)
class Jump(YearOverYear):
    """No figure is more than `ratio` times last year's, or less than one part in `ratio` of it.

    `figures`: each with the least difference that is worth a word; the form of the year need not have all of them.
    """

    figures: Mapping[str, Decimal]
    ratio: Decimal
    terms: Mapping[str, Term] = field(init=False, default_factory=dict)
    """The figures by name."""

    OUTCOMES: ClassVar = ("up", "down")
    PLACEHOLDERS: ClassVar = ("row", "column", "table", "value", "last", "before", "previous")
    LABELS: ClassVar[Mapping[str, tuple[str, ...]]] = {"previous": ("name",)}

    def __post_init__(self) -> None:
        found: dict[str, Term] = {}
        floors: dict[str, Decimal] = {}
        for text, floor in self.figures.items():
            try:
                meant = term(text)
            except OptionError as error:
                raise OptionError(error.zh, error.en, error.offset, error.code, ("figures", text)) from None
            name = f"{meant.table}.{meant.row}.{meant.column}"
            found[name], floors[name] = meant, floor
        object.__setattr__(self, "terms", found)
        object.__setattr__(self, "figures", floors)
        if self.ratio <= 1:
            raise OptionError("ratio 要大于 1", "`ratio` must be more than 1", path=("ratio",))

    def compared(self, report: Report, previous: Report | Lacking) -> Iterator[Compared]:
        """One instance for each figure that the form has."""
        if isinstance(previous, NotAssessable):
            yield previous, ()
            return
        seen: set[str] = set()
        for name, meant in self.terms.items():
            now, before = report.figure(name), previous.figure(name)
            if now is None or before is None:
                yield from self._nothing(meant, report, previous, seen)
            elif now.value is None or before.value is None:
                yield self._unknown(now, before, report, previous), ()
            elif outcome := self._outcome(now.value, before.value, self.figures[name]):
                yield self._failed(outcome, now, before, report, previous)

    def _nothing(self, meant: Term, report: Report, previous: Report, seen: set[str]) -> Iterator[Compared]:
        """Why there is nothing to compare, once for each table. A form without the figure has nothing to say."""
        here = report.figure(_name(meant)) is None
        why = absent(report if here else previous, meant)
        if isinstance(why, NotAssessable) and meant.table not in seen:
            seen.add(meant.table)
            yield (why if here else _of_last_year(why, why.place)), ()

    def _unknown(self, now: Figure, before: Figure, report: Report, previous: Report) -> NotAssessable:
        table = now.name.split(".", 1)[0]
        if now.value is None:
            return no_value(now, report.tables[table])
        return _of_last_year(no_value(before, previous.tables[table]), cell_place(now.name, report.tables[table]))

    def _outcome(self, now: Number, before: Number, floor: Decimal) -> str:
        if now - before >= floor and now > self.ratio * before:
            return "up"
        return "down" if before - now >= floor and now * self.ratio < before else ""

    def _failed(self, outcome: str, now: Figure, before: Figure, report: Report, previous: Report) -> Compared:
        key = now.name.split(".", 1)[0]
        place: Place = cell_place(now.name, report.tables[key])
        values = {
            **names().cell(now.name),
            "table": names().table(key),
            "value": now.value,
            "last": before.value,
            "before": previous.year,
            "previous": previous.source.path,
        }
        there = cell_place(now.name, previous.tables[key])
        earlier = Mark(before.span, "previous", there, {"name": cell_words(now.name)})
        return Failed(Mark(now.span, place=place), place, outcome, values), (earlier,)


def _of_last_year(there: NotAssessable, place: Place) -> NotAssessable:
    why = {lang: reason(there.reason, there.values, lang) for lang in LANGUAGES}
    return NotAssessable("previous-value", place, {"why": why})


def _name(meant: Term) -> str:
    return f"{meant.table}.{meant.row}.{meant.column}"
