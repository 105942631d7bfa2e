"""Living with findings: suppressions, baselines, comparisons and fixes from the command line."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from disclosure_lint import cli

Run = Callable[..., tuple[int, str, str]]

SUPPRESSIONS = "disclosure-lint-suppressions.toml"
TODAY = ("--today", "2024-06-01")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str | Path) -> tuple[int, str, str]:
        status = cli.main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clean_report: str) -> Path:
    """A folder with a clean report, and one whose fifth part is worded otherwise (STR004, a note)."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "好.txt").write_text(clean_report, encoding="utf-8")
    other = clean_report.replace("存在的主要问题及改进", "存在问题及改进").replace("云岭县", "石桥县")
    (tmp_path / "坏.txt").write_text(other, encoding="utf-8")
    return tmp_path


def found(run: Run, *arguments: str) -> dict[str, list[str]]:
    files = json.loads(run("--format", "json", *TODAY, *arguments)[1])["files"]
    return {
        file["path"]: [finding["code"] for finding in file["findings"] if not finding["suppressed_by"]]
        for file in files
    }


def accept(folder: Path, text: str) -> None:
    (folder / SUPPRESSIONS).write_text(text, encoding="utf-8")


ACCEPTED = '[[suppress]]\ncode = "STR004"\nagency = "青川市石桥县人民政府"\nreason = "沿用上级规定"\n'


def test_suppressions_beside_the_documents_hold(run: Run, folder: Path) -> None:
    assert found(run, "坏.txt") == {"坏.txt": ["STR004"]}
    accept(folder, ACCEPTED)
    status, out, _ = run("--fail-level", "note", *TODAY, "坏.txt")
    assert status == 0
    assert "另有 1 个已抑制" in out
    (file,) = json.loads(run("--format", "json", "坏.txt")[1])["files"]
    assert file["findings"][0]["suppressed_by"] == {
        "origin": "suppression",
        "reason": "沿用上级规定",
        "by": f"{SUPPRESSIONS}:1",
    }


def test_suppressions_may_stand_in_the_configuration(run: Run, folder: Path) -> None:
    (folder / "pyproject.toml").write_text(ACCEPTED.replace("[[suppress", "[[tool.disclosure-lint.suppress"), "utf-8")
    assert found(run, "坏.txt") == {"坏.txt": []}


def test_a_file_of_suppressions_holds_for_the_folders_below(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(folder, ACCEPTED.replace("agency", "path").replace("青川市石桥县人民政府", "坏.txt"))
    (folder / "2024").mkdir()
    monkeypatch.chdir(folder / "2024")
    assert found(run, "../坏.txt") == {"../坏.txt": []}


def test_what_is_not_used_is_said_in_its_place(run: Run, folder: Path, root: Path) -> None:
    accept(folder, "# 说明\n" + ACCEPTED.replace("石桥", "云岭"))
    status, out, _ = run("--format", "concise", "--fail-level", "warning", "--quiet", *TODAY, ".")
    assert status == 1
    assert f"{SUPPRESSIONS}:2:1: 警告 CFG001 这条抑制（STR004：青川市云岭县人民政府）没有用到" in out
    document = json.loads(run("--format", "json", *TODAY, ".")[1])
    assert document["summary"]["files"] == 2
    assert [file["path"] for file in document["files"] if file.get("configuration")] == [SUPPRESSIONS]
    schema = (root / "docs" / "schema" / "check.schema.json").read_text(encoding="utf-8")
    jsonschema.validate(document, json.loads(schema))
    assert run("extract", ".")[::2] == (0, "")
    assert run("--diff", *TODAY, ".")[1:] == ("", "")


def test_findings_on_suppressions_change_nothing_of_what_is_said_of_a_report(run: Run, folder: Path) -> None:
    alone = run(*TODAY, "好.txt")[1].splitlines()[1:]
    accept(folder, ACCEPTED.replace("石桥", "云岭"))
    with_one = run(*TODAY, "好.txt")[1].splitlines()
    assert with_one[-len(alone) - 1 : -1] == alone


def test_one_report_alone_tells_nothing_of_the_suppressions_of_others(run: Run, folder: Path) -> None:
    accept(folder, ACCEPTED)
    assert found(run, "好.txt") == {"好.txt": []}
    accept(folder, ACCEPTED.replace("石桥", "无名"))
    assert found(run, "好.txt", "坏.txt") == {"好.txt": [], "坏.txt": ["STR004"]}
    assert found(run, ".")[SUPPRESSIONS] == ["CFG001"]


def test_what_was_not_checked_is_not_said_to_be_unused(run: Run, folder: Path) -> None:
    accept(folder, ACCEPTED)
    assert found(run, "--ignore", "STR004", ".") == {"坏.txt": [], "好.txt": []}


def test_an_expired_suppression_holds_no_longer(run: Run, folder: Path) -> None:
    accept(folder, ACCEPTED + "expires = 2024-05-31\n")
    assert found(run, "坏.txt") == {"坏.txt": ["STR004"], SUPPRESSIONS: ["CFG002"]}
    accept(folder, ACCEPTED + "expires = 2024-06-01\n")
    assert found(run, "坏.txt") == {"坏.txt": []}


def test_severities_and_ignoring_reach_the_rules_about_configuration(run: Run, folder: Path) -> None:
    accept(folder, ACCEPTED.replace("石桥", "云岭"))
    (folder / "disclosure-lint.toml").write_text('[severity]\nCFG = "error"\n', encoding="utf-8")
    assert run(*TODAY, ".")[0] == 1
    assert run("--ignore", "CFG", *TODAY, ".")[0] == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ACCEPTED.replace('reason = "沿用上级规定"\n', ""), ":1: CFG004 缺少“reason”：要写明理由"),
        (ACCEPTED.replace("STR004", "STR999"), ":1: CFG004 没有编号为“STR999”"),
        (ACCEPTED.replace("agency", "agncy"), ":3: CFG004 不认识的键“agncy”，是不是“agency”"),
        ("supress = []\n", ":1: CFG004 不认识的键“supress”，是不是“suppress”"),
        ("[[suppress\n", ":1: CFG004 不是合法的 TOML"),
    ],
)
def test_wrong_suppressions_are_2_and_have_their_line(run: Run, folder: Path, text: str, message: str) -> None:
    accept(folder, text)
    status, out, err = run("坏.txt")
    assert (status, out) == (2, "")
    assert SUPPRESSIONS + message in err


