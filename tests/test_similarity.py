"""Texts compared: what is taken out, how much they share, and which of many are alike."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_lint.audit.similarity import Prose, Signed, alike, signature
from disclosure_lint.linter import read_report
from disclosure_lint.report.model import Report
from disclosure_lint.rules.examples import bases
from disclosure_lint.rules.likeness import BINS
from disclosure_lint.rules.prose import Words, common, contained, longest_shared, repeated, shingle_hashes
from generator import generate

PROBLEMS = """{name}{year}年政府信息公开工作年度报告
一、总体情况
{year}年，{short}把公开作为改进作风的抓手，围绕春耕备播、秋粮收购编制办事指南{count}件，由专人逐村讲解，
邀请种粮大户参加座谈，请他们评一评哪些内容看得懂、哪些内容用得上，再按大家的意见改写，改完贴到村口公开栏。
五、存在的主要问题及改进情况
存在的问题：惠农补贴的解读偏重条文，举例偏少，老年农户理解有困难；驻村干部轮换后，公开栏交接不清，有的内容过期没有撤下。
改进情况：把补贴标准换算成每亩多少钱写明，配上算账的例子；公开栏实行挂牌管理，写明责任人，换人必须当面交接。
六、其他需要报告的事项
{year}年未收取信息处理费。
"""


def village(name: str, year: int = 2023, count: int = 12) -> Report:
    short = name[-5:-4] if name.endswith("人民政府") else "局"
    return read_report(text=PROBLEMS.format(name=name, year=year, count=count, short=f"我{short}"))


# -- what is compared ----------------------------------------------------------


def test_names_years_and_numbers_make_no_difference() -> None:
    one = Words(village("青川市云岭县大河镇人民政府"))
    other = Words(village("青川市枫桥县石桥头乡人民政府", 2021, 35))
    assert one.enough
    assert one.text == other.text
    assert common(one, other) == contained(one, other) == 1.0


@pytest.mark.parametrize("word", ["云岭", "大河", "2023", "信息处理费", "存在的问题", "我镇"])
def test_what_the_form_says_is_not_compared(word: str) -> None:
    assert word not in Words(village("青川市云岭县大河镇人民政府")).text


def test_reports_of_their_own_share_little() -> None:
    reports = [Words(read_report(text=generate(seed).text)) for seed in range(8)]
    for at, one in enumerate(reports):
        for other in reports[at + 1 :]:
            assert common(one, other) < 0.6  # they are made of the same few phrases


def test_a_report_without_prose_has_no_signature() -> None:
    assert signature(read_report(text="青川市云岭县财政局2023年政府信息公开工作年度报告\n一、总体情况\n无。\n")) is None


def test_sentences_of_part_five_are_compared_whole() -> None:
    one = Words(village("青川市云岭县大河镇人民政府"))
    text = PROBLEMS.replace("公开栏实行挂牌管理，写明责任人，换人必须当面交接", "公开栏改为电子屏，由县里统一推送内容")
    other = Words(read_report(text=text.format(name="青川市云岭县大河镇人民政府", year=2022, count=3, short="我镇")))
    share = repeated(one.problems, other.problems)
    assert 0.6 < share < 0.9
    assert repeated((), other.problems) == 0.0


def test_what_is_shared_is_shown_in_both_sources() -> None:
    one, other = village("青川市云岭县大河镇人民政府"), village("青川市枫桥县茶园乡人民政府", 2021, 35)
    shared = longest_shared(Words(one), Words(other))
    assert shared is not None
    assert shared.text in "".join(one.source.text.split())
    here, there = (r.source.text[s.start : s.end] for r, s in ((one, shared.own), (other, shared.other)))
    assert "春耕备播" in here
    assert "春耕备播" in there


def test_nothing_shared_is_nothing() -> None:
    one = Words(read_report(text=bases()["2021"]))
    empty = one.part(4)
    assert longest_shared(empty, one) is None
    assert contained(empty, one) == common(empty, empty) == 0.0


# -- signatures ----------------------------------------------------------------


def prose(characters: str) -> Prose:
    from disclosure_lint.rules.likeness import _minhash

    shingles = frozenset(shingle_hashes(characters))
    return Prose(_minhash(shingles), len(shingles))


def some_text(rng: random.Random, length: int = 1500) -> str:
    return "".join(chr(rng.randrange(0x4E00, 0x5E00)) for _ in range(length))


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 65535)), max_size=8), st.integers(0, 2**32 - 1))
def test_a_signature_survives_json(sentences: list[tuple[int, int]], seed: int) -> None:
    one = replace(prose(some_text(random.Random(seed), 60)), problems=tuple(sentences))
    assert Prose.from_data(json.loads(json.dumps(one.data()))) == one
    assert len(one.minhash) == BINS


@pytest.mark.parametrize("rate", [0.0, 0.005, 0.02, 0.05])
def test_estimates_are_near_the_truth(rate: float) -> None:
    rng = random.Random(f"estimate {rate}")
    errors = []
    for _ in range(20):
        one = some_text(rng)
        other = "".join(c if rng.random() > rate else some_text(rng, 1) for c in one)
        a, b = frozenset(shingle_hashes(one)), frozenset(shingle_hashes(other))
        errors.append(prose(one).common(prose(other)) - 2 * len(a & b) / (len(a) + len(b)))
    assert abs(sum(errors) / len(errors)) < 0.04
    assert max(map(abs, errors)) < 0.2


def test_a_part_is_contained_in_the_whole() -> None:
    rng = random.Random(3)
    whole = some_text(rng, 3000)
    assert prose(whole[:1500]).contained(prose(whole)) > 0.8
    assert prose(whole).contained(prose(whole[:1500])) < 0.65


# -- among many ----------------------------------------------------------------


def crowd(size: int, copies: dict[int, int]) -> list[Signed]:
    """Texts of their own, three years of each agency, but for those that are copied (number to number)."""
    rng = random.Random("crowd")
    texts = [some_text(rng, 700) for _ in range(size)]
    for copy, source in copies.items():
        texts[copy] = texts[source][:680] + texts[copy][:20]
    return [Signed(f"{n:05}.txt", f"a{n // 3}", 2021 + n % 3, prose(text)) for n, text in enumerate(texts)]


def pairs(many: list[Signed], same_agency: bool = False) -> set[tuple[str, str]]:
    return {(each.first[:5], each.second[:5]) for each in alike(lambda: many, 0.75, same_agency)}


def test_copies_between_agencies_are_found_among_many() -> None:
    many = crowd(300, {100: 7, 200: 31, 4: 3})
    assert pairs(many) == {("00007", "00100"), ("00031", "00200")}
    assert pairs(many, same_agency=True) == {("00003", "00004")}


def test_likenesses_tell_whose_they_are() -> None:
    (found,) = alike(lambda: crowd(60, {40: 7}), 0.75, False)
    assert (found.agencies, found.years) == (("a2", "a13"), (2022, 2022))
    assert found.share > 0.9


def test_submissions_of_nobody_are_left_out() -> None:
    many = [each._replace(agency="") if each.path == "00040.txt" else each for each in crowd(60, {40: 7})]
    assert pairs(many) == set()


def test_a_crowd_of_equal_texts_is_joined_without_comparing_all_pairs() -> None:
    text = prose(some_text(random.Random(5)))
    many = [Signed(f"{n:05}", f"a{n}", 2023, text) for n in range(2000)]
    found = pairs(many)
    assert len(found) < 3 * len(many)
    assert {name for pair in found for name in pair} == {each.path for each in many}
    assert _joined(found) == 1


def _joined(found: set[tuple[str, str]]) -> int:
    """How many groups the pairs make."""
    above: dict[str, str] = {}

    def root(name: str) -> str:
        while above.setdefault(name, name) != name:
            name = above[name]
        return name

    for one, other in found:
        above[root(other)] = root(one)
    return len({root(name) for name in above})


def test_the_order_of_pairs_is_fixed() -> None:
    many = crowd(90, {40: 7, 50: 7, 61: 7})

    def again() -> Iterator[Signed]:
        return iter(many)

    found = list(alike(again, 0.7, False))
    assert found == sorted(found, key=lambda each: (each.first, each.second))
    assert found == list(alike(again, 0.7, False))


def test_the_base_reports_have_enough_prose() -> None:
    for text in bases().values():
        assert signature(read_report(text=text)) is not None
