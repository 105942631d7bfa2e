"""Dates in the text. What one looks like says `grammars/dates.lark`; whether its day exists says the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from disclosure_lint.report.model import DateMention
from disclosure_lint.source import Source, Span
from disclosure_lint.syntax.numerals import number, parser

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

_GAP = r"[ \t\r\n]{0,8}"
_NAMES = "零〇○Oo一二三四五六七八九"
_YEAR = rf"(?:[0-9]{{1,12}}|20[ \t]+[0-9]{{2}}|20[0-9][ \t]+[0-9]|2[ \t]+0[0-9]{{2}}|[{_NAMES}0]{{2,5}})"
_SMALL = rf"(?:[0-9]{{1,4}}|[0-9][ \t]+[0-9]|[{_NAMES}十]{{1,3}})"
_MONTH = rf"(?:{_SMALL}|元)"
_OPEN_END = r"(?=[止至到起—\-~～–])"

# One month is one candidate: the pattern is tried only around a 月, so that the digits of tables cost nothing.
_AROUND_MONTH = re.compile(
    rf"(?<![0-9{_NAMES}])"
    rf"(?:{_YEAR}{_GAP}年度?{_GAP}(?:{_MONTH}{_GAP}月(?:{_GAP}{_SMALL}{_GAP}(?:[日号]|{_OPEN_END}))?|月{_GAP}日)"
    rf"|20[0-9]{{3,4}}月[0-9]{{1,4}}日"
    rf"|(?:(?<![年每个])|(?<=[同当]年))[0-9{_NAMES}十]{{1,3}}{_GAP}月{_GAP}{_SMALL}{_GAP}(?:[日号]|{_OPEN_END}))"
)
_REACH = 48
_NUMERIC = re.compile(r"20[0-9]{2}([-./])[0-9]{1,4}\1[0-9]{1,4}(?![A-Za-z0-9_/]|\.[0-9]|-(?!20[0-9]{2}[./]))")
_BEFORE_NUMERIC = re.compile(r"[A-Za-z0-9_./-]")
_RUN_TOGETHER = re.compile(r"(?<![0-9])20[0-9]{4,6}日")
_CONNECTOR = re.compile(r"\s*起?[,，]?\s*(?:至|到|[—–\-~～]{1,2})\s*(?:[同当]年)?")


class _Parts(NamedTuple):
    year: int | None
    month: int | None
    day: int | None
    damaged: bool


_DAMAGED = _Parts(None, None, None, True)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return parser("dates", ("date",))


@lru_cache(maxsize=4096)
def _parts(text: str) -> _Parts:
    from lark import UnexpectedInput

    try:
        shape = cast("Tree[Token]", _parser().parse(text).children[0])
    except UnexpectedInput:
        return _DAMAGED
    named: dict[str, int] = {}
    for node in shape.find_pred(lambda tree: tree.data in _ROLES):
        digits = "".join(node.scan_values(lambda _: True)) or "1"  # 元月 is the first month
        named[_ROLES[node.data]] = int(digits) if digits.isascii() and digits.isdigit() else int(number(digits) or 0)
    if shape.data == "numeric" and not (0 < named["month"] <= 12 and 0 < named["day"] <= 31):
        return _DAMAGED  # 2021-45-12 is a number of something, or lost a digit
    return _Parts(named.get("year"), named.get("month"), named.get("day"), False)


_ROLES = {"year": "year", "month": "month", "day": "day", "numeric_month": "month", "numeric_day": "day"}


def _calendar_day(year: int | None, month: int | None, day: int | None) -> date | None:
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def mention(source: Source, span: Span) -> DateMention:
    """The date that a stretch of the text is, damaged if it is none."""
    year, month, day, damaged = _parts(source.folded[span.start : span.end])
    return DateMention(
        span, source.text[span.start : span.end], year, month, day, _calendar_day(year, month, day), damaged
    )


def inheriting(later: DateMention, year: int | None) -> DateMention:
    """A date without a year of its own, with the year of the date it is joined to."""
    if later.year is not None or later.damaged or year is None:
        return later
    value = _calendar_day(year, later.month, later.day)
    return DateMention(later.span, later.text, year, later.month, later.day, value)


def _written(text: str, span: Span) -> Iterator[Span]:
    reached = span.start
    at = text.find("月", span.start, span.end)
    while at >= 0:
        match = _AROUND_MONTH.search(text, max(reached, at - _REACH), min(span.end, at + _REACH))
        if match and match.start() <= at:
            yield Span(*match.span())
            reached = match.end()
        at = text.find("月", max(at + 1, reached), span.end)


def _numeric(text: str, span: Span) -> Iterator[Span]:
    joined = -1
    for match in _NUMERIC.finditer(text, span.start, span.end):
        start = match.start()
        if start == joined or not (start and _BEFORE_NUMERIC.match(text[start - 1])):
            yield Span(*match.span())
            joined = match.end() + 1


def _run_together(text: str, span: Span) -> Iterator[Span]:
    at = text.find("日", span.start, span.end)
    while at >= 0:
        if text[at - 1 : at].isdigit():
            match = _RUN_TOGETHER.search(text, max(span.start, at - 12), at + 1)
            if match:
                yield Span(*match.span())
        at = text.find("日", at + 1, span.end)


def dates(source: Source, span: Span) -> tuple[DateMention, ...]:
    """Every date in a stretch of the text, in order: years with month, with or without a day, and days without a year.

    A day joined to the date before it (2021年1月1日至12月31日) has that date's year. `value` is None where the day does
    not exist (2月30日), where the year or day is not said, and where the date is damaged.
    """
    text = source.folded
    spans = sorted({*_written(text, span), *_numeric(text, span), *_run_together(text, span)})
    found: list[DateMention] = []
    for stretch in spans:
        one = mention(source, stretch)
        if one.year is None and found and _CONNECTOR.fullmatch(text, found[-1].span.end, stretch.start):
            one = inheriting(one, found[-1].year)
        found.append(one)
    return tuple(found)
