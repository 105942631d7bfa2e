"""What the text denies against the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from disclosure_lint.finding import Number, Place, Severity
from disclosure_lint.report.model import Claim, ClaimTarget, Figure, Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome
from disclosure_lint.rules.passage import part_at, place_of
from disclosure_lint.rules.wording import Wordings

_Verdict = Literal["agrees", "differs", "open"]


@kind("zero-claims")
@dataclass(frozen=True)
class ZeroClaims:
    """Where the text says that there were none, the table says so too.

    A statement agrees if any of the sums of figures that it may mean is zero.
    """

    PLACEHOLDERS: ClassVar = ("claim", "figure", "value")
    LABELS: ClassVar = {"figure": ("figure", "value")}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each statement of this kind."""
        ordinal = 0
        for claim in report.claims:
            if claim.kind != "zero" or not (claim.target or claim.abstains):
                continue
            ordinal += 1
            place = Place(part=part_at(report, claim.span.start), ordinal=ordinal)
            if claim.target is None:
                yield NotAssessable("claim-unclear", place, {"claim": _text(claim)})
            elif outcome := self._outcome(report, claim, claim.target, place):
                yield outcome

    def _outcome(self, report: Report, claim: Claim, target: ClaimTarget, place: Place) -> Outcome | None:
        sums = [[report.figure(name) for name in names] for names in target.sums]
        verdicts = [_verdict(figures) for figures in sums]
        if "agrees" in verdicts:
            return None
        if "open" in verdicts or not verdicts:
            return NotAssessable("figures-open", place, {"claim": _text(claim)})
        wrong = next(figure for figure in sums[0] if figure and not _may_be_zero(figure))
        return _failure(claim, place, wrong)


def _text(claim: Claim) -> str:
    return "".join(claim.text.split())


def _failure(claim: Claim, place: Place, wrong: Figure) -> Failed:
    value: object = wrong.value if wrong.value is not None else wrong.candidates
    table, row, column = wrong.name.split(".", 2)
    at = Place(table=table, row=row, column=column)
    values = {"claim": _text(claim), "figure": wrong.name, "value": value}
    return Failed(Mark(claim.span), place, "", values, (Mark(wrong.span, "figure", at),), ceiling=_ceiling(wrong))


def _ceiling(figure: Figure) -> Severity | None:
    """Figures cut from glued digits, or placed without heads, are less certain."""
    return "warning" if figure.inferred or figure.kind in ("glued", "number_with_remark") else None


def _possible(figure: Figure) -> tuple[Number, ...]:
    if figure.implied_zero:
        return (0,)
    return (figure.value,) if figure.value is not None else figure.candidates


def _may_be_zero(figure: Figure) -> bool:
    return 0 in _possible(figure)


def _verdict(figures: Sequence[Figure | None]) -> _Verdict:
    """Whether a sum is zero; figures are never negative, so one that is more than zero settles it."""
    possible = [_possible(figure) if figure else () for figure in figures]
    if any(values and 0 not in values for values in possible):
        return "differs"
    return "agrees" if possible and all(values == (0,) for values in possible) else "open"


@kind("denied-but-counted")
@dataclass(frozen=True)
class DeniedButCounted:
    """Nothing that the text denies is counted in a table.

    `says`: how the text denies it. `figure`: the name of the figure that counts it; `carried`: the name of one that may
    explain it (what was done the year before), where it is no smaller.
    """

    says: Wordings
    figure: str
    carried: str = ""
    unless: Wordings = field(default_factory=Wordings)

    PLACEHOLDERS: ClassVar = ("claim", "value")
    LABELS: ClassVar = {"figure": ("value",)}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for the report."""
        where = place_of(report, "prose")
        match = self.says.first(where.text)
        if match is None or self.unless.first(match[0]):
            return
        figure = report.figure(self.figure)
        place = Place(part=part_at(report, where.span(*match.span()).start))
        if figure is None or not _possible(figure):
            yield NotAssessable("figures-open", place, {"claim": match[0]})
            return
        if 0 in _possible(figure):
            if figure.value != 0 and not figure.implied_zero:
                yield NotAssessable("figures-open", place, {"claim": match[0]})
            return
        least = min(_possible(figure))
        carried = report.figure(self.carried) if self.carried else None
        if self.carried and (carried is None or max(_possible(carried), default=least) >= least):
            yield NotAssessable("carried-may-explain", place, {"claim": match[0], "value": least})
            return
        values = {"claim": match[0], "value": figure.value if figure.value is not None else figure.candidates}
        table, row, column = figure.name.split(".", 2)
        mark = Mark(figure.span, "figure", Place(table=table, row=row, column=column))
        yield Failed(Mark(where.span(*match.span())), place, "", values, (mark,), ceiling=_ceiling(figure))
