"""Statements of a figure in prose: every one of them, what it may be compared with, and where the wording abstains."""

from __future__ import annotations

from collections.abc import Sequence

from disclosure_lint.report.model import Claim
from disclosure_lint.source import Source, Span
from disclosure_lint.syntax.claims.clauses import clauses
from disclosure_lint.syntax.claims.draft import Draft
from disclosure_lint.syntax.claims.partition import relations
from disclosure_lint.syntax.claims.reading import drafts_of
from disclosure_lint.syntax.claims.scene import Scene, title_of
from disclosure_lint.syntax.claims.second_thoughts import reconsidered
from disclosure_lint.syntax.claims.sentences import sentences


def claims(
    source: Source, spans: Sequence[tuple[int | None, Span]], *, year: int | None, edition: str | None
) -> tuple[Claim, ...]:
    """Every figure stated in the prose stretches, in reading order. `spans` come with the number of their part."""
    scene = Scene(title_of(source), year, edition)
    said: list[list[Draft]] = []
    for part, span in spans:
        scene.part = part
        for sentence in sentences(source, span):
            scene.enter(sentence)
            found: list[Draft] = []
            for clause in clauses(sentence.text, sentence.listed):
                found.extend(drafts_of(clause, sentence, scene))
            if found:
                said.append(found)
    return tuple(draft.claim(source) for draft in reconsidered(relations(said), edition))
