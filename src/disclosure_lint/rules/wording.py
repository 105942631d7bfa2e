"""Wordings: what the text may say, as regular expressions with full-width marks, tried only where they can occur."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from disclosure_lint.cache import compiled
from disclosure_lint.resources import rules_folder
from disclosure_lint.rules.options import OptionError, did_you_mean

_FULL_WIDTH = {code: re.escape(chr(code - 0xFEE0)) for code in range(0xFF01, 0xFF5F)}
_OPTIONAL = re.compile(r"[?*]|\{0")
_TOO_CLEVER = re.compile(r"\(\?[aiLmsux-]|\\[xuUN0-9]")
_PLAIN_CLASS = re.compile(r"\[([^\]\\^-][^\]\\-]*)\]")
_LOOK = re.compile(r"\(\?(?!:)")
_MOST_LITERALS = 12

Needed = tuple[str, ...]
"""Texts of which every match contains at least one; nothing if none can be told."""


def halved(source: str) -> str:
    """The expression for folded text: full-width marks stand for the ASCII ones that they are folded to, literally."""
    return source.translate(_FULL_WIDTH)


def _group_end(source: str, start: int) -> int:
    depth, at = 0, start
    while at < len(source):
        if source[at] == "\\":
            at += 1
        elif source[at] == "[":
            at = _class_end(source, at) - 1
        elif source[at] == "(":
            depth += 1
        elif source[at] == ")":
            depth -= 1
            if depth == 0:
                return at + 1
        at += 1
    return at


def _class_end(source: str, start: int) -> int:
    at = start + 2 if source[start + 1 : start + 2] == "^" else start + 1
    at += source[at : at + 1] == "]"
    while at < len(source) and source[at] != "]":
        at += 2 if source[at] == "\\" else 1
    return at + 1


def _group(source: str, start: int, end: int) -> Needed:
    """What a match of a group contains."""
    if _LOOK.match(source, start):
        return ()
    return needed(source[start + (3 if source[start + 1] == "?" else 1) : end - 1])


def _class(source: str, start: int, end: int) -> Needed:
    """What a match of a class of characters contains."""
    plain = _PLAIN_CLASS.fullmatch(source, start, end)
    return tuple(plain[1]) if plain else ()


def _pieces(source: str) -> Iterator[tuple[str, Needed]]:
    """What stands side by side: ("literal", (character,)), ("some", texts), ("or", ()) or ("", ())."""
    at = 0
    while at < len(source):
        mark = source[at]
        kind = ""
        texts: Needed = ()
        if mark in "([":
            end = _group_end(source, at) if mark == "(" else _class_end(source, at)
            texts = _group(source, at, end) if mark == "(" else _class(source, at, end)
            kind, at = "some", end
        elif mark in "|.^$?*+{":
            at = source.index("}", at) + 1 if mark == "{" else at + 1
            kind = "or" if mark == "|" else ""
        else:
            literal = source[at + 1] if mark == "\\" else mark
            at += 2 if mark == "\\" else 1
            kind, texts = ("", ()) if mark == "\\" and literal.isalnum() else ("literal", (literal,))
        yield ("", ()) if kind in ("some", "literal") and _OPTIONAL.match(source, at) else (kind, texts)


def _branches(source: str) -> Iterator[list[tuple[str, Needed]]]:
    branch: list[tuple[str, Needed]] = []
    for piece in _pieces(source):
        if piece[0] == "or":
            yield branch
            branch = []
        else:
            branch.append(piece)
    yield branch


def _needed_by(branch: list[tuple[str, Needed]]) -> list[Needed]:
    """What all matches of a sequence contain, one thing after the other."""
    choices: list[Needed] = []
    run = ""
    for kind, texts in [*branch, ("", ())]:
        if kind == "literal":
            run += texts[0]
            continue
        if run:
            choices.append((run,))
        run = ""
        if texts:
            choices.append(texts)
    return choices


def _best(choices: list[Needed]) -> Needed:
    """The longest text, then the fewest of them."""
    return max(choices, key=lambda texts: (min(map(len, texts)), -len(texts)), default=())


def needed(source: str) -> Needed:
    """Texts of which every match of an expression contains at least one; nothing if none can be told."""
    if _TOO_CLEVER.search(source):
        return ()
    found = [_best(_needed_by(branch)) for branch in _branches(source)]
    if not all(found):
        return ()
    texts = tuple(dict.fromkeys(text for branch in found for text in branch))
    return texts if len(texts) <= _MOST_LITERALS else ()


def all_needed(source: str) -> tuple[Needed, ...]:
    """Everything of that kind that can be told of an expression, the longest texts first."""
    if _TOO_CLEVER.search(source):
        return ()
    branches = list(_branches(source))
    choices = _needed_by(branches[0]) if len(branches) == 1 else [needed(source)]
    kept = {texts for texts in choices if 0 < len(texts) <= _MOST_LITERALS}
    return tuple(sorted(kept, key=lambda texts: (-min(map(len, texts)), len(texts), texts)))


@dataclass(frozen=True, slots=True)
class _Wording:
    """One expression, the texts that it needs, and the pattern when it has been used."""

    source: str
    texts: tuple[Needed, ...]

    def may_match(self, text: str) -> bool:
        """Whether a text holds what a match needs: much cheaper than to look for a match."""
        for texts in self.texts:
            for needed in texts:
                if needed in text:
                    break
            else:
                return False
        return True

    @property
    def pattern(self) -> re.Pattern[str]:
        return _pattern(self.source)


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source)


@lru_cache(maxsize=1)
def _vocabulary() -> Mapping[str, Any]:
    def build(texts: Mapping[str, str]) -> Mapping[str, Any]:
        import yaml

        return dict(yaml.safe_load(next(iter(texts.values()))))

    return compiled("vocabulary", [rules_folder() / "data" / "vocabulary.yaml"], build)


@dataclass(frozen=True, slots=True)
class Wordings:
    """Regular expressions, any of which may match; in YAML a list of them, or the name of one in the vocabulary.

    The vocabulary is `data/vocabulary.yaml`. Expressions are matched against text without blanks and with ASCII marks.
    Full-width marks in them stand for these, so that （具体网址） is written as it is seen, and ASCII brackets group.
    """

    wordings: tuple[_Wording, ...] = ()

    @classmethod
    def from_option(cls, value: Any) -> Wordings:
        """The expressions, if all of them are."""
        if isinstance(value, str):
            if value not in _vocabulary():
                zh, en = did_you_mean(value, sorted(_vocabulary()))
                raise OptionError(f"词表里没有“{value}”{zh}", f"no `{value}` in the vocabulary{en}")
            value = _vocabulary()[value]
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise OptionError("这里要正则表达式的列表，或词表的名称", "expressions or a vocabulary name are wanted")
        return cls(tuple(_Wording(source, all_needed(source)) for source in map(_checked, value)))

    def __bool__(self) -> bool:
        return bool(self.wordings)

    def first(self, text: str, start: int = 0) -> re.Match[str] | None:
        """The first match in a text."""
        best: re.Match[str] | None = None
        for wording in self.wordings:
            if not wording.may_match(text):
                continue
            match = wording.pattern.search(text, start)
            if match and (best is None or match.start() < best.start()):
                best = match
        return best

    def occur_in(self, text: str) -> bool:
        """Whether there is any match in a text: cheaper than to look for the first."""
        return any(wording.may_match(text) and wording.pattern.search(text) for wording in self.wordings)

    def at_start(self, text: str) -> re.Match[str] | None:
        """The longest match at the very start of a text."""
        found = (match for wording in self.wordings if (match := wording.pattern.match(text)))
        return max(found, key=lambda match: match.end(), default=None)

    def all(self, text: str) -> list[re.Match[str]]:
        """Every match in a text in order; of those that overlap the first and longest."""
        found = [
            match for wording in self.wordings if wording.may_match(text) for match in wording.pattern.finditer(text)
        ]
        kept: list[re.Match[str]] = []
        for match in sorted(found, key=lambda match: (match.start(), -match.end())):
            if not kept or match.start() >= kept[-1].end():
                kept.append(match)
        return kept

    def without(self, text: str) -> str:
        """The text with every match taken out."""
        for match in reversed(self.all(text)):
            text = text[: match.start()] + text[match.end() :]
        return text


def _checked(source: str) -> str:
    try:
        re.compile(halved(source))
    except re.error as error:
        raise OptionError(
            f"正则表达式有误：{source}（{error.msg}）", f"bad regular expression: {source} ({error.msg})", 0, "RUL012"
        ) from None
    return halved(source)
