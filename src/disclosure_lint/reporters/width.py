"""Text as a terminal shows it: how many columns it takes, and what cannot be seen spelt out."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category, east_asian_width

TAB = "    "
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_COMBINING = frozenset({"Mn", "Me"})


class _Widths(dict[str, int]):
    """Columns of one character, computed at first sight."""

    def __init__(self, ambiguous: int) -> None:
        super().__init__()
        self.wide = "WFA" if ambiguous == 2 else "WF"

    def __missing__(self, character: str) -> int:
        joined = category(character) in _COMBINING or "\u1160" <= character <= "\u11ff"
        columns = 0 if joined else 2 if east_asian_width(character) in self.wide else 1
        self[character] = columns
        return columns


@lru_cache(maxsize=2)
def _widths(ambiguous: int) -> _Widths:
    return _Widths(ambiguous)


def width(text: str, ambiguous: int = 1) -> int:
    """The columns that a text without control characters takes; ambiguous characters take 1 or 2."""
    return len(text) if text.isascii() else sum(map(_widths(ambiguous).__getitem__, text))


class _Spelling(dict[int, str]):
    def __missing__(self, code: int) -> str:
        character = chr(code)
        spelt = f"<U+{code:04X}>" if category(character) in _UNSEEN else character
        self[code] = spelt
        return spelt


_IN_MESSAGE = _Spelling({ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"})
_IN_SOURCE = _Spelling({ord("\t"): TAB})
_BLANKS = _Spelling({code: f"<U+{code:04X}>" for code in (*range(0x2000, 0x200B), 9, 0xA0, 0x202F, 0x205F, 0x3000)})


def visible(text: str) -> str:
    """A text on one line: line breaks, control and format characters (bidi, zero width) spelt out."""
    return text if text.isprintable() else text.translate(_IN_MESSAGE)


def shown(character: str, spell_blanks: bool = False) -> str:
    """One character of a source line as it is drawn: a tab is four columns, what cannot be seen is spelt out."""
    return (_BLANKS if spell_blanks else _IN_SOURCE)[ord(character)]


def padded(text: str, columns: int, ambiguous: int = 1, right: bool = False) -> str:
    """A text filled up with spaces to a number of columns."""
    fill = " " * (columns - width(text, ambiguous))
    return fill + text if right else text + fill


# A line is broken between wide characters and after blanks, never before closing or after opening punctuation.
_PIECE = re.compile(r"[（《“‘「『【〔]*(?:[!-~]+|[^!-~])[，。；：、？！）》”’」』】〕% \u3000]*")


def wrapped(text: str, columns: int, ambiguous: int = 1) -> list[str]:
    """A text broken into lines of at most so many columns; words and addresses stay whole even if they are longer."""
    if width(text, ambiguous) <= columns:
        return [text]
    lines, line, used = [], "", 0
    for piece in _PIECE.findall(text):
        size = width(piece.rstrip(), ambiguous)
        if line and used + size > columns:
            lines.append(line.rstrip())
            line, used = "", 0
        line += piece
        used += width(piece, ambiguous)
    return [*lines, line.rstrip()] if line else lines
