"""Submissions read again, to quote from them: only if they are still what they were."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

from disclosure_lint.audit.archives import ArchiveError
from disclosure_lint.audit.collection import Files
from disclosure_lint.audit.intake import Contents, Entry
from disclosure_lint.audit.records import Record
from disclosure_lint.audit.settings import AuditSettings
from disclosure_lint.audit.store import path_key, path_of
from disclosure_lint.linter import Linter
from disclosure_lint.readers import read
from disclosure_lint.report.model import Report
from disclosure_lint.results import FileResult
from disclosure_lint.rules.load import RuleSet
from disclosure_lint.rules.outcome import Context
from disclosure_lint.source import Source

_KEPT = 16


class Rereading:
    """Reads submissions of a run again. The last few are kept."""

    def __init__(self, settings: AuditSettings, files: Files) -> None:
        self._files = files
        self._linter = Linter(RuleSet(), Context(settings.today, settings.lang, settings.profile), settings.config)
        self._limit = settings.config.size_limit
        self._contents = Contents(self._limit)
        self._sources: OrderedDict[str, Source | None] = OrderedDict()
        self._reports: OrderedDict[str, Report | None] = OrderedDict()

    def source(self, record: Record) -> Source | None:
        """The text of a submission, None if it has changed or gone."""
        return _kept(self._sources, record, self._source)

    def report(self, record: Record) -> Report | None:
        """The report of a submission with its text, None if it has changed or gone."""
        return _kept(self._reports, record, self._report)

    def _source(self, record: Record) -> Source | None:
        content = self._content(record)
        if content is None:
            return None
        readable = read(record.path, content, self._limit)
        return readable if isinstance(readable, Source) else None

    def _report(self, record: Record) -> Report | None:
        content = self._content(record)
        result = self._linter.content(record.path, content) if content is not None else None
        return result.report if isinstance(result, FileResult) else None

    def _content(self, record: Record) -> bytes | None:
        query = "select named, container, member from input where path = ?"
        row = self._files.index.execute(query, (path_key(record.path),)).fetchone()
        if row is None:
            return None
        named, container, member = row
        try:
            found = self._contents.of(Entry(record.path, bool(named), path_of(container), member))
        except (OSError, ArchiveError):
            return None
        return found.content if found.sha256 == record.sha256 else None


T = TypeVar("T")


def _kept(kept: OrderedDict[str, T], record: Record, read_again: Callable[[Record], T]) -> T:
    if record.path not in kept:
        kept[record.path] = read_again(record)
        if len(kept) > _KEPT:
            kept.popitem(last=False)
    return kept[record.path]
