"""`copied`: prose that different agencies share."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Report
from disclosure_lint.rules.crosscheck import Collection, CrossOutcome, Elsewhere, ManyReports, Scope, Submission
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome, Passed
from disclosure_lint.rules.passage import part_at
from disclosure_lint.rules.prose import Words, common, longest_shared
from disclosure_lint.source import Span

_MARGIN = 0.12
"""How far the estimate of a signature may be off."""
_KEPT = 64
_MOST_NAMED = 20


class _Who(NamedTuple):
    """A submission by whose it is."""

    path: str
    agency: str
    year: int


@dataclass(slots=True)
class _Links:
    """Which submissions seem alike: those of one year joined to groups, and for each the others with their shares."""

    above: dict[_Who, _Who] = field(default_factory=dict)
    others: dict[_Who, dict[_Who, float]] = field(default_factory=dict)

    def join(self, one: _Who, other: _Who, share: float) -> None:
        for each, partner in ((one, other), (other, one)):
            self.others.setdefault(each, {})[partner] = share
            self.above.setdefault(each, each)
        if one.year == other.year:
            first, second = sorted((self.root(one), self.root(other)))
            self.above[second] = first

    def root(self, one: _Who) -> _Who:
        while self.above[one] != one:
            self.above[one] = self.above[self.above[one]]
            one = self.above[one]
        return one

    def groups(self) -> Iterator[list[_Who]]:
        found: dict[_Who, list[_Who]] = {}
        for each in sorted(self.above):
            found.setdefault(self.root(each), []).append(each)
        yield from found.values()


class _Texts:
    """The prose of submissions, the last few kept."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._kept: OrderedDict[_Who, tuple[Report, Words] | None] = OrderedDict()

    def of(self, who: _Who) -> tuple[Report, Words] | None:
        """The report with its text and its prose, None if the file has changed."""
        if who not in self._kept:
            submission = _submission(self._collection, who)
            report = self._collection.text(submission) if submission else None
            self._kept[who] = (report, Words(report)) if report else None
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(who)
        return self._kept[who]


def _submission(collection: Collection, who: _Who) -> Submission | None:
    return next((each for each in collection.versions(who.agency, who.year) if each.path == who.path), None)


