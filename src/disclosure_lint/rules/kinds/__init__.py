"""The kinds of check. A kind is a frozen dataclass: its fields are its options in YAML, its schema and its reference."""

from __future__ import annotations

KINDS: dict[str, type] = {}
