"""The rules that ship: their files are right, and their examples come out as they say."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

from disclosure_lint.linter import example_lint
from disclosure_lint.resources import rules_folder
from disclosure_lint.rules.examples import BadExample, Example, ExampleFailure, bases, run_examples
from disclosure_lint.rules.load import RULE_FILE, RuleSet, load_rules
from disclosure_lint.rules.reasons import reasons
from disclosure_lint.rules.rule import Rule

CODES = sorted(match[1] for path in rules_folder().rglob("*.yaml") if (match := RULE_FILE.fullmatch(path.name)))


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_rules([rules_folder()])


def rule_of(rules: RuleSet, code: str) -> Rule:
    rule = rules.rule(code)
    assert rule is not None
    return rule


def test_no_rule_file_has_a_mistake(rules: RuleSet) -> None:
    assert [f"{Path(p.path).name}:{p.line}:{p.column} {p.message['zh']}" for p in rules.problems] == []


@pytest.mark.parametrize("code", CODES)
def test_the_examples_of_a_rule_come_out_as_they_say(rules: RuleSet, code: str) -> None:
    failures = run_examples(rule_of(rules, code), example_lint(rules))
    assert [f"{f.example}: {f.message['zh']}" for f in failures] == []


@pytest.mark.parametrize("base", sorted(bases()))
def test_a_clean_report_has_no_findings(rules: RuleSet, base: str) -> None:
    linted = example_lint(rules)(bases()[base], date(2099, 12, 31))
    assert [(f.code, f.message) for f in linted.verdicts.findings] == []
    assert linted.verdicts.failed == ()


def test_examples_are_found_out_when_they_lie(rules: RuleSet) -> None:
    from dataclasses import replace

    rule = rule_of(rules, "APP001")
    bad = rule.examples["bad"]
    clean = BadExample(base="2021", expect=bad[0].expect)
    wrong = tuple(Example(base=example.base, set=example.set) for example in bad)
    failures = run_examples(replace(rule, examples={"good": wrong, "bad": (clean,)}), example_lint(rules))
    assert {failure.example for failure in failures} == {"good 1", "good 2", "bad 1"}
    assert all(isinstance(failure, ExampleFailure) and failure.message["en"] for failure in failures)


def test_a_replacement_that_does_not_occur_is_told(rules: RuleSet) -> None:
    from dataclasses import replace

    rule = rule_of(rules, "APP001")
    example = replace(rule.examples["good"][0], replace={"没有这句话": "甲"})
    (failure,) = run_examples(replace(rule, examples={"good": (example,), "bad": ()}), example_lint(rules))
    assert "没有这句话" in failure.message["zh"]


def test_every_reason_named_in_the_code_has_words() -> None:
    import disclosure_lint.rules as package

    named: set[str] = set()
    for path in Path(package.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            callee = node.func if isinstance(node, ast.Call) else None
            if isinstance(callee, ast.Name) and callee.id in ("NotAssessable", "NotApplicable"):
                first = node.args[0] if isinstance(node, ast.Call) and node.args else None
                if isinstance(first, ast.Constant):
                    named.add(first.value)
    assert named and named <= reasons().keys()


def test_reasons_have_both_languages_with_the_same_placeholders_or_fewer() -> None:
    from disclosure_lint.rules.texts import placeholders

    for texts in reasons().values():
        assert texts.keys() == {"zh", "en"}
        assert all(name for text in texts.values() for name in placeholders(text))
