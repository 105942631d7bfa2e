"""Findings with the lines of the report they speak of, for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TextIO

from disclosure_lint.finding import Edit, Finding, Label, Suggestion
from disclosure_lint.report.model import Report, RowLabel
from disclosure_lint.reporters.catalogue import catalogue
from disclosure_lint.reporters.closing import Tally
from disclosure_lint.reporters.options import Options
from disclosure_lint.reporters.places import digits, place_words
from disclosure_lint.reporters.snippet import Layout, Mark, Parts, snippet
from disclosure_lint.reporters.width import visible, width, wrapped
from disclosure_lint.results import FileResult, RunError, Skipped, Summary
from disclosure_lint.source import Source, Span

_COLORS = {"error": "1;31", "warning": "1;33", "note": "1;36", "frame": "1;34", "bold": "1"}
_LEAST_COLUMNS = 30
_MANY_LABELS = 6
_WIDEST_NAME = 10
"""A note that names its own kind (算式：…) does so in so many columns."""


class Full:
    """Each finding with its snippet, notes, basis, help and suggestions; then where the reader stands."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream
        self._options = options
        self._words = catalogue(options.lang)
        self._tally = Tally(options)

    def begin(self) -> None:
        """Nothing comes before the first finding."""

    def file(self, result: FileResult) -> None:
        """Write the findings of one file."""
        self._tally.add(result)
        masks = [span for finding in result.verdicts.findings for span in finding.masks]
        if masks and result.source:  # also for findings that stand on the same line
            result = replace(result, source=masked(result.source, masks))
        for finding in result.verdicts.findings:
            self._stream.write("\n".join(self._finding(finding, result)) + "\n\n")

    def end(self, summary: Summary, skipped: Iterable[Skipped], errors: Iterable[RunError]) -> None:
        """Write the closing lines."""
        for line in self._tally.lines(summary, skipped, errors):
            self._stream.write(line + "\n")

    def _paint(self, text: str, style: str) -> str:
        if not (self._options.color and style and text):
            return text
        return f"\x1b[{_COLORS[style]}m{text}\x1b[0m"

    def _line(self, parts: Parts) -> str:
        return "".join(self._paint(text, style) for text, style in parts).rstrip(" ")

    def _finding(self, finding: Finding, result: FileResult) -> Iterator[str]:
        level = f"{self._words[finding.severity]}[{finding.code}]"
        yield self._line([(level, finding.severity), (f": {visible(finding.message)}", "bold")])
        source = result.source
        position = source.position(finding.primary.span.start) if source else (1, 1)
        gutter, drawn = self._snippet(finding, result.report, source) if source and source.text else (1, [])
        place = f"{visible(result.path)}:{position[0]}:{position[1]}"
        yield self._line([(" " * gutter + "--> ", "frame"), (place, "")])
        bar = [(" " * gutter + " |", "frame")]
        if drawn:
            yield self._line(bar)
        for number, parts in drawn:
            fold = bool(number) and not parts
            yield self._line([(number if fold else f"{number:>{gutter}} | ", "frame"), *parts])
        remarks = list(self._remarks(finding, result.report, source))
        if drawn and remarks:
            yield self._line(bar)
        for name, text in remarks:
            yield from self._remark(gutter, name, text)

    def _snippet(self, finding: Finding, report: Report | None, source: Source) -> tuple[int, list[tuple[str, Parts]]]:
        """The columns of the gutter, and the lines beside it."""
        shown = _shown(finding, source)
        labels = (finding.primary, *shown)
        marks = [Mark(*finding.primary.span, finding.primary.text, "^", finding.severity)]
        marks += [Mark(*label.span, label.text) for label in shown]
        context = {source.position(row.span.start).line for label in labels for row in _row_label(report, label)}
        gutter = len(str(max(source.position(label.span.end).line for label in labels)))
        columns = max(self._options.width - gutter - 3, _LEAST_COLUMNS)
        layout = Layout(columns, self._options.ambiguous_width, self._words["continued"])
        return gutter, list(snippet(source, marks, context, layout))

    def _remark(self, gutter: int, name: str, text: str) -> Iterator[str]:
        """A remark below the snippet; its further lines are indented to the first one's text."""
        ambiguous = self._options.ambiguous_width
        head = f"{name}{self._words['colon']}"
        indent = gutter + 3 + width(head, ambiguous)
        room = max(self._options.width - indent, _LEAST_COLUMNS)
        lines = [line for given in text.splitlines() for line in wrapped(visible(given), room, ambiguous)]
        for line in lines[:1]:
            yield self._line([(" " * gutter + " = ", "frame"), (head, "bold"), (line, "")])
        for line in lines[1:]:
            yield " " * indent + line

    def _remarks(self, finding: Finding, report: Report | None, source: Source | None) -> Iterator[tuple[str, str]]:
        """The lines below the snippet in their fixed order, each with its name; what is absent has none."""
        words = self._words
        for note in finding.notes:
            name, colon, text = note.partition(words["colon"])
            named = colon and " " not in name and 0 < width(name) <= _WIDEST_NAME
            yield (name, text) if named else (words["label_note"], note)
        if source and (hidden := len(finding.labels) - len(_shown(finding, source))):
            yield words["label_note"], words["zeros_not_drawn"].format(count=hidden)
        if finding.also:
            yield words["label_also"], words["also"].format(codes=words["list"].join(finding.also))
        if finding.confidence != "high":
            yield words["label_confidence"], words[finding.confidence]
        if finding.basis:
            basis = (f"{one.document} {one.article}".strip() for one in finding.basis)
            yield words["label_basis"], words["semicolon"].join(basis)
        if finding.help:
            yield words["label_help"], finding.help
        for suggestion in finding.suggestions:
            yield words["label_suggestion"], self._suggestion(suggestion, report)
        if finding.fix and source:
            for edit in finding.fix.edits:
                yield words["label_fix"], self._edit(edit, source) + words[f"fix_{finding.fix.applicability}"]

    def _suggestion(self, suggestion: Suggestion, report: Report | None) -> str:
        words = self._words
        changes = words["and"].join(
            words["change"].format(
                place=place_words(report, change.table, change.row, change.column, words), value=digits(change.value)
            )
            for change in suggestion.changes
        )
        return words["suggestion_unique" if suggestion.unique else "suggestion_possible"].format(changes=changes)

    def _edit(self, edit: Edit, source: Source) -> str:
        old = visible(source.text[edit.span.start : edit.span.end])
        action = "fix_insert" if not old else "fix_replace" if edit.text else "fix_delete"
        return self._words[action].format(old=old, new=visible(edit.text))


def masked(source: Source, spans: Iterable[Span]) -> Source:
    """The source with stretches hidden character by character, so that every place stays where it is."""
    text = source.text
    for start, end in spans:
        hidden = "".join("＊" if width(character) > 1 else "*" for character in text[start:end])
        text = text[:start] + hidden + text[end:]
    return replace(source, text=text)


def _shown(finding: Finding, source: Source) -> tuple[Label, ...]:
    """The labels to draw: where a whole column is labelled, the cells that say 0 only push the others apart."""
    if len(finding.labels) <= _MANY_LABELS:
        return finding.labels
    return tuple(label for label in finding.labels if source.folded[label.span.start : label.span.end].strip() != "0")


def _row_label(report: Report | None, label: Label) -> Iterator[RowLabel]:
    """The label of the row (or the column, where rows have none) that a labelled cell stands in."""
    place = label.place
    table = report.tables.get(place.table) if report and place.table else None
    if table is None:
        return
    labels, key, block = table.rows, place.row, ""
    if not key and place.column:
        block, _, key = place.column.rpartition(".")
        labels = table.columns
    found = [row for row in labels if row.key == key and (not block or row.block in ("", block))]
    before = [row for row in found if row.span.start <= label.span.start]
    yield from before[-1:]
