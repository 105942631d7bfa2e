"""Kind and level of an agency by its name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_lint.source import Span
from disclosure_lint.syntax.agencies import agency, classified


@pytest.mark.parametrize(
    ("name", "kind", "level"),
    [
        ("江苏省", "government", "province"),
        ("内蒙古自治区人民政府", "government", "province"),
        ("上海市", "government", "province"),
        ("宿迁市人民政府", "government", "city"),
        ("凉山州人民政府", "government", "city"),
        ("大兴安岭地区行政公署", "government", "city"),
        ("开远市", "government", "county"),
        ("平城区", "government", "county"),
        ("浦东新区", "government", "county"),
        ("神农架林区", "government", "county"),
        ("青川市云岭区", "government", "county"),
        ("青川市云岭县人民政府", "government", "county"),
        ("上海市人民政府办公厅", "office", "province"),
        ("云岭县人民政府办公室", "office", "county"),
        ("国务院办公厅", "office", "national"),
        ("市人民政府办公厅", "office", None),
        ("云岭县青山镇党政办公室", "office", "township"),
        ("省教育厅", "department", "province"),
        ("公安厅", "department", "province"),
        ("上海市卫生健康委员会", "department", "province"),
        ("宿迁市城市管理局", "department", "city"),
        ("宿迁市住房和城市建设局", "department", "city"),
        ("云岭市市场监督管理局", "department", None),
        ("云岭市政务服务局", "department", None),
        ("云岭市民政局", "department", None),
        ("诸城市城市管理局", "department", "county"),
        ("济南市市中区教育局", "department", "county"),
        ("云岭县文化市场综合执法支队", "department", "county"),
        ("宿迁市文化市场综合执法支队", "department", "city"),
        ("南部县教育局", "department", "county"),
        ("巴中市巴州区教育局", "department", "county"),
        ("巴州教育局", "department", "city"),
        ("青川市国有资产监督管理委员会", "department", None),
        ("县自然资源局", "department", "county"),
        ("区统计局", "department", "county"),
        ("市民政局", "department", None),
        ("市场监督管理局", "department", None),
        ("国家统计局", "department", "national"),
        ("国家税务总局云岭县税务局", "department", "county"),
        ("教育部", "department", "national"),
        ("云岭市某某局（云岭市林业局）", "department", None),
        ("云岭县人民政府驻北京办事处", "department", "county"),
        ("云岭县人民政府合作交流办公室", "department", "county"),
        ("云岭县青山镇", "township", "township"),
        ("青山乡人民政府", "township", "township"),
        ("广州市白云区人民政府青山街道办事处", "subdistrict", "township"),
        ("云岭区青山街道", "subdistrict", "township"),
        ("济宁经济技术开发区", "committee", None),
        ("平潭综合实验区", "committee", None),
        ("某某经济开发区管委会", "committee", None),
        ("天府新区", "committee", None),
        ("宿迁市某某经济开发区管委会", "committee", None),
        ("宿迁市某某经济开发区财政局", "department", None),
        ("云岭县某某工业园区管委会", "committee", "county"),
        ("云岭县桃园管委会", "committee", "county"),
        ("宿迁市市民中心", "institution", "city"),
        ("云岭县公共资源交易中心", "institution", "county"),
        ("云岭县残疾人联合会", "other", "county"),
        ("信息公开", None, None),
        ("", None, None),
    ],
)
def test_what_a_name_tells(name: str, kind: str | None, level: str | None) -> None:
    assert classified(name) == (kind, level)


def test_the_name_is_kept_as_written_but_for_blanks() -> None:
    found = agency("云 岭\n县教育局", Span(3, 11))
    assert (found.name, found.span, found.kind) == ("云岭县教育局", Span(3, 11), "department")


@given(st.text("省市县区旗州镇乡街道局厅委办会云岭新开发政府人民国家中心（）", max_size=40))
def test_any_name_can_be_read(name: str) -> None:
    classified(name)
