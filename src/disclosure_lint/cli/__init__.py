"""The command line. A run that was made before is replayed; nothing else is imported for it."""

from __future__ import annotations

import os
import sys

from disclosure_lint.cli import replay

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
OUTPUT_CLOSED = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program. The exit status: 0 nothing found, 1 findings, 2 something is wrong with the run itself."""
    given = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(given)
    except BrokenPipeError:
        # Whoever read the output has left. Python would complain about it once more at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OUTPUT_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(given: list[str]) -> int:
    key = replay.key(given)
    status = replay.replayed(key)
    if status is not None:
        return status
    from disclosure_lint.cli.run import run

    recording = replay.Recording()
    status = run(given, recording)
    replay.keep(key, recording, status)
    return status
