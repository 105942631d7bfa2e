"""One finding for each cause: which cell is wrong, what would mend it, and how sure that is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_lint.finding import Number
from disclosure_lint.report.model import Report
from disclosure_lint.rules.examples import bases
from disclosure_lint.source import Source
from disclosure_lint.syntax import read_report

from .tables import changed, clean, said, suggested

APPLICATIONS = {edition: sorted(clean(edition).tables["applications"].figures) for edition in ("2019", "2021")}
CELLS = st.sampled_from(APPLICATIONS["2021"])
DISPUTES = sorted(clean().tables["disputes"].figures)


def value(name: str, edition: str = "2021") -> Number:
    figure = clean(edition).figure(name)
    assert figure is not None and figure.value is not None
    return figure.value


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_a_single_wrong_cell_of_table_three_is_named_with_its_right_value(edition: str) -> None:
    report = clean(edition)
    for name in APPLICATIONS[edition]:
        right = value(name, edition)
        for wrong in (right + 1, right * 10 or 7, 0 if right else 1000):
            found = said(changed(report, {name: wrong}))
            (finding,) = found.findings
            assert suggested(finding) == [{name: right}], name
            assert finding.suggestions[0].unique
            assert finding.primary.place == finding.place
            assert f"{finding.place.table}.{finding.place.row}.{finding.place.column}" == name
            assert set(found.failed) == {finding.code, *finding.also}


def test_the_finding_carries_the_first_code_and_the_others() -> None:
    def codes(name: str) -> tuple[str, tuple[str, ...]]:
        (finding,) = said(changed(clean(), {name: 900})).findings
        return finding.code, finding.also

    assert codes("applications.granted.natural") == ("APP003", ("APP002",))
    assert codes("applications.received.natural") == ("APP003", ("APP001",))
    assert codes("applications.total.natural") == ("APP003", ("APP002", "APP001"))


@settings(max_examples=150, deadline=None)
@given(CELLS, st.integers(0, 400), CELLS, st.integers(0, 400))
def test_two_wrong_cells_never_name_a_third(one: str, a: int, other: str, b: int) -> None:
    """Whatever is suggested as the only cell must be wrong, unless both errors together look like one."""
    found = said(changed(clean(), {one: a, other: b}))
    wrong = {name for name, new in ((one, a), (other, b)) if new != value(name)} if one != other else {one}
    for finding in found.findings:
        for changes, suggestion in zip(suggested(finding), finding.suggestions, strict=True):
            report = changed(changed(clean(), {one: a, other: b}), changes)
            mended = said(report)
            assert len(mended.findings) < len(found.findings), "a suggestion mends its cause"
            if suggestion.unique and not changes.keys() & wrong:
                assert {name.split(".")[1] for name in wrong} & {name.split(".")[1] for name in changes} or {
                    name.split(".")[2] for name in wrong
                } & {name.split(".")[2] for name in changes}


def test_a_wrong_row_total_and_an_unrelated_column_are_two_findings() -> None:
    report = changed(clean(), {"applications.granted.natural": 45, "applications.carried_out.commercial": 7})
    first, second = said(report).findings
    assert suggested(first) == [{"applications.granted.natural": 41}]
    assert suggested(second) == [{"applications.carried_out.commercial": 2}]


def test_errors_that_can_be_shared_out_in_two_ways_are_not_called_unique() -> None:
    report = changed(clean(), {"applications.granted.natural": 46, "applications.not_held.commercial": 7})
    findings = said(report).findings
    assert len(findings) == 2
    assert not any(suggestion.unique for finding in findings for suggestion in finding.suggestions)


def test_no_suggestion_is_negative() -> None:
    block = {"upheld": 10, "corrected": 1, "other": 0, "pending": 0, "total": 0}
    report = changed(clean(), {f"disputes.reconsideration.{column}": value for column, value in block.items()})
    (finding,) = said(report).findings
    assert suggested(finding) == [{"disputes.reconsideration.total": 11}]
    assert finding.suggestions[0].unique


def test_several_single_cells_are_all_told() -> None:
    (finding,) = said(changed(clean(), {"disputes.reconsideration.total": 10})).findings
    assert {name for changes in suggested(finding) for name in changes} == {
        name for name in DISPUTES if ".reconsideration." in name
    }
    assert not any(suggestion.unique for suggestion in finding.suggestions)


def test_blocks_have_nothing_to_do_with_one_another() -> None:
    report = changed(clean(), {"disputes.direct.upheld": 3, "disputes.after_reconsideration.total": 4})
    assert [finding.place.row for finding in said(report).findings] == ["direct", "after_reconsideration"]


def swapped(one: str, other: str) -> Report:
    return changed(clean(), {one: value(other), other: value(one)})


def test_cells_exchanged_in_a_row() -> None:
    (finding,) = said(swapped("applications.granted.natural", "applications.granted.commercial")).findings
    assert (finding.code, finding.also) == ("APP002", ())
    assert {"applications.granted.natural": 41, "applications.granted.commercial": 5} in suggested(finding)
    assert not any(suggestion.unique for suggestion in finding.suggestions)
    assert any("填颠倒" in note for note in finding.notes)


def test_cells_exchanged_in_a_column() -> None:
    (finding,) = said(swapped("applications.granted.natural", "applications.not_held.natural")).findings
    assert finding.code == "APP003"
    assert {"applications.granted.natural": 41, "applications.not_held.natural": 22} in suggested(finding)


def test_a_case_entered_under_the_wrong_kind_of_applicant() -> None:
    cells = {"applications.petition.natural": 4, "applications.petition.research": 1}
    (finding,) = said(changed(clean(), cells)).findings
    assert finding.code == "APP002"
    assert any("记错了类别" in note for note in finding.notes)


def test_a_row_shifted_by_a_column() -> None:
    row = ("natural", "commercial", "research", "public_interest", "legal_service", "other", "total")
    right = [value(f"applications.not_held.{column}") for column in row]
    shifted = {f"applications.not_held.{column}": v for column, v in zip(row, [0, *right[:-1]], strict=True)}
    (finding,) = said(changed(clean(), shifted)).findings
    assert any("错了一列" in note for note in finding.notes)
    (suggestion,) = finding.suggestions
    assert not suggestion.unique


def test_columns_exchanged_as_a_whole() -> None:
    table = clean().tables["applications"].figures
    rows = {name.split(".")[1] for name in table}
    cells = {}
    for row in rows:
        one, other = f"applications.{row}.natural", f"applications.{row}.total"
        cells |= {one: value(other), other: value(one)}
    (finding,) = said(changed(clean(), cells)).findings
    assert any("整列填颠倒" in note for note in finding.notes)


def test_a_row_copied_from_another() -> None:
    row = ("natural", "commercial", "research", "public_interest", "legal_service", "other", "total")
    cells = {f"applications.total.{column}": value(f"applications.received.{column}") for column in row}
    (finding,) = said(changed(clean(), cells)).findings
    assert any("整行与“一、本年新收”行相同" in note for note in finding.notes)


def test_a_surplus_that_is_just_one_row() -> None:
    report = changed(clean(), {"applications.unclear.natural": 7, "applications.unclear.total": 7})
    cells = {"applications.not_held.natural": 22 - 1, "applications.not_held.total": 26 - 1}
    (finding,) = said(changed(report, {**cells, "applications.publication.natural": 0})).findings
    assert finding.code == "APP002"
    assert len(finding.suggestions) <= 3


@pytest.mark.parametrize(
    ("name", "wrong", "words"),
    [
        ("applications.received.total", 410, "写颠倒"),
        ("applications.received.total", 1400, "多写了零"),
        ("applications.received.total", 14, "漏写了零"),
        ("applications.received.natural", 117, "抄错了行"),
    ],
)
def test_what_the_mistake_looks_like(name: str, wrong: int, words: str) -> None:
    (finding,) = said(changed(clean(), {name: wrong})).findings
    assert any(words in note for note in finding.notes), finding.notes


def test_every_cell_involved_is_labelled_once() -> None:
    (finding,) = said(changed(clean(), {"applications.granted.natural": 14})).findings
    spans = [finding.primary.span, *(label.span for label in finding.labels)]
    assert len(spans) == len(set(spans)) == 7 + 22 - 1
    assert finding.primary.text == "（一）予以公开·自然人 14"


def test_a_claim_upset_by_the_wrong_cell_becomes_a_label() -> None:
    old = bases()["2021"]
    start, end = old.index("全县新收政府信息公开申请"), old.index("（三）政府信息管理")
    text = f"{old[:start]}全年未收到政府信息公开申请。\n\n{old[end:]}"
    report = read_report(Source("a.txt", text))
    nothing = changed(report, dict.fromkeys(APPLICATIONS["2021"], 0))
    assert said(nothing, "APP", "NAR005").failed == ()
    found = said(changed(nothing, {"applications.received.total": 5}), "APP", "NAR005")
    (finding,) = found.findings
    assert (finding.code, finding.also) == ("APP003", ("APP001", "NAR005"))
    assert found.failed == ("APP001", "APP003", "NAR005")
    (claim,) = [label for label in finding.labels if "NAR005" in label.text]
    assert "未收到" in text[slice(*claim.span)]


def test_the_text_speaks_for_one_of_several_cells() -> None:
    heading = "（三）政府信息管理"
    text = bases()["2021"].replace(heading, f"全年未发生行政复议。\n\n{heading}")
    report = read_report(Source("a.txt", text))
    nothing = changed(report, {name: 0 for name in DISPUTES if ".reconsideration." in name})
    assert said(nothing, "DIS", "NAR005").failed == ()
    found = said(changed(nothing, {"disputes.reconsideration.total": 2}), "DIS", "NAR005")
    (finding,) = found.findings
    assert (finding.code, finding.also) == ("DIS001", ("NAR005",))
    assert suggested(finding)[0] == {"disputes.reconsideration.total": 0}
    assert len(suggested(finding)) == 5
    assert not any(suggestion.unique for suggestion in finding.suggestions)


def test_a_claim_that_the_right_value_does_not_settle_keeps_its_finding() -> None:
    text = bases()["2021"].replace("全县新收政府信息公开申请140件", "全年未收到政府信息公开申请")
    report = read_report(Source("a.txt", text))
    found = said(changed(report, {"applications.received.total": 139}), "APP", "NAR005")
    assert {finding.code for finding in found.findings} == {"APP003", "NAR005"}


def test_unknown_cells_hide_no_error_elsewhere() -> None:
    report = changed(clean(), {"applications.granted.research": None, "applications.received.commercial": 15})
    found = said(report)
    (finding,) = found.findings
    assert suggested(finding) == [{"applications.received.commercial": 12}]
    assert found.failed == ("APP001", "APP003")
    assert found.not_assessable == ("APP002",)


def test_a_fault_in_the_explanation_loses_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    from disclosure_lint.rules import explanation

    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(explanation, "_failed", fail)
    found = said(changed(clean(), {"applications.granted.natural": 14}))
    assert [finding.code for finding in found.findings].count("INT001") == 1
    assert {"APP002", "APP003"} <= {finding.code for finding in found.findings}


def test_glued_cells_of_other_rows_take_part() -> None:
    report = clean()
    (finding,) = said(replace(changed(report, {"applications.total.research": 4}))).findings
    assert suggested(finding) == [{"applications.total.research": 1}]
