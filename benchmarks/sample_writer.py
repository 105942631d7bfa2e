"""Writes sentences from the phrases, and remembers what they state."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from disclosure_lint.forms import Form
from sample_agencies import Agency
from sample_chance import between, pick, shuffled
from sample_document import phrases

Number = int | Decimal
_SLOT = re.compile(r"\{([^{}]+)\}")
ORDINALS = "一二三四五六七八九十"


@dataclass
class Statement:
    """A statement of figures in the prose: the clause as written, and each figure it gives by its name.

    A name may be derived (`applications.denied.total`) or a sum of names joined with `+`.
    """

    text: str
    figures: dict[str, Number]
    part: int


@dataclass
class Writer:
    """Writes the sentences of one report."""

    rng: random.Random
    form: Form
    figures: Mapping[str, Number]
    agency: Agency
    year: int
    signed: date
    size: int
    before: Mapping[str, Number] | None = None
    chinese_numerals: bool = False
    statements: list[Statement] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    _bags: dict[str, list[str]] = field(default_factory=dict)

    # --- sentences ---

    def words(self) -> dict[str, Any]:
        """The slots that every sentence may use."""
        agency = self.agency
        return {
            "year": self.year,
            "next": self.year + 1,
            "agency": agency.name,
            "self": agency.short,
            "all": agency.all,
        }

    def say(self, template: str, **slots: object) -> str:
        """The template with its slots filled."""
        known = self.words() | slots

        def filled(match: re.Match[str]) -> str:
            name = match[1]
            return str(known[name]) if name in known else self._word(name)

        return _SLOT.sub(filled, template)

    def _word(self, name: str) -> str:
        if numbers := re.fullmatch(r"(\d+)-(\d+)", name):
            return str(between(self.rng, int(numbers[1]), int(numbers[2])))
        if "|" in name:
            return pick(self.rng, name.split("|"))
        if name.endswith("+"):
            return self._fresh(name[:-1])
        return str(pick(self.rng, phrases()["words"][name]))

    def _fresh(self, name: str) -> str:
        """A word not used before in this report, as long as there are any."""
        if not self._bags.get(name):
            self._bags[name] = shuffled(self.rng, phrases()["words"][name])
        return self._bags[name].pop()

    def one_of(self, *path: str, **slots: object) -> str:
        """One of the sentences at that place of the phrases, filled."""
        node: Any = phrases()
        for step in path:
            node = node[step]
        return self.say(pick(self.rng, node), **slots)

    def state(self, wording: str, names: Mapping[str, str], implied: tuple[str, ...] = (), **slots: object) -> str:
        """A clause on the tables, remembered with the figures it gives.

        `names` gives the figure for each slot; `implied` are figures that the clause states without a slot.
        """
        node: Any = phrases()["claims"]
        for step in wording.split("."):
            node = node[step]
        template: str = pick(self.rng, node)
        given = {name: self.figure(name) for slot, name in names.items() if f"{{{slot}}}" in template}
        given |= {name: self.figure(name) for name in implied}
        text = self.say(template, **{slot: self.number(self.figure(name)) for slot, name in names.items()}, **slots)
        self.statements.append(Statement(text, given, 1))
        return text

    def number(self, value: Number) -> str:
        """A number as this report writes them in statements: some use Chinese numerals for small ones."""
        return chinese(int(value)) if self.chinese_numerals and 0 < value < 100 else str(value)

    def figure(self, name: str) -> Number:
        """A figure, or the sum of the figures that a derived name or a `+` stands for."""
        if "+" in name:
            return sum((self.figure(piece) for piece in name.split("+")), start=0)
        if name in self.figures:
            return self.figures[name]
        return sum((self.figures[piece] for piece in members(self.form, name)), start=0)


def members(form: Form, name: str) -> list[str]:
    """The figures that a derived figure is the sum of."""
    table, row, column = name.split(".")
    if table == "applications" and column == "legal":
        return [f"{table}.{row}.{c}" for c in form.tables[table].columns if c not in ("natural", "total")]
    return [f"{table}.{member}.{column}" for member in form.tables[table].groups[row].members]


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    digits = "零" + ORDINALS
    return ("" if not tens else "十" if tens == 1 else digits[tens] + "十") + (digits[ones] if ones else "")


def percent(part: Number, whole: Number, places: int = 2) -> str:
    """A share as printed: rounded half up, without zeros at the end."""
    share = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = format(share, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
