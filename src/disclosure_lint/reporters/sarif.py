"""SARIF 2.1.0, as code scanning services take it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TextIO
from urllib.parse import quote

from disclosure_lint.finding import Finding, Label, Place, Suppressed
from disclosure_lint.reporters.catalogue import catalogue
from disclosure_lint.reporters.encoding import dumps, region_of, suggestions_of
from disclosure_lint.reporters.options import Options
from disclosure_lint.reporters.spool import Spool
from disclosure_lint.results import FileResult, RuleInfo, RunError, Skipped, Summary
from disclosure_lint.source import Source, Span

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_PROBLEM = {"error": "error", "warning": "warning", "note": "recommendation"}


def uri_of(path: str) -> str:
    """A path as a URI reference: ASCII only, anything else percent-encoded."""
    # Lone surrogates are the bytes of a file name that is not UTF-8.
    encoded = quote(path.removeprefix("./"), safe="/~-._", errors="surrogateescape")
    if path.startswith("/"):
        return f"file://{encoded}"
    if path[1:3] == ":/":
        return f"file:///{path[0]}:{encoded[4:]}"
    return encoded


class Sarif:
    """One run. Results are written as the files come; notifications wait on disk for the end of the document."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream
        self._options = options
        self._words = catalogue(options.lang)
        self._indexes = {code: index for index, code in enumerate(options.rules)}
        self._notifications = Spool()
        self._separators = Counter[str]()

    def begin(self) -> None:
        """Open the document and list the rules."""
        driver = {
            "name": "disclosure-lint",
            "semanticVersion": self._options.version,
            "rules": [_rule_of(rule, self._words) for rule in self._options.rules.values()],
        }
        if not self._options.version:
            del driver["semanticVersion"]
        self._stream.write(
            f'{{"$schema": {dumps(_SCHEMA)}, "version": "2.1.0", "runs": [{{"tool": {{"driver": {dumps(driver)}}}, '
            '"columnKind": "unicodeCodePoints", "results": ['
        )

    def file(self, result: FileResult) -> None:
        """Write the results of one file."""
        uri = uri_of(result.path)
        occurrences = Counter[str]()
        silenced: list[tuple[Finding, Suppressed | None]] = [(one.finding, one) for one in result.suppressed]
        for finding, suppressed in [*((finding, None) for finding in result.verdicts.findings), *silenced]:
            occurrences[finding.fingerprint] += 1
            item = self._result(finding, suppressed, result.source, uri, occurrences[finding.fingerprint])
            self._stream.write(f"{self._separator('results')}\n{dumps(item)}")
        for notification in self._unassessed(result, uri):
            self._notify(notification)

    def end(self, summary: Summary, skipped: Iterable[Skipped], errors: Iterable[RunError]) -> None:
        """Write what could not be done, and close the document."""
        failures = list(errors)
        for error in failures:
            self._notify(_notification(error.message, "error", uri_of(error.path) if error.path else ""))
        for file in skipped:
            self._notify(_notification(file.reason, "none", uri_of(file.path)))
        successful = dumps(not failures)
        self._stream.write(f'\n], "invocations": [{{"executionSuccessful": {successful}, ')
        self._stream.write('"toolExecutionNotifications": [')
        self._notifications.give(self._stream)
        self._stream.write("\n]}]}]}\n")

    def _separator(self, name: str) -> str:
        self._separators[name] += 1
        return "," if self._separators[name] > 1 else ""

    def _notify(self, notification: dict[str, Any]) -> None:
        self._notifications.write(f"{self._separator('notifications')}\n{dumps(notification)}")

    def _unassessed(self, result: FileResult, uri: str) -> Iterator[dict[str, Any]]:
        """One notification for each rule that was not assessed, with all its reasons."""
        reasons: dict[str, dict[str, None]] = {}
        for unassessed in result.verdicts.unassessed:
            reasons.setdefault(unassessed.code, {})[unassessed.reason] = None
        for code, texts in reasons.items():
            reason = self._words["semicolon"].join(texts)
            notification = _notification(self._words["not_assessable"].format(code=code, reason=reason), "note", uri)
            yield notification | {"associatedRule": self._reference(code)}

    def _reference(self, code: str) -> dict[str, Any]:
        return {"id": code} | ({"index": self._indexes[code]} if code in self._indexes else {})

    def _result(
        self, finding: Finding, suppressed: Suppressed | None, source: Source | None, uri: str, occurrence: int
    ) -> dict[str, Any]:
        reference = self._reference(finding.code)
        item: dict[str, Any] = {"ruleId": finding.code}
        if "index" in reference:
            item["ruleIndex"] = reference["index"]
        item |= {
            "level": finding.severity,
            "message": {"text": finding.message or finding.code},
            "locations": [_location(finding.primary, finding.place, source, uri)],
            # Every result has the property, or none may.
            "suppressions": [_suppression(suppressed)] if suppressed else [],
            "properties": {
                "confidence": finding.confidence,
                "also": list(finding.also),
                "suggestions": suggestions_of(finding),
            },
        }
        if finding.fingerprint:
            item["partialFingerprints"] = {"primaryLocationLineHash": f"{finding.fingerprint}:{occurrence}"}
        if finding.labels:
            item["relatedLocations"] = [
                {"id": number, **_location(label, label.place, source, uri)}
                for number, label in enumerate(finding.labels, 1)
            ]
            item["codeFlows"] = [_flow(finding, source, uri)]
        if finding.fix and finding.fix.applicability != "display" and finding.fix.edits:
            item["fixes"] = [_fix(finding, source, uri)]
        return item


