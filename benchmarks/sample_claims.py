"""Statements of figures in the prose, always true of the tables."""

from __future__ import annotations

from sample_chance import between, chance, pick, shares
from sample_document import phrases
from sample_writer import Number, Statement, Writer, percent

_RECEIVED, _CARRIED_IN = "applications.received.total", "applications.carried_in.total"
_TOTAL, _CARRIED_OUT = "applications.total.total", "applications.carried_out.total"


def disclosed(writer: Writer) -> str:
    """What was disclosed on the agency's own account, in lists that add up; nothing of it is in the tables."""
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


def documents(writer: Writer) -> str:
    """Normative documents as in table two."""
    if chance(writer.rng, 0.3):
        return ""
    columns = writer.form.tables["proactive"].blocks[0].columns
    names = {column: f"proactive.normative_docs.{column}" for column in columns}
    return writer.state(f"documents.{writer.form.edition}", names)


def decisions(writer: Writer) -> str:
    """Licences, penalties and coercive measures as in table two."""
    names = {row: f"proactive.{row}.decisions" for row in ("licence", "penalty", "coercion")}
    if chance(writer.rng, 0.4) or not any(map(writer.figure, names.values())):
        return ""
    return writer.state("decisions", names)


def applications(writer: Writer) -> str:
    """Applications received, their outcomes, and what was carried over."""
    clauses = [_received(writer)]
    if writer.figure(_RECEIVED) or writer.figure(_CARRIED_IN):
        clauses += [_outcomes(writer), _left_over(writer)]
    return "".join(clause + "。" for clause in clauses if clause)


def _received(writer: Writer) -> str:
    received, carried_in = writer.figure(_RECEIVED), writer.figure(_CARRIED_IN)
    names = {"received": _RECEIVED, "carried_in": _CARRIED_IN, "handled": f"{_RECEIVED}+{_CARRIED_IN}"}
    if not received and not carried_in:
        return writer.state("received_none", {}, (_RECEIVED,))
    if not received:
        return writer.state("received_none_carried", names, (_RECEIVED,))
    if carried_in and chance(writer.rng, 0.6):
        return writer.state("received_and_carried", names)
    text = writer.state("received", names)
    return text + (_applicants(writer) if chance(writer.rng, 0.5) else _growth(writer, received))


def _applicants(writer: Writer) -> str:
    names = {"natural": "applications.received.natural", "legal": "applications.received.legal"}
    if sum(map(writer.figure, names.values())) != writer.figure(_RECEIVED):
        return ""
    return writer.state("received_split", names)


def _growth(writer: Writer, received: Number) -> str:
    if writer.before is not None:
        before: Number = writer.before[_RECEIVED]
    else:
        before = between(writer.rng, 1, int(received) * 2)
    if chance(writer.rng, 0.5) or not before:
        return ""
    difference = received - before
    wording = "grown" if difference > 0 else "shrunk" if difference < 0 else "same"
    size = max(difference, -difference)
    writer.facts["received_before"] = before
    return writer.one_of("claims", wording, difference=size, rate=percent(size, before))


def _outcomes(writer: Writer) -> str:
    total = writer.figure(_TOTAL)
    words: dict[str, str] = phrases()["claims"]["outcome_words"]
    parts = {key: writer.figure(f"applications.{key}.total") for key in words}
    if chance(writer.rng, 0.3) or not total or sum(parts.values()) != total:
        return writer.state("closed", {"total": _TOTAL})
    if chance(writer.rng, 0.7):
        parts = {key: number for key, number in parts.items() if number}
    shared = chance(writer.rng, 0.35)
    shares_of = {key: f"（占{percent(number, total)}%）" if shared else "" for key, number in parts.items()}
    listed = "、".join(f"{words[key]}{writer.number(number)}件{shares_of[key]}" for key, number in parts.items())
    implied = tuple(f"applications.{key}.total" for key in parts)
    return writer.state("outcomes", {"total": _TOTAL}, implied, list=listed)


def _left_over(writer: Writer) -> str:
    if writer.figure(_CARRIED_OUT):
        return writer.state("carried_out", {"carried_out": _CARRIED_OUT})
    if writer.figure(_TOTAL) and chance(writer.rng, 0.6):
        return writer.state(pick(writer.rng, ("all_closed", "carried_out_none")), {}, (_CARRIED_OUT,))
    return ""


def disputes(writer: Writer) -> str:
    """Reconsideration and litigation as in table four."""
    names = ("disputes.reconsideration.total", "disputes.litigation.total")
    if not any(map(writer.figure, names)):
        return writer.state("disputes_none", {}, names) + "。"
    if chance(writer.rng, 0.2):
        return ""
    return "；".join(_dispute(writer, name) for name in names) + "。"


def _dispute(writer: Writer, name: str) -> str:
    group = name.split(".")[1]
    number = writer.figure(name)
    if not number:
        return writer.state(f"{group}_none", {}, (name,))
    text = writer.state(group, {"n": name})
    words: dict[str, str] = phrases()["claims"]["dispute_words"]
    parts = {key: writer.figure(f"disputes.{group}.{key}") for key in words}
    if sum(parts.values()) != number or chance(writer.rng, 0.6):
        return text
    given = {key: value for key, value in parts.items() if value}
    details = "，其中" + "、".join(f"{words[key]}{writer.number(value)}件" for key, value in given.items())
    figures = {f"disputes.{group}.{key}": value for key, value in given.items()}
    writer.statements.append(Statement(details, figures, 1))
    return text + details
