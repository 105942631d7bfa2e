"""The title, 云岭县人民政府2023年政府信息公开工作年度报告: on one line or several, in the text or in the metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from disclosure_lint.report.model import Agency, Metadata, Title
from disclosure_lint.source import Source, Span
from disclosure_lint.syntax.agencies import agency, begins_with_place, classified, is_place
from disclosure_lint.syntax.metadata import page_title
from disclosure_lint.syntax.numerals import number
from disclosure_lint.syntax.wordings import wordings

_G = r"[ \t]{0,4}"
_S = r"\s{0,80}"
_DIGITS = r"(?:19|20)[0-9]{2}|2[ \t]{1,2}0[ \t]{1,2}[0-9][ \t]{1,2}[0-9]|[一二][零〇○Oo0一二三四五六七八九]{3}"
_CORE = re.compile(
    rf"(?:政{_G}府{_S})?(?:信{_G}息|政{_G}务)(?:{_G}[和与及]{_G}政{_G}务)?{_S}公{_G}开{_S}(?:工{_G}作{_S})?(?:情{_G}况{_S})?(?:总{_G}结{_S})?"
    rf"(?:(?P<year>{_DIGITS}){_G}年?{_G})?(?:的{_G})?(?:年{_G}度{_S})?(?:工{_G}作{_S})?(?:报{_G}告|年{_G}报)"
)
_COMPLETE = "政府信息公开工作年度报告"
_YEAR = re.compile(rf"(?<![0-9])({_DIGITS})(?:{_G}年(?:{_G}度)?|(?![0-9]))")
_YEAR_BEHIND = re.compile(rf"{_S}[(]?{_G}({_DIGITS}){_G}年?{_G}度?{_G}[)]?(?={_G}(?:[\r\n]|$))")
_MARKUP = str.maketrans("", "", "*#|")
_YEAR_WORD = re.compile(rf"(?:{_DIGITS})(?:年度?)?|年度?|度")
_BOUNDARY = re.compile(r"[。;,:《》“”\"<>|/?!…]|\r?\n|\r")
_LINE_END = re.compile(r"[ \t|*]*(?:[\r\n]|$)")
_AFTER = re.compile(r"\s|[(|_\-—》]")
_WORD = re.compile(r"\S+")
_AROUND = " \t\r\n#*|·•-—_"
_NAME = re.compile(r"[\w()〔〕·•、 \t]{2,48}")
_LINES_ABOVE = 3
_LONGEST = 120


class _Words(NamedTuple):
    sentence: re.Pattern[str]
    followers: re.Pattern[str]
    around: tuple[str, ...]


class _Prefix(NamedTuple):
    """What stands before the title's own words: where it begins, the agency's name and the year in it."""

    start: int
    name: Span | None
    year: Span | None


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = wordings()["title"]
    return _Words(
        re.compile("|".join(data["sentence"])), re.compile("|".join(data["followers"])), tuple(data["around"])
    )


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """The stretch without blanks and linking words at its ends, None if nothing is left."""
    changed = True
    while changed and start < end:
        changed = False
        if text[start] in _AROUND:
            start, changed = start + 1, True
        elif text[end - 1] in _AROUND:
            end, changed = end - 1, True
        for word in _words().around:
            if text.startswith(word, start, end) and word not in ("年", "度"):
                start, changed = start + len(word), True
            if text.endswith(word, start, end):
                end, changed = end - len(word), True
    return Span(start, end) if start < end else None


def _named(text: str, start: int, end: int) -> tuple[Span | None, Span | None]:
    """The agency's name and the year in a stretch."""
    match = _YEAR.search(text, start, end)
    if not match:
        return _trimmed(text, start, end), None
    before, behind = _trimmed(text, start, match.start()), _trimmed(text, match.end(), end)
    return before or behind, Span(*match.span(1))


def _is_agency(text: str, span: Span | None) -> bool:
    if span is None or not _NAME.fullmatch(text, *span):
        return False
    name = "".join(text[slice(*span)].split())
    return "公开" not in name and "首页" not in name and classified(name)[0] is not None


def _own_words(text: str, start: int, end: int) -> int:
    """Where a title begins on its line: words of a page before it (bread crumbs) are no part of it."""
    words = list(_WORD.finditer(text, start, end))
    if not words or len("".join(word[0] for word in words)) < 2 * len(words):
        return start
    glued = words[-1].end() == end
    at = len(words)
    if glued:
        at -= 1
    while at and _YEAR_WORD.fullmatch(words[at - 1][0]):
        at -= 1
    named = at < len(words) and _is_agency(text, _named(text, words[at].start(), end)[0])
    if at and not named and _is_agency(text, _named(text, *words[at - 1].span())[0]):
        at -= 1
    while at and _YEAR_WORD.fullmatch(words[at - 1][0]):
        at -= 1
    return words[at].start() if at < len(words) else end


def _line_above(text: str, at: int, floor: int) -> Span | None:
    """The nearest line with text above an offset, None if there is none."""
    end = max(text.rfind("\n", floor, at), text.rfind("\r", floor, at))
    while end > floor:
        start = max(text.rfind("\n", floor, end), text.rfind("\r", floor, end)) + 1
        start = max(start, floor)
        stretch = _trimmed(text, start, end)
        if stretch:
            return stretch
        end = start - 1
    return None


