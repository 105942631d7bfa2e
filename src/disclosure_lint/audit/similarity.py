"""Prose that is nearly the same: what the audit keeps of every report, and the pairs that it gives."""

from __future__ import annotations

from disclosure_lint.rules.likeness import Prose, Signed, alike, signature

__all__ = ["Prose", "Signed", "alike", "signature"]