def test_suppress_writes_what_silences_the_finding(run: Run, folder: Path) -> None:
    accept(folder, "# 已有的说明\n")
    status, out, _ = run(
        "suppress", "STR004", "坏.txt", "--reason", '沿用"上级"规定', "--expires", "2024-12-31", *TODAY
    )
    assert (status, out) == (0, f"已在 {SUPPRESSIONS} 写入 1 条抑制\n")
    text = (folder / SUPPRESSIONS).read_text(encoding="utf-8")
    assert text.startswith("# 已有的说明\n\n[[suppress]]\n")
    (table,) = tomllib.loads(text)["suppress"]
    assert {**table, "expires": str(table["expires"])} == {
        "code": "STR004",
        "agency": "青川市石桥县人民政府",
        "year": 2023,
        "part": 5,
        "reason": '沿用"上级"规定',
        "expires": "2024-12-31",
    }
    assert found(run, ".") == {"坏.txt": [], "好.txt": []}
    status, _, err = run("suppress", "STR004", "坏.txt", "--reason", "x", *TODAY)
    assert (status, err) == (2, "错误：坏.txt: STR004 已经抑制，没有写入\n")
    assert os.listdir(folder).count(SUPPRESSIONS) == 1


def test_suppress_only_what_is_asked_for(run: Run, folder: Path, clean_report: str) -> None:
    wrong = clean_report.replace("\t140\n", "\t141\n", 1)
    assert wrong != clean_report
    (folder / "表.txt").write_text(wrong, encoding="utf-8")
    (code,) = set(found(run, "--select", "APP", "表.txt")["表.txt"])
    assert run("suppress", code, "表.txt", "--reason", "x", "--column", "自然人")[0] == 2
    assert run("suppress", code, "表.txt", "--reason", "x", "--table", "applications")[0] == 0
    assert found(run, "--select", "APP", "表.txt") == {"表.txt": []}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["STR004"], "要写出规则编号和文件"),
        (["STR004", "坏.txt"], "要用 --reason 写明理由"),
        (["STR004", "坏.txt", "--reason", " "], "要用 --reason 写明理由"),
        (["STR00", "坏.txt", "--reason", "x"], "没有规则“STR00”，是不是"),
        (["CFG001", "坏.txt", "--reason", "x"], "CFG001 不能抑制"),
        (["STR004", ".", "--reason", "x"], "“.”不是文件"),
        (["STR004", "没有.txt", "--reason", "x"], "没有.txt: 文件不存在"),
        (["STR004", "好.txt", "--reason", "x"], "好.txt: 没有符合条件的 STR004"),
        (["STR004", "坏.txt", "--reason", "x", "--row", "某行"], "“row”不能是“某行”"),
        (["STR004", "坏.txt", "--reason", "x", "--part", "9"], "“part”不能是“9”"),
        (["STR004", "坏.txt", "--reason", "x", "--expires", "2024-05-31", *TODAY], "2024-05-31 已经过去"),
    ],
)
def test_what_cannot_be_suppressed_is_2_and_writes_nothing(
    run: Run, folder: Path, arguments: list[str], message: str
) -> None:
    status, _, err = run("suppress", *arguments)
    assert status == 2
    assert message in err
    assert not (folder / SUPPRESSIONS).exists()


