"""Rules run over a report: to whom they apply, what they come to as a whole, how findings are worded and ordered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from disclosure_lint.finding import Basis, Place
from disclosure_lint.report.model import Report
from disclosure_lint.rules.engine import fingerprint, verdicts
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotApplicable, NotAssessable, Outcome, Passed
from disclosure_lint.rules.rule import Applies, Rule
from disclosure_lint.rules.texts import placeholders, rendered
from disclosure_lint.source import Span

from .tables import changed, clean, rules

HERE = Place(part=3, table="applications", row="granted", column="natural")
FAILED = Failed(Mark(Span(10, 12), "primary", HERE), HERE, values={"n": 3})
OPEN = NotAssessable("cell-blank", HERE, {"row": "甲", "column": "乙"})


@dataclass(frozen=True)
class Fixed:
    """A check that says what it is told to."""

    found: tuple[Outcome, ...] = ()
    error: Exception | None = None

    def outcomes(self, report: Report, context: Context) -> Iterable[Outcome]:
        if self.error:
            raise self.error
        return self.found


def rule(*found: Outcome, code: str = "TST001", error: Exception | None = None, **more: Any) -> Rule:
    return Rule(
        code, "slug", {"zh": "甲"}, {"": "warning"}, "high", (Basis("文"),), more.pop("applies", Applies()), "fixed",
        Fixed(found, error), {"": {"zh": "有 {n} 件", "en": "{n} cases"}}, {"": {"zh": "改", "en": "mend"}},
        {"primary": {"zh": "{n}", "en": "{n}"}}, path="rules/TST001-slug.yaml", **more,
    )  # fmt: skip


def run(*some: Rule, report: Report | None = None, lang: str = "zh") -> Any:
    return verdicts(report or clean(), some, Context(date(2024, 1, 1), lang))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "state"),
    [
        ((), "passed"),
        ((Passed(),), "passed"),
        ((Passed(), OPEN), "not_assessable"),
        ((OPEN, FAILED, Passed()), "failed"),
        ((NotApplicable("other-agency-kind", {"found": "office"}),), "not_applicable"),
        ((NotApplicable("other-agency-kind", {"found": "office"}), Passed()), "passed"),
    ],
)
def test_the_worst_instance_decides(found: tuple[Outcome, ...], state: str) -> None:
    said = run(rule(*found))
    assert "TST001" in getattr(said, state)
    states = ("passed", "failed", "not_assessable", "not_applicable")
    assert sum("TST001" in getattr(said, each) for each in states) == 1


def test_a_finding_speaks_the_language_of_the_run() -> None:
    (finding,) = run(rule(FAILED)).findings
    assert (finding.message, finding.help, finding.primary.text) == ("有 3 件", "改", "3")
    (finding,) = run(rule(FAILED), lang="en").findings
    assert (finding.message, finding.help) == ("3 cases", "mend")


def test_a_ceiling_lowers_the_severity_and_never_raises_it() -> None:
    assert run(rule(replace(FAILED, ceiling="note"))).findings[0].severity == "note"
    assert run(rule(replace(FAILED, ceiling="error"))).findings[0].severity == "warning"


def test_one_entry_for_each_rule_and_place() -> None:
    said = run(rule(OPEN, OPEN, replace(OPEN, place=Place(part=4))))
    assert [(each.reason_code, each.place.part) for each in said.unassessed] == [("cell-blank", 3), ("cell-blank", 4)]
    assert said.unassessed[0].reason == "“甲”行“乙”列是空白"


@pytest.mark.parametrize(
    ("applies", "year", "edition", "state"),
    [
        (Applies(first=2021), 2023, "2021", "passed"),
        (Applies(first=2021), 2020, "2019", "not_applicable"),
        (Applies(last=2020), 2023, "2021", "not_applicable"),
        (Applies(first=2021), None, None, "not_assessable"),
        (Applies(first=2021), None, "2021", "passed"),
        (Applies(first=2021), None, "2019", "not_applicable"),
        (Applies(first=2019), None, "2019", "passed"),
        (Applies(last=2020), None, "2019", "passed"),
        (Applies(last=2020), None, "2021", "not_applicable"),
        (Applies(first=2020), None, "2019", "not_assessable"),
        (Applies(first=2019), None, "pre-2019", "not_applicable"),
        (Applies(first=2022), None, "2021", "not_assessable"),
        (Applies(editions=("2021",)), 2023, "2019", "not_applicable"),
        (Applies(editions=("2021",)), 2023, None, "not_assessable"),
        (Applies(kinds=("government",)), 2023, "2021", "passed"),
        (Applies(kinds=("department",)), 2023, "2021", "not_applicable"),
        (Applies(levels=("city",)), 2023, "2021", "not_applicable"),
        (Applies(first=2024, kinds=("government",)), 2023, "2021", "not_applicable"),
    ],
)
def test_to_which_reports_a_rule_applies(applies: Applies, year: int | None, edition: Any, state: str) -> None:
    report = replace(clean(), year=year, edition=edition)
    assert "TST001" in getattr(run(rule(applies=applies), report=report), state)


def test_an_unknown_agency_leaves_rules_about_kinds_open() -> None:
    said = run(rule(applies=Applies(kinds=("government",))), report=replace(clean(), agency=None))
    assert [each.reason_code for each in said.unassessed] == ["unknown-agency-kind"]


def test_what_does_not_apply_says_from_when_it_does() -> None:
    said = run(rule(applies=Applies(first=2024)))
    assert said.not_applicable == {"TST001": "2024年起适用"}


def test_a_fault_names_the_rule_and_the_others_go_on() -> None:
    told: list[Exception] = []
    fault = ValueError("odd")
    broken, fine = rule(code="TST001", error=fault), rule(FAILED, code="TST002")
    said = verdicts(clean(), (broken, fine), Context(date(2024, 1, 1)), told.append)
    assert [finding.code for finding in said.findings] == ["INT001", "TST002"]
    assert "TST001" in said.findings[0].message and "rules/TST001-slug.yaml" in said.findings[0].message
    assert said.not_assessable == ("TST001",)
    assert told == [fault]


def test_findings_are_in_the_order_of_lines_then_codes() -> None:
    text = clean().source.text
    late, early = text.rindex("青川市"), 0
    one = rule(replace(FAILED, mark=Mark(Span(late, late))), replace(FAILED, mark=Mark(Span(early, 1))), code="TST002")
    other = rule(replace(FAILED, mark=Mark(Span(late, late))), code="TST001")
    assert [finding.code for finding in run(one, other).findings] == ["TST002", "TST001", "TST002"]


def test_the_fingerprint_knows_no_lines() -> None:
    report = clean()
    moved = replace(report, source=replace(report.source, text="\n\n" + report.source.text))
    assert fingerprint("APP001", report, HERE) == fingerprint("APP001", moved, HERE)
    assert len(fingerprint("APP001", report, HERE)) == 32
    others = [
        fingerprint("APP002", report, HERE),
        fingerprint("APP001", replace(report, year=2022), HERE),
        fingerprint("APP001", replace(report, agency=None), HERE),
        fingerprint("APP001", report, replace(HERE, column="total")),
    ]
    assert len({fingerprint("APP001", report, HERE), *others}) == 5


def test_placeholders_and_braces() -> None:
    assert placeholders("{a} {{b}} {c") == ("a", "")
    assert rendered({"zh": "{a} {{b}} {d}"}, {"a": {"zh": "甲", "en": "x"}}, "zh") == "甲 {b} {d}"
    assert rendered({"zh": "{a}", "en": "{a}"}, {"a": {"zh": "甲", "en": "x"}}, "en") == "x"


def test_the_rules_about_tables_fail_only_where_they_should() -> None:
    report = changed(clean(), {"proactive.normative_docs.in_force": 3})
    said = verdicts(report, rules("APP", "DIS", "PRO"), Context(date(2024, 1, 1)))
    assert said.failed == ("PRO203",)
