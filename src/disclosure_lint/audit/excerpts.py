"""The lines around a finding, masked, for whoever drills down to it without the file at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from disclosure_lint.reporters.snippet import line_bounds
from disclosure_lint.source import Source, Span

_AROUND = 1
"""Lines of context before and after the finding itself."""
_LINE = 160
"""Characters of a line that are shown whole; of a longer one the surroundings of its marks are."""
_MARGIN = 40
_STRETCH = 240

Mask = Callable[[Span], str]
"""The masked text of a span."""


def excerpt(source: Source | None, spans: Sequence[tuple[Span, int | None]], mask: Mask) -> dict[str, Any] | None:
    """What to show of spans, each with the index of its label (None: the finding itself, which comes first).

    Marks lie on one line each: of a stretch over several lines the first is marked.
    """
    if source is None or not source.text or not spans:
        return None
    marks = [_mark(source, span, label) for span, label in spans]
    own = marks[0]["line"]
    lines = {mark["line"] for mark in marks}
    lines.update(range(max(1, own - _AROUND), min(len(source.line_starts), own + _AROUND) + 1))
    shown = []
    for line in sorted(lines):
        here = [(mark["column"] - 1, mark["end_column"] - 1) for mark in marks if mark["line"] == line]
        shown += _shown(source, line, here, mask)
    return {"lines": shown, "marks": marks}


def _mark(source: Source, span: Span, label: int | None) -> dict[str, Any]:
    start = min(span.start, len(source.text))
    line, column = source.position(start)
    end = min(span.end, line_bounds(source, line).end)
    return {"line": line, "column": column, "end_column": column + max(0, end - start), "label": label}


def _shown(source: Source, line: int, marks: Iterable[tuple[int, int]], mask: Mask) -> list[dict[str, Any]]:
    bounds = line_bounds(source, line)
    length = bounds.end - bounds.start
    text = mask(bounds)
    if length <= _LINE:
        return [{"line": line, "offset": 0, "text": text, "more": False}]
    return [
        {"line": line, "offset": start, "text": text[start:end], "more": end < length}
        for start, end in _windows(sorted(marks), length)
    ]


def _windows(marks: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """The stretches of a long line to show: around each mark, joined where they meet."""
    windows: list[tuple[int, int]] = []
    for start, end in marks or [(0, 0)]:
        left = max(0, start - _MARGIN)
        right = min(length, min(end, start + _STRETCH) + _MARGIN)
        if windows and left <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(right, windows[-1][1]))
        else:
            windows.append((left, right))
    return windows
