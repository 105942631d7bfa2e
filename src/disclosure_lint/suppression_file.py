"""The file that suppressions stand in: read with every mistake in it, and added to without touching what is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from disclosure_lint.finding import Finding
from disclosure_lint.suppressions import Subject, Suppression
from disclosure_lint.words import nearest

FILE = "disclosure-lint-suppressions.toml"
KEY = "suppress"
NEVER = ("INT", "CFG")
"""Faults of the program and of the configuration itself are not to be silenced."""

_CODE = re.compile(r"[A-Z]{3}\d{3}")
_HEAD = re.compile(rf"^[ \t]*\[\[[ \t]*(?:[\w.\"' -]+\.[ \t]*)?[\"']?{KEY}[\"']?[ \t]*\]\]", re.M)
_PARTS: tuple[int | str, ...] = (1, 2, 3, 4, 5, 6, "title", "preamble", "signature")
_SCOPE = ("agency", "year", "part", "table", "row", "column", "ordinal", "path")


class Mistake(NamedTuple):
    """A mistake in a suppression: its line, the key of its words, and the values for them."""

    line: int
    key: str
    values: Mapping[str, Any]


def read_suppressions(
    tables: Any, file: str, folder: Path, text: str
) -> tuple[tuple[Suppression, ...], tuple[Mistake, ...]]:
    """The suppressions of the value of `suppress` in a file, and every mistake in them."""
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        return (), (Mistake(_line_at(text, KEY), "suppress-tables", {"word": KEY}),)
    reading = [_Reading(table, region) for table, region in zip(tables, _regions(text, len(tables)), strict=True)]
    found = [each.suppression(file, folder, number) for number, each in enumerate(reading, 1)]
    mistakes = tuple(mistake for each in reading for mistake in each.mistakes)
    return tuple(one for one in found if one is not None), mistakes


def _regions(text: str, count: int) -> list[tuple[int, str]]:
    """The line that each table begins on, and its text; TOML's own reader does not tell."""
    starts = [match.start() for match in _HEAD.finditer(text)]
    if len(starts) != count or not count:  # written as an inline list, or something in a text looks like a head
        return [(_line_at(text, KEY), "")] * count
    ends = [*starts[1:], len(text)]
    return [(text.count("\n", 0, start) + 1, text[start:end]) for start, end in zip(starts, ends, strict=True)]


def _line_at(text: str, word: str) -> int:
    match = re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)
    return text.count("\n", 0, match.start()) + 1 if match else 1


