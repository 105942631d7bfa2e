"""No workers: everything in this process. A file that kills the interpreter kills the audit, which then resumes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from disclosure_lint.audit.settings import AuditSettings
from disclosure_lint.audit.worker import Task, guarded


class Here:
    """Audits one file after the other."""

    def __init__(self, settings: AuditSettings) -> None:
        self._settings = settings

    def audited(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, str]]:
        """Each task with the line of its record."""
        for task in tasks:
            yield task, guarded(task, self._settings)

    def close(self) -> None:
        """There is nobody to let go."""
