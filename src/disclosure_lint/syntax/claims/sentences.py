"""The sentences of a stretch of prose that may state a figure, without blanks and with the way back to the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from disclosure_lint.source import Source, Span
from disclosure_lint.syntax.claims.vocabulary import vocabulary

_ORDINAL = r"(?:[(][一二三四五六七八九十]{1,3}[)]|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[.、．]|[(][0-9]{1,2}[)])"
_CHUNK = re.compile(r"[^。！!？?]+")
_BREAK = re.compile(rf"\n[ \t\r]*\n|\n(?=[ \t#*]*{_ORDINAL})")
_HEADING = re.compile(rf"[\s#*]*{_ORDINAL}[ \t]*([^\n,;:]*)(\n?)")
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
    heading above says it is about: "applications", "disputes" or "". `opens`: it is the first under its heading.
    """

    text: str
    start: int
    topic: str
    opens: bool = False
    offsets: list[int] | None = field(default=None, repr=False)

    def span(self, start: int, end: int) -> Span:
        """The span in the source of a stretch of `text`."""
        if self.offsets is None:
            return Span(self.start + start, self.start + end)
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


@lru_cache(maxsize=1)
def _hint() -> re.Pattern[str]:
    return re.compile(vocabulary().hint)


def _chunks(text: str, span: Span) -> Iterator[tuple[int, int]]:
    for chunk in _CHUNK.finditer(text, span.start, span.end):
        start, end = chunk.span()
        if text.find("\n", start, end) >= 0:
            for gap in _BREAK.finditer(text, start, end):
                yield start, gap.start()
                start = gap.end()
        yield start, end


def sentences(source: Source, span: Span, topic: str = "") -> Iterator[Sentence]:
    """The sentences of a stretch, only those that may state a figure."""
    text, may_claim, opens = source.folded, _hint().search, True
    for start, end in _chunks(text, span):
        if heading := _HEADING.match(text, start, end):
            opens = True
            topic = _topic(heading[1][:_LONGEST_HEADING])
            start = _after_heading(text, heading, end)
        if may_claim(text, start, end):
            yield _sentence(text, start, end, topic, opens)
        opens = opens and not text[start:end].strip()


def _after_heading(text: str, heading: re.Match[str], end: int) -> int:
    """Where the sentence begins that follows a heading: on the next line, or behind 情况 or 方面 on the same."""
    title, line_end = heading.groups()
    if (line_end and len(title) <= _LONGEST_HEADING) or heading.end() == end:
        return heading.end()
    run_in = _RUN_IN.match(text, heading.start(1), end)
    return run_in.end() if run_in else heading.start(1)


def _topic(title: str) -> str:
    if _HEADED.search(title):
        return "applications"
    return "disputes" if _DISPUTES.search(title) else ""


def _sentence(text: str, start: int, end: int, topic: str, opens: bool) -> Sentence:
    written = text[start:end]
    if not _BLANKS.search(written):
        return Sentence(written, start, topic, opens)
    kept: list[int] = []
    at = start
    for blanks in _BLANKS.finditer(text, start, end):
        kept.extend(range(at, blanks.start()))
        if kept and text[kept[-1]].isdigit() and text[blanks.end() : blanks.end() + 1].isdigit():
            kept.append(blanks.start())  # between two digits: nobody can join or part them
        at = blanks.end()
    kept.extend(range(at, end))
    plain = "".join([text[offset] for offset in kept])
    return Sentence(plain.translate(_BLANK), start, topic, opens, kept)
