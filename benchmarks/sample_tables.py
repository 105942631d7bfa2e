"""The three tables as grids of cells, merged as in the official forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from disclosure_lint.forms import Block, Form, FormTable
from sample_document import phrases

Kind = Literal["head", "label", "figure", "continued"]

# Applications: label columns before the figures (results | group | row).
LABEL_COLUMNS = 3


@dataclass(frozen=True)
class Cell:
    """One cell. `width` and `height` are the columns and rows it spans; `name` is set for figures.

    A "continued" cell belongs to the cell above it.
    """

    text: str
    kind: Kind = "head"
    width: int = 1
    height: int = 1
    name: str = ""


Row = list[Cell]
Grid = list[Row]
Texts = Mapping[str, str]


def grids(form: Form, texts: Texts) -> dict[str, list[Grid]]:
    """The grids of each table: one, but for table two one for each block."""
    tables = form.tables
    return {
        "proactive": [_block(tables["proactive"], block, texts) for block in tables["proactive"].blocks],
        "applications": [_applications(tables["applications"], texts)],
        "disputes": [_disputes(tables["disputes"], texts)],
    }


def _continued(width: int = 1) -> Cell:
    return Cell("", "continued", width)


def _block(table: FormTable, block: Block, texts: Texts) -> Grid:
    """A block of table two, four columns wide."""
    widths = {1: (3,), 2: (1, 2), 3: (1, 1, 1)}[len(block.columns)]
    wide = zip(block.columns, widths, strict=True)
    heads = [Cell(table.columns[column].label, "head", width) for column, width in wide]
    grid = [[Cell(block.label, "head", 4)], [Cell(table.heads[0]), *heads]]
    for row in block.rows:
        names = [f"proactive.{row}.{column}" for column in block.columns]
        cells = [Cell(texts[name], "figure", width, 1, name) for name, width in zip(names, widths, strict=True)]
        grid.append([Cell(table.rows[row].label, "label"), *cells])
    return grid


def _applications_head(table: FormTable) -> Grid:
    columns = list(table.columns.values())
    applicants, organisations = table.heads[-2:]
    return [
        [Cell(phrases()["tables"]["note"], "head", LABEL_COLUMNS, 3), Cell(applicants, "head", len(columns))],
        [
            _continued(LABEL_COLUMNS),
            Cell(columns[0].label, "head", 1, 2),
            Cell(organisations, "head", len(columns) - 2),
            Cell(columns[-1].label, "head", 1, 2),
        ],
        [_continued(LABEL_COLUMNS), _continued(), *(Cell(column.label) for column in columns[1:-1]), _continued()],
    ]


def _applications(table: FormTable, texts: Texts) -> Grid:
    grid = _applications_head(table)
    inside = [key for key, row in table.rows.items() if row.within]
    started: set[str] = set()
    for key, row in table.rows.items():
        labels: Row = []
        if not row.within:
            labels = [Cell(row.label, "label", LABEL_COLUMNS)]
        else:
            first = "results" not in started
            started.add("results")
            labels = [Cell(table.groups["results"].label, "label", 1, len(inside)) if first else _continued()]
            labels += _group_labels(table, key, started)
        names = [f"applications.{key}.{column}" for column in table.columns]
        grid.append([*labels, *(Cell(texts[name], "figure", 1, 1, name) for name in names)])
    return grid


def _group_labels(table: FormTable, key: str, started: set[str]) -> Row:
    row = table.rows[key]
    if row.within == "results":
        return [Cell(row.label, "label", LABEL_COLUMNS - 1)]
    group = table.groups[row.within]
    first = row.within not in started
    started.add(row.within)
    return [Cell(group.label, "label", 1, len(group.members)) if first else _continued(), Cell(row.label, "label")]


def _disputes(table: FormTable, texts: Texts) -> Grid:
    groups, columns = table.groups, list(table.columns.items())
    few = len(columns)
    figured = [group for group, label in groups.items() if not label.members]
    names = [f"disputes.{group}.{column}" for group in figured for column, _ in columns]
    labels = [label.label for _, label in columns]
    return [
        [Cell(groups["reconsideration"].label, "head", few), Cell(groups["litigation"].label, "head", 2 * few)],
        [
            *(Cell(label, "head", 1, 2) for label in labels),
            Cell(groups["direct"].label, "head", few),
            Cell(groups["after_reconsideration"].label, "head", few),
        ],
        [*(_continued() for _ in labels), *(Cell(label) for label in labels * 2)],
        [Cell(texts[name], "figure", 1, 1, name) for name in names],
    ]
