"""Records: nothing is lost of a report's figures, nothing personal gets out, and lines survive being read back."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_lint.audit.excerpts import excerpt
from disclosure_lint.audit.journal import Journal, JournalReader
from disclosure_lint.audit.masking import masked
from disclosure_lint.audit.recall import memory, recalled
from disclosure_lint.audit.records import Record
from disclosure_lint.audit.settings import AuditSettings
from disclosure_lint.audit.worker import Auditor, task_of
from disclosure_lint.linter import lint
from disclosure_lint.resources import rules_folder
from disclosure_lint.rules.load import load_rules
from disclosure_lint.source import Source, Span
from generator import LAYOUTS, generate


@pytest.fixture(scope="module")
def auditor() -> Auditor:
    return Auditor(AuditSettings(load_rules([rules_folder()]), date(2025, 4, 1)))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("year", [2020, 2023])
def test_every_figure_is_remembered(layout: str, year: int) -> None:
    report = lint(text=generate(5, year=year, layout=layout).text).report
    assert report is not None
    again = recalled(Record("x", "", 0, "ok"), json.loads(memory(report)))
    for key, table in report.tables.items():
        assert dict(again.tables[key].figures) == dict(table.figures)
        assert again.tables[key].edition == table.edition
        assert again.tables[key].shifted_rows == table.shifted_rows


def test_every_figure_of_real_reports_is_remembered(corpus: Path) -> None:
    for path in sorted(corpus.glob("*.txt")):
        report = lint(path).report
        if report is not None:
            again = recalled(Record("x", "", 0, "ok"), json.loads(memory(report)))
            for key, table in report.tables.items():
                assert dict(again.tables[key].figures) == dict(table.figures), (path, key)


def test_a_line_says_everything(auditor: Auditor) -> None:
    text = generate(8, year=2023).text
    record = auditor.audited(task_of("a\tb\n.txt", text.encode()))
    line = record.line()
    assert "\n" not in line
    again = Record.from_line(line)
    assert again == record
    assert again.report.year == 2023
    assert again.path == "a\tb\n.txt"
    cells = {cell.name: cell for cell in again.figures()}
    assert cells["applications.received.total"].line is not None
    others = again.rules.count(".") + again.rules.count("+")
    assert sum(again.counts().values()) + others == len(again.rules) == len(auditor.settings.codes)


def test_a_name_that_is_no_text_survives(auditor: Auditor) -> None:
    record = auditor.audited(task_of("\udcff.txt", b"nothing", True))
    assert record.state == "unreadable"
    assert Record.from_line(record.line().encode("utf-8").decode("utf-8")).path == "\udcff.txt"


def test_a_file_that_was_found_and_is_no_report_is_skipped(auditor: Auditor) -> None:
    record = auditor.audited(task_of("a.txt", "会议通知\n".encode()))
    assert (record.state, record.findings) == ("skipped", ())
    assert record.reason
    assert auditor.audited(task_of("a.txt", "会议通知\n".encode(), True)).state == "unreadable"


# -- personal data -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13812345678。", "电话138****5678。"),
        ("电话138 1234 5678。", "电话138******5678。"),
        ("电话138-1234-5678。", "电话138******5678。"),
        ("身份证110101199003071234", "身份证1101**********1234"),
        ("身份证11010119900307123X", "身份证1101**********123X"),
        ("电话１３８１２３４５６７８", "电话１３８****５６７８"),
        ("账号6222021234567890123", "账号6222***********0123"),
        ("办公电话0591-12345678", "办公电话0591-12345678"),
        ("2023年12345件，28812345678项", "2023年12345件，28812345678项"),
        ("备12345678号", "备12345678号"),
    ],
)
def test_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@given(st.text(alphabet="0123456789０１３-  年Xx电\u3000", max_size=60))
def test_masking_keeps_every_column(text: str) -> None:
    shown = masked(text)
    assert len(shown) == len(text)
    assert all(a == b or b == "*" for a, b in zip(text, shown, strict=True))
    assert masked(shown) == shown


def test_nothing_personal_gets_into_a_record(auditor: Auditor) -> None:
    secret, number = "13812345678", "110101199003071234"
    text = generate(9, year=2023).text
    at = text.index("六、")
    text = f"{text[:at]}申请人联系电话{secret}，身份证号{number}，收到申请9999件。\n\n{text[at:]}"
    record = auditor.audited(task_of("a.txt", text.encode()))
    assert any(finding["code"].startswith("PII") for finding in record.findings)
    assert "138****5678" in record.line()
    assert secret not in record.line()
    assert number not in record.line()


def test_figures_of_tables_are_not_taken_for_telephone_numbers() -> None:
    source = Source("x", "一二三 13812345678 四五六")
    found = excerpt(source, [(Span(4, 15), None)], lambda span: source.text[span.start : span.end])
    assert found is not None
    assert found["lines"][0]["text"] == source.text


# -- excerpts ----------------------------------------------------------------------------


def test_an_excerpt_shows_the_lines_around() -> None:
    source = Source("x", "一\n二二\n三三三\n四\n五\n六")
    found = excerpt(source, [(Span(5, 8), None), (Span(11, 12), 0)], lambda span: source.text[span.start : span.end])
    assert found is not None
    shown = [(line["line"], line["text"]) for line in found["lines"]]
    assert shown == [(2, "二二"), (3, "三三三"), (4, "四"), (5, "五")]
    assert found["marks"][0] == {"line": 3, "column": 1, "end_column": 4, "label": None}
    assert found["marks"][1]["label"] == 0


def test_a_long_line_is_cut_around_its_marks() -> None:
    source = Source("x", "甲" * 1000 + "乙" + "丙" * 1000 + "丁")
    found = excerpt(source, [(Span(1000, 1001), None), (Span(2001, 2002), 0)], lambda s: source.text[s.start : s.end])
    assert found is not None
    first, second = found["lines"]
    assert (first["offset"], first["more"], second["more"]) == (960, True, False)
    assert first["text"][1000 - 960] == "乙"
    assert second["text"][-1] == "丁"


def test_no_text_no_excerpt() -> None:
    assert excerpt(None, [(Span(0, 0), None)], str) is None
    assert excerpt(Source("x", ""), [(Span(0, 0), None)], str) is None


# -- the journal -------------------------------------------------------------------------


def test_a_journal_gives_back_what_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("disclosure_lint.audit.journal._SEGMENT", 200)
    journal = Journal(tmp_path)
    addresses = [journal.add(f"{number:032x}", f"记录 {number}".encode()) for number in range(50)]
    assert len(list(tmp_path.glob("records-*"))) > 5
    reader = JournalReader(tmp_path)
    assert [reader.record(address) for address in addresses] == [f"记录 {number}" for number in range(50)]
    journal.close()
    journal = Journal(tmp_path)
    assert [line.address for line in journal.written_since(0, 0)] == addresses
    middle = addresses[30]
    later = list(journal.written_since(middle.segment, middle.offset + middle.length + 1))
    assert [line.address for line in later] == addresses[31:]
    journal.close()
    reader.close()


def test_amounts_keep_their_digits() -> None:
    text = generate(8, year=2023).text
    report = lint(text=text).report
    assert report is not None
    again = recalled(Record("x", "", 0, "ok"), json.loads(memory(report)))
    figure = again.figure("proactive.admin_fee.amount")
    assert figure is not None
    assert isinstance(figure.value, Decimal | int)
    assert figure == report.figure("proactive.admin_fee.amount")
