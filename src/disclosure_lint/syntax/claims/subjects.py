"""What a clause with a figure counts, from the words in it. A subject without a doubt, or with the reason for one."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from disclosure_lint.syntax.claims.clauses import Clause
from disclosure_lint.syntax.claims.draft import Sums, sums_of
from disclosure_lint.syntax.claims.scene import Scene, is_application, speaks_of_applications
from disclosure_lint.syntax.claims.vocabulary import vocabulary

_RECEIPT = frozenset(("received", "received_new", "accepted", "taken"))
_WORK = frozenset(("handled", "finished", "answered"))
_APPLICATION_VERBS = _RECEIPT | _WORK
_OTHER_VERBS = frozenset(
    ("issued", "repealed", "published", "published_total", "decided", "collected", "paid", "sent", "in_force")
)
_DOCUMENT_VERBS = frozenset(("issued", "repealed", "published", "published_total", "in_force"))
_COLUMNS = frozenset(("natural", "legal", "commercial", "research", "public_interest", "legal_service", "organisation"))
_TOPS = frozenset(("granted", "partial", "denied", "unavailable", "not_processed", "other_handling"))
_UNNAMED = frozenset(("not_existing", "not_ours", "already_public", "withdrawn"))
_RESULTS = frozenset(("upheld", "corrected", "other_result", "result_unnamed", "pending"))
_BLOCKS = frozenset(("reconsideration", "litigation", "both"))
_DOCUMENTS = frozenset(("rules", "normative_docs"))
_DECISIONS = frozenset(("licence", "penalty", "coercion"))
_FEES = frozenset(("processing_fee", "fee_notice", "charge", "any_fee", "admin_fee"))
_THINGS = frozenset(("disclosed", "documents", "appeal"))


class Counted(NamedTuple):
    """A subject; `reason` is why it cannot be compared, `sums` overrides those of the subject."""

    subject: str
    reason: str = ""
    column: str = ""
    sums: Sums = ()
    kind: str = "value"


Reader = Callable[[Clause, Scene, str, bool], "Counted | None"]


def counted(clause: Clause, scene: Scene, unit: str, naught: bool) -> Counted | None:
    """What a clause counts in a unit; `naught`: it says that there is none. None: nothing a rule knows."""
    if not clause.keys & _countable():
        return None
    for reader in _READERS if clause.keys & _particular() or scene.latest else _GENERAL:
        if found := reader(clause, scene, unit, naught):
            return found
    return None


@lru_cache(maxsize=1)
def _countable() -> frozenset[str]:
    """The keys without one of which a clause counts nothing known."""
    nouns = {key for terminal, key in vocabulary().terms.values() if terminal in ("NOUN", "CARRY")}
    return frozenset(nouns | _APPLICATION_VERBS | _DOCUMENT_VERBS | {"collected"})


@lru_cache(maxsize=1)
def _particular() -> frozenset[str]:
    """The keys that a clause about applications as such has none of."""
    known = vocabulary()
    carried = {key for terminal, key in known.terms.values() if terminal == "CARRY"}
    particular = _FEES | _BLOCKS | _RESULTS | _DOCUMENTS | _DECISIONS | _OTHER_VERBS | {"money"}
    return particular | _outcomes() | carried


def _is_case(unit: str) -> bool:
    return vocabulary().counters.get(unit, "case") == "case"


def _fee(clause: Clause, scene: Scene, unit: str, naught: bool) -> Counted | None:
    keys = clause.keys
    named = keys & _FEES
    if not named:
        if "money" in keys and scene.latest and scene.latest.subject == "fee_notice":
            return Counted("fee_notice_amount")
        going_on = scene.family == "fees" and "collected" in keys and vocabulary().counters.get(unit) == "money"
        return Counted("processing_fee") if going_on and scene.opened < 0 else None
    money = vocabulary().counters.get(unit) == "money"
    if "fee_notice" in named:
        return Counted("fee_notice_amount" if money else "fee_notice")
    if named == {"admin_fee"}:
        return Counted("admin_fee") if money else None
    if not money and not naught:
        return Counted("fee_pieces") if "processing_fee" in named and "collected" in keys else None
    if "processing_fee" in named:
        return Counted("processing_fee")
    if not keys & {"collected", "raised", "paid"}:
        return None
    return Counted("processing_fee" if "any_fee" in named else "cost_fee")


def _block(clause: Clause, scene: Scene) -> tuple[str, ...]:
    """The kinds of dispute that a clause may be about: several if the wording leaves it open."""
    named = clause.keys & _BLOCKS
    if "both" in named or len(named) > 1:
        return ("disputes",)
    if named:
        return tuple(named)
    if len(scene.disputed) > 1 and not scene.settled:
        return ("disputes", scene.disputed[-1])
    return tuple(scene.disputed[-1:] or scene.blocks[-1:] if len(scene.blocks) < 2 or scene.disputed else ())


def _dispute(clause: Clause, scene: Scene, unit: str, naught: bool) -> Counted | None:
    keys = clause.keys
    results = keys & _RESULTS
    if not (keys & _BLOCKS or results) or not _is_case(unit):
        return None
    blocks = _block(clause, scene)
    if not blocks:
        return None
    reason = _dispute_reason(clause, scene, naught)
    if not results:
        return Counted(blocks[0], reason)
    if (naught and not clause.amounts) or len(results) > 1 or "result_unnamed" in results:
        return Counted(blocks[0], "result")
    result = next(iter(results)).replace("other_result", "other")
    sums = tuple(some for block in blocks for some in sums_of(f"{block}.{result}", "total", scene.edition))
    return Counted(f"{blocks[0]}.{result}", reason, sums=sums, kind="upheld" if result == "upheld" else "value")


def _dispute_reason(clause: Clause, scene: Scene, naught: bool) -> str:
    keys = clause.keys
    if keys & (_OTHER_VERBS | _COLUMNS | {"finished", "answered"}):
        return "verb"
    if _listed_with_applications(clause):
        return "several"
    return "" if naught or scene.informed(clause) else "scope"


def _listed_with_applications(clause: Clause) -> bool:
    """Whether applications and disputes are counted together (收到申请、行政复议5件), no cause between them."""
    if clause.keys & {"cause", "raised"}:
        return False
    previous = None
    for token in clause.tokens:
        if token.terminal == "LINK" and previous and previous.key in ("applications", "case"):
            return True
        previous = token
    return False


def _outcome(clause: Clause, scene: Scene, unit: str, naught: bool) -> Counted | None:
    keys = clause.keys
    named = keys & _outcomes()
    if not named:
        alone = keys - {"case", "open"} == {"published"} and scene.latest is not None and scene.applications
        return Counted("granted") if alone and unit in ("件", "宗") and clause.amounts else None
    if keys & (_THINGS | _DOCUMENTS | _BLOCKS) or not _is_case(unit):
        return None
    here = scene.latest is not None and is_application(scene.latest) and scene.latest.subject != "on_request"
    reason = "" if scene.applications and not scene.sorts and (unit != "条" or here) else "no_context"
    if keys & (_RECEIPT | _OTHER_VERBS | {"raised"}):
        reason = "verb"
    subject, sums, doubt = _of_outcomes(named, clause, scene)
    return Counted(subject, doubt or reason, _column(keys), sums)


@lru_cache(maxsize=1)
def _outcomes() -> frozenset[str]:
    known = vocabulary().families
    return frozenset(subject for subject, family in known.items() if family == "outcomes")


def _of_outcomes(named: frozenset[str], clause: Clause, scene: Scene) -> tuple[str, Sums, str]:
    """The subject of one or several outcomes, the sums it may mean, and a doubt."""
    column, tops = _column(clause.keys) or "total", named & _TOPS
    if named & _UNNAMED:
        return (*sorted(tops), *sorted(named & _UNNAMED))[0], (), "no_row"
    if not tops or tops == named:
        each = [sums_of(subject, column, scene.edition) for subject in sorted(named)]
        together = tuple(name for sums in each for name in (sums[0] if sums else ()))
        return "+".join(sorted(named)), ((together,) if all(each) else ()), ""
    if len(tops) > 1:
        return sorted(tops)[0], (), "several"
    (top,) = tops
    group = sums_of(top, column, scene.edition)
    wide = "等" in _text(clause, scene)
    members = [sums_of(subject, column, scene.edition) for subject in sorted(named - tops)]
    narrow = tuple(name for sums in members for name in (sums[0] if sums else ()))
    return top, group if wide or not narrow else (narrow, *group), ""


def _text(clause: Clause, scene: Scene) -> str:
    return scene.text[clause.start : clause.end]


def _carry(clause: Clause, scene: Scene, unit: str, naught: bool) -> Counted | None:
    carried = clause.of("CARRY")
    if not carried or not _is_case(unit):
        return None
    keys = clause.keys
    subject = _carried(clause, scene)
    if not subject:
        return None
    known = scene.applications or speaks_of_applications(clause) or ("case" in keys and not scene.foreign)
    reason = "" if known else "no_context"
    inward = subject == "carried_in" and keys & {"finished", "answered"}
    if inward or keys & (_OTHER_VERBS | _THINGS | _BLOCKS | _DOCUMENTS | {"raised", "accepted", "taken"}):
        reason = "verb"
    return Counted(subject, reason, _column(keys))


def _carried(clause: Clause, scene: Scene) -> str:
    """Into the year, out of it, or one of the two; "" for a date that is no year."""
    keys = {token.key for token in clause.of("CARRY")}
    if len(keys) > 1:
        return "carried"
    (key,) = keys
    years = [(int(token.key), token.start) for token in clause.leads if token.key.isdigit()]
    if key in ("carried_in", "carry_in"):
        return "carried_in"
    if key == "carry_out":
        return "carried_out"
    at = clause.of("CARRY")[0].start
    after = [year for year, start in years if start > at]
    before = [year for year, start in years if start < at]
    if scene.year is not None and scene.year + 1 in after:
        return "carried_out"
    if scene.year is not None and scene.year - 1 in (*after, *before):
        return "carried_in"
    if key == "carry_to":
        return "carried_out" if after else ""
    return "carried"


def _document(clause: Clause, scene: Scene, unit: str, naught: bool) -> Counted | None:
    keys = clause.keys
    named = keys & _DOCUMENTS
    if not named and scene.family == "documents" and scene.document and not keys & (_APPLICATION_VERBS | {"disclosed"}):
        named = frozenset((scene.document,)) if keys & _DOCUMENT_VERBS or "documents" in keys else frozenset()
    if not named or unit not in vocabulary().phrases["documents"] or keys & {"disclosed", "case", "raised"}:
        return None
    scene.document = "documents" if len(named) > 1 else next(iter(named))
    going_on = scene.family == "documents" and not keys & _DOCUMENT_VERBS and not naught
    verb = _document_verb(keys) or (scene.verb if going_on else "")
    if keys & (_APPLICATION_VERBS | {"decided"}) or not verb:
        return Counted(f"{scene.document}.issued", "verb")
    scene.verb = verb
    subject = f"{scene.document}.{verb}"
    return Counted(subject if subject in vocabulary().subjects else f"{scene.document}.issued", _known(subject, scene))


def _known(subject: str, scene: Scene) -> str:
    return "" if sums_of(subject, "total", scene.edition) else "no_figure"


def _document_verb(keys: frozenset[str]) -> str:
    verbs = keys & _DOCUMENT_VERBS
    if "in_force" in verbs and verbs <= {"in_force", "published"}:
        return "in_force"
    return next(iter(verbs)) if len(verbs) == 1 else ""


def _decision(clause: Clause, scene: Scene, unit: str, naught: bool) -> Counted | None:
    keys = clause.keys
    named = keys & _DECISIONS
    if len(named) != 1 or unit in vocabulary().phrases["information"] or not _is_case(unit) or keys & _THINGS:
        return None
    going_on = scene.family == "decisions" and not keys & _APPLICATION_VERBS
    done = keys & {"decided", "handled", "finished"} or going_on
    if keys & (_RECEIPT | _OTHER_VERBS - {"decided"} | {"raised", "answered"}) or not done:
        return Counted(next(iter(named)), "verb")
    return Counted(next(iter(named)))


def _column(keys: frozenset[str]) -> str:
    named = keys & _COLUMNS
    return next(iter(named)) if len(named) == 1 else ""


def _application(clause: Clause, scene: Scene, unit: str, naught: bool) -> Counted | None:
    keys = clause.keys
    if not _is_case(unit) or keys & (_OTHER_VERBS | _THINGS | _DOCUMENTS | _DECISIONS | _BLOCKS):
        return None
    verbs = keys & _APPLICATION_VERBS
    if "on_request_info" in keys and "case" not in keys:
        return Counted(_by_verbs(verbs), "" if naught and verbs & _RECEIPT else "on_request_info")
    if keys & {"on_request", "case", "applications"} == {"on_request"} and not verbs:
        sorted_out = "主动公开" in scene.text and (unit == "条" or not naught)
        return Counted("on_request", "on_request_info" if sorted_out else "", _column(keys))
    if not speaks_of_applications(clause) and not _weak(clause, scene, verbs):
        return None
    columns = keys & _COLUMNS
    subject = _by_verbs(verbs)
    if columns and not verbs and scene.head:
        subject = scene.head.subject
    reason = "verb" if naught and (verbs & {"finished", "answered"} or "late" in keys) else ""
    everybody = "natural" in columns and bool(columns & {"legal", "organisation"})  # 任何单位和个人
    if (len(columns) > 1 or "organisation" in columns) and not everybody:
        reason = "column"
    if verbs & _RECEIPT and verbs & _WORK and _among(clause, scene):
        reason = "subset"
    return Counted(subject, reason or ("cause" if _caused(clause) else ""), _column(keys))


def _among(clause: Clause, scene: Scene) -> bool:
    """Whether what was done is counted among what was received (新收申请中办结41件)."""
    verbs = clause.of("VERB")
    between = scene.text[verbs[0].end : verbs[-1].start]
    return any(word in between for word in vocabulary().phrases["among"])


def _weak(clause: Clause, scene: Scene, verbs: frozenset[str]) -> bool:
    """Whether a clause without the word for applications speaks of them all the same."""
    if scene.foreign:
        return False
    here = scene.latest is not None and scene.family in ("total", "intake", "disposal", "outcomes")
    if clause.keys & _COLUMNS:
        named = "申请" in scene.text[clause.start : clause.end]
        return (here and scene.head is not None) or (scene.told and named)
    if not verbs:
        return False
    return here or ((scene.topic == "applications" or scene.named) and verbs != {"handled"})


def _caused(clause: Clause) -> bool:
    """Whether applications are what something came of (因政府信息公开申请…), not what is counted."""
    begin = clause.tokens[0]
    causes = [token for token in clause.of("MOD") if token.key == "cause"]
    return any(cause is not begin or not clause.of("NEG") for cause in causes)


def _by_verbs(verbs: frozenset[str]) -> str:
    """What the verbs of a clause about applications count."""
    if not verbs:
        return "applications"
    if verbs & {"finished", "answered"}:
        return "taken" if verbs & _RECEIPT else "finished"
    if verbs == {"received_new"}:
        return "received_new"
    if len(verbs) == 1:
        return next(iter(verbs))
    return "received" if verbs == {"received", "accepted"} else "taken"


def _disclosed(clause: Clause, scene: Scene, unit: str, naught: bool) -> Counted | None:
    keys = clause.keys
    if "disclosed" not in keys or "published" not in keys or unit not in ("条", "篇", "件", "次") or naught:
        return None
    written = {scene.text[token.start : token.end] for token in clause.of("VERB")}
    partly = scene.opened >= 0 or clause.depth or keys & {"channel", "manner", "rest"} or "主动公开" not in written
    return None if partly or not clause.shape or _stranger(clause, scene) else Counted("disclosed", "no_figure")


def _stranger(clause: Clause, scene: Scene) -> bool:
    """Whether a clause has a stretch in front that is not the agency."""
    return any(not scene.is_actor(scene.text[name.start : name.end]) for name in clause.names)


_READERS: tuple[Reader, ...] = (_fee, _dispute, _document, _decision, _carry, _outcome, _application, _disclosed)
_GENERAL: tuple[Reader, ...] = (_application, _disclosed)
