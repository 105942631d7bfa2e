"""Fixes applied to a text: never to a figure, never half, and never where something new would be wrong afterwards."""

from __future__ import annotations

import codecs
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from difflib import unified_diff
from itertools import pairwise
from typing import Any, Literal

from disclosure_lint.finding import Edit, Finding
from disclosure_lint.report.model import Claim, Report
from disclosure_lint.results import FileResult
from disclosure_lint.source import Source, Span

_MOST_PASSES = 10
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Lint = Callable[[bytes], FileResult]
Why = Literal[
    "figure", "figures-change", "claims-change", "new-finding", "not-assessable", "unread", "not-text", "passes"
]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A fix that was not applied, and why; `codes` are the rules that would have had something to say."""

    finding: Finding
    why: Why
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fixing:
    """What became of a file: its content and result afterwards, the findings put right, and the fixes refused."""

    result: FileResult
    content: bytes
    done: tuple[Finding, ...] = ()
    refused: tuple[Refusal, ...] = ()


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with edits applied; they must not overlap."""
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        assert at <= edit.span.start <= edit.span.end <= len(text)
        pieces += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*pieces, text[at:]])


def figure_spans(report: Report) -> list[Span]:
    """Where the figures of the tables stand."""
    spans = [run.span for table in report.tables.values() for run in table.runs]
    for table in report.tables.values():
        spans += (figure.span for figure in table.figures.values() if figure.kind != "missing")
    return sorted(set(spans))


def touches(edits: Iterable[Edit], spans: Sequence[Span]) -> bool:
    """Whether an edit changes one of the spans, or writes right beside it."""
    return any(edit.span.start <= span.end and span.start <= edit.span.end for edit in edits for span in spans)


def fixable(finding: Finding, unsafe: bool) -> bool:
    """Whether a finding brings a fix that may be applied."""
    fix = finding.fix
    return fix is not None and bool(fix.edits) and fix.applicability in (("safe", "unsafe") if unsafe else ("safe",))


def fixed(result: FileResult, content: bytes, lint: Lint, unsafe: bool = False) -> Fixing:
    """The file with its fixes applied, as many as leave nothing new wrong. `lint` gives the result of other content."""
    wanted = [finding for finding in result.verdicts.findings if fixable(finding, unsafe)]
    if not wanted:
        return Fixing(result, content)
    if result.report is None or encoded(result.source, content) is None:
        return Fixing(result, content, (), tuple(Refusal(finding, "not-text") for finding in wanted))
    banned: dict[str, Refusal] = {}
    while True:
        fixing, restless = _passes(result, content, lint, unsafe, banned.keys())
        if not restless:
            return replace(fixing, refused=(*banned.values(), *fixing.refused))
        banned |= {finding.code: Refusal(finding, "passes") for finding in restless}


def _passes(
    result: FileResult, content: bytes, lint: Lint, unsafe: bool, banned: Set[str]
) -> tuple[Fixing, tuple[Finding, ...]]:
    """One pass after the other until nothing is left to do; if there is no end to it, the findings that see to that."""
    fixing = Fixing(result, content)
    for _ in range(_MOST_PASSES):
        turn = _Pass(fixing.result, fixing.content, lint, unsafe, banned)
        turn.run()
        fixing = Fixing(turn.after, turn.content_after, (*fixing.done, *turn.accepted), tuple(turn.refused))
        if not turn.accepted:
            return fixing, ()
    return fixing, tuple(turn.accepted)


def encoded(source: Source | None, content: bytes) -> Callable[[str], bytes] | None:
    """How a text is written back in the encoding of the file, mark included; None if that cannot be done exactly."""
    if source is None:
        return None
    mark = next((mark for mark in _MARKS if content.startswith(mark)), b"")

    def encode(text: str) -> bytes:
        return mark + text.encode(source.encoding)

    try:
        return encode if encode(source.text) == content else None
    except (UnicodeEncodeError, LookupError):
        return None


def difference(before: Source, after: Source, path: str) -> Iterator[str]:
    """The lines of a unified diff, each with its end."""
    lines = unified_diff(_lines(before), _lines(after), path, path)
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(source: Source) -> list[str]:
    bounds = [*source.line_starts, len(source.text)]
    lines = [source.text[start:end] for start, end in pairwise(bounds) if end > start]
    return [line[:-1] + "\n" if line.endswith("\r") else line for line in lines]


def write(path: str, before: bytes, after: bytes) -> bool:
    """Replace the content of a file at one stroke; False if it is no longer what it was. Raises OSError."""
    target = os.path.realpath(path)
    with open(target, "rb") as file:
        if file.read() != before:
            return False
    unfinished = f"{target}.{os.getpid()}.part"
    try:
        with open(unfinished, "wb") as file:
            file.write(after)
        os.chmod(unfinished, os.stat(target).st_mode & 0o7777)
        os.replace(unfinished, target)
    except BaseException:
        if os.path.exists(unfinished):
            os.unlink(unfinished)
        raise
    return True


