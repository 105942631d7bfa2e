"""From a sentence without blanks to the tokens of the grammar of claims."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache, partial
from typing import NamedTuple

from disclosure_lint.finding import Number
from disclosure_lint.syntax.claims.vocabulary import vocabulary
from disclosure_lint.syntax.numerals import number

_DIGITS = re.compile(r"[0-9]+")
_PLAIN = 15
_SILENT = frozenset(("SKIP", "NAME"))
_LOOKS_ON = frozenset("较比与同和相对依根按")
_EQUALS = frozenset("为数")


class Token(NamedTuple):
    """A word with its terminal and key; `start` and `end` are offsets in the sentence."""

    terminal: str
    key: str
    start: int
    end: int


# The constructor of a named tuple is written in Python; this one is not, and tokens are many.
_token: Callable[[tuple[str, str, int, int]], Token] = partial(tuple.__new__, Token)


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


def amount(sentence: str, token: Token) -> Amount:
    """What an AMOUNT or PERCENT token says."""
    unit = token.key
    end = token.end - len(unit)
    digits = sentence[token.start : end]
    if digits.isascii() and digits.isdigit() and sentence.endswith(unit, end, token.end) and len(digits) <= _PLAIN:
        return Amount(int(digits), unit, False, token.start, end)
    return _amount(sentence, token)


def _amount(sentence: str, token: Token) -> Amount:
    match = _amounts().match(sentence, token.start)
    if match is None:  # the naught of 申请数量为0
        return Amount(0, "", False, token.start, token.end)
    about = bool(match["about"] or match["more"] or match["around"] or match["scale"])
    if match["upper"]:
        return Amount(None, match["counter"], True, match.start("number"), match.end("upper"))
    if written := match["number"]:
        return Amount(_value(written), match["counter"], about, *match.span("number"))
    name = "percent" if match["percent"] else "percent_words"
    value = Decimal(match[name]) if name == "percent" else number(match[name])
    return Amount(value, "%", about, *match.span(name))


def _value(digits: str) -> Number | None:
    return int(digits) if digits.isascii() and digits.isdigit() else number(digits)


def tokens(sentence: str, start: int, end: int) -> list[Token]:
    """The tokens of a stretch of a sentence in order, NAME for what no word explains, nothing for SKIP words."""
    known = vocabulary()
    begins, terms, firsts, read = known.sizes.get, known.terms, known.amount_starts, _amounts().match
    found: list[Token] = []
    position, unknown = start, -1
    while position < end:
        character = sentence[position]
        token = None
        if character in firsts or (character in _LOOKS_ON and _may_begin(sentence, position)):
            token = _figure(sentence, position, read(sentence, position))
        if token is None:
            for size in begins(sentence[position : position + 2]) or begins(character, ()):
                term = terms.get(sentence[position : position + size])
                if term and position + size <= end:
                    token = _token((*term, position, position + size))
                    break
            else:
                unknown = position if unknown < 0 else unknown
                position += 1
                continue
        if unknown >= 0:
            found.append(_token(("NAME", "", unknown, position)))
            unknown = -1
        position = _take(token, found)
        unknown = token[2] if token[0] == "NAME" else -1
    if unknown >= 0:
        found.append(_token(("NAME", "", unknown, end)))
    return found


def _may_begin(sentence: str, position: int) -> bool:
    """Whether a comparison with a year or a legal basis may begin at a position."""
    after = sentence[position + 1 : position + 3]
    return "《" in after or any(digit in after for digit in "12")


def _take(token: Token, found: list[Token]) -> int:
    """Keep a token that says something; where the next begins."""
    if token[0] not in _SILENT:
        found.append(token)
    return token[3]


def figures(sentence: str, start: int, end: int) -> list[Token]:
    """The figures of a stretch that says nothing else, NAME for all between."""
    found: list[Token] = []
    reached = start
    for digits in _DIGITS.finditer(sentence, start, end):
        at = digits.start()
        token = _figure(sentence, at, _amounts().match(sentence, at)) if at >= reached else None
        if token is None or token.terminal == "NAME":
            continue
        if found and sentence[reached] == "、":
            found.append(_token(("LINK", "", reached, reached + 1)))
            reached += 1
        if at > reached:
            found.append(_token(("NAME", "", reached, at)))
        found.append(token)
        reached = token.end
    if reached < end:
        found.append(_token(("NAME", "", reached, end)))
    return found


def _figure(sentence: str, position: int, match: re.Match[str] | None) -> Token | None:
    """The figure, year or comparison at a position; NAME for a number that belongs to what is before it."""
    if match is None:
        before = sentence[position - 1 : position]
        if sentence[position] in "0零" and before in _EQUALS and _alone(sentence, position):
            return _token(("AMOUNT", "", position, position + 1))
        return None
    if match["number"]:
        if _continues(sentence, position):
            return _token(("NAME", "", position, match.end()))
        return _token(("AMOUNT", match["counter"], position, match.end()))
    return _token((*_other(match), position, match.end()))


def _other(match: re.Match[str]) -> tuple[str, str]:
    """The terminal and key of what the amount pattern matched besides figures."""
    if year := match["year"]:
        return ("TRAP", "past") if match["since"] else ("LEAD", year)
    if match["compare"]:
        return "COMPARE", ""
    if match["basis"]:
        return "SKIP", ""
    return "PERCENT", "points" if match["points"] else "%"


def _continues(sentence: str, position: int) -> bool:
    """Whether the digit or numeral at a position belongs to something before it: 第三条, B12件, 1 2件, 3.14件."""
    before = sentence[position - 1] if position else ""
    return before != "" and (before in "第.-—/〔[" or (before.isascii() and (before.isalnum() or before == " ")))


def _alone(sentence: str, position: int) -> bool:
    """Whether the naught at a position is the whole figure: 申请数量为0."""
    return not sentence[position + 1 : position + 2].isalnum() or sentence[position] == "0"
