"""The examples: each prints what stands beside it, and has the one fault that is told of it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from disclosure_lint import lint
from refresh import EXAMPLES, TODAY, examples, expected, expected_path

_ROW = re.compile(r"^\| \[([\w.-]+)\]\(\1\) \| .* \|(?: (\w{6}))? \|$", re.M)
TOLD = {name: code for name, code in _ROW.findall((EXAMPLES / "README.md").read_text(encoding="utf-8"))}
"""The code that the table in examples/README.md gives for each file."""


def _name(path: Path) -> str:
    return path.name


def test_every_example_is_told_of() -> None:
    assert set(TOLD) == {path.name for path in examples()}


@pytest.mark.parametrize("example", examples(), ids=_name)
def test_prints_what_stands_beside_it(example: Path) -> None:
    assert expected(example) == expected_path(example).read_text(encoding="utf-8"), "run: python tools/refresh.py"


@pytest.mark.parametrize("example", examples(), ids=_name)
def test_has_the_fault_that_is_told_of_it(example: Path) -> None:
    findings = lint(example, today=date.fromisoformat(TODAY)).verdicts.findings
    told = TOLD[example.name]
    assert [finding.code for finding in findings] == [told] * bool(told)


def test_expected_output_belongs_to_an_example() -> None:
    known = {expected_path(path) for path in examples()}
    assert set(EXAMPLES.glob("*.out")) == known
