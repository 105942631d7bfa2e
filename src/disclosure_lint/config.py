"""The configuration: `disclosure-lint.toml`, or `[tool.disclosure-lint]` in a pyproject.toml.

A command-line option replaces the key of the same name. Every mistake is reported with its line, none is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, cast, get_args

from disclosure_lint.finding import SEVERITIES, Severity
from disclosure_lint.suppression_file import FILE as SUPPRESSION_FILE
from disclosure_lint.suppression_file import KEY as SUPPRESS
from disclosure_lint.suppression_file import Mistake, read_suppressions
from disclosure_lint.suppressions import Suppression
from disclosure_lint.words import LANGUAGES, Lang, nearest

FailLevel = Literal["error", "warning", "note", "never"]
FAIL_LEVELS: tuple[FailLevel, ...] = get_args(FailLevel)

OWN_FILE = "disclosure-lint.toml"
PROJECT_FILE = "pyproject.toml"
_TABLE = "disclosure-lint"
_EXTENDS = "extends"

_MEGABYTE = 1024 * 1024
SELECTOR = re.compile(r"[A-Z]{1,3}\d{0,3}")
"""A rule code or the beginning of one."""


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """A mistake in a configuration file: the key of its words, and the values for them."""

    path: str
    line: int
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


class ConfigError(Exception):
    """A configuration that cannot be used, with every mistake in it."""

    def __init__(self, problems: list[ConfigProblem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class PathConfig:
    """What differs for the files that match a pattern."""

    pattern: str
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a run. Empty means: not set.

    `folder` is what relative paths and patterns start from; `text` is the file, to find the line of a word again.
    `texts` are the files that the suppressions stand in, by the names they are shown by. `per_agency` is like
    `per_path` with patterns for the agency's name. `extended` are the files that this one builds on, the nearest first.
    """

    path: str = ""
    folder: Path = Path()
    text: str = field(default="", repr=False)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_level: FailLevel = "error"
    lang: Lang | None = None
    rules: tuple[Path, ...] = ()
    profile: str = ""
    exclude: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    per_path: tuple[PathConfig, ...] = ()
    per_agency: tuple[PathConfig, ...] = ()
    extended: tuple[str, ...] = ()
    size_limit: int = 64 * _MEGABYTE
    baseline: str = ""
    suppress: tuple[Suppression, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)

    def selectors(self) -> Iterator[str]:
        """Every code or beginning of a code that is named anywhere."""
        yield from (*self.select, *self.ignore, *self.severity)
        for each in (*self.per_path, *self.per_agency):
            yield from (*(each.select or ()), *each.ignore, *each.severity)

    def line_of(self, word: str) -> int:
        """The line of the file that a word stands on, 1 if it is not found."""
        return _line_of(self.text, word)


def candidates(folder: Path) -> Iterator[Path]:
    """Where a configuration is looked for: in a folder and all above it, the file of our own name first."""
    for each in (folder, *folder.parents):
        yield each / OWN_FILE
        yield each / PROJECT_FILE


def found_config(folder: Path) -> Config:
    """The configuration that holds for a folder: the nearest one upward, or the defaults."""
    for path in candidates(folder):
        if path.is_file() and (config := read_config(path)) is not None:
            return config
    return Config()


def suppression_candidates(folder: Path) -> Iterator[Path]:
    """Where a file of suppressions is looked for: in a folder and all above it."""
    for each in (folder, *folder.parents):
        yield each / SUPPRESSION_FILE


def with_suppressions(config: Config, path: Path) -> Config:
    """The configuration with the suppressions of a file besides its own. Raises ConfigError."""
    text, data = _toml(path)
    name = near(path)
    problems = [
        ConfigProblem(str(path), _line_of(text, key), "config-key", {"word": key, "hint": nearest(key, (SUPPRESS,))})
        for key in data
        if key != SUPPRESS
    ]
    found, mistakes = read_suppressions(data.get(SUPPRESS, []), name, path.absolute().parent, text)
    problems += (_problem(path, mistake) for mistake in mistakes)
    if problems:
        raise ConfigError(sorted(problems, key=lambda problem: problem.line))
    return replace(config, suppress=(*config.suppress, *found), texts={**config.texts, name: text})


