"""Whole counties and cities over several years: governments, offices, departments and townships, tied to one another.

A government's tables are the sums of those of the agencies below it; what one year carries over, the next year has.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from disclosure_lint.forms import form_for
from generator import Sample, generate
from sample_agencies import Agency
from sample_chance import between, shuffled, source
from sample_document import phrases
from sample_figures import SCALES, Figures, random_figures, random_scale


@dataclass(frozen=True)
class Area:
    """A government and the agencies below it. `samples`: by year, the government first."""

    government: Agency
    children: tuple[Agency, ...]
    samples: dict[int, tuple[Sample, ...]]


@dataclass(frozen=True)
class City:
    """A city government and its counties. `samples`: those of the city itself, by year, the government first."""

    government: Agency
    counties: tuple[Area, ...]
    samples: dict[int, tuple[Sample, ...]]


def generate_area(
    seed: int,
    *,
    children: int = 12,
    years: Sequence[int] = (2023, 2024),
    layout: str = "",
    where: tuple[Place, Place] | None = None,
) -> Area:
    """A county and so many agencies below it (25 at most), one report each and year; `where`: its city and county."""
    government, below = agencies_of(seed, children, where)
    samples = _with_government(seed, government, _chains(seed, below, years, layout), {}, layout)
    return Area(government, below, samples)


def generate_city(
    number: int, *, counties: int, children: int, years: Sequence[int] = (2023, 2024), layout: str = ""
) -> City:
    """An invented city (900 at most), with so many counties, and with an office and departments of its own."""
    city = city_of(number)
    seeds = [1000 * (number + 1) + each for each in range(counties)]
    areas = [
        generate_area(seed, children=children, years=years, layout=layout, where=(city, county_of(seed)))
        for seed in seeds
    ]
    name, host = city["name"], f"www.{city['host']}.gov.cn"
    site = f"{name}人民政府门户网站"
    government = Agency(f"{name}人民政府", "government", "city", "我市", "全市", host, site)
    own = _offices(name, "city", host, site)
    seed = seeds[-1] + 1
    below = _chains(seed, own[: max(1, min(children, 8))], years, layout)
    governments = {year: [area.samples[year][0] for area in areas] for year in years}
    return City(government, tuple(areas), _with_government(seed, government, below, governments, layout))


def _chains(seed: int, agencies: Sequence[Agency], years: Sequence[int], layout: str) -> dict[int, list[Sample]]:
    """The reports of agencies by year, each tied to that of the year before."""
    last: list[Sample | None] = [None] * len(agencies)
    found: dict[int, list[Sample]] = {}
    for year in years:
        found[year] = [
            steady(
                _seed(seed, year, number),
                year=year,
                agency=agency,
                layout=layout,
                previous=before,
                scale="" if before else _usual_scale(_seed(seed, year, number), agency),
            )
            for number, (agency, before) in enumerate(zip(agencies, last, strict=True), 1)
        ]
        last = list(found[year])
    return found


def _usual_scale(seed: int, agency: Agency) -> str:
    """A scale for an agency of an area: none stands far out among its like."""
    scale = random_scale(source(seed, "scale"), agency.kind)
    if agency.kind == "township":
        return "small" if scale == "medium" else scale
    return "medium" if scale == "large" else scale


def _with_government(
    seed: int,
    government: Agency,
    below: Mapping[int, Sequence[Sample]],
    others: Mapping[int, Sequence[Sample]],
    layout: str,
) -> dict[int, tuple[Sample, ...]]:
    """Before the reports of each year that of the government, whose figures are the sums of them and the others."""
    found: dict[int, tuple[Sample, ...]] = {}
    last: Sample | None = None
    for year, samples in below.items():
        figures = total_of([*samples, *others.get(year, ())])
        number = _seed(seed, year, 0)
        last = generate(number, year=year, agency=government, layout=layout or None, previous=last, figures=figures)
        found[year] = (last, *samples)
    return found


def _seed(seed: int, year: int, number: int) -> int:
    """A seed that no other report has: equal ones would say the same."""
    return seed * 1_000_000 + year * 100 + number


def steady(
    seed: int, *, year: int, agency: Agency, layout: str = "", previous: Sample | None = None, scale: str = ""
) -> Sample:
    """A report whose figures are of the size of last year's: an agency has about as much to do every year."""
    scale = scale or (scale_of(previous) if previous else random_scale(source(seed, "scale"), agency.kind))
    form = form_for(year)
    assert form is not None
    before = previous.figures if previous else None
    for attempt in range(_ATTEMPTS):
        rng = source(seed, "steady", attempt)
        found = random_figures(rng, form, scale, makes_rules=agency.makes_rules, before=before)
        if before is None:
            if _fresh(found):
                break
            continue
        found.update(_tasks(rng, before, found))
        if not _jumps(before, found):
            break
    return generate(seed, year=year, agency=agency, layout=layout or None, previous=previous, figures=found)


