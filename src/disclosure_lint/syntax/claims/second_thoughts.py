"""What the claims of a report say about one another: a narrower claim beside a wider one is not about the whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from disclosure_lint.syntax.claims.draft import Draft, sums_of
from disclosure_lint.syntax.claims.vocabulary import vocabulary

_TOTALS = ("received", "accepted", "applications", "handled", "taken", "finished")
_FIGURES = ("value", "zero", "upheld")


def reconsidered(drafts: Sequence[Draft], edition: str | None) -> list[Draft]:
    """The drafts that are claims, in reading order."""
    claims = [draft for draft in drafts if draft.subject or draft.kind in ("sum", "share", "growth")]
    compared = [draft for draft in claims if draft.kind in _FIGURES and draft.sums and not draft.abstains]
    if any(draft.named for draft in compared):
        _narrower_actors(compared)
    _acceptances(compared)
    _finished_of_received(compared)
    totals: set[object] = set()
    for _, sentence in groupby(claims, key=lambda draft: id(draft.sentence)):
        totals = _within_sentence(list(sentence), totals, edition)
    return sorted(claims, key=lambda draft: (draft.sentence.start, draft.clause.start, draft.kind != "sum"))


def _abstain(drafts: Iterable[Draft], reason: str) -> None:
    for draft in drafts:
        draft.abstains = draft.abstains or reason


def _narrower_actors(claims: Sequence[Draft]) -> None:
    """县政府收到30件 beside 全县收到300件 is about the office alone."""
    for subject in _TOTALS:
        same = [draft for draft in claims if draft.subject == subject and not draft.column]
        whole = [draft.value for draft in same if not draft.named]
        narrow = [draft for draft in same if draft.named and whole and draft.value not in whole]
        _abstain(narrow, "actor")


def _acceptances(claims: Sequence[Draft]) -> None:
    """收到30件、受理28件: two were not accepted, and the table counts what was received."""
    accepted = [draft for draft in claims if draft.subject == "accepted" and not draft.column]
    if not accepted:
        return
    received = {draft.value for draft in claims if draft.subject in ("received", "received_new") and not draft.column}
    _abstain([draft for draft in accepted if received and draft.value not in received], "accepted")


def _finished_of_received(claims: Sequence[Draft]) -> None:
    """其中办结28件 leaves out what was carried in and finished, if anything was carried in; 当年办结 may do so."""
    finished = [draft for draft in claims if draft.subject == "finished"]
    among = vocabulary().phrases["of_the_year"]
    _abstain([draft for draft in finished if any(word in draft.label for word in among)], "subset")
    if any(draft.subject == "carried_in" and draft.value for draft in claims):
        _abstain([draft for draft in finished if draft.opened], "subset")


def _within_sentence(claims: Sequence[Draft], totals: set[object], edition: str | None) -> set[object]:
    """What the figures of one sentence say about one another; the totals in it are for the next."""
    by_subject: dict[str, list[Draft]] = {}
    for draft in claims:
        if draft.kind in _FIGURES:
            by_subject.setdefault(draft.subject, []).append(draft)
    if any(draft.abstains == "subset" for draft in by_subject.get("finished", ())):
        parts = [draft for draft in by_subject["finished"] if draft.opened]
        _abstain(parts or by_subject["finished"], "subset")
    if any(draft.value for draft in by_subject.get("already_public", ())):
        _abstain(by_subject.get("granted", ()), "already_public")
    if any(draft.value for draft in by_subject.get("withdrawn", ())):
        _abstain(by_subject.get("other_handling", ()), "withdrawn")
    own: set[object] = {draft.value for name in (*_TOTALS, "received_new") for draft in by_subject.get(name, ())}
    _unnamed_rows(by_subject, totals | own, edition)
    _all_but_some(claims, by_subject)
    for drafts in by_subject.values():
        stated = [draft for draft in drafts if draft.family in ("documents", "decisions") and not draft.abstains]
        if len({draft.value for draft in stated}) > 1:
            _abstain(stated, "several")
    return own


def _unnamed_rows(by_subject: dict[str, list[Draft]], totals: set[object], edition: str | None) -> None:
    """信息不存在 is part of the row 本机关不掌握: it is the row only where nothing else can be in it."""
    missing = by_subject.get("not_existing", [])
    siblings = [name for name in ("not_ours", "not_held", "unavailable", "needs_creation") if name in by_subject]
    if not missing:
        return
    for name in siblings:
        _abstain(by_subject[name], "no_row")
    parts = [draft for drafts in by_subject.values() for draft in drafts if draft.family in ("outcomes", "disposal")]
    outcome = sum(draft.value or 0 for draft in parts if draft.subject != "finished" and draft.value is not None)
    if siblings or len(missing) > 1 or outcome not in totals:
        return
    missing[0].abstains = ""
    missing[0].sums = tuple(
        sums for subject in ("not_held", "unavailable") for sums in sums_of(subject, "total", edition)
    )


def _all_but_some(claims: Sequence[Draft], by_subject: dict[str, list[Draft]]) -> None:
    """均已办结 beside 结转下年度2件 speaks of the others."""
    left = [draft for name in ("carried_out", "carried") for draft in by_subject.get(name, ()) if draft.value]
    if left:
        _abstain([draft for draft in claims if draft.kind == "all" and draft.subject == "carried_out"], "carried_out")
