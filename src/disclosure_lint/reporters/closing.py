"""The closing lines: where the reader stands, what was not assessed, and the statistics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field

from disclosure_lint.finding import SEVERITIES
from disclosure_lint.reporters.catalogue import catalogue
from disclosure_lint.reporters.options import Options
from disclosure_lint.reporters.width import padded, visible, width, wrapped
from disclosure_lint.results import FileResult, RunError, Skipped, Summary

_MOST_SKIPPED = 10
_MOST_CODES = 12
_INDENT = "  "


@dataclass(slots=True)
class _Reason:
    """Why rules were not assessed: the first wording, the codes, in how many files."""

    text: str
    various: bool = False
    codes: dict[str, None] = field(default_factory=dict)
    files: int = 0


class Tally:
    """What the closing lines say, gathered file by file; its size does not grow with the number of files."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._words = catalogue(options.lang)
        self._files = 0
        self._one_file: dict[str, dict[str, None]] = {}
        self._reasons: dict[str, _Reason] = {}
        self._findings: Counter[tuple[str, str]] = Counter()
        self._reports: Counter[str] = Counter()
        self._example = ""

    def add(self, result: FileResult) -> None:
        """Count one file."""
        if not result.configuration:
            self._files += 1
            self._add_reasons(result)
        codes = [finding.code for finding in result.verdicts.findings]
        if codes:
            self._example = self._example or codes[0]
        if self._options.statistics:
            self._findings.update((finding.code, finding.severity) for finding in result.verdicts.findings)
            self._findings.update((silenced.finding.code, "suppressed") for silenced in result.suppressed)
            self._findings.update((code, "not_assessable") for code in result.verdicts.not_assessable)
            self._reports.update(set(codes))

    def _add_reasons(self, result: FileResult) -> None:
        self._one_file = {}
        counted = set()
        for unassessed in result.verdicts.unassessed:
            text = visible(unassessed.reason)
            reason = self._reasons.setdefault(unassessed.reason_code, _Reason(text))
            reason.various |= reason.text != text
            reason.codes[unassessed.code] = None
            self._one_file.setdefault(text, {})[unassessed.code] = None
            counted.add(unassessed.reason_code)
        for code in counted:
            self._reasons[code].files += 1

    def lines(self, summary: Summary, skipped: Iterable[Skipped], errors: Iterable[RunError]) -> Iterator[str]:
        """Every closing line; of a quiet run only what went wrong with the run itself, and statistics if wanted."""
        if self._options.statistics and self._findings:
            yield from self._statistics()
            yield ""
        yield from run_errors(errors, self._options)
        if not self._options.quiet:
            yield from self._standing(summary)
            yield from self._not_assessed()
            yield from self._skipped(tuple(skipped))
            if self._example:
                yield self._words["explain"].format(code=self._example)

    def _standing(self, summary: Summary) -> Iterator[str]:
        words, numbers = self._words, asdict(summary)
        if not summary.files:
            yield words["checked_none"]
            return
        found = summary.error or summary.warning or summary.note
        result = words["found"].format_map(numbers) if found else words["found_nothing"]
        if summary.suppressed:
            result += words["found_suppressed"].format_map(numbers)
        yield words["checked"].format(files=summary.files, result=result)
        yield words["checks_one" if summary.files == 1 else "checks_many"].format_map(numbers)

    def _not_assessed(self) -> Iterator[str]:
        if self._reasons:
            yield self._words["not_assessed"]
        for line in self._reason_lines():
            first, *further = wrapped(line, self._options.width - 2 * len(_INDENT), self._options.ambiguous_width)
            yield _INDENT + first
            for rest in further:
                yield 2 * _INDENT + rest

    def _reason_lines(self) -> Iterator[str]:
        """A line for each reason: of one file as worded, of many one wording for all alike."""
        words = self._words
        if self._files == 1:
            for text, named in self._one_file.items():
                yield words["reason"].format(reason=text, codes=self._codes([*named]))
            return
        for reason in self._reasons.values():
            form = words["reason_various" if reason.various else "reason_files"]
            yield form.format(reason=reason.text, codes=self._codes(sorted(reason.codes)), files=reason.files)

    def _codes(self, codes: Sequence[str]) -> str:
        """Codes one by one, but of very many (a file that cannot be read at all) their number."""
        listed = self._words["list"].join(codes[:_MOST_CODES])
        return listed if len(codes) <= _MOST_CODES else self._words["codes_more"].format(codes=listed, count=len(codes))

    def _skipped(self, skipped: Sequence[Skipped]) -> Iterator[str]:
        if not skipped:
            return
        yield self._words["skipped"].format(count=len(skipped))
        for file in skipped[:_MOST_SKIPPED]:
            yield f"{_INDENT}{visible(file.path)}{self._words['colon']}{visible(file.reason)}"
        if len(skipped) > _MOST_SKIPPED:
            yield _INDENT + self._words["skipped_more"].format(count=len(skipped) - _MOST_SKIPPED)

    def _statistics(self) -> Iterator[str]:
        kinds = [*SEVERITIES, "suppressed", "not_assessable"]
        words = self._words
        head = [words.get(f"statistics_{kind}", words.get(kind, kind)) for kind in ["code", *kinds, "files", "title"]]
        totals: Counter[str] = Counter()
        for (code, kind), count in self._findings.items():
            totals[code] += count * (kind in SEVERITIES)
        rows = [head]
        for code in sorted(totals, key=lambda code: (-totals[code], code)):
            counts = [str(self._findings[code, kind]) for kind in kinds]
            info = self._options.rules.get(code)
            rows.append([code, *counts, str(self._reports[code]), info.title if info else ""])
        yield from table_lines(rows, self._options.ambiguous_width)


def run_errors(errors: Iterable[RunError], options: Options) -> Iterator[str]:
    """What went wrong with the run itself, a line each."""
    words = catalogue(options.lang)
    for error in errors:
        place = f"{visible(error.path)}: " if error.path else ""
        yield f"{words['run_error']}{words['colon']}{place}{visible(error.message)}"


def table_lines(rows: Sequence[Sequence[str]], ambiguous: int) -> Iterator[str]:
    """Rows as aligned columns: the first and the last to the left, what is between to the right."""
    columns = [max(width(cell, ambiguous) for cell in column) for column in zip(*rows, strict=True)]
    final = len(columns) - 1
    for row in rows:
        cells = [padded(cell, columns[at], ambiguous, right=0 < at < final) for at, cell in enumerate(row)]
        yield "  ".join(cells).rstrip(" ")
