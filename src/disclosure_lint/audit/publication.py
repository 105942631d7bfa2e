"""Outputs written beside those of the last run and put in their place when all are whole; the manifest comes last.

A folder without a manifest is one whose audit has not ended: run it again. Where nothing that the outputs are made of
has changed they stay as they are. What somebody has changed in an output since (a ledger that was filled in) is never
lost: it is put aside before the new one takes its place.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from disclosure_lint.audit.manifest import MANIFEST, altered, file_hash, read_manifest, written_files
from disclosure_lint.audit.outputs import OUTPUTS, VARYING, MissingPackage
from disclosure_lint.audit.roster import Roster
from disclosure_lint.audit.settings import AuditSettings
from disclosure_lint.audit.store import WORK
from disclosure_lint.audit.stored_campaign import StoredCampaign
from disclosure_lint.reporters.encoding import dumps

_NEW = "new"
_OLD = "old"
_MADE_OF = "outputs-made-of"
"""The name of the file with the hash of all that the outputs in their place were made of."""
_KEPT = "kept-{}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """An output to write: its name, the folder of the run's records, the folder to write to."""

    name: str
    work: Path
    folder: Path
    notice_template: Path | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What became of an output: a package that is missing, or nothing."""

    name: str
    package: str = ""
    extra: str = ""


def write(settings: AuditSettings, wanted: Wanted) -> Written:
    """Write one output; runs on any worker."""
    wanted.folder.mkdir(parents=True)
    with StoredCampaign(wanted.work, settings, wanted.notice_template) as campaign:
        try:
            OUTPUTS[wanted.name]().write(campaign, wanted.folder)
        except MissingPackage as missing:
            return Written(wanted.name, missing.package, missing.extra)
    return Written(wanted.name)


class _Map(Protocol):
    def map(self, function: Any, items: Iterable[Any]) -> Iterator[Any]: ...


class _Progress(Protocol):
    def phase(self, key: str, total: int | None) -> None: ...

    def step(self, count: int = 1) -> None: ...


@dataclass
class Publication:
    """The outputs of a run. `absent` are those that could not be written for want of a package; `kept` the places of
    files that somebody had changed."""

    out: Path
    absent: tuple[Written, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def _new(self) -> Path:
        return self.out / WORK / _NEW

    def manifest(
        self, campaign: StoredCampaign, roster: Roster, roster_file: tuple[str, str] | None, made_of: str
    ) -> None:
        """Put the outputs in their place, and the manifest that says what they are; `made_of`: see `unchanged`."""
        names = sorted(path.name for folder in self._new.iterdir() for path in folder.iterdir())
        whole = self._new / MANIFEST
        with whole.open("w", encoding="utf-8", newline="\n") as file:
            for piece in self._pieces(campaign, roster, roster_file):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        self._swap(names)
        if not self.absent:
            (self.out / WORK / _MADE_OF).write_text(made_of, encoding="ascii")

    def _pieces(self, campaign: StoredCampaign, roster: Roster, roster_file: tuple[str, str] | None) -> Iterator[str]:
        head = {
            **campaign.manifest(),
            "roster": roster_file
            and {
                "path": roster_file[0],
                "sha256": roster_file[1],
                "agencies": len(roster.agencies),
                "ignored_columns": list(roster.ignored),
            },
            "not_written": [{"output": each.name, "package": each.package} for each in self.absent],
        }
        yield dumps(head)[:-1]
        lists: dict[str, Iterable[Mapping[str, Any]]] = {
            "errors": ({"path": error.path, "message": error.message} for error in campaign.errors()),
            "missing": (
                {"agency": each.agency, "year": each.year, "due": each.due and each.due.isoformat()}
                for each in campaign.missing()
            ),
            "unmatched": (
                {"path": each.path, "reason": each.reason, "candidates": list(each.candidates)}
                for each in campaign.unmatched()
            ),
            "repeated": (
                {"agency": each.agency, "year": each.year, "paths": list(each.paths)} for each in campaign.repeated()
            ),
            "outputs": self._outputs(),
            "inputs": campaign.inputs(),
        }
        for name, entries in lists.items():
            yield f",\n{json.dumps(name)}: ["
            separator = "\n"
            for entry in entries:
                yield separator + dumps(entry)
                separator = ",\n"
            yield "]"
        yield "}\n"

    def _outputs(self) -> Iterator[dict[str, Any]]:
        """The files written, by name, with hash and size unless these are not the same each time."""
        found = {}
        for folder in self._new.iterdir():
            for path in folder.rglob("*") if folder.is_dir() else ():
                if path.is_file():
                    found[path.relative_to(folder).as_posix()] = path
        for name in sorted(found):
            same = name not in VARYING
            size = found[name].stat().st_size if same else None
            yield {"path": name, "sha256": file_hash(found[name]) if same else None, "size": size}

    def _keep(self, last: dict[str, Any]) -> None:
        """Put aside what somebody has changed since it was written."""
        changed = [name for name in altered(self.out, last) if (self.out / name).is_file()]
        if not changed:
            return
        folder = next(path for number in count(1) if not (path := self.out / _KEPT.format(number)).exists())
        for name in changed:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(self.out / name, target)
        self.kept = tuple(f"{folder.name}/{name}" for name in changed)

    def _swap(self, names: list[str]) -> None:
        """Take away what the last run wrote, put in place what this one did. The manifest goes first and comes last."""
        last = read_manifest(self.out)
        before = {name.split("/")[0] for name in written_files(last)}
        self._keep(last)
        (self.out / WORK / _MADE_OF).unlink(missing_ok=True)
        (self.out / MANIFEST).unlink(missing_ok=True)
        old = self.out / WORK / _OLD
        shutil.rmtree(old, ignore_errors=True)
        old.mkdir()
        for name in sorted(before - set(names)):
            if (self.out / name).exists():
                os.replace(self.out / name, old / name)
        for folder in sorted(path for path in self._new.iterdir() if path.is_dir()):
            for path in sorted(folder.iterdir()):
                target = self.out / path.name
                if target.is_dir():
                    os.replace(target, old / path.name)
                os.replace(path, target)
        os.replace(self._new / MANIFEST, self.out / MANIFEST)
        shutil.rmtree(old, ignore_errors=True)
        shutil.rmtree(self._new, ignore_errors=True)


def unchanged(out: Path, made_of: str) -> Publication | None:
    """The publication of the last run, if it was made of the same and is still there as it was written.

    `made_of` is a hash of all that the outputs depend on.
    """
    try:
        same = (out / WORK / _MADE_OF).read_text(encoding="ascii") == made_of
    except (OSError, ValueError):
        return None
    manifest = read_manifest(out) if same else {}
    return Publication(out) if manifest and not any(altered(out, manifest)) else None


def published(
    out: Path,
    settings: AuditSettings,
    workers: _Map,
    names: tuple[str, ...] | None,
    notice_template: Path | None,
    progress: _Progress,
) -> Publication:
    """Write the outputs, not yet in their place. Raises MissingPackage if one was asked for by name."""
    work = out / WORK
    new = work / _NEW
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    wanted = [Wanted(name, work, new / name, notice_template) for name in names or OUTPUTS]
    progress.phase("phase-outputs", len(wanted))
    absent = []
    for written in workers.map(write, wanted):
        if written.package:
            shutil.rmtree(new / written.name)
            absent.append(written)
        progress.step()
    absent.sort(key=lambda each: each.name)
    if names and absent:
        raise MissingPackage(absent[0].package, absent[0].extra)
    return Publication(out, tuple(absent))
