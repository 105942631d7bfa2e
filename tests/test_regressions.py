"""Mistakes that were found by trying to break the program: each may not come again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from unicodedata import east_asian_width

import pytest

from disclosure_lint.report.model import Figure, Report
from disclosure_lint.resources import rules_folder
from disclosure_lint.rules.engine import verdicts
from disclosure_lint.rules.examples import bases
from disclosure_lint.rules.load import load_rules
from disclosure_lint.rules.outcome import Context
from disclosure_lint.rules.rule import Rule
from disclosure_lint.source import Source
from disclosure_lint.syntax import is_annual_report, read_report

TODAY = date(2099, 12, 31)
TABLE_PARTS = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)
Cells = list[list[str]]


@lru_cache(maxsize=1)
def rules() -> Sequence[Rule]:
    return load_rules([rules_folder()]).rules


def report_of(text: str) -> Report:
    return read_report(Source("r.txt", text))


def codes(text: str, severities: Iterable[str] = ("error", "warning")) -> list[str]:
    """The codes of the findings of these severities."""
    wanted = set(severities)
    found = verdicts(report_of(text), rules(), Context(today=TODAY)).findings
    return [f"{finding.code} {finding.message}" for finding in found if finding.severity in wanted]


def tables(text: str, change: Callable[[Cells], str]) -> str:
    """A base report with its tables written otherwise. Rows come as cells without the empty ones."""
    lines = text.split("\n")
    out: list[str] = []
    rows: Cells = []
    inside = False
    for line in lines:
        if re.match(r"[一二三四五六]、.*(?:情况|事项)$", line):
            if rows:
                out += [change(rows), ""]
                rows = []
            inside = line in TABLE_PARTS
            out += [line, ""] if inside else [line]
        elif inside:
            if line:
                rows.append([cell for cell in line.split("\t") if cell])
        else:
            out.append(line)
    return "\n".join(out)


def values(report: Report) -> dict[str, object]:
    return {name: figure.value for table in report.tables.values() for name, figure in table.figures.items()}


def figure(report: Report, name: str) -> Figure:
    return report.tables[name.split(".")[0]].figures[name]


BASE = bases()["2021"]


def apart(cells: str, rows: str) -> Callable[[Cells], str]:
    return lambda table: rows.join(cells.join(row) for row in table)


def labels(change: Callable[[str], str], cells: str, rows: str) -> Callable[[Cells], str]:
    return lambda table: apart(cells, rows)([[cell if _is_figure(cell) else change(cell) for cell in r] for r in table])


def _is_figure(cell: str) -> bool:
    return re.fullmatch(r"[\d.]+", cell) is not None


def marked(change: Callable[[str], str]) -> Callable[[Cells], str]:
    return lambda table: apart("\t", "\n")([[change(cell) if _is_figure(cell) else cell for cell in r] for r in table])


def below_label(cells: str) -> Callable[[Cells], str]:
    """The label on one line, all its cells on the next."""

    def change(table: Cells) -> str:
        out = []
        for row in table:
            words = [cell for cell in row if not _is_figure(cell)]
            figures = [cell for cell in row if _is_figure(cell)]
            out += [*words, cells.join(figures)] if figures else words
        return "\n".join(out)

    return change


LAYOUTS = {
    "tabs doubled": apart("\t\t", "\n"),
    "single blanks": apart(" ", "\n"),
    "full-width blanks": apart("\u3000", "\n"),
    "everything on one line, tabs": apart("\t", "\t"),
    "commas": apart(",", "\n"),
    "full-width commas": apart("，", "\n"),
    "semicolons": apart(";", "\n"),
    "vertical tabs": apart("\v", "\n"),
    "box lines": apart(" │ ", "\n"),
    "quoted pipes": lambda table: "\n".join("> | " + " | ".join(row) + " |" for row in table),
    "cells in tags": lambda table: "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in table),
    "cells below their label": below_label(" "),
    "columns of blanks below their label": below_label("  "),
    "bold figures": marked(lambda cell: f"**{cell}**"),
    "tagged figures": marked(lambda cell: f"<b>{cell}</b>"),
    "circled ordinals": labels(lambda s: re.sub(r"^(\d)\.", lambda m: chr(0x245F + int(m[1])), s), "\n", "\n\n"),
    "circled ordinals, blanks": labels(lambda s: re.sub(r"^(\d)\.", lambda m: chr(0x245F + int(m[1])), s), " ", "\n"),
    "ordinals with 、": labels(lambda s: re.sub(r"^(\d)\.", r"\1、", s), " ", "\n"),
    "ordinals in brackets": labels(lambda s: re.sub(r"^(\d)\.", r"（\1）", s), " ", "\n"),
    "ordinals without a mark": labels(lambda s: re.sub(r"^(\d)\.", r"\1", s), " ", "\n"),
    "ordinals with a full stop": labels(lambda s: re.sub(r"^([一二三四])、", r"\1.", s), " ", "\n"),
    "no ordinals": labels(lambda s: re.sub(r"^(\d\.|（[一二三四五六七]）|[一二三四]、)", "", s), "\t", "\n"),
    "no ordinals, blanks": labels(lambda s: re.sub(r"^(\d\.|（[一二三四五六七]）|[一二三四]、)", "", s), " ", "\n"),
    "labels with a colon": labels(lambda s: s + "：", " ", "\n"),
    "escaped ordinals": labels(lambda s: s.replace(".", "\\."), "\t", "\n"),
    "entities in labels": labels(lambda s: s.replace(".", ".&nbsp;"), "\t", "\n"),
    "labels broken after six": labels(lambda s: "\n".join(s[at : at + 6] for at in range(0, len(s), 6)), "\n", "\n"),
    "number of a page between rows": lambda table: apart("\n", "\n\n— 4 —\n\n")(table),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout(layout: str) -> None:
    text = tables(BASE, LAYOUTS[layout])
    assert values(report_of(text)) == values(report_of(BASE))
    assert codes(text) == codes(BASE)


GLUED = {
    "rows on lines": apart("", "\n"),
    "no ordinals but 、": labels(lambda s: re.sub(r"^(\d)\.", r"\1、", s), "", "\n"),
    "group labels before the first row": apart("", ""),
    "cells below their label": below_label(""),
}


@pytest.mark.parametrize("layout", GLUED)
def test_glued_layout(layout: str) -> None:
    text = tables(BASE, GLUED[layout])
    clean, found = report_of(BASE), report_of(text)
    for name, known in values(clean).items():
        cell = figure(found, name)
        table_two = name.startswith("proactive.")  # no identity there: given only when unambiguous
        assert cell.value == known or (cell.value is None and (table_two or known in cell.candidates)), name
    assert codes(text) == codes(BASE)


def _with_subtotal_column(at: int) -> Callable[[Cells], str]:
    """A column with the sum of the organisations, before them or behind them, one cell a line."""

    def change(table: Cells) -> str:
        out = []
        for row in table:
            figures = [int(cell) for cell in row if cell.isdigit()]
            if len(figures) == 7:
                row = [*row[:-7], *map(str, [*figures[:at], sum(figures[1:6]), *figures[at:]])]
            if row[0] == "商业企业":
                row = ["小计", *row] if at == 1 else [*row, "小计"]
            out.append(row)
        return apart("\n", "\n\n")(out)

    return change


@pytest.mark.parametrize("at", [1, 6])
def test_subtotal_column_of_a_local_system(at: int) -> None:
    text = tables(BASE, _with_subtotal_column(at))
    assert values(report_of(text)) == values(report_of(BASE))
    assert codes(text) == codes(BASE)


def test_subtotal_column_glued_is_no_error() -> None:
    text = tables(BASE, _with_subtotal_column(1)).replace("\n\n", "\f").replace("\n", "").replace("\f", "\n")
    assert not [code for code in codes(text) if code.startswith("APP003")]


ROWS = {"tabs": ("\t", "\n"), "lines": ("\n", "\n\n"), "blanks": (" ", "\n"), "glued": ("", "\n")}


@pytest.mark.parametrize("layout", ROWS)
def test_row_that_the_form_does_not_know_counts_as_a_result(layout: str) -> None:
    def change(table: Cells) -> str:
        out = []
        for row in table:
            if row[0] == "3.其他":
                out += [["3.其他", *"0000000"], ["4.申请人主动撤回", *row[1:]]]
            else:
                out.append(row)
        return apart(*ROWS[layout])(out)

    assert codes(tables(BASE, change)) == codes(BASE)


@pytest.mark.parametrize("layout", ROWS)
def test_rows_of_subtotals(layout: str) -> None:
    def change(table: Cells) -> str:
        out = []
        for row in table:
            out.append(row)
            if row[0].startswith("8."):
                out.append(["小计", "20", "2", "0", "1", "0", "0", "23"])
        return apart(*ROWS[layout])(out)

    text = tables(BASE, change)
    assert codes(text) == codes(BASE)
    if layout != "glued":
        assert values(report_of(text)) == values(report_of(BASE))


def test_comparison_of_two_years_is_no_stale_year() -> None:
    text = BASE.replace(
        "全县主动公开政府信息3256条", "2022年收到申请133件，2023年收到申请140件。全县主动公开政府信息3256条"
    )
    assert text != BASE
    assert not [code for code in codes(text) if code.startswith("PER005")]


def _parts() -> tuple[str, list[str], str]:
    """The base report: what stands before the parts, the parts, the signature."""
    starts = [match.start() for match in re.finditer(r"^[一二三四五六]、.*(?:情况|事项)$", BASE, re.M)]
    assert len(starts) == 6
    end = BASE.rstrip().rindex("\n\n")
    return BASE[: starts[0]], [BASE[a:b] for a, b in zip(starts, [*starts[1:], end], strict=True)], BASE[end:]


def _body(part: str) -> str:
    return part.split("\n", 1)[1]


def test_contents_with_page_numbers_are_no_second_report() -> None:
    opening, parts, ending = _parts()
    contents = "\n".join(f"{part.splitlines()[0]}…………………{number}" for number, part in enumerate(parts, 1))
    text = f"{opening}目  录\n{contents}\n\n{''.join(parts)}{ending}"
    assert report_of(text).second is None
    assert codes(text) == codes(BASE)


def test_tables_in_an_appendix() -> None:
    opening, parts, ending = _parts()
    short = [part.splitlines()[0] + "\n\n详见附表。\n\n" if 0 < at < 4 else part for at, part in enumerate(parts)]
    text = f"{opening}{''.join(short)}{ending}\n" + "".join(f"附表{at}\n{_body(parts[at])}" for at in (1, 2, 3))
    assert values(report_of(text)) == values(report_of(BASE))
    assert codes(text) == codes(BASE)


def test_table_before_its_heading() -> None:
    opening, parts, ending = _parts()
    parts[1] = f"{_body(parts[1])}{parts[1].splitlines()[0]}\n\n"
    text = f"{opening}{''.join(parts)}{ending}"
    assert values(report_of(text)) == values(report_of(BASE))
    assert codes(text) == codes(BASE)


def _display_width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _aligned(table: Cells) -> str:
    """Columns made of blanks, with blanks for zeros; wide punctuation takes two columns."""
    lines = []
    for row in table:
        words = [cell for cell in row if not _is_figure(cell)]
        figures = [cell for cell in row if _is_figure(cell)]
        if len(figures) == 7:
            figures = ["" if cell == "0" else cell for cell in figures]
            lines += words[:-1]
            row = [words[-1], *figures] if any(figures) else [words[-1]]
        widths = [90 if len(figures) == 7 else 20, *[16] * 20]
        padded = (cell + " " * max(2, width - _display_width(cell)) for cell, width in zip(row, widths, strict=False))
        lines.append("".join(padded).rstrip())
    return "\n".join(lines)


def test_rows_without_a_figure_in_columns_of_blanks() -> None:
    found = report_of(tables(BASE, _aligned))
    for name, known in values(report_of(BASE)).items():
        cell = figure(found, name)
        assert cell.value == known or (cell.kind == "blank" and known == 0), name
    assert [code[:6] for code in codes(tables(BASE, _aligned))] == ["APP005"]


BASE_2019 = bases()["2019"]


@pytest.mark.parametrize("minus", ["—", "–", "－", "−"])
def test_a_decrease_with_any_sign_is_one(minus: str) -> None:
    text, count = re.subn(r"\t-(\d)", rf"\t{minus}\1", BASE_2019)
    assert count
    assert values(report_of(text)) == values(report_of(BASE_2019))
    assert codes(text) == codes(BASE_2019)


def test_no_change_in_words_is_no_error() -> None:
    text = re.sub(r"(行政强制\t\d+\t)[-\d]+", r"\1持平", BASE_2019)
    assert text != BASE_2019
    assert codes(text) == codes(BASE_2019)


def test_plus_before_a_count_is_noted() -> None:
    text = re.sub(r"(行政强制\t)(\d+)", r"\1+\2", BASE_2019)
    assert [code[:6] for code in codes(text, ["note"])].count("PRO102") == 1
    assert codes(text) == codes(BASE_2019)


@pytest.mark.parametrize("layout", ROWS)
def test_row_of_a_province_in_table_two(layout: str) -> None:
    def change(table: Cells) -> str:
        out = []
        for row in table:
            out.append(row)
            if row[0] == "规范性文件":
                out.append(["其他主动公开文件", "5", "5", "20"])
        return apart(*ROWS[layout])(out)

    text = tables(BASE_2019, change)
    assert codes(text) == codes(BASE_2019)
    if layout != "glued":
        assert values(report_of(text)) == values(report_of(BASE_2019))


def test_an_address_in_brackets_is_no_placeholder() -> None:
    sentence = "本报告的电子版可以下载（网址：www.yunlingxian.gov.cn）。\n\n一、总体情况"
    assert not [code for code in codes(BASE.replace("一、总体情况", sentence, 1)) if code.startswith("STR009")]
    placeholder = "电子版见（网址）。\n\n一、总体情况"
    assert codes(BASE.replace("一、总体情况", placeholder, 1))[0].startswith("STR009")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("现公布云岭县民政局2023年政府信息公开工作年度报告。\n一、总体情况\n全年公开信息35条。\n", True),
        ("一、总体情况\n（一）主动公开。公开信息35条。\n（二）依申请公开。收到申请2件。\n", True),
        ("云岭县2023年政府信息公开年度报告\n\n一、总体情况\n全年公开信息35条。\n", True),
        ("关于做好2023年政府信息公开工作年度报告编制工作的通知\n一、总体要求\n按时报送。\n", False),
        ("云岭县民政局2023年工作总结\n一、总体情况\n全年发放补贴35万元。\n", False),
    ],
)
def test_what_opens_as_an_annual_report_is_one(text: str, expected: bool) -> None:
    assert is_annual_report(report_of(text)) is expected


def test_a_table_at_the_end_of_a_text_that_breaks_off_lacks_no_labels() -> None:
    end = BASE.index("第二十条第（六）项")
    assert not [code for code in codes(BASE[:end]) if code.startswith("PRO201")]
