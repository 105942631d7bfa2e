"""Things compiled from data files, kept on disk by the content of what they were compiled from.

A cache that cannot be read or written is no error: the thing is compiled again.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from disclosure_lint.stamps import cache_path

T = TypeVar("T")

_FORMAT = "1"


def cache_folder() -> Path | None:
    """The folder for compiled files, None if `DISCLOSURE_LINT_CACHE` is empty (no cache)."""
    path = cache_path()
    return Path(path) if path else None


@lru_cache(maxsize=1)
def code_fingerprint() -> str:
    """A hash that changes when the code of this package may have changed: names, sizes and times of its files."""
    here = os.path.dirname(os.path.abspath(__file__))
    digest = sha256()
    for folder, folders, files in os.walk(here):
        folders[:] = sorted(name for name in folders if name not in ("__pycache__", "data"))
        for name in sorted(files):
            if name.endswith(".py"):
                status = os.stat(os.path.join(folder, name))
                digest.update(f"{name}:{status.st_size}:{status.st_mtime_ns};".encode())
    return digest.hexdigest()


def compiled(kind: str, paths: Sequence[Path], build: Callable[[Mapping[str, str]], T]) -> T:
    """`build({path: text})`, taken from the cache when neither the files nor the code have changed."""
    texts = {str(path): path.read_text(encoding="utf-8") for path in paths}
    folder = cache_folder()
    if folder is None:
        return build(texts)
    digest = sha256(f"{_FORMAT}{kind}{code_fingerprint()}".encode())
    for path, text in texts.items():
        digest.update(f"\0{path}\0{text}".encode())
    target = folder / f"{kind}-{digest.hexdigest()[:32]}.pickle"
    try:
        stored: T = pickle.loads(target.read_bytes())  # our own file in the user's own cache folder
        return stored
    except Exception:
        thing = build(texts)
    store(target, pickle.dumps(thing, protocol=pickle.HIGHEST_PROTOCOL))
    return thing


def store(target: Path, content: bytes) -> None:
    """Write a cache file atomically; a folder that cannot be written is left alone."""
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = target.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(content)
        os.replace(unfinished, target)
    except OSError:
        return
