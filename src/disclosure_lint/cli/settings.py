"""What holds for one run: the command line over the configuration over the defaults."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from disclosure_lint import __version__
from disclosure_lint.baseline import Baseline, BaselineError, read_baseline
from disclosure_lint.cli.arguments import CHECK, LANGUAGE_VARIABLE, Arguments, UsageError
from disclosure_lint.config import (
    Config,
    ConfigError,
    ConfigProblem,
    candidates,
    found_config,
    read_config,
    suppression_candidates,
    with_suppressions,
)
from disclosure_lint.finding import Severity
from disclosure_lint.inputs import Excluded
from disclosure_lint.linter import Linter, UnreadableError, prepared, read_report, unknown_selectors
from disclosure_lint.profiles import ProfileError, profile_path, read_profile
from disclosure_lint.report.model import Report
from disclosure_lint.reporters.options import Options, terminal_width, wants_color
from disclosure_lint.resources import rules_folder
from disclosure_lint.results import RuleInfo, RunError
from disclosure_lint.rules.load import RuleSet, load_rules
from disclosure_lint.rules.reasons import reason
from disclosure_lint.rules.rule import Rule
from disclosure_lint.rules.texts import rendered
from disclosure_lint.suppression_file import FILE as SUPPRESSION_FILE
from disclosure_lint.words import LANGUAGES, Lang, fault_words, nearest


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a run. `config` is the configuration with the options of the command line in it.

    `suppressions` is the file that suppressions are added to, whether it is there or not.
    """

    arguments: Arguments
    config: Config
    lang: Lang
    rules: RuleSet
    profile: Mapping[str, Any]
    excluded: Excluded
    dependencies: tuple[tuple[str, str], ...]
    """The files besides its inputs that the run depends on, as (kind, path)."""
    suppressions: Path = Path(SUPPRESSION_FILE)
    baseline: Baseline | None = None
    previous: Report | None = None
    """The report of the year before."""

    @property
    def rule_errors(self) -> list[RunError]:
        """The mistakes in rule files. The rules that could be read are used all the same."""
        return [
            RunError(f"{problem.path}:{problem.line}:{problem.column}", f"{problem.code} {problem.message[self.lang]}")
            for problem in self.rules.problems
        ]

    def linter(self) -> Linter:
        """The linter of this run."""
        given = self.arguments
        verbose = bool(given.verbose)
        return prepared(
            self.rules, given.today, self.lang, self.profile, self.config, verbose, self.baseline, self.previous
        )

    def reporting(self) -> Options:
        """How the results are written."""
        given = self.arguments
        when = given.color or "auto"
        colored = when == "always" or (when == "auto" and not given.output and wants_color(sys.stdout, os.environ))
        return Options(
            lang=self.lang,
            color=colored,
            width=given.width or terminal_width(sys.stdout, os.environ),
            ambiguous_width=2 if given.ambiguous_width == "2" else 1,
            quiet=bool(given.quiet),
            statistics=bool(given.statistics),
            version=__version__,
            rules={rule.code: rule_info(rule, self.lang) for rule in self.rules.rules},
            fail_level=self.config.fail_level,
        )


def rule_info(rule: Rule, lang: Lang) -> RuleInfo:
    """What a reporter may say of a rule: its most serious severity, and the help of its first outcome."""
    severities: dict[Severity, None] = dict.fromkeys(rule.severity.values())
    worst: Severity = "error" if "error" in severities else "warning" if "warning" in severities else "note"
    help_ = next(iter(rule.help.values()), {})
    title = rendered(rule.title, {}, lang)
    return RuleInfo(rule.code, rule.slug, title, rendered(help_, {}, lang), rule.basis, worst)


def settings(given: Arguments) -> Settings:
    """The settings for a command line. Raises UsageError or ConfigError."""
    here = Path()
    config, looked_at = _config(given.config)
    config, suppressions = _with_suppressions(config, given.config, looked_at)
    lang = _language(given, config)
    folders = tuple(map(Path, given.rules or ())) or config.rules
    if missing := [folder for folder in folders if not folder.is_dir()]:
        raise UsageError("rules-folder", word=str(missing[0]))
    rules = load_rules([rules_folder(), *folders])
    _check_selectors(given, config, rules)
    excluded = Excluded(
        tuple(given.exclude or config.exclude), here if given.exclude else config.folder, bool(given.force_exclude)
    )
    profile_base = here if given.profile else config.folder
    config = replace(
        config,
        select=tuple(given.select or config.select),
        ignore=tuple(given.ignore or config.ignore),
        fail_level=given.fail_level or config.fail_level,
        profile=given.profile or config.profile,
    )
    looked_at += (("file", path) for path in config.extended)
    dependencies = [*looked_at, *(("folder", str(folder)) for folder in folders)]
    if config.profile:
        dependencies.append(("file", str(profile_path(config.profile, profile_base))))
    profile = _profile(config.profile, profile_base)
    baseline = _baseline(given, config, lang)
    if given.previous:
        dependencies.append(("file", given.previous))
    return Settings(
        given, config, lang, rules, profile, excluded, tuple(dependencies), suppressions, baseline,
        _previous(given, config, lang),
    )  # fmt: skip


