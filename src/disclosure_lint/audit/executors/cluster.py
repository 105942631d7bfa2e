"""Workers of a Dask cluster, on this machine or many. They get the bytes of a file and need no disk in common."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from typing import Any, TypeVar

from disclosure_lint.audit.executors import ClusterError
from disclosure_lint.audit.executors.processes import Processes
from disclosure_lint.audit.settings import AuditSettings, program_hash
from disclosure_lint.audit.worker import Task, guarded

LOCAL = "local"
"""The address of a cluster that is started on this machine for the audit."""

T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 4


_settings: dict[str, AuditSettings] = {}
"""On a worker: the settings of the audits that it works for, by their stamps."""


def remote(task: Task, stamp: str) -> str:
    """The line of a task, on a worker of the cluster."""
    return guarded(task, _settings[stamp])


def hold_settings(settings: AuditSettings) -> None:
    """Keep the settings of an audit on a worker."""
    _settings[settings.stamp] = settings


def _plugin(distributed: Any, settings: AuditSettings) -> Any:
    """What gives the settings to each worker, those that join or begin anew later on too."""

    class Settings(distributed.WorkerPlugin):  # type: ignore[misc]
        name = f"disclosure-lint-{settings.stamp}"

        def setup(self, worker: Any) -> None:
            hold_settings(settings)

    return Settings()


def _version() -> str:
    return program_hash()


class Cluster:
    """A Dask scheduler and its workers. A file that kills a worker is tried once more on this machine, alone."""

    def __init__(self, settings: AuditSettings, jobs: int, address: str) -> None:
        try:
            import distributed  # type: ignore[import-untyped, import-not-found, unused-ignore]
        except ImportError:
            raise ClusterError("dask-missing") from None
        self._distributed: Any = distributed
        self._lost = (distributed.KilledWorker, CancelledError, TimeoutError)
        self._settings = settings
        self._alone = Processes(settings, jobs)
        self._cluster: Any = None
        self._client = self._connected(jobs, address)
        self._check_version()
        self._client.register_plugin(_plugin(distributed, settings))

    def _connected(self, jobs: int, address: str) -> Any:
        import dask  # type: ignore[import-untyped, import-not-found, unused-ignore]

        # A file that kills its worker is not to kill three more.
        dask.config.set({"distributed.scheduler.allowed-failures": 0, "distributed.scheduler.worker-saturation": 1.0})
        for name in [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        if address == LOCAL:
            self._cluster = self._distributed.LocalCluster(
                n_workers=jobs,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address=None,
                silence_logs=logging.CRITICAL,
            )
            address = self._cluster.scheduler_address
        try:
            return self._distributed.Client(address, timeout="15s", set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise ClusterError(
                "cluster-unreachable", address=address, fault=str(error) or type(error).__name__
            ) from None

    def _check_version(self) -> None:
        try:
            found = self._client.run(_version)
        except ImportError:
            found = {"": ""}
        if not found:
            raise ClusterError("cluster-empty")
        ours = program_hash()
        if other := sorted(address for address, version in found.items() if version != ours):
            raise ClusterError("cluster-version", workers=other)

    def audited(self, tasks: Iterable[Task]) -> Iterator[tuple[Task, str]]:
        """Each task with the line of its record, as they are done."""
        waiting: dict[Any, Task] = {}
        done = self._distributed.as_completed(loop=self._client.loop, raise_errors=False)
        source = iter(tasks)
        more = True
        while more or waiting:
            while more and len(waiting) < self._hands() * _AHEAD:
                task = next(source, None)
                if task is None:
                    more = False
                    break
                future = self._client.submit(remote, task, self._settings.stamp, pure=False)
                waiting[future] = task
                done.add(future)
            if waiting:
                future = next(done)
                yield self._result(future, waiting.pop(future))

    def map(self, function: Callable[[AuditSettings, T], R], items: Iterable[T]) -> Iterator[R]:
        """What a function makes of settings and each item: on this machine, where the records are."""
        return self._alone.map(function, items)

    def _hands(self) -> int:
        hands: int = sum(self._client.nthreads().values())
        return max(1, hands)

    def _result(self, future: Any, task: Task) -> tuple[Task, str]:
        try:
            return task, future.result()
        except self._lost:
            # The worker died of this file, or of another one when it had this one's record already: look again here.
            if self._client.status != "running":
                raise ClusterError("cluster-lost") from None
            return task, self._alone.isolated(task)

    def close(self) -> None:
        """Let the workers go; a cluster that was there before stays."""
        self._alone.close()
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()
