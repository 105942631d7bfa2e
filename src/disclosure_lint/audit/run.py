"""One audit from its inputs to its outputs. Whatever of it was done before, by a run that ended in any way, is kept."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from disclosure_lint.audit.archives import ArchiveError
from disclosure_lint.audit.crossing import SPOOL, asks, crossed, digests, pieces
from disclosure_lint.audit.executors import EXECUTORS, Executor
from disclosure_lint.audit.intake import Content, Contents, Entry, Found, listed
from disclosure_lint.audit.matching import Matcher
from disclosure_lint.audit.publication import Publication, published, unchanged
from disclosure_lint.audit.records import Record
from disclosure_lint.audit.roster import Roster
from disclosure_lint.audit.settings import AuditSettings
from disclosure_lint.audit.store import CONFIGURATION, WORK, Store, locked, path_of, record_key
from disclosure_lint.audit.stored_campaign import StoredCampaign, facts_of
from disclosure_lint.audit.summary import Summary
from disclosure_lint.audit.upkeep import configuration_rows
from disclosure_lint.audit.worker import Task
from disclosure_lint.inputs import Excluded, shown
from disclosure_lint.reporters.encoding import dumps
from disclosure_lint.results import RunError, Skipped
from disclosure_lint.source import Remark
from disclosure_lint.words import fault_words, words

_BATCH = 500
_CHECKPOINT = 5.0
"""Seconds between two moments at which everything is safe from a loss of power too."""


class Progress(Protocol):
    """Is told how far an audit has come."""

    def phase(self, key: str, total: int | None) -> None:
        """A new part of the work begins: a key of the audit's words, and how many steps it has, if that is known."""

    def step(self, count: int = 1) -> None:
        """So many steps are done."""

    def end(self) -> None:
        """The work is done, or broken off."""


@dataclass(frozen=True)
class Order:
    """What is to be audited, how, and what is to be written."""

    arguments: tuple[str, ...]
    out: Path
    settings: AuditSettings
    excluded: Excluded = field(default_factory=Excluded)
    roster: Roster = field(default_factory=Roster)
    roster_file: tuple[str, str] | None = None
    """Path and hash of the roster."""
    executor: str = "processes"
    jobs: int = 1
    address: str = ""
    outputs: tuple[str, ...] | None = None
    """The outputs that are wanted by name; None: all that can be written."""
    notice_template: Path | None = None
    fresh: bool = False
    """Audit every file again, whatever is known of it."""
    errors: tuple[RunError, ...] = ()
    """What was wrong before it began (mistakes in rule files)."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an audit came to."""

    summary: Summary
    publication: Publication
    audited: int
    """Files that were looked at in this run."""
    known: int
    """Files that have not changed since they were."""
    errors: tuple[RunError, ...] = ()
    passed_over: bool = False
    """Whether there was no report, and every file was seen to be none."""


class NothingSubmitted(Exception):  # noqa: N818
    """There is no file at all under what was named; what an earlier audit wrote stays as it is. `errors` say why."""

    def __init__(self, errors: tuple[RunError, ...]) -> None:
        super().__init__()
        self.errors = errors