def near(path: Path) -> str:
    """A path as it is shown: seen from here if it lies below."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def _extended(config: Config, given: set[str], base: Path, above: tuple[Path, ...]) -> Config:
    """The configuration on top of the one it builds on: what it says itself holds, lists and tables are added."""
    if base in above or not base.is_file():
        key = "config-circle" if base in above else "config-unreadable"
        line = _line_of(config.text, _EXTENDS)
        raise ConfigError([ConfigProblem(config.path, line, key, {"fault": near(base), "word": near(base)})])
    under = read_config(base, (*above, base)) or Config()
    return replace(
        config,
        select=config.select if "select" in given else under.select,
        ignore=(*under.ignore, *config.ignore),
        fail_level=config.fail_level if "fail_level" in given else under.fail_level,
        lang=config.lang or under.lang,
        rules=(*under.rules, *config.rules),
        profile=config.profile or under.profile,
        exclude=(*under.exclude, *config.exclude),
        severity={**under.severity, **config.severity},
        per_path=(*under.per_path, *config.per_path),
        per_agency=(*under.per_agency, *config.per_agency),
        size_limit=config.size_limit if "size_limit" in given else under.size_limit,
        baseline=config.baseline or under.baseline,
        suppress=(*under.suppress, *config.suppress),
        texts={**under.texts, **config.texts},
        extended=(str(base), *under.extended),
    )


def read_config(path: Path, above: tuple[Path, ...] = ()) -> Config | None:
    """The configuration of a file, None for a pyproject.toml without a table of ours. Raises ConfigError.

    `above` are the files that build on this one, so that none can build on itself.
    """
    above = above or (path.absolute(),)
    try:
        text, data = _toml(path)
    except ConfigError as error:
        if path.name == PROJECT_FILE and error.problems[0].key == "config-syntax" and not _concerns_us(path):
            return None
        raise
    if path.name == PROJECT_FILE:
        tools = data.get("tool")
        if not isinstance(tools, dict) or not isinstance(tools.get(_TABLE), dict):
            return None
        data = tools[_TABLE]
    reading = _Reading(path, text)
    base = data.get(_EXTENDS)
    config = reading.config({key: value for key, value in data.items() if key != _EXTENDS or not isinstance(base, str)})
    if reading.problems:
        raise ConfigError(sorted(reading.problems, key=lambda problem: problem.line))
    if not isinstance(base, str):
        return config
    given = {key.replace("-", "_") for key in data}
    return _extended(config, given, path.absolute().parent / base, above)


def _toml(path: Path) -> tuple[str, dict[str, Any]]:
    """The text of a file and its data. Raises ConfigError."""
    import tomllib

    text = ""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return text, tomllib.loads(text)
    except OSError as error:
        raise ConfigError([ConfigProblem(str(path), 1, "config-unreadable", {"fault": error.strerror})]) from None
    except UnicodeDecodeError:
        raise ConfigError([ConfigProblem(str(path), 1, "config-encoding")]) from None
    except tomllib.TOMLDecodeError as error:
        line = _error_line(error, text)
        raise ConfigError([ConfigProblem(str(path), line, "config-syntax", {"fault": error})]) from None


def _concerns_us(path: Path) -> bool:
    """Whether a file that is no TOML may hold our table."""
    return _TABLE in path.read_text(encoding="utf-8-sig")


def _problem(path: Path, mistake: Mistake) -> ConfigProblem:
    return ConfigProblem(str(path), mistake.line, mistake.key, mistake.values)


def _error_line(error: Exception, text: str) -> int:
    match = re.search(r"line (\d+)", str(error))
    return int(match[1]) if match else len(text.splitlines())


def _line_of(text: str, word: str, start: int = 0) -> int:
    """The line where a word is a key behind a place, else the first where it stands at all."""
    quoted = re.escape(word)
    key = re.compile(rf"^[ \t]*([\"']?){quoted}\1[ \t]*=", re.M)
    match = key.search(text, start) or re.search(rf"(?<![\w-]){quoted}(?![\w-])", text)
    return text.count("\n", 0, match.start()) + 1 if match else 1


class _Reading:
    """The reading of one file: what it says, and every mistake in it."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text, self.start = path, text, 0
        self.problems: list[ConfigProblem] = []
        self.readers: dict[str, Callable[[str, Any], Any]] = {
            "select": self._selectors,
            "ignore": self._selectors,
            "fail-level": self._choice(FAIL_LEVELS),
            "lang": self._choice(LANGUAGES),
            "rules": self._folders,
            "profile": self._string,
            "exclude": self._strings,
            "severity": self._severities,
            "per-path": self._per_path,
            "per-agency": self._per_path,
            _EXTENDS: self._string,
            "size-limit": self._megabytes,
            "baseline": self._string,
            SUPPRESS: self._suppressions,
        }

    def config(self, data: Mapping[str, Any]) -> Config:
        """The settings of the file's own table."""
        settings = self._table(data, tuple(self.readers))
        texts = {near(self.path): self.text} if SUPPRESS in settings else {}
        folder = self.path.absolute().parent
        return Config(path=str(self.path), folder=folder, text=self.text, texts=texts, **settings)

    def _table(self, data: Mapping[str, Any], allowed: tuple[str, ...]) -> dict[str, Any]:
        settings = {}
        for key, value in data.items():
            if key not in allowed:
                self._wrong(key, "config-key", word=key, hint=nearest(key, allowed))
            elif (read := self.readers[key](key, value)) is not None:
                settings[key.replace("-", "_")] = read
        return settings

    def _wrong(self, at: str, message: str, **values: Any) -> None:
        self.problems.append(ConfigProblem(str(self.path), _line_of(self.text, at, self.start), message, values))

    def _choice(self, allowed: tuple[str, ...]) -> Callable[[str, Any], Any]:
        def read(key: str, value: Any) -> Any:
            if value in allowed:
                return value
            self._wrong(key, "config-choice", word=key, value=value, hint=nearest(str(value), allowed))
            return None

        return read

    def _string(self, key: str, value: Any) -> str | None:
        if isinstance(value, str) and value:
            return value
        self._wrong(key, "config-string", word=key)
        return None

    def _strings(self, key: str, value: Any) -> tuple[str, ...] | None:
        if isinstance(value, list) and all(isinstance(item, str) and item for item in value):
            return tuple(value)
        self._wrong(key, "config-strings", word=key)
        return None

    def _selectors(self, key: str, value: Any) -> tuple[str, ...] | None:
        words = self._strings(key, value)
        for word in words or ():
            if not SELECTOR.fullmatch(word):
                self._wrong(word, "unknown-code", word=word, hint="")
        return words

    def _folders(self, key: str, value: Any) -> tuple[Path, ...] | None:
        words = self._strings(key, value)
        folders = tuple(self.path.absolute().parent / word for word in words or ())
        for word, folder in zip(words or (), folders, strict=True):
            if not folder.is_dir():
                self._wrong(word, "rules-folder", word=word)
        return folders

    def _severities(self, key: str, value: Any) -> Mapping[str, Severity] | None:
        if not isinstance(value, dict):
            self._wrong(key, "config-table", word=key)
            return None
        for code, severity in value.items():
            if not SELECTOR.fullmatch(code):
                self._wrong(code, "unknown-code", word=code, hint="")
            if severity not in SEVERITIES:
                self._wrong(code, "config-choice", word=code, value=severity, hint=nearest(str(severity), SEVERITIES))
        return cast("dict[str, Severity]", value)

    def _per_path(self, key: str, value: Any) -> tuple[PathConfig, ...] | None:
        if not isinstance(value, dict) or not all(isinstance(each, dict) for each in value.values()):
            self._wrong(key, "config-table", word=key)
            return None
        tables = []
        for pattern, table in value.items():
            self.start = max(self.text.find(pattern), 0)
            tables.append(PathConfig(pattern, **self._table(table, ("select", "ignore", "severity"))))
        self.start = 0
        return tuple(tables)

    def _suppressions(self, key: str, value: Any) -> tuple[Suppression, ...]:
        found, mistakes = read_suppressions(value, near(self.path), self.path.absolute().parent, self.text)
        self.problems += (_problem(self.path, mistake) for mistake in mistakes)
        return found

    def _megabytes(self, key: str, value: Any) -> int | None:
        if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
            return int(value * _MEGABYTE)
        self._wrong(key, "config-megabytes", word=key)
        return None
