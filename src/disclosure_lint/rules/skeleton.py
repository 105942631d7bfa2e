"""The file that a new rule starts from: a rule that works, with what to change explained in comments."""

from __future__ import annotations

from pathlib import Path

from disclosure_lint.rules.load import RULE_FILE

_FOLDER = Path(__file__).resolve().parents[1] / "locale"
_SLUG = "new-rule"
_SUFFIX = ".yaml"


def skeleton(name: str, lang: str) -> tuple[str, str] | None:
    """File name and text of a new rule called `CODE` or `CODE-slug`; None if that is no name for one."""
    name = name.removesuffix(_SUFFIX)
    code, _, slug = name.partition("-")
    slug = slug or _SLUG
    file = f"{code.upper()}-{slug}{_SUFFIX}"
    if not RULE_FILE.fullmatch(file):
        return None
    text = (_FOLDER / f"new-rule.{lang}.yaml").read_text(encoding="utf-8")
    return file, text.replace("@code@", code.upper()).replace("@slug@", slug)
