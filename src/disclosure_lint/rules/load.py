"""Rules read from folders of YAML files, with every mistake of every file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from disclosure_lint import cache
from disclosure_lint.resources import grammars_folder, rules_folder
from disclosure_lint.rules.packed import Packed
from disclosure_lint.rules.rule import Rule, Texts

RULE_FILE = re.compile(r"([A-Z]{3}\d{3})-([a-z0-9-]+)\.yaml")
_NEAR_MISS = re.compile(r"[A-Za-z]{2,4}[-_]?\d{2,4}[-_ ][^/]*\.ya?ml", re.IGNORECASE)
_NOT_RULES = frozenset({"data", "profiles"})

@dataclass(frozen=True, slots=True)
class RuleProblem:
    """A mistake in a rule file."""

    path: str
    line: int
    column: int
    message: Texts
    code: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules in the order of their codes, and what is wrong with those that could not be read."""

    rules: tuple[Rule, ...] = ()
    problems: tuple[RuleProblem, ...] = ()

    def rule(self, code: str) -> Rule | None:
        """The rule of this code."""
        return next((rule for rule in self.rules if rule.code == code), None)


def load_rules(folders: Sequence[Path]) -> RuleSet:
    """The rules of all folders, from the cache when no file has changed.

    A later folder may replace a rule of an earlier one by saying `overrides: CODE`.
    """
    files = [(path, folder) for folder in folders for path in _candidates(folder)]
    paths = [path for path, _ in files if RULE_FILE.fullmatch(path.name)]
    grammars = sorted(grammars_folder().rglob("*.yaml")) + sorted(grammars_folder().glob("identity.lark"))
    near_misses = [_misnamed(path) for path, folder in files if _is_near_miss(path, folder)]
    own = {str(path): index for index, folder in enumerate(folders) for path in paths if path.is_relative_to(folder)}
    data = sorted(path for folder in {rules_folder(), *folders} for path in (folder / "data").glob("*.yaml"))

    def build(texts: Mapping[str, str]) -> RuleSet:
        return _rule_set(((path, own[path], texts[path]) for path in map(str, paths)), folders)

    try:
        loaded = cache.compiled("rules", [*paths, *grammars, *data], build)
    except (OSError, UnicodeDecodeError):
        unreadable = {path: problem for path in paths if (problem := _unreadable(path))}
        paths = [path for path in paths if path not in unreadable]
        near_misses += unreadable.values()
        loaded = cache.compiled("rules", [*paths, *grammars, *data], build)
    return replace(loaded, problems=(*near_misses, *loaded.problems)) if near_misses else loaded


def _candidates(folder: Path) -> list[Path]:
    found = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts[:-1]
        if path.suffix.lower() in (".yaml", ".yml") and not _NOT_RULES.intersection(inside[:1]):
            found.append(path)
    return found


def _unreadable(path: Path) -> RuleProblem | None:
    """Why a rule file cannot be read at all, None if it can."""
    try:
        path.read_text(encoding="utf-8")
    except OSError as error:
        zh, en = f"读不到这个文件：{error.strerror}", f"the file cannot be read: {error.strerror}"
    except UnicodeDecodeError as error:
        zh, en = f"不是 UTF-8 编码（第 {error.start + 1} 个字节）", f"not UTF-8 (byte {error.start + 1})"
    else:
        return None
    return RuleProblem(path.as_posix(), 1, 1, {"zh": zh, "en": en}, "RUL001")


def _is_near_miss(path: Path, folder: Path) -> bool:
    return folder != rules_folder() and not RULE_FILE.fullmatch(path.name) and bool(_NEAR_MISS.fullmatch(path.name))


def _misnamed(path: Path) -> RuleProblem:
    zh = f"“{path.name}”像规则文件但名字不合：要写成 ABC123-some-words.yaml（三个大写字母、三个数字），否则不会读取"
    en = f"`{path.name}` looks like a rule but is not named ABC123-some-words.yaml, so it is not read"
    return RuleProblem(path.as_posix(), 1, 1, {"zh": zh, "en": en}, "RUL013")


def _rule_set(files: Iterable[tuple[str, int, str]], folders: Sequence[Path]) -> RuleSet:
    from disclosure_lint.rules.datasets import rules_of
    from disclosure_lint.rules.definition import definition

    rules: dict[str, tuple[int, Rule]] = {}
    problems: list[RuleProblem] = []
    for path, folder, text in files:
        with rules_of(folders[folder]):
            rule, mistakes = definition(Path(path).name, text)
        shown = Path(path).as_posix()
        problems += (RuleProblem(shown, m.line, m.column, m.message, m.code) for m in mistakes)
        if rule is None:
            continue
        rule = replace(rule, path=shown, examples=Packed(rule.examples))
        if problem := _clash(rule, folder, rules):
            problems.append(problem)
        else:
            rules[rule.code] = (folder, rule)
    ordered = tuple(rule for _, (_, rule) in sorted(rules.items()))
    return RuleSet(ordered, tuple(sorted(problems, key=lambda p: (p.path, p.line, p.column, p.code))))


def _clash(rule: Rule, folder: int, rules: Mapping[str, tuple[int, Rule]]) -> RuleProblem | None:
    known = rules.get(rule.code)
    if rule.overrides and (rule.overrides != rule.code or known is None or known[0] == folder):
        zh = f"overrides: {rule.overrides} 要写本规则要替换的、先前文件夹里已有的编号"
        en = f"overrides: {rule.overrides} must be this rule's own code, known from an earlier folder"
        return RuleProblem(rule.path, 1, 1, {"zh": zh, "en": en}, "RUL009")
    if known is None or rule.overrides:
        return None
    zh = f"编号 {rule.code} 已由 {known[1].path} 使用；要替换它请写 overrides: {rule.code}"
    en = f"code {rule.code} is taken by {known[1].path}; to replace it say overrides: {rule.code}"
    return RuleProblem(rule.path, 1, 1, {"zh": zh, "en": en}, "RUL009")
