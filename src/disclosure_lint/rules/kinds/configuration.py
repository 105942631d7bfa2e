"""What is to be cleared away in the files that configure a run: suppressions and baselines that have had their time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.kinds.source import Facts
from disclosure_lint.rules.outcome import Context, Failed, Outcome

_SUPPRESSION = ("code", "scope", "reason")

FACTS: Mapping[str, tuple[str, ...]] = {
    "unused_suppression": _SUPPRESSION,
    "unmatched_suppression": _SUPPRESSION,
    "expired_suppression": (*_SUPPRESSION, "expires"),
    "gone_finding": ("code", "path", "count", "known"),
}
"""Every fact that may be stated of such a file, and the values it brings."""


@kind("configuration")
@dataclass(frozen=True, slots=True)
class ConfigurationFacts(Facts):
    """A file that configures the run is free of these faults. Rules of this kind are asked of no report.

    `facts`: the faults, by their names.
    """

    KNOWN: ClassVar = FACTS

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """A failure for each remark that states one of the facts, counted so that each has a place of its own."""
        for ordinal, outcome in enumerate(Facts.outcomes(self, report, context), 1):
            yield replace(outcome, place=Place(ordinal=ordinal)) if isinstance(outcome, Failed) else outcome
