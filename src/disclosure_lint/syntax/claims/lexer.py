"""From a sentence without blanks to the tokens of the grammar of claims."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from disclosure_lint.finding import Number
from disclosure_lint.syntax.claims.vocabulary import vocabulary
from disclosure_lint.syntax.numerals import number

_EQUALS = frozenset("为数")
_CUTS = frozenset(",;:、()")


class Token(NamedTuple):
    """A word with its terminal and key; `start` and `end` are offsets in the sentence."""

    terminal: str
    key: str
    start: int
    end: int


class Amount(NamedTuple):
    """A figure as written: value, counter, whether it is about, and where its number stands.

    `value` is None for a range or a numeral that is none.
    """

    value: Number | None
    unit: str
    approximate: bool
    start: int
    end: int


@lru_cache(maxsize=1)
def _amounts() -> re.Pattern[str]:
    return re.compile(vocabulary().amount)


def _value(digits: str) -> Number | None:
    if digits.isdigit() and digits.isascii():
        return int(digits)
    return number(digits)


def _read(match: re.Match[str]) -> tuple[str, str]:
    """The terminal and key of what the amount pattern matched."""
    if year := match["year"]:
        return ("TRAP", "past") if match["since"] else ("LEAD", year)
    if match["percent"] or match["percent_words"]:
        return ("PERCENT", "points" if match["points"] else "%")
    return "AMOUNT", match["counter"]


def amount(sentence: str, token: Token) -> Amount:
    """What an AMOUNT or PERCENT token says."""
    match = _amounts().match(sentence, token.start)
    if match is None:  # the naught of 申请数量为0
        return Amount(0, "", False, token.start, token.end)
    about = bool(match["about"] or match["more"] or match["around"])
    for name in ("percent", "percent_words"):
        if written := match[name]:
            value = Decimal(written) if name == "percent" else number(written)
            return Amount(value, "%", about, *match.span(name))
    if match["upper"]:
        return Amount(None, match["counter"], True, match.start("number"), match.end("upper"))
    return Amount(_value(match["number"]), match["counter"], about, *match.span("number"))


def tokens(sentence: str) -> list[Token]:
    """The tokens of a sentence in order, CUT for separators and brackets, NAME for what no word explains."""
    begins = _begins()
    found: list[Token] = []
    position, unknown, end = 0, -1, len(sentence)
    while position < end:
        if sentence[position] not in begins or not (read := _word(sentence, position)):
            if unknown < 0:
                unknown = position
            position += 1
            continue
        if unknown >= 0:
            found.append(Token("NAME", "", unknown, position))
            unknown = -1
        found.append(read)
        position = read.end
    if unknown >= 0:
        found.append(Token("NAME", "", unknown, end))
    return found


@lru_cache(maxsize=1)
def _begins() -> frozenset[str]:
    """The characters that a word, a figure or a separator can begin with."""
    known = vocabulary()
    return frozenset(known.sizes) | known.amount_starts | _CUTS


def _word(sentence: str, position: int) -> Token | None:
    """The word, figure or separator at a position."""
    known, character = vocabulary(), sentence[position]
    if character in known.amount_starts:
        match = _amounts().match(sentence, position)
        if match and not _continues(sentence, position):
            return Token(*_read(match), position, match.end())
        if character in "0零" and sentence[position - 1 : position] in _EQUALS and _alone(sentence, position):
            return Token("AMOUNT", "", position, position + 1)
    for size in known.sizes.get(character, ()):
        word = sentence[position : position + size]
        if word in known.terms and len(word) == size:
            return Token(*known.terms[word], position, position + size)
    return Token("CUT", character, position, position + 1) if character in _CUTS else None


def _continues(sentence: str, position: int) -> bool:
    """Whether the digit or numeral at a position belongs to something before it: 第三条, B12件, 1 2件, 3.14件."""
    before = sentence[position - 1] if position else ""
    return before != "" and (before in "第.-—/〔[" or (before.isascii() and (before.isalnum() or before == " ")))


def _alone(sentence: str, position: int) -> bool:
    """Whether the naught at a position is the whole figure: 申请数量为0."""
    return not sentence[position + 1 : position + 2].isalnum() or sentence[position] == "0"
