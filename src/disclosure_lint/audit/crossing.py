"""The second pass: rules that need several reports, asked agency by agency, area by area, and of the whole campaign.

What they say is put into words by the same engine as everything else and kept in the index, file by file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from disclosure_lint.audit.collection import Files, StoredCollection
from disclosure_lint.audit.dossier import LETTERS, Masked, finding_data, unassessed_data
from disclosure_lint.audit.records import Record, tally_of
from disclosure_lint.audit.rereading import Rereading
from disclosure_lint.audit.settings import AuditSettings
from disclosure_lint.audit.store import path_key
from disclosure_lint.finding import Finding, Label, Place, Unassessed
from disclosure_lint.linter import Linter
from disclosure_lint.report.model import Agency, Report
from disclosure_lint.reporters.encoding import dumps, label_of
from disclosure_lint.rules.crosscheck import CrossCheck, CrossOutcome, Elsewhere, Scope
from disclosure_lint.rules.engine import INTERNAL_FAULT, finding, fingerprint, limit
from disclosure_lint.rules.outcome import Context, Failed, NotAssessable
from disclosure_lint.rules.reasons import reason
from disclosure_lint.rules.result import Result
from disclosure_lint.rules.rule import Rule
from disclosure_lint.source import Source, Span
from disclosure_lint.suppressions import Subject, applied

Row = tuple[bytes, str, int, str, str, str, str, str, str]
"""Of the table `crossing`: path, agency, year, code, who was asked, letter, findings, what was not assessed, tally."""

_Subject = tuple[str, str, int]
"""Path, agency, year: a submission, or with an empty path the report that is missing."""

_SHARD = 32
"""Agencies that a worker is given at a time."""


@dataclass(frozen=True, slots=True)
class Shard:
    """A piece of the second pass: agencies to ask about, or with none the code of a rule about the campaign."""

    folder: Path
    agencies: tuple[str, ...] = ()
    code: str = ""


def scope_of(rule: Rule) -> Scope:
    """What a rule over several reports is shown."""
    return cast("CrossCheck", rule.check).SCOPE


def shards(folder: Path, settings: AuditSettings) -> Iterator[Shard]:
    """The pieces of the second pass: the long ones first."""
    rules = [rule for rule in settings.cross_rules.rules if rule.code in settings.codes]
    for rule in rules:
        if scope_of(rule) == "campaign":
            yield Shard(folder, code=rule.code)
    if all(scope_of(rule) == "campaign" for rule in rules):
        return
    files = Files(folder)
    try:
        cursor = files.index.execute("select id from member order by number")
        while rows := cursor.fetchmany(_SHARD):
            yield Shard(folder, tuple(row[0] for row in rows))
    finally:
        files.close()


def crossed(settings: AuditSettings, shard: Shard) -> list[Row]:
    """What the rules say of a piece of the campaign."""
    files = Files(shard.folder)
    try:
        return list(_Crossing(settings, files).rows(shard))
    finally:
        files.close()


@dataclass(slots=True)
class _Said:
    """What a rule says of one submission."""

    result: Result
    elsewhere: dict[int, tuple[Elsewhere, ...]] = field(default_factory=dict)
    """By the index of the outcome."""


class _Crossing:
    def __init__(self, settings: AuditSettings, files: Files) -> None:
        self._settings = settings
        self._linter = Linter(settings.cross_rules, self._context(), settings.config)
        self._rereading = Rereading(settings, files)
        self._collection = StoredCollection(files, "campaign", reread=self._rereading.report)

    def _context(self) -> Context:
        settings = self._settings
        return Context(settings.today, settings.lang, settings.profile)

    def rows(self, shard: Shard) -> Iterator[Row]:
        """The rows of a shard."""
        rules = self._settings.cross_rules.rules
        if shard.code:
            yield from self._asked("campaign", "", [rule for rule in rules if rule.code == shard.code])
            return
        by_scope: dict[Scope, list[Rule]] = {"agency": [], "area": [], "campaign": []}
        for rule in rules:
            by_scope[scope_of(rule)].append(rule)
        for agency in shard.agencies:
            yield from self._asked("agency", agency, by_scope["agency"])
            if by_scope["area"] and self._collection.children(agency):
                yield from self._asked("area", agency, by_scope["area"])

    def _asked(self, scope: Scope, agency: str, rules: Sequence[Rule]) -> Iterator[Row]:
        collection = self._collection.of(scope, agency)
        for rule in rules:
            try:
                said = self._outcomes(rule, collection)
                rows = [row for subject, each in said.items() if (row := self._row(subject, each, agency))]
            except Exception as error:  # a fault of one rule must not hide what the others have to say
                rows = [self._fault(rule, agency, error)]
            yield from rows

    def _outcomes(self, rule: Rule, collection: StoredCollection) -> dict[_Subject, _Said]:
        said: dict[_Subject, _Said] = {}
        check = cast("CrossCheck", rule.check)
        for outcome in check.across(collection, self._context()):
            subject = self._subject(outcome)
            asked = self._rule_for(rule, subject[0])
            if asked is None:
                continue
            each = said.setdefault(subject, _Said(Result(asked)))
            if outcome.elsewhere:
                each.elsewhere[len(each.result.outcomes)] = outcome.elsewhere
            each.result.outcomes.append(outcome.outcome)
        return said

    def _subject(self, outcome: CrossOutcome) -> _Subject:
        return outcome.path, "" if outcome.path else outcome.agency, 0 if outcome.path else outcome.year or 0

    def _rule_for(self, rule: Rule, path: str) -> Rule | None:
        """The rule with the severity that holds for a file, None if it is not asked there."""
        return next((each for each in self._linter.rules_for(path) if each.code == rule.code), None)

    def _row(self, concerned: _Subject, said: _Said, asked: str) -> Row | None:
        path, agency, year = concerned
        record = self._collection.by_path(path) if path else None
        if path and record is None:
            raise LookupError(f"no submission {path}")
        report = record.report if record else self._absent(agency, year)
        result = said.result
        if record is not None and (outside := limit(result.rule.applies, report)):
            result, said = Result(result.rule, [outside]), _Said(result)
        subject = Subject(path, report.agency.name if report.agency else "", report.year, self._settings.today)
        findings = [
            self._finding(result.rule, outcome, said.elsewhere.get(index, ()), report, record, subject)
            for index, outcome in enumerate(result.outcomes)
            if isinstance(outcome, Failed)
        ]
        unassessed = _unassessed(result, self._settings.lang)
        return (
            path_key(path),
            agency,
            year,
            result.rule.code,
            asked,
            LETTERS[result.state],
            dumps(findings) if findings else "",
            dumps(unassessed) if unassessed else "",
            json.dumps(tally_of(findings)) if findings else "",
        )

    def _absent(self, agency: str, year: int) -> Report:
        """A report that is not there: whose it is and of which year."""
        member = self._collection.member(agency)
        name = member.name if member else agency
        kind, level = (member.kind, member.level) if member else (None, None)
        return Report(Source("", ""), year=year, agency=Agency(name, Span(0, 0), kind, level))

    def _finding(
        self,
        rule: Rule,
        failed: Failed,
        elsewhere: Sequence[Elsewhere],
        report: Report,
        record: Record | None,
        subject: Subject,
    ) -> dict[str, Any]:
        own = len(failed.marks)
        marks = (*failed.marks, *(other.mark for other in elsewhere))
        said = finding(rule, replace(failed, marks=marks), report, self._context())
        source = self._rereading.source(record) if record else None
        _, silenced = applied([said], self._settings.config.suppress, subject)
        shown = replace(said, labels=said.labels[:own])
        data = finding_data(shown, source, Masked(source, report), silenced[0] if silenced else None)
        data["labels"] += [
            {**label_of(label, self._other_source(other.path)), "path": other.path}
            for label, other in zip(said.labels[own:], elsewhere, strict=True)
        ]
        return data

    def _other_source(self, path: str) -> Source | None:
        record = self._collection.by_path(path)
        return self._rereading.source(record) if record else None

    def _fault(self, rule: Rule, agency: str, error: Exception) -> Row:
        """The row of a rule that broke down: a finding that belongs to no submission."""
        if self._settings.verbose:
            import sys
            import traceback

            traceback.print_exception(error, file=sys.stderr)
        report = self._absent(agency, 0)
        values = {"rule": f"{rule.code}-{rule.slug}", "path": rule.path, "fault": f"{type(error).__name__}: {error}"}
        broken = Finding(
            code=INTERNAL_FAULT,
            slug="internal-fault",
            severity="error",
            message=reason("internal-fault", {**values, "file": agency}, self._settings.lang),
            primary=Label(Span(0, 0)),
            fingerprint=fingerprint(f"{INTERNAL_FAULT}{rule.code}", report, Place()),
        )
        findings = [finding_data(broken, None, Masked(None, None))]
        letter, tally = LETTERS["not_assessable"], json.dumps(tally_of(findings))
        return b"", agency, 0, rule.code, agency, letter, dumps(findings), "", tally


def _unassessed(result: Result, lang: str) -> list[dict[str, Any]]:
    found: dict[tuple[Place, str], dict[str, Any]] = {}
    for outcome in result.outcomes:
        if isinstance(outcome, NotAssessable):
            words = reason(outcome.reason, outcome.values, lang)
            said = Unassessed(result.rule.code, outcome.reason, words, outcome.place)
            found.setdefault((outcome.place, outcome.reason), unassessed_data(said))
    return list(found.values())


# -- what was kept, read again -----------------------------------------------------

_WORST = "f?p-"


@dataclass(slots=True)
class Crossed:
    """What the second pass says of one submission: letters by rule, findings, what could not be assessed."""

    letters: dict[str, str] = field(default_factory=dict)
    findings: list[Mapping[str, Any]] = field(default_factory=list)
    unassessed: list[Mapping[str, Any]] = field(default_factory=list)

    def add(self, code: str, letter: str, findings: str, unassessed: str) -> None:
        """What a rule said when it was asked once."""
        known = self.letters.get(code, letter)
        self.letters[code] = min(known, letter, key=_WORST.index)
        if findings:
            self.findings += json.loads(findings)
        if unassessed:
            self.unassessed += json.loads(unassessed)
