"""Addresses of sites in the text, and what is wrong with them. E-mail addresses are none."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from disclosure_lint.report.model import Url
from disclosure_lint.source import Source, Span
from disclosure_lint.syntax.wordings import wordings

_LETTER = re.compile(r"[A-Za-z]")
_SCHEME = re.compile(
    r"(h{0,2}t{1,4}p{1,2}s{0,2})(\s?[:;]\s?[/\\]{1,4}|[:;](?=\s?www)|[/\\]{2,4}|(?=www\.))(\s{0,2})", re.IGNORECASE
)
_LABEL = re.compile(r"[A-Za-z0-9_-]+")
_NAME = re.compile(r"[\u4e00-\u9fff]{1,20}(?=\.)|政务|公益|中国|公司|网络")
_LOOSE_DOT = re.compile(r"(\s{0,2})([.。,])(\s{0,2})(?=[A-Za-z0-9])")
_CARRIED = re.compile(r"[ \t]*(?:\r\n|\n|\r)[ \t]*(?=[A-Za-z0-9.-])")
_PORT = re.compile(r":[0-9]{1,5}(?![0-9])")
_PATH = re.compile(r"[/?#][A-Za-z0-9\-._~:/?#\[\]@!$&'*+,;=%]*")
_REST = re.compile(r"[A-Za-z0-9\-._~:/?#@!$&'*+,;=%]*")
_RUN = re.compile(r"[A-Za-z0-9_.-]+")
_HOST_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")
_LONGEST_LABEL = 64
_MAIL = re.compile(r"[A-Za-z0-9._+-]{0,64}\s?@\s?[A-Za-z0-9.-]*")
_SOUND_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?|[\u4e00-\u9fff]{1,20}")
_SOUND_ENDING = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}|[\u4e00-\u9fff]{2,20}")
_STUCK_DIGITS = re.compile(r"([A-Za-z]{2,4})[0-9]+$")
_CLOSED = re.compile(r"\S")

_NO_HOSTS = ("http", "https", "www", "xxx", "xxxx")

# What may be wrong with an address. A line break is the doing of whoever extracted the text: not to be judged.
SCHEME = "scheme"
HOST = "host"
BLANK = "blank"
FULL_WIDTH = "full_width"
BROKEN = "broken"


class _Host(NamedTuple):
    labels: tuple[str, ...]
    end: int
    problem: str


@lru_cache(maxsize=1)
def _endings() -> tuple[frozenset[str], frozenset[str]]:
    data = wordings()["addresses"]
    return frozenset(data["endings"]), frozenset(data["final"])


def _blank_problem(blank: str) -> str:
    return "" if not blank else BROKEN if "\n" in blank or "\r" in blank else BLANK


def _label(text: str, at: int, end: int, named: bool) -> re.Match[str] | None:
    return _LABEL.match(text, at, end) or (_NAME.match(text, at, end) if named else None)


def _over_line_end(text: str, label: re.Match[str], end: int, joinable: bool) -> tuple[str, int, str]:
    """A label with what the next line holds of it, where it ends, and whether a line break went through."""
    carried = None
    if joinable and label[0].lower() not in _endings()[1]:
        carried = _CARRIED.match(text, label.end(), end)
    if not carried:
        return label[0], label.end(), ""
    rest = _LABEL.match(text, carried.end(), end)
    return (label[0] + rest[0], rest.end(), BROKEN) if rest else (label[0], carried.end(), BROKEN)


def _host(text: str, at: int, end: int, known: bool) -> _Host:
    """The host at an offset. `known`: a scheme or www says that one follows, so slips in its dots are read over."""
    labels: list[str] = []
    problem = ""
    final = _endings()[1]
    while label := _label(text, at, end, known):
        name, at, carried = _over_line_end(text, label, end, known or bool(labels))
        problem = problem or carried
        stuck = _STUCK_DIGITS.match(name) if labels else None
        if stuck and stuck[1].lower() in final:
            return _Host((*labels, stuck[1]), label.start() + len(stuck[1]), "" if carried else problem)
        labels.append(name)
        if text[at : at + 1] == "." and _label(text, at + 1, end, known):
            at += 1
            continue
        loose = _LOOSE_DOT.match(text, at, end) if known and name.lower() not in final else None
        if not loose:
            break
        following = _LABEL.match(text, loose.end(), end)
        if loose[2] == "," and not (following and following[0].lower() in final):
            break
        problem = problem or _blank_problem(loose[1] + loose[3]) or (HOST if loose[2] == "," else FULL_WIDTH)
        at = loose.end()
    return _Host(tuple(labels), at, problem)


def _possible(labels: tuple[str, ...]) -> bool:
    """Whether these labels can be the name or the number of a host."""
    names = [label.lower() for label in labels]
    if all(name.isdigit() for name in names):
        return len(names) == 4 and all(len(name) <= 3 and int(name) <= 255 for name in names)
    return (
        len(names) > 1
        and all(_SOUND_LABEL.fullmatch(name) for name in names)
        and bool(_SOUND_ENDING.fullmatch(names[-1]))
    )


def _tail(source: Source, at: int, end: int) -> int:
    """The end of the port and path that follow a host; full-width punctuation is never part of a path."""
    text = source.folded
    port = _PORT.match(text, at, end)
    if port:
        at = port.end()
    path = _PATH.match(text, at, end)
    if not path:
        return at
    stop = next((i for i in range(at, path.end()) if source.text[i] != text[i]), path.end())
    while stop > at and text[stop - 1] in ".,;:!?'[]":
        stop -= 1
    return stop


def _scheme_problem(source: Source, scheme: re.Match[str]) -> str:
    if scheme[1].lower() not in ("http", "https") or scheme[2] != "://":
        return BLANK if scheme[2].replace(" ", "") == "://" and scheme[1].lower() in ("http", "https") else SCHEME
    if source.text[scheme.start() : scheme.end(2)] != source.folded[scheme.start() : scheme.end(2)]:
        return FULL_WIDTH
    return _blank_problem(scheme[3])


def _url(source: Source, span: Span, scheme: str, labels: tuple[str, ...], problem: str, certain: bool) -> Url:
    return Url(span, source.text[slice(*span)], scheme, ".".join(labels).lower(), problem, certain)


def _schemed(source: Source, scheme: re.Match[str], end: int) -> Url | None:
    text = source.folded
    host = _host(text, scheme.end(), end, True)
    problem = _scheme_problem(source, scheme) or host.problem
    name = scheme[1].lower()
    if not host.labels:
        return _hostless(source, scheme, end)
    if _possible(host.labels):
        stop = _tail(source, host.end, end)
        wide = source.text[scheme.end() : host.end] != text[scheme.end() : host.end]
        problem = problem or wide * FULL_WIDTH
        return _url(source, Span(scheme.start(), stop), name, host.labels, problem, problem == HOST)
    if "//" not in scheme[2] and "." not in text[scheme.end() : host.end]:
        return None
    rest = _REST.match(text, host.end, end)
    stop = rest.end() if rest else host.end
    if text[host.end : host.end + 1] in ("\n", "\r", "") or problem == BROKEN:
        return _url(source, Span(scheme.start(), stop), name, host.labels, BROKEN, False)
    certain = problem in ("", HOST) and _certainly_none(host.labels)
    return _url(source, Span(scheme.start(), stop), name, host.labels, problem or HOST, certain)


def _certainly_none(labels: tuple[str, ...]) -> bool:
    """Whether nobody could mean these labels: a single word may be a host of an inner network, `_` works in places."""
    return not any("_" in label for label in labels) and (len(labels) > 1 or labels[0].lower() in _NO_HOSTS)


def _hostless(source: Source, scheme: re.Match[str], end: int) -> Url | None:
    """A scheme with nothing behind it: wrong where something follows it, cut off where the line ends.

    Never certain: what stood there may have been lost with its link.
    """
    if "//" not in scheme[2]:
        return None
    closed = not scheme[3] and bool(_CLOSED.match(source.folded, scheme.end(), end))
    span = Span(scheme.start(), scheme.end(2))
    return _url(source, span, scheme[1].lower(), (), HOST if closed else BROKEN, False)


def _bare(source: Source, start: int, end: int) -> Url | None:
    text = source.folded
    known = text[start : start + 3].lower() == "www"
    host = _host(text, start, end, known)
    if len(host.labels) < 2 or not (known or host.labels[-1].lower() in _endings()[0]):
        return None
    possible = _possible(host.labels)
    if not possible and not known:
        return None
    stop = _tail(source, host.end, end)
    wide = source.text[start : host.end] != text[start : host.end]
    problem = host.problem or (wide * FULL_WIDTH if possible else HOST)
    if problem == HOST and text[stop : stop + 1] in ("\n", "\r", ""):
        problem = BROKEN
    return _url(source, Span(start, stop), "", host.labels, problem, False)


def _leftmost(text: str, at: int, start: int) -> int:
    """The start of the run of host characters that holds `at`."""
    floor = max(start, at - _LONGEST_LABEL)
    while at > floor and text[at - 1] in _HOST_CHARACTERS:
        at -= 1
    return at


def urls(source: Source, span: Span) -> tuple[Url, ...]:
    """Every address in a stretch of the text, in order, with and without scheme.

    `problem` is "scheme", "host", "blank", "full_width" or, where a line break goes through it, "broken" (nobody can
    tell who broke it). `certain`: a scheme is written and what follows cannot be a host.
    """
    text = source.folded
    found: list[Url] = []
    at = span.start
    while letter := _LETTER.search(text, at, span.end):
        at = letter.start()
        scheme = _SCHEME.match(text, at, span.end)
        start = at if scheme else _leftmost(text, at, max(span.start, found[-1].span.end if found else span.start))
        mail = None if scheme else _MAIL.match(text, start, span.end)
        if mail or text[start - 1 : start] in ("@", "/"):
            at = max(at + 1, mail.end() if mail else _REST.match(text, at, span.end).end())  # type: ignore[union-attr]
            continue
        url = _schemed(source, scheme, span.end) if scheme else _bare(source, start, span.end)
        if url:
            found.append(url)
            at = url.span.end
        else:
            at = _RUN.match(text, at, span.end).end()  # type: ignore[union-attr]
    return tuple(found)
