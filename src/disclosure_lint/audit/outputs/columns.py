"""The tables of the audit as data: the name, type and meaning of every column, and where its values come from.

`docs/audit-outputs.md` says the same to readers; a test holds both together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from disclosure_lint.audit.campaign import Campaign
from disclosure_lint.audit.outputs.texts import basis_texts, encodable, excerpt_text
from disclosure_lint.audit.outputs.wording import general
from disclosure_lint.audit.records import Record
from disclosure_lint.finding import SEVERITIES
from disclosure_lint.reporters.encoding import dumps

Type = Literal["text", "integer", "number", "flag", "day", "texts", "numbers"]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `meaning` is in English, as the names are."""

    name: str
    type: Type
    meaning: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: one file of rows."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    rows: Callable[[Campaign], Iterable[Row]]


def _of(record: Record) -> str:
    return encodable(record.agency or record.name or "")


@cache
def _pieces(name: str) -> list[str]:
    return name.split(".")


def _figures(campaign: Campaign) -> Iterator[Row]:
    for record in campaign.readings():
        if not record.readable:
            continue
        head = (_of(record), record.year, record.edition)
        path = encodable(record.path)
        for cell in record.figures():
            value = None if cell.value is None else float(cell.value)
            yield (
                *head,
                cell.name,
                *_pieces(cell.name),
                value,
                cell.text if cell.text.isascii() else encodable(cell.text),
                cell.kind,
                cell.inferred,
                [float(each) for each in cell.candidates] if cell.candidates else [],
                cell.line,
                cell.column,
                path,
            )


def _claims(campaign: Campaign) -> Iterator[Row]:
    for record in campaign.readings():
        head = (_of(record), record.year, record.edition)
        path = encodable(record.path)
        for claim in _numbered(record.claims):
            yield (*head, *claim, path)


