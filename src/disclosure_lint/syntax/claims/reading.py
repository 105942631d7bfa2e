"""From a clause to what it claims."""

from __future__ import annotations

from decimal import Decimal

from disclosure_lint.finding import Number
from disclosure_lint.syntax.claims.clauses import COMPARED, Clause
from disclosure_lint.syntax.claims.draft import Draft, sums_of
from disclosure_lint.syntax.claims.lexer import Amount, amount
from disclosure_lint.syntax.claims.scene import Scene, is_application
from disclosure_lint.syntax.claims.sentences import Sentence
from disclosure_lint.syntax.claims.subjects import Counted, counted
from disclosure_lint.syntax.claims.vocabulary import vocabulary

_PLAIN = 2
_LONGEST = 80
_OF_APPLICATIONS = ("total", "intake", "outcomes", "disposal")
_EACH_BLOCK = ("reconsideration", "litigation")


def drafts_of(clause: Clause, sentence: Sentence, scene: Scene) -> list[Draft]:
    """What a clause claims; a figure that counts nothing known is a draft without a subject."""
    shape = clause.shape
    terminals = clause.terminals
    scene.observe(clause)
    if not clause.keys and len(clause.tokens) <= _PLAIN and "AMOUNT" in terminals:
        return [_plain(clause, sentence, scene)]
    if shape == "none":
        return _none(clause, sentence, scene)
    if shape == "every":
        return _every(clause, sentence, scene)
    if shape == "rate":
        return _rate(clause, sentence, scene)
    if shape in ("share", "growth"):
        told = terminals & {"AMOUNT", "PERCENT"} or "level" in clause.keys
        return [_relation(shape, clause, sentence, scene)] if told else []
    if shape == "pair":
        return _pair(clause, sentence, scene)
    if "AMOUNT" in terminals:
        return _figure(clause, sentence, scene, "" if shape else "unread")
    if "PERCENT" not in terminals and "NAME" in terminals:
        scene.foreign = scene.foreign or bool(clause.keys & {"received", "accepted"})
    return []


def _plain(clause: Clause, sentence: Sentence, scene: Scene) -> Draft:
    """A figure with nothing but a label: a part of a list, or the money for the pieces just counted."""
    said = amount(sentence.text, clause.amounts[-1])
    latest, money = scene.latest, said.unit in vocabulary().scales
    for_pieces = money and latest is not None and latest.subject == "fee_pieces" and scene.opened < 0
    scene.last = draft = _draft(clause, sentence, said, None, scene, "")
    if for_pieces and draft.label in vocabulary().phrases["in_all"]:
        _name(draft, Counted("processing_fee"), scene)
        draft.kind = "value"
    return draft


def _figure(clause: Clause, sentence: Sentence, scene: Scene, unread: str) -> list[Draft]:
    """The claim of a clause with one figure."""
    figures = clause.amounts
    said = amount(sentence.text, figures[-1])
    naught = said.value == 0 and not said.approximate
    found = counted(clause, scene, said.unit, naught)
    if unread and (found is None or not _worth_listing(clause, said.unit)):
        found = None
        scene.foreign = scene.foreign or _counts_else(clause, scene)
    drafts = [_draft(clause, sentence, said, each, scene, unread) for each in _each(clause, found, naught)]
    scene.last = drafts[-1]
    for draft in drafts:
        draft.ragged = len(figures) > 1
        if found and not (draft.abstains and draft.abstains != "other_year"):
            scene.accept(draft)
    if found and drafts[0].family in ("disputes", "decisions", "documents"):
        scene.foreign = scene.foreign or _counts_else(clause, scene)
    if not found and not unread and clause.of("VERB") and clause.of("NOUN"):
        scene.foreign = scene.foreign or _counts_else(clause, scene)
    return drafts


def _worth_listing(clause: Clause, unit: str) -> bool:
    """Whether a clause that cannot be read is at least a statement of a figure."""
    return bool(clause.of("NOUN")) and clause.end - clause.start <= _LONGEST and unit not in ("个", "项")


def _counts_else(clause: Clause, scene: Scene) -> bool:
    """Whether a figure that was not read counts cases of another kind (收到群众诉求348件)."""
    return scene.opened < 0 and bool(clause.keys & {"received", "accepted", "handled", "finished", "taken"})


