"""The reporters: whole outputs beside their input in `golden/` (DISCLOSURE_LINT_GOLDEN=1 writes them anew)."""

from __future__ import annotations

import json
import os
import re
import string
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from pathlib import Path

import jsonschema
import pytest

from disclosure_lint.finding import Finding, Label, Verdicts
from disclosure_lint.reporters import REPORTERS
from disclosure_lint.reporters.catalogue import LOCALES
from disclosure_lint.reporters.encoding import dumps
from disclosure_lint.reporters.extraction import EXTRACTORS, extraction
from disclosure_lint.reporters.options import Options, terminal_width, wants_color
from disclosure_lint.reporters.projection import as_form, projection
from disclosure_lint.reporters.sarif import uri_of
from disclosure_lint.results import FileResult, Run, RunError, counts, written
from disclosure_lint.source import Source, Span

from .reports import GOLDEN, RULES, absent, report, run, source, unbalanced

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = ROOT / "docs" / "schema"


def output(name: str, results: Run, **options: object) -> str:
    stream = StringIO()
    written(REPORTERS[name](stream, Options(rules=RULES, version="0.1.0", **options)), results)
    return stream.getvalue()


def extracted(name: str) -> str:
    stream = StringIO()
    extractor = EXTRACTORS[name](stream)
    extractor.begin()
    extractor.report(report(source()))
    extractor.end()
    return stream.getvalue()


def only(finding: Finding, text: Source | None = None, path: str = "a.txt") -> Run:
    return Run((FileResult(path, None, text, Verdicts((finding,))),), (), (), "")


def plain(message: str) -> Finding:
    return Finding("APP001", "x", "error", message, Label(Span(0, 1)))


OUTPUTS = {
    "cells.full.txt": lambda: output("full", run(source()), statistics=True),
    "cells.narrow.txt": lambda: output("full", run(source()), width=48, quiet=True),
    "cells.color.txt": lambda: output("full", run(source()), color=True, quiet=True),
    "cells.full.en.txt": lambda: output("full", run(source()), lang="en", statistics=True),
    "cells.concise.txt": lambda: output("concise", run(source())),
    "cells.json": lambda: output("json", run(source())),
    "cells.sarif": lambda: output("sarif", run(source())),
    "cells.github.txt": lambda: output("github", run(source())),
    "cells.gitlab.json": lambda: output("gitlab", run(source())),
    "cells.junit.xml": lambda: output("junit", run(source())),
    "cells.rdjson": lambda: output("rdjson", run(source())),
    "cells.findings.csv": lambda: output("csv", run(source())),
    "cells.extract.json": lambda: extracted("json"),
    "cells.csv": lambda: extracted("csv"),
    "cells.form.txt": lambda: as_form(report(source())),
    "cells.form.en.txt": lambda: as_form(report(source()), "en", 80),
}


@pytest.mark.parametrize("name", OUTPUTS)
def test_golden(name: str) -> None:
    written_out = OUTPUTS[name]()
    path = GOLDEN / name
    if os.environ.get("DISCLOSURE_LINT_GOLDEN"):
        path.write_text(written_out, encoding="utf-8", newline="")
    assert written_out == path.read_bytes().decode("utf-8")


def test_full_shows_all_far_cells_with_the_labels_of_their_rows() -> None:
    filler = "0\n" * 40
    text = Source("a.txt", (GOLDEN / "cells.txt").read_text(encoding="utf-8").replace("0\n", filler))
    shown = output("full", Run((FileResult("a.txt", report(text), text, Verdicts((unbalanced(text),))),), (), (), ""))
    snippet = [line for line in shown.splitlines() if re.match(r" *\d+ \|", line)]
    assert [line.split("| ")[1] for line in snippet] == [
        *("一、本年新收政府信息公开申请数量", "12", "二、上年结转政府信息公开申请数量", "3"),
        *("（七）总计", "14", "四、结转下年度继续办理", "2"),
    ]
    assert shown.splitlines().count("...") == 3


