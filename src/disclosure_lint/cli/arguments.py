"""The command line: commands and options as a table, and what was given."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from disclosure_lint.config import FAIL_LEVELS, SELECTOR
from disclosure_lint.reporters import REPORTERS
from disclosure_lint.words import LANGUAGES, Lang, nearest

LANGUAGE_VARIABLE = "DISCLOSURE_LINT_LANG"


class UsageError(Exception):
    """A command line that cannot be run: the key of its words, and the values for them."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key, self.values = key, values


@dataclass(frozen=True, slots=True)
class Option:
    """An option: how it is written, what it takes, and the commands that know it."""

    flags: tuple[str, ...]
    commands: tuple[str, ...]
    metavar: str = ""
    """A key of the words for the value; empty for a switch."""
    choices: tuple[str, ...] = ()
    read: Callable[[str], Any] | None = None
    repeated: bool = False

    @property
    def name(self) -> str:
        """The long flag without its dashes."""
        return self.flags[-1].lstrip("-")

    @property
    def key(self) -> str:
        """The name as an attribute."""
        return self.name.replace("-", "_")


def _codes(text: str) -> list[str]:
    codes = [code.strip().upper() for code in text.replace("，", ",").split(",") if code.strip()]
    for code in codes:
        if not SELECTOR.fullmatch(code):
            raise UsageError("unknown-code", word=code, hint="")
    return codes


def _day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise UsageError("bad-date", value=text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("bad-date", value=text) from None


def _columns(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or int(text) < _LEAST_COLUMNS:
        raise UsageError("bad-width", value=text, least=_LEAST_COLUMNS)
    return int(text)


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal():
        raise UsageError("bad-number", value=text)
    return int(text)


def _seconds(text: str) -> float:
    if not re.fullmatch(r"\d+(\.\d+)?", text, re.ASCII):
        raise UsageError("bad-number", value=text)
    return float(text)


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.replace("，", ",").split(",") if name.strip()]


_LEAST_COLUMNS = 40

CHECK, EXTRACT, SHOW, EXPLAIN, RULES, HELP = "check", "extract", "show", "explain", "rules", "help"
SUPPRESS, BASELINE, COMPARE = "suppress", "baseline", "compare"
AUDIT, AGGREGATE = "audit", "aggregate"
COMMANDS = (CHECK, AUDIT, AGGREGATE, SUPPRESS, BASELINE, COMPARE, EXTRACT, SHOW, EXPLAIN, RULES, HELP)
TAKING_FILES = (CHECK, EXTRACT, SHOW)
RULE_COMMANDS = ("list", "names", "check", "test", "docs", "schema", "new")
BASELINE_COMMANDS = ("write", "prune")

_CHECK, _FILES = (CHECK,), (CHECK, EXTRACT)
_RULES = (CHECK, AUDIT, EXPLAIN, RULES, SUPPRESS, BASELINE, COMPARE)
_LINTING = (CHECK, AUDIT, SUPPRESS, BASELINE, COMPARE)
_SELECTING, _MANY = (CHECK, AUDIT, BASELINE), (CHECK, AUDIT, BASELINE, COMPARE, EXTRACT)
_LAYOUT, _PRINTING = (CHECK, SHOW, AGGREGATE), (AUDIT, AGGREGATE)
_AUDIT = (AUDIT,)
_ALL = COMMANDS

OPTIONS = (
    Option(("--select",), _SELECTING, "codes", read=_codes, repeated=True),
    Option(("--ignore",), _SELECTING, "codes", read=_codes, repeated=True),
    Option(("--fail-level",), (CHECK, AUDIT, COMPARE), "level", FAIL_LEVELS),
    Option(("--fail-on",), _CHECK, "what", ("not-assessable",)),
    Option(("--format",), (*_FILES, *_PRINTING, COMPARE), "format", tuple(REPORTERS)),
    Option(("-o", "--output"), (*_FILES, *_PRINTING, COMPARE, RULES), "file"),
    Option(("--fix",), _CHECK),
    Option(("--diff",), _CHECK),
    Option(("--unsafe-fixes",), _CHECK),
    Option(("--baseline",), _CHECK, "file"),
    Option(("--previous",), _CHECK, "file"),
    Option(("--update",), (BASELINE,)),
    Option(("--reason",), (SUPPRESS,), "text"),
    Option(("--expires",), (SUPPRESS,), "date", read=_day),
    Option(("--author",), (SUPPRESS,), "text"),
    Option(("--part",), (SUPPRESS,), "text"),
    Option(("--table",), (SUPPRESS,), "text"),
    Option(("--row",), (SUPPRESS,), "text"),
    Option(("--column",), (SUPPRESS,), "text"),
    Option(("--rules-old",), (COMPARE,), "folder"),
    Option(("--rules-new",), (COMPARE,), "folder"),
    Option(("--out",), _AUDIT, "folder"),
    Option(("--roster",), _AUDIT, "file"),
    Option(("--jobs",), _AUDIT, "number", read=_number),
    Option(("--cluster",), _AUDIT, "address"),
    Option(("--timeout",), _AUDIT, "seconds", read=_seconds),
    Option(("--memory",), _AUDIT, "megabytes", read=_number),
    Option(("--write",), _AUDIT, "names", read=_names, repeated=True),
    Option(("--notice-template",), _AUDIT, "file"),
    Option(("--fresh",), _AUDIT),
    Option(("--parent",), (AGGREGATE,), "agency"),
    Option(("--year",), (AGGREGATE,), "number", read=_number),
    Option(("-q", "--quiet"), (CHECK, AUDIT)),
    Option(("--statistics",), _CHECK),
    Option(("--as-form",), (SHOW,)),
    Option(("--today",), (*_LINTING, RULES), "date", read=_day),
    Option(("--profile",), _LINTING, "profile"),
    Option(("--rules",), _RULES, "folder", repeated=True),
    Option(("--config",), (*_LINTING, AGGREGATE, EXTRACT, SHOW, EXPLAIN, RULES), "file"),
    Option(("--exclude",), _MANY, "pattern", repeated=True),
    Option(("--force-exclude",), _MANY),
    Option(("--files-from",), _MANY, "file"),
    Option(("--color",), _CHECK, "when", ("auto", "always", "never")),
    Option(("--width",), _LAYOUT, "columns", read=_columns),
    Option(("--ambiguous-width",), _LAYOUT, "one-or-two", ("1", "2")),
    Option(("--lang",), _ALL, "language", LANGUAGES),
    Option(("-v", "--verbose"), _ALL),
    Option(("-V", "--version"), _ALL),
    Option(("-h", "--help"), _ALL),
)


@dataclass(frozen=True, slots=True)
class Arguments:
    """What was given: the command, what follows it, and the options by their names (None or False: not given)."""

    command: str
    rest: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, key: str) -> Any:
        try:
            return self.options[key]
        except KeyError:
            raise AttributeError(key) from None


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> Any:
        raise UsageError("bad-option", fault=message)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="disclosure-lint", add_help=False, allow_abbrev=False, exit_on_error=False)
    for option in OPTIONS:
        action: Literal["store_true", "append", "store"] = (
            "store_true" if not option.metavar else "append" if option.repeated else "store"
        )
        parser.add_argument(*option.flags, dest=option.key, action=action)
    return parser


