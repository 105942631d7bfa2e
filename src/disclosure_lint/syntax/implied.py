"""Blank cells that the printed totals imply to be zero: marked, never filled in."""

from __future__ import annotations

from collections.abc import Sequence

from disclosure_lint.forms import EDGE_ROWS
from disclosure_lint.report.model import Figure


def with_implied_row(figures: dict[str, Figure], table: str, row: str, columns: Sequence[str]) -> dict[str, Figure]:
    """The figures with the blanks of one row marked; the last column is its total."""
    names = [f"{table}.{row}.{column}" for column in columns]
    return _implied(figures, names[:-1], names[-1])


def _implied(figures: dict[str, Figure], parts: Sequence[str], total: str) -> dict[str, Figure]:
    """The figures with the blanks among `parts` marked implied zero, where the filled ones make the printed total."""
    whole = figures.get(total)
    found = [figures.get(name) for name in parts]
    blank = [figure for figure in found if figure is not None and figure.kind in ("blank", "dash")]
    if whole is None or whole.value is None or not blank or any(figure is None for figure in found):
        return figures
    filled = [figure for figure in found if figure is not None and figure.kind not in ("blank", "dash")]
    if any(figure.value is None for figure in filled):
        return figures
    if sum(figure.value for figure in filled if figure.value is not None) != whole.value:
        return figures
    return {**figures, **{figure.name: _zeroed(figure) for figure in blank}}


def _zeroed(figure: Figure) -> Figure:
    return Figure(figure.name, figure.kind, None, figure.text, figure.span, figure.inferred, (), True)


def with_implied_zeros(figures: dict[str, Figure], columns: Sequence[str]) -> dict[str, Figure]:
    """The figures of table three with the blanks marked that a row's or a column's total implies to be zero."""
    if not any(figure.kind in ("blank", "dash") for figure in figures.values()):
        return figures
    rows = list(dict.fromkeys(name.split(".")[1] for name in figures))
    for row in rows:
        figures = with_implied_row(figures, "applications", row, columns)
    results = [row for row in rows if row not in EDGE_ROWS]
    for column in columns:
        names = [f"applications.{row}.{column}" for row in results]
        figures = _implied(figures, names, f"applications.total.{column}")
    return figures
