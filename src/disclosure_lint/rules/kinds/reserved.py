"""`reserved`: figures that only some agencies can have; for the others they are zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from disclosure_lint.report.model import Agency, AgencyKind, AgencyLevel, Figure, Report
from disclosure_lint.rules.expression import FigureTerm
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.names import names
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotApplicable, NotAssessable, Outcome
from disclosure_lint.rules.places import absent, cell_place, cell_words, no_value


@dataclass(frozen=True)
class Group:
    """Agencies of some kinds and levels; an empty list is no limit."""

    kinds: tuple[AgencyKind, ...] = ()
    levels: tuple[AgencyLevel, ...] = ()

    def holds(self, agency: Agency | None) -> bool | None:
        """Whether an agency belongs here; None if what is known of it does not tell."""
        verdicts = [
            None if known is None else known in allowed
            for known, allowed in ((agency and agency.kind, self.kinds), (agency and agency.level, self.levels))
            if allowed
        ]
        return False if False in verdicts else None if None in verdicts else True


@kind("reserved")
@dataclass(frozen=True)
class Reserved:
    """`figures` must be zero for the agencies in one of the groups `not_for`."""

    figures: tuple[FigureTerm, ...]
    not_for: tuple[Group, ...]

    PLACEHOLDERS = ("row", "column", "value", "kind", "level")
    LABELS: ClassVar[Mapping[str, tuple[str, ...]]] = {"primary": ("name", "value"), "other": ("name", "value")}

    def outcomes(self, report: Report, context: Context) -> Iterable[Outcome]:
        """One failure for the figures that are more than zero."""
        found = [figure for term in self.figures if (figure := report.figure(term.name))]
        if not found:
            return [absent(report, self.figures[0].term)]
        filled = [figure for figure in found if figure.value]
        if not filled:
            table = report.tables[self.figures[0].term.table]
            unknown = [figure for figure in found if figure.value is None and figure.kind != "dash"]
            return [no_value(unknown[0], table)] if unknown else []
        agency = report.agency
        verdicts = {group.holds(agency) for group in self.not_for}
        if True in verdicts:
            kind_, level = (agency.kind, agency.level) if agency else (None, None)
            cell = names().cell(filled[0].name)
            values = {**cell, "value": filled[0].value, "kind": kind_, "level": level}
            primary, *others = (_mark(figure, report, at) for at, figure in enumerate(filled))
            return [Failed(primary, replace(primary.place, column=None), "", values, tuple(others))]
        if None in verdicts:
            return [NotAssessable("unknown-agency-kind" if not agency or not agency.kind else "unknown-agency-level")]
        return [NotApplicable("other-agency-kind", {"found": agency.kind if agency else ""})]


def _mark(figure: Figure, report: Report, at: int) -> Mark:
    place = cell_place(figure.name, report.tables[figure.name.split(".", 1)[0]])
    words = {"name": cell_words(figure.name), "value": figure.value}
    return Mark(figure.span, "other" if at else "primary", place, words)
