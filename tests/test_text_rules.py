"""The rules about structure and text on the traps of real reports: what must be found, and what must not."""

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
OURS = ("STR", "TTL", "PRE", "PER", "FEE", "CON", "NAR005", "WEB")
PROBLEMS = (
    "存在的主要问题：一是部分乡镇公开信息不够及时，个别栏目更新缓慢；二是政策解读形式较为单一，图表和视频解读偏少；"
    "三是基层工作人员变动频繁，业务能力有待提高。"
)
MEASURES = (
    "改进情况：一是建立栏目更新提醒制度，每月检查一次，督促责任单位按时发布；二是丰富解读形式，要求重要政策文件"
    "同步制作图表解读；三是举办业务培训班，提高工作人员处理申请的能力。"
)
FEES = "2023年，全县未收取信息处理费。"
SIGNED = "青川市云岭县人民政府\n2024年3月18日"
PERIOD = "自2023年1月1日起至2023年12月31日止"
NEW = (
    "全县新收政府信息公开申请140件，上年结转11件，办结138件，结转下年度继续办理13件。办结的申请中，予以公开51件，"
    "部分公开14件，不予公开23件，无法提供33件，不予处理11件，其他处理6件。"
)


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    loaded = load_rules([rules_folder()])
    wrong = [problem for problem in loaded.problems if Path(problem.path).name.startswith(OURS)]
    assert not wrong
    return loaded


def edited(text: str, edits: dict[str, str]) -> str:
    for old, new in edits.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def of(code: str, result: FileResult) -> list[Finding]:
    return [f for f in result.verdicts.findings if f.code == code or code in f.also]


def state(code: str, result: FileResult) -> str:
    verdicts = result.verdicts
    if code in verdicts.failed:
        return "failed"
    if code in verdicts.not_assessable:
        return "not_assessable"
    return "passed" if code in verdicts.passed else "not_applicable"


def under(result: FileResult, finding: Finding) -> str:
    assert result.source
    return result.source.text[slice(*finding.primary.span)]


