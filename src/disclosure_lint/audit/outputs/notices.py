"""`notices/`: a notice for each agency whose reports have errors or warnings, or are missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from disclosure_lint.audit.campaign import Campaign, Missing
from disclosure_lint.audit.outputs.docx_template import Template
from disclosure_lint.audit.outputs.notice_form import notice_form
from disclosure_lint.audit.outputs.packages import package
from disclosure_lint.audit.outputs.tally import by_agency
from disclosure_lint.audit.outputs.texts import basis_texts, encodable, marked_text
from disclosure_lint.audit.outputs.wording import place_words, wording
from disclosure_lint.finding import SEVERITIES
from disclosure_lint.rules.crosscheck import Member

FOLDER = "notices"
TEMPLATE = "notice-template.docx"
WITH_NOTICE = ("error", "warning")
"""The severities that a notice lists; of notes it says how many there are."""

ONCE = (
    "机关",
    "上级",
    "年度",
    "报告数",
    "问题数",
    "错误数",
    "警告数",
    "提示数",
    "未报送年度",
    "未报送数",
    "问题概述",
    "未报送提醒",
    "提示说明",
    "日期",
    "版本",
)
"""The placeholders about the agency."""
EACH = ("序号", "报告年度", "严重程度", "规则编号", "规则", "问题", "位置", "原文", "依据", "整改建议", "文件")
"""The placeholders about one finding."""

_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]')
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(?:\.|\Z)", re.IGNORECASE)
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class _Problem:
    year: int | None
    path: str
    finding: Mapping[str, Any]


def usable(template: Path) -> Template:
    """The office's own template, read. Raises TemplateError, MissingPackage or OSError."""
    package("docx")
    return Template(template.read_bytes(), ONCE, EACH)


class Notices:
    """A folder of Word documents, and the template they were made from."""

    def write(self, campaign: Campaign, folder: Path) -> None:
        """Write the documents. Raises TemplateError before anything is written."""
        package("docx")
        named = campaign.notice_template
        content = named.read_bytes() if named else notice_form(campaign.lang)
        template = Template(content, ONCE, EACH)
        (folder / TEMPLATE).write_bytes(content)
        (folder / FOLDER).mkdir()
        names = _FileNames()
        for member, _duties, records in by_agency(campaign):
            if member is None:
                continue
            missing = campaign.missing_of(member.id)
            problems: list[_Problem] = []
            reports = 0
            for record in records:
                reports += record.state != "skipped"
                problems += [_Problem(record.year, record.path, finding) for finding in record.findings]
            for each in missing:
                problems += [_Problem(each.year, "", finding) for finding in each.findings or _unsaid(campaign, each)]
            counts = Counter(problem.finding["severity"] for problem in problems)
            if missing or any(counts[severity] for severity in WITH_NOTICE):
                values = _values(campaign, member, reports, missing, problems, counts)
                document = template.filled(values, list(_items(campaign, problems)))
                (folder / FOLDER / f"{names(member.id)}.docx").write_bytes(document)


class _FileNames:
    """File names that every system takes, no two of them alike."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def __call__(self, agency: str) -> str:
        name = file_name(agency)
        if name.casefold() in self._taken:
            name = _told_apart(name, agency)
        self._taken.add(name.casefold())
        return name


def _told_apart(name: str, agency: str) -> str:
    digest = sha256(agency.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{name}-{digest[:8]}"


def file_name(agency: str) -> str:
    """The agency as a file name without ending; one that had to be changed is told apart by a hash."""
    name = _UNFIT.sub("_", agency)[:_LONGEST].strip(" .")
    if name and name == agency and not _RESERVED.match(name):
        return name
    return _told_apart(f"_{name}" if _RESERVED.match(name) or not name else name, agency)


def _unsaid(campaign: Campaign, missing: Missing) -> list[dict[str, Any]]:
    """What the list says of a missing report that no rule of the run speaks of."""
    return [
        {
            "code": "",
            "severity": SEVERITIES[0],
            "message": wording("notice-missing", campaign.lang, years=str(missing.year)),
            "place": {"part": None, "table": None},
            "basis": [],
            "help": "",
        }
    ]


def _years(years: Sequence[int | None], lang: str) -> str:
    return wording("list", lang).join(str(year) for year in sorted({year for year in years if year}))


def _values(
    campaign: Campaign,
    member: Member,
    reports: int,
    missing: Sequence[Missing],
    problems: Sequence[_Problem],
    counts: Counter[str],
) -> dict[str, str]:
    lang, today = campaign.lang, campaign.today
    listed = [problem for problem in problems if problem.finding["severity"] in WITH_NOTICE]
    in_reports = [problem for problem in listed if problem.path]
    gone = _years([each.year for each in missing], lang)
    years = _years([problem.year for problem in in_reports], lang)
    found = Counter(problem.finding["severity"] for problem in in_reports)
    numbers = {"years": years, "number": len(in_reports), "error": found["error"], "warning": found["warning"]}
    summary = wording("notice-summary" if years else "notice-summary-yearless", lang, **numbers)
    notes = counts["note"]
    return {
        "机关": encodable(member.name or member.id),
        "上级": encodable(member.parent),
        "年度": years,
        "报告数": str(reports),
        "问题数": str(len(listed)),
        "错误数": str(counts["error"]),
        "警告数": str(counts["warning"]),
        "提示数": str(notes),
        "未报送年度": gone,
        "未报送数": str(len(missing)),
        "问题概述": summary if in_reports else "",
        "未报送提醒": wording("notice-missing", lang, years=gone) if gone else "",
        "提示说明": wording("notice-notes", lang, number=notes) if notes else "",
        "日期": wording("notice-date", lang, year=today.year, month=today.month, day=today.day, iso=today.isoformat()),
        "版本": campaign.version,
    }


def _items(campaign: Campaign, problems: Sequence[_Problem]) -> Iterator[dict[str, str]]:
    lang = campaign.lang
    listed = [problem for problem in problems if problem.finding["severity"] in WITH_NOTICE]
    listed.sort(key=lambda each: (SEVERITIES.index(each.finding["severity"]), each.year or 0, each.path))
    for number, problem in enumerate(listed, 1):
        finding = problem.finding
        rule = campaign.rules.get(finding["code"])
        place, shown = place_words(finding["place"], lang), finding.get("excerpt")
        line = wording("line-number", lang, line=finding["line"]) if shown else ""
        yield {
            "序号": str(number),
            "报告年度": str(problem.year or ""),
            "严重程度": wording(f"one-{finding['severity']}", lang),
            "规则编号": finding["code"],
            "规则": rule.title if rule else "",
            "问题": finding["message"],
            "位置": wording("comma", lang).join(filter(None, (place, line))),
            "原文": _quoted(marked_text(shown), lang),
            "依据": "\n".join(basis_texts(finding["basis"])),
            "整改建议": finding["help"],
            "文件": encodable(problem.path),
        }


def _quoted(text: str, lang: str) -> str:
    """A line of a report as it is quoted: cells that tabs parted are parted by a blank."""
    text = " ".join(text.split())
    return wording("notice-quoted", lang, text=text) if text else ""
