"""What the text says against the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from disclosure_lint.finding import Number, Place, Severity
from disclosure_lint.report.model import Claim, Figure, Report
from disclosure_lint.rules.expression import FigureTerm
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome
from disclosure_lint.rules.passage import part_at, place_of
from disclosure_lint.rules.silence import Silence
from disclosure_lint.rules.stated import Stated, is_certain, quoted, stated
from disclosure_lint.rules.subjects import Subjects
from disclosure_lint.rules.wording import Wordings


@kind("stated-figures")
@dataclass(frozen=True)
class StatedFigures:
    """Figures stated in the text are those of the tables.

    `subjects`: what they are about; `claims`: which statements are looked at: of a figure ("value"), that there are
    none ("zero"), that all are done ("all"), that disputes were upheld ("upheld"). A statement agrees if any of the
    sums that it may mean is what it says. With `one_part`, one that is just a row of the group it names comes to that
    outcome.

    What does not agree may still be about something else, and is then not held against the text: `led_by` are the
    subjects whose statements lead a sentence, and `doubts` the reasons for which such a one is compared with nothing,
    nor what hangs on it (受理审批事项117件，办结171件); `done` is the figure that, where it is what leads the sentence,
    "all" speaks of (办理申请138件，均已办结); `left_out` gives for a subject the figure that may be left out of it
    (办结127件，上年结转的11件也已办结); `unless` are words in the sentence that make exceptions.
    """

    subjects: Subjects
    claims: tuple[Literal["value", "zero", "all", "upheld"], ...] = ("value",)
    one_part: bool = False
    led_by: Subjects = field(default_factory=Subjects)
    doubts: tuple[str, ...] = ()
    done: FigureTerm | None = None
    left_out: Mapping[str, FigureTerm] = field(default_factory=dict)
    unless: Wordings = field(default_factory=Wordings)

    PLACEHOLDERS: ClassVar = ("claim", "value", "found")
    LABELS: ClassVar = {"figure": ("name", "value")}

    @property
    def OUTCOMES(self) -> tuple[str, ...]:  # noqa: N802
        """One, or two with `one_part`."""
        return ("differs", "one_part") if self.one_part else ("",)

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each statement."""
        beside, silence = stated(report), Silence(report)
        ordinal = 0
        for claim in beside.of(*self.claims):
            if claim.subject not in self.subjects or not (claim.target or claim.abstains):
                continue
            ordinal += 1
            if claim.abstains:
                silence.add(claim, claim.abstains)
                continue
            verdict = beside.verdict(claim)
            if verdict == "differs" and (doubt := self._doubt(claim, beside)):
                silence.add(claim, doubt)
            elif verdict == "differs":
                yield self._failed(claim, beside, Place(part_at(report, claim.span.start), ordinal=ordinal))
            elif verdict == "open":
                silence.add(claim, "figures-open")
        yield from silence.outcomes()

    def _doubt(self, claim: Claim, beside: Stated) -> str:
        """Why a statement that disagrees may be about something else, "" if it cannot."""
        if self.unless and self.unless.first(beside.sentence(claim)):
            return "subset"
        figure = self.left_out.get(claim.subject)
        if figure is not None and claim.value is not None:
            rest = beside.meant((figure.name,)).possible
            if any(claim.value + more in meant.possible for meant in beside.sums(claim) for more in rest if more):
                return "subset"
        leader = beside.before(claim, self.led_by) if self.led_by else None
        if leader is None:
            return ""
        if leader.abstains in self.doubts:
            return leader.abstains
        whole = self.done and beside.meant((self.done.name,)).possible
        return "subset" if claim.kind == "all" and whole and leader.value in whole else ""

    def _failed(self, claim: Claim, beside: Stated, place: Place) -> Failed:
        outcome = ""
        if self.one_part:
            outcome = "one_part" if beside.part_of(claim) else "differs"
        values = {"claim": quoted(claim), "value": claim.value, "found": beside.found(claim)}
        return Failed(Mark(claim.span), place, outcome, values, beside.marks(claim), ceiling=beside.ceiling(claim))


def _ceiling(figure: Figure) -> Severity | None:
    """Figures cut from glued digits, or placed without heads, are less certain."""
    return None if is_certain(figure) else "warning"


def _possible(figure: Figure) -> tuple[Number, ...]:
    if figure.implied_zero:
        return (0,)
    return (figure.value,) if figure.value is not None else figure.candidates


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
            yield NotAssessable("figures-open", place, {"claim": match[0], "more": ""})
            return
        if 0 in _possible(figure):
            if figure.value != 0 and not figure.implied_zero:
                yield NotAssessable("figures-open", place, {"claim": match[0], "more": ""})
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