# code, edits, severities of its findings ("?": not assessable)
CASES = [
    # a part is missing, its heading alone is lost, or nothing can be said
    ("STR001", {"一、总体情况\n": ""}, ["warning"]),
    ("STR001", {"二、主动公开政府信息情况\n": ""}, ["warning"]),
    ("STR001", {"四、政府信息公开行政复议、行政诉讼情况\n": ""}, ["warning"]),
    ("STR001", {"五、存在的主要问题及改进情况\n": ""}, ["warning"]),
    ("STR001", {f"五、存在的主要问题及改进情况\n\n{PROBLEMS}\n\n{MEASURES}\n": ""}, ["error"]),
    ("STR001", {f"六、其他需要报告的事项\n\n{FEES}\n": ""}, ["error"]),
    ("STR001", {"四、政府信息公开行政复议": "四、政府信息公开行政法复议"}, []),
    ("STR001", {"三、收到和处理政府信息公开申请情况": "三、政府信息依申请公开办理情况"}, []),
    # a missing part is one cause
    ("STR002", {f"五、存在的主要问题及改进情况\n\n{PROBLEMS}\n\n{MEASURES}\n": ""}, []),
    (
        "STR002",
        {f"五、存在的主要问题及改进情况\n\n{PROBLEMS}\n\n{MEASURES}\n": "", "六、其他": "五、其他"},
        [],
    ),
    ("STR002", {"六、其他": "七、其他"}, ["error"]),
    ("STR002", {"五、存在的": "四、存在的"}, ["error"]),
    ("STR002", {"二、主动公开政府": "三、主动公开政府", "三、收到和": "二、收到和"}, ["error"]),
    ("STR002", {PROBLEMS: f"一、工作短板\n{PROBLEMS}", MEASURES: f"二、整改打算\n{MEASURES}"}, []),
    ("STR002", {"\n六、其他": "六、下一年工作思路。认真落实。\n\n七、其他"}, ["?"]),
    ("STR002", {"\n六、其他": "\n六、下一年工作思路\n认真落实。\n\n七、其他"}, []),
    # aspects numbered as parts are one cause as well
    ("STR003", {"（三）政府信息管理": "二、政府信息管理"}, ["error"]),
    ("STR002", {"（三）政府信息管理": "二、政府信息管理"}, []),
    ("STR005", {"（三）政府信息管理": "二、政府信息管理"}, []),
    ("STR003", {MEASURES: f"{MEASURES}\n四、加强监督保障\n定期检查。"}, []),
    # parts that the form does not have
    ("STR005", {FEES: f"{FEES}\n\n七、下一年工作打算\n\n继续做好公开工作。"}, ["warning"]),
    ("STR005", {FEES: f"{FEES}\n\n七、附件\n\n统计图。"}, []),
    ("STR005", {FEES: f"{FEES}\n\n附件：统计图"}, []),
    ("STR005", {FEES: f"{FEES}\n\n打印本页 关闭窗口"}, []),
    # empty parts: one finding for part five
    ("STR006", {FEES: ""}, ["error"]),
    ("STR006", {PROBLEMS: "", MEASURES: ""}, ["error"]),
    ("CON002", {PROBLEMS: "", MEASURES: ""}, ["error"]),
    ("CON002", {PROBLEMS: "无", MEASURES: ""}, ["error"]),
    ("CON002", {PROBLEMS: "不存在问题。", MEASURES: ""}, ["error"]),
    ("CON002", {PROBLEMS: "解读形式单一，下一步将丰富形式。", MEASURES: ""}, ["warning"]),
    ("CON003", {PROBLEMS: "无", MEASURES: ""}, ["?"]),
    ("CON003", {PROBLEMS: "", MEASURES: MEASURES.replace("改进情况：", "")}, ["warning"]),
    ("CON003", {MEASURES: ""}, ["warning"]),
    ("CON003", {MEASURES: "针对上述问题，已督促整改。"}, []),
    # template remnants, and XX that is none
    ("STR009", {"3256条": "XX条"}, ["error"]),
    ("STR009", {"3256条": "××条"}, ["error"]),
    ("STR009", {"（https://www.yunlingxian.gov.cn/）": "（具体网址）"}, ["error"]),
    ("STR009", {SIGNED: "青川市云岭县人民政府\n20XX年X月X日"}, ["error"]),
    ("STR009", {"（一）主动公开\n": "（一）主动公开（文字描述）\n"}, ["error"]),
    ("STR009", {"定期清理失效文件": "在张某诉某局案中提供材料XX份，定期清理失效文件"}, []),
    ("STR009", {"定期清理失效文件": "发放XXL号文化衫，定期清理失效文件"}, []),
    ("STR009", {"定期清理失效文件": "印发《答复文书（示例）》，定期清理失效文件"}, []),
    ("STR009", {"定期清理失效文件": "提供书面申请（填写申请表）渠道，定期清理失效文件"}, []),
    # titles
    ("TTL001", {"2023年政府信息公开工作年度报告\n": "2023年度政府信息公开工作年度报告\n"}, []),
    ("TTL001", {"人民政府2023年政府信息公开工作年度报告\n": "人民政府\n2023年\n政府信息公开工作年度报告\n"}, []),
    ("TTL001", {"青川市云岭县人民政府2023年政府": "2023年政府"}, ["warning"]),
    ("TTL001", {"人民政府2023年政府信息公开工作年度报告\n": "人民政府政府信息公开工作年度报告\n"}, ["warning"]),
    # years: the culprit is named once
    ("TTL002", {"人民政府2023年政府": "人民政府2022年政府"}, ["error"]),
    ("PER002", {"人民政府2023年政府": "人民政府2022年政府"}, ["error"]),
    ("PER003", {"人民政府2023年政府": "人民政府2022年政府"}, ["?"]),
    ("STR008", {"人民政府2023年政府": "人民政府2020年政府"}, ["?"]),
    ("PER002", {PERIOD: "自2022年1月1日起至2022年12月31日止"}, ["error"]),
    ("TTL002", {PERIOD: "自2022年1月1日起至2022年12月31日止"}, ["error"]),
    ("TTL002", {"\n一、总体情况": "\n根据《2022年政务公开工作要点》和2022年部门决算编制。\n\n一、总体情况"}, []),
    ("TTL002", {"\n一、总体情况": "\n现将我县2022年度政府信息公开工作情况报告如下：\n\n一、总体情况"}, ["error"]),
    ("TTL002", {"\n一、总体情况": "\n现将我县2023年度政府信息公开工作情况报告如下：\n\n一、总体情况"}, []),
    # periods
    ("PER001", {f"本报告所列数据的统计期限{PERIOD}。": ""}, ["warning"]),
    ("PER001", {f"统计期限{PERIOD}": "统计时间段：202311日至20231231日"}, []),
    ("PER002", {PERIOD: "自2023年1月1日起至2023年12月31止"}, []),
    ("PER002", {PERIOD: "自2023年1 月 1 日起至2023\n年12月31日止"}, []),
    ("PER002", {PERIOD: "为2023年1月1日至12月31日"}, []),
    ("PER002", {PERIOD: "自2023年1月1日起至2023年11月30日止"}, ["error"]),
    ("PER002", {PERIOD: "自2023年2月30日起至2023年12月31日止"}, ["error"]),
    (
        "PER002",
        {PERIOD: "自2023年7月1日起至2023年12月31日止", "各项公开工作有序": "我县于2023年7月正式成立，各项公开工作有序"},
        ["?"],
    ),
    # signature and publication
    ("PER003", {SIGNED: "青川市云岭县人民政府\n2023年3月18日"}, ["error"]),
    ("PER003", {SIGNED: ""}, ["?"]),
    ("PER004", {SIGNED: "青川市云岭县人民政府\n2024年3月31日"}, []),
    ("PER004", {SIGNED: "青川市云岭县人民政府\n2024年4月1日"}, ["?"]),  # 31 March 2024 was a Sunday
    ("PER004", {SIGNED: "青川市云岭县人民政府\n2024年4月2日"}, ["warning"]),
    ("PER006", {"定期清理失效文件": "2023年13月前清理失效文件"}, []),
    ("PER006", {"定期清理失效文件": "2023年6月31日前清理失效文件"}, ["error"]),
    ("PER006", {"定期清理失效文件": "6月31日前清理失效文件"}, ["error"]),
    ("PER006", {"定期清理失效文件": "2月29日前清理失效文件"}, []),
    ("PER006", {"定期清理失效文件": "2023年12月25日至1月5日清理失效文件"}, []),
    ("PER006", {"定期清理失效文件": "2023年12月25日至2023年1月5日清理失效文件"}, ["error"]),
    ("PER006", {"定期清理失效文件": "20236月31日前清理失效文件"}, ["?"]),
    # the preamble
    ("PRE002", {"六个部分": "6部分内容"}, []),
    ("PRE002", {"六个部分": "五个部分"}, ["warning"]),
    ("PRE002", {"、其他需要报告的事项六个部分": "、其他需要报告的事项、附件等七个部分"}, []),
    ("PRE002", {"收到和处理政府信息公开申请情况、政府信息公开行政": "政府信息公开行政"}, ["warning"]),
    ("PRE002", {f"六、其他需要报告的事项\n\n{FEES}\n": ""}, ["?"]),
    ("PRE002", {"报告包括总体情况": "报告第一部分包括总体情况"}, []),
    # names
    ("TTL003", {SIGNED: "云岭县政府办公室\n2024年3月18日"}, []),
    ("TTL003", {SIGNED: "青川市石桥区人民政府\n2024年3月18日"}, ["warning"]),
    # fees
    ("FEE001", {FEES: "2023年，无收取信息处理费情况。"}, []),
    ("FEE001", {FEES: "本年度没有产生信息公开处理费。"}, []),
    ("FEE001", {FEES: "发出收费通知0件，总金额0元，实际收取0元。"}, []),
    ("FEE001", {FEES: "全县依申请公开收取信息\n处理费0元。"}, []),
    ("FEE001", {FEES: "2023年对3件申请收取信息处理费2230元。"}, []),
    ("FEE001", {FEES: "全市实际收取信息处理费共计400元。"}, ["warning"]),
    ("FEE001", {FEES: "无"}, ["warning"]),
    ("FEE001", {FEES: "无其他需要报告的事项"}, ["warning"]),
    ("FEE001", {FEES: "承办人大代表建议21件，已全部答复。"}, ["error"]),
    ("FEE001", {FEES: "承办建议21件。", "有序开展。": "有序开展，未向申请人收取任何费用。"}, ["warning"]),
    ("FEE001", {f"六、其他需要报告的事项\n\n{FEES}\n": ""}, ["?"]),
    ("FEE005", {FEES: "2023年，无收取信息处理费情况。"}, []),
    ("FEE005", {FEES: "未发出收费通知，未收取信息处理费。"}, ["?"]),
    ("FEE006", {FEES: f"（一）收费及减免情况\n{FEES}"}, ["warning"]),
    ("FEE006", {FEES: "依照条例不再收取检索、复制、邮寄等成本费用，未收取信息处理费。"}, []),
    # oversight
    ("CON001", {"纳入年度工作考核，对12个单位开展工作考核": "纳入绩效管理，对12个单位开展考评"}, []),
    ("CON001", {"组织社会评议1次，群众满意度为96.5%；": ""}, ["warning"]),
    ("CON001", {"人民政府2023年政府": "财政局2023年政府", SIGNED: "", "组织社会评议1次，": ""}, []),
    # denials
    ("NAR005", {NEW: "全县未收到政府信息公开申请。"}, ["error"]),
    ("NAR005", {NEW: "全县未收取任何费用。"}, []),
    ("NAR005", {"有序开展。": "有序开展，未发生因政府信息公开引起的行政诉讼。"}, ["error"]),
    # addresses
    ("WEB001", {"www.yunlingxian.gov.cn": "www.yunlingxian.com"}, ["warning"]),
    ("WEB001", {"www.yunlingxian.gov.cn": "云岭县人民政府.政务"}, []),
    ("WEB001", {"查阅、下载。": "查阅、下载，也可关注微信公众号（https://mp.weixin.qq.com/s/a1）。"}, []),
    ("WEB001", {"查阅、下载。": "查阅、下载；电子邮箱：yunling@163.com。"}, []),
    ("WEB001", {"https://www.yunlingxian.gov.cn/": "https://www.gov.cn.example.com/"}, ["warning"]),
    ("WEB002", {"https://www.yunlingxian.gov.cn/": "www.yunlingxian.gov.cn"}, []),
    ("WEB002", {"https://www.yunlingxian.gov.cn/": "http//www.yunlingxian.gov.cn/"}, ["warning"]),
]


