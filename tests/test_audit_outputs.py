"""What an audit writes: tables, workbook, notices. The page has tests of its own."""

from __future__ import annotations

import builtins
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

import generator
from audit_campaign import HOSTILE, SampleCampaign, campaign
from audit_pages import unpacked
from disclosure_lint.audit.outputs import OUTPUTS, VARYING, MissingPackage, Output, TemplateError
from disclosure_lint.audit.outputs.columns import SHEETS
from disclosure_lint.audit.outputs.docx_template import Template
from disclosure_lint.audit.outputs.notices import EACH, FOLDER, ONCE, Notices, file_name
from disclosure_lint.audit.outputs.tally import tally
from disclosure_lint.audit.outputs.texts import excerpt_text, marked_text, printable
from disclosure_lint.audit.outputs.wording import wording
from disclosure_lint.audit.outputs.workbook import Workbook

PACKAGES = {"tables": ("pyarrow", "duckdb"), "xlsx": ("xlsxwriter",), "notices": ("docx",)}
SECRETS = ("110101199003071234", "13812345678")


@lru_cache(maxsize=2)
def sample(lang: str = "zh") -> SampleCampaign:
    return campaign(lang=lang, areas=2)


def needs(name: str) -> None:
    for package in PACKAGES.get(name, ()):
        pytest.importorskip(package, reason=f"{package} is not installed: pip install 'disclosure-lint[audit]'")


def made(name: str, folder: Path, of: SampleCampaign | None = None, output: Output | None = None) -> Path:
    needs(name)
    folder.mkdir(parents=True, exist_ok=True)
    (output or OUTPUTS[name]()).write(of or sample(), folder)
    return folder


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", OUTPUTS)
def test_the_same_campaign_gives_the_same_bytes(name: str, lang: str, tmp_path: Path) -> None:
    def hashes(folder: Path) -> dict[str, str]:
        files = [path for path in made(name, folder, sample(lang)).rglob("*") if path.is_file()]
        return {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in files
            if path.name not in VARYING
        }

    first = hashes(tmp_path / "first")
    assert first
    assert first == hashes(tmp_path / "second")


def contents(path: Path) -> bytes:
    """The bytes of a file, those of its members if it is an archive."""
    if path.suffix in (".docx", ".xlsx"):
        with ZipFile(path) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    if path.name == "index.html":
        return json.dumps(unpacked(path.read_text(encoding="utf-8"))).encode()
    return path.read_bytes()


@pytest.mark.parametrize("name", OUTPUTS)
def test_personal_data_is_nowhere(name: str, tmp_path: Path) -> None:
    for path in made(name, tmp_path).rglob("*"):
        if path.is_file() and path.suffix != ".parquet":
            for secret in SECRETS:
                assert secret.encode() not in contents(path), path


