"""An audit in numbers: counted by the index, without reading a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from disclosure_lint.audit.records import State

_STATES: tuple[str, ...] = get_args(State)
_TALLY = ("error", "warning", "note", "suppressed", "faults")


@dataclass(frozen=True, slots=True)
class Summary:
    """How many files, findings and agencies there are."""

    files: int = 0
    """Files that were audited; those skipped are not among them."""
    states: Mapping[str, int] = field(default_factory=dict)
    error: int = 0
    warning: int = 0
    note: int = 0
    suppressed: int = 0
    faults: int = 0
    """Faults of the program itself, among the errors."""
    agencies: int = 0
    due: int = 0
    """Reports that had to be submitted; 0 without a roster."""
    missing: int = 0
    unmatched: int = 0
    repeated: int = 0
    run_errors: int = 0

    def data(self) -> dict[str, Any]:
        """The numbers as JSON."""
        return {
            "files": self.files,
            "states": dict(self.states),
            "findings": {name: getattr(self, name) for name in _TALLY[:4]},
            "faults": self.faults,
            "agencies": self.agencies,
            "due": self.due,
            "missing": self.missing,
            "unmatched": self.unmatched,
            "repeated": self.repeated,
            "errors": self.run_errors,
        }

    def status(self, fail_level: str) -> int:
        """The exit status, as that of `check`."""
        if self.run_errors or self.faults:
            return 2
        counted = {"error": self.error, "warning": self.error + self.warning}
        counted["note"] = counted["warning"] + self.note
        return 1 if counted.get(fail_level) else 0


def summary_of(index: Any) -> Summary:
    """The numbers of a run, from its index with what the second pass said attached."""
    states = dict.fromkeys(_STATES, 0)
    states.update(index.execute("select state, count(*) from submission group by state").fetchall())
    sums = ", ".join(f"coalesce(sum(json_extract(tally, '$[{place}]')), 0)" for place in range(len(_TALLY)))
    first = index.execute(f"select {sums} from submission where tally != ''").fetchone()
    second = index.execute(f"select {sums} from crossing where tally != ''").fetchone()
    one = _counted(index)
    return Summary(
        files=sum(states.values()) - states["skipped"],
        states={state: count for state, count in states.items() if count},
        **{name: a + b for name, a, b in zip(_TALLY, first, second, strict=True)},
        agencies=one("select count(*) from member"),
        due=one("select count(*) from duty"),
        missing=one(f"select count(*) from duty where {MISSING}"),
        unmatched=one("select count(*) from loose"),
        repeated=one(f"select count(*) from ({REPEATED})"),
        run_errors=one("select count(*) from error"),
    )


MISSING = """
not exists (
  select 1 from submission as found
  where found.agency = duty.agency and found.year = duty.year and found.state != 'skipped'
)
"""
"""Of a duty: that nothing was submitted."""

REPEATED = """
select agency, year from submission where agency != '' and year is not null and state != 'skipped'
group by agency, year having count(*) > 1 order by agency, year
"""
"""The reports for which there are several submissions."""


def _counted(index: Any) -> Any:
    return lambda query: index.execute(query).fetchone()[0]
