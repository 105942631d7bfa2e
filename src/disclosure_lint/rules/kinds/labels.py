"""`labels`: a table has the rows and columns of the form that the report year asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from disclosure_lint.finding import Place
from disclosure_lint.forms import FormLabel, FormTable, form_for, forms
from disclosure_lint.report.model import Report, RowLabel, Table
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.kinds.cells import TableName
from disclosure_lint.rules.kinds.sections import was_cut
from disclosure_lint.rules.names import names
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotApplicable, NotAssessable, Outcome
from disclosure_lint.rules.places import no_table
from disclosure_lint.source import Span

_MOST_LISTED = 6
_NOTHING = " \t\r\n\f|"


@kind("labels")
@dataclass(frozen=True)
class Labels:
    """The labels of `table` against the form in force for the report year.

    `missing`: rows or columns of that form are not there (those of another form may be instead). `renamed` (only if
    the option says so): a label is known but not worded as the form has it. `columns`: look at the heads too.
    `beside`: further tables; where all of them and this one are of another edition, the whole form is the wrong one,
    which is another rule's finding.
    """

    table: TableName
    beside: tuple[TableName, ...] = ()
    columns: bool = False
    renamed: bool = False

    @property
    def OUTCOMES(self) -> tuple[str, ...]:  # noqa: N802
        """The outcomes' names."""
        return ("missing", "renamed") if self.renamed else ("missing",)

    PLACEHOLDERS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "missing": ("table", "missing", "foreign", "wanted", "found"),
        "renamed": ("table", "official", "text"),
    }
    LABELS: ClassVar[Mapping[str, tuple[str, ...]]] = {"primary": ("text",), "foreign": ("text",)}

    def outcomes(self, report: Report, context: Context) -> Iterable[Outcome]:
        """What is missing, and every label worded otherwise."""
        wanted = form_for(report.year) if report.year is not None else forms().get(report.edition or "")
        if wanted is None or self.table not in wanted.tables:
            return [NotAssessable("unknown-year")]
        table = report.tables.get(self.table)
        if table is None:
            return [no_table(self.table)]
        if not report.source.folded[table.span.end :].strip(_NOTHING) or _is_cut_off(report, table):
            return [NotAssessable("text-cut", Place(table.part, self.table))]
        if self._whole_form_is_other(report, wanted.edition):
            return [NotApplicable("whole-form-other")]
        return list(self._outcomes(table, wanted.tables[self.table], wanted.edition))

    def _whole_form_is_other(self, report: Report, edition: str) -> bool:
        editions = [report.tables[name].edition for name in (self.table, *self.beside) if name in report.tables]
        return bool(self.beside) and len(editions) == len(self.beside) + 1 and not {edition, None} & set(editions)

    def _outcomes(self, table: Table, form: FormTable, edition: str) -> Iterator[Outcome]:
        official = {**form.rows, **form.columns} if self.columns else dict(form.rows)
        labels = [*table.rows, *table.columns] if self.columns else list(table.rows)
        foreign = _foreign(table, labels, official)
        filled = _filled(table) if foreign else set()
        present = {label.key for label in labels if not foreign or label.key in filled}
        if self.columns:
            # A head lost by the extraction leaves its cells: they were read by their position in a row of full length.
            present |= {name.split(".")[2] for name, figure in table.figures.items() if figure.kind != "missing"}
        missing = [label for key, label in official.items() if key not in present]
        if len(missing) * 2 > len(official) and table.edition in (edition, None):
            values = {"table": names().table(self.table)}
            yield NotAssessable("labels-unread", Place(table.part, self.table), values)
            return
        if missing:
            yield self._failed_missing(table, missing, foreign, edition)
        if self.renamed:
            yield from self._renamed(table, labels, official)

    def _failed_missing(
        self, table: Table, missing: Sequence[FormLabel], foreign: Sequence[RowLabel], edition: str
    ) -> Failed:
        values = {
            "table": names().table(self.table),
            "missing": _listed([label.label for label in missing]),
            "foreign": _listed([label.text for label in foreign]),
            "wanted": edition,
            "found": table.edition or "",
        }
        first = next(iter((*foreign, *table.rows, *table.columns)), None)
        span = first.span if first else Span(table.span.start, table.span.start)
        mark = Mark(span, "primary", Place(), {"text": first.text if first else ""})
        marks = tuple(Mark(label.span, "foreign", Place(), {"text": label.text}) for label in foreign[1:])
        return Failed(mark, Place(table.part, self.table), "missing", values, marks)

    def _renamed(self, table: Table, labels: Sequence[RowLabel], official: Mapping[str, FormLabel]) -> Iterator[Failed]:
        seen: set[str] = set()
        for label in labels:
            if label.exact or label.key is None or label.key not in official or label.key in seen:
                continue
            seen.add(label.key)
            yield self._failed_renamed(label, official[label.key], table)

    def _failed_renamed(self, label: RowLabel, official: FormLabel, table: Table) -> Failed:
        text = " ".join(label.text.split())
        values = {"table": names().table(self.table), "official": official.label, "text": text}
        is_row = label in table.rows
        place = Place(table.part, self.table, label.key if is_row else None, None if is_row else label.key)
        return Failed(Mark(label.span, "primary", place, values), place, "renamed", values)


def _is_cut_off(report: Report, table: Table) -> bool:
    """Whether the text breaks off in the part of the table, so that rows may be lost with what followed."""
    part = next((part for part in report.parts if part.body.start <= table.span.start < part.body.end), None)
    return was_cut(report) and part is not None and part is report.parts[-1]


def _filled(table: Table) -> set[str]:
    """The keys of the rows and columns that have cells."""
    return {
        part
        for name, figure in table.figures.items()
        if figure.kind != "missing" or figure.text
        for part in name.split(".")[1:]
    }


def _foreign(table: Table, labels: Sequence[RowLabel], official: Mapping[str, FormLabel]) -> list[RowLabel]:
    """The labels, each once, that carry figures or stand over them and are not the form's."""
    others = [label for label in labels if label.key not in official]
    filled = _filled(table) if others else set()
    found: dict[str, RowLabel] = {}
    for label in others:
        if label.key is None or label.key in filled:
            found.setdefault(label.key or label.text, label)
    return list(found.values())


def _listed(labels: Sequence[str]) -> Mapping[str, str]:
    shown = [" ".join(label.split()) for label in labels[:_MOST_LISTED]]
    if not shown:
        return {"zh": "无", "en": "none"}
    more = len(labels) - len(shown)
    return {
        "zh": "、".join(f"“{label}”" for label in shown) + (f"等 {len(labels)} 项" if more else ""),
        "en": ", ".join(f"“{label}”" for label in shown) + (f" and {more} more" if more else ""),
    }
