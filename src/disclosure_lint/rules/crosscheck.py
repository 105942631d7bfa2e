"""Rules over several reports: what such a check is given, and what it says.

A kind of check that needs more than one report has, besides `outcomes` for a single report, the method `across` and
the class attribute `SCOPE`. An audit asks it once for each agency, each area or the whole campaign; its outcomes are
put into the words of the rule like all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol, runtime_checkable

from disclosure_lint.report.model import AgencyKind, AgencyLevel, Edition, Report
from disclosure_lint.rules.outcome import Context, Mark, NotApplicable, Outcome

Scope = Literal["agency", "area", "campaign"]
"""What a check is shown at a time.

"agency": the reports of one agency, all years. "area": one agency with its children, all years (asked only for
agencies that have children). "campaign": everything. The first two run on many workers at once.
"""


class Submission(Protocol):
    """One report of the campaign, as the first pass kept it."""

    @property
    def path(self) -> str:
        """The path in the output: the name of the submission."""

    @property
    def agency(self) -> str:
        """The id of the agency it was matched to; "" if to none."""

    @property
    def name(self) -> str | None:
        """The agency as written in the report."""

    @property
    def kind(self) -> AgencyKind | None:
        """The kind of the agency: the roster's word, else what the name tells."""

    @property
    def level(self) -> AgencyLevel | None:
        """The level of the agency: the roster's word, else what the name tells."""

    @property
    def year(self) -> int | None:
        """The report year."""

    @property
    def edition(self) -> Edition | None:
        """The edition of the form."""

    @property
    def sha256(self) -> str:
        """The hash of the file."""

    @property
    def readable(self) -> bool:
        """Whether a report was read from the file (a file without one is a submission all the same)."""

    @property
    def signed(self) -> date | None:
        """The date under the report."""

    @property
    def published(self) -> date | None:
        """The date of publication, where the file tells it."""

    @property
    def report(self) -> Report:
        """The report without its text: year, edition, agency, title, dates, and the tables with all their figures.

        Spans are those of the file, so marks may be made of them. There are no claims, no prose, no parts.
        """

    @property
    def prose(self) -> Any:
        """The signature of its prose (`audit.similarity.Prose`), None where there is none."""


@dataclass(frozen=True, slots=True)
class Member:
    """An agency of the campaign: from the roster, else found in the reports."""

    id: str
    name: str
    kind: AgencyKind | None = None
    level: AgencyLevel | None = None
    parent: str = ""
    """The id of the agency above it."""
    listed: bool = False
    """Whether the roster names it."""


@dataclass(frozen=True, slots=True)
class Duty:
    """That an agency had to submit a report for a year. Only a roster says so."""

    agency: str
    year: int
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two submissions whose prose seems nearly the same. `share`: about how much of it, from 0 to 1.

    The share is estimated from signatures: a check measures it on the texts before it says anything.
    """

    first: str
    second: str
    share: float
    agencies: tuple[str, str] = ("", "")
    years: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A mark in another report, told with the finding as a label that names that report."""

    path: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class CrossOutcome:
    """What a check over several reports says of one of them.

    `path` is the submission it concerns; "" where there is none (a report that is missing): then `agency` and `year`
    say whose. Spans of `outcome` are those of that submission. `elsewhere` are labels in other reports.
    """

    path: str
    outcome: Outcome
    elsewhere: tuple[Elsewhere, ...] = ()
    agency: str = ""
    year: int | None = None


class Collection(Protocol):
    """The submissions that a check is shown (its scope), in a fixed order: by agency, year and path."""

    def members(self) -> Iterator[Member]:
        """The agencies in scope: for "area" the parent first, then its children by id."""

    def member(self, agency: str) -> Member | None:
        """An agency by its id."""

    def children(self, agency: str) -> Sequence[Member]:
        """The agencies directly below one."""

    def years(self) -> Sequence[int]:
        """The years of the whole campaign: those of the roster, else from the first to the last report."""

    def submissions(self) -> Iterator[Submission]:
        """Every submission in scope. In the scope "campaign" they are read from disk one by one: keep none."""

    def versions(self, agency: str, year: int) -> Sequence[Submission]:
        """Every submission of an agency for a year, by path."""

    def report(self, agency: str, year: int) -> Submission | None:
        """The submission that counts. None: there is none, none is readable, or versions disagree in a figure.

        Of several that agree in every figure the first by path counts.
        """

    def duty(self, agency: str, year: int) -> Duty | None:
        """Whether an agency had to submit for a year. Always None without a roster."""

    def duties(self) -> Iterator[Duty]:
        """Every duty in scope."""

    def unmatched(self) -> Iterator[Submission]:
        """Submissions that belong to no agency of the roster. Scope "campaign" only."""

    def values(self, name: str) -> Mapping[tuple[str, str, int], Sequence[tuple[str, int]]]:
        """A figure of all agencies: (kind, level, year) to (path, value), by path, where kind and year are known.

        Level "" if unknown. Scope "campaign" only; for the names that the kind lists in `collected()`.
        """

    def alike(self, least: float, same_agency: bool) -> Iterator[Likeness]:
        """Pairs of submissions alike at least so much: of one agency in adjacent years, or of different agencies."""

    def text(self, submission: Submission) -> Report | None:
        """The report read again with its text, to quote from. None if the file has changed meanwhile."""


@runtime_checkable
class CrossCheck(Protocol):
    """A kind of check over several reports (besides `outcomes`, which it has as all kinds do).

    A class attribute `SCOPE: ClassVar[Scope]` says what it is shown. `outcomes(report, context)` is asked only
    outside audits: with `context.previous` it may speak, else it gives NotApplicable or NotAssessable.
    """

    @property
    def SCOPE(self) -> Scope:  # noqa: N802
        """What the check is shown at a time."""

    def across(self, collection: Collection, context: Context) -> Iterable[CrossOutcome]:
        """What the check says. Give Passed for what is right too: it is counted."""


class ManyReports:
    """What a kind of check is that has nothing to say of a single report."""

    def outcomes(self, report: Report, context: Context) -> Iterable[Outcome]:
        """That the rule wants a campaign."""
        return (NotApplicable("campaign-only"),)


def collected(checks: Iterable[object]) -> tuple[str, ...]:
    """The names of figures that checks want by `Collection.values`: what their method `collected()` lists."""
    names: dict[str, None] = {}
    for check in checks:
        ask = getattr(check, "collected", None)
        if ask is not None:
            names.update(dict.fromkeys(ask()))
    return tuple(names)
