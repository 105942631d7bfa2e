"""`rules`: which rules there are, which names they may use, whether rule files are right and do what they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from disclosure_lint.cli.arguments import RULE_COMMANDS, UsageError
from disclosure_lint.cli.output import output, write_errors
from disclosure_lint.cli.replay import Recording
from disclosure_lint.cli.settings import Settings, rule_info
from disclosure_lint.forms import figure_names
from disclosure_lint.linter import example_lint
from disclosure_lint.reporters.catalogue import catalogue
from disclosure_lint.reporters.closing import table_lines
from disclosure_lint.rules.examples import run_examples
from disclosure_lint.rules.rule import Rule
from disclosure_lint.words import nearest, words


def rules(settings: Settings, recording: Recording, messages: TextIO) -> int:
    """Run one of the commands about rules. The exit status."""
    asked = settings.arguments.rest[0] if settings.arguments.rest else RULE_COMMANDS[0]
    if asked not in _COMMANDS:
        raise UsageError("bad-choice", word="rules", value=asked, hint=nearest(asked, RULE_COMMANDS))
    if len(settings.arguments.rest) > _WORDS.get(asked, 1):
        raise UsageError("too-much", word=settings.arguments.rest[_WORDS.get(asked, 1)])
    with output(settings.arguments.output, recording, for_programs=asked in _FOR_PROGRAMS) as stream:
        return _COMMANDS[asked](settings, stream, messages)


def _list(settings: Settings, stream: TextIO, messages: TextIO) -> int:
    frame = catalogue(settings.lang)
    infos = [rule_info(rule, settings.lang) for rule in settings.rules.rules]
    rows = [[info.code, frame[info.severity], info.title] for info in infos]
    for line in table_lines(rows, 1):
        stream.write(line + "\n")
    return _rule_errors(settings, messages)


def _names(settings: Settings, stream: TextIO, messages: TextIO) -> int:
    stream.writelines(f"{name}\n" for name in figure_names())
    return 0


def _check(settings: Settings, stream: TextIO, messages: TextIO) -> int:
    status = _rule_errors(settings, messages)
    if status == 0:
        stream.write(words("rules-right", settings.lang, count=len(settings.rules.rules)) + "\n")
    return status


def _test(settings: Settings, stream: TextIO, messages: TextIO) -> int:
    """Run the examples: of the rules in the folders named, else of all."""
    status = _rule_errors(settings, messages)
    tested = _named(settings)
    lint = example_lint(settings.rules, settings.profile, settings.lang)
    failures = [failure for rule in tested for failure in run_examples(rule, lint)]
    for failure in failures:
        stream.write(f"{failure.code} {failure.example}: {failure.message[settings.lang]}\n")
    key = "examples-wrong" if failures else "examples-right"
    stream.write(words(key, settings.lang, count=len(tested), failures=len(failures)) + "\n")
    return status or int(bool(failures))


def _named(settings: Settings) -> list[Rule]:
    """The rules in the folders named, else all."""
    folders = [Path(folder).resolve() for folder in settings.arguments.rules or ()]
    return [
        rule
        for rule in settings.rules.rules
        if not folders or any(Path(rule.path).resolve().is_relative_to(folder) for folder in folders)
    ]


def _docs(settings: Settings, stream: TextIO, messages: TextIO) -> int:
    from disclosure_lint.cli.pages import page

    lint = example_lint(settings.rules, settings.profile, settings.lang)
    stream.writelines(f"{line}\n" for line in page(_named(settings), lint, settings.lang))
    return _rule_errors(settings, messages)


def _schema(settings: Settings, stream: TextIO, messages: TextIO) -> int:
    import json

    from disclosure_lint.rules.schema import rule_schema

    stream.write(json.dumps(rule_schema(), ensure_ascii=False, indent=1) + "\n")
    return 0


def _new(settings: Settings, stream: TextIO, messages: TextIO) -> int:
    """Write the file of a new rule into the first folder named, else to the output."""
    from disclosure_lint.rules.skeleton import skeleton

    given = settings.arguments
    if len(given.rest) < _WORDS["new"]:
        raise UsageError("no-rule-name")
    made = skeleton(given.rest[1], settings.lang)
    if made is None:
        raise UsageError("bad-rule-name", word=given.rest[1])
    name, text = made
    if taken := settings.rules.rule(name.partition("-")[0]):
        raise UsageError("code-taken", code=taken.code, slug=taken.slug)
    if not given.rules:
        stream.write(text)
        return 0
    path = Path(given.rules[0]) / name
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError("rule-exists", path=path.as_posix()) from None
    except OSError as error:
        raise UsageError("output", path=path.as_posix(), fault=error.strerror) from None
    stream.write(words("rule-written", settings.lang, path=path.as_posix()) + "\n")
    return 0


def _rule_errors(settings: Settings, messages: TextIO) -> int:
    write_errors(settings.rule_errors, settings.lang, messages)
    return 2 if settings.rule_errors else 0


_COMMANDS: dict[str, Callable[[Settings, TextIO, TextIO], int]] = {
    "list": _list,
    "names": _names,
    "check": _check,
    "test": _test,
    "docs": _docs,
    "schema": _schema,
    "new": _new,
}
_FOR_PROGRAMS = frozenset({"docs", "schema", "new"})
_WORDS = {"new": 2}
"""How many words a command takes, its own name included."""
