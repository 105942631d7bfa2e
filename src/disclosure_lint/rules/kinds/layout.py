"""Headings and blanks as they are set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from disclosure_lint.finding import Edit
from disclosure_lint.report.model import Heading, Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome
from disclosure_lint.rules.written import Ordinals, Stretches, written
from disclosure_lint.source import Span

_DIGITS = re.compile(r"[一二三四五六七八九十]+|\d+")
_TAIL = re.compile(r"[ \t#*|]*(?=[\r\n]|\Z)")


@kind("heading-marks")
@dataclass(frozen=True)
class HeadingMarks:
    """Numbers of headings carry their own mark and no other, and headings on lines of their own end without one.

    `numbers`: how a number is wrongly written, with # for the number itself, and what it should be. `ends`: marks that
    a heading must not end with.
    """

    numbers: Mapping[str, str]
    ends: str

    @cached_property
    def _last(self) -> frozenset[str]:
        return frozenset(shape[-1] for shape in self.numbers)

    OUTCOMES: ClassVar = ("number", "end")
    PLACEHOLDERS: ClassVar = ("found", "right", "count")
    LABELS: ClassVar = {"too": ()}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each way of writing a number, and for each end of a heading."""
        ordinals = Ordinals(report)
        wrong: dict[str, list[tuple[Span, str, str]]] = {}
        for part in report.parts:
            for heading in part.headings:
                for shape, found, right in self._number(report, heading):
                    wrong.setdefault(shape, []).append((_number_span(heading), found, right))
        for alike in wrong.values():
            yield self._numbers(alike, ordinals)
        for span, title in _titles(report):
            if (end := self._end(report, span)) is not None:
                values = {"found": title, "right": title.rstrip(self.ends), "count": 1}
                edits = (Edit(end, ""),)
                yield Failed(Mark(end), ordinals.place(end.start), "end", values, edits=edits, applicability="unsafe")

    def _number(self, report: Report, heading: Heading) -> Iterator[tuple[str, str, str]]:
        text = report.source.text
        following = text[heading.title_span.start : heading.title_span.start + 1]
        if text[heading.title_span.start - 1] not in self._last and following not in self._last:
            return
        written_number = text[slice(*_number_span(heading))].strip()
        digits = _DIGITS.search(written_number)
        if not digits:
            return
        for candidate in (written_number, written_number + following):
            shape = candidate.replace(digits[0], "#")
            if shape in self.numbers:
                yield shape, candidate, self.numbers[shape].replace("#", digits[0])
                return

    def _numbers(self, found: Sequence[tuple[Span, str, str]], ordinals: Ordinals) -> Failed:
        span, number, right = found[0]
        spans = [Span(span.start, span.start + len(number)) for span, number, _ in found]
        edits = tuple(Edit(span, right) for span, (_, _, right) in zip(spans, found, strict=True))
        values = {"found": number, "right": right, "count": len(found)}
        marks = tuple(Mark(span, "too") for span in spans[1:])
        place = ordinals.place(span.start)
        return Failed(Mark(spans[0]), place, "number", values, marks, edits=edits, applicability="unsafe")

    def _end(self, report: Report, title: Span) -> Span | None:
        """The mark that a heading on a line of its own ends with."""
        text = report.source.text
        at = title.end
        while at > title.start and text[at - 1].isspace():
            at -= 1
        if text[at : at + 1] and text[at] in self.ends:  # the title was read up to its mark
            at += 1
        if at == title.start or text[at - 1] not in self.ends or not _TAIL.match(text, at):
            return None
        return Span(at - 1, at)


def _titles(report: Report) -> Iterator[tuple[Span, str]]:
    text = report.source.text
    for part in report.parts:
        yield part.title_span, text[slice(*part.title_span)]
        for heading in part.headings:
            yield heading.title_span, text[slice(*heading.title_span)].strip()


def _number_span(heading: Heading) -> Span:
    return Span(heading.span.start, heading.title_span.start)


