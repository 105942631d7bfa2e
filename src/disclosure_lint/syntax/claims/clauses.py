"""The clauses of a sentence: tokens between separators, with brackets taken out and put after what they stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from disclosure_lint.syntax.claims.lexer import Token, amount, figures, tokens
from disclosure_lint.syntax.claims.vocabulary import vocabulary

_FIGURES = frozenset(("AMOUNT", "PERCENT"))
_NO_KEY = frozenset(("NAME", "AMOUNT", "PERCENT", "TOPIC"))
_NO_TIME = frozenset(("who", "open", "rest", "besides", "whole_year"))
_LONGEST = 40
BESIDE = "+"
"""The separator of a clause that is the second of two figures side by side."""
COMPARED = "<"
"""The separator of a clause in brackets behind what the year is compared with: 较上年（收到40件）."""
_PIECE = re.compile(r"[^,;:()]+|[,;:()]")
_THOUSANDS = re.compile(r"[0-9],[0-9]{3}(?![0-9])")
_PIECE_WITH_THOUSANDS = re.compile(r"(?:[^,;:()]+|(?<=[0-9]),(?=[0-9]{3}(?![0-9])))+|[,;:()]")


class Clause:
    """The tokens of one clause. `separator` is the mark before it, `bracketed` its being the first in a bracket.

    `keys` are the keys of its words, `terminals` all terminals, `shape` is the kind of statement ("": not read).
    `leads`, `names` and `amounts` are its words of these terminals.
    """

    __slots__ = (
        "amounts",
        "bracketed",
        "depth",
        "end",
        "keys",
        "leads",
        "names",
        "separator",
        "shape",
        "start",
        "terminals",
        "tokens",
    )

    def __init__(self, parts: list[Token], depth: int, separator: str, bracketed: bool) -> None:
        self.tokens = parts
        self.depth = depth
        self.separator = separator
        self.bracketed = bracketed
        order = tuple([token[0] for token in parts])
        self.terminals = frozenset(order)
        self.keys = frozenset([token[1] for token in parts if token[0] not in _NO_KEY])
        self.shape = _shape(order) if len(order) <= _LONGEST else ""
        self.start = parts[0][2]
        self.end = parts[-1][3]
        self.leads = self.of("LEAD")
        self.names = self.of("NAME")
        self.amounts = self.of("AMOUNT")

    def of(self, terminal: str) -> list[Token]:
        """Its words of one terminal."""
        return [token for token in self.tokens if token[0] == terminal] if terminal in self.terminals else []


@lru_cache(maxsize=4096)
def _shape(terminals: tuple[str, ...]) -> str:
    return vocabulary().grammar.shape(terminal for terminal in terminals if terminal != "TOPIC")


@lru_cache(maxsize=1)
def _words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(vocabulary().telling), re.compile(vocabulary().relating)


class _Unfinished:
    """A clause that is being gathered. `bracket` numbers the bracket it stands in (0: none)."""

    __slots__ = ("bracket", "bracketed", "depth", "parts", "separator")

    def __init__(self, depth: int, separator: str, bracket: int, bracketed: bool = False) -> None:
        self.parts: list[Token] = []
        self.depth = depth
        self.separator = separator
        self.bracket = bracket
        self.bracketed = bracketed


def clauses(sentence: str, listed: bool) -> list[Clause]:
    """The clauses of a sentence in reading order; a bracket without a figure says nothing.

    `listed`: the next sentence gives the parts of a figure in this one.
    """
    relates = listed or _words()[1].search(sentence) is not None
    found = _gathered(sentence, relates)
    if "(" in sentence:
        telling = {clause.bracket for clause in found if any(token[0] in _FIGURES for token in clause.parts)}
        found = [clause for clause in found if not clause.depth or clause.bracket in telling]
        found.sort(key=lambda clause: clause.parts[0].start)
    return [Clause(each.parts[_run_on(each.parts) :], each.depth, each.separator, each.bracketed) for each in found]


def _gathered(sentence: str, relates: bool) -> list[_Unfinished]:
    tells, outer, brackets = _words()[0].search, list[_Unfinished](), 0
    found = [clause := _Unfinished(0, "", 0)]
    pieces = _PIECE_WITH_THOUSANDS if "," in sentence and _THOUSANDS.search(sentence) else _PIECE
    for piece in pieces.finditer(sentence):
        start, end = piece.span()
        mark = sentence[start]
        if mark == "(":
            brackets += 1
            outer.append(clause)
            compared = bool(clause.parts) and clause.parts[-1][0] == "COMPARE"
            found.append(clause := _Unfinished(len(outer), COMPARED if compared else "(", brackets, bracketed=True))
        elif mark == ")":
            clause = outer.pop() if outer else _Unfinished(0, ")", 0)
            found.append(clause)
        elif mark in ",;:" and end == start + 1:
            found.append(clause := _Unfinished(clause.depth, mark, clause.bracket))
        elif clause.parts or sentence[end : end + 1] == "(" or tells(sentence, start, end):
            clause = _cut(clause, tokens(sentence, start, end), found, sentence)
        elif relates:
            clause = _cut(clause, figures(sentence, start, end), found, sentence)
    return [each for each in dict.fromkeys(found) if each.parts]


def _cut(clause: _Unfinished, words: Sequence[Token], found: list[_Unfinished], sentence: str) -> _Unfinished:
    """Add words to a clause; after a figure an enumeration comma, 和 and money (1件200元) begin the next."""
    for token in words:
        if token[0] == "AMOUNT" and clause.parts and _is_money_for(token, clause.parts[-1], sentence):
            found.append(clause := _Unfinished(clause.depth, BESIDE, clause.bracket))
        if token[0] == "LINK" and clause.parts and clause.parts[-1][0] in _FIGURES:
            found.append(clause := _Unfinished(clause.depth, "、", clause.bracket))
        else:
            clause.parts.append(token)
    return clause


def _is_money_for(token: Token, before: Token, sentence: str) -> bool:
    """Whether an amount of money stands right behind the pieces that it was paid for."""
    if before[0] != "AMOUNT" or before[3] != token[2]:
        return False
    counters = vocabulary().counters
    units = (counters.get(amount(sentence, each).unit) for each in (before, token))
    return tuple(units) == ("case", "money")


def _run_on(words: Sequence[Token]) -> int:
    """Where the clause proper begins: at a time behind which a verb follows, if a verb stands before it as well.

    Pages without line breaks run a heading into its text: 认真办理依申请公开2020年全县共受理申请21件.
    """
    verbs = [index for index, token in enumerate(words) if token[0] == "VERB"]
    if len(verbs) < 2:
        return 0
    for index in range(verbs[-1] - 1, verbs[0], -1):
        token = words[index]
        if token[0] == "LEAD" and token.key not in _NO_TIME:
            return 0 if any(before[0] == "AMOUNT" for before in words[:index]) else index
    return 0
