"""What is to be cleared away: suppressions and known findings that a run has shown to be no longer wanted."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from disclosure_lint.baseline import Baseline, Standing
from disclosure_lint.results import FileResult
from disclosure_lint.source import Remark, Source, Span
from disclosure_lint.suppressions import Suppression, Usage


class Upkeep:
    """Gathers, file by file, what became of suppressions and known findings.

    `texts` are the files of the suppressions by name; `paths` what the run was asked to look at.
    """

    def __init__(
        self,
        suppressions: Sequence[Suppression],
        texts: Mapping[str, str],
        baseline: Baseline | None,
        today: date,
        paths: Iterable[str] = (),
    ) -> None:
        self._usage = Usage(suppressions, today)
        self._standing = Standing(baseline or Baseline())
        self._texts = texts
        self._folders = [Path(path).absolute() for path in paths if os.path.isdir(path)]
        self._complete = True

    def add(self, result: FileResult) -> None:
        """Look at one file."""
        if self._usage.suppressions:
            self._usage.add(result)
        if self._standing.baseline.entries:
            self._standing.add(result)

    def miss(self) -> None:
        """Take note that a file was not looked at."""
        self._complete = False

    def files(self) -> Iterator[Source]:
        """The files in which something is to be cleared away; their remarks say what."""
        stale: dict[str, list[Remark]] = {}
        for suppression, state in self._stale():
            stale.setdefault(suppression.file, []).append(_remark(suppression, state, self._texts))
        for name, remarks in stale.items():
            yield Source(name, self._texts.get(name, ""), remarks=tuple(remarks))
        baseline = self._standing.baseline
        gone = tuple(self._gone(baseline))
        if gone:
            yield Source(baseline.file, baseline.text, remarks=gone)

    def _stale(self) -> Iterator[tuple[Suppression, str]]:
        """Suppressions of several folders: each is asked whether all of its own was looked at."""
        whole = {one.folder: self._whole(one.folder) for one in self._usage.suppressions}
        found = {whether: list(self._usage.stale(whether)) for whether in set(whole.values())}
        for suppression in self._usage.suppressions:
            yield from (each for each in found[whole[suppression.folder]] if each[0] is suppression)

    def _gone(self, baseline: Baseline) -> Iterator[Remark]:
        source = Source(baseline.file, baseline.text)
        for entry in self._standing.gone(self._whole(baseline.folder)):
            values: dict[str, str | int] = {"code": entry.code, "path": entry.path}
            values |= {"count": entry.count, "known": entry.message}
            yield Remark("gone_finding", _line_span(source, entry.line), values)

    def _whole(self, folder: Path) -> bool:
        """Whether the run was over everything below a folder."""
        return self._complete and any(folder.is_relative_to(each) for each in self._folders)


def _remark(suppression: Suppression, state: str, texts: Mapping[str, str]) -> Remark:
    values = {"code": suppression.code, "scope": suppression.scope, "reason": suppression.reason}
    if suppression.expires and state == "expired":
        values["expires"] = suppression.expires.isoformat()
    source = Source(suppression.file, texts.get(suppression.file, ""))
    return Remark(f"{state}_suppression", _line_span(source, suppression.line), values)


def _line_span(source: Source, line: int) -> Span:
    if line > len(source.line_starts):
        return Span(0, 0)
    start, end = source.line_span(line)
    text = source.text[start:end]
    return Span(start + len(text) - len(text.lstrip()), end)
