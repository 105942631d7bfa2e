"""`explain`: what a rule is about, from the rule itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TextIO

from disclosure_lint.cli.arguments import UsageError
from disclosure_lint.cli.output import output
from disclosure_lint.cli.replay import Recording
from disclosure_lint.cli.settings import Settings
from disclosure_lint.reporters.catalogue import catalogue
from disclosure_lint.reporters.width import visible, width, wrapped
from disclosure_lint.rules.examples import Area, AreaAgency, Before, Example
from disclosure_lint.rules.rule import Rule, Texts
from disclosure_lint.rules.texts import placeholders, rendered
from disclosure_lint.words import Lang, nearest, words

_PROGRAM_CODE = re.compile(r"(?:INT|CFG|RUL)\d{3}")
"""Codes that belong to no rule: what they say of is the program, its configuration, its rule files."""

_INDENT = "  "
_LEAST_COLUMNS = 20
_LONGEST_SAMPLE = 60


def explain(settings: Settings, recording: Recording, messages: TextIO) -> int:
    """Write what is to be known of rules. The exit status."""
    rules = {rule.code: rule for rule in settings.rules.rules}
    slugs = {rule.slug: rule.code for rule in settings.rules.rules}
    wanted = [slugs.get(word.lower(), word.upper()) for word in settings.arguments.rest]
    if not wanted:
        raise UsageError("no-code")
    if unknown := [word for word in wanted if word not in rules and not _about_the_program(word)]:
        raise UsageError("unknown-rule", word=unknown[0], hint=nearest(unknown[0], rules))
    columns = settings.reporting().width
    with output(None, recording, for_programs=False) as stream:
        for at, code in enumerate(wanted):
            lines = (
                _lines(rules[code], settings.lang, columns) if code in rules else _program_lines(code, settings.lang)
            )
            stream.write("\n" * bool(at) + "".join(lines))
    return 0


def _about_the_program(code: str) -> bool:
    return bool(_PROGRAM_CODE.fullmatch(code))


def _program_lines(code: str, lang: str) -> Iterator[str]:
    yield f"{code}\n{_INDENT}{words(f'codes-{code[:3]}', lang)}\n"


def _lines(rule: Rule, lang: Lang, columns: int) -> Iterator[str]:
    yield f"{rule.code} {rule.slug}\n{_INDENT}{rendered(rule.title, {}, lang)}\n\n"
    for name, text in facts(rule, lang):
        yield from _paragraph(name, text, columns)
    yield from _examples(rule, lang)


def facts(rule: Rule, lang: Lang) -> Iterator[tuple[str, str]]:
    """What is to be said of a rule besides its title and its examples: each text with its name."""
    frame = catalogue(lang)
    severities = frame["list"].join(dict.fromkeys(frame[severity] for severity in rule.severity.values()))
    yield words("explain-severity", lang), severities
    if applies := _applies(rule, lang):
        yield words("explain-applies", lang), applies
    basis = frame["semicolon"].join(f"{each.document} {each.article}".strip() for each in rule.basis)
    yield words("explain-basis", lang), basis
    texts = (("why", [rule.why]), ("help", [*rule.help.values()]), ("false-positives", [rule.false_positives]))
    for name, several in texts:
        for text in dict.fromkeys(_open(each, lang) for each in several if each):
            yield words(f"explain-{name}", lang), text


def _open(texts: Texts, lang: Lang) -> str:
    """A text with dots where a finding says what is the case."""
    return rendered(texts, dict.fromkeys(placeholders(texts.get(lang, "")), "…"), lang)


def _paragraph(name: str, text: str, columns: int) -> Iterator[str]:
    head = f"{_INDENT}{name}{_INDENT}"
    indent = width(head)
    for at, line in enumerate(
        line for part in text.splitlines() for line in wrapped(part, max(columns - indent, _LEAST_COLUMNS))
    ):
        yield (head if at == 0 else " " * indent) + line + "\n"


def _applies(rule: Rule, lang: str) -> str:
    applies = rule.applies
    facts = []
    if applies.first is not None:
        facts.append(words("explain-from", lang, year=applies.first))
    if applies.last is not None:
        facts.append(words("explain-until", lang, year=applies.last))
    if applies.editions:
        facts.append(words("explain-editions", lang, editions=applies.editions))
    named = (*applies.kinds, *applies.levels)
    if named:
        facts.append(words("explain-agencies", lang, agencies=[words(f"agency-{word}", lang) for word in named]))
    return words("explain-joint", lang).join(facts)


def _examples(rule: Rule, lang: str) -> Iterator[str]:
    for group in ("good", "bad"):
        yield f"\n{_INDENT}{words(f'explain-{group}', lang)}\n"
        for example in rule.examples.get(group, ()):
            yield from (f"{_INDENT * 2}{line}\n" for line in example_lines(example, lang))


def example_lines(example: Example, lang: str) -> Iterator[str]:
    """An example in a few lines: its text, or what is changed in the clean report it starts from."""
    lines = list(_of_area(example.area, lang) if example.area else _of_document(example, lang))
    lines += _circumstances(example, lang)
    if example.note:
        lines.insert(0, example.note)
    yield from ((_INDENT if at else "- ") + line for at, line in enumerate(lines))


def _of_document(document: Example | Before, lang: str) -> Iterator[str]:
    """The text of a document, or what is changed in the clean report."""
    if document.text:
        yield from (visible(line) for line in document.text.splitlines())
        return
    changes = list(_changes(document, lang))
    yield words("explain-changed" if changes else "explain-base", lang, base=document.base)
    yield from changes


def _of_area(area: Area, lang: str) -> Iterator[str]:
    """The roster and the reports of an area."""
    if area.agencies:
        yield words("explain-roster", lang, agencies=[_listed(agency, lang) for agency in area.agencies])
    for report in area.reports:
        count = words("explain-copies", lang, copies=report.copies) if report.copies > 1 else ""
        name = report.file or report.agency or words("explain-nobody", lang)
        yield words("explain-submission", lang, agency=name, count=count)
        yield from (_INDENT + line for line in _of_document(report, lang))


def _listed(agency: AreaAgency, lang: str) -> str:
    name = words("explain-below", lang, name=agency.name, parent=agency.parent) if agency.parent else agency.name
    for year, day in agency.due.items():
        name = words("explain-due", lang, name=name, year=year, due=day.value.isoformat())
    return name


def _circumstances(example: Example, lang: str) -> Iterator[str]:
    """What else holds for an example: the day, the profile, the files beside the document, last year's report."""
    if example.today:
        yield words("explain-today", lang, day=example.today.value.isoformat())
    if example.profile.values:
        yield words("explain-profile", lang, keys=list(_profile_keys(example)))
    for name, text in example.beside.items():
        yield words("explain-beside", lang, name=name)
        yield from (visible(line) for line in text.splitlines())
    if example.previous:
        yield words("explain-previous", lang)
        yield from (_INDENT + line for line in _of_document(example.previous, lang))


def _profile_keys(example: Example) -> Iterator[str]:
    for key, value in example.profile.values.items():
        yield f"{key}: {json.dumps(value, ensure_ascii=False)}"


def _changes(example: Example | Before, lang: str) -> Iterator[str]:
    for name, value in example.set.items():
        yield f"{name} = {visible(value.text) or words('explain-blank', lang)}"
    for old, new in (*example.replace.items(), *((old, "") for old in example.delete)):
        yield words("explain-replaced", lang, old=_short(old), new=_short(new))
    if example.append:
        yield words("explain-appended", lang, text=_short(example.append.strip()))


def _short(text: str) -> str:
    text = visible(text)
    return text if len(text) <= _LONGEST_SAMPLE else f"{text[:_LONGEST_SAMPLE]}..."
