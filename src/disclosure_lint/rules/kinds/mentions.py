"""What the text must mention."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Part, Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.kinds.sections import known_parts, statutory_parts, was_cut
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome
from disclosure_lint.rules.passage import Where, body, place_of, prose
from disclosure_lint.rules.wording import Wordings
from disclosure_lint.source import Span


@dataclass(frozen=True)
class Topic:
    """Something to be mentioned: its name in each language and the wordings that mention it."""

    zh: str
    en: str
    words: Wordings


@kind("mentions")
@dataclass(frozen=True)
class Mentions:
    """A place of the report mentions every one of some topics.

    `at`: the part whose heading a finding points at; if it is missing the rule cannot be assessed.
    """

    topics: tuple[Topic, ...]
    where: Where
    at: str

    PLACEHOLDERS: ClassVar = ("missing", "mentioned")

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for the report."""
        part = named_part(report, self.at)
        if part is None:
            yield missing_part(report, self.at)
            return
        text = place_of(report, self.where).text
        absent = [topic for topic in self.topics if topic.words.first(text) is None]
        if absent and was_cut(report):
            yield NotAssessable("text-cut", Place(part=part.number))
        elif absent:
            values = {
                "missing": tuple(_name(topic) for topic in absent),
                "mentioned": tuple(_name(topic) for topic in self.topics if topic not in absent),
            }
            yield Failed(Mark(part.heading), Place(part=part.number), "", values)


def _name(topic: Topic) -> dict[str, str]:
    return {"zh": topic.zh, "en": topic.en}


def named_part(report: Report, name: str) -> Part | None:
    """The part of this name."""
    return next((part for part in known_parts(report) if part.name == name), None)


def missing_part(report: Report, name: str) -> NotAssessable:
    """That a rule about a part cannot be assessed because the report has none of this name."""
    for part in statutory_parts(report):
        if part.name == name:
            return NotAssessable("part-missing", Place(part=part.number), {"title": part.title})
    return NotAssessable("part-missing", values={"title": name})


@kind("statement")
@dataclass(frozen=True)
class Statement:
    """A part makes a statement on a subject.

    `says`: wordings that are such a statement; `bare`: all that a part may say to deny everything at once, without
    naming the subject. `amount` and `pieces`: a statement with the one should have the other.
    """

    part: str
    says: Wordings
    bare: Wordings
    amount: Wordings = field(default_factory=Wordings)
    pieces: Wordings = field(default_factory=Wordings)

    OUTCOMES: ClassVar = ("nowhere", "elsewhere", "bare", "no_pieces")
    PLACEHOLDERS: ClassVar = ("title",)
    LABELS: ClassVar = {"there": ()}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for the report."""
        part = named_part(report, self.part)
        if part is None:
            yield missing_part(report, self.part)
            return
        text = prose(report, part).text or body(report, part).text
        if not text.strip():
            yield NotAssessable("part-empty", Place(part=part.number), {"title": part.title})
        elif self.says.first(text):
            yield from self._pieces(report, part, text)
        else:
            yield self._absent(report, part, text)

    def _absent(self, report: Report, part: Part, text: str) -> Outcome:
        place, values = Place(part=part.number), {"title": part.title}
        if there := self._elsewhere(report):
            return Failed(Mark(part.heading), place, "elsewhere", values, (Mark(there, "there"),))
        if match := self.bare.at_start(text):
            where = prose(report, part) if prose(report, part).text else body(report, part)
            return Failed(Mark(where.span(*match.span())), place, "bare", values)
        if was_cut(report):
            return NotAssessable("text-cut", place)
        return Failed(Mark(part.heading), place, "nowhere", values)

    def _elsewhere(self, report: Report) -> Span | None:
        where = place_of(report, "prose")
        match = self.says.first(where.text)
        return where.span(*match.span()) if match else None

    def _pieces(self, report: Report, part: Part, text: str) -> Iterator[Outcome]:
        amount = self.amount.first(text)
        if amount and not self.pieces.first(text):
            where = prose(report, part)
            span = where.span(*amount.span()) if where.text == text else part.heading
            yield Failed(Mark(span), Place(part=part.number), "no_pieces", {"title": part.title})


@kind("problems-and-measures")
@dataclass(frozen=True)
class ProblemsAndMeasures:
    """A part names problems and says what is done about them.

    `problems` and `measures`: wordings of each; `wishes`: wordings that say what ought to be better, taken out before
    measures are looked for. Shorter than `least` characters the part is another rule's matter.
    """

    part: str
    problems: Wordings
    measures: Wordings
    wishes: Wordings
    least: int

    OUTCOMES: ClassVar = ("no_measures", "no_problems")
    PLACEHOLDERS: ClassVar = ("title",)

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for the part."""
        part = named_part(report, self.part)
        if part is None:
            yield missing_part(report, self.part)
            return
        place, values = Place(part=part.number), {"title": part.title}
        text = body(report, part).text
        if len(text) < self.least:
            yield NotAssessable("part-too-short", place, values)
            return
        problems = self.problems.first(text) is not None
        measures = self.measures.first(self.wishes.without(text)) is not None
        if problems != measures:
            yield Failed(Mark(part.heading), place, "no_measures" if problems else "no_problems", values)
        elif not problems:
            yield NotAssessable("part-unclear", place, values)
