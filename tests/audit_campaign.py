"""A small finished audit in memory, made of generated reports by the audit's own worker: for the tests of outputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import generator
from disclosure_lint.audit.campaign import Missing, Repeated, Unmatched
from disclosure_lint.audit.records import Record
from disclosure_lint.audit.settings import AuditSettings
from disclosure_lint.audit.worker import Auditor, task_of
from disclosure_lint.cli.settings import rule_info
from disclosure_lint.resources import rules_folder
from disclosure_lint.results import RuleInfo, RunError
from disclosure_lint.rules.crosscheck import Duty, Member
from disclosure_lint.rules.load import load_rules
from sample_area import generate_area

TODAY = date(2024, 6, 3)
UNFIT = b"\x00\x01\x02 no text \xff"
PERSONAL = "申请人张三，身份证号110101199003071234，手机13812345678，要求公开土地征收材料。"
HOSTILE = "=cmd|'/c calc'!A1</script><img src=x onerror=alert(1)>"


@dataclass
class SampleCampaign:
    """A campaign whose records are at hand."""

    all_records: list[Record]
    all_members: list[Member]
    all_duties: list[Duty] = field(default_factory=list)
    all_missing: list[Missing] = field(default_factory=list)
    rules: Mapping[str, RuleInfo] = field(default_factory=dict)
    rule_codes: Sequence[str] = ()
    lang: str = "zh"
    version: str = "0.0.0"
    today: date = TODAY
    profile: Mapping[str, Any] = field(default_factory=dict)
    notice_template: Path | None = None

    def __post_init__(self) -> None:
        self.all_records.sort(key=lambda record: record.path)
        self._paths = {record.path: record for record in self.all_records}
        self._agencies: dict[str, list[Record]] = {}
        for record in sorted(self.all_records, key=lambda record: (record.year or 0, record.path)):
            self._agencies.setdefault(record.agency, []).append(record)

    def records(self) -> Iterator[Record]:
        return iter(self.all_records)

    def readings(self) -> Iterator[Record]:
        return self.records()

    def records_of(self, agency: str) -> Iterator[Record]:
        return (record for record in self._agencies.get(agency, ()) if record.state != "skipped")

    def skipped(self) -> Iterator[Record]:
        return (record for record in self.all_records if record.state == "skipped")

    def record(self, path: str) -> Record | None:
        return self._paths.get(path)

    def members(self) -> Iterator[Member]:
        return iter(self.all_members)

    def duties(self) -> Iterator[Duty]:
        return iter(self.all_duties)

    def duties_of(self, agency: str) -> Sequence[Duty]:
        return [duty for duty in self.all_duties if duty.agency == agency]

    def missing(self) -> Iterator[Missing]:
        return iter(self.all_missing)

    def missing_of(self, agency: str) -> Sequence[Missing]:
        return [absent for absent in self.all_missing if absent.agency == agency]

    def loose_findings(self) -> Iterator[tuple[str, int | None, Mapping[str, Any]]]:
        for absent in self.all_missing:
            for finding in absent.findings:
                yield absent.agency, absent.year, finding

    def unmatched(self) -> Iterator[Unmatched]:
        for record in self.all_records:
            if not record.agency and record.state != "skipped":
                yield Unmatched(record.path, "unknown")

    def repeated(self) -> Iterator[Repeated]:
        return iter(())

    def errors(self) -> Iterator[RunError]:
        return iter(())

    def years(self) -> Sequence[int]:
        return sorted({record.year for record in self.all_records if record.year})

    def manifest(self) -> Mapping[str, Any]:
        return {"version": self.version}


def auditor(lang: str = "zh") -> Auditor:
    """A worker with the rules that ship."""
    return Auditor(AuditSettings(load_rules([rules_folder()]), TODAY, "en" if lang == "en" else "zh"))


def absent(agency: str, year: int, due: date) -> Missing:
    """A missing report with the finding that says so."""
    finding = {
        "code": "AGG901",
        "also": [],
        "slug": "missing",
        "severity": "error",
        "confidence": "high",
        "message": f"未报送{year}年度报告",
        "line": 1,
        "column": 1,
        "end_line": 1,
        "end_column": 1,
        "place": {"part": None, "table": None, "row": None, "column": None, "ordinal": None},
        "labels": [],
        "suggestions": [],
        "suggestion": None,
        "fix": None,
        "basis": [],
        "help": "补报",
        "fingerprint": "0" * 32,
        "suppressed_by": None,
        "excerpt": None,
    }
    return Missing(agency, year, due, (finding,))


def campaign(
    *, areas: int = 1, children: int = 6, years: Sequence[int] = (2022, 2023), lang: str = "zh", layout: str = ""
) -> SampleCampaign:
    """Generated reports of areas, some with a wrong cell, one missing, one no text, one README, one hostile."""
    worker = auditor(lang)
    records: list[Record] = []
    members: list[Member] = []
    duties: list[Duty] = []
    gone: list[Missing] = []

    def add(path: str, content: bytes, agency: str) -> None:
        record = worker.audited(task_of(path, content, True))
        records.append(replace(record, agency=agency, matched="name" if agency else ""))

    for seed in range(1, areas + 1):
        area = generate_area(seed, children=children, years=years, layout=layout)
        for agency in (area.government, *area.children):
            above = "" if agency is area.government else area.government.name
            kind: Any = agency.kind
            level: Any = agency.level
            members.append(Member(agency.name, agency.name, kind, level, above, True))
        for year, samples in area.samples.items():
            for number, sample in enumerate(samples):
                due = date(year + 1, 3, 31) if number == 0 else date(year + 1, 1, 31)
                duties.append(Duty(sample.agency, year, due))
                if number == 2 and year == years[-1]:
                    gone.append(absent(sample.agency, year, due))
                    continue
                add(f"{year}/{sample.agency}-{year}.txt", _spoilt(sample, number, seed).encode(), sample.agency)
    add("2022/空白扫描件.txt", UNFIT, members[-1].id)
    records.append(Record("2022/README.md", "0" * 64, 12, "skipped", reason="不是年度报告"))
    add(f"2023/{HOSTILE.replace('/', '_')}.txt", _hostile().encode(), "")
    rules = worker.settings.rules.rules
    return SampleCampaign(
        records,
        members,
        sorted(duties, key=lambda duty: (duty.agency, duty.year)),
        gone,
        {rule.code: rule_info(rule, worker.settings.lang) for rule in rules},
        worker.settings.codes,
        lang,
    )


def _spoilt(sample: generator.Sample, number: int, seed: int) -> str:
    if number % 3 != 1:
        return sample.text
    name = ("applications.granted.natural", "applications.total.total", "disputes.direct.upheld")[seed % 3]
    return generator.with_cell(sample, name, int(sample.figures[name]) + 27)


def _hostile() -> str:
    sample = generator.generate(77, edition="2021", year=2023, layout="tabs")
    text = generator.with_cell(sample, "applications.granted.natural", 9999)
    return text.replace("一、总体情况", f"一、总体情况\n{PERSONAL}\n{HOSTILE}\nXX{HOSTILE}", 1)


def multiplied(base: SampleCampaign, times: int) -> SampleCampaign:
    """The campaign many times over, as other agencies: to see what becomes of size."""
    records = [
        replace(record, path=f"{number}/{record.path}", agency=record.agency and f"{record.agency}{number}")
        for number in range(times)
        for record in base.all_records
    ]
    members = [
        replace(
            member,
            id=f"{member.id}{number}",
            name=f"{member.name}{number}",
            parent=member.parent and f"{member.parent}{number}",
        )
        for number in range(times)
        for member in base.all_members
    ]
    gone = [replace(each, agency=f"{each.agency}{number}") for number in range(times) for each in base.all_missing]
    duties = [replace(each, agency=f"{each.agency}{number}") for number in range(times) for each in base.all_duties]
    return SampleCampaign(
        records, members, duties, gone, base.rules, base.rule_codes, base.lang, base.version, base.today, base.profile
    )
