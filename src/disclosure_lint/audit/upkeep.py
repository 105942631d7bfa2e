"""Suppressions that nothing answers to any more: told at the end of an audit as at the end of a check."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from disclosure_lint.audit.crossing import Row
from disclosure_lint.audit.dossier import LETTERS, Masked, finding_data
from disclosure_lint.audit.records import RULE_STATES, Record, tally_of
from disclosure_lint.audit.settings import AuditSettings
from disclosure_lint.audit.stored_campaign import StoredCampaign
from disclosure_lint.finding import Finding, Label, Place, Suppressed, Verdicts
from disclosure_lint.linter import Linter
from disclosure_lint.report.model import Agency, Report
from disclosure_lint.reporters.encoding import dumps
from disclosure_lint.results import FileResult
from disclosure_lint.rules.outcome import Context
from disclosure_lint.source import Source, Span


def configuration_rows(folder: Path, settings: AuditSettings, arguments: Sequence[str]) -> Iterator[Row]:
    """What is said of the files of suppressions, as findings that belong to no submission."""
    if not settings.config.suppress:
        return
    context = Context(settings.today, settings.lang, settings.profile)
    linter = Linter(settings.rules, context, settings.config)
    upkeep = linter.upkeep(arguments)
    with StoredCampaign(folder, settings) as campaign:
        for record in campaign.records():
            if record.state == "skipped":
                upkeep.miss()
            else:
                upkeep.add(_result(record, settings.codes))
    for result in linter.configuration(upkeep):
        mask = Masked(result.source, None)
        for finding in result.verdicts.findings:
            data = [{**finding_data(finding, result.source, mask), "path": result.path}]
            asked = f"{result.path}:{finding.primary.span.start}"
            yield b"", "", 0, finding.code, asked, LETTERS["failed"], dumps(data), "", json.dumps(tally_of(data))


def _result(record: Record, codes: Sequence[str]) -> FileResult:
    """As much of a result as suppressions are measured by."""
    agency = Agency(record.name, Span(0, 0), record.kind, record.level) if record.name else None
    report = Report(Source(record.path, ""), year=record.year, agency=agency)
    states = [(code, RULE_STATES.get(letter)) for code, letter in zip(codes, record.rules, strict=True)]
    verdicts = Verdicts(
        passed=tuple(code for code, state in states if state == "passed"),
        failed=tuple(code for code, state in states if state == "failed"),
        not_applicable={code: "" for code, state in states if state == "not_applicable"},
    )
    return FileResult(record.path, report if record.readable else None, None, verdicts, tuple(_silenced(record)))


def _silenced(record: Record) -> Iterator[Suppressed]:
    for data in record.findings:
        if by := data["suppressed_by"]:
            label = Label(Span(0, 0))
            finding = Finding(data["code"], data["slug"], data["severity"], "", label, Place(**data["place"]))
            yield Suppressed(finding, by["reason"], by["origin"], by["by"])
