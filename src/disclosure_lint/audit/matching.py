"""Which submission is whose: by the file that the roster names, by name, by alias, by a name within the name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import translate
from typing import Literal

from disclosure_lint.audit.archives import SEPARATOR
from disclosure_lint.audit.roster import Agency, Roster, roster_words, squeezed

How = Literal["file", "name", "alias", "contained", "report"]
"""How a submission was matched. "report": there is no roster, the name in the report is the agency."""

_WILDCARD = re.compile(r"[*?\[]")
_LEAST_TAIL = 3
_LITERAL = re.compile(r"[^*?\[\]]+")


@dataclass(frozen=True, slots=True)
class Match:
    """The agency of a submission. Without one, `reason` says why ("unknown", "several", "nameless")."""

    agency: str = ""
    how: How | Literal[""] = ""
    reason: str = ""
    candidates: tuple[str, ...] = ()
    year: int | None = None
    """The report year that the roster gives for the file."""


_Owner = tuple[str, int | None]
"""Agency and report year that a file is named for."""


@dataclass
class _Patterns:
    """Patterns found by a piece of text that all that match them hold: most are never tried."""

    by_piece: dict[str, list[tuple[re.Pattern[str], _Owner]]] = field(default_factory=dict)
    lengths: set[int] = field(default_factory=set)
    rest: list[tuple[re.Pattern[str], _Owner]] = field(default_factory=list)

    def add(self, pattern: str, owner: _Owner) -> None:
        entry = re.compile(translate(pattern)), owner
        piece = max((match[0] for match in _LITERAL.finditer(pattern)), key=len, default="")
        if len(piece) < 2:
            self.rest.append(entry)
        else:
            self.by_piece.setdefault(piece, []).append(entry)
            self.lengths.add(len(piece))

    def matching(self, path: str, tails: list[str]) -> Iterator[_Owner]:
        for pattern, owner in (*self.rest, *self._possible(path)):
            if any(map(pattern.match, tails)):
                yield owner

    def _possible(self, path: str) -> Iterator[tuple[re.Pattern[str], _Owner]]:
        for length in self.lengths:
            for start in range(len(path) - length + 1):
                yield from self.by_piece.get(path[start : start + length], ())


class Matcher:
    """Finds the agency of submissions in a roster."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._files: dict[str, tuple[_Owner, ...]] = {}
        self._patterns = _Patterns()
        self._names: dict[str, str] = {}
        self._aliases: dict[str, str] = {}
        self._lengths: set[int] = set()
        for agency in roster.agencies.values():
            self._add(agency)
        self._backwards = sorted(name[::-1] for name in self._aliases)

    def _add(self, agency: Agency) -> None:
        for duty in agency.duties:
            if _WILDCARD.search(duty.file):
                self._patterns.add(duty.file, (agency.id, duty.year))
            elif duty.file:
                self._files[duty.file] = (*self._files.get(duty.file, ()), (agency.id, duty.year))
        self._names[squeezed(agency.name)] = agency.id
        for name in (agency.name, *agency.aliases):
            self._aliases.setdefault(name, agency.id)
            self._lengths.add(len(name))

    def match(self, path: str, name: str | None) -> Match:
        """The agency of a submission with this path and, as its report says, this name."""
        if not self._roster:
            return Match(squeezed(name), "report") if name else Match(reason="nameless")
        owners = set(self._by_file(path))
        by_file = sorted({agency for agency, _ in owners})
        if len(by_file) > 1:
            return Match(reason="several", candidates=tuple(by_file))
        if by_file:
            years = {year for _, year in owners}
            return Match(by_file[0], "file", year=years.pop() if len(years) == 1 else None)
        return self._by_name(squeezed(name)) if name else self._by_path(path)

    def names_file(self, path: str) -> bool:
        """Whether the roster names just this file, not only a pattern for it: it must be a report then."""
        return any(tail in self._files for tail in _tails(path))

    def _by_file(self, path: str) -> Iterator[_Owner]:
        tails = _tails(path)
        for tail in tails:
            yield from self._files.get(tail, ())
        yield from self._patterns.matching(tails[0], tails)

    def _by_name(self, name: str) -> Match:
        if name in self._names:
            return Match(self._names[name], "name")
        if name in self._aliases:
            return Match(self._aliases[name], "alias")
        found = sorted({self._aliases[known] for known in self._within(name)})
        if len(found) == 1:
            return Match(found[0], "contained")
        return Match(reason="several" if found else "unknown", candidates=tuple(found))

    def _within(self, name: str) -> Iterator[str]:
        """The names of the roster that differ from one by nothing but a place at the beginning."""
        words = roster_words()
        for start in range(1, len(name)):
            if name[start:] in self._aliases and name[:start].endswith(words.place_ends):
                yield name[start:]
        for known in self._ending_in(name):
            if known[: -len(name)].endswith(words.place_ends) or name.startswith(words.relative):
                yield known

    def _ending_in(self, name: str) -> Iterator[str]:
        """The longer names of the roster that end in a name of some length."""
        if len(name) < _LEAST_TAIL:
            return
        head = name[::-1]
        at = bisect_right(self._backwards, head)
        while at < len(self._backwards) and self._backwards[at].startswith(head):
            yield self._backwards[at][::-1]
            at += 1

    def _by_path(self, path: str) -> Match:
        """The agency whose name a path holds; of names within names the longest."""
        text = squeezed(path)
        held = {
            text[start : start + length]
            for length in self._lengths
            for start in range(len(text) - length + 1)
            if text[start : start + length] in self._aliases
        }
        longest = {self._aliases[name] for name in held if not _inside(name, held)}
        if len(longest) == 1:
            return Match(longest.pop(), "contained")
        return Match(reason="several" if longest else "nameless", candidates=tuple(sorted(longest)))


def _tails(path: str) -> list[str]:
    """A path, and each of its ends that is a path; members of archives like files in folders."""
    parts = path.replace(SEPARATOR, "/").split("/")
    return ["/".join(parts[start:]) for start in range(len(parts))]


def _inside(name: str, others: Iterable[str]) -> bool:
    return any(name != other and name in other for other in others)
