"""Personal data that has no place in a published report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from disclosure_lint.finding import Severity
from disclosure_lint.report.model import Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.lexicon import Needles
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome
from disclosure_lint.rules.passage import part_at
from disclosure_lint.rules.wording import Wordings
from disclosure_lint.rules.written import Ordinals, Stretches, written
from disclosure_lint.source import Span

# Each begins with digits that are given, so that the search runs at full speed; what stands before is looked at after.
_MOBILE = re.compile(r"1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9*])")
_BIRTHS = tuple(
    re.compile(rf"{century}[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{{3}}[0-9Xx](?![0-9A-Za-z])")
    for century in ("19", "20")
)
_CARDS = tuple(
    re.compile(rf"{first}[0-9]{{{rest}}}(?![0-9])") for first, rest in (("62", "14,17"), ("4", "15"), ("5", "15"))
)
_REGION = 6
_NOT_BEFORE = re.compile(r"[0-9A-Za-z.*-]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_KEPT_AT_END = 4
_BEFORE = 24
_DETAILS = 24


def is_identity(number: str) -> bool:
    """Whether the last character of an 18-character identity number fits the others."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return _CHECK[total % 11] == number[17].upper()


def is_card(number: str) -> bool:
    """Whether the digits of a bank card fit one another (Luhn)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def masked(number: str) -> str:
    """A number with its middle hidden."""
    plain = re.sub(r"[ -]", "", number)
    kept = _kept(plain)
    return plain[:kept] + "*" * (len(plain) - kept - _KEPT_AT_END) + plain[-_KEPT_AT_END:]


def _kept(number: str) -> int:
    """How many characters of a number may be shown at its beginning."""
    return 3 if len(number) <= 11 else 4


@kind("personal-numbers")
@dataclass(frozen=True)
class PersonalNumbers:
    """No identity number, mobile telephone number or bank card stands in the text in full.

    Tables are never looked at. A mobile number counts only after one of the wordings of `telephone`, a card after one
    of `account`; in the preamble after one of `contact` a mobile number may be that of an office.
    """

    telephone: Wordings
    account: Wordings
    contact: Wordings

    OUTCOMES: ClassVar = ("identity", "mobile", "card")
    PLACEHOLDERS: ClassVar = ("masked",)

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each number."""
        if not report.parts:
            yield NotAssessable("no-prose")
            return
        prose = written(report).prose
        ordinals = Ordinals(report)
        for start, end, outcome in sorted(self._found(prose.folded)):
            yield self._failed(report, prose, start, end, outcome, ordinals)

    def _found(self, text: str) -> Iterator[tuple[int, int, str]]:
        for pattern in _BIRTHS:
            for match in pattern.finditer(text):
                start = match.start() - _REGION
                number = text[start : match.end()] if start >= 0 else ""
                if number[:_REGION].isdigit() and _begins(text, start) and is_identity(number):
                    yield start, match.end(), "identity"
        for match in _MOBILE.finditer(text):
            if _begins(text, match.start()) and self.telephone.first(_before(text, match.start())):
                yield match.start(), match.end(), "mobile"
        for pattern in _CARDS:
            for match in pattern.finditer(text):
                known = _begins(text, match.start()) and is_card(match[0])
                if known and self.account.first(_before(text, match.start())):
                    yield match.start(), match.end(), "card"

    def _failed(
        self, report: Report, prose: Stretches, start: int, end: int, outcome: str, ordinals: Ordinals
    ) -> Failed:
        span = prose.span(start, end)
        office = outcome == "mobile" and part_at(report, span.start) == "preamble"
        contact = office and self.contact.first(_before(prose.folded, start)) is not None
        ceiling: Severity | None = "note" if contact else None
        values = {"masked": masked(prose.folded[start:end])}
        hidden = Span(span.start + _kept(prose.folded[start:end]), span.end - _KEPT_AT_END)
        return Failed(Mark(span), ordinals.place(span.start), outcome, values, ceiling=ceiling, masks=(hidden,))


def _begins(text: str, at: int) -> bool:
    """Whether a number begins at a place, and no longer one runs through it."""
    return at == 0 or not _NOT_BEFORE.match(text, at - 1)


def _before(text: str, at: int) -> str:
    """What stands before a number, without blanks, back to the end of the last sentence."""
    piece = text[max(0, at - _BEFORE) : at]
    return "".join(re.split("[。\n]", piece)[-1].split())


@kind("named-persons")
@dataclass(frozen=True)
class NamedPersons:
    """Nobody who applied, sued or complained is named or told by where they live.

    `roles`: words before a name; `surnames`: its first character; `after`: what follows a name and no other word;
    `not_names`: words that only look like names. `details`: wordings that begin with a role and tell a person by
    other things.
    """

    roles: Needles
    surnames: str
    after: Wordings
    not_names: tuple[str, ...] = ()
    details: Wordings = field(default_factory=Wordings)

    OUTCOMES: ClassVar = ("named", "described")
    PLACEHOLDERS: ClassVar = ("role", "masked", "found")

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each person."""
        if not report.parts:
            yield NotAssessable("no-prose")
            return
        words = written(report)
        text = words.text
        ordinals = Ordinals(report)
        for role, at in self.roles.found(text):
            if told := self.details.at_start(text[at : at + _DETAILS]):
                span = words.span(at, at + told.end())
                values = {"found": told[0], "role": "", "masked": ""}
                yield Failed(Mark(span), ordinals.place(span.start), "described", values)
            begin = at + len(role)
            name = self._name(text, begin)
            named = words.span(begin, begin + len(name)) if name else None
            if named and words.unbroken(named):
                values = {"role": role, "masked": f"{name[0]}某{'某' if len(name) > 2 else ''}", "found": role}
                hidden = Span(named.start + 1, named.end)
                yield Failed(Mark(named), ordinals.place(named.start), "named", values, masks=(hidden,))

    def _name(self, text: str, at: int) -> str:
        """The name that begins at a place, "" if none does."""
        if text[at : at + 1] not in self.surnames:
            return ""
        for length in (3, 2):
            name = text[at : at + length]
            rest = text[at + length : at + length + 12]
            if not name.isalpha() or name.isascii() or "某" in name or name[1:] in self.not_names:
                continue
            if name not in self.not_names and self.after.at_start(rest):
                return name
        return ""
