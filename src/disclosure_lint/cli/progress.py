"""How far an audit has come: a bar on a terminal, plain lines elsewhere, nothing if that is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TextIO

from disclosure_lint.audit.words import said

_TENTHS = 10
_LEAST_SECONDS = 1.0
_SECONDS = 30.0
"""Seconds after which a line is due, however little was done."""


class Silence:
    """Says nothing."""

    def phase(self, key: str, total: int | None) -> None:
        """A new part of the work begins."""

    def step(self, count: int = 1) -> None:
        """So many steps are done."""

    def end(self) -> None:
        """The work is done, or broken off."""


class Lines:
    """A line when a part of the work begins, and for each tenth of it."""

    def __init__(self, stream: TextIO, lang: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._lang, self._clock = stream, lang, clock
        self._key, self._total, self._count = "", 0, 0
        self._began = self._last = clock()
        self._tenth = 0

    def phase(self, key: str, total: int | None) -> None:
        """A new part of the work begins."""
        self._key, self._total, self._count, self._tenth = key, total or 0, 0, 0
        self._began = self._last = self._clock()
        if total != 0:
            self._write(said(key, self._lang))

    def step(self, count: int = 1) -> None:
        """So many steps are done."""
        self._count += count
        if not self._total:
            return
        tenth = self._count * _TENTHS // self._total
        now = self._clock()
        if (tenth > self._tenth and now - self._last > _LEAST_SECONDS) or now - self._last > _SECONDS:
            self._tenth, self._last = tenth, now
            self._write(self._line(now - self._began))

    def _line(self, seconds: float) -> str:
        rate = self._count / seconds if seconds else 0.0
        left = (self._total - self._count) / rate if rate else 0.0
        values = {"count": self._count, "total": self._total, "rate": f"{rate:.0f}", "left": duration(left)}
        return "  " + said("progress", self._lang, **values)

    def _write(self, line: str) -> None:
        self._stream.write(line + "\n")
        self._stream.flush()

    def end(self) -> None:
        """The work is done, or broken off."""


class Bar:
    """A bar with the rate and the time that is left."""

    def __init__(self, stream: TextIO, lang: str) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self._lang = lang
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[pace]}"),
            console=Console(file=stream),
            transient=True,
        )
        self._task: Any = None
        self._began = 0.0
        self._progress.start()

    def phase(self, key: str, total: int | None) -> None:
        """A new part of the work begins."""
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(said(key, self._lang), total=total, pace="")
        self._began = time.monotonic()

    def step(self, count: int = 1) -> None:
        """So many steps are done."""
        task = self._progress.tasks[-1]
        seconds = time.monotonic() - self._began
        rate = (task.completed + count) / seconds if seconds else 0.0
        pace = ""
        if rate and task.total:
            left = (task.total - task.completed - count) / rate
            pace = said("pace", self._lang, rate=f"{rate:.0f}", left=duration(left))
        self._progress.update(self._task, advance=count, pace=pace)

    def end(self) -> None:
        """The work is done, or broken off."""
        self._progress.stop()


def duration(seconds: float) -> str:
    """A stretch of time as a clock shows it."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
