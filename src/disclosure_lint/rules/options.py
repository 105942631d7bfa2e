"""Options of a check, decoded from YAML by the annotations of the kind's dataclass fields.

Understood: str, int, float, bool, Decimal, Literal, T | None, tuple[T, ...], Mapping[str, T], a nested dataclass, and
any class with a classmethod `from_option(value) -> Self` that raises `OptionError` (`Regex` below is one).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from disclosure_lint.rules.located import Located, Mistake


class OptionError(Exception):
    """An option that cannot be used. `offset` is the place in its text, `code` the kind of mistake.

    `path` says which option it is when `__post_init__` raises: the field, then keys below it.
    """

    def __init__(
        self, zh: str, en: str, offset: int = 0, code: str = "RUL004", path: tuple[str, ...] = ()
    ) -> None:
        super().__init__(zh)
        self.zh, self.en, self.offset, self.code, self.path = zh, en, offset, code, path


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression of a rule, compiled when it is first used."""

    source: str

    @classmethod
    def from_option(cls, value: Any) -> Regex:
        """The expression, if it is one."""
        if not isinstance(value, str):
            raise OptionError("这里要一个正则表达式（文字）", "a regular expression (text) is wanted here")
        try:
            re.compile(value)
        except re.error as error:
            raise OptionError(
                f"正则表达式有误：{error.msg}", f"bad regular expression: {error.msg}", error.pos or 0, "RUL012"
            ) from None
        return cls(value)

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return _compiled(self.source)


def close(word: str, known: Any, n: int = 1) -> list[str]:
    """The known words most like this one."""
    return get_close_matches(word, [str(each) for each in known], n=n, cutoff=0.6)


def did_you_mean(word: str, known: Any) -> tuple[str, str]:
    """The tail of a message about an unknown word: the nearest known one, else all of them if they are few."""
    known = list(known)
    if nearest := close(word, known):
        return f"，是不是“{nearest[0]}”？", f", did you mean `{nearest[0]}`?"
    if 0 < len(known) <= 30:
        return f"，可用的有：{'、'.join(known)}", f", known are: {', '.join(known)}"
    return "", ""


class Decoder:
    """Decodes located values, collecting all mistakes instead of stopping at the first."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []

    def wrong(self, at: Located, zh: str, en: str, code: str = "RUL004", offset: int = 0) -> None:
        """Note a mistake."""
        self.mistakes.append(at.mistake(code, zh, en, offset))

    def decode(self, annotation: Any, at: Located) -> Any:
        """The value as the annotation has it; None after a mistake."""
        origin = get_origin(annotation)
        if origin in (Union, UnionType):
            return self._optional(annotation, at)
        if origin is tuple:
            return self._tuple(get_args(annotation)[0], at)
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return self._mapping(get_args(annotation)[1], at)
        if origin is Literal:
            return self._literal(get_args(annotation), at)
        if hasattr(annotation, "from_option"):
            return self._own(annotation, at)
        if is_dataclass(annotation):
            return self.build(annotation, at, at)
        return self._scalar(annotation, at)

    def build(self, cls: Any, entries: Located, anchor: Located, skip: frozenset[str] = frozenset()) -> Any:
        """An instance of a dataclass from a mapping; keys in `skip` are not its options."""
        if not isinstance(entries.value, dict):
            self.wrong(entries, "这里要若干“键: 值”", "a mapping is wanted here")
            return None
        hints = get_type_hints(cls)
        own = {f.name: f for f in fields(cls) if f.init}
        for name, entry in entries.value.items():
            if name not in own and name not in skip:
                zh, en = did_you_mean(name, sorted(own.keys() | skip))
                self.wrong(entry.key, f"不认识的键“{name}”{zh}", f"unknown key `{name}`{en}", "RUL002")
        before = len(self.mistakes)
        values = {
            name: self.decode(hints[name], entry.value) for name, entry in entries.value.items() if name in own
        }
        for name, f in own.items():
            if name not in values and f.default is MISSING and f.default_factory is MISSING:
                self.wrong(anchor, f"缺少“{name}”", f"`{name}` is missing", "RUL003")
        if len(self.mistakes) > before:
            return None
        try:
            return cls(**values)
        except OptionError as error:
            self.wrong(_below(entries, error.path) or anchor, error.zh, error.en, error.code, error.offset)
            return None

    def _optional(self, annotation: Any, at: Located) -> Any:
        choices = [arg for arg in get_args(annotation) if arg is not NoneType]
        if at.value is None and len(choices) < len(get_args(annotation)):
            return None
        return self.decode(choices[0], at)

    def _tuple(self, item: Any, at: Located) -> Any:
        if not isinstance(at.value, list):
            self.wrong(at, "这里要一个列表，如 [甲, 乙]", "a list is wanted here, as in [a, b]")
            return None
        return tuple(self.decode(item, each) for each in at.value)

    def _mapping(self, item: Any, at: Located) -> Any:
        if not isinstance(at.value, dict):
            self.wrong(at, "这里要若干“键: 值”", "a mapping is wanted here")
            return None
        return {key: self.decode(item, entry.value) for key, entry in at.value.items()}

    def _literal(self, allowed: tuple[Any, ...], at: Located) -> Any:
        if at.value in allowed:
            return at.value
        zh, en = did_you_mean(str(at.value), [str(each) for each in allowed])
        self.wrong(at, f"“{at.plain()}”不可用{zh}", f"`{at.plain()}` cannot be used here{en}")
        return None

    def _own(self, cls: Any, at: Located) -> Any:
        try:
            return cls.from_option(at.plain())
        except OptionError as error:
            self.wrong(at, error.zh, error.en, error.code, error.offset)
            return None

    def _scalar(self, annotation: Any, at: Located) -> Any:
        value = at.value
        if annotation is str and isinstance(value, str):
            return value
        if annotation is bool and isinstance(value, bool):
            return value
        if annotation is int and isinstance(value, int) and not isinstance(value, bool):
            return value
        if annotation in (float, Decimal) and isinstance(value, int | float) and not isinstance(value, bool):
            return annotation(str(value)) if annotation is Decimal else float(value)
        self.wrong(at, *_wanted(annotation, at))
        return None


def _below(at: Located, path: tuple[str, ...]) -> Located | None:
    """The value at a path of keys, as far down as there is one."""
    found = None
    for key in path:
        entry = at.value.get(key) if isinstance(at.value, dict) else None
        if entry is None:
            break
        found = at = entry.value
    return found


def _wanted(annotation: Any, at: Located) -> tuple[str, str]:
    if annotation is str and isinstance(at.value, int | float):
        return "这里要文字，请加引号", "text is wanted here: quote it"
    if annotation is str and isinstance(at.value, dict) and all(e.value.value is None for e in at.value.values()):
        return "以 { 开头的文字要加引号", "text that starts with { must be quoted"
    names = {str: ("文字", "text"), int: ("整数", "a whole number"), bool: ("true 或 false", "true or false")}
    zh, en = names.get(annotation, ("数", "a number"))
    return f"这里要{zh}", f"{en} is wanted here"
