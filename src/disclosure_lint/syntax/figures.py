"""Cells under their columns: kinds, amounts in 万元, glued runs cut."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from disclosure_lint.finding import Number
from disclosure_lint.report.model import Figure, GluedRun
from disclosure_lint.source import Source, Span
from disclosure_lint.syntax.cells import cell
from disclosure_lint.syntax.choice import chosen
from disclosure_lint.syntax.glued import Cut, Cuts, summed_cuts, typed_cuts, values
from disclosure_lint.syntax.tokens import CellRun

_YUAN_PER_WAN = 10_000
_FEW_PIECES = 4
_FEW_UNCUT = 3
SUBTOTAL = "subtotal"
"""The key of a column that local systems add: the sum of the five kinds of organisations. No figure has its name."""


class CellReader:
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
        self._cuts: dict[Span, tuple[Cut, ...]] = {}

    # -- cells ----------------------------------------------------------------

    def figure(self, name: str, span: Span, unit: str, inferred: bool) -> None:
        """Take the cell at `span` as the figure of this name; an earlier cell with something in it stays."""
        start, end = span
        kind, value, written_unit = cell(self.text[start:end].strip())
        if unit and value is not None and (written_unit or unit) == "元":
            value = _plain(Decimal(value) / _YUAN_PER_WAN)
        if end > self.end:
            self.end = end
        known = self.figures.get(name)
        if known is None or known.kind == "blank":
            self.figures[name] = Figure(name, kind, value, self.source.text[start:end].strip(), span, inferred)

    def row(
        self, row: str, columns: Sequence[str], run: CellRun | None, at: Span, units: Sequence[str], **how: Any
    ) -> None:
        """Give the cells of a row their columns, or say that they have none."""
        names = row_names(self.table, row, tuple(columns))
        cells: Sequence[Span] = run.cells if run else ()
        if run and len(cells) != len(names):
            cells = fitted(list(cells), len(names), run)
        if not any(span.end > span.start for span in cells):
            if run is None or cells:
                for name in names:
                    self.figures.setdefault(name, Figure(name, "blank", None, "", Span(at.end, at.end)))
            return
        if len(cells) == len(names) and not (run and self.stuck(run)):
            inferred = how.get("inferred", False)
            for name, span, unit in zip(names, cells, units, strict=True):
                self.figure(name, span, unit, inferred)
        elif run is not None and self.may_be_glued(cells, run) and self.glued(row, names, run, how.get("types", ())):
            return
        elif row not in self.shifted:
            filled = [span for span in cells if span.end > span.start]
            self._without_columns(row, names, Span(filled[0].start, filled[-1].end))

    def _without_columns(self, row: str, names: Sequence[str], whole: Span) -> None:
        self.shifted.append(row)
        for name in names:
            self.figures.setdefault(name, Figure(name, "missing", None, self.source.text[slice(*whole)], whole))

    # -- glued cells ----------------------------------------------------------

    def may_be_glued(self, cells: Sequence[Span], run: CellRun) -> bool:
        """Whether cells came without separators: out of one piece of text, or all digits in a single cell.

        In table two a single cell may as well be the one of three that was filled in.
        """
        alone = self.table != "proactive" and len(cells) == 1 and self.text[slice(*cells[0])].isdigit()
        return run.mixed or alone

    def stuck(self, run: CellRun) -> bool:
        """Whether a piece of a run is no number (007): then several cells are stuck together in it."""
        return run.mixed and any(
            span.end - span.start > 1 and self.text[span.start] == "0" and self.text[span.start + 1].isdigit()
            for span in run.cells
        )

    def _looks_separated(self, run: CellRun) -> bool:
        """Whether the pieces of a run read as numbers between blanks, of which some are missing (12 0 0 0 12)."""
        return len(run.cells) >= _FEW_PIECES and not self.stuck(run)

    def glued(self, row: str, names: Sequence[str], run: CellRun, types: Sequence[str]) -> bool:
        """Cut a run of cells that arrived without separators. False if it is no such run."""
        span = Span(run.cells[0].start, run.cells[-1].end)
        text = self.text[span.start : span.end]
        digits = "".join(text.split())
        if len(digits) < len(names) or not any(character.isdigit() for character in digits):
            return False
        if len(run.cells) > len(names) or _subtotal(names) is not None:
            return False  # there are further columns: no cut says which of the cells they are
        cuts = typed_cuts(text, tuple(types)) if types else summed_cuts(text, len(names), 5 if len(names) == 15 else 7)
        if not types and cuts.counted and self._looks_separated(run) and not _adds_up(values(digits, cuts.cuts[0])):
            cuts = Cuts((), unreadable="cells-missing")
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

    def settle_runs(self, choose: bool) -> None:
        """Let column identities choose among the cuts of table three, and turn the runs into figures."""
        uncut = [run for run in self.runs if not run.cuts and not run.unreadable]
        if choose and len(uncut) > _FEW_UNCUT and len(uncut) * 2 > len(self.runs):
            # Most rows do not add up: then the table has other columns than the form, or they were lost.
            for run in uncut:
                self.runs.remove(run)
                self._without_columns(run.row, run.names, run.span)
        if choose:
            self.runs = chosen(self.runs, self.figures)
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


@lru_cache(maxsize=1024)
def row_names(table: str, row: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The figure names of a row."""
    return tuple(f"{table}.{row}.{column}" for column in columns)


def _subtotal(names: Sequence[str]) -> str | None:
    return next((name for name in names if name.endswith(f".{SUBTOTAL}")), None)


def _plain(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else value.normalize()


def _adds_up(numbers: Sequence[Number]) -> bool:
    size = 5 if len(numbers) == 15 else len(numbers)
    return all(sum(numbers[at : at + size - 1]) == numbers[at + size - 1] for at in range(0, len(numbers), size))


def fitted(cells: list[Span], count: int, run: CellRun) -> list[Span]:
    """The cells without the blank ones that merged cells and row ends leave at either end, if then they are `count`."""
    if not (run.explicit or run.marked):
        return [span for span in cells if span.end > span.start]
    left, right = 0, len(cells)
    while right - left > count and cells[left].end == cells[left].start:
        left += 1
    while right - left > count and cells[right - 1].end == cells[right - 1].start:
        right -= 1
    return cells[left:right]
