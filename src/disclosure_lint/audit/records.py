"""What the audit keeps of one submission: findings, figures and claims, never the document.

A record is one line of text: JSON sections separated by tabs, so that whoever wants the figures need not decode the
findings. Everything in it is masked (personal data) and depends on nothing but the file, its path and the settings.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from disclosure_lint.audit.recall import Cell, Grid, grids, recalled
from disclosure_lint.report.model import AgencyKind, AgencyLevel, Edition, Report
from disclosure_lint.reporters.encoding import dumps
from disclosure_lint.rules.engine import INTERNAL_FAULT

if TYPE_CHECKING:
    from disclosure_lint.audit.similarity import Prose

State = Literal["ok", "unreadable", "crashed", "timeout", "memory", "skipped"]
"""ok: a report was read. unreadable: an SRC0xx finding says why not. skipped: found in a folder, and no report.
crashed, timeout, memory: an INT001 finding says so."""

RuleState = Literal["passed", "failed", "not_assessable", "not_applicable"]
RULE_STATES: Mapping[str, RuleState] = {
    "p": "passed",
    "f": "failed",
    "?": "not_assessable",
    "-": "not_applicable",
}
"""The letters of `Record.rules`; any other one means that the rule was not asked."""

NO_FINDINGS = (0, 0, 0, 0, 0)

SECTIONS = ("findings", "not_assessable", "figures", "claims", "prose")
"""The parts of a record that are decoded only when they are asked for."""


@dataclass(frozen=True)
class Record:
    """One submission.

    `path` as given with `/`; a member of an archive is `archive.zip!/inner/path`. `name`: the agency as written.
    `agency` is the id of the agency it was matched to ("" none; set when the roster is applied, never stored).
    `rules`: a letter (`RULE_STATES`) for each rule of the run, in the order of their codes.
    """

    path: str
    sha256: str
    size: int
    state: State
    reason: str = ""
    """Why it was skipped."""
    name: str | None = None
    kind: AgencyKind | None = None
    level: AgencyLevel | None = None
    year: int | None = None
    year_source: str | None = None
    edition: Edition | None = None
    forms: tuple[str | None, str | None] = (None, None)
    """The editions of the tables `proactive` and `applications`."""
    period: tuple[date | None, date | None] = (None, None)
    signed: date | None = None
    published: date | None = None
    title: str = ""
    rules: str = ""
    tally: tuple[int, ...] = NO_FINDINGS
    """How many errors, warnings and notes there are, silenced findings, and faults of the program among the errors."""
    day: date | None = None
    """The day of the run, if a rule asked for it."""
    agency: str = ""
    matched: str = ""
    """How it was matched to its agency: a word of `audit.matching.How`."""
    sections: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The JSON of the `SECTIONS`."""

    @property
    def readable(self) -> bool:
        """Whether a report was read from the file."""
        return self.state == "ok"

    def _section(self, name: str) -> Any:
        text = self.sections.get(name)
        return json.loads(text) if text else None

    @cached_property
    def findings(self) -> tuple[Mapping[str, Any], ...]:
        """The findings as the contract has them (FINDING), those over several reports included.

        Each has besides `excerpt`: {"lines": [{"line", "offset", "text", "more"}], "marks": [{"line", "column",
        "end_column", "label"}]}, or null where nothing can be shown. Of a long line only the surroundings of its
        marks are there, perhaps in several entries: `offset` is the number of characters left out before `text`,
        `more` says that the line goes on after it. `label` is an index in `labels`, null for the finding itself.
        A label in another report has the key `path`; it is not among the marks.
        """
        return tuple(self._section("findings") or ())

    @cached_property
    def not_assessable(self) -> tuple[Mapping[str, Any], ...]:
        """What could not be assessed: {"code", "reason_code", "reason", "place"}."""
        return tuple(self._section("not_assessable") or ())

    @cached_property
    def claims(self) -> tuple[Mapping[str, Any], ...]:
        """The figures stated in prose, as `extract` gives them."""
        return tuple(self._section("claims") or ())

    @cached_property
    def report(self) -> Report:
        """The report without its text: facts, and tables with all their figures."""
        return recalled(self, self._section("figures") or {})

    def grids(self) -> Iterator[Grid]:
        """The tables with all their cells."""
        return grids(self._section("figures") or {})

    def figures(self) -> Iterator[Cell]:
        """Every cell of the tables, in the order of the form."""
        for grid in self.grids():
            yield from grid.cells

    @cached_property
    def prose(self) -> Prose | None:
        """The signature of the prose, to find others like it."""
        from disclosure_lint.audit.similarity import Prose

        data = self._section("prose")
        return Prose.from_data(data) if data else None

    def counts(self) -> dict[RuleState, int]:
        """How many rules passed, failed, could not be assessed, did not concern the report."""
        return {state: self.rules.count(letter) for letter, state in RULE_STATES.items()}

    def line(self) -> str:
        """The record as a line (without its end)."""
        head = {name: _plain(getattr(self, name)) for name in _HEAD if getattr(self, name) not in _NOTHING}
        return "\t".join([dumps(head), *(self.sections.get(name, "") for name in SECTIONS)])

    @classmethod
    def from_line(cls, line: str) -> Record:
        """The record of a line."""
        head, *sections = line.split("\t")
        data: dict[str, Any] = json.loads(head)
        for name in ("signed", "published", "day"):
            if name in data:
                data[name] = date.fromisoformat(data[name])
        if "period" in data:
            data["period"] = tuple(day and date.fromisoformat(day) for day in data["period"])
        for name in ("forms", "tally"):
            if name in data:
                data[name] = tuple(data[name])
        named = zip(SECTIONS, sections, strict=True)
        data.setdefault("sha256", "")  # nothing was read of a file that was skipped
        return cls(**data, sections={name: text for name, text in named if text})

    def of_agency(
        self, agency: str, matched: str, kind: AgencyKind | None, level: AgencyLevel | None, year: int | None
    ) -> Record:
        """The record, matched to an agency. The roster may know its kind and level better, and the year of a file that
        does not tell it."""
        return replace(self, agency=agency, matched=matched, kind=kind, level=level, year=year)

    def with_crossing(
        self, findings: Sequence[Mapping[str, Any]], not_assessable: Sequence[Mapping[str, Any]], rules: str
    ) -> Record:
        """The record with what the rules over several reports say of it."""
        tally = tuple(a + b for a, b in zip(self.tally, tally_of(findings), strict=True))
        found = replace(self, rules=rules, tally=tally)
        # What is decoded already is not written down to be decoded again: there are many records.
        found.__dict__["findings"] = (*self.findings, *findings)
        found.__dict__["not_assessable"] = (*self.not_assessable, *not_assessable)
        return found


_HEAD = (
    "path",
    "sha256",
    "size",
    "state",
    "reason",
    "name",
    "kind",
    "level",
    "year",
    "year_source",
    "edition",
    "forms",
    "period",
    "signed",
    "published",
    "title",
    "rules",
    "tally",
    "day",
)


_NOTHING: tuple[Any, ...] = (None, "", (None, None), NO_FINDINGS)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def tally_of(findings: Iterable[Mapping[str, Any]]) -> tuple[int, ...]:
    """What `Record.tally` says of findings."""
    error = warning = note = silenced = faults = 0
    for finding in findings:
        if finding["suppressed_by"]:
            silenced += 1
            continue
        severity = finding["severity"]
        error += severity == "error"
        warning += severity == "warning"
        note += severity == "note"
        faults += finding["code"] == INTERNAL_FAULT
    return error, warning, note, silenced, faults
