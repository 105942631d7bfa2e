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
from disclosure_lint.syntax.markup import unmarked
from disclosure_lint.syntax.spaced import is_spaced, spaced_tokens
from disclosure_lint.syntax.tokens import TERMINALS, CellRun, FoundLabel, Token, with_heads_folded

_RUN = re.compile(r"[\d\s,.+\-/—–万元]*")
_CELL_MARK = re.compile(r"[\d/—-]")
_ORDINAL_TAIL = re.compile(r"(?:\(?[一二三四五六七八九十]\)?[.,]?|\(\d\)|\d[.,)])\Z")
_ORDINAL_HEAD = re.compile(r"\(?(?:[一二三四五六七八九十]|\d)[.,)]*\Z")
_PAGE_MARK = re.compile(
    r"[-–—―·•]+ *\d{1,3} *[-–—―·•]+|第 *\d{1,3} *页(?:[ ,/]*共 *\d{1,3} *页)?|\d{1,3} */ *\d{1,3} *页"
)
_SENTENCE_END = "。;!?"
_LONGEST_CELL = 12
_PIECE = re.compile(r"\S+")
_LONGEST_ORDINAL = 4
_MOST_PIECES = 6
_LONGEST_ROW = 16
_REMARK = re.compile(r"\([^()]*\)")
_STRANGE_ROW = re.compile(r"((?:\d[.,)])?[^\d.,:]{2,40}?)([\d+\-/—–]{7,})")
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
        self.unknown: Span | None = None
        self.mixed = False
        self.marked = False
        self.rows = 0
        self.ended = False

    # -- tokens ---------------------------------------------------------------

    def label(self, words: Sequence[FormWord] | None, span: Span, **where: int) -> None:
        """Take a label; of several things it may be a row comes first."""
        self.flush()
        self.pending = self.unknown = None
        word = None
        if words:
            word = next((word for word in words if word.role == "row"), words[0])
        self.rows += word is None or word.role == "row"
        self.tokens.append((TERMINALS[word.role] if word else "ROW", FoundLabel(word, span, **where)))

    def flush(self, **how: Any) -> None:
        """End the current run of cells."""
        if self.cells and (how.get("explicit") or any(cell.end > cell.start for cell in self.cells)):
            self._take_head_for_row()
            run = CellRun(tuple(self.cells), mixed=self.mixed, marked=self.marked, **how)
            self.tokens.append(("CELLS", run))
        self.cells = []
        self.mixed = self.marked = False

    def _take_head_for_row(self) -> None:
        """Behind a head (其他, 总计) there are no cells: then it is the row of that name, its ordinal left out."""
        if (len(self.cells) < 2 and not self.mixed) or not self.tokens or self.tokens[-1][0] != "HEAD":
            return
        head = self.tokens[-1][1]
        if self.rows and head.word and head.word.role == "head":
            self.tokens[-1] = ("ROW", FoundLabel(None, head.span, head.from_right, head.line))  # 小计
            return
        row, after = self.vocabulary.bare_rows.get(squeezed(self.text[slice(*head.span)]), (None, ()))
        before = [value.word.key for terminal, value in self.tokens if terminal == "ROW" and value.word]
        if row is not None and before and before[-1] in after and row.key not in before:
            self.tokens[-1] = ("ROW", FoundLabel(row, head.span, head.from_right, head.line))

    # -- lines ----------------------------------------------------------------

    def line(self, line: Line) -> None:
        """Take the next line of the region."""
        if line.layout == "empty":
            return
        filled = line.filled
        if not filled:
            self._blank_row(line)
        elif self._is_grid(line, filled):
            if len(line.cells) > _LONGEST_ROW and self._is_stream(line):
                self._stream(line)
            else:
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
                bare = not labels and unknown is None and not self._row_waits()
                cells += line.cells[0 if bare else index :]
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

    def _is_stream(self, line: Line) -> bool:
        """Whether rows follow one another on one line: labels stand behind figures."""
        figures = 0
        for span in line.filled:
            piece = self.text[slice(*span)]
            if is_value(piece):
                figures += 1
            elif figures > 1 and self.vocabulary.find_in(piece):
                return True
        return False

    def _stream(self, line: Line) -> None:
        self.flush()
        for span in line.cells:
            if span.end > span.start:
                self.item(span)
            else:
                self.blank_cell(span.start)

    @staticmethod
    def _is_head_line(labels: Sequence[FoundWords]) -> bool:
        """Whether labels without figures are heads: several of them, unless the last alone is a row's.

        Before it may stand a group that another form has as a row: （六）其他处理.
        """
        if len(labels) < 2:
            return False
        *before, last = ({word.role for word in words} for words, _, _ in labels)
        return "row" not in last or any("row" in roles and "group" not in roles for roles in before)

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
            self._cell(span)
        elif joined := self._joined(span):
            if self.pending is None and self.tokens:
                self.tokens.pop()
            self.label(joined[0], joined[1])
        elif _CELL_MARK.search(piece) and self._figures(span, piece):
            pass
        elif " " in piece and (self._values(span) or self._labelled(span)):
            pass  # 规章 无 无 无
        elif not self._begins(span, piece) and not self._labels_only(span) and not self._goes_on(span):
            self._other(span, piece)

    def _figures(self, span: Span, piece: str) -> bool:
        """Take a piece with figures in it, if it is a number of a page, several cells, or labels and cells."""
        page = _PAGE_MARK.fullmatch(piece) is not None
        return page or self._values(span) or self._labelled(span) or self._mixed(span) or self._mixed_joined(span)

    def _begins(self, span: Span, piece: str) -> bool:
        """Whether this is the beginning of a label, or goes on in one."""
        if squeezed(piece) in self.vocabulary.beginnings:
            self.flush()
            self.pending = span
            return True
        if self.pending and self._squeezed_from(self.pending, span) in self.vocabulary.beginnings:
            self.pending = Span(self.pending.start, span.end)
            return True
        return False

    def _cell(self, span: Span) -> None:
        """Take a cell; where the row above is complete, an unknown text before it was the label of a row."""
        if self.unknown is not None and self.cells:
            unknown, self.unknown = self.unknown, None
            self.label(None, unknown)
        self.cells.append(span)

    def _values(self, span: Span) -> bool:
        """Take cells with a single blank between them, without a label."""
        pieces = [Span(*match.span()) for match in _PIECE.finditer(self.text, *span)]
        if len(pieces) < 2 or not all(is_value(self.text[slice(*piece)]) for piece in pieces):
            return False
        for piece in pieces:
            self._cell(piece)
        self.mixed = True
        return True

    def _labelled(self, span: Span) -> bool:
        """Take a label and cells with a single blank between them, whatever the figures are dressed in."""
        pieces = [Span(*match.span()) for match in _PIECE.finditer(self.text, *span)]
        at = len(pieces)
        while at > 1 and is_value(self.text[slice(*pieces[at - 1])]):
            at -= 1
        for first in range(at if at < len(pieces) and at <= _MOST_PIECES else 0):
            label, group = Span(pieces[first].start, pieces[at - 1].end), Span(span.start, pieces[first - 1].end)
            words = self._words(label)
            groups = self._words(group) if first else ()
            if any(word.role == "row" for word in words) and (groups or not first):
                if groups:
                    self.label(groups, group)
                self.label(words, label)
                self.cells, self.mixed = pieces[at:], True
                return True
        return False

    def _labels_only(self, span: Span) -> bool:
        """Take heads and labels that stand in one piece of text with nothing else."""
        run, offsets = self._bare(span)
        at, found = 0, []
        while at < len(run) and (match := scanner(self.vocabulary.table).match(run, at)):
            if match.end() == at:
                return False
            found.append(match)
            at = match.end() + run.startswith(":", match.end())
        if at < len(run) or len(found) < 2:
            return False
        for match in found:
            place = Span(offsets[match.start()], offsets[match.end() - 1] + 1)
            self.label(self.vocabulary.words[match[0]], place)
        return True

    def _goes_on(self, span: Span) -> bool:
        """Whether this goes on in a label that was taken for a short one (二、上年结转 + 政府信息公开)."""
        if self.cells or not self._row_waits() or self.tokens[-1][1].word is None:
            return False
        begin = self.tokens[-1][1].span.start
        if self._squeezed_from(Span(begin, begin), span) not in self.vocabulary.beginnings:
            return False
        self.tokens.pop()
        self.pending = Span(begin, span.end)
        return True

    def _other(self, span: Span, piece: str) -> None:
        self.pending = None
        if any(mark in piece for mark in _SENTENCE_END) and self.rows and len(piece) > 15:
            self.ended = True
        elif self.cells and len(self.cells) >= self._width():
            self.unknown = span  # the label of a row that the form does not know, if cells follow
        elif len(piece) <= _LONGEST_CELL and (self.cells or self._row_waits()) and not piece.startswith("("):
            self.cells.append(span)  # 约30, 无, 不涉及: text where a figure should be

    def _width(self) -> int:
        """The cells of a row: the form's, or as many as there are heads above."""
        if self.vocabulary.width:
            return self.vocabulary.width
        heads = 0
        for terminal, value in reversed(self.tokens):
            if terminal == "HEAD" and value.word and value.word.role == "column":
                heads += 1
            elif heads:
                break
        return heads or _LONGEST_ROW

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
        run, offsets = self._bare(span)
        found = [self._found(run, match) for match in scanner(self.vocabulary.table).finditer(run)]
        first = self._first_of_table(run, found)
        if first is None:
            return not found and self._unknown_row(run, offsets, 0, len(run))
        self.pending = None
        for index in range(first, len(found)):
            words, begin, end = found[index]
            self.label(words, Span(offsets[begin], offsets[end - 1] + 1))
            stop = found[index + 1][1] if index + 1 < len(found) else len(run)
            if not self._behind_label(run, offsets, end, stop):
                self.ended = self.rows > 0 and len(run) - stop > 40
                break
        return True

    def _bare(self, span: Span) -> tuple[str, list[int]]:
        """A piece of text as labels are compared, and the offset of each of its characters."""
        run: list[str] = []
        offsets: list[int] = []
        for at in range(span.start, span.end):
            character = self.text[at]
            if character not in _BARE:
                written = SQUEEZED.get(ord(character), character) or ""
                run.append(written)
                offsets += [at] * len(written)
        return "".join(run), offsets

    def _found(self, run: str, match: re.Match[str]) -> tuple[tuple[FormWord, ...], int, int]:
        """A label in a piece of text, with the ordinal before it: what it may be, where it begins and ends."""
        words = self.vocabulary.words[match[0]]
        tail = _ORDINAL_TAIL.search(run, max(0, match.start() - 4), match.start())
        if tail is None and match.start() <= _LONGEST_ORDINAL:
            tail = _ORDINAL_HEAD.fullmatch(run, 0, match.start())
        if tail is None:
            return words, match.start(), match.end()
        return self.vocabulary.find(tail[0] + match[0]) or words, tail.start(), match.end()

    def _behind_label(self, run: str, offsets: list[int], start: int, stop: int) -> bool:
        """Take the cells between two labels; False when running text begins there."""
        if remark := _REMARK.match(run, start, stop):
            start = remark.end()
        if run[start : start + 1] == ":":
            start += 1
        if start >= stop:
            return True
        match = _RUN.match(run, start, stop)
        end = match.end() if match else start
        if end > start and _CELL_MARK.search(run, start, end):
            self._take_cells(offsets[start], offsets[end - 1] + 1)
        if end < stop and self._unknown_row(run, offsets, end, stop):
            return True
        return end >= stop or not any(mark in run[end:stop] for mark in _SENTENCE_END + ",")

    def _take_cells(self, start: int, end: int) -> None:
        self.cells += [Span(*piece.span()) for piece in _PIECE.finditer(self.text, start, end)]
        self.mixed = True

    def _unknown_row(self, run: str, offsets: list[int], start: int, stop: int) -> bool:
        """Take a row of as many cells as all others, whose label the form does not know."""
        found = _STRANGE_ROW.fullmatch(run, start, stop) if self.rows and self.vocabulary.width else None
        if found is None or sum(map(str.isdigit, found[2])) < self.vocabulary.width:
            return False
        self.label(None, Span(offsets[found.start(1)], offsets[found.end(1) - 1] + 1))
        self._take_cells(offsets[found.start(2)], offsets[found.end(2) - 1] + 1)
        return True

    def _first_of_table(self, run: str, found: Sequence[tuple[tuple[FormWord, ...], int, int]]) -> int | None:
        """The first label behind which the table runs on: at once another label or cells."""
        for index, (_, begin, end) in enumerate(found):
            stop = found[index + 1][1] if index + 1 < len(found) else len(run)
            between = run[end:stop].removeprefix(":")
            if remark := _REMARK.match(between):
                between = between[remark.end() :]
            cells = _RUN.match(between)
            if cells is None or cells.end() < len(between):
                continue
            filled = _CELL_MARK.search(between) is not None
            if stop < len(run) and (filled or begin == 0 or index + 2 < len(found)):
                return index
            if begin == 0 and filled:
                return index
        return None


