"""A claim while it is being read: what later clauses say may still change it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from disclosure_lint.finding import Number
from disclosure_lint.forms import Form, forms
from disclosure_lint.report.model import Claim, ClaimTarget
from disclosure_lint.source import Source, Span
from disclosure_lint.syntax.claims.clauses import Clause
from disclosure_lint.syntax.claims.sentences import Sentence
from disclosure_lint.syntax.claims.vocabulary import vocabulary

Sums = tuple[tuple[str, ...], ...]
_AFTER = 8
_MAIN_VERBS = frozenset(("received", "received_new", "accepted", "taken", "handled", "finished", "answered", "issued"))


@dataclass(slots=True, eq=False)
class Draft:
    """A claim in the making. Subject "" is a figure that counts nothing of the tables (a member of a list).

    `number` is where its number stands in the sentence, (0, 0) if it has none. `opener`: the word that opens a list
    at it. `named`: its actor is a name, not "the whole"; `opened`: it stands under 其中, or says what it compares with.
    `ragged`: its clause has several figures. `elsewhen`: it is of another year. `last`: of a sum, its last part.
    """

    kind: str
    subject: str
    sentence: Sentence
    clause: Clause
    value: Number | None = None
    number: tuple[int, int] = (0, 0)
    unit: str = ""
    approximate: bool = False
    abstains: str = ""
    sums: Sums = ()
    parts: list[Draft] = field(default_factory=list)
    open_list: bool = False
    part: int | None = None
    column: str = ""
    family: str = ""
    opener: str = ""
    named: bool = False
    opened: bool = False
    ragged: bool = False
    elsewhen: bool = False
    last: Draft | None = None
    made: Claim | None = None

    @property
    def depth(self) -> int:
        """How many brackets its clause stands in."""
        return self.clause.depth

    @property
    def counts(self) -> bool:
        """Whether it has a figure."""
        return self.number[1] > 0

    @property
    def span(self) -> Span:
        """The span of its clause; of a sum, from its total to its last part."""
        span = self.sentence.span(self.clause.start, self.clause.end)
        if self.last is None:
            return span
        first = min(span.start, self.parts[0].span.start)
        return Span(first, self.last.span.end)

    @property
    def verbal(self) -> bool:
        """Whether its clause says that something was done, not what kind a figure is of."""
        said = (token for token in self.clause.tokens if token.terminal not in ("LEAD", "NAME"))
        first = next(said, None)
        return first is not None and first.terminal == "VERB" and first.key in _MAIN_VERBS

    @property
    def label(self) -> str:
        """The text of its clause before the figure."""
        return self.sentence.text[self.clause.start : self.number[0]]

    @property
    def after(self) -> str:
        """What follows its figure."""
        figures = self.clause.amounts
        end = figures[-1].end if figures else self.clause.end
        return self.sentence.text[end : end + _AFTER]

    def claim(self, source: Source) -> Claim:
        """The claim it has become, always the same one."""
        if self.made is None:
            span = self.span
            counted = self.subject or self.kind != "item"
            self.made = Claim(
                self.kind if counted else "value",
                self.subject or "item",
                span,
                source.text[span.start : span.end],
                self.value,
                self.sentence.span(*self.number) if self.counts else None,
                self.unit,
                self.approximate,
                _target(self.sums) if self.sums and not self.abstains else None,
                tuple(part.claim(source) for part in self.parts),
                self.open_list,
                self.part,
                self.abstains if counted else "no_figure",
            )
        return self.made


@lru_cache(maxsize=1024)
def _target(sums: Sums) -> ClaimTarget:
    return ClaimTarget(sums)


def _form(edition: str | None) -> Form | None:
    """The form of an edition; for none, the newest that has figures of applications."""
    known = forms()
    if edition:
        return known.get(edition)
    return next((form for form in reversed(list(known.values())) if "applications" in form.tables), None)


@lru_cache(maxsize=1024)
def sums_of(subject: str, column: str, edition: str | None) -> Sums:
    """The sums of figures that a statement of a subject may mean, in the names of an edition; none: no figure."""
    known, form = vocabulary().subjects.get(subject, {}), _form(edition)
    written = known.get("") or known.get(edition or "") or ()
    if form is None or any(term.split(".")[0] not in form.tables for some in written for term in some):
        return ()
    return tuple(tuple(name for term in some for name in _figures(term, column, form)) for some in written)


def _figures(term: str, column: str, form: Form) -> list[str]:
    table, row, named = term.split(".")
    layout = form.tables[table]
    group = layout.groups.get(row)
    rows = group.members if group and group.members and row not in layout.rows else (row,)
    columns = vocabulary().columns.get(column, (column,)) if named == "*" else (named,)
    return [f"{table}.{key}.{cell}" for key in rows for cell in columns]
