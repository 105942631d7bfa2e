"""A bad example of a rule has that fault and no other error."""

from __future__ import annotations

from functools import lru_cache

import pytest

from disclosure_lint.linter import example_lint
from disclosure_lint.resources import rules_folder
from disclosure_lint.rules.examples import Lint, document, example_day
from disclosure_lint.rules.load import load_rules

RULES = {rule.code: rule for rule in load_rules([rules_folder()]).rules}
# Two years made of one base report carry over what does not fit, and repeat all figures.
BY_NATURE = {"YOY001", "YOY005"}


@lru_cache(maxsize=1)
def lint() -> Lint:
    return example_lint(load_rules([rules_folder()]))


@pytest.mark.parametrize("code", RULES)
def test_a_bad_example_has_no_other_error(code: str) -> None:
    for number, example in enumerate(RULES[code].examples["bad"], 1):
        if example.area:
            continue  # an example of several reports is judged as a whole
        day = example_day(example)
        before = lint()(document(example.previous, lint()), day).report if example.previous else None
        linted = lint()(document(example, lint()), day, before, example.beside, example.profile.values)
        others = {
            finding.code
            for finding in linted.verdicts.findings
            if finding.severity == "error" and finding.code != code and code not in finding.also
        }
        assert not others - (BY_NATURE if example.previous else set()), number
