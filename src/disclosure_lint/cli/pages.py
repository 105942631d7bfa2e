"""`rules docs`: all rules on one page of Markdown, each under an anchor of its own, with an example and its output."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from disclosure_lint.cli.explain import example_lines, facts
from disclosure_lint.finding import Verdicts
from disclosure_lint.reporters.catalogue import catalogue
from disclosure_lint.reporters.full import Full
from disclosure_lint.reporters.options import Options
from disclosure_lint.resources import rules_folder
from disclosure_lint.results import FileResult
from disclosure_lint.rules.areas import area_verdict
from disclosure_lint.rules.examples import BadExample, Lint, document, example_day
from disclosure_lint.rules.rule import Rule
from disclosure_lint.rules.texts import rendered
from disclosure_lint.words import Lang

_FILE = Path(__file__).resolve().parents[1] / "locale" / "pages.json"
_GROUP = "group-"
_CODE_LETTERS = 3
_WIDTH = 100
_SHORT = 16


@lru_cache(maxsize=1)
def _catalogue() -> Mapping[str, Mapping[str, str]]:
    return cast("dict[str, dict[str, str]]", json.loads(_FILE.read_text(encoding="utf-8")))


def _words(key: str, lang: Lang, **values: Any) -> str:
    return rendered(_catalogue()[key], values, lang)


def groups(rules: Iterable[Rule], lang: Lang) -> Iterator[tuple[str, list[Rule]]]:
    """The rules by the letters of their codes: the name of each group and its rules, in the order of a report."""
    left = list(rules)
    for key in _catalogue():
        if key.startswith(_GROUP):
            letters = key.removeprefix(_GROUP)
            own = [rule for rule in left if rule.code[:_CODE_LETTERS] == letters]
            own = own if len(letters) == _CODE_LETTERS else left
            left = [rule for rule in left if rule not in own]
            if own:
                yield _words(key, lang), own


def page(rules: Iterable[Rule], lint: Lint, lang: Lang) -> Iterator[str]:
    """The page, line by line."""
    rules = list(rules)
    yield f"# {_words('title', lang)}\n"
    yield f"{_words('bar', lang)}\n"
    yield f"{_words('generated', lang)}\n"
    yield f"{_words('count', lang, count=len(rules))}\n"
    grouped = list(groups(rules, lang))
    for name, own in grouped:
        yield from _contents(name, own, lang)
    for name, own in grouped:
        yield f"# {name}\n"
        for rule in own:
            yield from _section(rule, lint, lang)


def _contents(name: str, rules: Iterable[Rule], lang: Lang) -> Iterator[str]:
    yield f"**{name}**\n"
    yield f"| {_words('code', lang)} | {_words('severity', lang)} | {_words('says', lang)} |"
    yield "| --- | --- | --- |"
    frame = catalogue(lang)
    for rule in rules:
        severities = frame["list"].join(dict.fromkeys(frame[severity] for severity in rule.severity.values()))
        yield f"| [{rule.code}](#{rule.code.lower()}-{rule.slug}) | {severities} | {rendered(rule.title, {}, lang)} |"
    yield ""


def _section(rule: Rule, lint: Lint, lang: Lang) -> Iterator[str]:
    yield f"## {rule.code} {rule.slug}\n"
    yield f"**{rendered(rule.title, {}, lang)}**\n"
    colon = catalogue(lang)["colon"]
    said = [*facts(rule, lang), (_words("kind", lang), f"`{rule.kind}`"), (_words("file", lang), _file(rule))]
    said += [(_words("history", lang), _change(change, lang)) for change in rule.history]
    for name, text in said:
        yield f"- {name}{colon}" + "\n  ".join(text.splitlines())
    yield ""
    if example := _shortest(rule, lint, lang):
        yield from _fenced(_words("example", lang), _plain(example_lines(example[0], lang)))
        yield from _fenced(_words("output", lang), example[1])


def _plain(lines: Iterable[str]) -> Iterator[str]:
    """The lines of an example without the bullet of a list."""
    yield from (line[2:].rstrip() for line in lines)


def _fenced(head: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"{head}\n"
    yield "```text"
    yield from lines
    yield "```\n"


def _file(rule: Rule) -> str:
    """Where the rule is written, from the root of the checkout for those that ship with the program."""
    path = Path(rule.path)
    if not path.is_relative_to(rules_folder()):
        return f"`{path.as_posix()}`"
    inside = path.relative_to(rules_folder()).as_posix()
    return f"[rules/{inside}](../rules/{inside})"


def _change(change: Mapping[str, Any], lang: Lang) -> str:
    """A line of the history: what it says in this language, after the version or date it belongs to."""
    text = change.get(lang) or change.get("zh") or ""
    return " ".join(str(value) for value in (*_when(change), text) if value)


def _when(change: Mapping[str, Any]) -> Iterator[Any]:
    yield from (value for key, value in change.items() if key not in ("zh", "en"))


def _shortest(rule: Rule, lint: Lint, lang: Lang) -> tuple[BadExample, list[str]] | None:
    """A bad example and its output: the first that is short and under the rule's own code, else the shortest."""
    drawn: list[tuple[bool, int, int, BadExample, list[str]]] = []
    for example in rule.examples.get("bad", ()):
        lines = _output(rule, example, lint, lang)
        if lines:
            drawn.append((f"[{rule.code}]" not in lines[0], len(lines), len(drawn), example, lines))
            if drawn[-1][:2] <= (False, _SHORT):
                break
    return min(drawn, key=lambda each: each[:3])[3:] if drawn else None


def _output(rule: Rule, example: BadExample, lint: Lint, lang: Lang) -> list[str]:
    """What is printed of the rule's own findings in an example."""
    if example.area:
        return _output_of_area(rule, example, lint, lang)
    day = example_day(example)
    before = lint(document(example.previous, lint), day).report if example.previous else None
    linted = lint(document(example, lint), day, before, example.beside, example.profile.values)
    own = tuple(each for each in linted.verdicts.findings if rule.code in (each.code, *each.also))
    source = replace(linted.report.source, path=next(iter(example.beside), "report.txt"))
    return _printed([FileResult(source.path, linted.report, source, replace(linted.verdicts, findings=own))], lang)


def _output_of_area(rule: Rule, example: BadExample, lint: Lint, lang: Lang) -> list[str]:
    """What is printed of the findings about reports of an area. Labels in other reports are left out."""
    results = []
    for said in area_verdict(rule, example, lint, lang).said:
        source = said.report.source
        labels = said.finding.labels[: len(said.finding.labels) - len(said.others)]
        finding = replace(said.finding, labels=labels)
        path = source.path or said.agency
        results.append(FileResult(path, said.report, replace(source, path=path), Verdicts((finding,))))
    return _printed(results, lang)


def _printed(results: Iterable[FileResult], lang: Lang) -> list[str]:
    stream = io.StringIO()
    report = Full(stream, Options(lang=lang, width=_WIDTH))
    for result in results:
        report.file(result)
    return stream.getvalue().strip().splitlines()
