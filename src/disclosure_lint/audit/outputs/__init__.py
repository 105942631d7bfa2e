"""What an audit writes into its folder. Each output is written from the campaign on disk, beside the others.

`OUTPUTS` names them by the word that `--write` takes. A module is imported only when its output is wanted; one that
needs a package that is not installed says so by `MissingPackage`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from disclosure_lint.audit.campaign import Campaign


class MissingPackage(Exception):  # noqa: N818
    """A package that an output needs is not installed. `extra` is the one that brings it."""

    def __init__(self, package: str, extra: str = "audit") -> None:
        super().__init__(package)
        self.package, self.extra = package, extra


class Output(Protocol):
    """Writes files into a folder that is moved to its place when all is written: plain names, no time of day."""

    def write(self, campaign: Campaign, folder: Path) -> None:
        """Write the output. Raises MissingPackage before anything is written."""


def _findings() -> Output:
    from disclosure_lint.audit.outputs.findings import Findings

    return Findings()


OUTPUTS: dict[str, Callable[[], Output]] = {
    "findings": _findings,
}
"""By word: what makes the output. The factory imports its module."""
