"""Faults that show over the years of one agency, each consistent within each report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from generator import Sample, generate
from planted import Campaign, Planted, chain, lone_agency
from sample_figures import Figures
from submissions import file_name


def again(sample: Sample, before: Sample | None, figures: Mapping[str, object], seed: int = 0) -> Sample:
    """The report once more with other figures; what it says of them is true."""
    changed: Figures = {**sample.figures, **figures}  # type: ignore[dict-item]
    return generate(
        seed or sample.seed, year=sample.year, agency=sample.who, layout="tabs", previous=before, figures=changed
    )


def plus(figures: Figures, amount: int, *names: str) -> Figures:
    """The figures named, each so much more."""
    return {name: figures[name] + amount for name in names}


def _carry_over(campaign: Campaign, samples: list[Sample]) -> None:
    """More carried over than last year's report carried on; as many fewer newly received."""
    figures = samples[-1].figures
    more = plus(figures, 3, "applications.carried_in.natural", "applications.carried_in.total")
    fewer = plus(figures, -3, "applications.received.natural", "applications.received.total")
    samples[-1] = again(samples[-1], samples[-2], more | fewer)
    campaign.plant("YOY001", "error", samples[-1])


def _carry_over_columns(campaign: Campaign, samples: list[Sample]) -> None:
    """The applications carried over counted under another kind of applicant."""
    last, figures = samples[-2], samples[-1].figures
    one = ("applications.carried_out.natural", "applications.carried_out.total")
    received = ("applications.received.natural", "applications.received.total")
    more = plus(last.figures, 2, *one, *received)
    samples[-2] = again(last, samples[-3], more)
    moved = plus(figures, 2, "applications.carried_in.commercial", "applications.carried_in.total")
    moved |= plus(figures, -2, "applications.received.total") | {
        "applications.received.commercial": figures["applications.received.commercial"],
    }
    moved["applications.received.natural"] = figures["applications.received.natural"] - 2
    moved |= _results(figures, _fullest(figures, "natural"), natural=-2, commercial=2)
    samples[-1] = again(samples[-1], samples[-2], moved)
    campaign.plant("YOY001", "warning", samples[-1])


def _fullest(figures: Figures, column: str) -> str:
    """The outcome that most applications of a column had: one that leaves room for fewer."""
    frame = ("received", "carried_in", "total", "carried_out")
    rows = {name.split(".")[1] for name in figures if name.startswith("applications.")} - {*frame}
    return max(sorted(rows), key=lambda row: figures[f"applications.{row}.{column}"])


def _results(figures: Figures, outcome: str, **changes: int) -> Figures:
    """More or fewer applications with an outcome, and their totals."""
    found: Figures = {}
    for column, amount in changes.items():
        for row in (outcome, "total"):
            found[f"applications.{row}.{column}"] = figures[f"applications.{row}.{column}"] + amount
    return found


def _in_force(campaign: Campaign, samples: list[Sample]) -> None:
    name = "proactive.normative_docs.in_force"
    samples[-1] = again(samples[-1], samples[-2], {name: int(samples[-1].figures[name]) * 3 + 60})
    campaign.plant("YOY002", "warning", samples[-1])


def _jump(campaign: Campaign, samples: list[Sample]) -> None:
    name = "proactive.licence.decisions"
    samples[-2] = again(samples[-2], samples[-3], {name: 40})
    samples[-1] = again(samples[-1], samples[-2], {name: 4000})
    campaign.plant("YOY006", "note", samples[-1])


def _same_figures(campaign: Campaign, samples: list[Sample]) -> None:
    """Last year's tables sent in again, in words of their own."""
    last = samples[-2]
    nothing = {name: 0 for name in last.figures if ".carried_" in name}
    received = {name: last.figures[name.replace("received", "total")] for name in last.figures if ".received." in name}
    documents = {"proactive.normative_docs.issued": 0, "proactive.normative_docs.repealed": 0}
    force = "proactive.normative_docs.in_force"
    earlier: Figures = {force: last.figures[force], **documents}
    for name in received:
        figures = samples[-3].figures
        carried = figures[name.replace("received", "carried_in")]
        earlier[name] = figures[name.replace("received", "total")] - carried
        earlier[name.replace("received", "carried_out")] = 0
    before = again(samples[-3], samples[-4] if len(samples) > 3 else None, earlier)
    samples[-3] = before
    samples[-2] = again(last, before, nothing | received | documents)
    samples[-1] = again(samples[-1], samples[-2], samples[-2].figures)
    campaign.plant("YOY005", "error", samples[-1])


def _reused_text(campaign: Campaign, samples: list[Sample]) -> None:
    """Last year's report with another year (there was nothing to count in either)."""
    documents = {"proactive.normative_docs.issued": 0, "proactive.normative_docs.repealed": 0}
    force = "proactive.normative_docs.in_force"
    samples[-2] = again(samples[-2], samples[-3], {**documents, force: samples[-3].figures[force]})
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
    other = again(samples[-1], samples[-2], plus(samples[-1].figures, 1, name))
    file = campaign.add(other, file=f"{other.year}/{other.agency}-公开版.txt")
    campaign.plant("AGG007", "warning", samples[-1], max(file, file_name(samples[-1])))


def _items_restated(campaign: Campaign, samples: list[Sample]) -> None:
    """Items of 2020 that do not follow from those of 2019."""
    at = next(number for number, sample in enumerate(samples) if sample.year == 2020)
    name = "proactive.licence.items_prev"
    samples[at] = again(samples[at], samples[at - 1], {name: samples[at].figures[name] + 5})
    campaign.plant("YOY003", "warning", samples[at])


def _outlier(campaign: Campaign, samples: list[Sample]) -> None:
    """Far more decisions than any other agency of its kind, every year (so that no year jumps)."""
    for number, sample in enumerate(samples):
        before = samples[number - 1] if number else None
        samples[number] = again(sample, before, {"proactive.licence.decisions": 900_000 + number})
        campaign.plant("AGG008", "note", samples[number])


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

AMONG_PEERS: Mapping[str, tuple[Callable[[Campaign, list[Sample]], None], str]] = {"outlier": (_outlier, "small")}
"""Faults that show only where there are many agencies of the kind."""

OLD: Mapping[str, tuple[Callable[[Campaign, list[Sample]], None], str]] = {"items-restated": (_items_restated, "small")}
"""Faults of 2019 and 2020."""


def plant_single(campaign: Campaign, kind: str, number: int, years: Sequence[int]) -> None:
    """An agency with one fault."""
    plant, scale = {**SINGLE, **AMONG_PEERS, **OLD}[kind]
    samples = chain(9_000 + number, lone_agency(number, scale), years, scale)
    plant(campaign, samples)
    for sample in samples:
        campaign.add(sample)
    campaign.owe(samples)


def plant_copies(campaign: Campaign, number: int, years: Sequence[int]) -> None:
    """Two agencies, the second of which took its text from the first (there was nothing to count)."""
    first, second = lone_agency(number, "zero"), lone_agency(number + 1, "zero")
    samples = chain(9_000 + number, first, years[-1:], "zero")
    (own,) = samples
    text = own.text.replace(first.name, second.name)
    campaign.add(own)
    copy = replace(own, agency=second.name, who=second, text=text)
    campaign.add(copy)
    for each in (own, copy):
        campaign.owe([each])
        campaign.plant("AGG004", "warning", each)
