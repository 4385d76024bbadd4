"""PAYLINE and GRADEFORPOINTS: least squares by an independent calculation, and grade tables that bodies publish."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import payband
from payband.errors import WrongInput
from payband.rules.pay.grade_points import Band, check_bands, place_in_bands
from payband.rules.pay.pay_line import pay_line_of

PENNY = Decimal("0.01")

# --- grade tables that bodies publish ------------------------------------------------------------------------------

NHS = {
    "1": (0, 160), "2": (161, 215), "3": (216, 270), "4": (271, 325), "5": (326, 395), "6": (396, 465),
    "7": (466, 539), "8a": (540, 584), "8b": (585, 629), "8c": (630, 674), "8d": (675, 720), "9": (721, 765),
}  # fmt: skip
SOUTHAMPTON = {
    "1": (0, 268), "2": (269, 293), "3": (294, 330), "4": (331, 364), "5": (365, 406), "6": (407, 450),
    "7": (451, 483), "8": (484, 520), "9": (521, 559), "10": (560, 614), "11": (615, 675), "12": (676, 729),
    "13": (730, None),
}  # fmt: skip
ST_ANDREWS = {
    "1": (0, 174), "2": (175, 199), "3": (200, 239), "4": (240, 279), "5": (280, 339), "6": (340, 399),
    "7": (400, 494), "8": (495, 589), "9": (590, None),
}  # fmt: skip
NATREM = {"1": (154, 191), "2": (192, 239), "3": (240, 299), "4": (300, 374), "5": (375, 486)}
Printed = dict[str, Any]
PUBLISHED = [
    # NHS terms and conditions of service handbook, section 1, table 1 (England and Wales); RCN prints band 5 326-395.
    pytest.param(NHS, {160: "1", 161: "2", 325: "4", 326: "5", 395: "5", 539: "7", 540: "8a", 765: "9"}, id="NHS"),
    # The same handbook, section 1 (Scotland and Northern Ireland), table 1: pay bands and job weight.
    pytest.param(NHS, {0: "1", 215: "2", 216: "3", 629: "8b", 630: "8c", 675: "8d", 721: "9"}, id="NHS Scotland"),
    # Southampton City Council, Pay and Grade Structure with Job Evaluation Score Ranges, 2015 (NJC scheme).
    pytest.param(
        SOUTHAMPTON, {268: "1", 269: "2", 406: "5", 407: "6", 614: "10", 615: "11", 730: "13"}, id="Southampton"
    ),
    # University of St Andrews, HERA score ranges.
    pytest.param(ST_ANDREWS, {174: "1", 175: "2", 239: "3", 240: "4", 494: "7", 495: "8", 590: "9"}, id="St Andrews"),
    # Natrem, Job grades, page 12: the example of a textbook.
    pytest.param(NATREM, {154: "1", 191: "1", 192: "2", 299: "3", 300: "4", 486: "5"}, id="Natrem"),
]


def cells(table: Printed, *, ends: bool = True) -> list[list[Any]]:
    return [[grade, first, last] if ends else [grade, first] for grade, (first, last) in table.items()]


def bands(table: Printed) -> tuple[Band, ...]:
    return tuple(Band(grade, first, last) for grade, (first, last) in table.items())


@pytest.mark.parametrize(("table", "expected"), PUBLISHED)
def test_published_tables_give_the_grades_that_they_print(table: Printed, expected: dict[int, str]) -> None:
    for points, grade in expected.items():
        assert payband.grade_for_points(points, cells(table)) == grade
        assert payband.grade_for_points(points, [["grade", "from"], *cells(table, ends=False)]) == grade
    column = payband.grade_for_points(list(expected), cells(table))
    assert column == list(expected.values())


@pytest.mark.parametrize(("table", "expected"), PUBLISHED)
def test_every_score_of_a_published_table_has_one_grade(table: Printed, expected: dict[int, str]) -> None:
    """By the printed ends, not by the search: each score is in one grade, and it is the one that is found."""
    check_bands(bands(table))
    first, last = bands(table)[0].first, bands(table)[-1].last or 1_000
    for points in range(first, last + 1):
        [printed] = [
            grade for grade, (low, high) in table.items() if low <= points and (high is None or points <= high)
        ]
        assert bands(table)[place_in_bands(points, bands(table))].grade == printed


def test_a_textbook_widens_each_grade_by_a_quarter() -> None:
    """Natrem, page 12: 192 x 1.25 = 240, x 1.25 = 300, x 1.25 = 375."""
    starts = [first for first, _ in NATREM.values()][1:]
    assert [low * Fraction(5, 4) for low in starts[:-1]] == starts[1:]


BAD_TABLES = [
    ([["1", 0, 160], ["2", 165, 215]], "161 to 164 would have no grade"),
    ([["1", 0, 160], ["2", 162, 215]], "161 would have no grade"),
    ([["1", 0, 160], ["2", 160, 215]], "they overlap"),
    ([["1", 0, 160], ["2", 215, 161]], "grade 2 ends at 161 points, below the 215"),
    ([["1", 0, None], ["2", 161, 215]], "grade 1 has no upper end"),
    ([["2", 161, 215], ["1", 0, 160]], "put the lowest grade first"),
    ([["1", 10, 160], ["2", 161, 215]], "5 points lie below grade 1"),
    ([["1", 0, 2], ["2", 3, 4]], "5 points lie above grade 2, the highest, which ends at 4"),
    ([["1", 0, 160], ["2", "many", 215]], "row 2: the first points"),
    ([["1"], ["2"]], "must be columns of cells"),
]


@pytest.mark.parametrize(("table", "says"), BAD_TABLES)
def test_a_table_that_is_not_one_is_refused(table: Any, says: str) -> None:
    with pytest.raises(WrongInput, match=says):
        payband.grade_for_points(5, table)


# --- the pay line ----------------------------------------------------------------------------------------------------


def by_decimals(points: list[int], pays: list[Decimal], at: int) -> Decimal:
    """The straight line by the textbook's means and sums, with fifty digits."""
    with localcontext() as context:
        context.prec = 50
        count = Decimal(len(points))
        mean_x, mean_y = Decimal(sum(points)) / count, sum(pays, Decimal(0)) / count
        across = sum(((x - mean_x) * (y - mean_y) for x, y in zip(points, pays, strict=True)), Decimal(0))
        slope = across / sum(((x - mean_x) ** 2 for x in points), Decimal(0))
        return mean_y + slope * (at - mean_x)