def test_everything_is_fine_says_so_and_what_was_not_assessed() -> None:
    text = source()
    verdicts = replace(run(text).files[0].verdicts, findings=(), failed=())
    fine = output("full", Run((FileResult("a.txt", None, text, verdicts),), (), (), ""))
    assert fine.splitlines() == [
        "检查 1 份报告：没有发现问题。",
        "检查项：通过 2，未通过 0，未能评估 3，不适用 1。",
        "未能评估的不等于没有问题：",
        "  缺少上一年度的报告：YOY001、YOY002",
        "  数字粘连，无法确定：APP004",
    ]


def test_nothing_checked_is_not_nothing_found() -> None:
    assert output("full", Run((), (), (), "")) == "没有检查任何报告。\n"


def test_quiet_keeps_what_went_wrong_with_the_run() -> None:
    quiet = output("concise", Run((), (), (RunError("没有.txt", "没有这个文件"),), ""), quiet=True)
    assert quiet == "运行错误：没有.txt: 没有这个文件\n"
    assert output("concise", Run((FileResult("a.txt"),), (), (), ""), quiet=True) == ""


def test_many_skipped_files_are_not_cut_silently() -> None:
    skipped = run(source()).skipped * 12
    assert output("full", Run((), skipped, (), "")).endswith("  另有 2 个，用 --format json 可全部列出\n")


def test_reasons_of_many_files_are_one_line_each() -> None:
    file = run(source()).files[0]
    entry = file.verdicts.unassessed[0]
    other = replace(file, verdicts=replace(file.verdicts, unassessed=(replace(entry, reason="缺少 2021 年的报告"),)))
    lines = output("concise", Run((file, other, other), (), (), "")).splitlines()
    assert "  缺少上一年度的报告 等：YOY001、YOY002（3 份报告）" in lines


def test_concise_keeps_each_finding_on_one_line() -> None:
    shown = output("concise", only(plain("第一行\n第二行\r\t\u202e尾"), source(), "甲\n乙.txt"), quiet=True)
    assert shown == "甲\\n乙.txt:1:1: 错误 APP001 第一行\\n第二行\\r\\t<U+202E>尾\n"


def test_json_is_what_the_schema_says() -> None:
    document = json.loads(output("json", run(source())))
    jsonschema.validate(document, json.loads((SCHEMAS / "check.schema.json").read_text(encoding="utf-8")))


def test_json_has_the_keys_of_the_contract_in_their_order() -> None:
    document = json.loads(output("json", run(source())))
    assert list(document) == ["version", "tool", "files", "skipped", "errors", "summary"]
    file = document["files"][0]
    assert " ".join(file) == (
        "path agency agency_kind agency_level year year_source form forms rules not_assessable findings"
    )
    assert " ".join(file["findings"][1]) == (
        "code also slug severity confidence message line column end_line end_column place labels suggestions "
        "suggestion fix basis help fingerprint suppressed_by"
    )
    assert file["findings"][1]["suggestion"] == {
        "table": "applications",
        "row": "total",
        "column": "natural",
        "value": 13,
    }
    assert [finding["suppressed_by"] and finding["code"] for finding in file["findings"]] == [
        None,
        None,
        None,
        "WEB001",
    ]
    assert document["summary"] == dict(files=3, error=3, warning=1, note=0, suppressed=1, not_assessable=3)


def test_json_without_any_file() -> None:
    assert json.loads(output("json", Run((), (), (), "")))["files"] == []


@pytest.mark.parametrize(
    ("value", "digits"),
    [("12", "12"), ("12.0", "12"), ("1E+3", "1000"), ("25.10", "25.10"), ("-0.5", "-0.5"), ("1E-7", "0.0000001")],
)
def test_numbers_keep_their_digits(value: str, digits: str) -> None:
    text = source()
    finding = unbalanced(text)
    change = replace(finding.suggestions[0].changes[0], value=Decimal(value))
    finding = replace(finding, suggestions=(replace(finding.suggestions[0], changes=(change,)),))
    shown = output("json", only(finding, text))
    assert f'"value": {digits}}}' in shown
    assert f"列改为 {digits}（" in output("full", only(finding, text))


