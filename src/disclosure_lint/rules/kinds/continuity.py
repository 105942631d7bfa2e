"""`continuity`: figures of this year's report against those of last year's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, NamedTuple

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Report, Table
from disclosure_lint.rules.chains import Compared, Lacking, YearOverYear
from disclosure_lint.rules.instances import PREVIOUS, Assessment, Figures, Instance
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.kinds.identity import Identity, value_of, values_of
from disclosure_lint.rules.names import names
from disclosure_lint.rules.options import OptionError
from disclosure_lint.rules.outcome import Mark, NotApplicable, NotAssessable
from disclosure_lint.rules.places import absent, cell_place, cell_words

_TOTAL, _PARTS = "total", "parts"


class _Broken(NamedTuple):
    outcome: str
    instance: Instance


@kind("continuity")
@dataclass(frozen=True)
class Continuity(YearOverYear, Identity):
    """An identity, as for `identity`, in which figures of last year's report take part (上年报告.申请.总计 …).

    It wants the report of the year before: with `--previous`, or in an audit. `total`: with `each: column`, the column
    whose failure is the outcome "total"; that of others alone is "parts". Then there is one finding for all columns.
    """

    total: str = ""

    LABELS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "primary": ("name", "value"),
        "operand": ("name", "value"),
        "previous": ("name", "value"),
    }

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.total and (self.each != "column" or len(self.identities) > 1):
            zh, en = "total 要和 each: column、单个 identity 一起用", "total goes with each: column and one identity"
            raise OptionError(zh, en, path=("total",))

    @property
    def OUTCOMES(self) -> tuple[str, ...]:  # noqa: N802
        """The outcomes' names."""
        return (_TOTAL, _PARTS) if self.total else tuple(self.identities)

    @property
    def PLACEHOLDERS(self) -> Mapping[str, tuple[str, ...]]:  # noqa: N802
        """What each outcome's texts may use: what `identity` offers, and the file of last year's report."""
        offered = super().PLACEHOLDERS
        more = ("before", "previous", "columns")
        outcomes = {outcome: (*next(iter(offered.values())), *more) for outcome in self.OUTCOMES}
        return {**outcomes, **{key: (*value, *more) for key, value in offered.items() if key in outcomes}}

    def compared(self, report: Report, previous: Report | Lacking) -> Iterator[Compared]:
        """Every instance that fails or cannot be assessed."""
        table = report.tables.get(self.table)
        if table is None:
            yield absent(report, next(iter(self.identities.values())).terms[0]), ()
            return
        last = previous if isinstance(previous, Report) else None
        figures = Figures(table, report.tables, last.tables if last else None)
        batches = list(self._batches(table))
        if not batches:
            yield NotApplicable("other-table-edition", _edition_values(table)), ()
            return
        broken: list[_Broken] = []
        unknown: dict[tuple[str, Place], NotAssessable] = {}
        for batch in batches:
            for found in self._judged(batch, figures, previous):
                if isinstance(found, NotAssessable):
                    unknown.setdefault((found.reason, found.place), found)
                else:
                    broken.append(found)
        for group in self._grouped(broken):
            yield self._failed(group, figures, report, last)
        yield from ((each, ()) for each in unknown.values())

    def _judged(
        self, batch: Mapping[str, Instance], figures: Figures, previous: Report | Lacking
    ) -> Iterator[_Broken | NotAssessable]:
        """What is wrong in one row or column, or why that cannot be told; nothing if all is right."""
        unknown: NotAssessable | None = None
        for outcome, instance in batch.items():
            assessed = self.assessed(outcome, instance, figures)
            if assessed.holds is False:
                yield _Broken(outcome, instance)
                return
            if assessed.holds is None and unknown is None:
                unknown = self._unknown(assessed, instance, figures, previous)
        if unknown is not None:
            yield unknown

    def _unknown(
        self, assessed: Assessment, instance: Instance, figures: Figures, previous: Report | Lacking
    ) -> NotAssessable:
        if assessed.reason == "no-previous-report" and isinstance(previous, NotAssessable):
            return replace(previous, place=Place(figures.table.part, figures.table.name))
        return NotAssessable(assessed.reason, self.place(instance, figures.table), assessed.values)

    def place(self, instance: Instance, table: Table) -> Place:
        """The cell of the primary term."""
        return cell_place(self._primary(instance).removeprefix(PREVIOUS), table)

    def _grouped(self, broken: list[_Broken]) -> list[list[_Broken]]:
        """The broken instances, those of one finding together, the most important first."""
        if not self.total or not broken:
            return [[each] for each in broken]
        broken = sorted(broken, key=lambda each: each.instance.key != self.total)
        outcome = _TOTAL if broken[0].instance.key == self.total else _PARTS
        return [[each._replace(outcome=outcome) for each in broken]]

    def _failed(self, group: list[_Broken], figures: Figures, report: Report, last: Report | None) -> Compared:
        first = group[0].instance
        failed = self.failed(group[0].outcome, first, figures)
        marks = list(failed.marks)
        for each in group[1:]:
            marks += [
                Mark(figure.span, "operand", cell_place(name, figures.table), _named(name, figures))
                for name in dict.fromkeys(each.instance.names)
                if not name.startswith(PREVIOUS) and (figure := figures.get(name)) is not None
            ]
        values = {
            **values_of(first, figures, self.each),
            "before": "" if report.year is None else report.year - 1,
            "previous": last.source.path if last else "",
            "columns": _columns(group, figures),
        }
        primary = replace(failed.mark, values=_named(self._primary(first), figures))
        return replace(failed, mark=primary, values=values, marks=tuple(marks)), _earlier(group, figures)


def _edition_values(table: Table) -> dict[str, Any]:
    return {"table": names().table(table.name), "found": table.edition or ""}


def _named(name: str, figures: Figures) -> dict[str, Any]:
    return {"name": cell_words(name.removeprefix(PREVIOUS)), "value": value_of(figures.get(name))}


def _earlier(group: list[_Broken], figures: Figures) -> tuple[Mark, ...]:
    """The marks in last year's report."""
    marks = []
    for name in dict.fromkeys(name for each in group for name in each.instance.names if name.startswith(PREVIOUS)):
        figure = figures.get(name)
        bare = name.removeprefix(PREVIOUS)
        table = (figures.previous or {}).get(bare.split(".", 1)[0])
        if figure is not None and table is not None:
            marks.append(Mark(figure.span, "previous", cell_place(bare, table), _named(name, figures)))
    return tuple(marks)


def _columns(group: list[_Broken], figures: Figures) -> Mapping[str, str]:
    """The columns that differ, each with both sums."""
    parts: dict[str, list[str]] = {"zh": [], "en": []}
    table = figures.table.name
    for each in group:
        values = values_of(each.instance, figures, "column")
        for lang, found in parts.items():
            left, right = (
                value[lang] if isinstance(value, Mapping) else value for value in (values["left"], values["right"])
            )
            name = names().column(table, each.instance.key)[lang]
            found.append(f"{name} {left} ≠ {right}")
    return {"zh": "、".join(parts["zh"]), "en": ", ".join(parts["en"])}
