"""What has changed between two runs: findings that are new, gone, or the same as before.

Both runs are given as `check --format json` has them. A finding is the same if its fingerprint is; lines play no part.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

VERSION = 1

State = Literal["new", "gone", "changed", "unchanged"]
STATES: tuple[State, ...] = ("new", "gone", "changed", "unchanged")
Why = Literal["", "no_file", "no_rule", "suppressed", "not_assessed"]


class DocumentError(Exception):
    """A file that is no output of `check --format json`: its path, the key of the words, and the values for them."""

    def __init__(self, path: str, key: str, **values: Any) -> None:
        super().__init__(key)
        self.path, self.key, self.values = path, key, values


@dataclass(frozen=True, slots=True)
class Difference:
    """A finding of either run (of the new one where it is in both), and how it stands to the other run.

    `why` says of one that is gone what else than its being put right may have done it: the file or the rule is not in
    the new run, the finding is suppressed there, or the rule could not be assessed. `before` is the severity that a
    changed one had.
    """

    state: State
    finding: Mapping[str, Any]
    path: str
    agency: str | None
    year: int | None
    why: Why = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """The files of one run. `codes` are the rules it had, None if that is not known."""

    files: tuple[Mapping[str, Any], ...] = ()
    codes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs beside one another."""

    differences: tuple[Difference, ...] = ()
    old_files: int = 0
    new_files: int = 0

    def counts(self) -> Counter[State]:
        """How many findings there are of each state."""
        return Counter(each.state for each in self.differences)

    def per_rule(self) -> dict[str, Counter[State]]:
        """The counts of each rule, by code."""
        return self._per(lambda each: str(each.finding["code"]))

    def per_agency(self) -> dict[str, Counter[State]]:
        """The counts of each agency, by name; by path where none was read."""
        return self._per(lambda each: each.agency or each.path)

    def _per(self, key: Callable[[Difference], str]) -> dict[str, Counter[State]]:
        found: dict[str, Counter[State]] = {}
        for each in self.differences:
            found.setdefault(key(each), Counter())[each.state] += 1
        return dict(sorted(found.items()))


def read_document(path: Path) -> Document:
    """A run from its file. Raises DocumentError or OSError."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
        ours, version, files = data["tool"]["name"] == "disclosure-lint", data["version"], data["files"]
        document = Document(tuple(file for file in files if file["findings"] is not None and file["path"]))
    except (ValueError, KeyError, TypeError):
        raise DocumentError(str(path), "compare-wrong") from None
    if not ours:
        raise DocumentError(str(path), "compare-wrong")
    if version != VERSION:
        raise DocumentError(str(path), "compare-version", version=str(version))
    return document


def compared(old: Document, new: Document) -> Comparison:
    """The findings of two runs, each with what became of it."""
    before, after = list(_counting(old)), list(_counting(new))
    pairs: dict[int, _Found] = {}
    left = _paired(before, after, pairs, lambda one: (one.path, one.key))
    _paired(left, after, pairs, lambda one: (one.key,))
    met = {id(one) for one in pairs.values()}
    silenced = {(finding["fingerprint"], finding["code"]) for file in new.files for finding in _silenced(file)}
    knowledge = _Knowledge(new, silenced)
    differences = [_of_new(one, pairs.get(index)) for index, one in enumerate(after)]
    differences += [_of_gone(one, knowledge) for one in before if id(one) not in met]
    return Comparison(tuple(sorted(differences, key=_order)), len(old.files), len(new.files))


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """A finding that counts, in its file."""

    finding: Mapping[str, Any]
    file: Mapping[str, Any]

    @property
    def path(self) -> str:
        return str(self.file["path"]).removeprefix("./")

    @property
    def key(self) -> tuple[Any, ...]:
        """What makes it the same finding; without a fingerprint its file and words do."""
        finding = self.finding
        if finding.get("fingerprint"):
            return finding["code"], finding["fingerprint"]
        return finding["code"], self.path, finding["message"]

    def difference(self, state: State, why: Why = "", before: str = "") -> Difference:
        file = self.file
        return Difference(state, self.finding, self.path, file.get("agency"), file.get("year"), why, before)


def _counting(document: Document) -> Iterator[_Found]:
    for file in document.files:
        for finding in file["findings"]:
            if not finding.get("suppressed_by"):
                yield _Found(finding, file)


def _silenced(file: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (finding for finding in file["findings"] if finding.get("suppressed_by"))


def _paired(
    before: Iterable[_Found],
    after: list[_Found],
    pairs: dict[int, _Found],
    key: Callable[[_Found], tuple[Any, ...]],
) -> list[_Found]:
    """Pair findings of equal keys into `pairs` (index in `after` to its partner); those left over."""
    waiting: dict[tuple[Any, ...], list[int]] = {}
    for index, one in enumerate(after):
        if index not in pairs:
            waiting.setdefault(key(one), []).append(index)
    left = []
    for one in before:
        indexes = waiting.get(key(one))
        if indexes:
            pairs[indexes.pop(0)] = one
        else:
            left.append(one)
    return left


def _of_new(one: _Found, partner: _Found | None) -> Difference:
    if partner is None:
        return one.difference("new")
    before = str(partner.finding["severity"])
    return one.difference("unchanged") if before == one.finding["severity"] else one.difference("changed", "", before)


@dataclass
class _Knowledge:
    """What the new run knows of a finding that it does not have."""

    new: Document
    silenced: set[tuple[str, str]]
    files: dict[Any, list[Mapping[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for file in self.new.files:
            self.files.setdefault(str(file["path"]).removeprefix("./"), []).append(file)
            if file.get("agency"):
                self.files.setdefault((file["agency"], file.get("year")), []).append(file)

    def why(self, one: _Found) -> Why:
        files = self.files.get(one.path) or self.files.get((one.file.get("agency"), one.file.get("year")))
        code = one.finding["code"]
        if not files:
            return "no_file"
        if self.new.codes is not None and code not in self.new.codes:
            return "no_rule"
        if (one.finding.get("fingerprint"), code) in self.silenced:
            return "suppressed"
        open_ = {each["code"] for file in files for each in file.get("not_assessable", ())}
        return "not_assessed" if code in open_ else ""


def _of_gone(one: _Found, knowledge: _Knowledge) -> Difference:
    return one.difference("gone", knowledge.why(one))


def _order(each: Difference) -> tuple[int, str, int, str]:
    return STATES.index(each.state), each.path, each.finding.get("line", 0), each.finding["code"]
