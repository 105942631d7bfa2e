"""An annual report (政府信息公开工作年度报告) as read: every fact keeps its span and the text as written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from disclosure_lint.finding import Number
from disclosure_lint.source import Source, Span

FigureKind = Literal[
    "number", "zero", "blank", "dash", "text", "number_with_unit", "number_with_remark", "glued", "missing"
]
AgencyKind = Literal[
    "government", "office", "department", "township", "subdistrict", "committee", "institution", "other"
]
AgencyLevel = Literal["national", "province", "city", "county", "township"]
Edition = Literal["2019", "2021", "pre-2019"]


@dataclass(frozen=True, slots=True)
class Figure:
    """The number of one cell. `value` is the number as written, or None: blank is never zero.

    Amounts are in 万元. `inferred`: the value was cut from glued digits or its column was found by position.
    `candidates`: every value that a possible cut gives, ascending, when they differ.
    `implied_zero`: the cell is blank and the filled cells already make the printed total.
    """

    name: str
    kind: FigureKind
    value: Number | None
    text: str
    span: Span
    inferred: bool = False
    candidates: tuple[Number, ...] = ()
    implied_zero: bool = False


@dataclass(frozen=True, slots=True)
class GluedRun:
    """Cells that arrived without separators, and every cut of them that is possible.

    `names` are the figures of the run in order; each of `cuts` gives them values in that order (after column
    identities had their say); `all_cuts` are those before. `counted`: the run was cut by count (one digit a
    cell), without the row's identity. No cuts at all: the run fits no reading.
    """

    table: str
    row: str
    span: Span
    text: str
    names: tuple[str, ...]
    cuts: tuple[tuple[Number, ...], ...]
    all_cuts: tuple[tuple[Number, ...], ...]
    counted: bool = False
    unreadable: str = ""
    """Why the run was not cut, when that is not the author's doing (too long, digits broken up by blanks)."""


@dataclass(frozen=True, slots=True)
class RowLabel:
    """A row (or column) label as found: its key in the form, the text as written and its span.

    `key` is None for a row that the form does not know. `exact`: written as the form has it, not an alias.
    """

    key: str | None
    text: str
    span: Span
    exact: bool = True
    block: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One statutory table as read. `name` is "proactive", "applications" or "disputes".

    `edition` is the edition that its labels belong to (None: nothing decides). `rows` and `columns` are the labels
    found, in reading order. `figures` holds every name of the edition, missing ones with kind "missing".
    """

    name: str
    edition: Edition | None
    part: int | None
    span: Span
    rows: tuple[RowLabel, ...] = ()
    columns: tuple[RowLabel, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)
    runs: tuple[GluedRun, ...] = ()
    shifted_rows: tuple[str, ...] = ()
    """Keys of rows whose number of cells is not the form's: their cells have no columns."""
    unlisted: tuple[tuple[Number | None, ...], ...] = ()
    """Rows among the results that the form does not know, with figures: column by column, None for no number."""

    @property
    def glued(self) -> bool:
        """Whether any of its cells arrived without separators."""
        return bool(self.runs)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in the text. `level` 1 is 一、, 2 （一）, 3 1., 4 （1）; `ordinal` as a number."""

    level: int
    ordinal: int
    title: str
    span: Span
    title_span: Span


@dataclass(frozen=True, slots=True)
class Part:
    """One top-level part. `name` is the form's key, None for a heading that is none of the six.

    `number` is the statutory place (1 to 6) of `name`; `ordinal` the one written (None: no ordinal).
    `exact`: the heading is worded as the form has it.
    """

    ordinal: int | None
    name: str | None
    number: int | None
    title: str
    heading: Span
    title_span: Span
    body: Span
    exact: bool = True
    headings: tuple[Heading, ...] = ()
    prose: tuple[Span, ...] = ()
    """The stretches of the body that are running text: no tables, no furniture."""


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency name as written, and what the name says of it."""

    name: str
    span: Span
    kind: AgencyKind | None
    level: AgencyLevel | None


@dataclass(frozen=True, slots=True)
class Title:
    """The title: where it stands, its text without blanks, and what it holds."""

    span: Span
    text: str
    agency: Agency | None
    year: int | None
    year_span: Span | None
    complete_words: bool
    """Whether it says 政府信息公开工作年度报告 in full."""
    from_metadata: bool = False


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in the text. `value` is None for one that does not exist.

    `damaged`: digits look lost or blanks inserted.
    """

    span: Span
    text: str
    year: int | None
    month: int | None
    day: int | None
    value: date | None
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """The statistics period. A missing bound is None; `start_mention` … say how it was written."""

    span: Span
    text: str
    start: date | None
    end: date | None
    start_mention: DateMention | None
    end_mention: DateMention | None
    broken: bool = False
    """Written over a line break, or with blanks inside a date."""


@dataclass(frozen=True, slots=True)
class Url:
    """An address in the text. `host` is lower case; `problem` is a word for what is wrong with it, else empty."""

    span: Span
    text: str
    scheme: str
    host: str
    problem: str = ""
    certain: bool = False
    """Whether the problem is beyond doubt (a scheme is written and the host cannot be one)."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited document: title without 《》, number as written (国办公开办函〔2021〕30号); either may be empty."""

    span: Span
    title: str
    number: str
    title_span: Span | None = None
    number_span: Span | None = None
    article: str = ""


@dataclass(frozen=True, slots=True)
class ClaimTarget:
    """What a claim may be compared with: sums of figures. Agreement with any one of the sums is agreement."""

    sums: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure stated in prose.

    `kind`: "value" (N件), "zero" (未收到…), "share" (占N%), "growth" (增长N%, 增加N件), "sum" (a total and its
    parts), "all" (全部办结), "upheld" (均获维持). `subject` names what is counted (a key of the claim vocabulary).
    `value` is the number said; `approximate` for 余, 多, 近, 约. `target` is None where the wording abstains.
    """

    kind: str
    subject: str
    span: Span
    text: str
    value: Number | None = None
    value_span: Span | None = None
    unit: str = ""
    approximate: bool = False
    target: ClaimTarget | None = None
    parts: tuple[Claim, ...] = ()
    open_list: bool = False
    part: int | None = None
    abstains: str = ""
    """Why the claim is compared with nothing: a reason code, empty when it is compared."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page around the report says: key as written to (value, span of the value)."""

    entries: tuple[tuple[str, str, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One annual report."""

    source: Source
    year: int | None = None
    year_source: str | None = None
    """"title", "period", "preamble", "metadata" or None."""
    year_span: Span | None = None
    edition: Edition | None = None
    title: Title | None = None
    agency: Agency | None = None
    preamble: Span = Span(0, 0)
    period: Period | None = None
    parts: tuple[Part, ...] = ()
    tables: Mapping[str, Table] = field(default_factory=dict)
    signature_agency: Agency | None = None
    signed: DateMention | None = None
    published: DateMention | None = None
    dates: tuple[DateMention, ...] = ()
    urls: tuple[Url, ...] = ()
    citations: tuple[Citation, ...] = ()
    claims: tuple[Claim, ...] = ()
    metadata: Metadata = Metadata()
    body: Span = Span(0, 0)
    """The report without the furniture of the page around it."""
    second: Span | None = None
    """Where a second report begins in the same text (its first heading)."""

    def part(self, number: int) -> Part | None:
        """The part with this statutory number, None if it is missing."""
        for part in self.parts:
            if part.number == number:
                return part
        return None

    def figure(self, name: str) -> Figure | None:
        """The figure of this name, None if the form read has no such name."""
        table = self.tables.get(name.split(".", 1)[0])
        return table.figures.get(name) if table else None
