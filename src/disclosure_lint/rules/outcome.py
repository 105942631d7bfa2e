"""What a check says of one instance: passed, failed, not assessable or not applicable. The rule has the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from disclosure_lint.finding import Applicability, Confidence, Edit, Place, Severity, Suggestion
from disclosure_lint.report.model import Report
from disclosure_lint.source import Span

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the source that a violation points at.

    `label` is a key of the rule's `labels`, whose text is formatted with the violation's values and `values`.
    """

    span: Span
    label: str = ""
    place: Place = Place()
    values: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Passed:
    """The instance is right."""

    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Failed:
    """The instance is wrong. `outcome` is one of the kind's named outcomes, "" if it has just one.

    `values` fill the placeholders of the rule's message, help and labels. `ceiling` lowers the rule's severity where
    this instance is less certain (an implied zero, a figure cut from glued digits).
    """

    mark: Mark
    place: Place = Place()
    outcome: str = ""
    values: Values = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    also: tuple[str, ...] = ()
    """Further codes that this cause breaks."""
    notes: tuple[Mapping[str, str], ...] = ()
    """Further lines, each {"zh": …, "en": …}."""
    suggestions: tuple[Suggestion, ...] = ()
    edits: tuple[Edit, ...] = ()
    applicability: Applicability = "display"
    """How safe the edits are."""
    ceiling: Severity | None = None
    confidence: Confidence | None = None
    masks: tuple[Span, ...] = ()
    """Stretches of the source that must not be printed."""


@dataclass(frozen=True, slots=True)
class NotAssessable:
    """The instance cannot be judged. `reason` is a key of `rules/data/reasons.yaml`, filled with `values`."""

    reason: str
    place: Place = Place()
    values: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The rule does not concern this report. `reason` as for NotAssessable."""

    reason: str
    values: Values = field(default_factory=dict)


Outcome = Passed | Failed | NotAssessable | NotApplicable


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may know besides the report. `today` is given, never asked of a clock."""

    today: date
    lang: Literal["zh", "en"] = "zh"
    profile: Mapping[str, Any] = field(default_factory=dict)
    previous: Report | None = None
