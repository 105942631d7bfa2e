"""The vocabulary and the grammar of claims, compiled to plain tables that load without yaml and without lark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

from disclosure_lint.cache import compiled
from disclosure_lint.resources import grammars_folder, rules_folder

_ARABIC = r"[0-9]{1,15}(?:,[0-9]{3}){0,4}(?:\.[0-9]{1,9})?"
_DECIMAL = r"[0-9]{1,9}(?:\.[0-9]{1,9})?"
_NUMERAL = r"[零〇○两一二三四五六七八九十百千万]{1,15}"
_NUMBER = rf"(?:{_ARABIC}|{_NUMERAL})[百千万亿]{{0,2}}"
_FIRSTS = "0123456789零〇○两一二三四五六七八九十百千万"
_ALTERNATIVES = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Grammar:
    """An LALR(1) table. An action that is not negative is the next state; any other is `~` of a rule's number.

    `rules` are (number of symbols, origin, alias).
    """

    states: tuple[Mapping[str, int], ...]
    rules: tuple[tuple[int, str, str], ...]
    start: int
    end: int

    def shape(self, terminals: Iterable[str]) -> str:
        """The alias of the statement that a stream of terminals is, "" if it is none."""
        states, rules, stack, found = self.states, self.rules, [self.start], ""
        for terminal in (*terminals, "$END"):
            while True:
                action = states[stack[-1]].get(terminal)
                if action is None:
                    return ""
                if action >= 0:
                    stack.append(action)
                    break
                length, origin, alias = rules[~action]
                if length:
                    del stack[-length:]
                found = alias or found
                stack.append(states[stack[-1]][origin])
                if stack[-1] == self.end and terminal == "$END":
                    return found
        return ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything the reading of claims takes from data.

    `terms` maps a word to (terminal, key); `sizes` maps two characters (or one) to the lengths of the words they
    begin, longest first. `amount`, `hint`, `topics`, `opening`, `telling` and `relating` are patterns. `counters` maps
    a counter to the class of things it counts, `subjects` what is counted to the figures it may be compared with,
    `families` a subject to its kind, `columns` a column that the form does not print to those it is the sum of.
    `outline` are words of a list of the parts.
    """

    terms: Mapping[str, tuple[str, str]]
    sizes: Mapping[str, tuple[int, ...]]
    amount: str
    amount_starts: frozenset[str]
    hint: str
    topics: str
    opening: str
    telling: str
    relating: str
    outline: tuple[str, ...]
    counters: Mapping[str, str]
    scales: Mapping[str, int]
    subjects: Mapping[str, Mapping[str, tuple[tuple[str, ...], ...]]]
    families: Mapping[str, str]
    columns: Mapping[str, tuple[str, ...]]
    phrases: Mapping[str, frozenset[str]]
    channels: tuple[str, ...]
    open_ends: tuple[str, ...]
    remainders: tuple[str, ...]
    closed_openers: frozenset[str]
    grammar: Grammar


def _spelled(template: str) -> Iterator[str]:
    """Every wording of a template with {a|b|} alternatives."""
    pieces = _ALTERNATIVES.split(template)
    choices = [piece.split("|") if index % 2 else [piece] for index, piece in enumerate(pieces)]
    return map("".join, product(*choices))


