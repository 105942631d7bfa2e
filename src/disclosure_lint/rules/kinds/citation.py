"""Cited documents: numbers and titles that belong together, bases that are in force, articles that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from disclosure_lint.finding import Edit, Place, Severity
from disclosure_lint.report.model import Citation, Report
from disclosure_lint.rules.documents import Document, Documents, plain_number, plain_title, without_lead
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.kinds.marks import ascii_share
from disclosure_lint.rules.kinds.years import disputed
from disclosure_lint.rules.lexicon import sentence_around
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome
from disclosure_lint.rules.wording import Wordings
from disclosure_lint.rules.written import Ordinals
from disclosure_lint.source import Span

_MORE_NUMBERS = re.compile(r"\s*[、,和及]\s*[^\W\d_]{1,24}\s?[〔\[【(﹝]\s?\d{4}")


def _sentence(report: Report, citation: Citation) -> str:
    """The sentence around a citation, without blanks."""
    text = report.source.folded
    begin, end = max(0, citation.span.start - 300), citation.span.end + 300
    around = sentence_around(text[begin:end], citation.span.start - begin, citation.span.end - begin)
    return "".join(around.split())


def _cited_span(citation: Citation) -> Span:
    """A citation without the verb before a number that stands alone."""
    if citation.title or not citation.number:
        return citation.span
    return Span(citation.span.end - len(without_lead(citation.number)), citation.span.end)


def _contradicts(document: Document | None, titled: tuple[Document, ...]) -> bool:
    return document is not None and bool(titled) and document not in titled


@kind("superseded-basis")
@dataclass(frozen=True)
class SupersededBasis:
    """What a report cites as its basis is in force for its year.

    `documents`: the file with what is known of them. `past`: wordings that show a document to be mentioned for what
    it was.
    """

    documents: Documents
    past: Wordings = field(default_factory=Wordings)

    PLACEHOLDERS: ClassVar = ("name", "number", "until", "successor")

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each document, however often it is cited."""
        if report.year is None or disputed(report):
            yield NotAssessable("unknown-year" if report.year is None else "years-disagree")
            return
        said: set[str] = set()
        ordinals = Ordinals(report)
        cited = {document.number for citation in report.citations if (document := self.documents.numbered(citation))}
        for citation in report.citations:
            document = self._cited(report, citation)
            if document is None or document.until is None or report.year <= document.until or document.number in said:
                continue
            if self.past.first(_sentence(report, citation)):
                continue
            said.add(document.number)
            successor = self.documents.by_number.get(plain_number(document.successor))
            values = {
                "name": document.name,
                "number": document.number,
                "until": document.until,
                "successor": f"《{successor.name}》（{successor.number}）" if successor else document.successor,
            }
            ceiling: Severity | None = "note" if successor and successor.number in cited else None
            yield Failed(Mark(_cited_span(citation)), ordinals.place(citation.span.start), "", values, ceiling=ceiling)

    def _cited(self, report: Report, citation: Citation) -> Document | None:
        """The document that is cited beyond doubt: by its number, or by a title that only it has."""
        numbered, titled = self.documents.numbered(citation), self.documents.titled(citation)
        if numbered:
            return None if _contradicts(numbered, titled) else numbered
        if citation.number or len(titled) != 1:
            return None
        before = report.source.folded[max(0, citation.span.start - 24) : citation.span.start]
        issued = self.documents.issued(plain_title(citation.title)) or self.documents.issued(plain_title(before))
        return titled[0] if issued else None


