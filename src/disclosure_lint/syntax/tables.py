"""The lexer of a table region: lines in, labels and runs of cells out, for `grammars/table.lark`.

Rows are found by their labels, never by counting lines. What is neither label nor cell is passed over, and a
sentence ends the table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from disclosure_lint.forms import SQUEEZED, squeezed
from disclosure_lint.source import Span
from disclosure_lint.syntax.cells import is_value
from disclosure_lint.syntax.grid import Line, lines, next_line
from disclosure_lint.syntax.labels import FormWord, Vocabulary, scanner
from disclosure_lint.syntax.spaced import is_spaced, spaced_tokens
from disclosure_lint.syntax.tokens import TERMINALS, CellRun, FoundLabel, Token, with_heads_folded

_RUN = re.compile(r"[\d\s,.+\-/—–万元]*")
_CELL_MARK = re.compile(r"[\d/—-]")
_ORDINAL_TAIL = re.compile(r"(?:\(?[一二三四五六七八九十]\)?[.,]?|\d[.,)])\s*\Z")
_SENTENCE_END = "。;!?"
_LONGEST_CELL = 12
_REMARK = re.compile(r"\([^()]*\)")
_BARE = frozenset(" \t\r\n") | {chr(code) for code, kept in SQUEEZED.items() if kept is None}

FoundWords = tuple[Sequence[FormWord], Span, int]
"""What a cell of a line may be as a label, its span, and its place counted from the end of the line."""


class TableLexer:
    """Collects the tokens of one table region."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.tokens: list[Token] = []
        self.cells: list[Span] = []
        self.pending: Span | None = None
        self.mixed = False
        self.marked = False
        self.rows = 0
        self.ended = False

    # -- tokens ---------------------------------------------------------------

    def label(self, words: Sequence[FormWord] | None, span: Span, **where: int) -> None:
        """Take a label; of several things it may be a row comes first."""
        self.flush()
        self.pending = None
        word = None
        if words:
            word = next((word for word in words if word.role == "row"), words[0])
        self.rows += word is None or word.role == "row"
        self.tokens.append((TERMINALS[word.role] if word else "ROW", FoundLabel(word, span, **where)))

    def flush(self, **how: Any) -> None:
        """End the current run of cells."""
        if self.cells and (how.get("explicit") or any(cell.end > cell.start for cell in self.cells)):
            run = CellRun(tuple(self.cells), mixed=self.mixed, marked=self.marked, **how)
            self.tokens.append(("CELLS", run))
        self.cells = []
        self.mixed = self.marked = False

    # -- lines ----------------------------------------------------------------

    def line(self, line: Line) -> None:
        """Take the next line of the region."""
        if line.layout == "empty":
            return
        filled = line.filled
        if not filled:
            self._blank_row(line)
        elif self._is_grid(line, filled):
            self._grid(line)
        elif line.layout == "blanks":
            for cell in filled:
                self.item(cell)
        else:
            self.item(filled[0])

    def blank_cell(self, at: int) -> None:
        """Take a line that holds nothing but a tab: a blank cell of a text saved from a word processor."""
        if self.cells or self._row_waits():
            self.marked = True
            self.cells.append(Span(at, at))

    def _row_waits(self) -> bool:
        return bool(self.tokens) and self.tokens[-1][0] == "ROW"

    @staticmethod
    def _is_grid(line: Line, filled: Sequence[Span]) -> bool:
        if line.layout == "pipes":
            return len(line.cells) > 1
        if line.layout != "tabs":
            return False
        return len(filled) > 1 or len(line.cells) - line.cells.index(filled[0]) > 3

    def _blank_row(self, line: Line) -> None:
        if len(line.cells) >= 15 and not self._row_waits():
            self.flush()
            self.cells = list(line.cells)
            self.flush(explicit=True, line=line.span)

    def _grid(self, line: Line) -> None:
        """Take a line whose cells are separated: labels first, and once there is a figure everything is a cell."""
        self.flush()
        labels: list[FoundWords] = []
        cells: list[Span] = []
        unknown: Span | None = None
        figures = False
        for index, span in enumerate(line.cells):
            piece = self.text[span.start : span.end]
            if piece and (words := self.vocabulary.find_in(piece)):
                labels.append((words, span, len(line.cells) - index))
                cells = []
            elif piece and is_value(piece):
                cells += line.cells[index:]
                figures = True
                break
            elif labels or unknown:
                cells.append(span)
            elif piece:
                unknown = span
        if not figures and self._is_head_line(labels):
            self._heads(line, labels)
        elif labels or figures:
            self._grid_row(line, labels, cells, unknown)
        elif unknown is not None:
            self._mixed(unknown)

    @staticmethod
    def _is_head_line(labels: Sequence[FoundWords]) -> bool:
        """Whether labels without figures are heads: several of them, unless the last alone is a row's."""
        rows = [any(word.role == "row" for word in words) for words, _, _ in labels]
        return len(labels) > 1 and (sum(rows) != 1 or not rows[-1])

    def _heads(self, line: Line, labels: Sequence[FoundWords]) -> None:
        for words, span, from_right in labels:
            heads = [word for word in words if word.role != "row"]
            if heads:
                self.label(heads, span, from_right=from_right, line=line.span.start)

    def _grid_row(self, line: Line, labels: Sequence[FoundWords], cells: list[Span], unknown: Span | None) -> None:
        if not labels and unknown is not None:
            joined = self._joined(unknown)
            self.label(joined[0] if joined else None, joined[1] if joined else unknown)
        for words, span, from_right in labels:
            self.label(words, span, from_right=from_right, line=line.span.start)
        self.cells = cells
        self.flush(explicit=True, line=line.span)

    # -- pieces of text -------------------------------------------------------

    def _words(self, span: Span) -> tuple[FormWord, ...]:
        return self.vocabulary.find_in(self.text[span.start : span.end])

    def item(self, span: Span) -> None:
        """Take a piece of text that stands alone: a cell, a label, a piece of a label, or several of them glued."""
        piece = self.text[span.start : span.end]
        if words := self._words(span):
            extended = self._joined(span)
            self.label(extended[0] if extended else words, extended[1] if extended else span)
        elif is_value(piece):
            self.cells.append(span)
        elif joined := self._joined(span):
            if self.pending is None and self.tokens:
                self.tokens.pop()
            self.label(joined[0], joined[1])
        elif _CELL_MARK.search(piece) and (self._mixed(span) or self._mixed_joined(span)):
            pass
        elif squeezed(piece) in self.vocabulary.beginnings:
            self.flush()
            self.pending = span
        elif self.pending and (self._squeezed_from(self.pending, span) in self.vocabulary.beginnings):
            self.pending = Span(self.pending.start, span.end)
        else:
            self._other(span, piece)

    def _other(self, span: Span, piece: str) -> None:
        self.pending = None
        if any(mark in piece for mark in _SENTENCE_END) and self.rows and len(piece) > 15:
            self.ended = True
        elif len(piece) <= _LONGEST_CELL and (self.cells or self._row_waits()) and not piece.startswith("("):
            self.cells.append(span)  # 约30, 无, 不涉及: text where a figure should be

    def _squeezed_from(self, first: Span, last: Span) -> str:
        return squeezed(self.text[first.start : last.end])

    def _joined(self, span: Span) -> tuple[tuple[FormWord, ...], Span] | None:
        """The label that this piece completes together with the one before it."""
        before = self.pending
        if before is None and self.tokens and not self.cells and self.tokens[-1][0] == "ROW":
            before = self.tokens[-1][1].span
            if self.tokens[-1][1].word is None or squeezed(self.text[before.start : before.end]) not in (
                self.vocabulary.beginnings
            ):
                return None
        if before is None:
            return None
        words = self.vocabulary.words.get(self._squeezed_from(before, span))
        return (words, Span(before.start, span.end)) if words else None

    def _mixed_joined(self, span: Span) -> bool:
        """A label whose first piece stood on the line before, with its cells behind its last piece."""
        if self.pending is None:
            return False
        return self._mixed(Span(self.pending.start, span.end))

    def _mixed(self, span: Span) -> bool:
        """Take labels and cells that stand in one piece of text. False if it is no such piece."""
        offsets = [at for at in range(span.start, span.end) if self.text[at] not in _BARE]
        run = "".join(self.text[at] for at in offsets).translate(SQUEEZED)
        found = list(scanner(self.vocabulary.table).finditer(run))
        first = self._first_of_table(run, found)
        if first is None:
            return False
        self.pending = None
        for index in range(first, len(found)):
            match = found[index]
            words = self.vocabulary.words[match[0]]
            self.label(words, Span(offsets[match.start()], offsets[match.end() - 1] + 1))
            start = match.end()
            stop = found[index + 1].start() if index + 1 < len(found) else len(run)
            if not self._behind_label(run, offsets, start, stop):
                self.ended = self.rows > 0 and len(run) - stop > 40
                break
        return True

    def _behind_label(self, run: str, offsets: list[int], start: int, stop: int) -> bool:
        """Take the cells between two labels; False when running text begins there."""
        if remark := _REMARK.match(run, start, stop):
            start = remark.end()
        if start >= stop:
            return True
        if (tail := _ORDINAL_TAIL.search(run, start, stop)) and stop < len(run):
            stop = tail.start() if tail.end() == stop else stop
        match = _RUN.match(run, start, stop)
        end = match.end() if match else start
        if end > start:
            piece = Span(offsets[start], offsets[end - 1] + 1)
            self.cells += [
                Span(piece.start + m.start(), piece.start + m.end())
                for m in re.finditer(r"\S+", self.text[piece.start : piece.end])
            ]
            self.mixed = True
        return end >= stop or not any(mark in run[end:stop] for mark in _SENTENCE_END + ",")

    def _first_of_table(self, run: str, found: list[re.Match[str]]) -> int | None:
        """The first label behind which the table runs on: at once another label or cells."""
        for index, match in enumerate(found):
            stop = found[index + 1].start() if index + 1 < len(found) else len(run)
            between = run[match.end() : stop]
            if remark := _REMARK.match(between):
                between = between[remark.end() :]
            cells = _RUN.match(between)
            whole = cells is not None and cells.end() == len(between)
            if whole and (stop < len(run) or (match.start() == 0 and _CELL_MARK.search(between))):
                if stop < len(run) and len(between) == 0 and match.start() > 0 and index + 2 >= len(found):
                    continue
                return index
            if match.start() == 0 and index + 1 < len(found) and _ORDINAL_TAIL.search(between):
                return index
        return None