class Audit:
    """An audit on its way."""

    def __init__(self, order: Order, progress: Progress) -> None:
        self._order, self._progress = order, progress
        self._settings = order.settings
        self._work = order.out / WORK
        self._matcher = Matcher(order.roster)
        self.audited = self.known = 0

    def run(self) -> Done:
        """Do everything. Raises Busy, OSError, ClusterError, MissingPackage, NothingSubmitted."""
        order = self._order
        self._look()
        self._work.mkdir(parents=True, exist_ok=True)
        with locked(self._work), Store(self._work, self._settings, order.fresh) as store:
            executor = EXECUTORS[order.executor](self._settings, order.jobs, order.address)
            try:
                return self._done(store, executor)
            finally:
                self._progress.end()
                executor.close()

    def _done(self, store: Store, executor: Executor) -> Done:
        store.begin_run(dumps(facts_of(self._settings)))
        with store.writing():
            self._list(store)
            self._audit_files(store, executor)
        store.ordered()
        with store.writing():
            self._match(store)
            self._list_agencies(store)
        self._ask_across(store, executor)
        done = self._publish(executor)
        store.done()
        return done

    # -- listing ---------------------------------------------------------------

    def _found(self) -> Iterator[Found]:
        """What was submitted; nothing that this audit wrote itself."""
        own = f"{os.path.abspath(self._order.out)}{os.sep}"
        for found in listed(self._order.arguments, self._order.excluded, self._settings.lang):
            if isinstance(found, RunError) or not os.path.abspath(found.path).startswith(own):
                yield found

    def _look(self) -> None:
        """Make sure that there is anything to audit, before the results of the last run are touched."""
        errors = []
        for found in self._found():
            if not isinstance(found, RunError):
                return
            errors.append(found)
        raise NothingSubmitted((*self._order.errors, *errors))

    def _list(self, store: Store) -> None:
        self._progress.phase("phase-listing", None)
        store.fill("error", ((error.path, error.message) for error in self._order.errors))
        for found in self._found():
            if isinstance(found, RunError):
                store.fill("error", [(found.path, found.message)])
            elif isinstance(found, Skipped):
                store.list_file(found.path, Entry(found.path, False), found.reason)
            else:
                path = shown(found.path)
                named = found.named or self._matcher.names_file(path)
                store.list_file(path, replace(found, named=named), "")
            self._progress.step()

    # -- the first pass ----------------------------------------------------------

    def _audit_files(self, store: Store, executor: Executor) -> None:
        total = store.index.execute("select count(*) from input").fetchone()[0]
        self._progress.phase("phase-files", total)
        safe = time.monotonic()
        for task, line in executor.audited(self._tasks(store)):
            store.submit(store.add(self._key(task), line))
            self.audited += 1
            self._progress.step()
            if time.monotonic() - safe > _CHECKPOINT:
                store.checkpoint()
                safe = time.monotonic()

    def _key(self, task: Task) -> str:
        content = f"!{task.remark.fact}" if task.remark else task.sha256
        return record_key(f"{task.path}\0{task.named:d}", content, self._settings.stamp)

    def _tasks(self, store: Store) -> Iterator[Task]:
        """The files that nothing is known of; what is known of the others is put in its place on the way."""
        contents = Contents(self._settings.config.size_limit)
        try:
            for path, entry, skipped in _inputs(store):
                if skipped:
                    self._skip(store, path, skipped)
                elif (task := self._task(store, path, entry, contents)) is not None:
                    if hit := store.hit(self._key(task)):
                        store.submit(hit)
                        self.known += hit.head["state"] != "skipped"
                        self._progress.step()
                    else:
                        yield task
        finally:
            contents.close()

    def _task(self, store: Store, path: str, entry: Entry, contents: Contents) -> Task | None:
        try:
            found = contents.of(entry)
        except ArchiveError:
            found = Content(b"", "", 0, Remark("damaged_member"))
        except OSError as error:
            store.fill("error", [(path, fault_words(error, self._settings.lang))])
            self._progress.step()
            return None
        return Task(path, found.content, found.sha256, found.size, entry.named, found.remark)

    def _skip(self, store: Store, path: str, reason: str) -> None:
        key = record_key(path, f"skipped:{reason}", self._settings.stamp)
        line = Record(path, "", 0, "skipped", reason=reason).line()
        store.submit(store.hit(key) or store.add(key, line))
        self._progress.step()

    # -- agencies ----------------------------------------------------------------

    def _match(self, store: Store) -> None:
        agencies = self._order.roster.agencies
        query = "select path, name from submission where path > ? and state != 'skipped' order by path limit ?"
        last = b""
        while rows := store.index.execute(query, (last, _BATCH)).fetchall():
            for key, name in rows:
                match = self._matcher.match(path_of(key), name)
                if match.agency:
                    known = agencies.get(match.agency)
                    kind, level = (known.kind, known.level) if known else (None, None)
                    store.index.execute(
                        "update submission set agency = ?, matched = ?, year = coalesce(year, ?),"
                        " kind = coalesce(?, kind), level = coalesce(?, level) where path = ?",
                        (match.agency, match.how, match.year, kind, level, key),
                    )
                else:
                    store.fill("loose", [(key, match.reason, json.dumps(match.candidates, ensure_ascii=False))])
            last = rows[-1][0]

    def _list_agencies(self, store: Store) -> None:
        roster = self._order.roster
        if roster:
            years = roster.years() or _years(store)
            listed = ((a.id, number, a.name, a.kind, a.level, a.parent, 1, "") for number, a in enumerate(_all(roster)))
            store.fill("member", listed)
            duties = roster.duties(years)
            store.fill("duty", ((agency, year, due and due.isoformat()) for agency, year, due in duties))
            return
        query = """
            select agency, min(name), max(kind), max(level) from submission where agency != ''
            group by agency order by agency
        """
        found = store.index.execute(query).fetchall()
        store.fill("member", ((row[0], number, *row[1:], "", 0, "") for number, row in enumerate(found)))

    # -- the second pass -----------------------------------------------------------

    def _ask_across(self, store: Store, executor: Executor) -> None:
        with store.writing():
            for id_, digest in list(digests(store.index)):
                store.index.execute("update member set digest = ? where id = ?", (digest, id_))
        for leftover in self._work.glob(f"{SPOOL}*"):  # of a run that was broken off
            leftover.unlink()
        store.want(asks(store.index, self._settings))
        self._progress.phase("phase-across", store.open_count())
        for answers in executor.map(crossed, pieces(self._work, store)):
            for answer in answers:
                store.answer(answer.ask, answer.day, answer.rows())
                self._progress.step()
        rows = configuration_rows(self._work, self._settings, self._order.arguments)
        store.answer(CONFIGURATION, None, list(rows))

    # -- outputs -------------------------------------------------------------------

    def _publish(self, executor: Executor) -> Done:
        order = self._order
        with StoredCampaign(self._work, self._settings) as campaign:
            made_of = self._made_of(campaign)
            publication = unchanged(order.out, made_of)
            if publication is None:
                publication = published(
                    order.out, self._settings, executor, order.outputs, order.notice_template, self._progress
                )
                publication.manifest(campaign, order.roster, order.roster_file, made_of)
            summary = campaign.summary()
            passed_over = not summary.files and _none_are_reports(campaign.skipped(), self._settings.lang)
            return Done(summary, publication, self.audited, self.known, tuple(campaign.errors()), passed_over)

    def _made_of(self, campaign: StoredCampaign) -> str:
        """A hash of all that the outputs of this run depend on."""
        order = self._order
        template = order.notice_template.read_bytes() if order.notice_template else b""
        rest = (order.outputs, order.roster_file, order.roster.ignored, sha256(template).hexdigest())
        return sha256(f"{campaign.digest()}{rest!r}".encode("utf-8", "surrogatepass")).hexdigest()


def _all(roster: Roster) -> Sequence[Any]:
    return list(roster.agencies.values())


def _none_are_reports(skipped: Iterator[Record], lang: str) -> bool:
    """Whether files were read and are no reports, and there are no others but of formats that reports never have."""
    reasons = {record.reason for record in skipped}
    read = words("not-a-report", lang)
    return read in reasons and reasons <= {read, words("other-format", lang)}


def _years(store: Store) -> tuple[int, ...]:
    """The years of a campaign whose roster names none: those of its reports."""
    query = (
        "select distinct year from submission where state = 'ok' and agency != '' and year is not null order by year"
    )
    return tuple(row[0] for row in store.index.execute(query))


def _inputs(store: Store) -> Iterator[tuple[str, Entry, str]]:
    """The files listed, in their order: path, where its bytes are, why it is skipped."""
    columns = "ordinal, path, named, container, member, remark, skipped"
    query = f"select {columns} from input where ordinal > ? order by ordinal limit ?"
    last = 0
    while rows := store.index.execute(query, (last, _BATCH)).fetchall():
        for _, key, named, container, member, remark, skipped in rows:
            path = path_of(key)
            yield path, Entry(path, bool(named), path_of(container), member, remark), skipped
        last = rows[-1][0]
