"""The signature at the end of a report: the agency's name and the date of writing, each on a line of its own."""

from __future__ import annotations

import re
from functools import lru_cache

from disclosure_lint.report.model import Agency, DateMention
from disclosure_lint.source import Source, Span
from disclosure_lint.syntax.agencies import agency, classified
from disclosure_lint.syntax.dates import dates
from disclosure_lint.syntax.wordings import wordings

_REACH = 4000
_LONGEST = 40
_LINE = re.compile(r"[^\r\n]+")
_EDGES = " \t#*|()>_"
_STOP = re.compile(r"[。;!?…]")
_NAME = re.compile(r"[\w()〔〕·•、 \t]{2,48}")
_CLOSED = re.compile(r"[ \t)*|]*(?:[\r\n]|$)")

Signature = tuple[Agency | None, DateMention | None]


@lru_cache(maxsize=1)
def _below() -> re.Pattern[str]:
    return re.compile(rf"[\s\[【(>*|#]*(?:{'|'.join(map(re.escape, wordings()['signature']['below']))})")


@lru_cache(maxsize=1)
def _endings() -> tuple[str, ...]:
    return tuple(wordings()["signature"]["ends"])


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end)


def _agency(source: Source, start: int, end: int) -> Agency | None:
    """The agency that a stretch is as a whole, None if it is none."""
    span = _trimmed(source.folded, start, end)
    name = source.text[slice(*span)]
    plain = "".join(name.split())
    if not 2 <= len(plain) <= _LONGEST or not _NAME.fullmatch(source.folded, *span):
        return None
    kind, level = classified(plain)
    return agency(name, span) if kind and (level or len(plain) > 2) and plain.endswith(_endings()) else None


def _agency_above(source: Source, floor: int, at: int) -> Agency | None:
    """The agency on the nearest line with text above an offset."""
    lines = [match for match in _LINE.finditer(source.folded, max(floor, at - 200), at) if match[0].strip(_EDGES)]
    return _agency(source, lines[-1].start(), lines[-1].end()) if lines else None


def _signed(source: Source, mention: DateMention, span: Span) -> Signature | None:
    """What the date signs, None if it stands in running text."""
    text = source.folded
    after = mention.span.end
    if not (_CLOSED.match(text, after, span.end) or after == span.end or _below().match(text, after, span.end)):
        return None
    line = max(text.rfind("\n", span.start, mention.span.start), text.rfind("\r", span.start, mention.span.start)) + 1
    line = max(line, span.start)
    start = line
    for stop in _STOP.finditer(text, line, mention.span.start):
        start = stop.end()
    before = _trimmed(text, start, mention.span.start)
    if before.start == before.end:
        above = _agency_above(source, span.start, line) if start == line else None
        alone = "年" in mention.text and _is_last(text, after, span.end) and not _is_labelled(text, span.start, line)
        return (above, mention) if above or alone else None
    named = _agency(source, *before)
    return (named, mention) if named else None


def _is_labelled(text: str, floor: int, at: int) -> bool:
    """Whether the line above names the date as the page's own: 发布日期."""
    above = text[max(floor, at - 40) : at].rstrip(_EDGES + ":\r\n")
    return above.endswith(tuple(wordings()["signature"]["labels"]))


def _is_last(text: str, at: int, end: int) -> bool:
    """Whether nothing of the report follows an offset."""
    rest = text[at : min(end, at + 40)].strip(_EDGES + "\r\n")
    return not rest or bool(_below().match(rest))


def _last_line_agency(source: Source, span: Span) -> Agency | None:
    """The agency that the last line of the report's own is, None if it is none."""
    text = source.folded
    for match in reversed(list(_LINE.finditer(text, max(span.start, span.end - 600), span.end))):
        if not match[0].strip(_EDGES) or _below().match(text, match.start(), match.end()):
            continue
        return _agency(source, match.start(), match.end())
    return None


def _dated(source: Source, head: Span) -> DateMention | None:
    """A date alone on its line, as it stands in brackets under a title."""
    text = source.folded
    for mention in dates(source, head):
        line = max(text.rfind("\n", head.start, mention.span.start) + 1, head.start)
        alone = not text[line : mention.span.start].strip(_EDGES)
        if alone and mention.day is not None and _CLOSED.match(text, mention.span.end, head.end):
            return mention
    return None


def signature(source: Source, span: Span, head: Span | None = None) -> Signature:
    """The signing agency and the date of signing at the end of a stretch, None for what is not there.

    `head` is what stands between title and text: a date in brackets there counts where the end has none.
    """
    tail = Span(max(span.start, span.end - _REACH), span.end)
    for mention in reversed(dates(source, tail)):
        signed = _signed(source, mention, tail) if mention.year is not None or mention.damaged else None
        if signed:
            return signed
    return _last_line_agency(source, tail), _dated(source, head) if head else None
