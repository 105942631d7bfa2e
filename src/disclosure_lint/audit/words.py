"""What the audit itself says, in each language: apart from the words of the plain check, which never needs them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from disclosure_lint.rules.texts import rendered

_FILE = Path(__file__).resolve().parents[1] / "locale" / "audit.json"


@lru_cache(maxsize=1)
def _catalogue() -> Mapping[str, Mapping[str, str]]:
    return cast("dict[str, dict[str, str]]", json.loads(_FILE.read_text(encoding="utf-8")))


def said(key: str, lang: str, **values: Any) -> str:
    """The text of a key in a language, its placeholders filled."""
    return rendered(_catalogue()[key], values, lang)
