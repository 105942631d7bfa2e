"""Reports, findings and results made by hand for the tests of the reporters."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from disclosure_lint.finding import (
    Basis,
    Change,
    Edit,
    Finding,
    Fix,
    Label,
    Place,
    Suggestion,
    Suppressed,
    Unassessed,
    Verdicts,
)
from disclosure_lint.forms import forms
from disclosure_lint.report.model import (
    Agency,
    Claim,
    ClaimTarget,
    DateMention,
    Figure,
    Part,
    Period,
    Report,
    RowLabel,
    Table,
    Url,
)
from disclosure_lint.results import FileResult, RuleInfo, Run, RunError, Skipped
from disclosure_lint.source import Source, Span

GOLDEN = Path(__file__).parent / "golden"

RULES = {
    "APP001": RuleInfo(
        "APP001",
        "column-balance",
        "表三逐列勾稽",
        "核对本列各行。",
        (Basis("国办公开办函〔2021〕30号", "表三"),),
        "error",
    ),
    "PER002": RuleInfo("PER002", "period-year", "统计期限与报告年度一致", "", (), "error", "medium"),
    "FEE001": RuleInfo("FEE001", "fee-statement", "第六部分说明收费情况", "补写一句。", (), "warning"),
    "WEB001": RuleInfo("WEB001", "host", "网址应属政府网站", "", (), "note", "low"),
}


def source(path: str = "2023/云岭县.txt", name: str = "cells.txt") -> Source:
    return Source(path, (GOLDEN / name).read_text(encoding="utf-8"))


def at(text: Source, words: str, after: str = "", within: str = "") -> Span:
    """The span of some words (or of what is `within` them), the first after others."""
    start = text.text.index(words, text.text.index(after) if after else 0)
    if within:
        start += words.index(within)
    return Span(start, start + len(within or words))


def cell(text: Source, heading: str) -> Span:
    """The span of the line after a heading."""
    line = text.position(text.text.index(heading)).line
    return text.line_span(line + 1)


ROWS = {
    "received": "一、本年新收政府信息公开申请数量",
    "carried_in": "二、上年结转政府信息公开申请数量",
    "total": "（七）总计",
    "carried_out": "四、结转下年度继续办理",
}


def report(text: Source) -> Report:
    """The report of cells.txt as the builder would have it."""
    rows = tuple(RowLabel(key, words, at(text, words)) for key, words in ROWS.items())
    figures = {
        name: Figure(name, "missing", None, "", Span(0, 0)) for name in forms()["2021"].tables["applications"].names()
    }
    for key, words in ROWS.items():
        span = cell(text, words)
        written = text.text[span.start : span.end]
        name = f"applications.{key}.natural"
        figures[name] = Figure(name, "number", int(written), written, span)
    figures["applications.granted.natural"] = Figure(
        "applications.granted.natural", "glued", None, "330", Span(5, 8), candidates=(3, 33)
    )
    figures["applications.granted.commercial"] = Figure(
        "applications.granted.commercial", "number", 3, "3", Span(5, 8), inferred=True
    )
    figures["applications.partial.natural"] = Figure("applications.partial.natural", "blank", None, "", Span(5, 5))
    figures["applications.partial.total"] = Figure(
        "applications.partial.total", "blank", None, "", Span(5, 5), implied_zero=True
    )
    figures["applications.denied.total"] = Figure("applications.denied.total", "dash", None, "—", Span(5, 6))
    table = Table(
        "applications",
        "2021",
        3,
        Span(*at(text, "三、收到")),
        (*rows, RowLabel(None, "五、本地另加的行", Span(9, 12))),
        (),
        figures,
    )
    fee = Figure("proactive.admin_fee.amount", "number", Decimal("25.10"), "25.10", Span(5, 8))
    proactive = Table("proactive", "2021", 2, Span(0, 0), figures={fee.name: fee})
    period = at(text, "2022年1月1日起至2022\n年12月31日")
    heading = at(text, "一、总体情况")
    after_ordinal = Span(heading.end - 4, heading.end)
    claim = Claim(
        "value",
        "received",
        at(text, "主动公开"),
        "主动公开",
        12,
        None,
        "条",
        target=ClaimTarget((("applications.received.natural",),)),
        part=1,
    )
    return Report(
        text,
        2023,
        "title",
        at(text, "2023年"),
        "2021",
        None,
        Agency("青川市云岭县人民政府", at(text, "青川市云岭县人民政府"), "government", "county"),
        period=Period(period, "", date(2022, 1, 1), date(2022, 12, 31), None, None),
        parts=(Part(1, "overview", 1, "总体情况", heading, after_ordinal, Span(heading.end, heading.end)),),
        tables={"proactive": proactive, "applications": table},
        signed=DateMention(Span(0, 0), "2024年1月20日", 2024, 1, 20, date(2024, 1, 20)),
        urls=(
            Url(at(text, "http://www.yunling.example"), "http://www.yunling.example", "http", "www.yunling.example"),
        ),
        claims=(claim,),
    )


def unbalanced(text: Source) -> Finding:
    """Four cells on four lines; one of them is wrong."""

    def label(row: str, words: str) -> Label:
        return Label(cell(text, ROWS[row]), words, Place(3, "applications", row, "natural"))

    return Finding(
        "APP001",
        "column-balance",
        "error",
        "“自然人”列勾稽关系不成立：12 + 3 = 15，14 + 2 = 16，相差 -1",
        label("total", "办理结果总计 14"),
        Place(3, "applications", "total", "natural"),
        also=("APP002",),
        labels=(
            label("received", "本年新收 12"),
            label("carried_in", "上年结转 3"),
            label("carried_out", "结转下年度 2"),
        ),
        notes=("算式：本年新收 + 上年结转 = 总计 + 结转下年度继续办理", "其余 6 列成立。"),
        help="先核对“（七）总计”是否等于（一）至（六）各行之和，再核对“四、结转下年度继续办理”；"
        "数字须与台账一致，本工具不会自动修改任何数据，改动前请先找到原始登记。",
        basis=(Basis("国办公开办函〔2021〕30号", "表三"), Basis("政府信息公开条例", "第五十条")),
        suggestions=(
            Suggestion((Change("applications", "total", "natural", 13),), True),
            Suggestion((Change("disputes", "direct", "upheld", 1), Change("disputes", "direct", "total", 2)), False),
        ),
        fingerprint="0123456789abcdef0123456789abcdef",
    )


def wrong_year(text: Source) -> Finding:
    """Two places on a line, one of them running on to the next."""
    return Finding(
        "PER002",
        "period-year",
        "error",
        "统计期限与报告年度不一致：写作 2022 年，报告年度为 2023 年",
        Label(at(text, "2022\n年12月31日"), "截止日跨行书写，应为 2023年12月31日"),
        Place("preamble"),
        "medium",
        labels=(
            Label(at(text, "2022年1月1日"), "起始日应为 2023年1月1日"),
            Label(at(text, "2023年"), "报告年度取自标题"),
        ),
        fix=Fix("unsafe", (Edit(at(text, "2022年1月1日", within="2022"), "2023"),)),
    )


def absent(text: Source) -> Finding:
    """Something missing, shown at a heading."""
    return Finding(
        "FEE001",
        "fee-statement",
        "warning",
        "第六部分没有说明收取信息处理费的情况",
        Label(at(text, "六、其他需要报告的事项"), "本部分内没有找到"),
        Place(6),
        help="在第六部分补写一句。\n例如：2023年，本机关未收取信息处理费。",
    )


def run(text: Source) -> Run:
    """One report with everything, one file that is no report, one that is fine."""
    read = report(text)
    silenced = Finding("WEB001", "host", "note", "网址不在 gov.cn 域", Label(read.urls[0].span), Place("preamble"))
    missing = "缺少上一年度的报告"
    verdicts = Verdicts(
        (wrong_year(text), unbalanced(text), absent(text)),
        (
            Unassessed("YOY001", "no_previous", missing, Place(3, "applications")),
            Unassessed("YOY002", "no_previous", missing),
            Unassessed("APP004", "undetermined", "数字粘连，无法确定", Place(3, "applications", "granted", "natural")),
        ),
        {"NAT001": "仅适用于国务院部门"},
        ("STR001", "STR002"),
        ("APP001", "APP002", "PER002", "FEE001"),
        ("YOY001", "YOY002", "APP004"),
    )
    unreadable = Finding("SRC001", "empty", "error", "文件是空的", Label(Span(0, 0)))
    return Run(
        (
            FileResult(
                text.path,
                read,
                text,
                verdicts,
                (Suppressed(silenced, "上级门户", "suppression", "disclosure-lint.toml"),),
            ),
            FileResult("2023/空 白.txt", None, None, Verdicts((unreadable,), failed=("SRC001",))),
            FileResult("2023/好.txt", None, Source("2023/好.txt", "好"), Verdicts(passed=("STR001",))),
        ),
        (Skipped("README.md", "不是年度报告"),),
        (RunError("2023/不存在.txt", "没有这个文件"),),
        "0.1.0",
    )
