"""Baselines: what is known stays silent wherever its lines are, what is new counts, what is gone is told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_lint.baseline import (
    Baseline,
    BaselineError,
    Entry,
    Standing,
    applied,
    entries_of,
    read_baseline,
    text_of,
)
from disclosure_lint.finding import Finding, Label, Place, Verdicts
from disclosure_lint.report.model import Agency, Report
from disclosure_lint.results import FileResult
from disclosure_lint.rules.engine import fingerprint
from disclosure_lint.source import Source, Span

AGENCY = "青川市云岭县财政局"
CELL = Place(3, "applications", "granted", "natural")
NOTHING = Baseline(folder=Path("/b"))


def result(path: str, *places: Place, agency: str | None = AGENCY, judged: bool = True, at: int = 0) -> FileResult:
    source = Source(path, "x" * 100)
    report = Report(source, 2023, agency=Agency(agency, Span(0, 0), "department", "county") if agency else None)
    label = Label(Span(at, at + 1))
    findings = tuple(
        Finding("APP003", "x", "error", "不相等", label, place, fingerprint=fingerprint("APP003", report, place))
        for place in places
    )
    return FileResult(path, report, source, Verdicts(findings, failed=("APP003",) if judged else ()))


def baseline(*results: FileResult, gone: tuple[str, ...] = ()) -> Baseline:
    entries = [entry for each in results for entry in entries_of(each, NOTHING)]
    return Baseline(tuple(entries), "b.json", Path("/b"), exists=lambda path: Path(path).name not in gone)


def counts(known: Baseline, each: FileResult) -> tuple[int, int]:
    after = applied(each, known)
    return len(after.verdicts.findings), len(after.suppressed)


def standing(known: Baseline, *results: FileResult) -> Standing:
    gathered = Standing(known)
    for each in results:
        gathered.add(applied(each, known))
    return gathered


def test_what_is_known_is_silent_wherever_its_line_is() -> None:
    known = baseline(result("/b/a.txt", CELL))
    assert counts(known, result("/b/a.txt", CELL, at=50)) == (0, 1)
    assert counts(known, result("/b/a.txt", replace(CELL, column="total"))) == (1, 0)


def test_as_many_as_are_known() -> None:
    known = baseline(result("/b/a.txt", CELL, CELL))
    assert known.entries[0].count == 2
    assert counts(known, result("/b/a.txt", CELL, CELL, CELL)) == (1, 2)


def test_a_copy_of_a_known_report_has_findings_of_its_own() -> None:
    known = baseline(result("/b/a.txt", CELL))
    assert counts(known, result("/b/copy.txt", CELL)) == (1, 0)


def test_a_renamed_report_keeps_what_is_known() -> None:
    known = baseline(result("/b/a.txt", CELL), gone=("a.txt",))
    assert counts(known, result("/b/new.txt", CELL)) == (0, 1)
    assert list(standing(known, result("/b/new.txt", CELL)).gone()) == []


def test_standard_input_is_known_by_its_agency() -> None:
    assert counts(baseline(result("/b/a.txt", CELL)), result("-", CELL)) == (0, 1)


def test_without_an_agency_the_path_counts_from_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    entries = entries_of(result(f"{tmp_path}/a.txt", CELL, agency=None), Baseline(folder=tmp_path))
    known = Baseline(tuple(entries), folder=tmp_path)
    monkeypatch.chdir(tmp_path)
    for path in ("a.txt", "./a.txt", str(tmp_path / "a.txt")):
        assert counts(known, result(path, CELL, agency=None)) == (0, 1)


def test_faults_of_the_program_are_never_known() -> None:
    broken = replace(result("/b/a.txt"), verdicts=Verdicts((Finding("INT001", "x", "error", "", Label(Span(0, 0))),)))
    assert entries_of(broken, NOTHING) == []


def test_what_is_gone_is_told() -> None:
    known = baseline(result("/b/a.txt", CELL, CELL))
    (gone,) = standing(known, result("/b/a.txt", CELL)).gone()
    assert (gone.code, gone.count) == ("APP003", 1)


def test_a_rule_that_was_not_asked_has_nothing_gone() -> None:
    known = baseline(result("/b/a.txt", CELL))
    assert list(standing(known, result("/b/a.txt", judged=False)).gone()) == []


def test_a_file_that_was_not_looked_at_has_nothing_gone() -> None:
    known = baseline(result("/b/a.txt", CELL), result("/b/b.txt", CELL, agency="青川市云岭县民政局"))
    assert list(standing(known, result("/b/a.txt", CELL)).gone(whole=True)) == []


def test_a_vanished_file_is_gone_when_everything_was_looked_at() -> None:
    known = baseline(result("/b/a.txt", CELL), gone=("a.txt",))
    other = result("/b/b.txt", agency="青川市云岭县民政局")
    assert list(standing(known, other).gone()) == []
    assert len(list(standing(known, other).gone(whole=True))) == 1
    assert list(standing(known, other, FileResult("/b/c.txt")).gone(whole=True)) == []


def test_an_update_keeps_what_was_not_looked_at() -> None:
    known = baseline(result("/b/a.txt", CELL), result("/b/b.txt", CELL, agency="青川市云岭县民政局"))
    total = replace(CELL, column="total")
    updated = standing(known, result("/b/a.txt", total)).updated()
    assert sorted((entry.path, entry.place.column) for entry in updated) == [("a.txt", "total"), ("b.txt", "natural")]


def test_an_update_follows_a_renamed_file() -> None:
    known = baseline(result("/b/a.txt", CELL), gone=("a.txt",))
    assert [entry.path for entry in standing(known, result("/b/new.txt", CELL)).updated()] == ["new.txt"]


def test_pruning_adds_nothing() -> None:
    known = baseline(result("/b/a.txt", CELL, CELL))
    pruned = standing(known, result("/b/a.txt", CELL, replace(CELL, column="total"))).pruned()
    assert [(entry.place.column, entry.count) for entry in pruned] == [("natural", 1)]


def test_it_is_written_in_one_order_with_an_entry_to_a_line(tmp_path: Path) -> None:
    entries = baseline(result("/b/b.txt", CELL, replace(CELL, column="total")), result("/b/a.txt", CELL)).entries
    text = text_of(entries, "0.1.0")
    assert text == text_of(reversed(entries), "0.1.0")
    path = tmp_path / "b.json"
    path.write_text(text, encoding="utf-8")
    read = read_baseline(path)
    assert [(entry.path, entry.line) for entry in read.entries] == [("a.txt", 2), ("b.txt", 3), ("b.txt", 4)]
    assert {replace(entry, line=1) for entry in read.entries} == set(entries)
    assert {entry.message for entry in read.entries} == {"不相等"}


def test_an_empty_baseline(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_text(text_of([], "0.1.0"), encoding="utf-8")
    assert read_baseline(path).entries == ()


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("年报", 1, "baseline-wrong"),
        ('{"version": 1,\n"findings": [}', 2, "baseline-wrong"),
        ("[]", 1, "baseline-wrong"),
        ("{}", 1, "baseline-wrong"),
        ('{"version": 1, "tool": {"name": "other"}, "findings": []}', 1, "baseline-wrong"),
        ('{"version": 1, "tool": {"name": "disclosure-lint"}, "findings": [{}]}', 1, "baseline-wrong"),
        ('{"version": 1, "tool": {"name": "disclosure-lint"}, "findings": 5}', 1, "baseline-wrong"),
        ('{"version": 9, "tool": {"name": "disclosure-lint"}, "findings": []}', 1, "baseline-version"),
    ],
)
def test_what_is_no_baseline(tmp_path: Path, text: str, line: int, key: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BaselineError) as caught:
        read_baseline(path)
    assert (caught.value.line, caught.value.key) == (line, key)


def test_the_output_of_check_is_no_baseline(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    document = {"version": 1, "tool": {"name": "disclosure-lint"}, "files": []}
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(BaselineError):
        read_baseline(path)


@given(st.text(min_size=1), st.text())
def test_any_path_and_message_can_be_written(path: str, message: str) -> None:
    text = text_of([Entry("f" * 32, path, message=message)], "0.1.0")
    (item,) = json.loads(text.encode("utf-8"))["findings"]
    assert (item["path"], item["message"]) == (path, message)
