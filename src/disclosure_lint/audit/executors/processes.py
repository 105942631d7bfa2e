"""Processes of this machine. Each takes one file at a time; one that dies takes no other file's result with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for
from typing import Any, TypeVar

from disclosure_lint.audit.records import State
from disclosure_lint.audit.settings import AuditSettings
from disclosure_lint.audit.worker import REHEARSAL, Task, guarded, hold

T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 4
"""Tasks for each worker that are under way or waiting: enough that none has to wait, few enough to forget."""

_BYTES_AHEAD = 256 * 1024 * 1024
"""Bytes of files that are under way or waiting at most."""

_settings: AuditSettings | None = None


def _begin(settings: AuditSettings, rehearsal: str) -> None:
    """What a worker does first. It lives no longer than the process that started it."""
    global _settings
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ[REHEARSAL] = rehearsal
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    _settings = settings


def _end_with(sentinel: Any) -> None:
    wait_for([sentinel])
    os._exit(1)


def _audit(task: Task) -> str:
    assert _settings is not None  # set by `_begin`
    return guarded(task, _settings)


def _apply(function: Callable[[AuditSettings, T], R], item: T) -> R:
    assert _settings is not None
    return function(_settings, item)


def _context() -> Any:
    """New processes are made of a clean one: no threads, locks or memory of this one come along."""
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context: Any = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(["disclosure_lint.audit.worker"])
    return context


class Processes:
    """A pool of processes, made again when one of them dies."""

    def __init__(self, settings: AuditSettings, jobs: int) -> None:
        self._settings, self._jobs = settings, jobs
        self._pool: ProcessPoolExecutor | None = None
        self._alone: ProcessPoolExecutor | None = None

    def _new(self, jobs: int) -> ProcessPoolExecutor:
        arguments = (self._settings, os.environ.get(REHEARSAL, ""))
        return ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_begin, initargs=arguments)

    def audited(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, str]]:
        """Each task with the line of its record, as they are done."""
        waiting: dict[Future[str], Task] = {}
        source = iter(tasks)
        more = True
        while more or waiting:
            more = more and self._fill(source, waiting)
            if not waiting:
                continue
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            suspects = []
            for future in done:
                task = waiting.pop(future)
                if isinstance(future.exception(), BrokenProcessPool):
                    suspects.append(task)
                else:
                    yield task, future.result()
            if suspects:
                yield from self._recovered(suspects, waiting)

    def _fill(self, source: Iterator[Task], waiting: dict[Future[str], Task]) -> bool:
        """Hand out tasks as far as there are hands for them; whether there may be more."""
        size = sum(len(task.content) for task in waiting.values())
        while len(waiting) < self._jobs * _AHEAD and (not waiting or size < _BYTES_AHEAD):
            task = next(source, None)
            if task is None:
                return False
            waiting[self._submitted(task)] = task
            size += len(task.content)
        return True

    def _submitted(self, task: Task) -> Future[str]:
        if self._pool is None:
            self._pool = self._new(self._jobs)
        try:
            return self._pool.submit(_audit, task)
        except BrokenProcessPool as error:  # a worker died since the last look: this task is a suspect like all others
            failed: Future[str] = Future()
            failed.set_exception(error)
            return failed

    def _recovered(self, suspects: list[Task], waiting: dict[Future[str], Task]) -> Iterator[tuple[Task, str]]:
        """A worker has died: what was under way is done again, each task alone, so that the culprit shows."""
        wait(waiting)
        for future, task in waiting.items():
            if future.exception() is None:
                yield task, future.result()
            else:
                suspects.append(task)
        waiting.clear()
        _killed(self._pool)
        self._pool = None
        for task in suspects:
            yield task, self.isolated(task)

    def isolated(self, task: Task) -> str:
        """The line of a task that runs alone in a process; a record that says so if the process dies."""
        if self._alone is None:
            self._alone = self._new(1)
            self._alone.submit(os.getpid).result()
        started = time.monotonic()
        try:
            return self._alone.submit(_audit, task).result()
        except BrokenProcessPool:
            _killed(self._alone)
            self._alone = None
        seconds = self._settings.limits.seconds
        state: State = "timeout" if seconds and time.monotonic() - started >= seconds else "crashed"
        return hold(self._settings).failed(task, state).line()

    def map(self, function: Callable[[AuditSettings, T], R], items: Iterable[T]) -> Iterator[R]:
        """What a function makes of settings and each item, in any order."""
        if self._pool is None:
            self._pool = self._new(self._jobs)
        waiting: set[Future[R]] = set()
        for item in items:
            waiting.add(self._pool.submit(_apply, function, item))
            if len(waiting) >= self._jobs * _AHEAD:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()

    def close(self) -> None:
        """Let the workers go, at once."""
        for pool in (self._pool, self._alone):
            _killed(pool)
        self._pool = self._alone = None


def _killed(pool: ProcessPoolExecutor | None) -> None:
    if pool is None:
        return
    processes = list((getattr(pool, "_processes", None) or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.kill()
    for process in processes:
        process.join()
