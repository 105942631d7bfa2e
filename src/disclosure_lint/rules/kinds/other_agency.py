"""`other-agency`: words by which a report gives away that it was written for another agency."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, ClassVar, NamedTuple

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Agency, Report
from disclosure_lint.rules.datasets import dataset
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.options import OptionError
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome
from disclosure_lint.rules.passage import Passage, part_at, place_of
from disclosure_lint.rules.wording import Wordings
from disclosure_lint.source import folded

_CITY = "市"


@dataclass(frozen=True)
class Cities:
    """The cities above counties, by the name of a list that has `prefectures` and `municipalities`."""

    names: frozenset[str]

    @classmethod
    def from_option(cls, value: Any) -> Cities:
        """The cities of a list."""
        data = dataset(value)
        if not isinstance(data, dict) or not {"prefectures", "municipalities"} <= data.keys():
            raise OptionError("数据文件里要有 prefectures 和 municipalities", "the list wants both kinds of cities")
        return cls(frozenset([*data["municipalities"], *(name for line in data["prefectures"] for name in line)]))


class _Own(NamedTuple):
    """What an agency may call its place: words of county level and of township level; None where nobody can tell."""

    county: frozenset[str] | None
    township: frozenset[str] | None


@dataclass(frozen=True)
class Words:
    """Words that tell agencies from one another.

    `county`, `township`: what a place of that level may end in. `organs`: how an organ calls itself (局 as in 我局),
    and what a name holds of which that is said. `compilers`: those of them that may stand in the report of a
    government or committee, for it is compiled by such an organ.
    """

    county: tuple[str, ...]
    township: tuple[str, ...]
    organs: Mapping[str, tuple[str, ...]]
    compilers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Joints:
    """Where a word may begin: `marks` are characters before it, besides those that are no Chinese characters at all.

    `verbs`: words of two characters before the name of a site. `after`: for a word the characters that make another
    one of it (全区 in 全区域).
    """

    marks: str
    after: Mapping[str, str] = field(default_factory=dict)
    verbs: tuple[str, ...] = ()


@kind("other-agency")
@dataclass(frozen=True)
class OtherAgency:
    """The prose speaks of the agency itself, not of another one from whose report it was copied.

    Outcomes: "own" (我县 in the report of a 区, 我局 in that of a township), "site" (区政府网站 in that of a 县),
    "addressee" (applications to a government, as `addressee` has it, in that of an organ which is none). Words of a
    level count only where the agency's name tells its own word for that level. One finding for each outcome.
    """

    words: Words
    joints: Joints
    cities: Cities
    addressee: Wordings

    OUTCOMES: ClassVar = ("own", "site", "addressee")
    PLACEHOLDERS: ClassVar = ("found", "right")
    LABELS: ClassVar[Mapping[str, tuple[str, ...]]] = {"again": ("found",)}

    @cached_property
    def _own_words(self) -> re.Pattern[str]:
        after = self.joints.after
        known = sorted({*self.words.county, *self.words.township, *self.words.organs}, key=len, reverse=True)
        return re.compile("([我全])(" + "|".join(f"{word}(?![{after.get(word, '')}\0])" for word in known) + ")")

    @cached_property
    def _sites(self) -> re.Pattern[str]:
        levels = "|".join(self.words.county)
        return re.compile(rf"({levels})(?:人民)?政府(?:门户)?网站")

    def __getstate__(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("words", "joints", "cities", "addressee")}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """At most one failure of each kind."""
        if report.agency is None:
            yield NotAssessable("no-agency")
            return
        where = place_of(report, "prose")
        own = self._own(report.agency)
        selves = (m for m in self._own_words.finditer(where.text) if self._foreign(m[1], m[2], own, report.agency))
        sites = (m for m in self._sites.finditer(where.text) if own.county and m[1] not in own.county)
        for outcome, matches in (
            ("own", [match for match in selves if self._begins(match.start(), where, report)]),
            ("site", [m for m in sites if self._begins(m.start(), where, report, self.joints.verbs)]),
            ("addressee", self._addressed(where, report.agency)),
        ):
            if matches:
                yield self._failed(outcome, matches, where, report, own)

    def _begins(self, at: int, where: Passage, report: Report, verbs: tuple[str, ...] = ()) -> bool:
        """Whether a word begins at a place of the text: no character of another word stands before it."""
        before = where.text[at - 1 : at]
        if not before or before in self.joints.marks or not "\u4e00" <= before <= "\u9fff":
            return True
        if where.text.endswith(verbs, 0, at):
            return True
        last = where.span(at - 1, at).start
        return any(heading.span.start <= last < heading.span.end for part in report.parts for heading in part.headings)

    def _own(self, agency: Agency) -> _Own:
        name, kind_and_level = folded(agency.name), (agency.kind or "", agency.level or "")
        return _own_words(name, *kind_and_level, self.words.county, self.words.township, self.cities.names)

    def _foreign(self, pronoun: str, word: str, own: _Own, agency: Agency) -> bool:
        if word in self.words.organs:
            if pronoun != "我" or agency.kind is None:
                return False
            if agency.kind in ("government", "committee") and word in self.words.compilers:
                return False
            return not any(part in folded(agency.name) for part in self.words.organs[word])
        if word in self.words.township:
            if own.township is not None:
                return word not in own.township
            return pronoun == "我" and agency.level in ("county", "city", "province")
        return own.county is not None and word not in own.county

    def _addressed(self, where: Passage, agency: Agency) -> list[re.Match[str]]:
        if agency.kind not in ("department", "subdistrict", "institution"):
            return []
        return self.addressee.all(where.text)

    def _failed(
        self, outcome: str, matches: list[re.Match[str]], where: Passage, report: Report, own: _Own
    ) -> Failed:
        spans = [where.span(*match.span()) for match in matches]
        marks = [Mark(span, "again", values={"found": found[0]}) for span, found in zip(spans, matches, strict=True)]
        place = Place(part=part_at(report, spans[0].start))
        right = sorted({*(own.county or ()), *(own.township or ())})
        values = {"found": matches[0][0], "right": tuple(right)}
        return Failed(Mark(spans[0], place=place), place, outcome, values, tuple(marks[1:]))


@lru_cache(maxsize=1024)
def _own_words(
    name: str, kind_: str, level: str, county: tuple[str, ...], township: tuple[str, ...], cities: frozenset[str]
) -> _Own:
    plain = "".join(name.split())
    small = None
    if kind_ == "subdistrict":
        small = frozenset(word for word in township if word in plain and len(word) > 1) or None
    elif kind_ == "township":
        ends = [word for word in township if re.search(rf"{word}(?:人民)?(?:政府)?$", plain)]
        small = frozenset(ends) or None
    below = "|".join(township)
    found = {word for word in county if re.search(rf"[\u4e00-\u9fff]{word}(?!{below}|[域划])", plain)}
    places = re.findall(rf"[\u4e00-\u9fff]+?{_CITY}", plain)
    if not found and places and level in ("county", "township") and not any(place in cities for place in places):
        found = {_CITY}
    return _Own(frozenset(found) or None, small)
