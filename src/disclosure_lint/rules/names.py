"""What tables, rows and columns are called: in identities, and in messages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from disclosure_lint.cache import compiled
from disclosure_lint.forms import FormTable, forms, squeezed
from disclosure_lint.report.model import Table
from disclosure_lint.resources import rules_folder
from disclosure_lint.rules.rule import Texts

_ORDINAL = re.compile(r"^(?:\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+[、,]|\d+[.、,])+")
_WORD = re.compile(r"[^\W\d]\w*\Z")


@dataclass(frozen=True, slots=True)
class Names:
    """The names of `rules/data/names.yaml`. `sums` are columns that the form does not print: key to members."""

    previous: tuple[str, ...] = ()
    tables: Mapping[str, Texts] = field(default_factory=dict)
    table_terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, Texts]] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, Texts]] = field(default_factory=dict)
    sums: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def table(self, key: str) -> Texts:
        """A table in words."""
        return self.tables.get(key, _itself(key))

    def row(self, table: str, key: str) -> Texts:
        """A row in words."""
        return self.rows.get(table, {}).get(key, _itself(key))

    def column(self, table: str, key: str) -> Texts:
        """A column in words."""
        return self.columns.get(table, {}).get(key, _itself(key))

    def cell(self, name: str) -> Mapping[str, Texts]:
        """Row and column of a figure in words, as the values of a message."""
        table, row, column = name.split(".")
        return {"row": self.row(table, row), "column": self.column(table, column)}


def _itself(key: str) -> Texts:
    return {"zh": key, "en": key}


def _texts(data: Mapping[str, Any]) -> dict[str, Texts]:
    return {key: {"zh": value["zh"], "en": value["en"]} for key, value in data.items()}


def _read(texts: Mapping[str, str]) -> Names:
    import yaml

    data = yaml.safe_load(next(iter(texts.values())))
    tables = data["tables"]
    return Names(
        tuple(data["previous"]),
        _texts(tables),
        {key: tuple(table["terms"]) for key, table in tables.items()},
        {key: _texts(data[key]["rows"]) for key in tables},
        {key: _texts(data[key]["columns"]) for key in tables},
        {
            (table, key): tuple(column["sum"])
            for table in tables
            for key, column in data[table]["columns"].items()
            if "sum" in column
        },
    )


@lru_cache(maxsize=1)
def names() -> Names:
    """The names in use."""
    return compiled("names", [rules_folder() / "data" / "names.yaml"], _read)


def bare(label: str) -> str:
    """A label without its ordinal and the remark after it: `（二）部分公开（区分…）` gives `部分公开`."""
    return _ORDINAL.sub("", squeezed(label)).split("(")[0]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that a term may mean; derived rows and columns are cells too."""

    table: str
    row: str
    column: str


def _labelled(form: FormTable, aliases: bool) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(role, key, labels) of everything in a table of a form."""
    rows = {**form.groups, **form.rows}
    for key, label in rows.items():
        yield "row", key, (label.label, *(label.aliases if aliases else ()))
    for key, label in form.columns.items():
        yield "column", key, (label.label, *(label.aliases if aliases else ()))


@cache
def words(aliases: bool = True) -> Mapping[tuple[str, str, str], frozenset[str]]:
    """The words for (role, table, key): its key, the form's labels without ordinals, the names used in messages.

    `aliases`: the wordings seen in practice too.
    """
    found: dict[tuple[str, str, str], set[str]] = {}
    known = names()
    for form in forms().values():
        for table, layout in form.tables.items():
            found[("table", table, "")] = {table, *known.table_terms.get(table, ())}
            for role, key, labels in _labelled(layout, aliases):
                found.setdefault((role, table, key), {key}).update(map(bare, labels))
    for role, named in (("row", known.rows), ("column", known.columns)):
        for table, keys in named.items():
            for key, texts in keys.items():
                found.setdefault((role, table, key), {key}).add(bare(texts["zh"]))
    return {where: frozenset(word for word in some if _WORD.match(word)) for where, some in found.items()}


@lru_cache(maxsize=1)
def cells() -> tuple[Cell, ...]:
    """Every cell of every edition that a term may name, derived ones included."""
    found: dict[Cell, None] = {}
    for form in reversed(list(forms().values())):
        for table, layout in form.tables.items():
            for name in form.names():
                if name.startswith(f"{table}."):
                    _, row, column = name.split(".")
                    found[Cell(table, row, column)] = None
            columns = [*layout.columns, *(key for owner, key in names().sums if owner == table)]
            for row in _all_rows(layout):
                found.update(dict.fromkeys(Cell(table, row, column) for column in columns))
    return tuple(found)


def _all_rows(layout: FormTable) -> list[str]:
    if layout.blocks:
        return []
    return [*layout.rows, *(key for key, group in layout.groups.items() if group.members or not layout.rows)]


def edition_of(table: Table) -> str:
    """The edition whose form a table is read by: its own, else the newest that has all its figures."""
    if table.edition is not None and table.name in forms()[table.edition].tables:
        return table.edition
    editions = [edition for edition, form in forms().items() if table.name in form.tables]
    full = [edition for edition in editions if figure_names_of(edition, table.name) <= table.figures.keys()]
    return (full or editions)[-1]


def layout_of(edition: str, table: str) -> FormTable:
    """The form of a table in an edition."""
    return forms()[edition].tables[table]


@cache
def figure_names_of(edition: str, table: str) -> frozenset[str]:
    """The names of all figures of a table in an edition."""
    return frozenset(layout_of(edition, table).names())


def row_members(layout: FormTable, row: str) -> tuple[str, ...]:
    """The rows whose sum a row is: itself, or those of its group."""
    if row in layout.rows or layout.blocks:
        return (row,)
    group = layout.groups.get(row)
    return group.members if group and group.members else (row,)


def column_members(table: str, column: str) -> tuple[str, ...]:
    """The columns whose sum a column is: itself, or those it stands for."""
    return names().sums.get((table, column), (column,))


@cache
def column_type(edition: str, table: str, column: str) -> str:
    """The type of a column's cells in an edition, else in any that has the column."""
    for form in (forms()[edition], *forms().values()):
        if table in form.tables and column in form.tables[table].columns:
            return form.tables[table].columns[column].type
    return ""
