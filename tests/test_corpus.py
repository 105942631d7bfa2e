"""Real reports are read as what is known of them, and what is wrong with them is found: nothing more as an error."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from disclosure_lint.finding import Finding
from disclosure_lint.linter import Linter
from disclosure_lint.resources import rules_folder
from disclosure_lint.results import FileResult
from disclosure_lint.rules.load import load_rules
from disclosure_lint.rules.outcome import Context

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real reports is not here (../shared/corpus)")

# What the form, the year and the agency of each text are.
READ = {
    "jining-2020.txt": (2020, "2019", "committee"),
    "pingtan-2019.txt": (2019, "2019", "committee"),
    "pingtan-2020.txt": (2020, "2019", "committee"),
    "pingtan-2021.txt": (2021, "2021", "committee"),
    "pingtan-2023.txt": (2023, "2021", "committee"),
    "pingtan-2025.txt": (2025, "2021", "committee"),
    "pingtan-county-2011.txt": (2011, "pre-2019", "government"),
    "pingtan-taxbureau-2013.txt": (2013, "pre-2019", "department"),
    "shuyang-2025.md": (2025, "2021", "government"),
    "suqian-2023.txt": (2023, "2021", None),
}
ERRORS = {"pingtan-2020.txt": ["APP002"]}
WARNINGS = {
    "jining-2020.txt": {"CON001"},
    "pingtan-2025.txt": {"CON001"},
    "shuyang-2025.md": {"CON001"},
    "suqian-2023.txt": {"TTL001", "PER001"},
}


@lru_cache(maxsize=1)
def linter() -> Linter:
    return Linter(load_rules([rules_folder()]), Context(today=date(2026, 11, 1)))


@lru_cache(maxsize=32)
def linted(name: str) -> FileResult:
    result = linter().file(str(CORPUS / name))
    assert isinstance(result, FileResult)
    return result


def found(name: str, severity: str) -> list[Finding]:
    return [finding for finding in linted(name).verdicts.findings if finding.severity == severity]


@pytest.mark.parametrize("name", READ)
def test_year_form_and_agency(name: str) -> None:
    report = linted(name).report
    assert report is not None
    assert (report.year, report.edition, report.agency.kind if report.agency else None) == READ[name]


@pytest.mark.parametrize("name", READ)
def test_errors_are_those_that_are_known(name: str) -> None:
    assert [finding.code for finding in found(name, "error")] == ERRORS.get(name, [])


@pytest.mark.parametrize("name", WARNINGS)
def test_expected_warnings_are_there(name: str) -> None:
    assert {finding.code for finding in found(name, "warning")} >= WARNINGS[name]


def test_figures_of_one_cell_a_line() -> None:
    report = linted("jining-2020.txt").report
    assert report is not None
    wanted = {
        "proactive.licence": ("286", "-49", "6445"),
        "proactive.penalty": ("1814", "4", "25435"),
    }
    for row, cells in wanted.items():
        columns = ("items_prev", "items_delta", "decisions")
        assert tuple(str(report.figure(f"{row}.{column}").value) for column in columns) == cells  # type: ignore[union-attr]
    figures = [figure for name, figure in report.tables["applications"].figures.items()]
    assert {figure.value for figure in figures} == {0} and len(figures) == 161


def test_figures_of_columns_made_of_blanks() -> None:
    report = linted("suqian-2023.txt").report
    assert report is not None
    rows = ("received", "carried_in", "granted", "partial", "total", "carried_out")
    assert [report.figure(f"applications.{row}.total").value for row in rows] == [3511, 96, 1191, 328, 3486, 121]  # type: ignore[union-attr]
    assert report.figure("disputes.reconsideration.total").value == 440  # type: ignore[union-attr]


def test_glued_figures_are_settled_or_given_as_candidates() -> None:
    report = linted("pingtan-2021.txt").report
    assert report is not None
    issued = report.figure("proactive.normative_docs.issued")
    assert issued is not None and issued.value is None and 69 in issued.candidates
    run = next(run for run in report.tables["proactive"].runs if run.row == "normative_docs")
    assert len(run.cuts) == 10 and (69, 3, 665) in run.cuts
    assert report.figure("applications.received.total").value == 70  # type: ignore[union-attr]


def test_the_imbalance_of_2020_is_told_by_its_row() -> None:
    (finding,) = found("pingtan-2020.txt", "error")
    assert "26" in finding.message and "20" in finding.message
    assert any("（二）部分公开" in note for note in finding.notes)


def test_a_committee_is_not_held_to_the_date_of_departments() -> None:
    unassessed = {entry.code for entry in linted("jining-2020.txt").verdicts.unassessed}
    assert "PER004" in unassessed
