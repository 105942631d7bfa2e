"""The tokens of a statutory table: labels where they were found, and the runs of cells behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from disclosure_lint.source import Span
from disclosure_lint.syntax.labels import FormWord

TERMINALS = {"row": "ROW", "column": "HEAD", "head": "HEAD", "group": "GROUP", "block": "BLOCK"}


@dataclass(frozen=True, slots=True)
class FoundLabel:
    """A label where it was found. `word` is None for a row that the form does not know."""

    word: FormWord | None
    span: Span
    from_right: int = 0
    """The place of its cell counted from the end of the line (the last is 1); 0 where cells are not separated."""
    line: int = -1


@dataclass(frozen=True, slots=True)
class CellRun:
    """The cells after a label, in order; blank cells are empty spans.

    `explicit`: blanks between separators were written. `mixed`: the cells came out of one piece of text with their
    label (no separator, or a single blank). `spaced`: the layout is columns of blanks. `marked`: blank
    cells stood on lines of their own. `line`: the line of the run, where it has one.
    """

    cells: tuple[Span, ...]
    explicit: bool = False
    mixed: bool = False
    spaced: bool = False
    marked: bool = False
    line: Span = Span(0, 0)


Token = tuple[str, Any]


def with_heads_folded(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with every run of heads as one token: a list of labels."""
    folded: list[Token] = []
    for terminal, value in tokens:
        if terminal != "HEAD":
            folded.append((terminal, value))
        elif folded and folded[-1][0] == "HEAD":
            folded[-1][1].append(value)
        else:
            folded.append((terminal, [value]))
    return folded
