"""Dates in the text, those that do not exist and those that were damaged on the way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_lint.report.model import DateMention
from disclosure_lint.source import Source, Span
from disclosure_lint.syntax.dates import dates


def read(text: str) -> tuple[DateMention, ...]:
    return dates(Source("-", text), Span(0, len(text)))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2021年2月9日", date(2021, 2, 9)),
        ("2021年02月09号", date(2021, 2, 9)),
        ("2021-02-09", date(2021, 2, 9)),
        ("2021.2.9", date(2021, 2, 9)),
        ("2021/2/9", date(2021, 2, 9)),
        ("二○一二年二月二十日", date(2012, 2, 20)),
        ("二〇二一年十二月三十一日", date(2021, 12, 31)),
        ("二0一二年十月一日", date(2012, 10, 1)),
        ("２０２３年１月１日", date(2023, 1, 1)),
        ("2023年 1 月 1 日", date(2023, 1, 1)),
        ("2020\n年12月31日", date(2020, 12, 31)),
        ("2020年\r\n12月31日", date(2020, 12, 31)),
        ("2023年元月5日", date(2023, 1, 5)),
    ],
)
def test_a_date_is_read_as_written(text: str, value: date) -> None:
    (found,) = read(f"于{text}印发")
    assert (found.value, found.damaged, found.text) == (value, False, text)
    assert found.span == Span(1, 1 + len(text))


@pytest.mark.parametrize(
    "text", ["2023年2月30日", "2023年13月1日", "2021年0月3日", "2021-02-30", "二〇二一年二月三十日"]
)
def test_a_day_that_does_not_exist_has_no_value(text: str) -> None:
    (found,) = read(text)
    assert (found.value, found.damaged) == (None, False)
    assert None not in (found.year, found.month, found.day)


@pytest.mark.parametrize(
    "text",
    [
        "20231月1日",
        "202011日",
        "20201231日",
        "2023年1 2月31日",
        "20 23年1月1日",
        "2023年月日",
        "2023年12月311日",
        "202年1月1日",
        "12023年1月1日",
        "2026-02-0913",
        "2021-45-12",
        "2021.2.45",
    ],
)
def test_lost_digits_and_blanks_are_damage(text: str) -> None:
    (found,) = read(text)
    assert (found.damaged, found.value, found.year) == (True, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "国办公开办函〔2021〕30号",
        "2019-2020学年",
        "电话：0571-2021-1-12",
        "https://www.example.gov.cn/art/2024/1/16/art_12.html",
        "014416330/2021-04847",
        "2023年1—12月",
        "每月1日",
        "三个月5日",
        "2023年全年",
        "规章000行政规范性文件77132470",
        "192.168.2021.1.2.3",
        "0\n0\n2020\n12\n31\n",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert read(text) == ()


def test_a_month_without_a_day() -> None:
    (found,) = read("自2022年5月成立")
    assert (found.year, found.month, found.day, found.value, found.damaged) == (2022, 5, None, None, False)


def test_a_day_without_a_year_is_given_none() -> None:
    (found,) = read("系统于10月29日上线")
    assert (found.year, found.month, found.day, found.value) == (None, 10, 29, None)


@pytest.mark.parametrize("joint", ["至", "到", "起至", "—", "-", "起，至"])
def test_a_day_joined_to_a_date_has_its_year(joint: str) -> None:
    first, second = read(f"2022年1月1日{joint}12月31日止")
    assert first.value == date(2022, 1, 1)
    assert second.value == date(2022, 12, 31)
    assert second.text == "12月31日"


def test_the_year_of_a_damaged_date_is_not_passed_on() -> None:
    first, second = read("20191月1日至12月31日")
    assert first.damaged
    assert (second.year, second.value) == (None, None)


def test_a_day_may_lack_its_last_word_before_the_end_of_a_range() -> None:
    assert [found.value for found in read("2023年1月1日至12月31止")] == [date(2023, 1, 1), date(2023, 12, 31)]


def test_dates_of_both_kinds_come_in_order() -> None:
    found = read("2023.1.1-2023.12.31，2024年1月5日，2024-01-06 10:30")
    assert [str(one.value) for one in found] == ["2023-01-01", "2023-12-31", "2024-01-05", "2024-01-06"]


def test_only_the_span_is_read() -> None:
    text = "2021年1月1日，2022年1月1日，2023年1月1日"
    found = dates(Source("-", text), Span(10, 19))
    assert [one.text for one in found] == ["2022年1月1日"]


@given(
    st.dates(date(2008, 1, 1), date(2030, 12, 31)),
    st.sampled_from(["{0}年{1}月{2}日", "{0}-{1:02}-{2:02}", "{0}/{1}/{2}"]),
)
def test_every_day_of_the_calendar_comes_back(day: date, shape: str) -> None:
    (found,) = read("截至" + shape.format(day.year, day.month, day.day) + "，")
    assert found.value == day
    assert day + timedelta(days=1) != found.value


@given(st.text("0123456789年月日号-./至 \n〇二一十元起止", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    end = 0
    for found in read(text):
        assert found.span.start >= end
        assert found.text == text[found.span.start : found.span.end]
        end = found.span.end
