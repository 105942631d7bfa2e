"""Profiles: what differs by province or office (dates, limits, optional rules), a YAML file each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from disclosure_lint.cache import compiled
from disclosure_lint.resources import rules_folder

NATIONAL = "national"
"""The profile that every other one starts from."""

_SUFFIX = ".yaml"


class ProfileError(Exception):
    """A profile that cannot be used: a key of the words, and the values for them."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key, self.values = key, values


def profile_names() -> list[str]:
    """The names of the profiles that ship with the linter."""
    return sorted(path.stem for path in (rules_folder() / "profiles").glob(f"*{_SUFFIX}"))


def profile_path(name: str, base: Path) -> Path:
    """The file of a profile: one that ships with the linter by its name, else a path seen from `base`."""
    own = rules_folder() / "profiles" / f"{name}{_SUFFIX}"
    return own if "/" not in name and own.is_file() else base / name


def read_profile(name: str = "", base: Path = Path()) -> Mapping[str, Any]:
    """What holds everywhere, and what a profile says differently. Raises ProfileError."""
    national = profile_path(NATIONAL, base)
    paths = [national, profile_path(name, base)] if name and name != NATIONAL else [national]
    try:
        return compiled("profile", paths, _merged)
    except (OSError, UnicodeDecodeError):
        raise ProfileError("unknown-profile", word=name, known=profile_names()) from None
    except ValueError as error:
        raise ProfileError("profile-wrong", path=str(paths[-1]), fault=error) from None


def _merged(texts: Mapping[str, str]) -> dict[str, Any]:
    """The profiles one over the other; tables are joined key by key."""
    import yaml

    merged: dict[str, Any] = {}
    for text in texts.values():
        try:
            data = yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise ValueError(" ".join(str(error).split())) from None
        if not isinstance(data, dict):
            raise ValueError(type(data).__name__)
        for key, value in data.items():
            known = merged.get(key)
            merged[key] = {**known, **value} if isinstance(known, dict) and isinstance(value, dict) else value
    return merged
