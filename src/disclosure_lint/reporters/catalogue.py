"""The words of the frame around findings, in each language. Findings bring their own texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

Lang = Literal["zh", "en"]

LOCALES = Path(__file__).resolve().parents[1] / "locale"


@lru_cache(maxsize=2)
def catalogue(lang: Lang) -> Mapping[str, str]:
    """The words of a language by their keys; every language has the same keys."""
    return cast("dict[str, str]", json.loads((LOCALES / f"{lang}.json").read_text(encoding="utf-8")))