def test_dumps_takes_no_text_for_a_number() -> None:
    text = '{"\\u0000": 0} {"\0": 0}'
    assert json.loads(dumps({"a": text, "b": Decimal("1.50")})) == {"a": text, "b": 1.5}


def test_file_names_that_are_not_utf8_can_be_written() -> None:
    path = b"\xb1\xa8.txt".decode("utf-8", "surrogateescape")
    for name in REPORTERS:
        output(name, only(plain("错"), source(), path)).encode("utf-8")
    assert uri_of(path) == "%B1%A8.txt"


def sarif_schema() -> dict[str, object]:
    # The schema as the npm package @microsoft/jest-sarif (MIT) ships it.
    return json.loads((Path(__file__).parent / "data" / "sarif-2.1.0.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("results", [run(source()), Run((), (), (), "")], ids=["full", "empty"])
def test_sarif_is_valid(results: Run) -> None:
    document = json.loads(output("sarif", results))
    jsonschema.Draft4Validator(sarif_schema()).validate(document)


def test_sarif_is_what_code_scanning_needs() -> None:
    (sarif,) = json.loads(output("sarif", run(source())))["runs"]
    rules = sarif["tool"]["driver"]["rules"]
    assert all(rule["help"]["text"] and rule["fullDescription"]["text"] for rule in rules)
    assert sarif["columnKind"] == "unicodeCodePoints"
    for result in sarif["results"]:
        assert "suppressions" in result
        assert result["message"]["text"]
        assert "ruleIndex" not in result or rules[result["ruleIndex"]]["id"] == result["ruleId"]
        for location in result["locations"]:
            physical = location["physicalLocation"]
            assert physical["artifactLocation"]["uri"].isascii()
            assert min(physical["region"].values()) >= 1
    assert [result["ruleId"] for result in sarif["results"] if result["suppressions"]] == ["WEB001"]
    (invocation,) = sarif["invocations"]
    assert not invocation["executionSuccessful"]
    levels = [notification["level"] for notification in invocation["toolExecutionNotifications"]]
    assert levels == ["note", "note", "note", "error", "none"]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("./2023/年报 1.txt", "2023/%E5%B9%B4%E6%8A%A5%201.txt"),
        ("../a#b?.txt", "../a%23b%3F.txt"),
        ("c:d.txt", "c%3Ad.txt"),
        ("/srv/年.txt", "file:///srv/%E5%B9%B4.txt"),
        ("C:/年.txt", "file:///C:/%E5%B9%B4.txt"),
        ("-", "-"),
    ],
)
def test_uris_are_ascii(path: str, uri: str) -> None:
    assert uri_of(path) == uri


def test_github_commands_cannot_be_forged() -> None:
    finding = plain("100%\r\n::stop-commands::x")
    (command, *_) = output("github", only(finding, source(), "a:b,c.txt")).splitlines()
    assert command == (
        "::error title=APP001,file=a%3Ab%2Cc.txt,line=1,endLine=1,col=1,endColumn=2::100%25%0D%0A::stop-commands::x"
    )


def test_github_puts_errors_first_and_no_columns_over_lines() -> None:
    text = source()
    warning = absent(text)
    spanning = replace(unbalanced(text), primary=Label(Span(3, 20)))
    verdicts = Verdicts((warning, spanning))
    files = tuple(FileResult(path, None, text, verdicts) for path in ("a.txt", "b.txt"))
    lines = output("github", Run(files, (), (), ""), quiet=True).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error", "::error", "::warning", "::warning"]
    assert ",line=1,endLine=2::" in lines[0]


