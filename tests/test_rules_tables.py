"""The rules about tables on the traps of real reports: forms mixed up, other layouts, cells left empty."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from disclosure_lint.finding import Verdicts
from disclosure_lint.report.model import Report
from disclosure_lint.rules.engine import verdicts
from disclosure_lint.rules.examples import bases
from disclosure_lint.rules.outcome import Context
from disclosure_lint.source import Source
from disclosure_lint.syntax import read_report

from .tables import TODAY, changed, clean, rules, said, suggested

OURS = ("APP", "DIS", "PRO")


def run(text: str, *codes: str) -> Verdicts:
    return verdicts(read_report(Source("a.txt", text)), rules(*(codes or OURS)), Context(TODAY))


def told(found: Verdicts) -> list[tuple[str, str]]:
    return [(finding.code, finding.severity) for finding in found.findings]


def part(text: str, number: str, following: str) -> tuple[int, int]:
    start = text.index(f"\n{number}、") + 1
    return start, text.index(f"\n{following}、", start) + 1


def with_part(text: str, other: str, number: str, following: str) -> str:
    """The text with a part of another report."""
    start, end = part(text, number, following)
    return text[:start] + other[slice(*part(other, number, following))] + text[end:]


def test_table_three_of_the_old_form_in_a_new_report() -> None:
    mixed = with_part(bases()["2021"], bases()["2019"], "三", "四")
    found = run(mixed)
    assert told(found) == [("APP004", "error")]
    assert "（六）其他处理" in found.findings[0].message
    assert {"APP001", "APP002", "APP003", "PRO201"} <= set(found.passed)


def test_table_two_of_the_old_form_in_a_new_report() -> None:
    mixed = with_part(bases()["2021"], bases()["2019"], "二", "三")
    found = run(mixed)
    assert told(found) == [("PRO201", "error")]
    assert {"PRO103", "PRO104", "PRO106"} <= set(found.passed)
    assert "PRO203" in found.not_applicable


def test_the_old_form_as_a_whole_is_left_to_another_rule() -> None:
    old = bases()["2019"].replace("2020年", "2023年").replace("2021年3月", "2024年3月")
    found = run(old, *OURS, "STR008")
    assert told(found) == [("STR008", "error")]
    assert {"APP004", "PRO201"} <= found.not_applicable.keys()
    assert {"APP001", "APP002", "APP003"} <= set(found.passed)


def test_errors_in_a_mixed_form_are_still_found() -> None:
    mixed = with_part(bases()["2021"], bases()["2019"], "三", "四")
    report = changed(read_report(Source("a.txt", mixed)), {"applications.other_handling.natural": 16})
    found = verdicts(report, rules("APP00"), Context(TODAY))
    assert {finding.code for finding in found.findings} == {"APP003", "APP004"}
    (cause,) = [finding for finding in found.findings if finding.code == "APP003"]
    assert suggested(cause) == [{"applications.other_handling.natural": 6}]


def test_a_sub_total_row_is_not_added_twice() -> None:
    text = bases()["2021"]
    row = "\t（六）其他处理\t1.申请人无正当理由逾期不补正"
    assert row in text
    extra = "\t（六）其他处理\t6\t0\t0\t0\t0\t0\t6\n\t（六）其他处理\t1.申请人无正当理由逾期不补正"
    assert run(text.replace(row, extra)).findings == ()


def test_a_blank_form_gives_one_warning_for_each_table() -> None:
    report = clean()
    figures = {name: None for table in report.tables.values() for name in table.figures}
    found = said(changed(report, figures), *OURS)
    assert told(found) == [("PRO001", "warning"), ("APP005", "warning"), ("DIS002", "warning")]
    assert {"APP001", "APP002", "APP003", "DIS001"} <= set(found.not_assessable)


def test_blanks_that_totals_imply_are_one_warning_for_the_table() -> None:
    text = bases()["2021"]
    for zeros in ("\t0\t0\t0\t0\t0\t4\n", "\t0\t0\t0\t0\t0\t1\n", "\t0\t0\t0\t0\t0\t2\n"):
        text = text.replace(zeros, "\t\t\t\t\t" + zeros[-3:])
    found = run(text)
    assert told(found) == [("APP005", "warning")]
    assert "按 0 理解" in found.findings[0].message
    assert "APP003" in found.not_assessable


def test_zeros_written_several_ways_are_one_warning() -> None:
    cells: dict[str, str | None] = {"proactive.rules.issued": "/", "proactive.rules.repealed": None}
    found = said(changed(clean(), cells), *OURS)
    assert told(found) == [("PRO001", "warning")]
    assert {place.code for place in found.unassessed} == {"PRO202", "PRO203", "PRO204"}


def test_a_label_in_other_words_is_a_note() -> None:
    found = run(bases()["2021"].replace("本年制发件数", "本年制发数量"))
    assert told(found) == [("PRO201", "note")]


def test_rows_added_locally_are_no_fault() -> None:
    row = "规章\t0\t0\t0\n"
    assert run(bases()["2019"].replace(row, f"{row}其他主动公开文件\t3\t3\t9\n")).findings == ()


def test_a_year_that_is_not_known_leaves_the_form_to_decide() -> None:
    found = said(replace(clean("2021"), year=None), *OURS)
    assert {"APP001", "PRO201", "PRO203"} <= set(found.passed)
    assert {"PRO101"} <= found.not_applicable.keys()
    found = said(replace(clean("2021"), year=None, edition=None), *OURS)
    assert {"APP001", "PRO201"} <= set(found.not_assessable)
    assert not found.findings


@pytest.mark.parametrize(
    ("agency", "state"),
    [
        ("青川市云岭县人民政府", "failed"),
        ("青川市云岭县自然资源局", "failed"),
        ("南京市人民政府", "not_applicable"),
        ("南京市自然资源局", "failed"),
        ("江苏省人民政府", "not_applicable"),
        ("云岭县青石镇人民政府", "failed"),
    ],
)
def test_who_may_make_rules(agency: str, state: str) -> None:
    text = bases()["2021"].replace("青川市云岭县人民政府", agency)
    report = changed(read_report(Source("a.txt", text)), {"proactive.rules.in_force": 3})
    assert "PRO204" in getattr(said(report, "PRO204"), state)


def test_who_may_make_rules_is_open_without_an_agency() -> None:
    report = replace(changed(clean(), {"proactive.rules.in_force": 3}), agency=None)
    assert said(report, "PRO204").not_assessable == ("PRO204",)
    assert said(replace(clean(), agency=None), "PRO204").passed == ("PRO204",)


# -- real reports ----------------------------------------------------------------


def real(corpus: Path, name: str) -> Report:
    return read_report(Source(name, (corpus / name).read_text(encoding="utf-8")))


RIGHT = ("jining-2020.txt", "suqian-2023.txt", "shuyang-2025.md", "pingtan-2019.txt", "pingtan-2025.txt")


@pytest.mark.parametrize("name", RIGHT)
def test_right_tables_of_real_reports_have_no_findings(corpus: Path, name: str) -> None:
    found = verdicts(real(corpus, name), rules(*OURS), Context(date(2030, 1, 1)))
    assert [(finding.code, finding.message) for finding in found.findings] == []


def test_a_real_imbalance_is_one_finding(corpus: Path) -> None:
    found = verdicts(real(corpus, "pingtan-2020.txt"), rules(*OURS), Context(date(2030, 1, 1)))
    (finding,) = found.findings
    assert (finding.code, finding.also, finding.place.column) == ("APP002", (), "natural")
    assert "为 20" in finding.message and "为 26" in finding.message
    assert suggested(finding) == [{"applications.partial.natural": 0, "applications.partial.total": 0}]
    assert not finding.suggestions[0].unique


def test_an_undetermined_cell_of_a_real_report_is_open(corpus: Path) -> None:
    found = verdicts(real(corpus, "pingtan-2021.txt"), rules(*OURS), Context(date(2030, 1, 1)))
    assert found.findings == ()
    assert "PRO203" in found.not_assessable
