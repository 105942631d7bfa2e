"""The rows of a table as its tree gives them: labels, cells and the heads above, before cells have columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from disclosure_lint.forms import squeezed
from disclosure_lint.report.model import Edition
from disclosure_lint.syntax.labels import FormWord, vocabularies
from disclosure_lint.syntax.tokens import CellRun, FoundLabel

_MOST_GUESSES = 40
_ALIKE = 0.8


@dataclass(slots=True)
class Row:
    """A row as found: its label, its cells and the heads above it."""

    label: FoundLabel
    run: CellRun | None
    heads: tuple[FoundLabel, ...] = ()
    block: str = ""

    @property
    def key(self) -> str | None:
        """The key of the row in the form, None for a row that the form does not know."""
        return self.label.word.key if self.label.word else None


@dataclass(slots=True)
class TableDraft:
    """A table as its tree gives it, before its cells have columns."""

    rows: list[Row] = field(default_factory=list)
    heads: list[FoundLabel] = field(default_factory=list)
    blocks: list[FoundLabel] = field(default_factory=list)
    groups: list[FoundLabel] = field(default_factory=list)
    loose: list[tuple[CellRun, tuple[str, ...]]] = field(default_factory=list)
    """Cells without a row label, with the group labels before them."""


def draft_of(tree: Any) -> TableDraft:
    """The rows, heads and loose cells of a table's parse tree."""
    draft = TableDraft()
    heads: list[FoundLabel] = []
    groups: list[str] = []
    block = ""
    for node in tree.children:
        label = node.children[0].value
        if node.data == "block":
            draft.blocks.append(label)
            block, heads = label.word.key, []
        elif node.data == "heads":
            for head in label:
                heads = [] if head.word.role == "head" else [*heads, head]
            draft.heads += label
        elif node.data == "group":
            draft.groups.append(label)
            groups.append(label.word.key)
            if len(groups) > 8:
                del groups[0]
        elif node.data == "row":
            run = node.children[1].value if len(node.children) > 1 else None
            draft.rows.append(Row(label, run, tuple(heads), block))
        else:
            draft.loose.append((label, tuple(groups)))
            groups = []
    return draft


def edition_of(words: Iterable[FormWord]) -> Edition | None:
    """The edition that the labels of only one edition belong to; None where they are equally many."""
    counts: dict[str, int] = {}
    for word in words:
        if len(word.editions) == 1:
            counts[word.editions[0]] = counts.get(word.editions[0], 0) + 1
    best = sorted(counts.items(), key=lambda item: -item[1])
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return best[0][0]  # type: ignore[return-value]


def guess_labels(draft: TableDraft, table: str, text: str) -> None:
    """Give rows whose label no wording knows the row of the form that it resembles, if that row is not there yet."""
    unknown = [row for row in draft.rows if row.label.word is None and row.run is not None]
    if not unknown:
        return
    from difflib import SequenceMatcher

    found = {row.key for row in draft.rows}
    open_words = {
        wording: word
        for wording, words in vocabularies()[table].words.items()
        for word in words
        if word.role == "row" and word.key not in found and len(wording) >= 4
    }
    for row in unknown[:_MOST_GUESSES]:
        written = squeezed(text[row.label.span.start : row.label.span.end])[:80]
        best = max(open_words, key=lambda wording: SequenceMatcher(None, wording, written).ratio(), default="")
        if best and SequenceMatcher(None, best, written).ratio() >= _ALIKE:
            row.label = FoundLabel(open_words[best], row.label.span)
            open_words = {wording: word for wording, word in open_words.items() if word.key != row.key}
