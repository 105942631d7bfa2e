"""Changes against the year before, as the text gives them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar

from disclosure_lint.finding import Number, Place
from disclosure_lint.report.model import Claim, Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.outcome import Context, Failed, Mark, Outcome
from disclosure_lint.rules.passage import part_at
from disclosure_lint.rules.silence import Silence
from disclosure_lint.rules.stated import Stated, half_a_digit, quoted, stated
from disclosure_lint.source import Span

_PERCENT = "%"
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class _Change:
    """What is said of the change of one figure: differences and rates, each with how far it may be off."""

    figure: Claim
    said: tuple[Claim, ...]
    bases: tuple[Number, ...]
    """The values of the year before, if they are known; else what the differences say that they were."""

    def differences(self) -> list[Claim]:
        return [claim for claim in self.said if claim.unit != _PERCENT]


@kind("stated-growth")
@dataclass(frozen=True)
class StatedGrowth:
    """A change that the text gives fits the two values.

    The value of the year before is the one stated, else that of last year's report if it is at hand, else what the
    stated difference leaves; without any of them nothing is said.
    """

    OUTCOMES: ClassVar = ("rate", "difference")
    PLACEHOLDERS: ClassVar = ("claim", "stated", "value", "base", "right", "unit")
    LABELS: ClassVar = {"value": ("value",), "base": ("base",)}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each figure whose change is given."""
        beside, silence = stated(report), Silence(report)
        by_figure: dict[Span, list[Claim]] = {}
        for claim in beside.of("growth"):
            figure = claim.parts[0] if claim.parts else None
            if claim.abstains or figure is None or figure.value_span is None or claim.value is None:
                silence.add(claim, claim.abstains or "no_base")
            elif claim.approximate or figure.approximate or figure.value is None:
                silence.add(claim, "approximate")
            else:
                by_figure.setdefault(figure.value_span, []).append(claim)
        before = _before(context.previous, report) if by_figure else None
        for ordinal, said in enumerate(by_figure.values(), 1):
            change = _Change(said[0].parts[0], tuple(said), _bases(said, before))
            if not change.bases and not (change.differences() and len(said) > 1):
                silence.add(said[0], "no_base")
            elif (wrong := _wrong(change, beside)) is not None:
                place = Place(part_at(report, said[0].span.start), ordinal=ordinal)
                yield _failed(change, wrong, place)
        yield from silence.outcomes()


def _before(previous: Report | None, report: Report) -> Stated | None:
    """The report of the year before, if it is that."""
    if previous is None or previous.year is None or previous.year + 1 != report.year:
        return None
    return stated(previous)


def _bases(said: Sequence[Claim], before: Stated | None) -> tuple[Number, ...]:
    """The values of the year before as far as they are known."""
    stated_before = [part for claim in said for part in claim.parts[1:] if part.value is not None]
    if stated_before:
        exact = [part.value for part in stated_before if not part.approximate and part.value is not None]
        return tuple(dict.fromkeys(exact))
    figure = said[0].parts[0]
    if before is None or figure.target is None:
        return ()
    sums = [before.meant(some) for some in figure.target.sums]
    if any(not meant.possible for meant in sums):
        return ()
    return tuple(dict.fromkeys(value for meant in sums for value in meant.possible))


def _wrong(change: _Change, beside: Stated) -> tuple[Claim, Number] | None:
    """The statement that does not fit, and the value of the year before that it does not fit with; None: all fit."""
    first: tuple[Claim, Number] | None = None
    for value in beside.readings(change.figure):
        bases = change.bases or tuple(value - claim.value for claim in change.differences() if claim.value is not None)
        for base in bases:
            misfit = next((claim for claim in change.said if not _fits(claim, value, base, beside)), None)
            if misfit is None:
                return None
            first = first or (misfit, base)
    return first


def _fits(claim: Claim, value: Number, base: Number, beside: Stated) -> bool:
    assert claim.value is not None  # such statements were set aside
    difference = Decimal(value) - Decimal(base)
    if claim.unit != _PERCENT:
        return difference == claim.value
    if base <= 0:
        return True  # nothing grows from nought by a rate, and nobody can tell what is meant
    slack = half_a_digit(beside.written(claim))
    return abs(difference * _WHOLE / Decimal(base) - Decimal(claim.value)) <= slack


def _failed(change: _Change, wrong: tuple[Claim, Number], place: Place) -> Failed:
    claim, base = wrong
    figure = change.figure
    assert figure.value is not None and claim.value is not None  # such statements were set aside
    right = Decimal(figure.value) - Decimal(base)
    outcome = "difference"
    if claim.unit == _PERCENT:
        outcome = "rate"
        right = (right * _WHOLE / Decimal(base)).quantize(Decimal(str(claim.value)), ROUND_HALF_UP)
    values = {
        "claim": quoted(claim),
        "stated": f"{Decimal(claim.value):+f}",
        "value": figure.value,
        "base": base,
        "right": f"{right:+f}",
        "unit": figure.unit,
    }
    marks = [Mark(figure.value_span or figure.span, "value", values={"value": figure.value})]
    earlier = next((part for part in claim.parts[1:] if part.value == base and part.value_span), None)
    if earlier is not None and earlier.value_span is not None:
        marks.append(Mark(earlier.value_span, "base", values={"base": base}))
    return Failed(Mark(claim.value_span or claim.span), place, outcome, values, tuple(marks))
