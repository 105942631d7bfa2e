"""Punctuation: width, pairs, marks that are one too many, paragraphs without an end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from disclosure_lint.finding import Edit, Place
from disclosure_lint.report.model import Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.kinds.sections import was_cut
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome
from disclosure_lint.rules.passage import part_at
from disclosure_lint.rules.wording import Wordings
from disclosure_lint.rules.written import Ordinals, Stretches, written

_HALF = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}
_HAN = "[\u4e00-\u9fff]"
_CHINESE = "[\u4e00-\u9fff“”《》（），。；：、〔〕]"
_BETWEEN = re.compile(rf"[,;:!?()](?<={_CHINESE}.)(?={_CHINESE})")
_BESIDE = re.compile(rf"[,;:!?()](?:(?<={_HAN}.)|(?={_HAN}))")


def ascii_share(report: Report) -> int:
    """How many per cent of the marks beside Han characters are ASCII."""
    text = written(report).prose.text
    half = len(_BESIDE.findall(text))
    full = sum(map(text.count, _HALF.values()))
    return round(100 * half / (half + full)) if half else 0


@kind("half-width-marks")
@dataclass(frozen=True)
class HalfWidthMarks:
    """Between Han characters there are no ASCII marks.

    If more than `most` per cent of all marks are ASCII, whoever extracted the text made them so.
    """

    most: int

    PLACEHOLDERS: ClassVar = ("found", "count", "right", "share")
    LABELS: ClassVar = {"too": ()}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for the report."""
        prose = written(report).prose
        if not report.parts:
            yield NotAssessable("no-prose")
            return
        found = list(_BETWEEN.finditer(prose.text))
        if not found:
            return
        share = ascii_share(report)
        if share > self.most:
            yield NotAssessable("marks-flattened", values={"share": share})
            return
        spans = [prose.span(*match.span()) for match in found]
        yield Failed(
            Mark(spans[0]),
            Place(part=part_at(report, spans[0].start)),
            values={"found": found[0][0], "right": _HALF[found[0][0]], "count": len(found), "share": share},
            marks=tuple(Mark(span, "too") for span in spans[1:]),
            edits=tuple(Edit(span, _HALF[match[0]]) for span, match in zip(spans, found, strict=True)),
            applicability="safe",
        )


_CLOSING = {"”": "“", "》": "《", ")": "(", "〉": "〈", "】": "【", "〕": "〔"}
_OPENING = {opening: closing for closing, opening in _CLOSING.items()}
_PAIRED = re.compile("[“”《》()〈〉【】〔〕]")
_NESTED = re.compile("《[^》]*《")
_DEEPEST = 12
_LIST_NUMBER = re.compile(r"(?:^|[\n。;:,、\s])[0-9一二三四五六七八九十①-⑩a-zA-Z]{1,3}$")
_WITHIN_SENTENCE = re.compile(r"[\u4e00-\u9fff,、]")
"""How a paragraph ends that a page break was taken for the end of."""
_PARAGRAPHS = re.compile(r"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)")


def unpaired(marks: str) -> str:
    """What is left of marks when those that come in pairs are taken out, layer by layer."""
    for _ in range(_DEEPEST):
        before = marks
        for opening, closing in _OPENING.items():
            marks = marks.replace(opening + closing, "")
        if marks == before:
            break
    return marks