def _each(clause: Clause, found: Counted | None, naught: bool) -> list[Counted | None]:
    """行政复议、行政诉讼各1件 is two claims."""
    if not found or not (clause.of("EACH") or clause.of("ALL")):
        return [found]
    if naught or found.subject != "disputes":
        return [found if naught else found._replace(reason="each")]
    return [found._replace(subject=block) for block in _EACH_BLOCK]


def _draft(clause: Clause, sentence: Sentence, said: Amount, found: Counted | None, scene: Scene, unread: str) -> Draft:
    draft = _placed("item", clause, sentence, scene, said)
    if found is None:
        return draft
    _name(draft, found, scene)
    draft.kind = "zero" if said.value == 0 and not said.approximate else found.kind
    draft.abstains = unread or found.reason or _doubt(clause, scene, draft, sentence)
    if said.value is None:
        draft.abstains = draft.abstains or "range"
    if not draft.sums and draft.family != "fees":
        draft.abstains = draft.abstains or "no_figure"
    if said.unit in vocabulary().scales and said.value is not None:
        draft.value, draft.unit = _money(said.value, said.unit, found.subject)
    return draft


def _placed(kind: str, clause: Clause, sentence: Sentence, scene: Scene, said: Amount | None = None) -> Draft:
    """A draft that knows where it stands and what its figure is; without one it says that there is nothing."""
    draft = Draft(kind, "", sentence, clause)
    if said is None:
        draft.value = 0
    else:
        draft.value, draft.unit, draft.approximate = said.value, said.unit, said.approximate
        draft.number = (said.start, said.end)
    draft.part = scene.part
    draft.opener = scene.opener or ("(" if clause.bracketed else "")
    draft.opened = scene.opened >= 0 and clause.depth >= scene.opened
    draft.elsewhen = scene.other_year
    return draft


def _money(value: Number, unit: str, subject: str) -> tuple[Number, str]:
    """An amount in the unit of its figure: 万元 for what table two counts, 元 for fees."""
    yuan = Decimal(value) * vocabulary().scales[unit]
    if subject == "admin_fee":
        return yuan / 10000, "万元"
    return (int(yuan) if yuan == int(yuan) else yuan), "元"


def _name(draft: Draft, found: Counted, scene: Scene) -> None:
    draft.subject, draft.column = found.subject, found.column
    families = vocabulary().families
    draft.family = families.get(found.subject) or families.get(found.subject.split("+")[0], "")
    draft.sums = found.sums or sums_of(found.subject, found.column or "total", scene.edition)


def _doubt(clause: Clause, scene: Scene, draft: Draft, sentence: Sentence) -> str:
    """Why a clause does not speak of the whole report year and the whole agency, "" if it does."""
    if scene.other_year or scene.past or clause.separator == COMPARED:
        return "other_year"
    names = clause.names
    if any(not scene.is_actor(sentence.text[name.start : name.end]) for name in names):
        return "actor"
    leads = clause.leads
    draft.named = bool(names)
    among = scene.opened >= 0 and (names or any(lead.key == "who" for lead in leads))
    if among or clause.keys & {"late", "rest"}:
        return "subset"
    return "channel" if _one_channel(clause, sentence.text) and is_application(draft) else ""


def _one_channel(clause: Clause, text: str) -> bool:
    """Whether one way of sending in is named, not several and not 等."""
    if "channel" not in clause.keys:
        return False
    ways = [token for token in clause.of("MOD") if token.key == "channel"]
    written = text[clause.start : clause.end]
    several = any(ways[0].start < link.start < ways[-1].start for link in clause.of("LINK"))
    return not several and not any(word in written for word in vocabulary().phrases["many"])


def _none(clause: Clause, sentence: Sentence, scene: Scene) -> list[Draft]:
    """The claim that there was nothing of a kind."""
    found = counted(clause, scene, "件", True)
    if found is None:
        return []
    drafts = []
    for each in _denied(clause, found):
        draft = _placed("zero", clause, sentence, scene)
        _name(draft, each, scene)
        draft.abstains = each.reason or _doubt(clause, scene, draft, sentence)
        if draft.abstains == "channel":
            draft.abstains = "" if len(clause.of("LINK")) else "channel"
        drafts.append(draft)
        if not draft.abstains:
            scene.accept(draft)
    return drafts


def _denied(clause: Clause, found: Counted) -> list[Counted]:
    """未收到政府信息公开申请、行政复议 denies both."""
    if found.reason != "several" or not clause.keys & {"received", "taken", "accepted"}:
        return [found]
    return [found._replace(reason=""), Counted("received")]


