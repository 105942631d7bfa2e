"""From a file to what is said of it. The only module that knows every stage."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from disclosure_lint import baseline as known_findings
from disclosure_lint import suppressions
from disclosure_lint.baseline import Baseline, baseline_of
from disclosure_lint.config import Config, PathConfig
from disclosure_lint.finding import Finding, Label, Severity, Unassessed, Verdicts
from disclosure_lint.inputs import STANDARD_INPUT, Excluded, inputs, matches, shown
from disclosure_lint.profiles import read_profile
from disclosure_lint.readers import Unreadable, read
from disclosure_lint.report.model import Report
from disclosure_lint.resources import rules_folder
from disclosure_lint.results import FileResult, RunError, Skipped
from disclosure_lint.rules.engine import INTERNAL_FAULT, fingerprint, verdicts
from disclosure_lint.rules.examples import NOTHING, Lint, Linted
from disclosure_lint.rules.load import RuleSet, load_rules
from disclosure_lint.rules.options import OptionError
from disclosure_lint.rules.outcome import Context
from disclosure_lint.rules.reasons import reason
from disclosure_lint.rules.rule import Rule
from disclosure_lint.source import Remark, Source, Span
from disclosure_lint.suppression_file import read_suppressions
from disclosure_lint.suppressions import Subject
from disclosure_lint.syntax import is_annual_report
from disclosure_lint.syntax import read_report as report_of
from disclosure_lint.syntax.truncation import broken_off
from disclosure_lint.upkeep import Upkeep
from disclosure_lint.words import Lang, fault_words, words

_SOURCE_KIND = "source"
"""The kind of the rules about a file as such: they speak even where no other rule can."""

_CONFIGURATION_KIND = "configuration"
"""The kind of the rules about the files that configure a run. They are asked of no report."""

Fixer = Callable[[FileResult, bytes], FileResult]
"""What is done to a file that was linted, given its bytes: the result that stands for it afterwards."""


_EXAMPLE_LIMIT = 32 * 1024


class UnreadableError(Exception):
    """A file that opens but gives no report. `remark` says why."""

    def __init__(self, remark: Remark) -> None:
        super().__init__(remark.fact)
        self.remark = remark


def selected(code: str, select: Sequence[str], ignore: Sequence[str]) -> bool:
    """Whether a rule is wanted: the longest beginning of its code decides, `ignore` before `select`."""
    wanted = max((len(word) for word in select if code.startswith(word)), default=-1 if select else 0)
    unwanted = max((len(word) for word in ignore if code.startswith(word)), default=-1)
    return wanted > unwanted


def unknown_selectors(selectors: Iterable[str], rules: RuleSet) -> Iterator[str]:
    """The selectors that no rule answers to."""
    for word in dict.fromkeys(selectors):
        if not any(rule.code.startswith(word) for rule in rules.rules):
            yield word


class Linter:
    """Everything that a run needs besides its inputs."""

    def __init__(
        self,
        rules: RuleSet,
        context: Context,
        config: Config | None = None,
        verbose: bool = False,
        on_fault: Callable[[Exception], None] | None = None,
        baseline: Baseline | None = None,
    ) -> None:
        self.rules, self.context, self.config, self.verbose = rules, context, config or Config(), verbose
        self._on_fault = on_fault
        self.baseline = baseline
        self.fixer: Fixer | None = None
        self._chosen: dict[tuple[str, ...], tuple[tuple[Rule, ...], tuple[Rule, ...]]] = {}

    def paths(
        self, paths: Iterable[str], excluded: Excluded | None = None
    ) -> Iterator[FileResult | Skipped | RunError]:
        """What is said of files, and of the files below folders, one after the other; then of what configures the run.

        The last are results too: of the files of suppressions and baseline in which something is to be cleared away.
        """
        paths = list(paths)
        excluded = excluded or Excluded(self.config.exclude, self.config.folder)
        upkeep = self.upkeep(paths)
        for found in inputs(paths, excluded, self.context.lang):
            result = found if isinstance(found, Skipped | RunError) else self.file(found.path, found.named)
            if isinstance(result, FileResult):
                upkeep.add(result)
            elif isinstance(result, RunError) or (result is found and not result.other_format):
                upkeep.miss()
            yield result
        yield from self.configuration(upkeep)

    def upkeep(self, paths: Sequence[str] = ()) -> Upkeep:
        """What gathers, file by file, which suppressions and known findings are no longer wanted."""
        return Upkeep(self.config.suppress, self.config.texts, self.baseline, self.context.today, paths)

    def configuration(self, upkeep: Upkeep) -> Iterator[FileResult]:
        """What is said of the files that configure the run, those that have findings."""
        for source in upkeep.files():
            said = verdicts(Report(source), self._rules_about_configuration(), self.context, self._trace)
            if said.findings:
                yield FileResult(source.path, None, source, said, configuration=True)

    def _rules_about_configuration(self) -> tuple[Rule, ...]:
        wanted = (rule for rule in self.rules.rules if selected(rule.code, (), self.config.ignore))
        return tuple(_with_severity(rule, self.config.severity) for rule in wanted if _about_configuration(rule))

    def file(self, path: str, named: bool = True) -> FileResult | Skipped | RunError:
        """What is said of a file; of one that is no report and was not named, that it is skipped."""
        try:
            content = file_content(path, self.config.size_limit)
        except OSError as error:
            return RunError(shown(path), fault_words(error, self.context.lang))
        result = self.content(path, content, named)
        return self.fixer(result, content) if self.fixer and isinstance(result, FileResult) else result

    def content(self, path: str, content: bytes, named: bool = True) -> FileResult | Skipped:
        """What is said of the bytes of a file. A fault of the program becomes a finding of its own."""
        result = self._content(path, content, named)
        return self._silenced(result) if isinstance(result, FileResult) else result

    def _silenced(self, result: FileResult) -> FileResult:
        """The result without the findings that are suppressed, or known."""
        if self.config.suppress and result.verdicts.findings:
            subject = Subject.of(result, self.context.today)
            kept, silenced = suppressions.applied(result.verdicts.findings, self.config.suppress, subject)
            result = replace(result, verdicts=replace(result.verdicts, findings=kept), suppressed=silenced)
        return known_findings.applied(result, self.baseline) if self.baseline else result

    def _content(self, path: str, content: bytes, named: bool) -> FileResult | Skipped:
        source = Source(shown(path), "")
        try:
            readable = read(path, content, self.config.size_limit)
            if isinstance(readable, Unreadable):
                return self._unreadable(source, readable.remark)
            source = readable
            return self._linted(source, named)
        except Exception as error:  # one bad file must not end a run over thousands
            self._trace(error)
            return self._crashed(source, error)

    def refused(self, path: str, remark: Remark) -> FileResult:
        """What is said of an input whose bytes nobody can get at (locked in an archive, say)."""
        return self._silenced(self._unreadable(Source(shown(path), ""), remark))

    def rules_for(self, path: str) -> tuple[Rule, ...]:
        """The rules that are asked for a file, with the severities configured."""
        return self._rules_for(path)[0]

    def _linted(self, source: Source, named: bool) -> FileResult | Skipped:
        report = report_of(source)
        if not is_annual_report(report):
            if not named:
                return Skipped(source.path, words("not-a-report", self.context.lang), no_report=True)
            return self._unreadable(source, Remark("not_a_report"))
        if report.second:
            return self._unreadable(source, Remark("several_reports", report.second))
        if end := broken_off(report):
            source = replace(source, remarks=(*source.remarks, Remark("truncated", end)))
            report = replace(report, source=source)
        chosen, _ = self._rules_for(source.path, report.agency.name if report.agency else "")
        return FileResult(source.path, report, source, verdicts(report, chosen, self.context, self._trace))

    def _unreadable(self, source: Source, remark: Remark) -> FileResult:
        """What is said of a file that cannot be linted: the rules about files speak, the others are not assessable."""
        chosen, about_files = self._rules_for(source.path)
        source = replace(source, remarks=(*source.remarks, remark))
        said = verdicts(Report(source), about_files, self.context, self._trace)
        return FileResult(source.path, None, source if source.text else None, self._silent(said, chosen, "unreadable"))

    def _silent(self, said: Verdicts, chosen: Iterable[Rule], why: str) -> Verdicts:
        """The verdicts with the rules added that could not be asked."""
        known = {*said.passed, *said.failed, *said.not_assessable, *said.not_applicable}
        silent = tuple(rule.code for rule in chosen if rule.code not in known)
        text = reason(why, {}, self.context.lang)
        return replace(
            said,
            unassessed=(*said.unassessed, *(Unassessed(code, why, text) for code in silent)),
            not_assessable=(*said.not_assessable, *silent),
        )

    def _crashed(self, source: Source, error: Exception) -> FileResult:
        message = words("internal-fault", self.context.lang, fault=f"{type(error).__name__}: {error}")
        finding = Finding(
            code=INTERNAL_FAULT,
            slug="internal-fault",
            severity="error",
            message=message,
            primary=Label(Span(0, 0)),
            fingerprint=fingerprint(INTERNAL_FAULT, Report(source), Label(Span(0, 0)).place),
        )
        said = self._silent(Verdicts((finding,)), self._rules_for(source.path)[0], "crashed")
        return FileResult(source.path, None, source if source.text else None, said)

    def _trace(self, error: Exception) -> None:
        if self._on_fault:
            self._on_fault(error)
        if self.verbose:
            import traceback

            traceback.print_exception(error, file=sys.stderr)

    def _rules_for(self, path: str, agency: str = "") -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
        """The rules for a file, and those about files as such that hold even if no other is selected."""
        tables = tuple(each for each in self.config.per_path if matches(path, each.pattern, self.config.folder))
        tables += tuple(each for each in self.config.per_agency if fnmatchcase(agency, each.pattern))
        key = tuple(each.pattern for each in tables)
        if key not in self._chosen:
            self._chosen[key] = self._choice(tables)
        return self._chosen[key]

    def _choice(self, tables: Sequence[PathConfig]) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
        select, ignore, severity = self.config.select, self.config.ignore, dict(self.config.severity)
        for each in tables:
            select = select if each.select is None else each.select
            ignore += each.ignore
            severity |= each.severity
        rules = [_with_severity(rule, severity) for rule in self.rules.rules if not _about_configuration(rule)]
        chosen = tuple(rule for rule in rules if selected(rule.code, select, ignore))
        about_files = tuple(rule for rule in rules if rule.kind == _SOURCE_KIND and selected(rule.code, (), ignore))
        return chosen, about_files


def _about_configuration(rule: Rule) -> bool:
    return rule.kind == _CONFIGURATION_KIND


def _with_severity(rule: Rule, severity: Mapping[str, Severity]) -> Rule:
    """The rule with the severity that the configuration gives to the longest beginning of its code."""
    named = max((word for word in severity if rule.code.startswith(word)), key=len, default=None)
    return rule if named is None else replace(rule, severity=dict.fromkeys(rule.severity, severity[named]))


def example_lint(rules: RuleSet, profile: Mapping[str, Any] | None = None, lang: Lang = "zh") -> Lint:
    """How the examples of rules are linted: like files, but a small one is over the limit already."""
    known = read_profile() if profile is None else profile
    config = Config(size_limit=_EXAMPLE_LIMIT)

    def run(
        text: str,
        today: date,
        previous: Report | None = None,
        beside: Mapping[str, str] = NOTHING,
        profile: Mapping[str, Any] = NOTHING,
    ) -> Linted:
        configured, baseline = _beside(config, beside)
        linter = Linter(rules, Context(today, lang, {**known, **profile}, previous), configured, baseline=baseline)
        result = linter.content("example.txt", text.encode("utf-8"))
        assert isinstance(result, FileResult)  # nothing that is named is skipped
        if not beside:
            return Linted(result.report or Report(result.source or Source("example.txt", "")), result.verdicts)
        upkeep = linter.upkeep()
        upkeep.add(result)
        quiet = Source(next(iter(beside)), next(iter(beside.values())))
        source = next(upkeep.files(), quiet)
        about = linter._rules_about_configuration()
        return Linted(Report(source), verdicts(Report(source), about, linter.context))

    return run


def _beside(config: Config, files: Mapping[str, str]) -> tuple[Config, Baseline | None]:
    """The configuration with the suppressions that stand beside an example, and the baseline that does."""
    import tomllib

    baseline = None
    for name, text in files.items():
        if name.endswith(".json"):
            baseline = baseline_of(text, name, Path.cwd())
        else:
            found, mistakes = read_suppressions(tomllib.loads(text).get("suppress", []), name, Path.cwd(), text)
            if mistakes:
                raise OptionError(f"{name} 第 {mistakes[0].line} 行有误", f"{name}:{mistakes[0].line} is wrong")
            config = replace(config, suppress=(*config.suppress, *found), texts={**config.texts, name: text})
    return config, baseline


def file_content(path: str, limit: int) -> bytes:
    """The bytes of a file, or of standard input for "-": one more than the limit at most. Raises OSError."""
    if path == STANDARD_INPUT:
        return sys.stdin.buffer.read(limit + 1)
    with open(path, "rb") as file:
        return file.read(limit + 1)


def prepared(
    rules: RuleSet | Sequence[Path] | None = None,
    today: date | None = None,
    lang: Lang = "zh",
    profile: Mapping[str, Any] | None = None,
    config: Config | None = None,
    verbose: bool = False,
    baseline: Baseline | None = None,
    previous: Report | None = None,
) -> Linter:
    """A linter with the rules that ship with it, and those of further folders (or just the rules given).

    `previous` is the report of the year before.
    """
    if not isinstance(rules, RuleSet):
        rules = load_rules([rules_folder(), *(rules or ())])
    context = Context(today or date.today(), lang, read_profile() if profile is None else profile, previous)
    return Linter(rules, context, config, verbose, baseline=baseline)


def lint(
    path: str | os.PathLike[str] | None = None,
    *,
    text: str | None = None,
    rules: RuleSet | Sequence[Path] | None = None,
    today: date | None = None,
    lang: Lang = "zh",
    profile: Mapping[str, Any] | None = None,
    config: Config | None = None,
    previous: Report | None = None,
) -> FileResult:
    """What is said of one report: a file, or a text. Raises OSError if the file cannot be opened.

    `previous` is the report of the year before, as `read_report` gives it.
    """
    linter = prepared(rules, today, lang, profile, config, previous=previous)
    name, content = _given(path, text, linter.config.size_limit)
    result = linter.content(name, content)
    assert isinstance(result, FileResult)  # nothing that is named is skipped
    return result


def lint_paths(
    paths: Sequence[str],
    *,
    rules: RuleSet | Sequence[Path] | None = None,
    today: date | None = None,
    lang: Lang = "zh",
    profile: Mapping[str, Any] | None = None,
    config: Config | None = None,
) -> Iterator[FileResult | Skipped | RunError]:
    """What is said of files and of the files below folders."""
    return prepared(rules, today, lang, profile, config).paths(paths)


def read_report(
    path: str | os.PathLike[str] | None = None, *, text: str | None = None, size_limit: int | None = None
) -> Report:
    """One report as read: a file, or a text. Raises OSError or UnreadableError."""
    limit = Config().size_limit if size_limit is None else size_limit
    readable = read(*_given(path, text, limit), limit)
    if isinstance(readable, Unreadable):
        raise UnreadableError(readable.remark)
    return report_of(readable)


def _given(path: str | os.PathLike[str] | None, text: str | None, limit: int) -> tuple[str, bytes]:
    if (path is None) == (text is None):
        raise TypeError("give either a path or a text")
    if path is None:
        return STANDARD_INPUT, (text or "").encode("utf-8", "surrogatepass")
    return os.fspath(path), file_content(os.fspath(path), limit)
