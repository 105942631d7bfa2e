"""The submissions of a campaign as rules over several reports see them, read from disk as they are asked for."""

from __future__ import annotations

import json
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from disclosure_lint.audit import similarity
from disclosure_lint.audit.journal import JournalReader
from disclosure_lint.audit.records import Record
from disclosure_lint.audit.store import CROSSING, INDEX, connected, path_key, path_of, stored_record
from disclosure_lint.report.model import Report
from disclosure_lint.rules.crosscheck import Duty, Likeness, Member, Scope

_KEPT = 256
"""Records that are kept decoded."""

COLUMNS = "segment, offset, length, agency, matched, kind, level, year"
"""What `stored_record` needs of a submission."""

_READABLE = "state = 'ok'"


class Files:
    """The index and the journal of a run, open for reading; what the second pass said too, if wanted."""

    def __init__(self, folder: Path, crossing: bool = False) -> None:
        self.index: sqlite3.Connection = connected(folder / INDEX, readonly=True)
        if crossing:
            uri = f"{(folder / CROSSING).absolute().as_uri()}?mode=ro"
            self.index.execute("attach database ? as second", (uri,))
        self.journal = JournalReader(folder)

    def close(self) -> None:
        """Close them."""
        self.index.close()
        self.journal.close()

    def record(self, row: Sequence[Any]) -> Record:
        """The record of a row of `COLUMNS`."""
        return stored_record(self.journal, row)

    def records(self, where: str = "", values: Sequence[Any] = ()) -> Iterator[Record]:
        """The records of submissions, by path."""
        for row in self.index.execute(f"select {COLUMNS} from submission {where}", values):
            yield self.record(row)


def member_of(row: Sequence[Any]) -> Member:
    """A member of its row."""
    id_, name, kind, level, parent, is_listed = row
    return Member(id_, name, kind, level, parent, bool(is_listed))


MEMBER = "id, name, kind, level, parent, listed"


