"""What the check of one rule came to, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from disclosure_lint.rules.outcome import Failed, NotApplicable, NotAssessable, Outcome
from disclosure_lint.rules.rule import Rule

State = Literal["passed", "failed", "not_assessable", "not_applicable"]


@dataclass(slots=True)
class Result:
    """The outcomes of one rule. `failed` stays true when its findings were joined to another rule's."""

    rule: Rule
    outcomes: list[Outcome] = field(default_factory=list)
    failed: bool = False
    fault: str = ""

    @property
    def state(self) -> State:
        """What the rule as a whole comes to."""
        if self.failed or any(isinstance(outcome, Failed) for outcome in self.outcomes):
            return "failed"
        if self.fault or any(isinstance(outcome, NotAssessable) for outcome in self.outcomes):
            return "not_assessable"
        if self.outcomes and all(isinstance(outcome, NotApplicable) for outcome in self.outcomes):
            return "not_applicable"
        return "passed"
