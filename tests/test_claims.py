"""Claims: their targets, their places, the context they are read in, and reports whose figures are known."""

from __future__ import annotations

import pickle
import pickletools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_lint.report.model import Claim, Report
from disclosure_lint.source import Source, Span
from disclosure_lint.syntax import read_report
from disclosure_lint.syntax.claims import claims
from disclosure_lint.syntax.claims.vocabulary import vocabulary
from generator import generate

TITLE = "青川市云岭县人民政府2023年政府信息公开工作年度报告\n"
ORGANISATIONS = ("commercial", "research", "public_interest", "legal_service", "other")


def read(text: str, *, year: int | None = 2023, edition: str | None = "2021", title: str = TITLE) -> tuple[Claim, ...]:
    source = Source("report.txt", title + text)
    return claims(source, [(1, Span(len(title), len(source.text)))], year=year, edition=edition)


def sums(text: str, **options: str | None) -> tuple[tuple[str, ...], ...]:
    """The sums that the only claim of a text may mean."""
    (claim,) = read(text, **options)  # type: ignore[arg-type]
    assert claim.target, claim
    return claim.target.sums


def rows(*names: str, column: str = "total") -> tuple[str, ...]:
    return tuple(f"applications.{name}.{column}" for name in names)


RECEIVED = (rows("received"), rows("received", "carried_in"))
UNNAMED = "依申请公开"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年收到政府信息公开申请3件。", RECEIVED),
        ("全年受理政府信息公开申请3件。", RECEIVED),
        ("全年新收政府信息公开申请3件。", (rows("received"),)),
        ("全年办理政府信息公开申请3件。", (*RECEIVED, rows("total"))),
        ("全年办结政府信息公开申请3件。", (rows("total"),)),
        ("上年结转政府信息公开申请3件。", (rows("carried_in"),)),
        ("结转下年度办理的政府信息公开申请3件。", (rows("carried_out"),)),
        ("结转政府信息公开申请3件。", (rows("carried_out"), rows("carried_in"))),
        ("未收到政府信息公开申请。", RECEIVED),
        ("收到政府信息公开申请0件。", RECEIVED),
        ("政府信息公开申请全部办结。", (rows("carried_out"),)),
    ],
)
def test_sums_of_applications(text: str, expected: tuple[tuple[str, ...], ...]) -> None:
    assert sums(text) == expected


def test_organisations_are_the_sum_of_their_columns() -> None:
    received = tuple(f"applications.received.{column}" for column in ORGANISATIONS)
    carried = tuple(f"applications.carried_in.{column}" for column in ORGANISATIONS)
    assert sums("收到法人或其他组织政府信息公开申请3件。") == (received, received + carried)
    assert sums("收到自然人政府信息公开申请3件。")[0] == ("applications.received.natural",)


def test_groups_are_the_sum_of_their_rows() -> None:
    denied = sums("政府信息公开申请不予公开3件。")
    assert denied == (
        rows(
            "state_secret",
            "law_forbidden",
            "safety_stability",
            "third_party",
            "internal_affairs",
            "process_info",
            "case_file",
            "admin_query",
        ),
    )
    assert sums("政府信息公开申请予以公开及部分公开3件。") == (rows("granted", "partial"),)
    assert sums("政府信息公开申请因本机关不掌握无法提供3件。")[0] == rows("not_held")
    assert sums("政府信息公开申请因本机关不掌握等原因无法提供3件。") == (rows("not_held", "needs_creation", "unclear"),)


def test_other_handling_is_a_row_or_a_group() -> None:
    text = "政府信息公开申请作其他处理3件。"
    assert sums(text) == (rows("correction_overdue", "fee_overdue", "other"),)
    assert sums(text, edition="2019") == (rows("other_handling"),)


def test_documents_follow_the_form() -> None:
    made = "全年制发行政规范性文件3件。"
    assert sums(made) == (("proactive.normative_docs.issued",),)
    assert sums(made, edition="2019") == (("proactive.normative_docs.made_new",),)
    (published,) = read("全年新公开规范性文件3件。", edition="2019")
    assert published.target and published.target.sums == (("proactive.normative_docs.disclosed_new",),)
    (in_force,) = read("现行有效行政规范性文件3件。", edition="2019")
    assert in_force.target is None
    assert in_force.abstains == "no_figure"


def test_disputes() -> None:
    both = ("disputes.direct.total", "disputes.after_reconsideration.total")
    assert sums("因政府信息公开引起的行政诉讼3件。") == (both,)
    assert sums("因政府信息公开引起的行政复议3件。") == (("disputes.reconsideration.total",),)
    assert sums("未发生行政复议、行政诉讼。") == (("disputes.reconsideration.total", *both),)
    assert sums("未发生行政诉讼。") == (both,)


