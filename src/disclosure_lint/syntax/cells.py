"""Cells of a table: what is written in them, never more."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from disclosure_lint.finding import Number
from disclosure_lint.report.model import FigureKind
from disclosure_lint.syntax.wordings import wordings

# All patterns look at folded text (ASCII digits and signs).
_NUMBER = r"[-+—–]{0,2}\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-+—–]{0,2}\d+(?:\.\d+)?"
_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+\Z")
"""Thousands set apart by blanks: only for what is known to be one cell, for elsewhere they may be several."""
_MINUS = re.compile("[—–]")
VALUE = re.compile(rf"(?:{_NUMBER})\s*(?:万元|元|[件项个条宗])?")
_PLAIN = re.compile(r"\d+\Z")
_WITH_UNIT = re.compile(rf"({_NUMBER})\s*(万元|元|[件项个条宗])\Z")
_WITH_REMARK = re.compile(rf"({_NUMBER})\s*(\(.*\)|\*+)\Z", re.S)
_SIGNED = re.compile(rf"(?:{_NUMBER})\Z")


@lru_cache(maxsize=2)
def _said(what: str) -> frozenset[str]:
    return frozenset(wordings()["cells"][what])


def number(text: str) -> Number | None:
    """The number that folded text writes: an int where integral and written so, else a Decimal; None for `--253`."""
    plain = _MINUS.sub("-", text.replace(",", ""))
    if plain[:2] in ("--", "++", "+-", "-+"):
        return None
    return Decimal(plain) if "." in plain else int(plain)


@lru_cache(maxsize=4096)
def cell(text: str) -> tuple[FigureKind, Number | None, str]:
    """The kind, the number as written and the unit of a cell, from its folded text without blanks at the ends."""
    if _PLAIN.match(text) and text.isascii():
        value = int(text)
        return ("number" if value else "zero"), value, ""
    if not text:
        return "blank", None, ""
    if text in _said("dashes"):
        return "dash", None, ""
    if _SIGNED.match(text):
        value_or_none = number(text)
        if value_or_none is None:
            return "text", None, ""
        return ("number" if value_or_none else "zero"), value_or_none, ""
    if _GROUPED.match(text):
        return "number", int(text.replace(" ", "")), ""
    if match := _WITH_UNIT.match(text):
        return "number_with_unit", number(match[1]), match[2]
    if match := _WITH_REMARK.match(text):
        return "number_with_remark", number(match[1]), ""
    return "text", None, ""


def is_value(text: str) -> bool:
    """Whether folded text can stand in a cell for figures: a number in some dress, or a mark or word for none."""
    return (cell(text)[0] != "text" and not _GROUPED.match(text)) or text in _said("words")
