"""From a clause to what it claims."""

from __future__ import annotations

from decimal import Decimal

from disclosure_lint.finding import Number
from disclosure_lint.syntax.claims.clauses import Clause
from disclosure_lint.syntax.claims.draft import Draft, sums_of
from disclosure_lint.syntax.claims.lexer import Amount, Token, amount
from disclosure_lint.syntax.claims.scene import Scene, is_application
from disclosure_lint.syntax.claims.sentences import Sentence
from disclosure_lint.syntax.claims.subjects import Counted, counted
from disclosure_lint.syntax.claims.vocabulary import vocabulary

_MANY = ("等", "各种", "多种", "各类", "各方式")
_AFTER = 8
_PLAIN = 2
_LONGEST = 80
_MAIN_VERBS = frozenset(("received", "received_new", "accepted", "taken", "handled", "finished", "answered", "issued"))
_EACH_BLOCK = ("reconsideration", "litigation")


def drafts_of(clause: Clause, sentence: Sentence, scene: Scene) -> list[Draft]:
    """What a clause claims; a figure that counts nothing known is a draft without a subject."""
    shape = clause.shape
    terminals = clause.terminals
    scene.observe(clause)
    if not clause.keys and len(clause.telling) <= _PLAIN and "AMOUNT" in terminals:
        said = amount(sentence.text, clause.of("AMOUNT")[-1])
        return [_draft(clause, sentence, said, None, scene, "")]
    if shape == "none":
        return _none(clause, sentence, scene)
    if shape == "every":
        return _every(clause, sentence, scene)
    if shape == "rate":
        return _rate(clause, sentence, scene)
    if shape in ("share", "growth"):
        told = terminals & {"AMOUNT", "PERCENT"} or "level" in clause.keys
        return [_relation(shape, clause, sentence)] if told else []
    if shape == "pair":
        return _pair(clause, sentence, scene)
    if "AMOUNT" in terminals:
        return _figure(clause, sentence, scene, "" if shape else "unread")
    if "PERCENT" not in terminals and "NAME" in terminals:
        scene.foreign = scene.foreign or bool(clause.keys & {"received", "accepted"})
    return []


def _figure(clause: Clause, sentence: Sentence, scene: Scene, unread: str) -> list[Draft]:
    """The claim of a clause with one figure."""
    figures = clause.of("AMOUNT")
    said = amount(sentence.text, figures[-1])
    naught = said.value == 0 and not said.approximate
    found = counted(clause, scene, said.unit, naught)
    if unread and (found is None or not _worth_listing(clause, said.unit)):
        found = None
        scene.foreign = scene.foreign or _counts_else(clause, scene)
    drafts = [_draft(clause, sentence, said, each, scene, unread) for each in _each(clause, found, naught)]
    for draft in drafts:
        draft.ragged = len(figures) > 1
        if found and not (draft.abstains and draft.abstains != "other_year"):
            scene.accept(draft)
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


def _draft(
    clause: Clause, sentence: Sentence, said: Amount, found: Counted | None, scene: Scene, unread: str
) -> Draft:
    span = sentence.span(clause.start, clause.end)
    draft = Draft("item", "", span, said.value, sentence.span(said.start, said.end), said.unit, said.approximate)
    _place(draft, clause, sentence, scene)
    if found is None:
        return draft
    _name(draft, found, scene)
    draft.kind = "zero" if said.value == 0 and not said.approximate else found.kind
    draft.abstains = unread or found.reason or _doubt(clause, scene, draft, sentence)
    if said.value is None:
        draft.abstains = draft.abstains or "range"
    if said.unit in vocabulary().scales and said.value is not None:
        draft.value, draft.unit = _money(said.value, said.unit, found.subject)
    return draft


def _money(value: Number, unit: str, subject: str) -> tuple[Number, str]:
    """An amount in the unit of its figure: 万元 for what table two counts, 元 for fees."""
    yuan = Decimal(value) * vocabulary().scales[unit]
    if subject == "admin_fee":
        return yuan / 10000, "万元"
    return (int(yuan) if yuan == int(yuan) else yuan), "元"


def _place(draft: Draft, clause: Clause, sentence: Sentence, scene: Scene) -> None:
    draft.depth, draft.separator, draft.sentence, draft.part = clause.depth, clause.separator, scene.number, scene.part
    figures = clause.of("AMOUNT")
    draft.label = sentence.text[clause.tokens[0].start : figures[-1].start if figures else clause.end]
    draft.after = sentence.text[figures[-1].end if figures else clause.end :][:_AFTER]
    draft.verbal = _begins_with_verb(clause)
    draft.opener = scene.opener or ("(" if clause.bracketed else "")
    draft.opened = scene.opened >= 0 and clause.depth >= scene.opened


def _begins_with_verb(clause: Clause) -> bool:
    """Whether a clause says that something was done, not what kind a figure is of."""
    first = next((token for token in clause.telling if token.terminal not in ("LEAD", "NAME")), None)
    return first is not None and first.terminal == "VERB" and first.key in _MAIN_VERBS


