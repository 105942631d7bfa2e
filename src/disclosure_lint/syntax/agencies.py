"""Agencies by name: what kind they are and of which level. A name is taken as written and never completed."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from disclosure_lint.report.model import Agency, AgencyKind, AgencyLevel
from disclosure_lint.source import Span, folded
from disclosure_lint.syntax.wordings import wordings

_HAN = r"[\u4e00-\u9fff]"
_BRACKETED = re.compile(r"[(〔\[][^()]*[)〕\]]$")


class _Places(NamedTuple):
    province: re.Pattern[str]
    prefecture: re.Pattern[str]
    county: re.Pattern[str]
    zone: re.Pattern[str]
    county_cities: frozenset[str]
    districts: frozenset[str]
    municipalities: frozenset[str]
    relative: re.Pattern[str]
    levels: dict[str, AgencyLevel | None]


class _Organs(NamedTuple):
    kinds: tuple[tuple[AgencyKind, re.Pattern[str]], ...]
    national: re.Pattern[str]
    vertical: re.Pattern[str]
    provincial: re.Pattern[str]
    township: re.Pattern[str]


class _Place(NamedTuple):
    """How far a name is a place, and the level of that place. `zone`: it ends in a zone without a government."""

    end: int
    level: AgencyLevel | None
    zone: bool = False


def _alternatives(words: Any) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@lru_cache(maxsize=1)
def _places() -> _Places:
    data = wordings("places")
    prefectures = _alternatives(name for line in data["prefectures"] for name in line)
    plain = rf"(?:(?!{_alternatives(data['no_place'])}|[局厅委办院部处站所队]|中心){_HAN}){{1,16}}?"
    no_district = "".join(f"(?<!{word})" for word in data["no_district"])
    unit = rf"(?!{_alternatives(data['no_place'])})(?:自治县|自治旗|县|旗|市|{no_district}区)(?![域划])"
    county = rf"{_HAN}城市|{plain}{unit}"
    return _Places(
        re.compile(_alternatives(data["provinces"] + data["municipalities"]) + rf"|{_HAN}{{2,3}}省"),
        re.compile(rf"{prefectures}|{_HAN}{{1,12}}?自治州|(?:{_alternatives(data['short_prefectures'])})(?!区)"),
        re.compile(rf"{_alternatives(data['counties'])}|{county}"),
        re.compile(rf"{_HAN}*?(?:{_alternatives(data['zones'])})"),
        frozenset(f"{name}市" for name in data["county_cities"]),
        frozenset(data["districts"]),
        frozenset(data["municipalities"]),
        re.compile(rf"(?!{_alternatives(data['no_place'])})(?:{_alternatives(data['relative'])})(?!村|镇企|域|划)"),
        data["relative"],
    )


@lru_cache(maxsize=1)
def _organs() -> _Organs:
    data = wordings("agencies")
    return _Organs(
        tuple((entry["kind"], re.compile(rf"(?:{'|'.join(entry['ends'])})$")) for entry in data["kinds"]),
        *(re.compile(data[key]) for key in ("national", "vertical", "provincial", "township")),
    )


def _place(name: str) -> _Place:
    """The place that a name begins with."""
    places = _places()
    at = 0
    level: AgencyLevel | None = None
    for pattern, reached in ((places.province, "province"), (places.prefecture, "city")):
        if match := pattern.match(name, at):
            at, level = match.end(), reached  # type: ignore[assignment]
    while county := places.county.match(name, at):
        at = county.end()
        if places.zone.fullmatch(county[0]) and county[0] not in places.districts:
            return _Place(at, level, True)
        if not county[0].endswith("市"):
            level = "county"
            break
        level = "county" if level == "city" or county[0] in places.county_cities else None
    return _in_zone(name, _Place(at, level))


def _in_zone(name: str, place: _Place) -> _Place:
    """The place with the zone that follows it, if the name ends in one."""
    return _Place(len(name), place.level, True) if _places().zone.fullmatch(name, place.end) else place


def _relative_level(name: str) -> AgencyLevel | None:
    match = _places().relative.match(name)
    return _places().levels[match[0]] if match and match.end() < len(name) else None


def _kind(name: str, place: _Place) -> AgencyKind | None:
    if place.end == len(name) and place.end:
        return "committee" if place.zone else "government"
    return next((kind for kind, pattern in _organs().kinds if pattern.search(name)), None)


def _level(name: str, place: _Place, kind: AgencyKind | None) -> AgencyLevel | None:
    organs = _organs()
    if kind in ("township", "subdistrict") or (kind and organs.township.match(name, place.end)):
        return "township"
    if place.zone:  # a zone of a city or province may be of any level below it
        return "county" if place.level == "county" else None
    if place.level:
        return place.level
    if not place.end and organs.national.search(name):
        return "national"
    return _relative_level(name) or ("province" if organs.provincial.search(name) else None)


@lru_cache(maxsize=4096)
def classified(name: str) -> tuple[AgencyKind | None, AgencyLevel | None]:
    """The kind and the level that a name tells, None where it does not."""
    plain = _BRACKETED.sub("", folded(name))
    vertical = _organs().vertical.match(plain)
    if vertical and _place(plain[vertical.end() :]).end:
        plain = plain[vertical.end() :]
    place = _place(plain)
    kind = _kind(plain, place)
    return kind, _level(plain, place, kind)


def is_place(name: str) -> bool:
    """Whether a name is a place and nothing more."""
    plain = "".join(folded(name).split())
    return 0 < _place(plain).end == len(plain)


def begins_with_place(name: str) -> bool:
    """Whether a name begins with a place."""
    return _place("".join(folded(name).split())).end > 0


def agency(name: str, span: Span) -> Agency:
    """The agency of a name as written, without the blanks and line breaks in it."""
    plain = "".join(name.split())
    return Agency(plain, span, *classified(plain))
