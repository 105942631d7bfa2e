"""The sentences of a stretch of prose that may state a figure, without blanks and with the way back to the source."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from disclosure_lint.source import Source, Span
from disclosure_lint.syntax.claims.vocabulary import vocabulary

_TENS = "[一二三四五六七八九十]{1,3}"
_ORDINAL = rf"(?:[(]{_TENS}[)]|{_TENS}、|[0-9]{{1,2}}[.、．](?![0-9])|[(][0-9]{{1,2}}[)])"
_STOPS = "。!?"
_STOP = re.compile(f"[{_STOPS}]")
_BREAK = re.compile(rf"\n[ \t\r]*\n|\n(?=[ \t#*]*{_ORDINAL})")
_HEADING = re.compile(rf"[\s#*]*{_ORDINAL}[ \t]*([^\n,;:。]*)([\n。]?)")
_BRACKETED = re.compile(r"[(][一二三四五六七八九十]{1,3}[)]")
_CITED = frozenset("第条款项")
_NUMBERED = re.compile(rf"[\n。][ \t\r#*]*{_ORDINAL}")
_DIGIT = re.compile(r"[0-9]")
_RUN_IN = re.compile(r"[^\n,;:]{2,16}?(?:情况|方面)[ :,]?")
_LONGEST_HEADING = 30
_HEADED = re.compile(r"依申请|申请公开|申请情况")
_DISPUTES = re.compile(r"复议|诉讼")
_GONE = "\0"
_BLANKS = re.compile(r"(?<=[0-9])([\s*])[\s*]*(?=[0-9])()|()[\s*]+")


@dataclass(slots=True, eq=False)
class Sentence:
    """A sentence as matched: `text` is folded and has no blanks. `written` is it with them, from `start`.

    `topic` is what the heading above says it is about: "applications", "disputes" or "", `heading` is where that
    stands. `before` is the sentence right before this one, if it may state a figure too; `listed`: the next gives the
    parts of a figure.
    """

    text: str
    written: str = field(repr=False)
    start: int
    topic: str = ""
    heading: int = -1
    before: Sentence | None = field(default=None, repr=False)
    listed: bool = False
    offsets: list[int] | None = field(default=None, repr=False)

    def span(self, start: int, end: int) -> Span:
        """The span in the source of a stretch of `text`."""
        if len(self.text) == len(self.written):
            return Span(self.start + start, self.start + end)
        if self.offsets is None:
            self.offsets = _offsets(self.written)
        return Span(self.start + self.offsets[start], self.start + self.offsets[end - 1] + 1)


def _offsets(written: str) -> list[int]:
    """Where each character that is kept stands."""
    return [index for index, character in enumerate(_kept(written)) if character != _GONE]


def _kept(written: str) -> str:
    """The text with what is left out replaced, at the same length.

    Of blanks between two digits the first stays: nobody can say whether they join or part.
    """
    return _BLANKS.sub(lambda blanks: " " * bool(blanks[1]) + _GONE * (len(blanks[0]) - bool(blanks[1])), written)


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
        if start - 1 > reached and opening.match(text, start):
            yield _stop_before(text, reached, start - 1), start - 1
        stop = _STOP.search(text, at, span.end)
        reached = stop.start() if stop else span.end
        yield start, reached


def _stop_before(text: str, reached: int, at: int) -> int:
    return max(reached, *[text.rfind(stop, reached, at) + 1 for stop in _STOPS])


def sentences(source: Source, span: Span) -> Iterator[Sentence]:
    """The sentences of a stretch, only those that may state a figure."""
    text, (_, hint, opening) = source.folded, _patterns()
    may_claim, opens, outline = hint.search, opening.match, vocabulary().outline
    headings = deque(_headings(text, span))
    reached = topic_at = -1
    before: Sentence | None = None
    for start, end in _lines(text, span):
        if not may_claim(text, start, end):
            continue
        before = before if 0 <= start - reached <= 1 else None
        if heading := _HEADING.match(text, start, end):
            start = _after_heading(text, heading, end)
        if any(text.find(word, start, end) >= 0 for word in outline):
            continue
        while headings and headings[0] <= start:
            topic_at = headings.popleft()
        topic = _topic(text, topic_at) if topic_at >= 0 else ""
        written, listed = text[start:end], opens(text, end + 1, span.end) is not None
        before = Sentence(_plain(written), written, start, topic, topic_at, before, listed)
        reached = end
        yield before


def _plain(written: str) -> str:
    """The text of a sentence without blanks."""
    return _kept(written).replace(_GONE, "") if _BLANKS.search(written) else written


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
    if stop and len(title) <= _LONGEST_HEADING and not _DIGIT.search(title):
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
