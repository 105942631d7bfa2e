"""A run that was made before, given out again: what it printed and its exit status.

This is what a run over unchanged files costs, so nothing is imported here that a bare interpreter does not have.
The key holds everything that can change what is printed and is known beforehand; what a run turned out to depend on
(inputs, configuration, rules of one's own) is kept with the entry and looked at again before it is used.
"""

from __future__ import annotations

import json
import os
import sys
import time
from hashlib import sha256

from disclosure_lint.stamps import cache_path, content_stamp, folder_stamp, program_stamp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

_FORMAT = "1"
_PREFIX = "run-"
_MOST_ENTRIES = 256
_KEPT_ENTRIES = 192
_MOST_CHARACTERS = 1 << 20

_VARIABLES = (
    "CI_PROJECT_DIR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLORTERM",
    "COLUMNS",
    "DISCLOSURE_LINT_LANG",
    "FORCE_COLOR",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "LINES",
    "NO_COLOR",
    "PYTHONIOENCODING",
    "PYTHONUTF8",
    "TERM",
    "TZ",
)
"""The environment that output may depend on."""

_DEPENDENCIES = {"file": content_stamp, "folder": folder_stamp}


class Recording:
    """What a run prints, in order, while it prints it; `dependencies` are (kind, path) with kinds "file" and "folder".

    A file that is not there is a dependency too: that of a run that would read it if it were.
    """

    def __init__(self) -> None:
        self.chunks: list[tuple[int, str]] = []
        self.size = 0
        self.dependencies: list[tuple[str, str, str]] | None = None
        self.utf8 = False

    def depends_on(self, dependencies: Iterable[tuple[str, str]]) -> None:
        """Say what the run depends on, before it reads any of it. Without this it is not kept."""
        self.dependencies = [(kind, path, _DEPENDENCIES[kind](path)) for kind, path in dependencies]

    def add(self, descriptor: int, text: str) -> None:
        """Record what was printed."""
        self.size += len(text)
        if self.size <= _MOST_CHARACTERS:
            self.chunks.append((descriptor, text))


class Recorded:
    """A stream that records what is written to it. Everything else is the stream's own."""

    def __init__(self, stream: TextIO, recording: Recording, descriptor: int) -> None:
        self._stream, self._recording, self._descriptor = stream, recording, descriptor

    def write(self, text: str) -> int:
        """Write and record."""
        self._recording.add(self._descriptor, text)
        return self._stream.write(text)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def key(arguments: Sequence[str]) -> str:
    """Everything known beforehand that may change what a run prints, as a hash; "" if nothing is kept."""
    if not cache_path() or "-" in arguments:
        return ""
    known = (
        _FORMAT,
        list(arguments),
        os.getcwd(),
        [(name, os.environ[name]) for name in _VARIABLES if name in os.environ],
        [_nature(stream) for stream in (sys.stdout, sys.stderr)],
        time.strftime("%Y-%m-%d"),
        sys.version,
        program_stamp(),
        [(path, _time(path)) for path in sys.path if path.endswith(("site-packages", "dist-packages"))],
    )
    return sha256(repr(known).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _nature(stream: TextIO) -> object:
    """What a stream is like: encoding, and the size of a terminal."""
    if not stream.isatty():
        return stream.encoding.lower()
    try:
        return stream.encoding.lower(), tuple(os.get_terminal_size(stream.fileno()))
    except OSError:
        return stream.encoding.lower(), ()


def _time(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


def replayed(key: str) -> int | None:
    """The exit status of an earlier run whose output was given out again, None if there is none that still holds."""
    if not key:
        return None
    try:
        with open(_entry(key), encoding="utf-8") as file:
            entry = json.load(file)
        if any(_DEPENDENCIES[kind](path) != stamp for kind, path, stamp in entry["dependencies"]):
            return None
        chunks, status, utf8 = entry["chunks"], entry["status"], entry["utf8"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    prepare(sys.stdout, utf8)
    streams = {1: sys.stdout, 2: sys.stderr}
    for descriptor, text in chunks:
        streams[descriptor].write(text)
    sys.stdout.flush()
    return int(status)


def prepare(stream: TextIO, utf8: bool) -> None:
    """Let a stream take any character: programs get UTF-8, people what their terminal can show."""
    if hasattr(stream, "reconfigure"):
        if utf8:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        else:
            stream.reconfigure(errors="backslashreplace")


def keep(key: str, recording: Recording, status: int) -> None:
    """Keep a run for the next time, if nothing was wrong with it and all it depends on is known and unchanged."""
    dependencies = recording.dependencies
    if not key or dependencies is None or status not in (0, 1) or recording.size > _MOST_CHARACTERS:
        return
    if any(_DEPENDENCIES[kind](path) != stamp for kind, path, stamp in dependencies):
        return
    entry = {"dependencies": dependencies, "chunks": recording.chunks, "status": status, "utf8": recording.utf8}
    unfinished = f"{_entry(key)}.{os.getpid()}"
    try:
        os.makedirs(cache_path(), mode=0o700, exist_ok=True)
        with open(unfinished, "w", encoding="utf-8") as file:
            json.dump(entry, file)
        os.replace(unfinished, _entry(key))
        _prune()
    except OSError:
        return


def _entry(key: str) -> str:
    return os.path.join(cache_path(), f"{_PREFIX}{key}.json")


def _prune() -> None:
    """Remove the oldest entries when there are too many."""
    entries = [entry for entry in os.scandir(cache_path()) if entry.name.startswith(_PREFIX)]
    if len(entries) > _MOST_ENTRIES:
        entries.sort(key=lambda entry: entry.stat().st_mtime_ns)
        for entry in entries[:-_KEPT_ENTRIES]:
            os.unlink(entry.path)
