"""The rules about words, marks, citations and privacy on the traps of real reports."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from disclosure_lint.finding import Finding
from disclosure_lint.linter import lint
from disclosure_lint.resources import rules_folder
from disclosure_lint.results import FileResult
from disclosure_lint.rules.load import RuleSet, load_rules

TODAY = date(2030, 1, 1)
OURS = ("CIT", "TXT", "LEX", "PII", "STR007", "PRE001", "PRE003", "PER005", "CON004", "CON007", "WEB003")
SLOT = "定期清理失效文件"
FORM = "国办公开办函〔2021〕30号"
BODY = "办业务培训班，提高工作人员处理申请的能力。"


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_rules([rules_folder()])


def edited(text: str, edits: dict[str, str]) -> str:
    for old, new in edits.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def ours(result: FileResult) -> list[Finding]:
    return [finding for finding in result.verdicts.findings if finding.code.startswith(OURS)]


def state(code: str, result: FileResult) -> str:
    verdicts = result.verdicts
    for name in ("failed", "not_assessable", "passed"):
        if code in getattr(verdicts, name):
            return name
    return "not_applicable"


# words put into the text, and the codes found: nothing at all, or the codes in order
CASES: list[tuple[dict[str, str], list[str]]] = [
    # words: right in one place, wrong in another
    ({SLOT: "建立工作台帐"}, ["LEX001"]),
    ({SLOT: "建立工作台\n帐"}, ["LEX001"]),
    ({SLOT: "全部份额已公布"}, []),
    ({SLOT: "机关健全制度，重复盖章，预防犯罪，奖励行为规范"}, []),
    ({SLOT: "截至2023年12月31日，报名截止2023年11月30日"}, []),
    ({SLOT: "截止2023年12月31日，网站发布信息320条"}, ["LEX001"]),
    ({SLOT: "自2023年1月1日起，截止2023年12月31日的统计"}, []),
    ({SLOT: "台风登陆期间网站照常更新"}, []),
    ({SLOT: "登陆县政府网站可以查阅"}, ["LEX001"]),
    ({SLOT: "工程项目预算、结算信息已公开"}, []),
    ({SLOT: "财政预算、结算信息已公开"}, ["LEX001"]),
    ({SLOT: "把热线当做为民服务的窗口"}, []),
    ({SLOT: "做为公开的平台"}, ["LEX001"]),
    ({SLOT: "年末收到的申请已办结，知己知彼"}, []),
    ({SLOT: "末收到投诉"}, ["LEX001"]),
    ({SLOT: "争取的良好开端，采取的积极措施"}, []),
    ({SLOT: "均以公开为常态，均以全部公开为原则"}, []),
    ({SLOT: "申请均以全部答复"}, ["LEX001"]),
    ({SLOT: "办理人大代表建议和政协提案，答复人大代表、政协委员建议提案"}, []),
    ({SLOT: "办理人大和政协提案"}, ["LEX002"]),
    ({SLOT: "收取信息公开费"}, ["LEX002"]),
    ({SLOT: "政府信息公开费用1万元"}, []),
    ({SLOT: "县攻府网站"}, ["LEX003"]),
    ({SLOT: "更正“攻府”等错别字"}, []),
    # repetitions
    ({SLOT: "办理工作工作"}, ["TXT007"]),
    ({SLOT: "区自然资源局局"}, ["TXT007"]),
    ({SLOT: "县局局长"}, []),
    ({SLOT: "为了了解情况，天天更新，人人参与，家家户户知晓，常常检查"}, []),
    ({SLOT: "一件一件办理，以公开促公开"}, []),
    ({SLOT: "各部门部门预算和县政府政府信息公开平台"}, []),
    ({SLOT: "召开平台建设推进新闻发布会召开平台建设推进新闻发布会"}, ["TXT007"]),
    ({SLOT: "公开养老、教育、医疗、就业、教育、住房信息"}, ["TXT007"]),
    ({SLOT: "微信12条、微博3条、微信5条、其他0条"}, []),
    ({SLOT: "2023年2023件，00000"}, []),
    ({SLOT: "𠮷𠮷办理工作工作"}, ["TXT007"]),
    # lists
    ({BODY: f"{BODY}\n还存在：首先，培训少；二是宣传少。"}, []),
    ({SLOT: "一是抓统一：一是标准统一，二是口径统一；二是抓落实；三是抓检查"}, []),
    ({SLOT: "第三是抓落实，再三是强调"}, []),
    ({SLOT: "一是抓落实；二是抓检查；四是抓评议"}, ["TXT010"]),
    ({SLOT: "一是抓落实；二要抓检查；三是抓评议"}, []),
    ({"（三）政府信息管理": "（四）政府信息管理", "（四）政府信息公开": "（五）政府信息公开"}, ["TXT010", "TXT010"]),
    # marks
    ({SLOT: "印发“十四五规划"}, ["TXT005"]),
    ({SLOT: "1）目录；2）指南"}, []),
    ({SLOT: "公开“六稳”“六保”信息（见表）"}, []),
    ({SLOT: "公开“六稳”、“六保”信息"}, ["TXT006"]),
    ({SLOT: "网址:www.yunlingxian.gov.cn,时间12:30"}, []),
    ({SLOT: "目录,指南"}, ["TXT003"]),
    ({SLOT: "下载 APP 后在 2023 年 12 月使用"}, []),
    ({SLOT: "更新 目录"}, ["TXT009"]),
    # citations
    ({FORM: "国办公开办函[2021]30号"}, ["TXT004"]),
    ({FORM: "国办公开办函〔2021〕31号"}, ["CIT002"]),
    ({SLOT: "按照（2021）青01行终12号判决"}, []),
    ({SLOT: "落实《云岭县政府信息公开办法》（云政办发〔2020〕60号）"}, []),
    ({SLOT: "落实县政府办公室《关于政府信息公开工作年度报告有关事项的通知》（云政办函〔2023〕9号）"}, []),
    ({SLOT: "落实《政府信息公开信息处理费管理办法》（国办函〔2020〕1号、国办函〔2020〕109号）"}, []),
    # privacy
    ({SLOT: "热线12345，编号20231231123456789"}, []),
    ({SLOT: "联系人王某（138****1234）"}, []),
    ({SLOT: "联系电话13900000000"}, ["PII001"]),
    ({SLOT: "文号13900000000"}, []),
    ({SLOT: "申请人任意提起申请，申请人程序性诉求，申请人向我县提交申请"}, []),
    ({SLOT: "原告李明诉县自然资源局"}, ["PII002"]),
    # years
    ({SLOT: "2022年度预算公开率100%，2024年将公开20条，较2022年增长"}, []),
]  # fmt: skip


@pytest.mark.parametrize(("edits", "wanted"), CASES)
def test_an_edit_of_the_clean_report(
    rules: RuleSet, clean_report: str, edits: dict[str, str], wanted: list[str]
) -> None:
    result = lint(text=edited(clean_report, edits), rules=rules, today=TODAY)
    assert [finding.code for finding in ours(result)] == wanted


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_breaks_of_other_systems_change_nothing(rules: RuleSet, clean_report: str, ending: str) -> None:
    text = edited(clean_report, {SLOT: "建立工作台帐，一是抓落实；三是抓检查"})
    plain = [finding.message for finding in ours(lint(text=text, rules=rules, today=TODAY))]
    other = [finding.message for finding in ours(lint(text=text.replace("\n", ending), rules=rules, today=TODAY))]
    assert plain == other and len(plain) == 2


def test_a_table_is_never_looked_at(rules: RuleSet, clean_report: str) -> None:
    text = edited(clean_report, {"\n行政许可\t15234": "\n行政许可 工作工作台帐13900000000\t15234"})
    assert not [f for f in ours(lint(text=text, rules=rules, today=TODAY)) if f.code in ("TXT007", "LEX001", "PII001")]


def test_a_number_is_shown_masked(rules: RuleSet, clean_report: str) -> None:
    text = edited(clean_report, {SLOT: "身份证号11010519491231002X"})
    (finding,) = ours(lint(text=text, rules=rules, today=TODAY))
    assert (finding.code, finding.severity) == ("PII001", "error")
    assert "11010519491231002X" not in finding.message + finding.help


def test_words_of_a_kind_are_one_finding(rules: RuleSet, clean_report: str) -> None:
    text = edited(clean_report, {SLOT: "建立工作台帐，台帐每月更新"})
    (finding,) = ours(lint(text=text, rules=rules, today=TODAY))
    assert "2 处" in finding.message and len(finding.labels) == 1
    assert finding.fix and [edit.text for edit in finding.fix.edits] == ["台账", "台账"]


def test_a_text_without_parts_is_not_assessable(rules: RuleSet) -> None:
    from disclosure_lint.rules.engine import verdicts
    from disclosure_lint.rules.outcome import Context
    from disclosure_lint.source import Source
    from disclosure_lint.syntax import read_report

    report = read_report(Source("a.txt", "2023年度政府信息公开工作年度报告\n工作工作，台帐。"))
    said = verdicts(report, rules.rules, Context(TODAY))
    assert {"LEX001", "TXT007", "PII001"} <= set(said.not_assessable)


def test_text_that_was_flattened_or_wrapped_is_not_judged_by_its_layout(rules: RuleSet, clean_report: str) -> None:
    flat = clean_report.replace("，", ",").replace("：", ":").replace("；", ";").replace("（", "(").replace("）", ")")
    result = lint(text=flat, rules=rules, today=TODAY)
    assert state("TXT003", result) == "not_assessable" and not ours(result)


def test_a_list_of_ones_own(clean_report: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "own-words.yaml").write_text("words: {公开栏: {right: 公示栏, but: [政务公开栏]}}\n", "utf-8")
    rule = (rules_folder() / "words" / "LEX001-confusable-words.yaml").read_text(encoding="utf-8")
    head, _, _ = rule.partition("examples:")
    example = '{base: "2021", append: ""}'
    bad = '{base: "2021", replace: {更新政府信息公开目录: 更新公开栏}, expect: {at: 公开栏}}'
    (tmp_path / "OWN001-own-words.yaml").write_text(
        head.replace("LEX001", "OWN001").replace("confusable-words", "own-words").replace("confusables", "own-words")
        + f"examples: {{good: [{example}, {example}], bad: [{bad}, {bad}]}}\n",
        "utf-8",
    )
    loaded = load_rules([rules_folder(), tmp_path])
    assert [problem.message["zh"] for problem in loaded.problems if "OWN001" in problem.path] == []
    text = edited(clean_report, {"更新政府信息公开目录": "更新公开栏和政务公开栏"})
    found = [f.message for f in lint(text=text, rules=loaded, today=TODAY).verdicts.findings if f.code == "OWN001"]
    assert found == ["“公开栏”应为“公示栏”（共 1 处）"]
    (tmp_path / "data" / "own-words.yaml").write_text("words: {公开栏: {rigth: 公示栏}}\n", "utf-8")
    (problem,) = [p for p in load_rules([rules_folder(), tmp_path]).problems if "OWN001" in p.path]
    assert "rigth" in problem.message["zh"] and "right" in problem.message["zh"]


EXPECTED = {
    "jining-2020.txt": ["TXT009", "TXT009", "TXT009", "LEX001", "CON004", "LEX002"],
    "pingtan-2025.txt": ["CON004"],
    "suqian-2023.txt": ["TXT006", "CON004"],
    "pingtan-2023.txt": ["CON004", "TXT003", "TXT006", "TXT010"],
    "pingtan-2021.txt": ["CON004", "TXT003", "TXT007"],
    "pingtan-2019.txt": ["LEX001", "TXT003", "TXT006", "TXT007"],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_known_of_real_reports(rules: RuleSet, corpus: Path, name: str) -> None:
    found = ours(lint(corpus / name, rules=rules, today=TODAY))
    assert [finding.code for finding in found] == EXPECTED[name]


@pytest.mark.parametrize("name", ["jining-2020.txt", "pingtan-2025.txt", "suqian-2023.txt", "shuyang-2025.md"])
def test_real_reports_without_errors(rules: RuleSet, corpus: Path, name: str) -> None:
    found = ours(lint(corpus / name, rules=rules, today=TODAY))
    assert [finding.message for finding in found if finding.severity == "error"] == []
