"""Figures stated in prose beside those of the tables: what a statement may mean, and whether it agrees.

A statement agrees if any of the sums that it may mean is what it says, and differs if none can be. Figures without a
value count with every value that a possible cut of glued cells gives them; blank cells that the totals imply to be zero
count as zero, and a blank total as the sum of its row, but what is found with these, or with figures that were cut or
placed by position, is less certain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, product
from typing import Literal, NamedTuple

from disclosure_lint.finding import Number, Severity
from disclosure_lint.report.model import Claim, Figure, GluedRun, Report
from disclosure_lint.rules.names import column_members, edition_of, layout_of, names
from disclosure_lint.rules.outcome import Mark
from disclosure_lint.rules.places import cell_place, cell_words
from disclosure_lint.rules.rule import Texts
from disclosure_lint.rules.subjects import Subjects
from disclosure_lint.rules.texts import LANGUAGES

Verdict = Literal["agrees", "differs", "open"]
Interval = tuple[Number, Number]

_ROUGHLY = Decimal("1.5")
"""An approximate figure may be off by this factor; beyond it nobody would have said so."""
_MOST_VALUES = 4096
"""Different values of a sum of glued cells beyond which it is taken for unknown."""
_MOST_READINGS = 8
_MOST_MARKS = 8
_STOP = "。"
_TOTAL = "total"
_APPLICATIONS = "applications"


class Meant(NamedTuple):
    """One sum of figures: the values that it can have (none: unknown), and that it is no smaller than `least`.

    `certain`: all of it was read from cells as they stand.
    """

    names: tuple[str, ...]
    possible: tuple[Number, ...]
    least: Number
    certain: bool


class Stated:
    """The claims of one report by kind, and what they come to beside its tables, each found once."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._by_kind: dict[str, list[Claim]] = {}
        for claim in report.claims:
            self._by_kind.setdefault(claim.kind, []).append(claim)
        self._sums: dict[tuple[str, ...], Meant] = {}
        self._runs: dict[str, GluedRun] | None = None
        self._counted: dict[str, set[Number]] | None = None

    def of(self, *kinds: str) -> Iterator[Claim]:
        """The claims of some kinds, kind after kind in reading order."""
        for kind in kinds:
            yield from self._by_kind.get(kind, ())

    def counted(self, unit: str) -> set[Number]:
        """Every figure that the text states in a unit, those that count nothing known too."""
        if self._counted is None:
            self._counted = {}
            for claim in self.report.claims:
                for each in (claim, *claim.parts):
                    if each.value is not None and not each.approximate:
                        self._counted.setdefault(each.unit, set()).add(each.value)
        return self._counted.get(unit, set())

    def before(self, claim: Claim, subjects: Subjects) -> Claim | None:
        """The statement of a figure of these subjects that stands before a claim in its sentence, the last one."""
        start = claim.span.start
        stop = self.report.source.folded.rfind(_STOP, 0, start)
        found = None
        for each in self._by_kind.get("value", ()):
            if each.span.start >= start:
                break
            if each.span.start > stop and each.subject in subjects:
                found = each
        return found

    def sentence(self, claim: Claim) -> str:
        """The sentence of a claim up to its end, without blanks."""
        return "".join(self.report.source.folded[self.sentence_start(claim) : claim.span.end].split())

    def sentence_start(self, claim: Claim) -> int:
        """Where the sentence of a claim begins."""
        folded, start = self.report.source.folded, claim.span.start
        return max(folded.rfind(_STOP, 0, start), folded.rfind("\n\n", 0, start)) + 1

    # -- what a claim says -------------------------------------------------------

    def interval(self, claim: Claim) -> Interval | None:
        """The values that a claim allows. Amounts of money are rounded to the last digit written."""
        value = claim.value
        if value is None:
            return None
        if claim.approximate:
            return Decimal(value) / _ROUGHLY, Decimal(value) * _ROUGHLY
        if type(value) is int or claim.unit != "万元":
            return value, value
        slack = self._half_unit(claim)
        return value - slack, value + slack

    def _half_unit(self, claim: Claim) -> Number:
        """Half of the last digit of an amount in 万元, in that unit."""
        digits = half_a_digit(self.written(claim))
        end = claim.value_span.end if claim.value_span else 0
        unit = self.report.source.folded[end : end + 4].lstrip()
        return digits * 10000 if unit.startswith("亿") else digits if unit.startswith("万") else digits / 10000

    def written(self, claim: Claim) -> str:
        """The number of a claim as written, without blanks."""
        span = claim.value_span
        return "".join(self.report.source.folded[span.start : span.end].split()) if span else ""

    # -- what the tables say -----------------------------------------------------

    def sums(self, claim: Claim) -> tuple[Meant, ...]:
        """Every sum of figures that a claim may mean."""
        return tuple(self.meant(some) for some in claim.target.sums) if claim.target else ()

    def verdict(self, claim: Claim) -> Verdict:
        """Whether a claim agrees with the tables."""
        allowed = self.interval(claim)
        if allowed is None:
            return "open"
        low, high = allowed
        verdict: Verdict = "differs"
        for meant in self.sums(claim):
            fitting = [low <= value <= high for value in meant.possible]
            if fitting and all(fitting):
                return "agrees"
            if any(fitting) or (not fitting and meant.least <= high):
                verdict = "open"
        if verdict == "differs" and self._with_unlisted(claim, low, high):
            return "open"
        return verdict if claim.target and claim.target.sums else "open"

    def _with_unlisted(self, claim: Claim, low: Number, high: Number) -> bool:
        """Whether a claim says what the tables do once rows are counted that the form does not know."""
        table = self.report.tables.get(_APPLICATIONS)
        totals = [row[-1] for row in table.unlisted] if table else []
        meant = [each for each in self.sums(claim) if each.names and each.names[0].startswith(f"{_APPLICATIONS}.")]
        if not totals or not meant:
            return False
        known = [total for total in totals if total is not None]
        if len(known) < len(totals) or len(known) > _MOST_READINGS:
            return True  # nobody can tell
        sums = {sum(some) for size in range(1, len(known) + 1) for some in combinations(known, size)}
        return any(low <= value + more <= high for each in meant for value in each.possible for more in sums)

    def readings(self, claim: Claim) -> tuple[Number, ...]:
        """What a claim says, and where the tables say otherwise what they say: either may be the slip."""
        value = claim.value
        if value is None:
            return ()
        if claim.target is None or claim.approximate or self.verdict(claim) != "differs":
            return (value,)
        found = [each for meant in self.sums(claim) if len(meant.possible) <= _MOST_READINGS for each in meant.possible]
        return tuple(dict.fromkeys((value, *found)))

    def ceiling(self, claim: Claim) -> Severity | None:
        """How bad a disagreement can be at most: figures that were inferred, and approximate ones, are less certain."""
        certain = not claim.approximate and all(meant.certain for meant in self.sums(claim))
        return None if certain else "warning"

    def meant(self, some: tuple[str, ...]) -> Meant:
        """One sum of figures."""
        found = self._sums.get(some)
        if found is None:
            found = self._sums[some] = self._added(some) or self._gathered(some)
        return found

    def _added(self, some: tuple[str, ...]) -> Meant | None:
        """The sum of figures that all have values."""
        total: Number = 0
        certain = True
        for name in some:
            figure = self.report.figure(name)
            if figure is None or figure.value is None:
                return None
            total += figure.value
            certain = certain and is_certain(figure)
        return Meant(some, (total,), total, certain)

    def _gathered(self, some: tuple[str, ...]) -> Meant:
        """The sum of figures some of which have no value of their own."""
        fixed: Number = 0
        choices: list[Sequence[Number]] = []
        runs: dict[int, tuple[GluedRun, list[int]]] = {}
        known = True
        for name in some:
            values = self._possible(name)
            run = self._run(name) if len(values) > 1 else None
            if run is not None:
                runs.setdefault(id(run), (run, []))[1].append(run.names.index(name))
            elif len(values) > 1:
                choices.append(values)
            else:
                known = known and bool(values)
                fixed += values[0] if values else 0
        choices += [tuple({sum(cut[at] for at in picked) for cut in run.cuts}) for run, picked in runs.values()]
        least = fixed + sum(min(values) for values in choices)
        size = 1
        for values in choices:
            size *= len(values)
        if not known or size > _MOST_VALUES:
            return Meant(some, (), least, False)
        return Meant(some, tuple(sorted({fixed + sum(each) for each in product(*choices)})), least, False)

    def _possible(self, name: str) -> Sequence[Number]:
        """Every value that a figure can have, none if nobody can tell."""
        figure = self.report.figure(name)
        if figure is None:
            return ()
        if figure.value is not None:
            return (figure.value,)
        return (0,) if figure.implied_zero else figure.candidates or self._row_sum(figure)

    def _row_sum(self, figure: Figure) -> Sequence[Number]:
        """The sum of its row for a blank total, if the row is complete."""
        table, row, column = figure.name.split(".")
        if table != _APPLICATIONS or column != _TOTAL or figure.kind not in ("blank", "dash"):
            return ()
        layout = layout_of(edition_of(self.report.tables[table]), table)
        total: Number = 0
        for other in layout.columns:
            cell = self.report.figure(f"{table}.{row}.{other}") if other != _TOTAL else None
            if cell is not None and cell.value is not None:
                total += cell.value
            elif other != _TOTAL and not (cell and cell.implied_zero):
                return ()
        return (total,)

    def _run(self, name: str) -> GluedRun | None:
        if self._runs is None:
            tables = self.report.tables.values()
            self._runs = {each: run for table in tables for run in table.runs if run.cuts for each in run.names}
        return self._runs.get(name)

    # -- in words ----------------------------------------------------------------

    def found(self, claim: Claim) -> Texts:
        """What the tables say instead: each sum that the claim may mean with its value."""
        said = {meant.possible: words for meant in reversed(self.sums(claim)) if (words := self._words(meant))}
        listed = list(reversed(said.values()))
        return {lang: _COMMA[lang].join(words[lang] for words in listed) for lang in LANGUAGES}

    def _words(self, meant: Meant) -> Texts | None:
        if not meant.possible:
            return None
        values = {lang: _OR[lang].join(map(str, meant.possible)) for lang in LANGUAGES}
        named = sum_words(meant.names, self.report)
        return {"zh": f"“{named['zh']}”{values['zh']}", "en": f"“{named['en']}” {values['en']}"}

    def marks(self, claim: Claim) -> tuple[Mark, ...]:
        """The cells that a claim is compared with, those of the first sum that are not zero before all others."""
        meant = self.sums(claim)
        wanted = dict.fromkeys(name for each in meant for name in each.names)
        figures = [figure for name in wanted if (figure := self.report.figure(name)) and figure.kind != "missing"]
        telling = [figure for figure in figures if figure.value] or figures[:1]
        return tuple(figure_mark(figure, self.report) for figure in telling[:_MOST_MARKS])

    def part_of(self, claim: Claim) -> bool:
        """Whether what a claim says is one figure alone of a sum that it may mean."""
        return any(
            self.report.figure(name) is not None and self._possible(name) == (claim.value,)
            for meant in self.sums(claim)
            if len(meant.names) > 1
            for name in meant.names
        )


