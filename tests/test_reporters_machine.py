"""What GitLab, JUnit, reviewdog and spreadsheets need of the reporters for them."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from io import StringIO
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_lint.finding import Finding, Label, Place, Suppressed, Verdicts
from disclosure_lint.reporters import REPORTERS
from disclosure_lint.reporters.gitlab import project_path
from disclosure_lint.reporters.options import Options
from disclosure_lint.reporters.rdjson import byte_position
from disclosure_lint.results import FileResult, Run, written
from disclosure_lint.source import Source, Span

from .reports import RULES, run, source, wrong_year


def output(name: str, results: Run, **options: object) -> str:
    stream = StringIO()
    written(REPORTERS[name](stream, Options(rules=RULES, version="0.1.0", **options)), results)
    return stream.getvalue()


def finding(message: str = "错", **values: object) -> Finding:
    return replace(Finding("APP001", "x", "error", message, Label(Span(0, 1))), **values)


def only(*findings: Finding, path: str = "a.txt", **values: object) -> Run:
    verdicts = Verdicts(findings, failed=tuple(dict.fromkeys(one.code for one in findings)))
    return Run((FileResult(path, None, Source(path, "年报"), verdicts, **values),), (), (), "")


def test_gitlab_shows_every_finding() -> None:
    same = finding(fingerprint="f" * 32)
    issues = json.loads(output("gitlab", only(same, same, finding(), finding())))
    fingerprints = [issue["fingerprint"] for issue in issues]
    assert fingerprints[0] == same.fingerprint
    assert len(set(fingerprints)) == 4
    assert issues[0]["description"] == "APP001: 错"
    assert issues[0]["location"] == {"path": "a.txt", "lines": {"begin": 1}}


@pytest.mark.parametrize(
    ("path", "project", "shown"),
    [
        ("./2023/a.txt", "/builds/x", "2023/a.txt"),
        ("/builds/x/2023/a.txt", "/builds/x", "2023/a.txt"),
        ("/elsewhere/a.txt", "/builds/x", "/elsewhere/a.txt"),
        ("/builds/x/a.txt", "", "/builds/x/a.txt"),
    ],
)
def test_gitlab_paths_are_seen_from_the_project(path: str, project: str, shown: str) -> None:
    assert project_path(path, project) == shown


def test_gitlab_without_findings_is_an_empty_array() -> None:
    assert json.loads(output("gitlab", Run((), (), (), ""))) == []


def suites(results: Run, **options: object) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(output("junit", results, **options)))


def test_junit_counts_what_it_holds() -> None:
    for suite in suites(run(source())):
        cases = list(suite)
        assert int(suite.attrib["tests"]) == len(cases)
        for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.attrib[count]) == sum(case.find(tag) is not None for case in cases)


def test_junit_fails_from_the_fail_level_up() -> None:
    warning = finding(severity="warning")
    for level, failures in (("error", "0"), ("warning", "1"), ("note", "1"), ("never", "0")):
        (suite,) = suites(only(warning), fail_level=level)
        assert suite.attrib["failures"] == failures
        assert "APP001 错" in "".join(suite[0].itertext())


def test_junit_has_a_case_for_a_file_without_rules() -> None:
    (suite,) = suites(Run((FileResult("好.txt"),), (), (), ""))
    assert [(case.attrib["name"], len(case)) for case in suite] == [("disclosure-lint", 0)]


def test_junit_tells_faults_of_the_program_from_those_of_the_report() -> None:
    verdicts = Verdicts((finding(code="INT001"), finding()), failed=("APP001",))
    (suite,) = suites(Run((FileResult("a.txt", verdicts=verdicts),), (), (), ""))
    assert (suite.attrib["errors"], suite.attrib["failures"]) == ("1", "1")


def test_junit_says_why_a_failed_rule_does_not_fail() -> None:
    silenced = Suppressed(finding(), "上级要求", "suppression", "a.toml:1")
    results = Run((FileResult("a.txt", verdicts=Verdicts(failed=("APP001",)), suppressed=(silenced,)),), (), (), "")
    (suite,) = suites(results)
    assert suite.attrib["failures"] == "0"
    assert "上级要求" in "".join(suite[0].itertext())


def test_junit_points_a_rule_to_the_finding_that_speaks_for_it() -> None:
    verdicts = Verdicts((finding(also=("APP002",)),), failed=("APP001", "APP002"))
    (suite,) = suites(Run((FileResult("a.txt", verdicts=verdicts),), (), (), ""))
    assert suite.attrib["failures"] == "2"


@given(st.text(), st.text(min_size=1))
def test_junit_is_xml_whatever_the_text(message: str, path: str) -> None:
    silent = finding(message, help=message)
    document = output("junit", only(silent, path=path)).encode("utf-8")
    ElementTree.fromstring(document)


def test_rdjson_columns_are_bytes() -> None:
    text = Source("a.txt", "年报\n自然人：𠮷12件\n")
    at = text.text.index("12")
    assert byte_position(text, at) == {"line": 2, "column": 4 * 3 + 4 + 1}
    assert byte_position(text, at + 2) == {"line": 2, "column": 4 * 3 + 4 + 3}
    assert byte_position(None, 5) == {"line": 1, "column": 1}


@given(st.text(alphabet="年报12\t\r\nxé𠮷\u3000"), st.data())
def test_rdjson_columns_count_the_bytes_before(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    position = byte_position(Source("a.txt", text), offset)
    lines = text[:offset].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    inside_break = text[offset - 1 : offset + 1] == "\r\n"
    if not inside_break:
        assert position == {"line": len(lines), "column": len(lines[-1].encode()) + 1}


def test_rdjson_offers_fixes_but_not_those_for_display() -> None:
    text = source()
    unsafe = wrong_year(text)
    assert unsafe.fix
    display = replace(unsafe, fix=replace(unsafe.fix, applicability="display"))
    results = Run((FileResult("./a.txt", None, text, Verdicts((unsafe, display))),), (), (), "")
    first, second = json.loads(output("rdjson", results))["diagnostics"]
    assert [suggestion["text"] for suggestion in first["suggestions"]] == ["2023"]
    assert "suggestions" not in second
    assert first["location"]["path"] == "a.txt"


def rows(results: Run) -> list[dict[str, str]]:
    text = output("csv", results)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text[1:])))


def test_csv_has_a_row_for_each_finding_and_each_error() -> None:
    table = rows(run(source()))
    assert [row["code"] for row in table] == ["PER002", "APP001", "FEE001", "WEB001", "SRC001", ""]
    assert table[3]["suppressed_by"] == "suppression"
    assert table[1]["row"] == "total"
    assert table[1]["cell_column"] == "natural"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_csv_holds_no_formula(sign: str) -> None:
    (row,) = rows(only(finding(f"{sign}HYPERLINK(1)", place=Place(3)), path=f"{sign}a.txt"))
    read_back = sign.replace("\r", "\n")
    assert row["message"] == f"'{read_back}HYPERLINK(1)"
    assert row["path"] == f"'{read_back}a.txt"


def test_a_file_that_configures_the_run_is_no_report() -> None:
    text = output("full", only(finding(severity="warning"), configuration=True))
    assert "没有检查任何报告" in text
