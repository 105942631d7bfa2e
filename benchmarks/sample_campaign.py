"""A campaign with planted faults: cities and counties over several years, and agencies each with one thing wrong.

    python benchmarks/sample_campaign.py --cities 3 --counties 10 --children 25 --rounds 2 --out DIR

What an audit must find is in `planted.jsonl`: code, severity, file (or agency and year of a missing report). Faults
between reports are consistent within each report, so that the rules about single ones have nothing to say of them.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from planted import Campaign, Planted
from planted_areas import AREA, plant_area, plant_city, plant_template
from planted_reports import REPORT, plant_report
from planted_years import AMONG_PEERS, OLD, SINGLE, plant_copies, plant_single
from submissions import FIELDS

__all__ = ["Campaign", "Planted", "campaigns", "generate_campaign", "write_campaign"]

_PEERS = 80
"""So many lone agencies are enough for a comparison with those of their peers that have anything to count."""


def campaigns(
    *,
    areas: int = 0,
    cities: int = 0,
    counties: int = 8,
    children: int = 6,
    rounds: int = 1,
    reports: bool = True,
    years: Sequence[int] = (2021, 2022, 2023),
) -> Iterator[Campaign]:
    """A campaign piece by piece, none of which is large: so many counties of their own, cities with so many counties
    each, and rounds of lone agencies with each fault (`reports`: also with each fault of a single report)."""
    kinds = list(AREA)
    for number in range(areas):
        piece = Campaign()
        plant_area(piece, kinds[number % len(kinds)], number + 1, children, years)
        yield piece
    for number in range(cities):
        piece = Campaign()
        plant_city(piece, kinds, number, counties, children, years)
        yield piece
    if rounds:
        piece = Campaign()
        plant_template(piece, areas + 1, years[-1])
        yield piece
    yield from _lone_agencies(rounds, reports, years)


def _lone_agencies(rounds: int, reports: bool, years: Sequence[int]) -> Iterator[Campaign]:
    kinds = [*SINGLE, *(OLD if {2019, 2020} <= {*years} else ())]
    lone = rounds * (len(kinds) + (len(REPORT) if reports else 0))
    number = 0
    for turn in range(rounds):
        piece = Campaign()
        for kind in (*kinds, *(AMONG_PEERS if lone >= _PEERS and not turn else ())):
            plant_single(piece, kind, number, years)
            number += 1
        plant_copies(piece, number, years)
        number += 2
        for kind in REPORT if reports else ():
            plant_report(piece, kind, number, years)
            number += 1
        yield piece


def generate_campaign(**options: object) -> Campaign:
    """A small campaign as a whole; the options are those of `campaigns`."""
    whole = Campaign()
    for piece in campaigns(**options):  # type: ignore[arg-type]
        whole.files |= piece.files
        whole.roster += piece.roster
        whole.planted += piece.planted
    return whole


def write_campaign(folder: Path, pieces: Iterable[Campaign]) -> tuple[int, int]:
    """Write the submissions, `roster.csv` and `planted.jsonl`; the numbers of reports and of faults."""
    folder.mkdir(parents=True, exist_ok=True)
    reports = faults = 0
    with (
        (folder / "roster.csv").open("w", encoding="utf-8-sig", newline="") as roster,
        (folder / "planted.jsonl").open("w", encoding="utf-8", newline="\n") as ledger,
    ):
        writer = csv.DictWriter(roster, FIELDS)
        writer.writeheader()
        for piece in pieces:
            _write_files(folder / "submissions", piece)
            writer.writerows(piece.roster)
            ledger.writelines(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in piece.planted)
            reports += len(piece.files)
            faults += len(piece.planted)
    return reports, faults


def _write_files(folder: Path, piece: Campaign) -> None:
    for name, content in piece.files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def main(arguments: list[str] | None = None) -> int:
    """Write a campaign to a folder."""
    parser = argparse.ArgumentParser(description="Write a campaign with planted faults, and what they are.")
    parser.add_argument("--cities", type=int, default=1, help="how many cities (800 at most)")
    parser.add_argument("--counties", type=int, default=len(AREA), help="counties of each city (900 at most)")
    parser.add_argument("--children", type=int, default=6, help="agencies below each county government (25 at most)")
    parser.add_argument("--rounds", type=int, default=1, help="how many lone agencies with each fault")
    parser.add_argument("--years", type=int, nargs="+", default=[2021, 2022, 2023], help="report years, three at least")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write to")
    options = parser.parse_args(arguments)
    pieces = campaigns(
        cities=options.cities,
        counties=options.counties,
        children=options.children,
        rounds=options.rounds,
        years=options.years,
    )
    reports, faults = write_campaign(options.out, pieces)
    print(f"{reports} reports, {faults} faults in {options.out}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
