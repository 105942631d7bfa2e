"""Places in tables: of a figure, in words, and of a table that is not there."""

from __future__ import annotations

from disclosure_lint.finding import Place
from disclosure_lint.forms import FormTable, form_for, forms
from disclosure_lint.report.model import Figure, GluedRun, Report, Table
from disclosure_lint.rules.expression import Term
from disclosure_lint.rules.names import names
from disclosure_lint.rules.outcome import NotApplicable, NotAssessable
from disclosure_lint.rules.rule import Texts
from disclosure_lint.rules.texts import LANGUAGES


def cell_place(name: str, table: Table) -> Place:
    """The place of a figure."""
    _, row, column = name.split(".")
    return Place(table.part, table.name, row, column)


def cell_words(name: str) -> Texts:
    """Row and column of a figure in words: `（一）予以公开·自然人`."""
    cell = names().cell(name)
    return {lang: f"{cell['row'][lang]}·{cell['column'][lang]}" for lang in LANGUAGES}


def run_place(run: GluedRun, table: Table) -> Place:
    """The place of glued cells: their row, or the whole table where they are of several."""
    rows = {name.split(".")[1] for name in run.names}
    return Place(table.part, table.name, rows.pop() if len(rows) == 1 else None)


def no_value(figure: Figure, table: Table, place: Place | None = None) -> NotAssessable:
    """That a figure has no value, and why; at `place`, else at its own."""
    values = {**names().cell(figure.name), "text": figure.text}
    if figure.kind == "missing":
        reason = _missing(figure, table)
    elif figure.kind == "blank":
        reason = "implied-zero" if figure.implied_zero else "cell-blank"
    else:
        reason = {"glued": "glued-undetermined", "dash": "cell-dash"}.get(figure.kind, "cell-text")
    return NotAssessable(reason, place or cell_place(figure.name, table), values)


def _missing(figure: Figure, table: Table) -> str:
    """Why a figure is missing: its cell, its whole row, or cells that cannot be told apart."""
    if figure.text:
        return "row-shifted"
    row = figure.name.split(".")[1]
    whole = all(other.kind == "missing" for name, other in table.figures.items() if name.split(".")[1] == row)
    return "row-missing" if whole else "figure-missing"


def no_table(key: str) -> NotAssessable:
    """That a table was not found."""
    return NotAssessable("table-missing", Place(table=key), {"table": names().table(key)})


def other_edition(wanted: str, found: str) -> NotApplicable:
    """That the form of the report year is not the one a rule speaks of."""
    return NotApplicable("other-edition", {"wanted": wanted, "found": found})


def absent(report: Report, term: Term) -> NotApplicable | NotAssessable:
    """Why a figure is not there: the form of the year, or of the table, has none such, or the table was not found."""
    having = [edition for edition, form in forms().items() if _has(form.tables.get(term.table), term)]
    table = report.tables.get(term.table)
    if table is not None:
        return NotApplicable("other-table-edition", {"table": names().table(table.name), "found": table.edition or ""})
    asked = form_for(report.year) if report.year is not None else None
    if asked is not None and asked.edition not in having and asked.tables:
        return other_edition(having[0] if having else "", asked.edition)
    return no_table(term.table)


def _has(layout: FormTable | None, term: Term) -> bool:
    if layout is None:
        return False
    known = {part for name in layout.names() for part in name.split(".")[1:]}
    return all(part in known or part in layout.groups for part in (term.row, term.column) if part)