@kind("document-numbers")
@dataclass(frozen=True)
class DocumentNumbers:
    """The number that follows a title is that of the document, and the title before a number its title.

    `documents`: the file with what is known of them. `national`: how numbers of offices begin that issue them; another
    number behind a known title may be that of a local document with the same words. A title that is none of the known
    ones but stands before a known number counts as miswritten only if at least `alike` per cent of it are the same.
    """

    documents: Documents
    national: Wordings
    alike: int

    OUTCOMES: ClassVar = ("number", "pair", "title")
    PLACEHOLDERS: ClassVar = ("name", "number", "right", "title", "other")
    LABELS: ClassVar = {"title": ()}

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each number with a title."""
        ordinals = Ordinals(report)
        for citation in report.citations:
            if not citation.title or not citation.number_span or not citation.title_span:
                continue
            if _MORE_NUMBERS.match(report.source.folded, citation.number_span.end):
                continue  # numbers of several titles in one bracket
            if outcome := self._outcome(citation, ordinals.place(citation.span.start)):
                yield outcome

    def _outcome(self, citation: Citation, place: Place) -> Outcome | None:
        assert citation.number_span and citation.title_span
        numbered, titled = self.documents.numbered(citation), self.documents.titled(citation)
        title = "".join(citation.title.split())
        values = {"title": title, "number": "".join(citation.number.split()), "name": "", "right": "", "other": ""}
        marks = (Mark(citation.title_span, "title"),)
        if numbered is None:
            if not titled or not self.national.at_start(plain_number(citation.number)):
                return None
            values |= {"name": titled[0].name, "right": titled[0].number}
            return Failed(Mark(citation.number_span), place, "number", values, marks)
        values |= {"name": numbered.name, "right": numbered.number}
        if _contradicts(numbered, titled):
            values["other"] = titled[0].number
            return Failed(Mark(citation.number_span), place, "pair", values, marks)
        if not titled and citation.span.start < citation.title_span.start and not self._abbreviates(title, numbered):
            if self._alike(title, numbered):
                return Failed(Mark(citation.title_span), place, "title", values)
            return NotAssessable("citation-unclear", place, {"number": values["number"]})
        return None

    def _abbreviates(self, title: str, document: Document) -> bool:
        """Whether a title is a known one with words left out."""
        return any(_within(plain_title(title), known) for known in document.titles)

    def _alike(self, title: str, document: Document) -> bool:
        from difflib import SequenceMatcher

        cited = plain_title(title)
        return any(SequenceMatcher(None, cited, known).ratio() * 100 >= self.alike for known in document.titles)


def _within(short: str, long: str) -> bool:
    """Whether the characters of one text stand in another in the same order."""
    rest = iter(long)
    return all(character in rest for character in short)


@kind("cited-articles")
@dataclass(frozen=True)
class CitedArticles:
    """Articles are cited for what they say, and reports rest on documents that can be their basis.

    `documents`: the file with what is known of them. `grounds`: wordings that make what stands before them the basis of
    the report.
    """

    documents: Documents
    grounds: Wordings

    OUTCOMES: ClassVar = ("article", "no_basis")
    PLACEHOLDERS: ClassVar = ("name", "article", "right", "number")

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each citation."""
        ordinals = Ordinals(report)
        for citation in report.citations:
            document = self._document(report, citation)
            if document is None:
                continue
            values = {"name": document.name, "article": citation.article, "number": document.number, "right": ""}
            if citation.article and (right := self._right_article(report, citation, document)):
                values["right"] = right
                yield Failed(Mark(citation.span), ordinals.place(citation.span.start), "article", values)
            elif not document.basis and self.grounds.first(_sentence(report, citation)):
                yield Failed(Mark(citation.span), ordinals.place(citation.span.start), "no_basis", values)

    def _document(self, report: Report, citation: Citation) -> Document | None:
        numbered, titled = self.documents.numbered(citation), self.documents.titled(citation)
        if numbered or not titled:
            return None if _contradicts(numbered, titled) else numbered
        in_force = [document for document in titled if _in_force(document, report.year)]
        return in_force[0] if len(in_force) == 1 and not citation.number else None

    def _right_article(self, report: Report, citation: Citation, document: Document) -> str:
        """The article that the sentence speaks of, if that is another than the one cited."""
        cited = citation.article.split("条")[0] + "条"
        if cited not in document.articles:
            return ""
        around = _sentence(report, citation)
        if document.articles[cited].first(around):
            return ""
        return next((article for article, words in document.articles.items() if words.first(around)), "")


def _in_force(document: Document, year: int | None) -> bool:
    if year is None:
        return False
    return (document.since or year) <= year <= (document.until or year)


_BRACKETED = re.compile(r"([(（\[［【〖])\s?((?:19|20)\d{2})\s?([)）\]］】〗])")


@kind("number-brackets")
@dataclass(frozen=True)
class NumberBrackets:
    """The year in a document number stands in six-cornered brackets.

    If more than `most` per cent of all marks are ASCII, whoever extracted the text may have changed the brackets too.
    """

    most: int

    PLACEHOLDERS: ClassVar = ("number", "right")

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each document number."""
        ordinals = Ordinals(report)
        flattened = None
        for citation in report.citations:
            if not citation.number_span:
                continue
            match = _BRACKETED.search(report.source.text, *citation.number_span)
            if not match:
                continue
            if flattened is None:
                flattened = ascii_share(report) > self.most
            place = ordinals.place(citation.number_span.start)
            if flattened and match[0].isascii():
                yield NotAssessable("marks-flattened", place, {"share": ascii_share(report)})
                continue
            number = "".join(without_lead(citation.number).split())
            start = citation.number_span.end - len(without_lead(citation.number))
            right = number.replace("".join(match[0].split()), f"〔{match[2]}〕")
            edits = (Edit(Span(*match.span(1)), "〔"), Edit(Span(*match.span(3)), "〕"))
            values = {"number": number, "right": right}
            span = Span(start, citation.number_span.end)
            yield Failed(Mark(span), place, "", values, edits=edits, applicability="safe")
