"""Help for those who write rules: the schema for editors, the file to start from, the pages about rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from disclosure_lint import cli
from disclosure_lint.resources import rules_folder
from disclosure_lint.rules.load import RULE_FILE
from disclosure_lint.rules.schema import rule_schema

RULES = sorted(path for path in rules_folder().rglob("*.yaml") if RULE_FILE.fullmatch(path.name))


@pytest.fixture(scope="module")
def validator() -> Any:
    schema = rule_schema()
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def messages(validator: Any, rule: object) -> list[str]:
    return [error.message for error in validator.iter_errors(rule)]


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_rules_satisfy_the_schema(validator: Any, path: Path) -> None:
    assert messages(validator, yaml.safe_load(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"severty": "error"}, "severty"),
        ({"severity": "fatal"}, "fatal"),
        ({"check": "patern"}, "patern"),
        ({"forbiden": []}, "forbiden"),
        ({"code": "A1"}, "A1"),
        ({"examples": {"good": []}}, "bad"),
        ({"title": {"zh": "只有中文"}}, "en"),
    ],
)
def test_the_schema_refuses_what_the_program_refuses(validator: Any, change: dict[str, Any], expected: str) -> None:
    rule = yaml.safe_load((rules_folder() / "structure" / "STR009-template-remnant.yaml").read_text(encoding="utf-8"))
    assert any(expected in message for message in messages(validator, rule | change))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_rule_is_right_as_it_is(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], validator: Any
) -> None:
    folder = str(tmp_path)
    assert cli.main(["rules", "new", "LOC001-plain-words", "--rules", folder, "--lang", lang]) == 0
    assert cli.main(["rules", "test", "--rules", folder]) == 0
    file = tmp_path / "LOC001-plain-words.yaml"
    assert file.name in capsys.readouterr().out
    assert messages(validator, yaml.safe_load(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("words", "message"),
    [([], "LOC001-old-words"), (["loc1"], "loc1"), (["APP001-mine"], "APP001"), (["LOC001-a", "b"], "b")],
)
def test_a_name_that_cannot_be_is_refused(
    words: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["rules", "new", *words, "--rules", str(tmp_path)]) == 2
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "LOC001-new-rule.yaml"
    file.write_text("# mine\n", encoding="utf-8")
    assert cli.main(["rules", "new", "LOC001", "--rules", str(tmp_path)]) == 2
    assert file.read_text(encoding="utf-8") == "# mine\n"
    assert file.name in capsys.readouterr().err


def test_pages_of_rules_of_one_s_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["rules", "new", "LOC001-plain-words", "--rules", str(tmp_path)])
    capsys.readouterr()
    assert cli.main(["rules", "docs", "--rules", str(tmp_path), "--lang", "en"]) == 0
    page = capsys.readouterr().out
    assert "## LOC001 plain-words" in page
    assert "warning[LOC001]" in page
    assert "APP001" not in page


def test_the_schema_is_written_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / "schema.json"
    assert cli.main(["rules", "schema", "-o", str(path)]) == 0
    assert json.loads(path.read_text(encoding="utf-8")) == rule_schema()
