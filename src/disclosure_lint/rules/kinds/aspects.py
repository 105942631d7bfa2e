"""What the first part and the preamble should tell, and what a profile asks for besides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Part, Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.kinds.mentions import Topic, missing_part, named_part
from disclosure_lint.rules.kinds.sections import with_stray_parts
from disclosure_lint.rules.options import OptionError
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotApplicable, NotAssessable, Outcome
from disclosure_lint.rules.passage import place_of, prose
from disclosure_lint.rules.wording import Wordings
from disclosure_lint.rules.written import preamble_text
from disclosure_lint.source import Span, folded

_POINTED_AT = 40
"""How much of the preamble a finding on it points at."""
_TITLE = 16
"""How much of a heading tells what it is about: pages without line breaks have the text behind it."""


@dataclass(frozen=True)
class Aspect:
    """Something that a part has to tell.

    `headings`: how a heading for it reads; `sure`: wordings that can only mean it; `words`: any others.
    """

    zh: str
    en: str
    headings: Wordings
    sure: Wordings
    words: Wordings


@kind("aspects")
@dataclass(frozen=True)
class Aspects:
    """A part tells every one of some aspects, under headings or in running text.

    Aspects numbered as parts of their own are told as well, if at the wrong level. If `organised` of them or more have
    a heading of their own, the others must be told in words that can mean nothing else; without headings any of
    the words will do. Shorter than `least` characters, the part is another rule's matter.
    """

    part: str
    aspects: tuple[Aspect, ...]
    organised: int
    least: int = 0

    PLACEHOLDERS: ClassVar = ("missing", "told", "count")

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for the part."""
        part = named_part(report, self.part)
        if part is None:
            yield missing_part(report, self.part)
            return
        text = prose(report, part).text
        if len(text) <= self.least:
            yield NotAssessable("part-empty", Place(part=part.number), {"title": part.title})
            return
        parts = with_stray_parts(report, part)
        text = "\n".join(prose(report, each).text for each in parts)
        headings = [heading.title for each in parts for heading in each.headings] + [each.title for each in parts[1:]]
        titles = ["".join(heading.split())[:_TITLE] for heading in headings]
        headed = [aspect for aspect in self.aspects if any(aspect.headings.occur_in(title) for title in titles)]
        strict = len(headed) >= self.organised
        missing = [aspect for aspect in self.aspects if aspect not in headed and not self._told(aspect, text, strict)]
        if missing:
            told = [aspect for aspect in self.aspects if aspect not in missing]
            values = {
                "missing": tuple({"zh": aspect.zh, "en": aspect.en} for aspect in missing),
                "told": tuple({"zh": aspect.zh, "en": aspect.en} for aspect in told),
                "count": len(missing),
            }
            yield Failed(Mark(part.heading), Place(part=part.number), "", values)

    def _told(self, aspect: Aspect, text: str, strict: bool) -> bool:
        return aspect.sure.occur_in(text) or (not strict and aspect.words.occur_in(text))


@kind("profile-topics")
@dataclass(frozen=True)
class ProfileTopics:
    """A place mentions what the profile asks for: a list of topics (zh, en, words) under the key `profile`.

    `part`: the part looked at; `preamble` as well if `with_preamble`. `always`: topics that need no profile.
    """

    part: str
    profile: str
    with_preamble: bool = False
    always: tuple[Topic, ...] = ()

    PLACEHOLDERS: ClassVar = ("missing", "title")

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for the report."""
        topics = (*self.always, *profile_topics(context.profile.get(self.profile, ())))
        if not topics:
            yield NotApplicable("not-in-profile", {"key": self.profile})
            return
        part = named_part(report, self.part)
        if part is None:
            yield missing_part(report, self.part)
            return
        text = prose(report, part).text
        if self.with_preamble:
            text = f"{place_of(report, 'preamble').text}\n{text}"
        missing = [topic for topic in topics if not topic.words.occur_in(text)]
        if missing:
            names = tuple({"zh": topic.zh, "en": topic.en} for topic in missing)
            span, place = self._mark(report, part)
            yield Failed(Mark(span), place, "", {"missing": names, "title": part.title})

    def _mark(self, report: Report, part: Part) -> tuple[Span, Place]:
        """What a finding points at: the first line of the preamble where that is looked at, else the heading."""
        opening = preamble_text(report) if self.with_preamble else None
        if opening is None:
            return part.heading, Place(part=part.number)
        line = re.match(r"[^\r\n]*", report.source.text[opening.start : opening.end])
        end = min(line.end() if line else 0, _POINTED_AT)
        return Span(opening.start, opening.start + end), Place(part="preamble")


def profile_topics(data: Any) -> tuple[Topic, ...]:
    """The topics that a profile asks for. Raises OptionError."""
    if not isinstance(data, Sequence) or isinstance(data, str):
        raise OptionError("profile 里要的是事项的列表", "the profile wants a list of topics")
    topics = []
    for each in data:
        if not isinstance(each, Mapping) or not {"zh", "en", "words"} <= each.keys():
            raise OptionError(f"事项要有 zh、en、words：{each}", f"a topic has zh, en, words: {each}")
        topics.append(Topic(each["zh"], each["en"], Wordings.from_option(list(each["words"]))))
    return tuple(topics)


@kind("profile-limit")
@dataclass(frozen=True)
class ProfileLimit:
    """The running text of a part is no longer than the number of characters under the key `profile` of the profile."""

    part: str
    profile: str

    PLACEHOLDERS: ClassVar = ("title", "count", "most")

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for the part."""
        most = context.profile.get(self.profile)
        if not isinstance(most, int):
            yield NotApplicable("not-in-profile", {"key": self.profile})
            return
        part = named_part(report, self.part)
        if part is None:
            yield missing_part(report, self.part)
            return
        count = len(prose(report, part).text.replace("\n", ""))
        if count > most:
            values = {"title": part.title, "count": count, "most": most}
            yield Failed(Mark(part.heading), Place(part=part.number), "", values)


@kind("own-work")
@dataclass(frozen=True)
class OwnWork:
    """A part tells of the agency's own work: it names the agency or speaks of itself, or it gives a figure.

    `itself`: wordings with which an agency speaks of itself; `figures`: what counts as a figure; `hedges`: wordings
    without anybody in particular, pointed at if there are any. Shorter than `least` characters nothing is said.
    """

    part: str
    itself: Wordings
    figures: Wordings
    hedges: Wordings
    least: int

    PLACEHOLDERS: ClassVar = ("title",)
    LABELS: ClassVar = {"hedge": ()}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for the part."""
        part = named_part(report, self.part)
        if part is None:
            yield missing_part(report, self.part)
            return
        where = prose(report, part)
        place = Place(part=part.number)
        if len(where.text) < self.least:
            yield NotAssessable("part-empty", place, {"title": part.title})
        elif self.itself.occur_in(where.text) or self.figures.occur_in(where.text):
            return
        elif report.agency is None:
            yield NotAssessable("no-agency", place)
        elif not _named(folded(report.agency.name), where.text):
            marks = tuple(Mark(where.span(*match.span()), "hedge") for match in self.hedges.all(where.text))
            yield Failed(Mark(part.heading), place, "", {"title": part.title}, marks)


def _named(name: str, text: str) -> bool:
    """Whether a text names an agency: by any three characters in a row of its name, as short forms have them."""
    plain = "".join(name.split())
    return any(plain[at : at + 3] in text for at in range(max(1, len(plain) - 2)))
