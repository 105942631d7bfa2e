"""The command line: what it says, where, and the exit status."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from disclosure_lint import cli
from disclosure_lint.finding import Verdicts
from disclosure_lint.rules.outcome import Context

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the program in this process: exit status, output, messages."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        status = cli.main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clean_report: str) -> Path:
    """An empty folder to work in, with a clean report and one with a fault."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "好.txt").write_text(clean_report, encoding="utf-8")
    (tmp_path / "坏.txt").write_text(clean_report.replace("存在的主要问题", "存在问题"), encoding="utf-8")
    (tmp_path / "空.txt").write_text("\n", encoding="utf-8")
    return tmp_path


def test_nothing_found_is_0(run: Run, folder: Path) -> None:
    status, out, err = run("好.txt")
    assert (status, err) == (0, "")
    assert "检查 1 份报告：没有发现问题" in out


def test_an_error_is_1(run: Run, folder: Path) -> None:
    status, out, _ = run("--format", "concise", "空.txt")
    assert status == 1
    assert out.startswith("空.txt:1:1: 错误 SRC001 ")


@pytest.mark.parametrize(("level", "status"), [("error", 0), ("warning", 0), ("note", 1), ("never", 0)])
def test_the_fail_level_decides(run: Run, folder: Path, level: str, status: int) -> None:
    assert run("--select", "STR004", "--fail-level", level, "坏.txt")[0] == status


def test_no_level_at_all_forgives_everything_but_a_wrong_run(run: Run, folder: Path) -> None:
    assert run("--fail-level", "never", "空.txt")[0] == 0
    assert run("--fail-level", "never", "没有.txt")[0] == 2


def test_a_missing_file_is_2_and_the_others_are_linted(run: Run, folder: Path) -> None:
    status, out, _ = run("--format", "json", "没有.txt", "空.txt")
    result = json.loads(out)
    assert status == 2
    assert [file["path"] for file in result["files"]] == ["空.txt"]
    assert result["errors"] == [{"path": "没有.txt", "message": "文件不存在"}]


def test_a_run_error_is_said_to_people_even_if_a_program_reads_the_output(run: Run, folder: Path) -> None:
    _, _, err = run("--format", "json", "没有.txt")
    assert err == "错误：没有.txt: 文件不存在\n"


def test_a_file_without_permission_is_2(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: str, limit: int) -> bytes:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("disclosure_lint.linter.file_content", refused)
    status, out, _ = run("-v", "好.txt")
    assert status == 2
    assert "没有读取权限" in out


