"""Documents cited in the text: titles in 《》, document numbers, decrees, articles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from disclosure_lint.report.model import Citation
from disclosure_lint.source import Source, Span

_ALIAS = re.compile(r"(?:以下)?(?:统一?|简|合)称(?:为)?[:“\"]?\s*$|下称[“\"]?\s*$")
_ARTICLE = re.compile(
    r"\s*[”\"]?(?:的|中|之)?(第[0-9零〇一二三四五六七八九十百]+条(?:第?[0-9一二三四五六七八九十]+款)?"
    r"(?:第?[(]?[0-9一二三四五六七八九十]+[)]?项)?)"
)
_NUMBER = (
    r"(?:[^\W\d_]{1,24}\s?[〔\[【(﹝〖]\s?(?:19|20)[0-9]{2}\s?[〕\]】)﹞〗]\s?第?[0-9]{1,5}\s?号"
    r"|(?:中华人民共和国)?(?:国务院令?|国令)\s?(?:[(]\s?第\s?[0-9]{3}\s?号\s?[)]|第?\s?[0-9]{3}\s?号令?)"
    r"|(?:主席令)?第\s?[0-9]{1,3}\s?号令)"
)
_AFTER_TITLE = re.compile(rf"\s*[(〔\[【,，]?\s*(?:以下[^()《》]{{0,4}}称《[^《》]{{1,20}}》[,，]\s*)?({_NUMBER})")
_BARE_NUMBER = re.compile(_NUMBER)
_NUMBER_END = re.compile(r"(?:[0-9]\s?[〕\]】)﹞〗]\s?第?\s?[0-9]{1,5}|第\s?[0-9]{3})\s?$")
_UNBRACKETED = re.compile(r"[^\W\d_]{6,60}(?:条例|通知|办法|规定|意见|要点|方案|格式|细则)[》”]?$")
_LEAD = re.compile(r".*?(?:根据|按照|依据|依照|遵照|执行|落实)(?=[^\W\d_]{6})")
_TITLE_ENDS = ("条例", "办法", "规定")
_BARE_TITLE = re.compile(r"((?:(?:中华人民共和国)?(?:政府)?信息公开)?(?:条例|办法|规定))$")
_MARKS = re.compile(r"[《》。]|\n[ \t\r]*\n")
_LINE_BREAK = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_LONGEST_TITLE = 200
_DEEPEST = 4
_REACH = 64
_NUMBER_REACH = 64


def _closing(text: str, opening: int, end: int) -> int:
    """The offset after the 》 that closes the 《 at `opening`, -1 if nothing closes it."""
    depth = 0
    for mark in _MARKS.finditer(text, opening, min(end, opening + _LONGEST_TITLE)):
        if mark[0] not in "《》":
            return -1
        depth += 1 if mark[0] == "《" else -1
        if not depth:
            return mark.end()
        if depth > _DEEPEST:
            return -1
    return -1


def _on_one_line(text: str) -> str:
    return _LINE_BREAK.sub("", text) if "\n" in text or "\r" in text else text


def _is_alias(text: str, opening: int, floor: int) -> bool:
    """Whether a title only says how another is called from here on."""
    before = text[max(floor, opening - 10) : opening]
    return "称" in before and bool(_ALIAS.search("".join(before.split())))


def _may_be_numbered(text: str, at: int, end: int) -> bool:
    """Whether a 号 follows before the next title but one: a short name may stand between."""
    near = text.find("号", at, min(end, at + _NUMBER_REACH))
    return near >= 0 and text.count("《", at, near) <= ("称" in text[at:near])


def _titled(source: Source, opening: int, closing: int, end: int) -> Citation:
    text = source.folded
    title = Span(opening + 1, closing - 1)
    last, article, number = closing, "", None
    named = _ARTICLE.match(text, closing, end) if "第" in text[closing : closing + 6] else None
    if named:
        article, last = source.text[slice(*named.span(1))], named.end()
    numbered = _AFTER_TITLE.match(text, last, end) if _may_be_numbered(text, last, end) else None
    if numbered:
        number = Span(*numbered.span(1))
        last = number.end
    return Citation(
        Span(opening, last),
        _on_one_line(source.text[slice(*title)]),
        _on_one_line(source.text[slice(*number)]) if number else "",
        title,
        number,
        article,
    )


def _titles(source: Source, span: Span) -> list[Citation]:
    text = source.folded
    found: list[Citation] = []
    at = text.find("《", span.start, span.end)
    while at >= 0:
        closing = _closing(text, at, span.end)
        if closing < 0:
            closing = at + 1
        elif not _is_alias(text, at, span.start) or _ARTICLE.match(text, closing, span.end):
            found.append(_titled(source, at, closing, span.end))
            closing = found[-1].span.end
        at = text.find("《", closing, span.end)
    return found


def _unbracketed(source: Source, number: Span, start: int) -> Span | None:
    """The title before a number in brackets that stands without 《》, None if there is none."""
    text = source.folded
    end = number.start
    if text[end - 1 : end] not in ("(", "〔", "[", "【"):
        return None
    begin = max(start, end - _REACH)
    begin = max([begin, *(text.rfind(mark, begin, end - 2) + 1 for mark in "。;,:、\n《》")])
    match = _UNBRACKETED.search(text, begin, end - 1)
    if not match:
        return None
    lead = _LEAD.match(text, match.start(), end - 1)
    return Span(lead.end() if lead else match.start(), match.end())


def _numbers(source: Source, span: Span, taken: list[Citation]) -> list[Citation]:
    text = source.folded
    used = [one.number_span for one in taken if one.number_span]
    found: list[Citation] = []
    for at in _number_ends(text, span):
        if any(stretch.start <= at < stretch.end for stretch in used):
            continue
        match = _last_number(text, max(span.start, at - 48), at, span.end)
        if match:
            used.append(match)
            title = _unbracketed(source, match, span.start)
            found.append(
                Citation(
                    Span(title.start if title else match.start, match.end),
                    source.text[slice(*title)].rstrip("》”") if title else "",
                    source.text[slice(*match)],
                    title,
                    match,
                )
            )
    return found


def _articles(source: Source, span: Span) -> list[Citation]:
    """条例第四十九条: an article of a document named without 《》."""
    found: list[Citation] = []
    text = source.folded
    at = text.find("第", span.start + 2, span.end)
    while at >= 0:
        article = _ARTICLE.match(text, at, span.end) if text[at - 2 : at] in _TITLE_ENDS else None
        named = _BARE_TITLE.search(text, max(span.start, at - 16), at) if article else None
        if named and article:
            title = Span(*named.span(1))
            found.append(
                Citation(
                    Span(title.start, article.end()),
                    source.text[slice(*title)],
                    "",
                    title,
                    None,
                    source.text[slice(*article.span(1))],
                )
            )
        at = text.find("第", at + 1, span.end)
    return found


def _number_ends(text: str, span: Span) -> Iterator[int]:
    """The offsets of every 号 that may end a document's number."""
    at = text.find("号", span.start, span.end)
    while at >= 0:
        near = text[at - 1 : at].strip("0123456789 ") == ""
        if near and _NUMBER_END.search(text, max(span.start, at - 14), at):
            yield at
        at = text.find("号", at + 1, span.end)


def _last_number(text: str, begin: int, at: int, end: int) -> Span | None:
    for match in _BARE_NUMBER.finditer(text, begin, min(end, at + 16)):
        if match.end() > at:
            return Span(*match.span())
    return None


def citations(source: Source, span: Span) -> tuple[Citation, ...]:
    """Every cited document in a stretch of the text, in order. 以下简称《…》 cites nothing new and is left out."""
    titled = _titles(source, span)
    return tuple(sorted(titled + _numbers(source, span, titled) + _articles(source, span), key=lambda one: one.span))
