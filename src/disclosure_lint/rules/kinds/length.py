"""How long a part is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.kinds.mentions import missing_part, named_part
from disclosure_lint.rules.outcome import Context, Failed, Mark, Outcome
from disclosure_lint.rules.passage import body
from disclosure_lint.rules.wording import Wordings

_MARKUP = "*_#|-= \n"


@kind("length")
@dataclass(frozen=True)
class Length:
    """The text of a part is not empty, says something, and is no shorter than `least` characters without blanks.

    `nothing`: all that an empty phrase may say. `also`: the codes that an empty part breaks too.
    """

    part: str
    least: int
    nothing: Wordings = field(default_factory=Wordings)
    also: tuple[str, ...] = ()

    OUTCOMES: ClassVar = ("empty", "nothing", "short")
    PLACEHOLDERS: ClassVar = ("title", "count", "least", "found")

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for the part."""
        part = named_part(report, self.part)
        if part is None:
            yield missing_part(report, self.part)
            return
        where = body(report, part)
        text = where.text.strip(_MARKUP)
        place = Place(part=part.number)
        values = {"title": part.title, "count": len(text), "least": self.least, "found": text[: self.least]}
        match = self.nothing.at_start(text)
        if not text:
            yield Failed(Mark(part.heading), place, "empty", values, also=self.also)
        elif match and match.end() == len(text):
            yield Failed(Mark(where.span(0, len(where.text))), place, "nothing", values)
        elif len(text) < self.least:
            yield Failed(Mark(part.heading), place, "short", values)