@kind("paired-marks")
@dataclass(frozen=True)
class PairedMarks:
    """Quotation marks, brackets and title marks come in pairs, and title marks do not lie in one another.

    They are paired within a paragraph; a bracket after the number of a list (1) stands alone. If more than `most` stand
    alone, whoever extracted the text lost the others.
    """

    most: int

    OUTCOMES: ClassVar = ("open", "close", "nested")
    PLACEHOLDERS: ClassVar = ("found", "other")
    LABELS: ClassVar = {"outer": ()}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each mark without its other half, and for each title in a title."""
        if not report.parts:
            yield NotAssessable("no-prose")
            return
        prose = written(report).prose
        marks = "".join(_PAIRED.findall(prose.folded))
        alone = len(unpaired(marks))
        if not alone and not _NESTED.search(marks):
            return
        if alone > self.most:
            yield NotAssessable("marks-lost", values={"count": alone})
            return
        ordinals = Ordinals(report)
        start = 0
        text = prose.folded
        stack: list[tuple[str, int]] = []
        for gap in (*_PARAGRAPHS.finditer(text), None):
            end = gap.start() if gap else len(text)
            yield from self._paragraph(prose, start, end, stack, ordinals)
            if gap is None or not _WITHIN_SENTENCE.match(text, end - 1):
                yield from (self._alone(prose, "open", mark, at, ordinals) for mark, at in stack)
                stack.clear()
            start = gap.end() if gap else end

    def _paragraph(
        self, prose: Stretches, start: int, end: int, stack: list[tuple[str, int]], ordinals: Ordinals
    ) -> Iterator[Outcome]:
        text = prose.folded
        for match in _PAIRED.finditer(text, start, end):
            mark, at = match[0], match.start()
            if mark in _OPENING:
                if mark == "《" and any(opening == "《" for opening, _ in stack):
                    yield self._nested(prose, stack, at, ordinals)
                stack.append((mark, at))
            elif stack and stack[-1][0] == _CLOSING[mark]:
                stack.pop()
            elif any(opening == _CLOSING[mark] for opening, _ in stack):
                while stack[-1][0] != _CLOSING[mark]:
                    yield self._alone(prose, "open", *stack.pop(), ordinals)
                stack.pop()
            elif not (mark == ")" and _LIST_NUMBER.search(text, max(start - 1, at - 5), at)):
                yield self._alone(prose, "close", mark, at, ordinals)

    def _alone(self, prose: Stretches, outcome: str, mark: str, at: int, ordinals: Ordinals) -> Failed:
        other = (_OPENING if outcome == "open" else _CLOSING)[mark]
        span = prose.span(at, at + 1)
        values = {"found": prose.text[at], "other": _wide(other)}
        return Failed(Mark(span), ordinals.place(span.start), outcome, values)

    def _nested(self, prose: Stretches, stack: list[tuple[str, int]], at: int, ordinals: Ordinals) -> Failed:
        outer = next(place for opening, place in stack if opening == "《")
        span = prose.span(at, at + 1)
        marks = (Mark(prose.span(outer, outer + 1), "outer"),)
        return Failed(Mark(span), ordinals.place(span.start), "nested", {"found": "《", "other": "〈"}, marks)


def _wide(mark: str) -> str:
    return _HALF.get(mark, mark)


@kind("needless-marks")
@dataclass(frozen=True)
class NeedlessMarks:
    """Some marks do not stand together. `sequences`: how they stand, and how they should."""

    sequences: Mapping[str, str]

    PLACEHOLDERS: ClassVar = ("found", "right", "count")
    LABELS: ClassVar = {"too": ()}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each sequence, however often it occurs."""
        if not report.parts:
            yield NotAssessable("no-prose")
            return
        prose = written(report).prose
        ordinals = Ordinals(report)
        for found, right in self.sequences.items():
            if found not in prose.folded:
                continue
            spans = [prose.span(*match.span()) for match in re.finditer(re.escape(found), prose.folded)]
            yield Failed(
                Mark(spans[0]),
                ordinals.place(spans[0].start),
                values={"found": found, "right": right, "count": len(spans)},
                marks=tuple(Mark(span, "too") for span in spans[1:]),
                edits=tuple(Edit(span, right) for span in spans),
                applicability="unsafe",
            )


_OPEN_END = re.compile(r"[\u4e00-\u9fff,、]")
_HEADING_NUMBER = re.compile(r"[ \t#*]*(?:\(?[一二三四五六七八九十]{1,3}[)、.]|\(?\d{1,2}[).、,])")
_MARKUP = " \t\r#*|>-"
_PROSE = 30
"""Characters from which a line with a mark inside is prose."""
_LONG_PROSE = 60
"""The same for one that begins like a heading."""


@kind("final-marks")
@dataclass(frozen=True)
class FinalMarks:
    """Paragraphs of prose end with a mark. `apart`: wordings of lines that are no prose."""

    apart: Wordings = field(default_factory=Wordings)

    PLACEHOLDERS: ClassVar = ("found",)

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each paragraph."""
        if not report.parts:
            yield NotAssessable("no-prose")
            return
        prose = written(report).prose
        if prose.wrapped:
            yield NotAssessable("lines-wrapped")
            return
        ordinals = Ordinals(report)
        begin = 0
        for whole in prose.folded.split("\n"):
            line = whole.rstrip(_MARKUP)
            if len(line) >= _PROSE and _OPEN_END.match(line, len(line) - 1) and self._is_prose(line):
                at = begin + len(line)
                if was_cut(report) and not prose.text[at:].strip():
                    yield NotAssessable("text-cut")
                    return
                span = prose.span(at - 1, at)
                values = {"found": prose.text[max(begin, at - 12) : at].strip()}
                yield Failed(Mark(span), ordinals.place(span.start), values=values)
            begin += len(whole) + 1

    def _is_prose(self, line: str) -> bool:
        least = _LONG_PROSE if _HEADING_NUMBER.match(line) else _PROSE
        if len(line.strip(_MARKUP)) < least or not ("。" in line or line.count(",", 0, -1)):
            return False
        if line.count("“") > line.count("”"):  # a page break within a sentence
            return False
        return not self.apart.first("".join(line.split()))
