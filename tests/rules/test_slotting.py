"""Slotting: the rules, ties, salaries outside the range, points that were never published, ranges without points."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import payband
from payband.library import PointSalary
from payband.rules.pay.pay_range import straight_line
from payband.rules.placing.slotting import slot_on_points

RANGE = [[1, 20_000], [2, 21_000], [3, 23_000]]

ON_POINTS = [
    # (salary, rule, tie, point, outcome)
    (20_000, "nearest", None, 1, "same"),
    (20_499.99, "nearest", None, 1, "fall"),
    (20_500, "nearest", "higher", 2, "rise"),
    (20_500, "nearest", "lower", 1, "fall"),
    (20_500.01, "nearest", None, 2, "rise"),
    (21_999.99, "nearest", None, 2, "fall"),
    (22_000.01, "nearest", None, 3, "rise"),
    (20_000.01, "next above", None, 2, "rise"),
    (21_000, "next above", None, 2, "same"),
    (22_999.99, "next below", None, 2, "fall"),
    (21_000, "next below", None, 2, "same"),
    (22_500, "bottom", None, 1, "fall"),
    (19_000, "bottom", None, 1, "rise"),
    (21_000, "same point", None, 2, "same"),
    # outside the range: the top or the bottom whatever the rule, and it is said
    (23_000, "nearest", None, 3, "same"),
    (23_000.01, "nearest", None, 3, "fall, above the top"),
    (30_000, "next above", None, 3, "fall, above the top"),
    (30_000, "same point", None, 3, "fall, above the top"),
    (19_999.99, "nearest", None, 1, "rise, below the bottom"),
    (10_000, "next below", None, 1, "rise, below the bottom"),
]


@pytest.mark.parametrize(("salary", "rule", "tie", "point", "outcome"), ON_POINTS)
def test_slots(salary: Any, rule: str, tie: str | None, point: int, outcome: str) -> None:
    new = Decimal(RANGE[point - 1][1])
    assert payband.slot(salary, RANGE, rule, tie).rows == [[point, new, new - Decimal(str(salary)), outcome]]
    assert payband.slot_point(salary, RANGE, rule, tie) == point
    assert payband.slot_salary(salary, RANGE, rule, tie) == new


@pytest.mark.parametrize(
    ("salary", "rule", "said"),
    [
        (
            20_500,
            "nearest",
            "£20,500.00 lies exactly between points 1 and 2 of the range given: say whether a tie goes to",
        ),
        (20_500, "same point", "it lies between points 1 and 2.: choose another slotting rule"),
    ],
)
def test_what_is_refused(salary: int, rule: str, said: str) -> None:
    with pytest.raises(payband.WrongInput, match=said):
        payband.slot(salary, RANGE, rule)


# --- published ranges ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("salary", "grade", "point", "outcome"),
    [
        ("97,575", "Divisional Director", 9, "fall, above the top"),
        ("85,575", "Divisional Director", 9, "same"),
        ("76,725", "Divisional Director", 6, "same"),
        ("70,000", "Divisional Director", 6, "rise, below the bottom"),
        ("125,000", "Head of Paid Service", 19, "fall"),
        ("126,000", "Head of Paid Service", 20, "rise"),
    ],
)
def test_leicesters_nearest_grade_point(salary: str, grade: str, point: int, outcome: str) -> None:
    """Leicester City Council, 13 December 2011, para 8.2."""
    [[found, _, _, said]] = payband.slot(salary, grade).rows
    assert (found, said) == (point, outcome)


def test_leicester_left_unsaid_where_a_tie_goes_so_it_has_to_be_said() -> None:
    with pytest.raises(payband.WrongInput, match="lies exactly between points 19 and 20"):
        payband.slot("125,358", "Head of Paid Service")
    assert payband.slot_point("125,358", "Head of Paid Service", tie="higher") == 20


# --- points that were never published ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("salary", "listed"),
    [("80,000", "points 7, 8"), ("76,725.01", "points 7, 8"), ("85,574.99", "points 7, 8")],
)
@pytest.mark.parametrize("rule", ["nearest", "next above", "next below", "same point"])
def test_an_answer_that_an_unpublished_point_could_change_is_refused(salary: str, listed: str, rule: str) -> None:
    with pytest.raises(payband.UnknownFigure, match=f"in Divisional Director depends on {listed}, never published"):
        payband.slot(salary, "Divisional Director", rule)


def test_an_answer_that_it_could_not_change_is_given() -> None:
    assert payband.slot_point(80_000, "Divisional Director", "bottom") == 6
    assert payband.slot_point(76_725, "Divisional Director") == 6
    assert payband.slot_point(16_000, [[1, 15_000], [2, 17_000], [3, "unknown"], [4, 20_000]], tie="lower") == 1


@pytest.mark.parametrize(
    ("cells", "salary", "listed"),
    [
        ([[1, "unknown"], [2, 20_000]], 19_000, "point 1"),
        ([[1, 20_000], [2, None]], 21_000, "point 2"),
        ([[1, 20_000], [2, None], [3, None], [4, 25_000], [5, None]], 21_000, "points 2, 3"),
        ([[1, 20_000], [2, None], [3, 25_000], [4, None]], 26_000, "point 4"),
    ],
)
def test_unpublished_points_at_the_ends(cells: Any, salary: int, listed: str) -> None:
    with pytest.raises(payband.UnknownFigure, match=f"depends on {listed}, never published"):
        payband.slot(salary, cells)


def test_the_bottom_of_a_range_may_be_unpublished() -> None:
    with pytest.raises(payband.UnknownFigure, match="point 1 of the range given was never published"):
        payband.slot(19_000, [[1, None], [2, 20_000]], "bottom")


def test_an_estimate_marks_every_answer_that_rests_on_it() -> None:
    """UCOC/T 6 to 9, with 7 and 8 drawn at 79,675 and 82,625."""
    points = straight_line(
        [PointSalary("6", 7_672_500), PointSalary("7", None), PointSalary("8", None), PointSalary("9", 8_557_500)]
    )
    found = {
        salary: slot_on_points(salary, points, "nearest", "higher") for salary in (7_672_500, 7_700_000, 8_100_000)
    }
    assert [(slot.point, slot.estimated) for slot in found.values()] == [("6", False), ("6", True), ("7", True)]
    assert not slot_on_points(9_000_000, points).estimated


# --- ranges without points -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("salary", "new", "outcome"),
    [
        (55_000, 55_000, "same"),
        (50_000, 50_000, "same"),
        (60_000, 60_000, "same"),
        (61_000, 60_000, "fall, above the top"),
        (49_999, 50_000, "rise, below the bottom"),
    ],
)
def test_a_range_without_points(salary: int, new: int, outcome: str) -> None:
    """Essex PCC, 1 February 2013: £50,000 to £60,000, appointed at £55,000."""
    assert payband.slot(salary, "DPCC").rows == [[None, new, new - salary, outcome]]
    assert payband.slot_salary(salary, "DPCC", "bottom") == 50_000
    with pytest.raises(payband.WrongInput, match="no points: SLOTSALARY gives the salary"):
        payband.slot_point(salary, "DPCC")


def test_a_column_of_salaries_with_one_that_cannot_be_slotted() -> None:
    with pytest.raises(payband.InputProblems) as error:
        payband.slot([70_000, 80_000, 90_000], "Divisional Director")
    assert [problem.row for problem in error.value.problems] == [2]


def test_the_date_chooses_the_range() -> None:
    assert payband.slot_salary(1_000_000, "Harrow D3", on_date="30/03/2023") == 140_652
    assert payband.slot_salary(1_000_000, "Harrow D3", on_date="20/03/2024") == 145_575