def test_all_upheld_leaves_nothing_else() -> None:
    upheld = read("信息公开行政复议3件，均获维持。")[-1]
    assert (upheld.kind, upheld.value) == ("upheld", 0)
    assert upheld.target and upheld.target.sums == (
        ("disputes.reconsideration.corrected", "disputes.reconsideration.pending"),
    )


@pytest.mark.parametrize("edition", [None, "pre-2019", "1998"])
def test_any_edition_will_do(edition: str | None) -> None:
    (claim,) = read("全年收到政府信息公开申请3件。", edition=edition)
    assert (claim.value, bool(claim.target)) == (3, edition is None)


def test_an_unknown_year_is_no_other_year() -> None:
    (claim,) = read("2023年收到政府信息公开申请3件。", year=None)
    assert not claim.abstains


@pytest.mark.parametrize(
    ("title", "actor", "reason"),
    [
        ("青川市云岭县水利局2023年政府信息公开工作年度报告\n", "县水利局", ""),
        ("青川市云岭县水利局2023年政府信息公开工作年度报告\n", "县政府", "actor"),
        ("青川市云岭县水利局2023年政府信息公开工作年度报告\n", "我局", ""),
        ("青川市云岭县人民政府\n2023年政府信息公开工作年度报告\n", "县政府", ""),
        ("青川市云岭县人民政府\n2023年政府信息公开工作年度报告\n", "县政府办公室", "actor"),
        ("", "县水利局", "actor"),
        ("", "全县各级行政机关", ""),
    ],
)
def test_the_actor_is_the_agency_of_the_title(title: str, actor: str, reason: str) -> None:
    (claim,) = read(f"2023年，{actor}共收到政府信息公开申请3件。", title=title)
    assert claim.abstains == reason


def test_a_narrower_actor_beside_the_whole_is_not_compared() -> None:
    whole, narrow = read("全县收到政府信息公开申请30件。县政府收到政府信息公开申请5件。")
    assert (whole.abstains, narrow.abstains) == ("", "actor")


def test_what_was_finished_of_the_received_leaves_out_what_was_carried_in() -> None:
    sentence = "共收到政府信息公开申请30件，其中办结28件。"
    assert not read(sentence)[-1].abstains
    found = {claim.subject: claim.abstains for claim in read(sentence + "上年结转申请2件。")}
    assert found["finished"] == "subset"


def test_the_heading_says_what_is_spoken_of() -> None:
    text = "全年收到12件，办结12件。"
    assert not read(f"（一）主动公开方面\n{text}")
    assert [claim.subject for claim in read(f"（二）依申请公开方面\n{text}")] == ["received", "finished"]
    assert [claim.subject for claim in read(f"（二）依申请公开方面。{text}")] == ["received", "finished"]
    assert not read(f"（二）依申请公开方面。规范办理流程。（三）平台建设方面。{text}")


def test_a_year_holds_for_the_sentences_after_it() -> None:
    text = "2022年，收到政府信息公开申请45件。共办结政府信息公开申请45件。"
    assert [claim.abstains for claim in read(text)] == ["other_year", "other_year"]
    assert [claim.abstains for claim in read(text + "本年度收到政府信息公开申请5件。")][-1] == ""


def test_the_part_is_that_of_the_stretch() -> None:
    source = Source("report.txt", "收到政府信息公开申请3件。未收取信息处理费。")
    found = claims(source, [(1, Span(0, 13)), (6, Span(13, 22))], year=2023, edition="2021")
    assert [(claim.part, claim.subject) for claim in found] == [(1, "received"), (6, "processing_fee")]


def test_money_is_in_the_unit_of_its_figure() -> None:
    (fee,) = read("收取信息处理费0.12万元。")
    assert (fee.value, fee.unit) == (1200, "元")
    (charges,) = read("行政事业性收费12000元。")
    assert (str(charges.value), charges.unit) == ("1.2", "万元")


def test_spans_are_those_of_the_source() -> None:
    text = "全年收到政府信息公\n开申请 １２ 件，其 中自然人申请\r\n 9 件。"
    total, all_of_them, natural = read(text)
    assert total.text == "全年收到政府信息公\n开申请 １２ 件，其 中自然人申请\r\n 9 件"
    assert all_of_them.text == "全年收到政府信息公\n开申请 １２ 件"
    assert (all_of_them.value, natural.value) == (12, 9)
    assert all_of_them.value_span
    assert (TITLE + text)[slice(*all_of_them.value_span)] == "１２"


def test_parts_of_a_sum_are_the_claims_themselves() -> None:
    total, received, natural, _ = read("收到政府信息公开申请30件，其中自然人申请20件，法人或其他组织申请10件。")
    assert (total.kind, total.value) == ("sum", received.value)
    assert total.parts[0] is natural


