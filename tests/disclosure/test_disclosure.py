"""Suppression of small counts: nothing hidden can be worked out, which every other filling of a table is asked for."""

from __future__ import annotations

from datetime import date
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payband.errors import UnknownFigure
from payband.forms import Cell
from payband.review.disclosure.small_counts import Counts, Hidden, hidden_counts, hidden_in_list, with_totals
from payband.rules.remuneration import Brackets, bracket_number, bracket_text, brackets_on


def other_numbers(counts: Counts, hidden: Hidden, least: int) -> list[list[bool]]:
    """Whether each cell can be another number, for somebody who knows all that is shown and how hiding is done.

    Every change of the hidden counts by one up or down is tried; a hidden total follows from its counts.
    """
    table = with_totals(counts)
    places = [(r, c) for r, row in enumerate(counts) for c in range(len(row)) if hidden[r][c]]
    few = [0 < row[-1] < least and len(counts[0]) > 1 for row in table]
    found = [[False] * len(row) for row in table]
    for steps in product((-1, 0, 1), repeat=len(places)):
        other = [list(row) for row in counts]
        for (row, column), step in zip(places, steps, strict=True):
            other[row][column] += step
        if any(other[row][column] < (0 if few[row] else 1) for row, column in places):
            continue
        totals = with_totals(other)
        cells = list(product(range(len(table)), range(len(table[0]))))
        if any(totals[r][c] != table[r][c] for r, c in cells if not hidden[r][c]):
            continue
        if any(totals[r][c] < 1 for r, c in cells if hidden[r][c] and (r, c) not in places):
            continue
        for row, column in cells:
            found[row][column] |= totals[row][column] != table[row][column]
    return found


def assert_safe(counts: Counts, hidden: Hidden, least: int) -> None:
    open_to = other_numbers(counts, hidden, least)
    for row, values in enumerate(with_totals(counts)):
        for column, value in enumerate(values):
            if 0 < value < least:
                assert hidden[row][column], (counts, row, column, "a small count is shown")
            assert open_to[row][column] == hidden[row][column], (counts, hidden, row, column, "it can be worked out")


TABLES = [
    [[3, 12], [9, 11]],
    [[1, 1], [1, 1]],
    [[2, 0, 0], [6, 7, 8]],
    [[0, 0], [0, 0]],
    [[4]],
    [[1, 9, 0], [0, 8, 7], [5, 0, 6]],
    [[0, 5], [5, 1]],
    [[1, 0, 15], [0, 2, 0], [2, 1, 0]],
    [[8, 0, 2, 0], [0, 0, 0, 3]],
    [[0, 0, 2], [2, 0, 0]],
    [[0, 0, 1], [0, 3, 12]],
    [[0, 4, 0], [5, 0, 0]],
    [[0, 0, 4], [0, 0, 9]],
]


@pytest.mark.parametrize("counts", TABLES)
@pytest.mark.parametrize("least", [3, 5, 10])
def test_nothing_hidden_can_be_worked_out(counts: list[list[int]], least: int) -> None:
    hidden = hidden_counts(counts, least)
    assert hidden is not None
    assert_safe(counts, hidden, least)


SHAPES = st.sampled_from([(1, 3), (2, 2), (2, 3), (3, 2), (5, 1), (2, 4)])
NUMBERS = [0, 0, 0, *range(10)]  # real tables have many zeros
LISTS = SHAPES.flatmap(
    lambda shape: st.lists(
        st.lists(st.sampled_from(NUMBERS), min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0]
    )
)


@settings(max_examples=300)
@given(LISTS, st.sampled_from([3, 5, 8]))
def test_nothing_hidden_can_be_worked_out_of_any_table(counts: list[list[int]], least: int) -> None:
    hidden = hidden_counts(counts, least)
    assert hidden is not None
    assert_safe(counts, hidden, least)


@settings(max_examples=100)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=6), st.sampled_from([3, 5]))
def test_a_total_that_has_to_stay_stays(counts: list[int], least: int) -> None:
    hidden = hidden_in_list(counts, least, keep_total=True)
    if hidden is None:
        small = [each for each in counts if 0 < each < least]
        others = [each for each in counts if each >= least]
        # It cannot be done with a small total, or where all that may be hidden is one count, or are ones alone.
        assert 0 < sum(counts) < least or (not others and (len(small) == 1 or set(small) == {1}))
    else:
        assert not hidden[-1]
        assert_safe([[each] for each in counts], [[each, each] for each in hidden], least)


def test_hiding_small_counts_alone_is_not_enough() -> None:
    """The check of these tests itself: it finds the one hidden number that a total gives away."""
    counts = [[3, 12], [9, 11]]
    only_small = [[False] * 3 for _ in range(3)]
    only_small[0][0] = True
    with pytest.raises(AssertionError, match="it can be worked out"):
        assert_safe(counts, only_small, 5)


def test_ones_that_a_total_gives_away() -> None:
    """Five counts of a total of five, none of them 0: each is 1, so that the total is hidden with them."""
    assert hidden_in_list([1, 1, 1, 1, 1]) == [True] * 6
    assert hidden_in_list([1, 1, 1, 1, 1], keep_total=True) is None


def test_as_little_as_possible_is_hidden() -> None:
    assert hidden_counts([[5, 0], [70, 8]]) == [[False] * 3] * 3
    assert hidden_in_list([2, 30, 8, 0]) == [True, False, True, False, False], "the smallest other count goes with it"
    hidden = hidden_counts([[4, 40, 60], [50, 9, 80], [70, 90, 8]])
    assert hidden is not None
    assert sum(map(sum, hidden)) == 4, "a small count, one more in its row, one in its column, and the fourth corner"
    assert hidden_counts([[1, 2], [0, 3]], 1) == [[False] * 3] * 3, "nothing is small"


def test_a_row_of_few_people_hides_its_zeros() -> None:
    """0 rise, 0 stay, 2 fall: that nobody rises or stays would tell what happened to both."""
    hidden = hidden_counts([[0, 0, 2], [10, 20, 30]])
    assert hidden is not None
    assert hidden[0] == [True] * 4


# --- brackets of senior pay ----------------------------------------------------------------------------------------

SCALE = Brackets(5_000_000, 500_000, 15_000_000)
BRACKETS = [
    (49_999_99, 0, "under £50,000"),
    (50_000_00, 1, "£50,000 to £54,999"),
    (54_999_99, 1, "£50,000 to £54,999"),
    (55_000_00, 2, "£55,000 to £59,999"),
    (150_000_00, 21, "£150,000 to £154,999"),
]


@pytest.mark.parametrize(("pay", "number", "text"), BRACKETS)
def test_brackets_begin_at_multiples(pay: int, number: int, text: str) -> None:
    """Accounts and Audit Regulations 2015, Schedule 1, paragraph 1: multiples of £5,000 starting with £50,000."""

    scale = brackets_on(date(2026, 4, 1))
    assert scale == SCALE
    assert bracket_number(pay, scale.first, scale.width) == number
    assert bracket_text(number, scale) == text


def test_a_bracket_in_every_form() -> None:

    pays = np.array([pay for pay, _, _ in BRACKETS], dtype=np.int64)
    assert bracket_number(pays, SCALE.first, SCALE.width).tolist() == [number for _, number, _ in BRACKETS]
    assert str(bracket_number(Cell("A2"), Cell("B2"), Cell("C2"))) == "IF(A2>=B2,INT((A2-B2)/C2)+1,0)"


def test_a_day_without_a_scale_names_the_file() -> None:

    with pytest.raises(UnknownFigure, match=r"disclosure/brackets\.csv"):
        brackets_on(date(2014, 4, 1))
