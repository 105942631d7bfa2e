"""The lines of a source with marks under them, laid out by display columns.

A line may have ten million characters: nothing here looks further than a screen's width from a mark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise

from disclosure_lint.reporters.width import shown, visible, width, wrapped
from disclosure_lint.source import Source, Span

_CUT = "..."
_MARGIN = len(_CUT) + 1
_LEAST_TEXT = 30
"""Columns below which a text beside marks is rather too wide than broken."""
_MOST_LINES = 4
"""A stretch over more lines than this is shown by its first and its last."""

Painter = Callable[[str, str], str]
"""A text in a style: "error", "warning", "note", "frame", "bold" or ""."""
Parts = list[tuple[str, str]]
"""Stretches of a line of output, each with its style."""
_Stroke = tuple[int, int, str, str]
"""From column, to column, sign, style."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the source, the sign drawn beneath it, its words and its style."""

    start: int
    end: int
    text: str = ""
    sign: str = "-"
    style: str = "frame"


@dataclass(frozen=True, slots=True)
class Row:
    """A window on a line, with the marks that lie in it."""

    start: int
    end: int
    cut_left: bool
    cut_right: bool
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A mark in display columns, half open."""

    first: int
    last: int
    mark: Mark


@dataclass(frozen=True, slots=True)
class Layout:
    """How wide to draw. `continued` are the words under the end of a stretch that began on a line above."""

    columns: int
    ambiguous: int
    continued: str

    def column_count(self, character: str) -> int:
        """The columns of one character of the source."""
        return width(shown(character), self.ambiguous)

    def forward(self, text: str, start: int, end: int, columns: int) -> int:
        """How far the text from `start` goes, up to `end`, in so many columns."""
        furthest = min(end, start + 8 * columns)
        for offset in range(start, furthest):
            columns -= self.column_count(text[offset])
            if columns < 0:
                return offset
        return furthest

    def backward(self, text: str, end: int, start: int, columns: int) -> int:
        """How far back the text before `end` goes, down to `start`, in so many columns."""
        furthest = max(start, end - 8 * columns)
        for offset in range(end - 1, furthest - 1, -1):
            columns -= self.column_count(text[offset])
            if columns < 0:
                return offset + 1
        return furthest


def line_bounds(source: Source, line: int) -> Span:
    """The span of a line without its line break; unlike `Source.line_span` it copies nothing."""
    starts, text = source.line_starts, source.text
    start = starts[line - 1]
    if line == len(starts):
        return Span(start, len(text))
    end = starts[line] - 1
    return Span(start, end - 1 if text[end] == "\n" and end > start and text[end - 1] == "\r" else end)


def _on_lines(source: Source, mark: Mark, continued: str) -> Iterator[tuple[int, Mark]]:
    """The lines of a mark, each with the mark's stretch on it. The words stand under the first."""
    start = min(mark.start, len(source.text))
    end = max(start, min(mark.end, len(source.text)))
    first = source.position(start).line
    last = source.position(max(start, end - 1)).line
    lines: Iterable[int] = range(first, last + 1) if last - first < _MOST_LINES else (first, last)
    for line in lines:
        bounds = line_bounds(source, line)
        left = min(max(start, bounds.start), bounds.end)
        right = max(left, min(end, bounds.end))
        if line == first:
            yield line, replace(mark, start=left, end=right)
            continue
        while left < right and source.text[left].isspace():
            left += 1
        if left < right:
            yield line, replace(mark, start=left, end=right, text=continued if line == last else "")


def _clusters(text: str, marks: Sequence[Mark], room: int, layout: Layout) -> Iterator[list[Mark]]:
    """The marks of a line that has no room, by what fits into one window."""
    cluster: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        end = max(mark.end, max((other.end for other in cluster), default=0))
        if cluster and layout.forward(text, cluster[0].start, end, room) < end:
            yield cluster
            cluster = []
        cluster.append(mark)
    yield cluster


