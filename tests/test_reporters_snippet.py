"""The snippet: what stands under what, whatever the text is made of."""

from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from disclosure_lint.reporters.snippet import Layout, Mark, line_bounds, snippet
from disclosure_lint.reporters.width import shown, visible, width, wrapped
from disclosure_lint.source import Source

HAN, EXT_B, BLANKS, COMBINING = "年报公开申请", "𠮷𡈽", " \t\u00a0\u3000", "\u0301\u20dd"
ALPHABET = HAN + EXT_B + BLANKS + COMBINING + "aZ09.,（）：“”\u202e\u200b\x07"


def drawn(text: str, *marks: Mark, columns: int = 100, ambiguous: int = 1, context: tuple[int, ...] = ()) -> list[str]:
    """The snippet as lines, the gutter before a bar."""
    layout = Layout(columns, ambiguous, "（续上行）")
    lines = snippet(Source("a.txt", text), marks, context, layout)
    return [f"{gutter}|{''.join(part for part, _ in parts)}".rstrip(" ") for gutter, parts in lines]


def columns_of(line: str, ambiguous: int) -> list[str]:
    """What stands in each column of a line; the second column of a wide character is empty."""
    cells: list[str] = [""] if line[:1] in COMBINING else []
    for character in line:
        if unicodedata.category(character) in ("Mn", "Me"):
            cells[-1] += character
            continue
        wide = unicodedata.east_asian_width(character) in ("WFA" if ambiguous == 2 else "WF")
        cells += [character, ""] if wide else [character]
    return cells


def carets(line: str) -> tuple[int, int]:
    return line.index("^"), line.rindex("^") + 1


def spelt(text: str) -> str:
    """A stretch as it should be drawn."""
    blank = text.isspace()
    named = {character: f"<U+{ord(character):04X}>" for character in "\u202e\u200b\x07" + "\t\u00a0\u3000" * blank}
    named.setdefault("\t", "    ")
    return "".join(named.get(character, character) for character in text)


@given(
    st.text(ALPHABET, max_size=40),
    st.text(ALPHABET, min_size=1, max_size=30),
    st.text(ALPHABET, max_size=40),
    st.sampled_from([1, 2]),
    st.sampled_from([100, 400, 40, 60]),
)
@example("", "\t", "", 1, 100)
@example("", "\u3000", "年", 2, 100)
def test_carets_cover_exactly_the_span(before: str, span: str, after: str, ambiguous: int, columns: int) -> None:
    assume(not COMBINING.count(span[0]) and not (after and after[0] in COMBINING))
    # A combining mark needs something before it to stand on.
    before = "x" + before
    text = f"头\r\n{before}{span}{after}\n尾"
    start = 3 + len(before)
    lines = drawn(text, Mark(start, start + len(span), "", "^", "error"), columns=columns, ambiguous=ambiguous)
    row, marks = lines[0].removeprefix("2|"), lines[1].removeprefix("|")
    first, last = carets(marks)
    assert set(marks) <= {" ", "^"}
    covered = "".join((columns_of(row, ambiguous) + [" "] * last)[first:last])
    whole = spelt(span)
    cut = covered.removesuffix("...").removesuffix(" ")
    assert covered == whole or (covered.endswith("...") and whole.startswith(cut))
    if sum(width(shown(character), ambiguous) for character in span) <= columns - 8:
        assert covered == whole


@given(st.text(ALPHABET, min_size=1, max_size=300), st.data(), st.sampled_from([40, 100]))
def test_every_mark_and_every_word_is_drawn(text: str, data: st.DataObject, columns: int) -> None:
    edges = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(edges, edges).map(sorted), min_size=1, max_size=6))
    marks = [Mark(start, end, f"w{at}", "^" if at == 0 else "-", "frame") for at, (start, end) in enumerate(spans)]
    lines = drawn(text, *marks, columns=columns)
    words = re.findall(r"\bw\d\b", "\n".join(line for line in lines if line.startswith("|")))
    assert sorted(words) == [mark.text for mark in marks]
    plain = [line for line in lines if re.match(r"\d", line)]
    blank = any(text[start:end].isspace() for start, end in spans)
    assert blank or all(len(columns_of(line.split("|", 1)[1], 1)) <= columns for line in plain)


def test_several_labels_on_one_line() -> None:
    marks = (Mark(18, 20, "合计不符", "^"), Mark(3, 5, "新收"), Mark(11, 12, "结转"))
    assert drawn("收到 12 件，结转 3 件，共 16 件", *marks) == [
        "1|收到 12 件，结转 3 件，共 16 件",
        "|     --          -         ^^ 合计不符",
        "|     |           |",
        "|     |           结转",
        "|     新收",
    ]


def test_overlapping_labels() -> None:
    assert drawn("共收到申请12件", Mark(5, 7, "数", "^"), Mark(1, 8, "句"), Mark(1, 5)) == [
        "1|共收到申请12件",
        "|  --------^^-- 句",
        "|          |",
        "|          数",
    ]


