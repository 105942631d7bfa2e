"""Every figure is read back from every layout, and what cannot be known is said to be so."""

from __future__ import annotations

import random
import re

import pytest

import generator
from disclosure_lint.report.model import Report
from disclosure_lint.source import Source
from disclosure_lint.syntax import read_report

SEEDS = range(25)


def read(text: str) -> Report:
    return read_report(Source("report.txt", text))


def values(report: Report) -> dict[str, object]:
    return {figure.name: figure.value for table in report.tables.values() for figure in table.figures.values()}


@pytest.mark.parametrize("layout", [layout for layout in generator.LAYOUTS if layout != "glued"])
@pytest.mark.parametrize("edition", generator.EDITIONS)
def test_every_figure_is_read_back(layout: str, edition: str) -> None:
    for seed in SEEDS:
        sample = generator.generate(seed, layout=layout, edition=edition)
        report = read(sample.text)
        assert report.edition == edition
        assert values(report) == sample.figures, f"seed {seed}"
        for table in report.tables.values():
            for figure in table.figures.values():
                assert sample.text[figure.span.start : figure.span.end].strip() == figure.text


@pytest.mark.parametrize("edition", generator.EDITIONS)
def test_glued_figures_are_right_or_undetermined(edition: str) -> None:
    for seed in SEEDS:
        sample = generator.generate(seed, layout="glued", edition=edition)
        report = read(sample.text)
        for name, value in sample.figures.items():
            figure = report.figure(name)
            assert figure is not None
            assert figure.value == value or (figure.value is None and value in figure.candidates), (seed, name)


@pytest.mark.parametrize("edition", generator.EDITIONS)
def test_lines_dropped_or_doubled_never_give_a_wrong_figure_under_a_right_label(edition: str) -> None:
    """A row that lost a cell has no columns; the others keep theirs."""
    sample = generator.generate(3, layout="lines", edition=edition)
    rng = random.Random(7)
    lines = sample.text.split("\n")
    cells = [index for index, line in enumerate(lines) if re.fullmatch(r"[\s\d.-]*\d[\s\d.]*", line)]
    for index in rng.sample(cells, 40):
        report = read("\n".join(lines[:index] + lines[index + 1 :]))
        wrong = [
            name
            for name, value in values(report).items()
            if value is not None and value != sample.figures[name]
        ]
        assert not wrong, (index, lines[index], wrong)


def test_row_labels_of_table_three_are_no_parts() -> None:
    sample = generator.generate(1, layout="lines", edition="2021")
    assert [part.number for part in read(sample.text).parts] == [1, 2, 3, 4, 5, 6]


def test_blank_is_not_zero_but_may_be_implied() -> None:
    sample = generator.generate(4, layout="tabs", edition="2021")
    zero = next(name for name, value in sample.figures.items() if name.startswith("applications.granted") and not value)
    report = read(generator.with_cell(sample, zero, ""))
    figure = report.figure(zero)
    assert figure is not None
    assert (figure.kind, figure.value, figure.implied_zero) == ("blank", None, True)


@pytest.mark.parametrize(
    ("written", "kind"), [("", "blank"), ("/", "dash"), ("约30", "text"), ("3件", "number_with_unit")]
)
def test_a_cell_keeps_its_kind(written: str, kind: str) -> None:
    sample = generator.generate(4, layout="pipes", edition="2021")
    figure = read(generator.with_cell(sample, "applications.granted.natural", written)).figure(
        "applications.granted.natural"
    )
    assert figure is not None
    assert (figure.kind, figure.text) == (kind, written)
