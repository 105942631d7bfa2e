"""The files that a command line names."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from disclosure_lint.cli.arguments import Arguments, UsageError
from disclosure_lint.cli.replay import Recording
from disclosure_lint.cli.settings import Settings
from disclosure_lint.inputs import STANDARD_INPUT
from disclosure_lint.words import fault_words

_MOST_KEPT = 32
"""The most files of a run that is kept to be replayed."""


def named_files(settings: Settings, recording: Recording) -> list[str]:
    """The files and folders named, in the command line and in the list that it names. Raises UsageError."""
    given = settings.arguments
    listed = _listed(given.files_from, settings.lang) if given.files_from else []
    paths = [*given.rest, *listed]
    if not paths and given.files_from is None:
        raise UsageError("no-files")
    known = given.output is None and given.files_from != STANDARD_INPUT and not given.verbose
    if known and len(paths) <= _MOST_KEPT and all(map(os.path.isfile, paths)):
        recording.depends_on([*settings.dependencies, *_named(given), *(("file", path) for path in paths)])
    return paths


def _named(given: Arguments) -> Iterator[tuple[str, str]]:
    """Whatever an option names, in case it is a file or folder: (kind, path)."""
    for value in given.options.values():
        for word in value if isinstance(value, list) else [value]:
            if isinstance(word, str):
                yield "folder" if os.path.isdir(word) else "file", word


def _listed(path: str, lang: str) -> list[str]:
    """The paths in a list, one to a line (or separated by NUL)."""
    try:
        if path == STANDARD_INPUT:
            content = sys.stdin.buffer.read()
        else:
            with open(path, "rb") as file:
                content = file.read()
    except OSError as error:
        raise UsageError("list-unreadable", path=path, fault=fault_words(error, lang)) from None
    separator = b"\0" if b"\0" in content else b"\n"
    lines = (line.strip(b"\r") for line in content.removeprefix(b"\xef\xbb\xbf").split(separator))
    return [os.fsdecode(line) for line in lines if line]
