"""Words written twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import ClassVar, NamedTuple

from disclosure_lint.finding import Edit
from disclosure_lint.report.model import Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome
from disclosure_lint.rules.wording import Wordings
from disclosure_lint.rules.written import Ordinals, Written, written
from disclosure_lint.source import Span

_SHORTEST, _LONGEST = 2, 8
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_MARKS = frozenset("。,;:、")
_CANDIDATE = re.compile("[\u4e00-\u9fff。,;:、]")
_DIFFERENT = re.compile(rb"[^\0]")
_LIST_MARK = "、"
_LONG_LIST = 3
_CLAUSE_MARKS, _CLAUSE_END = ",;:\n", "。"
_AROUND = 6


class _Repeat(NamedTuple):
    """A repeated stretch: its first half, and where the second half ends."""

    start: int
    middle: int
    end: int


def repeats(text: str, shortest: int = _SHORTEST) -> Iterator[_Repeat]:
    """Every stretch of some Han characters, eight at most, that is followed by itself, and doubled marks.

    Shifted copies of the text are laid over one another as whole numbers: where they agree, their difference is zero.
    That is three times as fast as a regular expression with a back reference.
    """
    low = text.encode("utf-16-le", "surrogatepass")[::2]
    if len(low) != len(text):  # characters outside the basic plane take two places
        yield from _repeats_slowly(text, shortest)
        return
    size = len(low)
    number = int.from_bytes(low, "little")
    for length in range(shortest, _LONGEST + 1):
        agreement = (number ^ (number >> (8 * length))).to_bytes(size, "little")
        run = bytes(length)
        at = agreement.find(run)
        while 0 <= at <= size - 2 * length:
            half = text[at : at + length]
            if half == text[at + length : at + 2 * length] and (_HAN.fullmatch(half) or half in _MARKS):
                # However often the stretch comes again, it is one repetition.
                differs = _DIFFERENT.search(agreement, at)
                follows = differs.start() if differs else size - length
                yield _Repeat(at, at + length, at + length + (follows - at) // length * length)
                at = agreement.find(run, max(follows, at + length))
            else:
                following = _CANDIDATE.search(text, at + 1)
                at = agreement.find(run, following.start()) if following else -1


def _repeats_slowly(text: str, shortest: int) -> Iterator[_Repeat]:
    for length in range(shortest, _LONGEST + 1):
        for match in re.finditer(rf"([\u4e00-\u9fff]{{{length}}})\1", text):
            yield _Repeat(match.start(), match.end(1), match.end())


def _is_heading(report: Report, first: Span, second: int) -> bool:
    """Whether the first half is a heading on a line of its own, which the text below it takes up again."""
    titles = [part.title_span for part in report.parts]
    titles += [heading.title_span for part in report.parts for heading in part.headings]
    above = any(title.start <= first.start and first.end <= title.end <= second for title in titles)
    return above and any(mark in report.source.text[first.end : second] for mark in "\r\n")


@kind("repetition")
@dataclass(frozen=True)
class Repetition:
    """No word, clause, mark or item of a list is written twice.

    `fine`: wordings in which a repetition is right (it must lie in a match); `doubled`: single characters that are
    never doubled, with wordings in which they are. `items`: what may stand twice in one list. With
    more than `most` the text was not written so.
    """

    fine: Wordings
    doubled: Wordings
    items: Wordings
    most: int

    OUTCOMES: ClassVar = ("word", "mark", "item")
    PLACEHOLDERS: ClassVar = ("found", "once")
    LABELS: ClassVar = {"first": ()}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each repetition."""
        if not report.parts:
            yield NotAssessable("no-prose")
            return
        words = written(report)
        ordinals = Ordinals(report)
        all_found = list(islice(self._found(words.text), self.most + 1))
        if len(all_found) > self.most:
            yield NotAssessable("words-everywhere")
            return
        for outcome, repeat in sorted(all_found, key=lambda each: each[1]):
            span = words.span(repeat.start, repeat.end)
            if not words.unbroken(span):
                continue
            first = words.span(repeat.start, repeat.middle)
            if _is_heading(report, first, words.span(repeat.middle, repeat.end).start):
                continue
            found, once = words.text[repeat.start : repeat.end], words.text[repeat.start : repeat.middle]
            if outcome == "item":
                yield self._item(words, repeat, ordinals)
                continue
            edit = Edit(words.span(repeat.middle, repeat.end), "")
            yield Failed(
                Mark(span), ordinals.place(first.start), outcome, {"found": found, "once": once},
                edits=(edit,), applicability="unsafe",
            )  # fmt: skip

    def _item(self, words: Written, repeat: _Repeat, ordinals: Ordinals) -> Failed:
        item = words.text[repeat.middle : repeat.end]
        first = words.span(repeat.start, repeat.start + len(item))
        second = words.span(repeat.middle, repeat.end)
        values = {"found": item, "once": item}
        return Failed(Mark(second), ordinals.place(second.start), "item", values, (Mark(first, "first"),))

    def _found(self, text: str) -> Iterator[tuple[str, _Repeat]]:
        taken = -1
        for repeat in sorted(repeats(text, 1)):
            if repeat.start >= taken and (outcome := self._outcome(text, repeat)):
                taken = repeat.end
                yield outcome, repeat
        yield from self._in_clauses(text)

    def _outcome(self, text: str, repeat: _Repeat) -> str:
        """What is wrong about a repetition, "" if nothing is."""
        if text[repeat.start] in _MARKS:
            return "mark"
        if repeat.middle - repeat.start > 1:
            return "" if self._right(text, repeat) else "word"
        return "word" if self._doubled(text, repeat) else ""

    def _doubled(self, text: str, repeat: _Repeat) -> bool:
        """Whether a doubled character is one that never is."""
        begin = max(0, repeat.start - 1)
        matches = self.doubled.all(text[begin : repeat.end + 1])
        return any(match.start() == repeat.start - begin for match in matches)

    def _right(self, text: str, repeat: _Repeat) -> bool:
        begin = max(0, repeat.start - _AROUND)
        middle = repeat.middle - begin
        return any(match.start() < middle < match.end() for match in self.fine.all(text[begin : repeat.end + _AROUND]))

    def _in_clauses(self, text: str) -> Iterator[tuple[str, _Repeat]]:
        """Clauses that say the same words twice or follow themselves, and lists that name something twice."""
        for mark in _CLAUSE_MARKS:
            text = text.replace(mark, _CLAUSE_END)
        clauses = text.split(_CLAUSE_END)
        starts = list(accumulate((len(clause) + 1 for clause in clauses), initial=0))
        for number, clause in [each for each in enumerate(clauses) if len(each[1]) > 2 * _LONGEST]:
            if number and clause == clauses[number - 1]:
                at = starts[number]
                yield "word", _Repeat(at - len(clause) - 1, at, at + len(clause))
            items = clause.split(_LIST_MARK)
            for place, item in enumerate(items):
                half = len(item) // 2
                if half >= _LONGEST and item[0] == item[half] and item[:half] == item[half : 2 * half]:
                    at = starts[number] + sum(map(len, items[:place])) + place
                    yield "word", _Repeat(at, at + half, at + 2 * half)
            if len(items) > _LONG_LIST and len(set(items)) < len(items):
                yield from (("item", repeat) for repeat in self._items(items, starts[number]))

    def _items(self, items: Sequence[str], at: int) -> Iterator[_Repeat]:
        """Items that stand twice in a list. Its first and last, which run into the sentence, do not count."""
        seen: dict[str, int] = {}
        for number, item in enumerate(items):
            if 0 < number < len(items) - 1 and len(item) >= _SHORTEST and _HAN.fullmatch(item):
                if item in seen and not self.items.first(item):
                    yield _Repeat(seen[item], at, at + len(item))
                seen.setdefault(item, at)
            at += len(item) + 1
