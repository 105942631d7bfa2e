"""`reused`: prose that was taken over from last year's report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Report
from disclosure_lint.rules.chains import Compared, Lacking, Transition, YearOverYear
from disclosure_lint.rules.crosscheck import Collection
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.outcome import Failed, Mark, NotAssessable
from disclosure_lint.rules.passage import part_at
from disclosure_lint.rules.prose import Words, contained, longest_shared, repeated

_MARGIN = 0.2
"""How far the estimate of a signature may be off: several times its usual error."""
_PROBLEMS = 5


@kind("reused")
@dataclass(frozen=True)
class Reused(YearOverYear):
    """The prose of parts one, five and six was not taken over from last year's report.

    Legal phrases, names, years and numbers do not count (`rules/data/boilerplate.yaml`). `most`: the share of this
    year's text that stands in last year's from which it is the outcome "same"; `much`: from which it is "alike".
    `problems`: the share of part five, by whole sentences, from which it is "problems"; `least_problems`: the
    characters that part five must have for that.
    """

    most: float
    much: float
    problems: float
    least_problems: int

    OUTCOMES: ClassVar = ("same", "alike", "problems")
    PLACEHOLDERS: ClassVar = ("share", "quote", "before", "previous")
    LABELS: ClassVar[Mapping[str, tuple[str, ...]]] = {"previous": ()}

    def compared(self, report: Report, previous: Report | Lacking) -> Iterator[Compared]:
        """One instance for the report."""
        if isinstance(previous, NotAssessable):
            yield previous, ()
            return
        words, last = Words(report), Words(previous)
        if not words.enough or not last.enough:
            why = "previous-prose-too-short" if words.enough else "prose-too-short"
            yield NotAssessable(why), ()
            return
        share = contained(words, last)
        again = repeated(words.problems, last.problems) if self._long_enough(words.problems) else 0.0
        if share >= self.much:
            yield self._failed("same" if share >= self.most else "alike", share, (words, last), report, previous)
        elif again >= self.problems:
            both = words.part(_PROBLEMS), last.part(_PROBLEMS)
            yield self._failed("problems", again, both, report, previous)

    def _compared(self, each: Transition, collection: Collection) -> Iterable[Compared]:
        if each.previous is None:
            return super()._compared(each, collection)
        prose, last = each.current.prose, each.previous.prose
        if prose is None or last is None:
            return [(NotAssessable("prose-too-short" if prose is None else "previous-prose-too-short"), ())]
        again = self._long_enough(prose.problems) and repeated(prose.problems, last.problems) >= self.problems
        if not again and prose.contained(last) < self.much - _MARGIN:
            return []
        texts = collection.text(each.current), collection.text(each.previous)
        if texts[0] is None or texts[1] is None:
            path = each.current.path if texts[0] is None else each.previous.path
            return [(NotAssessable("file-changed", values={"path": path}), ())]
        return self.compared(texts[0], texts[1])

    def _long_enough(self, sentences: tuple[tuple[int, int], ...]) -> bool:
        return sum(length for _, length in sentences) >= self.least_problems

    def _failed(
        self, outcome: str, share: float, texts: tuple[Words, Words], report: Report, previous: Report
    ) -> Compared:
        shared = longest_shared(*texts)
        assert shared is not None  # there is no share without anything shared
        place = Place(part=part_at(report, shared.own.start))
        values = {
            "share": int(share * 100),
            "quote": shared.text,
            "before": previous.year,
            "previous": previous.source.path,
        }
        earlier = Mark(shared.other, "previous", Place(part=part_at(previous, shared.other.start)))
        whole = Place(part=_PROBLEMS) if outcome == "problems" else Place()
        return Failed(Mark(shared.own, place=place), whole, outcome, values), (earlier,)
