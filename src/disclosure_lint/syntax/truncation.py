"""Whether a report breaks off before its end."""

from __future__ import annotations

from disclosure_lint.report.model import Report
from disclosure_lint.source import Span

_PARTS = 6
_LAST_TWO = 2
_ENDINGS = frozenset("。！？!?.;；…”’』」》〉)）】]")


def broken_off(report: Report) -> Span | None:
    """The last line, if the text stops in the middle of something and the last parts are all missing.

    Either alone says little: a report may lack parts, and its last sentence may lack a full stop.
    """
    numbers = [part.number for part in report.parts if part.number]
    if not numbers or numbers != list(range(1, len(numbers) + 1)) or len(numbers) > _PARTS - _LAST_TWO:
        return None
    if report.signed is not None or report.edition == "pre-2019":
        return None
    text = report.source.text
    end = len(text.rstrip())
    if end == 0 or text[end - 1] in _ENDINGS:
        return None
    return Span(report.source.line_span(report.source.position(end - 1).line).start, end)
