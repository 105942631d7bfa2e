"""One file audited: the function that every executor runs, here or on another machine.

It takes a task and returns the line of a record; documents stay where they are. `guarded` sets bounds to what a file
may cost. What happens beyond them (the interpreter dies) is for the executor to notice.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any, cast

from disclosure_lint.audit.dossier import dossier, failure
from disclosure_lint.audit.records import Record, State
from disclosure_lint.audit.settings import AuditSettings, Limits
from disclosure_lint.audit.watched import WatchedContext
from disclosure_lint.linter import Linter
from disclosure_lint.source import Remark

REHEARSAL = "DISCLOSURE_LINT_REHEARSAL"
"""An environment variable with `module:function`: called with the path before each file, to rehearse accidents."""

_GRACE = 5.0
"""Seconds after which a file that does not let itself be interrupted takes its worker with it."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to audit. `content` holds the configured limit and one byte more at most; `remark`: it cannot be read."""

    path: str
    content: bytes
    sha256: str
    size: int
    named: bool = False
    remark: Remark | None = None


class OverTimeError(BaseException):
    """A file took longer than it may. No `except Exception` on the way swallows this."""


class OverMemoryError(BaseException):
    """A file wanted more memory than it may have."""


class Auditor:
    """The linter of an audit and the settings it was made of."""

    def __init__(self, settings: AuditSettings) -> None:
        self.settings = settings
        self._context = WatchedContext(settings)
        context = self._context.context
        self._linter = Linter(settings.single_rules, context, settings.config, settings.verbose, _on_fault)
        self._across = Linter(settings.cross_rules, context, settings.config)

    def audited(self, task: Task) -> Record:
        """The record of a file."""
        self._context.day_asked = False
        if task.remark is not None:
            result: Any = self._linter.refused(task.path, task.remark)
        else:
            result = self._linter.content(task.path, task.content, task.named)
        day_asked = self._context.day_asked
        return dossier(result, task.sha256, task.size, self.settings, self._pending(task), day_asked)

    def failed(self, task: Task, state: State) -> Record:
        """The record of a file that could not be audited."""
        return failure(task.path, task.sha256, task.size, state, self.settings, self._pending(task))

    def _pending(self, task: Task) -> tuple[str, ...]:
        """The rules that are asked of the file in the second pass."""
        return tuple(rule.code for rule in self._across.rules_for(task.path))


def _on_fault(error: Exception) -> None:
    if isinstance(error, MemoryError):
        raise OverMemoryError from None


@lru_cache(maxsize=1)
def _rehearsal() -> Callable[[str], None]:
    """What is called before each file: nothing, unless an accident is rehearsed."""
    named = os.environ.get(REHEARSAL)
    if not named:
        return lambda path: None
    from importlib import import_module

    module, _, function = named.partition(":")
    return cast("Callable[[str], None]", getattr(import_module(module), function))


_held: dict[str, Auditor] = {}
_one_at_a_time = threading.Lock()


def hold(settings: AuditSettings) -> Auditor:
    """The auditor for settings; made once in a process."""
    auditor = _held.get(settings.stamp)
    if auditor is None or auditor.settings.limits != settings.limits or auditor.settings.today != settings.today:
        auditor = _held[settings.stamp] = Auditor(settings)
    return auditor


def guarded(task: Task, settings: AuditSettings) -> str:
    """The record of a file as a line, whatever the file costs (within what an interpreter can survive)."""
    auditor = hold(settings)
    with _one_at_a_time:
        try:
            with _bounds(settings.limits):
                _rehearsal()(task.path)
                return auditor.audited(task).line()
        except OverTimeError:
            state: State = "timeout"
        except (OverMemoryError, MemoryError):
            state = "memory"
    return auditor.failed(task, state).line()


@contextmanager
def _bounds(limits: Limits) -> Iterator[None]:
    with _time_bound(limits.seconds), _memory_bound(limits.memory):
        yield


def _interrupt(*_: object) -> None:
    raise OverTimeError


@contextmanager
def _time_bound(seconds: float) -> Iterator[None]:
    """Interrupts after so many seconds; a little later ends the process, if that was of no use."""
    if not seconds:
        yield
        return
    alarm = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGALRM, _interrupt) if alarm else None
    faulthandler.dump_traceback_later(seconds + _GRACE, exit=True, file=_nowhere())
    try:
        if alarm:
            signal.setitimer(signal.ITIMER_REAL, seconds)
        yield
    finally:
        if alarm:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        faulthandler.cancel_dump_traceback_later()


@lru_cache(maxsize=1)
def _nowhere() -> int:
    """Where the last words of a process go that is ended: nowhere."""
    return os.open(os.devnull, os.O_WRONLY)


@contextmanager
def _memory_bound(extra: int) -> Iterator[None]:
    """Lets the process have so many bytes more than it has, where the system can be told so."""
    used = _address_space() if extra else 0
    if not used:
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = used + extra
    resource.setrlimit(resource.RLIMIT_AS, (wanted if soft < 0 else min(soft, wanted), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def _address_space() -> int:
    """The bytes of address space of this process, 0 if the system does not tell."""
    if not sys.platform.startswith("linux"):
        return 0
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[0]) * _PAGE
    except (OSError, ValueError, IndexError):
        return 0


def task_of(path: str, content: bytes, named: bool = False) -> Task:
    """The task for content that is at hand."""
    return Task(path, content, sha256(content).hexdigest(), len(content), named)
