"""Personal data blotted out: whatever leaves the audit goes through here first.

More is blotted out than rule PII001 finds fault with: a number need not be proven to be somebody's to be left out.
"""

from __future__ import annotations

import re

from disclosure_lint.source import folded

# Mobile numbers (perhaps in groups), identity numbers (they hold a birthday), bank cards.
_NUMBERS = re.compile(
    r"(?<![0-9])(?:"
    r"1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}"
    r"|[1-8][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]"
    r"|[1-8][0-9]{5}[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}"
    r"|(?:62|4|5[1-5])[0-9]{14,17}"
    r")(?![0-9])"
)
_HINT = re.compile(r"[0-9０-９]{4}[ \u3000\u00a0－-]?[0-9０-９]{4}")
_SHOWN = 4


def _blotted(number: str) -> str:
    head = 3 if len(number) < 15 else _SHOWN
    return number[:head] + "*" * (len(number) - head - _SHOWN) + number[-_SHOWN:]


def masked(text: str) -> str:
    """The text with the middle of such numbers starred, character by character: columns stay."""
    if not _HINT.search(text):
        return text
    pieces, at = [], 0
    for match in _NUMBERS.finditer(folded(text)):
        start, end = match.span()
        pieces += [text[at:start], _blotted(text[start:end])]
        at = end
    return "".join([*pieces, text[at:]]) if pieces else text
