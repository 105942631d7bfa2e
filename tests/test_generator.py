"""The generator of reports is an oracle: these tests check the oracle itself."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from disclosure_lint.forms import forms
from generator import EDITIONS, LAYOUTS, Sample, cell_text, generate, main, variants, with_cell
from sample_chance import between, shares, source
from sample_figures import applicant_columns, outcome_rows
from sample_writer import members

SEEDS = range(200)
SAMPLES = [generate(seed) for seed in SEEDS]
SOME = SAMPLES[:28]


def value(sample: Sample, name: str) -> int | Decimal:
    """A figure of the sample, also a derived one or a sum of names."""
    if "+" in name:
        return sum((value(sample, piece) for piece in name.split("+")), start=0)
    if name in sample.figures:
        return sample.figures[name]
    return sum((sample.figures[piece] for piece in members(sample.form, name)), start=0)


def test_every_name_of_the_form_has_a_figure() -> None:
    for sample in SAMPLES:
        assert tuple(sample.figures) == sample.form.names()


def test_rows_and_columns_of_applications_add_up() -> None:
    for sample in SAMPLES:
        columns, outcomes = applicant_columns(sample.form), outcome_rows(sample.form)
        for row in sample.form.tables["applications"].rows:
            cells = {c: sample.figures[f"applications.{row}.{c}"] for c in [*columns, "total"]}
            assert sum(cells[c] for c in columns) == cells["total"]
        for column in [*columns, "total"]:
            cells = {r: sample.figures[f"applications.{r}.{column}"] for r in sample.form.tables["applications"].rows}
            assert sum(cells[row] for row in outcomes) == cells["total"]
            assert cells["received"] + cells["carried_in"] == cells["total"] + cells["carried_out"]


def test_blocks_of_disputes_add_up() -> None:
    for sample in SAMPLES:
        for group in ("reconsideration", "direct", "after_reconsideration"):
            cells = [sample.figures[f"disputes.{group}.{c}"] for c in ("upheld", "corrected", "other", "pending")]
            assert sum(cells) == sample.figures[f"disputes.{group}.total"]


def test_table_two_keeps_its_constraints() -> None:
    for sample in SAMPLES:
        figures = sample.figures
        for row in ("rules", "normative_docs"):
            cells = {name.split(".")[2]: figures[name] for name in figures if name.startswith(f"proactive.{row}.")}
            if sample.edition == "2021":
                assert cells["in_force"] >= max(cells["issued"], cells["issued"] - cells["repealed"])
            else:
                assert cells["disclosed_new"] <= cells["disclosed_total"]
        if sample.edition == "2019":
            for row in ("licence", "other_items", "penalty", "coercion", "admin_fee"):
                assert figures[f"proactive.{row}.items_prev"] + figures[f"proactive.{row}.items_delta"] >= 0
            projects, amount = figures["proactive.procurement.projects"], figures["proactive.procurement.amount"]
            assert bool(projects) == bool(amount)


def test_only_a_delta_is_negative() -> None:
    for sample in SAMPLES:
        assert all(n >= 0 for name, n in sample.figures.items() if not name.endswith(".items_delta"))


def test_only_agencies_known_to_make_rules_have_any() -> None:
    for sample in SAMPLES:
        if any(value for name, value in sample.figures.items() if name.startswith("proactive.rules.")):
            assert sample.agency_kind == "government"
            assert sample.agency_level == "province"


def test_the_year_fits_the_edition_and_the_date_is_within_its_term() -> None:
    for sample in SAMPLES:
        assert sample.form.in_force(sample.year)
        assert (sample.signed.year, sample.published.year) == (sample.year + 1, sample.year + 1)
        assert sample.signed <= sample.published
        assert sample.published.month <= (3 if sample.agency_kind == "government" else 1)


def test_statements_of_the_prose_are_true_and_in_the_text() -> None:
    for sample in SAMPLES:
        text = sample.render(layout="tabs")
        for statement in sample.statements:
            assert statement.text in text
            for name, stated in statement.figures.items():
                assert value(sample, name) == stated, name


def test_numbers_of_statements_are_the_ones_stated() -> None:
    for sample in SAMPLES:
        for statement in sample.statements:
            clause = re.sub(rf"{sample.year}年(12月31日)?|{sample.year + 1}年|（占[\d.]+%）|100%", "", statement.text)
            for number in re.findall(r"\d+", clause):
                assert int(number) in statement.figures.values(), statement


def test_variety() -> None:
    assert {sample.layout for sample in SAMPLES} == set(LAYOUTS)
    assert {sample.edition for sample in SAMPLES} == set(EDITIONS)
    kinds = {"government", "office", "department", "township", "subdistrict", "committee"}
    assert {sample.agency_kind for sample in SAMPLES} == kinds
    assert any(not sample.figures["applications.received.total"] for sample in SAMPLES)
    assert any(sample.figures["applications.received.total"] > 1000 for sample in SAMPLES)
    assert any(n < 0 for sample in SAMPLES for n in sample.figures.values())
    assert any(n % 1 for sample in SAMPLES for n in sample.figures.values())
    assert len({sample.text for sample in SAMPLES}) == len(SAMPLES)


def test_same_seed_same_report() -> None:
    assert [generate(seed).text for seed in range(5)] == [sample.text for sample in SAMPLES[:5]]
    assert generate(7, edition="2019").text == generate(7, edition="2019").text


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_holds_every_figure_once(layout: str) -> None:
    for sample in SOME:
        marks = {name: f"@{number}@" for number, name in enumerate(sample.form.names())}
        text = sample.render(marks, layout=layout)
        assert [name for name, mark in marks.items() if text.count(mark) != 1] == []


@pytest.mark.parametrize("layout", [layout for layout in LAYOUTS if layout != "spaces"])
def test_a_changed_cell_changes_nothing_else(layout: str) -> None:
    for sample in SOME:
        laid = sample.with_layout(layout)
        for name in ("applications.total.total", "disputes.direct.upheld", "proactive.licence.decisions"):
            printed = cell_text(sample.form, name, sample.figures[name])
            assert with_cell(laid, name, "@@@").replace("@@@", printed) == laid.text


def test_in_spaces_a_changed_cell_leaves_the_other_lines() -> None:
    for sample in SOME:
        laid = sample.with_layout("spaces")
        changed = with_cell(laid, "applications.total.total", 12345).split("\n")
        differing = [n for n, (old, new) in enumerate(zip(laid.text.split("\n"), changed, strict=True)) if old != new]
        assert len(differing) == 1


def test_a_cell_that_is_not_of_the_form_is_refused() -> None:
    with pytest.raises(KeyError):
        with_cell(SAMPLES[0], "applications.nothing.total", 1)


def test_figures_given_are_used_by_tables_and_prose() -> None:
    sample = generate(3, edition="2021", figures={"applications.received.total": 777}, layout="tabs")
    assert sample.figures["applications.received.total"] == 777
    assert "\t777\n" in sample.text
    assert sample.claims["applications.received.total"] in (777, 0)


def test_a_year_follows_from_the_year_before() -> None:
    first = generate(11, year=2023, scale="medium")
    second = generate(12, previous=first, scale="medium")
    assert (second.year, second.agency, second.agency_kind) == (2024, first.agency, first.agency_kind)
    for column in first.form.tables["applications"].columns:
        carried = first.figures[f"applications.carried_out.{column}"]
        assert second.figures[f"applications.carried_in.{column}"] == carried
    docs = {name: second.figures[f"proactive.normative_docs.{name}"] for name in ("issued", "repealed", "in_force")}
    before = first.figures["proactive.normative_docs.in_force"]
    assert docs["in_force"] == before + docs["issued"] - docs["repealed"]


def test_a_city_given_by_name_makes_rules() -> None:
    found = [generate(seed, agency="杭州市人民政府", scale="medium") for seed in range(6)]
    assert {sample.agency_level for sample in found} == {"city"}
    assert any(value for s in found for name, value in s.figures.items() if name.startswith("proactive.rules."))


def test_size() -> None:
    sizes = [len(generate(seed, layout="lines").text.encode()) for seed in range(20)]
    assert 11_500 < sum(sizes) / len(sizes) < 14_500
    assert len(generate(1, size=40_000).text.encode()) > 35_000
    assert len(generate(1, size=5_000, layout="lines").text.encode()) < 9_000


def test_variants_decode_to_the_same_report() -> None:
    sample = generate(5, layout="lines")
    found = variants(sample)
    assert found["crlf"].decode().replace("\r\n", "\n") == sample.text
    assert found["gb18030"].decode("gb18030") == sample.text
    assert found["utf-16"].decode("utf-16") == sample.text
    assert found["utf-8-bom"].decode("utf-8-sig") == sample.text
    assert {f"layout:{layout}" for layout in LAYOUTS if layout != "lines"} <= set(found)
    assert all("１" in text.decode() or "０" in text.decode() for name, text in found.items() if name == "full-width")


def test_thousands_are_marked() -> None:
    sample = generate(5, layout="tabs", figures={"proactive.licence.decisions": 1234567})
    assert "\t1,234,567" in variants(sample)["thousands"].decode()


def test_page_has_every_figure_in_a_cell_of_its_own() -> None:
    for sample in SOME:
        marks = {name: f"@{number}@" for number, name in enumerate(sample.form.names())}
        page = sample.render(marks, layout="html")
        assert [mark for mark in marks.values() if page.count(f"<p>{mark}</p></td>") != 1] == []


def test_rows_of_the_page_have_the_same_width() -> None:
    page = SAMPLES[0].render(layout="html")
    for table in re.findall(r"<table>.*?</table>", page, re.DOTALL):
        rows = re.findall(r"<tr>(.*?)</tr>", table)
        covered: dict[int, int] = {}
        for number, row in enumerate(rows):
            for cell in re.findall(r"<td([^>]*)>", row):
                wide = int((re.findall(r'colspan="(\d+)"', cell) or [1])[0])
                high = int((re.findall(r'rowspan="(\d+)"', cell) or [1])[0])
                for line in range(number, number + high):
                    covered[line] = covered.get(line, 0) + wide
        assert len(set(covered.values())) == 1, covered


def test_command_line_writes_reports_and_truth(tmp_path: Path) -> None:
    assert main(["--count", "3", "--out", str(tmp_path), "--seed", "9", "--edition", "2021", "--layout", "tabs"]) == 0
    ledger = [json.loads(line) for line in (tmp_path / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [entry["seed"] for entry in ledger] == [9, 10, 11]
    for entry in ledger:
        assert (tmp_path / entry["file"]).read_bytes().decode() == generate(
            entry["seed"], edition="2021", layout="tabs"
        ).text
        assert set(entry["figures"]) == set(forms()["2021"].names())


def test_no_text_is_repeated_in_one_report() -> None:
    for sample in SOME:
        paragraphs = [p.text for part in sample.document.parts for p in part.paragraphs]
        sentences = [s for text in paragraphs for s in text.split("。") if len(s) > 12]
        assert len(sentences) == len(set(sentences))


def test_chance_is_the_same_on_every_python() -> None:
    """Only `random.Random.random()` is used, whose sequence for a seed is promised by every version."""
    rng = source(1, "test")
    assert [between(rng, 0, 99) for _ in range(8)] == [92, 35, 24, 47, 40, 80, 45, 70]
    assert shares(rng, 100, [3.0, 2.0, 1.0]) == [23, 59, 18]
