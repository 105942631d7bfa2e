"""The roster: who should submit, whose child is whom, and by when. A table as a spreadsheet saves it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from disclosure_lint.cache import compiled
from disclosure_lint.report.model import AgencyKind, AgencyLevel
from disclosure_lint.resources import rules_folder

_HEAD_ROWS = 10
"""Rows in which the heads of the columns are looked for: a title may stand above them."""

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+0{1,2}:00(?::00)?)?")
_DAY_OF_ANY_YEAR = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_YEAR = re.compile(r"((?:19|20)\d{2})(?:\.0)?\s*(?:年度|年)?")
_SHEET_SUFFIXES = frozenset({".xlsx", ".xlsm"})


@dataclass(frozen=True, slots=True)
class Due:
    """What an agency owes for a year (None: for every year of the campaign).

    `due` is the last day for it, `month` and `day` where the roster gives no year. `file`: the path, or a pattern,
    of the submission. `row`: where the roster says so, as a spreadsheet counts.
    """

    year: int | None
    due: date | None = None
    month_day: tuple[int, int] | None = None
    file: str = ""
    row: int = 0

    def day(self, year: int) -> date | None:
        """The last day for the report of a year."""
        if self.month_day is not None:
            return _date(year + 1, *self.month_day)
        return self.due


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency of the roster. `id` is unique: that of the roster, else the name. `parent` is the id of another one."""

    id: str
    name: str
    kind: AgencyKind | None = None
    level: AgencyLevel | None = None
    parent: str = ""
    aliases: tuple[str, ...] = ()
    duties: tuple[Due, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterProblem:
    """A mistake in a roster: the row (0: the whole table), a key of the audit's words, and the values for them."""

    row: int
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


class RosterError(Exception):
    """A roster that cannot be used, with every mistake in it."""

    def __init__(self, path: str, problems: Sequence[RosterProblem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.path, self.problems = path, tuple(problems)


@dataclass(frozen=True)
class Roster:
    """The agencies of a roster, in its order. `ignored` are the columns that say nothing to us."""

    agencies: Mapping[str, Agency] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.agencies)

    def years(self) -> tuple[int, ...]:
        """Every year that a row names."""
        named = {duty.year for agency in self.agencies.values() for duty in agency.duties}
        return tuple(sorted(year for year in named if year is not None))

    def duties(self, years: Sequence[int]) -> Iterator[tuple[str, int, date | None]]:
        """Agency, year and last day of every report that is due, for the years of a campaign."""
        for agency in self.agencies.values():
            owed: dict[int, date | None] = {}
            for duty in agency.duties:
                for year in years if duty.year is None else (duty.year,):
                    owed.setdefault(year, duty.day(year))
            for year in sorted(owed):
                yield agency.id, year, owed[year]


def squeezed(name: str) -> str:
    """A name without blanks, its brackets of one kind: how names are compared."""
    return "".join(name.split()).replace("（", "(").replace("）", ")")


# -- words -----------------------------------------------------------------------


@dataclass(frozen=True)
class RosterWords:
    """How rosters are written: `rules/data/roster.yaml`."""

    columns: Mapping[str, str]
    """Head, squeezed and in lower case, to the name of the column."""
    kinds: Mapping[str, AgencyKind]
    levels: Mapping[str, AgencyLevel]
    separators: tuple[str, ...]
    place_ends: tuple[str, ...]
    relative: tuple[str, ...]


def _usual_words(known: Mapping[str, str]) -> list[str]:
    """For each meaning of the words of a column the first that is no key, and the key."""
    first: dict[str, str] = {}
    for word, key in known.items():
        if word != key:
            first.setdefault(key, word)
    return [f"{word} ({key})" for key, word in first.items()]


def _turned(table: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    return {squeezed(str(word)).lower(): key for key, words in table.items() for word in words}


def _read_words(texts: Mapping[str, str]) -> RosterWords:
    import yaml

    data = yaml.safe_load(next(iter(texts.values())))
    return RosterWords(
        _turned(data["columns"]),
        _turned(data["kinds"]),
        _turned(data["levels"]),
        tuple(data["separators"]),
        tuple(data["place_ends"]),
        tuple(data["relative"]),
    )


@lru_cache(maxsize=1)
def roster_words() -> RosterWords:
    """The words of rosters."""
    return compiled("roster", [rules_folder() / "data" / "roster.yaml"], _read_words)


# -- reading ---------------------------------------------------------------------

_Row = Sequence[Any]


def read_roster(path: Path) -> Roster:
    """The roster of a file. Raises OSError or RosterError."""
    reading = _Reading(_sheet_rows(path) if path.suffix.lower() in _SHEET_SUFFIXES else _text_rows(path))
    roster = reading.roster()
    if reading.problems:
        raise RosterError(str(path), sorted(reading.problems, key=lambda problem: problem.row))
    return roster


def _text_rows(path: Path) -> Iterator[_Row]:
    text = _decoded(path)
    first = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(",\t;", key=first.count)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RosterError(str(path), [RosterProblem(0, "roster-encoding")])


def _sheet_rows(path: Path) -> Iterator[_Row]:
    """The rows of the first sheet that has a column of agencies."""
    try:
        import openpyxl  # type: ignore[import-untyped, unused-ignore]
    except ImportError:
        raise RosterError(str(path), [RosterProblem(0, "roster-openpyxl")]) from None
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except OSError:
        raise
    except Exception as error:  # whatever a damaged workbook makes of the package
        raise RosterError(str(path), [RosterProblem(0, "roster-damaged", {"fault": type(error).__name__})]) from None
    for sheet in book.worksheets:
        heads = sheet.iter_rows(max_row=_HEAD_ROWS, values_only=True)
        if any("agency" in _columns(row).values() for row in heads):
            return iter(sheet.iter_rows(values_only=True))
    return iter(())


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _columns(row: _Row) -> dict[int, str]:
    known = roster_words().columns
    found: dict[int, str] = {}
    for number, cell in enumerate(row):
        name = known.get(squeezed(_text(cell)).lower())
        if name and name not in found.values():
            found[number] = name
    return found


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class _Reading:
    """The reading of one roster, and every mistake in it."""

    def __init__(self, rows: Iterator[_Row]) -> None:
        self.rows = rows
        self.problems: list[RosterProblem] = []
        self._agencies: dict[str, Agency] = {}
        self._ids: dict[str, str] = {}
        """Id, or name, squeezed, to id."""
        self._parents: dict[str, tuple[str, int]] = {}
        self._days: dict[date | None, date | None] = {}
        """Each day once: thousands of rows have the same."""

    def _wrong(self, row: int, key: str, **values: Any) -> None:
        self.problems.append(RosterProblem(row, key, values))

    def roster(self) -> Roster:
        """The roster as far as it can be read."""
        heads = ((number, row, _columns(row)) for number, row in enumerate(islice(self.rows, _HEAD_ROWS), 1))
        number, head, columns = next((each for each in heads if "agency" in each[2].values()), (0, (), {}))
        if not columns:
            known = sorted(word for word, column in roster_words().columns.items() if column == "agency")
            self._wrong(0, "roster-no-agency", known=known)
            return Roster()
        ignored = tuple(text for at, cell in enumerate(head) if at not in columns and (text := _text(cell)))
        for index, cells in enumerate(self.rows, number + 1):
            values = {name: cells[at] for at, name in columns.items() if at < len(cells)}
            if any(_text(value) for value in values.values()):
                self._row(index, values)
        self._join_parents()
        self._check_aliases()
        if not self._agencies and not self.problems:
            self._wrong(0, "roster-empty")
        return Roster(self._agencies, ignored)

    def _row(self, row: int, values: Mapping[str, Any]) -> None:
        name = squeezed(_text(values.get("agency")))
        if not name:
            self._wrong(row, "roster-no-name")
            return
        id_ = _text(values.get("id")) or name
        words = roster_words()
        told = Agency(
            id_,
            name,
            self._word(row, "kind", values, words.kinds),
            self._word(row, "level", values, words.levels),
            "",
            self._aliases(values),
            (self._duty(row, values),),
        )
        if parent := squeezed(_text(values.get("parent"))):
            if id_ in self._parents and self._parents[id_][0] != parent:
                self._wrong(row, "roster-differs", agency=name, column="parent", other=self._parents[id_][1])
            self._parents.setdefault(id_, (parent, row))
        self._agencies[id_] = self._joined(row, self._agencies[id_], told) if id_ in self._agencies else told
        self._ids.setdefault(squeezed(id_), id_)
        self._ids.setdefault(name, id_)

    def _joined(self, row: int, known: Agency, told: Agency) -> Agency:
        """An agency of several rows, one for each year."""
        first = known.duties[0].row
        for column in ("name", "kind", "level"):
            before, now = getattr(known, column), getattr(told, column)
            if before and now and before != now:
                self._wrong(row, "roster-differs", agency=known.name, column=column, other=first)
        for duty in known.duties:
            if duty.year == told.duties[0].year:
                self._wrong(row, "roster-twice", agency=known.name, year=duty.year, other=duty.row)
        return replace(
            known,
            kind=known.kind or told.kind,
            level=known.level or told.level,
            aliases=tuple(dict.fromkeys((*known.aliases, *told.aliases))),
            duties=(*known.duties, *told.duties),
        )

    def _word(self, row: int, column: str, values: Mapping[str, Any], known: Mapping[str, Any]) -> Any:
        text = _text(values.get(column))
        if not text:
            return None
        found = known.get(squeezed(text).lower())
        if found is None:
            self._wrong(row, "roster-word", column=column, word=text, known=_usual_words(known))
        return found

    def _aliases(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        text = _text(values.get("aliases"))
        for separator in roster_words().separators:
            text = text.replace(separator, "\0")
        return tuple(dict.fromkeys(alias for part in text.split("\0") if (alias := squeezed(part))))

    def _duty(self, row: int, values: Mapping[str, Any]) -> Due:
        year = self._year(row, values.get("year"))
        due, month_day = self._due(row, values.get("due"))
        if year is None and due is not None:
            year = due.year - 1  # a report is due in the year after the one that it is about
        file = _text(values.get("file")).replace("\\", "/").removeprefix("./")
        return Due(year, self._days.setdefault(due, due), month_day, file, row)

    def _year(self, row: int, value: Any) -> int | None:
        text = _text(value)
        if not text:
            return None
        match = _YEAR.fullmatch(text)
        if match is None:
            self._wrong(row, "roster-year", word=text)
            return None
        return int(match[1])

    def _due(self, row: int, value: Any) -> tuple[date | None, tuple[int, int] | None]:
        if isinstance(value, datetime):
            return value.date(), None
        if isinstance(value, date):
            return value, None
        text = _text(value)
        if not text:
            return None, None
        if match := _DAY.fullmatch(text):
            if found := _date(int(match[1]), int(match[2]), int(match[3])):
                return found, None
        elif (match := _DAY_OF_ANY_YEAR.fullmatch(text)) and _date(2024, int(match[1]), int(match[2])):
            return None, (int(match[1]), int(match[2]))
        self._wrong(row, "roster-due", word=text)
        return None, None

    def _join_parents(self) -> None:
        for id_, (parent, row) in self._parents.items():
            found = self._ids.get(parent)
            if found is None:
                self._wrong(row, "roster-parent", agency=self._agencies[id_].name, parent=parent)
            else:
                self._agencies[id_] = replace(self._agencies[id_], parent=found)
        for id_, (_, row) in self._parents.items():
            if self._circular(id_):
                self._wrong(row, "roster-circle", agency=self._agencies[id_].name)

    def _circular(self, id_: str) -> bool:
        seen = set()
        at = id_
        while at and at not in seen:
            seen.add(at)
            at = self._agencies[at].parent
        return at == id_

    def _check_aliases(self) -> None:
        owners: dict[str, str] = {}
        for agency in self._agencies.values():
            for name in (agency.name, *agency.aliases):
                owner = owners.setdefault(name, agency.id)
                if owner != agency.id:
                    other = self._agencies[owner]
                    self._wrong(agency.duties[0].row, "roster-shared", name=name, other=other.duties[0].row)
