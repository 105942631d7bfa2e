"""Seeded, consistent annual reports with the truth about them.

An oracle for tests and benchmarks: it knows the official forms (`disclosure_lint.forms`) and nothing else of the
linter. The same seed and options give the same report on every Python.

    python benchmarks/generator.py --count 1000 --out DIR --seed 1 [--edition 2021] [--layout tabs]
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from disclosure_lint.forms import Form, form_for, forms
from sample_agencies import Agency, agency_named, random_agency
from sample_chance import between, chance, pick, source
from sample_document import Document
from sample_figures import Figures, Number, random_figures, random_scale
from sample_html import html
from sample_layouts import LAYOUTS, Page
from sample_prose import write
from sample_writer import Statement, Writer

__all__ = ["EDITIONS", "LAYOUTS", "Sample", "cell_text", "generate", "random_figures", "variants", "with_cell"]


# Layouts that are not plain text; only made when asked for by name.
MARKUPS = {"html": html}

# The editions that have the three tables.
EDITIONS = tuple(edition for edition, form in forms().items() if "applications" in form.tables)


@dataclass(frozen=True)
class Sample:
    """A report and the truth about it.

    `figures`: every figure of the form by its contract name (amounts in 万元). `statements`: the clauses of the prose
    that state figures; `claims` gives the same as one mapping, name (also derived, also sums joined with `+`) to value.
    `facts`: other things the prose says (`disclosed`, `fee` in 元, `received_before`). `published` is in the text of
    the layout "glued" only.
    """

    seed: int
    text: str
    figures: Figures
    year: int
    edition: str
    agency: str
    agency_kind: str
    agency_level: str | None
    layout: str
    period: tuple[date, date]
    signed: date
    published: date
    url: str
    statements: tuple[Statement, ...]
    facts: Mapping[str, Any]
    document: Document = field(repr=False)
    who: Agency = field(repr=False)

    @property
    def form(self) -> Form:
        """The form the report is written on."""
        return forms()[self.edition]

    @property
    def claims(self) -> dict[str, Number]:
        """Every figure that the prose states."""
        return {name: value for statement in self.statements for name, value in statement.figures.items()}

    @property
    def title(self) -> str:
        """The title on one line."""
        return "".join(self.document.title)

    def render(
        self,
        figures: Mapping[str, Number | str] | None = None,
        *,
        layout: str | None = None,
        full_width: bool = False,
        thousands: bool = False,
    ) -> str:
        """The same report with other cells (the prose stays), or in another layout (also "html").

        A cell given as a string is printed as it is. `full_width` prints the cells in full-width digits, `thousands`
        with a comma after thousands.
        """
        values: dict[str, Number | str] = {**self.figures, **(figures or {})}
        in_yuan = source(self.seed, "unit").random() < 0.4
        texts = {name: cell_text(self.form, name, value, in_yuan=in_yuan) for name, value in values.items()}
        if full_width:
            texts = {name: text.translate(_FULL_WIDTH) for name, text in texts.items()}
        if thousands:
            texts = {name: _THOUSANDS.sub(_grouped, text) for name, text in texts.items()}
        chosen = layout or self.layout
        return {**LAYOUTS, **MARKUPS}[chosen](Page(self.document, self.form, texts, f"{self.seed}/{chosen}"))

    def with_layout(self, layout: str) -> Sample:
        """The same report in another layout."""
        return replace(self, layout=layout, text=self.render(layout=layout))


_THOUSANDS = re.compile(r"(?<![.\d])\d{4,}")
_FULL_WIDTH = {ord(narrow): wide for narrow, wide in zip("0123456789-+.", "０１２３４５６７８９－＋．", strict=True)}


def _grouped(digits: re.Match[str]) -> str:
    return f"{int(digits[0]):,}"


def cell_text(form: Form, name: str, value: Number | str, *, in_yuan: bool = False) -> str:
    """A figure as printed in its cell; the amount of the 2019 form carries its unit."""
    if isinstance(value, str):
        return value
    table, _, column = name.split(".")
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    if form.tables[table].column_type(column) == "amount_with_unit" and value:
        return format((Decimal(value) * 10000).normalize(), "f") + "元" if in_yuan else text + "万元"
    return text


def generate(
    seed: int,
    *,
    edition: str | None = None,
    layout: str | None = None,
    year: int | None = None,
    agency: str | Agency | None = None,
    kind: str | None = None,
    scale: str | None = None,
    figures: Mapping[str, Number] | None = None,
    size: int = 13_000,
    previous: Sample | None = None,
) -> Sample:
    """A report: random, consistent, in a random layout, except for what is given.

    `figures` override the random ones (the prose states what results). `agency` is a name (kind and level are those it
    shows) or an `Agency`. `kind` is a kind of agency, `scale` one of
    zero, small, medium, large. `size` is about the bytes of the text in UTF-8. `previous` is the same agency's report
    of the year before: carried-over applications and documents in force follow from it.
    """
    rng = source(seed, "report")
    who = _agency(rng, agency, kind, previous)
    form, report_year = _form_and_year(rng, edition, year, previous)
    before = previous.figures if previous else None
    chosen = scale or random_scale(rng, who.kind)
    found = random_figures(source(seed, "figures"), form, chosen, makes_rules=who.makes_rules, before=before)
    found.update(figures or {})
    signed = _signed(rng, who, report_year)
    chosen_layout = layout or pick(rng, list(LAYOUTS))
    # What the tables and the frame of a usual layout take.
    room = size - (3000 if form.edition == "2021" else 2800)
    writer = Writer(source(seed, "prose"), form, found, who, report_year, signed, room, before, chance(rng, 0.06))
    prose = write(writer)
    facts = dict(prose.facts)
    sample = Sample(
        seed, "", found, report_year, form.edition, who.name, who.kind, who.level, chosen_layout,
        facts.pop("period"), signed, facts.pop("published"), prose.url, tuple(prose.statements), facts,
        prose.document, who,
    )  # fmt: skip
    return replace(sample, text=sample.render())


def _agency(rng: random.Random, name: str | Agency | None, kind: str | None, previous: Sample | None) -> Agency:
    drawn = random_agency(rng, kind)
    name = name or (previous.who if previous else None)
    if isinstance(name, Agency):
        return name
    return agency_named(rng, name) if name else drawn


def _form_and_year(
    rng: random.Random, edition: str | None, year: int | None, previous: Sample | None
) -> tuple[Form, int]:
    drawn = pick(rng, [2019, 2020, 2021, 2022, 2023, 2024, 2025])
    year = year or (previous.year + 1 if previous else None)
    if year is None:
        form = forms()[edition] if edition else _form_of(drawn)
        return form, drawn if form.in_force(drawn) else form.first + drawn % 2
    return forms()[edition] if edition else _form_of(year), year


def _form_of(year: int) -> Form:
    form = form_for(year)
    if form is None or form.edition not in EDITIONS:
        raise ValueError(f"no form with tables is in force for {year}")
    return form


def _signed(rng: random.Random, agency: Agency, year: int) -> date:
    """A date within the time the law gives: governments to 31 March, all others to 31 January."""
    days = 86 if agency.kind == "government" and chance(rng, 0.5) else 27
    return date(year + 1, 1, 2) + timedelta(days=between(rng, 0, days - 1))


def with_cell(sample: Sample, name: str, value: Number | str) -> str:
    """The text of the sample with one cell changed; everything else stays as it is."""
    if name not in sample.figures:
        raise KeyError(name)
    return sample.render({name: value})


def variants(sample: Sample) -> dict[str, bytes]:
    """The same report in other encodings, line endings, digits, spacings and layouts: the figures are the same."""
    text = sample.text
    found = {
        "crlf": text.replace("\n", "\r\n").encode(),
        "cr": text.replace("\n", "\r").encode(),
        "gb18030": text.encode("gb18030"),
        "utf-16": text.encode("utf-16"),
        "utf-8-bom": text.encode("utf-8-sig"),
        "full-width": sample.render(full_width=True).encode(),
    }
    if sample.layout in ("lines", "lines-bare", "tabs"):
        found["blank-lines"] = text.replace("\n", "\n\n").encode()
    if sample.layout != "glued":
        found["thousands"] = sample.render(thousands=True).encode()
    for layout in LAYOUTS:
        if layout != sample.layout:
            found[f"layout:{layout}"] = sample.render(layout=layout).encode()
    return found


# --- command line -----------------------------------------------------------------------------------------------------


def truth(sample: Sample, file: str) -> dict[str, Any]:
    """What is true of a sample, for JSON: amounts as numbers, dates in ISO form."""
    return {
        "file": file,
        "seed": sample.seed,
        "agency": sample.agency,
        "agency_kind": sample.agency_kind,
        "agency_level": sample.agency_level,
        "year": sample.year,
        "edition": sample.edition,
        "layout": sample.layout,
        "period": [day.isoformat() for day in sample.period],
        "signed": sample.signed.isoformat(),
        "url": sample.url,
        "figures": _plain(sample.figures),
        "claims": _plain(sample.claims),
        "facts": _plain(sample.facts),
    }


def _plain(numbers: Mapping[str, Any]) -> dict[str, Any]:
    return {name: float(value) if isinstance(value, Decimal) else value for name, value in numbers.items()}


def write_files(folder: Path, samples: Iterable[Sample]) -> int:
    """Write each sample to a file and the truth about all of them to `truth.jsonl`; returns how many there were."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 0
    with (folder / "truth.jsonl").open("w", encoding="utf-8", newline="\n") as ledger:
        for number, sample in enumerate(samples, 1):
            ending = "md" if sample.layout == "markdown" else "txt"
            file = f"{number:05}-{sample.layout}-{sample.year}.{ending}"
            (folder / file).write_bytes(sample.text.encode())
            ledger.write(json.dumps(truth(sample, file), ensure_ascii=False) + "\n")
    return number


def main(arguments: list[str] | None = None) -> int:
    """Write reports to a folder."""
    parser = argparse.ArgumentParser(description="Write consistent annual reports and the truth about them.")
    parser.add_argument("--count", type=int, default=100, help="how many reports")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write to")
    parser.add_argument("--seed", type=int, default=1, help="the first seed; each report takes the next one")
    parser.add_argument("--edition", choices=EDITIONS, help="only this edition of the form")
    parser.add_argument("--layout", choices=list(LAYOUTS), help="only this layout")
    parser.add_argument("--size", type=int, default=13_000, help="about how many bytes a report has")
    options = parser.parse_args(arguments)
    seeds = range(options.seed, options.seed + options.count)
    samples = (generate(n, edition=options.edition, layout=options.layout, size=options.size) for n in seeds)
    written = write_files(options.out, samples)
    print(f"{written} reports in {options.out}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
