"""YAML read with positions, so that every mistake in a rule file can be shown where it is.

Only `true` and `false` are booleans, dates stay text, a number is a plain decimal: what people expect who do not
know YAML. What other readers of YAML would take for something else (`on`, `2021-01-31`) is reported as a trap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

Texts = Mapping[str, str]


class Mistake(NamedTuple):
    """A mistake in a file: its code, what is wrong in each language, and where (1-based)."""

    code: str
    message: Texts
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Located:
    """A YAML value and where it stands. `value` is a scalar, a list of Located or a dict of str to Entry."""

    value: Any
    line: int
    column: int
    quoted: bool = False
    """Whether a scalar is written in quotes or as a block: its text then starts elsewhere."""

    def plain(self) -> Any:
        """The value as Python data."""
        if isinstance(self.value, dict):
            return {key: entry.value.plain() for key, entry in self.value.items()}
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        return self.value

    def mistake(self, code: str, zh: str, en: str, offset: int = 0) -> Mistake:
        """A mistake at this value, `offset` characters into it."""
        return Mistake(code, {"zh": zh, "en": en}, self.line, self.column + (offset + self.quoted if offset else 0))


class Entry(NamedTuple):
    """A key with its value."""

    key: Located
    value: Located


@dataclass
class Read:
    """A file as read: its root (None if it is no YAML) and the mistakes found."""

    root: Located | None = None
    mistakes: list[Mistake] = field(default_factory=list)


_MOST_NODES = 20_000
"""Nodes of one file with its aliases written out; a long rule has a few hundred."""
_TRAP_WORDS = frozenset(
    style(word)
    for word in ("y", "n", "yes", "no", "on", "off", "true", "false")
    for style in (str.lower, str.upper, str.title)
) - {"true", "false"}
_QUOTED = frozenset("'\"|>")
_BARE_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+\Z")
_BARE_BRACE = re.compile(r"(?::|^\s*-)\s+\{[^}]*\}\s*[^\s#,}\]]")


@lru_cache(maxsize=1)
def _loader() -> type[Any]:
    import yaml

    base: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class PlainLoader(base):  # type: ignore[misc]
        """A loader whose plain scalars are all text: `_scalar` decides what they are."""

        yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012

    return PlainLoader


def read(text: str) -> Read:
    """The text as located values, with the mistakes that concern YAML itself."""
    import yaml

    result = Read()
    try:
        node = yaml.compose(text, Loader=_loader())
    except yaml.YAMLError as error:
        result.mistakes.append(_syntax_mistake(text, error))
        return result
    if node is None:
        result.mistakes.append(Mistake("RUL001", {"zh": "文件是空的", "en": "the file is empty"}, 1, 1))
        return result
    if _nodes(node, frozenset(), 0) > _MOST_NODES:
        zh, en = "用 * 引用得太多或者循环引用", "aliases repeat too much, or contain themselves"
        result.mistakes.append(Mistake("RUL010", {"zh": zh, "en": en}, 1, 1))
        return result
    result.root = _located(node, result.mistakes)
    return result


def _nodes(node: Any, above: frozenset[int], counted: int) -> int:
    """How many nodes there are with every alias written out; more than the most as soon as that is certain."""
    counted += 1
    if id(node) in above:
        return _MOST_NODES + 1
    if node.id == "scalar":
        return counted
    within = above | {id(node)}
    for item in node.value:
        for each in item if isinstance(item, tuple) else (item,):
            if counted > _MOST_NODES:
                return counted
            counted = _nodes(each, within, counted)
    return counted


def _syntax_mistake(text: str, error: Any) -> Mistake:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.splitlines()
    near = range(max(line - 2, 0), min(line, len(lines)))
    for number in near:
        if "\t" in lines[number][: len(lines[number]) - len(lines[number].lstrip())]:
            zh, en = "缩进里有制表符，YAML 只许用空格", "a tab in the indentation: YAML wants blanks"
            return Mistake("RUL010", {"zh": zh, "en": en}, number + 1, lines[number].index("\t") + 1)
        if _BARE_BRACE.search(lines[number]):
            zh, en = "以 { 开头的文字要加引号", "text that starts with { must be quoted"
            return Mistake("RUL010", {"zh": zh, "en": en}, number + 1, lines[number].index("{") + 1)
    problem = getattr(error, "problem", None) or str(error)
    return Mistake("RUL001", {"zh": f"不是合法的 YAML：{problem}", "en": f"no valid YAML: {problem}"}, line, column)


def _located(node: Any, mistakes: list[Mistake]) -> Located:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    if node.id == "scalar":
        return _scalar(node, line, column, mistakes)
    if node.id == "sequence":
        return Located([_located(item, mistakes) for item in node.value], line, column)
    entries: dict[str, Entry] = {}
    for key_node, value_node in node.value:
        key = _key(key_node, mistakes)
        value = _located(value_node, mistakes)
        if key.value in entries:
            mistakes.append(key.mistake("RUL008", f"“{key.value}”写了两次", f"`{key.value}` is given twice"))
        entries.setdefault(key.value, Entry(key, value))
    return Located(entries, line, column)


def _key(node: Any, mistakes: list[Mistake]) -> Located:
    key = Located(node.value if node.id == "scalar" else "", node.start_mark.line + 1, node.start_mark.column + 1)
    if node.id != "scalar":
        mistakes.append(key.mistake("RUL010", "键要是文字；以 { 开头的文字要加引号", "a key must be text: quote it"))
    elif node.style not in _QUOTED and node.value in _TRAP_WORDS:
        mistakes.append(_trap(key))
    return key


def _trap(scalar: Located) -> Mistake:
    word = scalar.value
    return scalar.mistake(
        "RUL010",
        f"“{word}”要加引号，不然别的 YAML 程序会把它读成别的东西（真假值只写 true、false）",
        f"quote `{word}`: other readers of YAML take it for something else (only true and false are truth values)",
    )


def _scalar(node: Any, line: int, column: int, mistakes: list[Mistake]) -> Located:
    text = node.value
    if node.style in _QUOTED:
        return Located(text, line, column, quoted=True)
    if text in ("", "~", "null"):
        return Located(None, line, column)
    if text in ("true", "false"):
        return Located(text == "true", line, column)
    if _INT.match(text):
        return Located(int(text), line, column)
    if _FLOAT.match(text):
        return Located(float(text), line, column)
    scalar = Located(text, line, column)
    if text in _TRAP_WORDS or _BARE_DATE.fullmatch(text):
        mistakes.append(_trap(scalar))
    return scalar


def scalars(located: Located) -> Iterator[Located]:
    """Every scalar below a value."""
    if isinstance(located.value, dict):
        for entry in located.value.values():
            yield from scalars(entry.value)
    elif isinstance(located.value, list):
        for item in located.value:
            yield from scalars(item)
    else:
        yield located
