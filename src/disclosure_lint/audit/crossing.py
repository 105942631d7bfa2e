"""The second pass: rules that need several reports, asked agency by agency, area by area, and of the whole campaign.

What they say is put into words by the same engine as everything else and kept in the index, file by file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from sqlite3 import Connection
from typing import Any, cast

from disclosure_lint.audit.collection import MEMBER, Files, StoredCollection, campaign_years
from disclosure_lint.audit.dossier import LETTERS, Masked, finding_data, unassessed_data
from disclosure_lint.audit.records import Record, tally_of
from disclosure_lint.audit.rereading import Rereading
from disclosure_lint.audit.settings import AuditSettings
from disclosure_lint.audit.store import Ask, Store, path_key, path_of
from disclosure_lint.audit.watched import WatchedContext
from disclosure_lint.finding import Finding, Label, Place, Unassessed
from disclosure_lint.linter import Linter
from disclosure_lint.report.model import Agency, Report
from disclosure_lint.reporters.encoding import dumps, label_of
from disclosure_lint.rules.crosscheck import CrossCheck, CrossOutcome, Elsewhere, Scope
from disclosure_lint.rules.engine import INTERNAL_FAULT, finding, fingerprint, limit
from disclosure_lint.rules.outcome import Failed, NotAssessable
from disclosure_lint.rules.reasons import reason
from disclosure_lint.rules.result import Result
from disclosure_lint.rules.rule import Rule
from disclosure_lint.source import Source, Span
from disclosure_lint.suppressions import Subject, applied

Row = tuple[bytes, str, int, str, str, str, str, str, str]
"""Of the table `crossing`: path, agency, year, code, who was asked, letter, findings, what was not assessed, tally."""

_Subject = tuple[str, str, int]
"""Path, agency, year: a submission, or with an empty path the report that is missing."""

SPOOL = "said-"
"""The beginning of the names of files with what is said of everything."""

_TOGETHER = 32
"""What a worker is asked at a time."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the second pass."""

    folder: Path
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the rules say to an ask; `day`: the day of the run, if a rule asked for it.

    What is said of everything may be much: it is in a file then, `spool`, that goes away when it is read.
    """

    ask: Ask
    day: str | None
    kept: tuple[Row, ...] = ()
    spool: Path | None = None

    def rows(self) -> Iterator[Row]:
        """The rows."""
        yield from self.kept
        if self.spool is not None:
            with self.spool.open(encoding="utf-8") as file:
                for line in file:
                    path, *rest = json.loads(line)
                    yield cast("Row", (path_key(path), *rest))
            self.spool.unlink()


def scope_of(rule: Rule) -> Scope:
    """What a rule over several reports is shown."""
    return cast("CrossCheck", rule.check).SCOPE


def asks(index: Connection, settings: AuditSettings) -> Iterator[Ask]:
    """Everything that is to be asked. Members have their digests already (`digests`)."""
    scopes = {scope_of(rule) for rule in settings.cross_rules.rules if rule.code in settings.codes}
    for rule in settings.cross_rules.rules:
        if rule.code in settings.codes and scope_of(rule) == "campaign":
            yield Ask(f"!{rule.code}", "campaign", rule.code)  # comes before all others
    if not scopes - {"campaign"}:
        return
    years = repr(campaign_years(index))
    cursor = index.execute("select id, digest from member order by number")
    for id_, digest in cursor:
        if "agency" in scopes:
            yield Ask(_hash(settings.stamp, years, "agency", digest), "agency", id_)
        if "area" in scopes and (below := _digests_below(index, id_)):
            yield Ask(_hash(settings.stamp, years, "area", digest, *below), "area", id_)


def _digests_below(index: Connection, id_: str) -> list[str]:
    return [row[0] for row in index.execute("select digest from member where parent = ? order by id", (id_,))]


def digests(index: Connection) -> Iterator[tuple[str, str]]:
    """A hash of all that is known of each member: what the roster says, and its submissions."""
    for row in index.execute(f"select {MEMBER} from member order by number"):
        query = (
            "select path, key, kind, level, year from submission where agency = ? and state != 'skipped' order by path"
        )
        found = index.execute(query, (row[0],)).fetchall()
        due = index.execute("select year, due from duty where agency = ? order by year", (row[0],)).fetchall()
        yield row[0], _hash(repr(row), repr(found), repr(due))


def _hash(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def pieces(folder: Path, store: Store) -> Iterator[Piece]:
    """What is not answered yet: what is asked of everything first, each by itself, for it takes longest."""
    rest = []
    for some in store.unanswered(_TOGETHER):
        whole = [ask for ask in some if ask.scope == "campaign"]
        yield from (Piece(folder, (ask,)) for ask in whole)
        rest += [ask for ask in some if ask.scope != "campaign"]
        if len(rest) >= _TOGETHER:
            yield Piece(folder, tuple(rest))
            rest = []
    if rest:
        yield Piece(folder, tuple(rest))


def crossed(settings: AuditSettings, piece: Piece) -> list[Answer]:
    """What the rules say to a piece."""
    files = Files(piece.folder)
    try:
        crossing = _Crossing(settings, files, piece.folder)
        return [crossing.answer(ask) for ask in piece.asks]
    finally:
        files.close()


@dataclass(slots=True)
class _Said:
    """What a rule says of one submission."""

    result: Result
    elsewhere: dict[int, tuple[Elsewhere, ...]] = field(default_factory=dict)
    """By the index of the outcome."""


class _Crossing:
    def __init__(self, settings: AuditSettings, files: Files, folder: Path) -> None:
        self._settings, self._folder = settings, folder
        self._watched = WatchedContext(settings)
        self._linter = Linter(settings.cross_rules, self._watched.context, settings.config)
        self._rereading = Rereading(settings, files)
        self._collection = StoredCollection(files, "campaign", reread=self._rereading.report)

    def answer(self, ask: Ask) -> Answer:
        """What the rules say to an ask."""
        self._watched.day_asked = False
        rules = [rule for rule in self._settings.cross_rules.rules if scope_of(rule) == ask.scope]
        if ask.scope != "campaign":
            rows = tuple(self._asked(cast("Scope", ask.scope), ask.agency, rules))
            return Answer(ask, self._day(), rows)
        spool = self._folder / f"{SPOOL}{ask.agency}"
        with spool.open("w", encoding="utf-8", newline="\n") as file:
            for path, *rest in self._asked_of_all(next(rule for rule in rules if rule.code == ask.agency)):
                file.write(json.dumps([path_of(path), *rest]) + "\n")
        return Answer(ask, self._day(), spool=spool)

    def _day(self) -> str | None:
        return self._settings.today.isoformat() if self._watched.day_asked else None

    def _asked(self, scope: Scope, agency: str, rules: Sequence[Rule]) -> Iterator[Row]:
        collection = self._collection.of(scope, agency)
        for rule in rules:
            try:
                said = self._outcomes(rule, collection)
                rows = [self._row(subject, each, agency) for subject, each in said.items()]
            except Exception as error:  # a fault of one rule must not hide what the others have to say
                rows = [self._fault(rule, agency, error)]
            yield from rows

    def _asked_of_all(self, rule: Rule) -> Iterator[Row]:
        """What a rule says of the whole campaign, outcome by outcome: nothing of it is held."""
        collection = self._collection.of("campaign", "")
        try:
            outcomes = cast("CrossCheck", rule.check).across(collection, self._watched.context)
            for number, outcome in enumerate(outcomes):
                subject = self._subject(outcome)
                asked = self._rule_for(rule, subject[0])
                if asked is not None:
                    said = _Said(Result(asked, [outcome.outcome]), {0: outcome.elsewhere})
                    yield self._row(subject, said, f"{number:012}")
        except Exception as error:  # what was said before is kept
            yield self._fault(rule, "", error)

    def _outcomes(self, rule: Rule, collection: StoredCollection) -> dict[_Subject, _Said]:
        said: dict[_Subject, _Said] = {}
        check = cast("CrossCheck", rule.check)
        for outcome in check.across(collection, self._watched.context):
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

    def _row(self, concerned: _Subject, said: _Said, asked: str) -> Row:
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
        said = finding(rule, replace(failed, marks=marks), report, self._watched.context)
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
            self.unassessed += (each for each in json.loads(unassessed) if each not in self.unassessed)
