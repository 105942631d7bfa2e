"""`baseline`: write down the findings of today, so that only new ones count from now on."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from disclosure_lint import __version__
from disclosure_lint.baseline import Baseline, Entry, Standing, text_of
from disclosure_lint.cli.arguments import BASELINE_COMMANDS, UsageError
from disclosure_lint.cli.files import named_files
from disclosure_lint.cli.output import output, write_errors
from disclosure_lint.cli.replay import Recording
from disclosure_lint.cli.settings import Settings, known_findings
from disclosure_lint.results import FileResult, RunError
from disclosure_lint.rules.engine import INTERNAL_FAULT
from disclosure_lint.words import nearest, words


def baseline(settings: Settings, recording: Recording, messages: TextIO) -> int:
    """Write or prune a baseline. The exit status."""
    asked, path, settings = _wanted(settings)
    paths = named_files(settings, recording)
    recording.dependencies = None  # it writes
    old = known_findings(path, settings.lang) if path.exists() or asked == "prune" else None
    keeping = asked == "prune" or bool(settings.arguments.update)
    known = (old if keeping else None) or Baseline(file=str(path), folder=path.absolute().parent)
    standing = Standing(known)
    errors = _looked(replace(settings, baseline=known), paths, standing)
    if errors:
        errors.append(RunError(str(path), words("baseline-unwritten", settings.lang)))
        write_errors(errors, settings.lang, messages)
        return 2
    entries = standing.pruned() if asked == "prune" else standing.updated()
    with output(str(path), recording, for_programs=True) as stream:
        stream.write(text_of(entries, __version__))
    with output(None, recording, for_programs=False) as stream:
        stream.write(_said(entries, old, path, settings.lang))
    return 0


def _wanted(settings: Settings) -> tuple[str, Path, Settings]:
    """What is to be done to which file, and the settings without these words. Raises UsageError."""
    given = settings.arguments
    asked = given.rest[0] if given.rest else ""
    if asked not in BASELINE_COMMANDS:
        raise UsageError("bad-choice", word="baseline", value=asked, hint=nearest(asked, BASELINE_COMMANDS))
    if len(given.rest) < 2 or os.path.isdir(given.rest[1]):
        raise UsageError("baseline-file")
    if given.update and asked != "write":
        raise UsageError("baseline-update")
    return asked, Path(given.rest[1]), replace(settings, arguments=replace(given, rest=given.rest[2:]))


def _looked(settings: Settings, paths: list[str], standing: Standing) -> list[RunError]:
    """Look at the files; what went wrong."""
    errors = settings.rule_errors
    for result in settings.linter().paths(paths, settings.excluded):
        if isinstance(result, RunError):
            errors.append(result)
        elif isinstance(result, FileResult) and not result.configuration:
            faults = (finding for finding in result.verdicts.findings if finding.code == INTERNAL_FAULT)
            errors += (RunError(result.path, fault.message) for fault in faults)
            standing.add(result)
    return errors


def _said(entries: list[Entry], old: Baseline | None, path: Path, lang: str) -> str:
    counts = {(entry.fingerprint, entry.path): entry.count for entry in entries}
    before = {(entry.fingerprint, entry.path): entry.count for entry in (old.entries if old else ())}
    more = sum(max(count - before.get(key, 0), 0) for key, count in counts.items())
    fewer = sum(max(count - counts.get(key, 0), 0) for key, count in before.items())
    values = {"path": str(path), "count": sum(counts.values()), "more": more, "fewer": fewer}
    return words("baseline-changed" if old else "baseline-written", lang, **values) + "\n"
