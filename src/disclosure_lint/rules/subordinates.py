"""An area's report beside those of the agencies below it, cell by cell."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from disclosure_lint.finding import Number
from disclosure_lint.report.model import Figure, Table
from disclosure_lint.rules.crosscheck import Collection, CrossOutcome, Member, Submission
from disclosure_lint.rules.outcome import NotAssessable
from disclosure_lint.rules.texts import LANGUAGES

_MOST_NAMED = 20
_JOINT = {"zh": "、", "en": ", "}
_MORE = {"zh": "等 {count} 个", "en": " and others, {count} in all"}


@dataclass(frozen=True, slots=True)
class Subordinate:
    """An agency below and its report."""

    member: Member
    submission: Submission


@dataclass(frozen=True, slots=True)
class Compilation:
    """The report of an area for a year, the reports below it, and the agencies whose reports are missing."""

    own: Submission
    below: tuple[Subordinate, ...]
    missing: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class SummedCell:
    """A cell of the area's report: its value, the sum of those below it that are known, who has none, who the most."""

    figure: Figure
    value: Number
    sum: Number
    unknown: tuple[Member, ...]
    most: Number
    largest: Subordinate | None

    @property
    def exceeded(self) -> bool:
        """Whether a single agency below has more than the whole area."""
        return self.largest is not None and self.most > self.value


def compilations(collection: Collection) -> Iterator[Compilation | CrossOutcome]:
    """The reports of the area in scope, year by year; where it is not clear which counts, an outcome that says so."""
    parent = next(iter(collection.members()), None)
    if parent is None:
        return
    owing = {duty.agency for duty in collection.duties()}
    for year in collection.years():
        versions = [each for each in collection.versions(parent.id, year) if each.readable]
        own = collection.report(parent.id, year)
        if own is None:
            for each in versions:
                yield CrossOutcome(each.path, NotAssessable("versions-differ", values={"year": year}))
            continue
        below, missing = [], []
        for child in collection.children(parent.id):
            submission = collection.report(child.id, year)
            if submission is not None:
                below.append(Subordinate(child, submission))
            elif child.id not in owing or collection.duty(child.id, year) is not None:
                missing.append(child)
        yield Compilation(own, tuple(below), tuple(missing))


def summed(compilation: Compilation, table: Table) -> Iterator[SummedCell]:
    """Every cell of a table of the area whose value is known, with the sum of those below it."""
    below = [(each, _values(each.submission, table.name)) for each in compilation.below]
    for name, figure in table.figures.items():
        if figure.value is not None:
            yield _cell(figure, figure.value, [(each, values.get(name)) for each, values in below])


_kept: OrderedDict[int, tuple[Table, Mapping[str, Number]]] = OrderedDict()
"""Tables looked at last with their known figures: several rules ask for the same ones, one after the other."""
_MOST_KEPT = 512


def _values(submission: Submission, key: str) -> Mapping[str, Number]:
    """The known figures of a table."""
    table = submission.report.tables.get(key)
    if table is None:
        return {}
    if id(table) not in _kept:
        known = {figure.name: figure.value for figure in table.figures.values() if figure.value is not None}
        _kept[id(table)] = table, known
        if len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return _kept[id(table)][1]


def _cell(figure: Figure, value: Number, below: Sequence[tuple[Subordinate, Number | None]]) -> SummedCell:
    total: Number = 0
    most: Number = 0
    largest: Subordinate | None = None
    unknown = []
    for each, found in below:
        if found is None:
            unknown.append(each.member)
            continue
        total += found
        if found > most:
            most, largest = found, each
    return SummedCell(figure, value, total, tuple(unknown), most, largest)


def named(members: Sequence[Member]) -> Mapping[str, str]:
    """The names of agencies in words; of very many the first, and how many there are."""
    names = [member.name for member in members]
    return {
        lang: _JOINT[lang].join(names[:_MOST_NAMED])
        + (_MORE[lang].format(count=len(names)) if len(names) > _MOST_NAMED else "")
        for lang in LANGUAGES
    }
