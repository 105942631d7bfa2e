"""The examples of a rule, which are its tests: small documents, or edits of a clean base report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal, Protocol

from disclosure_lint.finding import Finding, Severity, Verdicts
from disclosure_lint.report.model import AgencyKind, AgencyLevel, Report
from disclosure_lint.resources import rules_folder
from disclosure_lint.rules.options import OptionError
from disclosure_lint.rules.rule import Rule
from disclosure_lint.source import Source

NOTHING: Mapping[str, str] = MappingProxyType({})
_DAY = date(2099, 12, 31)  # no date of an example lies after it, unless the example says what day it is


@dataclass(frozen=True, slots=True)
class Day:
    """A date given as quoted text."""

    value: date

    @classmethod
    def from_option(cls, value: Any) -> Day:
        """The date of `"2021-01-31"`."""
        try:
            return cls(date.fromisoformat(value))
        except (TypeError, ValueError):
            raise OptionError('这里要一个加引号的日期，如 "2021-01-31"', 'a date is wanted: "2021-01-31"') from None


@dataclass(frozen=True, slots=True)
class CellText:
    """The text to write in a cell: a number or a quoted text."""

    text: str

    @classmethod
    def from_option(cls, value: Any) -> CellText:
        """The text of a number or text."""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise OptionError("这里要一个数或加引号的文字", "a number or quoted text is wanted here")
        return cls(str(value))


@dataclass(frozen=True, slots=True)
class Before:
    """The report of the year before, as for `Example`: a text, or a base with cells set and texts replaced."""

    text: str = ""
    base: str = ""
    set: Mapping[str, CellText] = field(default_factory=dict)
    replace: Mapping[str, str] = field(default_factory=dict)
    delete: tuple[str, ...] = ()
    append: str = ""

    def __post_init__(self) -> None:
        _check_sources(self)


@dataclass(frozen=True, slots=True)
class AreaAgency:
    """An agency of a roster: its name, and what the roster says of it. `due`: the last day for each year it owes."""

    name: str
    kind: AgencyKind | None = None
    level: AgencyLevel | None = None
    parent: str = ""
    due: Mapping[str, Day] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AreaReport(Before):
    """A submission: a document as for `Example`, and the agency that it belongs to (none: it could not be matched).

    `file` is its name, by default the agency and a number. `copies`: so many of them, of as many agencies, whose
    names have their number at the end.
    """

    agency: str = ""
    file: str = ""
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Area:
    """Several reports for a rule that needs them, and the roster; without one the agencies are those of the reports."""

    reports: tuple[AreaReport, ...]
    agencies: tuple[AreaAgency, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfileKeys:
    """What a profile says differently: its keys as they stand in the profile's file."""

    values: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_option(cls, value: Any) -> ProfileKeys:
        """The keys of a mapping."""
        if not isinstance(value, dict):
            raise OptionError("这里要 profile 的若干“键: 值”", "keys of a profile are wanted here")
        return cls(value)


@dataclass(frozen=True, slots=True)
class Example:
    """A document that the rule says nothing against.

    Either `text`, or `base` (the name of a clean report in `rules/data/base-NAME.txt`) changed by `set` (figure name:
    new content of the cell), `replace` (old: new, the old text must occur), `delete` and `append`. `today` is the day
    of the run, `profile` what a profile says differently. `state` is what the rule as a whole comes to. `beside`: files
    that stand beside the document, name to text (a file of suppressions, a baseline as JSON); the rule is then asked
    about that file. `area`: instead of a document several, with a roster; the rule is asked about all of them.
    """

    text: str = ""
    base: str = ""
    set: Mapping[str, CellText] = field(default_factory=dict)
    replace: Mapping[str, str] = field(default_factory=dict)
    delete: tuple[str, ...] = ()
    append: str = ""
    today: Day | None = None
    previous: Before | None = None
    beside: Mapping[str, str] = field(default_factory=dict)
    profile: ProfileKeys = field(default_factory=ProfileKeys)
    area: Area | None = None
    state: Literal["passed", "not_assessable", "not_applicable"] = "passed"
    note: str = ""

    def __post_init__(self) -> None:
        _check_sources(self)


