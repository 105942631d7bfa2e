"""Submissions read again, to quote from them: only if they are still what they were."""

from __future__ import annotations

from collections import OrderedDict

from disclosure_lint.audit.archives import ArchiveError
from disclosure_lint.audit.collection import Files
from disclosure_lint.audit.intake import Contents, Entry
from disclosure_lint.audit.records import Record
from disclosure_lint.audit.settings import AuditSettings
from disclosure_lint.audit.store import path_key
from disclosure_lint.linter import Linter
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
        self._contents = Contents(settings.config.size_limit)
        self._kept: OrderedDict[str, FileResult | None] = OrderedDict()

    def source(self, record: Record) -> Source | None:
        """The text of a submission, None if it has changed or gone."""
        result = self._result(record)
        return result.source if result else None

    def report(self, record: Record) -> Report | None:
        """The report of a submission with its text, None if it has changed or gone."""
        result = self._result(record)
        return result.report if result else None

    def _result(self, record: Record) -> FileResult | None:
        if record.path not in self._kept:
            self._kept[record.path] = self._read(record)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return self._kept[record.path]

    def _read(self, record: Record) -> FileResult | None:
        query = "select named, container, member from input where path = ?"
        row = self._files.index.execute(query, (path_key(record.path),)).fetchone()
        if row is None:
            return None
        named, container, member = row
        try:
            found = self._contents.of(Entry(record.path, bool(named), container or "", member or 0))
        except (OSError, ArchiveError):
            return None
        if found.sha256 != record.sha256:
            return None
        result = self._linter.content(record.path, found.content)
        return result if isinstance(result, FileResult) else None
