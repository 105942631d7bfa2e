"""The three statutory tables, assembled from their rows under the columns of the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from disclosure_lint.finding import Number
from disclosure_lint.forms import EDGE_ROWS, FormTable, figure_names, forms, newest_form
from disclosure_lint.report.model import Figure, RowLabel, Table
from disclosure_lint.source import Source, Span
from disclosure_lint.syntax.cells import cell
from disclosure_lint.syntax.columns import column_ranges, placed_cells
from disclosure_lint.syntax.figures import SUBTOTAL, CellReader, fitted
from disclosure_lint.syntax.implied import with_implied_row, with_implied_zeros
from disclosure_lint.syntax.labels import vocabularies
from disclosure_lint.syntax.parser import tree_of
from disclosure_lint.syntax.rows import Row, TableDraft, draft_of, edition_of, guess_labels
from disclosure_lint.syntax.tables import table_tokens
from disclosure_lint.syntax.tokens import CellRun, FoundLabel


class _Assembler:
    """Turns a draft into a `Table`."""

    def __init__(self, source: Source, table: str, part: int | None, draft: TableDraft) -> None:
        self.draft = draft
        self.reader = CellReader(source, table, part)
        self.source = source
        self.table = table
        self.part = part
        words = [label.word for label in self._labels() if label.word]
        self.edition = edition_of(words)
        self._head_places: list[int] = []

    def _labels(self) -> Iterator[FoundLabel]:
        yield from self.draft.blocks
        yield from self.draft.heads
        newer = any(row.label.word and row.label.word.editions == ("2021",) for row in self.draft.rows)
        for row in self.draft.rows:
            # With rows of its own （六）其他处理 is the label of a group, or a sub-total.
            if self.table != "applications" or row.key != "other_handling" or not newer:
                yield row.label

    def _named(self, label: FoundLabel, block: str = "") -> RowLabel:
        text = self.source.text[label.span.start : label.span.end]
        word = label.word
        key = word.key if word else None
        edition = self.edition or (word.editions[-1] if word else "")
        exact = word is not None and edition in word.official
        return RowLabel(key, text, label.span, exact, block)

    def proactive(self) -> Table:
        names = set(figure_names())
        for row in self.draft.rows:
            if row.key is None:
                continue
            columns, inferred = self._columns_of(row)
            columns = [column for column in columns if f"proactive.{row.key}.{column}" in names or row.heads]
            if not columns:
                continue
            form = self.form
            types = [self._type(form, column) for column in columns]
            units = [self._unit(row, column, form) for column in columns]
            self.reader.row(row.key, columns, row.run, row.label.span, units, inferred=inferred, types=types)
        self.reader.settle_runs(choose=False)
        return self._finished({name: f for name, f in self.reader.figures.items() if name in names})

    @property
    def form(self) -> FormTable:
        """The table in the edition its labels are of, in the newest where nothing decides."""
        form = forms()[self.edition] if self.edition else newest_form()
        return form.tables[self.table]

    def _columns_of(self, row: Row) -> tuple[list[str], bool]:
        """The columns of a row by the heads above it; where heads were lost, by the form if it has as many cells."""
        heads = [label.word.key for label in row.heads if label.word]
        block = next((block for block in self.form.blocks if row.key in block.rows), None)
        if block is None or len(heads) >= len(block.columns) or not set(heads) <= set(block.columns):
            return heads, False
        if not heads or (row.run and len(fitted(list(row.run.cells), len(block.columns), row.run)) > len(heads)):
            return list(block.columns), True
        return heads, False

    @staticmethod
    def _type(form: FormTable, column: str) -> str:
        if column in form.columns:
            return form.columns[column].type
        return next(
            f.tables["proactive"].columns[column].type
            for f in forms().values()
            if f.tables and column in f.tables["proactive"].columns
        )

    def _unit(self, row: Row, column: str, form: FormTable) -> str:
        if column not in form.columns or not form.columns[column].unit:
            return ""
        for label in row.heads:
            if label.word and label.word.key == column:
                text = self.source.folded[label.span.start : label.span.end]
                if "元" in text and "万元" not in text:
                    return "元"
        return form.columns[column].unit

    def applications(self) -> Table:
        form = self.form
        columns, inferred = self._application_columns(form)
        cells_seen = {row.key for row in self.draft.rows if row.run is not None}
        done: set[str] = set()
        for row in self.draft.rows:
            if row.key is None or (row.run is None and row.key in cells_seen) or row.key in done:
                continue
            if row.key == "other_handling" and self.edition == "2021":
                continue  # a sub-total of a local system, or the label of the group
            if row.run is not None:
                done.add(row.key)
            self.reader.row(
                row.key, columns, self._under_heads(row.run), row.label.span, [""] * len(columns), inferred=inferred
            )
        self._place_spaced(columns)
        self.reader.settle_runs(choose=True)
        known = {name: f for name, f in self.reader.figures.items() if not name.endswith(f".{SUBTOTAL}")}
        figures = with_implied_zeros(known, list(form.columns))
        return replace(self._finished(figures), unlisted=tuple(self._unlisted(len(columns), columns)))

    def _unlisted(self, count: int, columns: Sequence[str]) -> Iterator[tuple[Number | None, ...]]:
        """The cells of rows among the results that the form does not know and that are no sub-totals."""
        inside = False
        for row in self.draft.rows:
            if row.key is not None:
                inside = row.key not in EDGE_ROWS
            elif inside and row.run is not None and not self._is_subtotal(row.label):
                cells = fitted(list(self._under_heads(row.run).cells), count, row.run)  # type: ignore[union-attr]
                numbers = [cell(self.source.folded[slice(*span)].strip())[1] for span in cells]
                if len(numbers) != count:
                    yield (None,) * len(self.form.columns)
                elif any(numbers):
                    yield tuple(number for number, name in zip(numbers, columns, strict=True) if name != SUBTOTAL)

    def _is_subtotal(self, label: FoundLabel) -> bool:
        text = self.source.folded[slice(*label.span)]
        return any(word in text for word in ("小计", "合计", "总计", "其中"))

    def _application_columns(self, form: FormTable) -> tuple[list[str], bool]:
        """The keys of the columns in their order, and whether they were only inferred from the position."""
        order = list(form.columns)
        heads = [label for label in self.draft.heads if label.word and label.word.role == "column"]
        found = {label.word.key for label in heads if label.word}
        self._head_places = _places(heads, order)
        inferred = not set(order) <= found
        at = None if self._head_places else _subtotal_column(self._heads_above())
        return (order if at is None else [*order[:at], SUBTOTAL, *order[at:]]), inferred

    def _heads_above(self) -> list[str]:
        """The keys of the heads above the first row."""
        first = self.draft.rows[0].label.span if self.draft.rows else None
        return [head.word.key for head in self.draft.heads if head.word and (first is None or head.span < first)]

    def _under_heads(self, run: CellRun | None) -> CellRun | None:
        """The cells of a row in the form's order, where one line of heads has another order or further columns."""
        places = self._head_places
        if run is None or not run.explicit or not places or max(places) > len(run.cells):
            return run
        return replace(run, cells=tuple(run.cells[-place] for place in places))

    def _place_spaced(self, columns: Sequence[str]) -> None:
        """Give cells of rows with blanks their columns by where full rows have theirs (columns made of blanks)."""
        full = [r.run for r in self.draft.rows if r.run and r.run.spaced and len(r.run.cells) == len(columns)]
        if len(full) < 2 or not self.reader.shifted:
            return
        ranges = column_ranges(self.source.text, full, len(columns))
        for row in self.draft.rows:
            if row.key in self.reader.shifted and row.run and row.run.spaced and row.key:
                placed = placed_cells(self.source.text, row.run, ranges)
                if placed is None:
                    continue
                self.reader.shifted.remove(row.key)
                for index, column in enumerate(columns):
                    name = f"applications.{row.key}.{column}"
                    self.reader.figures.pop(name, None)
                    blank = Span(row.run.line.end, row.run.line.end)
                    self.reader.figure(name, placed.get(index, blank), "", True)

    def disputes(self) -> Table:
        groups = [key for key, group in self.form.groups.items() if not group.members]
        columns = list(self.form.columns)
        for run, before in self.draft.loose:
            self._disputes_run(run, before, groups, columns)
        self.reader.settle_runs(choose=False)
        figures: dict[str, Figure] = self.reader.figures
        for group in groups:
            figures = with_implied_row(figures, "disputes", group, columns)
        return self._finished(figures)

    def _disputes_run(self, run: CellRun, before: tuple[str, ...], groups: list[str], columns: list[str]) -> None:
        names = [(group, column) for group in groups for column in columns]
        cells = fitted(list(run.cells), len(names), run)
        last = [key for key in before if key in groups]
        stuck = self.reader.stuck(run)
        if len(cells) == len(names) and not stuck:
            for (group, column), span in zip(names, cells, strict=True):
                self.reader.figure(f"disputes.{group}.{column}", span, "", False)
            return
        cells = fitted(list(run.cells), len(columns), run)
        if len(cells) == len(columns) and last and not stuck:
            self.reader.row(last[-1], columns, CellRun(tuple(cells), run.explicit), Span(0, cells[0].start), [""] * 5)
            return
        glued = self.reader.may_be_glued(run.cells, run)
        if glued and self.reader.glued("all", [f"disputes.{g}.{c}" for g, c in names], run, ()):
            return
        filled = [span for span in run.cells if span.end > span.start]
        if filled and "all" not in self.reader.shifted and not self.reader.figures:
            self.reader.shifted.append("all")
            whole = Span(filled[0].start, filled[-1].end)
            self.reader.end = max(self.reader.end, whole.end)
            for group, column in names:
                name = f"disputes.{group}.{column}"
                self.reader.figures.setdefault(
                    name, Figure(name, "missing", None, self.source.text[slice(*whole)], whole)
                )

    def _finished(self, figures: Mapping[str, Figure]) -> Table:
        labels = [label.span for label in self._labels()] + [group.span for group in self.draft.groups]
        start = min((span.start for span in labels), default=0)
        end = max([self.reader.end, *(span.end for span in labels)])
        rows = tuple(self._named(row.label, row.block) for row in self.draft.rows)
        if self.table == "disputes":
            rows = tuple(self._named(group) for group in self.draft.groups)
        columns = tuple(self._named(label) for label in self.draft.heads)
        edition = self.edition
        here = Span(end, end)
        complete: dict[str, Figure] = {}
        form = self.form
        for name in form.names():
            complete[name] = figures.get(name) or Figure(name, "missing", None, "", here)
        for name, figure in figures.items():
            complete.setdefault(name, figure)
        return Table(
            self.table, edition, self.part, Span(start, end), rows, columns, complete, tuple(self.reader.runs),
            tuple(self.reader.shifted),
        )  # fmt: skip


