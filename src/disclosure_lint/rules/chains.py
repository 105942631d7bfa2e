"""A report and the one of the year before: of one agency in a campaign, or given to a check of a single report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from disclosure_lint.report.model import Report
from disclosure_lint.rules.crosscheck import Collection, CrossOutcome, Elsewhere, Scope, Submission
from disclosure_lint.rules.kinds.names import is_short_for
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome, Passed
from disclosure_lint.rules.reasons import reason
from disclosure_lint.rules.rule import Texts
from disclosure_lint.rules.texts import LANGUAGES, shown

Lacking = NotAssessable
"""Why there is no report of the year before."""

Compared = tuple[Outcome, tuple[Mark, ...]]
"""What is said of a report, and the marks in the one of the year before."""


@dataclass(frozen=True, slots=True)
class Transition:
    """A submission and the one of the year before, or why there is none."""

    current: Submission
    previous: Submission | None
    lacking: Lacking | None = None


def transitions(collection: Collection) -> Iterator[Transition]:
    """Every readable submission of an agency with the one of the year before."""
    known: set[int] = set()
    for current in collection.submissions():
        if not current.readable:
            continue
        if current.year is None:
            yield Transition(current, None, NotAssessable("unknown-year"))
            continue
        previous = collection.report(current.agency, current.year - 1)
        lacking = None if previous is not None else _lacking(collection, current.agency, current.year, known)
        yield Transition(current, previous, lacking)
        known.add(current.year)


def _lacking(collection: Collection, agency: str, year: int, known: set[int]) -> Lacking:
    versions = [each for each in collection.versions(agency, year - 1) if each.readable]
    if versions:
        return NotAssessable("versions-differ", values={"year": year - 1})
    earlier = max((each for each in known if each < year), default=None)
    if earlier is not None:
        return NotAssessable("year-between", values={"before": year - 1, "last": earlier})
    return NotAssessable("year-not-there", values={"before": year - 1})


def previous_of(report: Report, context: Context) -> Report | Lacking:
    """The report of the year before that a check was given, or why there is none to go by."""
    previous = context.previous
    if previous is None:
        return NotAssessable("no-previous-report")
    if report.year is None:
        return NotAssessable("unknown-year")
    if previous.year is None:
        return NotAssessable("previous-year-unknown", values={"previous": previous.source.path})
    if previous.year != report.year - 1:
        values = {"previous": previous.source.path, "found": previous.year, "wanted": report.year - 1}
        return NotAssessable("previous-other-year", values=values)
    if not _one_agency(report, previous):
        names = (previous.agency.name if previous.agency else "", report.agency.name if report.agency else "")
        values = {"previous": previous.source.path, "found": names[0], "wanted": names[1]}
        return NotAssessable("previous-other-agency", values=values)
    return previous


def _one_agency(report: Report, previous: Report) -> bool:
    if report.agency is None or previous.agency is None:
        return True  # whoever gave it says so
    one, other = ("".join(each.agency.name.split()) for each in (report, previous) if each.agency)
    return is_short_for(one, other) or is_short_for(other, one)


class YearOverYear:
    """A check of a report against the one of the year before: in a campaign, or given with `--previous`."""

    SCOPE: ClassVar[Scope] = "agency"

    def compared(self, report: Report, previous: Report | Lacking) -> Iterable[Compared]:
        """What is said of a report; nothing is as good as Passed."""
        raise NotImplementedError

    def outcomes(self, report: Report, context: Context) -> Iterable[Outcome]:
        """What is said of a single report; notes say where in the other one."""
        previous = previous_of(report, context)
        for outcome, marks in self.compared(report, previous):
            if isinstance(outcome, Failed) and isinstance(previous, Report):
                notes = tuple(_where(mark, previous) for mark in marks)
                yield replace(outcome, notes=(*outcome.notes, *notes))
            else:
                yield outcome

    def across(self, collection: Collection, context: Context) -> Iterable[CrossOutcome]:
        """What is said of every report of an agency."""
        for each in transitions(collection):
            yield from said_of(each, self._compared(each, collection))

    def _compared(self, each: Transition, collection: Collection) -> Iterable[Compared]:
        if each.previous is not None:
            return self.compared(each.current.report, each.previous.report)
        return self.compared(each.current.report, each.lacking or NotAssessable("no-previous-report"))


def _where(mark: Mark, report: Report) -> Texts:
    """A place in another report, in words: path, line and column, and the figure there."""
    line, column = report.source.position(mark.span.start)
    said = [mark.values[key] for key in ("name", "value") if key in mark.values]
    found = {}
    for lang in LANGUAGES:
        place = f"{report.source.path}:{line}:{column}"
        text = reason("previous-here", {"place": place, "what": " ".join(shown(value, lang) for value in said)}, lang)
        found[lang] = text.strip().replace("{", "{{").replace("}", "}}")
    return found


def said_of(each: Transition, compared: Iterable[Compared]) -> Iterator[CrossOutcome]:
    """What was said of a submission, for a campaign."""
    path = each.current.path
    other = each.previous.path if each.previous else ""
    said = False
    for outcome, marks in compared:
        said = True
        yield CrossOutcome(path, outcome, tuple(Elsewhere(other, mark) for mark in marks))
    if not said:
        yield CrossOutcome(path, Passed())
