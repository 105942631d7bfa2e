"""Years in the text: those left over from an earlier report, and the year before that should be spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.kinds.mentions import missing_part, named_part
from disclosure_lint.rules.kinds.years import disputed
from disclosure_lint.rules.lexicon import Needles, sentence_around
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome
from disclosure_lint.rules.passage import body
from disclosure_lint.rules.wording import Wordings
from disclosure_lint.rules.written import Ordinals, Stretches, written

_YEAR = re.compile(r"20[0-9]{2}(?= ?年)")
_OPENS = "。;:)\n\r"
_SENTENCE_END = re.compile(r"[。;!?]|\n[ \t]*\r?\n")
_TITLES = re.compile(r"《[^《》]*》")


@kind("stale-years")
@dataclass(frozen=True)
class StaleYears:
    """Sentences on the year's work do not begin with another year.

    `where`: the parts looked at. `work`: wordings of a sentence that tells what was done; `unless`: those that show
    the other year to be meant (a comparison, a budget, a plan). With a year that was told by the text itself nothing
    can be said.
    """

    where: tuple[str, ...]
    work: Wordings
    unless: Wordings

    PLACEHOLDERS: ClassVar = ("found", "sentence")

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each sentence."""
        if report.year is None or report.year_source == "text":
            yield NotAssessable("unknown-year")
            return
        if disputed(report):
            yield NotAssessable("years-disagree")
            return
        ordinals = Ordinals(report)
        for name in self.where:
            part = named_part(report, name)
            stretches = Stretches(report, part.prose if part else ())
            text, own = stretches.folded, str(report.year)
            for match in _YEAR.finditer(text):
                if match[0] == own or text[max(0, match.start() - 8) : match.start()].rstrip(" \t")[-1:] not in _OPENS:
                    continue
                around = "".join(_TITLES.sub("", _rest_of_sentence(text, match.start())).split())
                if f"{own}年" in around:
                    continue  # both years are told, side by side
                if self.work.occur_in(around) and not self.unless.occur_in(around):
                    span = stretches.span(*match.span())
                    values = {"found": match[0], "sentence": around[:24]}
                    yield Failed(Mark(span), ordinals.place(span.start), values=values)


def _rest_of_sentence(text: str, at: int) -> str:
    """The sentence from a place on; a line break that is not the end of a paragraph does not end it."""
    end = _SENTENCE_END.search(text, at)
    return text[at : end.start() if end else len(text)]


@kind("year-before")
@dataclass(frozen=True)
class YearBefore:
    """The report says what became of the problems of the year before.

    `part`: the part that should; a sentence anywhere counts. `before`: words for the year before, besides its
    number; `problems`: what the same sentence must hold.
    """

    part: str
    before: Needles
    problems: Wordings

    PLACEHOLDERS: ClassVar = ("last",)

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for the report."""
        part = named_part(report, self.part)
        if part is None:
            yield missing_part(report, self.part)
        elif report.year is None:
            yield NotAssessable("unknown-year")
        elif self._spoken_of(written(report).text, report.year - 1):
            return
        elif not body(report, part).text.strip():
            yield NotAssessable("part-empty", Place(part=part.number), {"title": part.title})
        else:
            yield Failed(Mark(part.heading), Place(part=part.number), "", {"last": report.year - 1})

    def _spoken_of(self, text: str, year: int) -> bool:
        numbered = re.finditer(f"{year}(?=年)", text)
        places = [*(at for _, at in self.before.found(text)), *(match.start() for match in numbered)]
        return any(self.problems.occur_in(sentence_around(text, at, at)) for at in places)
