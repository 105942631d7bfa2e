"""Lark, kept in one place: grammars are loaded here; neither its trees nor its exceptions leave `syntax`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from disclosure_lint.cache import cache_folder, code_fingerprint
from disclosure_lint.resources import grammars_folder


@lru_cache(maxsize=8)
def _grammar(name: str) -> Any:
    """The LALR(1) parser of `grammars/<name>.lark`, taken from the cache when it is there."""
    import logging

    from lark import Lark

    logging.getLogger("lark").setLevel(logging.CRITICAL)
    text = (grammars_folder() / f"{name}.lark").read_text(encoding="utf-8")
    folder = cache_folder()
    options: dict[str, Any] = {"parser": "lalr", "lexer": "basic", "start": "start"}
    if folder is None:
        return Lark(text, **options)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Lark(text, cache=str(folder / f"{name}-{code_fingerprint()[:16]}.lark"), **options)
    except OSError:
        return Lark(text, **options)


def tree_of(name: str, tokens: Iterable[tuple[str, Any]]) -> Any:
    """The parse tree of a stream of (terminal, value) under a grammar that accepts every stream.

    A token is made empty and given its value: made from an object it would call `str()` on it.
    """
    from lark import Token

    interactive = _grammar(name).parse_interactive("")
    for terminal, value in tokens:
        token = Token(terminal, "")
        token.value = value
        interactive.feed_token(token)
    return interactive.feed_eof()
