"""Who signs a report, and when."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_lint.source import Source, Span
from disclosure_lint.syntax.signature import Signature, signature


def read(text: str, head: str = "") -> Signature:
    return signature(Source("-", head + text), Span(len(head), len(head + text)), Span(0, len(head)))


@pytest.mark.parametrize(
    "text",
    [
        "无其他事项。\n云岭县教育局\n　　　　2024年1月20日\n",
        "无其他事项。\r\n云岭县教育局\r\n2024年1月20日\r\n",
        "无其他事项。\n\n云岭县教育局\n\n2024年1月20日\n\n附件下载\n",
        "无其他事项。\n云岭县教育局 2024年1月20日",
        "无其他事项。 云岭县教育局 2024年1月20日 附件：统计表",
        "无其他事项。\n\t\t云 岭 县 教 育 局\n二〇二四年一月二十日",
    ],
)
def test_agency_and_date_at_the_end(text: str) -> None:
    agency, signed = read(text)
    assert agency and (agency.name, agency.kind) == ("云岭县教育局", "department")
    assert signed and signed.value == date(2024, 1, 20)


@pytest.mark.parametrize("text", ["没有。\n2024年1月20日", "没有。 二○二四年一月二十日 附件1：统计表 指标名称 12"])
def test_a_date_alone(text: str) -> None:
    agency, signed = read(text)
    assert agency is None
    assert signed and signed.value == date(2024, 1, 20)


def test_an_agency_alone() -> None:
    agency, signed = read("没有。\n云岭县人民政府\n附件下载")
    assert agency and agency.name == "云岭县人民政府"
    assert signed is None


@pytest.mark.parametrize(
    "text",
    [
        "本办法自2024年1月1日",
        "本办法自\n2024年1月1日\n起施行，请遵照执行。",
        "会议于2024年1月20日召开。",
        "没有需要报告的其他事项",
        "起施行",
        "3\n0\n0\n其他",
        "没有。\n发布日期：\n2024年1月20日",
        "没有。\n2024-01-20",
        "",
    ],
)
def test_running_text_signs_nothing(text: str) -> None:
    assert read(text) == (None, None)


def test_the_date_under_the_title_counts_where_the_end_has_none() -> None:
    head = "云岭县2023年政府信息公开工作年度报告\n（2024年1月23日）\n"
    assert [found and found.value for found in read("没有。", head)[1:]] == [date(2024, 1, 23)]
    signed = read("没有。\n2024年1月25日", head)[1]
    assert signed and signed.value == date(2024, 1, 25)


def test_a_damaged_date_is_told() -> None:
    _, signed = read("没有。\n云岭县教育局\n20241月20日")
    assert signed and (signed.damaged, signed.value) == (True, None)


@given(st.text("云岭县教育局2024年1月20日。\n （）附件", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    read(text)
