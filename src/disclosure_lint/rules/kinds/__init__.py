"""The kinds of check. A kind is a frozen dataclass: its fields are its options in YAML, its schema and its reference.

A kind is any class in a module of this package marked `@kind("word")`; nothing else lists it. Besides
`outcomes(report, context)` it may say, as class variables or properties:

- `OUTCOMES`: the names of its outcomes (`("few", "many")`); without it there is one, named "".
- `PLACEHOLDERS`: the names that message, help and labels may use in braces; the engine adds `year` and `agency`.
- `LABELS`: the names of the labels it sets, each with the further placeholders that label may use.

Options are decoded by their annotations (`rules.options` says which); `__post_init__` may raise `OptionError`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeVar

KINDS: dict[str, type] = {}

K = TypeVar("K", bound=type)


def kind(word: str) -> Callable[[K], K]:
    """Class decorator: the kind of check that `check: word` names."""

    def register(cls: K) -> K:
        KINDS[word] = cls
        return cls

    return register


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, type]:
    """Every kind of check by its word."""
    import importlib
    import pkgutil

    for module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        importlib.import_module(f"{__name__}.{module}")
    return KINDS
