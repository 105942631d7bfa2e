"""`identity`: a sum of figures compared with another, for one place or for each row, column or block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from disclosure_lint.finding import Number, Place
from disclosure_lint.report.model import Figure, GluedRun, Report, Table
from disclosure_lint.rules.expression import Comparison, Each, resolved
from disclosure_lint.rules.instances import PREVIOUS, Assessment, Figures, Instance, Operands, instances
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.names import names
from disclosure_lint.rules.options import OptionError
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotApplicable, NotAssessable, Outcome
from disclosure_lint.rules.places import absent, cell_place, cell_words, run_place

_UNEQUAL, _UNCUT = "unequal", "uncut"
_MOST_ALTERNATIVES = 64
_NAMED = ("row", "column", "table", "left", "right", "left_terms", "right_terms", "difference", "text")


@dataclass(frozen=True, slots=True)
class Conditions:
    """What must hold before an identity is looked at: one for all, or one for each outcome."""

    by_outcome: Mapping[str, tuple[Comparison, ...]] = field(default_factory=dict)

    @classmethod
    def from_option(cls, value: Any) -> Conditions:
        """The conditions of a text or a list of texts, or of a mapping of outcomes to such."""
        given = value if isinstance(value, Mapping) else {"": value}
        return cls({outcome: tuple(map(Comparison.from_option, _listed(texts))) for outcome, texts in given.items()})

    def of(self, outcome: str) -> tuple[Comparison, ...]:
        """The conditions of an outcome."""
        return self.by_outcome.get(outcome) or self.by_outcome.get("", ())


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@kind("identity")
@dataclass(frozen=True)
class Identity:
    """An identity, or several with an outcome each; an instance fails with the first that does not hold.

    `identity`: one identity. `identities`: outcome to identity, the gravest first. `each`: run over the rows, the
    columns or (table four) the blocks. `when`: a condition, or one for each outcome. `primary`: the term, as written,
    under which the finding stands; by default the sum that stands alone. `explained`: where several rules with this
    number break in one table, the cause is looked for and the lowest number carries the finding. `uncut`: glued cells
    that no cut makes add up are this rule's finding (outcome "uncut", the other is "unequal").
    """

    identity: Comparison | None = None
    identities: Mapping[str, Comparison] = field(default_factory=dict)
    each: Each | None = None
    when: Conditions = field(default_factory=Conditions)
    primary: str = ""
    explained: int = 0
    uncut: bool = False
    table: str = field(init=False, default="")
    """The key of the table that the identity speaks of."""

    def __post_init__(self) -> None:
        if (self.identity is None) == (not self.identities):
            raise OptionError("要写 identity 或 identities，只写其一", "give identity or identities, one of them")
        if self.identity is not None:
            given = {_UNEQUAL if self.uncut else "": self._resolved(self.identity, ("identity",))}
        else:
            given = {key: self._resolved(one, ("identities", key)) for key, one in self.identities.items()}
        object.__setattr__(self, "identities", given)
        object.__setattr__(self, "identity", None)
        object.__setattr__(self, "table", _table_of(given))
        object.__setattr__(self, "when", self._conditions())
        known = [term.text for one in given.values() for term in one.terms]
        if self.primary and self.primary not in known:
            raise OptionError(f"等式里没有“{self.primary}”", f"no term `{self.primary}`", path=("primary",))

    def _resolved(self, comparison: Comparison, path: tuple[str, ...]) -> Comparison:
        try:
            return resolved(comparison, self.each)
        except OptionError as error:
            raise OptionError(error.zh, error.en, error.offset, error.code, path) from None

    def _conditions(self) -> Conditions:
        given = self.when.by_outcome
        for outcome in given:
            if outcome and outcome not in self.identities:
                zh, en = f"没有“{outcome}”这种结果", f"no outcome `{outcome}`"
                raise OptionError(zh, en, code="RUL007", path=("when", outcome))
        resolved_conditions = {
            key: tuple(self._resolved(one, ("when", key)) for one in several) for key, several in given.items()
        }
        return Conditions(resolved_conditions)

    @property
    def OUTCOMES(self) -> tuple[str, ...]:  # noqa: N802
        """The outcomes' names."""
        return (*self.identities, _UNCUT) if self.uncut else tuple(self.identities)

    @property
    def PLACEHOLDERS(self) -> Mapping[str, tuple[str, ...]]:  # noqa: N802
        """What each outcome's texts may use: the sums, and every figure by its key where that is unique."""
        offered = {outcome: (*_NAMED, *_keys(one)) for outcome, one in self.identities.items()}
        return {**offered, _UNCUT: ("row", "column", "table", "text")} if self.uncut else offered

    LABELS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "primary": ("name", "value"),
        "operand": ("name", "value"),
        "claim": ("code", "title"),
    }

    def outcomes(self, report: Report, context: Context) -> Iterable[Outcome]:
        """Every instance that fails or cannot be assessed."""
        table = report.tables.get(self.table)
        if table is None:
            first = next(iter(self.identities.values())).terms[0]
            yield absent(report, first)
            return
        figures = Figures(table, report.tables, context.previous.tables if context.previous else None)
        found = False
        seen: set[int] = set()
        for batch in self._batches(table):
            found = True
            yield from self._outcome(batch, figures, seen)
        if not found:
            values = {"table": names().table(self.table), "found": table.edition or ""}
            yield NotApplicable("other-table-edition", values)

    def _batches(self, table: Table) -> Iterator[dict[str, Instance]]:
        """For each row or column: the instances of every outcome there."""
        batches: dict[str, dict[str, Instance]] = {}
        for outcome, comparison in self.identities.items():
            for instance in instances(comparison, self.each, table):
                batches.setdefault(instance.key, {})[outcome] = instance
        yield from batches.values()

    def _outcome(self, batch: dict[str, Instance], figures: Figures, seen: set[int]) -> Iterator[Outcome]:
        unknown: NotAssessable | None = None
        for outcome, instance in batch.items():
            assessed = self.assessed(outcome, instance, figures)
            if assessed.holds is False:
                yield self.failed(outcome, instance, figures)
                return
            if assessed.uncut is not None and self.uncut:
                if id(assessed.uncut) not in seen:
                    seen.add(id(assessed.uncut))
                    yield self._uncut(assessed.uncut, figures.table)
                return
            if assessed.holds is None and unknown is None:
                unknown = NotAssessable(assessed.reason, self.place(instance, figures.table), assessed.values)
        if unknown is not None:
            yield unknown

    def assessed(self, outcome: str, instance: Instance, figures: Figures) -> Assessment:
        """Whether an instance holds; where its condition does not, it does."""
        verdict = figures.assess(instance)
        if verdict.holds is True:
            return verdict
        unknown: Assessment | None = None
        for condition in self.when.of(outcome):
            here = (one for one in instances(condition, self.each, figures.table) if one.key == instance.key)
            demanded = figures.assess(next(here, instance))
            if demanded.holds is False:
                return Assessment(True)
            if demanded.holds is None:
                unknown = unknown or demanded
        return unknown or verdict

    def place(self, instance: Instance, table: Table) -> Place:
        """Where an instance stands: its row or column, or the cell of its primary term."""
        if self.each == "column":
            return Place(table.part, table.name, None, instance.key)
        if self.each is not None:
            return Place(table.part, table.name, instance.key)
        _, row, column = self._primary(instance).removeprefix(PREVIOUS).split(".")
        return Place(table.part, table.name, row, column)

    def _primary(self, instance: Instance) -> str:
        """The name of the figure under which a finding about the instance stands."""
        if self.primary:
            return next(operands[0][1] for term, operands in instance.by_term() if term.text == self.primary)
        single = [operands for operands in (instance.left, instance.right) if len(operands) == 1]
        here = [name for name in instance.names if not name.startswith(PREVIOUS)]
        return single[0][0][1] if len(single) == 1 and single[0][0][1] in here else here[0]

    def failed(self, outcome: str, instance: Instance, figures: Figures) -> Failed:
        """The violation of an instance, with all its figures."""
        primary = self._primary(instance)
        shown = [name for name in dict.fromkeys(instance.names) if name != primary]
        return Failed(
            _mark("primary", primary, figures, self.each),
            self.place(instance, figures.table),
            outcome,
            values_of(instance, figures, self.each),
            tuple(_mark("operand", name, figures, self.each) for name in shown if not name.startswith(PREVIOUS)),
        )

    def _uncut(self, run: GluedRun, table: Table) -> Failed:
        place = run_place(run, table)
        whole = names().table(table.name)
        row = whole if place.row is None else names().row(table.name, place.row)
        mark = Mark(run.span, "primary", place, {"name": row, "value": run.text})
        return Failed(mark, place, _UNCUT, {"text": run.text, "table": whole, "row": row})


