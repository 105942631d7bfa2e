"""Cells without separators are cut by constraint or not at all."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_lint.syntax.glued import Cuts, summed_cuts, typed_cuts, values


def numbers(text: str, cuts: Cuts) -> set[tuple[object, ...]]:
    run = "".join(text.split())
    return {values(run, cut) for cut in cuts.cuts}


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("0000000", (0, 0, 0, 0, 0, 0, 0)),
        ("2500038", (2, 5, 0, 0, 0, 3, 8)),  # one digit a cell: by count, whatever the sum
        ("152000017", (15, 2, 0, 0, 0, 0, 17)),
        ("230 000023", (23, 0, 0, 0, 0, 0, 23)),
        ("500000 5", (5, 0, 0, 0, 0, 0, 5)),
    ],
)
def test_a_run_of_one_reading(text: str, cut: tuple[int, ...]) -> None:
    assert numbers(text, summed_cuts(text, 7, 7)) == {cut}


def test_a_run_of_two_readings_keeps_both() -> None:
    assert numbers("440000044", summed_cuts("440000044", 7, 7)) == {(44, 0, 0, 0, 0, 0, 44), (4, 40, 0, 0, 0, 0, 44)}


def test_a_run_that_fits_no_reading_has_no_cut() -> None:
    assert summed_cuts("1234000012", 7, 7) == Cuts(())


def test_blanks_are_boundaries_and_broken_digits_are_not_blamed() -> None:
    assert numbers("2 40000024", summed_cuts("2 40000024", 7, 7)) == set()
    assert summed_cuts("1 2000001 2", 7, 7).unreadable == "digits-broken"


def test_hostile_digits_end_and_say_so() -> None:
    assert summed_cuts("1" * 60, 7, 7).unreadable == "too-many-cuts"
    assert summed_cuts("1" * 1000, 7, 7).unreadable == "run-too-long"


@given(st.lists(st.integers(0, 4000), min_size=6, max_size=6))
def test_the_true_cut_is_among_the_cuts(cells: list[int]) -> None:
    row = (*cells, sum(cells))
    text = "".join(map(str, row))
    cuts = summed_cuts(text, 7, 7)
    assert cuts.unreadable or row in numbers(text, cuts)


def test_the_true_cut_of_table_four_is_among_the_cuts() -> None:
    rng = random.Random(5)
    for _ in range(20):
        row: list[int] = []
        for _block in range(3):
            block = [rng.choice((0, rng.randrange(40))) for _ in range(4)]
            row += [*block, sum(block)]
        text = "".join(map(str, row))
        assert tuple(row) in numbers(text, summed_cuts(text, 15, 5))


def test_runs_of_table_two_have_no_identity() -> None:
    assert numbers("26155", typed_cuts("26155", ("count", "count", "count"))) >= {(26, 1, 55), (2, 61, 55)}
    assert numbers("35-15", typed_cuts("35-15", ("count", "signed"))) == {(35, -15)}
    assert numbers("007", typed_cuts("007", ("count", "count", "count"))) == {(0, 0, 7)}
    assert len(numbers("693665", typed_cuts("693665", ("count", "count", "count")))) == 10
