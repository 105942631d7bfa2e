"""Whether a text is an annual report at all, and whether it is only one."""

from __future__ import annotations

from disclosure_lint.report.model import Report
from disclosure_lint.syntax.headings import TopHeading

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
    return any(
        sum(figure.value is not None for figure in table.figures.values()) >= _FEW_FIGURES
        for table in report.tables.values()
    )


def repeated(headings: list[TopHeading]) -> TopHeading | None:
    """The heading that opens a second report behind the last parts of a first one."""
    late = False
    for heading in headings:
        if heading.number == 1 and heading.certain and late:
            return heading
        late = late or (heading.number or 0) >= 5
    return None
