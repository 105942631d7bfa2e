"""What the page knows at once: words, forms, rules, and the campaign in numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple
from itertools import islice
from typing import Any

from disclosure_lint.audit.campaign import Campaign
from disclosure_lint.audit.outputs.tally import APPLICATIONS, RuleCount, Tally, outcomes
from disclosure_lint.audit.outputs.texts import basis_texts
from disclosure_lint.audit.outputs.wording import general
from disclosure_lint.audit.records import RULE_STATES
from disclosure_lint.finding import SEVERITIES
from disclosure_lint.forms import FormTable, forms
from disclosure_lint.rules.names import names

_LINES = 1000
"""Lines of a list of troubles; the page says how many there are besides."""
_LANGUAGES = ("zh", "en")


def head(
    campaign: Campaign, counted: Tally, words: Mapping[str, Mapping[str, str]], listed: int, block: int
) -> dict[str, Any]:
    """The data that stands uncompressed in the page."""
    return {
        "lang": campaign.lang,
        "version": campaign.version,
        "today": campaign.today.isoformat(),
        "years": list(campaign.years()),
        "block": block,
        "listed": listed,
        "leftOut": sum(counted.ranks.values()) - listed,
        "words": {lang: {key: texts[lang] for key, texts in words.items()} for lang in _LANGUAGES},
        "labels": {lang: _labels(lang) for lang in _LANGUAGES},
        "forms": {edition: _form(form.tables) for edition, form in forms().items()},
        "outcomes": _outcomes(),
        "rules": [_rule(campaign, code, count) for code, count in counted.rules.items()],
        "tally": _tally(counted),
        "errors": _first([error.path, error.message] for error in campaign.errors()),
        "repeated": _first([each.agency, each.year, each.paths] for each in campaign.repeated()),
        "unmatched": _first([each.path, each.reason, each.candidates] for each in campaign.unmatched()),
    }


def _first(lines: Iterable[Any]) -> list[Any]:
    """The first lines, and how many there are."""
    iterator = iter(lines)
    first = list(islice(iterator, _LINES))
    return [first, len(first) + sum(1 for _ in iterator)]


def _labels(lang: str) -> dict[str, Any]:
    known = names()
    return {
        table: {
            "name": known.table(table)[lang],
            "rows": {key: texts[lang] for key, texts in known.rows[table].items()},
            "columns": {key: texts[lang] for key, texts in known.columns[table].items()},
        }
        for table in known.tables
    }


def _form(tables: Mapping[str, FormTable]) -> dict[str, Any]:
    return {key: _layout(table) for key, table in tables.items()}


def _layout(table: FormTable) -> dict[str, Any]:
    layout: dict[str, Any] = {"names": table.names()}
    if table.blocks:
        blocks = ({"label": each.label, "columns": each.columns, "rows": each.rows} for each in table.blocks)
        return {**layout, "blocks": list(blocks)}
    rows = list(table.rows) or [key for key, group in table.groups.items() if not group.members]
    within = {key: label.within for key, label in table.rows.items() if _is_group(table, label.within)}
    return {**layout, "rows": rows, "columns": list(table.columns), "within": within}


def _is_group(table: FormTable, key: str) -> bool:
    return bool(key) and bool(table.groups[key].members)


def _outcomes() -> list[str]:
    found: dict[str, None] = {}
    for form in forms().values():
        if APPLICATIONS in form.tables:
            found.update(dict.fromkeys(outcomes(form.tables[APPLICATIONS])))
    return list(found)


def _rule(campaign: Campaign, code: str, count: RuleCount) -> list[Any]:
    rule = campaign.rules.get(code)
    numbers = [*(count.findings[severity] for severity in SEVERITIES), count.reports]
    numbers += [count.states[letter] for letter in RULE_STATES]
    if rule is None:
        worst = next((severity for severity in SEVERITIES if count.findings[severity]), SEVERITIES[-1])
        return [code, "", "", worst, "", [], numbers]
    return [code, rule.slug, rule.title, rule.severity, general(rule.help), basis_texts(rule.basis), numbers]


def _tally(counted: Tally) -> dict[str, Any]:
    years = sorted(counted.due.keys() | counted.missing.keys())
    return {
        "states": counted.states,
        "severities": counted.severities,
        "submissions": counted.submissions,
        "withError": counted.with_error,
        "agencies": counted.agencies,
        "parents": counted.parents,
        "unmatched": counted.unmatched,
        "unassessed": sum(count.states["?"] for count in counted.rules.values()),
        "duties": sum(counted.due.values()) + sum(counted.missing.values()),
        "due": sum(counted.due.values()),
        "missing": sum(counted.missing.values()),
        "late": sum(number for days in counted.days.values() for day, number in days.items() if day > 0),
        "kinds": [[kind, *astuple(count)] for kind, count in sorted(counted.kinds.items())],
        "years": [[year, *astuple(count)] for year, count in sorted(counted.years.items())],
        "days": [_days(counted, year) for year in years],
        "flows": [[year, flow.reports, flow.unread, flow.rows] for year, flow in sorted(counted.flows.items())],
    }


def _days(counted: Tally, year: int) -> list[Any]:
    """[year, due, undated, [[days from the due date, reports]], missing]."""
    days = sorted(counted.days.get(year, {}).items())
    return [year, counted.due[year], counted.undated[year], days, counted.missing[year]]
