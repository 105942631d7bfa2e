"""Text for the cells of a spreadsheet."""

from __future__ import annotations

import re

BYTE_ORDER_MARK = "\ufeff"
"""What makes spreadsheets read Chinese as it is."""

# A spreadsheet takes a cell that begins so for a formula; some do with the full-width signs too.
_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\n]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?\Z")


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula; its lines end alike, for not every reader knows a lone CR."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if _FORMULA.match(text) and not _PLAIN_NUMBER.match(text) else text
