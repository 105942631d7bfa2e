"""The prose of a report: true of its figures, different from report to report."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sample_agencies import Agency
from sample_chance import between, chance, pick, shares, shuffled
from sample_document import Document, Paragraph, Part, phrases

from disclosure_lint.forms import Form

Number = int | Decimal
_SLOT = re.compile(r"\{([^{}]+)\}")
_ORDINALS = "一二三四五六七八九十"


@dataclass
class Statement:
    """A statement of figures in the prose: the clause as written, and each figure it gives by its name.

    A name may be derived (`applications.denied.total`) or a sum of names joined with `+`.
    """

    text: str
    figures: dict[str, Number]
    part: int


@dataclass
class Prose:
    """A document and what it states."""

    document: Document
    statements: list[Statement]
    url: str
    facts: dict[str, Any]


@dataclass
class Writer:
    """Writes the sentences of one report."""

    rng: random.Random
    form: Form
    figures: Mapping[str, Number]
    agency: Agency
    year: int
    signed: date
    size: int
    before: Mapping[str, Number] | None = None
    statements: list[Statement] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    _bags: dict[str, list[str]] = field(default_factory=dict)

    # --- sentences ---

    def words(self) -> dict[str, Any]:
        """The slots that every sentence may use."""
        agency = self.agency
        return {
            "year": self.year,
            "next": self.year + 1,
            "agency": agency.name,
            "self": agency.short,
            "all": agency.all,
        }

    def say(self, template: str, **slots: object) -> str:
        """The template with its slots filled."""
        known = self.words() | slots

        def filled(match: re.Match[str]) -> str:
            name = match[1]
            return str(known[name]) if name in known else self._word(name)

        return _SLOT.sub(filled, template)

    def _word(self, name: str) -> str:
        if numbers := re.fullmatch(r"(\d+)-(\d+)", name):
            return str(between(self.rng, int(numbers[1]), int(numbers[2])))
        if "|" in name:
            return pick(self.rng, name.split("|"))
        if name.endswith("+"):
            return self._fresh(name[:-1])
        return str(pick(self.rng, phrases()["words"][name]))

    def _fresh(self, name: str) -> str:
        """A word not used before in this report, as long as there are any."""
        if not self._bags.get(name):
            self._bags[name] = shuffled(self.rng, phrases()["words"][name])
        return self._bags[name].pop()

    def one_of(self, *path: str, **slots: object) -> str:
        """One of the sentences at that place of the phrases, filled."""
        node: Any = phrases()
        for step in path:
            node = node[step]
        return self.say(pick(self.rng, node), **slots)

    def state(self, part: int, wording: str, names: Mapping[str, Number], **slots: object) -> str:
        """A clause on the tables, remembered with the figures it gives."""
        text = self.one_of("claims", wording, **slots)
        self.statements.append(Statement(text, dict(names), part))
        return text

    def figure(self, name: str) -> Number:
        """A figure, or the sum of the figures that a derived name or a `+` stands for."""
        if "+" in name:
            return sum((self.figure(piece) for piece in name.split("+")), start=0)
        if name in self.figures:
            return self.figures[name]
        return sum((self.figures[piece] for piece in members(self.form, name)), start=0)


def members(form: Form, name: str) -> list[str]:
    """The figures that a derived figure is the sum of."""
    table, row, column = name.split(".")
    if table == "applications" and column == "legal":
        return [f"{table}.{row}.{c}" for c in form.tables[table].columns if c not in ("natural", "total")]
    return [f"{table}.{member}.{column}" for member in form.tables[table].groups[row].members]


def percent(part: Number, whole: Number, places: int = 2) -> str:
    """A share as printed: rounded half up, without zeros at the end."""
    share = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = format(share, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


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
        Part(f"{_ORDINALS[part.number - 1]}、{part.title}", tuple(bodies.get(part.name, ())), part.table)
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
        "proactive": [_disclosed(writer), _documents(writer), _decisions(writer)],
        "on_request": [_applications(writer), _disputes(writer)],
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
    for ordinal, aspect in zip(_ORDINALS, aspects, strict=False):
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
    marked = [f"{_ORDINALS[number]}是{sentence}" for number, sentence in enumerate(head)]
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


# --- statements on the tables -----------------------------------------------------------------------------------------


def _disclosed(writer: Writer) -> str:
    rng = writer.rng
    # More than all the sentences on single fields together can name.
    total = between(rng, 400, 9000)
    a, b, c = shares(rng, total, [3.0, 1.0, 1.0])
    writer.facts["disclosed"] = total
    text = writer.one_of("claims", "disclosed", total=total, a=a, b=b, c=c)
    if chance(rng, 0.4):
        x, y, z = shares(rng, total, [1.0, 2.0, 1.0])
        slots = {"a": x, "b": y, "c": z} | {f"p{k}": percent(v, total) for k, v in zip("abc", (x, y, z), strict=True)}
        text += writer.one_of("claims", "disclosed_share", **slots)
    return text


def _documents(writer: Writer) -> str:
    prefix = "proactive.normative_docs."
    names = {name: writer.figures[name] for name in writer.form.names() if name.startswith(prefix)}
    text = pick(writer.rng, phrases()["claims"]["documents"][writer.form.edition])
    slots = {name.removeprefix(prefix): value for name, value in names.items()}
    if chance(writer.rng, 0.3):
        return ""
    said = writer.say(text, **slots)
    given = {name: value for name, value in names.items() if f"{{{name.removeprefix(prefix)}}}" in text}
    writer.statements.append(Statement(said, given, 1))
    return said


def _decisions(writer: Writer) -> str:
    rows = ("licence", "penalty", "coercion")
    slots = {row: writer.figures[f"proactive.{row}.decisions"] for row in rows}
    if chance(writer.rng, 0.4) or not any(slots.values()):
        return ""
    text = pick(writer.rng, phrases()["claims"]["decisions"])
    said = writer.say(text, **slots)
    given = {f"proactive.{row}.decisions": value for row, value in slots.items() if f"{{{row}}}" in text}
    writer.statements.append(Statement(said, given, 1))
    return said


def _applications(writer: Writer) -> str:
    received, carried_in = (writer.figure(f"applications.{row}.total") for row in ("received", "carried_in"))
    clauses = [_received(writer, received, carried_in)]
    if received or carried_in:
        clauses += [_outcomes(writer), _left_over(writer)]
    return "".join(clause + "。" for clause in clauses if clause)


def _received(writer: Writer, received: Number, carried_in: Number) -> str:
    name, carried = "applications.received.total", "applications.carried_in.total"
    if not received and not carried_in:
        return writer.state(1, "received_none", {name: received})
    if not received:
        return writer.state(1, "received_none_carried", {name: 0, carried: carried_in}, carried_in=carried_in)
    handled = received + carried_in
    if carried_in and chance(writer.rng, 0.6):
        slots = {"handled": handled, "received": received, "carried_in": carried_in}
        given = {name: received, carried: carried_in, f"{name}+{carried}": handled}
        return writer.state(1, "received_and_carried", given, **slots)
    text = writer.state(1, "received", {name: received}, received=received)
    return text + (_applicants(writer, received) if chance(writer.rng, 0.5) else _growth(writer, received))


def _applicants(writer: Writer, received: Number) -> str:
    natural, legal = (writer.figure(f"applications.received.{column}") for column in ("natural", "legal"))
    if natural + legal != received:
        return ""
    given = {"applications.received.natural": natural, "applications.received.legal": legal}
    return writer.state(1, "received_split", given, natural=natural, legal=legal)


def _growth(writer: Writer, received: Number) -> str:
    if writer.before is not None:
        before: Number = writer.before["applications.received.total"]
    else:
        before = between(writer.rng, 1, int(received) * 2)
    if chance(writer.rng, 0.5) or not before:
        return ""
    difference = received - before
    wording = "grown" if difference > 0 else "shrunk" if difference < 0 else "same"
    rate = percent(abs(difference), before)
    writer.facts["received_before"] = before
    return writer.one_of("claims", wording, difference=abs(difference), rate=rate)


def _outcomes(writer: Writer) -> str:
    total = writer.figure("applications.total.total")
    words: dict[str, str] = phrases()["claims"]["outcome_words"]
    parts = {key: writer.figure(f"applications.{key}.total") for key in words}
    if chance(writer.rng, 0.3) or not total or sum(parts.values()) != total:
        return writer.state(1, "closed", {"applications.total.total": total}, total=total)
    if chance(writer.rng, 0.7):
        parts = {key: number for key, number in parts.items() if number}
    shared = chance(writer.rng, 0.35)
    shares_of = {key: f"（占{percent(number, total)}%）" if shared else "" for key, number in parts.items()}
    said = "、".join(f"{words[key]}{number}件{shares_of[key]}" for key, number in parts.items())
    given = {f"applications.{key}.total": number for key, number in parts.items()}
    return writer.state(1, "outcomes", given | {"applications.total.total": total}, total=total, list=said)


def _left_over(writer: Writer) -> str:
    name = "applications.carried_out.total"
    left, total = writer.figure(name), writer.figure("applications.total.total")
    if left:
        return writer.state(1, "carried_out", {name: left}, carried_out=left)
    if total and chance(writer.rng, 0.6):
        return writer.state(1, pick(writer.rng, ("all_closed", "carried_out_none")), {name: left})
    return ""


def _disputes(writer: Writer) -> str:
    names = ("disputes.reconsideration.total", "disputes.litigation.total")
    reviews, suits = (writer.figure(name) for name in names)
    if not reviews and not suits:
        return writer.state(1, "disputes_none", dict.fromkeys(names, 0)) + "。"
    if chance(writer.rng, 0.2):
        return ""
    texts = []
    for name, number, wording in zip(names, (reviews, suits), ("reconsideration", "litigation"), strict=True):
        if not number:
            texts.append(writer.state(1, f"{wording}_none", {name: number}))
            continue
        text = writer.state(1, wording, {name: number}, n=number)
        texts.append(text + (_dispute_results(writer, name.split(".")[1], number) if chance(writer.rng, 0.4) else ""))
    return "；".join(texts) + "。"


def _dispute_results(writer: Writer, group: str, number: Number) -> str:
    words: dict[str, str] = phrases()["claims"]["dispute_words"]
    parts = {key: writer.figure(f"disputes.{group}.{key}") for key in words}
    if sum(parts.values()) != number:
        return ""
    text = "，其中" + "、".join(f"{words[key]}{value}件" for key, value in parts.items() if value)
    given = {f"disputes.{group}.{key}": value for key, value in parts.items() if value}
    writer.statements.append(Statement(text, given, 1))
    return text


# --- parts five and six -----------------------------------------------------------------------------------------------


def _problems(writer: Writer) -> list[Paragraph]:
    rng = writer.rng
    number = between(rng, 2, 4)
    gaps = shuffled(rng, phrases()["words"]["gap"])[:number]
    remedies = shuffled(rng, phrases()["words"]["remedy"])[:number]
    listed = "；".join(f"{o}是{text}" for o, text in zip(_ORDINALS, gaps, strict=False))
    problems = writer.one_of("problems", "opening") + listed
    last = writer.one_of("problems", "last") if chance(rng, 0.7) else ""
    measures = writer.one_of("problems", "measures")
    if chance(rng, 0.5):
        measures += "".join(f"{o}是{text}。" for o, text in zip(_ORDINALS, remedies, strict=False))
        return [Paragraph(f"{problems}。{last}"), Paragraph(measures)]
    items = [Paragraph(f"（{o}）{text}。") for o, text in zip(_ORDINALS, remedies, strict=False)]
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
        text = writer.one_of("other", "fee_total", amount=amount)
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
