"""Wordings that must not occur."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.outcome import Context, Failed, Mark, Outcome
from disclosure_lint.rules.passage import Passage, Where, part_at, place_of
from disclosure_lint.rules.wording import Wordings
from disclosure_lint.source import Span

_CLAUSE_ENDS = "。;!?\n"


@dataclass(frozen=True)
class Forbidden:
    """Wordings that must not occur in some places.

    `unless`: wordings of which none may stand in the same sentence for the match to count.
    """

    match: Wordings
    where: tuple[Where, ...] = ("report",)
    unless: Wordings = field(default_factory=Wordings)


@kind("pattern")
@dataclass(frozen=True)
class Pattern:
    """Wordings that must not occur in the text, and headings that must not be used.

    `forbidden`: wordings with their places; `headings`: wordings with which no heading of any level may begin. Tables
    are never looked at.
    """

    forbidden: tuple[Forbidden, ...] = ()
    headings: Wordings = field(default_factory=Wordings)

    OUTCOMES: ClassVar = ("",)
    PLACEHOLDERS: ClassVar = ("found",)

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each occurrence."""
        spans = sorted({*self._headings(report), *self._matches(report)})
        end = -1
        for ordinal, span in enumerate(spans, 1):
            if span.start < end:
                continue
            end = span.end
            found = "".join(report.source.text[span.start : span.end].split())
            yield Failed(Mark(span), Place(part=part_at(report, span.start), ordinal=ordinal), "", {"found": found})

    def _headings(self, report: Report) -> Iterator[Span]:
        if not self.headings:
            return
        for part in report.parts:
            for title, span in ((part.title, part.title_span), *((h.title, h.title_span) for h in part.headings)):
                if self.headings.at_start("".join(title.split())):
                    yield span

    def _matches(self, report: Report) -> Iterator[Span]:
        for each in self.forbidden:
            for where in each.where:
                passage = place_of(report, where)
                for match in each.match.all(passage.text):
                    if not _excused(passage, *match.span(), each.unless):
                        yield passage.span(*match.span())


def sentence(text: str, start: int, end: int) -> str:
    """The sentence around a stretch of the text."""
    begin = max(text.rfind(mark, 0, start) for mark in _CLAUSE_ENDS) + 1
    stops = [at for mark in _CLAUSE_ENDS if (at := text.find(mark, end)) >= 0]
    return text[begin : min(stops, default=len(text))]


def _excused(passage: Passage, start: int, end: int, unless: Wordings) -> bool:
    return bool(unless) and unless.first(sentence(passage.text, start, end)) is not None
