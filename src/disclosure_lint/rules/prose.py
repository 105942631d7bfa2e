"""The prose that an author chose to write: without what the form, the law, names and numbers make alike anyway.

`rules/data/boilerplate.yaml` says what is taken out. Texts are compared by shingles, which are stretches of a few
characters at every place; what two texts share can be pointed at in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple
from zlib import crc32

from disclosure_lint.cache import compiled
from disclosure_lint.report.model import Report
from disclosure_lint.resources import rules_folder
from disclosure_lint.rules.passage import Passage, passage
from disclosure_lint.source import Span, folded

_SENTENCE_MARKS = "。;!?\n"
_CLAUSE_MARKS = "。;!?\n,、"
_SENTENCE_END = re.compile(f"[{_SENTENCE_MARKS}]")
_CLAUSE_END = re.compile(f"[{_CLAUSE_MARKS}]")
_FILLER = "\0"
_LONGEST_QUOTE = 100
_LEAST_QUOTE = 20
_LONGEST_HEAD = 20
_PROBLEMS = 5
_LEAST_SENTENCE = 6


@dataclass(frozen=True)
class Boilerplate:
    """What is taken out of a text before it is compared."""

    parts: tuple[str, ...]
    sentences: tuple[str, ...]
    counted: str
    """A regular expression for a number of things that the tables count."""
    phrases: tuple[str, ...]
    places: str
    """A regular expression for a place at the beginning of a name."""
    dropped: str
    """A regular expression for everything that is no character to compare."""
    size: int
    least: int

    @cached_property
    def place(self) -> re.Pattern[str]:
        """A place at the beginning of a name."""
        return re.compile(self.places)

    @cached_property
    def count(self) -> re.Pattern[str]:
        """A number of things that the tables count."""
        return re.compile(self.counted)

    @cached_property
    def drop(self) -> re.Pattern[str]:
        """What is no character to compare."""
        return re.compile(self.dropped)


def _read(texts: Mapping[str, str]) -> Boilerplate:
    import yaml

    data: dict[str, Any] = yaml.safe_load(next(iter(texts.values())))
    ends = "|".join(sorted(map(re.escape, data["place_ends"]), key=len, reverse=True))
    return Boilerplate(
        tuple(data["parts"]),
        tuple(map(folded, data["sentences"])),
        rf"[0-9][余多]?[{re.escape(data['counted'])}]",
        tuple(sorted(map(folded, data["phrases"]), key=len, reverse=True)),
        rf"[\u4e00-\u9fff]{{1,12}}?(?:{ends})",
        rf"[^\u4e00-\u9fff]+|[{re.escape(data['characters'])}]+",
        data["size"],
        data["least"],
    )


@lru_cache(maxsize=1)
def boilerplate() -> Boilerplate:
    """What is taken out of texts."""
    return compiled("boilerplate", [rules_folder() / "data" / "boilerplate.yaml"], _read)


@lru_cache(maxsize=1024)
def _own_names(name: str) -> tuple[str, ...]:
    """The ways in which an agency is called in its own report, the longest first."""
    plain = folded("".join(name.split()))
    found, places = {plain}, []
    at = 0
    while match := boilerplate().place.match(plain, at):
        places.append(match[0])
        at = match.end()
        found.add(plain[at:])
    for place in places:
        end = next(end for end in (2, 1) if len(place) > end + 1 or end == 1)
        found.update((place, place[:-end] if len(place) > 2 else place))
    return tuple(sorted((word for word in found if len(word) > 1), key=lambda word: (-len(word), word)))


class Shared(NamedTuple):
    """A stretch of two texts that is the same but for names and numbers: where, and how it reads in the first."""

    text: str
    own: Span
    other: Span


class Words:
    """The prose of a report, ready to be compared."""

    def __init__(self, report: Report) -> None:
        rules = boilerplate()
        names = _own_names(report.agency.name) if report.agency else ()
        self._blanked: list[tuple[int | None, Passage, str]] = []
        for part in report.parts:
            if part.name in rules.parts and part.prose:
                where = passage(report.source, part.prose)
                self._blanked.append((part.number, where, _blanked(where.text, rules, names)))

    def part(self, number: int) -> Words:
        """The prose of one part alone."""
        words = Words.__new__(Words)
        words._blanked = [each for each in self._blanked if each[0] == number]
        return words

    @cached_property
    def text(self) -> str:
        """What is left, without breaks."""
        drop = boilerplate().drop
        return "".join(drop.sub("", blanked) for _, _, blanked in self._blanked)

    @cached_property
    def shingles(self) -> list[int]:
        """A hash for each stretch of a few characters, in order."""
        return shingle_hashes(self.text)

    @cached_property
    def different(self) -> frozenset[int]:
        """The different shingles."""
        return frozenset(self.shingles)

    @property
    def enough(self) -> bool:
        """Whether there is enough text to say anything of it."""
        return len(self.text) > boilerplate().least and len(self.different) >= boilerplate().least

    @cached_property
    def problems(self) -> tuple[tuple[int, int], ...]:
        """The sentences of part five: a hash, and how many characters are left of it."""
        return tuple((crc32(text.encode()), len(text)) for text, _ in self._sentences())

    def _sentences(self) -> Iterator[tuple[str, Span]]:
        drop = boilerplate().drop
        for number, where, blanked in self._blanked:
            if number != _PROBLEMS:
                continue
            start = 0
            for stop in [*(match.start() for match in _SENTENCE_END.finditer(where.text)), len(blanked)]:
                text = drop.sub("", blanked[start:stop])
                if len(text) >= _LEAST_SENTENCE:
                    yield text, where.span(start, stop)
                start = stop + 1

    @cached_property
    def _origins(self) -> list[tuple[Passage, int]]:
        """For each character of `text`: the passage it stands in, and where."""
        found: list[tuple[Passage, int]] = []
        for _, where, blanked in self._blanked:
            gone = {at for match in boilerplate().drop.finditer(blanked) for at in range(*match.span())}
            found += [(where, at) for at in range(len(blanked)) if at not in gone]
        return found

    def place(self, start: int, end: int) -> tuple[str, Span]:
        """How the characters `start` to `end` of `text` read in the source, as far as they stand in one line of it."""
        where, first = self._origins[start]
        last = at = first
        before = self._origins[start - 1] if start else (None, -1)
        first = before[1] + 1 if before[0] is where else 0
        while first < at and where.text[first] in _CLAUSE_MARKS:
            first += 1
        if "\n" in where.text[first:at] or at - first > _LONGEST_HEAD:
            first = at
        for origin, at in self._origins[start:end]:
            if origin is not where or "\n" in where.text[last:at] or at - first >= _LONGEST_QUOTE:
                break
            last = at
        end = max(where.text.rfind(mark, first + _LEAST_QUOTE, last + 1) for mark in _SENTENCE_MARKS)
        last = end - 1 if end > 0 else last
        span = where.span(first, last + 1)
        return "".join(where.source.text[span.start : span.end].split()), span


def _out(text: str, start: int, end: int) -> str:
    return text[:start] + _FILLER * (end - start) + text[end:]


def _blanked(text: str, rules: Boilerplate, names: tuple[str, ...]) -> str:
    """The text with everything that does not count replaced by as many fillers."""
    for word in rules.sentences:
        at = text.find(word)
        while at >= 0:
            start = max(text.rfind(mark, 0, at) for mark in _SENTENCE_MARKS) + 1
            match = _SENTENCE_END.search(text, at)
            end = match.start() if match else len(text)
            text = _out(text, start, end)
            at = text.find(word, end)
    text = _without_counts(text, rules)
    for phrase in (*names, *rules.phrases):
        if phrase in text:
            text = text.replace(phrase, _FILLER * len(phrase))
    return text


def _without_counts(text: str, rules: Boilerplate) -> str:
    """The text without the clauses that only tell what the tables tell."""
    pieces, last = [], 0
    for match in rules.count.finditer(text):
        if match.start() < last:
            continue
        start = max(last, *(text.rfind(mark, last, match.start()) + 1 for mark in _CLAUSE_MARKS))
        found = _CLAUSE_END.search(text, match.end())
        end = found.start() if found else len(text)
        pieces += [text[last:start], _FILLER * (end - start)]
        last = end
    return "".join([*pieces, text[last:]])


def shingle_hashes(text: str) -> list[int]:
    """A hash for each stretch of a few characters of a text, in order."""
    width = 2 * boilerplate().size
    data = text.encode("utf-16-le", "surrogatepass")
    return [crc32(data[at : at + width]) for at in range(0, len(data) - width + 1, 2)]


def contained(part: Words, whole: Words) -> float:
    """How much of one text stands in another, from 0 to 1."""
    return len(part.different & whole.different) / len(part.different) if part.different else 0.0


def common(one: Words, other: Words) -> float:
    """How much two texts have in common, from 0 to 1: what both have, out of what each has."""
    size = len(one.different) + len(other.different)
    return 2 * len(one.different & other.different) / size if size else 0.0


def repeated(now: tuple[tuple[int, int], ...], before: tuple[tuple[int, int], ...]) -> float:
    """How much of sentences, by their length, stood among those before."""
    known = {digest for digest, _ in before}
    size = sum(length for _, length in now)
    return sum(length for digest, length in now if digest in known) / size if size else 0.0


def longest_shared(one: Words, other: Words) -> Shared | None:
    """The longest stretch that two texts share."""
    at: dict[int, int] = {}
    for position, digest in enumerate(other.shingles):
        at.setdefault(digest, position)
    best = (0, 0, 0)
    start = length = expected = 0
    for position, digest in enumerate(one.shingles):
        found = at.get(digest, -1)
        if length and (found == expected or _same(other.shingles, expected, digest)):
            length, expected = length + 1, expected + 1
        elif found >= 0:
            start, length, expected = position, 1, found + 1
        else:
            length = 0
        if length > best[0]:
            best = (length, start, expected - length)
    if not best[0]:
        return None
    reach = best[0] + boilerplate().size - 1
    text, own = one.place(best[1], best[1] + reach)
    _, theirs = other.place(best[2], best[2] + reach)
    return Shared(text, own, theirs)


def _same(shingles: list[int], position: int, digest: int) -> bool:
    return position < len(shingles) and shingles[position] == digest
