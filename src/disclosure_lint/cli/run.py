"""One run of the program, from what was typed to the exit status."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TextIO

from disclosure_lint import __version__
from disclosure_lint.cli.arguments import (
    AGGREGATE,
    AUDIT,
    BASELINE,
    CHECK,
    COMPARE,
    EXPLAIN,
    EXTRACT,
    HELP,
    RULES,
    SHOW,
    SUPPRESS,
    Arguments,
    UsageError,
    arguments,
    language,
)
from disclosure_lint.cli.output import messages, output
from disclosure_lint.cli.replay import Recording
from disclosure_lint.config import ConfigError
from disclosure_lint.words import words

if TYPE_CHECKING:
    from disclosure_lint.cli.settings import Settings

USAGE_FAULT = 2


def run(argv: Sequence[str], recording: Recording) -> int:
    """Do what the command line asks for. The exit status."""
    stream = messages(recording)
    lang: str = language(argv)
    try:
        given = arguments(argv)
        if given.help or given.version or given.command == HELP:
            return _information(given, lang, recording)
        from disclosure_lint.cli.settings import settings

        held = settings(given)
        lang = held.lang
        return _command(given.command)(held, recording, stream)
    except UsageError as error:
        stream.write(words("error-line", lang, message=words(error.key, lang, **error.values)) + "\n")
        stream.write(words("see-help", lang) + "\n")
    except ConfigError as error:
        for problem in error.problems:
            message = f"{problem.path}:{problem.line}: CFG004 {words(problem.key, lang, **problem.values)}"
            stream.write(words("error-line", lang, message=message) + "\n")
    return USAGE_FAULT


def _information(given: Arguments, lang: str, recording: Recording) -> int:
    from disclosure_lint.cli.help import help_text

    with output(None, recording, for_programs=False) as stream:
        if given.version:
            stream.write(f"disclosure-lint {__version__}\n")
        else:
            command = given.rest[0] if given.command == HELP and given.rest else given.command
            stream.write(help_text(command, lang))
    return 0


def _command(name: str) -> Callable[[Settings, Recording, TextIO], int]:
    """A command. Only the one that is wanted is imported."""
    if name == CHECK:
        from disclosure_lint.cli.check import check

        return check
    if name in (EXTRACT, SHOW):
        from disclosure_lint.cli.extract import extract, show

        return extract if name == EXTRACT else show
    if name == EXPLAIN:
        from disclosure_lint.cli.explain import explain

        return explain
    if name in (SUPPRESS, BASELINE, COMPARE):
        return _upkeep_command(name)
    if name in (AUDIT, AGGREGATE):
        from disclosure_lint.cli.audit import aggregate, audit

        return audit if name == AUDIT else aggregate
    assert name == RULES
    from disclosure_lint.cli.rules import rules

    return rules


def _upkeep_command(name: str) -> Callable[[Settings, Recording, TextIO], int]:
    """A command for living with findings."""
    if name == SUPPRESS:
        from disclosure_lint.cli.suppress import suppress

        return suppress
    if name == BASELINE:
        from disclosure_lint.cli.baseline import baseline

        return baseline
    from disclosure_lint.cli.compare import compare

    return compare
