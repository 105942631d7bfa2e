"""The report: blocks in their order (`grammars/report.lark`), turned into the typed `Report`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from disclosure_lint.forms import FormPart, FormTable, form_for, forms, newest_form
from disclosure_lint.report.model import (
    Agency,
    DateMention,
    Edition,
    Metadata,
    Part,
    Period,
    Report,
    Table,
    Title,
)
from disclosure_lint.source import Source, Span, folded
from disclosure_lint.syntax.addresses import urls
from disclosure_lint.syntax.assembly import read_table
from disclosure_lint.syntax.citations import citations
from disclosure_lint.syntax.claims import claims
from disclosure_lint.syntax.dates import dates
from disclosure_lint.syntax.headings import TopHeading, lower_headings, top_headings
from disclosure_lint.syntax.metadata import metadata, published
from disclosure_lint.syntax.parser import tree_of
from disclosure_lint.syntax.period import period
from disclosure_lint.syntax.recognition import repeated
from disclosure_lint.syntax.signature import signature
from disclosure_lint.syntax.title import title

_ORDINAL = re.compile(r"^(?:\(?[一二三四五六七八九十]+[)、]|\d[.、])")
_YEAR = re.compile(r"(?<!\d)(20\d\d|19\d\d)\s*年")
_MARKUP = " \t\r\n#*|>-"
_FEW_FIGURES = 5
_HEAD = 120
"""Characters behind the title among which a date of signing may stand."""
_NAMED_YEAR = re.compile(r"(?<!\d)(20\d\d|19\d\d)\s*年(?:度)?[^。\d]{0,40}?(?:年度报告|信息公开报告)")


def read_report(source: Source) -> Report:
    """The annual report in a text. Every text can be read; what is missing is None or empty."""
    text = source.folded
    page, begin = metadata(source)
    headings = top_headings(text, begin, len(text))
    if second := repeated(headings):
        headings = [heading for heading in headings if heading.span < second.span]
        end = second.span.start
    else:
        end = len(text)
    first = headings[0].span.start if headings else end
    found_title = title(source, Span(begin, first), page)
    preamble = Span(_after_title(found_title, begin, first), first)
    tables = _tables(source, headings, Span(begin, end))
    tail = Span(max((table.span.end for table in tables.values()), default=begin), end)
    ending = Span(headings[-1].span.end, end) if headings else tail
    signed_by, signed = signature(source, ending, Span(preamble.start, min(preamble.end, preamble.start + _HEAD)))
    close = min([end, *(item.span.start for item in (signed_by, signed) if item and item.span.start > first)])
    parts = _parts(text, headings, tables, begin, close)
    prose = [(None, preamble), *((part.number, span) for part in parts for span in part.prose)]
    whole_prose = _merged([span for _, span in prose])
    found_period = period(source, preamble) or _first(period(source, span) for span in whole_prose)
    year, year_source, year_span = _year(text, found_title, found_period, preamble, parts)
    edition = _edition(text, year, tables)
    return Report(
        source,
        year,
        year_source,
        year_span,
        edition,
        found_title,
        _agency(found_title, signed_by, page),
        preamble,
        found_period,
        parts,
        tables,
        signed_by,
        signed,
        published(page),
        _with_signed([mention for span in whole_prose for mention in dates(source, span)], signed),
        tuple(url for span in whole_prose for url in urls(source, span)),
        tuple(citation for span in whole_prose for citation in citations(source, span)),
        claims(source, prose, year=year, edition=edition),
        page,
        Span(begin, close),
        second.span if second else None,
    )


def _after_title(found: Title | None, begin: int, first: int) -> int:
    return found.span.end if found and not found.from_metadata and begin <= found.span.end <= first else begin


def _with_signed(found: list[DateMention], signed: DateMention | None) -> tuple[DateMention, ...]:
    """The dates of the text and the date of signing, which stands behind it."""
    return tuple(found) if signed is None or signed in found else (*found, signed)


def _first(found: Iterable[Period | None]) -> Period | None:
    return next((one for one in found if one is not None), None)


def _merged(spans: Sequence[Span]) -> list[Span]:
    return sorted({span for span in spans if span.end > span.start})


# -- tables --------------------------------------------------------------------


def _form() -> tuple[Sequence[FormPart], Mapping[str, FormTable]]:
    return newest_form().parts, newest_form().tables


def _anchors(table: FormTable) -> list[str]:
    """Wordings that show where a table begins when its part has no heading."""
    labels = [block.label for block in table.blocks[:1]] + list(table.heads[:1])
    labels += [label.label for label in list((table.rows or table.columns).values())[:1]]
    return [folded(_ORDINAL.sub("", label)) for label in labels]


def _anchor(text: str, table: FormTable, span: Span) -> int | None:
    found = [at for wording in _anchors(table) if (at := text.find(wording, *span)) >= 0]
    if not found:
        return None
    at = min(found)
    line = max(text.rfind("\n", span.start, at), text.rfind("\r", span.start, at)) + 1
    return max(line, span.start) if text[line:at].strip(" \t#*|>") == "" else at


def _tables(source: Source, headings: Sequence[TopHeading], body: Span) -> dict[str, Table]:
    """The statutory tables: each in its part, or, where the heading is missing, from the first of its labels on."""
    parts, tables = _form()
    holders = [part for part in parts if part.table]
    regions: dict[str, Span] = {}
    for index, heading in enumerate(headings):
        follows = headings[index + 1].span.start if index + 1 < len(headings) else body.end
        for part in holders:
            if heading.name == part.name:
                regions.setdefault(part.table, Span(heading.span.end, follows))
    starts = sorted([heading.span.start for heading in headings] + [body.end])
    for part in holders:
        if part.table in regions:
            continue
        at = _anchor(source.folded, tables[part.table], body)
        if at is None:
            continue
        regions = {key: Span(r.start, at) if r.start <= at < r.end else r for key, r in regions.items()}
        regions[part.table] = Span(at, next(start for start in starts if start > at) if at < body.end else at)
    found = {}
    for part in holders:
        if part.table in regions and (table := read_table(source, part.table, part.number, regions[part.table])):
            found[part.table] = table
    lost = [part for part in holders if part.table in regions and not _filled(found.get(part.table))]
    return {**found, **_tables_elsewhere(source, lost, regions, headings, body)} if lost else found


def _filled(table: Table | None) -> bool:
    return table is not None and any(figure.kind != "missing" for figure in table.figures.values())


def _tables_elsewhere(
    source: Source, lost: Sequence[FormPart], regions: Mapping[str, Span], headings: Sequence[TopHeading], body: Span
) -> Mapping[str, Table]:
    """Tables that do not stand in their parts: behind the report as an appendix, or before the heading."""
    found = {}
    for part in lost:
        region = regions[part.table]
        above = [heading for heading in headings if heading.span.end <= region.start]
        places = [Span(headings[-1].span.end, body.end)] if headings else []
        if len(above) > 1 and above[-1].span.end == region.start:
            places.append(Span(above[-2].span.end, above[-1].span.start))
        for place in places:
            table = _table_within(source, part, place) if place != region else None
            if table is not None:
                found[part.table] = table
                break
    return found


def _table_within(source: Source, part: FormPart, place: Span) -> Table | None:
    """The table of a part somewhere in a stretch of text, if it is really one."""
    _, tables = _form()
    at = _anchor(source.folded, tables[part.table], place)
    if at is None:
        return None
    rest = Span(at + 1, place.end)
    others = [_anchor(source.folded, shape, rest) for key, shape in tables.items() if key != part.table]
    end = min([place.end, *(other for other in others if other is not None)])
    table = read_table(source, part.table, part.number, Span(at, end))
    known = sum(figure.value is not None for figure in table.figures.values()) if table else 0
    return table if known >= _FEW_FIGURES else None


# -- parts ---------------------------------------------------------------------


def _blocks(
    headings: Sequence[TopHeading], tables: Mapping[str, Table], begin: int, close: int
) -> Iterable[tuple[str, Any]]:
    """The blocks of the report in their order, as tokens of `grammars/report.lark`."""
    spans = sorted(table.span for table in tables.values())
    starts = [heading.span.start for heading in headings] + [close]
    yield from _between(Span(begin, starts[0]), spans)
    for heading, follows in zip(headings, starts[1:], strict=True):
        yield "PART", heading
        yield from _between(Span(heading.span.end, max(heading.span.end, follows)), spans)


def _between(body: Span, tables: Sequence[Span]) -> Iterable[tuple[str, Span]]:
    at = body.start
    for table in tables:
        if table.end <= body.start or table.start >= body.end:
            continue
        if table.start > at:
            yield "TEXT", Span(at, table.start)
        yield "TABLE", table
        at = max(at, min(table.end, body.end))
    if body.end > at:
        yield "TEXT", Span(at, body.end)


def _parts(
    text: str, headings: Sequence[TopHeading], tables: Mapping[str, Table], begin: int, close: int
) -> tuple[Part, ...]:
    tree = tree_of("report", _blocks(headings, tables, begin, close))
    return tuple(_part(text, node) for node in tree.children if node.data == "part")


def _part(text: str, node: Any) -> Part:
    heading: TopHeading = node.children[0].children[0].value
    blocks = [(child.data, child.children[0].value) for child in node.children[1:]]
    end = blocks[-1][1].end if blocks else heading.span.end
    prose = tuple(trimmed for kind, span in blocks if kind == "text" and (trimmed := _trimmed(text, span)))
    below = tuple(one for span in prose for one in lower_headings(text, *span))
    return Part(
        heading.ordinal,
        heading.name,
        heading.number,
        heading.title,
        heading.span,
        heading.title_span,
        Span(heading.span.end, end),
        heading.exact,
        below,
        prose,
    )


def _trimmed(text: str, span: Span) -> Span | None:
    piece = text[span.start : span.end]
    start = span.start + len(piece) - len(piece.lstrip(_MARKUP))
    end = span.end - (len(piece) - len(piece.rstrip(_MARKUP)))
    return Span(start, end) if end > start else None


# -- what the report says of itself --------------------------------------------


def _year(
    text: str, found: Title | None, stated: Period | None, preamble: Span, parts: Sequence[Part]
) -> tuple[int | None, str | None, Span | None]:
    """The report year and where it was taken from: title, period, preamble, metadata, the text of part one."""
    if found and found.year and not found.from_metadata:
        return found.year, "title", found.year_span
    if stated:
        for bound, mention in ((stated.end, stated.end_mention), (stated.start, stated.start_mention)):
            year = bound.year if bound else mention.year if mention and not mention.damaged else None
            if year:
                return year, "period", mention.span if mention else stated.span
    if match := _NAMED_YEAR.search(text, *preamble):
        return int(match[1]), "preamble", Span(*match.span(1))
    if found and found.year:
        return found.year, "metadata", found.year_span
    return _year_of_text(text, parts)


def _year_of_text(text: str, parts: Sequence[Part]) -> tuple[int | None, str | None, Span | None]:
    """The year that part one speaks of, if it opens with it and hardly another is named."""
    for part in parts:
        if part.number != 1 or not part.prose:
            continue
        span = part.prose[0]
        named = [match[1] for match in _YEAR.finditer(text, *span)]
        opening = _YEAR.search(text, span.start, min(span.end, span.start + 40))
        if opening and named.count(opening[1]) * 3 >= len(named) * 2:
            return int(opening[1]), "text", Span(*opening.span(1))
    return None, None, None


def _edition(text: str, year: int | None, tables: Mapping[str, Table]) -> Edition | None:
    """The edition that the tables' labels are of; where they differ, the one the year asks for if it is there."""
    found = [table.edition for table in tables.values() if table.edition]
    if found:
        wanted = form_for(year) if year else None
        if wanted and wanted.edition in found:
            return wanted.edition
        applications = tables.get("applications")
        return (applications.edition if applications else None) or found[0]
    oldest = next(iter(forms().values()))
    if oldest.tables:
        return None
    if year is not None:
        return "pre-2019" if oldest.in_force(year) else None
    return "pre-2019" if any(mark in text for mark in oldest.marks) else None


def _agency(found: Title | None, signed_by: Agency | None, page: Metadata) -> Agency | None:
    """The agency as written: from the title, the signature, the page around the report, in that order."""
    from disclosure_lint.syntax.metadata import publisher

    named = (found.agency if found else None) or signed_by or publisher(page)
    if named and signed_by and named.kind is None and (named.name in signed_by.name or signed_by.name in named.name):
        return replace(named, kind=signed_by.kind, level=named.level or signed_by.level)
    return named
