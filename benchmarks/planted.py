"""What was planted in a campaign, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from generator import Sample
from sample_agencies import Agency
from sample_area import steady
from sample_document import phrases
from submissions import FIELDS, file_name


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

    files: dict[str, bytes] = field(default_factory=dict)
    roster: list[dict[str, str | int]] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)

    def add(self, sample: Sample, *, file: str = "", text: str = "") -> str:
        """Put a report among the files; gives its name."""
        name = file or file_name(sample)
        self.files[name] = (text or sample.text).encode()
        return name

    def plant(self, code: str, severity: str, sample: Sample, file: str = "") -> None:
        """Say that something is wrong with a report."""
        self.planted.append(Planted(code, severity, file or file_name(sample), sample.agency, sample.year))

    def owe(self, samples: Sequence[Sample], due: tuple[int, int] = (3, 31), *, named: bool = False) -> None:
        """Put an agency without a parent on the roster; `named`: with the name of the file."""
        for sample in samples:
            day = date(sample.year + 1, *due).isoformat()
            file = file_name(sample) if named else ""
            values = (sample.agency, sample.agency_kind, sample.agency_level or "", "", sample.year, day, file)
            self.roster.append(dict(zip(FIELDS, values, strict=True)))


def lone_agency(number: int, scale: str = "medium") -> Agency:
    """A committee of its own: nobody's child. Where there is nothing to do (scale "zero"), a subdistrict office."""
    places = phrases()["places"]
    city = places["cities"][number % len(places["cities"])]
    names = places["streets" if scale == "zero" else "zones"]
    turn, position = divmod(number // len(places["cities"]), len(names))
    name, site = city["name"] + names[position], f"{city['name']}人民政府门户网站"
    host = f"www.{city['host']}.gov.cn"
    ordinal = f"第{number}片区" if turn else ""
    if scale == "zero":
        return Agency(f"{name}{ordinal}办事处", "subdistrict", "township", "我街道", "全街道", host, site)
    return Agency(f"{name}{ordinal}管理委员会", "committee", None, "我区", "全区", host, site)


def chain(seed: int, agency: Agency, years: Sequence[int], scale: str = "medium") -> list[Sample]:
    """The reports of an agency over the years."""
    samples: list[Sample] = []
    for year in years:
        before = samples[-1] if samples else None
        samples.append(steady(seed * 100 + year, year=year, agency=agency, layout="tabs", previous=before, scale=scale))
    return samples
