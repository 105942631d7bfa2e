"""The language of identities: parsed once when a rule is loaded, then plain sums of figures.

The grammar is `grammars/identity.lark`. Every expression is linear, so that a comparison is a constant and a list of
(coefficient, term); a term knows the table, row and column that it means, None where the rule ranges over it.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from disclosure_lint.finding import Number
from disclosure_lint.resources import grammars_folder
from disclosure_lint.rules.names import Cell, cells, names, words
from disclosure_lint.rules.options import OptionError, did_you_mean
from disclosure_lint.source import folded

Each = Literal["row", "column", "block"]

RELATIONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_SPELLINGS = {"==": "=", "≠": "!=", "≤": "<=", "≥": ">="}
_PLACEHOLDER_FOLD = str.maketrans("×÷", "*/")


@dataclass(frozen=True, slots=True)
class Term:
    """A figure, or with None for row or column the figures of every instance. `previous`: of the report before."""

    text: str
    start: int
    table: str = ""
    row: str | None = None
    column: str | None = None
    previous: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """The English keys by which a message may call it: its row, its column, those it does not range over."""
        return tuple(dict.fromkeys(key for key in (self.row, self.column) if key))


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a constant and terms with their coefficients, in the order written."""

    constant: Number = 0
    terms: tuple[tuple[Number, Term], ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison as parsed; `relation` is a key of RELATIONS."""

    text: str
    left: Side
    relation: str
    right: Side

    @classmethod
    def from_option(cls, value: Any) -> Comparison:
        """The comparison of a text."""
        if not isinstance(value, str):
            raise OptionError("这里要一个等式或不等式（文字）", "an identity (text) is wanted here")
        return parsed(value)

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every term, left to right."""
        return tuple(term for side in (self.left, self.right) for _, term in side.terms)


@lru_cache(maxsize=1)
def _parser() -> Any:
    from lark import Lark

    text = (grammars_folder() / "identity.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer="contextual", propagate_positions=True)


def parsed(text: str) -> Comparison:
    """The comparison that a text states; its terms are not resolved yet."""
    from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput

    try:
        tree = _parser().parse(folded(text).translate(_PLACEHOLDER_FOLD))
    except UnexpectedEOF:
        raise _wrong("等式不完整", "the identity ends too early", len(text)) from None
    except UnexpectedCharacters as error:
        raise _wrong("这个字符不该在这里", "this character cannot stand here", _offset(error, text)) from None
    except UnexpectedInput as error:
        raise _wrong("等式在这里读不下去", "the identity cannot go on like this", _offset(error, text)) from None
    left, relation, right = tree.children
    return Comparison(text, _side(left), _SPELLINGS.get(str(relation), str(relation)), _side(right))


def _wrong(zh: str, en: str, offset: int) -> OptionError:
    return OptionError(zh, en, offset, "RUL006")


def _offset(error: Any, text: str) -> int:
    token = getattr(error, "token", None)
    return len(text) if token is not None and token.type == "$END" else int(error.pos_in_stream or 0)


def _side(node: Any) -> Side:
    rule = node.data
    if rule == "number":
        return Side(_number(str(node.children[0])))
    if rule == "term":
        token = node.children[0]
        return Side(0, ((1, Term(str(token), token.start_pos)),))
    if rule == "negative":
        return _scaled(_side(node.children[0]), -1)
    first, second = (_side(child) for child in node.children)
    if rule in ("plus", "minus"):
        other = second if rule == "plus" else _scaled(second, -1)
        return Side(first.constant + other.constant, (*first.terms, *other.terms))
    return _product(rule, first, second, node)


def _product(rule: str, first: Side, second: Side, node: Any) -> Side:
    if rule == "times" and first.terms and not second.terms:
        return _scaled(first, second.constant)
    if rule == "times" and not first.terms:
        return _scaled(second, first.constant)
    if rule == "divided" and not second.terms and second.constant:
        return _scaled(first, Decimal(1) / second.constant)
    zh = "数字之间不能相乘除，只能乘以或除以一个不为零的常数"
    raise _wrong(zh, "figures can only be multiplied or divided by a number", node.meta.start_pos)


def _number(text: str) -> Number:
    return Decimal(text) if "." in text else int(text)


def _scaled(side: Side, factor: Number) -> Side:
    return Side(_times(side.constant, factor), tuple((_times(c, factor), term) for c, term in side.terms))


def _times(a: Number, b: Number) -> Number:
    product = Decimal(a) * Decimal(b)
    return int(product) if product == product.to_integral_value() else product


# -- what a term means ---------------------------------------------------------


def resolved(comparison: Comparison, each: Each | None) -> Comparison:
    """The comparison with every term resolved; OptionError for unknown and ambiguous ones."""
    left, right = (
        replace(side, terms=tuple((c, _resolved_term(term, each)) for c, term in side.terms))
        for side in (comparison.left, comparison.right)
    )
    return replace(comparison, left=left, right=right)


_PARTS: Mapping[str | None, tuple[str, ...]] = {
    None: ("table", "row", "column"),
    "row": ("table", "column"),
    "block": ("table", "column"),
    "column": ("table", "row"),
}


def _resolved_term(term: Term, each: Each | None) -> Term:
    path = term.text.split(".")
    previous = path[0] in names().previous and len(path) > 1
    path = path[1:] if previous else path
    ways = [(each, False), (each, True)] + [(None, False), (None, True)] * (each is not None)
    found = next((meant for way, aliases in ways if (meant := _meanings(tuple(path), way, aliases))), ())
    if len(found) == 1:
        (cell,) = found
        return replace(
            term, table=cell.table, row=cell.row or None, column=cell.column or None, previous=previous
        )
    if not found:
        raise _unknown(term, path)
    candidates = sorted(".".join(part for part in (c.table, c.row, c.column) if part) for c in found)
    shown = "、".join(candidates[:8]) + ("……" if len(candidates) > 8 else "")
    zh, en = f"“{term.text}”不唯一，可指：{shown}", f"`{term.text}` is ambiguous: {', '.join(candidates[:8])}"
    raise _wrong(zh, en, term.start)


def _unknown(term: Term, path: list[str]) -> OptionError:
    known = sorted({word for some in words().values() for word in some})
    at = term.start
    for part in path:
        if part not in known:
            zh, en = did_you_mean(part, known)
            return _wrong(f"没有“{part}”这个表、行或列{zh}", f"no table, row or column `{part}`{en}", at)
        at += len(part) + 1
    return _wrong(f"没有“{term.text}”这个数", f"there is no figure `{term.text}`", term.start)


@lru_cache(maxsize=512)
def _meanings(path: tuple[str, ...], each: Each | None, aliases: bool) -> tuple[Cell, ...]:
    """The cells (with "" for the part ranged over) that a path of words may mean, by official words or any."""
    parts = _PARTS[each]
    if len(path) > len(parts):
        return ()
    found: dict[Cell, None] = {}
    for cell in cells():
        if each == "block" and not _in_blocks(cell):
            continue
        meant = Cell(cell.table, cell.row if "row" in parts else "", cell.column if "column" in parts else "")
        if meant not in found and _matches(path, meant, parts, words(aliases)):
            found[meant] = None
    return tuple(found)


def _in_blocks(cell: Cell) -> bool:
    """Whether a cell stands in a table whose rows are printed as blocks side by side."""
    from disclosure_lint.forms import forms

    return any(
        cell.table in form.tables and not form.tables[cell.table].rows and not form.tables[cell.table].blocks
        for form in forms().values()
    )


def _matches(
    path: tuple[str, ...], cell: Cell, parts: tuple[str, ...], known: Mapping[tuple[str, str, str], frozenset[str]]
) -> bool:
    """Whether the words call some of the parts of the cell, in their order."""
    at = 0
    for part in parts:
        key = {"table": "", "row": cell.row, "column": cell.column}[part]
        if at < len(path) and path[at] in known.get((part, cell.table, key), ()):
            at += 1
    return at == len(path)


def term(text: str, each: Each | None = None) -> Term:
    """The term that a text alone is."""
    if not re.fullmatch(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*", text):
        raise _wrong(f"“{text}”不是数字的名称", f"`{text}` is no name of a figure", 0)
    return _resolved_term(Term(text, 0), each)


@dataclass(frozen=True, slots=True)
class FigureTerm:
    """An option that names one figure, by its terms or its key."""

    term: Term

    @classmethod
    def from_option(cls, value: Any) -> FigureTerm:
        """The figure of a text."""
        if not isinstance(value, str):
            raise OptionError("这里要一个数字的名称（文字）", "the name of a figure (text) is wanted here")
        return cls(term(value))

    @property
    def name(self) -> str:
        """The figure's name."""
        return f"{self.term.table}.{self.term.row}.{self.term.column}"
