"""Rule files: what is right is loaded, and every mistake of a file is told at once, in its place."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from disclosure_lint.resources import rules_folder
from disclosure_lint.rules.definition import definition
from disclosure_lint.rules.load import RuleSet, load_rules
from disclosure_lint.rules.located import read

GOOD = """\
code: TST001
slug: some-rule
title: {zh: 试验, en: a trial}
severity: error
basis: [{document: 某文, article: 第一条}]
check: identity
identity: 申请.本年新收.总计 >= 申请.本年新收.自然人
message: {zh: "共 {left} 件", en: "{left} in all"}
help: {zh: 核对, en: check it}
examples:
  good: [{text: 甲}, {text: 乙}]
  bad:
    - {text: 丙, expect: {at: 丙}}
    - {base: "2021", set: {applications.received.total: 1}, expect: {row: received, column: total}}
"""


def mistakes(text: str, name: str = "TST001-some-rule.yaml") -> list[tuple[str, int, int]]:
    _, found = definition(name, text)
    return sorted((m.code, m.line, m.column) for m in found)


def messages(text: str) -> str:
    _, found = definition("TST001-some-rule.yaml", text)
    assert all(m.message["zh"] and m.message["en"] for m in found)
    return "\n".join(m.message["zh"] for m in found)


def edited(*pairs: tuple[str, str]) -> str:
    text = GOOD
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


def test_a_right_rule_has_no_mistakes() -> None:
    rule, found = definition("TST001-some-rule.yaml", GOOD)
    assert not found
    assert rule is not None
    assert rule.severity == {"": "error"}
    assert rule.confidence == "high"
    assert pickle.loads(pickle.dumps(rule)).check == rule.check


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "column", "said"),
    [
        ("severity: error", "severity: eror", "RUL004", 4, 11, "是不是“error”"),
        ("severity: error", "severety: error", "RUL002", 4, 1, "是不是“severity”"),
        ("severity: error\n", "", "RUL003", 1, 1, "缺少“severity”"),
        ("check: identity", "check: identiti", "RUL005", 6, 8, "是不是“identity”"),
        ("identity: 申请", "identitty: 申请", "RUL002", 7, 1, "是不是“identity”"),
        ("申请.本年新收.自然人", "申请.本年新手.自然人", "RUL006", 7, 28, "是不是“本年新收”"),
        ("申请.本年新收.自然人", "申请.自然人", "RUL006", 7, 25, "不唯一"),
        ("申请.本年新收.自然人", "", "RUL006", 7, 24, "读不下去"),
        ("共 {left} 件", "共 {lef} 件", "RUL007", 8, 18, "是不是“left”"),
        ("共 {left} 件", "共 { 件", "RUL007", 8, 15, "花括号"),
        ("en: check it", "fr: check it", "RUL003", 9, 7, "缺少“en”"),
        ("severity: error", "severity: error\nseverity: note", "RUL008", 5, 1, "写了两次"),
        ("en: a trial", "en: on", "RUL010", 3, 21, "加引号"),
        ("en: check it", "en: check it, please", "RUL010", 9, 30, "逗号"),
        ("slug: some-rule", "slug: other-rule", "RUL013", 2, 7, "some-rule"),
        ("{text: 甲}, ", "", "RUL011", 11, 9, "至少要两例"),
        ('base: "2021"', 'base: "2020"', "RUL004", 14, 7, "2021"),
        ("{at: 丙}", "{}", "RUL004", 13, 25, "位置"),
        ("article: 第一条", "artikel: 第一条", "RUL002", 5, 24, "是不是“article”"),
        ("article: 第一条", "article: 1", "RUL004", 5, 33, "加引号"),
    ],
)
def test_a_mistake_is_told_in_its_place(old: str, new: str, code: str, line: int, column: int, said: str) -> None:
    text = edited((old, new))
    assert (code, line, column) in mistakes(text)
    assert said in messages(text)


def test_all_mistakes_are_told_in_one_pass() -> None:
    text = edited(("severity: error", "severity: eror"), ("check: identity", "check: x"), ("{left} in all", "{lef}"))
    assert {code for code, _, _ in mistakes(text)} == {"RUL004", "RUL005"}
    text = edited(("severity: error", "severity: eror"), ("help:", "halp:"), ("{left} in all", "{lef} in all"))
    assert {code for code, _, _ in mistakes(text)} == {"RUL002", "RUL003", "RUL004", "RUL007"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("code: TST001\nmessage: {a} = 3\n", 2),
        ("code: TST001\nmessage:\n\tzh: 3\n", 3),
        ("code: yes\n", 1),
        ("code: 2021-01-31\n", 1),
    ],
)
def test_traps_of_yaml_are_named(text: str, line: int) -> None:
    assert ("RUL010", line) in {(code, at) for code, at, _ in mistakes(text)}


def test_only_true_and_false_are_truth_values() -> None:
    root = read("a: true\nb: 2021\nc: '2021'\nd: 1.50\ne: 1e3\nf: 0o7\ng: ~\n").root
    assert root is not None
    assert root.plain() == {"a": True, "b": 2021, "c": "2021", "d": 1.5, "e": "1e3", "f": "0o7", "g": None}


def test_no_yaml_is_one_mistake() -> None:
    assert [code for code, _, _ in mistakes("a: [1\n")] == ["RUL001"]
    assert [code for code, _, _ in mistakes("")] == ["RUL001"]
    assert [code for code, _, _ in mistakes("- a\n")] == ["RUL004"]


def test_aliases_are_written_out_but_not_without_end() -> None:
    root = read("a: &x [1]\nb: *x\n").root
    assert root is not None and root.plain() == {"a": [1], "b": [1]}
    assert mistakes("a: &x [*x]\n") == [("RUL010", 1, 1)]
    nested = "".join(f"k{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9 if n else ['1'])}]\n" for n in range(12))
    assert mistakes(nested) == [("RUL010", 1, 1)]


@pytest.fixture
def user_rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    (folder / "area").mkdir(parents=True)
    (folder / "area" / "TST001-some-rule.yaml").write_text(GOOD, encoding="utf-8")
    return folder


def theirs(loaded: RuleSet, folder: Path) -> list[tuple[str, str]]:
    """The problems of the rules in a folder: name of the file and code."""
    return [(Path(p.path).name, p.code) for p in loaded.problems if Path(p.path).is_relative_to(folder)]


def test_a_broken_rule_does_not_sink_the_others(user_rules: Path) -> None:
    (user_rules / "TST002-broken.yaml").write_text("code: [", encoding="utf-8")
    loaded = load_rules([rules_folder(), user_rules])
    assert loaded.rule("TST001") is not None
    assert loaded.rule("APP001") is not None
    assert {name for name, _ in theirs(loaded, user_rules)} == {"TST002-broken.yaml"}


def test_a_file_in_another_encoding_does_not_sink_the_others(user_rules: Path) -> None:
    (user_rules / "TST002-other.yaml").write_bytes(GOOD.encode("gb18030"))
    loaded = load_rules([user_rules])
    assert [rule.code for rule in loaded.rules] == ["TST001"]
    assert [(Path(problem.path).name, problem.code) for problem in loaded.problems] == [("TST002-other.yaml", "RUL001")]


def test_files_that_are_no_rules_are_left_alone_and_near_misses_told(user_rules: Path) -> None:
    for name in ("README.md", "notes.yaml", "tst003-lower.yaml", "TST004-other.yml"):
        (user_rules / name).write_text(GOOD, encoding="utf-8")
    (user_rules / "data").mkdir()
    (user_rules / "data" / "TST009-data.yaml").write_text("a: 1", encoding="utf-8")
    problems = load_rules([user_rules]).problems
    assert {(Path(p.path).name, p.code) for p in problems} == {
        ("tst003-lower.yaml", "RUL013"),
        ("TST004-other.yml", "RUL013"),
    }


def test_a_taken_code_needs_overrides(user_rules: Path) -> None:
    text = GOOD.replace("TST001", "APP001")
    path = user_rules / "APP001-some-rule.yaml"
    path.write_text(text, encoding="utf-8")
    loaded = load_rules([rules_folder(), user_rules])
    assert theirs(loaded, user_rules) == [(path.name, "RUL009")]
    assert loaded.rule("APP001") is not None
    assert loaded.rule("APP001").slug == "column-balance"  # type: ignore[union-attr]
    path.write_text(text + "overrides: APP001\n", encoding="utf-8")
    loaded = load_rules([rules_folder(), user_rules])
    assert not theirs(loaded, user_rules)
    assert loaded.rule("APP001").slug == "some-rule"  # type: ignore[union-attr]
    path.write_text(text + "overrides: APP002\n", encoding="utf-8")
    assert theirs(load_rules([rules_folder(), user_rules]), user_rules) == [(path.name, "RUL009")]


def test_a_changed_file_is_read_again(user_rules: Path) -> None:
    assert load_rules([user_rules]).rules[0].severity == {"": "error"}
    path = user_rules / "area" / "TST001-some-rule.yaml"
    path.write_text(GOOD.replace("severity: error", "severity: note"), encoding="utf-8")
    assert load_rules([user_rules]).rules[0].severity == {"": "note"}
    shutil.rmtree(user_rules / "area")
    assert load_rules([user_rules]).rules == ()


def test_a_warm_start_needs_neither_yaml_nor_lark(tmp_path: Path) -> None:
    program = (
        "import sys; from disclosure_lint.rules.load import RuleSet, load_rules;"
        "from disclosure_lint.resources import rules_folder;"
        "load_rules([rules_folder()]); print(sorted({'yaml', 'lark'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", program]
    environment = {"DISCLOSURE_LINT_CACHE": str(tmp_path), "PYTHONPATH": ":".join(sys.path), "PYTHONUTF8": "1"}
    for _ in range(2):
        run = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=True)
    assert run.stdout.strip() == "[]"
