"""The files of a run: named, listed, found in folders."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from disclosure_lint import cli
from disclosure_lint.inputs import Excluded, Input, inputs
from disclosure_lint.results import RunError, Skipped


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clean_report: str) -> Path:
    """Reports of two years, and what else lies about."""
    monkeypatch.chdir(tmp_path)
    for name in ("2022/乙.txt", "2022/甲.md", "2023/丙.TXT", "2023/.隐藏.txt", ".git/丁.txt", "2023/草稿/戊.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(clean_report, encoding="utf-8")
    (tmp_path / "README.md").write_text("# 说明\n\n历年材料。\n", encoding="utf-8")
    (tmp_path / "2023" / "表.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "2023" / "己.docx").write_bytes(b"PK\x03\x04")
    return tmp_path


def found(*arguments: str, excluded: Excluded | None = None) -> list[str]:
    return [
        each.path if isinstance(each, Input) else f"({each.path})"
        for each in inputs(arguments, excluded or Excluded(), "zh")
    ]


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], list[str]]:
    status = cli.main(["--format", "json", *arguments])
    result = json.loads(capsys.readouterr().out)
    return status, [file["path"] for file in result["files"]], [file["path"] for file in result["skipped"]]


def test_a_folder_is_walked_in_order(folder: Path) -> None:
    assert found(".") == [
        "2022/乙.txt",
        "2022/甲.md",
        "2023/丙.TXT",
        "(2023/己.docx)",
        "2023/草稿/戊.txt",
        "(2023/表.xlsx)",
        "README.md",
    ]
    assert found("2022", "2022/") == ["2022/乙.txt", "2022/甲.md"]
    assert found("2022/../2022") == ["2022/../2022/乙.txt", "2022/../2022/甲.md"]


def test_a_file_is_linted_once(folder: Path) -> None:
    assert found("2022/乙.txt", "./2022/乙.txt", "2022") == ["2022/乙.txt", "2022/甲.md"]


def test_hidden_files_may_be_named(folder: Path) -> None:
    assert found(".git/丁.txt", "2023/.隐藏.txt") == [".git/丁.txt", "2023/.隐藏.txt"]


def test_patterns_are_expanded_where_the_shell_did_not(folder: Path) -> None:
    assert found("2022/*.txt", "**/戊.txt") == ["2022/乙.txt", "2023/草稿/戊.txt"]
    (error,) = inputs(["没有/*.txt"], Excluded(), "zh")
    assert error == RunError("没有/*.txt", "没有匹配的文件")


def test_a_file_with_a_wildcard_in_its_name_is_just_named(folder: Path, clean_report: str) -> None:
    (folder / "年报[1].txt").write_text(clean_report, encoding="utf-8")
    assert found("年报[1].txt") == ["年报[1].txt"]


@pytest.mark.parametrize("pattern", ["草稿", "草稿/", "2023/草稿", "2023/草稿/*", "2023/*/戊.txt", "*/草稿/**", "戊.*"])
def test_exclusion_names_files_folders_or_paths(folder: Path, pattern: str) -> None:
    excluded = Excluded((pattern,))
    assert "2023/草稿/戊.txt" not in found(".", excluded=excluded)
    assert "2023/丙.TXT" in found(".", excluded=excluded)
    assert found("2023/草稿/戊.txt", excluded=excluded) == ["2023/草稿/戊.txt"]
    assert found("2023/草稿/戊.txt", excluded=Excluded((pattern,), named_too=True)) == ["(2023/草稿/戊.txt)"]


def test_what_is_no_report_is_skipped_if_found_and_an_error_if_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, files, skipped = checked(capsys, ".")
    assert status == 0
    assert files == ["2022/乙.txt", "2022/甲.md", "2023/丙.TXT", "2023/草稿/戊.txt"]
    assert skipped == ["2023/己.docx", "2023/表.xlsx", "README.md"]
    assert checked(capsys, "README.md") == (1, ["README.md"], [])


def test_an_empty_file_found_in_a_folder_is_an_error_all_the_same(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "2022" / "空.txt").write_text("", encoding="utf-8")
    status, files, _ = checked(capsys, "2022")
    assert status == 1
    assert "2022/空.txt" in files


@pytest.mark.parametrize("files", [(), ("年报.docx",), ("README.md", "年报.docx")])
def test_a_folder_in_which_nothing_could_be_checked_is_a_wrong_run(
    folder: Path, capsys: pytest.CaptureFixture[str], files: tuple[str, ...]
) -> None:
    (folder / "材料").mkdir()
    for name in files:
        (folder / "材料" / name).write_text("说明", encoding="utf-8")
    assert checked(capsys, "材料")[0] == 2


def test_a_folder_of_files_that_are_no_reports_is_passed_over_and_said_to_be(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "只有说明").mkdir()
    (folder / "只有说明" / "README.md").write_text("说明", encoding="utf-8")
    assert cli.main(["--format", "json", "只有说明"]) == 0
    out, err = capsys.readouterr()
    said = json.loads(out)
    assert ([each["path"] for each in said["skipped"]], said["errors"]) == (["只有说明/README.md"], [])
    assert "没有找到" in err


def test_files_excluded_by_force_are_no_wrong_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--force-exclude", "--exclude", "2022", "2022/乙.txt")
    assert checked(capsys, *arguments) == (0, [], ["2022/乙.txt"])


def test_a_folder_that_cannot_be_opened_is_a_wrong_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def refused(path: str) -> object:
        if path.endswith("草稿"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refused)
    errors = [each for each in inputs(["2023"], Excluded(), "zh") if isinstance(each, RunError)]
    assert [error.path for error in errors] == ["2023/草稿"]


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\0"])
def test_names_come_from_a_list(folder: Path, capsys: pytest.CaptureFixture[str], separator: str) -> None:
    names = ["2022/乙.txt", "2023/丙.TXT"]
    (folder / "清单").write_bytes(separator.join([*names, ""]).encode())
    assert checked(capsys, "--files-from", "清单")[:2] == (0, names)
    assert checked(capsys, "--files-from", "清单", "2022/甲.md")[1] == ["2022/甲.md", *names]


def test_an_empty_list_is_nothing_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "清单").write_bytes(b"")
    assert checked(capsys, "--files-from", "清单") == (0, [], [])


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are Unicode here")
def test_a_file_name_that_is_no_unicode_is_no_crash(folder: Path, clean_report: str) -> None:
    name = os.fsdecode("报告.txt".encode("gbk"))
    (folder / name).write_text(clean_report, encoding="utf-8")
    assert cli.main([name]) == 0
    (folder / name).write_text("\n", encoding="utf-8")
    for format_name in ("full", "concise", "json", "sarif", "github"):
        assert cli.main(["--format", format_name, name]) == 1


def test_skipped_files_say_why(folder: Path) -> None:
    skipped = [each for each in inputs(["2023"], Excluded(), "zh") if isinstance(each, Skipped)]
    assert skipped == [
        Skipped("2023/己.docx", "DOCX 格式还不能读取，没有检查"),
        Skipped("2023/表.xlsx", "不是可检查的文件"),
    ]