_COMMA: Texts = {"zh": "、", "en": ", "}
_OR: Texts = {"zh": "/", "en": "/"}


def is_certain(figure: Figure) -> bool:
    """Whether a figure was read from a cell of its own under its own head."""
    return not figure.inferred and figure.kind not in ("glued", "number_with_remark")


def half_a_digit(written: str) -> Decimal:
    """Half a unit of the last digit of a number as written."""
    return Decimal(5).scaleb(-1 - len(written.partition(".")[2]))


def figure_mark(figure: Figure, report: Report) -> Mark:
    """The label under a cell that prose is compared with."""
    table = report.tables[figure.name.split(".", 1)[0]]
    value: object = figure.value
    if value is None:
        value = 0 if figure.implied_zero else figure.candidates or figure.text
    values = {"name": cell_words(figure.name), "value": value}
    return Mark(figure.span, "figure", cell_place(figure.name, table), values)


def sum_words(some: tuple[str, ...], report: Report) -> Texts:
    """A sum of figures in words: the cell, the group whose rows or columns it sums, or all its cells."""
    parts = [name.split(".") for name in some]
    tables, rows, columns = (list(dict.fromkeys(keys)) for keys in zip(*parts, strict=True))
    if len(tables) == 1 and len(some) == len(rows) * len(columns) > 1:
        row, column = _group_of(tables[0], rows, report), _columns_of(tables[0], columns)
        if row and column:
            known = names()
            one, other = known.row(tables[0], row), known.column(tables[0], column)
            return {lang: f"{one[lang]}·{other[lang]}" for lang in LANGUAGES}
    each = [cell_words(name) for name in some]
    return {lang: " + ".join(words[lang] for words in each) for lang in LANGUAGES}


def _group_of(table: str, rows: Sequence[str], report: Report) -> str:
    """The row, or the group that has just these rows."""
    if len(rows) == 1:
        return rows[0]
    read = report.tables.get(table)
    groups = layout_of(edition_of(read), table).groups if read else {}
    return next((key for key, group in groups.items() if set(group.members) == set(rows)), "")


def _columns_of(table: str, columns: Sequence[str]) -> str:
    """The column, or the one that stands for just these."""
    if len(columns) == 1:
        return columns[0]
    sums = (key for owner, key in names().sums if owner == table)
    return next((key for key in sums if set(column_members(table, key)) == set(columns)), "")


_MOST_KEPT = 2
_kept: list[Stated] = []
"""The reports asked about last: many rules ask about one, one after the other, and some about the year before."""


def stated(report: Report) -> Stated:
    """The claims of a report; the same object for the same report."""
    for kept in _kept:
        if kept.report is report:
            return kept
    del _kept[_MOST_KEPT - 1 :]
    _kept.insert(0, Stated(report))
    return _kept[0]


def quoted(claim: Claim) -> str:
    """The text of a claim without blanks."""
    return "".join(claim.text.split())
