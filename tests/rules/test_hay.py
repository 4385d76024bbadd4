"""Hay job sizes: the numbers that scores stand on, totals, and places in a body's own grade table."""

from __future__ import annotations

from itertools import pairwise

import pytest

import payband
from payband.errors import WrongInput
from payband.rules.pay.hay import number_steps, problem_solving_share, profile, steps_between

TABLE = [["grade", "points"], ["CE 1", 700], ["CE 2", 830], ["CE 3", 1_000]]


def test_the_published_example() -> None:
    """People Centre, Hay notes: know-how 460, problem solving 230 (50%), accountability 132."""
    assert payband.hay_total(460, 230, 132) == 822
    assert payband.hay_total(460, 230, 132, 33) == 855
    assert problem_solving_share(460, 230) == 5_000
    assert profile(230, 132) == -4  # four numbers: 152, 175, 200, 230


def test_the_numbers_rise_by_about_15_per_cent_and_double_in_five() -> None:
    steps = number_steps()
    assert steps[0] == 50
    assert steps[-1] == 1_400
    for lower, upper in pairwise(steps):
        assert 1.13 < upper / lower < 1.165
    for lower, upper in zip(steps, steps[5:], strict=False):
        assert abs(upper - 2 * lower) <= 2


@pytest.mark.parametrize("scores", [(461, 230, 132), (460, 229, 132), (460, 230, 133), (49, 50, 50), (1_401, 50, 50)])
def test_a_score_off_the_numbers_is_refused(scores: tuple[int, int, int]) -> None:
    with pytest.raises(WrongInput, match="is not a number of the method: it should be"):
        payband.hay_total(*scores)


@pytest.mark.parametrize(
    ("total", "answer"),
    [
        (700, ["CE 1", 0, 130, "CE 2", 2]),
        (722, ["CE 1", 22, 108, "CE 2", 1]),
        (829, ["CE 1", 129, 1, "CE 2", 1]),
        (830, ["CE 2", 0, 170, "CE 3", 2]),
        (1_000, ["CE 3", 0, None, "", None]),
        (2_000, ["CE 3", 1_000, None, "", None]),
    ],
)
def test_the_grade_and_the_way_to_its_boundaries(total: int, answer: list[object]) -> None:
    assert [list(row) for row in payband.hay_grade(total, TABLE).rows] == [answer]


def test_steps_to_a_boundary() -> None:
    assert [steps_between(722, boundary) for boundary in (722, 723, 830, 831, 954, 955)] == [0, 1, 1, 2, 2, 3]


def test_bad_tables() -> None:
    with pytest.raises(WrongInput, match="699 points lie below CE 1"):
        payband.hay_grade(699, TABLE)
    with pytest.raises(WrongInput, match="does not rise: CE 2 begins at 700"):
        payband.hay_grade(800, [["CE 1", 700], ["CE 2", 700]])
    with pytest.raises(WrongInput, match="two columns"):
        payband.hay_grade(800, [[700]])
    with pytest.raises(WrongInput, match="the points is 'many'"):
        payband.hay_grade(800, [["CE 1", 700], ["CE 2", "many"]])
