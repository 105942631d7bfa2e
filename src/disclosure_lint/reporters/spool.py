"""Lines kept for the end of the output, on disk when there are many."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import TextIO

_IN_MEMORY = 1 << 20


class Spool:
    """Text that is written now and given out later, in the order written."""

    def __init__(self) -> None:
        # Lives as long as the reporter; it removes itself when closed or forgotten.
        self._file = SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="")  # noqa: SIM115

    def write(self, text: str) -> None:
        """Keep a text."""
        self._file.write(text)

    def give(self, stream: TextIO) -> None:
        """Write everything kept to a stream, and forget it."""
        self._file.seek(0)
        while chunk := self._file.read(_IN_MEMORY):
            stream.write(chunk)
        self._file.close()