WORDS = [word for word in vocabulary().terms if len(word) < 9][::5]
FIGURES = ["12件", "3条", "三十七件", "１２件", "20余件", "5%", "2023年", "2022年", "其中", "未收到", "均"]
PIECES = st.sampled_from([*WORDS, *FIGURES, *"，。；：（）、\n \u3000"])
# Words that a clause can do without: what they are in is told by its other words.
MINOR = {
    "who",
    "time",
    "whole_year",
    "channel",
    "manner",
    "applicant",
    "cause",
    "reason",
    "late",
    "organisation",
    "case",
}
MINOR |= {
    "case",
    "disclosed",
    "raised",
    "decided",
    "sent",
    "paid",
    "published",
    "appeal",
    "handled",
    "carry_to",
    "issued",
}


def test_no_clause_with_a_telling_word_is_passed_over() -> None:
    telling = re.compile(vocabulary().telling)
    counting = {
        word: key for word, (terminal, key) in vocabulary().terms.items() if terminal in ("NOUN", "VERB", "CARRY")
    }
    assert not [word for word, key in counting.items() if key not in MINOR and not telling.search(word)]


PROSE = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=40).map("".join))


@settings(max_examples=300, deadline=None)
@given(PROSE, st.sampled_from([None, 2019, 2023]), st.sampled_from([None, "2019", "2021"]))
def test_any_text_is_read(text: str, year: int | None, edition: str | None) -> None:
    source = Source("any.txt", text)
    half = len(text) // 2
    for claim in claims(source, [(None, Span(0, half)), (1, Span(half, len(text)))], year=year, edition=edition):
        _check(source, claim)


def _check(source: Source, claim: Claim) -> None:
    assert 0 <= claim.span.start < claim.span.end <= len(source.text)
    assert claim.text == source.text[slice(*claim.span)]
    assert claim.kind in ("value", "zero", "share", "growth", "sum", "all", "upheld")
    if claim.value_span:
        assert claim.value_span.start < claim.value_span.end <= len(source.text)
    assert not (claim.target and claim.abstains)
    for part in claim.parts:
        _check(source, part)


@pytest.fixture(scope="module")
def reports() -> list[tuple[dict[str, object], Report]]:
    """Reports whose prose is true of their figures."""
    samples = [generate(seed) for seed in range(40)]
    return [(dict(each.figures), read_report(Source("x", each.render(layout="tabs")))) for each in samples]


def test_no_true_statement_is_read_as_a_false_one(reports: list[tuple[dict[str, object], Report]]) -> None:
    for figures, report in reports:
        for claim in report.claims:
            if claim.target and not claim.approximate:
                assert claim.value in [sum(figures[name] for name in names) for names in claim.target.sums], claim  # type: ignore[misc]
            if claim.kind == "sum" and not claim.abstains and not claim.open_list:
                assert claim.value == sum(part.value or 0 for part in claim.parts), claim


def test_every_statement_of_the_reports_is_read() -> None:
    for seed in range(40):
        sample = generate(seed)
        text = sample.render(layout="tabs")
        report = read_report(Source("x", text))
        for statement in sample.statements:
            start = text.index(statement.text) - 1
            end = start + len(statement.text) + 2
            inside = [claim for claim in report.claims if start <= claim.span.start and claim.span.end <= end]
            for stated in statement.figures.values():
                assert any(claim.target and claim.value == stated for claim in inside), (statement.text, stated)


def test_compiled_tables_load_without_yaml_and_lark() -> None:
    held = pickletools.genops(pickle.dumps(vocabulary()))
    names = {str(argument) for _, argument, _ in held if isinstance(argument, str)}
    assert not [name for name in names if name.split(".")[0] in ("lark", "yaml")]


CORPUS = [
    ("jining-2020.txt", {("zero", "processing_fee", 0), ("zero", "disputes", 0)}),
    ("pingtan-2020.txt", {("value", "accepted", 21)}),
    ("pingtan-2021.txt", {("value", "received", 70), ("value", "finished", 69), ("value", "carried_out", 1)}),
    (
        "pingtan-2023.txt",
        {
            ("value", "received", 81),
            ("value", "finished", 81),
            ("value", "reconsideration", 2),
            ("value", "litigation", 7),
            ("value", "normative_docs.in_force", 393),
        },
    ),
    ("pingtan-2025.txt", {("value", "received", 154), ("value", "finished", 148), ("value", "carried_out", 6)}),
    ("suqian-2023.txt", {("value", "taken", 3607), ("value", "granted", 1191), ("value", "processing_fee", 2950)}),
    ("shuyang-2025.md", {("value", "accepted", 749), ("value", "carried_out", 31), ("value", "processing_fee", 380)}),
]


@pytest.mark.parametrize(("name", "expected"), CORPUS, ids=[name for name, _ in CORPUS])
def test_claims_of_real_reports(name: str, expected: set[tuple[str, str, int]], corpus: object) -> None:
    path = corpus / name  # type: ignore[operator]
    report = read_report(Source(name, path.read_text(encoding="utf-8")))
    assert expected <= {(claim.kind, claim.subject, claim.value) for claim in report.claims}
    for claim in report.claims:
        _check(report.source, claim)
