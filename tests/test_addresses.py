"""Addresses of sites, and what is wrong with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_lint.report.model import Url
from disclosure_lint.source import Source, Span
from disclosure_lint.syntax.addresses import urls


def read(text: str) -> tuple[Url, ...]:
    return urls(Source("-", text), Span(0, len(text)))


@pytest.mark.parametrize(
    ("text", "address", "host"),
    [
        ("网址：http://www.yunling.gov.cn/。", "http://www.yunling.gov.cn/", "www.yunling.gov.cn"),
        (
            "（https://www.Yunling.gov.cn/zwgk/a_1.html?id=3），",
            "https://www.Yunling.gov.cn/zwgk/a_1.html?id=3",
            "www.yunling.gov.cn",
        ),
        ("门户网站（www.yunling.gov.cn）下载", "www.yunling.gov.cn", "www.yunling.gov.cn"),
        ("可在xxgk.yunling.gov.cn查看", "xxgk.yunling.gov.cn", "xxgk.yunling.gov.cn"),
        ("<http://www.yunling.gov.cn/>", "http://www.yunling.gov.cn/", "www.yunling.gov.cn"),
        ("见http://www.yunling.gov.cn下载", "http://www.yunling.gov.cn", "www.yunling.gov.cn"),
        ("见http://www.yunling.gov.cn，电话", "http://www.yunling.gov.cn", "www.yunling.gov.cn"),
        ("http://www.yunling.gov.cn:8080/a", "http://www.yunling.gov.cn:8080/a", "www.yunling.gov.cn"),
        ("http://10.1.2.3/a", "http://10.1.2.3/a", "10.1.2.3"),
        ("http://云岭.政务/", "http://云岭.政务/", "云岭.政务"),
        ("www.xn--abc123.cn", "www.xn--abc123.cn", "www.xn--abc123.cn"),
        ("12345.yunling.gov.cn", "12345.yunling.gov.cn", "12345.yunling.gov.cn"),
        ("www.yunling.gov.cn2023年", "www.yunling.gov.cn", "www.yunling.gov.cn"),
        ("www.yunling.gov.cn\n2024年", "www.yunling.gov.cn", "www.yunling.gov.cn"),
        ("www.yunling.gov.cn. 联系电话", "www.yunling.gov.cn", "www.yunling.gov.cn"),
    ],
)
def test_a_sound_address(text: str, address: str, host: str) -> None:
    (found,) = read(text)
    assert (found.text, found.host, found.problem, found.certain) == (address, host, "", False)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("http:/www.yunling.gov.cn", "scheme"),
        ("htp://www.yunling.gov.cn", "scheme"),
        ("http//www.yunling.gov.cn", "scheme"),
        ("http;//www.yunling.gov.cn", "scheme"),
        ("https:\\\\www.yunling.gov.cn", "scheme"),
        ("httpwww.yunling.gov.cn", "scheme"),
        ("http：//www.yunling.gov.cn", "full_width"),
        ("http://www。yunling。gov。cn/", "full_width"),
        ("ｗｗｗ．yunling．gov．cn", "full_width"),
        ("http://www. yunling.gov.cn", "blank"),
        ("http:// www.yunling.gov.cn/", "blank"),
        ("www.yunling. gov.cn", "blank"),
        ("http://yun_ling.gov.cn/a ", "host"),
        ("http://zwgk/a ", "host"),
        ("http://www.\nyunling.gov.cn/", "broken"),
        ("http://www.yunling.gov.c\nn/", "broken"),
        ("门户网站（http://）下载", "host"),
        ("门户网站（http://（具体网址））", "host"),
        ("http://\n", "broken"),
        ("http://www.yun\nling.gov.cn/zwgk", "broken"),
        ("xxgk.yun\r\nling.gov.cn", "broken"),
        ("http://www.yunling.gov\n.cn", "broken"),
    ],
)
def test_a_doubtful_address(text: str, problem: str) -> None:
    (found,) = read(text)
    assert (found.problem, found.certain) == (problem, False)


@pytest.mark.parametrize(
    "text",
    [
        "http://www..gov.cn/",
        "http://www.-yunling.gov.cn/ ",
        "http://10.1.2.300/a",
        "http://http://www.yunling.gov.cn/",
        "http://www.yunling.gov,cn/",
        "http://www.yunling.gov.c/a",
        "http://XXX/下载",
    ],
)
def test_a_scheme_before_what_cannot_be_a_host(text: str) -> None:
    (found,) = read(text)
    assert (found.problem, found.certain) == ("host", True)


@pytest.mark.parametrize(
    "text",
    [
        "电子邮箱：xxgk@yunling.gov.cn。",
        "邮箱 24336@example.com",
        "邮箱：abc @yunling.gov.cn",
        "H5、APP、links.tsv",
        "使用http协议",
        "采购总金额246.936万元",
        "1.政务公开",
        "index_a.b.c",
        "",
    ],
)
def test_what_is_no_address(text: str) -> None:
    assert read(text) == ()


def test_several_in_order() -> None:
    found = read("邮箱：a@yunling.gov.cn，网址：www.yunling.gov.cn、http://edu.yunling.gov.cn/。")
    assert [one.host for one in found] == ["www.yunling.gov.cn", "edu.yunling.gov.cn"]
    assert [one.scheme for one in found] == ["", "http"]


@given(st.text("htpswww.:/\\@gov,cn 。：／．云政务\n12-_()", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    end = 0
    for found in read(text):
        assert end <= found.span.start < found.span.end <= len(text)
        assert found.text == text[slice(*found.span)]
        assert found.problem or found.host
        end = found.span.end
