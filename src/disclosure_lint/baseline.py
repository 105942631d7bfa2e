"""Baselines: the findings known on some day, so that only new ones count and those that are gone are seen.

A finding is known by its fingerprint, which holds no line number, in a file of some path; where a file has moved, the
path of an entry whose file is no longer there does not matter.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from disclosure_lint.finding import Finding, Place, Suppressed
from disclosure_lint.inputs import STANDARD_INPUT
from disclosure_lint.report.model import Report
from disclosure_lint.results import FileResult
from disclosure_lint.rules.engine import INTERNAL_FAULT, fingerprint
from disclosure_lint.source import Source

VERSION = 1
ORIGIN = "baseline"
TOOL = "disclosure-lint"

_SURROGATE = re.compile("[\ud800-\udfff]")
_PLACE = ("part", "table", "row", "column", "ordinal")


class BaselineError(Exception):
    """A file that is no baseline: its line, the key of the words, and the values for them."""

    def __init__(self, path: str, line: int, key: str, **values: Any) -> None:
        super().__init__(key)
        self.path, self.line, self.key, self.values = path, line, key, values


@dataclass(frozen=True, slots=True)
class Entry:
    """A known finding of a file, `count` times. `path` is seen from the baseline's folder; what follows is for people.

    `line` is where the entry stands in the file.
    """

    fingerprint: str
    path: str
    count: int = 1
    code: str = ""
    agency: str | None = None
    year: int | None = None
    place: Place = Place()
    message: str = ""
    line: int = 1


@dataclass(frozen=True)
class Baseline:
    """The known findings. `file` is the baseline's own path as given, `folder` where it stands, `text` what it says."""

    entries: tuple[Entry, ...] = ()
    file: str = ""
    folder: Path = Path()
    text: str = field(default="", repr=False)
    exists: Callable[[str], bool] = field(default=os.path.exists, repr=False)

    def relative(self, path: str) -> str:
        """A path seen from the baseline's folder; standard input stays what it is."""
        if path == STANDARD_INPUT:
            return path
        return os.path.relpath(os.path.abspath(path), self.folder).replace(os.sep, "/")

    def vanished(self, entry: Entry) -> bool:
        """Whether the file of an entry is no longer there."""
        return not self.exists(os.path.join(self.folder, entry.path))

    @cached_property
    def _by_path(self) -> Mapping[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.path, []).append(entry)
        return {path: tuple(entries) for path, entries in found.items()}

    @cached_property
    def _by_fingerprint(self) -> Mapping[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.fingerprint, []).append(entry)
        return {key: tuple(entries) for key, entries in found.items()}

    def entry(self, key: str, path: str) -> Entry | None:
        """The entry for a fingerprint in a file (its path seen from the folder)."""
        for entry in self._by_path.get(path, ()):
            if entry.fingerprint == key:
                return entry
        others = self._by_fingerprint.get(key, ())
        if path != STANDARD_INPUT:
            others = tuple(entry for entry in others if self.vanished(entry))
        return max(others, key=lambda entry: entry.count, default=None)


def read_baseline(path: Path) -> Baseline:
    """The baseline of a file. Raises BaselineError or OSError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BaselineError(str(path), 1, "baseline-wrong") from None
    return baseline_of(text, str(path), path.absolute().parent)


def baseline_of(text: str, name: str, folder: Path) -> Baseline:
    """The baseline of a text. Raises BaselineError."""
    try:
        data = json.loads(text)
    except ValueError as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise BaselineError(name, line, "baseline-wrong") from None
    lines = _lines(text)
    try:
        ours, version = data["tool"]["name"] == TOOL, data["version"]
        entries = tuple(_entry(item, lines) for item in data["findings"]) if version == VERSION else ()
    except (KeyError, TypeError, AttributeError, ValueError):
        raise BaselineError(name, 1, "baseline-wrong") from None
    if not ours:
        raise BaselineError(name, 1, "baseline-wrong")
    if version != VERSION:
        raise BaselineError(name, 1, "baseline-version", version=str(version))
    return Baseline(entries, name, folder, text)


def _lines(text: str) -> dict[str, int]:
    """The first line that each quoted word of the file stands on."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        found.setdefault(line.strip().rstrip(","), number)
    return found


def _entry(item: Mapping[str, Any], lines: Mapping[str, int]) -> Entry:
    place = item.get("place") or {}
    return Entry(
        str(item["fingerprint"]),
        str(item["path"]),
        int(item.get("count", 1)),
        str(item.get("code", "")),
        item.get("agency"),
        item.get("year"),
        Place(**{key: place.get(key) for key in _PLACE}),
        str(item.get("message", "")),
        lines.get(_written(item), 1),
    )


def _written(item: Mapping[str, Any]) -> str:
    text = json.dumps(item, ensure_ascii=False)
    # A file name that is not UTF-8 comes as lone surrogates, which no file would take.
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def key_of(finding: Finding, result: FileResult, relative: str) -> str:
    """The fingerprint of a finding; where it rests on the path, on the path seen from the baseline's folder."""
    report = result.report
    if report and report.agency:
        return finding.fingerprint
    source = Source(relative, "")
    moved = replace(report, source=source) if report else Report(source)
    return fingerprint(finding.code, moved, finding.place)


