"""The words of the outputs, in each language: those of the page serve the other outputs too."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from disclosure_lint.rules.names import names
from disclosure_lint.rules.texts import rendered

_HERE = Path(__file__).parent
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_NUMERALS = "一二三四五六七八九"


@lru_cache(maxsize=1)
def _catalogue() -> Mapping[str, Mapping[str, str]]:
    texts: dict[str, Mapping[str, str]] = {}
    for file in (_HERE / "page" / "words.json", _HERE / "words.json"):
        texts.update(json.loads(file.read_text(encoding="utf-8")))
    return texts


def wording(key: str, lang: str, **values: Any) -> str:
    """The text of a key in a language, its placeholders filled."""
    return rendered(_catalogue()[key], values, lang)


def general(text: str) -> str:
    """A text of a rule that is about no report: "…" where the values of one would stand."""
    return _PLACEHOLDER.sub("…", text) if "{" in text else text


def kind_words(kind: str | None, lang: str) -> str:
    """A kind of agency."""
    return wording(f"kind-{kind}", lang) if kind else ""


def level_words(level: str | None, lang: str) -> str:
    """A level of agency."""
    return wording(f"level-{level}", lang) if level else ""


def place_words(place: Mapping[str, Any], lang: str) -> str:
    """A place as a heading of the ledger: table, row and column, or a part."""
    if place["table"]:
        return _cell_words(place["table"], place["row"], place["column"], lang)
    part = place["part"]
    if part is None:
        return ""
    if isinstance(part, str):
        return wording(f"part-{part}", lang)
    return wording("part", lang, part=_NUMERALS[part - 1] if lang == "zh" else part)


def _cell_words(table: str, row: str | None, column: str | None, lang: str) -> str:
    known = names()
    block, _, last = (column or "").rpartition(".")
    pieces = [known.table(table)[lang]]
    if row or block:
        pieces.append(known.row(table, row or block)[lang])
    if last:
        pieces.append(known.column(table, last)[lang])
    return " · ".join(pieces)
