"""One thing changed in a clean report brings exactly the findings that belong to it."""

from __future__ import annotations

from functools import lru_cache
from io import StringIO

import pytest

from disclosure_lint.reporters import REPORTERS
from disclosure_lint.reporters.options import Options
from disclosure_lint.resources import rules_folder
from disclosure_lint.results import counted
from linting import findings, linted

OLD_NOTICE = (
    "《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》"
    "（国办公开办函〔2019〕60号）"
)
NOTICE = (
    "《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》"
    "（国办公开办函〔2021〕30号）"
)

# What stands in the clean report, what it is replaced by, and the codes that come by it.
MUTATIONS = [
    # years and dates
    ("人民政府2023年政府信息公开工作年度报告", "人民政府2022年政府信息公开工作年度报告", {"TTL002"}),
    ("统计期限自2023年1月1日", "统计期限自2022年1月1日", {"PER002"}),
    ("2024年3月18日", "2023年3月18日", {"PER003"}),
    ("2024年3月18日", "2024年3月32日", {"PER006"}),
    ("2024年3月18日", "2024年5月18日", {"PER004"}),
    # headings and parts
    ("六、其他需要报告的事项\n", "", {"STR001"}),
    ("五、存在的主要问题及改进情况", "六、存在的主要问题及改进情况", {"STR002"}),
    ("五、存在的主要问题及改进情况", "五、存在的问题及改进情况", {"STR004"}),
    ("六、其他需要报告的事项", "六、其他需要报告的事项\n", set()),
    ("（五）监督保障\n", "（四）监督保障\n", {"TXT010"}),
    # citations
    ("国办公开办函〔2021〕30号", "国办公开办函〔2021〕31号", {"CIT002"}),
    ("国办公开办函〔2021〕30号", "国办公开办函[2021]30号", {"TXT004"}),
    (NOTICE, OLD_NOTICE, {"CIT001"}),
    # claims
    ("新收政府信息公开申请140件", "新收政府信息公开申请141件", {"NAR001"}),
    ("上年结转11件", "上年结转12件", {"NAR003"}),
    ("予以公开51件", "予以公开55件", {"NAR002"}),
    ("现行有效行政规范性文件86件", "现行有效行政规范性文件96件", {"NAR012"}),
    ("公告公示1764条", "公告公示1765条", {"NAR007"}),
    ("公告公示1764条", "公告公示9764条", {"NAR008"}),
    ("新收政府信息公开申请140件，上年结转11件，办结138件，结转下年度继续办理13件。办结的申请中，予以公开51件，"
     "部分公开14件，不予公开23件，无法提供33件，不予处理11件，其他处理6件。", "未收到政府信息公开申请。", {"NAR005"}),
    # contents
    ("2023年，全县未收取信息处理费。", "无其他事项。", {"FEE001"}),
    ("2023年，全县未收取信息处理费。", "2023年，全县对1件申请收取信息处理费105元。", {"FEE002"}),
    ("；组织社会评议1次，群众满意度为96.5%", "", {"CON001"}),
    # words
    ("目录，完成", "目录目录，完成", {"TXT007"}),
    ("定期清理失效文件", "建立工作台帐，定期清理失效文件", {"LEX001"}),
    ("方便公众查阅信息", "方便公众查阅信息，联系人手机13812345678", {"PII001"}),
    # tables
    ("行政规范性文件\t12", "规范性文件\t12", {"PRO201"}),
    ("行政许可\t15234", "行政许可\t约15234", {"PRO202"}),
]  # fmt: skip


@lru_cache(maxsize=1)
def base() -> str:
    return (rules_folder() / "data" / "base-2021.txt").read_text(encoding="utf-8")


def codes(text: str) -> set[str]:
    return {finding.code for finding in findings(text)}


def test_the_clean_report_is_clean() -> None:
    assert codes(base()) == set()


@pytest.mark.parametrize(("old", "new", "expected"), MUTATIONS, ids=[new[:24] for _, new, _ in MUTATIONS])
def test_one_thing_changed(old: str, new: str, expected: set[str]) -> None:
    assert base().count(old) >= 1, "the clean report no longer says so"
    assert codes(base().replace(old, new, 1)) == expected


def test_personal_data_is_hidden_wherever_its_line_is_drawn() -> None:
    text = base().replace("方便公众查阅信息", "方便公众查阅，联系人手机13812345678，申请人张建国不服，建立工作台帐", 1)
    result = linted(text.encode())
    assert {finding.code for finding in result.verdicts.findings} >= {"PII001", "PII002", "LEX001"}
    for name, reporter in REPORTERS.items():
        stream = StringIO()
        written = reporter(stream, Options())
        written.begin()
        written.file(result)
        written.end(counted(result), (), ())
        assert "13812345678" not in stream.getvalue(), name
        assert "张建国" not in stream.getvalue(), name
