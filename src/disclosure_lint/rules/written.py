"""What a report says in words, in the order it stands: title, preamble, headings of the parts, running text.

Tables, the page around the report and its metadata are never in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Report
from disclosure_lint.rules.passage import part_at
from disclosure_lint.source import Span

_LINE_BREAK = re.compile(r"\r\n?|\n")
_PARAGRAPH_BREAK = re.compile(
    r"[。:;!?][ \t]*(?:\r\n?|\n)"
    r"|(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)"
    r"|(?:\r\n?|\n)[ \t]*(?:#|\(?[一二三四五六七八九十0-9]{1,3}[)、.])"
)
_ENDS = "。:;!?)”》"
_MARKUP = " \t\r#|>*-"
_FLATTENED = 600
"""A stretch this long without a line break has lost its paragraphs."""
_WRAPPED_LINES = 5
_WRAPPED_SHARE = 0.4
_GAP = "\n\n"
_NO_BLANKS = re.compile(r"\S+")
_LINE = re.compile(r"[^\r\n]+")
_MARK = re.compile("[,《]")
_LONG_LINE = 24
"""A line of the preamble this long with a mark in it begins a sentence, wherever its full stop is."""


@dataclass(frozen=True)
class Stretches:
    """Stretches of a source as one text, blanks and line breaks kept. Offsets in it lead back to the source."""

    report: Report
    spans: tuple[Span, ...]

    @cached_property
    def text(self) -> str:
        """The text as written, a blank line between two stretches."""
        text = self.report.source.text
        return _GAP.join(text[start:end] for start, end in self.spans)

    @cached_property
    def folded(self) -> str:
        """The same, folded: every offset is that in `text`."""
        folded = self.report.source.folded
        return _GAP.join(folded[start:end] for start, end in self.spans)

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [], 0
        for start, end in self.spans:
            starts.append(at)
            at += end - start + len(_GAP)
        return starts

    def span(self, start: int, end: int) -> Span:
        """The stretch of the source that characters `start` to `end` come from."""
        index = bisect_right(self._starts, start) - 1
        shift = self.spans[index].start - self._starts[index]
        return Span(start + shift, end + shift)

    @cached_property
    def flattened(self) -> bool:
        """Whether paragraphs were lost: a long stretch on a single line, or the headings of several parts."""
        text = self.report.source.text
        if any(end - start > _FLATTENED and not _LINE_BREAK.search(text, start, end) for start, end in self.spans):
            return True
        starts = [part.heading.start for part in self.report.parts]
        return any(not _LINE_BREAK.search(text, first, third) for first, third in zip(starts, starts[2:], strict=False))

    @cached_property
    def wrapped(self) -> bool:
        """Whether lines were broken where the page ended, not the paragraph: most lines end within a sentence."""
        lines = [line.strip(_MARKUP) for line in self.folded.split("\n")]
        open_ends = sum(bool(line and follows and line[-1] not in _ENDS) for line, follows in pairwise(lines))
        return open_ends >= _WRAPPED_LINES and open_ends >= _WRAPPED_SHARE * len(lines)


@dataclass(frozen=True)
class Written:
    """The words of one report. `text` has no blanks: lines broken by a page are whole in it."""

    report: Report

    @cached_property
    def text(self) -> str:
        """All of it, folded and without blanks, a line for each stretch: for looking for words."""
        folded = self.report.source.folded
        return "\n".join("".join(folded[start:end].split()) for start, end in self._spans)

    def span(self, start: int, end: int) -> Span:
        """The stretch of the source that characters `start` to `end` of `text` come from."""
        return Span(self._offset(start), self._offset(end - 1) + 1)

    @cached_property
    def prose(self) -> Stretches:
        """Preamble and running text as written, for looking at marks, blanks and lines."""
        report = self.report
        opening = preamble_text(report)
        spans = (span for part in report.parts for span in part.prose)
        return Stretches(report, (opening, *spans) if opening else tuple(spans))

    @cached_property
    def _spans(self) -> tuple[Span, ...]:
        report = self.report
        head = [report.title.span] if report.title and not report.title.from_metadata else []
        if report.preamble.end > report.preamble.start:
            head.append(report.preamble)
        return (*head, *(span for part in report.parts for span in (part.title_span, *part.prose)))

    @cached_property
    def _words(self) -> tuple[list[int], list[int]]:
        """Where the stretches without a blank begin, in `text` and in the source."""
        here, there, at = [], [], 0
        for start, end in self._spans:
            for match in _NO_BLANKS.finditer(self.report.source.folded, start, end):
                here.append(at)
                there.append(match.start())
                at += match.end() - match.start()
            at += 1
        return here, there

    def _offset(self, at: int) -> int:
        here, there = self._words
        index = bisect_right(here, at) - 1
        return there[index] + at - here[index]

    def unbroken(self, span: Span) -> bool:
        """Whether a stretch of the source lies in one paragraph."""
        piece = self.report.source.folded[span.start : span.end]
        return ("\n" not in piece and "\r" not in piece) or not _PARAGRAPH_BREAK.search(piece)


def preamble_text(report: Report) -> Span | None:
    """The preamble from its first sentence on, without what the page around the report puts before it."""
    for match in _LINE.finditer(report.source.folded, *report.preamble):
        line = match[0].strip()
        if "|" not in line and ("。" in line or (len(line) >= _LONG_LINE and _MARK.search(line))):
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            return Span(start, start + len(report.source.folded[start : report.preamble.end].rstrip()))
    return None


_latest: tuple[Report, Written] | None = None


def written(report: Report) -> Written:
    """The words of a report; the same object while rule after rule asks for the same report."""
    global _latest
    if _latest is None or _latest[0] is not report:
        _latest = (report, Written(report))
    return _latest[1]


class Ordinals:
    """Places of findings of one kind, counted within each part: stable when another part changes."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._seen: dict[int | str | None, int] = {}

    def place(self, offset: int) -> Place:
        """The place of the next finding, which lies at an offset."""
        part = part_at(self._report, offset)
        self._seen[part] = self._seen.get(part, 0) + 1
        return Place(part=part, ordinal=self._seen[part])
