"""The campaign in numbers: what the overviews of the page and the workbook show. One pass, memory flat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from disclosure_lint.audit.campaign import Campaign
from disclosure_lint.audit.records import Record
from disclosure_lint.finding import SEVERITIES
from disclosure_lint.forms import FormTable
from disclosure_lint.report.model import Table
from disclosure_lint.rules.crosscheck import Duty, Member
from disclosure_lint.rules.names import edition_of, layout_of, row_members

APPLICATIONS = "applications"
RECEIVED, CARRIED_IN, RESULTS, CARRIED_OUT, TOTAL = "received", "carried_in", "total", "carried_out", "total"


@dataclass(slots=True)
class Count:
    """Reports of a group and the findings in them."""

    reports: int = 0
    with_error: int = 0
    error: int = 0
    warning: int = 0
    note: int = 0

    def add(self, severities: Counter[str]) -> None:
        """Count one report."""
        self.reports += 1
        self.with_error += severities["error"] > 0
        self.error += severities["error"]
        self.warning += severities["warning"]
        self.note += severities["note"]

    def add_finding(self, severity: str) -> None:
        """Count a finding that belongs to no report."""
        self.error += severity == "error"
        self.warning += severity == "warning"
        self.note += severity == "note"


@dataclass(slots=True)
class RuleCount:
    """What became of a rule: findings by severity, the reports that have any, and its states by letter."""

    findings: Counter[str] = field(default_factory=Counter)
    reports: int = 0
    states: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Flow:
    """Applications of a year: what came in, what became of it. `unread`: reports whose figures could not be summed."""

    reports: int = 0
    unread: int = 0
    rows: Counter[str] = field(default_factory=Counter)


@dataclass
class Tally:
    """Counts over a campaign. Years are 0 and kinds "" where they are unknown."""

    states: Counter[str] = field(default_factory=Counter)
    severities: Counter[str] = field(default_factory=Counter)
    rules: dict[str, RuleCount] = field(default_factory=dict)
    kinds: dict[str, Count] = field(default_factory=dict)
    years: dict[int, Count] = field(default_factory=dict)
    days: dict[int, Counter[int]] = field(default_factory=dict)
    """By year: days from the due date to the report's date, of reports that were due."""
    undated: Counter[int] = field(default_factory=Counter)
    """By year: reports that were due and say no date."""
    due: Counter[int] = field(default_factory=Counter)
    """By year: reports that were due on a day."""
    missing: Counter[int] = field(default_factory=Counter)
    flows: dict[int, Flow] = field(default_factory=dict)
    ranks: Counter[tuple[int, int, int]] = field(default_factory=Counter)
    """How many submissions have so many errors, warnings and notes."""
    agencies: int = 0
    parents: int = 0
    unmatched: int = 0
    with_error: int = 0

    @property
    def submissions(self) -> int:
        """Files that are, or should have been, reports."""
        return sum(self.states.values()) - self.states["skipped"]


def day_of(record: Record) -> date | None:
    """The day a report is dated: that of its publication, else that under it."""
    return record.published or record.signed


def severities_of(record: Record) -> Counter[str]:
    """The findings of a record by severity."""
    return Counter(finding["severity"] for finding in record.findings)


def rank_of(severities: Mapping[str, int]) -> tuple[int, int, int]:
    """How bad a report is, for sorting."""
    error, warning, note = (severities[severity] for severity in SEVERITIES)
    return error, warning, note


def by_agency(campaign: Campaign) -> Iterator[tuple[Member | None, Mapping[int, Duty], Iterable[Record]]]:
    """The agencies with their duties by year and their submissions; those of none and what was skipped at the end."""
    for member in campaign.members():
        duties = {duty.year: duty for duty in campaign.duties_of(member.id)}
        yield member, duties, campaign.records_of(member.id)
    yield None, {}, chain(campaign.records_of(""), campaign.skipped())


