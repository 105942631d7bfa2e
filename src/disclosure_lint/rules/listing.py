"""What rules can be written with: figures and the terms that call them, kinds of check and their options."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields

from disclosure_lint.forms import figure_names, forms
from disclosure_lint.rules.kinds import kinds
from disclosure_lint.rules.names import bare, names


@dataclass(frozen=True, slots=True)
class NamedFigure:
    """A figure: its name, the Chinese term for it, the editions of the form that have it."""

    name: str
    term: str
    editions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindOption:
    """An option of a kind of check: its type as written in the code, and whether it must be given."""

    name: str
    type: str
    required: bool


@dataclass(frozen=True, slots=True)
class KindInfo:
    """A kind of check: the word after `check:`, what it does, its options."""

    word: str
    doc: str
    options: tuple[KindOption, ...]


def named_figures() -> tuple[NamedFigure, ...]:
    """Every figure of every edition with its Chinese term, in the order of the forms."""
    having = {edition: frozenset(form.names()) for edition, form in forms().items()}
    return tuple(
        NamedFigure(name, chinese_term(name), tuple(edition for edition, known in having.items() if name in known))
        for name in figure_names()
    )


def chinese_term(name: str) -> str:
    """The term of a figure: `申请.本年新收.自然人`."""
    table, row, column = name.split(".")
    known = names()
    parts = (known.table_terms[table][0], bare(known.row(table, row)["zh"]), bare(known.column(table, column)["zh"]))
    return ".".join(part.replace("/", "") for part in parts)


def kind_infos() -> Iterator[KindInfo]:
    """Every kind of check, by its word."""
    for word, cls in sorted(kinds().items()):
        options = tuple(
            KindOption(f.name, str(f.type), f.default is MISSING and f.default_factory is MISSING)
            for f in fields(cls)
            if f.init
        )
        yield KindInfo(word, (cls.__doc__ or "").strip(), options)
