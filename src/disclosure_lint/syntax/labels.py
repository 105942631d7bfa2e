"""The labels of the official forms, ready to be found: by a whole cell, by its beginning, or inside glued text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from disclosure_lint.cache import compiled
from disclosure_lint.forms import Form, FormLabel, FormTable, forms, newest_form, squeezed, squeezed_folded
from disclosure_lint.resources import grammars_folder

Role = Literal["row", "column", "group", "block", "head"]

_ORDINAL = re.compile(r"(?:\(?[一二三四五六七八九十]+\)?[.,]?|\(?\d[.,:)]*)(?=\D)")
_REMARK = re.compile(r"(?<=[^(])\((?![一二三四五六七八九十]\))[^()]*\)?\Z")
"""What a label says in brackets at its end, cut off or not: no ordinal of another label."""
_LONGEST_CELL = 200


@dataclass(frozen=True, slots=True)
class FormWord:
    """What a label may be in one table: role, key, the editions that have it, those whose official wording it is."""

    role: Role
    key: str
    editions: tuple[str, ...]
    official: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The labels of one table over all editions. `words` maps a squeezed label to what it may be."""

    table: str
    words: Mapping[str, tuple[FormWord, ...]]
    beginnings: frozenset[str]
    """Every proper beginning of a label: a cell that is one may go on in the next."""
    trie: str
    """A regular expression that finds the longest label at a position of squeezed text."""
    blocks: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """Table two: (edition, block) to the column keys."""
    bare_rows: Mapping[str, tuple[FormWord, frozenset[str]]] = field(default_factory=dict)
    """Labels that without their ordinal are heads (其他, 总计): the row, and the rows that it may follow."""
    width: int = 0
    """The cells of a row, where all rows have as many."""

    def find_in(self, cell: str) -> tuple[FormWord, ...]:
        """What the folded text of a cell is; the same cells come again in every report, so each is looked at once."""
        return _found(self.table, cell)

    def find(self, text: str) -> tuple[FormWord, ...]:
        """What a squeezed cell text is, () for no label. Ordinals may be written otherwise, remarks may follow."""
        if found := self.words.get(text):
            return found
        bare = text.rstrip(":。;,")
        if found := self.words.get(bare):
            return found
        if match := _ORDINAL.match(bare):
            rest = bare[match.end() :]
            ordinal = match[0].strip("().,:")
            forms_of = (f"{ordinal}.{rest}", f"{ordinal},{rest}", f"({ordinal}){rest}")
            for written in forms_of:
                if found := self.words.get(written):
                    return found
            if found := self.words.get(rest):
                return found
            bare = rest
        if (remark := _REMARK.search(bare)) and (found := self.words.get(bare[: remark.start()])):
            return found
        return ()


def _labels_of(table: FormTable) -> Iterator[tuple[Role, FormLabel]]:
    for row in table.rows.values():
        yield "row", row
    for column in table.columns.values():
        yield "column", column
    for group in table.groups.values():
        yield "group", group
    for block in table.blocks:
        yield "block", FormLabel(block.label, block.label)
    for head in table.heads:
        yield "head", FormLabel(head, head)


def _words(table: str, editions: Mapping[str, Form]) -> dict[str, tuple[FormWord, ...]]:
    found: dict[str, dict[tuple[Role, str], tuple[list[str], list[str]]]] = {}
    for edition, form in editions.items():
        if table not in form.tables:
            continue
        for role, label in _labels_of(form.tables[table]):
            for wording in (label.label, *label.aliases):
                uses = found.setdefault(squeezed(wording), {})
                editions_of, official = uses.setdefault((role, label.key), ([], []))
                editions_of.append(edition)
                if wording == label.label:
                    official.append(edition)
    return {
        text: tuple(FormWord(role, key, tuple(e), tuple(o)) for (role, key), (e, o) in uses.items())
        for text, uses in found.items()
    }


def _bare_rows(table: str, words: Mapping[str, tuple[FormWord, ...]]) -> dict[str, tuple[FormWord, frozenset[str]]]:
    found: dict[str, tuple[FormWord, frozenset[str]]] = {}
    for text, meanings in words.items():
        ordinal = _ORDINAL.match(text)
        bare = text[ordinal.end() :] if ordinal else text
        if bare == text or not any(word.role == "column" for word in words.get(bare, ())):
            continue
        for word in meanings:
            if word.role == "row":
                found[bare] = (word, _rows_before(table, word.key))
    return found


def _rows_before(table: str, key: str) -> frozenset[str]:
    """The rows that may stand directly before a row: those of its group, else those of any group."""
    before: set[str] = set()
    for form in forms().values():
        rows = form.tables[table].rows if table in form.tables else {}
        if key not in rows:
            continue
        members = form.tables[table].groups[rows[key].within].members if rows[key].within else ()
        above = list(rows)[: list(rows).index(key)]
        before |= {one for one in above if (one in members if members else rows[one].within)}
    return frozenset(before)


def _width(table: str) -> int:
    shape = newest_form().tables[table]
    return len(shape.columns) if shape.rows and not shape.blocks else 0


def trie_pattern(words: Mapping[str, object]) -> str:
    """One regular expression for the longest of many words, branching character by character."""
    tree: dict[str, dict[str, object]] = {}
    for word in words:
        node: dict[str, object] = tree  # type: ignore[assignment]
        for character in word:
            node = node.setdefault(character, {})  # type: ignore[assignment]
        node[""] = {}

    def pattern(node: dict[str, object]) -> str:
        branches = [re.escape(key) + pattern(child) for key, child in node.items() if key]  # type: ignore[arg-type]
        if not branches:
            return ""
        inner = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
        if "" not in node:
            return inner
        return f"(?:{inner})?"

    return pattern(tree)  # type: ignore[arg-type]


def _vocabulary(table: str) -> Vocabulary:
    words = _words(table, forms())
    blocks = {
        (edition, squeezed(block.label)): block.columns
        for edition, form in forms().items()
        if table in form.tables
        for block in form.tables[table].blocks
    }
    beginnings = frozenset(word[:size] for word in words for size in range(1, len(word)))
    return Vocabulary(table, words, beginnings, trie_pattern(words), blocks, _bare_rows(table, words), _width(table))


@lru_cache(maxsize=1)
def vocabularies() -> Mapping[str, Vocabulary]:
    """The vocabulary of each statutory table by its key."""
    paths = sorted((grammars_folder() / "forms").glob("*.yaml"))
    tables = ("proactive", "applications", "disputes")
    return compiled("labels", paths, lambda _: {table: _vocabulary(table) for table in tables})


@lru_cache(maxsize=8192)
def _found(table: str, cell: str) -> tuple[FormWord, ...]:
    return vocabularies()[table].find(squeezed_folded(cell)) if len(cell) <= _LONGEST_CELL else ()


@lru_cache(maxsize=8)
def scanner(table: str) -> re.Pattern[str]:
    """The compiled trie of a table's labels, for squeezed text."""
    return re.compile(vocabularies()[table].trie)


@lru_cache(maxsize=1)
def row_ordinals() -> frozenset[str]:
    """Beginnings (ordinal and four characters) of the row labels that look like part headings: 一、本年新收 …"""
    found = set()
    for form in forms().values():
        for table in form.tables.values():
            for label in (*table.rows.values(), *table.groups.values()):
                for wording in (label.label, *label.aliases):
                    if re.match(r"[一二三四五六七八九十]、", wording):
                        found.add(squeezed(wording)[:6])
    return frozenset(found)