@pytest.mark.parametrize(("code", "edits", "wanted"), CASES)
def test_an_edit_of_the_clean_report(
    rules: RuleSet, clean_report: str, code: str, edits: dict[str, str], wanted: list[str]
) -> None:
    result = lint(text=edited(clean_report, edits), rules=rules, today=TODAY)
    if wanted == ["?"]:
        assert (state(code, result), of(code, result)) == ("not_assessable", [])
    else:
        assert [finding.severity for finding in of(code, result)] == wanted


def test_the_clean_report_has_nothing_wrong(rules: RuleSet, clean_report: str) -> None:
    result = lint(text=clean_report, rules=rules, today=TODAY)
    assert [f.message for f in result.verdicts.findings if f.code.startswith(OURS)] == []


def test_a_missing_part_stands_at_the_top_and_names_the_next_part(rules: RuleSet, clean_report: str) -> None:
    text = edited(clean_report, {f"五、存在的主要问题及改进情况\n\n{PROBLEMS}\n\n{MEASURES}\n": ""})
    (finding,) = of("STR001", lint(text=text, rules=rules, today=TODAY))
    assert finding.primary.span == (0, 0)
    assert finding.place.part == 5
    assert [label.text for label in finding.labels] == ["应在这一部分之前"]


def test_a_year_left_over_in_the_title_is_one_finding(rules: RuleSet, clean_report: str) -> None:
    text = edited(clean_report, {"人民政府2023年政府": "人民政府2022年政府"})
    result = lint(text=text, rules=rules, today=TODAY)
    found = [f for f in result.verdicts.findings if f.severity == "error"]
    assert [(f.code, f.also, under(result, f)) for f in found] == [("TTL002", ("PER002",), "2022")]