def test_extract_is_what_the_schema_says_and_names_every_figure() -> None:
    document = json.loads(extracted("json"))
    schema = json.loads((SCHEMAS / "extract.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(document, schema)
    (file,) = document["files"]
    assert " ".join(file) == (
        "path agency agency_kind agency_level year form period signed published urls parts figures claims"
    )
    assert file["period"] == {"start": "2022-01-01", "end": "2022-12-31"}
    assert file["figures"]["disputes.direct.total"]["kind"] == "missing"
    assert file["figures"]["applications.granted.natural"]["candidates"] == [3, 33]
    assert " ".join(file["figures"]["applications.total.natural"]) == (
        "value text kind line column inferred candidates"
    )


def test_extract_of_an_empty_report() -> None:
    document = extraction(type(report(source()))(Source("a.txt", "")))
    assert document["figures"] == {}
    assert document["year"] is None


def test_csv_is_no_formula() -> None:
    read = report(source())
    figures = dict(read.tables["applications"].figures)
    for name, text in zip(figures, ['=cmd|"x"!A1', "@x", "-", "-5", "+x", "\t1"], strict=False):
        figures[name] = replace(figures[name], text=text, kind="text")
    read = replace(read, tables={"applications": replace(read.tables["applications"], figures=figures)})
    stream = StringIO()
    extractor = EXTRACTORS["csv"](stream)
    extractor.begin()
    extractor.report(read)
    lines = stream.getvalue().splitlines()
    assert lines[0].startswith("\ufeffpath,")
    for written_out in ('"\'=cmd|""x""!A1"', "'@x", "'-", "-5", "'+x", "'\t1"):
        assert any(f",{written_out},text," in line for line in lines)


def test_the_projection_is_the_text() -> None:
    assert projection(source()) == source().text


def test_a_reporter_imports_only_what_it_needs() -> None:
    code = (
        "import sys, io\n"
        "from disclosure_lint.reporters import REPORTERS\n"
        "from disclosure_lint.reporters.options import Options\n"
        "REPORTERS['concise'](io.StringIO(), Options())\n"
        "print(*sorted(sys.modules))"
    )
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environ)
    modules = set(done.stdout.decode().split())
    others = {f"disclosure_lint.reporters.{name}" for name in ("full", "snippet", "sarif", "github", "contract")}
    assert not modules & {"rich", "yaml", "lark", "tempfile", "csv", *others}


def test_languages_have_the_same_keys_and_placeholders() -> None:
    catalogues = [json.loads((LOCALES / f"{lang}.json").read_text(encoding="utf-8")) for lang in ("zh", "en")]

    def placeholders(text: str) -> list[str]:
        return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)

    first, second = ({key: placeholders(text) for key, text in words.items()} for words in catalogues)
    assert first == second


def test_every_word_of_the_catalogue_is_used() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/disclosure_lint/reporters").glob("*.py"))
    composed = ("error", "warning", "note", "medium", "low", "fix_", "cell_", "legend_", "statistics_")
    words = json.loads((LOCALES / "zh.json").read_text(encoding="utf-8"))
    assert [key for key in words if not key.startswith(composed) and f'"{key}"' not in code.replace("'", '"')] == []


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise OSError


@pytest.mark.parametrize(
    ("stream", "environ", "wanted"),
    [
        (Terminal(), {}, True),
        (StringIO(), {}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": ""}, True),
        (StringIO(), {"FORCE_COLOR": "1"}, True),
        (StringIO(), {"FORCE_COLOR": "0"}, False),
        (StringIO(), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_color(stream: StringIO, environ: dict[str, str], wanted: bool) -> None:
    assert wants_color(stream, environ) is wanted


def test_terminal_width() -> None:
    assert terminal_width(StringIO(), {}) == 100
    assert terminal_width(Terminal(), {}) == 100
    assert terminal_width(StringIO(), {"COLUMNS": "60"}) == 60
    assert terminal_width(StringIO(), {"COLUMNS": "3"}) == 40
    assert terminal_width(StringIO(), {"COLUMNS": "x"}) == 100


def test_counts_are_the_sum_over_files() -> None:
    summary = counts(run(source()))
    assert (summary.files, summary.passed, summary.failed, summary.not_applicable) == (3, 3, 5, 1)
