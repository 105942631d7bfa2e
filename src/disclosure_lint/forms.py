"""The official forms as data: parts, tables, rows, columns, labels, per edition.

Source of the editions: 国办公开办函〔2019〕60号 and 国办公开办函〔2021〕30号; one file each in `grammars/forms/`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from disclosure_lint.cache import compiled
from disclosure_lint.resources import grammars_folder
from disclosure_lint.source import folded

EDGE_ROWS: Mapping[str, int] = {"received": 1, "carried_in": 1, "total": -1, "carried_out": -1}
"""The rows of table three that are no results, with their signs in 一 + 二 = （七）总计 + 四."""


@dataclass(frozen=True, slots=True)
class FormLabel:
    """A label of the form: its key, the official wording and wordings seen in practice.

    `type` is the type of the cells of a column: "count", "signed", "amount" or "amount_with_unit" (empty for rows).
    `members` are the row (or group) keys that a group sums. `within` is the group a row belongs to.
    """

    key: str
    label: str
    aliases: tuple[str, ...] = ()
    type: str = ""
    unit: str = ""
    members: tuple[str, ...] = ()
    within: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of table two: its label, and the keys of its columns and rows."""

    label: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True)
class FormTable:
    """One table of a form. `heads` are labels that carry no figures."""

    key: str
    rows: Mapping[str, FormLabel] = field(default_factory=dict)
    columns: Mapping[str, FormLabel] = field(default_factory=dict)
    groups: Mapping[str, FormLabel] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    heads: tuple[str, ...] = ()

    def names(self) -> tuple[str, ...]:
        """Every figure name of the table, in the order of the form."""
        return self._every_name

    @cached_property
    def _every_name(self) -> tuple[str, ...]:
        return tuple(self._names())

    def _names(self) -> Iterator[str]:
        if self.blocks:
            for block in self.blocks:
                for row in block.rows:
                    for column in block.columns:
                        yield f"{self.key}.{row}.{column}"
            return
        rows = self.rows or {key: group for key, group in self.groups.items() if not group.members}
        for row in rows:
            for column in self.columns:
                yield f"{self.key}.{row}.{column}"

    def column_type(self, column: str) -> str:
        """The cell type of a column."""
        return self.columns[column].type