_BLANKS = re.compile(r"[ \t\u3000\u00a0]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_OPENING, _CLOSING, _FINAL = "“《（〈【", "”》）〉】，、", "。；：！？"
_COUNTER = re.compile(r"(?:条|件|次|篇|份|期|场|人次|个)[，。；、]")


@kind("stray-blanks")
@dataclass(frozen=True)
class StrayBlanks:
    """No blanks stand inside Chinese text, no line breaks inside dates, and headings of a level are set alike.

    Blanks beside digits and Latin letters are fine; one before a counter may be where a figure was left out. With more
    than `most` the text was extracted, not written so.
    """

    most: int

    OUTCOMES: ClassVar = ("blank", "figure", "heading", "date")
    PLACEHOLDERS: ClassVar = ("found", "right")
    LABELS: ClassVar = {"other": ("other",)}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each blank, for each heading set differently, and for each broken date."""
        if not report.parts:
            yield NotAssessable("no-prose")
            return
        ordinals = Ordinals(report)
        prose = written(report).prose
        behind = _behind_numbers(report)
        blanks = [] if prose.flattened else [span for span in _stray(prose) if span.start not in behind]
        if prose.flattened or len(blanks) > self.most:
            yield NotAssessable("blanks-everywhere")
        else:
            yield from (self._blank(report, span, ordinals) for span in blanks)
        yield from self._headings(report, ordinals)
        if prose.wrapped:
            yield NotAssessable("lines-wrapped")
        else:
            yield from self._dates(report, ordinals)

    def _blank(self, report: Report, span: Span, ordinals: Ordinals) -> Failed:
        text = report.source.text
        before, after = text[max(0, span.start - 4) : span.start], text[span.end : span.end + 4]
        values = {"found": " ".join(f"{before} {after}".split()), "right": "".join(f"{before}{after}".split())}
        if _COUNTER.match(after):
            return Failed(Mark(span), ordinals.place(span.start), "figure", values)
        return Failed(
            Mark(span), ordinals.place(span.start), "blank", values, edits=(Edit(span, ""),), applicability="unsafe"
        )

    def _headings(self, report: Report, ordinals: Ordinals) -> Iterator[Outcome]:
        """Headings of a level of which fewer than a third have a blank after their number, or have none."""
        for level in (2, 3, 4):
            headings = [heading for part in report.parts for heading in part.headings if heading.level == level]
            spaced = [heading for heading in headings if _gap(report, heading)]
            tight = [heading for heading in headings if not _gap(report, heading)]
            if spaced and 3 * len(spaced) < len(headings):
                for heading in spaced:
                    yield self._heading(report, heading, tight[0], ordinals)

    def _heading(self, report: Report, heading: Heading, other: Heading, ordinals: Ordinals) -> Failed:
        text = report.source.text
        gap = _gap(report, heading)
        number = text[heading.span.start : gap.start if gap else heading.title_span.start]
        span = gap or _number_span(heading)
        title = "".join(_HAN.findall(heading.title))[:4]
        values = {
            "found": f"{number} {title}",
            "right": f"{number}{title}",
            "other": text[other.span.start : other.title_span.start + 4].strip(),
        }
        mark = Mark(Span(heading.span.start, span.end), values=values)
        marks = (Mark(_number_span(other), "other", values={"other": values["other"]}),)
        place = ordinals.place(span.start)
        return Failed(mark, place, "heading", values, marks, edits=(Edit(span, ""),), applicability="unsafe")

    def _dates(self, report: Report, ordinals: Ordinals) -> Iterator[Outcome]:
        text = report.source.text
        for mention in report.dates:
            piece = text[slice(*mention.span)]
            if "\n" in piece or "\r" in piece:
                broken = re.compile(r"\s*[\r\n]\s*").search(text, *mention.span)
                assert broken
                values = {"found": " ".join(piece.split()), "right": "".join(piece.split())}
                edits = (Edit(Span(*broken.span()), ""),)
                place = ordinals.place(mention.span.start)
                yield Failed(Mark(mention.span), place, "date", values, edits=edits, applicability="unsafe")


def _gap(report: Report, heading: Heading) -> Span | None:
    """The blanks between a heading's number and its title."""
    text = report.source.text
    if not text[heading.title_span.start : heading.title_span.start + 1].isspace():
        return None
    match = _BLANKS.match(text, heading.title_span.start)
    return Span(*match.span()) if match else None


def _behind_numbers(report: Report) -> frozenset[int]:
    """Where blanks between the number of a heading and its title begin."""
    starts = (heading.title_span.start for part in report.parts for heading in part.headings)
    return frozenset(at for start in starts for at in range(start - 2, start + 3))


def _stray(prose: Stretches) -> Iterator[Span]:
    """Blanks within a line that separate Han characters, or one from a mark on its inner side."""
    text = prose.text
    for match in _BLANKS.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if not before or not after:
            continue
        han = bool(_HAN.match(before)), bool(_HAN.match(after))
        inner = (before in _OPENING and han[1]) or (han[0] and after in _CLOSING + _FINAL)
        outer = (han[0] and after in _OPENING) or (before in _CLOSING and han[1])
        if all(han) or inner or outer:
            yield prose.span(*match.span())
