"""What the title must hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Report, Title
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.outcome import Context, Failed, Mark, Outcome
from disclosure_lint.source import Span


@dataclass(frozen=True)
class SlotNames:
    """The names of the slots in one language."""

    agency: str
    year: str
    words: str


@kind("title-slots")
@dataclass(frozen=True)
class TitleSlots:
    """There is a title, and it names the agency, the year and the kind of document.

    `slots`: how each is called, in each language. `words_since`: the first report year that wants the words in full.
    """

    zh: SlotNames
    en: SlotNames
    words_since: int = 0

    OUTCOMES: ClassVar = ("absent", "incomplete")
    PLACEHOLDERS: ClassVar = {"absent": (), "incomplete": ("missing", "title")}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for the report."""
        title = report.title
        place = Place(part="title")
        if title is None:
            yield Failed(Mark(Span(0, 0)), place, "absent")
        elif missing := self._missing(title, report, self.zh if context.lang == "zh" else self.en):
            yield Failed(Mark(title.span), place, "incomplete", {"missing": missing, "title": title.text})

    def _missing(self, title: Title, report: Report, names: SlotNames) -> tuple[str, ...]:
        wants_words = report.year is None or report.year >= self.words_since
        lacking = (
            (names.agency, title.agency is None),
            (names.year, title.year is None),
            (names.words, wants_words and not title.complete_words),
        )
        return tuple(name for name, lacks in lacking if lacks)