class _Reading:
    """The reading of one table: what it says, and every mistake in it."""

    def __init__(self, table: Mapping[str, Any], region: tuple[int, str]) -> None:
        self.table, (self.line, self.text) = table, region
        self.mistakes: list[Mistake] = []
        self.known = {
            "code": self._code,
            "reason": self._text,
            "agency": self._text,
            "year": self._number,
            "part": self._part,
            "table": self._table,
            "row": self._text,
            "column": self._text,
            "ordinal": self._number,
            "path": self._text,
            "expires": self._day,
            "author": self._text,
        }

    def suppression(self, file: str, folder: Path, number: int) -> Suppression | None:
        """The suppression, None if anything in it is wrong."""
        values: dict[str, Any] = {}
        for key, value in self.table.items():
            if key not in self.known:
                self._wrong(key, "config-key", word=key, hint=nearest(key, self.known))
            else:
                values[key] = self.known[key](key, value)
        for key in ("code", "reason"):
            if key not in self.table:
                self._wrong("", f"suppress-no-{key}")
        scope = [key for key in _SCOPE if key in self.table]
        if not scope:
            self._wrong("", "suppress-everything", word=str(self.table.get("code", "")))
        table = values.get("table") or ""
        rows, columns = (self._keys(role, values.pop(role, None), table) for role in ("row", "column"))
        if self.mistakes:
            return None
        written = "、".join(str(self.table[key]) for key in scope)
        values = {key: value for key, value in values.items() if value is not None}
        return Suppression(
            **values,
            rows=rows,
            columns=columns,
            scope=written,
            file=file,
            folder=folder,
            line=self.line,
            number=number,
        )

    def _wrong(self, at: str, key: str, **values: Any) -> None:
        line = self.line + (_line_at(self.text, at) - 1 if at else 0)
        self.mistakes.append(Mistake(line, key, values))

    def _text(self, key: str, value: Any) -> str | None:
        if isinstance(value, str) and value.strip():
            return value.strip()
        self._wrong(key, "suppress-no-reason" if key == "reason" else "config-string", word=key)
        return None

    def _code(self, key: str, value: Any) -> str | None:
        if not isinstance(value, str) or not _CODE.fullmatch(value):
            self._wrong(key, "suppress-code", word=str(value))
        elif value.startswith(NEVER):
            self._wrong(key, "suppress-never", word=value)
        else:
            return value
        return None

    def _number(self, key: str, value: Any) -> int | None:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self._wrong(key, "suppress-number", word=key)
        return None

    def _part(self, key: str, value: Any) -> int | str | None:
        if value in _PARTS and not isinstance(value, bool | float):
            return value if isinstance(value, str) else int(value)
        self._wrong(key, "config-choice", word=key, value=str(value), hint=nearest(str(value), map(str, _PARTS)))
        return None

    def _day(self, key: str, value: Any) -> date | None:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self._wrong(key, "bad-date", value=str(value))
        return None

    def _table(self, key: str, value: Any) -> str | None:
        found = [table for role, table, _ in _words() if role == "table" and _called(value, role, table, "")]
        if found:
            return found[0]
        self._wrong(key, "config-choice", word=key, value=str(value), hint=nearest(str(value), _known("table", "")))
        return None

    def _keys(self, role: str, word: str | None, table: str) -> frozenset[str]:
        """The keys that a row or column may have, called by its key or in the form's words."""
        if word is None:
            return frozenset()
        keys = [(owner, key) for where, owner, key in _words() if where == role and table in ("", owner)]
        found = frozenset(key for owner, key in keys if _called(word, role, owner, key))
        if not found:
            self._wrong(role, "config-choice", word=role, value=word, hint=nearest(word, _known(role, table)))
        return found


def _words() -> Mapping[tuple[str, str, str], frozenset[str]]:
    from disclosure_lint.rules.names import words

    return words()


def _called(word: Any, role: str, table: str, key: str) -> bool:
    from disclosure_lint.rules.names import bare

    return isinstance(word, str) and (word == key or bool({word, bare(word)} & _words()[role, table, key]))


def _known(role: str, table: str) -> list[str]:
    return sorted({key or owner for where, owner, key in _words() if where == role and table in ("", owner)})


def table_text(finding: Finding, subject: Subject, path: str, reason: str, expires: date | None, author: str) -> str:
    """A suppression of one finding as TOML. `path` names the file where the agency is not known."""
    entries = [("code", _quoted(finding.code)), *_scope_entries(finding, subject, path), ("reason", _quoted(reason))]
    if expires:
        entries.append(("expires", expires.isoformat()))
    if author:
        entries.append(("author", _quoted(author)))
    return "".join([f"[[{KEY}]]\n", *(f"{key} = {value}\n" for key, value in entries)])


def _scope_entries(finding: Finding, subject: Subject, path: str) -> Iterator[tuple[str, str]]:
    place = finding.place
    facts: list[tuple[str, str | int | None]] = [
        ("agency", subject.agency or None),
        ("year", subject.year if subject.agency else None),
        ("path", None if subject.agency else _literal(path)),
        ("part", place.part),
        ("table", place.table),
        ("row", place.row),
        ("column", place.column),
        ("ordinal", place.ordinal),
    ]
    for key, value in facts:
        if value is not None:
            yield key, str(value) if isinstance(value, int) else _quoted(value)


def _literal(path: str) -> str:
    """A pattern that matches a path alone. What no text file can hold matches any character."""
    pattern = re.sub(r"[*?\[]", r"[\g<0>]", path)
    return re.sub("[\ud800-\udfff]", "?", pattern)


def _quoted(text: str) -> str:
    """A basic string of TOML, which is one of JSON but for the character DEL."""
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def appended(text: str, tables: str) -> str:
    """The text of a file with tables after all that is there, in the file's own line ends."""
    newline = "\r\n" if "\r\n" in text else "\n"
    if text and not text.endswith("\n"):
        text += newline
    return text + (newline if text else "") + tables.replace("\n", newline)
