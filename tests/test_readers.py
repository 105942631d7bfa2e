"""From bytes to text: the encoding is found for certain, or the file is not read."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_lint.readers import Unreadable, read, read_file
from disclosure_lint.rules.kinds.source import FACTS
from disclosure_lint.source import Source

TEXT = "青川市云岭县人民政府2023年政府信息公开工作年度报告\n一、总体情况\n主动公开政府信息3256条，收到申请21件。\n" * 20


def source_of(content: bytes, path: str = "年报.txt") -> Source:
    result = read(path, content)
    assert isinstance(result, Source), result
    return result


def fact_of(content: bytes, path: str = "年报.txt") -> str:
    result = read(path, content)
    assert isinstance(result, Unreadable), result
    return result.remark.fact


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
    ],
)
def test_every_usual_encoding_gives_the_same_text(codec: str, name: str) -> None:
    source = source_of(TEXT.encode(codec))
    assert (source.text, source.encoding, source.remarks) == (TEXT, name, ())


def test_line_breaks_stay_as_they_are() -> None:
    text = TEXT.replace("\n", "\r\n")
    assert source_of(text.encode("gb18030")).text == text


def test_characters_outside_of_the_basic_plane_are_no_damage() -> None:
    text = TEXT + "𠮷、㛃、〇、①\n"
    assert source_of(text.encode("gb18030")).text == text


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le"])
def test_a_text_cut_within_a_character_is_read_and_says_so(codec: str) -> None:
    whole = (TEXT + "信").encode(codec)
    source = source_of(whole[:-1])
    (remark,) = source.remarks
    assert remark.fact == "lost_bytes"
    assert source.text[slice(*remark.span)] == "\ufffd"
    assert source.text[: remark.span.start] == TEXT


def test_a_stray_byte_is_named_with_its_place() -> None:
    content = TEXT.encode()
    at = content.index("总体".encode())
    source = source_of(content[:at] + b"\xff" + content[at:])
    (remark,) = source.remarks
    assert (remark.fact, remark.values["count"]) == ("lost_bytes", 1)
    assert source.position(remark.span.start).line == 2


def test_replacement_characters_in_the_file_itself_are_another_matter() -> None:
    (remark,) = source_of(TEXT.replace("公开", "公\ufffd", 1).encode()).remarks
    assert (remark.fact, remark.values["count"]) == ("replacement", 1)


@pytest.mark.parametrize(
    ("fact", "content"),
    [
        ("empty", b""),
        ("empty", b"\xef\xbb\xbf"),
        ("empty", " \n\u3000\t\r\n".encode()),
        ("binary", bytes(range(256)) * 40),
        ("binary", b"\x00" * 5000),
        ("binary", "年报\x01\x02\x03\x04\x05".encode()),
        ("mixed", TEXT.encode() + TEXT.encode("gb18030")),
        ("mixed", TEXT.encode("gb18030") + TEXT.encode()),
        ("format", b"%PDF-1.7\n"),
        ("format", b"\x89PNG\r\n\x1a\n\x00\x00"),
        ("format", b"PK\x03\x04\x14\x00\x00\x00\x08\x00"),
        ("format", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("format", "<!DOCTYPE html><html>年度报告</html>".encode()),
        ("format", "\n <html lang='zh'>年度报告</html>".encode("gb18030")),
        ("encrypted", b"%PDF-1.7\ntrailer << /Encrypt 5 0 R >>"),
        ("encrypted", b"PK\x03\x04\x14\x00\x09\x00\x08\x00"),
        ("encrypted", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
        ("image_only", "# 年报\n![](1.png)\n\n![第二页](images/2.png)\n".encode()),
        ("image_only", b'<img src="1.jpg">\n<img src="2.jpg"/>'),
    ],
)
def test_what_gives_no_text_says_why(fact: str, content: bytes) -> None:
    assert fact_of(content) == fact


@pytest.mark.parametrize(
    ("path", "content", "html"),
    [
        ("年报.html", "2023年政府信息公开工作年度报告", True),
        ("年报.htm", "", False),
        ("年报.txt", "<div>年度报告</div>", True),
        ("-", "\n<!-- 正文 --><p>年度报告</p>", True),
        ("年报.txt", '<meta charset="utf-8"><p>年度报告</p>', True),
        ("年报.txt", '<meta charset="utf-8">\n年度报告', False),
        ("年报.md", '<div align="center">年度报告</div>', False),
        ("年报.md", "<!DOCTYPE html><html>", True),
        ("年报.txt", "<说明>年度报告", False),
        ("年报.txt", "<p50年度报告", False),
    ],
)
def test_pages_are_told_from_text(path: str, content: str, html: bool) -> None:
    result = read(path, content.encode())
    assert (isinstance(result, Unreadable) and result.remark.values.get("format") == "HTML") is html


def test_a_container_is_named_by_its_suffix() -> None:
    result = read("年报.docx", b"PK\x03\x04\x14\x00\x00\x00\x08\x00")
    assert isinstance(result, Unreadable)
    assert result.remark.values["format"] == "DOCX"


def test_a_text_in_a_file_with_another_suffix_is_read() -> None:
    assert source_of(TEXT.encode(), "年报.docx").text == TEXT


def test_pictures_beside_text_hurt_nobody() -> None:
    assert source_of((TEXT + "![](1.png)").encode()).remarks == ()


@pytest.mark.parametrize(
    ("declared", "codec", "wrong"),
    [("gb2312", "utf-8", True), ("gb2312", "gb18030", False), ("utf-8", "gb18030", True), ("utf-8", "utf-8", False)],
)
def test_a_declared_encoding_must_be_the_real_one(declared: str, codec: str, wrong: bool) -> None:
    source = source_of(f'<meta charset="{declared}">\n{TEXT}'.encode(codec))
    assert [source.text[slice(*remark.span)] for remark in source.remarks] == ([declared] if wrong else [])


@pytest.mark.parametrize(("character", "fact"), [("\x08", "control"), ("\x85", "control"), ("\u202e", "bidirectional")])
def test_invisible_characters_are_counted_and_the_first_is_shown(character: str, fact: str) -> None:
    source = source_of(TEXT.replace("收到", f"收{character}到", 2).encode())
    (remark,) = source.remarks
    assert (remark.fact, remark.values) == (fact, {"character": f"U+{ord(character):04X}", "count": 2})
    assert source.text[slice(*remark.span)] == character


def test_page_breaks_and_tabs_are_no_control_characters() -> None:
    assert source_of(TEXT.replace("\n", "\t\n\f").encode()).remarks == ()


def test_no_more_than_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "年报.txt"
    path.write_bytes(b"1" * 3000)
    result = read_file(str(path), limit=2048)
    assert isinstance(result, Unreadable)
    assert (result.remark.fact, result.remark.values) == ("over_limit", {"limit": "2 KB"})
    assert isinstance(read_file(str(path), limit=3000), Source)


def test_a_missing_file_is_left_to_the_caller(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_file(str(tmp_path / "没有.txt"))


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    result = read("x.txt", content)
    remarks = result.remarks if isinstance(result, Source) else (result.remark,)
    assert {remark.fact for remark in remarks} <= FACTS.keys()
    for remark in remarks:
        assert set(remark.values) == set(FACTS[remark.fact])


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=20, max_size=200))
def test_chinese_in_gb18030_is_never_taken_for_another_text(text: str) -> None:
    result = read("x.txt", (TEXT + text).encode("gb18030"))
    assert isinstance(result, Source)
    assert result.text == TEXT + text


@pytest.mark.parametrize(
    "content",
    [
        TEXT.replace("\n", "").encode() * 1200,
        TEXT.encode("gb18030") * 1200,
        b"![a" * 1_000_000,
        b"![](" * 1_000_000,
        b"<img " * 1_000_000,
        ("![" + "年" * 500_000).encode(),
        "\u202e".encode() * 1_000_000,
        os.urandom(4_000_000),
        b"<!--" * 1_000_000,
    ],
    ids=["one line", "gb18030", "images", "links", "tags", "open link", "bidi", "random", "comments"],
)
def test_time_stays_bounded(content: bytes) -> None:
    start = time.process_time()
    read("x.txt", content)
    assert time.process_time() - start < 4
