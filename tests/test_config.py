"""The configuration: found upward, every mistake named with its line, nothing passed over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from disclosure_lint import cli
from disclosure_lint.config import Config, ConfigError, found_config, read_config


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clean_report: str) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "2023").mkdir()
    (tmp_path / "2023" / "年报.txt").write_text(clean_report.replace("存在的主要问题", "存在问题"), encoding="utf-8")
    (tmp_path / "空.txt").write_text("\n", encoding="utf-8")
    return tmp_path


def written(folder: Path, text: str, name: str = "disclosure-lint.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def problems(path: Path) -> list[tuple[int, str]]:
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    return [(problem.line, problem.key) for problem in caught.value.problems]


def findings(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, str]:
    capsys.readouterr()
    cli.main(["--format", "json", *arguments])
    files = json.loads(capsys.readouterr().out)["files"]
    return {finding["code"]: finding["severity"] for file in files for finding in file["findings"]}


def test_every_key_is_read(folder: Path) -> None:
    (folder / "规则").mkdir()
    path = written(
        folder,
        """
        select = ["APP", "STR001"]
        ignore = ["APP003"]
        fail-level = "warning"
        lang = "en"
        rules = ["规则"]
        profile = "national"
        exclude = ["草稿"]
        size-limit = 0.5
        [severity]
        STR001 = "note"
        [per-path."2019/**"]
        select = ["APP"]
        ignore = ["APP002"]
        severity = {APP001 = "warning"}
        """,
    )
    config = read_config(path)
    assert config is not None
    assert (config.select, config.ignore, config.fail_level) == (("APP", "STR001"), ("APP003",), "warning")
    assert (config.lang, config.profile, config.exclude, config.size_limit) == ("en", "national", ("草稿",), 524288)
    assert config.rules == (folder / "规则",)
    assert config.severity == {"STR001": "note"}
    (special,) = config.per_path
    assert (special.pattern, special.select, special.ignore) == ("2019/**", ("APP",), ("APP002",))
    assert special.severity == {"APP001": "warning"}


def test_the_nearest_file_upward_holds(folder: Path) -> None:
    below = folder / "2023"
    assert found_config(below) == Config()
    written(folder, '[tool.disclosure-lint]\nlang = "en"\n', "pyproject.toml")
    assert found_config(below).lang == "en"
    written(below, "[tool.other]\n", "pyproject.toml")
    assert found_config(below).lang == "en"
    written(folder, 'lang = "zh"\n')
    assert found_config(below).lang == "zh"
    written(below, '[tool.disclosure-lint]\nlang = "en"\n', "pyproject.toml")
    assert found_config(below).lang == "en"


def test_every_mistake_is_named_with_its_line(folder: Path) -> None:
    path = written(
        folder,
        """selct = ["APP"]
ignore = "APP001"
fail-level = "eror"
rules = ["没有"]
exclude = [1]
size-limit = -1
lang = "fr"
profile = ""
[severity]
APP001 = "high"
app002 = "note"
[per-path."甲"]
exclude = ["x"]
""",
    )
    assert problems(path) == [
        (1, "config-key"),
        (2, "config-strings"),
        (3, "config-choice"),
        (4, "rules-folder"),
        (5, "config-strings"),
        (6, "config-megabytes"),
        (7, "config-choice"),
        (8, "config-string"),
        (10, "config-choice"),
        (11, "unknown-code"),
        (13, "config-key"),
    ]


@pytest.mark.parametrize(
    ("text", "line"), [("lang = zh\n", 1), ("lang = 'zh'\n\nignore = [\n", 3), ("lang = 'zh'\nlang = 'en'\n", 2)]
)
def test_what_is_no_toml_says_where(folder: Path, text: str, line: int) -> None:
    ((found, key),) = problems(written(folder, text))
    assert key == "config-syntax"
    assert abs(found - line) <= 1


def test_a_file_in_another_encoding_says_so(folder: Path) -> None:
    path = folder / "disclosure-lint.toml"
    path.write_bytes('profile = "河南"\n'.encode("gbk"))
    assert problems(path) == [(1, "config-encoding")]


def test_mistakes_are_2_with_file_and_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(folder, 'lang = "zh"\nselct = ["APP"]\n')
    assert cli.main(["空.txt"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    path = folder / "disclosure-lint.toml"
    assert captured.err == f"错误：{path}:2: CFG004 不认识的键“selct”，是不是“select”？\n"


def test_an_unknown_code_is_2_with_file_and_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(folder, 'lang = "zh"\n\nignore = ["ZZZ001"]\n[per-path.a]\nignore = ["QQ"]\n')
    assert cli.main(["空.txt"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.rsplit("disclosure-lint.toml", 1)[1][:2] for line in lines] == [":3", ":5"]


def test_a_project_file_without_our_table_is_nothing_to_use(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(folder, "[tool]\nother = 1\n", "pyproject.toml")
    assert cli.main(["空.txt"]) == 1
    assert cli.main(["--config", "pyproject.toml", "空.txt"]) == 2
    assert "没有 [tool.disclosure-lint] 一节" in capsys.readouterr().err


def test_the_command_line_replaces_a_key(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(folder, 'select = ["APP"]\nfail-level = "never"\n')
    assert findings(capsys, "2023/年报.txt") == {}
    assert "STR004" in findings(capsys, "--select", "STR", "2023/年报.txt")
    assert cli.main(["空.txt"]) == 0
    assert cli.main(["--fail-level", "error", "空.txt"]) == 1


def test_severities_are_set_by_code_or_beginning(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = findings(capsys, "2023/年报.txt")["STR004"]
    written(folder, '[severity]\nSTR = "error"\n')
    assert before != "error"
    assert findings(capsys, "2023/年报.txt")["STR004"] == "error"
    written(folder, '[severity]\nSTR = "error"\nSTR004 = "warning"\n')
    assert findings(capsys, "2023/年报.txt")["STR004"] == "warning"


def test_some_files_may_be_treated_differently(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(folder, '[per-path."2023/**"]\nignore = ["STR004"]\n')
    assert "STR004" not in findings(capsys, "2023/年报.txt")
    written(folder, '[per-path."2022/**"]\nignore = ["STR004"]\n')
    assert "STR004" in findings(capsys, "2023/年报.txt")
    written(folder, 'select = ["APP"]\n[per-path."2023"]\nselect = ["STR"]\nseverity = {STR004 = "error"}\n')
    assert findings(capsys, "2023/年报.txt") == {"STR004": "error"}


def test_patterns_start_from_the_folder_of_the_file(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    written(folder, '[per-path."2023/*.txt"]\nignore = ["STR004"]\n')
    monkeypatch.chdir(folder / "2023")
    assert "STR004" not in findings(capsys, "年报.txt")


def test_the_size_limit_holds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(folder, "size-limit = 0.001\n")
    assert findings(capsys, "2023/年报.txt") == {"SRC006": "error"}
