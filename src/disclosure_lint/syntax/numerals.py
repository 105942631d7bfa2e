"""Numbers and amounts of money in the writing of reports, as values. The grammar is `grammars/numerals.lark`."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from disclosure_lint.cache import compiled
from disclosure_lint.finding import Number
from disclosure_lint.resources import grammars_folder
from disclosure_lint.source import folded

if TYPE_CHECKING:
    from lark import Lark, Token

NUMERAL = r"(?:[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?[百千万亿]{0,2}|[零〇○O一二两三四五六七八九十百千万亿]+)"
"""A pattern for what may be a number in folded text; `number` says whether it is one."""

_LONGEST = 64
_DIGITS = {name: value for value, name in enumerate("零一二三四五六七八九")} | {"两": 2} | dict.fromkeys("〇○OoＯ0", 0)
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


def parser(name: str, starts: tuple[str, ...]) -> Lark:
    """The LALR parser of a grammar file in `grammars/`, from the cache when the file has not changed."""
    from lark import Lark

    def build(texts: Any) -> bytes:
        (text,) = texts.values()
        tables = BytesIO()
        Lark(text, parser="lalr", start=list(starts), maybe_placeholders=False).save(tables)
        return tables.getvalue()

    return Lark.load(BytesIO(compiled(f"grammar-{name}", [grammars_folder() / f"{name}.lark"], build)))


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return parser("numerals", ("number", "amount"))


@lru_cache(maxsize=4096)
def _parsed(text: str, start: str) -> Number | None:
    from lark import UnexpectedInput

    try:
        tree = _parser().parse("".join(folded(text).split()), start=start)
    except UnexpectedInput:
        return None
    (shape,) = tree.children if start == "number" else tree.children[0].children  # type: ignore[union-attr]
    tokens = list(shape.scan_values(lambda _: True))  # type: ignore[union-attr]
    return {"arabic": _arabic, "serial": _serial, "whole": _whole}[shape.data](tokens)  # type: ignore[union-attr]


def _arabic(tokens: list[Token]) -> Number:
    digits, *scales = tokens
    value = Decimal(digits.replace(",", ""))
    for scale in scales:
        value *= _SCALES[scale]
    whole = int(value)
    return whole if (scales or "." not in digits) and whole == value else value


def _serial(tokens: list[Token]) -> Number:
    return int("".join(str(_DIGITS[token]) for token in tokens))


def _whole(tokens: list[Token]) -> Number:
    """The sum of the parts, each digit times its step; 万 multiplies its section, 亿 all that stands before it."""
    total = section = digit = 0
    for token in tokens:
        scale = _SCALES.get(token, 0)
        if not scale:
            digit = _DIGITS[token]
            continue
        if scale < 10_000:
            section += (digit or 1) * scale
        else:
            kept = total if scale == 10_000 else 0
            total, section = kept + (total - kept + section + digit) * scale, 0
        digit = 0
    return total + section + digit


def number(text: str) -> Number | None:
    """The number that a text is, None if it is none: 三十七 is 37, 二○一二 is 2012, 3.5万 is 35000."""
    return _parsed(text, "number") if 0 < len(text) <= _LONGEST else None


def yuan(text: str) -> Number | None:
    """The amount of money that a text is, in 元, None if it is none: 246.936万元 is 2469360."""
    return _parsed(text, "amount") if 0 < len(text) <= _LONGEST else None
