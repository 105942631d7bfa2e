"""The statistics period in its many wordings."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from disclosure_lint.report.model import Period
from disclosure_lint.source import Source, Span
from disclosure_lint.syntax.period import period

_CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
_YEAR = (date(2023, 1, 1), date(2023, 12, 31))


def read(text: str) -> Period | None:
    return period(Source("-", text), Span(0, len(text)))


@pytest.mark.parametrize(
    "text",
    [
        "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。",
        "本报告所列数据统计期限为2023年1月1日至12月31日。",
        "统计期限从2023年1月1日到12月31日止，",
        "统计期限从2023年元月1日起至2023年12月31日止",
        "报告中所列数据统计期为2023年1月1日至2023年12月31日",
        "所列数据统计时限为2023年1月1日—12月31日",
        "报告中所列数据的统计时间从2023年1月1日起至2023年12月31日止",
        "统计起止时间：2023年1月1日至12月31日",
        "统计数据时间范围为2023年1月1日-2023年12月31日",
        "统计数据时间段:2023年1月1日至2023年12月31日",
        "报告数据统计期限为2023.1.1-2023.12.31",
        "本报告所列统计数据的期限自2023年1月1日起，至2023年12月31日止。",
        "统计期限自二〇二三年一月一日起至二〇二三年十二月三十一日止",
        "统计期限自1月1日起至2023年12月31日止",
        "统计期限自2023年1月1日起至12月31止",
        "除特别说明的外，所列数据均为2023年1月1日至12月31日。",
        "本报告涵盖内容为2023年1月1日至12月31日期间的政府信息公开工作情况。",
        "统计期限为2023年度。",
        "统计期限：2023年1—12月",
    ],
)
def test_the_whole_year_is_read(text: str) -> None:
    found = read(f"全文包括六个部分，{text}")
    assert found is not None
    assert (found.start, found.end) == _YEAR
    assert found.text == f"全文包括六个部分，{text}"[found.span.start : found.span.end]


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("统计期限自2023年1月1日起至2023\n年12月31日止", True),
        ("统计期限自2023年1月1日起至2023\r\n年12月31日止", True),
        ("统计期限自 2023年1月1日起至2023年12月31日止", False),
        ("统计期\n限自2023年1月1日起至2023年12月31日止", True),
        ("统计期限自2023 年 1 月 1 日起至2023年12月31日止", True),
        ("统计期限自2023年1月1日起至2023年12月31日止", False),
    ],
)
def test_breaks_inside_are_told(text: str, broken: bool) -> None:
    found = read(text)
    assert found is not None
    assert (found.start, found.end, found.broken) == (*_YEAR, broken)


def test_other_bounds_are_read_as_written() -> None:
    found = read("统计期限自2022年3月1日起至2023年11月30日止")
    assert found is not None
    assert (found.start, found.end) == (date(2022, 3, 1), date(2023, 11, 30))


def test_a_bound_that_does_not_exist_is_none_and_its_mention_says_why() -> None:
    found = read("统计期限自2023年1月1日起至2023年12月32日止")
    assert found is not None
    assert (found.start, found.end) == (date(2023, 1, 1), None)
    assert found.end_mention is not None
    assert (found.end_mention.day, found.end_mention.damaged) == (32, False)


@pytest.mark.parametrize("text", ["统计数据时间段:202011日至20201231日。", "统计期限从201211日到1231日止"])
def test_damaged_bounds_are_no_bounds(text: str) -> None:
    found = read(text)
    assert found is not None
    assert (found.start, found.end) == (None, None)
    assert found.start_mention and found.start_mention.damaged
    assert found.end_mention and found.end_mention.damaged


def test_the_year_of_a_damaged_bound_is_not_invented() -> None:
    found = read("统计期限为20191月1日至12月31日")
    assert found is not None
    assert (found.start, found.end) == (None, None)


def test_only_the_last_day_may_be_given() -> None:
    found = read("本报告所列数据截止日期为2025年12月31日。")
    assert found is not None
    assert (found.start, found.end) == (None, date(2025, 12, 31))


def test_no_year_no_bounds() -> None:
    found = read("统计期限为1月1日至12月31日")
    assert found is not None
    assert (found.start, found.end) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "据统计，2023年3月1日至5月1日期间，共受理申请3件。",
        "截至2023年12月31日，累计公开信息300条。",
        "平台累计数据截至2023年6月30日为12万条。",
        "开展问卷统计时间为2023年3月1日至5月31日。",
        "2023年1月1日至6月30日，我镇开展了统计工作。",
        "发布统计数据分析报告4期",
        "统计期限",
        "",
    ],
)
def test_other_ranges_are_no_period(text: str) -> None:
    assert read(text) is None


@pytest.mark.skipif(not _CORPUS.is_dir(), reason="no corpus of real reports beside the checkout")
def test_periods_of_real_openings_are_the_report_year() -> None:
    lines = (_CORPUS / "openings.jsonl").read_text(encoding="utf-8").splitlines()
    found = [(read(entry["excerpt"]), entry["year"]) for entry in map(json.loads, lines)]
    periods = [(one, year) for one, year in found if one]
    assert len(periods) >= 42
    for one, year in periods:
        damaged = [mention for mention in (one.start_mention, one.end_mention) if mention and mention.damaged]
        assert damaged or (one.start, one.end) == (date(year, 1, 1), date(year, 12, 31))


@pytest.mark.skipif(not _CORPUS.is_dir(), reason="no corpus of real reports beside the checkout")
def test_a_period_broken_inside_a_date() -> None:
    found = read((_CORPUS / "jining-2020.txt").read_text(encoding="utf-8"))
    assert found is not None
    assert (found.start, found.end, found.broken) == (date(2020, 1, 1), date(2020, 12, 31), True)
