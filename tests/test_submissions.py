from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

from sample_area import generate_area, total_of
from submissions import main


def test_a_government_sums_its_agencies() -> None:
    area = generate_area(3, children=6, years=(2021, 2022))
    for own, *below in area.samples.values():
        assert own.figures == total_of(below)
        assert own.agency == area.government.name


def test_years_are_tied() -> None:
    area = generate_area(4, children=5, years=(2019, 2020, 2021))
    years = list(area.samples.values())
    for before, after in pairwise(years):
        for old, new in zip(before, after, strict=True):
            assert old.agency == new.agency
            for column in old.form.tables["applications"].columns:
                carried = old.figures[f"applications.carried_out.{column}"]
                assert new.figures[f"applications.carried_in.{column}"] == carried


def test_items_of_2020_follow_from_2019() -> None:
    area = generate_area(5, children=5, years=(2019, 2020))
    for old, new in zip(area.samples[2019], area.samples[2020], strict=True):
        for row in ("licence", "penalty", "coercion", "other_items", "admin_fee"):
            prefix = f"proactive.{row}.items_"
            assert new.figures[prefix + "prev"] == old.figures[prefix + "prev"] + old.figures[prefix + "delta"]


def test_roster_names_every_file(tmp_path: Path) -> None:
    assert main(["--areas", "2", "--children", "4", "--years", "2023", "2024", "--out", str(tmp_path)]) == 0
    with (tmp_path / "roster.csv").open(encoding="utf-8-sig", newline="") as roster:
        rows = list(csv.DictReader(roster))
    assert len(rows) == 2 * 5 * 2
    assert all((tmp_path / "submissions" / row["file"]).is_file() for row in rows)
    assert len({row["file"] for row in rows}) == len(rows)
    assert sum(not row["parent"] for row in rows) == 4
