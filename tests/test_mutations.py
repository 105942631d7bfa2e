"""One wrong cell in a clean report is one finding, and it names that cell and what it should be.

`DISCLOSURE_LINT_SEEDS` widens the search: the number of generated reports for each edition and layout.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest

import generator
from disclosure_lint.finding import Finding
from linting import linted

SEEDS = int(os.environ.get("DISCLOSURE_LINT_SEEDS", "3"))
SEPARATED = [layout for layout in generator.LAYOUTS if layout != "glued"]


def findings(text: str) -> list[Finding]:
    return serious(text.encode())


def serious(content: bytes) -> list[Finding]:
    return [finding for finding in linted(content).verdicts.findings if finding.severity != "note"]


def added(sample: generator.Sample, name: str, value: int) -> list[Finding]:
    """The findings that a changed cell adds."""
    before = {finding.fingerprint for finding in findings(sample.text)}
    return [
        finding for finding in findings(generator.with_cell(sample, name, value)) if finding.fingerprint not in before
    ]


def changes(sample: generator.Sample, rng: random.Random) -> Iterator[tuple[str, int]]:
    for name, value in sample.figures.items():
        if not name.startswith("proactive"):
            assert isinstance(value, int)
            yield name, rng.choice([value + 1, value + 7, 10 * value or 10, value - 1 if value else 2])


@pytest.mark.parametrize("edition", generator.EDITIONS)
@pytest.mark.parametrize("layout", generator.LAYOUTS)
def test_a_consistent_report_has_no_error(edition: str, layout: str) -> None:
    for seed in range(4 * SEEDS):
        sample = generator.generate(seed, layout=layout, edition=edition)
        errors = [finding for finding in findings(sample.text) if finding.severity == "error"]
        assert not errors, (seed, [(finding.code, finding.message) for finding in errors])


@pytest.mark.parametrize("edition", generator.EDITIONS)
def test_every_cell_of_tables_three_and_four(edition: str) -> None:
    sample = generator.generate(11, layout="tabs", edition=edition, scale="medium")
    for name, value in changes(sample, random.Random(3)):
        check(sample, name, value)


@pytest.mark.parametrize("edition", generator.EDITIONS)
@pytest.mark.parametrize("layout", SEPARATED)
def test_some_cells_in_every_layout(edition: str, layout: str) -> None:
    for seed in range(SEEDS):
        rng = random.Random(seed)
        sample = generator.generate(100 + seed, layout=layout, edition=edition)
        for name, value in rng.sample(list(changes(sample, rng)), 8):
            check(sample, name, value)


def check(sample: generator.Sample, name: str, value: int) -> None:
    found = added(sample, name, value)
    where = (sample.seed, sample.layout, name, sample.figures[name], value)
    assert len(found) == 1, (where, [(finding.code, finding.message) for finding in found])
    (finding,) = found
    table, row, column = name.split(".")
    if table == "disputes":
        assert finding.code == "DIS001", where
        return
    assert finding.code in ("APP001", "APP002", "APP003"), where
    (suggestion,) = finding.suggestions
    (change,) = suggestion.changes
    assert suggestion.unique, where
    assert (change.row, change.column, change.value) == (row, column, sample.figures[name]), where


@pytest.mark.parametrize("edition", generator.EDITIONS)
def test_variants_of_a_report_have_the_same_findings(edition: str) -> None:
    """Line ends, encodings, full-width digits, blank lines and other layouts change nothing."""
    for seed in range(SEEDS):
        sample = generator.generate(200 + seed, layout="tabs", edition=edition)
        wrong = generator.with_cell(
            sample, "applications.granted.natural", sample.figures["applications.granted.natural"] + 2
        )
        sample = generator.generate(200 + seed, layout="tabs", edition=edition)
        assert [f.code for f in findings(wrong)].count("APP002") + [f.code for f in findings(wrong)].count(
            "APP003"
        ) == 1
        expected = sorted((finding.code, finding.place) for finding in findings(sample.text))
        for name, content in generator.variants(sample).items():
            if name == "layout:glued":
                continue  # the metadata of its page says more than the report
            found = serious(content)
            assert sorted((finding.code, finding.place) for finding in found) == expected, (seed, name)