def _places(heads: Sequence[FoundLabel], order: Sequence[str]) -> list[int]:
    """Where the columns stand from the end of a line of heads that holds all of them; [] if simply in their order."""
    lines: dict[int, dict[str, int]] = {}
    for label in heads:
        if label.word and label.from_right:
            lines.setdefault(label.line, {}).setdefault(label.word.key, label.from_right)
    for found in lines.values():
        if set(order) <= found.keys():
            places = [found[key] for key in order]
            return [] if places == list(range(len(order), 0, -1)) else places
    return []


_SUBTOTALS = frozenset({"小计", "法人或其他组织小计", "法人小计"})


def _subtotal_column(heads: Sequence[str]) -> int | None:
    """Where a column of sub-totals stands by the heads around it: before the organisations or behind them."""
    for index, key in enumerate(heads):
        if key in _SUBTOTALS:
            before, behind = heads[:index][-1:], heads[index + 1 : index + 2]
            return 1 if behind == ["commercial"] else 6 if before == ["other"] else None
    return None


def read_table(source: Source, table: str, part: int | None, region: Span) -> Table | None:
    """The statutory table in a region of the source, None if no label of it is there."""
    tokens = table_tokens(source.folded, region, vocabularies()[table], source.text)
    if not tokens:
        return None
    draft = draft_of(tree_of("table", tokens))
    guess_labels(draft, table, source.folded)
    if not draft.rows and not draft.groups and len(draft.heads) < 3:
        return None
    assembler = _Assembler(source, table, part, draft)
    return {
        "proactive": assembler.proactive,
        "applications": assembler.applications,
        "disputes": assembler.disputes,
    }[table]()
