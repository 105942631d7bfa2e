"""A report as a web page with real tables, merged as in the official forms."""

from __future__ import annotations

from html import escape

from sample_layouts import Page
from sample_tables import Cell, Grid


def html(page: Page) -> str:
    """A whole page: paragraphs, tables with rowspan and colspan, blank cells as a no-break space."""
    document = page.document
    found = [f'<p style="text-align: center">{escape(line)}</p>' for line in document.title]
    found += [f"<p>{escape(paragraph.text)}</p>" for paragraph in document.preamble]
    for part in document.parts:
        found.append(f"<p><strong>{escape(part.heading)}</strong></p>")
        found += [f"<p>{escape(paragraph.text)}</p>" for paragraph in part.paragraphs]
        # Table two is one table with all its blocks.
        merged = [row for grid in page.grids[part.table] for row in grid] if part.table else []
        found += [_table(merged)] if merged else []
    found += [f'<p style="text-align: right">{escape(line)}</p>' for line in document.signature]
    title = escape("".join(document.title))
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    return "\n".join(["<!DOCTYPE html>", "<html>", head, "<body>", *found, "</body>", "</html>", ""])


def _table(grid: Grid) -> str:
    rows = ["".join(_cell(cell) for cell in row if cell.kind != "continued") for row in grid]
    return "<table><tbody>\n" + "\n".join(f"<tr>{row}</tr>" for row in rows) + "\n</tbody></table>"


def _cell(cell: Cell) -> str:
    wide = f' colspan="{cell.width}"' if cell.width > 1 else ""
    high = f' rowspan="{cell.height}"' if cell.height > 1 else ""
    return f"<td{wide}{high}><p>{escape(cell.text) or '&nbsp;'}</p></td>"
