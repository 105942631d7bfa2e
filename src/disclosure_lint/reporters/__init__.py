"""From results to output. A reporter is written to file by file; only the one that is wanted is imported."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from disclosure_lint.reporters.options import Options
from disclosure_lint.results import Reporter


def _full(stream: TextIO, options: Options) -> Reporter:
    from disclosure_lint.reporters.full import Full

    return Full(stream, options)


def _concise(stream: TextIO, options: Options) -> Reporter:
    from disclosure_lint.reporters.concise import Concise

    return Concise(stream, options)


def _json(stream: TextIO, options: Options) -> Reporter:
    from disclosure_lint.reporters.contract import Contract

    return Contract(stream, options)


def _sarif(stream: TextIO, options: Options) -> Reporter:
    from disclosure_lint.reporters.sarif import Sarif

    return Sarif(stream, options)


def _github(stream: TextIO, options: Options) -> Reporter:
    from disclosure_lint.reporters.github import Github

    return Github(stream, options)


def _gitlab(stream: TextIO, options: Options) -> Reporter:
    from disclosure_lint.reporters.gitlab import Gitlab

    return Gitlab(stream, options)


def _junit(stream: TextIO, options: Options) -> Reporter:
    from disclosure_lint.reporters.junit import Junit

    return Junit(stream, options)


def _rdjson(stream: TextIO, options: Options) -> Reporter:
    from disclosure_lint.reporters.rdjson import Rdjson

    return Rdjson(stream, options)


def _csv(stream: TextIO, options: Options) -> Reporter:
    from disclosure_lint.reporters.rows import Rows

    return Rows(stream, options)


REPORTERS: dict[str, Callable[[TextIO, Options], Reporter]] = {
    "full": _full,
    "concise": _concise,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
    "gitlab": _gitlab,
    "junit": _junit,
    "rdjson": _rdjson,
    "csv": _csv,
}
