"""Where addresses lead, as far as their words tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from disclosure_lint.report.model import Report, Url
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.kinds.addresses import own_addresses
from disclosure_lint.rules.outcome import Context, Failed, Mark, Outcome
from disclosure_lint.rules.wording import Wordings

_YEAR = re.compile(r"(?<=/)(20\d\d)(?:\d\d(?:\d\d)?)?(?=/)")
_REACH = 60


@kind("destinations")
@dataclass(frozen=True)
class Destinations:
    """The address where the report can be had leads to reports, and to none of an earlier year.

    `introduced`: wordings in the sentence around an address by which it is that of the report. `columns`: words in the
    path of other columns, with the names of these; `own`: words in the path of the right one.
    """

    introduced: Wordings
    columns: Mapping[str, Mapping[str, str]]
    own: tuple[str, ...] = ()

    OUTCOMES: ClassVar = ("column", "year")
    PLACEHOLDERS: ClassVar = ("address", "column", "found")

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each address."""
        for place, url in own_addresses(report):
            if url.problem or "/" not in url.text or not self._introduced(report, url):
                continue
            path = url.text[url.text.find(url.host) + len(url.host) :].lower() if url.host in url.text else url.text
            column = next((word for word in self.columns if word in path), None)
            values = {"address": url.text, "column": self.columns.get(column or "", {}), "found": ""}
            if column and not any(word in path for word in self.own):
                yield Failed(Mark(url.span), place, "column", values)
            elif (year := _YEAR.search(path)) and report.year and int(year[1]) < report.year:
                yield Failed(Mark(url.span), place, "year", {**values, "found": year[1]})

    def _introduced(self, report: Report, url: Url) -> bool:
        text = report.source.folded
        around = text[max(0, url.span.start - _REACH) : url.span.end + _REACH // 3]
        return self.introduced.first("".join(around.split())) is not None