def test_suppress_leaves_a_file_alone_that_would_not_be_read_again(run: Run, folder: Path) -> None:
    text = 'suppress = [{code = "STR004", year = 2022, reason = "x"}]\n'
    accept(folder, text)
    assert run("suppress", "STR004", "坏.txt", "--reason", "x")[0] == 2
    assert (folder / SUPPRESSIONS).read_text(encoding="utf-8") == text
    assert sorted(os.listdir(folder)) == sorted(["坏.txt", "好.txt", SUPPRESSIONS])


def known(run: Run, *arguments: str) -> dict[str, list[str]]:
    return found(run, "--baseline", "b.json", *arguments)


def test_a_baseline_silences_what_is_known_and_nothing_else(run: Run, folder: Path, root: Path) -> None:
    status, out, _ = run("baseline", "write", "b.json", *TODAY, ".")
    assert (status, out) == (0, "已写入 b.json：1 处问题\n")
    written = json.loads((folder / "b.json").read_text(encoding="utf-8"))
    schema = (root / "docs" / "schema" / "baseline.schema.json").read_text(encoding="utf-8")
    jsonschema.validate(written, json.loads(schema))
    assert known(run, ".") == {"坏.txt": [], "好.txt": []}
    text = (folder / "坏.txt").read_text(encoding="utf-8")
    (folder / "坏.txt").write_text("\n\n" + text.replace("一、总体情况", "一、概述"), encoding="utf-8")
    assert known(run, "坏.txt")["坏.txt"] == ["STR004"]


def test_what_is_gone_is_told_until_it_is_pruned(run: Run, folder: Path, clean_report: str) -> None:
    run("baseline", "write", "b.json", *TODAY, ".")
    (folder / "坏.txt").write_text(clean_report.replace("云岭县", "石桥县"), encoding="utf-8")
    assert known(run, "坏.txt") == {"坏.txt": [], "b.json": ["CFG003"]}
    assert known(run, "好.txt") == {"好.txt": []}
    out = run("--baseline", "b.json", "--format", "concise", "--quiet", *TODAY, ".")[1]
    assert out.startswith("b.json:2:1: 提示 CFG003 基线里的 STR004 已不存在（1 处）：坏.txt：")
    status, out, _ = run("baseline", "prune", "b.json", *TODAY, ".")
    assert (status, out) == (0, "已写入 b.json：0 处问题（新增 0，去除 1）\n")
    assert known(run, ".") == {"坏.txt": [], "好.txt": []}


def test_an_update_keeps_what_it_did_not_look_at(run: Run, folder: Path, clean_report: str) -> None:
    run("baseline", "write", "b.json", *TODAY, ".")
    (folder / "好.txt").write_text(clean_report.replace("存在的主要问题及改进", "存在问题及改进"), encoding="utf-8")
    assert (
        run("baseline", "write", "b.json", "--update", *TODAY, "好.txt")[1]
        == "已写入 b.json：2 处问题（新增 1，去除 0）\n"
    )
    assert run("baseline", "write", "b.json", *TODAY, "好.txt")[1] == "已写入 b.json：1 处问题（新增 0，去除 1）\n"


