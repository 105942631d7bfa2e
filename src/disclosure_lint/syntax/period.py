"""The statistics period: 本报告所列数据的统计期限自2020年1月1日起至2020年12月31日止."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from disclosure_lint.report.model import DateMention, Period
from disclosure_lint.source import Source, Span
from disclosure_lint.syntax.dates import dates, inheriting
from disclosure_lint.syntax.wordings import wordings

_CONNECTOR = re.compile(
    r"\s*(?:[日止])?起?(?:开始)?\s*[,，]?\s*(?:至|到|[—–\-~～]{1,2})\s*(?:[同当]年)?(?=[0-9零〇○一二])"
)
_CLOSING = re.compile(r"\s*止?(?:[,，]?\s*期间)?")
_DURING = re.compile(r"\s*止?的?期间")
_WHOLE_YEAR = re.compile(r"(20[0-9]{2})\s*(?:年度|年全年|年)(?:全年)?(?=\s*(?:[。;,)]|$))")
_DAMAGED_END = re.compile(r"[0-9]{3,8}日|[0-9]{1,4}月日")
_BLANK = re.compile(r"\s")
_LINE_BREAK = re.compile(r"[\r\n]")
_MONTHS = re.compile(
    r"(20[0-9]{2})\s?年\s?([0-9]{1,2})\s?月?份?\s?(?:至|到|[—–\-~～]{1,2})\s?([0-9]{1,2})\s?月份?(?!\s?[0-9])"
)
_REACH = 64
_NEAR = 24


class _Words(NamedTuple):
    marker: re.Pattern[str]
    strong: re.Pattern[str]
    about: re.Pattern[str]
    last_day: re.Pattern[str]
    sentence: re.Pattern[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    data: Mapping[str, Any] = wordings()["period"]
    subjects, nouns, copulas, last = (_breakable(data[key]) for key in ("subjects", "nouns", "copulas", "last_day"))
    between = data["between"]
    head = rf"(?:{subjects})[^。;,:(]{{0,10}}?"
    return _Words(
        re.compile(rf"(?:{head}(?:{nouns}){between}|(?:{subjects})(?:{copulas}))(?=[0-9零〇○一二])"),
        re.compile(_breakable(data["strong"])),
        re.compile(_breakable(data["about"])),
        re.compile(rf"{head}(?:{last}){between}(?=[0-9零〇○一二])"),
        re.compile(_breakable(data["sentences"])),
    )


def _breakable(words: Iterable[str]) -> str:
    """A pattern for any of these words, whichever line break goes through them."""
    return "|".join(r"\s{0,3}".join(word) for word in words)


def period(source: Source, span: Span) -> Period | None:
    """The statistics period that a stretch of the text states, None if it states none.

    A bound that is damaged or does not exist is None; its mention says how it was written.
    """
    text = source.folded
    words = _words()
    for match in words.marker.finditer(text, span.start, span.end):
        found = _from(source, match.start(), Span(match.end(), span.end)) if _meant(text, match, span.start) else None
        if found:
            return found
    return _unmarked(source, span) or _last_day(source, span)


def _meant(text: str, marker: re.Match[str], floor: int) -> bool:
    """Whether the words speak of the report's own figures, not of some survey's."""
    words = _words()
    if words.strong.search(marker[0]) or words.about.search(text, max(floor, marker.start() - _NEAR), marker.end()):
        return True
    return marker.start() == floor or text[marker.start() - 1] in "。;,:\r\n ("


def _from(source: Source, start: int, rest: Span) -> Period | None:
    """The period whose dates begin exactly at `rest`."""
    text = source.folded
    whole_year = _WHOLE_YEAR.match(text, rest.start, rest.end)
    if whole_year:
        year = int(whole_year[1])
        span = Span(start, whole_year.end())
        return _period(source, span, date(year, 1, 1), date(year, 12, 31), None, None)
    months = _MONTHS.match(text, rest.start, rest.end)
    if months:
        return _of_months(source, start, months)
    found = dates(source, Span(rest.start, min(rest.start + _REACH, rest.end)))
    if not found or found[0].span.start != rest.start:
        return None
    first, *later = found
    second = _second(source, first, later[0] if later else None, rest.end)
    if second is None:
        return None
    return _ranged(source, start, first, second)


def _of_months(source: Source, start: int, months: re.Match[str]) -> Period:
    """2023年1—12月 is the whole year; of other months the days are not said."""
    year, first, last = int(months[1]), int(months[2]), int(months[3])
    span = Span(start, months.end())
    if (first, last) == (1, 12):
        return _period(source, span, date(year, 1, 1), date(year, 12, 31), None, None)
    mentions = [
        DateMention(Span(*months.span(group)), source.text[slice(*months.span(group))], year, month, None, None)
        for group, month in ((2, first), (3, last))
    ]
    return _period(source, span, None, None, *mentions)


def _second(source: Source, first: DateMention, later: DateMention | None, end: int) -> DateMention | None:
    connector = _CONNECTOR.match(source.folded, first.span.end, end)
    if not connector:
        return None
    if later and later.span.start == connector.end():
        return inheriting(later, first.year)
    damaged = _DAMAGED_END.match(source.folded, connector.end(), end)
    if not damaged:
        return None
    return DateMention(Span(*damaged.span()), source.text[slice(*damaged.span())], None, None, None, None, True)


def _ranged(source: Source, start: int, first: DateMention, second: DateMention) -> Period:
    first = inheriting(first, second.year)
    closing = _CLOSING.match(source.folded, second.span.end)
    span = Span(start, closing.end() if closing else second.span.end)
    return _period(source, span, first.value, second.value, first, second)


def _period(
    source: Source,
    span: Span,
    start: date | None,
    end: date | None,
    first: DateMention | None,
    second: DateMention | None,
) -> Period:
    text = source.text[span.start : span.end]
    broken = bool(_LINE_BREAK.search(text)) or any(_BLANK.search(one.text) for one in (first, second) if one)
    return Period(span, text, start, end, first, second, broken)


def _unmarked(source: Source, span: Span) -> Period | None:
    """A range without the word: 本报告涵盖内容为2012年1月1日至12月31日期间的政府信息公开工作情况."""
    text = source.folded
    found = dates(source, span)
    for first, second in pairwise(found):
        connector = _CONNECTOR.match(text, first.span.end, span.end)
        if not connector or connector.end() != second.span.start or first.day is None or second.day is None:
            continue
        sentence = max(text.rfind(mark, span.start, first.span.start) for mark in "。;\n")
        begin = max(sentence + 1, span.start, first.span.start - _REACH)
        if _DURING.match(text, second.span.end) and _words().sentence.search(text, begin, first.span.start):
            return _ranged(source, first.span.start, first, inheriting(second, first.year))
    return None


def _last_day(source: Source, span: Span) -> Period | None:
    for match in _words().last_day.finditer(source.folded, span.start, span.end):
        if not _words().about.search(source.folded, max(span.start, match.start() - _NEAR), match.end()):
            continue
        found = dates(source, Span(match.end(), min(match.end() + _REACH, span.end)))
        if found and found[0].span.start == match.end() and found[0].day is not None:
            one = found[0]
            return _period(source, Span(match.start(), one.span.end), None, one.value, None, one)
    return None
