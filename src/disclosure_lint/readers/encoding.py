"""Which encoding some bytes are in: strict UTF-8 first, then UTF-16, then GB18030; no byte is lost unseen."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_SAMPLE = 1 << 16
_PLAUSIBLE = 0.97
_FEW = 0.01
_STRAY_BYTES = 3

# Four characters in a row that are three-byte UTF-8: bytes of another encoding do not look like that by chance.
_UTF8_RUN = re.compile(rb"(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){4,}")
_ASCII = bytes(range(128))

_CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32)])

# What Chinese text is not made of: a wrong guess of the encoding gives Hangul, private use and unassigned characters.
_UNEXPECTED = re.compile(
    "[^\t\n\f\r -~\u00a0-\u024f\u0370-\u03ff\u2000-\u26ff\u3000-\u30ff\u3200-\u33ff\u3400-\u9fff\uff00-\uffef]+"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text without its byte order mark, the codec, and how many places could not be decoded (they became U+FFFD)."""

    text: str
    encoding: str
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Undecodable:
    """No encoding fits. `fact` is "damaged", "mixed" or "binary"."""

    fact: str


def decoded(content: bytes) -> Decoded | Undecodable:
    """The text of some bytes."""
    for mark, codec in _BOMS:
        if content.startswith(mark):
            return _tolerant(content[len(mark) :], codec)
    codec = _utf16(content) if b"\x00" in content[:_SAMPLE] else ""
    if codec:
        return _tolerant(content, codec)
    if _binary(content):
        return Undecodable("binary")
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        codec = _utf16(content)
        return _tolerant(content, codec) if codec else _legacy(content)


def _binary(content: bytes) -> bool:
    """Whether the bytes hold so many control bytes that they are no text in any encoding but UTF-16."""
    sample = content[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > max(_STRAY_BYTES, len(sample) * _FEW)


def _tolerant(content: bytes, codec: str) -> Decoded | Undecodable:
    """The text in a known encoding, with the places that do not fit replaced if they are few."""
    try:
        return Decoded(content.decode(codec), codec)
    except UnicodeDecodeError:
        text = content.decode(codec, "replace")
    lost = text.count("\ufffd")
    return Decoded(text, codec, lost) if _few(lost, len(text)) else Undecodable("damaged")


def _few(lost: int, length: int) -> bool:
    return lost <= max(_STRAY_BYTES, length * _FEW) and lost * 2 <= length


def _utf16(content: bytes) -> str:
    """The codec of UTF-16 without a mark, "" unless the text makes sense in one byte order and not in the other."""
    sample = content[: min(_SAMPLE, len(content) & ~1)]
    little, big = (_plausibility(sample.decode(codec, "replace")) for codec in ("utf-16-le", "utf-16-be"))
    if little >= _PLAUSIBLE > big:
        return "utf-16-le"
    return "utf-16-be" if big >= _PLAUSIBLE > little else ""


def _plausibility(text: str) -> float:
    """The share of characters that Chinese text is made of."""
    unexpected = sum(match.end() - match.start() for match in _UNEXPECTED.finditer(text))
    return 1 - unexpected / len(text) if text else 0.0


def _legacy(content: bytes) -> Decoded | Undecodable:
    """Bytes that are not UTF-8: damaged UTF-8, GB18030, both in one file, or no text at all."""
    high = len(content.translate(None, _ASCII))
    in_utf8 = sum(len(run.group()) for run in _UTF8_RUN.finditer(content)) / high if high else 0.0
    as_utf8 = content.decode("utf-8", "replace")
    lost = as_utf8.count("\ufffd")
    if _few(lost, len(as_utf8)) and (in_utf8 > 0.5 or lost <= _STRAY_BYTES < len(as_utf8) // 100):
        return Decoded(as_utf8, "utf-8", lost)
    as_gb = content.decode("gb18030", "replace")
    lost = as_gb.count("\ufffd")
    if in_utf8 < _FEW and _few(lost, len(as_gb)) and _plausibility(as_gb[:_SAMPLE]) >= _PLAUSIBLE:
        return Decoded(as_gb, "gb18030", lost)
    return Undecodable("mixed" if _mixed(content) else "damaged")


def _mixed(content: bytes) -> bool:
    """Whether some lines are UTF-8 and the others GB18030 (the line where they meet may be neither)."""
    kinds: dict[str, int] = {}
    for line in content.splitlines()[:10_000]:
        if not line.isascii():
            codec = next((codec for codec in ("utf-8", "gb18030") if _decodes(line, codec)), "")
            kinds[codec] = kinds.get(codec, 0) + 1
    return kinds.keys() >= {"utf-8", "gb18030"} and kinds.get("", 0) <= 1 + sum(kinds.values()) * _FEW


def _decodes(line: bytes, codec: str) -> bool:
    try:
        text = line.decode(codec)
    except UnicodeDecodeError:
        return False
    return codec == "utf-8" or _plausibility(text) >= _PLAUSIBLE
