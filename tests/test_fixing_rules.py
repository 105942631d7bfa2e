"""The fixes that the rules bring: each is applied to the examples of its rule, and does what it promises."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure_lint.fixing import figure_spans, fixable, fixed, touches
from disclosure_lint.linter import Linter, example_lint, prepared
from disclosure_lint.profiles import read_profile
from disclosure_lint.resources import rules_folder
from disclosure_lint.results import FileResult
from disclosure_lint.rules.examples import document, example_day
from disclosure_lint.rules.load import RuleSet, load_rules
from disclosure_lint.rules.outcome import Context
from disclosure_lint.rules.rule import Rule

RULES = load_rules([rules_folder()])
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.code}-{number}")
    for rule in RULES.rules
    for number, example in enumerate(rule.examples["bad"], 1)
    if not example.beside
]


def linted(rules: RuleSet, text: str, today: date) -> FileResult:
    result = Linter(rules, Context(today, "zh", read_profile())).content("a.txt", text.encode())
    assert isinstance(result, FileResult)
    return result


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_the_fixes_of_a_rule_put_its_examples_right(rule: Rule, example) -> None:
    today = example_day(example)
    text = document(example, example_lint(RULES))
    before = linted(RULES, text, today)
    own = [one for one in before.verdicts.findings if one.code == rule.code and fixable(one, unsafe=True)]
    if not own:
        return
    assert before.report
    assert not any(touches(one.fix.edits, figure_spans(before.report)) for one in own if one.fix)
    mended = fixed(before, text.encode(), lambda content: linted(RULES, content.decode(), today), unsafe=True)
    assert [(one.finding.code, one.why, one.codes) for one in mended.refused if one.finding.code == rule.code] == []
    left = [one for one in mended.result.verdicts.findings if one.code == rule.code]
    assert len(left) < len([one for one in before.verdicts.findings if one.code == rule.code])
    again = fixed(mended.result, mended.content, lambda content: linted(RULES, content.decode(), today), unsafe=True)
    assert again.content == mended.content


NOISE = st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from(" \u3000\xa0[]〔〕【】，。,七三12\r\n")), max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NOISE)
def test_whatever_was_typed_amiss_fixing_twice_is_fixing_once(
    clean_report: str, noise: list[tuple[int, str]]
) -> None:
    text = clean_report
    for at, character in noise:
        text = text[: at % len(text)] + character + text[at % len(text) :]
    linter = prepared(RULES, date(2024, 6, 1))

    def lint(content: bytes) -> FileResult:
        result = linter.content("a.txt", content)
        assert isinstance(result, FileResult)
        return result

    before = lint(text.encode())
    once = fixed(before, text.encode(), lint, unsafe=True)
    again = fixed(once.result, once.content, lint, unsafe=True)
    assert again.content == once.content
    assert len(once.result.verdicts.findings) <= len(before.verdicts.findings)