def _check_sources(example: Example | Before) -> None:
    if isinstance(example, Example) and example.area:
        if example.text or example.base:
            raise OptionError("有 area 就不写 text、base", "text and base do not go with area")
        return
    if bool(example.text) == bool(example.base):
        raise OptionError("要么写 text，要么写 base，二者只写其一", "give either text or base, not both")
    if example.base and example.base not in bases():
        known = "、".join(sorted(bases()))
        raise OptionError(f"没有基准文本“{example.base}”，可用的有：{known}", f"no base `{example.base}`: {known}")
    if example.text and (example.set or example.delete or example.append or example.replace):
        raise OptionError("set、replace 等只用于 base", "set, replace … go with base only")


@dataclass(frozen=True, slots=True)
class Expected:
    """What the finding must say; what is not given is not looked at.

    `at`: the text under its primary label. `row` and `column` (a key): its place in a table. `line` and `column` (a
    number): where it starts. `also`: the further codes. `suggestion`: the one change that mends everything, as
    {figure name: value}. `message`: words that occur in the message. `count`: how many findings there are. Of an area:
    `file`, the name of the file that it is about; `agency`, whose report is missing; `other`, a file that it points to.
    """

    at: str | None = None
    line: int | None = None
    column: CellText | None = None
    row: str | None = None
    severity: Severity | None = None
    message: str = ""
    also: tuple[str, ...] | None = None
    suggestion: Mapping[str, CellText] | None = None
    count: int = 1
    file: str | None = None
    agency: str | None = None
    other: str | None = None

    def __post_init__(self) -> None:
        if all(place is None for place in (self.at, self.line, self.row, self.column, self.file, self.agency)):
            raise OptionError("要写明位置：at，或 row、column，或 line、column", "say where: at, row, line or column")


@dataclass(frozen=True, slots=True)
class BadExample(Example):
    """A document that the rule finds fault with."""

    expect: Expected = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Linted:
    """A report as read, and what the rules say of it."""

    report: Report
    verdicts: Verdicts


class Lint(Protocol):
    """Reads a text and runs the rules over it; `today` is the day of the run."""

    def __call__(
        self,
        text: str,
        today: date,
        previous: Report | None = None,
        beside: Mapping[str, str] = NOTHING,
        profile: Mapping[str, Any] = NOTHING,
    ) -> Linted:
        """The report and the verdicts; `previous` is the report of the year before, `profile` what differs in it.

        With a file `beside` the document both are those of that file.
        """
        ...


@dataclass(frozen=True, slots=True)
class ExampleFailure:
    """An example that does not come out as it says."""

    code: str
    example: str
    """"good 1", "bad 2": which one."""
    message: Mapping[str, str]


@lru_cache(maxsize=1)
def bases() -> Mapping[str, str]:
    """The clean base reports by name."""
    files = sorted((rules_folder() / "data").glob("base-*.txt"))
    return {path.stem.removeprefix("base-"): path.read_text(encoding="utf-8") for path in files}


def run_examples(rule: Rule, lint: Lint) -> list[ExampleFailure]:
    """The examples of a rule that do not come out as they say."""
    failures = []
    for group in ("good", "bad"):
        for number, example in enumerate(rule.examples.get(group, ()), 1):
            try:
                faults = [*_faults(rule, example, lint)]
            except OptionError as error:
                faults = [(error.zh, error.en)]
            failures += [ExampleFailure(rule.code, f"{group} {number}", {"zh": zh, "en": en}) for zh, en in faults]
    return failures


def example_day(example: Example) -> date:
    """The day on which an example is linted."""
    return example.today.value if example.today else _DAY


