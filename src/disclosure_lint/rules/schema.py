"""The JSON Schema of rule files, for editors. It is made of the classes that decode them, so the two cannot differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from disclosure_lint.finding import SEVERITIES, Basis, Confidence
from disclosure_lint.report.model import AgencyKind, AgencyLevel, Edition
from disclosure_lint.rules.definition import RULE_KEYS
from disclosure_lint.rules.examples import BadExample, CellText, Day, Example
from disclosure_lint.rules.kinds import kinds
from disclosure_lint.rules.options import Regex
from disclosure_lint.rules.texts import LANGUAGES
from disclosure_lint.rules.wording import Wordings

_DIALECT = "http://json-schema.org/draft-07/schema#"
_LEAST_EXAMPLES = 2

Schema = dict[str, Any]


def rule_schema() -> Schema:
    """The schema of a rule file: the keys that all have, and for each kind of check its options."""
    words = sorted(kinds())
    return {
        "$schema": _DIALECT,
        "title": "disclosure-lint rule",
        "type": "object",
        "required": ["code", "slug", "title", "severity", "basis", "check", "message", "help", "examples"],
        "properties": {**_common(), "check": {"enum": words}},
        "allOf": [
            {"if": {"properties": {"check": {"const": word}}, "required": ["check"]}, "then": _options(kinds()[word])}
            for word in words
        ],
    }


def _common() -> dict[str, Schema]:
    """What every rule may say."""
    texts = _texts()
    by_outcome: Schema = {"anyOf": [texts, {"type": "object", "additionalProperties": texts}]}
    severity: Schema = {"enum": list(SEVERITIES)}
    return {
        "code": {"type": "string", "pattern": r"^[A-Z]{3}\d{3}$"},
        "slug": {"type": "string", "pattern": "^[a-z0-9-]+$"},
        "title": texts,
        "severity": {"anyOf": [severity, {"type": "object", "additionalProperties": severity}]},
        "confidence": {"enum": list(get_args(Confidence))},
        "basis": {"type": "array", "items": _object(Basis), "minItems": 1},
        "applies": _applies(),
        "message": by_outcome,
        "help": by_outcome,
        "labels": {"type": "object", "additionalProperties": texts},
        "why": texts,
        "false_positives": texts,
        "history": {"type": "array", "items": {"type": "object"}},
        "examples": _examples(),
        "overrides": {"type": "string", "pattern": r"^[A-Z]{3}\d{3}$"},
    }


def _texts() -> Schema:
    return _closed({lang: {"type": "string"} for lang in LANGUAGES}, list(LANGUAGES))


def _applies() -> Schema:
    words = {"editions": Edition, "kinds": AgencyKind, "levels": AgencyLevel}
    listed: dict[str, Schema] = {
        key: {"type": "array", "items": {"enum": list(get_args(literal))}} for key, literal in words.items()
    }
    years = _closed({"from": {"type": "integer"}, "to": {"type": "integer"}}, [])
    return _closed({"years": {**years, "minProperties": 1}, **listed}, [])


def _examples() -> Schema:
    groups = {"good": Example, "bad": BadExample}
    listed: dict[str, Schema] = {
        key: {"type": "array", "items": _object(cls), "minItems": _LEAST_EXAMPLES} for key, cls in groups.items()
    }
    return _closed(listed, list(groups))


def _options(cls: Any) -> Schema:
    """What a kind of check adds to the keys of a rule, and that nothing else is known."""
    schema = _object(cls)
    known = sorted(RULE_KEYS | schema["properties"].keys())
    return {"properties": schema["properties"], "required": schema["required"], "propertyNames": {"enum": known}}


def _object(cls: Any) -> Schema:
    """The schema of a dataclass."""
    hints = get_type_hints(cls)
    own = [each for each in fields(cls) if each.init]
    required = [each.name for each in own if each.default is MISSING and each.default_factory is MISSING]
    return _closed({each.name: _schema(hints[each.name]) for each in own}, required)


def _closed(properties: dict[str, Schema], required: list[str]) -> Schema:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


_PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    float: {"type": "number"},
    Decimal: {"type": "number"},
    CellText: {"type": ["string", "number"]},
    Day: {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    Regex: {"type": "string"},
    Wordings: {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
}


def _schema(annotation: Any) -> Schema:
    """The schema of an option, by the annotation of its field. What decodes itself takes what it takes."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if origin in (Union, UnionType):
        return _optional(arguments)
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0])}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _schema(arguments[1])}
    if origin is Literal:
        return {"enum": list(arguments)}
    if is_dataclass(annotation) and not hasattr(annotation, "from_option"):
        return _object(annotation)
    return {}


def _optional(arguments: tuple[Any, ...]) -> Schema:
    schema = _schema(next(each for each in arguments if each is not NoneType))
    return {"anyOf": [schema, {"type": "null"}]} if NoneType in arguments else schema
