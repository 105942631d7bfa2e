"""A Word document with {{placeholders}}, filled without Word: whatever else is in the document stays as it is.

A placeholder may be about the document or about one item of a list. A table row with placeholders about items is
repeated for each item; so are neighbouring paragraphs with such placeholders. A paragraph all of whose placeholders
come out empty is left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from disclosure_lint.audit.outputs import TemplateError
from disclosure_lint.audit.outputs.packages import package
from disclosure_lint.audit.outputs.texts import printable

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARAGRAPH, _TEXT, _BREAK, _ROW, _CELL = (_WORD + name for name in ("p", "t", "br", "tr", "tc"))
_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_FILLED_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml\Z")
_LONE_IDS = re.compile(r"\}(?:paraId|textId)\Z")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_NOT_A_DOCUMENT = "not-a-document"
_UNKNOWN = "unknown-placeholder"


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    content: bytes
    tree: Any = None
    """The part as a tree, if it has placeholders."""


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Parts as a document: the same bytes for the same parts."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in parts:
            info = ZipInfo(name, _EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, content)
    return target.getvalue()


def unpacked(content: bytes) -> list[tuple[str, bytes]]:
    """The parts of a document. Raises TemplateError if it is none."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            return [(info.filename, archive.read(info)) for info in archive.infolist() if not info.is_dir()]
    except (BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise TemplateError(_NOT_A_DOCUMENT) from error


class Template:
    """A document to fill. `once` are the placeholders about the document, `each` those about an item."""

    def __init__(self, content: bytes, once: Collection[str], each: Collection[str]) -> None:
        self._etree = package("lxml.etree")
        self._once, self._each = frozenset(once), frozenset(each)
        self._parts = tuple(self._read(content))

    def _read(self, content: bytes) -> Iterator[_Part]:
        parts = unpacked(content)
        if "word/document.xml" not in dict(parts):
            raise TemplateError(_NOT_A_DOCUMENT)
        for name, data in parts:
            tree = self._tree(data) if _FILLED_PARTS.match(name) else None
            yield _Part(name, data, tree if tree is not None and self._used(tree) else None)

    def _tree(self, data: bytes) -> Any:
        parser = self._etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            return self._etree.fromstring(data, parser)
        except self._etree.XMLSyntaxError as error:
            raise TemplateError(_NOT_A_DOCUMENT) from error

    def _used(self, tree: Any) -> set[str]:
        found = {name for paragraph in tree.iter(_PARAGRAPH) for name in _names(paragraph)}
        unknown = sorted(found - self._once - self._each)
        if unknown:
            known = "、".join((*sorted(self._once), *sorted(self._each)))
            raise TemplateError(_UNKNOWN, {"word": f"{{{{{unknown[0]}}}}}", "known": known})
        return found

    def filled(self, values: Mapping[str, str], items: Sequence[Mapping[str, str]]) -> bytes:
        """The document with every placeholder replaced; the same bytes for the same values."""
        return packed((part.name, self._content(part, values, items)) for part in self._parts)

    def _content(self, part: _Part, values: Mapping[str, str], items: Sequence[Mapping[str, str]]) -> bytes:
        if part.tree is None:
            return part.content
        tree = deepcopy(part.tree)
        for group in list(self._repeated(tree)):
            _repeat(group, values, items)
        for paragraph in list(tree.iter(_PARAGRAPH)):
            _fill(paragraph, values)
        content: bytes = self._etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        return content

    def _repeated(self, tree: Any) -> Iterator[list[Any]]:
        """Rows, and runs of neighbouring paragraphs, that are about items."""
        rows = [row for row in tree.iter(_ROW) if self._about_items(row)]
        inner = {id(row) for row in rows for outer in rows if outer is not row and outer in row.iterancestors()}
        rows = [row for row in rows if id(row) not in inner]
        yield from ([row] for row in rows)
        within = {id(paragraph) for row in rows for paragraph in row.iter(_PARAGRAPH)}
        run: list[Any] = []
        for paragraph in tree.iter(_PARAGRAPH):
            if id(paragraph) in within or not self._about_items(paragraph):
                continue
            if run and run[-1].getnext() is not paragraph:
                yield run
                run = []
            run.append(paragraph)
        if run:
            yield run

    def _about_items(self, element: Any) -> bool:
        return any(name in self._each for paragraph in element.iter(_PARAGRAPH) for name in _names(paragraph))


def _own_texts(paragraph: Any) -> list[Any]:
    """The pieces of text of a paragraph, without those of paragraphs in it (text boxes)."""
    return [text for text in paragraph.iter(_TEXT) if next(text.iterancestors(_PARAGRAPH)) is paragraph]


def _names(paragraph: Any) -> Iterator[str]:
    joined = "".join(text.text or "" for text in _own_texts(paragraph))
    return (match[1] for match in _PLACEHOLDER.finditer(joined))


def _repeat(group: list[Any], values: Mapping[str, str], items: Sequence[Mapping[str, str]]) -> None:
    """Put a filled copy of the elements in their place for each item."""
    parent, at = group[0].getparent(), group[0].getparent().index(group[0])
    for item in items:
        for element in group:
            copy = deepcopy(element)
            for name in [name for each in copy.iter() for name in each.attrib if _LONE_IDS.search(name)]:
                for each in copy.iter():
                    each.attrib.pop(name, None)
            parent.insert(at, copy)
            at += 1
            for paragraph in list(copy.iter(_PARAGRAPH)):
                _fill(paragraph, {**values, **item})
    for element in group:
        parent.remove(element)


def _fill(paragraph: Any, values: Mapping[str, str]) -> None:
    """Replace the placeholders of a paragraph. One may be spread over several runs: the first takes the value."""
    texts = _own_texts(paragraph)
    joined = "".join(text.text or "" for text in texts)
    matches = list(_PLACEHOLDER.finditer(joined))
    if not matches:
        return
    if not any(values[match[1]] for match in matches) and _removable(paragraph):
        paragraph.getparent().remove(paragraph)
        return
    for match in reversed(matches):
        _replace(texts, match.start(), match.end(), printable(values[match[1]]))
    for text in texts:
        _break_lines(text)


def _removable(paragraph: Any) -> bool:
    """A cell needs a paragraph, and one that ends a section holds its settings."""
    parent = paragraph.getparent()
    return parent.tag != _CELL and paragraph.find(f"{_WORD}pPr/{_WORD}sectPr") is None


def _replace(texts: list[Any], start: int, end: int, value: str) -> None:
    at = 0
    for text in texts:
        own = text.text or ""
        left, right = max(start - at, 0), min(end - at, len(own))
        if left < right:
            text.text = own[:left] + value + own[right:]
            text.set(_SPACE, "preserve")
            value = ""
        at += len(own)


def _break_lines(text: Any) -> None:
    """Lines of a value as lines of the paragraph."""
    if not text.text or "\n" not in text.text:
        return
    run = text.getparent()
    first, *rest = text.text.split("\n")
    text.text = first
    at = run.index(text) + 1
    for line in rest:
        follower = deepcopy(text)
        follower.text = line
        follower.tail = None
        run.insert(at, run.makeelement(_BREAK, {}))
        run.insert(at + 1, follower)
        at += 2
