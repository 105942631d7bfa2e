"""The reader of plain text and Markdown."""

from __future__ import annotations

import codecs
import re

from disclosure_lint.readers.encoding import Undecodable, decoded
from disclosure_lint.source import Remark, Source, Span

_BLANKS = " \t\r\n\f\v\u00a0\u3000\ufeff\u200b\u2028\u2029\x1a\x00"
# Form feeds and vertical tabs are page breaks in extracted text and hurt nobody.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_BIDIRECTIONAL = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_DECLARED = re.compile(r"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z][\w.:-]*)""", re.I)
_HEAD = 2048
_FAMILIES = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "ascii": "", "utf-16": "utf-16"}

# No part may run over the beginning of the next one: the time stays linear on whatever it is given.
_IMAGE = re.compile(r"!\[[^\[\]\n]*\](?:\([^()\n]*\)|\[[^\[\]\n]*\])|<img\b[^<>]*>|^\[[^\[\]\n]+\]:[^\n]*", re.I | re.M)
_WORDS_BESIDE_IMAGES = 20


def read_text(path: str, content: bytes) -> Source | Remark:
    """The text with its remarks, or the one remark that says why it cannot be read."""
    result = decoded(content)
    if isinstance(result, Undecodable):
        return Remark(result.fact)
    text = result.text
    if not text.strip(_BLANKS):
        return Remark("empty")
    if images := _images_alone(text):
        return Remark("image_only", values={"count": images})
    remarks = (*_lost(text, result.lost), *_declared(text, result.encoding), *_controls(text))
    return Source(path, text, result.encoding, remarks)


def _controls(text: str) -> list[Remark]:
    """Characters that nobody sees and that change what is seen: the first of them, and how many there are."""
    first = _CONTROL.search(text)
    if first is None:
        return []
    count = len(text) - len(_CONTROL.sub("", text))
    fact = "bidirectional" if first.group() in _BIDIRECTIONAL else "control"
    return [Remark(fact, Span(*first.span()), {"character": f"U+{ord(first.group()):04X}", "count": count})]


def _lost(text: str, lost: int) -> list[Remark]:
    """The replacement characters in the text: bytes that we could not decode, or that somebody before us could not."""
    if "\ufffd" not in text:
        return []
    at = text.index("\ufffd")
    fact = "lost_bytes" if lost else "replacement"
    return [Remark(fact, Span(at, at + 1), {"count": text.count("\ufffd")})]


def _declared(text: str, encoding: str) -> list[Remark]:
    """A declaration of another encoding than the one the text is in."""
    match = _DECLARED.search(text, 0, _HEAD)
    if match is None:
        return []
    try:
        name = codecs.lookup(match.group(1)).name
    except LookupError:
        return []
    family = _FAMILIES.get(name, name)
    if not family or encoding.startswith(family):
        return []
    return [Remark("declared", Span(*match.span(1)), {"declared": match.group(1), "encoding": encoding.upper()})]


def _images_alone(text: str) -> int:
    """How many pictures there are, 0 if there are words beside them."""
    if "![" not in text and "<img" not in text:
        return 0
    rest, count = _IMAGE.subn("", text)
    return count if sum(map(str.isalnum, rest)) < _WORDS_BESIDE_IMAGES else 0
