"""Rules over several agencies: sums, bounds, missing reports, copies, versions; and campaigns with planted faults."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from disclosure_lint.linter import example_lint
from disclosure_lint.report.model import Agency, Report
from disclosure_lint.resources import rules_folder
from disclosure_lint.rules.crosscheck import CrossCheck, CrossOutcome, Duty, Member
from disclosure_lint.rules.examples import bases
from disclosure_lint.rules.gathering import Gathering, Given
from disclosure_lint.rules.load import RuleSet, load_rules
from disclosure_lint.rules.outcome import Context, Failed, NotAssessable, Outcome, Passed
from disclosure_lint.source import Source, Span
from sample_campaign import Campaign, generate_campaign, write_campaign

from .tables import changed

RULES = load_rules([rules_folder()])
TODAY = date(2026, 6, 1)
CONTEXT = Context(TODAY)
COUNTY = Member("县", "青川市云岭县人民政府", "government", "county", "", True)


def child(name: str) -> Member:
    return Member(name, f"青川市云岭县{name}", "department", "county", COUNTY.id, True)


def read(text: str, path: str) -> Report:
    report = example_lint(RuleSet())(text, TODAY).report
    return replace(report, source=Source(path, text))


def base(path: str, cells: dict[str, int] | None = None) -> Report:
    return changed(read(bases()["2021"], path), cells or {})


def asked(
    code: str, given: Sequence[Given], agencies: Sequence[Member], owed: Sequence[Duty] = ()
) -> list[CrossOutcome]:
    rule = RULES.rule(code)
    assert rule is not None
    assert isinstance(rule.check, CrossCheck)
    views = Gathering(given, agencies, owed).seen_from(rule.check.SCOPE)
    return [each for view in views for each in rule.check.across(view, CONTEXT)]


def one(outcomes: Sequence[CrossOutcome], kind: type[Outcome]) -> CrossOutcome:
    (found,) = [each for each in outcomes if isinstance(each.outcome, kind)]
    return found


# -- sums ----------------------------------------------------------------------

HALF = {"applications.granted.natural": 20, "applications.received.natural": 60}
REST = {"applications.granted.natural": 21, "applications.received.natural": 58}


def halves() -> list[Given]:
    """A county and two units whose figures add up; the second has whatever the first has not."""
    county = base("county.txt")
    names = [name for table in county.tables.values() for name in table.figures]
    zeros = dict.fromkeys(names, 0)
    rest = {name: 0 for name in names} | REST
    first = {name: county.figure(name).value - rest[name] for name in names}  # type: ignore[union-attr, operator]
    return [
        Given(county, COUNTY),
        Given(base("a.txt", {**first, **HALF}), child("教育局")),
        Given(base("b.txt", zeros | rest), child("财政局")),
    ]


AGENCIES = (COUNTY, child("教育局"), child("财政局"))


@pytest.mark.parametrize("code", ["AGG001", "AGG002", "AGG006"])
def test_an_area_that_is_the_sum_passes(code: str) -> None:
    outcomes = asked(code, halves(), AGENCIES)
    assert outcomes
    assert all(isinstance(each.outcome, Passed) and each.path == "county.txt" for each in outcomes)


def test_every_cell_that_differs_is_in_one_finding() -> None:
    county, first, second = halves()
    county = Given(changed(county.report, {"applications.granted.natural": 44, "disputes.direct.upheld": 4}), COUNTY)
    found = [each for each in asked("AGG001", [county, first, second], AGENCIES) if isinstance(each.outcome, Failed)]
    tables = [each.outcome.place.table for each in found if isinstance(each.outcome, Failed)]
    assert tables == ["applications", "disputes"]
    assert {each.path for each in found} == {"county.txt"}


def test_with_a_report_missing_only_sums_that_are_too_large_are_wrong() -> None:
    county, first, _ = halves()
    outcomes = asked("AGG001", [county, first], AGENCIES)
    unknown = [each.outcome for each in outcomes]
    assert all(isinstance(each, NotAssessable) and each.reason == "children-missing" for each in unknown)
    assert "财政局" in str([each.values for each in unknown if isinstance(each, NotAssessable)])
    low = Given(changed(county.report, {"applications.granted.natural": 30}), COUNTY)
    found = one(asked("AGG001", [low, *halves()[1:]], (*AGENCIES, child("民政局"))), Failed)
    assert isinstance(found.outcome, Failed)
    assert found.outcome.outcome == "below"
    assert (found.outcome.values["value"], found.outcome.values["sum"]) == (30, 41)


def test_who_owes_no_report_is_not_missing() -> None:
    county, first, second = halves()
    new = child("数据局")
    owed = [Duty(each.id, 2023, date(2024, 3, 31)) for each in AGENCIES] + [Duty(new.id, 2024, date(2025, 3, 31))]
    outcomes = asked("AGG001", [county, first, second], (*AGENCIES, new), owed)
    assert all(isinstance(each.outcome, Passed) for each in outcomes if each.path == "county.txt")


def test_a_unit_above_the_area_is_an_error_and_no_second_finding() -> None:
    county, first, second = halves()
    name = "applications.petition.natural"
    first = Given(changed(first.report, {name: 90}), first.member)
    given = [county, first, second]
    found = one(asked("AGG006", given, AGENCIES), Failed)
    assert isinstance(found.outcome, Failed)
    assert found.outcome.ceiling is None
    assert found.elsewhere[0].path == "a.txt"
    unassessed = one(asked("AGG001", given, AGENCIES), NotAssessable)
    assert isinstance(unassessed.outcome, NotAssessable)
    assert unassessed.outcome.reason == "child-above"


def test_a_report_on_the_government_alone_is_no_error() -> None:
    zeros = dict.fromkeys((name for table in base("x").tables.values() for name in table.figures), 0)
    county = Given(base("county.txt", zeros | {"applications.received.natural": 1}), COUNTY)
    outcomes = asked("AGG006", [county, Given(base("a.txt"), child("教育局"))], AGENCIES[:2])
    failed = [each.outcome for each in outcomes if isinstance(each.outcome, Failed)]
    assert failed
    assert {each.ceiling for each in failed} == {"warning"}


# -- missing, late, versions ---------------------------------------------------


def test_what_is_not_due_is_not_missing_and_what_cannot_be_told_is_not_said() -> None:
    owed = [Duty(COUNTY.id, 2023, date(2024, 3, 31)), Duty(COUNTY.id, 2026, date(2027, 3, 31))]
    outcomes = asked("AGG003", [], [COUNTY], owed)
    assert [type(each.outcome).__name__ for each in outcomes] == ["Failed", "NotApplicable"]
    unread = Given(Report(Source("scan.pdf", "")), COUNTY, readable=False)
    outcomes = asked("AGG003", [unread], [COUNTY], owed[:1])
    assert isinstance(outcomes[0].outcome, NotAssessable)


def test_versions_are_compared_by_plain_figures_alone() -> None:
    first = base("1.txt")
    second = read(bases()["2021"] + "\n", "2.txt")
    table = second.tables["applications"]
    figure = replace(table.figures["applications.granted.natural"], value=7, inferred=True)
    table = replace(table, figures={**table.figures, figure.name: figure})
    second = replace(second, tables={**second.tables, "applications": table})
    outcomes = asked("AGG007", [Given(first, COUNTY), Given(second, COUNTY)], [COUNTY])
    assert all(isinstance(each.outcome, Passed) for each in outcomes)
    other = changed(first, {"applications.granted.natural": 7})
    other = replace(other, source=Source("3.txt", first.source.text + "\n"))
    found = one(asked("AGG007", [Given(first, COUNTY), Given(other, COUNTY)], [COUNTY]), Failed)
    assert (found.path, found.elsewhere[0].path) == ("3.txt", "1.txt")


# -- words of other agencies ---------------------------------------------------


def words(name: str, kind: str, level: str | None, text: str) -> list[str]:
    rule = RULES.rule("AGG005")
    assert rule is not None
    body = f"一、总体情况\n{text}\n二、主动公开政府信息情况\n见表。\n"
    report = read(f"{name}2023年政府信息公开工作年度报告\n{body}", "a.txt")
    agency = Agency(name, Span(0, len(name)), kind, level)  # type: ignore[arg-type]
    outcomes = rule.check.outcomes(replace(report, agency=agency), CONTEXT)
    return [outcome.outcome for outcome in outcomes if isinstance(outcome, Failed)]


@pytest.mark.parametrize(
    ("name", "kind", "level", "text", "expected"),
    [
        ("青川市云岭县财政局", "department", "county", "2023年，我县扎实推进公开，全市上下联动。", []),
        ("青川市云岭县财政局", "department", "county", "2023年，我区扎实推进公开。", ["own"]),
        ("青川市云岭县财政局", "department", "county", "健全县乡村三级网络，覆盖全区域，自我局限不足。", []),
        ("青川市云岭县大河镇人民政府", "township", "township", "2023年，全镇上下做好公开，依托县政府网站发布。", []),
        ("青川市云岭县大河镇人民政府", "township", "township", "2023年，我局做好公开，全乡共同努力。", ["own"]),
        ("青川市城区街道办事处", "subdistrict", "township", "通过区政府门户网站公开信息41条。", ["site"]),
        ("青川市城区街道办事处", "subdistrict", "township", "通过市政府门户网站公开信息。", []),
        ("青川市永安街道办事处", "subdistrict", "township", "未收到向市政府及市政府办公室提出的申请。", ["addressee"]),
        ("青川市永安街道办事处", "subdistrict", "township", "引导申请人向市政府提出申请。", []),
        ("云岭县人民政府", "government", "county", "由我办汇总各部门材料。", []),
        ("云岭县经济开发区管理委员会", "committee", None, "我区、全区、我县都做好公开，我委牵头。", []),
        ("云岭县发展和改革局", "department", "county", "我委办理、我委托第三方评估。", ["own"]),
    ],
)
def test_words_that_are_another_agencys(
    name: str, kind: str, level: str | None, text: str, expected: list[str]
) -> None:
    assert words(name, kind, level, text) == expected


# -- campaigns -----------------------------------------------------------------

COPIES = ("AGG", "YOY", "DIS003")


def gathered(campaign: Campaign) -> Gathering:
    members = {}
    for row in campaign.roster:
        name = str(row["agency"])
        kind, level = str(row["kind"]) or None, str(row["level"]) or None
        members[name] = Member(name, name, kind, level, str(row["parent"]), True)  # type: ignore[arg-type]
    owed = [Duty(str(r["agency"]), int(r["year"]), date.fromisoformat(str(r["due"]))) for r in campaign.roster]
    given = []
    for path, content in campaign.files.items():
        report = read(content.decode(), path)
        assert report.agency
        given.append(Given(report, members[report.agency.name]))
    return Gathering(given, list(members.values()), owed)


def found(whole: Gathering) -> Counter[tuple[str, str, str]]:
    """Code, severity and file (or agency and year) of what the rules find."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for rule in RULES.rules:
        if not rule.code.startswith(COPIES):
            continue
        outcomes: list[CrossOutcome] = []
        if isinstance(rule.check, CrossCheck):
            for view in whole.seen_from(rule.check.SCOPE):
                outcomes += rule.check.across(view, CONTEXT)
        else:
            outcomes = [CrossOutcome(g.path, o) for g in whole.given for o in rule.check.outcomes(g.report, CONTEXT)]
        for each in outcomes:
            if isinstance(each.outcome, Failed) and not (each.path and _outside(rule, each.path, whole)):
                severity = each.outcome.ceiling or rule.severity[each.outcome.outcome]
                seen[rule.code, severity, each.path or f"{each.agency}{each.year}"] += 1
    return seen


