"""From what the linter says of a file to the record that the audit keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from disclosure_lint.audit.excerpts import excerpt
from disclosure_lint.audit.masking import masked
from disclosure_lint.audit.recall import memory
from disclosure_lint.audit.records import RULE_STATES, Record, State, tally_of
from disclosure_lint.audit.settings import AuditSettings
from disclosure_lint.audit.similarity import signature
from disclosure_lint.audit.words import said
from disclosure_lint.finding import Finding, Label, Place, Suppressed, Unassessed, Verdicts
from disclosure_lint.report.model import Report
from disclosure_lint.reporters.encoding import dumps, finding_of, place_of
from disclosure_lint.reporters.extraction import claims_of
from disclosure_lint.results import FileResult, Skipped
from disclosure_lint.rules.engine import INTERNAL_FAULT, fingerprint
from disclosure_lint.rules.kinds.years import settled_year
from disclosure_lint.rules.reasons import reason
from disclosure_lint.source import Source, Span

NOT_ASKED = "."
"""The letter of a rule that is not asked of a file."""

PENDING = "+"
"""The letter of a rule over several reports until the second pass, which asks it."""

LETTERS: Mapping[str, str] = {state: letter for letter, state in RULE_STATES.items()}
"""The letter of what a rule comes to."""

_STRINGS = ("message", "help")


class Masked:
    """The text of a source with personal data blotted out; the statutory tables hold figures and stay as they are."""

    def __init__(self, source: Source | None, report: Report | None) -> None:
        self._source, self._report = source, report
        self._text: str | None = None

    def __call__(self, span: Span) -> str:
        """The text of a span."""
        if self._text is None:
            self._text = self._whole()
        return self._text[span.start : span.end]

    def _whole(self) -> str:
        text = self._source.text if self._source else ""
        blotted = masked(text)
        if blotted != text and self._report is not None:
            for table in self._report.tables.values():
                start, end = table.span
                blotted = blotted[:start] + text[start:end] + blotted[end:]
        return blotted


def finding_data(
    finding: Finding, source: Source | None, mask: Masked, silenced: Suppressed | None = None
) -> dict[str, Any]:
    """A finding as the contract has it, masked, with the lines around it."""
    data = finding_of(finding, source, silenced)
    if finding.place.table is None:
        for name in _STRINGS:
            data[name] = masked(data[name])
        for label in data["labels"]:
            label["text"] = masked(label["text"])
        if data["fix"]:
            for edit in data["fix"]["edits"]:
                edit["text"] = masked(edit["text"])
    spans: list[tuple[Span, int | None]] = [(finding.primary.span, None)]
    spans += [(label.span, index) for index, label in enumerate(finding.labels)]
    data["primary"] = masked(finding.primary.text)
    data["notes"] = list(finding.notes)
    data["excerpt"] = excerpt(source, spans, mask)
    return data


def unassessed_data(unassessed: Unassessed) -> dict[str, Any]:
    """What could not be assessed, as the contract has it."""
    return {
        "code": unassessed.code,
        "reason_code": unassessed.reason_code,
        "reason": masked(unassessed.reason),
        "place": place_of(unassessed.place),
    }


def letters(codes: Sequence[str], verdicts: Verdicts, pending: Sequence[str]) -> str:
    """A letter for each rule."""
    found = dict.fromkeys(pending, PENDING)
    for state, names in (
        ("not_applicable", verdicts.not_applicable),
        ("passed", verdicts.passed),
        ("not_assessable", verdicts.not_assessable),
        ("failed", verdicts.failed),
    ):
        found.update(dict.fromkeys(names, LETTERS[state]))
    return "".join(found.get(code, NOT_ASKED) for code in codes)


def dossier(
    result: FileResult | Skipped,
    sha256: str,
    size: int,
    settings: AuditSettings,
    pending: Sequence[str] = (),
    day_asked: bool = False,
) -> Record:
    """The record of a file that the linter has spoken of. `pending`: the rules that the second pass asks of it."""
    day = settings.today if day_asked else None
    if isinstance(result, Skipped):
        return Record(result.path, sha256, size, "skipped", reason=result.reason, day=day)
    report, verdicts = result.report, result.verdicts
    mask = Masked(result.source, report)
    findings = [finding_data(finding, result.source, mask) for finding in verdicts.findings]
    findings += [finding_data(each.finding, result.source, mask, each) for each in result.suppressed]
    tally = tally_of(findings)
    sections = dict(_sections(result, findings))
    rules = letters(settings.codes, verdicts, pending)
    if report is None:
        crashed = any(finding.code == INTERNAL_FAULT for finding in verdicts.findings)
        state: State = "crashed" if crashed else "unreadable"
        return Record(result.path, sha256, size, state, rules=rules, tally=tally, day=day, sections=sections)
    return replace(_readable(report, sha256, size, rules, sections), tally=tally, day=day)


def _sections(result: FileResult, findings: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    report, verdicts = result.report, result.verdicts
    if findings:
        yield "findings", dumps(findings)
    if verdicts.unassessed:
        yield "not_assessable", dumps([unassessed_data(each) for each in verdicts.unassessed])
    if report is None:
        return
    yield "figures", memory(report)
    if report.claims:
        yield "claims", dumps([_masked_claim(claim) for claim in claims_of(report)])
    prose = signature(report)
    if prose is not None:
        yield "prose", dumps(prose.data())


def _masked_claim(claim: Mapping[str, Any]) -> dict[str, Any]:
    parts = [_masked_claim(part) for part in claim["parts"]]
    return {**claim, "text": masked(claim["text"]), "parts": parts}


def _readable(report: Report, sha256: str, size: int, rules: str, sections: Mapping[str, str]) -> Record:
    agency, period = report.agency, report.period
    tables, year = report.tables, settled_year(report)
    return Record(
        path=report.source.path,
        sha256=sha256,
        size=size,
        state="ok",
        name=agency.name if agency else None,
        kind=agency.kind if agency else None,
        level=agency.level if agency else None,
        year=year,
        year_source=report.year_source if year == report.year else "period" if year else None,
        edition=report.edition,
        forms=(
            tables["proactive"].edition if "proactive" in tables else None,
            tables["applications"].edition if "applications" in tables else None,
        ),
        period=(period.start, period.end) if period else (None, None),
        signed=report.signed.value if report.signed else None,
        published=report.published.value if report.published else None,
        title=masked(report.title.text) if report.title else "",
        rules=rules,
        sections=sections,
    )


def failure(
    path: str, sha256: str, size: int, state: State, settings: AuditSettings, pending: Sequence[str] = ()
) -> Record:
    """The record of a file that took the worker's life, its time or its memory."""
    lang, limits = settings.lang, settings.limits
    values = {"seconds": f"{limits.seconds:g}", "megabytes": limits.memory >> 20}
    finding = Finding(
        code=INTERNAL_FAULT,
        slug=f"audit-{state}",
        severity="error",
        message=said(f"file-{state}", lang, **values),
        primary=Label(Span(0, 0)),
        help=said(f"file-{state}-help", lang),
        fingerprint=fingerprint(INTERNAL_FAULT, Report(Source(path, "")), Place()),
    )
    why = reason("crashed", {}, lang)
    single = {rule.code for rule in settings.single_rules.rules}
    silent = tuple(code for code in settings.codes if code in single)
    verdicts = Verdicts((finding,), not_assessable=silent)
    findings = [finding_data(finding, None, Masked(None, None))]
    return Record(
        path,
        sha256,
        size,
        state,
        rules=letters(settings.codes, verdicts, pending),
        tally=tally_of(findings),
        sections={
            "findings": dumps(findings),
            "not_assessable": dumps([unassessed_data(Unassessed(code, "crashed", why)) for code in silent]),
        },
    )
