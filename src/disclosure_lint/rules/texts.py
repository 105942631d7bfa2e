"""Texts of rules in two languages, and their placeholders."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from disclosure_lint.rules.rule import Texts

LANGUAGES = ("zh", "en")

_PART = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


def placeholders(template: str) -> tuple[str, ...]:
    """The names in braces; a lone brace gives the name "" (write {{ or }} for a brace)."""
    return tuple(
        match[1] if match[1] is not None else "" for match in _PART.finditer(template) if match[0] not in ("{{", "}}")
    )


def rendered(texts: Texts, values: Mapping[str, Any], lang: str) -> str:
    """The text in a language, its placeholders filled."""
    template = texts.get(lang) or texts.get("zh", "")
    if "{" not in template and "}" not in template:
        return template

    def fill(match: re.Match[str]) -> str:
        if match[0] in ("{{", "}}"):
            return match[0][0]
        name = match[1]
        return shown(values[name], lang) if name in values else match[0]

    return _PART.sub(fill, template)


def shown(value: Any, lang: str) -> str:
    """A value as words: numbers plain, a text in two languages in the one wanted."""
    if isinstance(value, Mapping):
        return str(value.get(lang, value.get("zh", "")))
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, tuple | list):
        return ("、" if lang == "zh" else ", ").join(shown(each, lang) for each in value)
    return "" if value is None else str(value)
