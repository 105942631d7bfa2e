"""Column identities choose among the cuts of glued rows of table three; they never make a cut."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from disclosure_lint.finding import Number
from disclosure_lint.forms import newest_form
from disclosure_lint.report.model import Figure, GluedRun

_MOST_WORLDS = 20_000


def chosen(runs: list[GluedRun], figures: Mapping[str, Figure]) -> list[GluedRun]:
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
    for name in figures:
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
    return GluedRun(run.table, run.row, run.span, run.text, run.names, cuts, run.all_cuts, run.counted, run.unreadable)


def _columns() -> tuple[str, ...]:
    return tuple(newest_form().tables["applications"].columns)


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
