"""The words around the small facts of a report, from `rules/data/wordings.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from disclosure_lint.cache import compiled
from disclosure_lint.resources import rules_folder


def _read(texts: Mapping[str, str]) -> Any:
    import yaml

    (text,) = texts.values()
    return yaml.safe_load(text)


@cache
def wordings(name: str = "wordings") -> Any:
    """The content of one data file of `rules/data/`."""
    return compiled(f"data-{name}", [rules_folder() / "data" / f"{name}.yaml"], _read)