def test_the_same_place_twice() -> None:
    assert drawn("12", Mark(0, 2, "甲", "^"), Mark(0, 2, "乙")) == ["1|12", "|^^ 甲", "||", "|乙"]


def test_an_absence_at_the_end_of_a_line_and_of_the_text() -> None:
    assert drawn("年报\r\n", Mark(2, 2, "缺", "^")) == ["1|年报", "|    ^ 缺"]
    assert drawn("年报\n", Mark(3, 3, "缺", "^")) == ["2|", "|^ 缺"]
    assert drawn("年报", Mark(9, 12, "缺", "^")) == ["1|年报", "|    ^ 缺"]


def test_a_label_over_lines() -> None:
    assert drawn("截至2019\n  年12月\n止", Mark(2, 14, "跨行", "^")) == [
        "1|截至2019",
        "|    ^^^^ 跨行",
        "2|  年12月",
        "|  ^^^^^^ （续上行）",
    ]


def test_a_label_over_many_lines_shows_the_first_and_the_last() -> None:
    text = "\n".join(f"第{line}行" for line in range(1, 101))
    assert drawn(text, Mark(0, len(text), "全文", "^")) == [
        "1|第1行",
        "|^^^^^ 全文",
        "...|",
        "100|第100行",
        "|^^^^^^^ （续上行）",
    ]


def test_folding_keeps_a_single_line_between() -> None:
    lines = drawn("一\n二\n三\n四\n五\n六", Mark(0, 1), Mark(4, 5), context=(6,))
    assert [line.split("|")[0] for line in lines if line[0] != "|"] == ["1", "2", "3", "...", "6"]


def test_far_marks_on_a_long_line_get_windows_of_their_own() -> None:
    text = "甲" * 300 + "12" + "乙" * 300 + "3" + "丙" * 300
    lines = drawn(text, Mark(300, 302, "新收", "^"), Mark(602, 603, "结转"), columns=60)
    assert [line.split("|")[0] for line in lines] == ["1", "", "1", ""]
    assert all("... " in line and line.endswith(" ...") for line in lines[::2])
    assert all(width(line.split("|")[1]) <= 60 for line in lines)
    first, last = carets(lines[1][1:])
    assert "".join(columns_of(lines[0][2:], 1)[first:last]) == "12"


def test_a_stretch_too_long_for_the_screen_is_cut() -> None:
    row, marks = drawn("字" * 5000, Mark(10, 4000, "长句", "^"), columns=60)[:2]
    assert row.endswith(" ...")
    assert len(marks.split(" 长句")[0]) <= 61


def test_long_words_beside_a_mark_are_broken() -> None:
    lines = drawn("12", Mark(0, 2, "字" * 60, "^"), columns=60)
    assert lines[1] == "|^^ " + "字" * 28
    assert "".join(line.strip("| ^") for line in lines[1:]) == "字" * 60


@pytest.mark.parametrize("filler", ["字", "\u0301", "a ", "\t"])
def test_one_line_of_megabytes_is_not_looked_through(filler: str) -> None:
    text = filler * 3_000_000
    source = Source("a.txt", text)
    assert len(source.line_starts) == 1
    marks = [Mark(at * 100_000, at * 100_000 + 2, "词") for at in range(20)] + [Mark(5, len(text), "全", "^")]
    started = time.process_time()
    lines = list(snippet(source, marks, (), Layout(100, 1, "")))
    assert time.process_time() - started < 0.5
    assert len(lines) < 100


def test_line_bounds_agree_with_the_source() -> None:
    source = Source("a.txt", "一\r\n二\n三\r四\r\r\n\n五")
    for line in range(1, len(source.line_starts) + 1):
        assert line_bounds(source, line) == source.line_span(line)


@given(st.text(ALPHABET + "，。；", max_size=80), st.integers(10, 60))
def test_breaking_lines_loses_nothing(text: str, columns: int) -> None:
    text = visible(text)
    lines = wrapped(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert not any(line[:1] in tuple("，。；：）”") for line in lines[1:] if line)


def test_widths_agree_with_wcwidth() -> None:
    wcwidth = pytest.importorskip("wcwidth", reason="wcwidth is not installed: widths are not compared with it")
    ranges = [(0x20, 0x7F), (0xA1, 0xAD), (0x2010, 0x2028), (0x2030, 0x2060), (0x2100, 0x2600), (0x3000, 0x3040)]
    ranges += [(0x3041, 0x3100), (0x4E00, 0x9FFF), (0xFF01, 0xFFE7), (0x20000, 0x20100), (0x300, 0x370)]
    different = [
        f"U+{code:04X}"
        for first, last in ranges
        for code in range(first, last)
        if unicodedata.category(chr(code)) != "Cn" and width(chr(code)) != wcwidth.wcwidth(chr(code))
    ]
    assert len(different) <= 4, different


def test_ambiguous_width() -> None:
    assert width("“年”") == 4
    assert width("“年”", 2) == 6
