"""Markup inside the region of a table, made into the separators and blanks that the lexer knows.

Every character is replaced by one character, so offsets hold. What is written in the cells stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from disclosure_lint.source import Span
from disclosure_lint.syntax.wordings import wordings

_BREAKS = str.maketrans({"\x0b": "\n", "\x1c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
_LINES = str.maketrans(dict.fromkeys("│┃║｜¦", "|") | dict.fromkeys("─━═┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋", "-"))
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)[^<>\n]{0,200}>|&(?:nbsp|emsp|ensp|thinsp|#160);")
_CELLS = frozenset({"td", "th"})
_EMPHASIS = re.compile(r"(\*\*|__)(?=[^\s*_])([^\n|]*?[^\s*_])\1")
_ESCAPE = re.compile(r"\\(?=[.\-+*_|()\[\]#/])")
_QUOTE = re.compile(r"^[ \t]*>[ >]*", re.M)
_DOUBLED = re.compile(r"[^\t\r\n]\t\t[^\t\r\n]")
_SINGLE = re.compile(r"[^\t\r\n]\t[^\t\r\n]")
_ENOUGH = 5


def unmarked(text: str, region: Span) -> str:
    """The text, with the markup of the region replaced; the text itself where there is none."""
    piece = text[region.start : region.end]
    plain = _unmarked(piece)
    return text if plain is piece else text[: region.start] + plain + text[region.end :]


def _unmarked(piece: str) -> str:
    if any(mark in piece for mark in "\x0b\x1c\x85\u2028\u2029"):
        piece = piece.translate(_BREAKS)
    if any(mark in piece for mark in "│┃║¦"):
        piece = piece.translate(_LINES)
    if "<" in piece or "&" in piece:
        piece = _TAG.sub(_untagged, piece)
    if "**" in piece or "__" in piece:
        piece = _EMPHASIS.sub(lambda found: f"  {found[2]}  ", piece)
    if "\\" in piece:
        piece = _ESCAPE.sub(" ", piece)
    if ">" in piece:
        piece = _QUOTE.sub(lambda found: " " * len(found[0]), piece)
    if "\t\t" in piece and not _SINGLE.search(piece) and len(_DOUBLED.findall(piece)) >= _ENOUGH:
        piece = piece.replace("\t\t", "\t ")
    if _patterns().some.search(piece) and (separator := _separator(piece)):
        piece = _separated(piece, separator)
    return piece


def _untagged(found: re.Match[str]) -> str:
    """A tag as blanks; one that opens a cell or a row as what separates these."""
    name = (found[1] or "").lower()
    opens = not found[0].startswith("</")
    first = "\t" if name in _CELLS and opens else "\n" if name == "tr" and opens else " "
    return first + " " * (len(found[0]) - 1)


# -- values separated by commas or semicolons ----------------------------------



class _Separated(NamedTuple):
    """What lines with a mark between their cells look like: some cells, rows with a label, rows without."""

    some: re.Pattern[str]
    rows: Mapping[str, re.Pattern[str]]
    bare: Mapping[str, re.Pattern[str]]


@lru_cache(maxsize=1)
def _patterns() -> _Separated:
    none = "|".join(re.escape(word) for words in wordings()["cells"].values() for word in words)
    cell = rf"\"?(?:[-+\d./]*|{none})\"?"
    thousands = r"(?!\d{1,3}(?:,\d{3})+[ \t]*$)"
    return _Separated(
        re.compile(rf"[,;] ?{cell} ?[,;]"),
        {m: re.compile(rf"^[^\n]*?[^\s\d{m}(][)\"”]?(?: ?{m} ?{cell}){{2,}}[ \t]*$", re.M) for m in ",;"},
        {m: re.compile(rf"^[ \t]*{thousands}{cell}(?: ?{m} ?{cell}){{4,}}[ \t]*$", re.M) for m in ",;"},
    )


_BRACKETS = re.compile(r"\([^()\n]*\)|\"[^\"\n]*\"")


def _separator(piece: str) -> str:
    """The mark between cells, where several lines are a label and then only numbers and that mark; else ""."""
    for mark, pattern in _patterns().rows.items():
        if mark in piece and (len(pattern.findall(piece)) > 1 or _patterns().bare[mark].search(piece)):
            return mark
    return ""


def _separated(piece: str, mark: str) -> str:
    """The piece with the separators as pipes, except those inside brackets and quotation marks."""
    kept = _BRACKETS.sub(lambda found: found[0].replace(mark, "\0"), piece)
    return kept.replace(mark, "|").replace('"', " ").replace("\0", mark)
