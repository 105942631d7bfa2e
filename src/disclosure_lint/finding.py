"""What the linter says: findings, their places, labels and suggestions."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from disclosure_lint.source import Span

Severity = Literal["error", "warning", "note"]
Confidence = Literal["high", "medium", "low"]
Applicability = Literal["safe", "unsafe", "display"]
Number = int | Decimal

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the meaning of a report, stable when lines move.

    `part` is 1 to 6, "title", "preamble" or "signature"; `table` is a table's key; `row` and `column` are the
    keys of the figure names (a column of table four is "block.column"); `ordinal` counts things of one kind.
    """

    part: int | str | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None
    ordinal: int | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A stretch of the source with the words beneath it."""

    span: Span
    text: str = ""
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Change:
    """One cell and the value that would be written in it. Never applied."""

    table: str
    row: str
    column: str
    value: Number


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Changes that together make every identity hold."""

    changes: tuple[Change, ...]
    unique: bool


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement of text."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits of the source, and how safe they are. No fix ever touches a figure."""

    applicability: Applicability
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """A provision: the document (number or title) and the article in it."""

    document: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One statement about one report, in the language of the run."""

    code: str
    slug: str
    severity: Severity
    message: str
    primary: Label
    place: Place = Place()
    confidence: Confidence = "high"
    also: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    """Lines about how the finding was reached (an evaluated identity, an alternative explanation)."""
    help: str = ""
    basis: tuple[Basis, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    fix: Fix | None = None
    fingerprint: str = ""
    masks: tuple[Span, ...] = ()
    """Stretches of the source that nobody may print: the middle of a personal number, a name."""


@dataclass(frozen=True, slots=True)
class Unassessed:
    """A rule that could not be assessed at a place, and why."""

    code: str
    reason_code: str
    reason: str
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that was silenced, and by what."""

    finding: Finding
    reason: str
    origin: str
    """"suppression" or "baseline"."""
    by: str = ""


@dataclass(frozen=True, slots=True)
class RuleCounts:
    """How many rules of a run passed, failed, could not be assessed or did not concern the report."""

    passed: int = 0
    failed: int = 0
    not_assessable: int = 0
    not_applicable: int = 0


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the rules say of one report."""

    findings: tuple[Finding, ...] = ()
    unassessed: tuple[Unassessed, ...] = ()
    not_applicable: dict[str, str] = field(default_factory=dict)
    """Rule code to the reason."""
    passed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    """Codes of the rules that failed, whether or not they carry a finding of their own."""
    not_assessable: tuple[str, ...] = ()
