"""Why something could not be assessed or does not apply, in words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from disclosure_lint.cache import compiled
from disclosure_lint.resources import rules_folder
from disclosure_lint.rules.rule import Texts
from disclosure_lint.rules.texts import rendered


def _read(texts: Mapping[str, str]) -> dict[str, Texts]:
    import yaml

    return dict(yaml.safe_load(next(iter(texts.values()))))


@lru_cache(maxsize=1)
def reasons() -> Mapping[str, Texts]:
    """Every reason by its code."""
    return compiled("reasons", [rules_folder() / "data" / "reasons.yaml"], _read)


def reason(code: str, values: Mapping[str, Any], lang: str) -> str:
    """A reason in words; an unknown code stands for itself."""
    return rendered(reasons().get(code, {"zh": code, "en": code}), values, lang)
