"""Lists told by numbers: 一是 二是 三是, and the numbers of headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import ClassVar

from disclosure_lint.report.model import Heading, Part, Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.outcome import Context, Failed, Mark, Outcome
from disclosure_lint.rules.passage import Passage, prose
from disclosure_lint.rules.wording import Wordings
from disclosure_lint.rules.written import Ordinals, written
from disclosure_lint.source import Span

_DIGITS = "一二三四五六七八九十"
_TOP, _BELOW, _ITEM = 1, 2, 3
_DEEPEST = 12
"""Lists that may lie in one another."""
_CHINESE_BEFORE = "第之统唯同专单万周期初年月再十\\d一二三四五六七八九"
"""Characters with which a digit forms a word (统一, 第三), so that 是 after it is a verb."""


def _chinese(ordinal: int) -> str:
    if ordinal <= len(_DIGITS):
        return _DIGITS[ordinal - 1]
    tens, units = divmod(ordinal, 10)
    return ("" if tens == 1 else _DIGITS[tens - 1]) + "十" + (_DIGITS[units - 1] if units else "")


@cache
def _numbered(word: str) -> re.Pattern[str]:
    """A number before a word, not at the end of another word."""
    return re.compile(rf"([{_DIGITS}]){word}(?<![{_CHINESE_BEFORE}].{{{len(word) + 1}}})")


def _number_word(level: int, ordinal: int) -> str:
    """A number as the level writes it: （一） 1. （1）."""
    if level == _BELOW:
        return f"（{_chinese(ordinal)}）"
    return f"{ordinal}." if level == _ITEM else f"（{ordinal}）"


def _stands_in(text: str, level: int, ordinal: int) -> bool:
    """Whether the number of a heading stands somewhere in a folded text, as in a line that ran into another."""
    digits = _chinese(ordinal) if level == _BELOW else str(ordinal)
    return re.search(rf"(?<!\d)\(?{digits}\s*[).、,:]", text) is not None


def _number_span(heading: Heading) -> Span:
    return Span(heading.span.start, heading.title_span.start)


@dataclass
class _Series:
    """A list that has been begun: its last number and where that stands."""

    last: int
    start: int
    end: int
    meant: int = 0
    """What the last number should have been, if it was wrong: the next one may go on from either."""

    def go_on(self, ordinal: int, match: re.Match[str], meant: int = 0) -> None:
        """Take up the next number."""
        self.last, self.meant, (self.start, self.end) = ordinal, meant, match.span()

    def leads_to(self, ordinal: int) -> bool:
        """Whether a number goes on from here."""
        return ordinal - 1 == self.last or (self.meant > 0 and ordinal - 1 == self.meant)


@kind("enumeration")
@dataclass(frozen=True)
class Enumeration:
    """Lists in the text are numbered one after the other, and so are headings below the parts.

    `words`: what follows the number in the text (一是: 是). Lists may lie in one another. `begins`: wordings that begin
    a list in another way (首先); `numbered`: how else a number may be written, with {digit} for it.
    """

    words: tuple[str, ...]
    begins: Wordings = field(default_factory=Wordings)
    numbered: tuple[str, ...] = ()

    OUTCOMES: ClassVar = ("skipped", "twice")
    PLACEHOLDERS: ClassVar = ("found", "before", "expected")
    LABELS: ClassVar = {"before": ()}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each number that does not go on where the one before left off."""
        ordinals = Ordinals(report)
        text = written(report).text
        words = [word for word in self.words if f"二{word}" in text or f"三{word}" in text]
        for part in report.parts:
            for word in words:
                yield from self._listed(prose(report, part), word, ordinals)
            yield from self._headings(report, part, ordinals)

    def _listed(self, where: Passage, word: str, ordinals: Ordinals) -> Iterator[Outcome]:
        text = where.text
        open_lists: list[_Series] = []
        for match in _numbered(word).finditer(text):
            ordinal = _DIGITS.index(match[1]) + 1
            before = _goes_on(open_lists, ordinal, match)
            if before is None:
                continue
            between = text[before.end : match.start()]
            if ordinal < before.last or self._begun_or_numbered(between, before.last + 1):
                open_lists.append(_Series(ordinal, *match.span()))
                continue
            values = {
                "found": match[0],
                "before": f"{_chinese(before.last)}{word}",
                "expected": f"{_chinese(before.last + 1)}{word}",
            }
            span = where.span(*match.span())
            marks = (Mark(where.span(before.start, before.end), "before"),)
            outcome = "twice" if ordinal == before.last else "skipped"
            yield Failed(Mark(span), ordinals.place(span.start), outcome, values, marks)
            before.go_on(ordinal, match, before.last + 1)

    def _begun_or_numbered(self, between: str, expected: int) -> bool:
        if self.begins and self.begins.first(between):
            return True
        return any(form.format(digit=_chinese(expected)) in between for form in self.numbered)

    def _headings(self, report: Report, part: Part, ordinals: Ordinals) -> Iterator[Outcome]:
        before: dict[int, Heading] = {}
        for heading in part.headings:
            previous = before.get(heading.level)
            before = {level: known for level, known in before.items() if level < heading.level}
            before[heading.level] = heading
            if previous is None or heading.ordinal in (1, previous.ordinal + 1) or heading.ordinal < previous.ordinal:
                continue  # a number that goes back may belong to a list whose beginning was not read
            between = report.source.folded[previous.title_span.start : heading.span.start]
            if _stands_in(between, heading.level, previous.ordinal + 1):
                continue
            values = {
                "found": _number_word(heading.level, heading.ordinal),
                "before": _number_word(previous.level, previous.ordinal),
                "expected": _number_word(heading.level, previous.ordinal + 1),
            }
            outcome = "twice" if heading.ordinal == previous.ordinal else "skipped"
            marks = (Mark(_number_span(previous), "before"),)
            place = ordinals.place(heading.span.start)
            yield Failed(Mark(_number_span(heading)), place, outcome, values, marks)


