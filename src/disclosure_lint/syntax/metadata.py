"""What the page around a report says of it: lines of `key: value`, rows of a table of facts, bread crumbs."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from disclosure_lint.report.model import Agency, DateMention, Metadata
from disclosure_lint.source import Source, Span
from disclosure_lint.syntax.agencies import agency
from disclosure_lint.syntax.dates import dates
from disclosure_lint.syntax.wordings import wordings

_REACH = 3000
_LINES = 60
_MIXED = 400
_LONG = 60
_VALUE = 80
_BORDER = re.compile(r"[\s|:+\-—=_*•·#\[【]*")
_PROSE = re.compile(r"[。;]|^[\s#*]*一、", re.M)
_TITLE = re.compile(r"信息公开(?:工作)?(?:[0-9]{4}年)?(?:度)?的?(?:年度)?(?:工作)?(?:报告|年报)")
_END_OF_VALUE = re.compile(r"\||  |\t|\r|\n")
_MOMENT = re.compile(r"20[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?(?:\s[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?")

_Entry = tuple[str, str, Span]


class _Words(NamedTuple):
    key: re.Pattern[str]
    furniture: re.Pattern[str]
    published: tuple[str, ...]
    publisher: tuple[str, ...]
    title: tuple[str, ...]


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = wordings()["metadata"]
    names = {key for role in ("published", "publisher", "title", "other") for key in data[role]}
    keys = "|".join(r"[ \t]{0,8}".join(map(re.escape, key)) for key in sorted(names, key=len, reverse=True))
    furniture = "|".join(map(re.escape, data["furniture"]))
    return _Words(
        re.compile(rf"(?<![^\s|•·\-\[【])({keys})(?:[ \t]{{0,8}}[:|]|(?=[ \t]+20[0-9]{{2}}[-年]))[ \t:|]*"),
        re.compile(rf"[\s•·\-|]*(?:{furniture})"),
        tuple(data["published"]),
        tuple(data["publisher"]),
        tuple(data["title"]),
    )


def _value(source: Source, start: int, end: int) -> Span:
    """The value that begins at an offset: up to a wide gap, or as far as a moment of time goes."""
    text = source.folded
    moment = _MOMENT.match(text, start, end)
    if moment:
        return Span(*moment.span())
    gap = _END_OF_VALUE.search(text, start, end)
    stop = min(gap.start() if gap else end, start + _VALUE)
    while stop > start and text[stop - 1] in " |]】":
        stop -= 1
    return Span(start, stop)


def _entries(source: Source, line: Span) -> list[_Entry]:
    keys = list(_words().key.finditer(source.folded, line.start, line.end))
    ends = [match.start() for match in keys[1:]] + [line.end] * bool(keys)
    found = []
    for match, end in zip(keys, ends, strict=True):
        value = _value(source, match.end(), end)
        found.append(("".join(match[1].split()), source.text[slice(*value)], value))
    return found


def _is_furniture(text: str, line: Span) -> bool:
    """Whether a line begins with a key or with a phrase of the page, or is a mere border."""
    border = _BORDER.match(text, line.start, line.end)
    start = border.end() if border else line.start
    if start == line.end:
        return True
    words = _words()
    return bool(words.key.match(text, start, line.end) or words.furniture.match(text, line.start, line.end))


def metadata(source: Source) -> tuple[Metadata, int]:
    """What the page says of the report, and the offset where the report proper begins.

    Only the head of the text is looked at, up to the first prose, and only keys of `rules/data/wordings.yaml` count.
    A title above such lines belongs to the report, which then begins there.
    """
    text = source.folded
    entries: list[_Entry] = []
    begin = 0
    titled = False
    for number in range(1, min(_LINES, len(source.line_starts)) + 1):
        line = source.line_span(number)
        window = Span(line.start, min(line.end, line.start + _MIXED))
        if line.start > _REACH or _heading(text, line):
            break
        entries += _entries(source, window)
        if _PROSE.search(text, *window) or window.end < line.end:
            break
        if _is_furniture(text, line):
            begin = begin if titled or _blank(text, line) else _below(source, number)
        elif _TITLE.search(text, *line):
            titled = True
        elif line.end - line.start > _LONG and not entries:
            break
    return Metadata(tuple(entries)), begin


def _heading(text: str, line: Span) -> bool:
    return "一、" in text[line.start : min(line.end, line.start + 8)]


def _blank(text: str, line: Span) -> bool:
    return not text[line.start : line.end].strip()


def _below(source: Source, number: int) -> int:
    """The start of the line below."""
    return source.line_starts[number] if number < len(source.line_starts) else len(source.text)


def _dated(value: str, span: Span) -> DateMention | None:
    for mention in dates(Source("", value), Span(0, len(value))):
        if mention.value:
            moved = Span(span.start + mention.span.start, span.start + mention.span.end)
            return replace(mention, span=moved)
    return None


def published(page: Metadata) -> DateMention | None:
    """The date of publication that the page gives, by the most telling of its keys, None if it gives none."""
    for key in _words().published:
        for name, value, span in page.entries:
            mention = _dated(value, span) if name == key else None
            if mention:
                return mention
    return None


def publisher(page: Metadata) -> Agency | None:
    """The agency that the page names as the publisher, None if it names none."""
    for key in _words().publisher:
        for name, value, span in page.entries:
            if name == key and value.strip():
                return agency(value, span)
    return None


def page_title(page: Metadata) -> tuple[str, Span] | None:
    """The title that the page gives, and its place, None if it gives none."""
    for key in _words().title:
        for name, value, span in page.entries:
            if name == key and _TITLE.search("".join(value.split())):
                return value, span
    return None
