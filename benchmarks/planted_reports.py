"""Faults that a single report or file shows by itself: one thing changed in a report that was right."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from disclosure_lint.forms import forms
from generator import Sample, generate, with_cell
from planted import Campaign, chain, lone_agency
from submissions import file_name


@dataclass(frozen=True)
class Fault:
    """What is done to a report, and what must be found: codes with their severity."""

    change: Callable[[Sample], str | bytes]
    found: Mapping[str, str]


def _replaced(pattern: str, new: str) -> Callable[[Sample], str]:
    """The first place that a pattern fits is replaced; {last}, {year} and {next} stand for
    the years."""

    def change(sample: Sample) -> str:
        wanted, replacement = _dated(pattern, sample.year), _dated(new, sample.year)
        text, count = re.subn(wanted, replacement, sample.text, count=1, flags=re.MULTILINE)
        if not count:
            raise LookupError(f"{pattern} is nowhere in the report of {sample.agency}")
        return text

    return change


def _dated(text: str, year: int) -> str:
    for slot, value in (("{last}", year - 1), ("{year}", year), ("{next}", year + 1)):
        text = text.replace(slot, str(value))
    return text


def _said(sentence: str, heading: str = "一、总体情况") -> Callable[[Sample], str]:
    """A sentence more at the beginning of a part."""
    return _replaced(rf"^{heading}\n", f"{heading}\n{sentence}\n")


def _cells(**changes: int) -> Callable[[Sample], str]:
    """Cells changed by so much: `table__row__column=1`. The text says what it said."""

    def change(sample: Sample) -> str:
        names = {name.replace("__", "."): amount for name, amount in changes.items()}
        return sample.render({name: sample.figures[name] + amount for name, amount in names.items()})

    return change


def _cell(name: str, text: str) -> Callable[[Sample], str]:
    return lambda sample: with_cell(sample, name, text)


def _stated(name: str, more: int) -> Callable[[Sample], str]:
    """A figure stated wrongly in the text; the first clause that states just this figure is taken."""

    def change(sample: Sample) -> str:
        value = sample.figures[name]
        for statement in sample.statements:
            pattern = rf"(?<!\d){value}(?=件)"
            if statement.figures.get(name) == value and len(re.findall(pattern, statement.text)) == 1:
                wrong = re.sub(pattern, str(int(value) + more), statement.text)
                return sample.text.replace(statement.text, wrong, 1)
        raise LookupError(f"{name} is stated nowhere in the report of {sample.agency}")

    return change


def _swapped_parts(sample: Sample) -> str:
    """Parts five and six the other way round."""
    before, problems, other = re.split(r"^(?=五、|六、)", sample.text, flags=re.MULTILINE)
    body, _, signature = other.rpartition("\n\n")
    return f"{before}{body}\n\n{problems.rstrip()}\n\n{signature}"


def _without_part_six(sample: Sample) -> str:
    """No part six, and nothing of what stood there."""
    return re.sub(r"^六、.*?\n\n", "", sample.text, count=1, flags=re.MULTILINE | re.DOTALL)


def _on_the_old_form(sample: Sample) -> str:
    """The same figures on the form that was in force before."""
    figures = dict(sample.figures)
    for column in sample.form.tables["applications"].columns:
        rest = ("correction_overdue", "fee_overdue", "other")
        figures[f"applications.other_handling.{column}"] = sum(figures[f"applications.{row}.{column}"] for row in rest)
    old = forms()["2019"]
    same = {name: value for name, value in figures.items() if name in old.names()}
    text = generate(sample.seed, year=sample.year, agency=sample.who, layout="tabs", edition="2019", figures=same).text
    if not re.search(r"^六、.*\n(无|本年度没有)其他需要报告的事项。\n", text, flags=re.MULTILINE):
        raise LookupError("part six says more than that there is nothing")
    return text


def _twice(sample: Sample) -> str:
    return sample.text + "\n\n" + sample.text.replace(str(sample.year), str(sample.year - 1))


PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" * 20
)
LETTER = "关于召开座谈会的通知\n各科室：\n定于下周三召开座谈会，请准时参加。\n"

REPORT: Mapping[str, Fault] = {
    # tables
    "row": Fault(_cells(applications__carried_out__total=3), {"APP003": "error"}),
    "columns": Fault(
        _cells(applications__received__natural=1, applications__received__commercial=-1), {"APP001": "error"}
    ),
    "cell": Fault(_cells(applications__granted__natural=4), {"APP003": "error"}),
    "disputes": Fault(_cells(disputes__direct__total=2), {"DIS001": "error"}),
    "words-in-cell": Fault(_cell("applications.unclear.natural", "若干"), {"APP005": "error"}),
    "disputes-cell": Fault(_cell("disputes.direct.other", "若干"), {"DIS002": "error"}),
    "label": Fault(_replaced("^行政规范性文件(?=\\t)", "规范性文件"), {"PRO201": "note"}),
    "old-form": Fault(_on_the_old_form, {"STR008": "error", "CIT001": "warning", "FEE001": "warning"}),
    "proactive-cell": Fault(_cell("proactive.licence.decisions", "约900"), {"PRO202": "error"}),
    # the text against the tables
    "received": Fault(_stated("applications.received.total", 7), {"NAR001": "error"}),
    "outcome": Fault(_stated("applications.granted.total", 5), {"NAR002": "error"}),
    "carried-out": Fault(_stated("applications.carried_out.total", 4), {"NAR003": "error"}),
    "reconsideration": Fault(_stated("disputes.reconsideration.total", 3), {"NAR004": "warning"}),
    "denied": Fault(_said("全年未收到政府信息公开申请。"), {"NAR005": "error"}),
    "parts": Fault(_said("发布公告公示640条，其中规划类300条、监管类200条、人事类130条。"), {"NAR007": "warning"}),
    "part-above-total": Fault(_said("发布公告公示140条，其中规划类300条。"), {"NAR008": "error"}),
    # frame
    "title-year": Fault(_replaced("{year}(?=年(度)?)", "{last}"), {"TTL002": "error"}),
    "period": Fault(_replaced(r"(?<=统计期限)(自|从|为){year}", r"\g<1>{last}"), {"PER002": "error"}),
    "signature": Fault(_replaced(r"{next}(?=年\d+月\d+日\s*\Z)", "{last}"), {"PER003": "error"}),
    "no-such-day": Fault(_replaced(r"(?<=月)\d+(?=日\s*\Z)", "32"), {"PER006": "error"}),
    "part-missing": Fault(_without_part_six, {"STR001": "error"}),
    "parts-swapped": Fault(_swapped_parts, {"STR002": "error"}),
    "no-title": Fault(_replaced(r"\A[^\n]*报告\n", ""), {"TTL001": "warning"}),
    "other-name": Fault(
        _replaced(r"^\s*\S+管理委员会(?=\n\s*\S+日\s*\Z)", "云川省卫生健康委员会"), {"TTL003": "warning"}
    ),
    "no-period": Fault(_replaced(r"[^。]*统计期限[^。]*。", ""), {"PER001": "warning"}),
    "stale": Fault(_said("{last}年，全区主动公开政府信息300条。"), {"PER005": "warning"}),
    "empty-part": Fault(_replaced(r"(?<=^五、存在的主要问题及改进情况\n)[\s\S]*?(?=\n六、)", ""), {"CON002": "error"}),
    "heading": Fault(_replaced("^五、存在的主要问题及改进情况", "五、存在的问题及改进情况"), {"STR004": "note"}),
    "remnant": Fault(_said("（文字描述）"), {"STR009": "error"}),
    "no-fees": Fault(_replaced(r"(?<=^六、其他需要报告的事项\n).*", "无其他需要报告的事项。"), {"FEE001": "warning"}),
    "short": Fault(
        _replaced(r"(?<=^五、存在的主要问题及改进情况\n)[\s\S]*?(?=\n\n六、)", "上年问题已整改，今后继续改进不足。"),
        {"CON002": "warning"},
    ),
    # words
    "citation": Fault(_replaced("(?<=国办公开办函〔2021〕)30号", "31号"), {"CIT002": "error"}),
    "superseded": Fault(_said("本报告的格式依照国办公开办函〔2019〕60号。"), {"CIT001": "note"}),
    "brackets": Fault(_replaced("国办公开办函〔2021〕30号", "国办公开办函[2021]30号"), {"TXT004": "warning"}),
    "half-width": Fault(_said("加强学习,提高能力。"), {"TXT003": "note"}),
    "unpaired": Fault(_said("落实“三审三校制度，加强管理。"), {"TXT005": "warning"}),
    "term": Fault(_said("认真办理人大、政协提案。"), {"LEX002": "note"}),
    "host": Fault(_said("公开专栏网址为http://www.qingchuan-news.com/。"), {"WEB001": "warning"}),
    "person": Fault(_said("申请人张建国不服答复，提起行政复议。"), {"PII002": "warning"}),
    "doubled": Fault(_said("认真贯彻贯彻有关规定，加强学习。"), {"TXT007": "warning"}),
    "confused": Fault(_said("建立工作台帐，定期清理失效文件。"), {"LEX001": "warning"}),
    "list": Fault(_said("一是加强学习。三是加强检查。"), {"TXT010": "warning"}),
    "telephone": Fault(_said("申请人可以与联系人李某联系，手机13812345678。"), {"PII001": "warning"}),
    "address": Fault(_said("公开专栏的网址是http://www..gov.cn/zwgk。"), {"WEB002": "error"}),
    # files
    "empty": Fault(lambda sample: b"", {"SRC001": "error"}),
    "picture": Fault(lambda sample: PICTURE, {"SRC002": "error"}),
    "letter": Fault(lambda sample: LETTER, {"SRC007": "error"}),
    "control": Fault(_replaced("(?<=^一、总体情况\n)", "\x07"), {"SRC010": "warning"}),
    "lost-bytes": Fault(
        lambda sample: sample.text.encode().replace("总体".encode(), b"\xff\xfe", 1), {"SRC003": "warning"}
    ),
    "cut-off": Fault(lambda sample: sample.text[: len(sample.text) // 3], {"SRC011": "warning", "AGG003": "warning"}),
    "two": Fault(_twice, {"SRC008": "error"}),
}
"""By name: faults of one report, in the last year of an agency."""


def plant_report(campaign: Campaign, kind: str, number: int, years: Sequence[int]) -> None:
    """An agency whose last report has one fault of its own."""
    fault = REPORT[kind]
    samples, content = _spoilt(fault, number, years)
    for sample in samples:
        campaign.add(sample)
    last = samples[-1]
    campaign.files[file_name(last)] = content
    campaign.owe(samples, named=True)
    for code, severity in fault.found.items():
        campaign.plant(code, severity, last)


def _spoilt(fault: Fault, number: int, years: Sequence[int]) -> tuple[list[Sample], bytes]:
    """Reports of an agency, and the last one with its fault; other words are tried until the fault can be made."""
    for turn in range(_MOST_TRIES):
        samples = chain(70_000 + number + turn * 100_000, lone_agency(number), years)
        try:
            content = fault.change(samples[-1])
        except LookupError:
            continue
        content = content.encode() if isinstance(content, str) else content
        if content != samples[-1].text.encode():
            return samples, content
    raise LookupError(f"this fault changes no report: {fault.found}")


_MOST_TRIES = 40
