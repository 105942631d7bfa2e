"""Who does the work: processes of this machine, or a cluster. The same function runs in all of them.

An executor takes tasks as it has hands for them, never more than a few ahead, and gives back lines of records in any
order. A task whose worker dies is tried again alone, so that no file is blamed for another one's accident.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeVar

from disclosure_lint.audit.settings import AuditSettings
from disclosure_lint.audit.worker import Task

T = TypeVar("T")
R = TypeVar("R")


class ClusterError(Exception):
    """A cluster that cannot be used: the key of the audit's words, and the values for them."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key, self.values = key, values


class Executor(Protocol):
    """Runs the audit of files."""

    def audited(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, str]]:
        """Each task with the line of its record, as they are done."""

    def map(self, function: Callable[[AuditSettings, T], R], items: Iterable[T]) -> Iterator[R]:
        """What a function makes of settings and each item, in any order, on this machine."""

    def close(self) -> None:
        """Let the workers go, at once."""


def _processes(settings: AuditSettings, jobs: int, address: str) -> Executor:
    from disclosure_lint.audit.executors.processes import Processes

    return Processes(settings, jobs)


def _here(settings: AuditSettings, jobs: int, address: str) -> Executor:
    from disclosure_lint.audit.executors.here import Here

    return Here(settings)


def _cluster(settings: AuditSettings, jobs: int, address: str) -> Executor:
    from disclosure_lint.audit.executors.cluster import Cluster

    return Cluster(settings, jobs, address)


EXECUTORS: dict[str, Callable[[AuditSettings, int, str], Executor]] = {
    "processes": _processes,
    "here": _here,
    "cluster": _cluster,
}
"""By word: the executor for settings, a number of workers and the address of a cluster."""
