"""The public names are there, documented, and what the README says they are."""

from __future__ import annotations

from pathlib import Path

import pytest

import disclosure_lint
import generator
from disclosure_lint import FileResult, Report, UnreadableError, lint, lint_paths, read_report


def test_every_public_name_is_there_and_documented() -> None:
    for name in disclosure_lint.__all__:
        thing = getattr(disclosure_lint, name)
        assert name == "__version__" or thing.__doc__
    with pytest.raises(AttributeError, match="no attribute"):
        _ = disclosure_lint.nothing  # type: ignore[attr-defined]


def test_a_report_is_linted_and_read(tmp_path: Path) -> None:
    sample = generator.generate(2, layout="tabs", edition="2021")
    path = tmp_path / "报告.txt"
    path.write_text(sample.text, encoding="utf-8")
    result = lint(path)
    assert isinstance(result, FileResult) and not [f for f in result.verdicts.findings if f.severity == "error"]
    report = read_report(path)
    assert isinstance(report, Report) and report.year == sample.year
    figure = report.figure("applications.received.total")
    assert figure is not None and figure.value == sample.figures["applications.received.total"]
    assert [type(each) for each in lint_paths([str(path)])] == [FileResult]


def test_what_cannot_be_read_says_so() -> None:
    with pytest.raises(UnreadableError):
        read_report(text="")
