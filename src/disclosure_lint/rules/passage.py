"""Stretches of a report as running text without blanks, for matching, and the way back to the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from disclosure_lint.report.model import Part, Report
from disclosure_lint.source import Source, Span

Where = Literal[
    "title", "preamble", "overview", "proactive", "applications", "disputes", "problems", "other", "prose", "report"
]
"""The title; the preamble; the prose of one part; the preamble and the prose of every part; all of these."""


@dataclass(frozen=True)
class Passage:
    """Stretches of one source. `text` is folded, without blanks, one line for each stretch that has any text."""

    source: Source
    spans: tuple[Span, ...]

    @cached_property
    def text(self) -> str:
        """What patterns are matched against. Lines broken by a page or a column are whole in it."""
        folded = self.source.folded
        return "\n".join("".join(folded[start:end].split()) for start, end in self.spans)

    @cached_property
    def _offsets(self) -> list[int]:
        folded = self.source.folded
        offsets: list[int] = []
        for start, end in self.spans:
            offsets.extend(at for at in range(start, end) if not folded[at].isspace())
            offsets.append(end)  # stands for the line break
        return offsets

    def span(self, start: int, end: int) -> Span:
        """The stretch of the source that characters `start` to `end` of `text` come from."""
        if not self._offsets or start >= end:
            return Span(self.spans[0].start, self.spans[0].start) if self.spans else Span(0, 0)
        return Span(self._offsets[start], self._offsets[end - 1] + 1)


class _Kept(NamedTuple):
    """The passages of the source looked at last: rules ask for the same ones again and again."""

    source: Source | None
    passages: dict[tuple[Span, ...], Passage]


_kept = _Kept(None, {})


def passage(source: Source, spans: tuple[Span, ...]) -> Passage:
    """A passage; the same one for the same stretches, so that its text is made once."""
    global _kept
    kept = _kept
    if kept.source is not source:
        kept = _kept = _Kept(source, {})
    found = kept.passages.get(spans)
    if found is None:
        found = kept.passages[spans] = Passage(source, spans)
    return found


def prose(report: Report, part: Part) -> Passage:
    """The running text of a part."""
    return passage(report.source, part.prose)


def body(report: Report, part: Part) -> Passage:
    """All text of a part below its heading, tables included."""
    return passage(report.source, (part.body,))


def _spans(report: Report, where: Where) -> Iterator[Span]:
    if where in ("title", "report") and report.title and not report.title.from_metadata:
        yield report.title.span
    if where in ("preamble", "prose", "report") and report.preamble.end > report.preamble.start:
        yield report.preamble
    for part in report.parts:
        if where in ("prose", "report") or part.name == where:
            yield from part.prose


def place_of(report: Report, where: Where) -> Passage:
    """The passage that an option names; empty if the report has no such part."""
    return passage(report.source, tuple(_spans(report, where)))


def part_at(report: Report, offset: int) -> int | str | None:
    """The statutory number of the part an offset lies in, "title" or "preamble"; None elsewhere."""
    if report.title and report.title.span.start <= offset < report.title.span.end:
        return "title"
    if report.preamble.start <= offset < report.preamble.end:
        return "preamble"
    for part in report.parts:
        if part.heading.start <= offset < part.body.end:
            return part.number
    return None
