"""Spines, grades and where a salary lies: published pay ranges, points that were never published, ratios."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

import payband
from payband.library import PointSalary
from payband.rules.pay.pay_range import straight_line

LEICESTER = "Leicester City Council, 13 December 2011, para 8.1"
HARROW = "Harrow, Chief Officers' Employment Panel"
HAY = "West Sussex County Council, Hay grade pay rates page, 2023"

GRADES = [
    # (grade, date or None for the newest, bottom, top, source)
    ("Head of Paid Service", None, "123231", "127485", LEICESTER),
    ("Strategic Director", None, "110484", "118983", LEICESTER),
    ("Divisional Director", None, "76725", "85575", LEICESTER),
    ("City Officer", None, "63945", "68853", LEICESTER),
    ("Harrow D1", None, "91269", "107264", f"{HARROW}, 8 December 2022"),
    ("D3", "30/03/2023", "127698", "140652", f"{HARROW}, 30 March 2023"),
    ("D3", None, "132168", "145575", f"{HARROW}, 20 March 2024"),
    ("DPCC", None, "50000", "60000", "Essex PCC, 1 February 2013"),
    ("CE band 3", None, "101500", "140000", "Scottish Government pay policy, 2009-10"),
    ("SCS 1", None, "76000", "117800", "Senior Civil Service practitioner guidance, 2024-25"),
    ("Corporate Director", None, "85564", "106473", "Lee Valley, officer remuneration 2022/23"),
]


@pytest.mark.parametrize(("grade", "on", "bottom", "top", "source"), GRADES)
def test_published_ranges(grade: str, on: str | None, bottom: str, top: str, source: str) -> None:
    assert payband.range_min(grade, on) == Decimal(bottom)
    assert payband.range_max(grade, on) == Decimal(top)


POINTS = [
    ("UCOR/S", 16, None, "110484", LEICESTER),
    ("UCOR/S", 20.0, None, "127485", LEICESTER),
    ("UCOC/T", "9", None, "85575", LEICESTER),
    ("NJC", 1, "01/04/2019", "17364", "GMB, 2017"),
    ("NJC", 8, "01/04/2019", "19945", "Gedling BC, pay policy statement 2020-21"),
    ("NJC", 1, "01/04/2020", "17842", "Eden DC, senior salaries 2020/21"),
    ("NJC", 2, "01/04/2023", "22366", "The Key, 2024"),
    ("West Sussex Hay D", 5, None, "71237", HAY),
    ("Wychavon", " w33 ".upper(), None, "36271", "Wychavon DC, April 2021"),
]


@pytest.mark.parametrize(("spine", "point", "on", "expected", "source"), POINTS)
def test_published_points(spine: str, point: Any, on: str | None, expected: str, source: str) -> None:
    assert payband.salary(spine, point, on) == Decimal(expected)


# --- points that were never published ------------------------------------------------------------------------------


@pytest.mark.parametrize(("spine", "point"), [("UCOR/S", 17), ("UCOC/T", 2), ("UCOC/T", 8)])
def test_an_unpublished_point_has_no_salary(spine: str, point: int) -> None:
    with pytest.raises(payband.UnknownFigure, match=f"point {point} of {spine} was never published"):
        payband.salary(spine, point)


def test_a_range_shows_what_is_unknown() -> None:
    assert payband.pay_range("UCOC/T", 6, 9).rows == [
        [6, Decimal("76725.00"), None],
        [7, "unknown", "unknown"],
        [8, "unknown", "unknown"],
        [9, Decimal("85575.00"), "unknown"],
    ]


def test_steps_between_known_points() -> None:
    """Leicester City Council, 2011: UCOR/S 18 to 20, steps of 4,248 and 4,254."""
    assert payband.pay_range("UCOR/S", 18, 20).column("step") == [None, 4248, 4254]


def test_a_range_given_back_as_cells_is_the_same_range() -> None:
    """What PAYRANGE writes can be read again: a first point that was never published is not taken for a heading."""
    rows = payband.pay_range("UCOR/S", 17, 19).rows
    cells = [row[:2] for row in rows]
    assert payband.pay_range(cells, 17, 19).rows == rows
    with pytest.raises(payband.UnknownFigure, match="bottom of this range was never published"):
        payband.range_min(cells)


def test_estimates_on_a_straight_line_are_marked() -> None:
    """UCOC/T 6 to 9: equal steps of 2,950."""
    known = [PointSalary("6", 7_672_500), PointSalary("7", None), PointSalary("8", None), PointSalary("9", 8_557_500)]
    drawn = straight_line(known)
    assert [each.pence for each in drawn] == [7_672_500, 7_967_500, 8_262_500, 8_557_500]
    assert [each.estimated for each in drawn] == [False, True, True, False]


def test_gaps_at_the_ends_are_not_drawn() -> None:
    ends = [PointSalary("1", None), PointSalary("2", 200), PointSalary("3", None)]
    assert straight_line(ends) == ends
    assert straight_line([PointSalary("1", None)]) == [PointSalary("1", None)]


# --- names and dates -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda: payband.salary("UCOR/T", 16),
            "'UCOR/T' is not a spine or a grade in the library; did you mean 'UCOR/S'?",
        ),
        (lambda: payband.salary("NJC", 99), "point 99 is not on spine NJC, which runs from 3 to 43"),
        (lambda: payband.salary("NJC", 1), "point 1 is not on spine NJC"),  # deleted on 1 April 2023
        (lambda: payband.range_min("Divisonal Director"), "did you mean 'Divisional Director'?"),
        (lambda: payband.pay_range("NJC", 5, 60), "point 60 is not on spine NJC"),
    ],
)
def test_unknown_names_get_the_nearest(call: Any, said: str) -> None:
    with pytest.raises(payband.UnknownName) as error:
        call()
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("spine", "on", "known", "file"),
    [
        ("UCOR/S", "31/03/2011", "from 1 April 2011", "spine-ucor-s.csv"),
        ("UCOR/S", "01/04/2012", "to 31 March 2012", "spine-ucor-s.csv"),
        ("NJC", "31/03/2009", "from 1 April 2009", "spine-njc.csv"),
        ("NJC", "01/04/2027", "to 31 March 2027", "spine-njc.csv"),
        ("NJC", "01/01/2015", "between 31 March 2013 and 1 April 2017", "spine-njc.csv"),
    ],
)
def test_a_spine_outside_its_dates_names_the_file(spine: str, on: str, known: str, file: str) -> None:
    with pytest.raises(payband.UnknownFigure, match=known) as error:
        payband.salary(spine, 20, on)
    assert file in str(error.value)


def test_a_grade_outside_its_dates_names_the_file() -> None:
    with pytest.raises(payband.UnknownFigure, match=r"from 8 December 2022 only.*data/spines/harrow/grades.csv"):
        payband.range_min("Harrow D1", "07/12/2022")


# --- ranges in cells -----------------------------------------------------------------------------------------------


def test_a_spine_in_cells_with_a_heading_and_blank_rows() -> None:
    cells = [["point", "salary"], [1, "£20,000"], [2, 21_000.5], [None, None], ["3", "unknown"], ["", " "]]
    assert payband.salary(cells, 2) == Decimal("21000.50")
    assert payband.pay_range(cells, 1, 3).column("salary") == [20_000, Decimal("21000.50"), "unknown"]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([[1, 20_000], [2, 19_999]], "point 2 .£19,999.00. pays less than point 1 .£20,000.00."),
        ([[1, 20_000], [1, 21_000]], "point 1 is there twice"),
        ([[1, 20_000], [None, 21_000]], "row 2: a salary has no point"),
        ([[1, 20_000], [2, "n/a"]], "row 2: the salary is 'n/a': give a number"),
        ([[1, 20_000], [2, 0]], "row 2: the salary is 0: give an amount above £0"),
        ([1, 2, 3], "two columns, point and salary"),
        ([[1], [2]], "two columns, point and salary"),
        ([["point", "salary"], [None, None]], "has no rows"),
        ([[None, None]], "SALARY needs spine"),
    ],
)
def test_cells_that_are_no_spine(cells: Any, said: str) -> None:
    with pytest.raises(payband.WrongInput, match=said):
        payband.salary(cells, 1)


def test_a_range_upside_down() -> None:
    with pytest.raises(payband.WrongInput, match="runs from point 9 down to 6: give the lowest point first"):
        payband.pay_range("UCOC/T", 9, 6)


# --- ratios --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("salary", "compa", "penetration"),
    [
        (50_000, "0.9091", "0"),
        (52_500, "0.9545", "0.25"),
        (55_000, "1", "0.5"),
        (60_000, "1.0909", "1"),
        (61_000, "1.1091", "1.1"),
        (49_000, "0.8909", "-0.1"),
        (53_333.33, "0.9697", "0.3333"),
    ],
)
def test_ratios_in_a_range_of_50_000_to_60_000(salary: float, compa: str, penetration: str) -> None:
    assert payband.compa_ratio(salary, 50_000, 60_000) == Decimal(compa)
    assert payband.penetration(salary, 50_000, 60_000) == Decimal(penetration)


def test_a_range_of_one_salary_has_a_middle_but_no_way_up() -> None:
    assert payband.compa_ratio(50_000, 50_000, 50_000) == 1
    with pytest.raises(payband.WrongInput, match="same bottom and top"):
        payband.penetration(50_000, 50_000, 50_000)


@pytest.mark.parametrize("function", [payband.compa_ratio, payband.penetration])
def test_ratios_refuse_a_range_upside_down(function: Any) -> None:
    with pytest.raises(payband.WrongInput, match=r"from £60,000\.00 down to £50,000\.00"):
        function(55_000, 60_000, 50_000)


@pytest.mark.parametrize(
    ("highest", "median", "expected"), [(100_000, 20_000, "5"), (100_001, 30_000, "3.33"), (20_050, 10_000, "2.01")]
)
def test_pay_multiple_goes_to_two_decimals_half_up(highest: int, median: int, expected: str) -> None:
    assert payband.pay_multiple(highest, median) == Decimal(expected)
