"""Addresses of sites in the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from disclosure_lint.finding import Place
from disclosure_lint.report.model import Report, Url
from disclosure_lint.rules.kinds import kind
from disclosure_lint.rules.outcome import Context, Failed, Mark, NotAssessable, Outcome
from disclosure_lint.rules.passage import part_at
from disclosure_lint.rules.wording import Wordings


def own_addresses(report: Report) -> Iterator[tuple[Place, Url]]:
    """The addresses that the report itself gives, not the page around it."""
    ordinal = 0
    for url in report.urls:
        part = part_at(report, url.span.start)
        inside = any(p.heading.start <= url.span.start < p.body.end for p in report.parts)
        if part is not None or inside:
            ordinal += 1
            yield Place(part=part, ordinal=ordinal), url


def under(host: str, domains: tuple[str, ...]) -> bool:
    """Whether a host is one of some domains or lies below one."""
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


@kind("site-hosts")
@dataclass(frozen=True)
class SiteHosts:
    """Sites named in the text lie under `domains`.

    `allowed`: other hosts that are in order. `introduced`: how an address is introduced outside the preamble, in the
    `reach` characters before it, if it is that of a site of the agency. Malformed addresses are another rule's matter.
    """

    domains: tuple[str, ...]
    allowed: tuple[str, ...] = ()
    introduced: Wordings = field(default_factory=Wordings)
    reach: int = 30

    PLACEHOLDERS: ClassVar = ("host", "address")

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each address."""
        for place, url in own_addresses(report):
            if url.problem or not url.host or under(url.host, self.domains) or under(url.host, self.allowed):
                continue
            if place.part == "preamble" or self._introduced(report, url):
                yield Failed(Mark(url.span), place, "", {"host": url.host, "address": url.text})

    def _introduced(self, report: Report, url: Url) -> bool:
        before = report.source.folded[max(0, url.span.start - self.reach) : url.span.start]
        return self.introduced.first("".join(before.split())) is not None


@kind("well-formed-addresses")
@dataclass(frozen=True)
class WellFormedAddresses:
    """Addresses are written so that a browser finds them.

    `problems`: what each problem is called, in each language. `unclear`: problems that whoever extracted the text may
    have caused.
    """

    problems: Mapping[str, Mapping[str, str]]
    unclear: tuple[str, ...] = ()

    OUTCOMES: ClassVar = ("certain", "doubtful")
    PLACEHOLDERS: ClassVar = ("address", "problem")

    def outcomes(self, report: Report, context: Context) -> Iterator[Outcome]:
        """One instance for each address."""
        for place, url in own_addresses(report):
            if url.problem in self.unclear:
                yield NotAssessable("address-broken", place, {"address": "".join(url.text.split())})
            elif url.problem:
                problem = self.problems.get(url.problem, {"zh": url.problem, "en": url.problem})
                values = {"address": url.text, "problem": problem}
                yield Failed(Mark(url.span), place, "certain" if url.certain else "doubtful", values)
