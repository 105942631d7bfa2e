"""The parts of a report: present, in order, numbered, worded, filled, and none besides them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from disclosure_lint.finding import Edit, Place, Severity
from disclosure_lint.forms import FormPart, form_for, forms
from disclosure_lint.report.model import Part, Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome
from disclosure_lint.rules.passage import body, passage, prose
from disclosure_lint.rules.wording import Wordings
from disclosure_lint.source import Span

_FEWEST = 2
"""With fewer of the parts recognised the structure was not read."""
_MOST_OF_THEM = 4
_TRUNCATED = "truncated"
_SENTENCE_END = "。.!?;:)”’》〕】…"
_MARKUP = "*_#|-= "
_DIGITS = "零一二三四五六七八九十"


def statutory_parts(report: Report) -> tuple[FormPart, ...]:
    """The parts that the form of the report's year asks for; the newest form's if no form settles it."""
    form = form_for(report.year) if report.year else forms().get(report.edition or "")
    if form and form.parts:
        return form.parts
    return next((form.parts for form in reversed(list(forms().values())) if form.parts), ())


def known_parts(report: Report) -> list[Part]:
    """The headings that are one of the statutory parts."""
    return [part for part in report.parts if part.number is not None]


def ordinal_word(ordinal: int | None) -> str:
    """一 for 1."""
    if ordinal is None:
        return ""
    if ordinal <= 10:
        return _DIGITS[ordinal]
    tens, units = divmod(ordinal, 10)
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[units] if units else "")


def stray_aspects(report: Report, aspects: Wordings) -> list[Part]:
    """Top-level headings that are aspects of part one: named like one, before the second part, not that part itself.

    A heading told to be a statutory part is one only if that part has another heading further on.
    """
    return [part for part in _unlisted(report, 0) if aspects.at_start("".join(part.title.split()))]


def with_stray_parts(report: Report, part: Part) -> list[Part]:
    """A part and the headings behind it that are no statutory part: their text may be the part's own."""
    return [part, *_unlisted(report, report.parts.index(part) + 1, part.number or 0)]


def _unlisted(report: Report, first: int, number: int = 1) -> list[Part]:
    """The top-level headings from one on that are no statutory part, up to a part beyond `number`."""
    found: list[Part] = []
    for index in range(first, len(report.parts)):
        part, later = report.parts[index], report.parts[index + 1 :]
        if part.number is not None and (part.exact or not any(other.number == part.number for other in later)):
            if part.number > number:
                break
        else:
            found.append(part)
    return found


def was_cut(report: Report) -> bool:
    """Whether the text was found to break off before its end."""
    return any(remark.fact == _TRUNCATED for remark in report.source.remarks)


def _ends_within_sentence(report: Report) -> bool:
    """Whether the last part ends without a mark and nobody signs: its end, or a part after it, may be lost."""
    if not report.parts or report.signed is not None:
        return False
    text = prose(report, report.parts[-1]).text.rstrip(_MARKUP)
    return bool(text) and text[-1] not in _SENTENCE_END


def _next(known: Sequence[Part], wanted: FormPart) -> tuple[Mark, ...]:
    """The heading that a missing part should stand before."""
    following = [part for part in known if (part.number or 0) > wanted.number]
    return (Mark(min(following, key=lambda part: part.heading).heading, "next"),) if following else ()


