"""What the clauses before, the heading above and the title say about a clause."""

from __future__ import annotations

from dataclasses import dataclass, field

from disclosure_lint.source import Source
from disclosure_lint.syntax.claims.clauses import Clause
from disclosure_lint.syntax.claims.draft import Draft
from disclosure_lint.syntax.claims.sentences import Sentence

_TITLE_END = "年度报告"
_TITLE_REACH = 3000
_TITLE_LENGTH = 60
_BLOCKS = frozenset(("reconsideration", "litigation", "both"))
_SAYING = frozenset(("AMOUNT", "PERCENT", "NEG", "ALL"))
_INFORMED = ("信息公开", "政务公开", "依申请", "公开申请")


@dataclass(slots=True)
class Scene:
    """The state of reading. `topic` is the heading's; the rest is of the sentence unless it says otherwise.

    `told`: applications have been spoken of since the last heading. `foreign`: the sentence counts something else.
    `other_year`: the year it speaks of is not the report's. `finished`: a number of finished ones has been given.
    `opened`: the depth at which 其中 holds; `opener`: the word that opens a list at this clause, `waiting` one that
    has had no figure yet. `blocks`: the kinds of dispute named, latest last.
    """

    title: str
    year: int | None
    edition: str | None
    part: int | None = None
    topic: str = ""
    told: bool = False
    heading: int = -1
    text: str = ""
    number: int = 0
    foreign: bool = False
    informed: bool = False
    other_year: bool = False
    opened: int = -1
    opener: str = ""
    waiting: str = ""
    finished: bool = False
    latest: Draft | None = None
    head: Draft | None = None
    document: str = ""
    verb: str = ""
    blocks: list[str] = field(default_factory=list)

    def enter(self, sentence: Sentence) -> None:
        """Begin a sentence."""
        if sentence.heading != self.heading:
            self.told, self.heading = False, sentence.heading
        self.topic = sentence.topic
        self.text, self.number = sentence.text, self.number + (1 if sentence.follows else 2)
        self.informed = any(word in sentence.text for word in _INFORMED)
        self.foreign = self.other_year = self.finished = False
        self.opened, self.latest, self.head = -1, None, None
        self.opener = self.waiting = ""
        self.document = self.verb = ""
        self.blocks = []

    @property
    def family(self) -> str:
        """The family of the last claim of the sentence."""
        return self.latest.family if self.latest else ""

    @property
    def applications(self) -> bool:
        """Whether applications are what is spoken of."""
        if self.foreign:
            return False
        return self.told or self.topic == "applications" or (self.latest is not None and is_application(self.latest))

    def observe(self, clause: Clause) -> None:
        """Take notice of what a clause says besides its figure."""
        terminals, keys = clause.terminals, clause.keys
        if "TOPIC" in terminals:
            self.topic = clause.of("TOPIC")[-1].key
        leads = clause.of("LEAD")
        self.opener = ""
        opening = [lead for lead in leads if lead.key == "open"]
        if opening:
            self.opened = clause.depth
            self.opener = self.text[opening[0].start : opening[0].end]
        elif self.waiting and self.opened == clause.depth:
            self.opener = self.waiting
        elif clause.depth < self.opened or "who" in keys:
            self.opened = -1
        self.waiting = "" if terminals & _SAYING else self.opener
        self.told = self.told or speaks_of_applications(clause)
        if leads and "CARRY" not in terminals:
            years = [int(lead.key) for lead in leads if lead.key.isdigit()]
            if years:
                self.other_year = self.year is not None and years[-1] != self.year
        if "TRAP" in terminals and "past" in {trap.key for trap in clause.of("TRAP")}:
            self.other_year = True
        if keys & _BLOCKS:
            named = [block for block in ("reconsideration", "litigation") if block in keys or "both" in keys]
            self.blocks = [block for block in self.blocks if block not in named] + named

    def accept(self, draft: Draft) -> None:
        """Remember a claim that has been read."""
        self.latest = draft
        self.finished = self.finished or draft.subject == "finished"
        if is_application(draft):
            self.told = True
        if draft.family in ("total", "disposal") and not draft.column:
            self.head = draft

    def is_actor(self, name: str) -> bool:
        """Whether a stretch that no word explains is the agency of the title, perhaps shortened."""
        letters = iter(self.title)
        return bool(self.title) and all(letter in letters for letter in name if letter not in "“”\"' ")


def speaks_of_applications(clause: Clause) -> bool:
    """Whether a clause names applications for information beyond doubt."""
    keys = clause.keys
    return "applications" in keys or ("case" in keys and bool(keys & {"info", "on_request_info"}))


def is_application(draft: Draft) -> bool:
    """Whether a claim counts applications."""
    return draft.family in ("total", "intake", "disposal", "outcomes")


def title_of(source: Source) -> str:
    """The words that end in 年度报告, the first of the text, without blanks: they hold the name of the agency."""
    end = source.folded.find(_TITLE_END, 0, _TITLE_REACH)
    return "".join(source.folded[max(0, end - _TITLE_LENGTH * 2) : end].split())[-_TITLE_LENGTH:] if end >= 0 else ""
