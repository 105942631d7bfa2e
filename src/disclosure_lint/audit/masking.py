"""Personal data blotted out: whatever leaves the audit goes through here first."""

from __future__ import annotations

import re

# An identity number holds a birthday. A mobile number begins with 13 to 19. Neither is part of a longer number.
_DIGITS = re.compile(
    r"(?<![0-9])(?:"
    r"([1-9][0-9]{5})(?:(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))([0-9]{3}[0-9Xx])"
    r"|(1[3-9][0-9])[0-9]{4}([0-9]{4})"
    r")(?![0-9])"
)
_LEAST = 11
_LONG = re.compile(rf"[0-9]{{{_LEAST}}}")


def _blot(match: re.Match[str]) -> str:
    head, tail = (match[1], match[2]) if match[1] else (match[3], match[4])
    return head + "*" * (len(match[0]) - len(head) - len(tail)) + tail


def masked(text: str) -> str:
    """The text with the middle of identity and mobile numbers starred, character by character: columns stay."""
    if not _LONG.search(text):
        return text
    return _DIGITS.sub(_blot, text)
