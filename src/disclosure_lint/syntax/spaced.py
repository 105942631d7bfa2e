"""Tables whose columns are made of blanks, as text extracted from a page with its layout kept.

Row labels are broken over lines, group labels run down the side, heads are repeated after a page break. A line with
figures is matched to its label through the pieces of text beside, above and below it that make a label of the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from disclosure_lint.forms import squeezed
from disclosure_lint.source import Span
from disclosure_lint.syntax.cells import is_value
from disclosure_lint.syntax.grid import Line, display_width
from disclosure_lint.syntax.labels import FormWord, Vocabulary
from disclosure_lint.syntax.tokens import TERMINALS, CellRun, FoundLabel, Token

_NUMERIC_TAIL = re.compile(r"(?<=\S) (?=[-+]?[\d/])")
_FEWEST_LINES = 2


@dataclass(slots=True)
class _Row:
    """A line as pieces of text and, at its end, figures."""

    line: Line
    texts: list[Span] = field(default_factory=list)
    values: list[Span] = field(default_factory=list)
    used: bool = False


def is_spaced(text: str, found: Sequence[Line]) -> bool:
    """Whether a region is laid out in columns of blanks."""
    columns = 0
    if sum(line.layout != "empty" for line in found) < _FEWEST_LINES:
        return False  # rows that follow one another on one line
    for line in found:
        if line.layout in ("pipes", "tabs") and len(line.filled) > 1:
            return False
        if line.layout == "blanks" and len(line.cells) >= 3:
            last = line.cells[-1]
            columns += is_value(text[last.start : last.end]) or len(line.cells) >= 4
    return columns >= 2 or (columns == 1 and any(len(line.cells) >= 5 for line in found if line.layout == "blanks"))


def _pieces(text: str, line: Line) -> Iterator[Span]:
    for cell in line.filled:
        piece = text[cell.start : cell.end]
        if " " not in piece or is_value(piece):
            yield cell
            continue
        at = cell.start
        parts = _NUMERIC_TAIL.split(piece)
        if len(parts) > 1 and all(is_value(part.strip()) for part in parts[1:]):
            for part in parts:
                yield Span(at, at + len(part))
                at += len(part) + 1
        else:
            yield cell


def _row(text: str, line: Line) -> _Row:
    pieces = list(_pieces(text, line))
    split = len(pieces)
    while split and is_value(text[pieces[split - 1].start : pieces[split - 1].end]):
        split -= 1
    return _Row(line, pieces[:split], pieces[split:])


class _Reader:
    def __init__(self, text: str, written: str, rows: list[_Row], vocabulary: Vocabulary) -> None:
        self.text = text
        self.written = written
        self.rows = rows
        self.vocabulary = vocabulary
        self.taken: set[Span] = set()
        """The pieces of labels that were found for lines of figures without a label of their own."""

    def column(self, row: _Row, span: Span) -> tuple[int, int]:
        """The display columns that a piece takes."""
        start = display_width(self.written[row.line.span.start : span.start])
        return start, start + display_width(self.written[span.start : span.end])

    def label(self, index: int) -> tuple[tuple[FormWord, ...], Span] | None:
        """The label of the line of figures at `index`: the longest that the pieces around it make."""
        row = self.rows[index]
        own = row.texts[-1] if row.texts else None
        above, below = self._around(index, -1, own), self._around(index, 1, own)
        best: tuple[tuple[FormWord, ...], list[Span]] | None = None
        length = 0
        if own is None and above and above[0] in self.taken:
            above = []  # the label of the figures above
        for up in range(len(above) + 1):
            for down in range(len(below) + 1):
                spans = [*reversed(above[:up]), *([own] if own else []), *below[:down]]
                if not spans:
                    continue
                written = "".join(squeezed(self.text[span.start : span.end]) for span in spans)
                words = self.vocabulary.words.get(written) or (self.vocabulary.find(written) if up + down == 0 else ())
                if any(word.role in ("row", "group") for word in words) and len(written) > length:
                    best, length = (words, spans), len(written)
        if best is None and own is not None:
            return self._behind_group(own)
        if best is None:
            return None
        words, spans = best
        if own is None and above and spans[0] not in above and (nearest := self._words_of(above[0])):
            words, spans = nearest, [above[0]]  # labels above their figures: the one below is that of the next
        self.taken.update(spans)
        anchor = own or spans[0]
        return words, Span(min(anchor.start, spans[0].start), max(anchor.end, spans[0].end)) if own is None else anchor

    def blank_row(self, index: int) -> list[Token]:
        """The label of a row without a figure, if the line is one and belongs to no line of figures."""
        row = self.rows[index]
        if len(row.texts) not in (1, 2) or row.texts[-1] in self.taken:
            return []
        found = self.label(index)
        word = next((word for word in found[0] if word.role == "row"), None) if found else None
        return [_token(word, found[1])] if word and found else []

    def _words_of(self, span: Span) -> tuple[FormWord, ...]:
        words = self.vocabulary.find_in(self.text[slice(*span)])
        return words if any(word.role == "row" for word in words) else ()

    def _behind_group(self, own: Span) -> tuple[tuple[FormWord, ...], Span] | None:
        """A label with a piece of a group label one blank before it."""
        piece = self.text[own.start : own.end]
        at = piece.find(" ")
        while at >= 0:
            if words := self.vocabulary.find(squeezed(piece[at:])):
                return words, Span(own.start + at + 1, own.end)
            at = piece.find(" ", at + 1)
        return None

    def _around(self, index: int, step: int, own: Span | None) -> list[Span]:
        """Pieces in the label's column on the lines of text next to a line of figures, nearest first."""
        found: list[Span] = []
        at = index + step
        here = self.column(self.rows[index], own)[0] if own else None
        while 0 <= at < len(self.rows) and len(found) < 3:
            row = self.rows[at]
            if row.values or not row.texts:
                break
            same = [span for span in row.texts if here is None or abs(self.column(row, span)[0] - here) <= 3]
            if not same:
                break
            found.append(same[-1])
            at += step
        return found

    def heads(self, index: int) -> Iterator[Token]:
        """The labels on a line of text; heads broken over two lines are joined by their columns."""
        for span in self._head_pieces(index):
            written = squeezed(self.text[span.start : span.end])
            words = [word for word in self.vocabulary.find(written) if word.role != "row"]
            if words:
                yield _token(words[0], span)
            elif "(" in written or index + 1 >= len(self.rows):
                continue
            elif joined := self._joined_below(index, span, written):
                yield joined

    def _head_pieces(self, index: int) -> Iterator[Span]:
        """The pieces of a line; heads with a single blank between them are pieces of their own."""
        for span in self.rows[index].texts:
            piece = self.text[span.start : span.end]
            parts = piece.split(" ")
            if len(parts) == 1 or not all(self._begins(part) for part in parts):
                yield span
                continue
            at = span.start
            for part in parts:
                yield Span(at, at + len(part))
                at += len(part) + 1

    def _below_pieces(self, index: int) -> Iterator[Span]:
        for span in self.rows[index].texts:
            at = span.start
            for part in self.text[span.start : span.end].split(" "):
                yield Span(at, at + len(part))
                at += len(part) + 1

    def _begins(self, part: str) -> bool:
        written = squeezed(part)
        return written in self.vocabulary.words or written in self.vocabulary.beginnings

    def _joined_below(self, index: int, span: Span, written: str) -> Token | None:
        start, end = self.column(self.rows[index], span)
        below = self.rows[index + 1]
        if below.values:
            return None
        for other in self._below_pieces(index + 1):
            left, right = self.column(below, other)
            if left < end + 2 and right > start - 2:
                words = self.vocabulary.words.get(written + squeezed(self.text[other.start : other.end]), ())
                if words:
                    return _token(words[0], span)
        return None


def _token(word: FormWord, span: Span) -> Token:
    return TERMINALS[word.role], FoundLabel(word, span)


def spaced_tokens(text: str, found: Sequence[Line], vocabulary: Vocabulary, written: str) -> list[Token]:
    """The tokens of a table whose columns are made of blanks. `written` is the text before folding: widths differ."""
    rows = [_row(text, line) for line in found]
    reader = _Reader(text, written, rows, vocabulary)
    labels = [reader.label(index) if row.values else None for index, row in enumerate(rows)]
    tokens: list[Token] = []
    for index, row in enumerate(rows):
        if not row.values:
            tokens += reader.blank_row(index) or reader.heads(index)
            continue
        if label := labels[index]:
            words, span = label
            word = next((word for word in words if word.role == "row"), words[0])
            tokens.append(_token(word, span))
        elif row.texts and vocabulary.table != "disputes" and len(row.values) > 1:
            tokens.append(("ROW", FoundLabel(None, row.texts[-1])))
        elif vocabulary.table != "disputes":
            continue
        tokens.append(("CELLS", CellRun(tuple(row.values), spaced=True, line=row.line.span)))
    return tokens
