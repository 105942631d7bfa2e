"""`index.html`: the audit as one page that needs nothing but a browser, written as the submissions come.

The overview is plain JSON; everything else stands in blocks of compressed JSON, which the page unpacks when it needs
them. No text of a report ever becomes markup: blocks are base64, the script makes text nodes only.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any, TextIO
from zlib import compress

from disclosure_lint.audit.campaign import Campaign
from disclosure_lint.audit.outputs.page_data import (
    AGENCY,
    FINDING,
    LOOSE,
    MISSING,
    REPORT,
    details,
    finding_row,
    report_row,
)
from disclosure_lint.audit.outputs.page_head import head
from disclosure_lint.audit.outputs.tally import Tally, by_agency, rank_of, severities_of, tally
from disclosure_lint.reporters.encoding import dumps

FILE = "index.html"
LISTED = 50_000
"""Reports that are listed with their findings; of more than that, those with the most errors are."""
BLOCK = 64
"""Reports in a block of details."""
ROWS = 4096
"""Rows in a block of a table."""

_ASSETS = Path(__file__).with_name("page")
_MARK = re.compile("@([A-Z_]+)@")
_SCRIPTS = ("dom.js", "data.js", "charts.js", "table.js", "report.js", "overview.js", "lists.js", "main.js")


class Page:
    """One HTML file. `listed` bounds the reports that are listed one by one."""

    def __init__(self, listed: int = LISTED) -> None:
        self._listed = listed

    def write(self, campaign: Campaign, folder: Path) -> None:
        """Write the file."""
        counted = tally(campaign)
        words = json.loads((_ASSETS / "words.json").read_text(encoding="utf-8"))
        wanted = _Wanted(counted, self._listed)
        before, after = _frame(campaign, words, head(campaign, counted, words, wanted.number, BLOCK))
        with (folder / FILE).open("w", encoding="utf-8", newline="\n") as file:
            file.write(before)
            _Blocks(file, campaign, wanted, counted.rules).write()
            file.write(after)


def _frame(campaign: Campaign, words: Mapping[str, Mapping[str, str]], data: Any) -> tuple[str, str]:
    """What comes before and after the blocks."""
    template = (_ASSETS / "page.html").read_text(encoding="utf-8")
    style = (_ASSETS / "page.css").read_text(encoding="utf-8")
    script = '"use strict";\n(() => {\n' + "\n".join(_asset(name) for name in _SCRIPTS) + "})();\n"
    values = {
        "LANG": "en" if campaign.lang == "en" else "zh-CN",
        "TITLE": escape(words["title"][campaign.lang]),
        "NOSCRIPT": escape(words["noscript"][campaign.lang]),
        "STYLE": style,
        "STYLE_HASH": _hash(style),
        "SCRIPT": script,
        "SCRIPT_HASH": _hash(script),
        "HEAD": dumps(data).replace("<", "\\u003c"),
    }
    before, after = (_MARK.sub(lambda match: values[match[1]], piece) for piece in template.split("@BLOCKS@"))
    return before, after


def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


class _Wanted:
    """Which submissions are listed: all, or the worst as far as there is room."""

    def __init__(self, counted: Tally, room: int) -> None:
        total = sum(counted.ranks.values())
        self.number = min(total, room)
        self._room: Counter[tuple[int, int, int]] | None = None
        if total > room:
            self._room = Counter()
            for rank, number in sorted(counted.ranks.items(), reverse=True):
                self._room[rank] = min(number, room)
                room -= self._room[rank]

    def __call__(self, rank: tuple[int, int, int]) -> bool:
        """Whether another submission with such findings is."""
        if self._room is None:
            return True
        self._room[rank] -= 1
        return self._room[rank] >= 0


class _Columns:
    """Rows kept column by column, written when there are enough."""

    def __init__(self, name: str, columns: tuple[str, ...], write: Callable[[str, Any], None]) -> None:
        self._name, self._columns, self._write = name, columns, write
        self._rows: list[tuple[Any, ...]] = []

    def add(self, row: tuple[Any, ...]) -> None:
        self._rows.append(row)
        if len(self._rows) >= ROWS:
            self.close()

    def close(self) -> None:
        if self._rows:
            columns = zip(*self._rows, strict=True)
            self._write(self._name, dict(zip(self._columns, columns, strict=True)))
            self._rows = []


class _Blocks:
    """The blocks of a page."""

    def __init__(self, file: TextIO, campaign: Campaign, wanted: _Wanted, codes: Iterable[str]) -> None:
        self._file, self._campaign, self._wanted = file, campaign, wanted
        self._codes = {code: number for number, code in enumerate(codes)}
        self._reports = _Columns("reports", REPORT, self._block)
        self._findings = _Columns("findings", FINDING, self._block)
        self._agencies = _Columns("agencies", AGENCY, self._block)
        self._details: list[Any] = []
        self._number = 0

    def _block(self, name: str, data: Any) -> None:
        packed = b64encode(compress(dumps(data).encode(), 6)).decode("ascii")
        self._file.write(f'<script type="text/plain" data-block="{name}">{packed}</script>\n')

    def write(self) -> None:
        """Write every block."""
        for member, duties, records in by_agency(self._campaign):
            counts: Counter[str] = Counter()
            for record in records:
                severities = severities_of(record)
                if record.state != "skipped":
                    counts.update(severities, reports=1)
                if self._wanted(rank_of(severities)):
                    self._report(report_row(record, severities, member, duties), record)
            if member:
                gone = self._campaign.missing_of(member.id)
                for finding in (finding for missing in gone for finding in missing.findings):
                    counts[finding["severity"]] += 1
                numbers = (counts["reports"], counts["error"], counts["warning"], counts["note"], len(gone))
                self._agencies.add((member.id, member.kind, member.level, member.parent, *numbers))
        for columns in (self._reports, self._findings, self._agencies):
            columns.close()
        self._flush()
        self._rest()

    def _report(self, row: tuple[Any, ...], record: Any) -> None:
        self._reports.add(row)
        for finding in record.findings:
            self._findings.add(finding_row(self._number, finding, self._codes))
        self._details.append(details(record, self._campaign))
        self._number += 1
        if len(self._details) == BLOCK:
            self._flush()

    def _flush(self) -> None:
        if self._details:
            self._block("details", self._details)
            self._details = []

    def _rest(self) -> None:
        kinds = {member.id: (member.kind, member.level, member.parent) for member in self._missing_members()}
        missing = _Columns("missing", MISSING, self._block)
        for each in self._campaign.missing():
            due = each.due and each.due.isoformat()
            missing.add((each.agency, each.year, *kinds.get(each.agency, (None, None, "")), due))
        missing.close()
        loose = _Columns("loose", LOOSE, self._block)
        for agency, year, finding in self._campaign.loose_findings():
            row = finding_row(-1, finding, self._codes)
            loose.add((*row, agency, year or None, kinds.get(agency, (None,))[0]))
        loose.close()

    def _missing_members(self) -> Iterable[Any]:
        """The agencies with missing reports."""
        wanted = {missing.agency for missing in self._campaign.missing()}
        return (member for member in self._campaign.members() if member.id in wanted)
