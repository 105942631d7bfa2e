"""What was submitted: files below folders and in archives, listed first, read one by one afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from disclosure_lint import inputs
from disclosure_lint.audit.archives import (
    OTHER_ARCHIVES,
    SEPARATOR,
    Archive,
    ArchiveError,
    Member,
    kind_of,
    opened,
)
from disclosure_lint.audit.words import said
from disclosure_lint.inputs import Excluded, Input, shown
from disclosure_lint.results import RunError, Skipped
from disclosure_lint.source import Remark
from disclosure_lint.words import fault_words, words

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A file to audit. `path` names it in the output; `container` is the archive that holds it, as its `member`.

    `remark` is a word for why its bytes cannot be had ("encrypted"), a fact as readers state them.
    """

    path: str
    named: bool
    container: str = ""
    member: int = 0
    remark: str = ""


Found = Entry | Skipped | RunError


def listed(arguments: Iterable[str], excluded: Excluded, lang: str) -> Iterator[Found]:
    """What the arguments stand for, one after the other. A file named twice is found twice."""
    for argument in arguments:
        if os.path.isdir(argument):
            yield from _folder(argument, excluded, lang)
        elif kind_of(argument) and os.path.lexists(argument):
            yield from _members(argument, lang)
        else:
            for found in inputs.standing_for(argument, excluded, lang):
                yield _there(found, lang) if isinstance(found, Input) else found


def _there(found: Input, lang: str) -> Entry | RunError:
    """A file that was named, if there is one."""
    try:
        os.stat(found.path)
    except OSError as error:
        return RunError(shown(found.path), fault_words(error, lang))
    return Entry(found.path, found.named)


def _folder(folder: str, excluded: Excluded, lang: str) -> Iterator[Found]:
    """The files below a folder, then the archives there."""
    archives = _archives(folder, excluded)
    first = next(archives, None)
    for found in inputs.standing_for(folder, excluded, lang):
        if isinstance(found, Input):
            yield Entry(found.path, found.named)
        elif first is None or not (isinstance(found, RunError) and found.path == shown(folder)):
            yield found  # a folder with nothing but archives is not empty
    while first is not None:
        if kind_of(first):
            yield from _members(first, lang)
        else:
            yield Skipped(shown(first), _unread(first, lang))
        first = next(archives, None)


def _archives(folder: str, excluded: Excluded) -> Iterator[str]:
    for parent, folders, files in os.walk("" if folder in (".", "./") else folder):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not excluded(os.path.join(parent, name))
        )
        for name in sorted(files):
            path = os.path.join(parent, name)
            ours = kind_of(name) or name.lower().endswith(OTHER_ARCHIVES)
            if ours and not name.startswith(".") and not excluded(path):
                yield path


def _unread(name: str, lang: str) -> str:
    return words("format-unread", lang, format=os.path.splitext(name)[1][1:].upper())


def _members(path: str, lang: str) -> Iterator[Found]:
    try:
        archive = opened(path)
    except OSError as error:
        yield RunError(shown(path), fault_words(error, lang))
        return
    except ArchiveError as error:
        yield RunError(shown(path), said(str(error), lang))
        return
    seen: set[str] = set()
    try:
        for member in archive.members():
            yield from _member(path, member, seen, lang)
    except ArchiveError as error:
        yield RunError(shown(path), said(str(error), lang))
    finally:
        archive.close()


def _member(path: str, member: Member, seen: set[str], lang: str) -> Iterator[Found]:
    name = f"{shown(path)}{SEPARATOR}{member.name}"
    suffix = os.path.splitext(member.name)[1].lower()
    if kind_of(member.name) or suffix in OTHER_ARCHIVES:
        yield Skipped(name, said("archive-nested", lang))
    elif suffix in inputs.DOCUMENT_SUFFIXES:
        yield Skipped(name, _unread(member.name, lang))
    elif suffix not in inputs.TEXT_SUFFIXES:
        return
    elif member.problem in ("unsafe", "link"):
        yield Skipped(name, said(f"member-{member.problem}", lang))
    else:
        if name in seen:  # an archive may hold two members of one name
            name = f"{name}#{member.number}"
        seen.add(name)
        yield Entry(name, False, path, member.number, member.problem)


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file, not many more than the limit, and the hash and size of all of them."""

    content: bytes
    sha256: str
    size: int
    remark: Remark | None = None


class Contents:
    """The bytes of entries. The archive of the last one stays open."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._open: tuple[str, Archive] | None = None

    def of(self, entry: Entry) -> Content:
        """The bytes of an entry. Raises OSError or ArchiveError."""
        if entry.remark:
            archive_kind = kind_of(entry.container)[1:].upper()
            return Content(b"", "", 0, Remark(entry.remark, values={"format": archive_kind}))
        if entry.container:
            content = self._archive(entry.container).content(entry.member, self._limit + 1)
            return Content(content, sha256(content).hexdigest(), len(content))
        return _file_content(entry.path, self._limit)

    def _archive(self, path: str) -> Archive:
        if self._open is None or self._open[0] != path:
            self.close()
            self._open = path, opened(path)
        return self._open[1]

    def close(self) -> None:
        """Close the archive that is open."""
        if self._open is not None:
            self._open[1].close()
            self._open = None


def _file_content(path: str, limit: int) -> Content:
    with open(path, "rb") as file:
        content = file.read(limit + 1)
        digest, size = sha256(content), len(content)
        while size > limit and (block := file.read(_BLOCK)):
            digest.update(block)
            size += len(block)
    return Content(content, digest.hexdigest(), size)
