"""Where the rules and grammars are: inside an installed package, else in the checkout."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def data_root() -> Path:
    """The folder that holds `rules/` and `grammars/`."""
    packaged = _HERE / "data"
    return packaged if packaged.is_dir() else _HERE.parents[1]


def rules_folder() -> Path:
    """The folder of the rules that ship with the linter."""
    return data_root() / "rules"


def grammars_folder() -> Path:
    """The folder of the grammars and official forms."""
    return data_root() / "grammars"
