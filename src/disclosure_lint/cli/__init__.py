"""The command line. A run that was made before is replayed; nothing else is imported for it."""

from __future__ import annotations

import os
import sys

from disclosure_lint.cli import replay

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
OUTPUT_CLOSED = FAULT = 2


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
    except Exception as error:  # whatever goes wrong, it is not the exit status of findings
        return _fault(given, error)


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


def _fault(given: list[str], error: Exception) -> int:
    """Say that the program itself is at fault; the details only if they are asked for."""
    from disclosure_lint.cli.arguments import language
    from disclosure_lint.words import words

    if "-v" in given or "--verbose" in given:
        import traceback

        traceback.print_exception(error)
    fault = f"{type(error).__name__}: {error}"
    sys.stderr.write(words("program-fault", language(given), fault=fault) + "\n")
    return FAULT
