"""A campaign with planted faults: areas over several years, and agencies of their own each with one thing wrong.

python benchmarks/sample_campaign.py --areas 3 --children 8 --out DIR

Whatever is planted is consistent in itself, so that the rules about single reports have nothing to say of it. What an
audit must find is in `planted.jsonl`: code, file (or agency and year of a missing report), severity.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from generator import Sample, generate
from sample_agencies import Agency
from sample_area import Area, agencies_of, generate_area, steady, total_of
from sample_document import phrases
from sample_figures import Figures
from submissions import FIELDS, file_name, roster_rows


@dataclass(frozen=True)
class Planted:
    """What an audit must find. `file` is "" where a report is missing."""

    code: str
    severity: str
    file: str
    agency: str
    year: int


@dataclass
class Campaign:
    """Files by name, the rows of the roster, and what was planted."""

    files: dict[str, str] = field(default_factory=dict)
    roster: list[dict[str, str | int]] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)

    def add(self, sample: Sample, *, file: str = "", text: str = "") -> str:
        """Put a report among the files; gives its name."""
        name = file or file_name(sample)
        self.files[name] = text or sample.text
        return name

    def plant(self, code: str, severity: str, sample: Sample, file: str = "") -> None:
        """Say that something is wrong with a report."""
        self.planted.append(Planted(code, severity, file or file_name(sample), sample.agency, sample.year))

    def owe(self, samples: Sequence[Sample], due: tuple[int, int] = (3, 31)) -> None:
        """Put an agency without a parent on the roster."""
        for sample in samples:
            day = date(sample.year + 1, *due).isoformat()
            values = (sample.agency, sample.agency_kind, sample.agency_level or "", "", sample.year, day, "")
            self.roster.append(dict(zip(FIELDS, values, strict=True)))


# --- one agency over the years ----------------------------------------------------------------------------------------


def _agency(number: int) -> Agency:
    """A committee of its own: nobody's child."""
    places = phrases()["places"]
    cities, zones = places["cities"], places["zones"]
    city, zone = cities[number % len(cities)], zones[number // len(cities) % len(zones)]
    ordinal = "" if number < len(cities) * len(zones) else f"第{number}片区"
    name = f"{city['name']}{zone}{ordinal}管理委员会"
    site = f"{city['name']}人民政府门户网站"
    return Agency(name, "committee", None, "我区", "全区", f"www.{city['host']}.gov.cn", site)


def _chain(seed: int, agency: Agency, years: Sequence[int], scale: str = "medium") -> list[Sample]:
    samples: list[Sample] = []
    for year in years:
        before = samples[-1] if samples else None
        samples.append(steady(seed * 100 + year, year=year, agency=agency, layout="tabs", previous=before, scale=scale))
    return samples


def _again(sample: Sample, before: Sample | None, figures: Mapping[str, object], seed: int = 0) -> Sample:
    """The report once more with other figures; what it says of them is true."""
    changed: Figures = {**sample.figures, **figures}  # type: ignore[dict-item]
    return generate(
        seed or sample.seed, year=sample.year, agency=sample.who, layout="tabs", previous=before, figures=changed
    )


def _plus(figures: Figures, amount: int, *names: str) -> Figures:
    return {name: figures[name] + amount for name in names}


def _carry_over(campaign: Campaign, samples: list[Sample]) -> None:
    """More carried over than last year's report carried on; as many fewer newly received."""
    figures = samples[-1].figures
    more = _plus(figures, 3, "applications.carried_in.natural", "applications.carried_in.total")
    fewer = _plus(figures, -3, "applications.received.natural", "applications.received.total")
    samples[-1] = _again(samples[-1], samples[-2], more | fewer)
    campaign.plant("YOY001", "error", samples[-1])


def _carry_over_columns(campaign: Campaign, samples: list[Sample]) -> None:
    """The applications carried over counted under another kind of applicant."""
    last, figures = samples[-2], samples[-1].figures
    one = ("applications.carried_out.natural", "applications.carried_out.total")
    received = ("applications.received.natural", "applications.received.total")
    more = _plus(last.figures, 2, *one, *received)
    samples[-2] = _again(last, samples[-3], more)
    moved = _plus(figures, 2, "applications.carried_in.commercial", "applications.carried_in.total")
    moved |= _plus(figures, -2, "applications.received.total") | {
        "applications.received.commercial": figures["applications.received.commercial"],
    }
    moved["applications.received.natural"] = figures["applications.received.natural"] - 2
    moved |= _results(figures, natural=-2, commercial=2)
    samples[-1] = _again(samples[-1], samples[-2], moved)
    campaign.plant("YOY001", "warning", samples[-1])


def _results(figures: Figures, **changes: int) -> Figures:
    """Other outcomes, all disclosed, and their totals."""
    found: Figures = {}
    for column, amount in changes.items():
        for row in ("granted", "total"):
            found[f"applications.{row}.{column}"] = figures[f"applications.{row}.{column}"] + amount
    return found


def _in_force(campaign: Campaign, samples: list[Sample]) -> None:
    name = "proactive.normative_docs.in_force"
    samples[-1] = _again(samples[-1], samples[-2], {name: int(samples[-1].figures[name]) * 3 + 60})
    campaign.plant("YOY002", "warning", samples[-1])


def _jump(campaign: Campaign, samples: list[Sample]) -> None:
    name = "proactive.licence.decisions"
    samples[-2] = _again(samples[-2], samples[-3], {name: 321})
    samples[-1] = _again(samples[-1], samples[-2], {name: 32100})
    campaign.plant("YOY006", "note", samples[-1])


def _same_figures(campaign: Campaign, samples: list[Sample]) -> None:
    """Last year's tables sent in again, in words of their own."""
    last = samples[-2]
    nothing = {name: 0 for name in last.figures if ".carried_" in name}
    received = {
        name: last.figures[name.replace("received", "total")] for name in last.figures if ".received." in name
    }
    documents = {"proactive.normative_docs.issued": 0, "proactive.normative_docs.repealed": 0}
    force = "proactive.normative_docs.in_force"
    earlier: Figures = {force: last.figures[force], **documents}
    for name in received:
        figures = samples[-3].figures
        carried = figures[name.replace("received", "carried_in")]
        earlier[name] = figures[name.replace("received", "total")] - carried
        earlier[name.replace("received", "carried_out")] = 0
    before = _again(samples[-3], samples[-4] if len(samples) > 3 else None, earlier)
    samples[-3] = before
    samples[-2] = _again(last, before, nothing | received | documents)
    samples[-1] = _again(samples[-1], samples[-2], samples[-2].figures)
    campaign.plant("YOY005", "error", samples[-1])


def _reused_text(campaign: Campaign, samples: list[Sample]) -> None:
    """Last year's report with another year (there was nothing to count in either)."""
    documents = {"proactive.normative_docs.issued": 0, "proactive.normative_docs.repealed": 0}
    force = "proactive.normative_docs.in_force"
    samples[-2] = _again(samples[-2], samples[-3], {**documents, force: samples[-3].figures[force]})
    last, year = samples[-2], samples[-1].year
    text = last.text.replace(str(year), str(year + 1)).replace(f"{year - 1}年", f"{year}年")
    samples[-1] = replace(samples[-1], text=text)
    campaign.plant("YOY004", "warning", samples[-1])


def _other_agency(campaign: Campaign, samples: list[Sample]) -> None:
    heading = "五、存在的主要问题及改进情况\n"
    text = samples[-1].text.replace(heading, heading + "我局公开力度不足。\n", 1)
    samples[-1] = replace(samples[-1], text=text)
    campaign.plant("AGG005", "warning", samples[-1])


def _versions(campaign: Campaign, samples: list[Sample]) -> None:
    name = "proactive.licence.decisions"
    other = _again(samples[-1], samples[-2], _plus(samples[-1].figures, 1, name))
    file = campaign.add(other, file=f"{other.year}/{other.agency}-公开版.txt")
    campaign.plant("AGG007", "warning", samples[-1], max(file, file_name(samples[-1])))


def _items_restated(campaign: Campaign, samples: list[Sample]) -> None:
    """Items of 2020 that do not follow from those of 2019."""
    at = next(number for number, sample in enumerate(samples) if sample.year == 2020)
    name = "proactive.licence.items_prev"
    samples[at] = _again(samples[at], samples[at - 1], {name: samples[at].figures[name] + 5})
    campaign.plant("YOY003", "warning", samples[at])


def _missing(campaign: Campaign, samples: list[Sample]) -> None:
    gone = samples.pop()
    campaign.owe([gone])
    campaign.planted.append(Planted("AGG003", "error", "", gone.agency, gone.year))


def _late(campaign: Campaign, samples: list[Sample]) -> None:
    late = samples.pop()
    day = f"{late.year + 1}年3月9日"
    text = late.text.replace(f"{late.signed.year}年{late.signed.month}月{late.signed.day}日", day)
    campaign.owe([late], (1, 31))
    campaign.add(late, text=text)
    campaign.plant("AGG009", "warning", late)


SINGLE: Mapping[str, tuple[Callable[[Campaign, list[Sample]], None], str]] = {
    "clean": (lambda campaign, samples: None, "medium"),
    "carry-over": (_carry_over, "medium"),
    "carry-over-columns": (_carry_over_columns, "medium"),
    "in-force": (_in_force, "small"),
    "jump": (_jump, "small"),
    "same-figures": (_same_figures, "medium"),
    "reused-text": (_reused_text, "zero"),
    "other-agency": (_other_agency, "small"),
    "versions": (_versions, "small"),
    "missing": (_missing, "small"),
    "late": (_late, "small"),
}
"""By name: what plants a fault in the last of an agency's reports (the last three are of the form of 2021), and how
much the agency has to do."""

OLD: Mapping[str, tuple[Callable[[Campaign, list[Sample]], None], str]] = {"items-restated": (_items_restated, "small")}
"""Faults of 2019 and 2020."""


def plant_single(campaign: Campaign, kind: str, number: int, years: Sequence[int]) -> None:
    """An agency with one fault."""
    plant, scale = {**SINGLE, **OLD}[kind]
    samples = _chain(9_000 + number, _agency(number), years, scale)
    plant(campaign, samples)
    for sample in samples:
        campaign.add(sample)
    campaign.owe(samples)


def plant_copies(campaign: Campaign, number: int, years: Sequence[int]) -> None:
    """Two agencies, the second of which took its text from the first (there was nothing to count)."""
    first, second = _agency(number), _agency(number + 1)
    samples = _chain(9_000 + number, first, years[-1:], "zero")
    (own,) = samples
    text = own.text.replace(first.name, second.name)
    campaign.add(own)
    copy = replace(own, agency=second.name, who=second, text=text)
    campaign.add(copy)
    for each in (own, copy):
        campaign.owe([each])
        campaign.plant("AGG004", "warning", each)


# --- areas ------------------------------------------------------------------------------------------------------------


def _area_files(campaign: Campaign, seed: int, children: int, years: Sequence[int]) -> list[list[Sample]]:
    """The reports of an area by year, the government first; on the roster already."""
    area = generate_area(seed, children=children, years=years, layout="tabs")
    campaign.roster += roster_rows(area)
    return [list(samples) for samples in area.samples.values()]


def _cells(*rows: str) -> list[str]:
    return [f"applications.{row}.{column}" for row in rows for column in ("natural", "total")]


def _area_sum(campaign: Campaign, samples: list[list[Sample]]) -> None:
    """A unit has corrected its figures after the sum was made."""
    own, child = samples[-1][0], samples[-1][1]
    names = _cells("received", "granted", "total")
    samples[-1][1] = _again(child, samples[-2][1], _plus(child.figures, 7, *names))
    _no_child_above(own, samples[-1][1])
    campaign.plant("AGG001", "warning", own)


def _no_child_above(own: Sample, child: Sample) -> None:
    assert all(own.figures[name] >= child.figures[name] for name in own.figures if name.startswith("applications."))


def _area_sum_proactive(campaign: Campaign, samples: list[list[Sample]]) -> None:
    own, child = samples[-1][0], samples[-1][1]
    name = "proactive.penalty.decisions"
    samples[-1][1] = _again(child, samples[-2][1], {name: child.figures[name] + 1})
    campaign.plant("AGG002", "warning", own)


def _area_bound(campaign: Campaign, samples: list[list[Sample]]) -> None:
    """A unit has more petitions than the whole area, and fewer disclosures."""
    own, child = samples[-1][0], samples[-1][1]
    more = int(own.figures["applications.petition.total"]) + 2
    names = _cells("received", "petition", "total")
    samples[-1][1] = _again(child, samples[-2][1], _plus(child.figures, more, *names))
    campaign.plant("AGG006", "error", own)
    campaign.plant("AGG001", "warning", own)


def _area_missing(campaign: Campaign, samples: list[list[Sample]]) -> None:
    gone = samples[-1].pop(1)
    campaign.planted.append(Planted("AGG003", "error", "", gone.agency, gone.year))


AREA: Mapping[str, Callable[[Campaign, list[list[Sample]]], None]] = {
    "clean": lambda campaign, samples: None,
    "area-sum": _area_sum,
    "area-sum-proactive": _area_sum_proactive,
    "area-bound": _area_bound,
    "area-missing": _area_missing,
}
"""By name: what plants a fault in an area."""


def plant_area(campaign: Campaign, kind: str, seed: int, children: int, years: Sequence[int]) -> None:
    """An area with one fault."""
    samples = _area_files(campaign, seed, children, years)
    AREA[kind](campaign, samples)
    for year in samples:
        for sample in year:
            campaign.add(sample)


def plant_template(campaign: Campaign, seed: int, year: int) -> None:
    """An area whose units all hand in one text, and all have the same figures."""
    government, below = agencies_of(seed, 25)
    units = [agency for agency in below if agency.name.endswith("局")]
    first = steady(seed * 777, year=year, agency=units[0], layout="tabs", scale="zero")
    samples = [first]
    for unit in units[1:]:
        samples.append(replace(first, agency=unit.name, who=unit, text=first.text.replace(units[0].name, unit.name)))
    own = generate(seed * 777 + 1, year=year, agency=government, layout="tabs", figures=total_of(samples))
    for sample in (own, *samples):
        campaign.add(sample)
    campaign.roster += roster_rows(Area(government, tuple(units), {year: (own, *samples)}))
    campaign.plant("AGG004", "note", own)


# --- all together -----------------------------------------------------------------------------------------------------


def generate_campaign(
    *, areas: int = 5, children: int = 6, rounds: int = 1, years: Sequence[int] = (2021, 2022, 2023)
) -> Campaign:
    """Areas (one fault each in turn) and so many rounds of single agencies with each fault."""
    campaign = Campaign()
    kinds = list(AREA)
    for number in range(areas):
        plant_area(campaign, kinds[number % len(kinds)], number + 1, children, years)
    plant_template(campaign, areas + 1, years[-1])
    number = 0
    for _ in range(rounds):
        for kind in (*SINGLE, *(OLD if {2019, 2020} <= {*years} else ())):
            plant_single(campaign, kind, number, years)
            number += 1
        plant_copies(campaign, number, years)
        number += 2
    return campaign


def write_campaign(folder: Path, campaign: Campaign) -> None:
    """Write the submissions, `roster.csv` and `planted.jsonl`."""
    for name, text in campaign.files.items():
        target = folder / "submissions" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
    with (folder / "roster.csv").open("w", encoding="utf-8-sig", newline="") as roster:
        writer = csv.DictWriter(roster, FIELDS)
        writer.writeheader()
        writer.writerows({**row, "file": ""} for row in campaign.roster)
    with (folder / "planted.jsonl").open("w", encoding="utf-8", newline="\n") as ledger:
        ledger.writelines(json.dumps(each, ensure_ascii=False) + "\n" for each in _plain(campaign.planted))


def _plain(planted: Sequence[Planted]) -> Iterator[dict[str, object]]:
    names = ("code", "severity", "file", "agency", "year")
    yield from ({name: getattr(each, name) for name in names} for each in planted)


def main(arguments: list[str] | None = None) -> int:
    """Write a campaign to a folder."""
    parser = argparse.ArgumentParser(description="Write a campaign with planted faults, and what they are.")
    parser.add_argument("--areas", type=int, default=len(AREA), help="how many counties (56 at most)")
    parser.add_argument("--children", type=int, default=6, help="agencies below each county government (25 at most)")
    parser.add_argument("--rounds", type=int, default=1, help="how many agencies of their own with each fault")
    parser.add_argument("--years", type=int, nargs="+", default=[2021, 2022, 2023], help="report years, three at least")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write to")
    options = parser.parse_args(arguments)
    campaign = generate_campaign(
        areas=options.areas, children=options.children, rounds=options.rounds, years=options.years
    )
    write_campaign(options.out, campaign)
    print(f"{len(campaign.files)} reports, {len(campaign.planted)} faults in {options.out}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
