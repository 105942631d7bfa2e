"""Shares in the text: each against its figures, and those of one whole together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import ClassVar

from disclosure_lint.finding import Number, Place
from disclosure_lint.report.model import Claim, Report
from disclosure_lint.rules.expression import FigureTerm
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.outcome import Context, Failed, Mark, Outcome
from disclosure_lint.rules.passage import part_at
from disclosure_lint.rules.silence import Silence
from disclosure_lint.rules.stated import Stated, half_a_digit, quoted, stated
from disclosure_lint.rules.wording import Wordings
from disclosure_lint.source import Source, Span

_WHOLE = 100
_NEARLY = 10
"""Shares without figures are of one whole only if together they are nearly all of it."""
_FEWEST = 2
_AFTER = 6


def _fits(part: Number, base: Number, share: Number, slack: Decimal) -> bool:
    """Whether a share is that of a part in a base, as far as it is given."""
    return base > 0 and abs(Decimal(part) * _WHOLE / Decimal(base) - Decimal(share)) <= slack


def _nearest(share: Number, part: Number, bases: Sequence[Number]) -> Number:
    """The base of which a part is nearest to a share: most likely the one that was meant."""
    large = [base for base in sorted(bases) if base >= part and base > 0]
    return min(large, key=lambda base: abs(Decimal(part) * _WHOLE / Decimal(base) - Decimal(share)))


def _siblings(claim: Claim, beside: Stated) -> Mapping[Span, Number]:
    """The figures of its sentence that have a share, as parts of a whole that the sentence need not give."""
    start = beside.sentence_start(claim)
    parts = (each.parts[0] for each in beside.of("share") if each.parts and beside.sentence_start(each) == start)
    return {part.value_span: part.value for part in parts if part.value_span and part.value is not None}


@kind("stated-shares")
@dataclass(frozen=True)
class StatedShares:
    """A share fits the figures it is given for, rounded half a unit of its last digit; shares of one whole make 100 %.

    Any figure that may be the base is tried: those stated, the totals of the lists, the sums of the listed parts, and
    for a part that a table counts the sums of figures in `bases`. `more`: how what follows says that there are other
    shares.
    """

    bases: tuple[tuple[FigureTerm, ...], ...] = ()
    more: Wordings = field(default_factory=Wordings)

    OUTCOMES: ClassVar = ("share", "set")
    PLACEHOLDERS: ClassVar = {
        "share": ("claim", "share", "part", "base", "unit", "right"),
        "set": ("sum", "number", "claim"),
    }
    LABELS: ClassVar = {"part": ("part",), "base": ("base",), "share": ()}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each share, and one for each set of shares."""
        beside, silence = stated(report), Silence(report)
        shares = [claim for claim in beside.of("share") if claim.subject != "rate"]
        wrong: list[Claim] = []
        for ordinal, claim in enumerate(shares, 1):
            place = Place(part_at(report, claim.span.start), ordinal=ordinal)
            outcome = self._share(claim, beside, place)
            if isinstance(outcome, Failed):
                wrong.append(claim)
                yield outcome
            elif outcome:
                silence.add(claim, outcome)
        yield from self._sets(shares, wrong, beside)
        yield from silence.outcomes()

    def _share(self, claim: Claim, beside: Stated, place: Place) -> Failed | str:
        """A failure, or why nothing can be said; "" if the share fits."""
        part = claim.parts[0] if claim.parts else None
        if claim.abstains or part is None or claim.value is None:
            return claim.abstains or "no_base"
        if claim.approximate or part.approximate or part.value is None:
            return "approximate"
        slack = half_a_digit(beside.written(claim))
        siblings = _siblings(claim, beside)
        bases = {*self._bases(claim, part, siblings, beside)}
        likely = [*siblings.values(), sum(siblings.values()), *(base for base in bases if base is not None)]
        if any(_fits(one, base, claim.value, slack) for one in beside.readings(part) for base in likely):
            return ""
        known = [base for base in bases if base is not None]
        if len(known) < len(bases) or not any(base >= part.value and base > 0 for base in known):
            return "no_base"
        return self._failed(claim, part, _nearest(claim.value, part.value, known), place)

    def _bases(
        self, claim: Claim, part: Claim, siblings: Mapping[Span, Number], beside: Stated
    ) -> Iterator[Number | None]:
        """Everything the share must be of; None for what nobody can tell."""
        for base in claim.parts[1:]:
            if base.value_span in siblings:
                continue
            yield from (None,) if base.approximate else beside.readings(base)
        yield from beside.counted(part.unit)
        for total in beside.of("sum"):
            if any(part.value_span == member.value_span for member in total.parts):
                yield sum(member.value for member in total.parts if member.value is not None)
        if part.target is not None:
            for some in self.bases:
                yield from beside.meant(tuple(term.name for term in some)).possible or (None,)

    def _failed(self, claim: Claim, part: Claim, base: Number, place: Place) -> Failed:
        assert part.value is not None  # such shares were set aside
        right = Decimal(part.value) * _WHOLE / Decimal(base)
        values = {
            "claim": quoted(claim),
            "share": claim.value,
            "part": part.value,
            "base": base,
            "unit": part.unit,
            "right": right.quantize(Decimal(str(claim.value)), ROUND_HALF_UP),
        }
        marks = [Mark(part.value_span or part.span, "part", values={"part": part.value})]
        given = next((each for each in claim.parts[1:] if each.value == base and each.value_span), None)
        if given is not None and given.value_span is not None:
            marks.append(Mark(given.value_span, "base", values={"base": base}))
        return Failed(Mark(claim.value_span or claim.span), place, "share", values, tuple(marks))

    # -- shares of one whole -----------------------------------------------------

    def _sets(self, shares: Sequence[Claim], wrong: Sequence[Claim], beside: Stated) -> Iterator[Failed]:
        """The sets that do not make 100 %; one with a wrong share in it has been told already."""
        for ordinal, members in enumerate(self._wholes(shares, beside), len(shares) + 1):
            if any(member in wrong or member.approximate or member.value is None for member in members):
                continue
            total = sum((Decimal(member.value) for member in members if member.value is not None), Decimal(0))
            slack = sum((half_a_digit(beside.written(member)) for member in members), Decimal(0))
            if abs(total - _WHOLE) <= slack or abs(total - _WHOLE) > _NEARLY:
                continue
            first = members[0]
            place = Place(part_at(beside.report, first.span.start), ordinal=ordinal)
            marks = tuple(Mark(member.value_span or member.span, "share") for member in members[1:])
            values = {"sum": total, "number": len(members), "claim": quoted(first)}
            yield Failed(Mark(first.value_span or first.span), place, "set", values, marks, confidence="low")

    def _wholes(self, shares: Sequence[Claim], beside: Stated) -> Iterator[Sequence[Claim]]:
        """Shares that seem to be all of one whole: those of every part of a list, or without figures in a sentence."""
        by_part = {claim.parts[0].value_span: claim for claim in shares if claim.parts and not claim.abstains}
        for total in beside.of("sum"):
            members = [by_part[part.value_span] for part in total.parts if part.value_span in by_part]
            if len(members) == len(total.parts) >= _FEWEST and not total.open_list and not total.abstains:
                yield members
        source = beside.report.source
        bare = [claim for claim in shares if claim.abstains == "no_base" and not claim.parts]
        for _, found in groupby(bare, key=lambda claim: source.folded.rfind("。", 0, claim.span.start)):
            members = list(found)
            if len(members) > _FEWEST and not self._goes_on(members[-1], source):
                yield members

    def _goes_on(self, last: Claim, source: Source) -> bool:
        after = "".join(source.folded[last.span.end : last.span.end + 2 * _AFTER].split())
        return self.more.first(after[:_AFTER]) is not None
