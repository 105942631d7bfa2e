"""`empty`: one way to say that there is nothing, throughout a table: 0, a blank or one kind of dash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Figure, Report
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.kinds.cells import TableName
from disclosure_lint.rules.names import names
from disclosure_lint.rules.outcome import Context, Failed, Mark, Outcome, Values
from disclosure_lint.rules.places import cell_words, no_table

_BLANK: Mapping[str, str] = {"zh": "空白", "en": "blank"}


@kind("empty")
@dataclass(frozen=True)
class Empty:
    """The marks for "nothing" in `table`.

    `mixed`: several are in use. `blank`: some cells are left blank, though no other mark is in use.
    """

    table: TableName

    OUTCOMES = ("mixed", "blank")
    PLACEHOLDERS = ("table", "markers", "count")
    LABELS: ClassVar[Mapping[str, tuple[str, ...]]] = {"primary": ("name", "marker"), "cell": ("name", "marker")}

    def outcomes(self, report: Report, context: Context) -> Iterable[Outcome]:
        """At most one failure for the table."""
        table = report.tables.get(self.table)
        if table is None:
            return [no_table(self.table)]
        if all(figure.kind == "missing" for figure in table.figures.values()):
            return [no_table(self.table)]
        uses: dict[str, list[Figure]] = {}
        for figure in table.figures.values():
            if figure.kind in ("blank", "dash", "zero"):
                uses.setdefault("0" if figure.kind == "zero" else figure.text.strip(), []).append(figure)
        blanks = uses.get("", [])
        if len(uses) < 2 and not blanks:
            return []
        shown = [figures[0] for figures in uses.values()] if len(uses) > 1 else blanks
        values: Values = {
            "table": names().table(self.table),
            "markers": {
                "zh": "、".join(_marker(text)["zh"] for text in uses),
                "en": ", ".join(_marker(text)["en"] for text in uses),
            },
            "count": len(blanks),
        }
        marks = [
            Mark(figure.span, label, Place(), {"name": cell_words(figure.name), "marker": _marker(figure.text)})
            for label, figure in zip(["primary", *["cell"] * len(shown)], shown, strict=False)
        ]
        outcome = "mixed" if len(uses) > 1 else "blank"
        return [Failed(marks[0], Place(table.part, self.table), outcome, values, tuple(marks[1:]))]


def _marker(text: str) -> Mapping[str, str]:
    return {"zh": f"“{text.strip()}”", "en": f"“{text.strip()}”"} if text.strip() else _BLANK