def _outside(rule: object, path: str, whole: Gathering) -> bool:
    from disclosure_lint.rules.engine import limit
    from disclosure_lint.rules.rule import Rule

    assert isinstance(rule, Rule)
    given = next(each for each in whole.given if each.path == path)
    return limit(rule.applies, given.report) is not None


def planted(campaign: Campaign) -> Counter[tuple[str, str, str]]:
    return Counter((each.code, each.severity, each.file or f"{each.agency}{each.year}") for each in campaign.planted)


def test_what_was_planted_is_found_and_nothing_else() -> None:
    campaign = generate_campaign(areas=5, children=5, reports=False)
    assert {each.code for each in campaign.planted} >= {
        "YOY001", "YOY002", "YOY004", "YOY005", "YOY006",
        "AGG001", "AGG002", "AGG003", "AGG004", "AGG005", "AGG006", "AGG007", "AGG009",
    }  # fmt: skip
    assert found(gathered(campaign)) == planted(campaign)


@pytest.mark.slow
def test_what_was_planted_over_both_forms_is_found() -> None:
    campaign = generate_campaign(areas=5, children=4, reports=False, years=(2019, 2020, 2021, 2022, 2023))
    assert ("YOY003", "warning") in {(each.code, each.severity) for each in campaign.planted}
    assert found(gathered(campaign)) == planted(campaign)


def test_an_audit_finds_what_was_planted_and_nothing_else(tmp_path: Path) -> None:
    """A city, its counties, and lone agencies with every fault, from files on disk."""
    from disclosure_lint.audit.roster import read_roster
    from disclosure_lint.audit.run import Audit, Order
    from disclosure_lint.audit.settings import AuditSettings
    from disclosure_lint.cli.progress import Silence

    campaign = generate_campaign(cities=1, counties=5, children=4)
    assert len({each.code for each in campaign.planted}) > 60
    write_campaign(tmp_path, [campaign])
    roster = read_roster(tmp_path / "roster.csv")
    folder = tmp_path / "submissions"
    settings = AuditSettings(RULES, TODAY)
    out = tmp_path / "out"
    order = Order((folder.as_posix(),), out, settings, roster=roster, executor="here", outputs=("findings",))
    Audit(order, Silence()).run()
    seen: Counter[tuple[str, str, str]] = Counter()
    for line in (out / "findings.jsonl").read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        path = data["path"].removeprefix(f"{folder.as_posix()}/")
        seen[data["code"], data["severity"], path or f"{data['agency']}{data['year']}"] += 1
    assert seen == planted(campaign)
