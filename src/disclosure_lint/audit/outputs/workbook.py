"""`audit.xlsx`: what an office works with. Sheets are written row by row; strings are strings and never formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from disclosure_lint.audit.campaign import Campaign
from disclosure_lint.audit.outputs.packages import package
from disclosure_lint.audit.outputs.tally import Tally, by_agency, day_of, severities_of, tally
from disclosure_lint.audit.outputs.texts import basis_texts, marked_text, printable
from disclosure_lint.audit.outputs.wording import general, kind_words, level_words, place_words, wording
from disclosure_lint.audit.outputs.workbook_overview import write_overview
from disclosure_lint.audit.records import Record
from disclosure_lint.finding import SEVERITIES
from disclosure_lint.rules.crosscheck import Duty, Member

FILE = "audit.xlsx"
ROWS = 1_048_576
"""Rows of a sheet, the head included; what is more goes on in another sheet."""
CELL = 32_767
"""Characters of a cell."""

_LINE, _HIGHEST = 17, 400
"""Height of a line, and of a row at most, in points."""
_A3, _A4, _WIDE = 8, 9, 230
_WIDE_FROM = 0x2E80
"""From here on characters take the width of two."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a sheet: the key of its words, its width in half-width characters, how its cells look.

    `look`: "text", "long" (wrapped), "number", "year", "day", "severity", "fill" (to be filled in), "fillday", "faint".
    """

    key: str
    width: int
    look: str = "text"
    printed: bool = True


LEDGER = (
    Head("number", 7, "year"),
    Head("responsible", 26, "long"),
    Head("parent", 20, "long"),
    Head("year", 8, "year"),
    Head("severity", 10, "severity"),
    Head("code", 11),
    Head("message", 48, "long"),
    Head("place", 26, "long"),
    Head("line", 8, "year"),
    Head("excerpt", 36, "long"),
    Head("help", 34, "long"),
    Head("basis", 32, "long"),
    Head("deadline", 13, "fillday"),
    Head("result", 15, "fill"),
    Head("remark", 20, "fill"),
    Head("confidence", 8, printed=False),
    Head("rule", 34, "long", printed=False),
    Head("path", 40, "faint", printed=False),
    Head("fingerprint", 36, "faint", printed=False),
)
AGENCIES = (
    Head("agency", 36),
    Head("kind", 13),
    Head("level", 9),
    Head("parent", 32),
    *(Head(key, 11, "number") for key in ("reports", "readable", "error", "warning", "note", "unassessed", "late")),
    Head("missing", 11, "number"),
)
RULES = (
    Head("code", 11),
    Head("rule", 48, "long"),
    Head("severity", 10, "severity"),
    *(Head(key, 11, "number") for key in ("findings", "error", "warning", "note", "concerned")),
    *(Head(key, 11, "number") for key in ("passed", "failed", "unassessed", "inapplicable")),
    Head("help", 44, "long"),
    Head("basis", 44, "long"),
)
MISSING = (
    Head("agency", 36),
    Head("kind", 13),
    Head("level", 9),
    Head("parent", 32),
    Head("year", 9, "year"),
    Head("due", 13, "day"),
    Head("supplied", 13, "fillday"),
    Head("remark", 24, "fill"),
)
REPORTS = (
    Head("agency", 36),
    Head("kind", 13),
    Head("level", 9),
    Head("year", 9, "year"),
    Head("edition", 11),
    Head("state", 12),
    Head("reason", 24, "long"),
    *(Head(key, 10, "number") for key in ("error", "warning", "note")),
    *(Head(key, 10, "number") for key in ("passed", "failed", "unassessed", "inapplicable")),
    Head("published", 13, "day"),
    Head("signed", 13, "day"),
    Head("due", 13, "day"),
    Head("days", 15, "number"),
    Head("name", 36, "long", printed=False),
    Head("title", 48, "long", printed=False),
    Head("path", 48, "faint", printed=False),
)
OTHERS = (
    Head("matter", 24),
    Head("agency", 36),
    Head("year", 9, "year"),
    Head("path", 60, "long"),
    Head("reason", 60, "long"),
)


class Workbook:
    """One workbook. `rows` is how many a sheet holds."""

    def __init__(self, rows: int = ROWS) -> None:
        self._rows = rows

    def write(self, campaign: Campaign, folder: Path) -> None:
        """Write the file."""
        xlsxwriter = package("xlsxwriter")
        counted = tally(campaign)
        options = {
            "constant_memory": True,
            "tmpdir": str(folder),
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        with xlsxwriter.Workbook(str(folder / FILE), options) as book:
            created = datetime.combine(campaign.today, datetime.min.time())
            title = wording("campaign-title", campaign.lang)
            book.set_properties({"title": title, "created": created, "author": "disclosure-lint"})
            book.set_calc_mode("auto")
            looks = _looks(book)
            write_overview(book, campaign, counted)
            for key, heads, rows in _sheets(campaign, counted):
                _write(book, looks, key, heads, rows, campaign, self._rows)


Sheets = Iterator[tuple[str, Sequence[Head], Iterable[Sequence[Any]]]]


def _sheets(campaign: Campaign, counted: Tally) -> Sheets:
    yield "ledger", LEDGER, _ledger(campaign)
    yield "agencies", AGENCIES, _agencies(campaign)
    yield "rules", RULES, _rules(campaign, counted)
    yield "missing", MISSING, _missing(campaign)
    yield "reports", REPORTS, _reports(campaign)
    yield "others", OTHERS, _others(campaign)


def _looks(book: Any) -> dict[str, Any]:
    """The formats of cells by the words for how they look."""
    base = {"valign": "top", "font_size": 11}
    line = {"border": 1, "border_color": "#D9DEE6"}
    pale = {**base, **line, "bg_color": "#FFF9E0", "text_wrap": True}
    day = {"num_format": "yyyy-mm-dd", "align": "left"}
    looks = {
        "head": {**line, "bold": True, "bg_color": "#E4EDF8", "valign": "vcenter", "text_wrap": True, "font_size": 11},
        "text": {**base, **line},
        "long": {**base, **line, "text_wrap": True},
        "number": {**base, **line, "num_format": "0", "align": "right", "indent": 1},
        "year": {**base, **line, "num_format": "0", "align": "center"},
        "day": {**base, **line, **day},
        "fill": pale,
        "fillday": {**pale, **day},
        "faint": {**base, **line, "font_color": "#566072"},
        "error": {**base, **line, "font_color": "#B3261E", "bold": True},
        "warning": {**base, **line, "font_color": "#8F5500"},
        "note": {**base, **line, "font_color": "#4D6480"},
    }
    return {name: book.add_format(properties) for name, properties in looks.items()}


class _Sheet:
    """A worksheet that is being written."""

    def __init__(self, book: Any, looks: Mapping[str, Any], name: str, heads: Sequence[Head], lang: str) -> None:
        self._looks, self._heads, self._lang = looks, heads, lang
        self.sheet = sheet = book.add_worksheet(name)
        self.row = 0
        for number, head in enumerate(heads):
            sheet.set_column(number, number, head.width)
        sheet.set_default_row(_LINE)
        sheet.set_row(0, 32)
        for number, head in enumerate(heads):
            sheet.write_string(0, number, wording(head.key, lang), looks["head"])
        sheet.freeze_panes(1, 2 if heads[0].key == "number" else 1)
        sheet.set_landscape()
        sheet.set_paper(_A4 if sum(head.width for head in heads if head.printed) < _WIDE else _A3)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&C&P / &N")

    def add(self, values: Sequence[Any]) -> None:
        self.row += 1
        lines = max(_lines(head, value) for head, value in zip(self._heads, values, strict=True))
        if lines > 1:
            self.sheet.set_row(self.row, min(_LINE * lines, _HIGHEST))
        for number, (head, value) in enumerate(zip(self._heads, values, strict=True)):
            self._cell(number, head.look, value)

    def _cell(self, column: int, look: str, value: Any) -> None:
        sheet = self.sheet
        if look == "severity":
            sheet.write_string(self.row, column, wording(f"one-{value}", self._lang), self._looks[value])
        elif value is None or value == "":
            sheet.write_blank(self.row, column, None, self._looks[look])
        elif isinstance(value, date):
            sheet.write_datetime(self.row, column, value, self._looks[look])
        elif isinstance(value, int):
            sheet.write_number(self.row, column, value, self._looks[look])
        else:
            sheet.write_string(self.row, column, _fitting(str(value), self._lang), self._looks[look])

    def close(self) -> None:
        """What is said of whole columns, once their length is known."""
        last = max(self.row, 1)
        self.sheet.autofilter(0, 0, last, len(self._heads) - 1)
        self.sheet.print_area(0, 0, last, sum(head.printed for head in self._heads) - 1)
        for number, head in enumerate(self._heads):
            if head.look == "fillday":
                self.sheet.data_validation(1, number, last, number, _date_wanted(self._lang))
            elif head.key == "result":
                self.sheet.data_validation(1, number, last, number, _result_wanted(self._lang))


def _lines(head: Head, value: Any) -> int:
    """How many lines a wrapped cell takes. Not every program measures that when it opens a workbook."""
    if head.look != "long" or not isinstance(value, str):
        return 1
    wide = "".join(character for character in value if character == "\n" or ord(character) >= _WIDE_FROM)
    rows = zip(value.split("\n"), wide.split("\n"), strict=True)
    return sum(max(1, -(-(len(line) + len(doubled)) // (head.width - 1))) for line, doubled in rows)


def _fitting(text: str, lang: str) -> str:
    """A text as a cell can hold it; one that is too long says so at its end."""
    text = printable(text)
    # Characters beyond the basic plane count twice.
    if len(text) * 2 <= CELL or len(text.encode("utf-16-le")) // 2 <= CELL:
        return text
    end = wording("cut", lang)
    return text.encode("utf-16-le")[: 2 * (CELL - len(end))].decode("utf-16-le", "ignore") + end


def _date_wanted(lang: str) -> dict[str, Any]:
    return {
        "validate": "date",
        "criteria": ">=",
        "value": date(2000, 1, 1),
        "ignore_blank": True,
        "error_message": wording("wrong-date", lang),
    }


def _result_wanted(lang: str) -> dict[str, Any]:
    choices = wording("results", lang).split(",")
    return {"validate": "list", "source": choices, "ignore_blank": True, "error_message": wording("wrong-result", lang)}


def _write(
    book: Any,
    looks: Mapping[str, Any],
    key: str,
    heads: Sequence[Head],
    rows: Iterable[Sequence[Any]],
    campaign: Campaign,
    room: int,
) -> None:
    name = wording(f"sheet-{key}", campaign.lang)
    sheet, number = _Sheet(book, looks, name, heads, campaign.lang), 1
    for row in rows:
        if sheet.row + 1 >= room:
            sheet.close()
            number += 1
            further = wording("continued", campaign.lang, name=name, number=number)
            sheet = _Sheet(book, looks, further, heads, campaign.lang)
        sheet.add(row)
    sheet.close()


def _ledger(campaign: Campaign) -> Iterator[list[Any]]:
    for number, (agency, parent, year, path, finding) in enumerate(_in_order(campaign), 1):
        yield [number, agency, parent, year or None, *_finding(campaign, finding, path)]


def _in_order(campaign: Campaign) -> Iterator[tuple[str, str, int | None, str, Mapping[str, Any]]]:
    """Agency, parent, year, path and finding: by agency and year, the missing reports of each at its end.

    What belongs neither to a file nor to a missing report comes last.
    """
    told: set[str] = set()
    for member, _duties, records in by_agency(campaign):
        parent = member.parent if member else ""
        for record in records:
            for finding in sorted(record.findings, key=lambda each: SEVERITIES.index(each["severity"])):
                yield record.agency or record.name or "", parent, record.year, record.path, finding
        if member:
            for missing in campaign.missing_of(member.id):
                for finding in missing.findings:
                    told.add(finding["fingerprint"])
                    yield member.id, parent, missing.year, "", finding
    for agency, year, finding in campaign.loose_findings():
        if finding["fingerprint"] not in told:
            yield agency, "", year, "", finding


def _finding(campaign: Campaign, finding: Mapping[str, Any], path: str) -> list[Any]:
    lang = campaign.lang
    rule = campaign.rules.get(finding["code"])
    shown = finding.get("excerpt")
    return [
        finding["severity"],
        finding["code"],
        finding["message"],
        place_words(finding["place"], lang),
        finding["line"] if shown else None,
        marked_text(shown),
        finding["help"],
        "\n".join(basis_texts(finding["basis"])),
        None,
        None,
        None,
        wording(f"confidence-{finding['confidence']}", lang),
        rule.title if rule else "",
        path,
        finding["fingerprint"],
    ]


def _agencies(campaign: Campaign) -> Iterator[list[Any]]:
    for member, duties, records in by_agency(campaign):
        if member is None:
            return
        counts = _counts(records, duties)
        missing = campaign.missing_of(member.id)
        for finding in (finding for each in missing for finding in each.findings):
            counts[finding["severity"]] += 1
        kind, level = kind_words(member.kind, campaign.lang), level_words(member.level, campaign.lang)
        numbers = ("reports", "readable", *SEVERITIES, "unassessed", "late")
        yield [member.id, kind, level, member.parent, *(counts[key] for key in numbers), len(missing)]


def _counts(records: Iterable[Record], duties: Mapping[int, Duty]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for record in records:
        if record.state != "skipped":
            late = (_days(record, duties) or 0) > 0
            unassessed = record.counts()["not_assessable"]
            counts.update(severities_of(record), reports=1, readable=record.readable, unassessed=unassessed, late=late)
    return counts


def _due(record: Record, duties: Mapping[int, Duty]) -> date | None:
    duty = duties.get(record.year or 0)
    return duty.due if duty else None


def _days(record: Record, duties: Mapping[int, Duty]) -> int | None:
    due, day = _due(record, duties), day_of(record)
    return (day - due).days if day and due else None


def _rules(campaign: Campaign, counted: Tally) -> Iterator[list[Any]]:
    ordered = sorted(counted.rules.items(), key=lambda item: (-sum(item[1].findings.values()), item[0]))
    for code, count in ordered:
        rule = campaign.rules.get(code)
        worst = next((severity for severity in SEVERITIES if count.findings[severity]), "note")
        found = [count.findings[severity] for severity in SEVERITIES]
        states = [count.states[letter] for letter in "pf?-"]
        texts = [general(rule.help), "\n".join(basis_texts(rule.basis))] if rule else ["", ""]
        title, severity = (rule.title, rule.severity) if rule else ("", worst)
        yield [code, title, severity, sum(found), *found, count.reports, *states, *texts]


def _missing(campaign: Campaign) -> Iterator[list[Any]]:
    for member in campaign.members():
        for missing in campaign.missing_of(member.id):
            yield [*_who(member, campaign.lang), member.parent, missing.year, missing.due, None, None]


def _who(member: Member, lang: str) -> list[str]:
    return [member.id, kind_words(member.kind, lang), level_words(member.level, lang)]


def _reports(campaign: Campaign) -> Iterator[list[Any]]:
    lang = campaign.lang
    for _member, duties, records in by_agency(campaign):
        for record in records:
            severities, states = severities_of(record), record.counts()
            yield [
                record.agency or record.name or "",
                kind_words(record.kind, lang),
                level_words(record.level, lang),
                record.year,
                record.edition or "",
                wording(f"state-{record.state}", lang),
                record.reason,
                *(severities[severity] for severity in SEVERITIES),
                *states.values(),
                record.published,
                record.signed,
                _due(record, duties),
                _days(record, duties),
                record.name or "",
                record.title,
                record.path,
            ]


def _others(campaign: Campaign) -> Iterator[list[Any]]:
    lang = campaign.lang
    for error in campaign.errors():
        yield [wording("matter-error", lang), "", None, error.path, error.message]
    for each in campaign.unmatched():
        reason = wording(f"unmatched-{each.reason}", lang)
        candidates = "、".join(each.candidates)
        yield [wording("matter-unmatched", lang), "", None, each.path, f"{reason} {candidates}".strip()]
    for again in campaign.repeated():
        yield [wording("matter-repeated", lang), again.agency, again.year, "\n".join(again.paths), ""]