DEPARTMENT = """{head}青川市云岭县财政局2023年政府信息公开工作年度报告
本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。
一、总体情况
2023年，县财政局做好公开工作。
二、主动公开政府信息情况
见表。
{tail}"""


@pytest.mark.parametrize(
    ("head", "tail", "wanted"),
    [
        ("发布日期：2024-01-31\n", "", "passed"),
        ("发布日期：2024-02-20\n", "", "error"),
        ("发布日期：2024-02-20\n", "青川市云岭县财政局\n2024年2月19日", "error"),
        ("发布日期：2024-02-20\n", "青川市云岭县财政局\n2024年1月19日", "warning"),
        ("发布日期：2027-02-20\n", "青川市云岭县财政局\n2024年1月19日", "not_assessable"),
        ("发布日期：2027-02-20\n", "", "warning"),
        ("", "青川市云岭县财政局\n2024年2月19日", "warning"),
        ("", "", "not_assessable"),
    ],
)
def test_how_sure_a_late_publication_is(rules: RuleSet, head: str, tail: str, wanted: str) -> None:
    result = lint(text=DEPARTMENT.format(head=head, tail=tail), rules=rules, today=TODAY)
    found = of("PER004", result)
    assert (found[0].severity if found else state("PER004", result)) == wanted


@pytest.mark.parametrize(
    ("name", "day", "wanted"),
    [
        ("财政局", "2023-02-01", "error"),
        ("财政局", "2025-02-05", "not_assessable"),  # 31 January 2025 was in the Spring Festival holiday
        ("财政局", "2025-02-06", "error"),
        ("税务局", "2023-02-20", "not_assessable"),
        ("石桥镇人民政府", "2023-02-20", "not_assessable"),
        ("石桥镇人民政府", "2023-04-20", "warning"),
        ("人民政府办公室", "2023-02-20", "not_assessable"),
        ("人民政府", "2023-03-31", "passed"),
        ("人民政府", "2023-04-20", "error"),
    ],
)
def test_the_due_day_by_kind_of_agency(rules: RuleSet, name: str, day: str, wanted: str) -> None:
    year = int(day[:4]) - 1
    text = DEPARTMENT.format(head=f"发布日期：{day}\n", tail="").replace("财政局", name).replace("2023", str(year))
    text = text.replace(f"发布日期：{year}", f"发布日期：{day[:4]}")
    result = lint(text=text, rules=rules, today=TODAY)
    found = of("PER004", result)
    assert (found[0].severity if found else state("PER004", result)) == wanted


