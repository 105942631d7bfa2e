"""What an audit writes into its folder. Each output is written from the campaign on disk, beside the others.

`OUTPUTS` names them by the word that `--write` takes. A module is imported only when its output is wanted; one that
needs a package that is not installed says so by `MissingPackage`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from disclosure_lint.audit.campaign import Campaign


class MissingPackage(Exception):  # noqa: N818
    """A package that an output needs is not installed. `extra` is the one that brings it."""

    def __init__(self, package: str, extra: str = "audit") -> None:
        super().__init__(package)
        self.package, self.extra = package, extra


class TemplateError(ValueError):
    """A template of the notices that cannot be used: a key of the outputs' words, and the values of its text."""

    def __init__(self, key: str, values: Mapping[str, str] | None = None) -> None:
        super().__init__(key, values)
        self.key, self.values = key, values or {}


class Output(Protocol):
    """Writes files into a folder that is moved to its place when all is written: plain names, no time of day."""

    def write(self, campaign: Campaign, folder: Path) -> None:
        """Write the output. Raises MissingPackage before anything is written."""


def _findings() -> Output:
    from disclosure_lint.audit.outputs.findings import Findings

    return Findings()


def _tables() -> Output:
    from disclosure_lint.audit.outputs.tables import Tables

    return Tables()


def _page() -> Output:
    from disclosure_lint.audit.outputs.page import Page

    return Page()


def _workbook() -> Output:
    from disclosure_lint.audit.outputs.workbook import Workbook

    return Workbook()


def _notices() -> Output:
    from disclosure_lint.audit.outputs.notices import Notices

    return Notices()


OUTPUTS: dict[str, Callable[[], Output]] = {
    "findings": _findings,
    "tables": _tables,
    "html": _page,
    "xlsx": _workbook,
    "notices": _notices,
}
"""By word: what makes the output. The factory imports its module."""

VARYING = frozenset({"audit.duckdb"})
"""Files whose bytes differ from run to run though they say the same: DuckDB puts random numbers in its files."""