def arguments(argv: Sequence[str]) -> Arguments:
    """What a command line asks for. Raises UsageError."""
    head, tail = _split(argv)
    try:
        namespace, rest = _parser().parse_known_args(head)
    except argparse.ArgumentError as error:
        raise _usage_error(error) from None
    for word in rest:
        if word.startswith("-") and word != "-":
            flags = [flag for option in OPTIONS for flag in option.flags]
            raise UsageError("unknown-option", word=word, hint=nearest(word.split("=", 1)[0], flags))
    command = rest.pop(0) if rest and rest[0] in COMMANDS else CHECK
    options = {option.key: _value(option, getattr(namespace, option.key)) for option in OPTIONS}
    given = Arguments(command, (*rest, *tail), options)
    if not (options["help"] or options["version"]):
        _check_options(given)
    return given


def language(given: Sequence[str]) -> Lang:
    """The language that is asked for before anything is understood: for messages about the command line itself."""
    asked = os.environ.get(LANGUAGE_VARIABLE)
    for at, word in enumerate(given):
        if word == "--lang":
            asked = given[at + 1] if at + 1 < len(given) else asked
        elif word.startswith("--lang="):
            asked = word.partition("=")[2]
    return "en" if asked == "en" else "zh"


def _split(argv: Sequence[str]) -> tuple[list[str], list[str]]:
    """What stands before `--`, and what after it is no option whatever it looks like."""
    words = list(argv)
    at = words.index("--") if "--" in words else len(words)
    return words[:at], words[at + 1 :]


def _usage_error(error: argparse.ArgumentError) -> UsageError:
    flags = (error.argument_name or "").split("/")
    if error.message.startswith("ignored explicit argument"):
        return UsageError("no-value", word=flags[-1])
    return UsageError("value-missing", word=flags[-1])


def _value(option: Option, given: Any) -> Any:
    """What was given for an option, read and found to be one of its choices."""
    if given is None or given is False or given is True:
        return given
    values = given if option.repeated else [given]
    for value in values:
        if option.choices and value not in option.choices:
            raise UsageError("bad-choice", word=f"--{option.name}", value=value, hint=nearest(value, option.choices))
    if option.read:
        values = [option.read(value) for value in values]
    if not option.repeated:
        return values[0]
    return [each for value in values for each in (value if isinstance(value, list) else [value])]


def _check_options(given: Arguments) -> None:
    for option in OPTIONS:
        if given.options[option.key] and given.command not in option.commands:
            raise UsageError("option-elsewhere", word=f"--{option.name}", command=given.command)
    formats = {
        EXTRACT: ("json", "csv"),
        COMPARE: ("full", "json"),
        AUDIT: ("full", "json"),
        AGGREGATE: ("full", "csv"),
    }.get(given.command)
    if formats and given.format not in (None, *formats):
        raise UsageError("bad-choice", word="--format", value=given.format, hint=nearest("", formats))
