"""`suppress`: lint a file and write down that a finding is accepted, and why."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from disclosure_lint.cli.arguments import Arguments, UsageError
from disclosure_lint.cli.output import output, write_errors
from disclosure_lint.cli.replay import Recording
from disclosure_lint.cli.settings import Settings
from disclosure_lint.config import ConfigError, ConfigProblem, near, with_suppressions
from disclosure_lint.inputs import STANDARD_INPUT
from disclosure_lint.results import FileResult, RunError
from disclosure_lint.suppression_file import appended, read_suppressions, table_text
from disclosure_lint.suppressions import Subject, Suppression
from disclosure_lint.words import nearest, words

_PLACE = ("part", "table", "row", "column")


def suppress(settings: Settings, recording: Recording, messages: TextIO) -> int:
    """Add a suppression for each matching finding of the files named. The exit status."""
    code, paths = _wanted(settings)
    pattern = _pattern(code, settings.arguments)
    linter = settings.linter()
    expires = settings.arguments.expires
    if expires and expires < linter.context.today:
        raise UsageError("suppress-past", value=expires.isoformat())
    tables: list[str] = []
    errors: list[RunError] = settings.rule_errors
    for path in paths:
        result = linter.file(path)
        if isinstance(result, RunError):
            errors.append(result)
        elif isinstance(result, FileResult):
            found = _tables(result, pattern, settings, linter.context.today)
            tables += found
            if not found:
                errors.append(RunError(result.path, _nothing(result, code, settings.lang)))
    if errors:
        write_errors(errors, settings.lang, messages)
        return 2
    _add("".join(f"{table}\n" for table in tables)[:-1], settings)
    with output(None, recording, for_programs=False) as stream:
        path = near(settings.suppressions)
        stream.write(words("suppress-written", settings.lang, count=len(tables), path=path) + "\n")
    return 0


def _wanted(settings: Settings) -> tuple[str, list[str]]:
    """The code and the files that are named. Raises UsageError."""
    given = settings.arguments
    if len(given.rest) < 2:
        raise UsageError("suppress-what")
    code, paths = given.rest[0].upper(), list(given.rest[1:])
    codes = [rule.code for rule in settings.rules.rules]
    if code not in codes:
        raise UsageError("unknown-rule", word=given.rest[0], hint=nearest(code, codes))
    if not (given.reason or "").strip():
        raise UsageError("suppress-why")
    for path in paths:
        if path == STANDARD_INPUT or os.path.isdir(path):
            raise UsageError("suppress-file", word=path)
    return code, paths


def _pattern(code: str, given: Arguments) -> Suppression:
    """What the findings have to be like. Raises UsageError."""
    table: dict[str, Any] = {"code": code, "reason": given.reason, "path": "*"}
    table |= {key: value for key in _PLACE if (value := getattr(given, key))}
    if given.part and given.part.isascii() and given.part.isdecimal():
        table["part"] = int(given.part)
    (found, mistakes) = read_suppressions([table], "", Path(), "")
    if mistakes:
        raise UsageError(mistakes[0].key, **mistakes[0].values)
    return found[0]


def _tables(result: FileResult, pattern: Suppression, settings: Settings, today: date) -> list[str]:
    given = settings.arguments
    folder = settings.suppressions.absolute().parent
    path = os.path.relpath(os.path.abspath(result.path), folder).replace(os.sep, "/")
    subject = Subject.of(result, today)
    tables = (
        table_text(finding, subject, path, given.reason.strip(), given.expires, given.author or "")
        for finding in result.verdicts.findings
        if pattern.covers(finding)
    )
    return list(dict.fromkeys(tables))


def _nothing(result: FileResult, code: str, lang: str) -> str:
    silenced = any(one.finding.code == code for one in result.suppressed)
    return words("suppress-already" if silenced else "suppress-nothing", lang, code=code)


def _add(tables: str, settings: Settings) -> None:
    """Write the tables after what is there, in one stroke, and only if the file can be read with them."""
    path = settings.suppressions
    try:
        before = path.read_bytes().decode("utf-8") if path.exists() else ""
        unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            unfinished.write_bytes(appended(before, tables).encode("utf-8"))
            with_suppressions(settings.config, unfinished)
            os.replace(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError("output", path=str(path), fault=error.strerror) from None
    except ConfigError as error:
        problems = [ConfigProblem(str(path), one.line, one.key, one.values) for one in error.problems]
        raise ConfigError(problems) from None
