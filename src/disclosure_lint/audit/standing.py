"""How an audit stands: whether it came to its end, and whether its outputs are still what it wrote."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from disclosure_lint.audit.publication import MANIFEST
from disclosure_lint.audit.stored_campaign import StoredCampaign
from disclosure_lint.audit.summary import Summary


@dataclass(frozen=True, slots=True)
class Standing:
    """`listed` files were found, of `known` the record is there. `changed`: outputs that are gone or not as written."""

    complete: bool
    listed: int
    known: int
    summary: Summary
    changed: tuple[str, ...] = ()

    def data(self) -> dict[str, Any]:
        """The same as JSON."""
        return {
            "version": 1,
            "complete": self.complete,
            "listed": self.listed,
            "known": self.known,
            "counts": self.summary.data(),
            "changed": list(self.changed),
        }


def standing(out: Path, campaign: StoredCampaign) -> Standing:
    """How the audit in a folder stands."""
    listed, known, done = campaign.extent()
    manifest = _manifest(out)
    changed = tuple(each["path"] for each in manifest.get("outputs", ()) if _differs(out / each["path"], each))
    return Standing(done and bool(manifest), listed, known, campaign.summary(), changed)


def _manifest(out: Path) -> dict[str, Any]:
    try:
        data = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
        return data if isinstance(data, dict) else {}
    except (OSError, ValueError):
        return {}


def _differs(path: Path, written: dict[str, Any]) -> bool:
    if written["sha256"] is None:  # its bytes are never the same twice
        return not path.is_file()
    try:
        with path.open("rb") as file:
            digest = sha256()
            while block := file.read(1 << 20):
                digest.update(block)
        return bool(digest.hexdigest() != written["sha256"])
    except OSError:
        return True
