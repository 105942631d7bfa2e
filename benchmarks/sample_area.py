"""A whole county over several years: its government, office, departments and townships, tied to one another.

The government's tables are the sums of those of the others; what one year carries over, the next year has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator import Sample, generate
from sample_agencies import Agency
from sample_chance import shuffled, source
from sample_document import phrases
from sample_figures import Figures


@dataclass(frozen=True)
class Area:
    """A government and the agencies below it. `samples`: by year, the government first."""

    government: Agency
    children: tuple[Agency, ...]
    samples: dict[int, tuple[Sample, ...]]


def generate_area(seed: int, *, children: int = 12, years: Sequence[int] = (2023, 2024), layout: str = "") -> Area:
    """A county and so many agencies below it (25 at most), one report each and year."""
    government, below = agencies_of(seed, children)
    samples: dict[int, tuple[Sample, ...]] = {}
    last: list[Sample | None] = [None] * (len(below) + 1)
    for year in years:
        found = [
            generate(_seed(seed, year, number), year=year, agency=agency, layout=layout or None, previous=before)
            for number, (agency, before) in enumerate(zip(below, last[1:], strict=True), 1)
        ]
        figures = total_of(found)
        own = generate(
            _seed(seed, year, 0),
            year=year,
            agency=government,
            layout=layout or None,
            previous=last[0],
            figures=figures,
        )
        samples[year] = (own, *found)
        last = [own, *found]
    return Area(government, below, samples)


def _seed(seed: int, year: int, number: int) -> int:
    """A seed that no other report has: equal ones would say the same."""
    return seed * 1_000_000 + year * 100 + number


def total_of(samples: Iterable[Sample]) -> Figures:
    """The figures of the samples, added up name by name."""
    total: Figures = {}
    for sample in samples:
        for name, value in sample.figures.items():
            total[name] = total.get(name, 0) + value
    return total


def agencies_of(seed: int, number: int) -> tuple[Agency, tuple[Agency, ...]]:
    """A county government and so many agencies below it; other seeds give other counties, 56 in all."""
    places = phrases()["places"]
    rng = source(seed, "area")
    counties = [(city, county) for city in places["cities"] for county in places["counties"]]
    city, county = counties[seed % len(counties)]
    area, host = city["name"] + county["name"], f"www.{county['host']}.gov.cn"
    site = f"{area}人民政府门户网站"
    government = Agency(f"{area}人民政府", "government", "county", "我县", "全县", host, site)
    below = [Agency(f"{area}人民政府办公室", "office", "county", "我办", "我办", host, site)]
    for department in phrases()["departments"]:
        own = department["self"]
        below.append(Agency(area + department["name"], "department", "county", own, own, host, site))
    for town in places["towns"]:
        word = town[-1]
        name = f"{area}{town}人民政府"
        below.append(Agency(name, "township", "township", f"我{word}", f"全{word}", host, site))
    chosen = [below[0], *shuffled(rng, below[1:])][: max(1, number)]
    return government, tuple(chosen)