@kind("parts-present")
@dataclass(frozen=True)
class PartsPresent:
    """Every part of the form is there.

    A part whose heading alone was lost is less than a missing one: its table was read, or the part before it (for the
    first part the preamble) has one of the wordings that `traces` gives under the name of the part.
    """

    traces: Mapping[str, Wordings] = field(default_factory=dict)

    OUTCOMES: ClassVar = ("missing", "heading_lost")
    PLACEHOLDERS: ClassVar = ("number", "title")
    LABELS: ClassVar = {"next": (), "trace": ()}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each part of the form."""
        known = known_parts(report)
        if len({part.number for part in known}) < _FEWEST:
            yield NotAssessable("parts-unread")
            return
        numbers = {part.number for part in known}
        unsure = _ends_within_sentence(report)
        for wanted in statutory_parts(report):
            if wanted.number in numbers:
                continue
            place = Place(part=wanted.number)
            values = {"number": ordinal_word(wanted.number), "title": wanted.title}
            trace = self._trace(report, wanted)
            marks = _next(known, wanted)
            if trace:
                yield Failed(Mark(trace, "trace"), place, "heading_lost", values, marks)
            elif was_cut(report) and not marks:
                yield NotAssessable("text-cut", place)
            else:
                ceiling: Severity | None = "warning" if unsure and not marks else None
                yield Failed(Mark(Span(0, 0)), place, "missing", values, marks, ceiling=ceiling)

    def _trace(self, report: Report, wanted: FormPart) -> Span | None:
        """Where text of the part stands, though its heading does not."""
        table = report.tables.get(wanted.table)
        if table and any(figure.kind != "missing" for figure in table.figures.values()):
            return table.rows[0].span if table.rows else Span(table.span.start, table.span.start + 1)
        wordings = self.traces.get(wanted.name)
        if not wordings:
            return None
        before = [part for part in known_parts(report) if (part.number or 0) < wanted.number]
        where = prose(report, before[-1]) if before else passage(report.source, (report.preamble,))
        match = wordings.first(where.text)
        return where.span(*match.span()) if match else None


@kind("parts-in-order")
@dataclass(frozen=True)
class PartsInOrder:
    """The parts stand in the order of the form and are numbered one after the other.

    An ordinal is right if it is the part's own or follows on the one before it, so that a missing or additional part is
    not reported a second time. Headings that `aspects` names are another rule's matter.
    """

    aspects: Wordings = field(default_factory=Wordings)

    OUTCOMES: ClassVar = ("order", "twice", "ordinal")
    PLACEHOLDERS: ClassVar = ("title", "written", "expected", "before")
    LABELS: ClassVar = {"before": (), "too": ()}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each cause."""
        stray = stray_aspects(report, self.aspects)
        parts = [part for part in report.parts if part not in stray]
        known = [part for part in parts if part.number is not None]
        if len({part.number for part in known}) < _FEWEST:
            yield NotAssessable("parts-unread")
            return
        numbers = [part.number for part in known]
        first_ones = [part for index, part in enumerate(known) if part.number not in numbers[:index]]
        yield from self._twice(known, first_ones)
        displaced = _displaced(first_ones)
        if displaced:
            yield self._order(first_ones, displaced)
        numbered = [part for part in parts if _is_numbered(report, part) and part not in displaced]
        counted = [part for part in numbered if part in first_ones or part.number is None]
        yield from self._ordinals(report, _without_inner_lists(counted))

    def _twice(self, known: Sequence[Part], first_ones: Sequence[Part]) -> Iterator[Outcome]:
        for part in known:
            first = next(one for one in first_ones if one.number == part.number)
            if part is first:
                continue
            if part.ordinal == first.ordinal:
                yield NotAssessable("part-repeated", Place(part=part.number), {"title": part.title})
            else:
                values = _values(part, part.number, first)
                yield Failed(
                    Mark(part.heading), Place(part=part.number), "twice", values, (Mark(first.heading, "before"),)
                )

    def _order(self, known: Sequence[Part], displaced: Sequence[Part]) -> Failed:
        culprit = displaced[0]
        at = known.index(culprit)
        before = known[at - 1] if at else known[at + 1]
        values = _values(culprit, culprit.number, before)
        marks = (Mark(before.heading, "before"), *(Mark(part.heading, "too") for part in displaced[1:]))
        return Failed(Mark(culprit.heading), Place(part=culprit.number), "order", values, marks)

    def _ordinals(self, report: Report, parts: Sequence[Part]) -> Iterator[Outcome]:
        edits = _renumbering(report, parts)
        run: list[tuple[Part, int, Part | None]] = []
        before: Part | None = None
        for part in parts:
            follows = (before.ordinal or 0) + 1 if before else 1
            if part.ordinal not in (follows, part.number) and before and _unseen(report, before, part, follows):
                yield NotAssessable("heading-unseen", Place(part=part.number), {"ordinal": ordinal_word(follows)})
            elif part.ordinal not in (follows, part.number):
                run.append((part, part.number or follows, before))
            elif run:
                yield self._ordinal(run, edits)
                run = []
            before = part
        if run:
            yield self._ordinal(run, edits)

    def _ordinal(self, run: Sequence[tuple[Part, int, Part | None]], edits: tuple[Edit, ...]) -> Failed:
        part, expected, before = run[0]
        marks = [Mark(before.heading, "before")] if before else []
        marks += [Mark(other.heading, "too") for other, _, _ in run[1:]]
        return Failed(
            Mark(Span(part.heading.start, part.title_span.start)),
            Place(part=part.number),
            "ordinal",
            _values(part, expected, before),
            tuple(marks),
            edits=edits,
            applicability="safe" if all(other.number is not None for other, _, _ in run) else "unsafe",
        )


