"""What the program itself says, in each language: about options, configuration and files (rules bring their own)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast, get_args

from disclosure_lint.rules.texts import rendered

Lang = Literal["zh", "en"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang)

_FILE = Path(__file__).resolve().parent / "locale" / "run.json"


@lru_cache(maxsize=1)
def _catalogue() -> Mapping[str, Mapping[str, str]]:
    return cast("dict[str, dict[str, str]]", json.loads(_FILE.read_text(encoding="utf-8")))


def words(key: str, lang: str, **values: Any) -> str:
    """The text of a key in a language, its placeholders filled. A value may itself be a text in each language."""
    return rendered(_catalogue()[key], values, lang)


def nearest(word: str, known: Any) -> Mapping[str, str]:
    """The tail of a message about an unknown word: “did you mean”, in each language."""
    from disclosure_lint.rules.options import did_you_mean

    zh, en = did_you_mean(word, known)
    return {"zh": zh, "en": en}


def fault_words(error: OSError, lang: str) -> str:
    """Why a file cannot be opened."""
    if isinstance(error, FileNotFoundError):
        return words("missing", lang)
    if isinstance(error, PermissionError):
        return words("no-permission", lang)
    return words("unreadable", lang, fault=error.strerror or str(error))
