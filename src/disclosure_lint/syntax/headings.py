"""Headings: the top-level ones that open the parts, told from row labels and lists, and those below them.

Headings may stand on lines of their own or, in page text without line breaks, in the middle of a line. There only
the wordings of the form open a part. 一、二、三、四、 also number rows of table three: these are never headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from disclosure_lint.forms import SQUEEZED, FormPart, forms, squeezed, squeezed_folded
from disclosure_lint.report.model import Heading
from disclosure_lint.source import Span
from disclosure_lint.syntax.labels import row_ordinals, trie_pattern

_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九十", 1)}
# The leading class lets the search skip all other characters.
_TOP = re.compile(
    r"[一二三四五六七八九十第](?:(?<!第)[一二三四五六七八九十]{0,2}[ \t]*[、.,:][ \t]*"
    r"|(?<=第)[一二三四五六七八九十]{1,2}部分[ \t、.,:]*)"
)
_ORDINAL_MARKS = " \t、.,:第部分"
_DECORATION = " \t#*>|"
_SKIPPED = frozenset(" \t\r\n") | {chr(code) for code, kept in SQUEEZED.items() if kept is None}
_LISTING = "、,;"
_LEADER = re.compile(r"[ \t.…·・。_—–\-(]*\d{0,3}[ \t\r\n;,、。#*|)]*(?:第?\d{1,3}页[\s;,、。#*|]*)?")
"""What stands behind an entry of a table of contents: dots and the number of a page."""
_SENTENCE = re.compile(r"[。;!?]")
_BREAK = re.compile(r"[\r\n]")
_LONGEST_TITLE = 40
_SHORT_TITLE = 8
_WINDOW = 96
_MOST_PARTS = 5
"""So many titles alone on their lines open the parts of a report that numbers none of them in the usual way."""


@dataclass(frozen=True, slots=True)
class TopHeading:
    """A candidate for a top-level heading. `name` and `number` are None for an unknown title.

    `certain`: the wording is the form's or a known variant; else the part was told by a keyword.
    """

    ordinal: int | None
    name: str | None
    number: int | None
    title: str
    span: Span
    title_span: Span
    exact: bool
    certain: bool
    own_line: bool


def ordinal_value(text: str) -> int:
    """The value of 一 to 九十九 as an ordinal."""
    if len(text) == 1:
        return _DIGITS[text]
    tens, _, units = text.partition("十")
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(units, 0)


@lru_cache(maxsize=1)
def _titles() -> Mapping[str, tuple[FormPart, bool]]:
    """Every known wording, squeezed, to its part and whether it is the official one."""
    found: dict[str, tuple[FormPart, bool]] = {}
    for form in forms().values():
        for part in form.parts:
            for alias in part.aliases:
                found.setdefault(squeezed(alias), (part, False))
    for form in forms().values():
        for part in form.parts:
            found[squeezed(part.title)] = (part, True)
    return found


@lru_cache(maxsize=1)
def _scanner() -> re.Pattern[str]:
    return re.compile(trie_pattern(_titles()))


@lru_cache(maxsize=1)
def _initials() -> frozenset[str]:
    return frozenset(title[0] for title in _titles())


def _window(text: str, start: int) -> str:
    """The squeezed characters from `start` on."""
    return squeezed_folded(text[start : start + _WINDOW])


def _offset(text: str, start: int, count: int) -> int:
    """The offset behind the `count` squeezed characters from `start` on."""
    at = start
    while count:
        count -= text[at] not in _SKIPPED
        at += 1
    return at


def _at_line_start(text: str, start: int) -> bool:
    at = start - 1
    while at >= 0 and text[at] in _DECORATION:
        at -= 1
    return at < 0 or text[at] in "\r\n"


def _line_end(text: str, start: int, stop: int) -> int:
    match = _BREAK.search(text, start, stop)
    return match.start() if match else stop


def _known(text: str, match: re.Match[str], ordinal: int, own_line: bool, stop: int) -> TopHeading | None:
    hit = _scanner().match(_window(text, match.end()))
    if not hit:
        return None
    end = _offset(text, match.end(), hit.end())
    if end > stop:
        return None
    if not own_line:
        before = text[: match.start()].rstrip(" \t")[-1:] if match.start() < 200 else text[match.start() - 1]
        after = text[end : end + 1]
        if (after and after in _LISTING) or before in tuple('“"《〈、,('):
            return None
    part, official = _titles()[hit[0]]
    if own_line and (rest := _rest_of_title(text, end, stop)):
        end, official = end + len(rest), False
    span = Span(match.start(), end)
    title_span = Span(match.end(), end)
    return TopHeading(
        ordinal, part.name, part.number, text[match.end() : end], span, title_span, official, True, own_line
    )


def _rest_of_title(text: str, end: int, stop: int) -> str:
    """What follows a known title on its own line, when it is short enough to belong to it (总体情况、 or 情况说明)."""
    rest = text[end : _line_end(text, end, stop)].rstrip(" \t#*|")
    return rest if 0 < len(rest) <= 8 and not _SENTENCE.search(rest) and not any(c.isdigit() for c in rest) else ""


def _unknown(text: str, match: re.Match[str], ordinal: int, stop: int) -> TopHeading | None:
    end = _line_end(text, match.end(), stop)
    title = text[match.end() : end].strip(" \t#*|")
    if not 2 <= len(title) <= _LONGEST_TITLE or _SENTENCE.search(title) or "|" in title or "\t" in title:
        return None
    start = match.end() + text[match.end() : end].index(title)
    part = _part_by_spelling(squeezed(title)) or _part_by_keyword(title)
    span = Span(match.start(), start + len(title))
    title_span = Span(start, start + len(title))
    name, number = (part.name, part.number) if part else (None, None)
    return TopHeading(ordinal, name, number, title, span, title_span, False, False, True)


def _parts() -> Sequence[FormPart]:
    return next(form.parts for form in forms().values() if form.parts)


def _part_by_keyword(title: str) -> FormPart | None:
    found = [part for part in _parts() if any(word in title for word in part.keywords)]
    # 依申请公开 also says 公开申请, 主动公开 may stand in 依申请…; the part with the longest word that matches wins.
    return max(found, key=lambda part: max(len(w) for w in part.keywords if w in title)) if found else None


def _part_by_spelling(title: str) -> FormPart | None:
    """The part whose official title differs by a slip of one or two characters (行政法复议)."""
    from difflib import SequenceMatcher

    for part in _parts():
        wanted = squeezed(part.title)
        if abs(len(wanted) - len(title)) <= 2 and SequenceMatcher(None, wanted, title).ratio() >= 0.85:
            return part
    return None


def candidates(text: str, start: int, stop: int) -> Iterator[TopHeading]:
    """Every place in folded text that may open a part, in order."""
    rows, initials = row_ordinals(), _initials()
    for match in _TOP.finditer(text, start, stop):
        own_line = _at_line_start(text, match.start())
        if not own_line and text[match.end() : match.end() + 1].strip() and text[match.end()] not in initials:
            continue
        written = match[0].strip(_ORDINAL_MARKS)
        ordinal = ordinal_value(written)
        if (written + "," + _window(text, match.end())[:4]) in rows:
            continue
        heading = _known(text, match, ordinal, own_line, stop)
        if heading is None and own_line:
            heading = _unknown(text, match, ordinal, stop)
        if heading:
            yield heading


def _without_contents(text: str, found: list[TopHeading], stop: int) -> list[TopHeading]:
    """Headings without a table of contents: a run of known headings with nothing between, all of which come again."""
    last = {heading.name: index for index, heading in enumerate(found) if heading.certain}
    kept = []
    listed = False
    for index, heading in enumerate(found):
        follows = found[index + 1].span.start if index + 1 < len(found) else stop
        if listed:  # behind the last entry there is text
            follows = min(follows, _line_end(text, heading.span.end, stop))
        empty = follows - heading.span.end < _WINDOW and _LEADER.fullmatch(text, heading.span.end, follows) is not None
        repeated = heading.certain and last[heading.name] > index
        listed = empty and repeated
        if not listed:
            kept.append(heading)
    return kept


def _known_once(found: list[TopHeading]) -> list[TopHeading]:
    """Headings told by a keyword stay only where the part has no heading in known words; the rest become unknown."""
    certain = {heading.name for heading in found if heading.certain}
    seen: set[str] = set()
    kept = []
    for heading in found:
        name = heading.name
        if name and not heading.certain:
            kept.append(replace(heading, name=None, number=None) if name in certain | seen else heading)
            seen.add(name)
        else:
            kept.append(heading)
    return kept


def _top_level(found: list[TopHeading]) -> list[TopHeading]:
    """Headings that open parts: known ones, and unknown ones that go on in the numbering of the parts."""
    kept: list[TopHeading] = []
    for heading in found:
        previous = kept[-1].ordinal if kept else 0
        if heading.name or (previous is not None and heading.ordinal == previous + 1):
            kept.append(heading)
    return kept


def top_headings(text: str, start: int, stop: int) -> list[TopHeading]:
    """The headings that open the parts, in order, of folded text."""
    found = _top_level(_known_once(_without_contents(text, list(candidates(text, start, stop)), stop)))
    missing = {part.name for part in _parts()} - {heading.name for heading in found if heading.name}
    loose = list(_unnumbered(text, start, stop, missing)) if missing else []
    if found or len(loose) >= _MOST_PARTS:
        found = sorted([*found, *loose], key=lambda heading: heading.span)
    return found


_LOOSE = r"^[ \t#*]*(\(?([一二三四五六七八九十]|\d)\)?[ \t]*[、.,:]?[ \t]*)?(%s)[ \t:、。#*]*$"


def _unnumbered(text: str, start: int, stop: int, missing: set[str]) -> Iterator[TopHeading]:
    """Titles of missing parts that stand alone on a line, without an ordinal or with one of another kind."""
    for wording, (part, official) in _titles().items():
        pieces = wording.split(",")  # so 、 is written in a wording
        if part.name not in missing or pieces[0] not in text:
            continue
        for match in re.compile(_LOOSE % "[、,]".join(map(re.escape, pieces)), re.M).finditer(text, start, stop):
            ordinal = match[2]
            value = None if ordinal is None else int(ordinal) if ordinal.isdigit() else ordinal_value(ordinal)
            # （一）主动公开情况 is an aspect of part one, 主动公开情况 alone may be; 主动公开政府信息情况 is the part.
            if value not in (None, part.number) or (value is None and len(wording) < _SHORT_TITLE and not official):
                continue
            begin = match.start(1) if ordinal else match.start(3)
            missing = missing - {part.name}
            yield TopHeading(
                value, part.name, part.number, match[3], Span(begin, match.end(3)), Span(*match.span(3)), official,
                True, True,
            )  # fmt: skip
            break


# The leading class lets the search skip all that is neither bracket nor digit.
_LOWER = re.compile(
    r"[(0-9](?:(?<=\()(?:(?P<han>[一二三四五六七八九十]{1,3})|(?P<bracketed>[0-9]{1,2}))\)"
    r"|(?<=[0-9])(?<![0-9.][0-9])[0-9]?[.、,](?![0-9]))"
)
_RUN_IN_END = re.compile(r"[。:;]")
_SENTENCE_MARKS = frozenset("。;!?)")


def _opens(text: str, start: int) -> bool:
    """Whether something may begin here: at the start of a line or behind the end of a sentence."""
    at = start - 1
    while at >= 0 and text[at] in _DECORATION:
        at -= 1
    return at < 0 or text[at] in "\r\n" or (text[at] in _SENTENCE_MARKS and "#" not in text[at:start])


def lower_headings(text: str, start: int, stop: int) -> tuple[Heading, ...]:
    """Headings below the top level （一） 1. （1）, at the start of a line or after the end of a sentence."""
    found = []
    for match in _LOWER.finditer(text, start, stop):
        if not _opens(text, match.start()):
            continue
        if match["han"]:
            level, ordinal = 2, ordinal_value(match["han"])
        elif match["bracketed"]:
            level, ordinal = 4, int(match["bracketed"])
        else:
            level, ordinal = 3, int(match[0][:-1])
        end = _line_end(text, match.end(), min(stop, match.end() + 60))
        sentence = _RUN_IN_END.search(text, match.end(), end)
        end = sentence.start() if sentence else end
        title = Span(match.end(), end)
        found.append(Heading(level, ordinal, text[slice(*title)].strip(), Span(match.start(), end), title))
    return tuple(found)
