"""Documents that reports cite: what is known of their numbers, titles, years, articles. Others are never judged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from disclosure_lint.report.model import Citation
from disclosure_lint.rules.datasets import dataset
from disclosure_lint.rules.options import OptionError
from disclosure_lint.rules.wording import Wordings
from disclosure_lint.source import folded

_BRACKETS = re.compile(r"[(\[【﹝〖〔]")
_CLOSERS = re.compile(r"[)\]】﹞〗〕]")
_NUMBER = re.compile(r"(.*?)〔(\d{4})〕第?0*(\d+)号")
_DECREE = re.compile(r"(?:中华人民共和国)?(?:国务院.*?|国令第?)(\d{3})号")
_DECORATION = re.compile(r"[《》〈〉<>“”\"'()\s、,]|&[lg]t;")


_LEAD = re.compile(r".*(?:根据|按照|依据|依照|遵照|参照|对照|执行|落实|贯彻|转发|印发|下发|符合|以及)(?=[^\W\d_]{2})")


def without_lead(number: str) -> str:
    """A document number without the verb before it, which reads like a part of it."""
    lead = _LEAD.match(number)
    return number[lead.end() :] if lead else number


@lru_cache(maxsize=256)
def plain_number(number: str) -> str:
    """A document number as it should be written, so that ways of writing it can be compared."""
    squeezed = _CLOSERS.sub("〕", _BRACKETS.sub("〔", "".join(folded(without_lead(number)).split())))
    if "令" in squeezed and (decree := _DECREE.match(squeezed)):
        return f"国务院令第{decree[1]}号"
    match = _NUMBER.fullmatch(squeezed)
    return f"{match[1]}〔{match[2]}〕{match[3]}号" if match else squeezed


@lru_cache(maxsize=512)
def plain_title(title: str) -> str:
    """A title without marks and blanks."""
    return _DECORATION.sub("", folded(title))


@dataclass(frozen=True)
class Document:
    """One document.

    `titles`: plain titles, and the shorter ones that stand for them. `until`: the last report year it is a basis for.
    `basis`: whether reports can rest on it. `articles`: what an article is about, by its number in Chinese.
    """

    number: str
    name: str
    titles: frozenset[str]
    since: int | None = None
    until: int | None = None
    successor: str = ""
    basis: bool = True
    articles: Mapping[str, Wordings] = field(default_factory=dict)


@dataclass(frozen=True)
class Documents:
    """The documents of a data file, by number and by title; in YAML the name of the file."""

    documents: tuple[Document, ...]
    issuers: tuple[str, ...]

    @classmethod
    def from_option(cls, value: Any) -> Documents:
        """The documents, if all of them can be used."""
        data = dataset(value)
        if not isinstance(data, dict) or not isinstance(data.get("documents"), list):
            raise OptionError("文件要有 documents 列表", "the file wants a list `documents`")
        issuers = tuple(sorted(map(str, data.get("issuers", ())), key=len, reverse=True))
        wrappers = [re.compile(wrapper) for wrapper in data.get("wrappers", ())]
        return cls(tuple(_document(each, issuers, wrappers) for each in data["documents"]), issuers)

    @cached_property
    def by_number(self) -> Mapping[str, Document]:
        """Each document under its number."""
        return {document.number: document for document in self.documents}

    @cached_property
    def by_title(self) -> Mapping[str, tuple[Document, ...]]:
        """The documents that bear a title."""
        found: dict[str, tuple[Document, ...]] = {}
        for document in self.documents:
            for title in document.titles:
                found[title] = (*found.get(title, ()), document)
        return found

    def numbered(self, citation: Citation) -> Document | None:
        """The document whose number is cited."""
        return self.by_number.get(plain_number(citation.number)) if citation.number else None

    def titled(self, citation: Citation) -> tuple[Document, ...]:
        """The documents whose title is cited."""
        return self.by_title.get(plain_title(citation.title), ()) if citation.title else ()

    def issued(self, text: str) -> bool:
        """Whether a text begins or ends with the name of one of the issuing offices."""
        return text.startswith(self.issuers) or text.endswith(self.issuers)

    def __getstate__(self) -> dict[str, Any]:
        return {"documents": self.documents, "issuers": self.issuers}


_KEYS = frozenset({"number", "name", "titles", "since", "until", "successor", "basis", "articles"})


def _document(data: Any, issuers: tuple[str, ...], wrappers: list[re.Pattern[str]]) -> Document:
    if not isinstance(data, dict) or not {"number", "name", "titles"} <= data.keys() or not data.keys() <= _KEYS:
        raise OptionError(f"文件条目要有 number、name、titles：{data}", f"wants number, name, titles: {data}")
    titles: set[str] = set()
    for title in data["titles"]:
        titles |= _short_titles(plain_title(title), issuers, wrappers)
    return Document(
        plain_number(data["number"]),
        data["name"],
        frozenset(titles),
        data.get("since"),
        data.get("until"),
        data.get("successor", ""),
        data.get("basis", True),
        {article: Wordings.from_option(words) for article, words in data.get("articles", {}).items()},
    )


def _short_titles(title: str, issuers: tuple[str, ...], wrappers: list[re.Pattern[str]]) -> set[str]:
    """A plain title, without its issuer, and without 关于印发…的通知 around it."""
    found = {title}
    for issuer in issuers:
        if title.startswith(issuer):
            title = title.removeprefix(issuer)
            found.add(title)
            break
    for wrapper in wrappers:
        if match := wrapper.fullmatch(title):
            found.add(match[1])
    return found
