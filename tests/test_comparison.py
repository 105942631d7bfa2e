"""Two runs beside one another: what is new, gone, changed or the same, and why something may be gone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from disclosure_lint.comparison import Comparison, Document, DocumentError, compared, read_document


def finding(
    code: str = "APP003", key: str = "a", line: int = 1, severity: str = "error", **more: Any
) -> dict[str, Any]:
    return {
        "code": code,
        "fingerprint": key,
        "line": line,
        "severity": severity,
        "message": "错",
        "suppressed_by": None,
        **more,
    }


def file(
    path: str, *findings: dict[str, Any], agency: str | None = "甲局", open_: tuple[str, ...] = ()
) -> dict[str, Any]:
    return {
        "path": path,
        "agency": agency,
        "year": 2023,
        "findings": list(findings),
        "not_assessable": [{"code": code} for code in open_],
    }


def states(old: list[dict[str, Any]], new: list[dict[str, Any]], **values: Any) -> list[tuple[str, str, str]]:
    result = compared(Document(tuple(old)), Document(tuple(new), **values))
    return [(each.state, each.finding["code"], each.why) for each in result.differences]


def test_lines_play_no_part() -> None:
    assert states([file("a", finding(line=1))], [file("a", finding(line=9))]) == [("unchanged", "APP003", "")]


def test_new_and_gone() -> None:
    old, new = [file("a", finding(key="a"))], [file("a", finding(key="b"))]
    assert states(old, new) == [("new", "APP003", ""), ("gone", "APP003", "")]


def test_duplicates_are_counted() -> None:
    old, new = [file("a", finding(), finding())], [file("a", finding())]
    assert states(old, new) == [("gone", "APP003", ""), ("unchanged", "APP003", "")]


def test_a_renamed_file_is_the_same_but_its_own_path_comes_first() -> None:
    assert states([file("a", finding())], [file("b", finding())]) == [("unchanged", "APP003", "")]
    old = [file("a", finding()), file("copy", finding())]
    result = compared(Document(tuple(old)), Document((file("copy", finding()),)))
    assert [(each.state, each.path) for each in result.differences] == [("gone", "a"), ("unchanged", "copy")]


def test_paths_with_and_without_a_dot_are_the_same() -> None:
    old, new = [file("./a", finding(key=""))], [file("a", finding(key=""))]
    assert states(old, new) == [("unchanged", "APP003", "")]


def test_another_severity_is_a_change() -> None:
    result = compared(Document((file("a", finding(severity="warning")),)), Document((file("a", finding()),)))
    assert [(each.state, each.before) for each in result.differences] == [("changed", "warning")]


@pytest.mark.parametrize(
    ("new", "codes", "why"),
    [
        ([], None, "no_file"),
        ([file("z", agency="乙局")], None, "no_file"),
        ([file("a")], frozenset({"APP001"}), "no_rule"),
        ([file("a", finding(suppressed_by={"reason": "x"}))], None, "suppressed"),
        ([file("a", open_=("APP003",))], None, "not_assessed"),
        ([file("moved", open_=("APP003",))], None, "not_assessed"),
        ([file("a")], frozenset({"APP003"}), ""),
    ],
)
def test_gone_is_not_always_put_right(new: list[dict[str, Any]], codes: frozenset[str] | None, why: str) -> None:
    assert states([file("a", finding())], new, codes=codes) == [("gone", "APP003", why)]


def test_what_is_suppressed_does_not_count() -> None:
    silenced = file("a", finding(suppressed_by={"reason": "x"}))
    assert states([silenced], [silenced]) == []
    assert states([silenced], [file("a", finding())]) == [("new", "APP003", "")]


def test_counts_per_rule_and_agency() -> None:
    old = [file("a", finding(), finding("STR001", "s")), file("b", finding(key="b"), agency=None)]
    new = [file("a", finding(), finding("STR002", "t")), file("b", finding(key="c"), agency=None)]
    result = compared(Document(tuple(old)), Document(tuple(new)))
    assert result.counts() == {"new": 2, "gone": 2, "unchanged": 1}
    assert {code: dict(counts) for code, counts in result.per_rule().items()} == {
        "APP003": {"new": 1, "gone": 1, "unchanged": 1},
        "STR001": {"gone": 1},
        "STR002": {"new": 1},
    }
    assert {name: dict(counts) for name, counts in result.per_agency().items()} == {
        "b": {"new": 1, "gone": 1},
        "甲局": {"new": 1, "gone": 1, "unchanged": 1},
    }


def test_nothing_and_nothing() -> None:
    assert compared(Document(), Document()) == Comparison((), 0, 0)


def test_a_document_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(
        json.dumps({"version": 1, "tool": {"name": "disclosure-lint"}, "files": [file("a")]}), encoding="utf-8"
    )
    assert read_document(path).files == (file("a"),)


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ("x", "compare-wrong"),
        ("[]", "compare-wrong"),
        ('{"version": 1, "tool": {"name": "disclosure-lint"}, "findings": []}', "compare-wrong"),
        ('{"version": 1, "tool": {"name": "disclosure-lint"}, "files": [{"path": "a"}]}', "compare-wrong"),
        ('{"version": 1, "tool": {"name": "other"}, "files": []}', "compare-wrong"),
        ('{"version": 2, "tool": {"name": "disclosure-lint"}, "files": []}', "compare-version"),
    ],
)
def test_what_is_no_output_of_check(tmp_path: Path, data: str, key: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(data, encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    assert caught.value.key == key