def test_a_fault_of_the_program_is_2_and_the_run_goes_on(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from disclosure_lint import linter

    real = linter.report_of
    monkeypatch.setattr(linter, "report_of", lambda source: 1 / 0 if source.path == "好.txt" else real(source))
    status, out, err = run("--format", "concise", "--quiet", "好.txt", "空.txt")
    assert status == 2
    assert [line.split(" ")[2] for line in out.splitlines()] == ["INT001", "SRC001"]
    assert "ZeroDivisionError" in out
    assert err == ""
    assert "Traceback" in run("-v", "--quiet", "好.txt")[2]


def test_a_fault_outside_of_any_file_is_2(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("disclosure_lint.cli.settings.load_rules", lambda folders: 1 / 0)
    status, out, err = run("-q", "好.txt")
    assert (status, out) == (2, "")
    assert err.startswith("错误：INT001 程序出错（ZeroDivisionError")
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "要写出待检查的文件或文件夹"),
        (["--fromat", "json", "好.txt"], "不认识的选项“--fromat”，是不是“--format”？"),
        (["--format", "jsno", "好.txt"], "--format 不能是“jsno”，是不是“json”？"),
        (["--format"], "选项 --format 后面要写一个值"),
        (["--quiet=yes", "好.txt"], "选项 --quiet 不带值"),
        (["--select", "APP01X", "好.txt"], "没有编号为“APP01X”或以它开头的规则"),
        (["--ignore", "ZZZ", "好.txt"], "没有编号为“ZZZ”或以它开头的规则"),
        (["--today", "2024-02-30", "好.txt"], "“2024-02-30”不是日期"),
        (["--width", "7", "好.txt"], "“7”不能作宽度"),
        (["--rules", "没有", "好.txt"], "规则文件夹“没有”不存在"),
        (["--profile", "nationl", "好.txt"], "没有名为“nationl”的地区或部门设定，是不是“national”？"),
        (["--config", "没有.toml", "好.txt"], "没有.toml:1: CFG004 配置文件无法打开"),
        (["--files-from", "没有.txt"], "文件清单 没有.txt 读不了：文件不存在"),
        (["-o", "没有/结果.txt", "好.txt"], "结果文件 没有/结果.txt 写不了"),
        (["explain"], "要写出规则编号"),
        (["explain", "APP00"], "没有规则“APP00”"),
        (["explain", "--select", "APP", "APP001"], "--select 不是 explain 命令的选项"),
        (["extract", "--format", "sarif", "好.txt"], "--format 不能是“sarif”"),
        (["rules", "lst"], "rules 不能是“lst”，是不是“list”？"),
    ],
)
def test_a_wrong_command_line_is_2_and_says_why(run: Run, folder: Path, arguments: list[str], message: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith(f"错误：{message}"), err


def test_messages_come_in_the_language_asked_for(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("--lang", "en", "--nonsense", "x")[2].startswith("error: unknown option `--nonsense`")
    assert run("--lang=en", "没有.txt")[1].startswith("run error: 没有.txt: no such file")
    monkeypatch.setenv("DISCLOSURE_LINT_LANG", "en")
    assert "Reports checked: 1" in run("好.txt")[1]
    assert "检查 1 份报告" in run("--lang", "zh", "好.txt")[1]
    monkeypatch.setenv("DISCLOSURE_LINT_LANG", "fr")
    assert run("好.txt")[0] == 2


def test_options_may_stand_before_and_after_the_files(run: Run, folder: Path) -> None:
    expected = run("--format", "json", "空.txt", "坏.txt")[1]
    assert run("空.txt", "--format=json", "坏.txt")[1] == expected
    assert run("--format", "json", "check", "空.txt", "坏.txt")[1] == expected


def test_after_two_dashes_everything_is_a_file(run: Run, folder: Path, clean_report: str) -> None:
    (folder / "--quiet").write_text(clean_report, encoding="utf-8")
    status, out, _ = run("--", "--quiet")
    assert status == 0
    assert "检查 1 份报告" in out


def test_standard_input_is_bytes_in_any_encoding(
    run: Run, folder: Path, clean_report: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(clean_report.encode("gb18030")), encoding="ascii")
    monkeypatch.setattr(sys, "stdin", stream)
    status, out, _ = run("--format", "json", "-")
    assert status == 0
    assert [file["path"] for file in json.loads(out)["files"]] == ["-"]


def test_the_language_and_the_day_reach_the_rules(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contexts = []

    def asked(report: object, rules: object, context: Context, on_fault: object) -> Verdicts:
        contexts.append(context)
        return Verdicts()

    monkeypatch.setattr("disclosure_lint.linter.verdicts", asked)
    run("--today", "2023-06-01", "--lang", "en", "好.txt")
    (context,) = contexts
    assert (context.today, context.lang) == (date(2023, 6, 1), "en")
    assert context.profile["deadlines"]


def test_codes_and_beginnings_of_codes_select(run: Run, folder: Path) -> None:
    def codes(*arguments: str) -> set[str]:
        files = json.loads(run("--format", "json", *arguments, "坏.txt")[1])["files"]
        return {finding["code"] for finding in files[0]["findings"]}

    assert "STR004" in codes()
    assert codes("--select", "STR") == {"STR004"}
    assert codes("--select", "str004,APP") == {"STR004"}
    assert codes("--select", "APP", "--select", "DIS") == set()
    assert codes("--select", "STR", "--ignore", "STR004") == set()
    assert codes("--select", "STR004", "--ignore", "STR") == {"STR004"}


def test_what_cannot_be_linted_is_said_whatever_is_selected(run: Run, folder: Path) -> None:
    status, out, _ = run("--select", "APP", "--format", "json", "空.txt")
    (file,) = json.loads(out)["files"]
    assert status == 1
    assert [finding["code"] for finding in file["findings"]] == ["SRC001"]
    assert {entry["code"][:3] for entry in file["not_assessable"]} == {"APP"}
    assert {entry["reason_code"] for entry in file["not_assessable"]} == {"unreadable"}


def test_the_output_file_appears_whole_or_not_at_all(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = folder / "结果.json"
    target.write_text("before", encoding="utf-8")
    monkeypatch.setattr("disclosure_lint.cli.check._Tally.add", lambda self, result: 1 / 0)
    assert run("--format", "json", "-o", target, "好.txt")[0] == 2
    assert target.read_text(encoding="utf-8") == "before"
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    status, out, _ = run("--format", "json", "-o", target, "好.txt")
    assert (status, out) == (0, "")
    assert json.loads(target.read_text(encoding="utf-8"))["version"] == 1
    assert sorted(path.name for path in folder.iterdir()) == ["坏.txt", "好.txt", "空.txt", "结果.json"]


def test_a_device_is_written_to_and_not_replaced(run: Run, folder: Path) -> None:
    if not Path("/dev/null").is_char_device():
        pytest.skip("there is no /dev/null here")
    assert run("-o", "/dev/null", "好.txt")[0] == 0
    assert Path("/dev/null").is_char_device()


def test_quiet_statistics_and_colour(run: Run, folder: Path) -> None:
    assert run("--quiet", "好.txt")[1] == ""
    assert "\nSRC001 " in run("--quiet", "--statistics", "--format", "concise", "空.txt")[1]
    assert "\x1b[" in run("--color", "always", "空.txt")[1]
    assert "\x1b[" not in run("--color", "auto", "空.txt")[1]


def test_a_broken_rule_file_leaves_the_others_and_is_2(run: Run, folder: Path) -> None:
    (folder / "规则").mkdir()
    (folder / "规则" / "LOC001-broken.yaml").write_text("code: LOC001\nseverty: error\n", encoding="utf-8")
    status, out, err = run("--rules", "规则", "--format", "json", "空.txt")
    result = json.loads(out)
    assert status == 2
    assert [finding["code"] for finding in result["files"][0]["findings"]] == ["SRC001"]
    assert any(error["path"].endswith("LOC001-broken.yaml:1:1") for error in result["errors"])
    assert "缺少“severity”" in err
    assert run("rules", "check", "--rules", "规则")[0] == 2


def test_the_rules_that_ship_are_right(run: Run) -> None:
    status, out, err = run("rules", "check")
    assert (status, err) == (0, "")
    assert "文件都没有错误" in out


def test_rules_and_names_are_listed(run: Run) -> None:
    status, out, _ = run("rules", "list")
    assert status == 0
    assert any(line.startswith("SRC001  错误  ") for line in out.splitlines())
    names = run("rules", "names")[1].splitlines()
    assert "applications.received.natural" in names
    assert len(names) == len(set(names))


def test_examples_of_rules_of_ones_own_are_tested(run: Run, folder: Path) -> None:
    own = folder / "规则"
    own.mkdir()
    text = (Path(cli.__file__).parents[3] / "rules/source/SRC010-control-characters.yaml").read_text(encoding="utf-8")
    text = text.replace("SRC010", "LOC010")
    (own / "LOC010-control-characters.yaml").write_text(text, encoding="utf-8")
    assert run("rules", "test", "--rules", own)[:2] == (0, "1 条规则的示例都符合预期\n")
    wrong = text.replace("U+0008}}", "U+0009}}")
    assert wrong != text
    (own / "LOC010-control-characters.yaml").write_text(wrong, encoding="utf-8")
    status, out, _ = run("rules", "test", "--rules", own)
    assert status == 1
    assert out.startswith("LOC010 bad 1: message")


@pytest.mark.parametrize("code", ["SRC001", "SRC006", "APP001", "column-balance", "app001"])
def test_every_rule_can_be_explained(run: Run, code: str) -> None:
    status, out, _ = run("explain", code)
    assert status == 0
    assert "依据" in out
    assert "有问题的例子" in out


@pytest.mark.parametrize("code", ["INT001", "CFG004", "RUL003"])
def test_codes_that_are_no_rules_are_explained_too(run: Run, code: str) -> None:
    status, out, _ = run("explain", code)
    assert status == 0
    assert out.startswith(f"{code}\n")
    assert "退出码为 2" in out


def test_all_rules_are_explained_in_both_languages(run: Run) -> None:
    codes = [line.split()[0] for line in run("rules", "list")[1].splitlines()]
    for lang in ("zh", "en"):
        assert run("explain", "--lang", lang, *codes)[0] == 0


def test_help_and_version(run: Run) -> None:
    for arguments in (["--help"], ["help"], ["-h", "check"]):
        status, out, _ = run(*arguments)
        assert status == 0
        assert out.startswith("用法：disclosure-lint [check]")
    for command in ("extract", "show", "explain", "rules"):
        assert run(command, "--help")[1] == run("help", command)[1] != run("--help")[1]
    assert run("--version")[1].startswith("disclosure-lint 0.")
    assert "usage: disclosure-lint" in run("--help", "--lang", "en")[1]


def test_help_fits_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from disclosure_lint.reporters.width import width

    monkeypatch.setenv("COLUMNS", "80")
    assert max(map(width, run("--help")[1].splitlines()[:-2])) <= 80


def test_extract_gives_what_was_read(run: Run, folder: Path) -> None:
    status, out, err = run("extract", "好.txt")
    (file,) = json.loads(out)["files"]
    assert (status, err) == (0, "")
    assert (file["path"], file["year"], file["form"]) == ("好.txt", 2023, "2021")
    rows = run("extract", "--format", "csv", "好.txt")[1].splitlines()
    assert rows[0].startswith("\ufeffpath,agency,")
    assert len(rows) == len(file["figures"]) + 1


def test_extract_names_what_it_could_not_read(run: Run, folder: Path) -> None:
    status, out, err = run("extract", "空.txt", "好.txt")
    assert status == 1
    assert [file["path"] for file in json.loads(out)["files"]] == ["好.txt"]
    assert err.startswith("空.txt:1:1: 错误 SRC001 ")
    assert run("extract", "没有.txt")[0] == 2


def test_show_gives_the_text_and_the_form(run: Run, folder: Path, clean_report: str) -> None:
    (folder / "国标.txt").write_bytes(clean_report.encode("gb18030"))
    assert run("show", "国标.txt")[1] == clean_report
    status, out, _ = run("show", "--as-form", "好.txt")
    assert status == 0
    assert "三、收到和处理政府信息公开申请情况" in out


def test_the_same_input_gives_the_same_bytes(folder: Path, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "disclosure_lint", "--format", "json", "--today", "2024-04-01", "好.txt", "坏.txt"]
    outputs = {
        subprocess.run(command, env=environment | {"PYTHONHASHSEED": seed}, capture_output=True, check=False).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1"])
def test_a_terminal_in_any_encoding_is_written_to(folder: Path, environment: dict[str, str], encoding: str) -> None:
    (folder / "符.txt").write_text("表\ufffd𠮷•\n", encoding="utf-8")
    command = [sys.executable, "-m", "disclosure_lint", "符.txt"]
    environment = environment | {"PYTHONIOENCODING": encoding}
    for _ in ("linted", "replayed"):
        process = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert (process.returncode, process.stderr) == (1, b"")
        assert b"SRC003" in process.stdout
        process.stdout.decode(encoding)


def test_programs_get_utf8_whatever_the_terminal_is(folder: Path, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "disclosure_lint", "--format", "json", "空.txt"]
    environment = environment | {"PYTHONIOENCODING": "gbk"}
    for _ in ("linted", "replayed"):
        process = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert json.loads(process.stdout.decode("utf-8"))["files"][0]["path"] == "空.txt"


def test_a_reader_that_leaves_early_is_no_traceback(folder: Path, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "disclosure_lint", "--files-from", "清单"]
    (folder / "清单").write_text("坏.txt\n空.txt\n" * 1, encoding="utf-8")
    for number in range(400):
        (folder / f"{number}.txt").write_text("\n", encoding="utf-8")
    (folder / "清单").write_text("".join(f"{number}.txt\n" for number in range(400)), encoding="utf-8")
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout and process.stderr
    process.stdout.read(10)
    process.stdout.close()
    messages = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 2
    assert messages == b""


def test_nothing_heavy_is_imported_for_help(environment: dict[str, str]) -> None:
    code = (
        "import sys; from disclosure_lint import cli; cli.main(['--help']);"
        "print(sorted({'yaml', 'lark', 'rich', 'jsonschema', 'asyncio', 'multiprocessing'} & set(sys.modules)))"
    )
    process = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True)
    assert process.stdout.decode().endswith("[]\n")
