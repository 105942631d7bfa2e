"""Words that should be other words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from disclosure_lint.finding import Edit
from disclosure_lint.report.model import Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.lexicon import Hit, Lexicon, sentence_around
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome
from disclosure_lint.rules.wording import Wordings
from disclosure_lint.rules.written import Ordinals, Written, written


@kind("vocabulary")
@dataclass(frozen=True)
class Vocabulary:
    """Words of some lists do not occur in what the report says in words.

    `lists`: names of files in `data` (beside the rules, or those that ship with the linter). `unless`: wordings that
    excuse every word in their sentence. `mend`: whether the right word can take the place of the wrong one.
    """

    lists: Lexicon
    unless: Wordings = field(default_factory=Wordings)
    mend: bool = True

    PLACEHOLDERS: ClassVar = ("found", "right", "count")
    LABELS: ClassVar = {"too": ()}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each word, wherever and however often it occurs."""
        if not report.parts:
            yield NotAssessable("no-prose")
            return
        words = written(report)
        groups: dict[tuple[str, str], list[Hit]] = {}
        for hit in self.lists.hits(words.text):
            if self._counts(words, hit):
                groups.setdefault((hit.found, hit.right), []).append(hit)
        ordinals = Ordinals(report)
        for (found, right), hits in groups.items():
            spans = [words.span(hit.start, hit.end) for hit in hits]
            whole = self.mend and hits[0].literal
            edits = tuple(Edit(span, right) for span in spans if whole and span.end - span.start == len(found))
            yield Failed(
                Mark(spans[0]),
                ordinals.place(spans[0].start),
                values={"found": found, "right": right, "count": len(hits)},
                marks=tuple(Mark(span, "too") for span in spans[1:]),
                edits=edits,
                applicability="unsafe",
            )

    def _counts(self, words: Written, hit: Hit) -> bool:
        if self.unless and self.unless.first(sentence_around(words.text, hit.start, hit.end)):
            return False
        return words.unbroken(words.span(hit.start, hit.end))
