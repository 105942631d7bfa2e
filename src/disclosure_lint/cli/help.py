"""What `--help` prints, made of the table of options."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from disclosure_lint.cli.arguments import COMMANDS, HELP, OPTIONS, Option
from disclosure_lint.reporters.options import terminal_width
from disclosure_lint.reporters.width import padded, width, wrapped
from disclosure_lint.words import words

_INDENT = "  "
_LEAST_COLUMNS = 20


def help_text(command: str, lang: str) -> str:
    """The help of a command; that of `check`, which needs not be named, lists the others too."""
    columns = terminal_width(sys.stdout, os.environ)
    command = command if command in COMMANDS and command != HELP else COMMANDS[0]
    lines = [words(f"usage-{command}", lang), "", words(f"about-{command}", lang)]
    if command == COMMANDS[0]:
        lines += ["", words("help-commands", lang)]
        lines += _table([(name, words(f"about-{name}", lang)) for name in COMMANDS], columns)
    lines += ["", words("help-options", lang)]
    named = [option for option in OPTIONS if command in option.commands]
    lines += _table([(_flags(option, lang), words(f"option-{option.name}", lang)) for option in named], columns)
    if command == COMMANDS[0]:
        lines += ["", words("help-status", lang)]
    return "\n".join(lines) + "\n"


def _flags(option: Option, lang: str) -> str:
    flags = ", ".join(option.flags) if len(option.flags) > 1 else f"    {option.flags[0]}"
    return f"{flags} {words(f'value-{option.metavar}', lang)}" if option.metavar else flags


def _table(rows: list[tuple[str, str]], columns: int) -> Iterator[str]:
    """Names to the left, what they mean to the right; a name that is too long stands on a line of its own."""
    left = min(max(width(name) for name, _ in rows), columns // 3)
    room = max(columns - left - 2 * len(_INDENT), _LEAST_COLUMNS)
    for name, text in rows:
        lines = wrapped(text, room)
        if width(name) > left:
            yield _INDENT + name
        else:
            yield _INDENT + padded(name, left) + _INDENT + lines.pop(0)
        yield from (_INDENT + " " * left + _INDENT + line for line in lines)
