"""The roster: who should submit, whose child is whom, and by when; and which submission is whose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from disclosure_lint.report.model import AgencyKind, AgencyLevel


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency of the roster. `id` is its name as the roster has it (unique), `parent` the id of the one above.

    `years`: the report years it has to submit for, with the due date and the file (or pattern) of each; year None
    stands for every year of the campaign.
    """

    id: str
    name: str
    kind: AgencyKind | None = None
    level: AgencyLevel | None = None
    parent: str = ""
    aliases: tuple[str, ...] = ()
    duties: tuple[Due, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """One row of the roster: what an agency owes for a year."""

    year: int | None
    due: date | None = None
    file: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class RosterProblem:
    """A mistake in a roster: the row (1-based, as a spreadsheet shows it) and a key of the audit's words."""

    row: int
    key: str
    values: dict[str, object]


MATCHES = ("file", "name", "alias", "contained", "report")
"""How a submission was matched: by the roster's file pattern, exact name, alias, unique containment; "report": there
is no roster, the name in the report is the agency."""