_NUMBER_LINES = re.compile(r"(?:[ \t]*[-+]?\d+(?:\.\d+)?[ \t]*(?:\r\n|\n|\r|\Z))+")

_BLANK_LINES = re.compile(r"(?: *(?:\r\n|\n|\r))+")
_MARKED_LINE = re.compile(r"[ \t]*\t[ \t]*(?:\r\n|\n|\r|\Z)")
_SINGLE_LINE = re.compile(r"[ \t]*([^\s|](?:(?:[^\s|]| (?! ))*[^\s|])?)[ \t]*(?:\r\n|\n|\r|\Z)")
_COLUMNS = re.compile(r"\S {2,}\S+(?: \S+)* {2,}\S")


def table_tokens(text: str, region: Span, vocabulary: Vocabulary, written: str = "") -> list[Token]:
    """The tokens of a table in a region of folded text. `written` is the text before folding."""
    text = unmarked(text, region)
    if _COLUMNS.search(text, *region):
        found = list(lines(text, region))
        if is_spaced(text, found):
            return with_heads_folded(spaced_tokens(text, found, vocabulary, written or text))
    lexer = TableLexer(text, vocabulary)
    at = region.start
    while at < region.end and not lexer.ended:
        # Most lines of a text with one cell a line are a number and nothing else.
        if numbers := _NUMBER_LINES.match(text, at, region.end):
            cells = [Span(*number.span()) for number in _PIECE.finditer(text, at, numbers.end())]
            if lexer.unknown is not None:
                lexer.item(cells.pop(0))
            lexer.cells += cells
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