def document(example: Example | Before, lint: Lint) -> str:
    """The text of an example: given, or the base with its edits; of an area the first."""
    if isinstance(example, Example) and example.area:
        example = example.area.reports[0]
    if example.text:
        return example.text
    text = bases()[example.base]
    if example.set:
        report = lint(text, _DAY).report
        spans = sorted((_cell(report, name), value.text) for name, value in example.set.items())
        for (start, end), value in reversed(spans):
            text = text[:start] + value + text[end:]
    for old, new in (*example.replace.items(), *((old, "") for old in example.delete)):
        if old not in text:
            raise OptionError(f"基准文本里没有“{old}”", f"the base has no `{old}`")
        text = text.replace(old, new)
    return text + example.append


def _cell(report: Report, name: str) -> tuple[int, int]:
    figure = report.figure(name)
    if figure is None or figure.kind == "missing":
        raise OptionError(f"基准文本里没有数字“{name}”", f"the base has no figure `{name}`")
    return figure.span


def _faults(rule: Rule, example: Example, lint: Lint) -> Iterator[tuple[str, str]]:
    if example.area:
        from disclosure_lint.rules.areas import area_faults

        yield from area_faults(rule, example, lint)
        return
    today = example_day(example)
    before = lint(document(example.previous, lint), today).report if example.previous else None
    linted = lint(document(example, lint), today, before, example.beside, example.profile.values)
    found = [f for f in linted.verdicts.findings if f.code == rule.code or rule.code in f.also]
    if isinstance(example, BadExample):
        yield from bad_faults(rule, example.expect, found, linted)
    elif found:
        yield f"不应有问题，却报了：{found[0].message}", f"should be fine, but: {found[0].message}"
    elif (state := state_of(rule.code, linted.verdicts)) != example.state:
        yield f"应为 {example.state}，实为 {state}", f"should be {example.state}, is {state}"


def state_of(code: str, verdicts: Verdicts) -> str:
    """What a rule as a whole comes to: passed, failed, not_assessable, not_applicable or absent."""
    for state in ("failed", "not_assessable", "passed"):
        if code in getattr(verdicts, state):
            return state
    return "not_applicable" if code in verdicts.not_applicable else "absent"


def bad_faults(rule: Rule, expect: Expected, found: list[Finding], linted: Linted) -> Iterator[tuple[str, str]]:
    """What is wrong with the findings of a bad example."""
    if not found:
        state = state_of(rule.code, linted.verdicts)
        yield f"应报问题，却没有报（{state}）", f"should be found fault with, but is {state}"
        return
    if len(found) != expect.count:
        yield f"应报 {expect.count} 处，实报 {len(found)} 处", f"wants {expect.count} findings, has {len(found)}"
    source = linted.report.source
    differences = [list(differing(expect, finding, source)) for finding in found]
    if all(differences):
        for what, want, have in differences[0]:
            yield f"{what}：应为 {want}，实为 {have}", f"{what}: wants {want}, has {have}"


def differing(expect: Expected, finding: Finding, source: Source) -> Iterator[tuple[str, object, object]]:
    """What a finding says otherwise than is expected: what, wanted, found."""
    span = finding.primary.span
    position = source.position(span.start)
    column: object = finding.place.column if expect.line is None else str(position.column)
    pairs: list[tuple[str, object, object]] = [
        ("at", expect.at, source.text[span.start : span.end]),
        ("line", expect.line, position.line),
        ("column", expect.column and expect.column.text, column),
        ("row", expect.row, finding.place.row),
        ("severity", expect.severity, finding.severity),
        ("also", expect.also, finding.also),
        ("suggestion", _changes(expect), _suggested(finding)),
    ]
    yield from ((what, want, have) for what, want, have in pairs if want is not None and want != have)
    if expect.message not in finding.message:
        yield "message", expect.message, finding.message


def _changes(expect: Expected) -> dict[str, str] | None:
    return None if expect.suggestion is None else {name: cell.text for name, cell in expect.suggestion.items()}


def _suggested(finding: Finding) -> dict[str, str]:
    unique = [suggestion for suggestion in finding.suggestions if suggestion.unique]
    return {f"{c.table}.{c.row}.{c.column}": str(c.value) for s in unique for c in s.changes}
