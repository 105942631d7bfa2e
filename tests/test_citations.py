"""Cited documents: titles, numbers, decrees and articles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_lint.report.model import Citation
from disclosure_lint.source import Source, Span
from disclosure_lint.syntax.citations import citations


def read(text: str) -> tuple[Citation, ...]:
    return citations(Source("-", text), Span(0, len(text)))


@pytest.mark.parametrize(
    "number",
    [
        "青政办函〔2021〕30号",
        "青政办函﹝2021﹞30号",
        "青政办函[2021]30号",
        "青政办函【2021】30号",
        "青政办函（2021）30号",
        "青政办函〔2021〕第30号",
        "青政办函〔2021〕 30号",
        "国务院令第711号",
        "国令第 711 号",
        "中华人民共和国国务院令第711号",
        "国务院令（第711号）",
        "国务院第492号令",
        "第711号令",
    ],
)
def test_a_number_behind_a_title_belongs_to_it(number: str) -> None:
    (found,) = read(f"根据《关于做好某事的通知》（{number}）要求")
    assert (found.title, found.number) == ("关于做好某事的通知", number)
    assert found.number_span is not None


@pytest.mark.parametrize(
    "behind",
    [
        "（国务院令第711号，以下简称《条例》）",
        "(国务院令第711号)(以下简称《条例》)",
        " （国务院令第711号）",
        "国务院令第711号)",
    ],
)
def test_a_short_name_is_no_citation_of_its_own(behind: str) -> None:
    (found,) = read(f"根据《政府信息公开条例》{behind}规定")
    assert (found.title, found.number) == ("政府信息公开条例", "国务院令第711号")


@pytest.mark.parametrize("inner", ["〈某某格式〉", "<某某格式>", "《某某格式》"])
def test_titles_hold_titles(inner: str) -> None:
    (found,) = read(f"按照《关于印发{inner}的通知》（青政办〔2021〕3号）")
    assert (found.title, found.number) == (f"关于印发{inner}的通知", "青政办〔2021〕3号")


def test_each_of_several_has_its_own_number() -> None:
    found = read("根据《甲条例》（国务院令第711号）和《乙格式》（国办函〔2021〕30号）、《丙办法》要求")
    assert [(one.title, one.number) for one in found] == [
        ("甲条例", "国务院令第711号"),
        ("乙格式", "国办函〔2021〕30号"),
        ("丙办法", ""),
    ]


def test_a_title_may_have_lost_its_brackets() -> None:
    (found,) = read("按照青川市人民政府关于做好某项工作的通知（青政办〔2021〕3号）要求")
    assert (found.title, found.number) == ("青川市人民政府关于做好某项工作的通知", "青政办〔2021〕3号")
    (found,) = read("根据中华人民共和国政府信息公开条例》（国务院令第711号）")
    assert (found.title, found.number) == ("中华人民共和国政府信息公开条例", "国务院令第711号")


def test_line_breaks_go_through_anything() -> None:
    (found,) = read("根据《中华人民共和\n国政府信息公开条例》（青政办函〔2021〕\n30号，以下简\n称《条例》）要求")
    assert (found.title, found.number) == ("中华人民共和国政府信息公开条例", "青政办函〔2021〕30号")


def test_a_number_may_stand_alone() -> None:
    (found,) = read("青政办〔2021〕3号文要求")
    assert (found.title, found.title_span, found.number) == ("", None, "青政办〔2021〕3号")


@pytest.mark.parametrize(
    ("text", "title", "article"),
    [
        ("《条例》第五十条第（四）项规定", "条例", "第五十条第（四）项"),
        ("《政府信息公开条例》第49条第二款", "政府信息公开条例", "第49条第二款"),
        ("根据条例第四十九条规定", "条例", "第四十九条"),
    ],
)
def test_articles(text: str, title: str, article: str) -> None:
    (found,) = read(text)
    assert (found.title, found.article) == (title, article)


@pytest.mark.parametrize(
    "text", ["第二十条第（一）项", "第12号楼", "2023年第30号", "12345号", "〔〕号", "《未完的标题。下一句"]
)
def test_what_cites_nothing(text: str) -> None:
    assert read(text) == ()


def test_spans_are_places_in_the_text() -> None:
    text = "依据《甲办法》（青政办〔2021〕3号）第三条"
    (found,) = read(text)
    assert found.title_span and text[slice(*found.title_span)] == "甲办法"
    assert found.number_span and text[slice(*found.number_span)] == "青政办〔2021〕3号"
    assert text[slice(*found.span)].startswith("《甲办法》（青政办〔2021〕3号")


@given(st.text("《》〈〉（）〔〕[]0123456789号第条例款项年令国务院，。 \n", max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    for found in read(text):
        assert 0 <= found.span.start < found.span.end <= len(text)