def test_the_baseline_of_the_configuration_starts_from_its_folder(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("baseline", "write", "b.json", *TODAY, ".")
    (folder / "disclosure-lint.toml").write_text('baseline = "b.json"\n', encoding="utf-8")
    (folder / "2024").mkdir()
    monkeypatch.chdir(folder / "2024")
    assert found(run, "../坏.txt") == {"../坏.txt": []}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["baseline"], "baseline 不能是“”，可用的有：write、prune"),
        (["baseline", "write"], "要写出基线文件"),
        (["baseline", "write", "."], "要写出基线文件"),
        (["baseline", "write", "b.json"], "要写出待检查的文件"),
        (["baseline", "write", "好.txt", "坏.txt"], "好.txt:1: CFG004 不是 disclosure-lint 的基线文件"),
        (["baseline", "write", "b.json", "没有.txt"], "b.json: 有文件没有检查成，基线没有写入"),
        (["baseline", "prune", "b.json", "好.txt"], "基线文件 b.json 读不了：文件不存在"),
        (["baseline", "prune", "--update", "b.json", "好.txt"], "--update 只用于 baseline write"),
        (["--baseline", "b.json", "好.txt"], "基线文件 b.json 读不了：文件不存在"),
        (["--baseline", "好.txt", "好.txt"], "好.txt:1: CFG004 不是 disclosure-lint 的基线文件"),
    ],
)
def test_what_is_wrong_about_a_baseline_is_2(run: Run, folder: Path, arguments: list[str], message: str) -> None:
    before = (folder / "好.txt").read_bytes()
    status, _, err = run(*arguments)
    assert status == 2
    assert message in err
    assert not (folder / "b.json").exists()
    assert (folder / "好.txt").read_bytes() == before


@pytest.fixture
def runs(run: Run, folder: Path, clean_report: str) -> tuple[str, str]:
    run("--format", "json", "-o", "old.json", *TODAY, ".")
    (folder / "坏.txt").write_text(clean_report.replace("云岭县", "石桥县"), encoding="utf-8")
    (folder / "好.txt").write_text(
        clean_report.replace("六、其他需要报告的事项", "七、其他需要报告的事项"), encoding="utf-8"
    )
    run("--format", "json", "-o", "new.json", *TODAY, ".")
    return "old.json", "new.json"


def test_two_runs_are_compared_in_words(run: Run, runs: tuple[str, str]) -> None:
    status, out, err = run("compare", *runs)
    assert (status, err) == (1, "")
    lines = out.splitlines()
    assert lines[0] == "新增 1，消失 1，级别改变 0，不变 0（原有 2 份报告，现有 2 份）"
    assert any(line.startswith("STR002") and line.split()[1:5] == ["1", "0", "0", "0"] for line in lines)
    assert any(line.startswith("青川市石桥县人民政府") and line.split()[1:5] == ["0", "1", "0", "0"] for line in lines)
    assert any(line.startswith("  好.txt:") and "错误 STR002" in line for line in lines)
    assert run("compare", "--fail-level", "never", *runs)[0] == 0
    assert run("compare", *reversed(runs))[0] == 0
    assert run("compare", runs[0], runs[0])[1] == "新增 0，消失 0，级别改变 0，不变 1（原有 2 份报告，现有 2 份）\n"


def test_two_runs_are_compared_as_data(run: Run, runs: tuple[str, str], root: Path) -> None:
    data = json.loads(run("compare", "--format", "json", *runs)[1])
    schema = (root / "docs" / "schema" / "compare.schema.json").read_text(encoding="utf-8")
    jsonschema.validate(data, json.loads(schema))
    assert data["summary"] == {"new": 1, "gone": 1, "changed": 0, "unchanged": 0}
    assert data["files"] == {"old": 2, "new": 2}
    assert [rule["code"] for rule in data["rules"]] == ["STR002", "STR004"]
    assert [(each["state"], each["path"]) for each in data["findings"]] == [("new", "好.txt"), ("gone", "坏.txt")]


def test_two_sets_of_rules_are_compared(run: Run, folder: Path, root: Path) -> None:
    rule = (root / "rules" / "structure" / "STR004-heading-wording.yaml").read_text(encoding="utf-8")
    mine = folder / "规则"
    mine.mkdir()
    (mine / "STR004-heading-wording.yaml").write_text(
        f"overrides: STR004\n{rule.replace('severity: note', 'severity: error')}", "utf-8"
    )
    status, out, err = run("compare", "--rules-new", mine, "坏.txt", "好.txt")
    assert (status, err) == (1, "")
    assert out.startswith("新增 0，消失 0，级别改变 1，不变 0（原有 2 份报告，现有 2 份）\n")
    assert "提示 -> 错误 STR004" in out
    whole = root / "rules"
    assert run("compare", "--rules-old", whole, "--rules-new", whole, "坏.txt")[:2] == (
        0,
        "新增 0，消失 0，级别改变 0，不变 1（原有 1 份报告，现有 1 份）\n",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["old.json"], "要写出两份"),
        (["好.txt", "坏.txt"], "好.txt 不是 check --format json 的结果"),
        (["没有.json", "坏.txt"], "没有.json 读不了：文件不存在"),
        (["--rules-new", "没有", "好.txt"], "规则文件夹“没有”不存在"),
        (["--rules-new", ".", "-"], "不能用标准输入"),
        (["--rules-new", ".", "没有.txt"], "没有.txt: 文件不存在"),
        (["--format", "sarif", "a", "b"], "--format 不能是“sarif”"),
    ],
)
def test_what_cannot_be_compared_is_2(run: Run, folder: Path, arguments: list[str], message: str) -> None:
    status, _, err = run("compare", *arguments)
    assert status == 2
    assert message in err