def _numbered(claims: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    """Claims with their number in the report and that of the claim they are part of."""
    number = 0

    def walk(claim: Mapping[str, Any], within: int | None) -> Iterator[Row]:
        nonlocal number
        number += 1
        own = number
        value = claim["value"]
        yield (
            own,
            within,
            claim["kind"],
            claim["subject"],
            encodable(claim["text"]),
            None if value is None else float(value),
            claim["unit"],
            claim["approximate"],
            claim["part"],
            ["+".join(names) for names in claim["targets"]],
            claim["abstains"],
            claim["line"],
            claim["column"],
            claim["end_line"],
            claim["end_column"],
        )
        for part in claim["parts"]:
            yield from walk(part, own)

    for claim in claims:
        yield from walk(claim, None)


def every_finding(campaign: Campaign) -> Iterator[tuple[str, str, int | None, Mapping[str, Any]]]:
    """Path, agency, year and finding: by path, those that belong to no file at the end."""
    for record in campaign.records():
        agency = record.agency or record.name or ""
        for finding in record.findings:
            yield record.path, agency, record.year, finding
    for agency, year, finding in campaign.loose_findings():
        yield "", agency, year or None, finding


def _findings(campaign: Campaign) -> Iterator[Row]:
    for path, agency, year, finding in every_finding(campaign):
        place, suggestion = finding["place"], finding["suggestion"]
        part = place["part"]
        yield (
            encodable(agency),
            year,
            finding["code"],
            finding["also"],
            finding["slug"],
            finding["severity"],
            finding["confidence"],
            encodable(finding["message"]),
            None if part is None else str(part),
            place["table"],
            place["row"],
            place["column"],
            place["ordinal"],
            suggestion and float(suggestion["value"]),
            dumps(finding["suggestions"]) if finding["suggestions"] else None,
            basis_texts(finding["basis"]),
            encodable(finding["help"]),
            encodable(excerpt_text(finding.get("excerpt"))),
            dumps(finding["labels"]) if finding["labels"] else None,
            finding["fingerprint"],
            finding["line"],
            finding["column"],
            finding["end_line"],
            finding["end_column"],
            encodable(path),
        )


def _reports(campaign: Campaign) -> Iterator[Row]:
    for record in campaign.records():
        counts = record.counts()
        severities = [finding["severity"] for finding in record.findings]
        yield (
            _of(record),
            record.year,
            record.edition,
            record.state,
            encodable(record.reason),
            encodable(record.name or ""),
            record.kind,
            record.level,
            record.matched,
            encodable(record.title),
            record.year_source,
            *record.period,
            record.signed,
            record.published,
            *(severities.count(severity) for severity in SEVERITIES),
            counts["passed"],
            counts["failed"],
            counts["not_assessable"],
            counts["not_applicable"],
            record.size,
            record.sha256,
            encodable(record.path),
        )


def _agencies(campaign: Campaign) -> Iterator[Row]:
    for member in campaign.members():
        names = (encodable(member.id), encodable(member.name))
        yield (*names, member.kind, member.level, encodable(member.parent), member.listed)


def _duties(campaign: Campaign) -> Iterator[Row]:
    for duty in campaign.duties():
        yield encodable(duty.agency), duty.year, duty.due


def _missing(campaign: Campaign) -> Iterator[Row]:
    for missing in campaign.missing():
        yield encodable(missing.agency), missing.year, missing.due


def _rules(campaign: Campaign) -> Iterator[Row]:
    for code, rule in campaign.rules.items():
        yield code, rule.slug, rule.title, rule.severity, general(rule.help), basis_texts(rule.basis)


AGENCY = Column("agency", "text", "id of the agency: its name in the roster, else as the report has it")
YEAR = Column("year", "integer", "report year, null if unknown")
EDITION = Column("edition", "text", "edition of the form: 2019, 2021, pre-2019, or null")
PATH = Column("path", "text", "the submission, as given on the command line")

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "figures",
        "one row for each cell of the tables of each report",
        (
            AGENCY,
            YEAR,
            EDITION,
            Column("name", "text", "name of the figure, table.row.column"),
            Column("table", "text", "proactive, applications or disputes"),
            Column("row", "text", "key of the row"),
            Column("column", "text", "key of the column"),
            Column("value", "number", "the number as written (amounts in 10,000 yuan), null if there is none"),
            Column("text", "text", "what stands in the cell"),
            Column(
                "kind",
                "text",
                "number, zero, blank, dash, text, number_with_unit, number_with_remark, glued or missing",
            ),
            Column("inferred", "flag", "whether value was cut from glued digits or its column found by position"),
            Column("candidates", "numbers", "every value that a possible cut gives, where they differ"),
            Column("line", "integer", "line of the cell, null if it is missing"),
            Column("col", "integer", "column in that line, from 1, in characters"),
            PATH,
        ),
        _figures,
    ),
    Sheet(
        "claims",
        "one row for each figure that the prose states",
        (
            AGENCY,
            YEAR,
            EDITION,
            Column("claim", "integer", "number of the claim in its report, from 1"),
            Column("within", "integer", "the claim that this is a part of, null if of none"),
            Column("kind", "text", "value, zero, share, growth, sum, all or upheld"),
            Column("subject", "text", "what is counted"),
            Column("text", "text", "the words of the report, personal data masked"),
            Column("value", "number", "the number that is stated"),
            Column("unit", "text", "its unit as written"),
            Column("approximate", "flag", "whether it is said to be rounded"),
            Column("part", "integer", "part of the report, 1 to 6"),
            Column("targets", "texts", "figures it may be compared with, those of a sum joined by +"),
            Column("abstains", "text", "why it is compared with nothing, empty if it is compared"),
            Column("line", "integer", "where it begins"),
            Column("col", "integer", "where it begins in that line, from 1"),
            Column("end_line", "integer", "where it ends"),
            Column("end_col", "integer", "where it ends in that line, exclusive"),
            PATH,
        ),
        _claims,
    ),
    Sheet(
        "findings",
        "one row for each finding, those about missing reports at the end with an empty path",
        (
            AGENCY,
            YEAR,
            Column("code", "text", "code of the rule"),
            Column("also", "texts", "codes of other rules that fail for the same cause"),
            Column("slug", "text", "name of the rule"),
            Column("severity", "text", "error, warning or note"),
            Column("confidence", "text", "high, medium or low"),
            Column("message", "text", "what is wrong"),
            Column("part", "text", "1 to 6, title, preamble, signature or null"),
            Column("table", "text", "table of the cell, if it is about one"),
            Column("row", "text", "row of the cell"),
            Column("column", "text", "column of the cell"),
            Column("ordinal", "integer", "which one of several things of a kind"),
            Column("suggested", "number", "the one value of that cell that satisfies every identity, if there is one"),
            Column("suggestions", "text", "every suggestion, as JSON"),
            Column("basis", "texts", "the provisions"),
            Column("help", "text", "what to do"),
            Column("excerpt", "text", "the lines around it, personal data masked"),
            Column("labels", "text", "the other places it speaks of, as JSON"),
            Column("fingerprint", "text", "the same in every run while the cause stays"),
            Column("line", "integer", "where it begins"),
            Column("col", "integer", "where it begins in that line, from 1"),
            Column("end_line", "integer", "where it ends"),
            Column("end_col", "integer", "where it ends in that line, exclusive"),
            PATH,
        ),
        _findings,
    ),
    Sheet(
        "reports",
        "one row for each submission, whatever became of it",
        (
            AGENCY,
            YEAR,
            EDITION,
            Column("state", "text", "ok, unreadable, crashed, timeout, memory or skipped"),
            Column("reason", "text", "why it was skipped"),
            Column("name", "text", "the agency as the report writes it"),
            Column("agency_kind", "text", "kind of the agency"),
            Column("agency_level", "text", "level of the agency"),
            Column("matched", "text", "how it was matched to its agency"),
            Column("title", "text", "title of the report"),
            Column("year_source", "text", "where the year was read"),
            Column("period_start", "day", "first day of the period that is reported"),
            Column("period_end", "day", "last day of it"),
            Column("signed", "day", "date under the report"),
            Column("published", "day", "date of publication, where the file tells it"),
            Column("error", "integer", "findings of severity error"),
            Column("warning", "integer", "findings of severity warning"),
            Column("note", "integer", "findings of severity note"),
            Column("rules_passed", "integer", "rules that passed"),
            Column("rules_failed", "integer", "rules that failed"),
            Column("rules_not_assessable", "integer", "rules that could not be assessed"),
            Column("rules_not_applicable", "integer", "rules that do not concern the report"),
            Column("size", "integer", "size of the file in bytes"),
            Column("sha256", "text", "hash of the file"),
            PATH,
        ),
        _reports,
    ),
    Sheet(
        "agencies",
        "one row for each agency of the roster, or found in the reports where there is no roster",
        (
            AGENCY,
            Column("name", "text", "its name"),
            Column("agency_kind", "text", "kind of the agency"),
            Column("agency_level", "text", "level of the agency"),
            Column("parent", "text", "id of the agency above it, empty if there is none"),
            Column("listed", "flag", "whether the roster names it"),
        ),
        _agencies,
    ),
    Sheet(
        "duties",
        "one row for each report that the roster asks for",
        (AGENCY, YEAR, Column("due", "day", "the day it is due")),
        _duties,
    ),
    Sheet(
        "missing",
        "one row for each report that was not submitted",
        (AGENCY, YEAR, Column("due", "day", "the day it was due")),
        _missing,
    ),
    Sheet(
        "rules",
        "one row for each rule of the run",
        (
            Column("code", "text", "code of the rule"),
            Column("slug", "text", "name of the rule"),
            Column("title", "text", "what it wants"),
            Column("severity", "text", "its most serious severity"),
            Column("help", "text", "what to do"),
            Column("basis", "texts", "the provisions"),
        ),
        _rules,
    ),
)
"""Every table, in the order they are written."""
