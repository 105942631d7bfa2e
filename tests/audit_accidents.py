"""Files that do to their worker what their name says: for the tests of audits (see `audit.worker.REHEARSAL`)."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import PurePosixPath

MODULE = "audit_accidents:strike"


def strike(path: str) -> None:
    """What happens just before a file is looked at."""
    if accident := _ACCIDENTS.get(PurePosixPath(path).stem.split("-")[0]):
        accident()


def _sleep() -> None:
    time.sleep(1000)


def _loop() -> None:
    re.match(r"(a+)+$", "a" * 60 + "b")


def _deaf() -> None:
    """Hangs and hears no signal."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    _sleep()


def _hungry() -> None:
    bytearray(64 << 30)


_ACCIDENTS = {
    "abort": os.abort,
    "leave": lambda: os._exit(3),
    "sleep": _sleep,
    "loop": _loop,
    "deaf": _deaf,
    "hungry": _hungry,
    "slow": lambda: time.sleep(0.05),
}
