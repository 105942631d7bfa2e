"""What is built and installed: the wheel carries the rules, the grammars and all texts, and works from any folder."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The wheel, built by the back end itself: nothing is downloaded."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    code = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    command = [sys.executable, "-c", code, str(folder)]
    process = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=True)
    return folder / process.stdout.split()[-1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """An environment that holds nothing but the wheel and the libraries it asks for."""
    environment = tmp_path_factory.mktemp("empty") / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    process = subprocess.run([str(python), "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    packages = Path(process.stdout.strip())
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    for name in ("lark", "yaml", "rich", "_yaml", "markdown_it", "mdurl", "pygments"):
        found = importlib.util.find_spec(name)
        if found and found.origin:
            (packages / name).symlink_to(Path(found.origin).parent, target_is_directory=True)
    return python


def run(python: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment["DISCLOSURE_LINT_CACHE"] = str(folder / "cache")
    return subprocess.run(
        [str(python), "-m", "disclosure_lint", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_everything_that_is_data_is_in_the_wheel_once(wheel: Path, root: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert len(names) == len(set(names))
    for folder in ("rules", "grammars"):
        ours = {path.relative_to(root).as_posix() for path in (root / folder).rglob("*") if path.is_file()}
        theirs = {name.removeprefix("disclosure_lint/data/") for name in names if f"/data/{folder}/" in name}
        assert theirs == ours
    code = {path.relative_to(root / "src").as_posix() for path in (root / "src").rglob("*") if path.is_file()}
    code = {name for name in code if "__pycache__" not in name and ".egg-info/" not in name}
    assert {name for name in names if "/data/" not in name and ".dist-info/" not in name} == code
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_an_installed_wheel_lints_from_any_folder(installed: Path, tmp_path: Path, clean_report: str) -> None:
    (tmp_path / "年报.txt").write_text(clean_report, encoding="utf-8")
    (tmp_path / "空.txt").write_text("", encoding="utf-8")
    for _ in ("linted", "replayed"):
        process = run(installed, tmp_path, "--format", "json", "年报.txt", "空.txt")
        assert (process.returncode, process.stderr) == (1, "")
        clean, empty = json.loads(process.stdout)["files"]
        assert clean["findings"] == []
        assert [finding["code"] for finding in empty["findings"]] == ["SRC001"]


def test_an_installed_wheel_has_its_rules_and_texts(installed: Path, tmp_path: Path) -> None:
    for arguments in (("rules", "check"), ("explain", "SRC001", "APP001"), ("--help",), ("--help", "--lang", "en")):
        process = run(installed, tmp_path, *arguments)
        assert (process.returncode, process.stderr) == (0, ""), arguments


def test_the_version_is_one(root: Path) -> None:
    from disclosure_lint import __version__

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__
