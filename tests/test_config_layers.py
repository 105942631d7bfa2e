"""Configurations that build on others, settings for agencies, and a run that wants every check assessed."""

from __future__ import annotations

from pathlib import Path

import pytest

import generator
from disclosure_lint.__main__ import main
from disclosure_lint.config import ConfigError, read_config


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_configuration_builds_on_another(tmp_path: Path) -> None:
    written(
        tmp_path,
        "base.toml",
        'ignore = ["TXT"]\nfail-level = "warning"\n[severity]\nCON001 = "note"\nTTL001 = "note"\n',
    )
    own = written(tmp_path, "own.toml", 'extends = "base.toml"\nignore = ["LEX"]\n[severity]\nCON001 = "error"\n')
    config = read_config(own)
    assert config is not None
    assert config.ignore == ("TXT", "LEX")
    assert config.fail_level == "warning"
    assert config.severity == {"CON001": "error", "TTL001": "note"}
    assert config.extended == (str(tmp_path / "base.toml"),)


@pytest.mark.parametrize(("base", "key"), [("own.toml", "config-circle"), ("nowhere.toml", "config-unreadable")])
def test_a_base_that_cannot_be_is_told(tmp_path: Path, base: str, key: str) -> None:
    own = written(tmp_path, "own.toml", f'extends = "{base}"\n')
    with pytest.raises(ConfigError) as caught:
        read_config(own)
    assert [problem.key for problem in caught.value.problems] == [key]


def checked(monkeypatch: pytest.MonkeyPatch, folder: Path, *arguments: str) -> int:
    monkeypatch.chdir(folder)
    monkeypatch.setattr("sys.argv", ["disclosure-lint", *arguments])
    return int(main() or 0)


def test_an_agency_may_have_rules_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = generator.generate(3, layout="tabs", edition="2021", agency="青川市云岭县教育局")
    written(tmp_path, "report.txt", generator.with_cell(sample, "applications.granted.natural", 4321))
    assert checked(monkeypatch, tmp_path, "--format", "concise", "report.txt") == 1
    written(tmp_path, "disclosure-lint.toml", '[per-agency."*教育局"]\nignore = ["APP"]\n')
    capsys.readouterr()
    status = checked(monkeypatch, tmp_path, "--format", "concise", "report.txt")
    assert "APP00" not in capsys.readouterr().out
    assert status == 0


def test_a_run_may_want_every_check_assessed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = generator.generate(3, layout="tabs", edition="2021")
    text = generator.with_cell(sample, "applications.granted.natural", "约3")
    written(tmp_path, "report.txt", text)
    arguments = ("--fail-level", "never", "report.txt")
    assert checked(monkeypatch, tmp_path, *arguments) == 0
    assert checked(monkeypatch, tmp_path, "--fail-on", "not-assessable", *arguments) == 1
