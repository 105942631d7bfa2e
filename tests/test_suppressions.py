"""Suppressions: what they match, how they are read and written, and which are to be cleared away."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_lint.finding import Finding, Label, Place, Verdicts
from disclosure_lint.report.model import Agency, Report
from disclosure_lint.results import FileResult
from disclosure_lint.source import Source, Span
from disclosure_lint.suppression_file import Mistake, appended, read_suppressions, table_text
from disclosure_lint.suppressions import Subject, Suppression, Usage, applied

TODAY = date(2024, 6, 1)
AGENCY = "青川市云岭县财政局"
SUBJECT = Subject("2023/财政局.txt", AGENCY, 2023, TODAY)
CELL = Place(3, "applications", "granted", "natural")


def finding(code: str = "APP003", place: Place = CELL) -> Finding:
    return Finding(code, "x", "error", "不相等", Label(Span(0, 1)), place, fingerprint="f" * 32)


def read(text: str, folder: Path = Path()) -> tuple[tuple[Suppression, ...], tuple[Mistake, ...]]:
    return read_suppressions(tomllib.loads(text)["suppress"], "s.toml", folder, text)


def one(body: str, folder: Path = Path()) -> Suppression:
    (found,), mistakes = read(f"[[suppress]]\n{body}\n", folder)
    assert mistakes == ()
    return found


def silences(body: str, subject: Subject = SUBJECT, **values: object) -> bool:
    suppression = one(f'code = "APP003"\nreason = "台账如此"\n{body}')
    kept, silenced = applied([finding(**values)], [suppression], subject)
    assert len(kept) + len(silenced) == 1
    return bool(silenced)


@pytest.mark.parametrize(
    "body",
    [
        f'agency = "{AGENCY}"',
        f'agency = "{AGENCY}"\nyear = 2023\npart = 3\ntable = "applications"\nrow = "granted"\ncolumn = "natural"',
        'row = "予以公开"\ncolumn = "自然人"',
        'row = "（一）予以公开"',
        'table = "申请"\nrow = "granted"',
        "year = 2023\npart = 3",
        'path = "2023/*.txt"',
        'path = "2023"',
        "year = 2023\nexpires = 2024-06-01",
        'year = 2023\nexpires = "2024-06-01"',
    ],
)
def test_what_it_names_is_silenced(body: str) -> None:
    assert silences(body)


@pytest.mark.parametrize(
    "body",
    [
        'agency = "青川市云岭县财政"',
        "year = 2022",
        "part = 4",
        'row = "partial"',
        'column = "企业"',
        'table = "disputes"',
        "ordinal = 1",
        'path = "2022/*.txt"',
        "year = 2023\nexpires = 2024-05-31",
    ],
)
def test_what_it_does_not_name_is_kept(body: str) -> None:
    assert not silences(body)


def test_another_rule_is_not_silenced() -> None:
    assert not silences("year = 2023", code="APP002")


def test_paths_start_from_the_folder_of_the_file(tmp_path: Path) -> None:
    suppression = one('code = "APP003"\nreason = "x"\npath = "2023/*"', tmp_path)
    assert suppression.concerns(replace(SUBJECT, path=str(tmp_path / "2023" / "a.txt")))
    assert not suppression.concerns(replace(SUBJECT, path=str(tmp_path / "old" / "2023" / "a.txt")))


def test_silenced_findings_say_why_and_by_what() -> None:
    _, (silenced,) = applied([finding()], [one('code = "APP003"\nreason = "台账如此"\nyear = 2023')], SUBJECT)
    assert (silenced.reason, silenced.origin, silenced.by) == ("台账如此", "suppression", "s.toml:1")


def test_the_stamp_tells_suppressions_apart() -> None:
    scopes = ("", "year = 2023", "year = 2022", "part = 3", 'row = "granted"', 'row = "partial"')
    bodies = (*scopes, "expires = 2024-05-31")
    stamps = [one(f'code = "APP003"\nreason = "x"\npath = "a"\n{body}').stamp for body in bodies]
    assert len(set(stamps)) == len(bodies)
    assert stamps[0] == one('code = "APP003"\nreason = "x"\npath = "a"').stamp


MISTAKES = [
    ('reason = "x"\nyear = 2023', 1, "suppress-no-code"),
    ('code = "APP003"\nyear = 2023', 1, "suppress-no-reason"),
    ('code = "APP003"\nreason = " "\nyear = 2023', 3, "suppress-no-reason"),
    ('code = "APP003"\nreason = "x"', 1, "suppress-everything"),
    ('code = "APP"\nreason = "x"\nyear = 2023', 2, "suppress-code"),
    ('code = "INT001"\nreason = "x"\nyear = 2023', 2, "suppress-never"),
    ('code = "CFG001"\nreason = "x"\nyear = 2023', 2, "suppress-never"),
    ('code = "APP003"\nreason = "x"\nyear = "2023"', 4, "suppress-number"),
    ('code = "APP003"\nreason = "x"\nyear = true', 4, "suppress-number"),
    ('code = "APP003"\nreason = "x"\npart = 7', 4, "config-choice"),
    ('code = "APP003"\nreason = "x"\npart = true', 4, "config-choice"),
    ('code = "APP003"\nreason = "x"\nrow = "grantd"', 4, "config-choice"),
    ('code = "APP003"\nreason = "x"\ntable = "disputes"\nrow = "granted"', 5, "config-choice"),
    ('code = "APP003"\nreason = "x"\ntable = "表九"', 4, "config-choice"),
    ('code = "APP003"\nreason = "x"\nyear = 2023\nexpires = "明年"', 5, "bad-date"),
    ('code = "APP003"\nreason = "x"\nyear = 2023\nexpires = 2024-01-01T00:00:00', 5, "bad-date"),
    ('code = "APP003"\nreason = "x"\nyear = 2023\nexpire = 2024-01-01', 5, "config-key"),
    ('code = "APP003"\nreason = "x"\nagency = 5', 4, "config-string"),
]


@pytest.mark.parametrize(("body", "line", "key"), MISTAKES)
def test_mistakes_have_their_line(body: str, line: int, key: str) -> None:
    found, mistakes = read(f"[[suppress]]\n{body}\n")
    assert found == ()
    assert [(mistake.line, mistake.key) for mistake in mistakes] == [(line, key)]


def test_every_mistake_is_reported_and_lines_are_those_of_the_file() -> None:
    text = '# 说明\n\n[[suppress]]\ncode = "APP003"\nreason = "x"\nyear = 2023\n\n[[suppress]]\nyaer = 1\n'
    (found,), mistakes = read(text)
    assert found.line == 3
    assert [(mistake.line, mistake.key) for mistake in mistakes] == [
        (9, "config-key"),
        (8, "suppress-no-code"),
        (8, "suppress-no-reason"),
        (8, "suppress-everything"),
    ]


def test_an_inline_list_is_read_too() -> None:
    found, mistakes = read('suppress = [{code = "APP003", reason = "x", year = 2023}, {code = "APP003"}]')
    assert [suppression.line for suppression in found] == [1]
    assert {mistake.line for mistake in mistakes} == {1}


def test_heads_in_texts_do_not_shift_the_lines() -> None:
    text = '[[suppress]]\ncode = "APP003"\nyear = 2023\nreason = """\n[[suppress]]\n"""\n'
    (found,), _ = read(text)
    assert found.line == 1


def test_a_file_without_suppressions() -> None:
    assert read_suppressions([], "s.toml", Path(), "# 说明\n") == ((), ())


def test_what_is_no_list_of_tables_is_a_mistake() -> None:
    assert [mistake.key for mistake in read("suppress = 5")[1]] == ["suppress-tables"]


def result(path: str = SUBJECT.path, passed: tuple[str, ...] = ("APP003",), agency: str = AGENCY) -> FileResult:
    source = Source(path, "")
    report = Report(source, 2023, agency=Agency(agency, Span(0, 0), "department", "county"))
    return FileResult(path, report, source, Verdicts(passed=passed))


def linted(suppressions: list[Suppression], *findings: Finding) -> FileResult:
    kept, silenced = applied(findings, suppressions, SUBJECT)
    return replace(result(passed=()), verdicts=Verdicts(kept, failed=("APP003",)), suppressed=silenced)


def stale(suppressions: list[Suppression], *results: FileResult, whole: bool = False) -> list[str]:
    usage = Usage(suppressions, TODAY)
    for each in results:
        usage.add(each)
    return [state for _, state in usage.stale(whole)]


BROAD = 'code = "APP003"\nreason = "x"\nyear = 2023'


def test_a_used_one_is_not_stale() -> None:
    suppressions = [one(BROAD)]
    assert stale(suppressions, linted(suppressions, finding())) == []


def test_an_unused_one_is_stale_once_its_rule_has_passed() -> None:
    assert stale([one(BROAD)], result()) == ["unused"]


def test_one_among_several_reports_is_enough() -> None:
    suppressions = [one(BROAD)]
    assert stale(suppressions, result("b.txt"), linted(suppressions, finding()), result("c.txt")) == []


def test_two_that_name_the_same_are_both_used() -> None:
    suppressions = [one(BROAD), one('code = "APP003"\nreason = "y"\npart = 3')]
    assert stale(suppressions, linted(suppressions, finding())) == []


def test_nothing_is_said_of_a_rule_that_was_not_asked_or_could_not_answer() -> None:
    assert stale([one(BROAD)], result(passed=())) == []


def test_nothing_is_said_of_reports_that_were_not_looked_at() -> None:
    other = one('code = "APP003"\nreason = "x"\nagency = "青川市云岭县民政局"')
    assert stale([other], result()) == []
    assert stale([other], result(), whole=True) == ["unmatched"]


def test_a_file_that_could_not_be_read_may_be_the_one_that_is_waited_for() -> None:
    other = one('code = "APP003"\nreason = "x"\nagency = "青川市云岭县民政局"')
    assert stale([other], result(), FileResult("b.txt"), whole=True) == []


def test_an_expired_one_silences_nothing_and_is_stale() -> None:
    expired = one(f"{BROAD}\nexpires = 2024-05-31")
    kept, silenced = applied([finding()], [expired], SUBJECT)
    assert (len(kept), silenced) == (1, ())
    assert stale([expired], linted([expired], finding())) == ["expired"]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@given(TEXT, TEXT, TEXT, st.booleans())
def test_what_is_written_is_read_back(agency: str, path: str, reason: str, known: bool) -> None:
    subject = Subject(path, agency.strip() if known else "", 2023, TODAY)
    text = table_text(finding(), subject, path, reason, date(2025, 1, 1), "")
    (suppression,), mistakes = read(text)
    assert mistakes == ()
    assert suppression.reason == reason.strip()
    assert suppression.covers(finding())
    if known:
        assert suppression.concerns(subject)


def test_a_path_with_marks_of_patterns_is_taken_as_it_is() -> None:
    subject = Subject("a[1]*?.txt", "", None, TODAY)
    (suppression,), _ = read(table_text(finding(), subject, subject.path, "x", None, "王"))
    assert suppression.concerns(subject)
    assert not suppression.concerns(replace(subject, path="a1xy.txt"))
    assert suppression.author == "王"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "[[suppress]]\n"),
        ("# 注\n", "# 注\n\n[[suppress]]\n"),
        ("# 注", "# 注\n\n[[suppress]]\n"),
        ("# 注\r\n", "# 注\r\n\r\n[[suppress]]\r\n"),
    ],
)
def test_what_is_there_is_left_as_it_is(before: str, after: str) -> None:
    assert appended(before, "[[suppress]]\n") == after