@dataclass(frozen=True, slots=True)
class FormPart:
    """One of the six parts: key, heading, variants of the heading, the table it holds (or "").

    `keywords` are words any of which tells the part from a heading that is worded in no known way.
    """

    name: str
    number: int
    title: str
    aliases: tuple[str, ...]
    table: str
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One edition of the form. `first` and `last` are the report years it is in force for."""

    edition: str
    first: int
    last: int | None
    parts: tuple[FormPart, ...]
    tables: Mapping[str, FormTable]
    basis: tuple[str, str]
    marks: tuple[str, ...] = ()
    """Wordings that only reports of this edition have."""

    def in_force(self, year: int) -> bool:
        """Whether the edition is the right one for a report year."""
        return self.first <= year and (self.last is None or year <= self.last)

    def names(self) -> tuple[str, ...]:
        """Every figure name of the edition."""
        return tuple(name for table in self.tables.values() for name in table.names())


def squeezed(text: str) -> str:
    """A label for comparison: punctuation folded (、 is a comma), blanks, quotation marks and markup away."""
    return squeezed_folded(folded(text))


def squeezed_folded(text: str) -> str:
    """`squeezed` of text that is folded already."""
    return "".join(text.split()).translate(SQUEEZED)


def _enclosed() -> Iterator[tuple[int, str]]:
    """Ordinals that are one character, and how the forms write them."""
    for number in range(1, 21):
        yield 0x245F + number, f"{number}."  # ①
        yield 0x2487 + number, f"{number}."  # ⒈
        yield 0x2473 + number, f"({number})"  # ⑴
    for number, digit in enumerate("一二三四五六七八九十", 1):
        yield 0x321F + number, f"({digit})"  # ㈠


SQUEEZED: dict[int, str | None] = {
    **dict.fromkeys(map(ord, "“”\"'‘’*#|_`")),
    ord("、"): ",",
    **dict(_enclosed()),
}
"""What becomes of the characters of a label in comparison; None: left out."""


def _label(key: str, data: Mapping[str, Any]) -> FormLabel:
    return FormLabel(
        key,
        data["label"],
        tuple(data.get("aliases", ())),
        data.get("type", ""),
        data.get("unit", ""),
        tuple(data.get("sum", ())),
        data.get("within", ""),
    )


def _labels(data: Mapping[str, Any]) -> dict[str, FormLabel]:
    return {key: _label(key, value) for key, value in data.items()}


def _rows(data: Mapping[str, Any], base: Mapping[str, FormLabel]) -> dict[str, FormLabel]:
    rows = {key: label for key, label in base.items() if key not in data.get("without", ())}
    for key, value in data.get("rows", {}).items():
        if before := value.get("before"):
            items = list(rows.items())
            at = list(rows).index(before)
            rows = dict([*items[:at], (key, _label(key, value)), *items[at:]])
        else:
            rows[key] = _label(key, value)
    return rows


def _table(key: str, data: Mapping[str, Any], base: FormTable | None) -> FormTable:
    inherits = base is not None and "blocks" not in data
    parent = base if inherits and base else FormTable(key)
    heads = [data["head"]["label"]] if "head" in data else data.get("heads", parent.heads)
    return FormTable(
        key,
        _rows(data, parent.rows),
        _labels(data["columns"]) if "columns" in data else parent.columns,
        _labels(data["groups"]) if "groups" in data else parent.groups,
        tuple(Block(b["label"], tuple(b["columns"]), tuple(b["rows"])) for b in data.get("blocks", ())),
        tuple(heads),
    )


def _parts(data: list[Mapping[str, Any]]) -> tuple[FormPart, ...]:
    return tuple(
        FormPart(
            part["name"],
            number,
            part["title"],
            tuple(part.get("aliases", ())),
            part.get("table", ""),
            tuple(part.get("keywords", ())),
        )
        for number, part in enumerate(data, 1)
    )


def _form(data: Mapping[str, Any], base: Form | None) -> Form:
    tables = dict(base.tables) if base else {}
    for key, table in data["tables"].items():
        tables[key] = _table(key, table, tables.get(key))
    return Form(
        data["edition"],
        data["years"]["from"],
        data["years"].get("to"),
        _parts(data["parts"]) if "parts" in data else base.parts if base else (),
        tables,
        (data["basis"]["document"], data["basis"]["title"]),
        tuple(data.get("marks", ())),
    )


def _read_forms(texts: Mapping[str, str]) -> dict[str, Form]:
    import yaml

    data = {edition["edition"]: edition for edition in map(yaml.safe_load, texts.values())}
    built: dict[str, Form] = {}

    def build(edition: str) -> Form:
        if edition not in built:
            parent = data[edition].get("extends")
            built[edition] = _form(data[edition], build(parent) if parent else None)
        return built[edition]

    return {
        edition: build(edition) for edition in sorted(data, key=lambda edition: int(data[edition]["years"]["from"]))
    }


@lru_cache(maxsize=1)
def forms() -> Mapping[str, Form]:
    """Every edition of the form by its name, oldest first."""
    folder = grammars_folder() / "forms"
    return compiled("forms", sorted(folder.glob("*.yaml")), _read_forms)


def form_for(year: int) -> Form | None:
    """The form in force for a report year, None before the first."""
    return next((form for form in forms().values() if form.in_force(year)), None)


@lru_cache(maxsize=1)
def newest_form() -> Form:
    """The newest edition."""
    return list(forms().values())[-1]


@lru_cache(maxsize=1)
def figure_names() -> tuple[str, ...]:
    """Every figure name of every edition, in the order of the forms, newest edition first."""
    names: dict[str, None] = {}
    for form in reversed(list(forms().values())):
        names.update(dict.fromkeys(form.names()))
    return tuple(names)
