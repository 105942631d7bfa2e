"""Whether a text is an annual report at all, and whether it is only one."""

from __future__ import annotations

import re
from functools import lru_cache

from disclosure_lint.report.model import Report
from disclosure_lint.syntax.headings import TopHeading
from disclosure_lint.syntax.wordings import wordings

_FEW_PARTS = 3
_FEW_FIGURES = 5


def is_annual_report(report: Report) -> bool:
    """Whether the text says it is an annual report, has the parts of one, or its statutory tables."""
    if report.edition == "pre-2019":
        return True
    if report.title is not None and report.title.complete_words:
        return True
    if len({part.number for part in report.parts if part.number}) >= _FEW_PARTS:
        return True
    if report.parts and _named(report):
        return True
    return any(
        sum(figure.value is not None for figure in table.figures.values()) >= _FEW_FIGURES
        for table in report.tables.values()
    )


def _named(report: Report) -> bool:
    """Whether a text with few parts opens as an annual report: one without title, or the beginning of one."""
    if report.title is not None and report.title.year is not None and not report.title.from_metadata:
        return True
    words = wordings()["recognition"]
    text, first = report.source.folded, next((part for part in report.parts if part.exact), None)
    if first is None or text[report.body.start :].lstrip().partition("\n")[0].rstrip().endswith(tuple(words["other"])):
        return False
    headings = [heading.title for heading in first.headings]
    return _names().search(text, report.body.start, first.heading.start) is not None or all(
        any(aspect in heading for heading in headings) for aspect in words["aspects"]
    )


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    return re.compile("|".join(wordings()["recognition"]["named"]))


def repeated(headings: list[TopHeading]) -> TopHeading | None:
    """The heading that opens a second report behind the last parts of a first one."""
    late = False
    for heading in headings:
        if heading.number == 1 and heading.certain and late:
            return heading
        late = late or (heading.number or 0) >= 5
    return None
