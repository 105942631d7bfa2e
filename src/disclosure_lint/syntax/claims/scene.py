"""What the clauses before, the heading above and the title say about a clause."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from disclosure_lint.source import Source
from disclosure_lint.syntax.claims.clauses import Clause
from disclosure_lint.syntax.claims.draft import Draft
from disclosure_lint.syntax.claims.lexer import Token
from disclosure_lint.syntax.claims.sentences import Sentence
from disclosure_lint.syntax.claims.vocabulary import vocabulary

_TITLE_END = "年度报告"
_TITLE_REACH = 3000
_TITLE_LENGTH = 60
_TITLE_WORDS = re.compile(r"(?:(?<!人民)政府|政务)?信息公开(?:工作)?(?:情况)?(?:的)?$")
_NEAR = 400
_APPLICATIONS = frozenset(("total", "intake", "disposal", "outcomes"))
_HANDLING = frozenset(
    ("received", "received_new", "accepted", "taken", "handled", "finished", "answered", "finish_rate", "time_rate")
)
_ON_REQUEST = frozenset(("on_request", "on_request_info"))
_BLOCKS = frozenset(("reconsideration", "litigation", "both"))
_SAYING = frozenset(("AMOUNT", "PERCENT", "NEG", "ALL"))
_QUIET = frozenset(("NAME", "AMOUNT", "PERCENT", "LINK"))


@dataclass(slots=True)
class Scene:
    """The state of reading. The first group of fields is of the report, the second of its part, the rest of a sentence.

    `topic` is what the heading is about; `told`: applications have been spoken of since; `other_year`: the year named
    last is not the report's. `past`: a time that is not the whole year is named. `foreign`: something else is counted.
    `named`: applications are. `sorts`: information is sorted by how it is disclosed. `finished`: a number of finished
    ones has been given. `opened`: the depth at which 其中 holds; `opener`: the word that opens a list at this clause,
    `waiting` one that has had no figure yet. `blocks`: the kinds of dispute named, latest last; `disputed`: those
    counted and not yet `settled` by a count of results. `latest`: the last claim, `head` the last that can be a total,
    `last` the last figure. `document` and `verb`: the last kind of document, and what was done to it.
    """

    title: str
    year: int | None
    edition: str | None

    part: int | None = None
    heading: int = -1
    topic: str = ""
    told: bool = False
    other_year: bool = False

    text: str = ""
    past: bool = False
    foreign: bool = False
    named: bool = False
    sorts: bool = False
    finished: bool = False
    opened: int = -1
    opener: str = ""
    waiting: str = ""
    blocks: list[str] = field(default_factory=list)
    disputed: list[str] = field(default_factory=list)
    settled: bool = False
    latest: Draft | None = None
    head: Draft | None = None
    last: Draft | None = None
    document: str = ""
    verb: str = ""

    def enter(self, sentence: Sentence) -> None:
        """Begin a sentence."""
        if sentence.heading != self.heading:
            self.told = self.other_year = False
            self.heading = sentence.heading
        self.topic, self.text = sentence.topic, sentence.text
        self.other_year = self.other_year and sentence.before is not None
        self.past = self.foreign = self.named = self.sorts = self.finished = self.settled = False
        self.opened, self.opener, self.waiting = -1, "", ""
        self.blocks, self.disputed = [], []
        self.latest = self.head = self.last = None
        self.document = self.verb = ""

    @property
    def family(self) -> str:
        """The family of the last claim of the sentence."""
        return self.latest.family if self.latest else ""

    @property
    def applications(self) -> bool:
        """Whether applications are what is spoken of."""
        return not self.foreign and (self.told or self.topic == "applications" or self.family in _APPLICATIONS)

    def informed(self, clause: Clause) -> bool:
        """Whether information is what a dispute is about, as far as has been said."""
        said = self.text[max(0, clause.end - _NEAR) : clause.end]
        return self.topic == "disputes" or any(word in said for word in vocabulary().phrases["informed"])

    def observe(self, clause: Clause) -> None:
        """Take notice of what a clause says besides its figure."""
        terminals, keys = clause.terminals, clause.keys
        leads = clause.leads
        self._open(clause, leads)
        if terminals <= _QUIET:
            return
        if "TOPIC" in terminals:
            self.topic = clause.of("TOPIC")[-1].key
        if "TRAP" in terminals and "past" in keys:
            self.past = True
        if leads and "CARRY" not in terminals:
            self._date(leads)
        if speaks_of_applications(clause):
            self.told = self.named = True
            self.foreign = False
        elif keys & _ON_REQUEST:
            self.sorts = True
        if keys & _BLOCKS:
            named = [block for block in ("reconsideration", "litigation") if block in keys or "both" in keys]
            self.blocks = [block for block in self.blocks if block not in named] + named

    def _open(self, clause: Clause, leads: list[Token]) -> None:
        """Whether a list of parts begins at a clause, goes on, or has ended."""
        self.opener = ""
        opening = [lead for lead in leads if lead.key == "open"]
        if opening:
            self.opened = clause.depth
            self.opener = self.text[opening[0].start : opening[0].end]
        elif self.waiting and self.opened == clause.depth:
            self.opener = self.waiting
        elif clause.depth < self.opened or "who" in clause.keys:
            self.opened = -1
        self.waiting = "" if clause.terminals & _SAYING else self.opener

    def _date(self, leads: list[Token]) -> None:
        years = [int(lead.key) for lead in leads if lead.key.isdigit()]
        if years:
            self.other_year = self.year is not None and years[-1] != self.year
        elif self.other_year:
            said = {self.text[lead.start : lead.end] for lead in leads}
            self.other_year = not said & vocabulary().phrases["this_year"]

    def accept(self, draft: Draft) -> None:
        """Remember a claim that has been read."""
        self.latest = draft
        self.told = self.told or is_application(draft)
        self.finished = self.finished or draft.subject == "finished"
        if (draft.family in ("total", "disposal") or draft.subject == "received_new") and not draft.column:
            self.head = draft
        if draft.family == "disputes":
            begins = self.settled or draft.clause.separator == ";"
            self.disputed = [*([] if begins else self.disputed), draft.subject]
        self.settled = draft.family == "results" or (self.settled and draft.family != "disputes")

    def is_actor(self, name: str) -> bool:
        """Whether a stretch that no word explains is the agency of the title, perhaps shortened."""
        letters = iter(self.title)
        return bool(self.title) and all(letter in letters for letter in name if letter not in "“”\"' ")


def speaks_of_applications(clause: Clause) -> bool:
    """Whether a clause names applications for information beyond doubt."""
    keys = clause.keys
    if "applications" in keys:
        return True
    named = keys & (_ON_REQUEST | {"info"})
    return bool(named) and ("case" in keys or ("on_request" in named and bool(keys & _HANDLING)))


def is_application(draft: Draft) -> bool:
    """Whether a claim counts applications."""
    return draft.family in _APPLICATIONS


def title_of(source: Source) -> str:
    """The words before the first 政府信息公开工作年度报告, without blanks: they hold the name of the agency."""
    end = source.folded.find(_TITLE_END, 0, _TITLE_REACH)
    if end < 0:
        return ""
    words = "".join(source.folded[max(0, end - _TITLE_LENGTH * 2) : end].split())[-_TITLE_LENGTH:]
    return _TITLE_WORDS.sub("", words)