def _with_lines_above(text: str, prefix: _Prefix, floor: int) -> _Prefix:
    """The prefix with the lines above that give the agency or the year it lacks."""
    for _ in range(_LINES_ABOVE):
        line = None if prefix.name and prefix.year else _line_above(text, prefix.start, floor)
        if line is None:
            break
        name, year = _named(text, *line)
        if name is None and year and not prefix.year:
            prefix = _Prefix(line.start, prefix.name, year)
        elif not prefix.name and _is_agency(text, name) and not (year and prefix.year):
            prefix = _Prefix(line.start, name, prefix.year or year)
        else:
            break
    return _with_place_above(text, prefix, floor)


def _with_place_above(text: str, prefix: _Prefix, floor: int) -> _Prefix:
    """The prefix with a place that has the line above the agency's name to itself: 云岭县 above 水利局."""
    if prefix.name is None or prefix.name.start != prefix.start:
        return prefix
    line = _line_above(text, prefix.start, floor)
    if line is None or not is_place(text[slice(*line)]) or begins_with_place(text[slice(*prefix.name)]):
        return prefix
    return _Prefix(line.start, Span(line.start, prefix.name.end), prefix.year)


def _prefix(text: str, core: re.Match[str], floor: int) -> _Prefix | None:
    """What stands before the title's own words, None if a sentence does."""
    start = max(floor, core.start() - _LONGEST)
    closer = "" if start == floor else " "
    for boundary in _BOUNDARY.finditer(text, start, core.start()):
        start, closer = boundary.end(), boundary[0]
    if closer == "《" and not _is_whole_line(text, start - 1, core.end()):
        return None
    if (closer and closer in '。;,“"') or _words().sentence.search(text, start, core.start()):
        return None
    begin = _own_words(text, start, core.start())
    name, year = _named(text, begin, core.start())
    if name and not _NAME.fullmatch(text, *name):
        return None
    first = min([core.start(), *(span.start for span in (name, year) if span)])
    prefix = _Prefix(first, name, year or (Span(*core.span("year")) if core["year"] else None))
    alone = not text[start:begin].strip(_AROUND) and (not closer or closer in "\r\n")
    return _with_lines_above(text, prefix, floor) if alone else prefix


def _is_whole_line(text: str, opening: int, end: int) -> bool:
    """Whether a title in 《》 is all that its line holds: elsewhere it is named in a sentence."""
    floor = max(0, opening - _LONGEST)
    line = max(text.rfind("\n", floor, opening), text.rfind("\r", floor, opening), floor - 1) + 1
    closing = text[end : end + 1] == "》" and _LINE_END.match(text, end + 1)
    return not text[line:opening].strip(_AROUND) and bool(closing)


def _follows(text: str, core: re.Match[str], end: int) -> bool:
    """Whether what follows lets the words before be a title."""
    if _LINE_END.match(text, core.end(), end) or core.end() == end:
        return True
    return bool(_AFTER.match(text, core.end(), end) or _words().followers.match(text, core.end(), end))


def _agency(source: Source, name: Span | None, core: re.Match[str]) -> Agency | None:
    if name is None:
        return None
    # 云岭县人民政府信息公开年度报告 says 政府 once for both.
    if source.text[slice(*name)].endswith("人民") and name.end == core.start() and core[0].startswith("政府"):
        name = Span(name.start, name.end + 2)
    return agency(source.text[slice(*name)], name)


def _title(source: Source, core: re.Match[str], prefix: _Prefix, end: int) -> Title:
    text = source.folded
    year = prefix.year
    stop = core.end()
    behind = None if year else _YEAR_BEHIND.match(text, core.end(), end)
    if behind:
        year, stop = Span(*behind.span(1)), behind.end()
    words = "".join(core[0].split()).replace("的", "")
    if core["year"]:
        words = words.replace(core["year"], "")
    digits = "".join(text[slice(*year)].split()) if year else ""
    value = int(number(digits) or 0) if digits else None
    span = Span(prefix.start, stop)
    return Title(
        span,
        "".join(source.text[slice(*span)].split()).translate(_MARKUP),
        _agency(source, prefix.name, core),
        value,
        year,
        _COMPLETE in words.replace("年年", "年"),
    )


def _titles(source: Source, span: Span) -> Iterator[Title]:
    text = source.folded
    for core in _CORE.finditer(text, *span):
        prefix = _prefix(text, core, span.start) if _follows(text, core, span.end) else None
        if prefix:
            yield _title(source, core, prefix, span.end)


def _weight(title: Title) -> tuple[bool, bool, bool]:
    return bool(title.agency and title.agency.kind), title.year is not None, title.complete_words


def title(source: Source, span: Span, page: Metadata) -> Title | None:
    """The title in the head of a report, else the one that the page's metadata give, None if there is none.

    Of several the fullest is taken, and of equals the last: the page's own headline stands above the report's.
    """
    best: Title | None = None
    for candidate in _titles(source, span):
        if best is None or _weight(candidate) >= _weight(best):
            best = candidate
    if best:
        return best
    named = page_title(page)
    found = next(_titles(source, named[1]), None) if named else None
    return replace(found, from_metadata=True) if found else None
