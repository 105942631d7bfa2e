"""The first sheet of the workbook: the campaign in numbers, and two plots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from disclosure_lint.audit.campaign import Campaign
from disclosure_lint.audit.outputs.tally import Count, Tally
from disclosure_lint.audit.outputs.wording import kind_words, wording
from disclosure_lint.finding import SEVERITIES

_COLORS = {"error": "#C5453C", "warning": "#DD9F3C", "note": "#9DB0C6"}
_HEADS = ("reports", "with-error", *SEVERITIES, "average")


def write_overview(book: Any, campaign: Campaign, counted: Tally) -> None:
    """Write the sheet."""
    _Overview(book, campaign, counted).write()


class _Overview:
    def __init__(self, book: Any, campaign: Campaign, counted: Tally) -> None:
        self._book, self._campaign, self._counted, self._lang = book, campaign, counted, campaign.lang
        self._name = wording("sheet-overview", self._lang)
        self._sheet = book.add_worksheet(self._name)
        self._row = 0
        line = {"border": 1, "border_color": "#D9DEE6"}
        self._title = book.add_format({"bold": True, "font_size": 16})
        self._soft = book.add_format({"font_color": "#566072"})
        self._section = book.add_format({"bold": True, "font_size": 12})
        self._head = book.add_format({**line, "bold": True, "bg_color": "#E4EDF8", "text_wrap": True})
        self._text = book.add_format(line)
        self._number = book.add_format({**line, "num_format": "#,##0"})
        self._decimal = book.add_format({**line, "num_format": "0.00"})

    def write(self) -> None:
        sheet, lang, campaign = self._sheet, self._lang, self._campaign
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 6, 13)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        rules = len(campaign.rules)
        today = campaign.today.isoformat()
        self._line(wording("campaign-title", lang), self._title)
        self._line(wording("campaign-line", lang, today=today, version=campaign.version, rules=rules), self._soft)
        self._row += 1
        for key, number in _figures(self._counted):
            self._sheet.write_string(self._row, 0, wording(f"figure-{key}", lang), self._text)
            self._sheet.write_number(self._row, 1, number, self._number)
            self._row += 1
        unknown = wording("year-unknown", lang)
        years = [(str(year) if year else unknown, count) for year, count in sorted(self._counted.years.items())]
        self._table("by-year", "year", years)
        kinds = sorted(self._counted.kinds.items(), key=lambda item: (-item[1].reports, item[0]))
        nameless = wording("kind-unknown", lang)
        self._table("by-kind", "kind", [(kind_words(kind, lang) or nameless, count) for kind, count in kinds])
        self._row += 1
        for key in ("advice-1", "advice-2", "advice-3"):
            self._line(wording(key, lang), self._soft)

    def _line(self, text: str, look: Any) -> None:
        self._sheet.write_string(self._row, 0, text, look)
        self._row += 1

    def _table(self, title: str, first: str, rows: Sequence[tuple[str, Count]]) -> None:
        lang, sheet = self._lang, self._sheet
        self._row += 1
        at = self._row
        self._line(wording(title, lang), self._section)
        for column, key in enumerate((first, *_HEADS)):
            sheet.write_string(self._row, column, wording(key, lang), self._head)
        self._row += 1
        start = self._row
        for name, count in rows:
            sheet.write_string(self._row, 0, name, self._text)
            numbers = (count.reports, count.with_error, count.error, count.warning, count.note)
            for column, number in enumerate(numbers, 1):
                sheet.write_number(self._row, column, number, self._number)
            average = (count.error + count.warning + count.note) / count.reports if count.reports else 0
            sheet.write_number(self._row, len(numbers) + 1, average, self._decimal)
            self._row += 1
        if rows:
            self._chart(title, at, start, self._row - 1)

    def _chart(self, title: str, at: int, start: int, end: int) -> None:
        """Stacked bars of the findings, beside the table."""
        chart = self._book.add_chart({"type": "bar", "subtype": "stacked"})
        for column, severity in enumerate(SEVERITIES, 3):
            chart.add_series(
                {
                    "name": wording(severity, self._lang),
                    "categories": [self._name, start, 0, end, 0],
                    "values": [self._name, start, column, end, column],
                    "fill": {"color": _COLORS[severity]},
                    "gap": 60,
                }
            )
        heading = f"{wording(title, self._lang)}：{wording('findings', self._lang)}"
        chart.set_title({"name": heading, "name_font": {"size": 11}})
        chart.set_legend({"position": "bottom"})
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#D9DEE6"}}, "num_format": "0"})
        chart.set_size({"width": 560, "height": 300})
        top = 2 if title == "by-year" else 18
        self._sheet.insert_chart(top, 8, chart)


def _figures(counted: Tally) -> Iterable[tuple[str, int]]:
    yield "submissions", counted.submissions
    yield "agencies", counted.agencies
    yield "with-error", counted.with_error
    for severity in SEVERITIES:
        yield severity, counted.severities[severity]
    yield "missing", sum(counted.missing.values())
    yield "late", sum(number for days in counted.days.values() for day, number in days.items() if day > 0)
    yield "unread", counted.submissions - counted.states["ok"]
    yield "skipped", counted.states["skipped"]
    yield "unmatched", counted.unmatched
    yield "unassessed", sum(count.states["?"] for count in counted.rules.values())
