"""The linter with all its rules, made once for the tests that question it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from disclosure_lint.finding import Finding
from disclosure_lint.linter import Linter
from disclosure_lint.resources import rules_folder
from disclosure_lint.results import FileResult
from disclosure_lint.rules.load import load_rules
from disclosure_lint.rules.outcome import Context


@lru_cache(maxsize=1)
def linter() -> Linter:
    """All rules, on a day after every report of the tests."""
    return Linter(load_rules([rules_folder()]), Context(today=date(2026, 11, 1)))


def linted(content: bytes) -> FileResult:
    """What is said of the bytes of a file that was named."""
    result = linter().content("报告.txt", content)
    assert isinstance(result, FileResult)
    return result


def findings(text: str) -> tuple[Finding, ...]:
    """The findings of a text."""
    return linted(text.encode()).verdicts.findings
