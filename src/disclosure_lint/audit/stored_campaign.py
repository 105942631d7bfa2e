"""The campaign that a run has left on disk. Everything is read as it is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from disclosure_lint import __version__
from disclosure_lint.audit.campaign import Missing, Repeated, Unmatched
from disclosure_lint.audit.collection import COLUMNS, MEMBER, Files, campaign_years, duty_of, member_of
from disclosure_lint.audit.crossing import Crossed
from disclosure_lint.audit.dossier import LETTERS, PENDING
from disclosure_lint.audit.records import Record
from disclosure_lint.audit.settings import AuditSettings
from disclosure_lint.audit.store import is_done, path_key, path_of, run_facts, stored_record
from disclosure_lint.audit.summary import MISSING, REPEATED, Summary, summary_of
from disclosure_lint.finding import SEVERITIES, Severity
from disclosure_lint.results import RuleInfo, RunError
from disclosure_lint.rules.crosscheck import Duty, Member
from disclosure_lint.rules.reasons import reason
from disclosure_lint.rules.rule import Rule
from disclosure_lint.rules.texts import rendered

VERSION = 1
"""Of the manifest."""

_ALL_THAT_IS_KNOWN = (
    "select path, key, agency, matched, year, kind, level from submission order by path",
    "select * from member order by id",
    "select * from duty order by agency, year",
    "select * from loose order by path",
    "select * from error order by path, message",
    "select key from second.wanted order by key",
    # The key of what is asked of everything does not tell what it depends on.
    "select * from second.crossing where answer in (select key from second.wanted where scope = 'campaign')"
    " or answer not in (select key from second.wanted) order by path, agency, year, code, asked",
)


def rule_info(rule: Rule, lang: str) -> RuleInfo:
    """What an output may say of a rule: its most serious severity, and the help of its first outcome."""
    worst: Severity = next((word for word in SEVERITIES if word in rule.severity.values()), "note")
    help_ = next(iter(rule.help.values()), {})
    title = rendered(rule.title, {}, lang)
    return RuleInfo(rule.code, rule.slug, title, rendered(help_, {}, lang), rule.basis, worst, rule.confidence)


def facts_of(settings: AuditSettings) -> dict[str, Any]:
    """What the folder of a run says of its settings."""
    return {
        "tool": {"name": "disclosure-lint", "version": __version__},
        "lang": settings.lang,
        "today": settings.today.isoformat(),
        "rules": {"sha256": settings.rules_hash, "codes": list(settings.codes)},
        "cross": [rule.code for rule in settings.cross_rules.rules if rule.code in set(settings.codes)],
        "limits": {"seconds": settings.limits.seconds, "bytes": settings.limits.memory},
    }


def _rules(settings: AuditSettings) -> dict[str, RuleInfo]:
    asked = set(settings.codes)
    return {rule.code: rule_info(rule, settings.lang) for rule in settings.rules.rules if rule.code in asked}


class StoredCampaign:
    """A campaign, made of the folder of a run: any process can open it for itself.

    Without settings those of the run are used as far as the folder knows them: no rule is explained then.
    """

    def __init__(
        self, folder: Path, settings: AuditSettings | None = None, notice_template: Path | None = None
    ) -> None:
        self._files = Files(folder, crossing=True)
        self._index = self._files.index
        self._facts: dict[str, Any] = json.loads(run_facts(self._index))
        self.lang: str = self._facts["lang"]
        self.version: str = self._facts["tool"]["version"]
        self.today = date.fromisoformat(self._facts["today"])
        self.rule_codes: Sequence[str] = self._facts["rules"]["codes"]
        self._cross_codes = {code: self.rule_codes.index(code) for code in self._facts["cross"]}
        self.profile: Mapping[str, Any] = settings.profile if settings else {}
        self.rules: Mapping[str, RuleInfo] = _rules(settings) if settings else {}
        self.notice_template = notice_template

    def close(self) -> None:
        """Close the files."""
        self._files.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def records(self) -> Iterator[Record]:
        """Every submission, by path, with the findings over several reports; what was skipped too."""
        yield from self._joined("order by path", ())

    def readings(self) -> Iterator[Record]:
        """The same, without the findings over several reports: for those who want nothing but what was read."""
        yield from self._files.records("order by path")

    def records_of(self, agency: str) -> Iterator[Record]:
        """The submissions of an agency, by year and path; of none, if it is ""."""
        yield from self._joined("where agency = ? and state != 'skipped' order by year, path", (agency,))

    def skipped(self) -> Iterator[Record]:
        """What was skipped, by path."""
        yield from self._joined("where state = 'skipped' order by path", ())

    def records_by_name(self) -> Iterator[Record]:
        """Every submission by the agency as written (by path where none is), then by year and path."""
        order = "order by coalesce(name, cast(path as text)), coalesce(cast(year as text), ''), path"
        yield from self._joined(f"where state != 'skipped' {order}", ())

    def record(self, path: str) -> Record | None:
        """One submission."""
        return next(self._joined("where path = ?", (path_key(path),)), None)

    def _joined(self, where: str, values: Sequence[Any]) -> Iterator[Record]:
        for row in self._index.execute(f"select path, {COLUMNS} from submission {where}", values):
            record = stored_record(self._files.journal, row[1:])
            yield self._with_crossing(record, row[0]) if record.state != "skipped" else record

    def _with_crossing(self, record: Record, key: bytes) -> Record:
        if not self._cross_codes:
            return record
        crossed = self._crossed("path = ?", (key,))
        letters, unassessed = list(record.rules), crossed.unassessed
        for code, place in self._cross_codes.items():
            if code in crossed.letters:
                letters[place] = crossed.letters[code]
            elif letters[place] == PENDING:
                open_ = not (record.readable and record.agency)
                letters[place] = LETTERS["not_assessable" if open_ else "not_applicable"]
                if open_:
                    unassessed = [*unassessed, self._why_silent(record, code)]
        return record.with_crossing(crossed.findings, unassessed, "".join(letters))

    def _why_silent(self, record: Record, code: str) -> dict[str, Any]:
        if record.readable:
            why = "unmatched-agency" if record.name else "no-agency"
        else:
            why = "unreadable" if record.state == "unreadable" else "crashed"
        place = dict.fromkeys(("part", "table", "row", "column", "ordinal"))
        return {"code": code, "reason_code": why, "reason": reason(why, {}, self.lang), "place": place}

    def _crossed(self, where: str, values: Sequence[Any]) -> Crossed:
        crossed = Crossed()
        query = f"select code, letter, findings, unassessed from crossing where {where} order by code, asked"
        for row in self._index.execute(query, values):
            crossed.add(*row)
        return crossed

    def members(self) -> Iterator[Member]:
        """Every agency, in the order of the roster (by name without one)."""
        for row in self._index.execute(f"select {MEMBER} from member order by number"):
            yield member_of(row)

    def member(self, agency: str) -> Member | None:
        """An agency by its id."""
        row = self._index.execute(f"select {MEMBER} from member where id = ?", (agency,)).fetchone()
        return member_of(row) if row else None

    def duties(self) -> Iterator[Duty]:
        """Who had to submit when, in the order of the roster."""
        query = "select agency, year, due from duty join member on id = agency order by number, year"
        for row in self._index.execute(query):
            yield duty_of(row)

    def duties_of(self, agency: str) -> Sequence[Duty]:
        """The duties of an agency, by year."""
        query = "select agency, year, due from duty where agency = ? order by year"
        return [duty_of(row) for row in self._index.execute(query, (agency,))]

    def missing(self) -> Iterator[Missing]:
        """The reports that were not submitted, in the order of the roster."""
        return self._missing("", ())

    def missing_of(self, agency: str) -> Sequence[Missing]:
        """The reports that an agency did not submit, by year."""
        return tuple(self._missing("and duty.agency = ?", (agency,)))

    def _missing(self, also: str, values: Sequence[Any]) -> Iterator[Missing]:
        query = f"""
            select duty.agency, duty.year, due from duty join member on member.id = duty.agency
            where {MISSING} {also} order by member.number, duty.year
        """
        for row in self._index.execute(query, values):
            duty = duty_of(row)
            found = self._crossed("path = ? and agency = ? and year = ?", (b"", duty.agency, duty.year)).findings
            yield Missing(duty.agency, duty.year, duty.due, tuple(found))

    def loose_findings(self) -> Iterator[tuple[str, int | None, Mapping[str, Any]]]:
        """Findings that belong to no file, in the order of the agencies."""
        query = """
            select agency, year, findings from crossing left join member on id = agency
            where path = ? and findings != '' order by number, agency, year, code, asked
        """
        for agency, year, findings in self._index.execute(query, (b"",)):
            for finding in json.loads(findings):
                yield agency, year or None, finding

    def unmatched(self) -> Iterator[Unmatched]:
        """Submissions that belong to no agency, by path."""
        for path, why, candidates in self._index.execute("select * from loose order by path"):
            yield Unmatched(path_of(path), why, tuple(json.loads(candidates)))

    def repeated(self) -> Iterator[Repeated]:
        """Where there are several submissions for one report, by agency and year."""
        paths = "select path from submission where agency = ? and year = ? and state != 'skipped' order by path"
        for agency, year in self._index.execute(REPEATED).fetchall():
            found = tuple(path_of(row[0]) for row in self._index.execute(paths, (agency, year)))
            yield Repeated(agency, year, found)

    def errors(self) -> Iterator[RunError]:
        """What was wrong with the run itself."""
        for path, message in self._index.execute("select path, message from error order by path, message"):
            yield RunError(path, message)

    def inputs(self) -> Iterator[Mapping[str, Any]]:
        """Every file with its hash, by path: {"path", "sha256", "size", "state"}, skipped ones with "reason"."""
        query = f"select path, sha256, size, state, {COLUMNS} from submission order by path"
        for path, content_hash, size, state, *row in self._index.execute(query):
            data = {"path": path_of(path), "sha256": content_hash, "size": size, "state": state}
            if state == "skipped":
                data["reason"] = stored_record(self._files.journal, row).reason
            yield data

    def extent(self) -> tuple[int, int, bool]:
        """How many files were listed, of how many the record is there, and whether the run came to its end."""
        listed = self._index.execute("select count(*) from input").fetchone()[0]
        known = self._index.execute("select count(*) from submission").fetchone()[0]
        return listed, known, is_done(self._index)

    def summary(self) -> Summary:
        """The campaign in numbers."""
        return summary_of(self._index)

    def manifest(self) -> Mapping[str, Any]:
        """What the manifest says of the run, without its lists."""
        facts = {name: value for name, value in self._facts.items() if name != "cross"}
        return {"version": VERSION, **facts, "years": list(self.years()), "counts": self.summary().data()}

    def digest(self) -> str:
        """A hash of all that is known of the campaign: with the same one, every output says the same."""
        found = sha256(repr(self._facts).encode())
        for query in _ALL_THAT_IS_KNOWN:
            for row in self._index.execute(query):
                found.update(repr(row).encode("utf-8", "surrogatepass"))
        return found.hexdigest()

    def years(self) -> Sequence[int]:
        """The years of the campaign."""
        return campaign_years(self._index)