def _table_of(given: Mapping[str, Comparison]) -> str:
    """The table that identities range over, else the first they name."""
    terms = [term for one in given.values() for term in one.terms if not term.previous]
    free = list(dict.fromkeys(term.table for term in terms if not (term.row and term.column)))
    if len(free) > 1 or not terms:
        raise OptionError("逐行、逐列的各项要在同一张表", "terms that range must be of one table", path=("each",))
    return free[0] if free else terms[0].table


def _keys(comparison: Comparison) -> tuple[str, ...]:
    """The keys by which messages may call the terms of a comparison: those that are not ambiguous."""
    keys = [key for term in comparison.terms if not term.previous for key in term.keys]
    return tuple(key for key in keys if keys.count(key) == 1)


def value_of(figure: Figure | None) -> Any:
    """A figure as a message shows it: its value, the candidates, or the text as written."""
    if figure is None:
        return ""
    if figure.value is not None:
        return figure.value
    if figure.candidates:
        some = figure.candidates[:3]
        return {"zh": "或".join(map(str, some)), "en": " or ".join(map(str, some))}
    return figure.text


def values_of(instance: Instance, figures: Figures, each: Each | None) -> dict[str, Any]:
    """What the texts about an instance may say."""
    table = figures.table.name
    comparison = instance.comparison
    values: dict[str, Any] = {"table": names().table(table), "row": "", "column": ""}
    if each == "column":
        values["column"] = names().column(table, instance.key)
    elif each is not None:
        values["row"] = names().row(table, instance.key)
    else:
        values.update(names().cell(instance.names[0].removeprefix(PREVIOUS)))
    for term, operands in instance.by_term():
        if not term.previous:
            one = len(operands) == 1
            shown = value_of(figures.get(operands[0][1])) if one else _alternatives(_summed(operands, 0, figures))
            values.update(dict.fromkeys(term.keys, shown))
    left, right = (
        _summed(instance.left, comparison.left.constant, figures),
        _summed(instance.right, comparison.right.constant, figures),
    )
    values["left"], values["right"] = _alternatives(left), _alternatives(right)
    values["left_terms"] = _written(instance.left, comparison.left.constant, figures)
    values["right_terms"] = _written(instance.right, comparison.right.constant, figures)
    values["difference"] = _alternatives(sorted({max(a - b, b - a) for a in left for b in right}))
    values["text"] = " + ".join(figure.text for name in instance.names if (figure := figures.get(name)))
    return values


