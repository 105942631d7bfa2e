"""How an audit stands: whether it came to its end, and whether its outputs are still what it wrote."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from disclosure_lint.audit.manifest import altered, read_manifest
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
    manifest = read_manifest(out)
    return Standing(done and bool(manifest), listed, known, campaign.summary(), tuple(altered(out, manifest)))
