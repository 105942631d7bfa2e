"""Wordings of rules: full-width marks, and the texts without which an expression cannot match."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_lint.rules.options import OptionError
from disclosure_lint.rules.passage import passage
from disclosure_lint.rules.wording import Wordings, all_needed, halved, needed
from disclosure_lint.source import Source, Span


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("（具体网址）", ("(具体网址)",)),
        ("信息(公开)?处理费", ("处理费",)),
        ("(未|没有)收取[^。；]{0,12}费用?", ("收取",)),
        ("[XxＸ]{2,4}(条|件)", ("条", "件")),
        ("([XxＸ]{2,4}|×+)", ("X", "x", "×")),
        ("[^。]年", ("年",)),
        ("考核|考评", ("考核", "考评")),
        ("考核|", ()),
        ("a?b*", ()),
        (r"\d{4}", ()),
        ("(?i)abc", ()),
        (r"a\|b", ("a|b",)),
        ("(?<![0-9])20", ("20",)),
        ("(?:a|b)cd", ("cd",)),
        ("[]a]", ()),
        ("[a-z]x?", ()),
    ],
)
def test_what_every_match_contains(source: str, texts: tuple[str, ...]) -> None:
    assert needed(halved(source)) == texts


_ATOMS = st.sampled_from(["a", "b", "件", "[ab]", "[^a]", ".", r"\d", r"\(", "（", "[a-c]", "[]b]", "(?=a)", "(?!b)"])
_EXPRESSIONS = st.recursive(
    st.builds(lambda atom, times: atom + times, _ATOMS, st.sampled_from(["", "", "", "?", "*", "+", "{0,2}", "{1,2}"])),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.builds(lambda one, other: f"({one}|{other})", inner, inner),
        st.builds(lambda one, times: f"(?:{one}){times}", inner, st.sampled_from(["", "?", "*", "{2}"])),
        st.builds(lambda one, other: f"{one}|{other}", inner, inner),
    ),
    max_leaves=8,
)


@given(_EXPRESSIONS, st.text("ab件c1(", max_size=12))
def test_a_match_always_contains_what_is_needed(source: str, text: str) -> None:
    try:
        pattern = re.compile(halved(source))
    except re.error:
        return
    match = pattern.search(text)
    if match:
        assert all(any(each in match[0] for each in texts) for texts in all_needed(halved(source)))


def test_the_first_of_several_wordings() -> None:
    wordings = Wordings.from_option(["信息处理费", "收取[^。]{0,9}费"])
    match = wordings.first("未收取信息处理费。")
    assert match and match[0] == "收取信息处理费"
    assert [match[0] for match in wordings.all("未收取信息处理费。")] == ["收取信息处理费"]


@pytest.mark.parametrize("value", ["no-such-list", 5, ["("], [5]])
def test_what_is_no_wording(value: object) -> None:
    with pytest.raises(OptionError):
        Wordings.from_option(value)


def test_a_passage_leads_back_to_the_source() -> None:
    source = Source("-", "一、总体情况\n全年未收取信息\r\n　处 理费。\n\n二、表")
    found = passage(source, (Span(7, 22), Span(24, 27)))
    assert found.text == "全年未收取信息处理费。\n二、表"
    match = Wordings.from_option(["信息处理费。"]).first(found.text)
    assert match
    assert source.text[slice(*found.span(*match.span()))] == "信息\r\n　处 理费。"
    assert passage(source, (Span(7, 22), Span(24, 27))) is found