def _summed(operands: Operands, constant: Number, figures: Figures) -> list[Number]:
    """Every value that a side can have."""
    sums: set[Number] = {constant}
    for weight, name in operands:
        figure = figures.get(name)
        if figure is None:
            continue
        choices = figure.candidates if figure.value is None else (figure.value,)
        if choices and len(sums) < _MOST_ALTERNATIVES:
            sums = {_plus(one, weight * choice) for one in sums for choice in choices}
    return sorted(sums)


def _plus(one: Number, other: Number) -> Number:
    return one + other


def _alternatives(numbers: list[Number]) -> Any:
    if len(numbers) == 1:
        return numbers[0]
    some = [format(number, "f") if not isinstance(number, int) else str(number) for number in numbers[:3]]
    return {"zh": "或".join(some), "en": " or ".join(some)}


def _written(operands: Operands, constant: Number, figures: Figures) -> Any:
    """A side as a sum of numbers; zeros are left out where there are others."""
    parts: list[tuple[Number, Any]] = []
    for weight, name in operands:
        parts.append((weight, value_of(figures.get(name))))
    shown = [part for part in parts if part[1] != 0] or parts[:1]
    if constant or not shown:
        shown.append((1, constant))
    return {lang: _line(shown, lang) for lang in ("zh", "en")}


def _line(parts: list[tuple[Number, Any]], lang: str) -> str:
    line = ""
    for weight, value in parts:
        text = value[lang] if isinstance(value, Mapping) else str(value)
        scaled = text if abs(weight) == 1 else f"{abs(weight)} × {text}"
        line += (" - " if weight < 0 else " + ") + scaled if line else ("-" if weight < 0 else "") + scaled
    return line


def _mark(label: str, name: str, figures: Figures, each: Each | None) -> Mark:
    figure = figures.get(name)
    table, row, column = name.split(".")
    assert figure is not None
    words = names()
    if each == "column":
        shown: Any = words.row(table, row)
    elif each is not None:
        shown = words.column(table, column)
    else:
        shown = cell_words(name)
    values = {"name": shown, "value": value_of(figure)}
    return Mark(figure.span, label, cell_place(name, figures.table), values)
