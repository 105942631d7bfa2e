"""`compare`: what is new and what is gone between two runs, or between two sets of rules over the same files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from disclosure_lint import __version__
from disclosure_lint.cli.arguments import UsageError
from disclosure_lint.cli.files import named_files
from disclosure_lint.cli.output import output, write_errors
from disclosure_lint.cli.replay import Recording
from disclosure_lint.cli.settings import Settings
from disclosure_lint.comparison import (
    STATES,
    VERSION,
    Comparison,
    Difference,
    Document,
    DocumentError,
    State,
    compared,
    read_document,
)
from disclosure_lint.finding import Severity
from disclosure_lint.inputs import STANDARD_INPUT
from disclosure_lint.linter import prepared
from disclosure_lint.reporters.catalogue import catalogue
from disclosure_lint.reporters.closing import table_lines
from disclosure_lint.reporters.contract import file_of, tool
from disclosure_lint.reporters.encoding import dumps
from disclosure_lint.reporters.width import visible
from disclosure_lint.resources import rules_folder
from disclosure_lint.results import FileResult, RunError, reaches
from disclosure_lint.rules.engine import INTERNAL_FAULT
from disclosure_lint.rules.load import RuleSet, load_rules
from disclosure_lint.words import fault_words, words

_LISTED: tuple[State, ...] = ("new", "gone", "changed")
_ABOUT_FILES = "source"
"""The kind of rules that every whole set of rules has."""


def compare(settings: Settings, recording: Recording, messages: TextIO) -> int:
    """Compare. The exit status: 1 if a finding at or above the fail level is new (or has become one)."""
    given = settings.arguments
    errors: list[RunError] = []
    if given.rules_old or given.rules_new:
        old, new = _by_rules(settings, recording, errors)
    else:
        old, new = _documents(settings, recording)
    comparison = compared(old, new)
    write_errors(errors, settings.lang, messages)
    as_json = given.format == "json"
    with output(given.output, recording, for_programs=as_json) as stream:
        if as_json:
            stream.write(dumps(data(comparison)) + "\n")
        else:
            stream.writelines(f"{line}\n" for line in lines(comparison, settings))
    if errors:
        return 2
    return int(any(fails(each, settings.config.fail_level) for each in comparison.differences))


def _documents(settings: Settings, recording: Recording) -> tuple[Document, Document]:
    """The two runs that are named. Raises UsageError."""
    given = settings.arguments
    if len(given.rest) != 2 or given.files_from:
        raise UsageError("compare-what")
    named_files(settings, recording)
    try:
        old, new = (read_document(Path(path)) for path in given.rest)
    except DocumentError as error:
        raise UsageError(error.key, path=error.path, **error.values) from None
    except OSError as error:
        fault = fault_words(error, settings.lang)
        raise UsageError("compare-unreadable", path=str(error.filename), fault=fault) from None
    return old, new


def _by_rules(settings: Settings, recording: Recording, errors: list[RunError]) -> tuple[Document, Document]:
    """The files that are named, under two sets of rules."""
    given = settings.arguments
    paths = named_files(settings, recording)
    recording.dependencies = None
    if STANDARD_INPUT in paths:
        raise UsageError("compare-stdin")
    old, new = (_rules(folder, settings) for folder in (given.rules_old, given.rules_new))
    documents = [_document(rules, paths, settings, errors) for rules in (old, new)]
    return documents[0], documents[1]


def _rules(folder: str | None, settings: Settings) -> RuleSet:
    """The rules of a folder: by themselves if they are a whole set, else besides those that ship with the linter."""
    if not folder:
        return settings.rules
    path = Path(folder)
    if not path.is_dir():
        raise UsageError("rules-folder", word=folder)
    alone = load_rules([path])
    whole = any(rule.kind == _ABOUT_FILES for rule in alone.rules)
    return alone if whole else load_rules([rules_folder(), path])


def _document(rules: RuleSet, paths: list[str], settings: Settings, errors: list[RunError]) -> Document:
    """A run over the files. Errors are noted once, however often they occur."""
    given = settings.arguments
    config = replace(settings.config, suppress=(), severity={}, fail_level="never")
    linter = prepared(rules, given.today, settings.lang, settings.profile, config, bool(given.verbose))
    files = []
    found = [
        RunError(f"{problem.path}:{problem.line}:{problem.column}", f"{problem.code} {problem.message[settings.lang]}")
        for problem in rules.problems
    ]
    for result in linter.paths(paths, settings.excluded):
        if isinstance(result, RunError):
            found.append(result)
        elif isinstance(result, FileResult):
            faults = (finding for finding in result.verdicts.findings if finding.code == INTERNAL_FAULT)
            found += (RunError(result.path, fault.message) for fault in faults)
            files.append(file_of(result))
    errors += (error for error in found if error not in errors)
    return Document(tuple(files), frozenset(rule.code for rule in rules.rules))


def fails(each: Difference, fail_level: str) -> bool:
    """Whether a difference makes the comparison fail: a finding at or above the level is new, or has become one."""
    severity: Severity = each.finding["severity"]
    if not reaches(severity, fail_level):
        return False
    before: Any = each.before
    return each.state == "new" or (each.state == "changed" and not reaches(before, fail_level))


def data(comparison: Comparison) -> dict[str, Any]:
    """A comparison as JSON."""
    def counts(of: Mapping[State, int]) -> dict[str, int]:
        return {state: of.get(state, 0) for state in STATES}

    return {
        "version": VERSION,
        "tool": tool(__version__),
        "files": {"old": comparison.old_files, "new": comparison.new_files},
        "summary": counts(comparison.counts()),
        "rules": [{"code": code, **counts(each)} for code, each in comparison.per_rule().items()],
        "agencies": [{"agency": name, **counts(each)} for name, each in comparison.per_agency().items()],
        "findings": [_finding(each) for each in comparison.differences if each.state in _LISTED],
    }


def _finding(each: Difference) -> dict[str, Any]:
    finding = each.finding
    keys = ("code", "severity", "message", "line", "column", "place", "fingerprint")
    return {
        "state": each.state,
        "why": each.why or None,
        "severity_before": each.before or None,
        "path": each.path,
        "agency": each.agency,
        "year": each.year,
        **{key: finding.get(key) for key in keys},
    }


def lines(comparison: Comparison, settings: Settings) -> Iterator[str]:
    """A comparison for people."""
    lang = settings.lang
    counts = comparison.counts()
    numbers = {state: counts[state] for state in STATES}
    yield words("compare-summary", lang, old=comparison.old_files, files=comparison.new_files, **numbers)
    titles = {rule.code: f" {rule.title.get(lang, '')}" for rule in settings.rules.rules}
    yield from _table("compare-rules", comparison.per_rule(), titles, lang)
    yield from _table("compare-agencies", comparison.per_agency(), {}, lang)
    for state in _LISTED:
        found = [each for each in comparison.differences if each.state == state]
        if found:
            yield ""
            yield words(f"compare-{state}", lang)
            yield from (f"  {_line(each, lang)}" for each in found)


def _table(head: str, per: Mapping[str, Counter[State]], titles: Mapping[str, str], lang: str) -> Iterator[str]:
    """The counts of what has changed, a row each; the rest is only counted."""
    shown = {name: counts for name, counts in per.items() if any(counts[state] for state in _LISTED)}
    if not shown:
        return
    yield ""
    rows = [[words(head, lang), *(words(f"compare-{state}", lang) for state in STATES), ""]]
    for name, counts in shown.items():
        rows.append([visible(name), *(str(counts[state]) for state in STATES), titles.get(name, "").strip()])
    yield from table_lines(rows, 1)
    if len(per) > len(shown):
        yield words("compare-same", lang, count=len(per) - len(shown))


def _line(each: Difference, lang: str) -> str:
    frame, finding = catalogue("en" if lang == "en" else "zh"), each.finding
    level = frame[finding["severity"]]
    if each.before:
        level = f"{frame[each.before]} -> {level}"
    place = f"{visible(each.path)}:{finding.get('line', 1)}:{finding.get('column', 1)}"
    why = words(f"compare-{each.why.replace('_', '-')}", lang) if each.why else ""
    return f"{place}: {level} {finding['code']} {visible(finding['message'])}{why}"
