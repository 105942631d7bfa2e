"""The library: what programs call."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from disclosure_lint import linter
from disclosure_lint.config import Config
from disclosure_lint.linter import UnreadableError, lint, lint_paths, prepared, read_report, selected
from disclosure_lint.results import FileResult, RunError
from disclosure_lint.rules.examples import run_examples
from disclosure_lint.rules.kinds.source import FACTS, SourceFacts


def codes(result: FileResult) -> list[str]:
    return [finding.code for finding in result.verdicts.findings]


def test_a_text_and_a_file_give_the_same(tmp_path: Path, clean_report: str) -> None:
    path = tmp_path / "年报.txt"
    path.write_text(clean_report, encoding="utf-8")
    by_path, by_text = lint(path), lint(text=clean_report)
    assert codes(by_path) == codes(by_text) == []
    assert by_path.path == path.as_posix()
    assert by_text.path == "-"
    assert by_path.report and by_path.report.year == 2023


def test_one_of_path_and_text_is_wanted() -> None:
    for arguments in ({}, {"path": "x", "text": "y"}):
        with pytest.raises(TypeError):
            lint(**arguments)  # type: ignore[arg-type]


def test_a_missing_file_is_an_os_error_for_a_program(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        lint(tmp_path / "没有.txt")
    assert list(lint_paths([str(tmp_path / "没有.txt")])) == [RunError(f"{tmp_path}/没有.txt", "文件不存在")]


def test_a_report_can_be_read_without_linting(tmp_path: Path, clean_report: str) -> None:
    report = read_report(text=clean_report)
    assert (report.year, report.edition) == (2023, "2021")
    with pytest.raises(UnreadableError, match="empty"):
        read_report(text=" ")


@pytest.mark.parametrize(
    ("code", "select", "ignore", "wanted"),
    [
        ("APP001", (), (), True),
        ("APP001", ("APP",), (), True),
        ("APP001", ("STR",), (), False),
        ("APP001", (), ("APP",), False),
        ("APP001", ("APP001",), ("APP",), True),
        ("APP001", ("APP",), ("APP001",), False),
        ("APP001", ("APP",), ("APP",), False),
        ("APP001", ("A", "STR"), ("AP",), False),
    ],
)
def test_the_longest_selector_decides(code: str, select: tuple[str], ignore: tuple[str], wanted: bool) -> None:
    assert selected(code, select, ignore) is wanted


def test_every_fact_of_a_file_has_one_rule_that_speaks_of_it() -> None:
    checks = [rule.check for rule in prepared().rules.rules]
    facts = [fact for check in checks if isinstance(check, SourceFacts) for fact in check.facts]
    assert sorted(facts) == sorted(FACTS)


def test_the_rules_about_files_do_what_their_examples_say() -> None:
    rules = prepared().rules
    run = linter.example_lint(rules)
    about_files = [rule for rule in rules.rules if rule.kind == "source"]
    assert len(about_files) == 11
    assert [failure for rule in about_files for failure in run_examples(rule, run)] == []


def test_two_reports_in_one_file_are_not_mixed_up(clean_report: str) -> None:
    result = lint(text=clean_report + "\n" + clean_report.replace("云岭县", "石桥县"))
    assert codes(result) == ["SRC008"]
    assert result.report is None


def test_every_rule_counts_in_a_file_that_cannot_be_linted() -> None:
    rules = prepared().rules
    said = lint(text="\n", rules=rules).verdicts
    states = [*said.passed, *said.failed, *said.not_assessable, *said.not_applicable]
    assert sorted(states) == [rule.code for rule in rules.rules if rule.kind != "configuration"]
    assert said.failed == ("SRC001",)
    assert {entry.code for entry in said.unassessed} == set(said.not_assessable)


def test_every_rule_counts_after_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = prepared().rules
    monkeypatch.setattr(linter, "report_of", lambda source: 1 / 0)
    result = lint(text="年报", rules=rules)
    assert codes(result) == ["INT001"]
    assert result.verdicts.not_assessable == tuple(rule.code for rule in rules.rules if rule.kind != "configuration")


def test_a_fault_in_one_rule_leaves_the_others(monkeypatch: pytest.MonkeyPatch, clean_report: str) -> None:
    monkeypatch.setattr(SourceFacts, "outcomes", lambda *_: 1 / 0)
    rules = prepared().rules
    broken = [rule.code for rule in rules.rules if isinstance(rule.check, SourceFacts)]
    result = lint(text=clean_report, rules=rules)
    assert codes(result) == ["INT001"] * len(broken)
    assert "SRC001" in result.verdicts.findings[0].message
    assert result.report is not None


def test_settings_reach_the_linter(tmp_path: Path) -> None:
    config = Config(ignore=("SRC001",), size_limit=100)
    assert codes(lint(text=" ", config=config)) == []
    assert codes(lint(text="年" * 100, config=config)) == ["SRC006"]
    english = lint(text=" ", lang="en", today=date(2024, 1, 1))
    assert english.verdicts.findings[0].message.isascii()


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_breaks_of_other_systems_change_nothing(clean_report: str, ending: str) -> None:
    assert codes(lint(text=clean_report.replace("\n", ending))) == []


@pytest.mark.parametrize("codec", ["utf-8-sig", "gb18030", "utf-16", "utf-16-be"])
def test_encodings_change_nothing(tmp_path: Path, clean_report: str, codec: str) -> None:
    path = tmp_path / "年报.txt"
    path.write_bytes(clean_report.encode(codec))
    result = lint(path)
    assert codes(result) == []
    assert result.source and result.source.text == clean_report


def test_the_real_reports_are_read(corpus: Path) -> None:
    texts = sorted([*corpus.glob("*-20*.txt"), *corpus.glob("*-20*.md")])
    assert texts
    for path in texts:
        result = lint(path)
        assert result.report is not None, path.name
        assert not [code for code in codes(result) if code.startswith(("SRC", "INT"))], path.name


def test_other_formats_say_that_they_are_not_read_yet(corpus: Path) -> None:
    for name in ("hongze-2023.pdf", "form-2021-blank.docx", "shanghai-office-2019.html"):
        assert codes(lint(corpus / name)) == ["SRC002"], name


@pytest.mark.slow
@pytest.mark.parametrize(
    "more",
    ["1" * 10_000_000, "公开" * 1_700_000, "0\t" * 1_000_000, "一、总体情况\n" * 50_000, "会议通知。\n" * 1_000_000],
    ids=["digits", "one line", "cells", "headings", "lines"],
)
def test_a_huge_text_takes_a_bounded_time(clean_report: str, more: str) -> None:
    start = time.process_time()
    result = lint(text=clean_report + more)
    assert result.verdicts.findings is not None
    assert time.process_time() - start < 30