def tally(campaign: Campaign) -> Tally:
    """The counts over a campaign."""
    counted = Tally(rules={code: RuleCount() for code in campaign.rules})
    parents = {member.parent for member in campaign.members() if member.parent}
    counted.parents = len(parents)
    for member, duties, records in by_agency(campaign):
        counted.agencies += member is not None
        for year, duty in duties.items():
            counted.due[year] += duty.due is not None
        flow = _FlowOfAgency(counted) if member and member.id not in parents else None
        days: dict[int, date | None] = {}
        for record in records:
            _count(counted, campaign, record, member)
            if record.readable and record.year is not None and record.year in duties:
                days[record.year] = _earlier(days.get(record.year), day_of(record))
            if flow:
                flow.add(record)
        if flow:
            flow.close()
        _count_days(counted, duties, days)
    for _agency, of_year, finding in campaign.loose_findings():
        counted.severities[finding["severity"]] += 1
        _rule(counted, finding["code"]).findings[finding["severity"]] += 1
        counted.years.setdefault(of_year or 0, Count()).add_finding(finding["severity"])
    for missing in campaign.missing():
        counted.missing[missing.year] += 1
    return counted


def _rule(counted: Tally, code: str) -> RuleCount:
    found = counted.rules.get(code)
    if found is None:
        found = counted.rules[code] = RuleCount()
    return found


def _earlier(first: date | None, second: date | None) -> date | None:
    return min(first, second) if first and second else first or second


def _count(counted: Tally, campaign: Campaign, record: Record, member: Member | None) -> None:
    counted.states[record.state] += 1
    severities = severities_of(record)
    counted.ranks[rank_of(severities)] += 1
    if record.state == "skipped":
        return
    counted.unmatched += member is None
    counted.with_error += severities["error"] > 0
    counted.severities.update(severities)
    counted.kinds.setdefault(record.kind or "", Count()).add(severities)
    counted.years.setdefault(record.year or 0, Count()).add(severities)
    _count_rules(counted, campaign, record)


def _count_rules(counted: Tally, campaign: Campaign, record: Record) -> None:
    for code, letter in zip(campaign.rule_codes, record.rules, strict=False):
        _rule(counted, code).states[letter] += 1
    codes = Counter((finding["code"], finding["severity"]) for finding in record.findings)
    for (code, severity), number in codes.items():
        _rule(counted, code).findings[severity] += number
    for code in {code for code, _ in codes}:
        _rule(counted, code).reports += 1


def _count_days(counted: Tally, duties: Mapping[int, Duty], days: Mapping[int, date | None]) -> None:
    """Count the reports of an agency that were due on a day, each once: of several versions the first by date."""
    for year, day in days.items():
        due = duties[year].due
        if due and day:
            counted.days.setdefault(year, Counter())[(day - due).days] += 1
        elif due:
            counted.undated[year] += 1


class _FlowOfAgency:
    """The applications of one agency: of several versions of a year that differ none is counted."""

    def __init__(self, counted: Tally) -> None:
        self._counted = counted
        self._found: dict[int, list[dict[str, int] | None]] = {}

    def add(self, record: Record) -> None:
        if record.readable and record.year:
            self._found.setdefault(record.year, []).append(_flow(record.report.tables.get(APPLICATIONS)))

    def close(self) -> None:
        for year, versions in self._found.items():
            flow = self._counted.flows.setdefault(year, Flow())
            first = versions[0]
            if first is None or any(version != first for version in versions):
                flow.unread += 1
            else:
                flow.reports += 1
                flow.rows.update(first)


def outcomes(layout: FormTable) -> tuple[str, ...]:
    """The rows and groups of rows that the results are the sum of, in the order of the form."""
    found: dict[str, None] = {}
    for key, label in layout.rows.items():
        if label.within and key != RESULTS:
            found[label.within if layout.groups[label.within].members else key] = None
    return tuple(found)


def _flow(table: Table | None) -> dict[str, int] | None:
    """The totals of the rows, None if any of them was not read as a number."""
    if table is None:
        return None
    layout = layout_of(edition_of(table), APPLICATIONS)
    sums: dict[str, int] = {}
    for row in (RECEIVED, CARRIED_IN, *outcomes(layout), CARRIED_OUT):
        total = 0
        for member in row_members(layout, row):
            figure = table.figures.get(f"{APPLICATIONS}.{member}.{TOTAL}")
            if figure is None or (figure.value is None and not figure.implied_zero):
                return None
            total += int(figure.value or 0)
        sums[row] = total
    return sums
