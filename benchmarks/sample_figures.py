"""Random figures for the three tables of a form that satisfy every identity of the form."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal

from disclosure_lint.forms import Form
from sample_chance import between, chance, shares, weighted

Number = int | Decimal
Figures = dict[str, Number]

# How many applications are dealt with in a year.
SCALES: Mapping[str, tuple[int, int]] = {"zero": (0, 0), "small": (1, 15), "medium": (16, 400), "large": (1000, 9000)}

# Which applicants and which outcomes are usual. A key that is not named has the last weight.
_APPLICANTS = {"natural": 60.0, "commercial": 8.0, "legal_service": 3.0, "": 1.0}
_OUTCOMES = {"granted": 30.0, "partial": 8.0, "not_held": 25.0, "other": 8.0, "petition": 4.0, "": 1.0}
_NOT_OUTCOMES = ("received", "carried_in", "total", "carried_out")


def random_scale(rng: random.Random, kind: str) -> str:
    """A usual scale for a kind of agency: small units seldom have applications."""
    if kind in ("township", "subdistrict"):
        return weighted(rng, {"zero": 5, "small": 4, "medium": 1})
    if kind == "government":
        return weighted(rng, {"zero": 1, "small": 2, "medium": 5, "large": 3})
    return weighted(rng, {"zero": 3, "small": 4, "medium": 3, "large": 1})


def random_figures(
    rng: random.Random,
    form: Form,
    scale: str = "small",
    *,
    makes_rules: bool = False,
    before: Mapping[str, Number] | None = None,
) -> Figures:
    """Every figure of the form, consistent with one another.

    `before` are the figures of the year before: what it carried over and what was in force then follows from them.
    `makes_rules`: the agency may issue 规章; for all others these are zero.
    """
    figures: Figures = {}
    figures.update(_applications(rng, form, scale, before))
    figures.update(_disputes(rng, form, figures, scale))
    figures.update(_proactive(rng, form, scale, makes_rules, before or {}))
    return {name: figures[name] for name in form.names()}


def outcome_rows(form: Form) -> list[str]:
    """The rows of table three that add up to its 总计."""
    return [row for row in form.tables["applications"].rows if row not in _NOT_OUTCOMES]


def applicant_columns(form: Form) -> list[str]:
    """The columns of table three that add up to its 总计."""
    return [column for column in form.tables["applications"].columns if column != "total"]


def _applications(rng: random.Random, form: Form, scale: str, before: Mapping[str, Number] | None) -> Figures:
    columns, outcomes = applicant_columns(form), outcome_rows(form)
    carried = _carried(rng, columns, scale)
    if before is not None:
        carried = {column: int(before[f"applications.carried_out.{column}"]) for column in columns}
    low, high = SCALES[scale]
    handled = shares(rng, between(rng, low, high), [_APPLICANTS.get(c, _APPLICANTS[""]) for c in columns])
    weights = [_OUTCOMES.get(row, _OUTCOMES[""]) * (1 if chance(rng, 0.6) else 0) for row in outcomes]
    weights[0] = weights[0] or 1.0
    figures: Figures = {}
    for column, number in zip(columns, handled, strict=True):
        carried_in = carried.get(column, 0)
        total = max(number, carried_in)
        left = between(rng, 0, total // 8) if chance(rng, 0.6) else 0
        parts = shares(rng, total, weights)
        cells = dict(zip(outcomes, parts, strict=True))
        cells |= {"received": total + left - carried_in, "carried_in": carried_in, "total": total, "carried_out": left}
        figures.update({f"applications.{row}.{column}": cells[row] for row in form.tables["applications"].rows})
    for row in form.tables["applications"].rows:
        figures[f"applications.{row}.total"] = sum(figures[f"applications.{row}.{column}"] for column in columns)
    return figures


def _carried(rng: random.Random, columns: list[str], scale: str) -> dict[str, int]:
    if scale == "zero" or chance(rng, 0.4):
        return {}
    most = {"small": 2, "medium": 20, "large": 300}[scale]
    return {columns[0]: between(rng, 0, most), columns[1]: between(rng, 0, most // 5)}


def _disputes(rng: random.Random, form: Form, figures: Figures, scale: str) -> Figures:
    most = int(figures["applications.total.total"]) // 8
    quiet = scale == "zero" or chance(rng, 0.4)
    found: Figures = {}
    for group in ("reconsideration", "direct", "after_reconsideration"):
        number = 0 if quiet else between(rng, 0, most)
        if group == "after_reconsideration" and not found["disputes.reconsideration.total"]:
            number = 0
        columns = [column for column in form.tables["disputes"].columns if column != "total"]
        for column, part in zip(columns, shares(rng, number, [4.0, 1.0, 2.0, 1.0]), strict=True):
            found[f"disputes.{group}.{column}"] = part
        found[f"disputes.{group}.total"] = number
    return found


def _proactive(rng: random.Random, form: Form, scale: str, makes_rules: bool, before: Mapping[str, Number]) -> Figures:
    figures: Figures = {}
    for block in form.tables["proactive"].blocks:
        for row in block.rows:
            prefix = f"proactive.{row}."
            last = {name.removeprefix(prefix): value for name, value in before.items() if name.startswith(prefix)}
            cells = _block_row(rng, row, block.columns, scale, makes_rules, last)
            figures.update({prefix + column: cells[column] for column in block.columns})
    return figures


def _block_row(
    rng: random.Random, row: str, columns: tuple[str, ...], scale: str, makes_rules: bool, last: Mapping[str, Number]
) -> dict[str, Number]:
    if row == "rules" and not makes_rules:
        return dict.fromkeys(columns, 0)
    most = {"zero": 20, "small": 60, "medium": 900, "large": 200_000}[scale]
    if "issued" in columns or "made_new" in columns:
        return dict(_documents(rng, columns, min(most, 300) if row != "rules" else 12, last))
    cells: dict[str, Number] = {}
    idle = chance(rng, 0.35)
    if "items_prev" in columns:
        cells |= _items(rng, idle, min(most, 900), last)
    if "decisions" in columns:
        cells["decisions"] = 0 if idle else between(rng, 0, most)
    if "projects" in columns:
        cells["projects"] = 0 if idle else between(rng, 1, 60)
    if "amount" in columns:
        cells["amount"] = Decimal(0) if idle else _amount(rng, min(most, 30_000))
    return cells


def _items(rng: random.Random, idle: bool, most: int, last: Mapping[str, Number]) -> dict[str, Number]:
    """Items of last year and their change; last year's own figures settle the former."""
    number = 0 if idle else between(rng, 0, most)
    if "items_prev" in last:
        number = int(last["items_prev"] + last["items_delta"])
    return {"items_prev": number, "items_delta": 0 if idle else between(rng, -(number // 3), 40)}


def _documents(rng: random.Random, columns: tuple[str, ...], most: int, last: Mapping[str, Number]) -> dict[str, int]:
    new = between(rng, 0, most // 3)
    if "issued" in columns:
        old = int(last["in_force"]) if "in_force" in last else between(rng, 0, most * 2)
        repealed = between(rng, 0, min(old, most))
        return {"issued": new, "repealed": repealed, "in_force": old + new - repealed}
    disclosed = between(rng, 0, new)
    old = int(last["disclosed_total"]) if "disclosed_total" in last else between(rng, 1, most * 2)
    return {"made_new": new, "disclosed_new": disclosed, "disclosed_total": disclosed + old}


def _amount(rng: random.Random, most: int) -> Decimal:
    places = between(rng, 0, 6) if most < 1000 else between(rng, 0, 4)
    return Decimal(between(rng, 10**places, most * 10**places)).scaleb(-places)
