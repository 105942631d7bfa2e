"""What is wrong with an input as such: the remarks that its Source carries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from disclosure_lint.report.model import Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.options import OptionError
from disclosure_lint.rules.outcome import Context, Failed, Mark, Outcome

FACTS: Mapping[str, tuple[str, ...]] = {
    "empty": (),
    "binary": (),
    "format": ("format",),
    "lost_bytes": ("count",),
    "replacement": ("count",),
    "damaged": (),
    "damaged_member": (),
    "encrypted": ("format",),
    "image_only": ("count",),
    "over_limit": ("limit",),
    "not_a_report": (),
    "several_reports": (),
    "declared": ("declared", "encoding"),
    "mixed": (),
    "control": ("character", "count"),
    "bidirectional": ("character", "count"),
    "truncated": (),
}
"""Every fact that a remark may state, and the values it brings."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The input is free of these faults. Each fact is an outcome of its own.

    `facts`: the faults, by the words that remarks use for them.
    """

    facts: tuple[str, ...]

    KNOWN: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    LABELS: ClassVar[Mapping[str, tuple[str, ...]]] = {"here": ()}

    def __post_init__(self) -> None:
        for fact in self.facts:
            if fact not in self.KNOWN:
                known = "、".join(self.KNOWN)
                raise OptionError(f"没有“{fact}”这种情况，可用的有：{known}", f"no fact `{fact}`; there are: {known}")

    @property
    def OUTCOMES(self) -> tuple[str, ...]:  # noqa: N802
        """The facts."""
        return self.facts

    @property
    def PLACEHOLDERS(self) -> Mapping[str, tuple[str, ...]]:  # noqa: N802
        """The values of each fact."""
        return {fact: self.KNOWN[fact] for fact in self.facts}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """A failure for each remark that states one of the facts."""
        for remark in report.source.remarks:
            if remark.fact in self.facts:
                yield Failed(Mark(remark.span, "here"), outcome=remark.fact, values=remark.values)


@kind("source")
@dataclass(frozen=True, slots=True)
class SourceFacts(Facts):
    """The input is free of these faults. Each fact is an outcome of its own.

    `facts`: the faults, by the words that readers use for them.
    """

    KNOWN: ClassVar = FACTS
