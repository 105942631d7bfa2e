"""The sentences of a stretch of prose that may state a figure, without blanks and with the way back to the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from disclosure_lint.source import Source, Span
from disclosure_lint.syntax.claims.vocabulary import vocabulary

_ORDINAL = r"(?:[(][一二三四五六七八九十]{1,3}[)]|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[.、．](?![0-9])|[(][0-9]{1,2}[)])"
_STOPS = "。!?"
_BREAK = re.compile(rf"\n[ \t\r]*\n|\n(?=[ \t#*]*{_ORDINAL})")
_HEADING = re.compile(rf"[\s#*]*{_ORDINAL}[ \t]*([^\n,;:。]*)([\n。]?)")
_BRACKETED = re.compile(r"[(][一二三四五六七八九十]{1,3}[)]")
_CITED = frozenset("第条款项")
_NUMBERED = re.compile(rf"[\n。][ \t\r#*]*{_ORDINAL}")
_RUN_IN = re.compile(r"[^\n,;:]{2,16}?(?:情况|方面)[ :,]?")
_LONGEST_HEADING = 30
_HEADED = re.compile(r"依申请|申请公开|申请情况")
_DISPUTES = re.compile(r"复议|诉讼")
_BLANKS = re.compile(r"[\s*]+")
_BLANK = {ord(mark): " " for mark in "\n\r\t*"}


@dataclass(slots=True)
class Sentence:
    """A sentence as matched: `text` is folded and has no blanks.

    `offsets` gives the place of each character in the source (None: `start` plus its index). `topic` is what the
    heading above says it is about: "applications", "disputes" or "". `heading` is where that stands, `follows`
    whether the sentence comes right after the one before, `listed` whether the next gives the parts of a figure.
    """

    text: str
    start: int
    topic: str
    heading: int
    follows: bool
    listed: bool
    offsets: list[int] | None = field(default=None, repr=False)

    def span(self, start: int, end: int) -> Span:
        """The span in the source of a stretch of `text`."""
        if self.offsets is None:
            return Span(self.start + start, self.start + end)
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    known = vocabulary()
    return re.compile(known.topics), re.compile(known.hint), re.compile(known.opening)


def _stretches(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """The sentences that speak of something a claim can be about, and those before one that begins with 其中."""
    topics, _, opening = _patterns()
    reached = span.start
    for found in topics.finditer(text, span.start, span.end):
        at = found.start()
        if at < reached:
            continue
        start = _stop_before(text, reached, at)
        if opening.match(text, start) and start - 1 > reached:
            yield _stop_before(text, reached, start - 1), start - 1
        reached = min((end for end in (text.find(stop, at, span.end) for stop in _STOPS) if end >= 0), default=span.end)
        yield start, reached


def _stop_before(text: str, reached: int, at: int) -> int:
    return max(reached, *(text.rfind(stop, reached, at) + 1 for stop in _STOPS))


def sentences(source: Source, span: Span) -> Iterator[Sentence]:
    """The sentences of a stretch, only those that may state a figure."""
    text, (_, hint, opening) = source.folded, _patterns()
    may_claim, opens = hint.search, opening.match
    headings = _headings(text, span)
    before = topic_at = -1
    topic = ""
    for start, end in _lines(text, span):
        if not may_claim(text, start, end):
            continue
        first = start
        if heading := _HEADING.match(text, start, end):
            start = _after_heading(text, heading, end)
        while headings and headings[0] <= start:
            topic_at = headings.pop(0)
        topic = _topic(text, topic_at) if topic_at >= 0 else ""
        listed = opens(text, end + 1, span.end) is not None
        yield _sentence(text, start, end, topic, topic_at, first - before <= 1 and before >= 0, listed)
        before = end


def _headings(text: str, span: Span) -> list[int]:
    """Where headings begin, in order; 第二十条第(一)项 is none."""
    bracketed = [at.start() for at in _BRACKETED.finditer(text, span.start, span.end)]
    numbered = [at.start() + 1 for at in _NUMBERED.finditer(text, span.start, span.end)]
    return sorted({*numbered, *(at for at in bracketed if text[at - 1 : at] not in _CITED)})


def _lines(text: str, span: Span) -> Iterator[tuple[int, int]]:
    for start, end in _stretches(text, span):
        if text.find("\n", start, end) >= 0:
            for gap in _BREAK.finditer(text, start, end):
                yield start, gap.start()
                start = gap.end()
        yield start, end


def _after_heading(text: str, heading: re.Match[str], end: int) -> int:
    """Where the sentence begins that follows a heading: on the next line, or behind 情况 or 方面 on the same."""
    title, stop = heading.groups()
    if (stop and len(title) <= _LONGEST_HEADING) or heading.end() == end:
        return heading.end()
    run_in = _RUN_IN.match(text, heading.start(1), end)
    return run_in.end() if run_in else heading.start(1)


@lru_cache(maxsize=256)
def _spoken_of(title: str) -> str:
    if _HEADED.search(title):
        return "applications"
    return "disputes" if _DISPUTES.search(title) else ""


def _topic(text: str, at: int) -> str:
    heading = _HEADING.match(text, at)
    return _spoken_of(heading[1][:_LONGEST_HEADING]) if heading else ""


def _sentence(text: str, start: int, end: int, topic: str, heading: int, follows: bool, listed: bool) -> Sentence:
    written = text[start:end]
    if not _BLANKS.search(written):
        return Sentence(written, start, topic, heading, follows, listed)
    kept: list[int] = []
    at = start
    for blanks in _BLANKS.finditer(text, start, end):
        kept.extend(range(at, blanks.start()))
        if kept and text[kept[-1]].isdigit() and text[blanks.end() : blanks.end() + 1].isdigit():
            kept.append(blanks.start())  # between two digits: nobody can join or part them
        at = blanks.end()
    kept.extend(range(at, end))
    plain = "".join([text[offset] for offset in kept])
    return Sentence(plain.translate(_BLANK), start, topic, heading, follows, listed, kept)
