"""Text as files of fixed formats take it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from disclosure_lint.finding import Basis

_SURROGATE = re.compile("[\ud800-\udfff]")
# What XML cannot hold; tab and line ends it can.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_PICTURES = 0x2400
_DELETE, _DELETE_PICTURE = 0x7F, "\u2421"


def encodable(text: str) -> str:
    """The text without lone surrogates (a file name that is not UTF-8 brings them), written as in the JSON outputs."""
    if text.isascii():
        return text
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def printable(text: str) -> str:
    """The text with control characters as the signs that stand for them: no document can hold them themselves."""
    return _UNFIT.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(_PICTURES + code)
    if code == _DELETE:
        return _DELETE_PICTURE
    return f"\\u{code:04x}" if 0xD800 <= code <= 0xDFFF else "\ufffd"


def basis_texts(basis: Iterable[Basis | Mapping[str, str]]) -> list[str]:
    """Provisions, as rules have them or as findings do, in words."""
    pairs = (
        (each.document, each.article) if isinstance(each, Basis) else (each["document"], each["article"])
        for each in basis
    )
    return [" ".join(filter(None, pair)) for pair in pairs]


def excerpt_text(excerpt: Any) -> str:
    """The lines around a finding as text, those left out and cut as "…"."""
    if not excerpt:
        return ""
    return "\n".join(_excerpt_lines(excerpt["lines"]))


def _excerpt_lines(lines: Iterable[Any]) -> Iterable[str]:
    before = None
    for line in lines:
        if before is not None and line["line"] > before + 1:
            yield "…"
        before = line["line"]
        yield ("…" if line["offset"] else "") + line["text"].rstrip("\r\n") + ("…" if line["more"] else "")


def marked_text(excerpt: Any) -> str:
    """The one line that the finding itself stands on."""
    if not excerpt or not excerpt["marks"]:
        return ""
    mark = excerpt["marks"][0]
    for line in excerpt["lines"]:
        if line["line"] == mark["line"] and line["offset"] <= mark["column"] - 1 <= line["offset"] + len(line["text"]):
            return "".join(_excerpt_lines([line])).strip()
    return ""
