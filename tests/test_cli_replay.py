"""A run over unchanged files is replayed; whatever may change what is printed makes it run again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from disclosure_lint import cli
from disclosure_lint.cli import replay, run

RULE = """\
code: LOC001
slug: local
title: {zh: 本地规则, en: local rule}
severity: warning
basis: [{document: 本地, article: 一}]
check: source
facts: [empty]
message: {zh: 空的, en: empty}
help: {zh: 补上, en: fill in}
examples:
  good: [{base: "2021"}, {base: "2019"}]
  bad: [{text: "\\n", expect: {at: ""}}, {text: " ", expect: {at: ""}}]
"""


class Program:
    """Runs the program in this process and counts how often it did any work."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys, self.worked = folder, capsys, 0

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """Exit status, output, messages."""
        status = cli.main(arguments)
        captured = self.capsys.readouterr()
        return status, captured.out, captured.err

    def works(self, *arguments: str) -> bool:
        """Whether a run had to do the work, instead of replaying an earlier one."""
        before = self.worked
        self(*arguments)
        return self.worked > before


@pytest.fixture
def program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], clean_report: str
) -> Program:
    folder = tmp_path / "工作"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DISCLOSURE_LINT_CACHE", str(tmp_path / "cache"))
    (folder / "年报.txt").write_text(clean_report, encoding="utf-8")
    (folder / "空.txt").write_text("\n", encoding="utf-8")
    program = Program(folder, capsys)
    real: Callable[..., int] = run.run

    def counted(*arguments: object) -> int:
        program.worked += 1
        return real(*arguments)

    monkeypatch.setattr(run, "run", counted)
    return program


@pytest.mark.parametrize(
    "arguments",
    [
        ("年报.txt",),
        ("--format", "json", "空.txt", "年报.txt"),
        ("--statistics", "--color", "always", "空.txt"),
        ("extract", "年报.txt"),
        ("extract", "空.txt"),
        ("show", "--as-form", "年报.txt"),
    ],
)
def test_a_replayed_run_says_the_same(program: Program, arguments: tuple[str, ...]) -> None:
    first = program(*arguments)
    assert not program.works(*arguments)
    assert program(*arguments) == first


def test_another_option_runs_again(program: Program) -> None:
    assert program.works("年报.txt")
    assert program.works("--lang", "en", "年报.txt")
    assert program.works("--format", "concise", "年报.txt")
    assert not program.works("年报.txt")


def test_a_changed_file_runs_again_even_if_size_and_time_stay(program: Program) -> None:
    path = program.folder / "年报.txt"
    program("年报.txt")
    status = path.stat()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("2023年1月1日", "2022年1月1日"), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_size == status.st_size
    assert program.works("年报.txt")
    path.write_text(text, encoding="utf-8")
    program("年报.txt")
    assert not program.works("年报.txt")


def test_a_file_that_went_away_runs_again(program: Program) -> None:
    program("年报.txt")
    (program.folder / "年报.txt").unlink()
    assert program("年报.txt")[0] == 2


@pytest.mark.parametrize("name", ["disclosure-lint.toml", "pyproject.toml"])
def test_configuration_that_appears_changes_or_goes_runs_again(program: Program, name: str) -> None:
    program("空.txt")
    path = program.folder / name
    table = "[tool.disclosure-lint]\n" if name == "pyproject.toml" else ""
    path.write_text(f'{table}fail-level = "never"\n', encoding="utf-8")
    assert program("空.txt")[0] == 0
    assert not program.works("空.txt")
    path.write_text(f'{table}fail-level = "error"\n', encoding="utf-8")
    assert program("空.txt")[0] == 1
    path.unlink()
    assert program.works("空.txt")
    assert not program.works("空.txt")


def test_configuration_above_counts_too(program: Program) -> None:
    program("空.txt")
    (program.folder.parent / "disclosure-lint.toml").write_text('lang = "en"\n', encoding="utf-8")
    assert "Reports checked" in program("空.txt")[1]


def test_a_changed_rule_of_ones_own_runs_again(program: Program) -> None:
    folder = program.folder / "规则"
    folder.mkdir()
    path = folder / "LOC001-local.yaml"
    path.write_text(RULE, encoding="utf-8")
    arguments = ("--rules", "规则", "--format", "concise", "空.txt")
    assert "LOC001 空的" in program(*arguments)[1]
    assert not program.works(*arguments)
    path.write_text(RULE.replace("空的", "没有字"), encoding="utf-8")
    assert "LOC001 没有字" in program(*arguments)[1]
    (folder / "LOC002-local.yaml").write_text(RULE.replace("LOC001", "LOC002"), encoding="utf-8")
    assert "LOC002" in program(*arguments)[1]


def test_a_changed_profile_runs_again(program: Program) -> None:
    (program.folder / "本地.yaml").write_text("title: 一\n", encoding="utf-8")
    arguments = ("--profile", "本地.yaml", "年报.txt")
    program(*arguments)
    assert not program.works(*arguments)
    (program.folder / "本地.yaml").write_text("title: 二\n", encoding="utf-8")
    assert program.works(*arguments)


