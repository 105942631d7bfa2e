"""The language of identities, and whether one holds: under blanks, absent figures and every cut of glued cells."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from disclosure_lint.report.model import Report
from disclosure_lint.rules.expression import Each, FigureTerm, parsed, resolved
from disclosure_lint.rules.listing import named_figures
from disclosure_lint.rules.options import OptionError

from .tables import changed, clean, glued, said

ROW = ("natural", "commercial", "research", "public_interest", "legal_service", "other", "total")
GRANTED = tuple(f"applications.granted.{column}" for column in ROW)


def terms(text: str, each: Each | None = None) -> list[tuple[str, str | None, str | None]]:
    return [(term.table, term.row, term.column) for term in resolved(parsed(text), each).terms]


def test_every_figure_is_called_by_its_chinese_term_and_by_its_name() -> None:
    for figure in named_figures():
        assert FigureTerm.from_option(figure.term).name == figure.name
        assert FigureTerm.from_option(figure.name).name == figure.name


@pytest.mark.parametrize(
    ("text", "each", "found"),
    [
        ("本年新收.自然人 = 0", None, ("applications", "received", "natural")),
        ("申请.总计 = 0", "row", ("applications", None, "total")),
        ("申请.总计 = 0", "column", ("applications", "total", None)),
        ("申请.其他处理 = 0", "column", ("applications", "other_handling", None)),
        ("申请.其他 = 0", "column", ("applications", "other", None)),
        ("结果维持 = 0", "block", ("disputes", None, "upheld")),
        ("行政许可.本年处理决定数量 = 0", None, ("proactive", "licence", "decisions")),
        ("行政诉讼.总计 = 0", None, ("disputes", "litigation", "total")),
        ("申请.本年新收.法人或其他组织 = 0", None, ("applications", "received", "legal")),
        ("申请.本年新收.总计 = 0", "row", ("applications", "received", "total")),
    ],
)
def test_terms_may_be_short_where_they_are_unique(text: str, each: Each | None, found: tuple[Any, ...]) -> None:
    assert terms(text, each) == [found]


@pytest.mark.parametrize(
    ("text", "each", "offset", "zh"),
    [
        ("其他 = 1", None, 0, "不唯一"),
        ("申请.本年新收.自然人 = 总计", None, 14, "不唯一"),
        ("总计 = 0", "row", 0, "不唯一"),
        ("本年新手 = 1", "column", 0, "是不是“本年新收”"),
        ("申请.本年新收.自燃人 = 1", None, 8, "是不是“自然人”"),
        ("申请.本年新收.自然人 * 申请.本年新收.总计 = 1", None, 0, "相乘"),
        ("1 / 0 = 申请.本年新收.自然人", None, 0, "不为零"),
        ("申请.本年新收.自然人", None, 11, "读不下去"),
        ("申请.本年新收.自然人 = 3 $ 2", None, 16, "字符"),
        ("1 = 1 = 1", None, 6, "读不下去"),
    ],
)
def test_what_is_wrong_with_an_identity_is_told_where(text: str, each: Each | None, offset: int, zh: str) -> None:
    with pytest.raises(OptionError) as caught:
        resolved(parsed(text), each)
    assert zh in caught.value.zh
    assert caught.value.offset == offset
    assert caught.value.code == "RUL006"


def test_expressions_are_linear_and_full_width_signs_do_as_well() -> None:
    comparison = parsed("２ × （申请.本年新收.自然人 － 3） ÷ 4 ≤ 上年结转.自然人")
    (weight, _), *rest = comparison.left.terms
    assert (float(weight), float(comparison.left.constant), comparison.relation, rest) == (0.5, -1.5, "<=", [])


# -- whether it holds ------------------------------------------------------------


def places(report: Report, *codes: str) -> set[tuple[str, str, str | None, str | None]]:
    found = said(report, *codes).unassessed
    return {(each.code, each.reason_code, each.place.row, each.place.column) for each in found}


@pytest.mark.parametrize(("value", "reason"), [(None, "cell-blank"), ("/", "cell-dash"), ("无", "cell-text")])
def test_a_cell_without_a_number_is_never_zero(value: str | None, reason: str) -> None:
    report = changed(clean(), {"applications.granted.research": value})
    assert not said(report).findings
    assert places(report) == {("APP002", reason, None, "research"), ("APP003", reason, "granted", None)}


def test_an_implied_zero_leaves_the_identity_open() -> None:
    report = changed(clean(), {"applications.publication.natural": None})
    table = report.tables["applications"]
    figure = replace(table.figures["applications.publication.natural"], implied_zero=True)
    figures = {**table.figures, figure.name: figure}
    report = replace(report, tables={**report.tables, "applications": replace(table, figures=figures)})
    assert ("APP003", "implied-zero", "publication", None) in places(report)
    assert [(f.code, f.severity) for f in said(report, "APP").findings] == [("APP005", "warning")]


def without(report: Report, table: str, row: str) -> Report:
    old = report.tables[table]
    figures = {
        name: replace(figure, kind="missing", value=None, text="") if name.split(".")[1] == row else figure
        for name, figure in old.figures.items()
    }
    return replace(report, tables={**report.tables, table: replace(old, figures=figures)})


def test_a_row_that_was_not_read_leaves_its_columns_open() -> None:
    report = without(clean(), "applications", "granted")
    assert said(report).failed == ()
    assert ("APP003", "row-missing", "granted", None) in places(report)
    assert {place for place in places(report) if place[0] == "APP002"} == {
        ("APP002", "row-missing", None, column) for column in ROW
    }
    assert "APP001" in said(report).passed


def test_a_table_that_was_not_read_is_one_entry() -> None:
    report = replace(clean(), tables={})
    assert places(report, "APP001", "DIS001") == {
        ("APP001", "table-missing", None, None),
        ("DIS001", "table-missing", None, None),
    }


def test_rules_about_another_form_do_not_apply() -> None:
    assert "PRO203" in said(clean("2019"), "PRO").not_applicable
    assert "PRO103" in said(clean("2021"), "PRO").not_applicable
    unread = replace(clean("2021"), tables={})
    assert "PRO103" in said(unread, "PRO").not_applicable
    assert "PRO203" in said(unread, "PRO").not_assessable


def test_a_cut_that_the_row_chose_proves_nothing_for_the_row() -> None:
    report = glued(clean(), "applications", "granted", GRANTED, (41, 5, 1, 1, 2, 1, 51))
    assert places(report) == {("APP003", "cut-by-identity", "granted", None)}
    assert "APP002" in said(report).passed


def test_cuts_that_disagree_leave_the_column_open() -> None:
    report = glued(clean(), "applications", "granted", GRANTED, (41, 5, 1, 1, 2, 1, 51), (4, 15, 1, 1, 2, 1, 24))
    assert not said(report).findings
    assert {place for place in places(report) if place[0] == "APP002"} == {
        ("APP002", "glued-undetermined", None, column) for column in ("natural", "commercial", "total")
    }


def test_a_column_that_fails_under_every_cut_fails() -> None:
    report = glued(clean(), "applications", "granted", GRANTED, (40, 6, 1, 1, 2, 1, 51), (39, 7, 1, 1, 2, 1, 51))
    found = said(report)
    assert found.failed == ("APP002",)
    assert {finding.place.column for finding in found.findings} <= {"natural", "commercial"}


def test_a_run_without_a_cut_is_one_finding_on_the_run() -> None:
    report = glued(clean(), "applications", "granted", GRANTED)
    (finding,) = said(report).findings
    assert (finding.code, finding.place.row, finding.suggestions) == ("APP003", "granted", ())
    assert finding.primary.span == report.tables["applications"].runs[0].span
    assert {place[1] for place in places(report)} == {"glued-uncut"}


def test_table_four_without_a_cut_is_one_finding_for_all_blocks() -> None:
    names = [name for name in clean().tables["disputes"].figures]
    (finding,) = said(glued(clean(), "disputes", "all", names), "DIS001").findings
    assert (finding.code, finding.place.row, finding.place.column) == ("DIS001", None, None)


def test_a_run_that_was_not_cut_for_other_reasons_is_open() -> None:
    report = glued(clean(), "applications", "granted", GRANTED)
    table = report.tables["applications"]
    runs = tuple(replace(run, unreadable="digits-broken") for run in table.runs)
    report = replace(report, tables={**report.tables, "applications": replace(table, runs=runs)})
    assert not said(report).findings
    assert {place[1] for place in places(report)} == {"glued-digits-broken"}


def test_a_condition_that_does_not_hold_settles_the_matter() -> None:
    assert "DIS003" in said(clean(), "DIS003").passed
    nothing = changed(clean(), {"disputes.reconsideration.total": 0})
    assert {place[1] for place in places(nothing, "DIS003")} == {"no-previous-report"}
    assert "DIS003" in said(nothing, "DIS003", previous=replace(clean(), year=2022)).passed
    assert said(nothing, "DIS003", previous=replace(nothing, year=2022)).failed == ("DIS003",)


def test_the_message_carries_the_numbers() -> None:
    report = changed(clean(), {"applications.carried_in.natural": 10, "applications.carried_in.total": 12})
    (finding,) = said(report).findings
    assert finding.message == "“自然人”列勾稽关系不成立：118 + 10 = 128，117 + 10 = 127，相差 1"
    shown = {label.text for label in (finding.primary, *finding.labels)}
    assert "一、本年新收·自然人 118" in shown
