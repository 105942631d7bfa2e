"""The files of a run: what was named, and what stands below the folders that were named."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from disclosure_lint.results import RunError, Skipped
from disclosure_lint.words import words

STANDARD_INPUT = "-"

TEXT_SUFFIXES = frozenset({".txt", ".md", ".markdown"})
"""What is linted when it is found in a folder."""

DOCUMENT_SUFFIXES = frozenset({".docx", ".doc", ".wps", ".ofd", ".pdf", ".html", ".htm", ".rtf", ".odt"})
"""What may be a report, found in a folder, that no reader reads yet: it is named among the skipped."""

_WILDCARD = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Input:
    """A file to lint. `named`: the user gave it by name, so it has to be a report."""

    path: str
    named: bool


@dataclass(frozen=True, slots=True)
class Excluded:
    """Which paths are left out. `base` is what the patterns start from; `named_too`: also files given by name."""

    patterns: tuple[str, ...] = ()
    base: Path = Path()
    named_too: bool = False

    def __call__(self, path: str) -> bool:
        """Whether a path is left out."""
        return any(matches(path, pattern, self.base) for pattern in self.patterns)


def matches(path: str, pattern: str, base: Path) -> bool:
    """Whether a pattern names a file, a folder above it, or its path seen from `base`."""
    relative = os.path.relpath(os.path.abspath(path), os.path.abspath(base)).replace(os.sep, "/")
    parts = relative.split("/")
    heads = ["/".join(parts[: end + 1]) for end in range(len(parts))]
    match = _pattern(pattern.strip("/"))
    return any(map(match, heads)) or ("/" not in pattern.strip("/") and any(map(match, parts)))


@lru_cache(maxsize=256)
def _pattern(pattern: str) -> Callable[[str], object]:
    from fnmatch import translate

    return re.compile(translate(pattern)).match


def inputs(arguments: Iterable[str], excluded: Excluded, lang: str) -> Iterator[Input | Skipped | RunError]:
    """What the arguments stand for, in their order, folders sorted; no file twice."""
    seen: set[str] = set()
    for argument in arguments:
        for found in _argument(argument, excluded, lang):
            if isinstance(found, Input) and found.path != STANDARD_INPUT:
                place = os.path.normpath(found.path)
                if place in seen:
                    continue
                seen.add(place)
            yield found


def standing_for(argument: str, excluded: Excluded, lang: str) -> Iterator[Input | Skipped | RunError]:
    """What one argument stands for, without the files of other kinds. Nothing is remembered, however many there are."""
    return _argument(argument, excluded, lang, others=False)


def _argument(
    argument: str, excluded: Excluded, lang: str, others: bool = True
) -> Iterator[Input | Skipped | RunError]:
    if argument == STANDARD_INPUT:
        yield Input(argument, True)
    elif os.path.isdir(argument):
        yield from _folder(argument, excluded, lang, others)
    elif not os.path.lexists(argument) and _WILDCARD.search(argument):
        yield from _matching(argument, excluded, lang, others)
    elif excluded.named_too and excluded(argument):
        yield Skipped(shown(argument), words("excluded", lang))
    else:
        yield Input(argument, True)


def shown(path: str) -> str:
    """A path as it is printed."""
    return path.replace(os.sep, "/")


def _matching(pattern: str, excluded: Excluded, lang: str, others: bool) -> Iterator[Input | Skipped | RunError]:
    from glob import glob

    found = sorted(glob(pattern, recursive=True))
    if not found:
        yield RunError(shown(pattern), words("no-match", lang))
    for path in found:
        yield from _argument(path, excluded, lang, others)


def _folder(folder: str, excluded: Excluded, lang: str, others: bool) -> Iterator[Input | Skipped | RunError]:
    empty = True
    for found in _below("" if folder in (".", "./") else folder, excluded, lang, others):
        empty = False
        yield found
    if empty:
        suffixes = " ".join(sorted(TEXT_SUFFIXES))
        yield RunError(shown(folder), words("empty-folder", lang, suffixes=suffixes))


def _below(folder: str, excluded: Excluded, lang: str, others: bool) -> Iterator[Input | Skipped | RunError]:
    try:
        entries = sorted(os.scandir(folder or "."), key=lambda entry: entry.name)
    except OSError as error:
        yield RunError(shown(folder), words("folder-unreadable", lang, fault=error.strerror))
        return
    for entry in entries:
        path = os.path.join(folder, entry.name)
        if entry.name.startswith(".") or excluded(path):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _below(path, excluded, lang, others)
        elif entry.is_file():
            yield from _file(path, lang, others)


def _file(path: str, lang: str, others: bool) -> Iterator[Input | Skipped]:
    suffix = os.path.splitext(path)[1].lower()
    if suffix in TEXT_SUFFIXES:
        yield Input(path, False)
    elif suffix in DOCUMENT_SUFFIXES:
        yield Skipped(shown(path), words("format-unread", lang, format=suffix[1:].upper()))
    elif others:
        yield Skipped(shown(path), words("other-format", lang), other_format=True)
