"""Submissions for an audit: folders by year, the roster of who should have submitted, and the truth about them.

python benchmarks/submissions.py --areas 10 --children 20 --years 2022 2023 2024 --out DIR
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from datetime import date
from pathlib import Path

from generator import Sample, truth
from sample_area import Area, City, generate_area

# Governments to 31 March, all others to 31 January.
_DUE = {"government": (3, 31)}

FIELDS = ("agency", "kind", "level", "parent", "year", "due", "file")


def file_name(sample: Sample) -> str:
    """Where a report goes below the folder of submissions."""
    ending = "md" if sample.layout == "markdown" else "txt"
    return f"{sample.year}/{sample.agency}-{sample.year}.{ending}"


def roster_rows(area: Area | City, above: str = "") -> list[dict[str, str | int]]:
    """One row for each agency and year; `above`: who is above the government."""
    rows: list[dict[str, str | int]] = []
    for year, samples in area.samples.items():
        for sample in samples:
            due = date(year + 1, *_DUE.get(sample.agency_kind, (1, 31)))
            parent = above if sample.agency == area.government.name else area.government.name
            values = (sample.agency, sample.agency_kind, sample.agency_level or "", parent, year, due.isoformat())
            rows.append(dict(zip(FIELDS, (*values, file_name(sample)), strict=True)))
    return rows


def write_area(folder: Path, area: Area) -> list[dict[str, object]]:
    """Write the reports of an area; returns what is true of each."""
    entries: list[dict[str, object]] = []
    for samples in area.samples.values():
        for sample in samples:
            file = file_name(sample)
            target = folder / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(sample.text.encode())
            entries.append(truth(sample, file))
    return entries


def main(arguments: list[str] | None = None) -> int:
    """Write submissions to a folder."""
    parser = argparse.ArgumentParser(description="Write submissions, a roster and the truth about them.")
    parser.add_argument("--areas", type=int, default=2, help="how many counties (56 at most)")
    parser.add_argument("--children", type=int, default=12, help="agencies below each county government (25 at most)")
    parser.add_argument("--years", type=int, nargs="+", default=[2023, 2024], help="report years, in order")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--layout", default="", help="only this layout")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write to")
    options = parser.parse_args(arguments)
    reports = options.out / "submissions"
    options.out.mkdir(parents=True, exist_ok=True)
    number = 0
    with (
        (options.out / "roster.csv").open("w", encoding="utf-8-sig", newline="") as roster,
        (options.out / "truth.jsonl").open("w", encoding="utf-8", newline="\n") as ledger,
    ):
        writer = csv.DictWriter(roster, FIELDS)
        writer.writeheader()
        for seed in range(options.seed, options.seed + options.areas):
            area = generate_area(seed, children=options.children, years=options.years, layout=options.layout)
            writer.writerows(roster_rows(area))
            for entry in write_area(reports, area):
                ledger.write(json.dumps(entry, ensure_ascii=False) + "\n")
                number += 1
    print(f"{number} reports in {reports}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
