"""One rule: what its YAML file says, compiled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from disclosure_lint.finding import Basis, Confidence, Severity
from disclosure_lint.report.model import Report
from disclosure_lint.rules.outcome import Context, Outcome

Texts = Mapping[str, str]
"""A text in each language: {"zh": …, "en": …}."""


class Check(Protocol):
    """A check of one kind with its options. Kinds are frozen dataclasses; their fields are the options of the YAML."""

    def outcomes(self, report: Report, context: Context) -> Iterable[Outcome]:
        """What the check says of each instance in the report; nothing at all counts as passed."""


@dataclass(frozen=True, slots=True)
class Applies:
    """When a rule concerns a report. An empty tuple (None for years) is no limit.

    Years are report years. An unknown year makes a rule bound to years not assessable, unless the form settles it.
    An unknown kind or level makes a rule bound to it not assessable.
    """

    first: int | None = None
    last: int | None = None
    editions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of one file `<area>/<CODE>-<slug>.yaml`.

    `severity` is one word, or a word for each of the kind's named outcomes. `message` likewise: one text, or one
    for each outcome (key "" for the single one). `kind` is the word after `check:`.
    """

    code: str
    slug: str
    title: Texts
    severity: Mapping[str, Severity]
    confidence: Confidence
    basis: tuple[Basis, ...]
    applies: Applies
    kind: str
    check: Check
    message: Mapping[str, Texts]
    help: Mapping[str, Texts]
    labels: Mapping[str, Texts] = field(default_factory=dict)
    why: Texts = field(default_factory=dict)
    false_positives: Texts = field(default_factory=dict)
    history: tuple[Mapping[str, Any], ...] = ()
    examples: Mapping[str, Any] = field(default_factory=dict)
    path: str = ""
    overrides: str = ""
