"""Which format some bytes are in: by their first bytes where these decide, else by the suffix of the path."""

from __future__ import annotations

import os
import re

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE"),
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"RIFF", "RIFF"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf\x27\x1c", "7Z"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"\x7fELF", "ELF"),
)
_AMBIGUOUS = {"BMP", "RIFF"}
"""Magic numbers that are also plain words: they decide only when control bytes follow."""

_CONTAINERS = {
    "ZIP": {".docx": "DOCX", ".xlsx": "XLSX", ".pptx": "PPTX", ".ofd": "OFD", ".odt": "ODT", ".wps": "WPS"},
    "OLE": {".doc": "DOC", ".xls": "XLS", ".ppt": "PPT", ".wps": "WPS", ".et": "ET"},
}
"""What a container is, by suffix: its first bytes do not say."""

_START = rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*|<meta\b[^>]{0,500}>\s*)*<"
_PAGE = re.compile(_START + rb"(?:!doctype\s+html|html)\b", re.I | re.S)
_FRAGMENT = re.compile(
    _START + rb"(?:head|body|div|section|article|table|p|span|h[1-6]|style|script|center|font|ucapcontent)\b",
    re.I | re.S,
)
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
_MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})
"""Markdown may begin with a tag and be Markdown all the same."""
_HEAD = 4096
_ZIP_FLAGS = 6


def format_of(path: str, content: bytes) -> str:
    """The format: a name of `READERS`, or the name of one that has no reader."""
    suffix = os.path.splitext(path)[1].lower()
    for magic, name in _MAGIC:
        if content.startswith(magic) and (name not in _AMBIGUOUS or b"\x00" in content[:32]):
            return _CONTAINERS.get(name, {}).get(suffix, name)
    head = content[:_HEAD]
    page = _PAGE.match(head) or (suffix not in _MARKDOWN_SUFFIXES and _FRAGMENT.match(head))
    return "HTML" if page or (suffix in _HTML_SUFFIXES and content.strip()) else "text"


def encrypted(name: str, content: bytes) -> bool:
    """Whether content that has no reader is locked by a password besides (a format as `format_of` names it)."""
    if name == "PDF":
        return b"/Encrypt" in content
    if content.startswith(b"PK\x03\x04"):
        return len(content) > _ZIP_FLAGS and bool(content[_ZIP_FLAGS] & 1)
    return content.startswith(b"\xd0\xcf") and "EncryptedPackage".encode("utf-16-le") in content
