"""Outputs written beside those of the last run and put in their place when all are whole; the manifest comes last.

A folder without a manifest is one whose audit has not ended: run it again.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from disclosure_lint.audit.outputs import OUTPUTS, VARYING, MissingPackage
from disclosure_lint.audit.roster import Roster
from disclosure_lint.audit.settings import AuditSettings
from disclosure_lint.audit.store import WORK
from disclosure_lint.audit.stored_campaign import StoredCampaign
from disclosure_lint.reporters.encoding import dumps

MANIFEST = "manifest.json"

_NEW = "new"
_OLD = "old"
_BLOCK = 1 << 20


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
    """The outputs of a run. `absent` are those that could not be written for want of a package."""

    out: Path
    absent: tuple[Written, ...] = ()

    @property
    def _new(self) -> Path:
        return self.out / WORK / _NEW

    def manifest(self, campaign: StoredCampaign, roster: Roster, roster_file: tuple[str, str] | None) -> None:
        """Put the outputs in their place, and the manifest that says what they are."""
        names = sorted(path.name for folder in self._new.iterdir() for path in folder.iterdir())
        whole = self._new / MANIFEST
        with whole.open("w", encoding="utf-8", newline="\n") as file:
            for piece in self._pieces(campaign, roster, roster_file):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        self._swap(names)

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
            yield {"path": name, "sha256": _hash(found[name]) if same else None, "size": size}

    def _swap(self, names: list[str]) -> None:
        """Take away what the last run wrote, put in place what this one did. The manifest goes first and comes last."""
        before = _top_names(self.out)
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


def _hash(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _top_names(out: Path) -> set[str]:
    """The files and folders that the last run wrote, by its manifest: nothing else is ever taken away."""
    try:
        data = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        return {str(each["path"]).split("/")[0] for each in data["outputs"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


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