def _unseen(report: Report, before: Part, part: Part, skipped: int) -> bool:
    """Whether the text before a heading has the ordinal that was skipped: its heading may stand within a line."""
    return (part.ordinal or 0) > skipped and f"{ordinal_word(skipped)}、" in prose(report, before).text


def _is_numbered(report: Report, part: Part) -> bool:
    """Whether a heading has an ordinal of the top level: 一、 and not （一） or 1."""
    if part.ordinal is None:
        return False
    text = report.source.folded
    ordinal = text[max(part.heading.start - 1, 0) : part.title_span.start]
    return "(" not in ordinal and ")" not in ordinal and not any(mark.isdigit() for mark in ordinal[1:])


def _renumbering(report: Report, parts: Sequence[Part]) -> tuple[Edit, ...]:
    """The edits that number all parts rightly; none if a heading may be unseen, or a number is written otherwise."""
    edits = []
    last = 0
    for before, part in zip((None, *parts), parts, strict=False):
        number = part.ordinal if part.ordinal in (last + 1, part.number) else part.number or last + 1
        last = number or 0
        if number == part.ordinal:
            continue
        written = ordinal_word(part.ordinal)
        unseen = before is not None and _unseen(report, before, part, (before.ordinal or 0) + 1)
        if unseen or not report.source.text.startswith(written, part.heading.start):
            return ()
        edits.append(Edit(Span(part.heading.start, part.heading.start + len(written)), ordinal_word(number)))
    return tuple(edits)


def _values(part: Part, expected: int | None, before: Part | None) -> dict[str, object]:
    return {
        "title": part.title,
        "written": ordinal_word(part.ordinal),
        "expected": ordinal_word(expected),
        "before": before.title if before else "",
    }


def _displaced(parts: Sequence[Part]) -> list[Part]:
    """The fewest parts without which the rest are in order."""
    best: list[list[Part]] = []
    for index, part in enumerate(parts):
        longest = max(
            (best[i] for i in range(index) if (parts[i].number or 0) < (part.number or 0)), key=len, default=[]
        )
        best.append([*longest, part])
    kept = max(best, key=len, default=[])
    return [part for part in parts if part not in kept]


def _without_inner_lists(parts: Sequence[Part]) -> list[Part]:
    """The parts without unknown headings whose ordinal a statutory part has too: those stand inside a part."""
    taken = {part.ordinal for part in parts if part.number is not None}
    return [part for part in parts if part.number is not None or part.ordinal not in taken]


