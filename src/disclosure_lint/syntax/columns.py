"""Columns made of blanks: which column a cell stands under, by where the full rows have theirs."""

from __future__ import annotations

from collections.abc import Sequence

from disclosure_lint.source import Span
from disclosure_lint.syntax.grid import display_width
from disclosure_lint.syntax.tokens import CellRun


def column_ranges(text: str, runs: Sequence[CellRun], count: int) -> list[tuple[int, int]]:
    """The display columns that each column's cells take, over rows that have all of them."""
    ranges = []
    for index in range(count):
        places = [_place(text, run, run.cells[index]) for run in runs]
        ranges.append((min(start for start, _ in places), max(end for _, end in places)))
    return ranges


def _place(text: str, run: CellRun, span: Span) -> tuple[int, int]:
    start = display_width(text[run.line.start : span.start])
    return start, start + (span.end - span.start)


def placed_cells(text: str, run: CellRun, ranges: Sequence[tuple[int, int]]) -> dict[int, Span] | None:
    """Column numbers to cells, None unless every cell lies under exactly one column and in order."""
    placed: dict[int, Span] = {}
    for span in run.cells:
        start, end = _place(text, run, span)
        under = [index for index, (left, right) in enumerate(ranges) if start < right and end > left]
        if len(under) != 1 or (placed and under[0] <= max(placed)):
            return None
        placed[under[0]] = span
    return placed
