"""What an audit is run with: the same on every worker, and a stamp that tells one setting from another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from disclosure_lint import __version__
from disclosure_lint.config import Config
from disclosure_lint.linter import selected
from disclosure_lint.resources import data_root, grammars_folder, rules_folder
from disclosure_lint.rules.crosscheck import CrossCheck
from disclosure_lint.rules.load import RuleSet
from disclosure_lint.rules.rule import Rule
from disclosure_lint.words import Lang

RECORD_FORMAT = 1
"""Raised when records of an earlier program can no longer be read."""

_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a single file may cost: seconds, and bytes of memory beyond what a worker has already (0: no limit)."""

    seconds: float = 60.0
    memory: int = 1024 * _MEGABYTE


@dataclass(frozen=True)
class AuditSettings:
    """Everything that a worker needs besides the files."""

    rules: RuleSet
    today: date
    lang: Lang = "zh"
    profile: Mapping[str, Any] = field(default_factory=dict)
    config: Config = field(default_factory=Config)
    limits: Limits = field(default_factory=Limits)
    verbose: bool = False

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the rules that are asked of anything, in order."""
        return tuple(rule.code for rule in self.rules.rules if _wanted(rule, self.config))

    @cached_property
    def single_rules(self) -> RuleSet:
        """The rules about one report."""
        return RuleSet(tuple(rule for rule in self.rules.rules if not isinstance(rule.check, CrossCheck)))

    @cached_property
    def cross_rules(self) -> RuleSet:
        """The rules about several reports."""
        return RuleSet(tuple(rule for rule in self.rules.rules if isinstance(rule.check, CrossCheck)))

    @cached_property
    def rules_hash(self) -> str:
        """A hash of what the rules say: their files and data, the forms and grammars."""
        own = {Path(rule.path).resolve() for rule in self.rules.rules if rule.path}
        shipped = [path for folder in (rules_folder(), grammars_folder()) for path in _files(folder, _DATA)]
        return _hash([*shipped, *sorted(own - set(shipped))])

    @cached_property
    def stamp(self) -> str:
        """A hash of everything besides the file that a record depends on (the day only where it was asked for)."""
        config = self.config
        parts = (
            RECORD_FORMAT,
            __version__,
            program_hash(),
            self.rules_hash,
            self.codes,
            self.lang,
            sorted(self.profile.items(), key=lambda item: item[0]),
            (config.select, config.ignore, sorted(config.severity.items()), config.size_limit),
            config.suppress,
            [
                (each.pattern, each.select, each.ignore, sorted(each.severity.items()))
                for each in (*config.per_path, *config.per_agency)
            ],
            [each.stamp for each in config.suppress],
        )
        return sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


_DATA = (".yaml", ".lark", ".txt")


def _wanted(rule: Rule, config: Config) -> bool:
    """Whether any file may be asked about a rule."""
    choices = [(config.select, config.ignore)]
    for each in (*config.per_path, *config.per_agency):
        choices.append((config.select if each.select is None else each.select, (*config.ignore, *each.ignore)))
    return rule.kind == "source" or any(selected(rule.code, select, ignore) for select, ignore in choices)


def _files(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    return [path.resolve() for path in sorted(folder.rglob("*")) if path.suffix in suffixes]


def _hash(paths: Iterable[Path]) -> str:
    digest = sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode("utf-8", "surrogatepass") + content)
    return digest.hexdigest()


def program_hash() -> str:
    """A hash of the code of this package and what ships with it: equal on every machine that has the same."""
    return _hash(
        [*_files(Path(__file__).resolve().parents[1], (".py", ".json")), *_files(data_root() / "rules", _DATA)]
    )
