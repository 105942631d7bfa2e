"""Lines of a table region cut into cells, whatever separates them: pipes, tabs, columns of blanks, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from unicodedata import east_asian_width

from disclosure_lint.source import Span

Layout = Literal["pipes", "tabs", "blanks", "single", "empty"]

_BREAK = re.compile(r"\r\n|\n|\r")
_RULE = re.compile(r"[\s|:+=-]+\Z")
_CELLS = {"|": re.compile(r"[ \t]*([^|]*?)[ \t]*(?:\||\Z)"), "\t": re.compile(r" *([^\t]*?) *(?:\t|\Z)")}
_GAP = re.compile(r" {2,}|\t+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table region. `cells` are spans without blanks at their ends; empty cells are empty spans.

    In the layouts "pipes" and "tabs" empty cells are really written; in "blanks" there are none.
    """

    span: Span
    layout: Layout
    cells: tuple[Span, ...] = ()

    @property
    def filled(self) -> tuple[Span, ...]:
        """The cells with something in them."""
        return tuple(cell for cell in self.cells if cell.end > cell.start)


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without blanks (and without line-breaking tags of page text) at its ends."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return Span(start + left, start + max(left, len(piece.rstrip())))


def _split(text: str, start: int, end: int, separator: str) -> tuple[Span, ...]:
    """The cells between separators, the empty ones too."""
    cells = [Span(*cell.span(1)) for cell in _CELLS[separator].finditer(text, start, end)]
    if text[end - 1] != separator:
        cells.pop()  # the empty match behind the last cell
    return tuple(cells)


def _fragments(text: str, start: int, end: int) -> tuple[Span, ...]:
    at, found = start, []
    for gap in _GAP.finditer(text, start, end):
        if gap.start() > at:
            found.append(Span(at, gap.start()))
        at = gap.end()
    if end > at:
        found.append(Span(at, end))
    return tuple(found)


def line_of(text: str, start: int, end: int) -> Line:
    """The line of folded text at [start, end), which holds no line break."""
    inner = trimmed(text, start, end)
    if inner.start >= inner.end:
        return Line(Span(start, end), "empty")
    if text.find("|", *inner) >= 0:
        if _RULE.match(text, *inner):
            return Line(Span(start, end), "empty")
        left = inner.start + (text[inner.start] == "|")
        right = inner.end - (text[inner.end - 1] == "|" and inner.end - 1 > left)
        return Line(Span(start, end), "pipes", _split(text, left, right, "|"))
    if text.find("\t", *inner) >= 0:
        return Line(Span(start, end), "tabs", _split(text, start, end, "\t"))
    if text.find("  ", *inner) >= 0:
        return Line(Span(start, end), "blanks", _fragments(text, *inner))
    return Line(Span(start, end), "single", (inner,))


def next_line(text: str, at: int, end: int) -> tuple[Line, int]:
    """The line of folded text that begins at `at`, and where the next one begins."""
    found = _BREAK.search(text, at, end)
    if found is None:
        return line_of(text, at, end), end
    return line_of(text, at, found.start()), found.end()


def lines(text: str, region: Span) -> Iterator[Line]:
    """The lines of a region of folded text."""
    at = region.start
    while at < region.end:
        line, at = next_line(text, at, region.end)
        yield line


def display_width(text: str) -> int:
    """The cells that text takes in a fixed-width layout: wide characters two, others one."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