def _goes_on(open_lists: list[_Series], ordinal: int, match: re.Match[str]) -> _Series | None:
    """The list that a number should have gone on with; None if it begins a list or goes on with one."""
    if ordinal > 1:
        del open_lists[:-_DEEPEST]
        for depth in range(len(open_lists) - 1, -1, -1):
            series = open_lists[depth]
            if series.leads_to(ordinal):
                del open_lists[depth + 1 :]
                series.go_on(ordinal, match)
                return None
        if open_lists:
            return open_lists[-1]
    open_lists.append(_Series(ordinal, *match.span()))
    return None


@kind("heading-levels")
@dataclass(frozen=True)
class HeadingLevels:
    """Headings go down the levels 一、（一） 1. （1） one after the other.

    `tolerated`: pairs of levels between which one may be left out, written "1-3".
    """

    tolerated: tuple[str, ...] = ()

    OUTCOMES: ClassVar = ("skipped", "mixed")
    PLACEHOLDERS: ClassVar = ("found", "before")
    LABELS: ClassVar = {"before": ()}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each list of headings that begins at a level out of turn."""
        ordinals = Ordinals(report)
        for part in report.parts:
            seen: set[int] = set()
            above = Heading(_TOP, part.ordinal or 0, part.title, part.heading, part.title_span)
            for heading in part.headings:
                if heading.ordinal == 1 and (outcome := self._outcome(report, above, heading, seen)):
                    values = {"found": _as_written(report, heading), "before": _as_written(report, above)}
                    marks = (Mark(_number_span(above), "before"),)
                    place = ordinals.place(heading.span.start)
                    yield Failed(Mark(_number_span(heading)), place, outcome, values, marks)
                seen.add(heading.level)
                above = heading

    def _outcome(self, report: Report, above: Heading, heading: Heading, seen: set[int]) -> str:
        if heading.level == _BELOW and seen and min(seen) > _BELOW:
            return "mixed"
        if heading.level <= above.level + 1 or f"{above.level}-{heading.level}" in self.tolerated:
            return ""
        between = report.source.folded[above.title_span.start : heading.span.start]
        lost = range(above.level + 1, heading.level)
        return "" if any(_stands_in(between, level, 1) for level in lost) else "skipped"


def _as_written(report: Report, heading: Heading) -> str:
    return report.source.text[slice(*_number_span(heading))].strip()
