"""Lists of words that should be other words, looked for in one pass however long they are.

Every entry needs some character that is rare in reports. One character class over all of these finds the few entries
that a text may hold; only these are looked for themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

from disclosure_lint.resources import rules_folder
from disclosure_lint.rules.datasets import dataset
from disclosure_lint.rules.options import OptionError, did_you_mean
from disclosure_lint.rules.wording import Wordings, all_needed, halved
from disclosure_lint.source import folded

_SENTENCE_ENDS = "。;!?\n"
_CONDITIONS = frozenset({"right", "but", "near", "unless"})
_LEAST = 2
_FARTHEST = 300


@lru_cache(maxsize=1)
def _commonness() -> Mapping[str, float]:
    """How common characters are in reports, falling with their rank; those not listed are rare."""
    listed = "".join((rules_folder() / "data" / "common-characters.txt").read_text(encoding="utf-8").split())
    return {character: 1 / rank for rank, character in enumerate(listed, 1)}


def _rarest(text: str) -> int:
    """The place of the rarest character."""
    return min(range(len(text)), key=lambda place: _commonness().get(text[place], 0))


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence that a stretch of a text stands in, of one that never ends the part nearby."""
    first, last = max(0, start - _FARTHEST), min(len(text), end + _FARTHEST)
    begin = max(text.rfind(mark, first, start) for mark in _SENTENCE_ENDS) + 1
    stops = [at for mark in _SENTENCE_ENDS if (at := text.find(mark, end, last)) >= 0]
    return text[max(begin, first) : min(stops, default=last)]


