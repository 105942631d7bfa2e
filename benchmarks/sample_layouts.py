"""How a report looks as text: one function per layout."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from unicodedata import east_asian_width

from disclosure_lint.forms import Form
from sample_chance import between, chance, pick, source
from sample_document import Document, Paragraph, Part
from sample_tables import Cell, Grid, Row, Texts, grids

_NBSP = "\u00a0"
_WIDE_BLANK = "\u3000"


class Page:
    """What a layout works on: the document, its grids, and sources of chance that do not depend on the figures."""

    def __init__(self, document: Document, form: Form, texts: Texts, seed: str) -> None:
        self.document = document
        self.form = form
        self.texts = texts
        self.grids = grids(form, texts)
        self.seed = seed

    def source(self, purpose: str) -> random.Random:
        """A source of chance for one purpose."""
        return source(self.seed, purpose)


Layout = Callable[[Page], str]


# --- the frame that most layouts share ---------------------------------------------------------------------------


def _framed(page: Page, table: Callable[[Part], list[str]], *, gap: bool, indent: str = "") -> str:
    """Title, preamble, parts and signature, a paragraph per line; `table` gives the lines of a part's table."""
    rng = page.source("frame")
    lines = [*page.document.title, ""] if gap else [*page.document.title]
    lines += [indent + paragraph.text for paragraph in page.document.preamble]
    for part in page.document.parts:
        lines += ["", part.heading] if gap else [part.heading]
        for paragraph in part.paragraphs:
            lines.append(paragraph.text if paragraph.heading else indent + paragraph.text)
        lines += table(part) if part.table else []
    agency, date = page.document.signature
    lines += [""] if gap else []
    lines += [agency, " " * between(rng, 0, 20) + date if gap else date]
    return "\n".join(lines) + "\n"


def _rows(page: Page, part: Part) -> list[Row]:
    return [row for grid in page.grids[part.table] for row in grid]


def _spread(row: Row) -> list[str]:
    """The texts of a row with an empty one for every merged column."""
    return [text for cell in row for text in (cell.text, *[""] * (cell.width - 1))]


# --- one cell per line --------------------------------------------------------------------------------------------


def lines(page: Page) -> str:
    """One cell per line, rows separated by blank lines, leading tabs, stray NBSP: Word saved as text."""
    rng = page.source("cells")
    noisy, broken = chance(rng, 0.6), chance(rng, 0.5)

    def text(cell: Cell) -> str:
        first, second = chance(rng, 0.3), chance(rng, 0.3)
        if cell.kind == "figure" and noisy and cell.text:
            return (_NBSP if first else "") + cell.text + (_NBSP if second and not first else "")
        if cell.kind == "head" and broken and len(cell.text) > 6 and cell.text.startswith("本年新"):
            return cell.text[:3] + "\n\t" + cell.text[3:]
        return cell.text

    def table(part: Part) -> list[str]:
        found: list[str] = []
        for row in _rows(page, part):
            found += ["\t" + text(cell) for cell in row]
            found.append("")
        return ["", *found]

    return _framed(page, table, gap=True)


def lines_bare(page: Page) -> str:
    """One cell per line without tabs; a blank line between all cells, between rows, or nowhere."""
    style = pick(page.source("style"), ("cells", "rows", "none"))

    def table(part: Part) -> list[str]:
        found: list[str] = []
        for row in _rows(page, part):
            for cell in row:
                if cell.kind != "continued":
                    found += [cell.text, ""] if style == "cells" else [cell.text]
            if style == "rows":
                found.append("")
        return ["", *found] if style == "cells" else found

    return _framed(page, table, gap=style != "none", indent=_WIDE_BLANK * 2)


# --- one row per line ---------------------------------------------------------------------------------------------


def tabs(page: Page) -> str:
    """A row per line, cells separated by tabs, merged cells left empty."""
    return _framed(page, lambda part: ["\t".join(_spread(row)) for row in _rows(page, part)], gap=True)