@kind("copied")
@dataclass(frozen=True)
class Copied(ManyReports):
    """The prose of parts one, five and six is not another agency's, of the same year or an earlier one.

    Legal phrases, names, years and numbers do not count (`rules/data/boilerplate.yaml`). `most`: the share that two
    texts have in common from which it is the outcome "same"; `much`: from which it is "alike". Where more than
    `template` of the reports of one area and year share a text, and at least `template_least`, it is probably a model
    that the area handed out: then there is one finding for all of them ("template"), with the report of the area, or
    with the first of them if there is none.
    """

    most: float
    much: float
    template: float
    template_least: int

    SCOPE: ClassVar[Scope] = "campaign"
    OUTCOMES: ClassVar = ("same", "alike", "template")
    PLACEHOLDERS: ClassVar = ("share", "quote", "other", "agency_other", "year_other", "count", "reports", "names")
    LABELS: ClassVar[Mapping[str, tuple[str, ...]]] = {"other": ("name",), "member": ("name",)}

    def across(self, collection: Collection, context: Context) -> Iterator[CrossOutcome]:
        """What is said of every submission."""
        links = _Links()
        for pair in collection.alike(self.much - _MARGIN, False):
            if pair.years[0] and pair.years[1]:
                one = _Who(pair.first, pair.agencies[0], pair.years[0])
                links.join(one, _Who(pair.second, pair.agencies[1], pair.years[1]), pair.share)
        texts = _Texts(collection)
        modelled: dict[_Who, str] = {}
        sizes: dict[tuple[str, int], int] = {}
        for group in links.groups():
            for area, members in _by_area(collection, group):
                if said := self._template(collection, area, members, texts, sizes):
                    modelled.update(dict.fromkeys(members, area))
                    yield said
        yield from self._each(collection, links, texts, modelled)

    def _each(
        self, collection: Collection, links: _Links, texts: _Texts, modelled: Mapping[_Who, str]
    ) -> Iterator[CrossOutcome]:
        for submission in collection.submissions():
            if not submission.readable or not submission.agency:
                continue
            who = _Who(submission.path, submission.agency, submission.year or 0)
            if who in modelled:
                yield CrossOutcome(submission.path, Passed())
            elif who in links.others:
                others = links.others[who]
                handed_out = {each for each in others if modelled.get(each) == who.agency}
                yield self._closest(who, {each: others[each] for each in others.keys() - handed_out}, texts)
            elif submission.prose is None:
                yield CrossOutcome(submission.path, NotAssessable("prose-too-short"))
            else:
                yield CrossOutcome(submission.path, Passed())

    def _closest(self, who: _Who, others: Mapping[_Who, float], texts: _Texts) -> CrossOutcome:
        """What is said of a submission with others that seem like it: the one that is most like it counts."""
        own = texts.of(who)
        if own is None:
            return CrossOutcome(who.path, NotAssessable("file-changed", values={"path": who.path}))
        best: tuple[float, _Who] | None = None
        changed: NotAssessable | None = None
        earlier = {each: share for each, share in others.items() if each.year <= who.year}
        near = max(earlier.values(), default=0.0) - _MARGIN
        for other in sorted(earlier, key=lambda each: (-earlier[each], each)):
            if earlier[other] < near:
                break
            theirs = texts.of(other)
            if theirs is None:
                changed = NotAssessable("file-changed", values={"path": other.path})
                continue
            share = common(own[1], theirs[1])
            if share >= self.much and (best is None or share > best[0]):
                best = share, other
            if best and best[0] >= self.most:
                break
        if best is None:
            return CrossOutcome(who.path, changed or Passed())
        return self._failed(who, best[1], best[0], texts, len(earlier))

    def _failed(self, who: _Who, other: _Who, share: float, texts: _Texts, count: int) -> CrossOutcome:
        own, theirs = texts.of(who), texts.of(other)
        assert own is not None
        assert theirs is not None
        shared = longest_shared(own[1], theirs[1])
        assert shared is not None  # there is no share without anything shared
        name = theirs[0].agency.name if theirs[0].agency else other.agency
        values = {
            "share": int(share * 100),
            "quote": shared.text,
            "other": other.path,
            "agency_other": name,
            "year_other": other.year,
            "count": count,
            "reports": "",
            "names": "",
        }
        place = Place(part=part_at(own[0], shared.own.start))
        there = Mark(shared.other, "other", Place(part=part_at(theirs[0], shared.other.start)), {"name": name})
        outcome: Outcome = Failed(
            Mark(shared.own, place=place), Place(), "same" if share >= self.most else "alike", values
        )
        return CrossOutcome(who.path, outcome, (Elsewhere(other.path, there),))

    def _template(
        self,
        collection: Collection,
        area: str,
        group: Sequence[_Who],
        texts: _Texts,
        sizes: dict[tuple[str, int], int],
    ) -> CrossOutcome | None:
        """That the reports of an area share a text, if so many do that it must be a model.

        `sizes`: how many reports there are of an area and year, as far as that was counted.
        """
        year = group[0].year
        agencies = {each.agency for each in group}
        if len(agencies) < self.template_least:
            return None
        if (area, year) not in sizes:
            below = collection.children(area) if area else (each for each in collection.members() if not each.parent)
            sizes[area, year] = sum(bool(collection.versions(each.id, year)) for each in below)
        reports = sizes[area, year]
        if len(agencies) <= self.template * reports:
            return None
        first = texts.of(group[0])
        alike = self._verified(first, group, texts)
        if first is None or not alike:
            return None
        return self._of_template(collection, area, group, alike, reports, texts)

    def _verified(
        self, first: tuple[Report, Words] | None, group: Sequence[_Who], texts: _Texts
    ) -> tuple[_Who, float] | None:
        """Another of a group that shares the text of its first beyond doubt, and how much of it."""
        for other in group[1:]:
            theirs = texts.of(other)
            if first is not None and theirs is not None and other.agency != group[0].agency:
                share = common(first[1], theirs[1])
                if share >= self.much:
                    return other, share
        return None

    def _of_template(
        self,
        collection: Collection,
        area: str,
        group: Sequence[_Who],
        alike: tuple[_Who, float],
        reports: int,
        texts: _Texts,
    ) -> CrossOutcome:
        first, other = texts.of(group[0]), texts.of(alike[0])
        assert first is not None
        assert other is not None
        shared = longest_shared(first[1], other[1])
        assert shared is not None
        members = [collection.member(agency) for agency in sorted({each.agency for each in group})]
        names = [member.name for member in members if member is not None]
        more = {"zh": f"等 {len(names)} 个", "en": f" and others, {len(names)} in all"}
        values = {
            "share": int(alike[1] * 100),
            "quote": shared.text,
            "other": alike[0].path,
            "agency_other": "",
            "year_other": "",
            "count": len(names),
            "reports": reports,
            "names": {
                lang: joint.join(names[:_MOST_NAMED]) + (more[lang] if len(names) > _MOST_NAMED else "")
                for lang, joint in (("zh", "、"), ("en", ", "))
            },
        }
        parent = collection.report(area, group[0].year) if area else None
        quoted = Mark(shared.own, "member", Place(), {"name": first[0].agency.name if first[0].agency else ""})
        theirs = Mark(shared.other, "member", Place(), {"name": other[0].agency.name if other[0].agency else ""})
        elsewhere = (Elsewhere(group[0].path, quoted), Elsewhere(alike[0].path, theirs))
        if parent is None:
            where = Place(part=part_at(first[0], shared.own.start))
            failed = Failed(Mark(shared.own, place=where), Place(), "template", values)
            return CrossOutcome(group[0].path, failed, elsewhere[1:])
        return CrossOutcome(parent.path, Failed(Mark(Span(0, 0)), Place(), "template", values), elsewhere)


def _by_area(collection: Collection, group: Sequence[_Who]) -> Iterator[tuple[str, list[_Who]]]:
    """The submissions of a group by the area that their agencies belong to ("": to none)."""
    areas: dict[str, list[_Who]] = {}
    for each in group:
        member = collection.member(each.agency)
        areas.setdefault(member.parent if member else "", []).append(each)
    yield from sorted(areas.items())
