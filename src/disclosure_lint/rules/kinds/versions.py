"""`versions`: several files for one report that do not say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Figure, Report
from disclosure_lint.rules.crosscheck import Collection, CrossOutcome, Elsewhere, ManyReports, Scope, Submission
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotApplicable, NotAssessable, Outcome, Passed
from disclosure_lint.rules.places import cell_place, cell_words
from disclosure_lint.rules.prose import Words, common
from disclosure_lint.rules.texts import LANGUAGES
from disclosure_lint.source import Span

_MOST_LISTED = 5
_MOST_MARKED = 24
_MARGIN = 0.1


@kind("versions")
@dataclass(frozen=True)
class Versions(ManyReports):
    """All files of an agency for one year say the same.

    Every further file is compared with the first by path. Outcomes: "figures" (a figure that is plainly a number in
    both differs), "text" (the prose has less than `alike` in common). `corrected`: words in the title or the path by
    which a file says that it is a corrected version.
    """

    alike: float
    corrected: tuple[str, ...] = ()

    SCOPE: ClassVar[Scope] = "agency"
    OUTCOMES: ClassVar = ("figures", "text")
    PLACEHOLDERS: ClassVar = ("other", "count", "cells", "share")
    LABELS: ClassVar[Mapping[str, tuple[str, ...]]] = {"primary": ("name",), "cell": ("name",), "other": ("name",)}

    def across(self, collection: Collection, context: Context) -> Iterator[CrossOutcome]:
        """What is said of every file."""
        for member in collection.members():
            for year in collection.years():
                files = [each for each in collection.versions(member.id, year) if each.readable]
                if len(files) == 1:
                    yield CrossOutcome(files[0].path, NotApplicable("one-version"))
                elif files:
                    yield CrossOutcome(files[0].path, Passed())
                    for each in files[1:]:
                        yield self._compared(each, files[0], collection)

    def _compared(self, own: Submission, first: Submission, collection: Collection) -> CrossOutcome:
        if own.sha256 == first.sha256:
            return CrossOutcome(own.path, Passed())
        pairs = _differing(own.report, first.report)
        text = None if pairs else self._text(own, first, collection)
        if not pairs and text is None:
            return CrossOutcome(own.path, Passed())
        for each in (own, first):
            if any(word in each.path or word in _title(each) for word in self.corrected):
                return CrossOutcome(own.path, NotAssessable("corrected-version", values={"path": each.path}))
        return _with_figures(own, first, pairs) if pairs else CrossOutcome(own.path, text or Passed())

    def _text(self, own: Submission, first: Submission, collection: Collection) -> Outcome | None:
        if own.prose is None or first.prose is None or own.prose.common(first.prose) >= self.alike + _MARGIN:
            return None
        texts = collection.text(own), collection.text(first)
        if texts[0] is None or texts[1] is None:
            path = own.path if texts[0] is None else first.path
            return NotAssessable("file-changed", values={"path": path})
        share = common(Words(texts[0]), Words(texts[1]))
        if share >= self.alike:
            return None
        values = {"other": first.path, "share": int(share * 100), "count": 0, "cells": ""}
        title = texts[0].title
        return Failed(Mark(title.span if title else Span(0, 0)), Place(), "text", values)


def _title(submission: Submission) -> str:
    title = submission.report.title
    return title.text if title else ""


def _differing(own: Report, first: Report) -> list[tuple[Figure, Figure]]:
    """The figures that are plain numbers in both and not the same."""
    found = []
    for table in own.tables.values():
        for name, figure in table.figures.items():
            other = first.figure(name)
            if other is not None and _plain(figure) and _plain(other) and figure.value != other.value:
                found.append((figure, other))
    return found


def _plain(figure: Figure) -> bool:
    return figure.kind in ("number", "zero") and figure.value is not None and not figure.inferred


def _with_figures(own: Submission, first: Submission, pairs: Sequence[tuple[Figure, Figure]]) -> CrossOutcome:
    tables, others = own.report.tables, first.report.tables
    marks, elsewhere = [], []
    for number, (figure, other) in enumerate(pairs[:_MOST_MARKED]):
        key = figure.name.split(".", 1)[0]
        place, there = cell_place(figure.name, tables[key]), cell_place(figure.name, others[key])
        named: dict[str, Any] = {"name": cell_words(figure.name)}
        marks.append(Mark(figure.span, "cell" if number else "primary", place, named))
        elsewhere.append(Elsewhere(first.path, Mark(other.span, "other", there, named)))
    joint = {"zh": "；", "en": "; "}
    cells = {
        lang: joint[lang].join(f"{cell_words(a.name)[lang]} {a.text} / {b.text}" for a, b in pairs[:_MOST_LISTED])
        + ("……" if len(pairs) > _MOST_LISTED else "")
        for lang in LANGUAGES
    }
    values = {"other": first.path, "count": len(pairs), "cells": cells, "share": ""}
    place = marks[0].place if len(pairs) == 1 else Place(table=pairs[0][0].name.split(".", 1)[0])
    return CrossOutcome(own.path, Failed(marks[0], place, "figures", values, tuple(marks[1:])), tuple(elsewhere))