def _every(clause: Clause, sentence: Sentence, scene: Scene) -> list[Draft]:
    """The claim that all of something was done: what contradicts it must be zero."""
    keys = clause.keys
    draft = _placed("all", clause, sentence, scene)
    if "upheld" in keys and scene.blocks:
        block = scene.blocks[0] if len(scene.blocks) == 1 else "disputes"
        draft.kind = "upheld"
        _name(draft, Counted(f"{block}.not_upheld"), scene)
    elif keys & {"finished", "answered"}:
        if not _finishes(clause, scene, draft):
            return []
    else:
        return []
    draft.abstains = draft.abstains or _of_others(scene, draft) or _doubt(clause, scene, draft, sentence)
    return [draft]


def _of_others(scene: Scene, draft: Draft) -> str:
    """Whether the figure just before is not what all of were done: 复议3件，审结2件，均维持."""
    if scene.last is None:
        return ""
    families = ("disputes",) if draft.kind == "upheld" or draft.family == "results" else ("total", "intake")
    return "" if scene.last.family in families else "subset"


def _finishes(clause: Clause, scene: Scene, draft: Draft) -> bool:
    """Whether a clause says that all applications (or disputes) are done; it fills the draft in."""
    keys = clause.keys
    if "applications" in keys or scene.applications:
        if scene.finished and clause.shape != "rate":
            return False
        _name(draft, Counted("carried_out"), scene)
    elif scene.blocks and scene.family == "disputes":
        _name(draft, Counted(f"{scene.blocks[0] if len(scene.blocks) == 1 else 'disputes'}.pending"), scene)
    else:
        return False
    if clause.of("WITHIN"):
        draft.abstains = "" if "finished" in keys else "within_time"
        draft.approximate = True  # perhaps of those whose time was up
    return True


def _rate(clause: Clause, sentence: Sentence, scene: Scene) -> list[Draft]:
    """办结率100% leaves nothing over; a rate within time says nothing about what is not yet due."""
    said = amount(sentence.text, clause.of("PERCENT")[0])
    draft = _placed("all", clause, sentence, scene)
    timely = "finish_rate" not in clause.keys or bool(clause.of("WITHIN"))
    if timely or said.value != 100 or not _finishes(clause, scene, draft):
        draft = _placed("share", clause, sentence, scene, said)
        draft.subject, draft.abstains = "rate", "rate"
        return [draft]
    strange = scene.last is not None and scene.last.family not in _OF_APPLICATIONS and draft.family == "disposal"
    draft.abstains = "subset" if strange else _doubt(clause, scene, draft, sentence)
    return [draft]


def _relation(kind: str, clause: Clause, sentence: Sentence, scene: Scene) -> Draft:
    """A share or a change; what it refers to is found among the figures around it."""
    figures = [token for token in clause.tokens if token.terminal in ("AMOUNT", "PERCENT")]
    said = amount(sentence.text, figures[-1]) if figures else None
    draft = _placed(kind, clause, sentence, scene, said)
    draft.opened = "COMPARE" in clause.terminals or "年" in sentence.text[clause.start : clause.end]
    if "down" in clause.keys and draft.value is not None:
        draft.value = -draft.value
    if any(word.key == "points" for word in clause.of("PERCENT")):
        draft.abstains = "points"
    if "分别" in sentence.text[max(0, clause.start - 2) : clause.end]:
        draft.abstains = "several"
    if kind == "growth" and len(figures) > 1:
        before = _placed("value", clause, sentence, scene, amount(sentence.text, figures[0]))
        before.subject, before.abstains = "previous", "other_year"
        draft.parts.append(before)
    return draft


def _pair(clause: Clause, sentence: Sentence, scene: Scene) -> list[Draft]:
    """对25件申请收取信息处理费2950元: pieces and money."""
    first, second = (amount(sentence.text, token) for token in clause.amounts)
    known = vocabulary().counters
    money = [known.get(said.unit) == "money" for said in (first, second)]
    if "processing_fee" not in clause.keys or money[0] == money[1]:
        return _figure(clause, sentence, scene, "unread")
    subjects = ("processing_fee", "fee_pieces") if money[0] else ("fee_pieces", "processing_fee")
    drafts = []
    for said, subject in zip((first, second), subjects, strict=True):
        draft = _draft(clause, sentence, said, Counted(subject), scene, "")
        scene.accept(draft)
        drafts.append(draft)
    return drafts
