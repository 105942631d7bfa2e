"""Archives of submissions, read member by member. Nothing is ever unpacked onto the disk."""

from __future__ import annotations

import os
import posixpath
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Literal, Protocol

MOST_MEMBERS = 200_000
"""Members of one archive that are looked at; what is beyond is reported, not read."""

MOST_BYTES = 16 * 1024 * 1024 * 1024
"""Bytes that are unpacked of one archive at most, all members together."""

SEPARATOR = "!/"
"""Between the path of an archive and that of its member."""

_UTF8_NAME = 0x800
_LOCKED = 0x1

Problem = Literal["", "unsafe", "link", "encrypted"]


class ArchiveError(Exception):
    """An archive that cannot be read (on): the key of the audit's words."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name, its number there, and why it is not read."""

    name: str
    number: int
    problem: Problem = ""


class Archive(Protocol):
    """An open archive."""

    def members(self) -> Iterator[Member]:
        """The files in it, in its own order, folders and hidden files left out. Raises ArchiveError."""

    def content(self, number: int, limit: int) -> bytes:
        """So many bytes of a member at most; members are best asked for in order. Raises ArchiveError."""

    def close(self) -> None:
        """Close the file."""


def kind_of(path: str) -> str:
    """The ending that says which archive a path is, "" for none."""
    lower = path.lower()
    return next((ending for ending in ARCHIVES if lower.endswith(ending)), "")


def opened(path: str) -> Archive:
    """An archive. Raises ArchiveError or OSError."""
    return ARCHIVES[kind_of(path)](path)


def _hidden(name: str) -> bool:
    return any((part.startswith(".") and part.strip(".")) or part == "__MACOSX" for part in name.split("/"))


def _unsafe(name: str) -> bool:
    """Whether a name points out of its archive."""
    return name.startswith("/") or ".." in name.split("/") or (len(name) > 1 and name[1] == ":")


class _Budget:
    """What may still be read of an archive."""

    def __init__(self) -> None:
        self._left = MOST_BYTES

    def spent(self, content: bytes) -> bytes:
        """The content, counted."""
        self._left -= len(content)
        if self._left < 0:
            raise ArchiveError("archive-too-large")
        return content


_ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class _Zip:
    def __init__(self, path: str) -> None:
        try:
            self._file = zipfile.ZipFile(path)
        except _ZIP_FAULTS:
            raise ArchiveError("archive-damaged") from None
        self._infos = self._file.infolist()
        self._budget = _Budget()

    def members(self) -> Iterator[Member]:
        for number, info in enumerate(self._infos):
            if number >= MOST_MEMBERS:
                raise ArchiveError("archive-too-many")
            name = _zip_name(info)
            if info.is_dir() or _hidden(name):
                continue
            problem: Problem = "unsafe" if _unsafe(name) else "encrypted" if info.flag_bits & _LOCKED else ""
            yield Member(name, number, problem)

    def content(self, number: int, limit: int) -> bytes:
        try:
            with self._file.open(self._infos[number]) as member:
                return self._budget.spent(member.read(limit))
        except _ZIP_FAULTS:
            raise ArchiveError("member-damaged") from None

    def close(self) -> None:
        self._file.close()


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name of a member; archives made on Chinese Windows have it in GBK and do not say so."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return posixpath.normpath(name.replace("\\", "/").split("\0")[0]) if not _unsafe(name) else name


_TAR_FAULTS = (tarfile.TarError, zlib.error, EOFError, ValueError, OSError)


class _Tar:
    def __init__(self, path: str) -> None:
        self._path = path
        self._file = self._opened()
        self._number = -1
        self._info: tarfile.TarInfo | None = None
        self._budget = _Budget()

    def _opened(self) -> tarfile.TarFile:
        with open(self._path, "rb"):  # what is wrong with the path itself is an OSError of its own
            pass
        try:
            return tarfile.open(self._path, encoding="utf-8", errors="surrogateescape")
        except _TAR_FAULTS:
            raise ArchiveError("archive-damaged") from None

    def _next(self) -> tarfile.TarInfo | None:
        try:
            self._info = self._file.next()
        except _TAR_FAULTS:
            raise ArchiveError("archive-damaged") from None
        setattr(self._file, "members", [])  # noqa: B010 - it would remember every member otherwise
        self._number += 1
        return self._info

    def members(self) -> Iterator[Member]:
        while info := self._next():
            if self._number >= MOST_MEMBERS:
                raise ArchiveError("archive-too-many")
            name = _tar_name(info.name)
            if info.isdir() or _hidden(name):
                continue
            yield Member(name, self._number, "unsafe" if _unsafe(name) else "" if info.isreg() else "link")

    def content(self, number: int, limit: int) -> bytes:
        if number < self._number or self._info is None:
            self._file.close()
            self._file, self._number = self._opened(), -1
        while self._number < number:
            if self._next() is None:
                raise ArchiveError("member-damaged")
        assert self._info is not None
        try:
            member: IO[bytes] | None = self._file.extractfile(self._info)
            assert member is not None  # only regular files are asked for
            return self._budget.spent(member.read(limit))
        except _TAR_FAULTS:
            raise ArchiveError("member-damaged") from None

    def close(self) -> None:
        self._file.close()


def _tar_name(name: str) -> str:
    """The name of a member; one that is not UTF-8 may be GBK."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        try:
            name = os.fsencode(name).decode("gb18030")
        except UnicodeDecodeError:
            return name
    return name if _unsafe(name) else posixpath.normpath(name)


ARCHIVES: dict[str, Callable[[str], Archive]] = {
    ".zip": _Zip,
    ".tar": _Tar,
    ".tar.gz": _Tar,
    ".tgz": _Tar,
    ".tar.bz2": _Tar,
    ".tbz2": _Tar,
    ".tar.xz": _Tar,
    ".txz": _Tar,
}
"""By the end of the name: what opens an archive."""

OTHER_ARCHIVES = (".rar", ".7z")
"""Archives that cannot be opened here: they are named among what was skipped."""
