"""Statements of a figure in prose."""

from __future__ import annotations

from collections.abc import Sequence

from disclosure_lint.report.model import Claim
from disclosure_lint.source import Source, Span


def claims(
    source: Source, spans: Sequence[tuple[int | None, Span]], *, year: int | None, edition: str | None
) -> tuple[Claim, ...]:
    """Every figure stated in the prose stretches, in reading order."""
    return ()
