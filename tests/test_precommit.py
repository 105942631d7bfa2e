"""The pre-commit hooks, run by pre-commit itself in a repository made for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

HOOK = "disclosure-lint"


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.com", "-c", "core.quotePath=false")
    process = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=True
    )
    return process.stdout.strip()


def repository(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir()
    git(folder, "init", "--quiet")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "first", "--no-verify")
    return folder


@pytest.fixture
def pre_commit(tmp_path: Path, root: Path, environment: dict[str, str]) -> dict[str, str]:
    """The environment to run pre-commit in. Skips the test where it cannot run."""
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    # What an installed console script does, for this checkout.
    programs = tmp_path / "programs"
    programs.mkdir()
    script = programs / HOOK
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m disclosure_lint "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    path = os.pathsep.join([str(programs), environment.get("PATH", "")])
    return {**environment, "PATH": path, "PRE_COMMIT_HOME": str(tmp_path / "home"), "PYTHONWARNDEFAULTENCODING": "0"}


@pytest.fixture
def hooks(tmp_path: Path, root: Path) -> Path:
    """Our hooks as a repository of their own.

    Only the language is another: installing the package needs an index of packages, running the hook does not.
    """
    text = (root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert text.count("language: python") == len(yaml.safe_load(text))
    return repository(
        tmp_path / "hooks", {".pre-commit-hooks.yaml": text.replace("language: python", "language: system")}
    )


def run_hook(folder: Path, environment: dict[str, str], hook: str = HOOK) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", hook, "--all-files", "--color", "never"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for the console script is a shell script")
def test_the_hook_finds_reports_and_fails_on_errors(
    tmp_path: Path, hooks: Path, pre_commit: dict[str, str], clean_report: str
) -> None:
    config = {"repos": [{"repo": str(hooks), "rev": git(hooks, "rev-parse", "HEAD"), "hooks": [{"id": HOOK}]}]}
    files = {
        ".pre-commit-config.yaml": yaml.safe_dump(config),
        "2023/云岭县 年度报告.txt": clean_report,
        "2023/云岭县年报.md": clean_report,
        "README.md": "# 说明\n",
        "会议记录.txt": "\n",
        "年报/数据.csv": "1\n",
    }
    folder = repository(tmp_path / "work", files)
    passed = run_hook(folder, pre_commit)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "Passed" in passed.stdout

    (folder / "2023" / "石桥镇年报.txt").write_text("\n", encoding="utf-8")
    git(folder, "add", "--all")
    failed = run_hook(folder, pre_commit)
    assert failed.returncode == 1
    assert "SRC001" in failed.stdout
    assert "石桥镇年报.txt" in failed.stdout
    assert "会议记录" not in failed.stdout
    assert "检查 3 份报告" in failed.stdout

    (folder / "disclosure-lint.toml").write_text('exclude = ["石桥镇*"]\n', encoding="utf-8")
    git(folder, "add", "--all")
    assert run_hook(folder, pre_commit).returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for the console script is a shell script")
def test_many_files_with_long_names_are_all_checked(
    tmp_path: Path, hooks: Path, pre_commit: dict[str, str]
) -> None:
    """One command line does not hold them, so that the hook is called more than once."""
    config = {"repos": [{"repo": str(hooks), "rev": git(hooks, "rev-parse", "HEAD"), "hooks": [{"id": HOOK}]}]}
    name = "青川市云岭县" * 8
    files = {f"{name}{number:04}年报.txt": "\n" for number in range(1000)}
    folder = repository(tmp_path / "work", {".pre-commit-config.yaml": yaml.safe_dump(config), **files})
    result = run_hook(folder, pre_commit)
    assert result.returncode == 1
    assert result.stdout.count("错误[SRC001]") == 1000
    assert result.stdout.count("份报告：") > 1