def applied(result: FileResult, baseline: Baseline) -> FileResult:
    """The result with its known findings silenced, as many of each as are known."""
    if not baseline.entries or not result.verdicts.findings:
        return result
    relative = baseline.relative(result.path)
    left: dict[str, int] = {}
    kept, silenced = [], []
    for finding in result.verdicts.findings:
        key = key_of(finding, result, relative)
        if key not in left:
            entry = baseline.entry(key, relative) if finding.code != INTERNAL_FAULT else None
            left[key] = entry.count if entry else 0
        if left[key] > 0:
            left[key] -= 1
            silenced.append(Suppressed(finding, "", ORIGIN, baseline.file))
        else:
            kept.append(finding)
    return replace(
        result,
        verdicts=replace(result.verdicts, findings=tuple(kept)),
        suppressed=(*result.suppressed, *silenced),
    )


def entries_of(result: FileResult, baseline: Baseline) -> list[Entry]:
    """The entries that a file's findings make: those that count, and those that the baseline silences."""
    relative = baseline.relative(result.path)
    report = result.report
    found = [*result.verdicts.findings, *(one.finding for one in result.suppressed if one.origin == ORIGIN)]
    entries: dict[str, Entry] = {}
    for finding in found:
        if finding.code == INTERNAL_FAULT:
            continue
        key = key_of(finding, result, relative)
        known = entries.get(key)
        entries[key] = (
            replace(known, count=known.count + 1)
            if known
            else Entry(
                key,
                relative,
                1,
                finding.code,
                report.agency.name if report and report.agency else None,
                report.year if report else None,
                finding.place,
                finding.message,
            )
        )
    return list(entries.values())


@dataclass
class Standing:
    """How a baseline stands to the files of a run, gathered file by file."""

    baseline: Baseline
    found: Counter[tuple[str, str]] = field(default_factory=Counter)
    now: list[Entry] = field(default_factory=list)
    _judged: dict[str, set[str]] = field(default_factory=dict)
    _reports: dict[tuple[str | None, int | None], set[str]] = field(default_factory=dict)
    complete: bool = True

    def add(self, result: FileResult) -> None:
        """Look at one file."""
        verdicts, report = result.verdicts, result.report
        judged = {*verdicts.passed, *verdicts.failed, *verdicts.not_applicable}
        relative = self.baseline.relative(result.path)
        self._judged.setdefault(relative, set()).update(judged)
        self.complete &= report is not None
        if report and report.agency:
            self._reports.setdefault((report.agency.name, report.year), set()).update(judged)
        for entry in entries_of(result, self.baseline):
            known = self.baseline.entry(entry.fingerprint, relative)
            if known:
                self.found[known.fingerprint, known.path] += entry.count
            self.now.append(entry)

    def gone(self, whole: bool = False) -> Iterator[Entry]:
        """The entries, or so many of an entry's count, that were looked for and are no longer there.

        `whole`: the run was over everything that the baseline may speak of, so that files that have vanished count.
        """
        for entry in self.baseline.entries:
            missing = entry.count - self.found[entry.fingerprint, entry.path]
            if missing > 0 and self._looked_for(entry, whole and self.complete):
                yield replace(entry, count=missing)

    def _looked_for(self, entry: Entry, whole: bool) -> bool:
        if entry.path in self._judged:
            return entry.code in self._judged[entry.path]
        if not self.baseline.vanished(entry):
            return False
        return whole or entry.code in self._reports.get((entry.agency, entry.year), ())

    def pruned(self) -> list[Entry]:
        """The entries without those that are gone."""
        gone = {(entry.fingerprint, entry.path): entry.count for entry in self.gone()}
        left = (
            replace(entry, count=entry.count - gone.get((entry.fingerprint, entry.path), 0))
            for entry in self.baseline.entries
        )
        return [entry for entry in left if entry.count > 0]

    def updated(self) -> list[Entry]:
        """What was found now, and the entries that were not looked for."""
        entries = {(entry.fingerprint, entry.path): entry for entry in self.pruned()}
        for entry in self.now:
            known = self.baseline.entry(entry.fingerprint, entry.path)
            if known and known.path != entry.path:  # its file has moved
                entries.pop((known.fingerprint, known.path), None)
            entries[entry.fingerprint, entry.path] = entry
        return list(entries.values())


def text_of(entries: Iterable[Entry], version: str) -> str:
    """A baseline as JSON: sorted, one entry to a line, so that changes are easy to read."""
    tool = json.dumps({"name": TOOL, "version": version})
    lines = [_written(_item(entry)) for entry in sorted(entries, key=_order)]
    listed = "".join(f"\n{line}" + ("," if number < len(lines) else "") for number, line in enumerate(lines, 1))
    return f'{{"version": {VERSION}, "tool": {tool}, "findings": [{listed}\n]}}\n'


def _order(entry: Entry) -> tuple[str, str, Sequence[str], str]:
    return entry.path, entry.code, [str(getattr(entry.place, key) or "") for key in _PLACE], entry.fingerprint


def _item(entry: Entry) -> dict[str, Any]:
    place = {key: value for key in _PLACE if (value := getattr(entry.place, key)) is not None}
    return {
        "fingerprint": entry.fingerprint,
        "count": entry.count,
        "code": entry.code,
        "path": entry.path,
        "agency": entry.agency,
        "year": entry.year,
        "place": place,
        "message": entry.message,
    }
