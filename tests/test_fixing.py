"""Fixes: what they may change, what they must leave alone, and what is done when one of them does harm."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_lint.finding import Applicability, Edit, Place
from disclosure_lint.fixing import Fixing, difference, edited, encoded, fixed, touches, write
from disclosure_lint.linter import Linter
from disclosure_lint.report.model import Report
from disclosure_lint.results import FileResult
from disclosure_lint.rules.load import RuleSet
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome
from disclosure_lint.rules.rule import Applies, Rule
from disclosure_lint.source import Source, Span

TEXTS = {"zh": "x", "en": "x"}


@dataclass(frozen=True)
class Replace:
    """Whatever matches should be something else."""

    pattern: str
    template: str = ""
    applicability: Applicability = "safe"
    edits: tuple[tuple[int, int, str], ...] = field(default=())

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        for ordinal, match in enumerate(re.finditer(self.pattern, report.source.text), 1):
            span = Span(*match.span())
            edits = (Edit(span, match.expand(self.template)),)
            yield Failed(Mark(span), Place(ordinal=ordinal), edits=edits, applicability=self.applicability)


@dataclass(frozen=True)
class Wants:
    """Something must be in the text, else the rule fails (or cannot be assessed)."""

    word: str
    assessed: bool = True

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        if self.word not in report.source.text:
            yield Failed(Mark(Span(0, 0))) if self.assessed else NotAssessable("unknown-year")


def rule(code: str, check: object) -> Rule:
    return Rule(code, "x", TEXTS, {"": "note"}, "high", (), Applies(), "x", check, {"": TEXTS}, {"": TEXTS})


BRACKETS = rule("TXT004", Replace(r"[\[【]((?:19|20)\d\d)[\]】](?=\d+号)", r"〔\1〕"))
BLANKS = rule("TXT009", Replace(r"(?<=[\u4e00-\u9fff])[ \u3000\xa0]+(?=[\u4e00-\u9fff，。])", ""))
ORDINAL = rule("STR002", Replace(r"^五、(?=其他需要报告的事项)", "六、"))


def linted(text: str | bytes, *rules: Rule, unsafe: bool = False) -> Fixing:
    linter = Linter(RuleSet(rules), Context(date(2024, 1, 1)))
    content = text if isinstance(text, bytes) else text.encode()

    def lint(content: bytes) -> FileResult:
        result = linter.content("a.txt", content)
        assert isinstance(result, FileResult)
        return result

    return fixed(lint(content), content, lint, unsafe)


def why(fixing: Fixing) -> list[str]:
    return [refusal.why for refusal in fixing.refused]


def test_fixes_are_applied_together(clean_report: str) -> None:
    wrong = clean_report.replace("〔2021〕30号", "[2021]30号").replace("认真执行", "认真 执行")
    fixing = linted(wrong, BRACKETS, BLANKS)
    assert fixing.content.decode() == clean_report
    assert [finding.code for finding in fixing.done] == ["TXT004", "TXT009"]
    assert not fixing.result.verdicts.findings


def test_fixing_twice_is_fixing_once(clean_report: str) -> None:
    once = linted(clean_report.replace("认真执行", "认 真 执 行"), BLANKS)
    again = linted(once.content, BLANKS)
    assert again.content == once.content
    assert again.done == ()


def test_without_fixes_nothing_is_touched(clean_report: str) -> None:
    assert linted(clean_report, BRACKETS).content.decode() == clean_report


@pytest.mark.parametrize(("unsafe", "done"), [(False, 0), (True, 1)])
def test_unsafe_fixes_are_asked_for(clean_report: str, unsafe: bool, done: int) -> None:
    risky = rule("TXT007", Replace("有序(?!地)", "有序地", "unsafe"))
    assert len(linted(clean_report, risky, unsafe=unsafe).done) == done


def test_fixes_for_display_are_never_applied(clean_report: str) -> None:
    assert linted(clean_report, rule("TXT007", Replace("有序(?!地)", "有序地", "display")), unsafe=True).done == ()


@pytest.mark.parametrize("pattern", [r"\t118", "118(?=\t)", r"(?<=118)\t", r"(?=118\t)", r"(?<=118)(?=\t)", "118\t12"])
def test_a_fix_near_a_figure_is_refused(clean_report: str, pattern: str) -> None:
    fixing = linted(clean_report, rule("APP001", Replace(pattern, "9", "safe")), BLANKS, unsafe=True)
    assert fixing.content.decode() == clean_report
    assert set(why(fixing)) == {"figure"}


def test_a_fix_that_changes_the_figures_from_afar_is_refused(clean_report: str) -> None:
    relabels = rule("TXT007", Replace("二、上年结转政府信息公开申请数量", "二、备注"))
    fixing = linted(clean_report, relabels)
    assert fixing.content.decode() == clean_report
    assert why(fixing) == ["figures-change"]


def test_a_fix_that_changes_what_the_prose_states_is_refused(clean_report: str) -> None:
    fixing = linted(clean_report, rule("TXT007", Replace("申请140件", "申请141件")), unsafe=True)
    assert fixing.content.decode() == clean_report
    assert why(fixing) == ["claims-change"]


def test_a_fix_that_makes_something_else_wrong_is_refused_and_the_others_applied(clean_report: str) -> None:
    wrong = clean_report.replace("认真执行", "认真 执行").replace("〔2021〕30号", "[2021]30号")
    harmful = rule("TXT007", Replace("有序开展", "开展"))
    fixing = linted(wrong, BRACKETS, BLANKS, harmful, rule("TXT999", Wants("有序开展")))
    assert fixing.content.decode() == clean_report
    assert [(refusal.finding.code, refusal.why, refusal.codes) for refusal in fixing.refused] == [
        ("TXT007", "new-finding", ("TXT999",))
    ]


def test_a_fix_that_hides_what_another_rule_needs_is_refused(clean_report: str) -> None:
    fixing = linted(clean_report, rule("TXT007", Replace("有序开展", "开展")), rule("TXT999", Wants("有序", False)))
    assert fixing.content.decode() == clean_report
    assert [(refusal.why, refusal.codes) for refusal in fixing.refused] == [("not-assessable", ("TXT999",))]


def test_one_harmful_fix_among_many_is_found(clean_report: str) -> None:
    wrong = clean_report.replace("认真执行", "认 真 执 行").replace("公开工作有序", "公 开 工 作 有 序")
    blanks = rule("TXT009", Replace(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff，。])", ""))
    fixing = linted(wrong, blanks, rule("TXT999", Wants("工 作")))
    assert fixing.content.decode() == clean_report.replace("公开工作有序", "公开工 作有序")
    assert len(fixing.done) == 7
    assert why(fixing) == ["new-finding"]


def test_overlapping_fixes_take_turns(clean_report: str) -> None:
    wrong = clean_report.replace("认真执行", "认真认真 执行")
    twice = rule("TXT007", Replace("认真认真 ?", "认真"))
    fixing = linted(wrong, twice, BLANKS)
    assert fixing.content.decode() == clean_report


def test_a_fix_that_overlaps_a_refused_one_has_its_turn(clean_report: str) -> None:
    wrong = clean_report.replace("认真执行", "认真 执行")
    refused = rule("AAA001", Replace("真 执", ""))
    fixing = linted(wrong, refused, BLANKS, rule("TXT999", Wants("真")))
    assert why(linted(wrong, refused, rule("TXT999", Wants("真")))) == ["new-finding"]
    assert fixing.content.decode() == clean_report


def test_rules_that_undo_one_another_are_left_out(clean_report: str) -> None:
    wrong = clean_report.replace("〔2021〕30号", "[2021]30号")
    one, other = rule("TXT001", Replace("认真执行", "真执行")), rule("TXT002", Replace("(?<!认)真执行", "认真执行"))
    fixing = linted(wrong, one, other, BRACKETS)
    assert fixing.content.decode().replace("认", "") == clean_report.replace("认", "")
    assert why(fixing)


def test_a_fix_that_never_comes_to_an_end_is_left_out(clean_report: str) -> None:
    wrong = clean_report.replace("〔2021〕30号", "[2021]30号")
    fixing = linted(wrong, rule("TXT001", Replace("有序", "有序有序")), BRACKETS)
    assert fixing.content.decode() == clean_report
    assert [(refusal.finding.code, refusal.why) for refusal in fixing.refused] == [("TXT001", "new-finding")]
    fixing = linted(wrong, rule("TXT001", Replace("有序", "有序地")), BRACKETS)
    assert fixing.content.decode() == clean_report
    assert [(refusal.finding.code, refusal.why) for refusal in fixing.refused] == [("TXT001", "passes")]


@pytest.mark.parametrize(
    ("codec", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("gb18030", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encoding_mark_and_line_ends_are_kept(clean_report: str, codec: str, mark: bytes, newline: str) -> None:
    text = clean_report.replace("\n", newline)
    fixing = linted(mark + text.replace("认真执行", "认真 执行").encode(codec), BLANKS)
    assert fixing.content == mark + text.encode(codec)


def test_line_ends_of_what_is_written_are_those_of_the_file(clean_report: str) -> None:
    text = clean_report.replace("\n", "\r\n")
    breaks = rule("TXT001", Replace("有序开展。(?!\r\n新)", "有序开展。\n新"))
    assert linted(text, breaks).content.decode() == text.replace("有序开展。", "有序开展。\r\n新")


def test_a_file_that_cannot_be_written_back_exactly_is_left_alone(clean_report: str) -> None:
    content = clean_report.replace("认真执行", "认真 执行").encode() + b"\xff\n"
    fixing = linted(content, BLANKS)
    assert fixing.content == content
    assert why(fixing) == ["not-text"]


def test_the_text_of_another_format_is_no_file_to_write() -> None:
    assert encoded(Source("a.docx", "年报"), b"PK\x03\x04") is None
    assert encoded(None, b"") is None


EDITS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 5), st.text(max_size=3)), max_size=5)


@given(st.text(min_size=45), EDITS)
def test_edits_change_what_they_name_and_nothing_else(text: str, drawn: list[tuple[int, int, str]]) -> None:
    edits: list[Edit] = []
    at = -1
    for start, length, new in sorted(drawn):
        if start > at:
            edits.append(Edit(Span(start, start + length), new))
            at = start + length
    expected = text
    for edit in reversed(edits):
        expected = expected[: edit.span.start] + edit.text + expected[edit.span.end :]
    assert edited(text, reversed(edits)) == expected


def test_touching_is_beside_too() -> None:
    figure = [Span(5, 7)]
    assert touches([Edit(Span(7, 8), "")], figure)
    assert touches([Edit(Span(3, 5), "")], figure)
    assert not touches([Edit(Span(8, 9), "")], figure)


def test_a_diff_shows_the_lines() -> None:
    before, after = Source("a", "一\n二 三\r\n四"), Source("a", "一\n二三\r\n四")
    assert "".join(difference(before, after, "a.txt")) == (
        "--- a.txt\n+++ a.txt\n@@ -1,3 +1,3 @@\n 一\n-二 三\r\n+二三\r\n 四\n\\ No newline at end of file\n"
    )


def test_a_diff_of_nothing_is_empty() -> None:
    assert list(difference(Source("a", "一\n"), Source("a", "一\n"), "a.txt")) == []


def test_writing_replaces_the_content_and_keeps_the_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link = tmp_path / "link.txt"
    link.symlink_to(path)
    assert write(str(link), b"old", b"new")
    assert path.read_bytes() == b"new"
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(os.listdir(tmp_path)) == ["a.txt", "link.txt"]


def test_a_file_that_was_changed_meanwhile_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"other")
    assert not write(str(path), b"old", b"new")
    assert path.read_bytes() == b"other"


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def broken(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("disclosure_lint.fixing.os.replace", broken)
    with pytest.raises(OSError, match="disk full"):
        write(str(path), b"old", b"new")
    assert os.listdir(tmp_path) == ["a.txt"]
    assert path.read_bytes() == b"old"
