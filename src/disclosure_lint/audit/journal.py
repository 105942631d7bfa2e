"""Records on disk, one line after the other in files that only ever grow: whatever happens, what is written stays.

A line is `checksum TAB key TAB record`. A line that was cut off by a sudden end is not there when the journal is
opened again; everything before it is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

_PREFIX, _SUFFIX = "records-", ".txt"
_SEGMENT = 256 * 1024 * 1024
_CHECKSUM = 8


class Address(NamedTuple):
    """Where the text of a record stands: number of the file, offset, length in bytes."""

    segment: int
    offset: int
    length: int


class Written(NamedTuple):
    """A line of the journal."""

    key: str
    record: bytes
    address: Address


def _segment_path(folder: Path, number: int) -> Path:
    return folder / f"{_PREFIX}{number:06d}{_SUFFIX}"


def _numbers(folder: Path) -> list[int]:
    names = (path.name[len(_PREFIX) : -len(_SUFFIX)] for path in folder.glob(f"{_PREFIX}*{_SUFFIX}"))
    return sorted(int(name) for name in names if name.isdecimal())


def _line(key: str, record: bytes) -> bytes:
    body = key.encode("ascii") + b"\t" + record
    return b"%08x\t%s\n" % (crc32(body), body)


class Journal:
    """The records of a folder, to add to. One process at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        numbers = _numbers(folder)
        self._number = numbers[-1] if numbers else 1
        self._file = os.open(_segment_path(folder, self._number), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        self._end = os.fstat(self._file).st_size

    @property
    def end(self) -> tuple[int, int]:
        """The file that is written to, and its length."""
        return self._number, self._end

    def written_since(self, segment: int, offset: int) -> Iterator[Written]:
        """The lines from a place on. Whatever follows the last whole line is cut off."""
        for number in _numbers(self._folder):
            if number < segment:
                continue
            start = offset if number == segment else 0
            good = start
            for line in _lines(_segment_path(self._folder, number), number, start):
                good = line.address.offset + line.address.length + 1
                yield line
            if number == self._number and good < self._end:
                os.ftruncate(self._file, good)
                self._end = good

    def add(self, key: str, record: bytes) -> Address:
        """Write a record down. It outlives this process from here on."""
        if self._end >= _SEGMENT:
            self._next_segment()
        line = _line(key, record)
        written = 0
        while written < len(line):
            written += os.write(self._file, line[written:] if written else line)
        address = Address(self._number, self._end + len(line) - 1 - len(record), len(record))
        self._end += len(line)
        return address

    def checkpoint(self) -> None:
        """Wait until everything is on the disk, whatever becomes of the machine."""
        os.fsync(self._file)

    def begin_anew(self) -> tuple[int, ...]:
        """Write to a new file from here on. The numbers of those before it."""
        before = tuple(_numbers(self._folder))
        self._next_segment()
        return before

    def _next_segment(self) -> None:
        self.checkpoint()
        os.close(self._file)
        self._number += 1
        self._file = os.open(_segment_path(self._folder, self._number), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        self._end = 0

    def close(self) -> None:
        """Write no more."""
        self.checkpoint()
        os.close(self._file)


def _lines(path: Path, number: int, start: int) -> Iterator[Written]:
    """The whole and sound lines of a file, up to the first that is not."""
    with path.open("rb") as file:
        file.seek(start)
        at = start
        for line in file:
            head, _, body = line.partition(b"\t")
            key, _, record = body[:-1].partition(b"\t")
            if not line.endswith(b"\n") or len(head) != _CHECKSUM or b"%08x" % crc32(body[:-1]) != head:
                return
            yield Written(key.decode("ascii"), record, Address(number, at + len(line) - 1 - len(record), len(record)))
            at += len(line)


class JournalReader:
    """Records by their addresses. Many processes may read while one adds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[int, int] = {}

    def record(self, address: Address) -> str:
        """The text of a record."""
        file = self._files.get(address.segment)
        if file is None:
            file = os.open(_segment_path(self._folder, address.segment), os.O_RDONLY)
            self._files[address.segment] = file
        return _read(file, address).decode("utf-8")

    def close(self) -> None:
        """Close the files."""
        for file in self._files.values():
            os.close(file)
        self._files.clear()


def _read(file: int, address: Address) -> bytes:
    if hasattr(os, "pread"):
        return os.pread(file, address.length, address.offset)
    os.lseek(file, address.offset, os.SEEK_SET)
    return os.read(file, address.length)


def size(folder: Path) -> int:
    """The bytes of all records, wanted or not."""
    return sum(_segment_path(folder, number).stat().st_size for number in _numbers(folder))


def discard(folder: Path, numbers: Sequence[int] | None = None) -> None:
    """Remove files of records: every one, or those of these numbers."""
    for number in _numbers(folder) if numbers is None else numbers:
        _segment_path(folder, number).unlink()
