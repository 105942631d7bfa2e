"""Faults that show between a government and the agencies below it, each consistent within each report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import count

from generator import Sample, generate
from planted import Campaign, Planted
from planted_years import again, plus
from sample_area import Area, agencies_of, generate_area, generate_city, steady, total_of
from submissions import roster_rows

OUTCOMES = ("petition", "repeated", "publication", "state_secret", "case_file", "unclear")
"""Rows of both forms that are seldom filled."""


def _cells(*rows: str) -> list[str]:
    return [f"applications.{row}.{column}" for row in rows for column in ("natural", "total")]


def _area_sum(campaign: Campaign, samples: list[list[Sample]]) -> None:
    """A unit has corrected its figures after the sum was made."""
    own, child = samples[-1][0], samples[-1][1]
    names = _cells("received", "granted", "total")
    samples[-1][1] = again(child, samples[-2][1], plus(child.figures, 7, *names))
    _no_child_above(own, samples[-1][1])
    campaign.plant("AGG001", "warning", own)


def _no_child_above(own: Sample, child: Sample) -> None:
    assert all(own.figures[name] >= child.figures[name] for name in own.figures if name.startswith("applications."))


def _area_sum_proactive(campaign: Campaign, samples: list[list[Sample]]) -> None:
    own, child = samples[-1][0], samples[-1][1]
    name = "proactive.penalty.decisions"
    samples[-1][1] = again(child, samples[-2][1], {name: child.figures[name] + 1})
    campaign.plant("AGG002", "warning", own)


def _area_bound(campaign: Campaign, samples: list[list[Sample]]) -> None:
    """A unit has more of the rarest outcome than the whole area."""
    own, child = samples[-1][0], samples[-1][1]
    row = min(OUTCOMES, key=lambda row: own.figures[f"applications.{row}.total"])
    more = int(own.figures[f"applications.{row}.total"]) + 2
    names = _cells("received", row, "total")
    samples[-1][1] = again(child, samples[-2][1], plus(child.figures, more, *names))
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
    """A county of its own with one fault."""
    area = generate_area(seed, children=children, years=years, layout="tabs")
    campaign.roster += roster_rows(area)
    _plant(campaign, kind, area)


def plant_city(
    campaign: Campaign, kinds: Sequence[str], number: int, counties: int, children: int, years: Sequence[int]
) -> None:
    """A city with its counties, each with one of the faults in turn. What the city says is true of all of them."""
    city = generate_city(number, counties=counties, children=children, years=years, layout="tabs")
    campaign.roster += roster_rows(city)
    for samples in city.samples.values():
        for sample in samples:
            campaign.add(sample)
    for position, area in enumerate(city.counties):
        campaign.roster += roster_rows(area, city.government.name)
        _plant(campaign, kinds[(number + position) % len(kinds)], area)


def _plant(campaign: Campaign, kind: str, area: Area) -> None:
    samples = [list(each) for each in area.samples.values()]
    AREA[kind](campaign, samples)
    for year in samples:
        for sample in year:
            campaign.add(sample)


_COMPARED = (
    "applications.received.total",
    "disputes.reconsideration.total",
    "disputes.direct.total",
    "proactive.normative_docs.in_force",
    "proactive.licence.decisions",
    "proactive.penalty.decisions",
    "proactive.coercion.decisions",
    "proactive.admin_fee.amount",
)
"""Figures in which a government with nothing would stand out among its peers."""


def plant_template(campaign: Campaign, seed: int, year: int) -> None:
    """An area whose units all hand in one text, and all have the same figures (none of them zero)."""
    government, below = agencies_of(seed, 25)
    units = [agency for agency in below if agency.name.endswith("局")]
    tries = (steady(seed * 777 + turn, year=year, agency=units[0], layout="tabs", scale="medium") for turn in count())
    first = next(sample for sample in tries if all(sample.figures[name] for name in _COMPARED))
    samples = [first]
    for unit in units[1:]:
        samples.append(replace(first, agency=unit.name, who=unit, text=first.text.replace(units[0].name, unit.name)))
    own = generate(first.seed + 1, year=year, agency=government, layout="tabs", figures=total_of(samples))
    for sample in (own, *samples):
        campaign.add(sample)
    campaign.roster += roster_rows(Area(government, tuple(units), {year: (own, *samples)}))
    campaign.plant("AGG004", "note", own)
