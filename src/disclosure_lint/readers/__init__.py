"""From bytes to a Source, or to the reason why there is none.

A reader is a function of a path and the bytes; which one is taken depends on the bytes first, on the suffix second.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from disclosure_lint.readers.formats import encrypted, format_of
from disclosure_lint.readers.text import read_text
from disclosure_lint.source import Remark, Source

SIZE_LIMIT = 64 * 1024 * 1024
"""The most bytes of one file that are read, unless configured otherwise."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An input that opens but gives no text: `remark` says why."""

    path: str
    remark: Remark


Reader = Callable[[str, bytes], Source | Remark]

READERS: dict[str, Reader] = {
    "text": read_text,
}


def read(path: str, content: bytes, limit: int = SIZE_LIMIT) -> Source | Unreadable:
    """The text of one input with its remarks. `path` is what the user called it ("-" for standard input)."""
    shown = path.replace(os.sep, "/")
    if len(content) > limit:
        return Unreadable(shown, Remark("over_limit", values={"limit": _size(limit)}))
    format_name = format_of(path, content)
    reader = READERS.get(format_name)
    if reader is None:
        fact = "encrypted" if encrypted(format_name, content) else "format"
        return Unreadable(shown, Remark(fact, values={"format": format_name}))
    result = reader(shown, content)
    return result if isinstance(result, Source) else Unreadable(shown, result)


def read_file(path: str, limit: int = SIZE_LIMIT) -> Source | Unreadable:
    """The text of a file. Never more than `limit` bytes are read; an OSError is left to the caller."""
    with open(path, "rb") as file:
        return read(path, file.read(limit + 1), limit)


def _size(limit: int) -> str:
    """A number of bytes in the largest unit that shows it whole."""
    for unit, size in (("MB", 1024 * 1024), ("KB", 1024)):
        if limit >= size and limit % size == 0:
            return f"{limit // size} {unit}"
    return f"{limit} B"
