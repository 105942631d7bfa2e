"""What a rule carries but a run does not look at: kept folded up until somebody asks."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from typing import Any


class Packed(Mapping[str, Any]):
    """A mapping kept as bytes until it is first read, so that a start does not pay for it."""

    __slots__ = ("_content", "_packed")

    def __init__(self, content: Mapping[str, Any]) -> None:
        self._packed = pickle.dumps(dict(content), protocol=pickle.HIGHEST_PROTOCOL)
        self._content: dict[str, Any] | None = None

    def __getstate__(self) -> bytes:
        return self._packed

    def __setstate__(self, packed: bytes) -> None:
        self._packed = packed
        self._content = None

    def _opened(self) -> dict[str, Any]:
        if self._content is None:
            self._content = pickle.loads(self._packed)  # our own bytes, made above
        return self._content

    def __getitem__(self, key: str) -> Any:
        return self._opened()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._opened())

    def __len__(self) -> int:
        return len(self._opened())

    def __repr__(self) -> str:
        return f"Packed({self._opened()!r})"