class _Pass:
    """One pass over a file: fixes that can be applied together, found by halving where they cannot.

    All spans are those of the text before the pass, and all results are held against the result before it.
    """

    def __init__(self, result: FileResult, content: bytes, lint: Lint, unsafe: bool, banned: Set[str]) -> None:
        self.before, self.content, self.lint, self.unsafe = result, content, lint, unsafe
        self.after, self.content_after = result, content
        self.accepted: list[Finding] = []
        self.refused: list[Refusal] = []
        self._tried = {id(finding) for finding in result.verdicts.findings if finding.code in banned}

    def run(self) -> None:
        """Apply what can be applied; fixes that overlap one that was refused have their turn."""
        assert self.before.report is not None
        figures = figure_spans(self.before.report)
        while not self.accepted and (wanted := self._wanted(figures)):
            self._settle(wanted)

    def _wanted(self, figures: Sequence[Span]) -> list[Finding]:
        """The findings whose fixes can be applied together: no two overlap, none is near a figure."""
        chosen: list[Finding] = []
        taken: list[Span] = []
        for finding in self.before.verdicts.findings:
            if not fixable(finding, self.unsafe) or id(finding) in self._tried or finding.fix is None:
                continue
            edits = finding.fix.edits
            if touches(edits, figures):
                self._tried.add(id(finding))
                self.refused.append(Refusal(finding, "figure"))
            elif not touches(edits, taken) and not _overlapping(edits):
                self._tried.add(id(finding))
                chosen.append(finding)
                taken += (edit.span for edit in edits)
        return chosen

    def _settle(self, findings: Sequence[Finding]) -> None:
        refusal = self._try(findings)
        if refusal is None:
            return
        if len(findings) == 1:
            self.refused.append(refusal)
            return
        middle = len(findings) // 2
        self._settle(findings[:middle])
        self._settle(findings[middle:])

    def _try(self, findings: Sequence[Finding]) -> Refusal | None:
        """Apply fixes besides those accepted, if nothing speaks against the result; else what does."""
        report, source = self.before.report, self.before.source
        encode = encoded(source, self.content)
        assert report is not None and source is not None and encode is not None
        edits = [edit for finding in (*self.accepted, *findings) if finding.fix for edit in finding.fix.edits]
        assert not touches(edits, figure_spans(report)), "a fix must not touch a figure"
        newline = "\r\n" if "\r\n" in source.text else "\n"
        text = edited(source.text, (replace(edit, text=edit.text.replace("\n", newline)) for edit in edits))
        try:
            content = encode(text)
        except UnicodeEncodeError:
            return Refusal(findings[0], "not-text")
        after = self.lint(content)
        if objection := _objection(self.before, after):
            return Refusal(findings[0], *objection)
        self.after, self.content_after = after, content
        self.accepted += findings
        return None


def _overlapping(edits: Sequence[Edit]) -> bool:
    ordered = sorted(edit.span for edit in edits)
    return any(after.start < before.end or after == before for before, after in pairwise(ordered))


def _objection(before: FileResult, after: FileResult) -> tuple[Why, tuple[str, ...]] | None:
    """What speaks against a fixed file, with the rules concerned."""
    if before.report is None or after.report is None:
        return "unread", ()
    if _figures(before.report) != _figures(after.report):
        return "figures-change", ()
    if [_said(claim) for claim in before.report.claims] != [_said(claim) for claim in after.report.claims]:
        return "claims-change", ()
    if codes := _new_codes(before.verdicts.findings, after.verdicts.findings):
        return "new-finding", codes
    if codes := tuple(code for code in after.verdicts.not_assessable if code not in before.verdicts.not_assessable):
        return "not-assessable", codes
    return None


def _figures(report: Report) -> dict[str, tuple[Any, ...]]:
    figures = (figure for table in report.tables.values() for figure in table.figures.values())
    return {
        figure.name: (figure.kind, figure.value, figure.text.strip(), figure.inferred, figure.candidates)
        for figure in figures
    }


def _said(claim: Claim) -> tuple[Any, ...]:
    return claim.kind, claim.subject, claim.value, claim.unit, claim.target, tuple(map(_said, claim.parts))


def _new_codes(before: Sequence[Finding], after: Sequence[Finding]) -> tuple[str, ...]:
    """The rules that find something they did not find before. Things may be counted anew, so words count too."""
    known = Counter(finding.fingerprint for finding in before)
    further = []
    for finding in after:
        if known[finding.fingerprint] > 0:
            known[finding.fingerprint] -= 1
        else:
            further.append(finding)
    words = Counter((finding.code, finding.message) for finding in before)
    words.subtract((finding.code, finding.message) for finding in after)
    return tuple(dict.fromkeys(finding.code for finding in further if words[finding.code, finding.message] < 0))
