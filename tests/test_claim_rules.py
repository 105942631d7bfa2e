"""The rules about figures in the prose: true statements are let alone, false ones found by just their own rule."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from disclosure_lint.finding import Finding, Verdicts
from disclosure_lint.report.model import Report
from disclosure_lint.rules.examples import bases
from disclosure_lint.rules.stated import stated
from disclosure_lint.source import Source
from disclosure_lint.syntax import read_report

from .tables import changed, glued, rules, said

NARRATIVE = ("NAR", "FEE002", "FEE003", "FEE004", "FEE007")
APPLICATIONS = (
    "全县新收政府信息公开申请140件，上年结转11件，办结138件，结转下年度继续办理13件。办结的申请中，予以公开51件，"
    "部分公开14件，不予公开23件，无法提供33件，不予处理11件，其他处理6件。"
)
PROACTIVE = "全县现行有效行政规范性文件86件。"
FEES = "2023年，全县未收取信息处理费。"
MORE = "更新政府信息公开目录"


def report(old: str = APPLICATIONS, new: str = "", base: str = "2021") -> Report:
    """The clean report with another sentence."""
    text = bases()[base]
    assert old in text
    return read_report(Source("报告.txt", text.replace(old, new) if new else text))


def found(some: Report, *codes: str, previous: Report | None = None) -> list[Finding]:
    return list(said(some, *(codes or NARRATIVE), previous=previous).findings)


def under(finding: Finding, some: Report) -> str:
    return some.source.text[slice(*finding.primary.span)]


# -- what is true --------------------------------------------------------------

TRUE_OF_APPLICATIONS = """
2022年收到申请60件，2023年收到政府信息公开申请140件，同比增长133.3%。
县民政局收到政府信息公开申请60件。
截至2023年6月底，全县收到政府信息公开申请65件。
全县新收政府信息公开申请140件，其中通过网络收到95件、信函收到45件。
全县收到政府信息公开申请140件，办结138件（含上年结转11件），13件结转下年。
当年新收140件申请中办结127件，上年结转的11件申请全部办结。
全县新收政府信息公开申请140件，已办结127件，上年结转11件也已全部办结，其余13件尚在办理期限内。
全县共收到政府信息公开申请140件，按时办结138件，按时办结率100%。
全县收到政府信息公开申请140件，其中涉及土地征收60件，房屋拆迁30件，其他类50件。
全县共受理政府信息公开申请151件（含上年结转11件），办结138件，13件结转至2024年。
收到政府信息公开申请140件，其中自然人118件、法人或其他组织22件。
收到政府信息公开申请140件，自然人118件，占84.29%，法人或其他组织22件，占15.71%。
共答复政府信息公开申请138件，其中予以公开51件（含已主动公开的3件）。
共答复申请138件，其中不予公开23件（国家秘密1件、内部事务信息4件、过程性信息6件等）。
全县收到政府信息公开申请140件，较2022年的170件减少30件，下降17.65%。
全县收到政府信息公开申请140件，比上年增加15件，增幅12%。
全县收办政府信息公开申请151件，办结138件，办结率91.4%。
全县收到政府信息公开申请140余件。
全县收到申请近150件。
因政府信息公开引起的行政复议9件，其中结果维持5件、结果纠正1件、其他结果2件、尚未审结1件；行政诉讼6件。
全县因政府信息公开引发行政诉讼6件，其中未经复议直接起诉3件、复议后起诉3件。
下一步，力争申请办结率达到100%，确保全部按时办结。
全县收到的政府信息公开申请均已在法定期限内答复。
其中，已办结的138件申请均按时答复。
全年办理政府信息公开申请138件，均为按期办结。
近三年累计收到政府信息公开申请420件。
全县收到申请140件，当面申请12件，占8.6%；网络申请95件，占67.9%；信函申请33件，占23.6%。
全县办结申请138件，其中予以公开和部分公开共65件，占47.1%；不予公开23件，占16.7%；无法提供33件，占23.9%。
全年办理人大代表建议21件、政协提案18件，全部办结，办结率100%。
办理政务服务热线5000余件，办结率100%。
受理行政审批事项117件，办结171件，办结率100%。
除尚未到期的申请外，全部办结。
全部申请均已办结，其中13件结转下年度继续办理。
行政复议案件中，维持5件、纠正1件。
未收到涉及商业秘密的政府信息公开申请。
县教育局未收到政府信息公开申请。
没有因答复不当引发的行政诉讼败诉案件。
我县政府信息公开申请量居全市第2位，共计140件，占全市总量的11%。
"""

TRUE_OF_PROACTIVE = """
全县累计公开行政规范性文件320件。
全县作出行政许可决定15234件，行政处罚1268件，行政强制37件。
全县行政事业性收费1523.46万元。
全县行政事业性收费约1500万元。
全县行政事业性收费1523万元。
全县行政事业性收费15234600元。
全县行政事业性收费0.15亿元。
公开规范性文件12件，公开行政许可信息15234条、行政处罚信息1200条。
编制公开目录36项，梳理行政许可事项236项、行政处罚事项1520项。
清理规范性文件91件，其中废止5件、继续有效86件。
主动公开政府信息3256条，其中县政府网站公开2000条，微信公众号公开1600条。
及时公开财政预决算信息。2022年主动公开政府信息2800条。
"""

TRUE_OF_FEES = """
2023年，全县发出收费通知3件，总金额2230元，实际收取880元。
2023年，全县对3件申请收取信息处理费2230元。其中，县公安局1件880元、县民政局1件1080元、禾田镇1件270元。
2021年以来，全县累计收取信息处理费5000元；2023年收取信息处理费380元，涉及1件申请。
2023年收取信息处理费2230元，涉及申请3件，较上年增加1350元，增长153.4%。
2023年，全县共有3件申请收取了信息处理费，共计2230元，其中最高的一件1080元。
2023年全县未收取信息处理费。2022年收取信息处理费380元。
"""


@pytest.mark.parametrize("text", TRUE_OF_APPLICATIONS.split())
def test_true_statements_of_applications(text: str) -> None:
    assert [f.message for f in found(report(APPLICATIONS, text))] == []


@pytest.mark.parametrize("text", TRUE_OF_PROACTIVE.split())
def test_true_statements_of_documents_and_decisions(text: str) -> None:
    assert [f.message for f in found(report(PROACTIVE, text))] == []


@pytest.mark.parametrize("text", TRUE_OF_FEES.split())
def test_true_statements_of_fees(text: str) -> None:
    assert [f.message for f in found(report(FEES, text))] == []


# -- what is false -------------------------------------------------------------

FALSE_OF_APPLICATIONS = """
NAR001 全县收到政府信息公开申请145件。
NAR001 收到申请一百四十五件。
NAR001 全年收到1.4万件政府信息公开申请。
NAR001 收到政府信息公开申请140件，其中法人或其他组织21件。
NAR002 共受理申请140件，办结139件。
NAR002 答复政府信息公开申请139件。
NAR002 全年办结申请138件，其中予以公开52件。
NAR002 办结申请138件，因不掌握无法提供20件。
NAR002 收到申请140件，予以公开和部分公开60件。
NAR003 收到申请140件，12件结转下年度。
NAR003 收到申请140件，结转至2024年12件。
NAR003 收到申请151件（含上年结转10件）。
NAR004 因政府信息公开被申请行政复议10件。
NAR004 因政府信息公开引发行政诉讼5件。
NAR004 因政府信息公开引起的行政复议9件，其中纠正2件。
NAR005 全年未收到政府信息公开申请。
NAR005 全年没有结转下年度办理的申请。
NAR005 没有上年结转的申请。
NAR005 未发生因政府信息公开引起的行政复议、行政诉讼。
NAR005 收到申请140件，不予公开0件。
NAR006 全县收到申请140件，全部办结。
NAR006 收到申请140件，办结率100%。
NAR006 所有申请均已办理完成。
NAR006 因政府信息公开引起的行政复议9件，均维持。
NAR006 因政府信息公开引起的行政复议9件、行政诉讼6件，均获维持。
NAR009 收到申请140件，其中自然人118件，占80%。
NAR010 收到申请140件，较上年增加20件，增长12%。
NAR010 收到申请140件，比2022年的120件增长20%。
"""

FALSE_OF_PROACTIVE = """
NAR007 全年主动公开政府信息3256条，其中政策文件312条、公告公示1764条、其他信息1081条。
NAR008 主动公开政府信息3256条，其中网站32560条。
NAR009 主动公开政府信息3256条，其中政策文件312条，占12%。
NAR011 全年主动公开政府信息3265条。
NAR012 制发行政规范性文件13件。
NAR012 废止规范性文件6件。
NAR012 制定规章2件。
NAR012 作出行政许可决定15243件。
NAR012 行政事业性收费1532.46万元。
NAR012 未制发行政规范性文件。
"""

FALSE_OF_FEES = """
FEE002 2023年，全县收取信息处理费385元，涉及1件。
FEE002 2023年，全县发出收费通知3件，总金额2235元，未收取。
FEE003 2023年，全县对2件申请收取信息处理费380元，其中，县公安局1件，收取280元；县民政局1件，收取200元。
FEE004 2023年，全县对3件申请收取信息处理费16000000元。
"""


@pytest.mark.parametrize("line", FALSE_OF_APPLICATIONS.strip().split("\n"))
def test_false_statements_of_applications(line: str) -> None:
    code, text = line.split(" ")
    assert [f.code for f in found(report(APPLICATIONS, text))] == [code]


@pytest.mark.parametrize("line", FALSE_OF_PROACTIVE.strip().split("\n"))
def test_false_statements_of_documents_and_decisions(line: str) -> None:
    code, text = line.split(" ")
    assert [f.code for f in found(report(PROACTIVE, text))] == [code]


@pytest.mark.parametrize("line", FALSE_OF_FEES.strip().split("\n"))
def test_false_statements_of_fees(line: str) -> None:
    code, text = line.split(" ")
    assert [f.code for f in found(report(FEES, text))] == [code]


# -- how sure ------------------------------------------------------------------


def test_an_approximate_figure_is_never_an_error() -> None:
    (finding,) = found(report(APPLICATIONS, "全县收到政府信息公开申请1500余件。"))
    assert (finding.code, finding.severity) == ("NAR001", "warning")


def test_one_row_of_a_group_is_a_warning() -> None:
    (finding,) = found(report("无法提供33件", "无法提供26件"))
    assert (finding.code, finding.severity) == ("NAR002", "warning")
    (finding,) = found(report("无法提供33件", "无法提供27件"))
    assert (finding.code, finding.severity) == ("NAR002", "error")


ROWS = ("not_held", "needs_creation", "unclear", "granted")


def test_blank_totals_count_as_the_sum_of_their_row_but_less_surely() -> None:
    some = changed(report("予以公开51件", "予以公开53件"), {f"applications.{row}.total": None for row in ROWS})
    (finding,) = found(some)
    assert (finding.code, finding.severity) == ("NAR002", "warning")
    assert "51" in finding.message
    assert found(changed(report(), {f"applications.{row}.total": None for row in ROWS})) == []


def test_an_implied_zero_makes_a_warning() -> None:
    some = report("予以公开51件", "予以公开51件，因保护第三方合法权益不予公开4件")
    assert found(some) == []
    names = [f"applications.third_party.{column}" for column in ("natural", "commercial", "total")]
    table = some.tables["applications"]
    blank = {name: replace(table.figures[name], value=None, text="", kind="blank", implied_zero=True) for name in names}
    tables = {**some.tables, "applications": replace(table, figures={**table.figures, **blank})}
    (finding,) = found(replace(some, tables=tables), "NAR002")[:1]
    assert finding.severity == "warning"


def test_cells_without_a_value_leave_a_statement_open() -> None:
    verdicts = said(changed(report(), {"applications.partial.total": "若干"}), "NAR002")
    assert (verdicts.findings, [u.reason_code for u in verdicts.unassessed]) == ((), ["figures-open"])


def test_known_cells_that_are_too_many_settle_a_sum_with_unknown_ones() -> None:
    some = changed(report("无法提供33件", "无法提供20件"), {"applications.unclear.total": "若干"})
    (finding,) = found(some)
    assert finding.code == "NAR002"


NAMES = tuple(f"proactive.normative_docs.{column}" for column in ("issued", "repealed", "in_force"))


def test_glued_cells_fail_only_if_no_cut_has_the_value() -> None:
    def cut(text: str) -> Verdicts:
        some = glued(
            report(PROACTIVE, text), "proactive", "normative_docs", NAMES, (12, 5, 86), (1, 25, 86), (1, 2, 586)
        )
        return said(some, "NAR012")

    assert cut("现行有效行政规范性文件86件。").not_assessable == ("NAR012",)
    (finding,) = cut("现行有效行政规范性文件393件。").findings
    assert (finding.severity, "86/586" in finding.message) == ("warning", True)
    assert cut("全县现行有效行政规范性文件587件。").failed == ("NAR012",)


def test_glued_cells_are_summed_cut_by_cut() -> None:
    names = ("disputes.direct.total", "disputes.after_reconsideration.total")
    some = report(MORE, f"{MORE}。因政府信息公开引起的行政诉讼10件")
    some = glued(some, "disputes", "direct", names, (1, 23), (12, 3))
    (finding,) = said(some, "NAR004").findings
    assert "15/24" in finding.message


# -- one finding for each cause ------------------------------------------------


def test_a_claim_that_only_a_wrong_cell_upsets_is_a_label() -> None:
    some = changed(report(), {"applications.received.total": 150})
    verdicts = said(some, "APP", *NARRATIVE)
    (finding,) = verdicts.findings
    assert (finding.code, finding.also) == ("APP003", ("APP001", "NAR001"))
    assert "NAR001" in verdicts.failed
    assert [label.text for label in finding.labels if "NAR001" in label.text]


def test_a_wrong_total_of_table_four_takes_its_claim() -> None:
    some = report(MORE, f"{MORE}。因政府信息公开引起的行政复议9件")
    (finding,) = found(changed(some, {"disputes.reconsideration.total": 8}), "DIS", *NARRATIVE)
    assert (finding.code, finding.also) == ("DIS001", ("NAR004",))


@pytest.mark.parametrize("text", ["办结申请148件，其中", "共收到申请145件，办结138件，其中"])
def test_a_list_is_not_told_again_when_a_table_tells_which_figure_is_wrong(text: str) -> None:
    listed = "予以公开51件，部分公开14件，不予公开23件，无法提供33件，不予处理11件，其他处理6件。"
    verdicts = said(report(APPLICATIONS, text + listed), *NARRATIVE)
    assert len(verdicts.findings) == 1
    (finding,) = found(report(APPLICATIONS, f"办结申请138件，其中{listed}".replace("51件", "510件")))
    assert finding.code == "NAR002"


def test_a_list_whose_figures_agree_with_the_table_is_told() -> None:
    text = "收到申请140件，其中网络申请95件、信函申请12件、当面申请35件。"
    (finding,) = found(report(APPLICATIONS, text))
    assert finding.code == "NAR007"


def test_a_part_larger_than_its_total_is_told_once() -> None:
    (finding,) = found(report("公告公示1764条", "公告公示17640条"))
    assert finding.code == "NAR008"
    assert said(report("公告公示1764条", "公告公示17640条"), "NAR007").unassessed[0].reason_code == "claim-part-larger"


# -- what cannot be judged -----------------------------------------------------


def test_statements_that_are_not_compared_are_one_entry_for_each_part() -> None:
    text = "县民政局收到政府信息公开申请60件，县公安局收到政府信息公开申请70件。2022年收到政府信息公开申请170件。"
    verdicts = said(report(APPLICATIONS, text), "NAR001")
    (entry,) = verdicts.unassessed
    assert (entry.place.part, entry.reason_code) == (1, "claim-actor")
    assert "另有 " in entry.reason
    assert verdicts.findings == ()


def test_no_claims_is_no_doubt() -> None:
    text = "\n".join(line for line in bases()["2021"].split("\n") if not line.startswith(("全县", "2023年，全县")))
    verdicts = said(read_report(Source("报告.txt", text)), *NARRATIVE)
    assert verdicts.findings == ()
    assert verdicts.not_assessable == ()


# -- shares, changes, amounts --------------------------------------------------


@pytest.mark.parametrize(
    ("share", "right"),
    [("36.96%", True), ("37.0%", True), ("37%", True), ("36.9%", False), ("36.95%", False), ("35%", False)],
)
def test_shares_are_rounded_to_their_last_digit(share: str, right: bool) -> None:
    assert [f.code for f in found(report("予以公开51件", f"予以公开51件，占{share}"))] == ([] if right else ["NAR009"])


def test_the_base_of_a_share_may_stand_in_the_table_only() -> None:
    text = "收到申请140件。予以公开51件，占{}。"
    assert found(report(APPLICATIONS, text.format("36.96%"))) == []
    assert [f.code for f in found(report(APPLICATIONS, text.format("31.96%")))] == ["NAR009"]


def test_last_years_report_gives_the_base_of_a_change() -> None:
    before = changed(replace(report(), year=2022), {"applications.received.total": 125})
    for rate, codes in (("12%", []), ("11.5%", ["NAR010"])):
        some = report("新收政府信息公开申请140件", f"新收政府信息公开申请140件，同比增长{rate}")
        assert [f.code for f in found(some, "NAR010", previous=before)] == codes
        assert said(some, "NAR010").not_assessable == ("NAR010",)


def test_a_fee_may_be_rounded_away_in_table_two() -> None:
    some = report(FEES, "2023年，全县对1件申请收取信息处理费30元。")
    assert found(changed(some, {"proactive.admin_fee.amount": 0}), "FEE004") == []
    some = report(FEES, "2023年，全县对1件申请收取信息处理费300元。")
    assert [f.code for f in found(changed(some, {"proactive.admin_fee.amount": 0}), "FEE004")] == ["FEE004"]
    assert said(changed(some, {"proactive.admin_fee.amount": None}), "FEE004").not_assessable == ("FEE004",)


def test_items_that_fall_short_are_surely_wrong_only_if_all_are_named() -> None:
    total = "2023年，全县对{}件申请收取信息处理费2230元。其中，县公安局1件，收取880元；县民政局1件，收取1080元。"
    assert [(f.code, f.severity) for f in found(report(FEES, total.format(2)))] == [("FEE003", "error")]
    assert {f.severity for f in found(report(FEES, total.format(3)))} <= {"warning"}


# -- the machinery -------------------------------------------------------------


def test_subjects_of_rules_are_those_of_the_vocabulary() -> None:
    from disclosure_lint.rules.options import OptionError
    from disclosure_lint.rules.subjects import Subjects

    assert "rules.issued" in Subjects.from_option(["rules.*"])
    assert "granted+partial" in Subjects.from_option(["granted"])
    with pytest.raises(OptionError, match="recieved"):
        Subjects.from_option(["recieved"])


def test_the_claims_of_a_report_are_looked_at_once() -> None:
    one, other = report(), report()
    assert stated(one) is stated(one)
    assert stated(other) is not stated(one)


@pytest.mark.parametrize("rule", rules(*NARRATIVE), ids=lambda rule: rule.code)
def test_bad_examples_have_no_other_error(rule: object) -> None:
    from disclosure_lint.linter import example_lint
    from disclosure_lint.resources import rules_folder
    from disclosure_lint.rules.examples import document
    from disclosure_lint.rules.load import load_rules
    from disclosure_lint.rules.rule import Rule

    assert isinstance(rule, Rule)
    lint = example_lint(load_rules([rules_folder()]))
    from .tables import TODAY

    for example in rule.examples["bad"]:
        findings = lint(document(example, lint), TODAY).verdicts.findings
        assert {f.code for f in findings if f.severity == "error"} <= {rule.code}


# -- real reports --------------------------------------------------------------

EXPECTED = {
    "jining-2020.txt": [],
    "pingtan-2019.txt": [("NAR007", "warning", "2599", "2533")],
    "pingtan-2020.txt": [("NAR007", "warning", "2602", "2603")],
    "pingtan-2021.txt": [],
    "pingtan-2023.txt": [("NAR012", "warning", "393", "470")],
    "pingtan-2025.txt": [],
    "shuyang-2025.md": [],
    "suqian-2023.txt": [],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_real_reports(name: str, corpus: Path) -> None:
    from disclosure_lint.linter import read_report as read_file

    some = read_file(corpus / name)
    findings = found(some)
    assert [(f.code, f.severity) for f in findings] == [each[:2] for each in EXPECTED[name]]
    for finding, (_, _, *figures) in zip(findings, EXPECTED[name], strict=True):
        assert all(figure in finding.message for figure in figures)
