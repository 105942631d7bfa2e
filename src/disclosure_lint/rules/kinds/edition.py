"""The edition of the form against the year of the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from disclosure_lint.finding import Place
from disclosure_lint.forms import Form, form_for, forms
from disclosure_lint.report.model import Report, Table
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.kinds.years import claimed_years
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotApplicable, NotAssessable, Outcome
from disclosure_lint.source import Span


@kind("form-edition")
@dataclass(frozen=True)
class FormEdition:
    """The tables are not, all of them, of the form of other years.

    `tables`: those whose labels differ between the editions. One of them alone does not decide: a mixed form is the
    matter of the rules about labels.
    """

    tables: tuple[str, ...]

    PLACEHOLDERS: ClassVar = ("found", "wanted", "found_label", "document")
    LABELS: ClassVar = {"label": ("label",)}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for the report."""
        if report.year is None:
            yield NotAssessable("unknown-year")
            return
        wanted = form_for(report.year)
        if wanted is None or not wanted.tables:
            yield NotApplicable("no-form")
            return
        found = {report.tables[name].edition if name in report.tables else None for name in self.tables}
        if wanted.edition in found:
            return
        edition = next(iter(found)) if len(found) == 1 else None
        if edition is None or edition not in forms():
            yield NotAssessable("unknown-edition")
        elif any(forms()[edition].in_force(year) for year in claimed_years(report)):
            yield NotAssessable("years-disagree")
        else:
            yield self._failure(report, wanted, forms()[edition])

    def _failure(self, report: Report, wanted: Form, found: Form) -> Failed:
        labels = [_telling(report.tables[name], wanted, found) for name in self.tables]
        values = {
            "found": found.edition,
            "wanted": wanted.edition,
            "document": wanted.basis[0],
            "found_label": labels[0][1],
        }
        marks = [Mark(span, "label", values={"label": text}) for span, text in labels]
        return Failed(marks[0], Place(table=self.tables[0]), "", values, tuple(marks[1:]))


def _telling(table: Table, wanted: Form, found: Form) -> tuple[Span, str]:
    """A label that the found form has and the wanted one has not, else the first one."""
    own, other = (form.tables[table.name] for form in (found, wanted))
    foreign = (own.rows.keys() | own.columns.keys()) - other.rows.keys() - other.columns.keys()
    labels = [*table.columns, *table.rows]
    for label in [label for label in labels if label.key in foreign] or labels:
        return label.span, label.text
    return Span(table.span.start, table.span.start), ""
