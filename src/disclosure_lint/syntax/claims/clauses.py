"""The clauses of a sentence: tokens between separators, with brackets taken out and put after what they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from disclosure_lint.syntax.claims.lexer import Token
from disclosure_lint.syntax.claims.vocabulary import vocabulary

_FIGURES = frozenset(("AMOUNT", "PERCENT"))
_DROPPED = frozenset(("SKIP", "TOPIC"))
_JOINS = frozenset("、和及与")


@dataclass
class Clause:
    """The tokens of one clause. `separator` is the mark before it, `bracketed` its being the first in
    a bracket, `bracket` a number of its bracket (0: none)."""

    tokens: list[Token] = field(default_factory=list)
    depth: int = 0
    separator: str = ""
    bracketed: bool = False
    bracket: int = 0

    @cached_property
    def telling(self) -> list[Token]:
        """The tokens that say something."""
        return [token for token in self.tokens if token.terminal not in _DROPPED]

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of its words."""
        return frozenset(token.key for token in self.tokens if token.terminal not in ("NAME", "AMOUNT", "PERCENT"))

    @cached_property
    def terminals(self) -> frozenset[str]:
        """The terminals of its words."""
        return frozenset(token.terminal for token in self.tokens)

    @cached_property
    def shape(self) -> str:
        """What kind of statement it is, "" if it cannot be read."""
        return _shape(tuple(token.terminal for token in self.telling))

    @property
    def start(self) -> int:
        """Where its first telling word begins."""
        return (self.telling or self.tokens)[0].start

    @property
    def end(self) -> int:
        """Where its last word ends."""
        return self.tokens[-1].end

    def of(self, terminal: str) -> list[Token]:
        """Its words of one terminal."""
        return [token for token in self.tokens if token.terminal == terminal]


@lru_cache(maxsize=4096)
def _shape(terminals: tuple[str, ...]) -> str:
    return vocabulary().grammar.shape(terminals)


def clauses(tokens: Sequence[Token], sentence: str) -> list[Clause]:
    """The clauses of a sentence in reading order; a bracket without a figure says nothing."""
    found = [clause for clause in _cut(tokens, sentence) if clause.tokens]
    telling = {clause.bracket for clause in found if _FIGURES & clause.terminals}
    kept = [clause for clause in found if not clause.depth or clause.bracket in telling]
    return sorted(kept, key=lambda clause: clause.tokens[0].start)


def _cut(tokens: Sequence[Token], sentence: str) -> Iterator[Clause]:
    outer: list[Clause] = []
    clause, brackets = Clause(), 0
    for token in tokens:
        mark = sentence[token.start : token.end]
        if token.terminal == "CUT" and mark == "(":
            outer.append(clause)
            brackets += 1
            clause = Clause(depth=len(outer), separator="(", bracketed=True, bracket=brackets)
        elif token.terminal == "CUT" and mark == ")":
            yield clause
            clause = outer.pop() if outer else Clause(separator=")")
        elif _parts(token, mark, clause):
            yield clause
            separator = mark if token.terminal == "CUT" else "、"
            clause = Clause(depth=clause.depth, separator=separator, bracket=clause.bracket)
        elif token.terminal != "CUT":
            clause.tokens.append(token)
    yield clause
    yield from outer


def _parts(token: Token, mark: str, clause: Clause) -> bool:
    """Whether a mark ends the clause: an enumeration comma or 和 does so only after a figure."""
    if token.terminal == "CUT":
        return True
    return token.terminal == "LINK" and bool(clause.tokens) and clause.tokens[-1].terminal in _FIGURES
