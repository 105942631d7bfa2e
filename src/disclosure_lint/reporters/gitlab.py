"""GitLab Code Quality: one issue for each finding."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, TextIO

from disclosure_lint.finding import Finding
from disclosure_lint.reporters.encoding import dumps, region_of
from disclosure_lint.reporters.options import Options
from disclosure_lint.results import FileResult, RunError, Skipped, Summary

_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}
_RUN_ERROR = "run-error"
_PROJECT_VARIABLE = "CI_PROJECT_DIR"


def project_path(path: str, project: str) -> str:
    """A path as GitLab wants it: seen from the project's folder, without `./`."""
    if project and path.startswith("/"):
        relative = os.path.relpath(path, project).replace(os.sep, "/")
        return path if relative.startswith("../") else relative
    return path.removeprefix("./")


class Gitlab:
    """One JSON array, written as the files come."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream
        self._project = os.environ.get(_PROJECT_VARIABLE, "")
        self._occurrences = Counter[str]()
        self._separator = ""

    def begin(self) -> None:
        """Open the array."""
        self._stream.write("[")

    def file(self, result: FileResult) -> None:
        """Write the findings of one file."""
        path = project_path(result.path, self._project)
        for finding in result.verdicts.findings:
            line = region_of(finding.primary.span, result.source)["line"]
            description = f"{finding.code}: {finding.message}"
            severity = _SEVERITIES[finding.severity]
            self._write(finding.code, description, self._fingerprint(finding, path), severity, path, line)

    def end(self, summary: Summary, skipped: Iterable[Skipped], errors: Iterable[RunError]) -> None:
        """Write what went wrong with the run, and close the array."""
        for error in errors:
            path = project_path(error.path, self._project) or "."
            self._write(_RUN_ERROR, error.message, self._unique(f"{_RUN_ERROR}\0{error.path}"), "blocker", path, 1)
        self._stream.write("\n]\n")

    def _write(self, name: str, description: str, fingerprint: str, severity: str, path: str, line: int) -> None:
        item: dict[str, Any] = {
            "description": description,
            "check_name": name,
            "fingerprint": fingerprint,
            "severity": severity,
            "location": {"path": path, "lines": {"begin": line}},
        }
        self._stream.write(f"{self._separator}\n{dumps(item)}")
        self._separator = ","

    def _fingerprint(self, finding: Finding, path: str) -> str:
        """The finding's own; GitLab shows just one issue of each, so that further ones get one made of it."""
        if not finding.fingerprint:
            return self._unique(f"{finding.code}\0{path}")
        self._occurrences[finding.fingerprint] += 1
        occurrence = self._occurrences[finding.fingerprint]
        return finding.fingerprint if occurrence == 1 else _hashed(f"{finding.fingerprint}\0{occurrence}")

    def _unique(self, text: str) -> str:
        self._occurrences[text] += 1
        return _hashed(f"{text}\0{self._occurrences[text]}")


def _hashed(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