_NUMBER_LINES = re.compile(r"(?:[ \t]*[-+]?\d+(?:\.\d+)?[ \t]*(?:\r\n|\n|\r|\Z))+")
_PIECE = re.compile(r"\S+")
_BLANK_LINES = re.compile(r"(?: *(?:\r\n|\n|\r))+")
_MARKED_LINE = re.compile(r"[ \t]*\t[ \t]*(?:\r\n|\n|\r|\Z)")
_SINGLE_LINE = re.compile(r"[ \t]*([^\s|](?:(?:[^\s|]| (?! ))*[^\s|])?)[ \t]*(?:\r\n|\n|\r|\Z)")
_COLUMNS = re.compile(r"\S {2,}\S+(?: \S+)* {2,}\S")


def table_tokens(text: str, region: Span, vocabulary: Vocabulary) -> list[Token]:
    """The tokens of a table in a region of folded text."""
    if _COLUMNS.search(text, *region):
        found = list(lines(text, region))
        if is_spaced(text, found):
            return with_heads_folded(spaced_tokens(text, found, vocabulary))
    lexer = TableLexer(text, vocabulary)
    at = region.start
    while at < region.end and not lexer.ended:
        # Most lines of a text with one cell a line are a number and nothing else.
        if numbers := _NUMBER_LINES.match(text, at, region.end):
            lexer.cells += [Span(*number.span()) for number in _PIECE.finditer(text, at, numbers.end())]
            at = numbers.end()
        elif blank := _BLANK_LINES.match(text, at, region.end):
            at = blank.end()
        elif marked := _MARKED_LINE.match(text, at, region.end):
            lexer.blank_cell(at)
            at = marked.end()
        elif single := _SINGLE_LINE.match(text, at, region.end):
            lexer.item(Span(*single.span(1)))
            at = single.end()
        else:
            line, at = next_line(text, at, region.end)
            lexer.line(line)
    lexer.flush()
    return with_heads_folded(lexer.tokens)