def pipes(page: Page) -> str:
    """Rows between pipes, merged cells empty, the head in as many rows as the form has; a separator row or none."""
    separated = chance(page.source("style"), 0.5)

    def table(part: Part) -> list[str]:
        found: list[str] = []
        for grid in page.grids[part.table]:
            rows = [_piped(_spread(row)) for row in grid]
            found += ["", rows[0], *([_ruler(grid)] if separated else []), *rows[1:]]
        return found

    return _framed(page, table, gap=True)


def _piped(texts: list[str]) -> str:
    return "| " + " | ".join(texts) + " |"


def _ruler(grid: Grid) -> str:
    return "|" + "---|" * len(_spread(grid[0]))


# --- markdown -----------------------------------------------------------------------------------------------------


def markdown(page: Page) -> str:
    """Markdown with headings and a proper table (one head row) for every block."""
    document = page.document
    found = ["# " + " ".join(document.title), ""]
    for paragraph in document.preamble:
        found += [paragraph.text, ""]
    for part in document.parts:
        found += ["## " + part.heading, ""]
        for paragraph in part.paragraphs:
            found += ["### " + paragraph.text if paragraph.heading else paragraph.text, ""]
        if part.table:
            found += _MARKDOWN_TABLES[part.table](page)
    return "\n".join([*found, document.signature[0], "", document.signature[1]]) + "\n"


def _markdown_table(head: list[str], rows: list[list[str]]) -> list[str]:
    return [_piped(head), "|" + "---|" * len(head), *map(_piped, rows), ""]


def _markdown_proactive(page: Page) -> list[str]:
    found: list[str] = []
    for grid in page.grids["proactive"]:
        head, *rows = ([cell.text for cell in row] for row in grid[1:])
        found += ["### " + grid[0][0].text, "", *_markdown_table(head, rows)]
    return found


def _markdown_applications(page: Page) -> list[str]:
    from sample_document import phrases

    table = page.form.tables["applications"]
    head = [phrases()["tables"]["item"], *(column.label for column in table.columns.values())]
    found = [phrases()["tables"]["note"], ""]
    rows: list[list[str]] = []
    group = ""
    grouped = chance(page.source("style"), 0.5)
    for key, row in table.rows.items():
        if row.within != group and row.within not in ("", "results"):
            rows.append([table.groups[row.within].label, *[""] * len(table.columns)])
        elif row.within == "results" and group == "":
            rows.append([table.groups["results"].label, *[""] * len(table.columns)])
        group = row.within
        rows.append([row.label, *(page.texts[f"applications.{key}.{column}"] for column in table.columns)])
    return found + _markdown_table(head, rows if grouped else [row for row in rows if row[-1] or row[1]])


def _markdown_disputes(page: Page) -> list[str]:
    table = page.form.tables["disputes"]
    head = [column.label for column in table.columns.values()]
    found: list[str] = []
    for key, group in table.groups.items():
        if group.members:
            continue
        parent = next((other.label for other in table.groups.values() if key in other.members), "")
        label = f"{parent}（{group.label}）" if parent else group.label
        row = [page.texts[f"disputes.{key}.{column}"] for column in table.columns]
        found += ["### " + label, "", *_markdown_table(head, [row])]
    return found


_MARKDOWN_TABLES: Mapping[str, Callable[[Page], list[str]]] = {
    "proactive": _markdown_proactive,
    "applications": _markdown_applications,
    "disputes": _markdown_disputes,
}


# --- glued --------------------------------------------------------------------------------------------------------


