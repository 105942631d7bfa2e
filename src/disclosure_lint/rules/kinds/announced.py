"""The parts that the preamble announces: how many, which, and whether they are there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import ClassVar, NamedTuple

from disclosure_lint.finding import Place
from disclosure_lint.forms import form_for, forms, squeezed
from disclosure_lint.report.model import Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.kinds.sections import known_parts, statutory_parts
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome
from disclosure_lint.rules.passage import Passage, place_of
from disclosure_lint.rules.wording import Wordings
from disclosure_lint.source import Span

_NUMERALS = {word: value for value, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_FEWEST_NAMED = 3
_NEAR = 30
_SENTENCES = re.compile(r"[^。\n]+")
_SENTENCE = re.compile(r"[^。;:()!?\n]*")


class _List(NamedTuple):
    """The names of parts listed one after the other, and whether all of what stands there was understood."""

    names: tuple[str, ...]
    start: int
    end: int
    whole: bool


@kind("announced-parts")
@dataclass(frozen=True)
class AnnouncedParts:
    """The parts announced in the preamble are as many as it says, and those that follow.

    Names are known ones (the form's, their variants, and `names` by part), so that a 顿号 inside a name splits nothing;
    a list with anything else in it is not counted. `joined`: what may stand between two names, ignored in names.
    `announces`: words of the sentence that announces them. `tail`: what may follow the last name. `number`: how the
    number is given, as group 1.
    """

    number: Wordings
    announces: Wordings
    joined: tuple[str, ...]
    tail: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    OUTCOMES: ClassVar = ("number", "missing", "present")
    PLACEHOLDERS: ClassVar = {
        "number": ("announced", "listed"),
        "missing": ("absent", "listed"),
        "present": ("announced", "found"),
    }
    LABELS: ClassVar = {"list": ("listed",), "heading": ()}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for the report."""
        place = Place(part="preamble")
        where = place_of(report, "preamble")
        if not where.text:
            where = place_of(report, "overview")
        listed = self._listed(where.text)
        number, at = self._number(where, listed)
        if listed and listed.whole and number is not None and number != len(listed.names):
            values = {"announced": number, "listed": len(listed.names)}
            mark = Mark(where.span(listed.start, listed.end), "list")
            yield Failed(Mark(at), place, "number", values, (mark,))
        elif listed and not listed.whole and (number is None or not _has_form(report)):
            yield NotAssessable("list-unread", place)
        elif _has_form(report) and (listed or number is not None):
            yield from self._against_headings(report, where, listed, number, at)

    def _against_headings(
        self, report: Report, where: Passage, listed: _List | None, number: int | None, at: Span
    ) -> Iterator[Outcome]:
        place = Place(part="preamble")
        known = {part.name: part for part in known_parts(report)}
        if len(known) < len(statutory_parts(report)):
            yield NotAssessable("parts-missing", place)
            return
        unlisted = [part for name, part in known.items() if listed and listed.whole and name not in listed.names]
        if listed and unlisted:
            values = {"absent": tuple(part.title for part in unlisted), "listed": len(listed.names)}
            marks = tuple(Mark(part.heading, "heading") for part in unlisted)
            yield Failed(Mark(where.span(listed.start, listed.end)), place, "missing", values, marks)
        elif number is not None and self._off(number, len(known), len(report.parts), listed):
            marks = tuple(Mark(part.heading, "heading") for part in report.parts)
            yield Failed(Mark(at), place, "present", {"announced": number, "found": len(report.parts)}, marks)

    def _off(self, number: int, known: int, headings: int, listed: _List | None) -> bool:
        """Whether there are not as many parts as announced; more may be announced where more than parts is listed."""
        return number < known or (number > headings and (listed is None or listed.whole))

    def _number(self, where: Passage, listed: _List | None) -> tuple[int | None, Span]:
        """The number of parts as announced, near the list if there is one."""
        for match in self.number.all(where.text):
            if listed and not listed.start - _NEAR <= match.start() <= listed.end + _NEAR:
                continue
            value = int(match[1]) if match[1].isdigit() else _NUMERALS.get(match[1])
            return value, where.span(*match.span())
        return None, Span(0, 0)

    def _listed(self, text: str) -> _List | None:
        """The known names in the sentence that announces them."""
        sentences = (match for match in _SENTENCES.finditer(text) if self.announces.first(match[0]))
        lists = [found for match in sentences if (found := self._list_in(text, *match.span()))]
        return max(lists, key=lambda found: len(found.names), default=None)

    def _list_in(self, text: str, begin: int, stop: int) -> _List | None:
        kept, offsets = _left_out(
            text, begin, stop, [match.span() for match in self._joining.finditer(text, begin, stop)]
        )
        hits = list(self._known.finditer(kept))
        if len(hits) < _FEWEST_NAMED:
            return None
        names = tuple(dict.fromkeys(self._parts[hit[0]] for hit in hits))
        start, end = offsets[hits[0].start()], offsets[hits[-1].end() - 1] + 1
        adjoining = all(one.end() == other.start() for one, other in pairwise(hits))
        return _List(names, start, end, adjoining and self._is_bounded(text, start, end))

    def _is_bounded(self, text: str, start: int, end: int) -> bool:
        """Whether no unknown name comes before the first or after the last one."""
        if self._joining.search(text, max(0, start - 1), start):
            return False
        rest = _SENTENCE.match(text, end)
        number = self.number.first(text, end)
        stop = min([rest.end() if rest else end, *([number.start()] if number else [])])
        return not self._ending.sub("", text[end:stop])

    @cached_property
    def _ending(self) -> re.Pattern[str]:
        return _any_of((*self.joined, *self.tail))

    @cached_property
    def _joining(self) -> re.Pattern[str]:
        return _any_of(self.joined)

    @cached_property
    def _parts(self) -> Mapping[str, str]:
        """Every known wording, without joining words, to the name of its part."""
        found: dict[str, str] = {}
        for form in forms().values():
            for part in form.parts:
                for wording in (part.title, *part.aliases, *self.names.get(part.name, ())):
                    found[self._joining.sub("", squeezed(wording))] = part.name
        return found

    @cached_property
    def _known(self) -> re.Pattern[str]:
        return _any_of(self._parts)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of some words, the longest first."""
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def _has_form(report: Report) -> bool:
    """Whether the report's year has a form to go by."""
    form = form_for(report.year) if report.year else None
    return form is None or bool(form.parts)


def _left_out(text: str, at: int, stop: int, spans: list[tuple[int, int]]) -> tuple[str, list[int]]:
    """A stretch without some stretches of it, and the offset of each character left."""
    offsets: list[int] = []
    for start, end in [*spans, (stop, stop)]:
        offsets.extend(range(at, start))
        at = end
    return "".join(text[offset] for offset in offsets), offsets
