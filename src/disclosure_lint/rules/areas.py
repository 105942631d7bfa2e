"""Examples of rules over several reports: a small campaign is made of them, and the rule asked about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from disclosure_lint.finding import Finding
from disclosure_lint.report.model import Agency, Report
from disclosure_lint.rules.crosscheck import CrossCheck, CrossOutcome, Duty, Member
from disclosure_lint.rules.engine import finding, limit
from disclosure_lint.rules.examples import (
    Area,
    AreaReport,
    BadExample,
    Example,
    Expected,
    Lint,
    differing,
    document,
    example_day,
)
from disclosure_lint.rules.gathering import Gathering, Given
from disclosure_lint.rules.outcome import Context, Failed, NotApplicable, NotAssessable, Outcome
from disclosure_lint.rules.rule import Rule
from disclosure_lint.source import Source, Span


@dataclass(frozen=True, slots=True)
class Said:
    """A finding: about which report (that of a missing one says whose and when), and the other files it points to."""

    finding: Finding
    report: Report
    agency: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class AreaVerdict:
    """What a rule says of an area."""

    said: list[Said] = field(default_factory=list)
    state: str = "passed"


def gathering(area: Area, lint: Lint, example: Example) -> Gathering:
    """The submissions, agencies and duties of an area."""
    members = [Member(each.name, each.name, each.kind, each.level, each.parent, True) for each in area.agencies]
    owed = [Duty(each.name, int(year), day.value) for each in area.agencies for year, day in each.due.items()]
    known = {member.id: member for member in members}
    given: list[Given] = []
    for report in area.reports:
        for copy in range(1, report.copies + 1):
            agency = report.agency + (str(copy) if report.copies > 1 else "")
            if agency and agency not in known and not area.agencies:
                known[agency] = Member(agency, agency)
            path = report.file or f"{len(given) + 1}-{agency}.txt"
            given.append(_given(report, path, known.get(agency), lint, example))
    return Gathering(given, tuple(known.values()), owed)


def _given(report: AreaReport, path: str, member: Member | None, lint: Lint, example: Example) -> Given:
    read = lint(document(report, lint), example_day(example)).report
    read = replace(read, source=replace(read.source, path=path))
    return Given(read, member, bool(read.parts or read.tables))


def area_verdict(rule: Rule, example: Example, lint: Lint, lang: Literal["zh", "en"] = "zh") -> AreaVerdict:
    """What a rule says of the area of an example."""
    assert example.area is not None
    assert isinstance(rule.check, CrossCheck)
    context = Context(example_day(example), lang, example.profile.values)
    whole = gathering(example.area, lint, example)
    outcomes: list[Outcome] = []
    said: list[Said] = []
    for seen in whole.seen_from(rule.check.SCOPE):
        for each in rule.check.across(seen, context):
            report = _report(whole, each)
            outcome = (each.path and limit(rule.applies, report)) or each.outcome
            outcomes.append(outcome)
            if isinstance(outcome, Failed):
                marks = (*outcome.marks, *(other.mark for other in each.elsewhere))
                others = tuple(other.path for other in each.elsewhere)
                agency = each.agency or next((g.agency for g in whole.given if g.path == each.path), "")
                said.append(Said(finding(rule, replace(outcome, marks=marks), report, context), report, agency, others))
    return AreaVerdict(said, _state(outcomes))


def _report(whole: Gathering, said: CrossOutcome) -> Report:
    for each in whole.given:
        if each.path == said.path:
            agency = each.report.agency
            known = agency and replace(agency, kind=each.kind, level=each.level)
            return replace(each.report, agency=known)
    member = whole.member(said.agency)
    kind, level = (member.kind, member.level) if member else (None, None)
    return Report(Source("", ""), year=said.year, agency=Agency(said.agency, Span(0, 0), kind, level))


def _state(outcomes: Iterable[Outcome]) -> str:
    kinds = [type(outcome) for outcome in outcomes]
    if Failed in kinds:
        return "failed"
    if NotAssessable in kinds:
        return "not_assessable"
    return "not_applicable" if kinds and set(kinds) == {NotApplicable} else "passed"


def area_faults(rule: Rule, example: Example, lint: Lint) -> Iterator[tuple[str, str]]:
    """What is wrong with the example, in each language."""
    verdict = area_verdict(rule, example, lint)
    said = verdict.said
    if isinstance(example, BadExample):
        yield from _bad(example.expect, verdict)
    elif said:
        yield f"不应有问题，却报了：{said[0].finding.message}", f"should be fine, but: {said[0].finding.message}"
    elif verdict.state != example.state:
        yield f"应为 {example.state}，实为 {verdict.state}", f"should be {example.state}, is {verdict.state}"


def _bad(expect: Expected, verdict: AreaVerdict) -> Iterator[tuple[str, str]]:
    said = verdict.said
    if not said:
        yield f"应报问题，却没有报（{verdict.state}）", f"should be found fault with, but is {verdict.state}"
        return
    if len(said) != expect.count:
        yield f"应报 {expect.count} 处，实报 {len(said)} 处", f"wants {expect.count} findings, has {len(said)}"
    differences = [list(_differences(expect, each)) for each in said]
    if all(differences):
        for what, want, have in differences[0]:
            yield f"{what}：应为 {want}，实为 {have}", f"{what}: wants {want}, has {have}"


def _differences(expect: Expected, said: Said) -> Iterator[tuple[str, object, object]]:
    yield from differing(expect, said.finding, said.report.source)
    if expect.file is not None and expect.file != said.report.source.path:
        yield "file", expect.file, said.report.source.path
    if expect.agency is not None and expect.agency != said.agency:
        yield "agency", expect.agency, said.agency
    if expect.other is not None and expect.other not in said.others:
        yield "other", expect.other, said.others
