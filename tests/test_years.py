"""Rules over two years: of a report with the one of the year before, and of the chain of an agency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from disclosure_lint.linter import example_lint, lint, read_report
from disclosure_lint.report.model import Agency, Report
from disclosure_lint.resources import rules_folder
from disclosure_lint.rules.chains import previous_of
from disclosure_lint.rules.crosscheck import CrossCheck, CrossOutcome, Member
from disclosure_lint.rules.examples import bases
from disclosure_lint.rules.gathering import Gathering, Given
from disclosure_lint.rules.load import RuleSet, load_rules
from disclosure_lint.rules.outcome import Context, Failed, NotApplicable, NotAssessable
from disclosure_lint.source import Source, Span

from .tables import changed

RULES = load_rules([rules_folder()])
CONTEXT = Context(date(2026, 3, 1))
MEMBER = Member("云岭县", "云岭县")


def report(year: int, text: str = "") -> Report:
    base = text or bases()["2021"]
    text = base.replace("2024年3月", f"{year + 1}年3月").replace("2023年", f"{year}年")
    read = example_lint(RuleSet())(text, date(2099, 1, 1)).report
    assert read.year == year
    return replace(read, source=Source(f"{year}.txt", text))


def chain(reports: Sequence[Report]) -> Gathering:
    return Gathering([Given(each, MEMBER) for each in reports], [MEMBER], scope="agency", agency=MEMBER.id)


def said(code: str, *reports: Report) -> list[CrossOutcome]:
    rule = RULES.rule(code)
    assert rule is not None
    assert isinstance(rule.check, CrossCheck)
    return list(rule.check.across(chain(reports), CONTEXT))


def failures(code: str, *reports: Report) -> list[tuple[str, str]]:
    return [(each.path, each.outcome.outcome) for each in said(code, *reports) if isinstance(each.outcome, Failed)]


def reasons(code: str, *reports: Report) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for each in said(code, *reports):
        if isinstance(each.outcome, NotAssessable):
            found.setdefault(each.path, set()).add(each.outcome.reason)
    return found


CARRIED = {
    "applications.carried_out.natural": 9,
    "applications.carried_out.commercial": 1,
    "applications.carried_out.total": 11,
}
IN_FORCE = {"proactive.normative_docs.in_force": 79}


def test_every_rule_over_years_is_a_check_over_an_agency() -> None:
    codes = ["YOY001", "YOY002", "YOY003", "YOY004", "YOY005", "YOY006", "DIS003"]
    for code in codes:
        rule = RULES.rule(code)
        assert rule is not None
        assert isinstance(rule.check, CrossCheck)
        assert rule.check.SCOPE == "agency"


# -- carry-over ----------------------------------------------------------------


def test_a_chain_that_holds_passes() -> None:
    before = changed(report(2022), CARRIED | IN_FORCE)
    assert failures("YOY001", before, report(2023)) == []
    assert failures("YOY002", before, report(2023)) == []
    assert reasons("YOY001", before, report(2023)) == {"2022.txt": {"year-not-there"}}


def test_a_broken_carry_over_is_one_finding_that_shows_both_reports() -> None:
    outcomes = said("YOY001", report(2022), report(2023))
    (found,) = [each for each in outcomes if isinstance(each.outcome, Failed)]
    assert isinstance(found.outcome, Failed)
    assert found.path == "2023.txt"
    assert found.outcome.outcome == "total"
    assert (found.outcome.place.row, found.outcome.place.column) == ("carried_in", "total")
    assert {other.path for other in found.elsewhere} == {"2022.txt"}
    text = bases()["2021"]
    assert [text[mark.mark.span.start : mark.mark.span.end] for mark in found.elsewhere] == ["13", "10", "2"]


def test_other_columns_alone_are_a_warning() -> None:
    before = changed(report(2022), {"applications.carried_out.natural": 8, "applications.carried_out.total": 11})
    assert failures("YOY001", before, report(2023)) == [("2023.txt", "parts")]


def test_a_gap_between_years_is_told() -> None:
    assert reasons("YOY001", report(2021), report(2023)) == {
        "2021.txt": {"year-not-there"},
        "2023.txt": {"year-between"},
    }
    for code in ("YOY002", "YOY004", "YOY005", "YOY006"):
        assert reasons(code, report(2021), report(2023))["2023.txt"] == {"year-between"}


def test_a_blank_figure_of_last_year_is_no_zero() -> None:
    row = "四、结转下年度继续办理"
    before = report(2022, bases()["2021"].replace(f"{row}\t10\t2\t0\t0\t1\t0\t13", f"{row}\t\t2\t0\t0\t1\t0\t"))
    outcomes = said("YOY001", before, report(2023))
    unknown = [each.outcome for each in outcomes if isinstance(each.outcome, NotAssessable) and each.path == "2023.txt"]
    assert {each.reason for each in unknown} == {"previous-value"}
    assert {each.place.column for each in unknown} == {"natural", "total"}
    assert failures("YOY001", before, report(2023)) == [("2023.txt", "parts")]


def with_candidates(given: Report, name: str, candidates: tuple[int, ...]) -> Report:
    """The report with a figure that was cut from glued digits in several ways."""
    table = given.tables[name.split(".")[0]]
    figure = replace(table.figures[name], value=None, kind="glued", candidates=candidates)
    return replace(given, tables={**given.tables, table.name: replace(table, figures={**table.figures, name: figure})})


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [((3, 30), [("2023.txt", "total")]), ((1, 11), [])],
)
def test_glued_digits_fail_only_under_every_cut(candidates: tuple[int, ...], expected: list[tuple[str, str]]) -> None:
    before = changed(report(2022), CARRIED)
    for given in (
        (with_candidates(before, "applications.carried_out.total", candidates), report(2023)),
        (before, with_candidates(report(2023), "applications.carried_in.total", candidates)),
    ):
        assert failures("YOY001", *given) == expected
        if not expected:
            assert reasons("YOY001", *given)["2023.txt"] == {"glued-undetermined"}


def test_versions_that_disagree_cannot_be_gone_by() -> None:
    other = changed(report(2022), CARRIED)
    other = replace(other, source=Source("2022b.txt", other.source.text))
    assert reasons("YOY001", report(2022), other, report(2023))["2023.txt"] == {"versions-differ"}


# -- documents in force, items, jumps, same figures ----------------------------


@pytest.mark.parametrize(
    ("last", "outcome"), [(79, ""), (86, "differs"), (120, "differs"), (22, "above"), (250, "below")]
)
def test_documents_in_force(last: int, outcome: str) -> None:
    before = changed(report(2022), {"proactive.normative_docs.in_force": last})
    assert failures("YOY002", before, report(2023)) == ([("2023.txt", outcome)] if outcome else [])


def test_documents_in_force_are_never_an_error() -> None:
    rule = RULES.rule("YOY002")
    assert rule is not None
    assert "error" not in rule.severity.values()


def test_all_figures_of_last_year_again() -> None:
    assert failures("YOY005", report(2022), report(2023)) == [("2023.txt", "")]
    other = changed(report(2022), {"disputes.direct.pending": 5})
    assert failures("YOY005", other, report(2023)) == []


def test_reports_of_zeros_may_be_the_same() -> None:
    zeros = [name for table in report(2023).tables.values() for name in table.figures]
    one, other = (changed(report(year), dict.fromkeys(zeros, 0)) for year in (2022, 2023))
    assert failures("YOY005", one, other) == []
    assert reasons("YOY005", one, other) == {"2022.txt": {"year-not-there"}}
    few = {"applications.received.natural": 1, "applications.received.total": 1}
    assert reasons("YOY005", changed(one, few), changed(other, few))["2023.txt"] == {"too-few-figures"}


def test_stocks_do_not_make_figures_the_same() -> None:
    zeros = dict.fromkeys((name for table in report(2023).tables.values() for name in table.figures), 0)
    stock = {**zeros, "proactive.normative_docs.in_force": 50, "proactive.rules.in_force": 7}
    one, other = (changed(report(year), stock) for year in (2022, 2023))
    assert failures("YOY005", one, other) == []


@pytest.mark.parametrize(
    ("last", "now", "outcome"),
    [(100, 600, ""), (100, 6000, "up"), (0, 5000, "up"), (5000, 0, "down"), (6000, 1100, "down"), (6000, 1300, "")],
)
def test_jumps(last: int, now: int, outcome: str) -> None:
    name = "proactive.licence.decisions"
    before, after = changed(report(2022), {name: last}), changed(report(2023), {name: now})
    assert failures("YOY006", before, after) == ([("2023.txt", outcome)] if outcome else [])


# -- text ----------------------------------------------------------------------


def test_reused_text_quotes_the_passage_in_both() -> None:
    (found,) = [each for each in said("YOY004", report(2022), report(2023)) if isinstance(each.outcome, Failed)]
    assert isinstance(found.outcome, Failed)
    assert found.outcome.outcome == "same"
    (other,) = found.elsewhere
    assert other.path == "2022.txt"
    own, theirs = found.outcome.mark.span, other.mark.span
    now, before = report(2023).source.text, report(2022).source.text
    assert now[own.start : own.end].replace("2023", "2022") == before[theirs.start : theirs.end]


def test_a_report_of_its_own_is_not_reused() -> None:
    fresh = bases()["2021"]
    for old, new in (
        ("落实先审查、后公开的要求，定期清理失效文件，更新政府信息公开目录", "新建文件属性源头认定机制"),
        ("一是部分乡镇公开信息不够及时，个别栏目更新缓慢", "一是答复文书的格式不统一，引用条款有误"),
        ("二是政策解读形式较为单一，图表和视频解读偏少", "二是园区企业反映惠企政策查找不便"),
        ("一是建立栏目更新提醒制度，每月检查一次，督促责任单位按时发布", "一是请司法局逐份审核文书"),
        ("二是丰富解读形式，要求重要政策文件同步制作图表解读", "二是把惠企政策汇编成册，上门送到企业"),
    ):
        assert old in fresh
        fresh = fresh.replace(old, new)
    assert failures("YOY004", report(2022), report(2023, fresh)) == []


# -- given with --previous -----------------------------------------------------


def test_the_report_before_must_be_of_the_year_before_and_of_the_same_agency() -> None:
    now = report(2023)

    def why(previous: Report | None, current: Report = now) -> str:
        found = previous_of(current, replace(CONTEXT, previous=previous))
        return found.reason if isinstance(found, NotAssessable) else ""

    other = Agency("青川市枫桥县人民政府", Span(0, 0), "government", "county")
    assert why(None) == "no-previous-report"
    assert why(report(2022)) == ""
    assert why(report(2021)) == "previous-other-year"
    assert why(report(2023)) == "previous-other-year"
    assert why(replace(report(2022), year=None)) == "previous-year-unknown"
    assert why(report(2022), replace(now, year=None)) == "unknown-year"
    assert why(replace(report(2022), agency=other)) == "previous-other-agency"
    assert why(replace(report(2022), agency=Agency("云岭县人民政府", Span(0, 0), "government", "county"))) == ""
    assert why(replace(report(2022), agency=None)) == ""


def test_a_single_report_is_held_against_the_one_before() -> None:
    text = bases()["2021"]
    codes = {each.code for each in lint(text=text, previous=report(2022)).verdicts.findings}
    assert {"YOY001", "YOY002", "YOY004", "YOY005"} <= codes
    alone = lint(text=text).verdicts
    assert not {each.code for each in alone.findings} & {"YOY001", "YOY002", "YOY004", "YOY005"}
    why = {each.reason_code for each in alone.unassessed if each.code.startswith("YOY")}
    assert why == {"no-previous-report"}


def test_rules_over_areas_do_not_concern_a_single_report() -> None:
    rule = RULES.rule("AGG001")
    assert rule is not None
    (outcome,) = rule.check.outcomes(report(2023), CONTEXT)
    assert isinstance(outcome, NotApplicable)
    assert outcome.reason == "campaign-only"


# -- a real chain --------------------------------------------------------------

PINGTAN = (2019, 2020, 2021, 2023, 2025)


@pytest.fixture(scope="module")
def pingtan(corpus: Path) -> list[Report]:
    return [read_report(corpus / f"pingtan-{year}.txt") for year in PINGTAN]


def test_the_years_of_a_real_agency_are_a_chain(pingtan: list[Report]) -> None:
    """Two adjacent transitions hold; over the gaps nothing is said."""
    paths = {year: each.source.path for year, each in zip(PINGTAN, pingtan, strict=True)}
    for code in ("YOY001", "YOY002", "YOY003", "YOY004", "YOY005", "YOY006"):
        assert failures(code, *pingtan) == [], code
    gaps = reasons("YOY001", *pingtan)
    assert gaps[paths[2019]] == {"year-not-there"}
    assert gaps[paths[2023]] == gaps[paths[2025]] == {"year-between"}
    assert paths[2020] not in gaps
    assert paths[2021] not in gaps
    for code in ("YOY002", "YOY004", "YOY005", "YOY006"):
        assert reasons(code, *pingtan)[paths[2023]] == {"year-between"}


# -- on the command line -------------------------------------------------------


def test_the_option_previous(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from disclosure_lint.cli import main

    now, before = tmp_path / "2023.txt", tmp_path / "2022.txt"
    now.write_text(report(2023).source.text, encoding="utf-8")
    before.write_text(report(2022).source.text, encoding="utf-8")
    chosen = ["--select", "YOY001", "--format", "concise", str(now)]
    assert main(["check", "--previous", str(before), *chosen]) == 1
    assert "YOY001" in capsys.readouterr().out
    assert main(["check", "--previous", str(now), *chosen]) == 0
    assert main(["check", "--previous", str(tmp_path / "none.txt"), *chosen]) == 2
    (tmp_path / "empty.txt").write_bytes(b"")
    assert main(["check", "--previous", str(tmp_path / "empty.txt"), *chosen]) == 2