@kind("aspect-as-part")
@dataclass(frozen=True)
class AspectAsPart:
    """No aspect of part one (`aspects`: how their headings begin) is numbered as if it were a part."""

    aspects: Wordings

    PLACEHOLDERS: ClassVar = ("title", "titles", "written")
    LABELS: ClassVar = {"too": ()}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for the report."""
        if len(known_parts(report)) < _FEWEST:
            yield NotAssessable("parts-unread")
        elif found := stray_aspects(report, self.aspects):
            first = found[0]
            values = {
                "title": first.title,
                "titles": tuple(part.title for part in found),
                "written": ordinal_word(first.ordinal),
            }
            marks = tuple(Mark(part.heading, "too") for part in found[1:])
            yield Failed(Mark(first.heading), Place(part=1), "", values, marks)


@kind("part-titles")
@dataclass(frozen=True)
class PartTitles:
    """The headings of the parts are worded as the form has them."""

    PLACEHOLDERS: ClassVar = ("title", "wanted", "number")

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each part."""
        titles = {part.number: part.title for part in statutory_parts(report)}
        for part in known_parts(report):
            if not part.exact and part.number in titles:
                written = report.source.text[slice(*part.title_span)]
                values = {"title": written, "wanted": titles[part.number], "number": ordinal_word(part.number)}
                yield Failed(Mark(part.title_span), Place(part=part.number), "", values)


@kind("foreign-parts")
@dataclass(frozen=True)
class ForeignParts:
    """There is no top-level part besides those of the form.

    Not counted: headings that begin with one of `apart` (attachments and what other rules look after), aspects of
    part one, and headings whose ordinal a statutory part has too (they number something inside a part).
    """

    apart: Wordings = field(default_factory=Wordings)
    aspects: Wordings = field(default_factory=Wordings)

    PLACEHOLDERS: ClassVar = ("title", "written", "count")

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each additional part."""
        known = known_parts(report)
        if len({part.number for part in known}) < _MOST_OF_THEM:
            yield NotAssessable("parts-unread")
            return
        stray = stray_aspects(report, self.aspects)
        extra = [part for part in _without_inner_lists(report.parts) if part.number is None and part not in stray]
        if extra and extra[-1] is report.parts[-1] and was_cut(report):
            yield NotAssessable("text-cut")
            extra = extra[:-1]
        extra = [part for part in extra if part.ordinal is not None and not self._apart(part)]
        for ordinal, part in enumerate(extra, 1):
            values = {"title": part.title, "written": ordinal_word(part.ordinal), "count": len(statutory_parts(report))}
            yield Failed(Mark(part.heading), Place(ordinal=ordinal), "", values)

    def _apart(self, part: Part) -> bool:
        return self.apart.at_start("".join(part.title.split())) is not None


@kind("parts-filled")
@dataclass(frozen=True)
class PartsFilled:
    """No part is empty, and each part that the form gives a table has it as text.

    `empty`: the parts whose emptiness counts here (other rules look after the others).
    """

    empty: tuple[str, ...]

    OUTCOMES: ClassVar = ("empty", "no_table", "table_elsewhere")
    PLACEHOLDERS: ClassVar = ("title",)

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each part."""
        tables = {part.name: part.table for part in statutory_parts(report)}
        for part in known_parts(report):
            if outcome := self._outcome(report, part, tables.get(part.name or "", "")):
                cut = was_cut(report) and part is report.parts[-1]
                yield NotAssessable("text-cut", Place(part=part.number)) if cut else outcome

    def _outcome(self, report: Report, part: Part, wanted: str) -> Failed | None:
        values = {"title": part.title}
        place = Place(part=part.number)
        if not wanted:
            empty = part.name in self.empty and not body(report, part).text.strip(_MARKUP)
            return Failed(Mark(part.heading), place, "empty", values) if empty else None
        table = report.tables.get(wanted)
        if table is None:
            return Failed(Mark(part.heading), place, "no_table", values)
        if not part.body.start <= table.span.start < part.body.end:
            return Failed(Mark(part.heading), place, "table_elsewhere", values)
        return None
