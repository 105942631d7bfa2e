"""`audit`: lint a whole campaign, say how it stands, compare two. `aggregate`: an agency's tables as a sum."""

from __future__ import annotations

import csv
import os
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, TextIO

from disclosure_lint.audit.words import said
from disclosure_lint.cli.arguments import UsageError
from disclosure_lint.cli.files import named_files
from disclosure_lint.cli.output import output, write_errors
from disclosure_lint.cli.progress import Bar, Lines, Silence
from disclosure_lint.cli.replay import Recording
from disclosure_lint.cli.settings import Settings
from disclosure_lint.results import RunError
from disclosure_lint.words import fault_words, nearest, words

STATUS, COMPARE = "status", "compare"
FAULT = 2


def audit(settings: Settings, recording: Recording, messages: TextIO) -> int:
    """Audit what was submitted. The exit status is that of a check."""
    given = settings.arguments
    if given.rest and given.rest[0] == STATUS:
        return _status(settings, recording)
    if given.rest and given.rest[0] == COMPARE:
        return _compare(settings, recording)
    return _audit(settings, recording, messages)


# -- the audit itself ----------------------------------------------------------------


def _audit(settings: Settings, recording: Recording, messages: TextIO) -> int:
    from concurrent.futures.process import BrokenProcessPool

    from disclosure_lint.audit.executors import ClusterError
    from disclosure_lint.audit.outputs import MissingPackage
    from disclosure_lint.audit.roster import RosterError
    from disclosure_lint.audit.run import Audit, NothingSubmitted
    from disclosure_lint.audit.store import Busy

    lang = settings.lang
    try:
        order = _order(settings, recording)
        done = Audit(order, _progress(settings)).run()
    except RosterError as error:
        return _roster_faults(error, lang, messages)
    except NothingSubmitted as nothing:
        write_errors(nothing.errors or (RunError("", words("no-report", lang)),), lang, messages)
        return FAULT
    except (Busy, BrokenProcessPool, ClusterError, MissingPackage, OSError) as error:
        write_errors([RunError("", _failure(error, settings))], lang, messages)
        return FAULT
    except KeyboardInterrupt:
        messages.write(said("interrupted", lang) + "\n")
        raise
    return _told(done, settings, recording, messages)


def _failure(error: Exception, settings: Settings) -> str:
    """Why an audit could not be run, in words."""
    from disclosure_lint.audit.executors import ClusterError
    from disclosure_lint.audit.outputs import MissingPackage
    from disclosure_lint.audit.store import Busy

    lang = settings.lang
    if isinstance(error, Busy):
        return said("busy", lang, folder=settings.arguments.out)
    if isinstance(error, ClusterError):
        return said(error.key, lang, **error.values)
    if isinstance(error, MissingPackage):
        return said("package-missing", lang, package=error.package, extra=error.extra)
    if isinstance(error, OSError):
        return f"{error.filename}: {fault_words(error, lang)}" if error.filename else fault_words(error, lang)
    return said("worker-died", lang)


def _told(done: Any, settings: Settings, recording: Recording, messages: TextIO) -> int:
    """Say what an audit came to. The exit status."""
    lang, out = settings.lang, settings.arguments.out
    errors = list(done.errors)
    if done.passed_over:
        messages.write(words("no-report", lang) + "\n")
    elif not done.summary.files and not errors:
        errors.append(RunError("", words("no-report", lang)))
    write_errors(errors, lang, messages)
    if settings.config.baseline:
        messages.write(said("no-baseline", lang) + "\n")
    for absent in done.publication.absent:
        values = {"output": absent.name, "package": absent.package, "extra": absent.extra}
        messages.write(said("not-written", lang, **values) + "\n")
    if done.publication.kept:
        messages.write(said("kept", lang, files=list(done.publication.kept)) + "\n")
    with output(None, recording, for_programs=False) as stream:
        _write_summary(stream, done.summary, lang, again=done.known)
        stream.write(said("written", lang, folder=out, files=_names(Path(out))) + "\n")
    return FAULT if errors else done.summary.status(settings.config.fail_level)


def _roster_faults(error: Any, lang: str, messages: TextIO) -> int:
    for problem in error.problems:
        place = f"{error.path}:{problem.row}" if problem.row else error.path
        write_errors([RunError(place, said(problem.key, lang, **_shown_values(problem.values, lang)))], lang, messages)
    return FAULT


