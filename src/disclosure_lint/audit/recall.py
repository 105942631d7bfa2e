"""The figures of a report as few characters, and a report without its text made of them again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from disclosure_lint.audit.masking import masked
from disclosure_lint.finding import Number
from disclosure_lint.forms import forms
from disclosure_lint.report.model import Agency, DateMention, Edition, Figure, FigureKind, Period, Report, Table, Title
from disclosure_lint.reporters.encoding import dumps, number
from disclosure_lint.source import Source, Span

if TYPE_CHECKING:
    from disclosure_lint.audit.records import Record


@lru_cache(maxsize=16)
def _form_names(edition: str, table: str) -> tuple[str, ...]:
    form = forms().get(edition)
    found = form.tables.get(table) if form else None
    return found.names() if found else ()


def memory(report: Report) -> str:
    """The tables of a report as JSON: {table: {edition, part, span, names?, cells, runs}}.

    A cell is 0 (missing), [start, line, column] (a plain zero), [start, line, column, value] (a plain number), or
    [start, line, column, value, end, kind, text, inferred, candidates, implied zero]. Decimals are written as text.
    """
    tables = {}
    for key, table in report.tables.items():
        data: dict[str, Any] = {"edition": table.edition, "part": table.part, "span": list(table.span)}
        names = tuple(table.figures)
        if names != _form_names(table.edition or "", key):
            data["names"] = names
        data["cells"] = [_cell(figure, report.source) for figure in table.figures.values()]
        if table.shifted_rows:
            data["shifted"] = table.shifted_rows
        tables[key] = data
    return dumps(tables)


def _cell(figure: Figure, source: Source) -> Any:
    if figure.kind == "missing":
        return 0
    start, end = figure.span
    line, column = source.position(start)
    if not figure.inferred and not figure.candidates and figure.text == str(figure.value):
        if figure.kind == "zero" and figure.text == "0":
            return [start, line, column]
        if figure.kind == "number" and isinstance(figure.value, int):
            return [start, line, column, figure.value]
    value = _written(figure.value)
    candidates = [_written(each) for each in figure.candidates]
    extra = [figure.inferred, candidates, figure.implied_zero]
    text = masked(figure.text) if figure.kind == "text" else figure.text
    return [start, line, column, value, end, figure.kind, text, *extra]


def _written(value: Number | None) -> int | str | None:
    plain = number(value)
    return format(plain, "f") if isinstance(plain, Decimal) else plain


def _number(value: int | str | None) -> Number | None:
    return Decimal(value) if isinstance(value, str) else value


class Cell(NamedTuple):
    """One figure as a row of a table. `line` and `column` are None for a missing cell."""

    name: str
    value: Number | None
    kind: FigureKind
    text: str
    inferred: bool
    candidates: tuple[Number, ...]
    line: int | None
    column: int | None


class Grid(NamedTuple):
    """A table with all its cells. `names`: those of the cells where they are not the form's."""

    table: str
    edition: Edition | None
    names: tuple[str, ...] | None
    cells: tuple[Cell, ...]


def grids(tables: Mapping[str, Any]) -> Iterator[Grid]:
    """The tables of a report, straight from what was kept: many want them, of many reports."""
    for key, data in tables.items():
        own = tuple(data["names"]) if data.get("names") else None
        cells = tuple(map(_row, _names(key, data), data["cells"]))
        yield Grid(key, data["edition"], own, cells)


def _row(name: str, cell: Any) -> Cell:
    if cell == 0:
        return Cell(name, None, "missing", "", False, (), None, None)
    if len(cell) == 4:
        return Cell(name, cell[3], "number", str(cell[3]), False, (), cell[1], cell[2])
    if len(cell) == 3:
        return Cell(name, 0, "zero", "0", False, (), cell[1], cell[2])
    _, line, column, value, _, kind, text, inferred, candidates, _ = cell
    return Cell(name, _number(value), kind, text, inferred, _numbers(candidates), line, column)


def _figure(name: str, cell: list[Any]) -> Figure:
    start = cell[0]
    if len(cell) == 3:
        return Figure(name, "zero", 0, "0", Span(start, start + 1))
    if len(cell) == 4:
        text = str(cell[3])
        return Figure(name, "number", cell[3], text, Span(start, start + len(text)))
    _, _, _, value, end, kind, text, inferred, candidates, implied = cell
    return Figure(name, kind, _number(value), text, Span(start, end), inferred, _numbers(candidates), implied)


def _numbers(candidates: list[int | str]) -> tuple[Number, ...]:
    return tuple(found for each in candidates if (found := _number(each)) is not None)


def recalled(record: Record, tables: Mapping[str, Any]) -> Report:
    """The report of a record: facts and tables, no text."""
    agency = Agency(record.name, Span(0, 0), record.kind, record.level) if record.name else None
    title = Title(Span(0, 0), record.title, agency, record.year, None, True) if record.title else None
    start, end = record.period
    period = Period(Span(0, 0), "", start, end, None, None) if start or end else None
    return Report(
        source=Source(record.path, ""),
        year=record.year,
        year_source=record.year_source,
        edition=record.edition,
        title=title,
        agency=agency,
        period=period,
        tables={key: _table(key, data) for key, data in tables.items()},
        signed=_mention(record.signed),
        published=_mention(record.published),
    )


def _mention(day: Any) -> DateMention | None:
    return DateMention(Span(0, 0), day.isoformat(), day.year, day.month, day.day, day) if day else None


class _Figures(Mapping[str, Figure]):
    """The figures of a table, each made when it is asked for."""

    def __init__(self, names: tuple[str, ...], cells: list[Any]) -> None:
        self._cells = dict(zip(names, cells, strict=True))
        self._made: dict[str, Figure] = {}

    def __getitem__(self, name: str) -> Figure:
        made = self._made.get(name)
        if made is None:
            cell = self._cells[name]
            made = _figure(name, cell) if cell else Figure(name, "missing", None, "", Span(0, 0))
            self._made[name] = made
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)

    def __repr__(self) -> str:
        return repr(dict(self))


def _table(key: str, data: Mapping[str, Any]) -> Table:
    return Table(
        key,
        data["edition"],
        data["part"],
        Span(*data["span"]),
        figures=_Figures(_names(key, data), data["cells"]),
        shifted_rows=tuple(data.get("shifted", ())),
    )


def _names(key: str, data: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(data.get("names") or _form_names(data["edition"] or "", key))
