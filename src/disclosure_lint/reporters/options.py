"""What a reporter is told by its caller, and what the caller can ask of the terminal."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TextIO

from disclosure_lint.reporters.catalogue import Lang
from disclosure_lint.results import RuleInfo

DEFAULT_WIDTH = 100
_LEAST_WIDTH = 40


@dataclass(frozen=True, slots=True)
class Options:
    """How results are written.

    `rules` is what may be said of rules, by code, in the order to list them. `fail_level` is the severity from which
    findings make the run fail, or "never".
    """

    lang: Lang = "zh"
    color: bool = False
    width: int = DEFAULT_WIDTH
    ambiguous_width: Literal[1, 2] = 1
    quiet: bool = False
    statistics: bool = False
    version: str = ""
    rules: Mapping[str, RuleInfo] = field(default_factory=dict)
    fail_level: str = "error"


def wants_color(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether to colour: NO_COLOR says no, FORCE_COLOR (but "0") says yes, else a terminal that is not dumb."""
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return stream.isatty() and environ.get("TERM") != "dumb"


def terminal_width(stream: TextIO, environ: Mapping[str, str]) -> int:
    """Columns to lay out for: COLUMNS, else the terminal's, else 100 so that what is piped does not vary."""
    named = environ.get("COLUMNS", "")
    if named.isdecimal() and int(named):
        return max(int(named), _LEAST_WIDTH)
    if stream.isatty():
        try:
            return max(os.get_terminal_size(stream.fileno()).columns, _LEAST_WIDTH)
        except OSError:
            return DEFAULT_WIDTH
    return DEFAULT_WIDTH