def _shown_values(values: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """The values of a problem; the name of a column in the language of the run."""
    shown = dict(values)
    if "column" in shown:
        shown["column"] = said(f"column-{shown['column']}", lang)
    return shown


def _names(out: Path) -> str:
    return "  ".join(sorted(path.name for path in out.iterdir() if not path.name.startswith(".")))


def _order(settings: Settings, recording: Recording) -> Any:
    """What the command line asks for. Raises UsageError or RosterError."""
    from disclosure_lint.audit.outputs import OUTPUTS
    from disclosure_lint.audit.run import Order
    from disclosure_lint.audit.settings import AuditSettings, Limits

    given = settings.arguments
    paths = named_files(settings, recording)
    if not given.out:
        raise UsageError("no-out")
    if "-" in paths:
        raise UsageError("audit-stdin")
    out = Path(given.out)
    if out.exists() and not out.is_dir():
        raise UsageError("out-no-folder", word=given.out)
    for name in given.write or ():
        if name not in OUTPUTS:
            raise UsageError("bad-choice", word="--write", value=name, hint=nearest(name, tuple(OUTPUTS)))
    template = Path(given.notice_template) if given.notice_template else None
    if template and not template.is_file():
        raise UsageError("output-unreadable", path=str(template), fault=words("missing", settings.lang))
    if template:
        _check_template(template, settings.lang)
    limits = Limits()
    if given.timeout is not None:
        limits = replace(limits, seconds=given.timeout)
    if given.memory is not None:
        limits = replace(limits, memory=given.memory << 20)
    jobs = cores() if given.jobs is None else given.jobs
    roster, roster_file = _roster(given.roster, settings.lang)
    return Order(
        tuple(paths),
        out,
        AuditSettings(
            settings.rules,
            given.today or date.today(),
            settings.lang,
            settings.profile,
            settings.config,
            limits,
            bool(given.verbose),
        ),
        settings.excluded,
        roster,
        roster_file,
        executor="cluster" if given.cluster else "processes" if jobs else "here",
        jobs=max(1, jobs),
        address=given.cluster or "",
        outputs=tuple(given.write) if given.write else None,
        notice_template=template,
        fresh=bool(given.fresh),
        errors=tuple(settings.rule_errors),
    )


def _check_template(template: Path, lang: str) -> None:
    """Raises UsageError if no notices can be made of a template: before hours of work, not after."""
    from disclosure_lint.audit.outputs import TemplateError
    from disclosure_lint.audit.outputs.notices import usable
    from disclosure_lint.audit.outputs.wording import wording

    try:
        usable(template)
    except TemplateError as error:
        fault = wording(error.key, lang, **error.values)
        raise UsageError("output-unreadable", path=str(template), fault=fault) from None
    except OSError as error:
        raise UsageError("output-unreadable", path=str(template), fault=fault_words(error, lang)) from None


def cores() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _roster(path: str | None, lang: str) -> tuple[Any, tuple[str, str] | None]:
    from disclosure_lint.audit.roster import Roster, read_roster

    if path is None:
        return Roster(), None
    try:
        content = Path(path).read_bytes()
        return read_roster(Path(path)), (path.replace(os.sep, "/"), sha256(content).hexdigest())
    except OSError as error:
        raise UsageError("list-unreadable", path=path, fault=fault_words(error, lang)) from None


def _progress(settings: Settings) -> Any:
    if settings.arguments.quiet:
        return Silence()
    if sys.stderr.isatty():
        return Bar(sys.stderr, settings.lang)
    return Lines(sys.stderr, settings.lang)


def _write_summary(stream: TextIO, summary: Any, lang: str, again: int = 0) -> None:
    values = {name: getattr(summary, name) for name in summary.__slots__}
    stream.write(said("summary", lang, **values) + "\n")
    if again:
        stream.write(said("summary-known", lang, count=again) + "\n")
    for state, count in summary.states.items():
        if state != "ok":
            stream.write(said(f"state-{state}", lang, count=count) + "\n")
    for name in ("due", "unmatched", "repeated"):
        if values[name]:
            stream.write(said(f"summary-{name}", lang, **values) + "\n")


# -- how it stands -------------------------------------------------------------------


@contextmanager
def _stored(folder: str, lang: str) -> Iterator[Any]:
    """The campaign in a folder. Raises UsageError if there is none."""
    from disclosure_lint.audit.store import WORK
    from disclosure_lint.audit.stored_campaign import StoredCampaign

    try:
        campaign = StoredCampaign(Path(folder) / WORK)
    except (sqlite3.Error, OSError, KeyError):
        raise UsageError("no-audit", word=folder) from None
    with campaign:
        yield campaign


def _status(settings: Settings, recording: Recording) -> int:
    """Say how an audit stands: 2 if it has not come to its end, else what it came to."""
    from disclosure_lint.audit.standing import standing
    from disclosure_lint.reporters.encoding import dumps

    given, lang = settings.arguments, settings.lang
    if len(given.rest) != 2:
        raise UsageError("status-what")
    folder = given.rest[1]
    with _stored(folder, lang) as campaign, output(given.output, recording, given.format == "json") as stream:
        now = standing(Path(folder), campaign)
        if given.format == "json":
            stream.write(dumps(now.data()) + "\n")
        else:
            _write_standing(stream, now, campaign, lang)
    return now.summary.status(settings.config.fail_level) if now.complete else FAULT


def _write_standing(stream: TextIO, now: Any, campaign: Any, lang: str) -> None:
    if not now.complete:
        stream.write(said("incomplete", lang, known=now.known, total=now.listed) + "\n")
    _write_summary(stream, now.summary, lang)
    names = {member.id: member.name for member in campaign.members()} if now.summary.missing else {}
    for missing in campaign.missing():
        due = missing.due.isoformat() if missing.due else "-"
        values = {"agency": names.get(missing.agency, missing.agency), "year": missing.year, "due": due}
        stream.write("  " + said("missing", lang, **values) + "\n")
    for each in campaign.unmatched():
        candidates = f" {', '.join(each.candidates)}" if each.candidates else ""
        stream.write("  " + said(f"unmatched-{each.reason}", lang, path=each.path) + candidates + "\n")
    for each in campaign.repeated():
        values = {"agency": each.agency, "year": each.year, "paths": list(each.paths)}
        stream.write("  " + said("repeated", lang, **values) + "\n")
    for error in campaign.errors():
        stream.write("  " + (f"{error.path}: " if error.path else "") + error.message + "\n")
    for name in now.changed:
        stream.write("  " + said("output-changed", lang, name=name) + "\n")


# -- two audits ----------------------------------------------------------------------


def _compare(settings: Settings, recording: Recording) -> int:
    """Compare two audits. The exit status is that of `compare`."""
    from disclosure_lint.audit.comparing import campaigns_compared
    from disclosure_lint.cli.compare import data, fails, lines
    from disclosure_lint.reporters.encoding import dumps

    given = settings.arguments
    if len(given.rest) != 3:
        raise UsageError("audit-compare-what")
    for folder in given.rest[1:]:
        with _stored(folder, settings.lang):
            pass
    comparison = campaigns_compared(Path(given.rest[1]), Path(given.rest[2]))
    as_json = given.format == "json"
    with output(given.output, recording, as_json) as stream:
        if as_json:
            stream.write(dumps(data(comparison)) + "\n")
        else:
            stream.writelines(f"{line}\n" for line in lines(comparison, settings))
    return int(any(fails(each, settings.config.fail_level) for each in comparison.differences))


# -- sums ----------------------------------------------------------------------------


def aggregate(settings: Settings, recording: Recording, messages: TextIO) -> int:
    """Print the sums of the tables of an agency's children. The exit status: 1 if anything is missing in them."""
    from disclosure_lint.audit.totals import UnknownAgencyError, totals

    given, lang = settings.arguments, settings.lang
    if len(given.rest) != 1 or not given.parent:
        raise UsageError("aggregate-what")
    with _stored(given.rest[0], lang):
        pass
    as_csv = given.format == "csv"
    whole = True
    with output(given.output, recording, as_csv) as stream:
        writer = _SumTable(stream) if as_csv else _SumForm(stream, settings)
        try:
            for total in totals(Path(given.rest[0]), given.parent, given.year):
                whole = whole and total.whole
                writer.write(total)
        except UnknownAgencyError as error:
            raise UsageError("no-parent", word=error.name, hint=nearest(error.name, error.known)) from None
    return 0 if whole else 1


class _SumForm:
    """Sums laid out like the official form, and below them what they lack."""

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        self._stream, self._lang, self._options = stream, settings.lang, settings.reporting()

    def write(self, total: Any) -> None:
        """Write the sums of a year."""
        from disclosure_lint.reporters.projection import as_form

        lang, options = self._lang, self._options
        write = self._stream.write
        write(said("total-head", lang, parent=total.parent, year=total.year, count=len(total.counted)) + "\n\n")
        if total.counted:
            write(as_form(total.report, options.lang, options.width, options.ambiguous_width) + "\n")
        for key in ("missing", "unreadable", "disagreeing"):
            if names := getattr(total, key):
                write(said(f"total-{key}", lang, count=len(names), names=list(names)) + "\n")
        for child, table in total.other_form:
            write(said("total-other-form", lang, child=child, table=said(f"table-{table}", lang)) + "\n")
        for gap in total.gaps:
            write(said("total-gap", lang, child=gap.child, figure=_figure_words(gap.name, lang), text=gap.text) + "\n")
        write("\n")


def _figure_words(name: str, lang: str) -> str:
    from disclosure_lint.rules.places import cell_words
    from disclosure_lint.rules.texts import shown

    return shown(cell_words(name), lang)


class _SumTable:
    """Sums as a table: one row for each figure. What is missing has a row of its own."""

    def __init__(self, stream: TextIO) -> None:
        from disclosure_lint.reporters.spreadsheet import BYTE_ORDER_MARK

        stream.write(BYTE_ORDER_MARK)
        self._writer = csv.writer(stream, lineterminator="\n")
        self._writer.writerow(["parent", "year", "name", "value", "counted", "lacking"])

    def write(self, total: Any) -> None:
        """Write the sums of a year."""
        from disclosure_lint.reporters.places import digits
        from disclosure_lint.reporters.spreadsheet import guarded

        absent = [*total.missing, *total.unreadable, *total.disagreeing]
        lacking: dict[str, list[str]] = {}
        for gap in total.gaps:
            lacking.setdefault(gap.name, []).append(gap.child)
        for table in total.report.tables.values():
            others = [child for child, key in total.other_form if key == table.name]
            for name, figure in table.figures.items():
                who = [*absent, *others, *lacking.get(name, ())]
                value = "" if figure.value is None else digits(figure.value)
                row = [guarded(total.parent), total.year, name, value, len(total.counted), guarded("、".join(who))]
                self._writer.writerow(row)