def test_a_profile_sets_other_days(rules: RuleSet) -> None:
    text = DEPARTMENT.format(head="发布日期：2024-02-20\n", tail="").replace("财政局", "石桥镇人民政府")
    profile = {"deadlines": {"township": "02-28"}}
    assert state("PER004", lint(text=text, rules=rules, today=TODAY, profile=profile)) == "passed"
    profile = {"deadlines": {"township": "01-31"}}
    assert of("PER004", lint(text=text, rules=rules, today=TODAY, profile=profile))[0].severity == "error"


def test_everyone_had_until_march_before_2019(rules: RuleSet) -> None:
    text = DEPARTMENT.format(head="发布日期：2018-03-20\n", tail="").replace("2023", "2017")
    assert state("PER004", lint(text=text, rules=rules, today=TODAY)) == "passed"


@pytest.mark.parametrize(
    ("name", "warnings"),
    [
        ("jining-2020.txt", {"CON001"}),
        ("pingtan-2025.txt", {"CON001"}),
        ("suqian-2023.txt", {"TTL001", "PER001"}),
        ("shuyang-2025.md", {"CON001"}),
    ],
)
def test_real_reports_without_errors(rules: RuleSet, corpus: Path, name: str, warnings: set[str]) -> None:
    found = [f for f in lint(corpus / name, rules=rules, today=TODAY).verdicts.findings if f.code.startswith(OURS)]
    assert [f.message for f in found if f.severity == "error"] == []
    assert {f.code for f in found if f.severity == "warning"} == warnings
