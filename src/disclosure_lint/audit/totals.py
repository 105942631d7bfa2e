"""The tables of an agency as the sum of those of the agencies below it, ready to be copied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from disclosure_lint.audit.collection import Files, StoredCollection
from disclosure_lint.audit.records import Record
from disclosure_lint.audit.store import WORK
from disclosure_lint.finding import Number
from disclosure_lint.forms import form_for, forms
from disclosure_lint.report.model import Agency, Figure, Report, Table
from disclosure_lint.rules.crosscheck import Member
from disclosure_lint.source import Source, Span


class UnknownAgencyError(LookupError):
    """There is no such agency in the campaign. `known` are the names of those that have children."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name, self.known = name, known


@dataclass(frozen=True, slots=True)
class Gap:
    """A figure of one child that cannot be added: the cell as it stands."""

    child: str
    name: str
    text: str


@dataclass(frozen=True)
class Total:
    """The sum for one year. A figure that a child lacks has no sum; `gaps` say which child, and what stands there."""

    parent: str
    year: int
    report: Report
    counted: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    """Children that submitted nothing."""
    unreadable: tuple[str, ...] = ()
    """Children whose submission could not be read."""
    disagreeing: tuple[str, ...] = ()
    """Children with several submissions whose figures differ."""
    other_form: tuple[tuple[str, str], ...] = ()
    """Children with a table of another edition, and the table: it is not added."""
    gaps: tuple[Gap, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every child is in it with every figure."""
        return not (self.missing or self.unreadable or self.disagreeing or self.other_form or self.gaps)


def totals(out: Path, parent: str, year: int | None = None) -> Iterator[Total]:
    """The sums of the children of an agency, year by year. Raises UnknownAgencyError."""
    files = Files(out / WORK)
    try:
        collection = StoredCollection(files, "campaign")
        id_ = _parent(collection, parent)
        collection = collection.of("area", id_)
        for each in (year,) if year is not None else collection.years():
            yield _Adding(collection, id_, each).total()
    finally:
        files.close()


def _parent(collection: StoredCollection, name: str) -> str:
    parents = [member for member in collection.members() if collection.children(member.id)]
    for member in parents:
        if name in (member.id, member.name):
            return member.id
    raise UnknownAgencyError(name, tuple(member.name for member in parents))


@dataclass
class _Adding:
    collection: StoredCollection
    parent: str
    year: int
    sums: dict[str, Number] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    gaps: list[Gap] = field(default_factory=list)
    other_form: list[tuple[str, str]] = field(default_factory=list)
    found: dict[str, list[str]] = field(default_factory=dict)

    def total(self) -> Total:
        """The sum."""
        form = form_for(self.year)
        edition = form.edition if form else ""
        for child in self.collection.children(self.parent):
            state, record = self._submission(child)
            self.found.setdefault(state, []).append(child.name)
            if record is not None:
                self._add(child.name, record.report, edition)
        found = {state: tuple(names) for state, names in self.found.items()}
        return Total(
            self._name(),
            self.year,
            self._report(edition),
            found.get("counted", ()),
            found.get("missing", ()),
            found.get("unreadable", ()),
            found.get("disagreeing", ()),
            tuple(self.other_form),
            tuple(self.gaps),
        )

    def _name(self) -> str:
        member = self.collection.member(self.parent)
        return member.name if member else self.parent

    def _submission(self, child: Member) -> tuple[str, Record | None]:
        versions = self.collection.versions(child.id, self.year)
        if not versions:
            return "missing", None
        record = self.collection.report(child.id, self.year)
        if record is not None:
            return "counted", record
        return ("disagreeing" if any(version.readable for version in versions) else "unreadable"), None

    def _add(self, child: str, report: Report, edition: str) -> None:
        form = forms().get(edition)
        for key, official in form.tables.items() if form else ():
            table = report.tables.get(key)
            if table is not None and table.edition not in (None, edition):
                self.other_form.append((child, key))
                self.open.update(official.names())
                continue
            for name in official.names():
                figure = table.figures.get(name) if table else None
                value = 0 if figure is not None and figure.implied_zero else figure.value if figure else None
                if value is None:
                    self.open.add(name)
                    self.gaps.append(Gap(child, name, figure.text if figure else ""))
                else:
                    self.sums[name] = self.sums.get(name, 0) + value

    def _report(self, edition: str) -> Report:
        """The sums as a report of their own."""
        form = forms().get(edition)
        tables = {}
        for key, official in form.tables.items() if form else ():
            figures = {name: self._figure(name) for name in official.names()}
            tables[key] = Table(key, form.edition if form else None, None, Span(0, 0), figures=figures)  # type: ignore[arg-type]
        name = self._name()
        return Report(
            Source("", ""),
            year=self.year,
            edition=form.edition if form else None,  # type: ignore[arg-type]
            agency=Agency(name, Span(0, 0), None, None),
            tables=tables,
        )

    def _figure(self, name: str) -> Figure:
        if name in self.open or "counted" not in self.found:
            return Figure(name, "missing", None, "", Span(0, 0))
        value = self.sums.get(name, 0)
        return Figure(name, "number" if value else "zero", value, str(value), Span(0, 0))