def _name(draft: Draft, found: Counted, scene: Scene) -> None:
    draft.subject, draft.column = found.subject, found.column
    families = vocabulary().families
    draft.family = families.get(found.subject) or families.get(found.subject.split("+")[0], "")
    draft.sums = found.sums or sums_of(found.subject, found.column or "total", scene.edition)


def _doubt(clause: Clause, scene: Scene, draft: Draft, sentence: Sentence) -> str:
    """Why a clause does not speak of the whole report year and the whole agency, "" if it does."""
    if scene.other_year:
        return "other_year"
    names = clause.of("NAME")
    if any(not scene.is_actor(sentence.text[name.start : name.end]) for name in names):
        return "actor"
    leads = clause.of("LEAD")
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
    written = text[clause.tokens[0].start : clause.end]
    return len(ways) == 1 and not any(word in written for word in _MANY)


def _none(clause: Clause, sentence: Sentence, scene: Scene) -> list[Draft]:
    """The claim that there was nothing of a kind."""
    found = counted(clause, scene, "件", True)
    if found is None:
        return []
    span = sentence.span(clause.start, clause.end)
    drafts = []
    for each in _denied(clause, found):
        draft = Draft("zero", "", span, 0)
        _place(draft, clause, sentence, scene)
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
    span = sentence.span(clause.start, clause.end)
    draft = Draft("all", "", span, 0)
    _place(draft, clause, sentence, scene)
    if "upheld" in keys and scene.blocks:
        block = scene.blocks[0] if len(scene.blocks) == 1 else "disputes"
        draft.kind = "upheld"
        _name(draft, Counted(f"{block}.not_upheld"), scene)
    elif keys & {"finished", "answered"}:
        if not _finishes(clause, scene, draft):
            return []
    else:
        return []
    draft.abstains = draft.abstains or _doubt(clause, scene, draft, sentence)
    return [draft]


def _finishes(clause: Clause, scene: Scene, draft: Draft) -> bool:
    """Whether a clause says that all applications (or disputes) are done; it fills the draft in."""
    keys = clause.keys
    if "applications" in keys or scene.applications:
        if scene.finished:
            return False
        _name(draft, Counted("carried_out"), scene)
    elif scene.blocks and scene.family == "disputes":
        _name(draft, Counted(f"{scene.blocks[0] if len(scene.blocks) == 1 else 'disputes'}.pending"), scene)
    else:
        return False
    if "finished" not in keys and clause.of("WITHIN"):
        draft.abstains = "within_time"
    return True


def _rate(clause: Clause, sentence: Sentence, scene: Scene) -> list[Draft]:
    """办结率100% leaves nothing over; a rate within time says nothing about what is not yet due."""
    said = amount(sentence.text, clause.of("PERCENT")[0])
    span = sentence.span(clause.start, clause.end)
    draft = Draft("all", "", span, 0)
    _place(draft, clause, sentence, scene)
    timely = "finish_rate" not in clause.keys or bool(clause.of("WITHIN"))
    if timely or said.value != 100 or not _finishes(clause, scene, draft):
        draft = Draft("share", "", span, said.value, sentence.span(said.start, said.end), "%", abstains="rate")
        _place(draft, clause, sentence, scene)
        draft.subject = "rate"
        return [draft]
    draft.abstains = _doubt(clause, scene, draft, sentence)
    return [draft]


def _relation(shape: str, clause: Clause, sentence: Sentence) -> Draft:
    """A share or a change; what it refers to is found among the figures around it."""
    figures = [token for token in clause.tokens if token.terminal in ("AMOUNT", "PERCENT")]
    token: Token | None = figures[-1] if figures else None
    said = amount(sentence.text, token) if token else Amount(0, "", False, 0, 0)
    down = any(word.key == "down" for word in clause.of("GROW"))
    value = -said.value if down and said.value is not None else said.value
    place = sentence.span(said.start, said.end) if token else None
    draft = Draft(shape, "", sentence.span(clause.start, clause.end), value, place, said.unit, said.approximate)
    draft.label = sentence.text[clause.tokens[0].start : clause.end]
    draft.depth, draft.separator = clause.depth, clause.separator
    draft.opened = bool(clause.of("COMPARE"))
    if any(word.key == "points" for word in clause.of("PERCENT")):
        draft.abstains = "points"
    if shape == "growth" and len(figures) > 1:
        earlier = amount(sentence.text, figures[0])
        before = Draft("value", "previous", draft.span, earlier.value, None, earlier.unit, earlier.approximate)
        before.value_span = sentence.span(earlier.start, earlier.end)
        before.abstains = "other_year"
        draft.parts.append(before)
    return draft


def _pair(clause: Clause, sentence: Sentence, scene: Scene) -> list[Draft]:
    """对25件申请收取信息处理费2950元: pieces and money."""
    first, second = (amount(sentence.text, token) for token in clause.of("AMOUNT"))
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