class Hit(NamedTuple):
    """An entry found: what stands there, what should, and where in the text."""

    found: str
    right: str
    start: int
    end: int
    literal: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry.

    `wrong` is a literal, or a regular expression (then `right` may use its groups). `but`: longer literals in which it
    is right. `near`: the sentence must hold one of these; `unless`: it must hold none. `needs`: texts of which every
    match holds one, each with the place of its rarest character; nothing if none can be told.
    """

    wrong: str
    right: str
    literal: bool = True
    but: tuple[str, ...] = ()
    near: Wordings = field(default_factory=Wordings)
    unless: Wordings = field(default_factory=Wordings)
    needs: tuple[tuple[str, int], ...] = ()

    def at(self, text: str, start: int) -> Hit | None:
        """The literal that stands at a place of the text, if it holds there."""
        hit = Hit(self.wrong, self.right, start, start + len(self.wrong), True)
        return hit if self._holds(text, hit) else None

    def matches(self, text: str) -> Iterator[Hit]:
        """Every match of the regular expression that holds."""
        for match in _compiled(self.wrong).finditer(text):
            hit = Hit(match[0], match.expand(self.right), *match.span(), False)
            if self._holds(text, hit):
                yield hit

    def _holds(self, text: str, hit: Hit) -> bool:
        return not self._covered(text, hit) and self._fits(text, hit)

    def _covered(self, text: str, hit: Hit) -> bool:
        for longer in self.but:
            inside = longer.find(hit.found)
            if inside >= 0 and text.startswith(longer, hit.start - inside):
                return True
        return False

    def _fits(self, text: str, hit: Hit) -> bool:
        if not self.near and not self.unless:
            return True
        around = sentence_around(text, hit.start, hit.end)
        if self.unless and self.unless.first(around):
            return False
        return not self.near or self.near.first(around) is not None


@dataclass(frozen=True)
class Lexicon:
    """Entries from lists, in YAML the name of a list or of several.

    A list is a file in `data` with `words` (wrong word: right word, or a mapping with `right` and conditions) and
    `wordings` (items with a regular expression `match`, `right` and conditions). The conditions are `but` (longer words
    in which it is right), `near` and `unless` (wordings that the sentence must or must not hold).
    """

    entries: tuple[Entry, ...] = ()

    @classmethod
    def from_option(cls, value: Any) -> Lexicon:
        """The entries of the lists, if all of them can be used."""
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not names:
            raise OptionError("这里要词表文件的名称", "names of word lists are wanted here")
        return cls(tuple(entry for name in names for entry in _entries(str(name), dataset(name))))

    @property
    def wanted(self) -> Iterator[tuple[str, int, Entry]]:
        """The texts that the entries need, each with the place of its rarest character, and the entry."""
        return ((needed, offset, entry) for entry in self.entries for needed, offset in entry.needs)

    @cached_property
    def _always(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if not entry.needs)

    def hits(self, text: str) -> list[Hit]:
        """Every entry found in folded text without blanks, in order; of those that overlap the first and longest."""
        found: list[Hit] = []
        expressions = {id(entry): entry for entry in self._always}
        for entry, start in _candidates(self, text):
            if not entry.literal:
                expressions[id(entry)] = entry
            elif hit := entry.at(text, start):
                found.append(hit)
        found += (hit for entry in expressions.values() for hit in entry.matches(text))
        if len(found) < _LEAST:
            return found
        kept: list[Hit] = []
        for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
            if not kept or hit.start >= kept[-1].end:
                kept.append(hit)
        return kept

    def __getstate__(self) -> dict[str, Any]:
        return {"entries": self.entries}


@dataclass(frozen=True)
class Needles:
    """Words that are looked for in the same pass as the lexicons; in YAML a list of them."""

    words: tuple[tuple[str, int], ...] = ()

    @classmethod
    def from_option(cls, value: Any) -> Needles:
        """The words, if they are."""
        if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
            raise OptionError("这里要词的列表", "a list of words is wanted here")
        return cls(tuple((word, _rarest(word)) for word in map(folded, value)))

    @property
    def wanted(self) -> Iterator[tuple[str, int, str]]:
        """Every word, the place of its rarest character, and the word."""
        return ((word, offset, word) for word, offset in self.words)

    def found(self, text: str) -> list[tuple[str, int]]:
        """Every word that stands in a text, and where."""
        return _candidates(self, text)


_Wanted = Lexicon | Needles
_Behind = tuple[str, int, Any, int]
"""What is behind a key: the text needed, where the key stands in it, what it is for, and whose it is."""
_NOTHING = "\0"


def _escaped(characters: Iterable[str]) -> str:
    return re.escape("".join(sorted(characters)))


class _Scanner:
    """All lists that were asked for something: a text is scanned once for the keys of all of them."""

    def __init__(self) -> None:
        self.lists: list[_Wanted] = []
        self.text: str | None = None
        self.found: list[list[tuple[Any, int]]] = []
        self._pattern: re.Pattern[str] | None = None
        self._behind: dict[str, tuple[_Behind, ...]] = {}

    def number(self, wanted: _Wanted) -> int:
        """The number of a list; a new one is taken up."""
        for number, known in enumerate(self.lists):
            if known is wanted:
                return number
        number = len(self.lists)
        self.lists.append(wanted)
        for needed, offset, purpose in wanted.wanted:
            key = needed[offset]
            self._behind[key] = (*self._behind.get(key, ()), (needed, offset, purpose, number))
        self._pattern = self._keys()
        self.text = None
        return number

    def _keys(self) -> re.Pattern[str] | None:
        """Every key beside a character that some text has beside its key."""
        if not self._behind:
            return None
        after, before, alone = {_NOTHING}, {_NOTHING}, {_NOTHING}
        for key, entries in self._behind.items():
            for needed, offset, _, _ in entries:
                if offset + 1 < len(needed):
                    after.add(needed[offset + 1])
                elif offset:
                    before.add(needed[offset - 1])
                else:
                    alone.add(key)
        beside = f"(?=[{_escaped(after)}])|(?<=[{_escaped(before)}].)|(?<=[{_escaped(alone)}])"
        return re.compile(f"[{_escaped(self._behind)}](?:{beside})")

    def scan(self, text: str) -> None:
        """Find what the lists may have in a text."""
        found: list[list[tuple[Any, int]]] = [[] for _ in self.lists]
        behind, stands = self._behind, text.startswith
        for match in self._pattern.finditer(text) if self._pattern else ():
            at = match.start()
            for needed, offset, purpose, number in behind[text[at]]:
                if stands(needed, at - offset) and at >= offset:
                    found[number].append((purpose, at - offset))
        self.text, self.found = text, found


_MOST_LISTS = 32
_scanner = _Scanner()


def _candidates(wanted: _Wanted, text: str) -> list[tuple[Any, int]]:
    """What of a list stands in a text, and where."""
    global _scanner
    if len(_scanner.lists) >= _MOST_LISTS:  # rules of many runs in one process
        _scanner = _Scanner()
    number = _scanner.number(wanted)
    if _scanner.text is not text:
        _scanner.scan(text)
    return _scanner.found[number]


def _entries(name: str, data: Any) -> Iterator[Entry]:
    if not isinstance(data, dict) or not data.keys() <= {"words", "wordings"}:
        raise _wrong(name, "要有 words 或 wordings", "wants `words` or `wordings`")
    words, wordings = data.get("words") or {}, data.get("wordings") or []
    if not isinstance(words, dict) or not isinstance(wordings, list):
        raise _wrong(name, "words 是“错: 对”，wordings 是列表", "`words` is a mapping, `wordings` a list")
    for wrong, rest in words.items():
        yield _entry(name, wrong, rest if isinstance(rest, dict) else {"right": rest}, True)
    for item in wordings:
        if not isinstance(item, dict) or "match" not in item:
            raise _wrong(name, f"缺少 match：{item}", f"`match` is missing: {item}")
        yield _entry(name, item["match"], {key: value for key, value in item.items() if key != "match"}, False)


def _entry(name: str, wrong: Any, rest: Mapping[str, Any], literal: bool) -> Entry:
    for key in rest:
        if key not in _CONDITIONS:
            zh, en = did_you_mean(str(key), sorted(_CONDITIONS))
            raise _wrong(name, f"“{wrong}”里不认识的键“{key}”{zh}", f"unknown key `{key}` in `{wrong}`{en}")
    right = rest.get("right")
    if not isinstance(wrong, str) or not isinstance(right, str) or len(wrong) < _LEAST:
        raise _wrong(
            name, f"“{wrong}”和应改成的词都要是文字，且不少于两个字", f"`{wrong}` and its right word want text"
        )
    but = rest.get("but") or []
    if not isinstance(but, list) or not all(isinstance(each, str) for each in but):
        raise _wrong(name, f"“{wrong}”的 but 要是词的列表", f"`but` of `{wrong}` is a list of words")
    near, unless = (Wordings.from_option(rest.get(key) or []) for key in ("near", "unless"))
    longer = tuple(map(folded, but))
    if literal:
        wrong = folded(wrong)
        return Entry(wrong, right, True, longer, near, unless, ((wrong, _rarest(wrong)),))
    wrong = halved(wrong)
    try:
        re.compile(wrong).sub(right, "")
    except re.error as error:
        raise _wrong(
            name, f"正则表达式有误：{wrong}（{error.msg}）", f"bad expression: {wrong} ({error.msg})"
        ) from None
    return Entry(wrong, right, False, longer, near, unless, _needs(wrong))


def _needs(expression: str) -> tuple[tuple[str, int], ...]:
    """Texts of which every match of an expression holds one, those with the rarest characters."""
    choices = [tuple((text, _rarest(text)) for text in texts) for texts in all_needed(expression)]
    return min(choices, key=lambda texts: sum(_commonness().get(text[at], 0) for text, at in texts), default=())


def _wrong(name: str, zh: str, en: str) -> OptionError:
    return OptionError(f"词表“{name}”：{zh}", f"word list `{name}`: {en}")
