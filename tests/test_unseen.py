"""Reports that nobody had in mind when the program was written: what was once misread may not be so again."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from disclosure_lint.resources import grammars_folder
from linting import findings
from test_regressions import BASE, Cells, apart, codes, report_of, tables, values

ZERO = re.compile(r"(?<=\t)0(?=\t|$)", re.M)


def zeros_written(mark: str) -> str:
    """The base report with every zero of its tables written otherwise."""

    def change(table: Cells) -> str:
        rows = [[mark if cell == "0" else cell for cell in row] for row in table]
        return apart("\n", "\n\n")(rows)

    return tables(BASE, change)


@pytest.mark.parametrize(("mark", "kind"), [("无", "text"), ("-", "dash"), ("/", "dash"), ("不涉及", "text")])
def test_a_mark_for_none_is_a_cell_of_its_own(mark: str, kind: str) -> None:
    text = zeros_written(mark)
    report = report_of(text)
    assert values(report) == {name: value or None for name, value in values(report_of(BASE)).items()}
    assert {figure.kind for table in report.tables.values() for figure in table.figures.values()} == {"number", kind}
    assert not codes(text, ["error"])


def test_a_row_of_blanks_behind_its_group_is_a_row() -> None:
    """（六）其他处理 and the first row under it, without a figure, are not a line of heads."""
    text = re.sub(r"(1\.申请人无正当理由逾期不补正[^\t]*\t)[\d\t]+", r"\1\t\t\t\t\t\t", BASE)
    assert text != BASE
    assert not [code for code in codes(text) if code.startswith("APP004")]
    row = {key: figure.kind for key, figure in report_of(text).tables["applications"].figures.items()}
    assert {kind for key, kind in row.items() if ".correction_overdue." in key} == {"blank"}


@pytest.mark.parametrize("unit", ["件", "项", "个"])
def test_figures_with_a_unit_and_single_blanks(unit: str) -> None:
    def change(table: Cells) -> str:
        return "\n".join(" ".join(cell + unit if cell.isdigit() else cell for cell in row) for row in table)

    assert values(report_of(tables(BASE, change))) == values(report_of(BASE))


SENTENCES: Sequence[str] = [
    "2023年度无行政复议、行政诉讼案件。",
    "行政复议、行政诉讼情况如下：",
    "2023年，因政府信息公开引起的行政复议、行政诉讼，均由县司法局统一登记，情况见下表。",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_before_table_four_is_none_of_its_cells(sentence: str) -> None:
    heading = "四、政府信息公开行政复议、行政诉讼情况\n"
    assert values(report_of(BASE.replace(heading, heading + sentence + "\n"))) == values(report_of(BASE))


TABLE_FOUR = ["\t1\t2\t1\t4\t2\t0\t1\t0\t3\t1\t1\t0\t1\t3", "\t\t\t\t\t2\t0\t1\t0\t3\t1\t1\t0\t1\t3"]


@pytest.mark.parametrize("row", TABLE_FOUR)
def test_blanks_at_the_beginning_of_table_four_are_cells(row: str) -> None:
    text = re.sub(r"^5\t1\t2\t1\t9\t.*$", row, BASE, flags=re.M)
    figures = report_of(text).tables["disputes"].figures
    assert figures["disputes.reconsideration.upheld"].kind == "blank"
    assert [figure.text for figure in figures.values()] == row.split("\t")


TITLES = [
    ("云岭县水利局2023年政府信息公开\n                    工作年度报告", "云岭县水利局"),
    ("云岭县水利局2023年政府信息\n公开工作年度报告", "云岭县水利局"),
    ("青川市\n市场监督管理局\n2023年政府信息公开工作年度报告", "青川市市场监督管理局"),
    ("　　青川市\n\n　　水利局2023年政府信息公开工作年度报告", "青川市水利局"),
    ("青川市\n云岭县水利局\n2023年政府信息公开工作年度报告", "云岭县水利局"),
]


@pytest.mark.parametrize(("title", "agency"), TITLES)
def test_title_on_several_lines(title: str, agency: str) -> None:
    report = report_of(BASE.replace("青川市云岭县人民政府2023年政府信息公开工作年度报告", title))
    assert report.title and report.title.agency
    assert (report.title.agency.name, report.title.year, report.title.complete_words) == (agency, 2023, True)


def test_a_table_that_breaks_off_within_a_label_lacks_no_row() -> None:
    cut = BASE[: BASE.index("按收费通知要求")]
    assert not {finding.code for finding in findings(cut)} & {"APP004", "STR001"}


ROWS_CHANGED = {
    # row: what is printed in it instead, a row that still has a cut
    "（七）总计": ("118", "12", "1", "2", "4", "3", "140"),
    "一、本年新收政府信息公开申请数量": ("0", "0", "0", "0", "0", "140", "140"),
    "（一）予以公开": ("42", "6", "1", "1", "2", "1", "53"),
    "1.本机关不掌握相关政府信息": ("0", "22", "2", "0", "0", "1", "1"),
}


@pytest.mark.parametrize("row", ROWS_CHANGED)
def test_one_changed_row_of_glued_cells_is_one_finding(row: str) -> None:
    def change(table: Cells) -> str:
        rows = []
        for cells in table:
            at = cells.index(row) + 1 if row in cells else len(cells)
            rows.append([*cells[:at], *(ROWS_CHANGED[row] if at < len(cells) else ())])
        return apart("", "")(rows)

    found = [finding for finding in findings(tables(BASE, change)) if finding.code in ("APP001", "APP002", "APP003")]
    assert len(found) == 1


def test_blanks_between_paragraphs_that_came_on_one_line_are_not_stray() -> None:
    text = " ".join(BASE.split())
    assert "TXT009" not in {finding.code for finding in findings(text)}


def test_traditional_characters_are_read_like_simplified_ones() -> None:
    lines = (grammars_folder() / "traditional.txt").read_text(encoding="utf-8").split("\n")
    pairs = [pair for line in lines if not line.startswith("#") for pair in line.split()]
    text = BASE.translate({ord(pair[1]): pair[0] for pair in pairs})
    assert "政府信息公開工作年度報告" in text
    report = report_of(text)
    assert report.source.text == text
    assert values(report) == values(report_of(BASE))
    assert codes(text) == codes(BASE)
    assert report.agency and report_of(BASE).agency
    assert report.agency.name in text
    assert (report.agency.kind, report.agency.level) == ("government", "county")


SAID = re.search(r"（二）依申请公开\n(.*)\n", BASE)

OF_SOMETHING_ELSE = [
    "2023年我县共办理行政复议案件56件，办结52件。",
    "全年收到行政复议申请56件，受理50件，办结48件，结转8件。",
    "全年受理行政许可事项1560件，办结1523件，结转37件。",
    "热线交办件300件，已全部办结，办结率100%，满意率99%。",
    "全年办理行政处罚案件1300件，作出处罚决定1268件。",
    "通过网上平台收到政府信息公开申请90件，通过信函收到40件，当面收到10件，合计140件。",
    "2023年收到政府信息公开申请140件（2022年148件，2021年130件）。",
    "受理政府信息公开申请140件，上年结转11件，较上年（收到112件）增长25%。",
    "当年新收申请中办结127件，上年结转申请办结11件。",
    "全年收到政府信息公开申请140件，当年办结126件，结转13件，另有1件撤销。",
    "从申请方式看，网络申请90件，占64.3%；信函申请40件，占28.6%；当面申请10件，占7.1%。",
    "从申请主体看，自然人118件，占84.3%；其余申请人22件，占15.7%。",
]


@pytest.mark.parametrize("sentence", OF_SOMETHING_ELSE)
def test_what_is_not_about_the_table_is_not_held_against_it(sentence: str) -> None:
    assert SAID
    assert not [code for code in codes(BASE.replace(SAID[1], sentence), ("error", "warning", "note")) if "NAR" in code]


def test_all_finished_in_time_beside_a_carry_over_is_a_warning() -> None:
    assert SAID
    found = findings(BASE.replace(SAID[1], "全县收到政府信息公开申请140件，均已按时办结。"))
    assert [(finding.code, finding.severity) for finding in found if finding.code.startswith("NAR")] == [
        ("NAR006", "warning")
    ]


def test_a_paragraph_may_begin_with_the_words_of_its_heading() -> None:
    text = BASE.replace("（二）依申请公开\n", "（二）依申请公开情况\n依申请公开情况：")
    assert not [code for code in codes(text) if code.startswith("TXT007")]


TITLES_OF_PARTS = re.findall(r"^([一二三四五六])、(.*(?:情况|事项))$", BASE, re.M)


@pytest.mark.parametrize("style", ["{title}", "{han} {title}", "（{han}）{title}", "{number}、{title}", "## {title}"])
def test_parts_are_found_however_they_are_numbered(style: str) -> None:
    text = BASE.replace("（一）主", "第一，主")
    for number, (han, title) in enumerate(TITLES_OF_PARTS, 1):
        text = text.replace(f"\n{han}、{title}\n", "\n" + style.format(han=han, number=number, title=title) + "\n")
    parts = report_of(text).parts
    assert [part.number for part in parts] == [1, 2, 3, 4, 5, 6]
    assert {part.ordinal for part in parts} <= {None, 1, 2, 3, 4, 5, 6}
    assert not [code for code in codes(text) if not code.startswith("STR007")]


@pytest.mark.parametrize("leader", ["", " …………… {}", "......{}", "\t{}"])
def test_a_table_of_contents_is_no_second_report(leader: str) -> None:
    contents = "".join(f"{han}、{title}{leader.format(at)}\n" for at, (han, title) in enumerate(TITLES_OF_PARTS, 1))
    title, rest = BASE.split("\n", 1)
    text = f"{title}\n目　录\n{contents}{rest}"
    assert [part.number for part in report_of(text).parts] == [1, 2, 3, 4, 5, 6]
    assert not {finding.code for finding in findings(text)} & {"SRC008", "STR002"}


def test_a_part_of_what_was_counted_before_the_last_figure() -> None:
    assert SAID
    text = BASE.replace(SAID[1], "全县新收政府信息公开申请140件，上年结转11件，其中自然人118件。")
    assert not codes(text)


def test_thousands_set_apart_by_a_blank() -> None:
    figures = report_of(BASE.replace("行政许可\t15234", "行政许可\t15 234")).tables["proactive"].figures
    assert (figures["proactive.licence.decisions"].kind, figures["proactive.licence.decisions"].value) == (
        "number",
        15234,
    )


def test_a_period_that_ends_in_the_same_year() -> None:
    period = report_of(BASE.replace("2023年1月1日起至2023年12月31日止", "2023年1月1日起至同年12月31日止")).period
    assert period
    assert (str(period.start), str(period.end)) == ("2023-01-01", "2023-12-31")


def test_nobody_applied_says_that_nothing_was_received() -> None:
    assert SAID
    text = BASE.replace(SAID[1], "全年未接到任何单位和个人的政府信息公开申请。")
    assert [code[:6] for code in codes(text)] == ["NAR005"]


@pytest.mark.parametrize("cells", [" ", "\u3000", ",", "\t"])
def test_words_for_none_between_separators(cells: str) -> None:
    text = tables(BASE, lambda table: "\n".join(cells.join("无" if c == "0" else c for c in row) for row in table))
    assert values(report_of(text)) == {name: value or None for name, value in values(report_of(BASE)).items()}
    assert not codes(text, ["error"])
