"""The folder of a run between its start and its end: the journal of records, and an index to find them by.

The journal holds the truth. The index (SQLite) is made of it and may be thrown away at any time: it knows which
record belongs to which file of this run and to which agency, so that nothing needs to be held in memory.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, Self
from zlib import crc32

from disclosure_lint.audit.intake import Entry
from disclosure_lint.audit.journal import Address, Journal, JournalReader, discard, size
from disclosure_lint.audit.records import Record
from disclosure_lint.audit.settings import AuditSettings

WORK = ".work"
"""The folder of what is kept between runs, below that of the outputs."""

INDEX = "index.sqlite"
CROSSING = "crossing.sqlite"
"""What the second pass says: apart, so that it can be written while many read the index."""

LOCK = "lock"
_KEY = 32
_CACHE = 8192
"""Kilobytes that SQLite may keep of a database in memory."""
_PATIENCE = 60.0
"""Seconds to wait for somebody else who writes."""

_TABLES = """
create table meta (name text primary key, value text) without rowid;
create table record (
  key text primary key, segment int, offset int, length int, limits text, day text, head text, prose text
) without rowid;
create table input (
  ordinal integer primary key, path blob, place blob unique, named int, container blob, member int, remark text,
  skipped text
);
create table submission (
  path blob primary key, key text, segment int, offset int, length int, state text, name text, kind text, level text,
  year int, sha256 text, size int, tally text, prose text, agency text default '', matched text default ''
) without rowid;
create table error (path text, message text);
create table member (
  id text primary key, number int, name text, kind text, level text, parent text, listed int, digest text
) without rowid;
create table duty (agency text, year int, due text, primary key (agency, year)) without rowid;
create table loose (path blob primary key, reason text, candidates text) without rowid;
"""
_CROSSING_TABLE = """
create table if not exists crossing (
  answer text, path blob, agency text, year int, code text, asked text, letter text, findings text, unassessed text,
  tally text,
  primary key (path, agency, year, code, asked)
) without rowid;
create index if not exists crossing_answer on crossing (answer);
create table if not exists answer (key text primary key, day text) without rowid;
create table if not exists wanted (key text primary key, scope text, agency text) without rowid;
"""
_INDICES = """
create index if not exists submission_agency on submission (agency, year, path);
create index if not exists submission_kind on submission (kind, year);
create index if not exists member_parent on member (parent, id);
"""
_RUN_TABLES = ("input", "submission", "error", "member", "duty", "loose")


_FORMAT = str(crc32(f"{_TABLES}{_CROSSING_TABLE}".encode()))

_VERSION = int(_FORMAT) & 0x7FFFFFFF

_MOST_WASTE = 256 * 1024 * 1024
"""Bytes of records that no run wants any more before the journal is written anew."""


class Busy(Exception):  # noqa: N818
    """Another audit is at work in the folder."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that is known already, with its head decoded."""

    key: str
    address: Address
    head: dict[str, Any]
    prose: str


class Ask(NamedTuple):
    """Something that the second pass asks: of an agency, of an area, or (`agency` a rule's code) of everything.

    `key` is a hash of all that the answer depends on, but for the day.
    """

    key: str
    scope: str
    agency: str


CONFIGURATION = Ask("configuration", "campaign", "")
"""What is said of the files that configure the run; never known beforehand."""


def path_key(path: str) -> bytes:
    """A path as the index has it: sorted like the path, file names that are no text included."""
    return path.encode("utf-8", "surrogatepass")


def path_of(key: bytes) -> str:
    """The path of its key."""
    return key.decode("utf-8", "surrogatepass")


def record_key(path: str, content_hash: str, stamp: str) -> str:
    """What a record is found by again: the file, its path and the settings."""
    text = f"{path}\0{content_hash}\0{stamp}"
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_KEY]


