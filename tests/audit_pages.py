"""The page of an audit taken apart."""

from __future__ import annotations

import json
from base64 import b64decode
from html.parser import HTMLParser
from typing import Any
from zlib import decompress


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        self._open = tag == "script"
        if self._open:
            self.scripts.append((dict(attrs), ""))

    def handle_endtag(self, tag: str) -> None:
        self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            attributes, text = self.scripts[-1]
            self.scripts[-1] = attributes, text + data


def parsed(text: str) -> _Scripts:
    parser = _Scripts()
    parser.feed(text)
    return parser


def unpacked(text: str) -> dict[str, list[Any]]:
    """The data of a page: its head, and the blocks by name."""
    blocks: dict[str, list[Any]] = {}
    for attributes, content in parsed(text).scripts:
        if name := attributes.get("data-block"):
            blocks.setdefault(name, []).append(json.loads(decompress(b64decode(content))))
        elif attributes.get("id") == "head":
            blocks["head"] = [json.loads(content)]
    return blocks