@pytest.mark.parametrize("name", PACKAGES)
def test_a_missing_package_is_said_before_anything_is_written(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def absent(module: str, *arguments: Any) -> Any:
        if module.split(".")[0] in PACKAGES[name]:
            raise ImportError(module)
        return real(module, *arguments)

    def absent_module(module: str) -> Any:
        if module.split(".")[0] in PACKAGES[name]:
            raise ImportError(module)
        return import_module(module)

    monkeypatch.setattr(builtins, "__import__", absent)
    monkeypatch.setattr("disclosure_lint.audit.outputs.packages.import_module", absent_module)
    with pytest.raises(MissingPackage) as caught:
        OUTPUTS[name]().write(sample(), tmp_path)
    assert caught.value.extra == "audit"
    assert not list(tmp_path.iterdir())


# -- tables ------------------------------------------------------------------------------


def test_every_column_is_documented(root: Path) -> None:
    text = (root / "docs" / "audit-outputs.md").read_text(encoding="utf-8")
    for sheet in SHEETS:
        section = text.split(f"### `{sheet.name}.parquet`")[1].split("\n#")[0]
        rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (.*) \|$", section, re.MULTILINE)
        assert rows == [(column.name, column.type, column.meaning) for column in sheet.columns]
    for name in (*ONCE, *EACH):
        assert f"`{{{{{name}}}}}`" in text


def test_tables_hold_every_cell_claim_and_finding(tmp_path: Path) -> None:
    folder = made("tables", tmp_path)
    read = import_module("pyarrow.parquet").read_table
    records = list(sample().records())
    figures = read(folder / "figures.parquet")
    assert figures.num_rows == sum(len(list(record.figures())) for record in records)
    names = ["agency", "year", "edition", "name", "table", "row", "column", "value", "text", "kind", "inferred"]
    assert figures.column_names == [*names, "candidates", "line", "col", "path"]
    claims = read(folder / "claims.parquet").to_pylist()
    assert sum(claim["within"] is None for claim in claims) == sum(len(record.claims) for record in records)
    loose = len(list(sample().loose_findings()))
    findings = read(folder / "findings.parquet").to_pylist()
    assert len(findings) == sum(len(record.findings) for record in records) + loose
    assert sum(finding["path"] == "" for finding in findings) == loose
    meaning = figures.schema.field("value").metadata[b"description"].decode()
    assert meaning.startswith("the number as written")


def test_row_groups_join_to_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needs("tables")
    monkeypatch.setattr("disclosure_lint.audit.outputs.tables.GROUP", 100)
    folder = made("tables", tmp_path)
    parquet = import_module("pyarrow.parquet")
    file = parquet.ParquetFile(folder / "figures.parquet")
    assert file.metadata.num_row_groups > 10
    expected = [cell.name for record in sample().records() for cell in record.figures()]
    assert file.read().column("name").to_pylist() == expected


def test_the_views_answer(tmp_path: Path) -> None:
    folder = made("tables", tmp_path)
    with import_module("duckdb").connect(str(folder / "audit.duckdb"), read_only=True) as connection:

        def rows(query: str) -> list[Any]:
            found: list[Any] = connection.execute(query).fetchall()
            return found

        readable = sum(record.readable for record in sample().records())
        assert rows("select count(*) from balance") == [(readable,)]
        assert rows(
            "select count(*) from balance where received + carried_in <> results + carried_out and balanced"
        ) == [(0,)]
        by_rule = dict(rows("select code, findings from findings_by_rule"))
        assert by_rule == {
            code: sum(count.findings.values())
            for code, count in tally(sample()).rules.items()
            if sum(count.findings.values())
        }
        assert len(rows("from missing_submissions")) == len(sample().all_missing)
        found = dict(rows("select agency, error from findings_by_agency"))
        assert {member.id for member in sample().all_members} <= found.keys()
        assert rows("select comment from duckdb_columns() where table_name = 'figures' and column_name = 'value'")[0][0]


# -- the workbook ------------------------------------------------------------------------


def opened(folder: Path) -> Any:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl is not installed")
    return openpyxl.load_workbook(folder / "audit.xlsx")


def columns(sheet: Any) -> dict[str, list[Any]]:
    rows = list(sheet.iter_rows(values_only=True))
    return {str(name): [row[number] for row in rows[1:]] for number, name in enumerate(rows[0])}


def test_the_workbook_has_its_sheets_and_real_values(tmp_path: Path) -> None:
    book = opened(made("xlsx", tmp_path))
    assert book.sheetnames == ["概览", "问题台账", "按机关", "按规则", "未报送", "报告清单", "其他情况"]
    ledger = columns(book["问题台账"])
    expected = sum(len(record.findings) for record in sample().records()) + len(list(sample().loose_findings()))
    assert len(ledger["序号"]) == expected
    assert all(isinstance(year, int) for year in ledger["年度"] if year is not None)
    assert not any(ledger["整改时限"]) and not any(ledger["整改结果"])
    assert all(ledger["责任单位"])
    missing = columns(book["未报送"])
    assert [value.date() for value in missing["截止日期"]] == [each.due for each in sample().all_missing]
    reports = columns(book["报告清单"])
    assert all(isinstance(day, datetime) for day in reports["落款日期"] if day is not None)
    assert len(reports["机关"]) == len(sample().all_records)
    assert columns(book["按机关"])["机关"] == [member.id for member in sample().all_members]


def test_the_ledger_can_be_filled_in(tmp_path: Path) -> None:
    sheet = opened(made("xlsx", tmp_path))["问题台账"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == sheet.dimensions
    kinds = {validation.type: validation.formula1 for validation in sheet.data_validations.dataValidation}
    assert kinds["list"] == '"未整改,整改中,已整改,核实无需整改"'
    assert "date" in kinds


def test_nothing_in_the_workbook_is_a_formula(tmp_path: Path) -> None:
    book = opened(made("xlsx", tmp_path))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    hostile = [cell for cell in cells if str(cell.value).startswith("2023/=cmd")]
    assert hostile and all(cell.data_type in ("s", "inlineStr") for cell in hostile)


def test_rows_that_do_not_fit_go_on_in_another_sheet(tmp_path: Path) -> None:
    book = opened(made("xlsx", tmp_path, output=Workbook(rows=5)))
    ledgers = [sheet for sheet in book if sheet.title.startswith("问题台账")]
    assert [sheet.title for sheet in ledgers][:2] == ["问题台账", "问题台账（2）"]
    assert book.sheetnames.index("问题台账（2）") == book.sheetnames.index("问题台账") + 1
    numbers = [number for sheet in ledgers for number in columns(sheet)["序号"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 5


def test_a_text_too_long_for_a_cell_says_so() -> None:
    from disclosure_lint.audit.outputs.workbook import CELL, _fitting

    assert _fitting("字" * CELL, "zh") == "字" * CELL
    for character in ("字", "𠮷"):
        cut = _fitting(character * CELL * 2, "zh")
        assert cut.endswith("findings.jsonl）")
        assert len(cut.encode("utf-16-le")) // 2 <= CELL


# -- notices -----------------------------------------------------------------------------


def text_of(content: bytes) -> str:
    """Every paragraph of a document, those of its tables, headers and footers included."""
    docx = import_module("docx")
    document = docx.Document(BytesIO(content))
    lines = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        lines += ["\t".join(cell.text for cell in row.cells) for row in table.rows]
    for section in document.sections:
        lines += [paragraph.text for part in (section.header, section.footer) for paragraph in part.paragraphs]
    return "\n".join(lines)


def test_each_agency_with_errors_gets_a_notice(tmp_path: Path) -> None:
    folder = made("notices", tmp_path)
    wanted = {each.agency for each in sample().all_missing}
    for record in sample().records():
        if record.agency and any(finding["severity"] in ("error", "warning") for finding in record.findings):
            wanted.add(record.agency)
    assert {path.stem for path in (folder / FOLDER).iterdir()} == wanted
    assert 0 < len(wanted) < len(sample().all_members)


def test_a_notice_lists_what_is_wrong(tmp_path: Path) -> None:
    folder = made("notices", tmp_path)
    record = next(record for record in sample().records() if record.agency and record.counts()["failed"] > 1)
    text = text_of((folder / FOLDER / f"{record.agency}.docx").read_bytes())
    assert f"{record.agency}：" in text
    for finding in record.findings:
        assert (finding["message"] in text) == (finding["severity"] != "note")
    assert "{{" not in text
    assert "2024年6月3日" in text


def test_a_missing_report_is_asked_for(tmp_path: Path) -> None:
    folder = made("notices", tmp_path)
    absent = sample().all_missing[0]
    text = text_of((folder / FOLDER / f"{absent.agency}.docx").read_bytes())
    assert f"你单位{absent.year}年度报告尚未报送，请尽快补报。" in text


def template(fill: Callable[[Any], None]) -> bytes:
    document = pytest.importorskip("docx", reason="python-docx is not installed").Document()
    fill(document)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def own_template(document: Any) -> None:
    document.sections[0].header.paragraphs[0].text = "某市政务公开办公室 {{日期}}"
    paragraph = document.add_paragraph("致 ")
    for piece in ("{", "{机", "关}", "} 有 {{ 问题数 }} 个问题"):
        paragraph.add_run(piece).bold = True
    document.add_paragraph("{{未报送提醒}}")
    document.add_paragraph("——")
    document.add_paragraph("{{序号}}. {{问题}}")
    document.add_paragraph("依据：{{依据}}")
    document.add_paragraph("完")


def test_the_office_has_its_own_template(tmp_path: Path) -> None:
    needs("notices")
    file = tmp_path / "template.docx"
    file.write_bytes(template(own_template))
    given = SampleCampaign(
        sample().all_records, sample().all_members, [], [], sample().rules, sample().rule_codes, notice_template=file
    )
    folder = made("notices", tmp_path / "out", given)
    assert (folder / "notice-template.docx").read_bytes() == file.read_bytes()
    text = text_of(next(iter(sorted((folder / FOLDER).iterdir()))).read_bytes())
    lines = text.split("\n")
    number = int(re.findall(r"^致 .* 有 (\d+) 个问题$", lines[0])[0])
    assert lines[1] == "——"
    starts = [line for line in lines if re.match(r"\d+\. ", line)]
    assert [int(line.split(".")[0]) for line in starts] == list(range(1, number + 1))
    assert sum(line.startswith("依据：") for line in lines) == number
    assert "某市政务公开办公室 2024年6月3日" in lines


def test_rows_are_repeated_and_lines_broken() -> None:
    def fill(document: Any) -> None:
        table = document.add_table(2, 2)
        table.rows[1].cells[0].text, table.rows[1].cells[1].text = "{{序号}}", "{{依据}}"

    items = [{"序号": "1", "依据": "甲\n乙"}, {"序号": "2", "依据": "a & <b>\x07"}]
    filled = Template(template(fill), (), EACH).filled({}, items)
    assert text_of(filled).endswith("\t\n1\t甲\n乙\n2\ta & <b>␇\n\n"), text_of(filled)
    assert text_of(Template(template(fill), (), EACH).filled({}, [])).count("\t") == 1


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"not a zip", "not-a-document"),
        (b"", "not-a-document"),
        ("unknown", "unknown-placeholder"),
    ],
)
def test_a_template_that_cannot_be_used(content: bytes | str, key: str) -> None:
    needs("notices")
    if isinstance(content, str):
        content = template(lambda document: document.add_paragraph("{{机构}}"))
    with pytest.raises(TemplateError) as caught:
        Template(content, ONCE, EACH)
    assert caught.value.key == key
    assert all(wording(key, lang, **caught.value.values) for lang in ("zh", "en"))


def test_no_document_reaches_out_of_itself() -> None:
    needs("notices")
    target = BytesIO()
    evil = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
    with ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", evil)
    filled = Template(target.getvalue(), ONCE, EACH).filled({}, [])
    with ZipFile(BytesIO(filled)) as archive:
        assert b"&x;" in archive.read("word/document.xml")


def test_file_names_are_safe() -> None:
    assert file_name("青川市云岭县财政局") == "青川市云岭县财政局"
    names = ["../../x", "a/b", "a\\b", "CON", "nul.txt", "", ".", "x" * 300, "局 ", HOSTILE, "a\0b", "局\ud800"]
    made_names = [file_name(name) for name in names]
    assert len(set(made_names)) == len(names)
    for name in made_names:
        assert re.fullmatch(r"[^<>:\"/\\|?*\x00-\x1f\ud800-\udfff]{1,80}", name)
        assert not name.startswith(".") and name.strip(" .") == name
        assert name.split(".")[0].upper() not in ("CON", "NUL")
        name.encode()


def test_names_alike_do_not_overwrite_each_other(tmp_path: Path) -> None:
    needs("notices")
    base = sample()
    record = next(record for record in base.all_records if record.agency and record.counts()["failed"])
    member = next(member for member in base.all_members if member.id == record.agency)
    ids = ["ABC局", "abc局", "a/局", "a:局"]
    twins = SampleCampaign(
        [replace(record, path=f"{number}.txt", agency=each) for number, each in enumerate(ids)],
        [replace(member, id=each, name=each) for each in ids],
        rules=base.rules,
        rule_codes=base.rule_codes,
    )
    folder = made("notices", tmp_path, twins, Notices())
    assert len({path.name.casefold() for path in (folder / FOLDER).iterdir()}) == len(ids)


# -- small things ------------------------------------------------------------------------


def test_texts_for_documents() -> None:
    assert printable("a\x00b\x07\x7f\ud800\t\n") == "a␀b␇␡\\ud800\t\n"
    shown = {
        "lines": [
            {"line": 3, "offset": 0, "text": "甲\r\n", "more": False},
            {"line": 9, "offset": 40, "text": "乙丙", "more": True},
        ],
        "marks": [{"line": 9, "column": 42, "end_column": 43, "label": None}],
    }
    assert excerpt_text(shown) == "甲\n…\n…乙丙…"
    assert marked_text(shown) == "…乙丙…"
    assert excerpt_text(None) == marked_text(None) == ""


def test_a_report_is_counted_once_over_time() -> None:
    counted = tally(sample())
    for year, days in counted.days.items():
        gone = sum(each.year == year for each in sample().all_missing)
        assert sum(days.values()) + counted.undated[year] + gone == counted.due[year]
    assert counted.submissions == sum(record.state != "skipped" for record in sample().all_records)
    assert counted.states["skipped"] == 1


def test_applications_are_summed_over_agencies_without_children() -> None:
    counted = tally(sample())
    parents = {member.parent for member in sample().all_members}
    for year, flow in counted.flows.items():
        leaves = [
            record
            for record in sample().all_records
            if record.readable and record.year == year and record.agency and record.agency not in parents
        ]
        assert flow.reports + flow.unread == len(leaves)
        assert flow.rows["received"] >= 0


def test_words_are_there_in_both_languages(root: Path) -> None:
    folder = root / "src" / "disclosure_lint" / "audit" / "outputs"
    for file in (folder / "words.json", folder / "page" / "words.json"):
        for key, texts in json.loads(file.read_text(encoding="utf-8")).items():
            assert texts.keys() == {"zh", "en"} and all(texts.values()), key
            marks = [set(re.findall(r"\{(\w+)\}", text)) for text in texts.values()]
            assert marks[0] == marks[1] or key in ("notice-date", "notice-missing"), key


# -- through the command -----------------------------------------------------------------


def audited(folder: Path, environment: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "disclosure_lint", "audit", "reports", "--out", "out", "--today", "2024-06-03"]
    return subprocess.run(
        [*command, "--quiet", "--jobs", "0", *options],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def submissions(folder: Path) -> None:
    (folder / "reports").mkdir()
    (folder / "reports" / "README.md").write_text("# 说明\n", encoding="utf-8")
    for number, year in enumerate((2022, 2023)):
        made_up = generator.generate(number + 40, year=year, edition="2021", layout="tabs")
        text = generator.with_cell(made_up, "applications.granted.natural", 7777)
        (folder / "reports" / f"{year}.txt").write_text(text, encoding="utf-8")


@pytest.mark.slow
def test_an_audit_writes_everything(tmp_path: Path, environment: dict[str, str]) -> None:
    for name in PACKAGES:
        needs(name)
    submissions(tmp_path)
    ran = audited(tmp_path, environment)
    assert ran.returncode == 1, ran.stderr
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    listed = {each["path"]: each["sha256"] for each in manifest["outputs"]}
    expected = {"findings.jsonl", "index.html", "audit.xlsx", "audit.duckdb", "notice-template.docx"}
    assert expected | {f"{sheet.name}.parquet" for sheet in SHEETS} <= listed.keys()
    assert [name for name, digest in listed.items() if digest is None] == sorted(VARYING)
    assert any(name.startswith(f"{FOLDER}/") for name in listed)
    reports = columns(opened(tmp_path / "out")["报告清单"])
    assert sorted(map(str, reports["状态"])) == ["已读取", "已读取", "跳过的文件"]


@pytest.mark.slow
def test_a_useless_template_stops_the_audit_before_it_begins(tmp_path: Path, environment: dict[str, str]) -> None:
    needs("notices")
    submissions(tmp_path)
    (tmp_path / "own.docx").write_bytes(template(lambda document: document.add_paragraph("{{机构}}")))
    ran = audited(tmp_path, environment, "--notice-template", "own.docx")
    assert ran.returncode == 2
    assert "{{机构}}" in ran.stderr and "机关" in ran.stderr
    assert not (tmp_path / "out").exists()
