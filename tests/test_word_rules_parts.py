"""The parts that the rules about words are made of."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_lint.report.model import Citation, Part, Report
from disclosure_lint.rules.documents import Documents, plain_number, plain_title, without_lead
from disclosure_lint.rules.kinds.marks import unpaired
from disclosure_lint.rules.kinds.personal import is_card, is_identity, masked
from disclosure_lint.rules.kinds.repetition import repeats
from disclosure_lint.rules.lexicon import Entry, Lexicon, Needles
from disclosure_lint.rules.written import written
from disclosure_lint.source import Source, Span

LITTLE = st.text(alphabet="工作公开目录。，2", max_size=40)


@given(LITTLE)
def test_repeats_are_those_that_an_expression_finds(text: str) -> None:
    wanted = {
        (at, length)
        for length in range(2, 9)
        for at in range(len(text) - 2 * length + 1)
        if text[at : at + length] == text[at + length : at + 2 * length]
        and re.fullmatch("[\u4e00-\u9fff]+", text[at : at + length])
    }
    found = {(repeat.start, repeat.middle - repeat.start) for repeat in repeats(text)}
    assert found <= wanted
    covered = {at for start, length in found for at in range(start, start + 2 * length)}
    assert all(at in covered for at, _ in wanted)


@given(LITTLE, st.lists(st.text(alphabet="工作公开目录", min_size=2, max_size=3), min_size=1, max_size=4, unique=True))
def test_one_pass_finds_every_needle(text: str, words: list[str]) -> None:
    found = set(Needles.from_option(words).found(text))
    assert found == {(word, m.start()) for word in words for m in re.finditer(f"(?={word})", text)}


@given(LITTLE)
def test_a_lexicon_finds_its_words_wherever_they_stand(text: str) -> None:
    lexicon = Lexicon((Entry("工公", "对", needs=(("工公", 1),)), Entry("作作", "错", needs=(("作作", 0),))))
    hits = lexicon.hits(text)
    assert all(text[hit.start : hit.end] == hit.found for hit in hits)
    assert bool(hits) == ("工公" in text or "作作" in text)


@given(st.text(alphabet="工作 \u3000\n\t，（1", min_size=1, max_size=60), st.data())
def test_offsets_of_the_words_lead_back_to_the_source(text: str, data: st.DataObject) -> None:
    middle = data.draw(st.integers(0, len(text)))
    source = Source("a", text)
    parts = tuple(
        Part(None, None, None, "", span, Span(span.start, span.start), span, prose=(span,))
        for span in (Span(0, middle), Span(middle, len(text)))
    )
    words = written(Report(source, parts=parts))
    for at, character in enumerate(words.text):
        if character != "\n":
            start, end = words.span(at, at + 1)
            assert source.folded[start:end] == character
    for at, character in enumerate(words.prose.text):
        if character != "\n":
            assert text[slice(*words.prose.span(at, at + 1))] == character


@pytest.mark.parametrize(
    ("number", "plain"),
    [
        ("国办公开办函【2021】第30号", "国办公开办函〔2021〕30号"),
        ("国办公开办函（2021） 030 号", "国办公开办函〔2021〕30号"),
        ("按照国办公开办函〔2021〕30号", "国办公开办函〔2021〕30号"),
        ("中华人民共和国国务院令第711号", "国务院令第711号"),
        ("国务院第492号令", "国务院令第492号"),
        ("国令第 711 号", "国务院令第711号"),
        ("国土资源部令第711号", "国土资源部令第711号"),
        ("国务院令〔2019〕711号", "国务院令第711号"),
        ("安国办发〔2017〕47号", "安国办发〔2017〕47号"),
        ("没有年份", "没有年份"),
    ],
)
def test_numbers_in_every_way_of_writing(number: str, plain: str) -> None:
    assert plain_number(number) == plain


def test_titles_in_every_way_of_writing() -> None:
    documents = Documents.from_option("documents")

    def number(title: str) -> list[str]:
        return [document.number for document in documents.titled(Citation(Span(0, 0), title, ""))]

    assert number("国务院办公厅政府信息与政务公开办公室关于印发<中华人民共和国政府信息公开工作年度报告格式>的通知") == [
        "国办公开办函〔2021〕30号"
    ]
    assert number("中华人民共和国政府信息公开工作年度报告格式") == ["国办公开办函〔2021〕30号"]
    assert number("关于政府信息公开工作年度报告有关事项的通知") == ["国办公开办函〔2019〕60号"]
    assert number("政府信息公开条例") == ["国务院令第711号", "国务院令第492号"]
    assert number("云岭县政府信息公开条例") == []
    assert plain_title("《甲〈乙〉的 通知》") == "甲乙的通知"
    assert without_lead("根据国办发〔2014〕32号") == "国办发〔2014〕32号"


def test_every_document_has_its_own_number_and_title() -> None:
    documents = Documents.from_option("documents").documents
    assert len({document.number for document in documents}) == len(documents)
    assert all(document.titles and document.name for document in documents)
    successors = {document.successor for document in documents if document.successor}
    assert successors <= {document.number for document in documents}


def test_check_digits() -> None:
    assert is_identity("11010519491231002X") and not is_identity("110105194912310021")
    assert is_card("4111111111111111") and not is_card("4111111111111112")
    assert masked("138 0013 8000") == "138****8000"
    assert masked("11010519491231002X") == "1101**********002X"


@pytest.mark.parametrize(
    ("marks", "alone"),
    [("《〈〉》“()”", ""), ("《《》》", ""), ("(“)”", "(“)”"), ("”“", "”“"), ("(" * 9 + ")" * 8, "(")],
)
def test_pairs(marks: str, alone: str) -> None:
    assert unpaired(marks) == alone


HOSTILE = [
    *("(", "》", "“", "工作", "一是", "三是", "台帐", "登陆", "1、", "（一）", "《国办发〔2021〕30号"),
    *(" 目 录", "13900000000", "工作，", "申请人张", "“攻府”"),
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_text_takes_time_in_proportion(piece: str) -> None:
    from datetime import date
    from time import process_time

    from disclosure_lint.resources import rules_folder
    from disclosure_lint.rules.engine import verdicts
    from disclosure_lint.rules.load import load_rules
    from disclosure_lint.rules.outcome import Context
    from disclosure_lint.syntax.headings import lower_headings

    rules = [rule for rule in load_rules([rules_folder()]).rules if rule.code[:3] in ("TXT", "LEX", "PII")]

    def seconds(count: int) -> float:
        text = "一、总体情况" + piece * count
        source, span = Source("a", text), Span(6, len(text))
        headings = lower_headings(source.folded, *span)
        part = Part(1, "overview", 1, "总体情况", Span(0, 6), Span(2, 6), span, headings=headings, prose=(span,))
        report = Report(source, year=2023, parts=(part,))
        start = process_time()
        verdicts(report, rules, Context(date(2030, 1, 1)))
        return process_time() - start

    seconds(10)
    assert seconds(32_000) < 32 * max(seconds(4_000), 0.05)  # the square would be 64 times as much
