"""Claims that a rule cannot judge: counted and told, but one entry for each part of the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Claim, Report
from disclosure_lint.rules.outcome import NotAssessable
from disclosure_lint.rules.passage import part_at
from disclosure_lint.rules.reasons import reasons
from disclosure_lint.rules.rule import Texts
from disclosure_lint.rules.stated import quoted
from disclosure_lint.rules.texts import LANGUAGES


class Silence:
    """The claims that a rule could not judge: one entry for each part of the report, with the first of them."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._said: dict[int | str | None, list[tuple[Claim, str]]] = {}

    def add(self, claim: Claim, why: str) -> None:
        """A claim that cannot be judged; `why` is the word of the reader or a reason of `reasons.yaml`."""
        self._said.setdefault(part_at(self._report, claim.span.start), []).append((claim, why))

    def outcomes(self) -> Iterator[NotAssessable]:
        """One entry for each part."""
        for part, said in self._said.items():
            claim, why = said[0]
            values: Mapping[str, Any] = {"claim": _shortened(quoted(claim)), "more": _more(len(said) - 1)}
            yield NotAssessable(reason_of(why), Place(part=part), values)


def _more(others: int) -> Texts | str:
    return {lang: _OTHERS[lang].format(others) for lang in LANGUAGES} if others else ""


_OTHERS: Texts = {"zh": "（另有 {} 处）", "en": " (and {} more)"}
_LONGEST = 60


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


@lru_cache(maxsize=128)
def reason_of(why: str) -> str:
    """The reason that stands for a word of the reader."""
    for key in (f"claim-{why.replace('_', '-')}", why):
        if key in reasons():
            return key
    return "claim-unclear"
