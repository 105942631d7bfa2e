"""The prose of a report: six parts that are true of its figures, different from report to report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sample_agencies import Agency
from sample_chance import between, chance, pick, shuffled
from sample_claims import applications, decisions, disclosed, disputes, documents
from sample_document import Document, Paragraph, Part, phrases
from sample_writer import ORDINALS, Statement, Writer


@dataclass
class Prose:
    """A document and what it states."""

    document: Document
    statements: list[Statement]
    url: str
    facts: dict[str, Any]


# --- the parts --------------------------------------------------------------------------------------------------------


def write(writer: Writer) -> Prose:
    """The whole prose of a report."""
    rng, year, agency = writer.rng, writer.year, writer.agency
    url = pick(rng, ("https://{}", "https://{}/", "http://{}/", "{}")).format(agency.host)
    titles = tuple(part.title for part in writer.form.parts)
    title = tuple(writer.say(line) for line in pick(rng, phrases()["titles"]))
    preamble = _preamble(writer, url, titles)
    bodies = {
        "problems": _problems(writer),
        "other": _other(writer),
    }
    spent = sum(len(p.text) for p in (*preamble, *bodies["problems"], *bodies["other"])) * 3
    bodies["overview"] = _overview(writer, writer.size - spent)
    parts = tuple(
        Part(f"{ORDINALS[part.number - 1]}、{part.title}", tuple(bodies.get(part.name, ())), part.table)
        for part in writer.form.parts
    )
    signed = writer.signed
    signature = (agency.name, f"{signed.year}年{signed.month}月{signed.day}日")
    published = signed + timedelta(days=between(rng, 0, 1))
    metadata = _metadata(writer, "".join(title), published)
    writer.facts["published"] = published
    document = Document(title, tuple(preamble), parts, signature, metadata)
    return Prose(document, writer.statements, url, writer.facts | {"period": (date(year, 1, 1), date(year, 12, 31))})


def _metadata(writer: Writer, title: str, published: date) -> tuple[tuple[str, str], ...]:
    rng, host = writer.rng, writer.agency.host
    clock = f"{between(rng, 8, 17):02}:{between(rng, 0, 59):02}"
    number = between(rng, 10000, 99999)
    address = f"https://{host}/zwgk/zfxxgk/zfxxgknb/{published:%Y%m}/t{published:%Y%m%d}_{number}.htm"
    return (
        ("标题", title),
        ("发布时间", f"{published.isoformat()} {clock}"),
        ("文号", ""),
        ("发布机构", writer.agency.name if chance(rng, 0.5) else ""),
        ("栏目", "政府信息公开年报"),
        ("原文链接", address),
    )


def _preamble(writer: Writer, url: str, titles: tuple[str, ...]) -> list[Paragraph]:
    rng = writer.rng
    law = writer.one_of("preamble", "law")
    notice = writer.one_of("preamble", "notice", writer.form.edition)
    listed = "、".join(titles[:-1]) + pick(rng, ("和", "、", "以及")) + titles[-1]
    sentences = [
        writer.one_of("preamble", "basis", law=law, notice=notice),
        writer.one_of("preamble", "parts", parts=listed),
        writer.one_of("preamble", "period"),
        writer.one_of("preamble", "site", site=writer.agency.site, url=url),
        writer.one_of("preamble", "contact", **_contact(writer)),
    ]
    if chance(rng, 0.5):
        return [Paragraph("".join(sentences))]
    return [Paragraph("".join(sentences[:2])), Paragraph("".join(sentences[2:]))]


def _contact(writer: Writer) -> dict[str, str]:
    rng, name = writer.rng, writer.agency.name
    road = pick(rng, ("人民路", "文化路", "建设大道", "迎宾路", "滨河路"))
    return {
        "office": name if name.endswith(("办公室", "办公厅")) else f"{name}办公室",
        "address": f"{road}{between(rng, 1, 299)}号",
        "postcode": f"{between(rng, 210000, 699999)}",
        "phone": f"0{between(rng, 310, 999)}-{between(rng, 2200000, 8999999)}",
    }


def _overview(writer: Writer, size: int) -> list[Paragraph]:
    """Part one: the statements on the tables, filled up with other sentences to about the size in bytes."""
    aspects = phrases()["aspects"]
    stated = {
        "proactive": [disclosed(writer), documents(writer), decisions(writer)],
        "on_request": [applications(writer), disputes(writer)],
        "oversight": [writer.one_of("filler", "art50")] if _needs_article_50(writer.agency) else [],
    }
    bodies = {aspect["key"]: [text for text in stated.get(aspect["key"], []) if text] for aspect in aspects}
    opening = writer.one_of("overview", "opening")
    missing = size - 3 * (len(opening) + sum(len(text) for texts in bodies.values() for text in texts) + 60)
    for key, sentence in _fillers(writer, [aspect["key"] for aspect in aspects]):
        if missing <= 0 and all(bodies.values()):
            break
        if missing > 0 or not bodies[key]:
            bodies[key].append(sentence)
            missing -= 3 * len(sentence)
    paragraphs = [Paragraph(opening)]
    run_in = chance(writer.rng, 0.6)
    style = between(writer.rng, 0, 3)
    for ordinal, aspect in zip(ORDINALS, aspects, strict=False):
        titles = aspect["titles"]
        heading = f"（{ordinal}）{titles[min(style, len(titles) - 1)]}"
        paragraphs += _aspect(writer, heading, bodies[aspect["key"]], run_in)
    return paragraphs


def _aspect(writer: Writer, heading: str, sentences: list[str], run_in: bool) -> list[Paragraph]:
    body = _listed(sentences) if chance(writer.rng, 0.3) else "".join(sentences)
    if run_in:
        return [Paragraph(f"{heading}。{body}")]
    return [Paragraph(heading, heading=True), Paragraph(body)]


def _listed(sentences: list[str]) -> str:
    """The sentences as 一是 二是 三是, the last ones together."""
    head, tail = sentences[:4], sentences[4:]
    marked = [f"{ORDINALS[number]}是{sentence}" for number, sentence in enumerate(head)]
    return "".join([*marked, *tail]) if len(head) > 1 else "".join(sentences)


def _needs_article_50(agency: Agency) -> bool:
    return agency.kind in ("government", "township", "committee", "subdistrict", "office")


def _fillers(writer: Writer, keys: list[str]) -> Iterator[tuple[str, str]]:
    """Sentences for each aspect in turn; when all are used up, those without numbers of their own come again."""
    pools = {key: shuffled(writer.rng, phrases()["filler"][key]) for key in keys}
    while True:
        for key in keys:
            if not pools[key]:
                again = [text for text in phrases()["filler"][key] if "+}" in text and not re.search(r"{\d", text)]
                pools[key] = shuffled(writer.rng, again)
            yield key, writer.say(pools[key].pop())


# --- parts five and six -----------------------------------------------------------------------------------------------


def _problems(writer: Writer) -> list[Paragraph]:
    rng = writer.rng
    number = between(rng, 2, 4)
    # One year's problems are not those of the year before.
    words = {key: phrases()["words"][key][writer.year % 2 :: 2] for key in ("gap", "remedy")}
    gaps, remedies = (shuffled(rng, words[key])[:number] for key in ("gap", "remedy"))
    listed = "；".join(f"{o}是{text}" for o, text in zip(ORDINALS, gaps, strict=False))
    problems = writer.one_of("problems", "opening") + listed
    last = writer.one_of("problems", "last")
    measures = writer.one_of("problems", "measures")
    if chance(rng, 0.5):
        measures += "".join(f"{o}是{text}。" for o, text in zip(ORDINALS, remedies, strict=False))
        return [Paragraph(f"{problems}。{last}"), Paragraph(measures)]
    items = [Paragraph(f"（{o}）{text}。") for o, text in zip(ORDINALS, remedies, strict=False)]
    return [Paragraph(f"{problems}。{last}"), Paragraph(measures.rstrip("：") + "。"), *items]


def _other(writer: Writer) -> list[Paragraph]:
    if writer.form.edition == "2019":
        return [Paragraph(writer.one_of("other", "none_2019"))]
    pieces, amounts = _fees(writer)
    amount = sum(amounts)
    writer.facts["fee"] = amount
    if not amount:
        text = writer.one_of("other", "fee_none")
    elif chance(writer.rng, 0.4):
        text = writer.one_of("other", "fee_total", pieces=sum(pieces), amount=amount)
    else:
        units = ("市场监督管理局", "自然资源和规划局", "住房和城乡建设局", "公安局", "民政局")
        listed = "；".join(f"{u}{n}件，收取{a}元" for u, n, a in zip(units, pieces, amounts, strict=False))
        text = writer.one_of("other", "fee_pieces", pieces=sum(pieces), amount=amount, list=listed)
    return [Paragraph(text + (writer.one_of("other", "more") if chance(writer.rng, 0.4) else ""))]


def _fees(writer: Writer) -> tuple[list[int], list[int]]:
    """Pieces and amounts of the fees collected: none, or as much as the tables leave room for."""
    handled = writer.figure("applications.total.total")
    collected = writer.figure("proactive.admin_fee.amount")
    units = between(writer.rng, 1, 3)
    pieces = [between(writer.rng, 1, 4) for _ in range(units)]
    amounts = [10 * between(writer.rng, 3, 60) * number for number in pieces]
    fits = sum(pieces) <= handled and Decimal(sum(amounts)) <= collected * 10000
    few = writer.agency.kind != "government"
    if not fits or few or chance(writer.rng, 0.4):
        return [], []
    return pieces, amounts
