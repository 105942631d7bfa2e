"""The parts of a generated report before it is laid out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of prose. `heading`: it is the heading of an aspect, on a line of its own."""

    text: str
    heading: bool = False


@dataclass(frozen=True)
class Part:
    """One of the six parts: its whole heading, its prose, and the key of the table it holds (or "")."""

    heading: str
    paragraphs: tuple[Paragraph, ...]
    table: str = ""


@dataclass(frozen=True)
class Document:
    """A report without its figures: title lines, preamble, six parts, signature (agency and date).

    `metadata` are the lines that a crawler puts before the text of a page.
    """

    title: tuple[str, ...]
    preamble: tuple[Paragraph, ...]
    parts: tuple[Part, ...]
    signature: tuple[str, str]
    metadata: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=1)
def phrases() -> Any:
    """The words and sentences of generated reports."""
    import yaml

    text = (Path(__file__).resolve().parent / "phrases.yaml").read_text(encoding="utf-8")
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
