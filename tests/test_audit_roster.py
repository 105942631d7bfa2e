"""Rosters as offices keep them, and which submission is whose."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from disclosure_lint.audit.matching import Match, Matcher
from disclosure_lint.audit.roster import Roster, RosterError, read_roster

CHINESE = """\
名册,,,,,,
单位名称,类型,层级,上级机关,年度,截止日期,别名,电话
青川市云岭县人民政府,政府,县,,2023年度,2024年3月31日,云岭县政府；云岭县,0
青川市云岭县财政局,部门,县级,青川市云岭县人民政府,2023,2024/1/31,,0
青川市云岭县城关镇人民政府,乡镇,乡级,青川市云岭县人民政府,2023,2024-01-31,,0
"""


def written(tmp_path: Path, text: str, encoding: str = "utf-8", name: str = "roster.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def problems(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    with pytest.raises(RosterError) as caught:
        read_roster(written(tmp_path, text))
    return [(problem.row, problem.key) for problem in caught.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_a_chinese_roster(tmp_path: Path, encoding: str, separator: str) -> None:
    roster = read_roster(written(tmp_path, CHINESE.replace(",", separator), encoding))
    assert list(roster.agencies) == ["青川市云岭县人民政府", "青川市云岭县财政局", "青川市云岭县城关镇人民政府"]
    government, office, town = roster.agencies.values()
    assert (government.kind, government.level, government.aliases) == ("government", "county", ("云岭县政府", "云岭县"))
    assert (office.kind, office.parent) == ("department", government.id)
    assert (town.kind, town.level) == ("township", "township")
    assert roster.years() == (2023,)
    assert roster.ignored == ("电话",)
    assert list(roster.duties(())) == [
        (government.id, 2023, date(2024, 3, 31)),
        (office.id, 2023, date(2024, 1, 31)),
        (town.id, 2023, date(2024, 1, 31)),
    ]


def test_an_agency_in_a_row_for_each_year(tmp_path: Path) -> None:
    text = "agency,kind,year,due,file\nA局,department,2022,,a-2022.txt\nA局,,2023,2024-01-31,a-2023.txt\n"
    agency = read_roster(written(tmp_path, text)).agencies["A局"]
    assert agency.kind == "department"
    assert [(duty.year, duty.due, duty.file) for duty in agency.duties] == [
        (2022, None, "a-2022.txt"),
        (2023, date(2024, 1, 31), "a-2023.txt"),
    ]


def test_a_row_without_a_year_is_due_every_year(tmp_path: Path) -> None:
    roster = read_roster(written(tmp_path, "agency,due\nA局,1-31\nB局,3月31日\nC局,2024-02-29\nD局,\n"))
    assert list(roster.duties((2022, 2023))) == [
        ("A局", 2022, date(2023, 1, 31)),
        ("A局", 2023, date(2024, 1, 31)),
        ("B局", 2022, date(2023, 3, 31)),
        ("B局", 2023, date(2024, 3, 31)),
        ("C局", 2023, date(2024, 2, 29)),
        ("D局", 2022, None),
        ("D局", 2023, None),
    ]


def test_ids_tell_agencies_of_one_name_apart(tmp_path: Path) -> None:
    text = "id,agency,parent\n1,甲县人民政府,\n2,乙县人民政府,\n11,财政局,1\n21,审计局,乙县人民政府\n"
    roster = read_roster(written(tmp_path, text))
    assert roster.agencies["11"].parent == "1"
    assert roster.agencies["21"].parent == "2"


def test_every_mistake_is_told_with_its_row(tmp_path: Path) -> None:
    text = (
        "agency,kind,level,parent,year,due,aliases\n"
        "甲县人民政府,government,county,甲县人民政府,2023,2024-03-31,甲政\n"
        "甲县财政局,部们,县,无此机关,二〇二三,2024-02-30,\n"
        ",department,,,2023,,\n"
        "甲县审计局,department,,,2023,,甲政\n"
        "甲县审计局,office,,,2023,,\n"
    )
    assert problems(tmp_path, text) == [
        (2, "roster-circle"),
        (3, "roster-word"),
        (3, "roster-year"),
        (3, "roster-due"),
        (3, "roster-parent"),
        (4, "roster-no-name"),
        (5, "roster-shared"),
        (6, "roster-differs"),
        (6, "roster-twice"),
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [("name of somebody,x\n1,2\n", "roster-no-agency"), ("agency,kind\n", "roster-empty"), ("", "roster-no-agency")],
)
def test_what_is_no_roster(tmp_path: Path, text: str, key: str) -> None:
    assert problems(tmp_path, text) == [(0, key)]


def test_bytes_of_no_encoding(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(b"agency\n\xff\xff\xff\n")
    with pytest.raises(RosterError) as caught:
        read_roster(path)
    assert caught.value.problems[0].key == "roster-encoding"


def test_a_workbook(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["填表说明"])
    sheet = book.create_sheet("名册")
    sheet.append(["2023年度应报送机关"])
    sheet.append(["责任单位", "年度", "截止日期", "上级"])
    sheet.append(["甲县人民政府", 2023, date(2024, 3, 31), None])
    sheet.append(["甲县财政局", 2023.0, "2024-01-31", "甲县人民政府"])
    path = tmp_path / "roster.xlsx"
    book.save(path)
    roster = read_roster(path)
    assert list(roster.duties(())) == [
        ("甲县人民政府", 2023, date(2024, 3, 31)),
        ("甲县财政局", 2023, date(2024, 1, 31)),
    ]
    (tmp_path / "damaged.xlsx").write_bytes(b"PK\x03\x04 damaged")
    with pytest.raises(RosterError) as caught:
        read_roster(tmp_path / "damaged.xlsx")
    assert caught.value.problems[0].key == "roster-damaged"


# -- matching ----------------------------------------------------------------------------


@pytest.fixture
def matcher(tmp_path: Path) -> Matcher:
    text = (
        "agency,year,file,aliases\n"
        "青川市人民政府,2023,,\n"
        "青川市云岭县人民政府,2023,2023/云岭.txt,云岭县政府\n"
        "青川市云岭县人民政府办公室,2023,,\n"
        "青川市云岭县财政局,2023,*云岭*财政*2023*,\n"
        "青川市石渡县财政局,2023,,\n"
        "青川市云岭县林业和草原局,2023,,\n"
        "青川市云岭县审计局,2023,审计/*.md,\n"
    )
    return Matcher(read_roster(written(tmp_path, text)))


@pytest.mark.parametrize(
    ("path", "name", "agency", "how"),
    [
        ("in/2023/云岭.txt", "别的机关", "青川市云岭县人民政府", "file"),
        ("in.zip!/2023/云岭.txt", None, "青川市云岭县人民政府", "file"),
        ("in/云岭县财政局2023.txt", None, "青川市云岭县财政局", "file"),
        ("in/审计/2023.md", None, "青川市云岭县审计局", "file"),
        ("x.txt", "青川市云岭县人民政府", "青川市云岭县人民政府", "name"),
        ("x.txt", "青川市 云岭县人民政府", "青川市云岭县人民政府", "name"),
        ("x.txt", "云岭县政府", "青川市云岭县人民政府", "alias"),
        ("x.txt", "云岭县人民政府办公室", "青川市云岭县人民政府办公室", "contained"),
        ("x.txt", "大河省青川市云岭县审计局", "青川市云岭县审计局", "contained"),
        ("x.txt", "县审计局", "青川市云岭县审计局", "contained"),
        ("in/青川市云岭县人民政府办公室年报.txt", None, "青川市云岭县人民政府办公室", "contained"),
    ],
)
def test_matched(matcher: Matcher, path: str, name: str | None, agency: str, how: str) -> None:
    found = matcher.match(path, name)
    assert (found.agency, found.how) == (agency, how)


def test_a_file_that_is_named_must_be_a_report_a_pattern_names_none(matcher: Matcher) -> None:
    assert matcher.names_file("in.zip!/2023/云岭.txt")
    assert not matcher.names_file("in/云岭县财政局2023.txt")
    assert not matcher.names_file("y/2023云岭.txt")


@pytest.mark.parametrize(
    ("path", "name", "reason"),
    [
        ("x.txt", "财政局", "several"),
        ("x.txt", "草原局", "unknown"),
        ("x.txt", "云岭县人民政府办公室财务科", "unknown"),
        ("x.txt", "长河市水利局", "unknown"),
        ("x.txt", None, "nameless"),
        ("审计/云岭财政2023.md", None, "several"),
        ("y/2023云岭.txt", None, "nameless"),
    ],
)
def test_not_matched(matcher: Matcher, path: str, name: str | None, reason: str) -> None:
    found = matcher.match(path, name)
    assert (found.agency, found.reason) == ("", reason)


def test_without_a_roster_the_name_is_the_agency() -> None:
    matcher = Matcher(Roster())
    assert matcher.match("x.txt", "青川市 云岭县财政局") == Match("青川市云岭县财政局", "report")
    assert matcher.match("x.txt", None).reason == "nameless"