@pytest.fixture
def spaced(folder: Path, clean_report: str) -> Path:
    """A report with the ordinal of its last part wrong (STR002)."""
    path = folder / "序.txt"
    path.write_bytes(b"\xef\xbb\xbf" + clean_report.replace("六、其他", "七、其他").replace("\n", "\r\n").encode())
    return path


def test_fix_writes_and_reports_what_is_left(run: Run, spaced: Path, clean_report: str) -> None:
    before = spaced.read_bytes()
    status, out, err = run("--diff", *TODAY, "序.txt")
    assert status == 1
    assert "-七、其他需要报告的事项\r\n+六、其他需要报告的事项\r\n" in out
    assert err == "序.txt：可修改 1 处（STR002）\n"
    assert spaced.read_bytes() == before
    status, out, err = run("--fix", *TODAY, "序.txt")
    assert (status, err) == (0, "序.txt：已修改 1 处（STR002）\n")
    assert "没有发现问题" in out
    assert spaced.read_bytes() == b"\xef\xbb\xbf" + clean_report.replace("\n", "\r\n").encode()
    assert run("--diff", *TODAY, "序.txt") == (0, "", "")
    assert run("--fix", *TODAY, "序.txt")[2] == ""


def test_what_can_be_fixed_is_told(run: Run, spaced: Path) -> None:
    assert "其中 1 处可用 --fix 修改（--diff 预览）。" in run(*TODAY, "序.txt")[1]
    assert "--fix" not in run("--quiet", *TODAY, "序.txt")[1]


def test_a_fixed_run_is_never_replayed(run: Run, spaced: Path) -> None:
    before = spaced.read_bytes()
    for _ in range(2):
        spaced.write_bytes(before)
        assert run("--fix", *TODAY, "序.txt")[2] == "序.txt：已修改 1 处（STR002）\n"


def test_what_is_suppressed_is_not_fixed(run: Run, folder: Path, spaced: Path) -> None:
    accept(folder, '[[suppress]]\ncode = "STR002"\nyear = 2023\nreason = "x"\n')
    before = spaced.read_bytes()
    assert run("--fix", *TODAY, "序.txt")[2] == ""
    assert spaced.read_bytes() == before


def test_a_file_that_cannot_be_written_is_2(run: Run, spaced: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> bool:
        raise PermissionError

    monkeypatch.setattr("disclosure_lint.cli.fix.write", refused)
    status, out, _ = run("--fix", *TODAY, "序.txt")
    assert status == 2
    assert "修改没有写入：没有读取权限" in out
    assert "STR002" in out
    monkeypatch.setattr("disclosure_lint.cli.fix.write", lambda *_: False)
    assert "文件刚被改动过" in run("--fix", *TODAY, "序.txt")[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--unsafe-fixes", "序.txt"], "--unsafe-fixes 要和 --fix 或 --diff 一起用"),
        (["--fix", "--diff", "序.txt"], "--fix 和 --diff 只用其一"),
        (["--fix", "-"], "标准输入不能修改"),
        (["--diff", "--format", "json", "序.txt"], "--diff 没有别的输出格式"),
    ],
)
def test_options_about_fixes_that_do_not_fit(run: Run, spaced: Path, arguments: list[str], message: str) -> None:
    status, _, err = run(*arguments)
    assert status == 2
    assert message in err


def test_a_diff_names_what_cannot_be_read(run: Run, folder: Path) -> None:
    (folder / "空.txt").write_text("\n", encoding="utf-8")
    status, out, err = run("--diff", "空.txt")
    assert (status, out) == (1, "")
    assert err.startswith("空.txt:1:1: 错误 SRC001")
