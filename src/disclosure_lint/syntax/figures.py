"""From the tree of a table to its figures: columns under their heads, kinds, glued cells cut, blanks implied zero."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from typing import Any

from disclosure_lint.finding import Number
from disclosure_lint.forms import Form, FormTable, figure_names, forms, squeezed
from disclosure_lint.report.model import Edition, Figure, FigureKind, GluedRun, RowLabel, Table
from disclosure_lint.source import Source, Span
from disclosure_lint.syntax.cells import cell
from disclosure_lint.syntax.glued import Cut, Cuts, summed_cuts, typed_cuts, values
from disclosure_lint.syntax.grid import display_width
from disclosure_lint.syntax.labels import FormWord, vocabularies
from disclosure_lint.syntax.parser import tree_of
from disclosure_lint.syntax.tables import table_tokens
from disclosure_lint.syntax.tokens import CellRun, FoundLabel

_MOST_WORLDS = 20_000
_YUAN_PER_WAN = 10_000


@dataclass(slots=True)
class _Row:
    """A row as found: its label, its cells and the heads above it."""

    label: FoundLabel
    run: CellRun | None
    heads: tuple[FoundLabel, ...] = ()
    block: str = ""

    @property
    def key(self) -> str | None:
        return self.label.word.key if self.label.word else None


@dataclass(slots=True)
class _Draft:
    """A table as its tree gives it, before its cells have columns."""

    rows: list[_Row] = field(default_factory=list)
    heads: list[FoundLabel] = field(default_factory=list)
    blocks: list[FoundLabel] = field(default_factory=list)
    groups: list[FoundLabel] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    """The keys of the columns, where one line holds all their heads."""
    loose: list[tuple[CellRun, tuple[str, ...]]] = field(default_factory=list)
    """Cells without a row label, with the group labels before them."""


def _draft(tree: Any) -> _Draft:
    draft = _Draft()
    heads: list[FoundLabel] = []
    groups: list[str] = []
    block = ""
    for node in tree.children:
        label = node.children[0].value
        if node.data == "block":
            draft.blocks.append(label)
            block, heads = label.word.key, []
        elif node.data == "head":
            if label.word.role == "head":
                heads = []
            else:
                heads.append(label)
            draft.heads.append(label)
        elif node.data == "group":
            draft.groups.append(label)
            groups.append(label.word.key)
            if len(groups) > 8:
                del groups[0]
        elif node.data == "row":
            run = node.children[1].value if len(node.children) > 1 else None
            draft.rows.append(_Row(label, run, tuple(heads), block))
        else:
            draft.loose.append((label, tuple(groups)))
            groups = []
    return draft


def _edition(words: Iterable[FormWord]) -> Edition | None:
    """The edition that the labels of only one edition belong to; None where they are equally many."""
    counts: dict[str, int] = {}
    for word in words:
        if len(word.editions) == 1:
            counts[word.editions[0]] = counts.get(word.editions[0], 0) + 1
    best = sorted(counts.items(), key=lambda item: -item[1])
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return best[0][0]  # type: ignore[return-value]


class _TableReader:
    """Reads the figures of one table of a source."""

    def __init__(self, source: Source, table: str, part: int | None) -> None:
        self.source = source
        self.text = source.folded
        self.table = table
        self.part = part
        self.figures: dict[str, Figure] = {}
        self.runs: list[GluedRun] = []
        self.shifted: list[str] = []
        self.end = 0

    # -- cells ----------------------------------------------------------------

    def figure(self, name: str, span: Span, unit: str, inferred: bool) -> None:
        """Take the cell at `span` as the figure of this name; an earlier cell with something in it stays."""
        folded = self.text[span.start : span.end].strip()
        kind, value, written_unit = cell(folded)
        if unit and value is not None and (written_unit or unit) == "元":
            value = _plain(Decimal(value) / _YUAN_PER_WAN)
        self.end = max(self.end, span.end)
        known = self.figures.get(name)
        if known is None or known.kind == "blank":
            text = self.source.text[span.start : span.end].strip()
            self.figures[name] = Figure(name, kind, value, text, span, inferred)

    def row(self, row: str, columns: Sequence[str], run: CellRun | None, at: Span, units: Sequence[str], **how: Any) -> None:
        """Give the cells of a row their columns, or say that they have none."""
        names = [f"{self.table}.{row}.{column}" for column in columns]
        cells = list(run.cells) if run else []
        if run and len(cells) != len(names):
            cells = _fitted(cells, len(names), run)
        if not any(span.end > span.start for span in cells):
            if run is None or cells:
                for name in names:
                    self.figures.setdefault(name, Figure(name, "blank", None, "", Span(at.end, at.end)))
            return
        if len(cells) == len(names) and not (run and self._stuck(run)):
            for name, span, unit in zip(names, cells, units, strict=True):
                self.figure(name, span, unit, how.get("inferred", False))
        elif run is not None and run.mixed and self.glued(row, names, run, how.get("types", ())):
            return
        elif row not in self.shifted:
            self.shifted.append(row)
            filled = [span for span in cells if span.end > span.start]
            whole = Span(filled[0].start, filled[-1].end)
            for name in names:
                self.figures.setdefault(name, Figure(name, "missing", None, self.source.text[slice(*whole)], whole))

    # -- glued cells ----------------------------------------------------------

    def _stuck(self, run: CellRun) -> bool:
        """Whether a piece of a run is no number (007): then several cells are stuck together in it."""
        return run.mixed and any(
            span.end - span.start > 1 and self.text[span.start] == "0" and self.text[span.start + 1].isdigit()
            for span in run.cells
        )

    def glued(self, row: str, names: Sequence[str], run: CellRun, types: Sequence[str]) -> bool:
        """Cut a run of cells that arrived without separators. False if it is no such run."""
        span = Span(run.cells[0].start, run.cells[-1].end)
        text = self.text[span.start : span.end]
        digits = "".join(text.split())
        if len(digits) < len(names) or not any(character.isdigit() for character in digits):
            return False
        cuts = typed_cuts(text, tuple(types)) if types else summed_cuts(text, len(names), 5 if len(names) == 15 else 7)
        if not types and cuts.counted and len(run.cells) > 1 and not _adds_up(values(digits, cuts.cuts[0])):
            cuts = Cuts((), unreadable="digits-broken")  # blanks inside say that one digit need not be one cell
        numbers = tuple(values(digits, cut) for cut in cuts.cuts)
        self.runs.append(
            GluedRun(
                self.table, row, span, self.source.text[span.start : span.end], tuple(names), numbers, numbers,
                cuts.counted, cuts.unreadable,
            )
        )  # fmt: skip
        self.end = max(self.end, span.end)
        self._cuts[self.runs[-1].span] = cuts.cuts
        return True

    _cuts: dict[Span, tuple[Cut, ...]]

    def settle_runs(self, choose: bool) -> None:
        """Let column identities choose among the cuts of table three, and turn the runs into figures."""
        if choose:
            self.runs = _chosen(self.runs, self.figures)
        for run in self.runs:
            self._run_figures(run)

    def _run_figures(self, run: GluedRun) -> None:
        every = self._cuts[run.span]
        keep = [cut for cut, numbers in zip(every, run.all_cuts, strict=True) if numbers in run.cuts]
        offsets = [at for at in range(*run.span) if not self.text[at].isspace()]
        for index, name in enumerate(run.names):
            found = sorted({cut[index] for cut in run.cuts})
            places = {cut[index] for cut in keep}
            span = run.span
            if len(places) == 1:
                start, end = places.pop()
                span = Span(offsets[start], offsets[end - 1] + 1)
            single = len(found) == 1
            self.figures[name] = Figure(
                name,
                "glued",
                found[0] if single else None,
                self.source.text[span.start : span.end],
                span,
                inferred=True,
                candidates=() if single else tuple(found),
            )


def _plain(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else value.normalize()


def _adds_up(numbers: Sequence[Number]) -> bool:
    size = 5 if len(numbers) == 15 else len(numbers)
    return all(sum(numbers[at : at + size - 1]) == numbers[at + size - 1] for at in range(0, len(numbers), size))


def _fitted(cells: list[Span], count: int, run: CellRun) -> list[Span]:
    """The cells without the blank ones that merged cells and row ends leave at either end, if then they are `count`."""
    if not (run.explicit or run.marked):
        return [span for span in cells if span.end > span.start]
    left, right = 0, len(cells)
    while right - left > count and cells[left].end == cells[left].start:
        left += 1
    while right - left > count and cells[right - 1].end == cells[right - 1].start:
        right -= 1
    return cells[left:right]


def _chosen(runs: list[GluedRun], figures: Mapping[str, Figure]) -> list[GluedRun]:
    """The runs with the cuts that fit the columns: 一 + 二 = （七）总计 + 四, and the total of the results.

    Where no combination fits every column, all cuts stay: then a rule fails under each of them.
    """
    open_runs = [run for run in runs if len(run.cuts) > 1]
    worlds = 1
    for run in open_runs:
        worlds *= len(run.cuts)
    if not open_runs or worlds > _MOST_WORLDS or any(not run.cuts for run in runs):
        return runs
    rows: dict[str, tuple[Number, ...]] = {}
    for run in runs:
        rows[run.row] = run.cuts[0]
    for name, figure in figures.items():
        row = name.split(".")[1]
        if row not in rows:
            cells = [figures.get(f"applications.{row}.{column}") for column in _columns()]
            if any(one is None or one.value is None for one in cells):
                return runs
            rows[row] = tuple(one.value for one in cells if one and one.value is not None)
    if not {"received", "carried_in", "total", "carried_out"} <= rows.keys():
        return runs
    fitting = _fitting(rows, open_runs)
    if not fitting:
        return runs
    return [
        run if run not in open_runs else _with_cuts(run, {world[open_runs.index(run)] for world in fitting})
        for run in runs
    ]


def _with_cuts(run: GluedRun, kept: set[tuple[Number, ...]]) -> GluedRun:
    cuts = tuple(cut for cut in run.cuts if cut in kept)
    return GluedRun(
        run.table, run.row, run.span, run.text, run.names, cuts, run.all_cuts, run.counted, run.unreadable
    )


def _columns() -> tuple[str, ...]:
    return tuple(next(form for form in forms().values() if form.tables).tables["applications"].columns)


def _fitting(rows: dict[str, tuple[Number, ...]], open_runs: list[GluedRun]) -> list[tuple[tuple[Number, ...], ...]]:
    edges = ("received", "carried_in", "total", "carried_out")
    found = []
    for world in product(*(run.cuts for run in open_runs)):
        here = dict(rows)
        for run, cut in zip(open_runs, world, strict=True):
            here[run.row] = cut
        results = [numbers for row, numbers in here.items() if row not in edges]
        sums = [sum(column) for column in zip(*results, strict=True)] if results else [0] * 7
        received, carried_in, total, carried_out = (here[row] for row in edges)
        if all(
            received[c] + carried_in[c] == total[c] + carried_out[c] and sums[c] == total[c] for c in range(len(total))
        ):
            found.append(world)
    return found


# -- the three tables ----------------------------------------------------------


def _row_labels(draft: _Draft) -> tuple[RowLabel, ...]:
    return tuple(_row_label(row.label, row.block) for row in draft.rows)


def _row_label(label: FoundLabel, block: str = "", source: Source | None = None) -> RowLabel:
    return RowLabel(label.word.key if label.word else None, "", label.span, True, block)


class _Assembler:
    """Turns a draft into a `Table`."""

    def __init__(self, source: Source, table: str, part: int | None, draft: _Draft) -> None:
        self.draft = draft
        self.reader = _TableReader(source, table, part)
        self.reader._cuts = {}
        self.source = source
        self.table = table
        self.part = part
        words = [label.word for label in self._labels() if label.word]
        self.edition = _edition(words)

    def _labels(self) -> Iterator[FoundLabel]:
        yield from self.draft.blocks
        yield from self.draft.heads
        for row in self.draft.rows:
            if self.table != "applications" or row.run is not None or row.key != "other_handling":
                yield row.label

    def _named(self, label: FoundLabel, block: str = "") -> RowLabel:
        text = self.source.text[label.span.start : label.span.end]
        word = label.word
        key = word.key if word else None
        exact = bool(word and self._official(word, text))
        return RowLabel(key, text, label.span, exact, block)

    def _official(self, word: FormWord, text: str) -> bool:
        edition = self.edition or (word.editions[-1] if word.editions else "")
        if edition in word.official:
            return True
        return False

    def proactive(self) -> Table:
        names = set(figure_names())
        for row in self.draft.rows:
            if row.key is None:
                continue
            columns, inferred = self._columns_of(row)
            columns = [column for column in columns if f"proactive.{row.key}.{column}" in names or row.heads]
            if not columns:
                continue
            form = forms()[self._form_edition()].tables["proactive"]
            types = [self._type(form, column) for column in columns]
            units = [self._unit(row, column, form) for column in columns]
            self.reader.row(row.key, columns, row.run, row.label.span, units, inferred=inferred, types=types)
        self.reader.settle_runs(choose=False)
        return self._finished({name: f for name, f in self.reader.figures.items() if name in names})

    def _form_edition(self) -> str:
        return self.edition if self.edition in forms() else next(e for e, f in reversed(forms().items()) if f.tables)

    def _columns_of(self, row: _Row) -> tuple[list[str], bool]:
        if row.heads:
            return [label.word.key for label in row.heads if label.word], False
        for block in forms()[self._form_edition()].tables["proactive"].blocks:
            if row.key in block.rows:
                return list(block.columns), True
        return [], True

    @staticmethod
    def _type(form: FormTable, column: str) -> str:
        if column in form.columns:
            return form.columns[column].type
        return next(f.tables["proactive"].columns[column].type for f in forms().values() if f.tables and column in f.tables["proactive"].columns)

    def _unit(self, row: _Row, column: str, form: FormTable) -> str:
        if column not in form.columns or not form.columns[column].unit:
            return ""
        for label in row.heads:
            if label.word and label.word.key == column:
                text = self.source.text[label.span.start : label.span.end]
                if "元" in text and "万元" not in text:
                    return "元"
        return form.columns[column].unit

    def applications(self) -> Table:
        form = forms()[self._form_edition()].tables["applications"]
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
            run = self._aligned(row.run, columns)
            self.reader.row(row.key, columns, run, row.label.span, [""] * len(columns), inferred=inferred)
        self._place_spaced(columns)
        self.reader.settle_runs(choose=True)
        figures = _with_implied_zeros(self.reader.figures, columns)
        return self._finished(figures)

    def _application_columns(self, form: FormTable) -> tuple[list[str], bool]:
        """The keys of the columns in their order, and whether they were only inferred from the position."""
        keys = [label.word.key for label in self.draft.heads if label.word and label.word.role == "column"]
        order = list(form.columns)
        inferred = not set(order) <= set(keys)
        if self.draft.order and set(self.draft.order) == set(order):
            return self.draft.order, False
        return order, inferred

    def _aligned(self, run: CellRun | None, columns: Sequence[str]) -> CellRun | None:
        return run

    def _place_spaced(self, columns: Sequence[str]) -> None:
        """Give cells of rows with blanks their columns by where full rows have theirs (columns made of blanks)."""
        full = [r.run for r in self.draft.rows if r.run and r.run.spaced and len(r.run.cells) == len(columns)]
        if len(full) < 2 or not self.reader.shifted:
            return
        ranges = _column_ranges(self.source.folded, full, len(columns))
        for row in self.draft.rows:
            if row.key in self.reader.shifted and row.run and row.run.spaced and row.key:
                placed = _placed(self.source.folded, row.run, ranges)
                if placed is None:
                    continue
                self.reader.shifted.remove(row.key)
                for index, column in enumerate(columns):
                    name = f"applications.{row.key}.{column}"
                    self.reader.figures.pop(name, None)
                    blank = Span(row.run.line.end, row.run.line.end)
                    self.reader.figure(name, placed.get(index, blank), "", True)

    def disputes(self) -> Table:
        groups = [key for key, group in forms()[self._form_edition()].tables["disputes"].groups.items() if not group.members]
        columns = list(forms()[self._form_edition()].tables["disputes"].columns)
        for run, before in self.draft.loose:
            self._disputes_run(run, before, groups, columns)
        self.reader.settle_runs(choose=False)
        figures: dict[str, Figure] = self.reader.figures
        for group in groups:
            figures = _implied_row(figures, "disputes", group, columns)
        return self._finished(figures)

    def _disputes_run(self, run: CellRun, before: tuple[str, ...], groups: list[str], columns: list[str]) -> None:
        names = [(group, column) for group in groups for column in columns]
        cells = _fitted(list(run.cells), len(names), run)
        last = [key for key in before if key in groups]
        stuck = self.reader._stuck(run)
        if len(cells) == len(names) and not stuck:
            for (group, column), span in zip(names, cells, strict=True):
                self.reader.figure(f"disputes.{group}.{column}", span, "", False)
            return
        cells = _fitted(list(run.cells), len(columns), run)
        if len(cells) == len(columns) and last and not stuck:
            self.reader.row(last[-1], columns, CellRun(tuple(cells), run.explicit), Span(0, cells[0].start), [""] * 5)
            return
        if run.mixed and self.reader.glued("all", [f"disputes.{g}.{c}" for g, c in names], run, ()):
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
        form = forms()[self._form_edition()].tables[self.table]
        for name in form.names():
            complete[name] = figures.get(name) or Figure(name, "missing", None, "", here)
        for name, figure in figures.items():
            complete.setdefault(name, figure)
        return Table(
            self.table, edition, self.part, Span(start, end), rows, columns, complete, tuple(self.reader.runs),
            tuple(self.reader.shifted),
        )  # fmt: skip


def _column_ranges(text: str, runs: Sequence[CellRun], count: int) -> list[tuple[int, int]]:
    ranges = []
    for index in range(count):
        places = [_place(text, run, run.cells[index]) for run in runs]
        ranges.append((min(start for start, _ in places), max(end for _, end in places)))
    return ranges


def _place(text: str, run: CellRun, span: Span) -> tuple[int, int]:
    start = display_width(text[run.line.start : span.start])
    return start, start + (span.end - span.start)


def _placed(text: str, run: CellRun, ranges: Sequence[tuple[int, int]]) -> dict[int, Span] | None:
    """Column numbers to cells, None unless every cell lies under exactly one column and in order."""
    placed: dict[int, Span] = {}
    for span in run.cells:
        start, end = _place(text, run, span)
        under = [index for index, (left, right) in enumerate(ranges) if start < right and end > left]
        if len(under) != 1 or (placed and under[0] <= max(placed)):
            return None
        placed[under[0]] = span
    return placed


def _implied_row(figures: dict[str, Figure], table: str, row: str, columns: Sequence[str]) -> dict[str, Figure]:
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


_EDGES = ("received", "carried_in", "total", "carried_out")


def _with_implied_zeros(figures: dict[str, Figure], columns: Sequence[str]) -> dict[str, Figure]:
    if not any(figure.kind in ("blank", "dash") for figure in figures.values()):
        return figures
    rows = list(dict.fromkeys(name.split(".")[1] for name in figures))
    for row in rows:
        figures = _implied_row(figures, "applications", row, columns)
    results = [row for row in rows if row not in _EDGES]
    for column in columns:
        names = [f"applications.{row}.{column}" for row in results]
        figures = _implied(figures, names, f"applications.total.{column}")
    return figures


def read_table(source: Source, table: str, part: int | None, region: Span) -> Table | None:
    """The statutory table in a region of the source, None if no label of it is there."""
    tokens = table_tokens(source.folded, region, vocabularies()[table])
    if not tokens:
        return None
    draft = _draft(tree_of("table", tokens))
    if not draft.rows and not draft.groups and len(draft.heads) < 3:
        return None
    assembler = _Assembler(source, table, part, draft)
    return {
        "proactive": assembler.proactive,
        "applications": assembler.applications,
        "disputes": assembler.disputes,
    }[table]()
