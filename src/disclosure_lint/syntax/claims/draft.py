"""A claim while it is being read: what later clauses say may still change it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from disclosure_lint.finding import Number
from disclosure_lint.forms import Form, forms, newest_form
from disclosure_lint.report.model import Claim, ClaimTarget
from disclosure_lint.source import Source, Span
from disclosure_lint.syntax.claims.vocabulary import vocabulary

Sums = tuple[tuple[str, ...], ...]


@dataclass(slots=True, eq=False)
class Draft:
    """A claim in the making. Subject "" is a figure that counts nothing of the tables (a member of a list).

    `depth`, `separator` and `opener` say how its clause hangs in the sentence; `label` is the text of the clause,
    `after` what follows its figure, `verbal`: the clause has a verb of its own.
    `named`: its actor is a name, not "the whole"; `opened`: it stands under 其中.
    """

    kind: str
    subject: str
    span: Span
    value: Number | None = None
    value_span: Span | None = None
    unit: str = ""
    approximate: bool = False
    abstains: str = ""
    sums: Sums = ()
    parts: list[Draft] = field(default_factory=list)
    open_list: bool = False
    part: int | None = None
    column: str = ""
    depth: int = 0
    separator: str = ""
    opener: str = ""
    label: str = ""
    after: str = ""
    verbal: bool = False
    named: bool = False
    opened: bool = False
    ragged: bool = False
    sentence: int = 0
    family: str = ""

    def claim(self, source: Source) -> Claim:
        """The claim it has become."""
        compared = self.sums and not self.abstains
        return Claim(
            self.kind,
            self.subject or "item",
            self.span,
            source.text[self.span.start : self.span.end],
            self.value,
            self.value_span,
            self.unit,
            self.approximate,
            ClaimTarget(self.sums) if compared else None,
            tuple(part.claim(source) for part in self.parts),
            self.open_list,
            self.part,
            self.abstains,
        )


def _edition(name: str | None) -> Form:
    form = forms().get(name or "")
    return form if form and form.tables else newest_form()


@lru_cache(maxsize=1024)
def sums_of(subject: str, column: str, edition: str | None) -> Sums:
    """The sums of figures that a statement of a subject may mean, in the names of an edition; none: no figure."""
    known = vocabulary().subjects.get(subject, {})
    written = known.get("") or known.get(edition or "") or ()
    return tuple(tuple(name for term in some for name in _figures(term, column, _edition(edition))) for some in written)


def _figures(term: str, column: str, form: Form) -> list[str]:
    table, row, named = term.split(".")
    layout = form.tables[table]
    group = layout.groups.get(row)
    rows = group.members if group and group.members and row not in layout.rows else (row,)
    columns = vocabulary().columns.get(column, (column,)) if named == "*" else (named,)
    return [f"{table}.{key}.{cell}" for key in rows for cell in columns]
