"""Numbers and amounts in the writing of reports."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_lint.syntax.numerals import number, yuan

_NAMES = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("037", 37),
        ("1,234", 1234),
        ("1,234,567", 1234567),
        ("12.50", Decimal("12.50")),
        ("3.5万", 35000),
        ("0.0001亿", 10000),
        ("3万亿", 3 * 10**12),
        ("５６", 56),
        ("零", 0),
        ("两", 2),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("三十七", 37),
        ("一百零五", 105),
        ("一千零五十", 1050),
        ("一万零五", 10005),
        ("两万三千", 23000),
        ("一亿二千万", 120_000_000),
        ("三千零二十万零六", 30_200_006),
        ("二○一二", 2012),
        ("二〇二一", 2021),
        ("二Ｏ二一", 2021),
        ("二0二一", 2021),
        (" 三十 七 ", 37),
    ],
)
def test_numbers(text: str, value: int | Decimal) -> None:
    found = number(text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "text", ["", "余", "1,23", "1.2.3", "一百一", "十十", "百", "三千五百余", "12件", "万", "-3", "1 /2"]
)
def test_what_is_no_number(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("380元", 380), ("246.936万元", 2469360), ("12.5元", Decimal("12.5")), ("三千元", 3000), ("1,080元", 1080)],
)
def test_amounts_are_in_yuan(text: str, value: int | Decimal) -> None:
    assert yuan(text) == value


@pytest.mark.parametrize("text", ["", "380", "万元", "380美元", "380元整"])
def test_what_is_no_amount(text: str) -> None:
    assert yuan(text) is None


def _spelled(value: int) -> str:
    """A number below 100000 in Chinese, the long way."""
    if value < 10:
        return _NAMES[value]
    steps = [(10_000, "万"), (1000, "千"), (100, "百"), (10, "十")]
    scale, name = next(step for step in steps if value >= step[0])
    head, rest = divmod(value, scale)
    gap = "零" if rest and rest < scale // 10 else ""
    return _NAMES[head] + name + gap + (_spelled(rest) if rest else "")


@given(st.integers(0, 99_999))
def test_spelled_numbers_come_back(value: int) -> None:
    assert number(_spelled(value)) == value


@given(st.integers(0, 10**12))
def test_grouped_digits_come_back(value: int) -> None:
    assert number(f"{value:,}") == value
