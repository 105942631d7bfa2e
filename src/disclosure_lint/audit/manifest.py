"""The manifest of the last run: which files it wrote, and whether they are still what it wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"

_BLOCK = 1 << 20


def read_manifest(out: Path) -> dict[str, Any]:
    """The manifest in a folder, {} if there is none or somebody has spoilt it."""
    try:
        data = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    outputs = data.get("outputs") if isinstance(data, dict) else None
    sound = isinstance(outputs, list) and all(
        isinstance(each, dict) and {"path", "sha256"} <= set(each) for each in outputs
    )
    return data if sound else {}


def written_files(manifest: dict[str, Any]) -> list[str]:
    """The files that a run wrote, by the manifest: nothing else is ever taken away."""
    return [str(each["path"]) for each in manifest.get("outputs", ())]


def altered(out: Path, manifest: dict[str, Any]) -> Iterator[str]:
    """The files of a manifest that are gone or not as written."""
    for each in manifest.get("outputs", ()):
        path = out / each["path"]
        if not path.is_file() or (each["sha256"] is not None and file_hash(path) != each["sha256"]):
            yield each["path"]


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, "" if it cannot be read."""
    digest = sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError:
        return ""
    return digest.hexdigest()
