"""Invented agencies of every kind and level."""

from __future__ import annotations

import random
from dataclasses import dataclass

from sample_chance import between, pick, weighted
from sample_document import phrases

KINDS = {"government": 4, "office": 2, "department": 5, "township": 3, "subdistrict": 2, "committee": 1}


@dataclass(frozen=True)
class Agency:
    """An agency: its name, kind, level (None if the name does not settle it), and how its report calls it.

    The name of an invented 市 does not say whether it is of city or county level, so such agencies have no level here
    and make no 规章. For a city that does, give the name of a real one.

    `short` is "我县" and the like, `all` "全县", `host` the host of its site, `site` the name of the site.
    """

    name: str
    kind: str
    level: str | None
    short: str
    all: str
    host: str
    site: str
    makes_rules: bool = False


def random_agency(rng: random.Random, kind: str | None = None) -> Agency:
    """An agency of the kind given, or of any kind."""
    return _MAKERS[kind or weighted(rng, KINDS)](rng)


def agency_named(rng: random.Random, name: str) -> Agency:
    """An agency with the name given; kind and level are those the name shows."""
    kind = _kind(name)
    level = "township" if kind in ("township", "subdistrict") else None if kind == "committee" else _level(name)
    word = {"township": name[-5], "department": "局", "office": "办", "subdistrict": "街道"}.get(kind, "")
    word = word or {"province": "省", "city": "市", "county": "县" if "县" in name else "区"}.get(level or "", "区")
    host = f"www.{pick(rng, phrases()['places']['cities'])['host']}.gov.cn"
    everyone = f"我{word}" if kind in ("department", "office") else f"全{word}"
    makes_rules = kind == "government" and level in ("province", "city")
    return Agency(name, kind, level, f"我{word}", everyone, host, "门户网站", makes_rules)


def _kind(name: str) -> str:
    if name.endswith(("镇人民政府", "乡人民政府")):
        return "township"
    endings = {
        "人民政府": "government",
        "人民政府办公厅": "office",
        "人民政府办公室": "office",
        "街道办事处": "subdistrict",
        "管理委员会": "committee",
        "管委会": "committee",
    }
    return next((kind for ending, kind in endings.items() if name.endswith(ending)), "department")


def _level(name: str) -> str:
    if "县" in name or "区" in name:
        return "county"
    return "city" if "市" in name.removesuffix("市场监督管理局") else "province"


def _area(rng: random.Random, level: str) -> tuple[str, str, str]:
    """The name of an area, the word for it, and the host of its site."""
    places = phrases()["places"]
    if level == "province":
        place = pick(rng, places["provinces"])
        return place["name"], "省", f"www.{place['host']}.gov.cn"
    city = pick(rng, places["cities"])
    if level == "city":
        return city["name"], "市", f"www.{city['host']}.gov.cn"
    if between(rng, 0, 1):
        place = pick(rng, places["counties"])
        return place["name"], "县", f"www.{place['host']}.gov.cn"
    place = pick(rng, places["districts"])
    return city["name"] + place["name"], "区", f"www.{place['host']}.gov.cn"


def _shown(level: str) -> str | None:
    """The level if the name shows it: that of an invented 市 it does not."""
    return None if level == "city" else level


def _government(rng: random.Random) -> Agency:
    level = weighted(rng, {"province": 1, "city": 3, "county": 4})
    area, word, host = _area(rng, level)
    name = f"{area}人民政府"
    site, makes_rules = f"{name}门户网站", level == "province"
    return Agency(name, "government", _shown(level), f"我{word}", f"全{word}", host, site, makes_rules)


def _office(rng: random.Random) -> Agency:
    level = weighted(rng, {"province": 1, "city": 3, "county": 4})
    area, _, host = _area(rng, level)
    name = f"{area}人民政府" + ("办公厅" if level == "province" else "办公室")
    return Agency(name, "office", _shown(level), "我办", "我办", host, f"{area}人民政府门户网站")


def _department(rng: random.Random) -> Agency:
    level = weighted(rng, {"city": 3, "county": 5})
    area, _, host = _area(rng, level)
    department = pick(rng, phrases()["departments"])
    own = department["self"]
    site = host.replace("www.", department["host"] + ".") if level == "city" else host
    return Agency(area + department["name"], "department", _shown(level), own, own, site, f"{area}人民政府门户网站")


def _township(rng: random.Random) -> Agency:
    area, _, host = _area(rng, "county")
    town = pick(rng, phrases()["places"]["towns"])
    word = town[-1]
    site = f"{area}人民政府门户网站"
    return Agency(f"{area}{town}人民政府", "township", "township", f"我{word}", f"全{word}", host, site)


def _subdistrict(rng: random.Random) -> Agency:
    places = phrases()["places"]
    city, district = pick(rng, places["cities"]), pick(rng, places["districts"])
    area, host = city["name"] + district["name"], f"www.{district['host']}.gov.cn"
    name = f"{area}{pick(rng, places['streets'])}办事处"
    return Agency(name, "subdistrict", "township", "我街道", "全街道", host, f"{area}人民政府门户网站")


def _committee(rng: random.Random) -> Agency:
    city = pick(rng, phrases()["places"]["cities"])
    name = city["name"] + pick(rng, phrases()["places"]["zones"]) + pick(rng, ("管理委员会", "管委会"))
    host, site = f"www.{city['host']}.gov.cn", f"{city['name']}人民政府门户网站"
    return Agency(name, "committee", None, "我区", "全区", host, site)


_MAKERS = {
    "government": _government,
    "office": _office,
    "department": _department,
    "township": _township,
    "subdistrict": _subdistrict,
    "committee": _committee,
}