def _rule_of(rule: RuleInfo, words: Mapping[str, str]) -> dict[str, Any]:
    basis = words["semicolon"].join(f"{basis.document} {basis.article}".strip() for basis in rule.basis)
    texts = [rule.help, f"{words['label_basis']}{words['colon']}{basis}" if basis else ""]
    title = {"text": rule.title or rule.slug or rule.code}
    return {
        "id": rule.code,
        "name": rule.slug or rule.code,
        "shortDescription": title,
        "fullDescription": title,
        "help": {"text": "\n".join(text for text in texts if text) or title["text"]},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"precision": rule.confidence, "problem.severity": _PROBLEM[rule.severity]},
    }


def _region(span: Span, source: Source | None) -> dict[str, int]:
    region = region_of(span, source)
    return {
        "startLine": region["line"],
        "startColumn": region["column"],
        "endLine": region["end_line"],
        "endColumn": region["end_column"],
    }


def _physical(span: Span, source: Source | None, uri: str) -> dict[str, Any]:
    return {"artifactLocation": {"uri": uri}, "region": _region(span, source)}


def _location(label: Label, place: Place, source: Source | None, uri: str) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": _physical(label.span, source, uri)}
    name = ".".join(filter(None, (place.table, place.row, place.column)))
    if name:
        location["logicalLocations"] = [{"fullyQualifiedName": name}]
    if label.text:
        location["message"] = {"text": label.text}
    return location


def _flow(finding: Finding, source: Source | None, uri: str) -> dict[str, Any]:
    """The labels as steps: viewers that hide related locations show these."""
    labels = [(finding.primary, finding.place), *((label, label.place) for label in finding.labels)]
    steps = [{"location": _location(label, place, source, uri)} for label, place in labels]
    return {"threadFlows": [{"locations": steps}]}


def _fix(finding: Finding, source: Source | None, uri: str) -> dict[str, Any]:
    edits = finding.fix.edits if finding.fix else ()
    replacements = [
        {"deletedRegion": _region(edit.span, source), "insertedContent": {"text": edit.text}} for edit in edits
    ]
    return {"artifactChanges": [{"artifactLocation": {"uri": uri}, "replacements": replacements}]}


def _suppression(suppressed: Suppressed) -> dict[str, Any]:
    suppression = {"kind": "external", "status": "accepted"}
    return suppression | ({"justification": suppressed.reason} if suppressed.reason else {})


def _notification(text: str, level: str, uri: str) -> dict[str, Any]:
    notification: dict[str, Any] = {"level": level, "message": {"text": text}}
    if uri:
        notification["locations"] = [{"physicalLocation": {"artifactLocation": {"uri": uri}}}]
    return notification
