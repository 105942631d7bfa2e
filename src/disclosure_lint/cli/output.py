"""Where a run writes to: the terminal, a pipe, or a file that appears only when it is whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO, cast

from disclosure_lint.cli.arguments import UsageError
from disclosure_lint.cli.replay import Recorded, Recording, prepare
from disclosure_lint.results import RunError
from disclosure_lint.words import words


@contextmanager
def output(path: str | None, recording: Recording, for_programs: bool) -> Iterator[TextIO]:
    """The stream for results. Programs read UTF-8 wherever they are; a terminal shows what it can."""
    if path:
        yield from _file(path)
        return
    recording.utf8 = for_programs
    prepare(sys.stdout, for_programs)
    yield cast("TextIO", Recorded(sys.stdout, recording, 1))
    sys.stdout.flush()


def messages(recording: Recording) -> TextIO:
    """The stream for what concerns the run itself."""
    prepare(sys.stderr, False)
    return cast("TextIO", Recorded(sys.stderr, recording, 2))


def write_errors(errors: Iterable[RunError], lang: str, messages: TextIO) -> None:
    """Write what is wrong with the run itself."""
    for error in errors:
        place = f"{error.path}: " if error.path else ""
        messages.write(words("error-line", lang, message=place + error.message) + "\n")


def _file(path: str) -> Iterator[TextIO]:
    """A file written beside the one wanted and moved there at the end, so that nobody reads half of it."""
    target = os.path.realpath(path)
    special = os.path.exists(target) and not os.path.isfile(target)  # a device or pipe cannot be replaced
    unfinished = target if special else f"{target}.{os.getpid()}.part"
    try:
        stream = open(unfinished, "w", encoding="utf-8", errors="backslashreplace", newline="\n")  # noqa: SIM115
    except OSError as error:
        raise UsageError("output", path=path, fault=error.strerror) from None
    try:
        with stream:
            yield stream
        if not special:
            os.replace(unfinished, target)
    except BaseException:
        if not special:
            os.unlink(unfinished)
        raise