def connected(path: Path, readonly: bool = False) -> sqlite3.Connection:
    """A connection to an index. Killing a process harms nothing; losing power may cost the index, not the journal."""
    if readonly:
        found = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE)
    else:
        found = sqlite3.connect(path, isolation_level=None)
        found.execute("pragma synchronous = off")
    found.execute(f"pragma cache_size = -{_CACHE}")
    return found


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keeps other audits out of a folder. Raises Busy."""
    file = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _lock(file)
        yield
    finally:
        os.close(file)


def _lock(file: int) -> None:
    try:
        import fcntl
    except ImportError:  # no such locks on this system: two audits at once are the user's own doing
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise Busy from None


class Store:
    """Journal and index of a run, to write to. One process at a time."""

    def __init__(self, folder: Path, settings: AuditSettings, fresh: bool = False) -> None:
        self.folder = folder
        self._settings = settings
        if fresh:
            discard(folder)
            _unlink(folder, INDEX)
            _unlink(folder, CROSSING)
        self._journal = Journal(folder)
        self.index = self._opened()
        if self._wasted() > _MOST_WASTE:
            self._tidy()
        self._crossing = self._opened_crossing()

    def _opened(self) -> sqlite3.Connection:
        path = self.folder / INDEX
        try:
            index = connected(path)
            if _meta(index, "format") == _FORMAT and (_meta(index, "clean") == "1" or _sound(index)):
                _set_meta(index, clean="0")
                self._catch_up(index)
                return index
            index.close()
        except sqlite3.DatabaseError:
            pass
        _unlink(self.folder, INDEX)
        index = connected(path)
        index.executescript(_TABLES)
        _set_meta(index, format=_FORMAT, segment="0", offset="0", clean="0")
        self._catch_up(index)
        return index

    def _wasted(self) -> int:
        """Bytes of records that the last run had no use for, beyond twice those it had."""
        used: int = self.index.execute("select coalesce(sum(length), 0) from submission").fetchone()[0]
        return size(self.folder) - 3 * used if used else 0

    def _tidy(self) -> None:
        """Write the journal anew with the records of the last run. Being killed on the way costs nothing."""
        before = self._journal.begin_anew()
        reader = self.reader()
        columns = "record.segment, record.offset, record.length, record.key, limits"
        query = f"select {columns} from submission join record using (key) order by 1, 2"
        for segment, offset, length, key, limits in self.index.execute(query):
            text = f"{limits}\t{reader.record(Address(segment, offset, length))}"
            self._journal.add(key, text.encode("utf-8"))
        reader.close()
        self._journal.checkpoint()
        self.index.close()
        _unlink(self.folder, INDEX)
        discard(self.folder, before)
        self.index = self._opened()

    def _opened_crossing(self) -> sqlite3.Connection:
        path = self.folder / CROSSING
        try:
            found = connected(path)
            if found.execute("pragma user_version").fetchone()[0] == _VERSION and _sound(found):
                found.executescript(_CROSSING_TABLE)
                found.execute("delete from wanted")
                return found
            found.close()
        except sqlite3.DatabaseError:
            pass
        _unlink(self.folder, CROSSING)
        found = connected(path)
        found.executescript(_CROSSING_TABLE)
        found.execute(f"pragma user_version = {_VERSION}")
        return found

    def _catch_up(self, index: sqlite3.Connection) -> None:
        """Take into the index what the journal has beyond it."""
        start = int(_meta(index, "segment") or 0), int(_meta(index, "offset") or 0)
        index.execute("begin")
        for line in self._journal.written_since(*start):
            self._index_record(index, line.key, line.record.decode("utf-8"), line.address)
        self._commit(index)

    def _commit(self, index: sqlite3.Connection) -> None:
        segment, offset = self._journal.end
        _set_meta(index, segment=str(segment), offset=str(offset))
        index.execute("commit")

    @staticmethod
    def _index_record(index: sqlite3.Connection, key: str, text: str, address: Address) -> Hit:
        limits, _, record = text.partition("\t")
        head, *_, prose = record.split("\t")
        data = json.loads(head)
        start = len(limits.encode()) + 1
        inside = Address(address.segment, address.offset + start, address.length - start)
        row = (key, *inside, limits, data.get("day"), head, prose)
        index.execute("insert or replace into record values (?, ?, ?, ?, ?, ?, ?, ?)", row)
        return Hit(key, inside, data, prose)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Everything written inside is kept at once, at the end."""
        self.index.execute("begin")
        try:
            yield
        except BaseException:
            if self.index.in_transaction:
                self.index.execute("rollback")
            raise
        self._commit(self.index)

    def begin_run(self, facts: str) -> None:
        """Forget which files the last run had; what is known of them stays. `facts` say how this one is run."""
        with self.writing():
            _set_meta(self.index, facts=facts, done="0")
            for table in _RUN_TABLES:
                self.index.execute(f"delete from {table}")

    def checkpoint(self) -> None:
        """Make what was written so far safe, and begin to write again."""
        self._journal.checkpoint()
        self._commit(self.index)
        self.index.execute("begin")

    def _limits(self, state: str) -> str:
        """What a record depends on besides its key: of a file that was stopped, the limits."""
        limits = self._settings.limits
        return f"{limits.seconds:g}/{limits.memory}" if state in ("timeout", "memory", "crashed") else ""

    def hit(self, key: str) -> Hit | None:
        """What is known of a file already, None if it has to be audited (again)."""
        columns = "segment, offset, length, limits, day, head, prose"
        row = self.index.execute(f"select {columns} from record where key = ?", (key,)).fetchone()
        if row is None:
            return None
        head = json.loads(row[5])
        if row[4] not in (None, self._settings.today.isoformat()) or row[3] != self._limits(head["state"]):
            return None
        return Hit(key, Address(*row[:3]), head, row[6])

    def add(self, key: str, line: str) -> Hit:
        """Keep a record."""
        head = json.loads(line.partition("\t")[0])
        text = f"{self._limits(head['state'])}\t{line}"
        address = self._journal.add(key, text.encode("utf-8"))
        return self._index_record(self.index, key, text, address)

    def submit(self, hit: Hit) -> None:
        """A file of this run, with what is known of it."""
        head = hit.head
        row = (
            path_key(head["path"]),
            hit.key,
            *hit.address,
            *(head.get(name) for name in ("state", "name", "kind", "level", "year", "sha256", "size")),
            json.dumps(head["tally"]) if "tally" in head else "",
            hit.prose,
        )
        columns = "path, key, segment, offset, length, state, name, kind, level, year, sha256, size, tally, prose"
        marks = ", ".join("?" * len(row))
        self.index.execute(f"insert or replace into submission ({columns}) values ({marks})", row)

    def list_file(self, path: str, where: Entry, skipped: str) -> None:
        """A file of this run that is to be read, or with a reason skipped. One that is listed twice is read once."""
        row = (
            path_key(path),
            path_key(os.path.normpath(path)),
            where.named,
            path_key(where.container),
            where.member,
            where.remark,
            skipped,
        )
        self.index.execute(
            "insert into input (path, place, named, container, member, remark, skipped) values (?, ?, ?, ?, ?, ?, ?)"
            " on conflict (place) do update set named = max(named, excluded.named)",
            row,
        )

    def fill(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Put rows into a table of the index."""
        _insert(self.index, table, rows)

    def want(self, asks: Iterable[Ask]) -> None:
        """Say what the second pass is to ask; what was answered before and is asked no more is forgotten."""
        crossing = self._crossing
        crossing.execute("begin")
        _insert(crossing, "wanted", asks)
        crossing.execute("delete from answer where day is not null and day != ?", (self._settings.today.isoformat(),))
        # What is said of everything is never taken for known: there is no telling what it depends on.
        crossing.execute("delete from answer where key not in (select key from wanted where scope != 'campaign')")
        crossing.execute("delete from crossing where answer not in (select key from answer)")
        crossing.execute("commit")

    def unanswered(self, count: int) -> Iterator[tuple[Ask, ...]]:
        """What is still to be asked, so much at a time."""
        query = "select key, scope, agency from wanted where key > ? and key not in (select key from answer)"
        last = ""
        while rows := self._crossing.execute(f"{query} order by key limit ?", (last, count)).fetchall():
            yield tuple(Ask(*row) for row in rows)
            last = rows[-1][0]

    def open_count(self) -> int:
        """How much is still to be asked."""
        query = "select count(*) from wanted where key not in (select key from answer)"
        count: int = self._crossing.execute(query).fetchone()[0]
        return count

    def answer(self, ask: Ask, day: str | None, rows: Iterable[Sequence[Any]]) -> None:
        """Keep what the second pass says to an ask."""
        self._crossing.execute("begin")
        _insert(self._crossing, "answer", [(ask.key, day)])
        _insert(self._crossing, "crossing", ((ask.key, *row) for row in rows))
        self._crossing.execute("commit")

    def done(self) -> None:
        """Note that the run is whole."""
        with self.writing():
            _set_meta(self.index, done="1")

    def ordered(self) -> None:
        """Make the index fast to ask, once all files are in it."""
        self.index.executescript(_INDICES)

    def reader(self) -> JournalReader:
        """The records by address."""
        return JournalReader(self.folder)

    def close(self) -> None:
        """Write no more."""
        self._journal.close()
        self._crossing.close()
        if not self.index.in_transaction:
            _set_meta(self.index, clean="1")
        self.index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _unlink(folder: Path, name: str) -> None:
    """Remove a database, and what SQLite may have left beside it."""
    for path in folder.glob(f"{name}*"):
        path.unlink()


def run_facts(index: sqlite3.Connection) -> str:
    """What `Store.begin_run` was told, "{}" before the first run."""
    return _meta(index, "facts") or "{}"


def is_done(index: sqlite3.Connection) -> bool:
    """Whether the last run came to its end."""
    return _meta(index, "done") == "1"


def _sound(index: sqlite3.Connection) -> bool:
    """Whether an index that was not closed can be trusted all the same."""
    return bool(index.execute("pragma quick_check(1)").fetchone()[0] == "ok")


def _insert(index: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]]) -> None:
    for row in rows:
        marks = ", ".join("?" * len(row))
        index.execute(f"insert or replace into {table} values ({marks})", row)


def _meta(index: sqlite3.Connection, name: str) -> str | None:
    row = index.execute("select value from meta where name = ?", (name,)).fetchone()
    return row[0] if row else None


def _set_meta(index: sqlite3.Connection, **values: str) -> None:
    for name, value in values.items():
        index.execute("insert or replace into meta values (?, ?)", (name, value))


def stored_record(reader: JournalReader, row: Sequence[Any]) -> Record:
    """The record of a row: segment, offset, length, agency, matched, kind, level, year."""
    segment, offset, length, agency, matched, kind, level, year = row
    record = Record.from_line(reader.record(Address(segment, offset, length)))
    return record.of_agency(agency, matched, kind, level, year) if matched else record
