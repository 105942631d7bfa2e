"""A whole county over several years: its government, office, departments and townships, tied to one another.

The government's tables are the sums of those of the others; what one year carries over, the next year has.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

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


def generate_area(seed: int, *, children: int = 12, years: Sequence[int] = (2023, 2024), layout: str = "") -> Area:
    """A county and so many agencies below it (25 at most), one report each and year."""
    government, below = agencies_of(seed, children)
    samples: dict[int, tuple[Sample, ...]] = {}
    last: list[Sample | None] = [None] * (len(below) + 1)
    for year in years:
        found = [
            steady(_seed(seed, year, number), year=year, agency=agency, layout=layout, previous=before)
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
            break
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