_ATTEMPTS = 300
_SIZED = (
    "applications.received.total",
    "applications.total.total",
    "disputes.reconsideration.total",
    "disputes.direct.total",
)
_MOST = 4
_FEW = 8


def _fresh(found: Figures) -> bool:
    """Whether most of what was dealt with is new, as in a usual year."""
    return found["applications.carried_in.total"] * 2 <= found["applications.total.total"]


def scale_of(sample: Sample) -> str:
    """How much an agency has to do, by a report of it."""
    number = sample.figures["applications.total.total"]
    return next((scale for scale, (_, high) in SCALES.items() if number <= high), "large")


def _tasks(rng: random.Random, before: Figures, found: Figures) -> Figures:
    """Decisions and amounts that follow last year's: at most half as many again, at least two thirds."""
    tasks: Figures = {}
    for name, value in before.items():
        if name in found and name.startswith("proactive.") and name.endswith((".decisions", ".amount", ".projects")):
            per_mille = between(rng, 700, 1400)
            tasks[name] = _changed(value, per_mille)
    return tasks


def _changed(value: int | Decimal, per_mille: int) -> int | Decimal:
    """So many thousandths of a number; what was something stays something."""
    if isinstance(value, int):
        return max(value * per_mille // 1000, 1) if value else 0
    return max((value * per_mille / 1000).quantize(Decimal("0.01")), Decimal("0.01")) if value else value


def _jumps(before: Figures, found: Figures) -> bool:
    for name in _SIZED:
        low, high = sorted((before[name], found[name]))
        if high - low > _FEW and high > _MOST * low:
            return True
    return False


def total_of(samples: Iterable[Sample]) -> Figures:
    """The figures of the samples, added up name by name."""
    total: Figures = {}
    for sample in samples:
        for name, value in sample.figures.items():
            total[name] = total.get(name, 0) + value
    return total


Place = Mapping[str, Any]
"""`name` and `host`."""


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, str], ...]:
    """Invented names of places and their hosts, 900 of them, neighbours unlike one another."""
    first, second = phrases()["places"]["names"]
    rows = range(len(second))
    pairs = ((one, second[(row + number) % len(second)]) for row in rows for number, one in enumerate(first))
    return tuple((one[0] + other[0], one[1] + other[1]) for one, other in pairs)


def city_of(number: int) -> Place:
    """An invented city that is none of those of the phrases."""
    known = {city["name"] for city in phrases()["places"]["cities"]}
    names = [name for name in _names() if f"{name[0]}市" not in known]
    name, host = names[number]
    return {"name": f"{name}市", "host": f"{host}{number}"}


def county_of(seed: int) -> Place:
    """An invented county; 900 seeds in a row give as many."""
    name, host = _names()[seed % len(_names())]
    return {"name": f"{name}县", "host": f"{host}x{seed}"}


def _offices(area: str, level: str, host: str, site: str) -> list[Agency]:
    """The office of a government, and its departments."""
    found = [Agency(f"{area}人民政府办公室", "office", level, "我办", "我办", host, site)]
    for department in phrases()["departments"]:
        word = department["self"]
        found.append(Agency(area + department["name"], "department", level, word, word, host, site))
    return found


def agencies_of(seed: int, number: int, where: tuple[Place, Place] | None = None) -> tuple[Agency, tuple[Agency, ...]]:
    """A county government and so many agencies below it; other seeds give other counties, 56 in all."""
    places = phrases()["places"]
    rng = source(seed, "area")
    counties = [(city, county) for city in places["cities"] for county in places["counties"]]
    city, county = where or counties[seed % len(counties)]
    area, host = city["name"] + county["name"], f"www.{county['host']}.gov.cn"
    site = f"{area}人民政府门户网站"
    government = Agency(f"{area}人民政府", "government", "county", "我县", "全县", host, site)
    below = _offices(area, "county", host, site)
    for town in places["towns"]:
        word = town[-1]
        name = f"{area}{town}人民政府"
        below.append(Agency(name, "township", "township", f"我{word}", f"全{word}", host, site))
    chosen = [below[0], *shuffled(rng, below[1:])][: max(1, number)]
    return government, tuple(chosen)
