"""One input as text, and the places in it.

Offsets are code points of `Source.text`, spans are half open. Lines and columns exist only at the edge,
through `Source.position`: 1-based, columns in code points, broken by LF, CRLF and CR alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from disclosure_lint.resources import grammars_folder


class Span(NamedTuple):
    """A half-open stretch of `Source.text` in code points."""

    start: int
    end: int


class Position(NamedTuple):
    """A 1-based line and column (code points)."""

    line: int
    column: int


_LINE_BREAK = re.compile(r"\r\n|\n|\r")

# Every entry maps one character to one character, so that offsets hold in both texts.
_FOLD: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full-width ASCII
_FOLD |= {ord(blank): " " for blank in "\u00a0\u1680\u2007\u202f\u205f\u3000\ufeff\u200b\u200c\u200d\u2060"}
_FOLD |= {code: " " for code in range(0x2000, 0x200B)}
_FOLD |= {ord("﹣"): "-", ord("−"): "-", ord("﹢"): "+"}

_COMMON = tuple(zip("（），：；！？％／－．＋｜\u00a0\u3000", "(),:;!?%/-.+|  ", strict=True))
_SHORT = 200
"""Up to here a text may be a name or a label; a longer one is a report or a paragraph."""
_RARE = re.compile("[" + "".join(re.escape(chr(code)) for code in _FOLD if chr(code) not in dict(_COMMON)) + "]")


def folded(text: str) -> str:
    """The text with full-width ASCII, blanks and signs folded to ASCII and Chinese to simplified characters.

    （）：；，！？％／｜ become ()…, 。、“”《》〔〕 stay. Offsets in the result are offsets in `text`.
    """
    for mark, plain in _COMMON:  # many times faster than `translate`, which looks up every character
        if mark in text:
            text = text.replace(mark, plain)
    text = text.translate(_FOLD) if _RARE.search(text) else text
    return text if text.isascii() else _simplified(text)


def _simplified(text: str) -> str:
    known = _traditional()
    plain = known.telling not in text if len(text) > _SHORT else known.characters.isdisjoint(text)
    return text if plain else text.translate(known.simplified)


class _Traditional(NamedTuple):
    """`telling`: the character that no report in traditional ones lacks."""

    simplified: Mapping[int, str]
    characters: frozenset[str]
    telling: str


@lru_cache(maxsize=1)
def _traditional() -> _Traditional:
    """Traditional characters and their simplified forms."""
    lines = (grammars_folder() / "traditional.txt").read_text(encoding="utf-8").split("\n")
    pairs = [pair for line in lines if not line.startswith("#") for pair in line.split()]
    simplified = {ord(pair[0]): pair[1] for pair in pairs}
    return _Traditional(simplified, frozenset(pair[0] for pair in pairs), pairs[0][0])


@dataclass(frozen=True, slots=True)
class Remark:
    """Something wrong with an input as such, before anybody reads it as a report.

    `fact` is a word that a rule of kind `source` names; `values` fill the placeholders of its texts.
    """

    fact: str
    span: Span = Span(0, 0)
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """The decoded text of one input.

    `path` is as the user gave it, with `/`; "-" is standard input. `text` has no byte order mark and is
    otherwise untouched. `encoding` is the codec that decoded it. `remarks` say what is wrong with the input itself.
    """

    path: str
    text: str
    encoding: str = "utf-8"
    remarks: tuple[Remark, ...] = ()

    @cached_property
    def folded(self) -> str:
        """`folded(text)`: the same length, for matching."""
        return folded(self.text)

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset of the first character of each line."""
        return [0, *(match.end() for match in _LINE_BREAK.finditer(self.text))]

    def position(self, offset: int) -> Position:
        """The line and column of an offset."""
        index = bisect_right(self.line_starts, offset) - 1
        return Position(index + 1, offset - self.line_starts[index] + 1)

    def line_span(self, line: int) -> Span:
        """The span of a 1-based line without its line break."""
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        return Span(start, start + len(self.text[start:end].rstrip("\r\n")))
