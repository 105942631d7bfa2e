"""`check --fix` and `check --diff`: what is done to each file that was linted."""

from __future__ import annotations

from typing import TextIO

from disclosure_lint.cli.arguments import Arguments, UsageError
from disclosure_lint.cli.settings import Settings
from disclosure_lint.fixing import Fixing, Refusal, difference, fixed, write
from disclosure_lint.inputs import STANDARD_INPUT, TEXT_SUFFIXES
from disclosure_lint.linter import Linter
from disclosure_lint.results import FileResult, RunError
from disclosure_lint.words import fault_words, words


class Mender:
    """Applies fixes, or shows what they would change; says on `messages` what was done and what was not.

    `diff` is where changes are shown instead of being written. `errors` are the files that could not be written.
    """

    def __init__(self, settings: Settings, linter: Linter, messages: TextIO, diff: TextIO | None = None) -> None:
        self._lang, self._unsafe = settings.lang, bool(settings.arguments.unsafe_fixes)
        self._quiet = bool(settings.arguments.quiet)
        self._linter, self._messages, self._diff = linter, messages, diff
        self.errors: list[RunError] = []
        self.changed = False

    def __call__(self, result: FileResult, content: bytes) -> FileResult:
        """The result that stands for the file once it was fixed."""

        def lint(content: bytes) -> FileResult:
            after = self._linter.content(result.path, content)
            assert isinstance(after, FileResult)  # only what is not named and no report is skipped
            return after

        fixing = fixed(result, content, lint, self._unsafe)
        for refusal in fixing.refused:
            self._say_refused(refusal, result)
        if fixing.content == content:
            return result
        self.changed = True
        if self._diff is not None:
            self._show(fixing, result)
            return result
        return fixing.result if self._written(fixing, result, content) else result

    def _show(self, fixing: Fixing, result: FileResult) -> None:
        assert self._diff is not None
        if result.source and fixing.result.source:
            self._diff.writelines(difference(result.source, fixing.result.source, result.path))
        self._say("fix-possible", fixing, result)

    def _written(self, fixing: Fixing, result: FileResult, content: bytes) -> bool:
        try:
            done = write(result.path, content, fixing.content)
        except OSError as error:
            fault = fault_words(error, self._lang)
            self.errors.append(RunError(result.path, words("fix-unwritten", self._lang, fault=fault)))
            return False
        if done:
            self._say("fix-done", fixing, result)
        else:
            self.errors.append(RunError(result.path, words("fix-changed", self._lang)))
        return done

    def _say(self, key: str, fixing: Fixing, result: FileResult) -> None:
        if not self._quiet:
            codes = sorted({finding.code for finding in fixing.done})
            text = words(key, self._lang, path=result.path, count=len(fixing.done), codes=codes)
            self._messages.write(text + "\n")

    def _say_refused(self, refusal: Refusal, result: FileResult) -> None:
        line = result.source.position(refusal.finding.primary.span.start).line if result.source else 1
        why = words(f"fix-{refusal.why}", self._lang, codes=refusal.codes)
        values = {"path": result.path, "line": line, "code": refusal.finding.code, "why": why}
        self._messages.write(words("fix-refused", self._lang, **values) + "\n")


def check_fixing(given: Arguments, paths: list[str]) -> None:
    """See that the options about fixes fit together. Raises UsageError."""
    if given.unsafe_fixes and not (given.fix or given.diff):
        raise UsageError("fix-unasked")
    if given.fix and given.diff:
        raise UsageError("fix-or-diff")
    if given.fix and STANDARD_INPUT in paths:
        raise UsageError("fix-stdin")
    if given.diff and given.format:
        raise UsageError("diff-format")


class Possible:
    """Counts the fixes that a run leaves to be applied, in files that can be written."""

    def __init__(self) -> None:
        self.safe = self.unsafe = 0

    def add(self, result: FileResult) -> None:
        """Count those of one file."""
        if result.path != STANDARD_INPUT and not result.path.lower().endswith(tuple(TEXT_SUFFIXES)):
            return
        for finding in result.verdicts.findings:
            if finding.fix and finding.fix.edits:
                self.safe += finding.fix.applicability == "safe"
                self.unsafe += finding.fix.applicability == "unsafe"

    def line(self, lang: str) -> str:
        """What to tell of them; nothing if there are none."""
        if not (self.safe or self.unsafe):
            return ""
        key = "fixable-both" if self.safe and self.unsafe else "fixable-safe" if self.safe else "fixable-unsafe"
        return words(key, lang, safe=self.safe, unsafe=self.unsafe) + "\n"
