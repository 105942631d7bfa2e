"""The title in its many shapes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_lint.report.model import Title
from disclosure_lint.source import Source, Span
from disclosure_lint.syntax.metadata import metadata
from disclosure_lint.syntax.title import title

_CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
_BODY = "\n\n根据《中华人民共和国政府信息公开条例》规定，现公布本报告。\n"


def read(text: str) -> Title | None:
    source = Source("-", text)
    page, begin = metadata(source)
    return title(source, Span(begin, len(text)), page)


@pytest.mark.parametrize(
    ("head", "agency", "year", "complete"),
    [
        ("云岭县人民政府2023年政府信息公开工作年度报告", "云岭县人民政府", 2023, True),
        ("2023年云岭县教育局政府信息公开工作年度报告", "云岭县教育局", 2023, True),
        ("云岭县人民政府办公室2023年度政府信息公开工作年度报告", "云岭县人民政府办公室", 2023, True),
        ("云岭县人民政府办公室关于2023年政府信息公开工作年度报告", "云岭县人民政府办公室", 2023, True),
        ("云岭经济技术开发区\n\n2020年政府信息公开工作年度报告", "云岭经济技术开发区", 2020, True),
        ("云岭经济技术开发区\r\n\r\n2020年政府信息公开工作年度报告", "云岭经济技术开发区", 2020, True),
        ("2020年\n云岭县人民政府\n政府信息公开工作年度报告", "云岭县人民政府", 2020, True),
        ("云岭县教育局2023年政府信息公开工作\n年度报告", "云岭县教育局", 2023, True),
        ("云岭县\n政府信息公开工作年度报告\n（2023年度）", "云岭县", 2023, True),
        ("# 云岭县人民政府 2023 年 政府信息公开工作年度报告", "云岭县人民政府", 2023, True),
        ("**云岭县青山镇**\n\n**2023年政府信息公开工作年度报告**", "云岭县青山镇", 2023, True),
        ("云 岭 县 人 民 政 府\n2 0 2 3 年 政 府 信 息 公 开 工 作 年 度 报 告", "云岭县人民政府", 2023, True),
        ("云岭县统计局２０２３年政府信息公开工作年度报告", "云岭县统计局", 2023, True),
        ("二〇二三年云岭县政府信息公开工作年度报告", "云岭县", 2023, True),
        ("云岭县教育局政府信息公开工作2023年度报告", "云岭县教育局", 2023, True),
        ("云岭县教育局2023年政府信息公开工作的年度报告", "云岭县教育局", 2023, True),
        ("《云岭县2023年政府信息公开工作年度报告》", "云岭县", 2023, True),
        ("云岭县编制委员会办公室2023年政府信息公开工作年度报告", "云岭县编制委员会办公室", 2023, True),
        ("云岭县工信局（商务局、科技局）2023年政府信息公开工作年度报告", "云岭县工信局（商务局、科技局）", 2023, True),
        ("首页 > 政务公开 > 云岭县2023年政府信息公开工作年度报告", "云岭县", 2023, True),
        ("云岭县教育局2023年政府信息公开工作年度报告 - 年报 - 云岭县教育局", "云岭县教育局", 2023, True),
        ("云岭县教育局2023年政府信息公开工作年度报告 |\n点击数: 时间:2024-01-28 |", "云岭县教育局", 2023, True),
        ("2023年政府信息公开工作年度报告", None, 2023, True),
        ("云岭县政府信息公开工作年度报告", "云岭县", None, True),
        ("云岭县教育局2023年政府信息公开工作报告", "云岭县教育局", 2023, False),
        ("云岭县教育局2023年信息公开工作年度报告", "云岭县教育局", 2023, False),
        ("2012年云岭县人民政府信息公开年度报告", "云岭县人民政府", 2012, False),
        ("2009年度青山镇政府信息公开年度报告", "青山镇", 2009, False),
        ("政府政务公开年报", None, None, False),
    ],
)
def test_shapes(head: str, agency: str | None, year: int | None, complete: bool) -> None:
    found = read(head + _BODY)
    assert found is not None
    assert (found.agency.name if found.agency else None, found.year, found.complete_words) == (agency, year, complete)
    assert not found.from_metadata
    assert not set(found.text) & set(" \n#*")


def test_the_preamble_may_stand_on_the_same_line() -> None:
    found = read("云岭县2023年政府信息公开工作年度报告 根据《条例》要求，编制了本报告。一、总体情况 本年")
    assert found is not None
    assert found.text == "云岭县2023年政府信息公开工作年度报告"
    assert found.span == Span(0, 20)


def test_bread_crumbs_are_no_part_of_it() -> None:
    crumbs = "当前位置： 首页政务公开政府信息公开年报 "
    behind = " 来源：云岭县 时间：2024-02-08 16:34 --> 根据《条例》，编制了本报告。"
    found = read(crumbs + "云岭县2023年度政府信息公开工作年度报告" + behind)
    assert found is not None
    assert found.text == "云岭县2023年度政府信息公开工作年度报告"


def test_the_fullest_of_several_is_taken() -> None:
    found = read("2022年政府信息公开工作年度报告\n云岭县青山镇人民政府\n2022年政府信息公开工作年度报告\n一、总体情况")
    assert found is not None
    assert found.text == "云岭县青山镇人民政府2022年政府信息公开工作年度报告"


def test_the_page_may_be_all_that_gives_it() -> None:
    page = "标题: 云岭县2023年度政府信息公开工作年度报告\n发布时间: 2024-03-08\n==== 正文 ====\n"
    text = page + "本报告根据《条例》要求编制。"
    found = read(text)
    assert found is not None
    assert (found.from_metadata, found.year, found.agency and found.agency.name) == (True, 2023, "云岭县")
    assert text[slice(*found.span)] == found.text


def test_spans_are_places_in_the_text() -> None:
    text = "# 云岭县人民政府 2023 年 政府信息公开工作年度报告\n"
    found = read(text)
    assert found is not None and found.agency and found.year_span
    assert text[slice(*found.agency.span)] == "云岭县人民政府"
    assert text[slice(*found.year_span)] == "2023"


@pytest.mark.parametrize(
    "text",
    [
        "根据规定，现公布云岭县2023年政府信息公开工作年度报告。所列数据",
        "现发布《云岭县2023年政府信息公开工作年度报告》。",
        "根据《关于政府信息公开工作年度报告有关事项的通知》要求",
        "编制云岭县\n2023年政府信息公开工作年度报告，供参考",
        "附件：政府信息公开工作年度报告格式",
        "一、总体情况",
        "",
    ],
)
def test_a_sentence_is_no_title(text: str) -> None:
    assert read(text) is None


@given(st.text("政府信息公开工作年度报告云岭县局2023年 \n《》（）。，#|", max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    found = read(text)
    assert found is None or 0 <= found.span.start < found.span.end <= len(text)


@pytest.mark.skipif(not _CORPUS.is_dir(), reason="no corpus of real reports beside the checkout")
@pytest.mark.parametrize(
    ("name", "agency", "year", "from_metadata"),
    [
        ("jining-2020.txt", "济宁经济技术开发区", 2020, False),
        ("pingtan-2019.txt", "平潭综合实验区", 2019, False),
        ("pingtan-2021.txt", "平潭综合实验区", 2021, False),
        ("pingtan-2023.txt", "平潭综合实验区", 2023, True),
        ("pingtan-2025.txt", "平潭综合实验区", 2025, True),
        ("pingtan-county-2011.txt", "平潭县人民政府", 2011, False),
        ("pingtan-taxbureau-2013.txt", "平潭综合实验区地方税务局", 2013, False),
        ("shuyang-2025.md", "沐阳县人民政府", 2025, False),
        ("suqian-2023.txt", None, None, False),
    ],
)
def test_titles_of_real_reports(name: str, agency: str | None, year: int | None, from_metadata: bool) -> None:
    found = read((_CORPUS / name).read_text(encoding="utf-8"))
    if agency is None:
        assert found is None
    else:
        assert found and found.agency
        assert (found.agency.name, found.year, found.from_metadata) == (agency, year, from_metadata)


@pytest.mark.skipif(not _CORPUS.is_dir(), reason="no corpus of real reports beside the checkout")
def test_titles_of_real_openings_name_the_report_year() -> None:
    lines = (_CORPUS / "openings.jsonl").read_text(encoding="utf-8").splitlines()
    found = [(read(entry["excerpt"]), entry["year"]) for entry in map(json.loads, lines)]
    titles = [(one, year) for one, year in found if one]
    assert len(titles) >= 33
    assert all(one.year in (year, None) for one, year in titles)
    assert sum(one.agency is not None for one, _ in titles) >= len(titles) - 1
