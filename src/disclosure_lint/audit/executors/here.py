"""No workers: everything in this process. A file that kills the interpreter kills the audit, which then resumes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from disclosure_lint.audit.settings import AuditSettings
from disclosure_lint.audit.worker import Task, guarded

T = TypeVar("T")
R = TypeVar("R")


class Here:
    """Audits one file after the other."""

    def __init__(self, settings: AuditSettings) -> None:
        self._settings = settings

    def audited(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, str]]:
        """Each task with the line of its record."""
        for task in tasks:
            yield task, guarded(task, self._settings)

    def map(self, function: Callable[[AuditSettings, T], R], items: Iterable[T]) -> Iterator[R]:
        """What a function makes of settings and each item."""
        for item in items:
            yield function(self._settings, item)

    def close(self) -> None:
        """There is nobody to let go."""
