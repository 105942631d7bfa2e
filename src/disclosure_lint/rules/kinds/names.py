"""The names an agency is given in one report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome
from disclosure_lint.rules.passage import place_of
from disclosure_lint.rules.wording import Wordings
from disclosure_lint.source import Span, folded


@lru_cache(maxsize=8)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))


def is_short_for(short: str, full: str) -> bool:
    """Whether the characters of one name occur in the other in the same order (县教育局, 云岭县教育体育局)."""
    rest = iter(full)
    return all(character in rest for character in short)


@kind("names-agree")
@dataclass(frozen=True)
class NamesAgree:
    """Title, preamble and signature name the same agency.

    Short forms agree with full names (the characters of one occur in the other, in order). `compiler`: how the preamble
    names who compiled the report, the name as group 1. `generic`: words that say no more than that it is an office or
    the government itself, without which names are compared; an office compiles for its government or committee.
    `places`: how names of places end, so that 青川市云岭县教育局 and 云岭县教育体育局 agree.
    """

    compiler: Wordings
    generic: tuple[str, ...]
    places: tuple[str, ...]

    PLACEHOLDERS: ClassVar = ("title", "other")
    LABELS: ClassVar = {"title": ()}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each further name."""
        named = report.title.agency if report.title else None
        others = list(self._others(report))
        if named is None or not others:
            yield NotAssessable("one-name-only")
            return
        for place, name, span in others:
            if not self._agree(named.name, name):
                title = Mark(named.span, "title", Place(part="title"))
                yield Failed(Mark(span), Place(part=place), "", {"title": named.name, "other": name}, (title,))

    def _others(self, report: Report) -> Iterator[tuple[str, str, Span]]:
        where = place_of(report, "preamble")
        for match in self.compiler.all(where.text):
            yield "preamble", match[1], where.span(*match.span(1))
        if report.signature_agency:
            yield "signature", report.signature_agency.name, report.signature_agency.span

    def _agree(self, one: str, other: str) -> bool:
        one, other = (_any_of(self.generic).sub("", "".join(folded(name).split())) for name in (one, other))
        if _either_short(one, other):
            return True
        (place, rest), (other_place, other_rest) = self._split(one), self._split(other)
        return _either_short(place, other_place) and _either_short(rest, other_rest)

    def _split(self, name: str) -> tuple[str, str]:
        """The places that a name begins with, and the rest of it."""
        end = max((match.end() for match in _any_of(self.places).finditer(name)), default=0)
        return name[:end], name[end:]


def _either_short(one: str, other: str) -> bool:
    return is_short_for(one, other) or is_short_for(other, one)