def _with_suppressions(config: Config, named: str | None, looked_at: list[tuple[str, str]]) -> tuple[Config, Path]:
    """The configuration with the file of suppressions, if there is one; and that file, or the one it would be.

    It is looked for beside the configuration that was named, else in this folder and all above it.
    """
    found = [Path(named).parent / SUPPRESSION_FILE] if named else [*suppression_candidates(Path.cwd())]
    looked_at += (("file", str(path)) for path in found)
    for path in found:
        if path.is_file():
            return with_suppressions(config, path), path
    return config, (config.folder if config.path else Path()) / SUPPRESSION_FILE


def _baseline(given: Arguments, config: Config, lang: Lang) -> Baseline | None:
    """The baseline of a run, named in the command line or in the configuration."""
    if given.command != CHECK or not (given.baseline or config.baseline):
        return None
    path = Path(given.baseline) if given.baseline else config.folder / config.baseline
    return known_findings(path, lang)


def _previous(given: Arguments, config: Config, lang: Lang) -> Report | None:
    """The report of the year before. Raises UsageError if the file is none."""
    if not given.previous:
        return None
    try:
        return read_report(given.previous, size_limit=config.size_limit)
    except OSError as error:
        fault = fault_words(error, lang)
    except UnreadableError:
        fault = reason("unreadable", {}, lang)
    raise UsageError("previous-unreadable", path=given.previous, fault=fault)


def known_findings(path: Path, lang: Lang) -> Baseline:
    """The baseline of a file. Raises UsageError or ConfigError."""
    try:
        return read_baseline(path)
    except OSError as error:
        raise UsageError("baseline-unreadable", path=str(path), fault=fault_words(error, lang)) from None
    except BaselineError as error:
        raise ConfigError([ConfigProblem(error.path, error.line, error.key, error.values)]) from None


def _config(named: str | None) -> tuple[Config, list[tuple[str, str]]]:
    """The configuration, and the files that decided which one it is."""
    if named is None:
        return found_config(Path.cwd()), [("file", str(path)) for path in candidates(Path.cwd())]
    config = read_config(Path(named))
    if config is None:
        raise UsageError("config-without-table", word=named)
    return config, [("file", named)]


def _language(given: Arguments, config: Config) -> Lang:
    asked = os.environ.get(LANGUAGE_VARIABLE)
    if asked and asked not in LANGUAGES:
        raise UsageError("bad-choice", word=LANGUAGE_VARIABLE, value=asked, hint=nearest(asked, LANGUAGES))
    chosen = given.lang or asked or config.lang or "zh"
    return "en" if chosen == "en" else "zh"


def _check_selectors(given: Arguments, config: Config, rules: RuleSet) -> None:
    codes = [rule.code for rule in rules.rules]
    if rules.problems:
        return  # a code may be that of a rule that could not be read
    for word in unknown_selectors([*(given.select or ()), *(given.ignore or ())], rules):
        raise UsageError("unknown-code", word=word, hint=nearest(word, codes))
    problems = [
        ConfigProblem(config.path, config.line_of(word), "unknown-code", {"word": word, "hint": nearest(word, codes)})
        for word in unknown_selectors(config.selectors(), rules)
    ]
    problems += (
        ConfigProblem(one.file, one.line, "unknown-code", {"word": one.code, "hint": nearest(one.code, codes)})
        for one in config.suppress
        if one.code not in codes
    )
    if problems:
        raise ConfigError(problems)


def _profile(name: str, base: Path) -> Mapping[str, Any]:
    try:
        return read_profile(name, base)
    except ProfileError as error:
        known = error.values.pop("known", ())
        raise UsageError(error.key, **error.values, hint=nearest(name, known)) from None