def glued(page: Page) -> str:
    """The text of a crawled page: metadata lines, then everything on one line, cells without separators."""
    rng = page.source("glue")
    document = page.document
    stray = chance(rng, 0.5)
    found: list[str] = [] if chance(rng, 0.3) else ["".join(document.title) + " "]
    found += [paragraph.text for paragraph in document.preamble]
    for part in document.parts:
        found += [part.heading, " " if chance(rng, 0.4) else ""]
        found += [_run_in(paragraph) for paragraph in part.paragraphs]
        for row in _rows(page, part) if part.table else []:
            for cell in row:
                found += [cell.text, " " if chance(rng, 0.05) and stray else ""]
    found += [" ", "".join(document.signature)] if chance(rng, 0.5) else []
    head = [f"{key}: {value}" for key, value in document.metadata]
    return "\n".join([*head, "=" * 20 + " 正文 " + "=" * 20, "".join(found)]) + "\n"


def _run_in(paragraph: Paragraph) -> str:
    return paragraph.text + ("。" if paragraph.heading else "")


# --- columns of blanks --------------------------------------------------------------------------------------------


def width_of(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)


_ATOM = re.compile(r"[0-9A-Za-z./:%_-]+|.", re.DOTALL)
_NO_START = "，。；：、）”》〉？！％%"
_NO_END = "（“《〈"


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most so many columns; numbers and addresses stay whole."""
    found, line, used = [], "", 0
    for atom in _ATOM.findall(text):
        size = width_of(atom)
        if line and used + size > width and atom not in _NO_START:
            kept = line.rstrip(_NO_END)
            found.append(kept)
            line = line[len(kept) :]
            used = width_of(line)
        line += atom
        used += size
    return [*found, line] if line else found


class _Canvas:
    """Lines on which texts are put at columns; a text that would touch its neighbour moves right."""

    def __init__(self) -> None:
        self.lines: list[list[tuple[int, str]]] = []

    def put(self, line: int, column: int, text: str) -> None:
        while len(self.lines) <= line:
            self.lines.append([])
        if text:
            self.lines[line].append((column, text))

    def text(self) -> list[str]:
        return [self._line(segments) for segments in self.lines]

    @staticmethod
    def _line(segments: list[tuple[int, str]]) -> str:
        found = ""
        for column, text in sorted(segments):
            gap = column - width_of(found)
            found += " " * (gap if gap > 0 or not found else 2) + text
        return found


def spaces(page: Page) -> str:
    """Columns made of blanks, labels broken over lines, vertical group labels: `pdftotext -layout`."""
    broken = chance(page.source("style"), 0.5)

    def table(part: Part) -> list[str]:
        return _SPACED[part.table](page, broken)

    text = _framed(page, table, gap=True)
    return "\n".join(piece for line in text.split("\n") for piece in (wrapped(line, 76) if _is_prose(line) else [line]))


def _is_prose(line: str) -> bool:
    return width_of(line) > 76 and "  " not in line.strip()


def _spaced_proactive(page: Page, broken: bool) -> list[str]:
    found: list[str] = []
    for grid in page.grids["proactive"]:
        found.append(grid[0][0].text)
        canvas = _Canvas()
        for number, row in enumerate(grid[1:]):
            column = 0
            for cell in row:
                canvas.put(number * 2 if broken else number, column, cell.text)
                column += 24
        found += canvas.text()
        found.append("")
    return found


_FIGURE_COLUMNS = (46, 55, 62, 69, 77, 85, 92)


def _spaced_applications(page: Page, broken: bool) -> list[str]:
    (grid,) = page.grids["applications"]
    head, rows = grid[:3], grid[3:]
    turn = between(page.source("turn"), 8, 14) if chance(page.source("turn?"), 0.6) else 0
    found = _spaced_head(head)
    first, rest = (rows[:turn], rows[turn:]) if turn else (rows, [])
    found += _spaced_rows(page, first, broken)
    if rest:
        found += ["", *_spaced_head(head), *_spaced_rows(page, rest, broken)]
    return found


def _spaced_head(head: list[Row]) -> list[str]:
    canvas = _Canvas()
    canvas.put(0, 0, head[0][0].text)
    canvas.put(0, 76, head[0][1].text)
    canvas.put(1, 62, head[1][2].text)
    canvas.put(2, _FIGURE_COLUMNS[0] - 4, head[1][1].text)
    canvas.put(2, _FIGURE_COLUMNS[-1], head[1][3].text)
    for column, cell in zip(_FIGURE_COLUMNS[1:-1], head[2][2:-1], strict=True):
        for number, piece in enumerate(wrapped(cell.text, 4 if len(cell.text) < 5 else 8)):
            canvas.put(2 + number, column - 1, piece)
    return [*canvas.text(), ""]


def _spaced_rows(page: Page, rows: list[Row], broken: bool) -> list[str]:
    rng = page.source(f"rows{len(rows)}")
    below = chance(rng, 0.5)
    canvas, line = _Canvas(), 0
    groups: list[tuple[str, int, int]] = []
    results: list[int] = []
    for row in rows:
        labels = [cell for cell in row if cell.kind != "figure"]
        column = {1: 0, 2: 5, 3: 14}[len(labels)]
        pieces = wrapped(labels[-1].text, 44 - column)
        middle = len(pieces) - 1 if below else len(pieces) // 2
        for number, piece in enumerate(pieces):
            canvas.put(line + number, column, piece)
        for at, cell in zip(_FIGURE_COLUMNS, (cell for cell in row if cell.kind == "figure"), strict=True):
            canvas.put(line + middle, at, cell.text)
        height = len(pieces) + (1 if broken else 0)
        results += range(line, line + height) if len(labels) > 1 else []
        _extend_groups(groups, labels, line, height)
        line += height
    for text, start, height in groups:
        _put_group(canvas, text, start, height)
    _put_vertical(canvas, rows, results)
    return canvas.text()


def _extend_groups(groups: list[tuple[str, int, int]], labels: Row, line: int, height: int) -> None:
    """Note where the rows of a group are; after a turned page a group goes on without its label."""
    if len(labels) < 3:
        return
    if labels[1].kind == "label" or not groups:
        groups.append((labels[1].text, line, height))
    else:
        text, start, before = groups[-1]
        groups[-1] = (text, start, before + height)


def _put_group(canvas: _Canvas, text: str, start: int, height: int) -> None:
    pieces = [piece for piece in (text[:3], text[3:5], text[5:]) if piece]
    at = start + max(0, (height - len(pieces)) // 2)
    for number, piece in enumerate(pieces):
        canvas.put(at + number, 5, piece)


def _put_vertical(canvas: _Canvas, rows: list[Row], results: list[int]) -> None:
    """The label of all results, one character per line, if it starts among these rows."""
    label = next((row[0].text for row in rows if row[0].kind == "label" and row[0].height > 1), "")
    for char, line in zip(label, results, strict=False):
        canvas.put(line, 0, char)


def _spaced_disputes(page: Page, broken: bool) -> list[str]:
    (grid,) = page.grids["disputes"]
    canvas = _Canvas()
    step = 10
    canvas.put(0, 0, grid[0][0].text)
    canvas.put(0, 5 * step + 30, grid[0][1].text)
    for number, cell in enumerate(grid[1][:5]):
        canvas.put(2, number * step, cell.text)
    canvas.put(1, 6 * step, grid[1][5].text)
    canvas.put(1, 12 * step, grid[1][6].text)
    for number, cell in enumerate(grid[2][5:], 5):
        canvas.put(3 if broken else 2, number * step, cell.text)
    for number, cell in enumerate(grid[3]):
        canvas.put(4, number * step + 2, cell.text)
    return [line for line in canvas.text() if line]


_SPACED: Mapping[str, Callable[[Page, bool], list[str]]] = {
    "proactive": _spaced_proactive,
    "applications": _spaced_applications,
    "disputes": _spaced_disputes,
}


LAYOUTS: Mapping[str, Layout] = {
    "lines": lines,
    "lines-bare": lines_bare,
    "tabs": tabs,
    "pipes": pipes,
    "markdown": markdown,
    "spaces": spaces,
    "glued": glued,
}