posts = st.lists(st.tuples(st.integers(100, 900), st.integers(1_500_000, 15_000_000)), min_size=2, max_size=40)


@given(posts=posts, at=st.integers(100, 900))
@settings(max_examples=60, deadline=None)
def test_a_straight_line_is_that_of_the_textbook(posts: list[tuple[int, int]], at: int) -> None:
    points, pence = [each for each, _ in posts], [each for _, each in posts]
    assume(len(set(points)) > 1)
    pays = [Decimal(each) / 100 for each in pence]
    exact = by_decimals(points, pays, at)
    assume(abs(abs(exact * 100) % 1 - Decimal("0.5")) > Decimal("1e-9"))  # which way half a penny goes is tried below
    line = pay_line_of(points, pence)
    assert Decimal(line.pay_at(at)) / 100 == exact.quantize(PENNY, ROUND_HALF_UP)
    if exact > 0:
        assert payband.pay_line([[each] for each in points], [[each] for each in pays], at) == exact.quantize(
            PENNY, ROUND_HALF_UP
        )


@given(posts=posts, curved=st.booleans())
@settings(max_examples=60, deadline=None)
def test_what_is_left_off_the_line_leans_to_no_side(posts: list[tuple[int, int]], curved: bool) -> None:
    """The distances add up to nothing, also times the points, and for a curve times their squares: exactly."""
    points, pence = [each for each, _ in posts], [each for _, each in posts]
    assume(len(set(points)) > (2 if curved else 1))
    line = pay_line_of(points, pence, "curved" if curved else "straight")
    left = [y - line.constant - line.slope * x - line.bend * x * x for x, y in posts]
    for power in range(3 if curved else 2):
        assert sum(each * x**power for each, (x, _) in zip(left, posts, strict=True)) == 0
    assert line.left == sum(each * each for each in left)
    assert 0 <= line.left <= line.spread


@pytest.mark.parametrize(("line", "degree"), [("straight", 1), ("curved", 2)])
def test_numpy_draws_the_same_line(line: str, degree: int) -> None:
    points = [210, 255, 255, 300, 342, 401, 466, 520, 611, 705]
    pence = [
        2_106_700,
        2_209_400,
        2_281_100,
        2_400_000,
        2_741_200,
        3_180_300,
        3_900_100,
        4_400_000,
        5_601_200,
        7_099_900,
    ]
    expected = np.polyval(np.polyfit(points, pence, degree), 444)
    assert pay_line_of(points, pence, line).pay_at(444) == pytest.approx(expected, abs=0.51)


def test_half_a_penny_goes_up() -> None:
    assert payband.pay_line([100, 100, 200, 200], ["10000", "10000.01", "20000", "20000"], 100) == Decimal("10000.01")


def test_a_line_through_like_pay_explains_nothing() -> None:
    assert pay_line_of([200, 300], [2_000_000, 2_000_000]).fit is None


BAD_LINES = [
    (([200, 200], [20_000, 21_000], 300), "all posts have the same points, and a straight line needs posts at 2"),
    (([200, 300], [20_000, 21_000], 300, "curved"), "there are 2 different points, and a curved line needs posts at 3"),
    (([200, 300], [20_000], 300), "of 2 posts there are points, and of 1 there is pay"),
    (([], [], 300), "PAYLINE needs points"),
    (([200, None, 300], [20_000, 21_000, 22_000], 300), "post 2: the cell is empty"),
    (([200, 300], [20_000, 0], 300), "give an amount above £0"),
    (([200, 300], [20_000, 21_000], 300, "wavy"), "wavy"),
]


@pytest.mark.parametrize(("arguments", "says"), BAD_LINES)
def test_what_no_line_goes_through_is_refused(arguments: tuple[Any, ...], says: str) -> None:
    with pytest.raises(payband.PaybandError, match=says):
        payband.pay_line(*arguments)


@given(
    firsts=st.lists(st.integers(0, 600), min_size=1, max_size=12, unique=True).map(sorted),
    points=st.integers(0, 700),
)
@settings(deadline=None)
def test_the_grade_is_the_last_that_begins_at_or_below(firsts: list[int], points: int) -> None:
    """The function, a loop over the table, and the column of many scores agree."""
    ends = [high - 1 for _, high in pairwise(firsts)]
    table = [[f"G{at}", first, last] for at, (first, last) in enumerate(zip(firsts, [*ends, None], strict=True))]
    assume(points >= firsts[0])
    wanted = max(at for at, first in enumerate(firsts) if first <= points)
    assert payband.grade_for_points(points, table) == f"G{wanted}"
    assert payband.grade_for_points([points, firsts[0]], table) == [f"G{wanted}", "G0"]
    assert payband.grade_for_points(np.array([points]), table)[0] == f"G{wanted}"
