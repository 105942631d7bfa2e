"""The documents: what is generated is up to date, what they say of the program is so, both languages agree."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from disclosure_lint.cli.arguments import COMMANDS, OPTIONS, RULE_COMMANDS
from disclosure_lint.config import read_config
from disclosure_lint.reporters import REPORTERS
from refresh import ROOT, documents, pages, refreshed

STALE = "out of date: run `make docs` and look at the difference"
INSTALL = "DISCLOSURE_LINT_README_INSTALL"
README = "README.md"
PAIRS = ((README, "README.zh-CN.md"), ("docs/writing-rules.md", "docs/writing-rules.zh-CN.md"))
MOST_LINES = 175

_FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
_HEADING = re.compile(r"^(#+) ", re.M)
_LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    return [body for word, body in _FENCED.findall(text(name)) if word == language]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.skipif(os.name == "nt" or not shutil.which("sh"), reason="the documents' commands want a POSIX shell")
@pytest.mark.parametrize("document", documents(), ids=named)
def test_commands_print_what_the_documents_show(document: Path, tmp_path: Path) -> None:
    written = document.read_text(encoding="utf-8")
    assert refreshed(written, tmp_path) == written, STALE


@pytest.mark.parametrize("name", pages())
def test_generated_files_are_up_to_date(name: str) -> None:
    assert pages()[name]() == text(name), STALE


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_both_languages_have_the_same_blocks_in_the_same_order(english: str, chinese: str) -> None:
    assert _FENCED.findall(text(english)) == _FENCED.findall(text(chinese))
    assert _HEADING.findall(text(english)) == _HEADING.findall(text(chinese))
    for name, other in ((english, chinese), (chinese, english)):
        bar = text(name).splitlines()[2]
        assert bar.count(" | ") == 1
        assert f"({Path(other).name})" in bar


@pytest.mark.parametrize("name", PAIRS[0])
def test_a_readme_is_short(name: str) -> None:
    assert len(text(name).splitlines()) <= MOST_LINES


def test_python_of_the_readme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (block,) = blocks(README, "pycon")
    test = doctest.DocTestParser().get_doctest(block, {}, README, README, 0)
    assert doctest.DocTestRunner().run(test).failed == 0


def test_the_configuration_shown_is_one(tmp_path: Path) -> None:
    (tmp_path / "my-rules").mkdir()
    (block,) = blocks("docs/configuration.md", "toml")
    path = tmp_path / "disclosure-lint.toml"
    path.write_text(block, encoding="utf-8")
    config = read_config(path)
    assert config is not None
    assert config.fail_level == "warning"


def test_every_command_and_format_is_documented() -> None:
    said = "\n".join(document.read_text(encoding="utf-8") for document in documents())
    assert [command for command in COMMANDS if f"`{command}" not in said and f"lint {command}" not in said] == []
    assert [command for command in RULE_COMMANDS if f"rules {command}" not in said] == []
    assert [name for name in REPORTERS if f"| `{name}` |" not in text("docs/formats.md")] == []


def test_options_shown_exist() -> None:
    flags = {flag for option in OPTIONS for flag in option.flags}
    for document in documents():
        for command in re.findall(r"disclosure-lint [^|;`\n]*", document.read_text(encoding="utf-8")):
            shown = re.findall(r"(?<=\s)--[a-z][a-z-]+", command)
            assert set(shown) <= flags, f"{named(document)}: {command}"


def test_links_lead_somewhere() -> None:
    for document in [*documents(), *(ROOT / name for name in pages() if name.endswith(".md"))]:
        for target in _LINK.findall(_FENCED.sub("", document.read_text(encoding="utf-8"))):
            assert (document.parent / target).exists(), f"{named(document)}: {target}"


def test_the_readme_s_commands_for_installing_are_there() -> None:
    (block,) = blocks(README, "sh")
    install, check = block.splitlines()
    assert install.startswith("python3 -m venv .venv && .venv/bin/pip install . && ")
    assert os.access(ROOT / check, os.X_OK)


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get(INSTALL), reason=f"needs the network and a minute; set {INSTALL}=1 to run it")
def test_installing_as_the_readme_says(tmp_path: Path) -> None:
    (block,) = blocks(README, "sh")
    tree = tmp_path / "checkout"
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
    for name in files.decode("utf-8").split("\0"):
        if name and (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tree / name)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    result = subprocess.run(
        ["sh", "-c", block.splitlines()[0]], cwd=tree, env=environment, stdout=subprocess.PIPE, check=False
    )
    assert result.returncode == 1
    assert "APP003" in result.stdout.decode("utf-8")