@pytest.mark.parametrize("name", ["COLUMNS", "NO_COLOR", "FORCE_COLOR", "DISCLOSURE_LINT_LANG", "TZ"])
def test_the_environment_counts(program: Program, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    program("年报.txt")
    monkeypatch.setenv(name, "en" if name.endswith("LANG") else "77")
    assert program.works("年报.txt")


def test_another_day_another_program_and_another_folder_run_again(
    program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = str(program.folder / "年报.txt")
    program(path)
    assert not program.works(path)
    for name, value in (("program_stamp", lambda: "changed"), ("_nature", lambda stream: "a terminal")):
        with monkeypatch.context() as patch:
            patch.setattr(replay, name, value)
            assert program.works(path)
    with monkeypatch.context() as patch:
        patch.setattr(replay.time, "strftime", lambda layout: "2031-01-01")
        assert program.works(path)
    monkeypatch.chdir(tmp_path)
    assert program.works(path)


def test_the_stamp_of_the_program_sees_its_rules_and_code(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    path = tmp_path / "a" / "rule.yaml"
    path.write_text("1", encoding="utf-8")
    before = replay.folder_stamp(str(tmp_path))
    assert replay.folder_stamp(str(tmp_path)) == before
    path.write_text("12", encoding="utf-8")
    changed = replay.folder_stamp(str(tmp_path))
    (tmp_path / "b").write_text("", encoding="utf-8")
    assert len({before, changed, replay.folder_stamp(str(tmp_path))}) == 3


@pytest.mark.parametrize(
    "arguments",
    [("没有.txt",), (".",), ("-o", "结果", "年报.txt"), ("-v", "年报.txt"), ("--nonsense",), ("rules", "list")],
)
def test_what_depends_on_more_is_not_kept(program: Program, arguments: tuple[str, ...]) -> None:
    program(*arguments)
    assert program.works(*arguments)


def test_an_internal_fault_is_not_kept(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("disclosure_lint.linter.report_of", lambda source: 1 / 0)
    assert program("年报.txt")[0] == 2
    assert program.works("年报.txt")


def test_too_many_files_are_not_kept(program: Program, clean_report: str) -> None:
    names = [f"{number}.txt" for number in range(33)]
    for name in names:
        (program.folder / name).write_text(clean_report, encoding="utf-8")
    program(*names)
    assert program.works(*names)
    program(*names[:32])
    assert not program.works(*names[:32])


def test_nothing_is_kept_if_that_is_not_wanted(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCLOSURE_LINT_CACHE", "")
    program("年报.txt")
    assert program.works("年报.txt")
    assert not list(program.folder.glob("*.json"))


def test_a_damaged_or_foreign_entry_is_ignored(program: Program) -> None:
    expected = program("年报.txt")
    (entry,) = (program.folder.parent / "cache").glob("run-*.json")
    for content in ("", "{}", "[]", '{"dependencies": 3}', entry.read_text(encoding="utf-8")[:50]):
        entry.write_text(content, encoding="utf-8")
        assert program("年报.txt") == expected


def test_a_cache_that_cannot_be_written_is_no_error(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCLOSURE_LINT_CACHE", str(program.folder / "年报.txt"))
    assert program("年报.txt")[0] == 0


def test_old_entries_are_removed(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "_MOST_ENTRIES", 4)
    monkeypatch.setattr(replay, "_KEPT_ENTRIES", 2)
    for width in range(80, 86):
        program("--width", str(width), "年报.txt")
        assert len(list((program.folder.parent / "cache").glob("run-*.json"))) <= 4
    assert not program.works("--width", "85", "年报.txt")


def test_a_replay_imports_next_to_nothing(program: Program, environment: dict[str, str]) -> None:
    code = (
        "import sys; from disclosure_lint import cli; cli.main(['年报.txt']);"
        "print(*sorted(name for name in sys.modules if name.partition('.')[0] in"
        " {'yaml', 'lark', 'rich', 'dataclasses', 'argparse', 'typing', 'pathlib', 'disclosure_lint'}))"
    )
    cache = {"DISCLOSURE_LINT_CACHE": str(program.folder.parent / "cache")}
    command = [sys.executable, "-I", "-c", "import sys; sys.path.insert(0, sys.argv.pop()); " + code]
    source = environment["PYTHONPATH"]
    for _ in ("linted", "replayed"):
        process = subprocess.run(
            [*command, source], env=environment | cache, capture_output=True, check=True, cwd=program.folder
        )
    imported = process.stdout.decode().splitlines()[-1].split()
    assert [name for name in imported if name.startswith("disclosure_lint")] == [
        "disclosure_lint",
        "disclosure_lint.cli",
        "disclosure_lint.cli.replay",
        "disclosure_lint.stamps",
    ]
    assert not {"yaml", "lark", "rich", "argparse", "dataclasses"} & set(imported)
