"""A context that remembers whether the day was asked for: what does not depend on it holds tomorrow too."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from disclosure_lint.audit.settings import AuditSettings
from disclosure_lint.rules.outcome import Context


class WatchedContext:
    """The context of an audit."""

    def __init__(self, settings: AuditSettings) -> None:
        self._context = Context(settings.today, settings.lang, settings.profile)
        self.day_asked = False

    @property
    def today(self) -> date:
        """The day of the run."""
        self.day_asked = True
        return self._context.today

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    @property
    def context(self) -> Context:
        """This, as checks take it."""
        return cast("Context", self)