def _rows(text: str, bounds: Span, marks: Sequence[Mark], layout: Layout) -> Iterator[Row]:
    """The windows on a line that show all its marks: one if it has room, else one for each cluster of marks."""
    whole = layout.forward(text, bounds.start, bounds.end, layout.columns)
    if whole == bounds.end:
        yield Row(bounds.start, bounds.end, False, False, tuple(marks))
        return
    if not marks:
        end = layout.forward(text, bounds.start, bounds.end, layout.columns - _MARGIN)
        yield Row(bounds.start, end, False, True)
        return
    room = layout.columns - 2 * _MARGIN
    for cluster in _clusters(text, marks, room, layout):
        start = cluster[0].start
        needed = max(mark.end for mark in cluster)
        end = layout.forward(text, start, needed, room)
        spare = room - sum(map(layout.column_count, text[start:end]))
        left = layout.backward(text, start, bounds.start, spare // 3)
        spare -= sum(map(layout.column_count, text[left:start]))
        if end == needed:
            end = layout.forward(text, end, bounds.end, spare)
            spare -= sum(map(layout.column_count, text[needed:end]))
        left = layout.backward(text, left, bounds.start, spare)
        yield Row(left, end, left > bounds.start, end < bounds.end, tuple(cluster))


def _drawn(text: str, row: Row, ambiguous: int) -> tuple[str, list[_Drawn]]:
    """The text of a row as it is shown, and where its marks are in it."""
    blanks: set[int] = set()
    for mark in row.marks:
        if text[mark.start : min(mark.end, row.end)].isspace():
            blanks.update(range(mark.start, min(mark.end, row.end)))
    cells = [shown(text[offset], offset in blanks) for offset in range(row.start, row.end)]
    margin = _MARGIN if row.cut_left else 0
    edges = list(accumulate((width(cell, ambiguous) for cell in cells), initial=margin))
    drawn = []
    for mark in row.marks:
        first = edges[min(mark.start, row.end) - row.start]
        last = edges[min(mark.end, row.end) - row.start] + (_MARGIN if mark.end > row.end else 0)
        drawn.append(_Drawn(first, max(last, first + 1), mark))
    body = f"{_CUT} " if row.cut_left else ""
    return body + "".join(cells) + (f" {_CUT}" if row.cut_right else ""), drawn


def _canvas(strokes: Iterable[_Stroke], columns: int = 0) -> Parts:
    """Strokes drawn over one another on a line that is filled up to a column."""
    strokes = list(strokes)
    size = max([columns, *(last for _, last, _, _ in strokes)])
    cells = [(" ", "")] * size
    for first, last, sign, style in strokes:
        cells[first:last] = [(sign, style)] * (last - first)
    return [("".join(sign for sign, _ in group), style) for style, group in groupby(cells, key=lambda cell: cell[1])]


def _bars(hanging: Iterable[_Drawn]) -> list[_Stroke]:
    return [(drawn.first, drawn.first + 1, "|", drawn.mark.style) for drawn in hanging]


def _beside(drawn: Sequence[_Drawn], layout: Layout) -> _Drawn | None:
    """The mark whose words stand to the right of all marks, if there is room for them."""
    last = max(one.last for one in drawn)
    outermost = [one for one in drawn if one.last == last and one.mark.text]
    if not outermost:
        return None
    chosen = max(outermost, key=lambda one: (one.mark.sign == "^", one.first))
    room = layout.columns - last - 1
    return chosen if room >= _LEAST_TEXT or width(visible(chosen.mark.text), layout.ambiguous) <= room else None


def _annotations(drawn: Sequence[_Drawn], layout: Layout) -> Iterator[Parts]:
    """The lines under a row: the marks, the words of the outermost beside it, those of the others hanging below."""
    beside = _beside(drawn, layout)
    hanging = [one for one in drawn if one.mark.text and one is not beside]
    hanging.sort(key=lambda one: (-one.first, one.mark.sign != "^"))
    signs = [(one.first, one.last, one.mark.sign, one.mark.style) for one in drawn]
    signs.sort(key=lambda stroke: stroke[2] == "^")
    if beside:
        column = beside.last + 1
        texts = wrapped(visible(beside.mark.text), layout.columns - column, layout.ambiguous)
        for strokes, text in zip([signs, *[_bars(hanging)] * (len(texts) - 1)], texts, strict=True):
            yield [*_canvas(strokes, column), (text, beside.mark.style)]
    else:
        yield _canvas(signs)
    if hanging:
        yield _canvas(_bars(hanging))
    for index, one in enumerate(hanging):
        left = [other for other in hanging[index + 1 :] if other.first < one.first]
        for text in wrapped(visible(one.mark.text), max(layout.columns - one.first, _LEAST_TEXT), layout.ambiguous):
            yield [*_canvas(_bars(left), one.first), (text, one.mark.style)]


def _shown_lines(lines: Iterable[int]) -> list[int]:
    """The lines, and any single line between two of them: it takes no more room than the sign for a gap."""
    ordered = sorted(lines)
    between = [line + 1 for line, following in pairwise(ordered) if following == line + 2]
    return sorted([*ordered, *between])


def snippet(
    source: Source, marks: Iterable[Mark], context: Iterable[int], layout: Layout
) -> Iterator[tuple[str, Parts]]:
    """The lines that show all marks and the lines of `context`: (line number, "" or "..." for the gutter; the line).

    `layout.columns` are those right of the gutter.
    """
    by_line: dict[int, list[Mark]] = {line: [] for line in context}
    for mark in marks:
        for line, stretch in _on_lines(source, mark, layout.continued):
            by_line.setdefault(line, []).append(stretch)
    previous = 0
    for line in _shown_lines(by_line):
        if previous and line > previous + 1:
            yield _CUT, []
        previous = line
        for row in _rows(source.text, line_bounds(source, line), by_line.get(line, ()), layout):
            body, drawn = _drawn(source.text, row, layout.ambiguous)
            yield str(line), [(body.rstrip(" "), "")]
            if drawn:
                for parts in _annotations(drawn, layout):
                    yield "", parts
