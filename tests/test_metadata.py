"""What the page around a report says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_lint.source import Source
from disclosure_lint.syntax.metadata import metadata, page_title, published, publisher

_TITLE = "云岭县2023年政府信息公开工作年度报告"
_BODY = "根据《条例》规定编制本报告。\n一、总体情况\n发布时间：2020-01-01\n"


def read(head: str) -> tuple[dict[str, str], str, date | None]:
    source = Source("-", head + _BODY)
    page, begin = metadata(source)
    found = published(page)
    if found:
        assert source.text[slice(*found.span)] == found.text
    return {key: value for key, value, _ in page.entries}, source.text[begin:], found.value if found else None


def test_lines_of_keys() -> None:
    head = f"标题: {_TITLE}\n发布时间: 2024-01-20 15:22\n文号: \n发布机构: 云岭县人民政府\n===== 正文 =====\n"
    entries, rest, day = read(head)
    assert entries == {"标题": _TITLE, "发布时间": "2024-01-20 15:22", "文号": "", "发布机构": "云岭县人民政府"}
    assert rest == _BODY
    assert day == date(2024, 1, 20)


@pytest.mark.parametrize(
    "line",
    [
        "发布时间:2024-01-20 16:52",
        "日期:2024-01-20 来源:云岭县人民政府 访问量:",
        "时间:2024-01-20 18:55      来源:云岭县教育局      浏览次数:",
        "来源：云岭县 时间：2024年1月20日",
        "发布时间：2024/1/20",
        "文章来源：办公室 | 添加时间：2024-01-20 |",
        "  • 时间： 2024-01-20 09:47",
        "| 索 引 号 | K45/2024-00221 | 主题分类 | |\n| 发布机构 | 云岭县 | 发布日期 | 2024-01-20 20:34 |",
        "索引号： X1 公开日期： 2024-01-20",
        "发布机构 云岭县人民政府办公厅 发布日期 2024-01-20 18:46:07",
    ],
)
def test_the_date_of_publication(line: str) -> None:
    entries, rest, day = read(f"{_TITLE}\n{line}\n\n")
    assert day == date(2024, 1, 20)
    assert rest.startswith(_TITLE)
    assert entries


def test_furniture_before_the_title_is_left_out() -> None:
    _, rest, _ = read(f"智能问答\n当前位置: 首页 > 政府信息公开年报\n\n{_TITLE}\n发布时间:2024-01-20 字体大小:\n")
    assert rest.lstrip().startswith(_TITLE)


def test_a_line_that_holds_everything_is_kept() -> None:
    source = Source(
        "-",
        f"当前位置： 首页 {_TITLE} 来源：云岭县 时间：2024-02-08 16:34 --> 根据《条例》编制。" + "一、总体情况" * 90,
    )
    page, begin = metadata(source)
    found = published(page)
    assert begin == 0
    assert found and found.value == date(2024, 2, 8)


def test_the_most_telling_key_gives_the_date() -> None:
    assert read("发文日期：2024-01-02\n发布日期：2024-01-20\n")[2] == date(2024, 1, 20)
    assert read("更新时间：2024-05-02\n")[2] is None


def test_the_publisher_is_no_source() -> None:
    page, _ = metadata(Source("-", f"来源：青川市\n发布机构：云岭县教育局\n{_TITLE}\n"))
    found = publisher(page)
    assert found and found.name == "云岭县教育局"
    assert publisher(metadata(Source("-", "来源：青川市\n"))[0]) is None


def test_the_title_that_the_page_gives() -> None:
    page, _ = metadata(Source("-", f"标题: | {_TITLE} | ||\n---|---|---|---\n索引号: | 12 |\n"))
    found = page_title(page)
    assert found and found[0] == _TITLE


@pytest.mark.parametrize(
    "text",
    [
        _BODY,
        f"{_TITLE}\n{_BODY}",
        "根据《条例》规定，联系地址：云岭县；电话：123；时间：工作日。\n",
        "一、总体情况\n来源：甲\n",
        "本报告的统计时间：2023年1月1日至12月31日。\n",
        "",
    ],
)
def test_the_report_itself_is_no_metadata(text: str) -> None:
    page, begin = metadata(Source("-", text))
    assert page.entries == ()
    assert begin == 0


@given(st.text("发布时间来源标题：:| \n2024-01一、。云岭县", max_size=100))
def test_any_text_can_be_read(text: str) -> None:
    page, begin = metadata(Source("-", text))
    published(page)
    assert 0 <= begin <= len(text)
    for _, value, span in page.entries:
        assert text[slice(*span)] == value
