"""Whether files have changed, told without importing much: the fast start of the program depends on it."""

from __future__ import annotations

import os
from hashlib import sha256

_PACKAGE = os.path.dirname(os.path.abspath(__file__))
_KINDS = (".py", ".yaml", ".json", ".lark", ".txt")
_NO_KINDS: tuple[str, ...] = ("",)


def cache_path() -> str:
    """The folder for what is kept between runs, "" if `DISCLOSURE_LINT_CACHE` is empty (nothing is kept)."""
    named = os.environ.get("DISCLOSURE_LINT_CACHE")
    if named is not None:
        return named
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "disclosure-lint")


def program_stamp() -> str:
    """A hash that changes when the code of this package, its rules or its grammars may have changed."""
    root = os.path.dirname(os.path.dirname(_PACKAGE))
    folders = [_PACKAGE]
    if not os.path.isdir(os.path.join(_PACKAGE, "data")):  # a checkout: rules and grammars stand at its root
        folders += [os.path.join(root, "rules"), os.path.join(root, "grammars")]
    return _digest([line for folder in folders for line in _listed(folder, _KINDS)])


def folder_stamp(folder: str) -> str:
    """A hash that changes when a file below a folder may have changed."""
    return _digest(_listed(folder, _NO_KINDS))


def content_stamp(path: str) -> str:
    """A hash of what is in a file, "" if there is no such file."""
    try:
        with open(path, "rb") as file:
            return sha256(file.read()).hexdigest()
    except OSError:
        return ""


def _digest(lines: list[str]) -> str:
    return sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def _listed(folder: str, kinds: tuple[str, ...]) -> list[str]:
    """Path, size and time of each file below a folder."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return []
    lines = []
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__":
                lines += _listed(entry.path, kinds)
        elif entry.name.endswith(kinds):
            status = entry.stat()
            lines.append(f"{entry.path}\t{status.st_size}\t{status.st_mtime_ns}")
    return lines
