"""JUnit XML, as continuous integration reads it: a suite for each file, a test case for each rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TextIO
from xml.sax.saxutils import escape, quoteattr

from disclosure_lint.finding import SEVERITIES, Finding, Verdicts
from disclosure_lint.reporters.catalogue import catalogue
from disclosure_lint.reporters.encoding import region_of
from disclosure_lint.reporters.options import Options
from disclosure_lint.results import FileResult, RunError, Skipped, Summary, reaches

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RUN = "disclosure-lint"

Outcome = Literal["failure", "error", "skipped", ""]


@dataclass(frozen=True, slots=True)
class _Case:
    """One test case: what came of it, the headline, and what stands below it."""

    name: str
    outcome: Outcome = ""
    message: str = ""
    kind: str = ""
    text: str = ""
    line: int = 0


class Junit:
    """One document, a suite at a time. What is below the fail level does not fail a case, but is written beside it."""

    def __init__(self, stream: TextIO, options: Options) -> None:
        self._stream = stream
        self._options = options
        self._words = catalogue(options.lang)

    def begin(self) -> None:
        """Open the document."""
        self._stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="{_RUN}">\n')

    def file(self, result: FileResult) -> None:
        """Write the suite of one file."""
        self._suite(result.path, [*self._cases(result)] or [_Case(_RUN)])

    def end(self, summary: Summary, skipped: Iterable[Skipped], errors: Iterable[RunError]) -> None:
        """Write what could not be done, and close the document."""
        cases = [_Case(error.path or _RUN, "error", error.message, "run") for error in errors]
        cases += [_Case(file.path, "skipped", file.reason) for file in skipped]
        if cases:
            self._suite(_RUN, cases)
        self._stream.write("</testsuites>\n")

    def _suite(self, name: str, cases: Sequence[_Case]) -> None:
        outcomes = [case.outcome for case in cases]
        counts: dict[str, str | int] = {
            "name": name,
            "tests": len(cases),
            "failures": outcomes.count("failure"),
            "errors": outcomes.count("error"),
            "skipped": outcomes.count("skipped"),
            "time": 0,
        }
        self._stream.write(f"  <testsuite{_attributes(counts)}>\n")
        for case in cases:
            self._stream.writelines(f"    {line}\n" for line in _lines(case, name))
        self._stream.write("  </testsuite>\n")

    def _cases(self, result: FileResult) -> Iterator[_Case]:
        yield from self._failed_cases(result)
        yield from self._skipped_cases(result.verdicts)
        for code in result.verdicts.passed:
            yield _Case(self._name(code))

    def _failed_cases(self, result: FileResult) -> Iterator[_Case]:
        verdicts = result.verdicts
        found: dict[str, list[Finding]] = {}
        for finding in verdicts.findings:
            found.setdefault(finding.code, []).append(finding)
        speaking = {code: finding for finding in verdicts.findings for code in finding.also}
        for code, findings in found.items():
            if code not in verdicts.failed:  # a fault of the program, not of the report
                yield replace(self._failed(code, findings, result), outcome="error")
        for code in verdicts.failed:
            if code in found:
                yield self._failed(code, found[code], result)
            elif code in speaking:
                yield self._failed(code, [speaking[code]], result)
            else:
                yield _Case(self._name(code), text=self._silenced(code, result))

    def _skipped_cases(self, verdicts: Verdicts) -> Iterator[_Case]:
        reasons: dict[str, dict[str, None]] = {}
        for unassessed in verdicts.unassessed:
            reasons.setdefault(unassessed.code, {})[unassessed.reason] = None
        for code in verdicts.not_assessable:
            text = self._words["semicolon"].join(reasons.get(code, ()))
            yield _Case(self._name(code), "skipped", self._words["not_assessable"].format(code=code, reason=text))
        for code, reason in verdicts.not_applicable.items():
            yield _Case(self._name(code), "skipped", reason)

    def _failed(self, code: str, findings: Sequence[Finding], result: FileResult) -> _Case:
        first = min(findings, key=lambda finding: SEVERITIES.index(finding.severity))
        text = "\n\n".join(self._described(finding, result) for finding in findings)
        line = region_of(first.primary.span, result.source)["line"]
        outcome: Outcome = "failure" if reaches(first.severity, self._options.fail_level) else ""
        return _Case(self._name(code), outcome, first.message, first.severity, text, line)

    def _described(self, finding: Finding, result: FileResult) -> str:
        region = region_of(finding.primary.span, result.source)
        place = f"{result.path}:{region['line']}:{region['column']}"
        lines = [f"{place}: {self._words[finding.severity]} {finding.code} {finding.message}", *finding.notes]
        return "\n".join([*lines, finding.help] if finding.help else lines)

    def _silenced(self, code: str, result: FileResult) -> str:
        found = (one for one in result.suppressed if one.finding.code == code or code in one.finding.also)
        lines = (f"{self._words['statistics_suppressed']}{self._words['colon']}{one.reason}" for one in found)
        return "\n".join(dict.fromkeys(lines))

    def _name(self, code: str) -> str:
        rule = self._options.rules.get(code)
        return f"{code} {rule.title or rule.slug}" if rule else code


def _legal(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _ILLEGAL.sub("\ufffd", text)


def _attributes(values: Mapping[str, str | int]) -> str:
    return "".join(f" {name}={quoteattr(_legal(str(value)))}" for name, value in values.items())


def _lines(case: _Case, suite: str) -> Iterator[str]:
    values: dict[str, str | int] = {"classname": suite, "name": case.name, "time": 0}
    if case.line:
        values |= {"file": suite, "line": case.line}
    head = f"<testcase{_attributes(values)}"
    text = escape(_legal(case.text))
    if case.outcome == "skipped":
        inside = f"<skipped{_attributes({'message': case.message})}/>"
    elif case.outcome:
        attributes = _attributes({"message": case.message, "type": case.kind})
        inside = f"<{case.outcome}{attributes}>{text}</{case.outcome}>"
    else:
        inside = f"<system-out>{text}</system-out>" if text else ""
    if not inside:
        yield f"{head}/>"
        return
    yield f"{head}>"
    yield f"  {inside}"
    yield "</testcase>"
