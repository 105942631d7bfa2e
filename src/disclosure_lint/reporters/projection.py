"""What the linter sees: the text as it is linted, and the tables as they were understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from disclosure_lint.forms import Form, FormTable
from disclosure_lint.report.model import Figure, Report, Table
from disclosure_lint.reporters.catalogue import Lang, catalogue
from disclosure_lint.reporters.options import DEFAULT_WIDTH
from disclosure_lint.reporters.places import digits, form_of
from disclosure_lint.reporters.width import padded, visible, wrapped
from disclosure_lint.reporters.width import width as measured
from disclosure_lint.source import Source

_GAP = "  "
_NARROWEST_CELL = 6
_WIDEST_CELL = 14
_NARROWEST_LABEL = 24
_SHORT_HEAD = 3
_MARKS = ("blank", "implied_zero", "missing", "undetermined", "inferred")

Grid = list[list[str]]


def projection(source: Source) -> str:
    """The text as it is linted: lines and columns of findings refer to it."""
    return source.text


class _Cells:
    """Figures as cells of the page, with the marks that were needed."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words
        self.used: set[str] = set()

    def _marked(self, mark: str, **values: str) -> str:
        self.used.add(mark)
        return self._words[f"cell_{mark}"].format(**values)

    def cell(self, figure: Figure | None) -> str:
        """What the page shows for a figure: the number, a mark, or the text as written where it is no number."""
        if figure is None or figure.kind == "missing":
            return self._marked("missing")
        if figure.candidates:
            return self._marked("undetermined", candidates="/".join(map(digits, figure.candidates)))
        if figure.kind == "glued" and figure.value is None:
            return self._marked("undetermined", candidates="")
        if figure.kind == "blank":
            return self._marked("implied_zero" if figure.implied_zero else "blank")
        if figure.value is None or figure.kind.startswith("number_with"):
            return visible(" ".join(figure.text.split()))
        value = digits(figure.value)
        return self._marked("inferred", value=value) if figure.inferred else value

    def legend(self) -> Iterator[str]:
        """What the marks mean, of those that were needed."""
        return (self._words[f"legend_{mark}"] for mark in _MARKS if mark in self.used)


def _column_widths(grid: Grid, total: int, ambiguous: int) -> list[int]:
    """The columns of each cell of a row: figures get what they need within bounds, the labels what is left."""
    cells = list(zip(*grid, strict=True))
    widths = [
        min(max(_NARROWEST_CELL, *(measured(cell, ambiguous) for cell in column[1:]), _least(column[0])), _WIDEST_CELL)
        for column in cells[1:]
    ]
    label = max(measured(cell, ambiguous) for cell in cells[0])
    room = total - sum(widths) - len(_GAP) * len(widths)
    return [min(label, max(room, _NARROWEST_LABEL)), *widths]


def _least(head: str) -> int:
    """The columns of a head broken over two even lines; short ones stay on one."""
    return 2 * len(head) if len(head) <= _SHORT_HEAD else 2 * ((len(head) + 1) // 2)


def _label_lines(label: str, columns: int, ambiguous: int) -> list[str]:
    """A label with its indentation; its further lines are set in a little more."""
    text = label.lstrip(" ")
    indent = label[: len(label) - len(text)]
    if measured(label, ambiguous) <= columns:
        return [label]
    first, *further = wrapped(text, columns - len(indent) - len(_GAP), ambiguous)
    return [indent + first, *(indent + _GAP + line for line in further)]


def _grid_lines(grid: Grid, total: int, ambiguous: int) -> Iterator[str]:
    """Rows in aligned columns: labels to the left, figures to the right, long ones on several lines."""
    widths = _column_widths(grid, total, ambiguous)
    for row in grid:
        sizes = [min(size, _least(cell)) for cell, size in zip(row, widths, strict=True)] if row is grid[0] else widths
        cells = [wrapped(cell, size, ambiguous) for cell, size in zip(row[1:], sizes[1:], strict=True)]
        broken = [_label_lines(row[0], widths[0], ambiguous), *cells]
        for at in range(max(map(len, broken))):
            pieces = [lines[at] if at < len(lines) else "" for lines in broken]
            line = [padded(piece, widths[column], ambiguous, right=column > 0) for column, piece in enumerate(pieces)]
            yield _GAP.join(line).rstrip(" ")


def _block_grids(table: FormTable, figures: Mapping[str, Figure], cells: _Cells) -> Iterator[tuple[str, Grid]]:
    """Table two: a grid for each of its blocks."""
    for block in table.blocks:
        grid = [[table.heads[0] if table.heads else "", *(table.columns[column].label for column in block.columns)]]
        for row in block.rows:
            values = [cells.cell(figures.get(f"{table.key}.{row}.{column}")) for column in block.columns]
            grid.append([table.rows[row].label, *values])
        yield block.label, grid


def _row_grid(table: FormTable, figures: Mapping[str, Figure], cells: _Cells, row_head: str) -> Grid:
    """Tables three and four: a line for each row; the rows of a group are set in under its label."""
    grid = [[row_head, *(column.label for column in table.columns.values())]]
    rows = table.rows or {key: group for key, group in table.groups.items() if not group.members}
    summed = {member: key for key, group in table.groups.items() for member in group.members}
    depths: dict[str, int] = {}
    for key, label in rows.items():
        within = label.within or summed.get(key, "")
        if within and within not in depths:
            # A group that is a sum stands inside one that is not, where there is one above it.
            group = table.groups[within]
            depths[within] = int(bool(group.members) and any(not table.groups[other].members for other in depths))
            grid.append([_GAP * depths[within] + group.label, *[""] * len(table.columns)])
        depth = depths[within] + 1 if within else 0
        values = [cells.cell(figures.get(f"{table.key}.{key}.{column}")) for column in table.columns]
        grid.append([_GAP * depth + label.label, *values])
    return grid


def _table_lines(
    form: Form, table: Table | None, key: str, cells: _Cells, words: Mapping[str, str], total: int, ambiguous: int
) -> Iterator[str]:
    if table is None:
        yield words["table_absent"]
        return
    official = form.tables[key]
    if official.blocks:
        for label, grid in _block_grids(official, table.figures, cells):
            yield label
            yield from _grid_lines(grid, total, ambiguous)
    else:
        yield from _grid_lines(_row_grid(official, table.figures, cells, words["row_head"]), total, ambiguous)
    unknown = [visible(row.text) for row in table.rows if row.key is None]
    if unknown:
        yield words["rows_unknown"].format(rows=words["list"].join(unknown))


def as_form(report: Report, lang: Lang = "zh", width: int = DEFAULT_WIDTH, ambiguous_width: Literal[1, 2] = 1) -> str:
    """The statutory tables of a report as they were read, laid out like the official form."""
    words = catalogue(lang)
    cells = _Cells(words)
    overall = form_of(report.edition)
    lines: list[str] = []
    for part in overall.parts:
        if not part.table:
            continue
        table = report.tables.get(part.table)
        form = form_of(table.edition or report.edition) if table else overall
        ordinal = words["ordinals"][part.number - 1]
        heading = words["part_heading"].format(ordinal=ordinal, title=part.title)
        lines.append(heading + words["table_edition"].format(edition=form.edition))
        lines += _table_lines(form, table, part.table, cells, words, width, ambiguous_width)
        lines.append("")
    return "\n".join([*lines, *cells.legend()]).rstrip("\n") + "\n"