def _terms(data: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    return {
        word: (terminal, key)
        for terminal, by_key in data["words"].items()
        for key, templates in by_key.items()
        for template in templates
        for word in _spelled(template)
    }


def _sizes(terms: Iterable[str]) -> dict[str, tuple[int, ...]]:
    sizes: dict[str, set[int]] = {}
    for word in terms:
        sizes.setdefault(word[:2], set()).add(len(word))
    for pair, lengths in sizes.items():
        lengths.update(sizes.get(pair[0], ()))
    return {pair: tuple(sorted(lengths, reverse=True)) for pair, lengths in sizes.items()}


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


def _amount(data: Mapping[str, Any]) -> str:
    """A pattern for what is written with digits or numerals: a date, a share, a figure with its counter."""
    about, more, around = (_any(data[name]) for name in ("about", "more", "around"))
    counters = _any(counter for counters in data["units"].values() for counter in counters)
    return (
        r"(?P<compare>(?:较|比|与|同|和|相比于?|相较于?|对比)(?:19|20)[0-9]{2}年度?(?:同期)?(?:全年)?(?:相比|比较|对比)?)"
        r"|(?P<basis>(?:依据|根据|按照|依照|按)《[^》]{1,60}》(?:的)?(?:有关|相关)?(?:规定|要求)?)"
        rf"|(?P<year>(?:19|20)[0-9]{{2}})年(?P<since>以来)?(?:度|底|末|年底)?(?![至到—~-])"
        rf"|(?P<about>{about})?(?:"
        rf"(?P<percent>{_DECIMAL})(?:%|(?P<points>个百分点))"
        rf"|百分之(?P<percent_words>{_DECIMAL}|{_NUMERAL})"
        rf"|(?P<number>{_ARABIC}(?P<scale>[百千万亿](?!元)[百千万亿]?)?|{_NUMBER})(?:[-~—–至到](?P<upper>{_NUMBER}))?"
        rf"(?P<more>{more})?(?P<counter>{counters})(?P<around>{around})?)"
    )


def _hint(data: Mapping[str, Any]) -> str:
    """A pattern that every sentence with a claim matches: a figure with a counter, or a word for none or for all."""
    counters = _any({counter[0] for counters in data["units"].values() for counter in counters})
    more = "".join(data["more"])
    return (
        rf"[0-9百千万亿]\s*[{more}]?\s*(?:{counters})|[零一二两三四五六七八九十]\s*[{more}]?\s*[件宗起例条份]"
        r"|[0-9]\s*%|[为数]\s*[0零]|[未没无均皆]|不[存涉]|[全所][部有]|零[申复诉收]"
    )


def _telling(data: Mapping[str, Any]) -> str:
    """A pattern that every clause matches that says more than that there are some of a thing."""
    return "|".join(sorted(_starts(data["telling"])))


def _starts(words: Iterable[str]) -> set[str]:
    """Patterns for words, single characters together."""
    singles = "".join(sorted(word for word in words if len(word) == 1))
    return {re.escape(word) for word in words if len(word) > 1} | ({f"[{singles}]"} if singles else set())


def _subjects(data: Mapping[str, Any]) -> dict[str, dict[str, tuple[tuple[str, ...], ...]]]:
    """The sums of each subject by edition ("" for any)."""
    found: dict[str, dict[str, tuple[tuple[str, ...], ...]]] = {}
    for subject, sums in data.items():
        by_edition = sums if isinstance(sums, dict) else {"": sums}
        found[subject] = {edition: tuple(map(tuple, named)) for edition, named in by_edition.items()}
    return found


def _grammar(text: str) -> Grammar:
    """The table of a grammar in plain strings: Lark's own are unpickled by importing Lark."""
    from lark import Lark
    from lark.parsers.lalr_analysis import Shift

    lark = Lark(text, parser="lalr", maybe_placeholders=False)
    table: Any = lark.parser.parser._parse_table
    rules: dict[Any, int] = {}
    states = []
    for _, actions in sorted(table.states.items()):
        row = {}
        for symbol, (move, argument) in actions.items():
            row[str(symbol)] = argument if move is Shift else ~rules.setdefault(argument, len(rules))
        states.append(row)
    written = tuple((len(rule.expansion), str(rule.origin.name), str(rule.alias or "")) for rule in rules)
    return Grammar(tuple(states), written, table.start_states["start"], table.end_states["start"])


def _vocabulary(texts: Mapping[str, str]) -> Vocabulary:
    import yaml

    grammar, vocabulary = texts.values()
    data = yaml.safe_load(vocabulary)
    terms = _terms(data)
    return Vocabulary(
        terms,
        _sizes(terms),
        _amount(data),
        frozenset(_FIRSTS).union(word[0] for word in data["about"]),
        _hint(data),
        _any(data["topics"]),
        rf"[\s,;:]*(?:{_any(data['words']['LEAD']['open'])})",
        _telling(data),
        _any(data["relating"]),
        tuple(data["outline"]),
        {counter: name for name, words in data["units"].items() for counter in words},
        data["scales"],
        _subjects(data["subjects"]),
        {subject: family for family, subjects in data["families"].items() for subject in subjects},
        {column: tuple(members) for column, members in data["columns"].items()},
        {name: frozenset(words) for name, words in data["phrases"].items()},
        tuple(data["channels"]),
        tuple(data["open_ends"]),
        tuple(data["remainders"]),
        frozenset(data["closed_openers"]),
        _grammar(grammar),
    )


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The compiled vocabulary."""
    paths = [grammars_folder() / "claims.lark", rules_folder() / "data" / "claims.yaml"]
    return compiled("claims", paths, _vocabulary)
