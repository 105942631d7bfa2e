"""Totals and their parts, shares and changes: what the figures of a sentence have to do with one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from disclosure_lint.syntax.claims.clauses import BESIDE
from disclosure_lint.syntax.claims.draft import Draft
from disclosure_lint.syntax.claims.scene import is_application
from disclosure_lint.syntax.claims.vocabulary import vocabulary

_NEARLY_ALL = 0.9
_BASES = 6
_LONGEST = 60
_RELATIONS = frozenset(("share", "growth"))
_HEADS = {
    "outcomes": ("total", "disposal"),
    "columns": ("total", "disposal", "intake"),
    "disposal": ("total",),
    "intake": ("total",),
    "disputes": ("disputes",),
    "verbal": (),
}


@dataclass(slots=True, eq=False)
class _List:
    """A total (one for each counter: pieces and money) and its parts. `earlier`: the figures before the list."""

    heads: dict[str, Draft]
    depth: int
    opener: str
    nested: bool
    family: str = ""
    members: dict[str, list[Draft]] = field(default_factory=dict)
    mixed: bool = False
    doubtful: bool = False
    earlier: Sequence[Draft] = ()

    def takes(self, item: Draft) -> bool:
        """Whether a figure goes on the list."""
        if self.depth != item.depth or item.ragged:
            return False
        if item.elsewhen and not any(head.elsewhen for head in self.heads.values()):
            return False
        family = _family(item)
        if not self.family:
            return True
        return self.family == family or (family == "rest" and self.family in ("outcomes", "disposal", "intake"))

    def add(self, item: Draft) -> None:
        """Put a figure on the list, unless it is counted by something else."""
        if not self.family and _family(item) != "rest":
            self.family = _family(item)
        if item.unit in self.heads:
            self.members.setdefault(item.unit, []).append(item)
        elif vocabulary().counters.get(item.unit) != "money":
            self.mixed = self.mixed or "元" not in self.heads


def _family(item: Draft) -> str:
    """The kind of part that a figure can be: parts of one total are of one kind."""
    if item.column:
        return "columns"
    if item.subject in ("carried_out", "carried"):
        return "rest"
    if item.family in ("outcomes", "intake", "disposal", "results", "disputes"):
        return item.family
    return "verbal" if item.family == "total" or item.verbal else "items"


def relations(said: Sequence[Sequence[Draft]]) -> list[Draft]:
    """All drafts in reading order, with the sums, and with shares and changes tied to their figures."""
    found: list[Draft] = []
    before: list[Draft] = []
    for drafts in said:
        found.extend(drafts)
        kinds = {draft.kind for draft in drafts}
        items = [draft for draft in drafts if draft.kind not in _RELATIONS and draft.counts]
        near = before if before and drafts[0].sentence.before is before[0].sentence else []
        lists = list(_lists(items, near)) if any(item.opener for item in items) else []
        found.extend(total for each in lists for total in _sums(each))
        if kinds & _RELATIONS:
            _tie(drafts, near, lists)
        before = items or before
    return found


def _lists(items: Sequence[Draft], before: Sequence[Draft]) -> Iterator[_List]:
    running: list[_List] = []
    for index, item in enumerate(items):
        while running and _ends(running, item):
            yield running.pop()
        if item.opener:
            heads = _heads(items[max(0, index - _LONGEST) : index] or before, item, first=index == 0)
            nested = any(each.depth == item.depth for each in running)
            earlier = items[max(0, index - _LONGEST) : index]
            running.append(_List(heads, item.depth, item.opener, nested, earlier=earlier))
        while running and not running[-1].takes(item):
            yield _settled(running)
        if running:
            running[-1].add(item)
    while running:
        yield _settled(running)


def _ends(running: Sequence[_List], item: Draft) -> bool:
    """Whether a bracket or a semicolon before a figure closes the innermost list."""
    innermost = running[-1]
    return innermost.depth > item.depth or (item.clause.separator == ";" and innermost.nested)


def _settled(running: list[_List]) -> _List:
    """The innermost list closed without a mark: where it ends is known only if the figures say so."""
    inner = running.pop()
    outer = running[-1] if running else None
    if not inner.nested or outer is None or outer.depth != inner.depth:
        return inner
    for unit, head in inner.heads.items():
        members = inner.members.get(unit, [])
        sizes = range(1, min(len(members), _LONGEST) + 1)
        fitting = [size for size in sizes if _total(members[:size]) == head.value]
        if len(fitting) == 1:
            outer.members.setdefault(unit, []).extend(members[fitting[0] :])
            inner.members[unit] = members[: fitting[0]]
        elif len(members) > 1:
            inner.doubtful = outer.doubtful = True
    return inner


def _heads(earlier: Sequence[Draft], item: Draft, first: bool) -> dict[str, Draft]:
    """The figure that 其中 refers to: the last before it, both of a pair of pieces and money."""
    outer = [each for each in earlier if each.depth <= item.depth] if not first else list(earlier)
    if not outer:
        return {}
    last = outer[-1]
    beside = last.clause.separator == BESIDE
    return {each.unit: each for each in outer[-2:] if beside or each.clause is last.clause}


def _total(members: Sequence[Draft]) -> object:
    values = [member.value for member in members]
    return sum(value for value in values if value is not None) if None not in values else None


def _sums(each: _List) -> Iterator[Draft]:
    for unit, head in each.heads.items():
        members = each.members.get(unit, [])
        if not members or head.value is None or not _is_total(head, each, members):
            continue
        draft = Draft("sum", head.subject or "item", head.sentence, head.clause, head.value, head.number, unit)
        draft.approximate, draft.part = head.approximate, head.part
        draft.parts, draft.last = list(members), members[-1]
        draft.abstains = _sum_doubt(each, head, members)
        draft.open_list = bool(draft.abstains) or _is_open(each, head, members)
        yield draft


def _is_total(head: Draft, each: _List, members: Sequence[Draft]) -> bool:
    """Whether a figure can be the total of such parts."""
    if each.opener == "(" and len(members) < 2:
        return False
    if each.family == "results":
        return all(member.subject.startswith(f"{head.subject}.") for member in members)
    allowed = _HEADS.get(each.family)
    return allowed is None or head.family in allowed


def _sum_doubt(each: _List, head: Draft, members: Sequence[Draft]) -> str:
    if each.doubtful or _of_another(each, head, members):
        return "nested"
    if head.approximate or any(member.approximate or member.value is None for member in members):
        return "approximate"
    if each.mixed:
        return "units"
    total = _total(members)
    more = isinstance(total, int) and isinstance(head.value, int) and total > head.value
    if more and not is_application(head) and any(word in member.label for member in members for word in _channels()):
        return "channels"
    return ""


def _of_another(each: _List, head: Draft, members: Sequence[Draft]) -> bool:
    """Whether a part is too large for the last figure before the list, but not for one before that."""
    largest = max((member.value for member in members if member.value is not None), default=0)
    if head.value is None or largest <= head.value:
        return False
    others = (one for one in each.earlier if one is not head and one.unit == head.unit and one.depth <= head.depth)
    return any(one.value is not None and one.value >= largest for one in others)


def _channels() -> tuple[str, ...]:
    return vocabulary().channels


def _is_open(each: _List, head: Draft, members: Sequence[Draft]) -> bool:
    """Whether the parts may be fewer than the total: 等, or 其中 with some of them."""
    last = members[-1]
    words = vocabulary()
    if any(last.after.lstrip(",、;").startswith(word) for word in words.open_ends):
        return True
    label = last.label.lstrip(",、;通过以")
    rest = each.family in ("", "items") and label.startswith(words.remainders)
    if rest or each.opener in words.closed_openers:
        return False
    total = _total(members)
    if total == head.value or {"natural", "legal"} <= {member.column for member in members}:
        return False
    nearly = isinstance(total, int) and isinstance(head.value, int) and total >= head.value * _NEARLY_ALL
    return not (nearly and len(members) > 1)


def _tie(drafts: Sequence[Draft], before: Sequence[Draft], lists: Sequence[_List]) -> None:
    """Give shares and changes the figures they refer to."""
    earlier: list[Draft] = []
    compared = False
    for draft in drafts:
        latest = next((each for each in reversed(earlier) if each.depth <= draft.depth), None)
        if draft.kind == "share" and draft.subject != "rate":
            near = [*reversed(earlier[-_LONGEST:]), *reversed(before[-_LONGEST:])]
            others = [each for each in near if each is not latest]
            _tie_share(draft, latest, others, lists)
        elif draft.kind == "growth":
            compared = compared or draft.opened
            _tie_growth(draft, latest, compared)
        elif draft.counts:
            earlier.append(draft)
            compared = False


def _tie_share(draft: Draft, latest: Draft | None, others: Sequence[Draft], lists: Sequence[_List]) -> None:
    if latest is None:
        draft.abstains = draft.abstains or "no_base"
        return
    totals = [each.heads[latest.unit] for each in lists if latest in each.members.get(latest.unit, ())]
    bases = [each for each in others if each.unit == latest.unit]
    if latest.family == "outcomes" or latest.column:
        bases.sort(key=_is_no_total)
    draft.subject = latest.subject or "item"
    draft.parts = [latest, *dict.fromkeys((*totals, *bases))][:_BASES]
    if len(draft.parts) < 2:
        draft.abstains = draft.abstains or "no_base"


def _is_no_total(base: Draft) -> bool:
    """Whether a figure is unlikely to be what outcomes and applicants are shares of."""
    return not (base.subject == "finished" or base.family == "total") or bool(base.column)


def _tie_growth(draft: Draft, latest: Draft | None, compared: bool) -> None:
    if latest is None or not compared:
        draft.abstains = draft.abstains or "no_base"
    else:
        draft.subject = latest.subject or "item"
        draft.parts.insert(0, latest)