class StoredCollection:
    """What a check is shown of a stored campaign: one agency, one area, or everything (`agency` is "" then)."""

    def __init__(
        self, files: Files, scope: Scope, agency: str = "", reread: Callable[[Record], Report | None] | None = None
    ) -> None:
        self._files, self._scope, self._agency = files, scope, agency
        self._reread = reread
        self._kept: OrderedDict[tuple[int, int], Record] = OrderedDict()
        self._children: dict[str, tuple[Member, ...]] = {}

    def of(self, scope: Scope, agency: str) -> StoredCollection:
        """The same campaign, seen from another agency. What was read stays read."""
        self._scope, self._agency = scope, agency
        return self

    def members(self) -> Iterator[Member]:
        """The agencies in scope."""
        if self._scope == "campaign":
            for row in self._files.index.execute(f"select {MEMBER} from member order by number"):
                yield member_of(row)
            return
        member = self.member(self._agency)
        if member is not None:
            yield member
        if self._scope == "area":
            yield from self.children(self._agency)

    def member(self, agency: str) -> Member | None:
        """An agency by its id."""
        row = self._files.index.execute(f"select {MEMBER} from member where id = ?", (agency,)).fetchone()
        return member_of(row) if row else None

    def children(self, agency: str) -> Sequence[Member]:
        """The agencies directly below one."""
        if agency not in self._children:
            if len(self._children) > _KEPT:
                self._children.clear()
            query = f"select {MEMBER} from member where parent = ? order by id"
            self._children[agency] = tuple(map(member_of, self._files.index.execute(query, (agency,))))
        return self._children[agency]

    def years(self) -> Sequence[int]:
        """The years of the whole campaign."""
        return campaign_years(self._files.index)

    def submissions(self) -> Iterator[Record]:
        """Every submission in scope."""
        if self._scope == "campaign":
            yield from self._files.records("where state != 'skipped' order by agency, year, path")
            return
        for member in self.members():
            where = "where agency = ? and state != 'skipped' order by year, path"
            yield from self._read(where, (member.id,))

    def _read(self, where: str, values: Sequence[Any]) -> Iterator[Record]:
        query = f"select {COLUMNS} from submission {where}"
        for row in self._files.index.execute(query, values).fetchall():
            yield self._record(row)

    def _record(self, row: Sequence[Any]) -> Record:
        key = row[0], row[1]
        record = self._kept.get(key)
        if record is None:
            record = self._kept[key] = self._files.record(row)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return record

    def versions(self, agency: str, year: int) -> Sequence[Record]:
        """Every submission of an agency for a year, by path."""
        where = "where agency = ? and year = ? and state != 'skipped' order by path"
        return tuple(self._read(where, (agency, year))) if agency else ()

    def report(self, agency: str, year: int) -> Record | None:
        """The submission that counts, if just one does."""
        readable = [record for record in self.versions(agency, year) if record.readable]
        if not readable:
            return None
        first = readable[0]
        return first if all(same_figures(first, other) for other in readable[1:]) else None

    def duty(self, agency: str, year: int) -> Duty | None:
        """Whether an agency had to submit for a year."""
        query = "select agency, year, due from duty where agency = ? and year = ?"
        row = self._files.index.execute(query, (agency, year)).fetchone()
        return duty_of(row) if row else None

    def duties(self) -> Iterator[Duty]:
        """Every duty in scope."""
        if self._scope == "campaign":
            query = "select agency, year, due from duty join member on id = agency order by number, year"
            yield from map(duty_of, self._files.index.execute(query))
            return
        for member in self.members():
            query = "select agency, year, due from duty where agency = ? order by year"
            yield from map(duty_of, self._files.index.execute(query, (member.id,)).fetchall())

    def unmatched(self) -> Iterator[Record]:
        """Submissions that belong to no agency of the roster."""
        yield from self._files.records("where agency = '' and state != 'skipped' order by path")

    def values(self, name: str) -> Mapping[tuple[str, str, int], Sequence[tuple[str, int]]]:
        """A figure of all agencies, by kind, level and year."""
        found: dict[tuple[str, str, int], list[tuple[str, int]]] = {}
        where = f"where {_READABLE} and kind is not null and year is not null order by path"
        for record in self._files.records(where):
            figure = record.report.figure(name)
            if figure is not None and isinstance(figure.value, int):
                group = (record.kind or "", record.level or "", record.year or 0)
                found.setdefault(group, []).append((record.path, figure.value))
        return found

    def alike(self, least: float, same_agency: bool) -> Iterator[Likeness]:
        """Pairs of submissions alike at least so much."""
        return similarity.alike(self._signed, least, same_agency)

    def _signed(self) -> Iterator[similarity.Signed]:
        query = f"select path, agency, year, prose from submission where {_READABLE} and prose != '' order by path"
        for path, agency, year, prose in self._files.index.execute(query):
            yield similarity.Signed(path_of(path), agency, year, similarity.Prose.from_data(json.loads(prose)))

    def text(self, submission: Any) -> Report | None:
        """The report read again with its text."""
        return self._reread(submission) if self._reread else None

    def by_path(self, path: str) -> Record | None:
        """A submission by its path."""
        found = list(self._read("where path = ?", (path_key(path),)))
        return found[0] if found else None


def same_figures(one: Record, other: Record) -> bool:
    """Whether two submissions agree in every figure."""
    return _values(one) == _values(other)


def _values(record: Record) -> dict[str, Any]:
    return {cell.name: cell.value for cell in record.figures() if cell.value is not None}


def duty_of(row: Sequence[Any]) -> Duty:
    """A duty of its row: agency, year, last day."""
    return Duty(row[0], row[1], date.fromisoformat(row[2]) if row[2] else None)


@lru_cache(maxsize=4)
def campaign_years(index: sqlite3.Connection) -> tuple[int, ...]:
    """The years of a campaign: those of the roster, and every year from the first report's to the last one's."""
    years = {row[0] for row in index.execute("select distinct year from duty")}
    query = f"select min(year), max(year) from submission where {_READABLE} and agency != ''"
    first, last = index.execute(query).fetchone()
    if first is not None:
        years.update(range(first, last + 1))
    return tuple(sorted(years))
