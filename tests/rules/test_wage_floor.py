"""Hourly pay and the floors of wages: as printed, as a cell, a column and a formula, and past their last day."""

from __future__ import annotations

import random
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import payband
from payband import library
from payband.data_schema import check_folder
from payband.errors import UnknownFigure, WrongInput
from payband.forms import Cell
from payband.library import working_time
from payband.rules.pay.wage_floor import hourly_pay_of, least_salary, meets_floor, salary_of_hours

FOUNDATION = (375_000, 52, 1)  # hours of a week, weeks of a year


def floor(name: str, day: str) -> int:
    return int(payband.wage_floor(day, name) * 100)


# What is printed of the two floors of a year: the day, the voluntary floor, the difference a year of 37.5 x 52 hours
DIFFERENCES = [
    ("01/12/2025", "Real Living Wage", "2418", "Living Wage Foundation 2025-26 (Employee Benefits, Independent)"),
    ("01/12/2025", "Real Living Wage London", "5050.50", "the same: it prints 5,050, without the 50 pence"),
    ("01/12/2021", "Real Living Wage", "1930.50", "CIPP 2021-22: it prints 1,930, without the 50 pence"),
    ("01/12/2023", "Real Living Wage", "3081", "HR Director 2023-24"),
]


@pytest.mark.parametrize(("day", "name", "expected", "source"), DIFFERENCES)
def test_what_the_foundation_says_a_year_is_worth(day: str, name: str, expected: str, source: str) -> None:
    difference = floor(name, day) - floor("statutory", day)
    assert Decimal(salary_of_hours(difference, *FOUNDATION)) / 100 == Decimal(expected), source


@pytest.mark.parametrize(("name", "expected"), [("Real Living Wage London", "28860"), ("Real Living Wage", "26227.50")])
def test_the_foundations_salaries_of_2025(name: str, expected: str) -> None:
    """visitsoflondon.com on the rates of 2025-26."""
    assert Decimal(salary_of_hours(floor(name, "01/12/2025"), *FOUNDATION)) / 100 == Decimal(expected)


def test_kents_ten_pounds_an_hour() -> None:
    """Kent Scheme pay award 2022: £10.00 x 37 x 365/7 is £19,293 to the pound; to the penny it is below the floor."""
    policy = working_time("Kent Scheme")
    year = (policy.year_weeks.numerator, policy.year_weeks.denominator)
    assert salary_of_hours(1_000, 370_000, *year, 100) == 1_929_300
    assert payband.hourly_pay(19_293, divisor="Kent Scheme") > 10
    to_the_penny = Decimal(salary_of_hours(1_000, 370_000, *year)) / 100
    assert payband.hourly_pay(to_the_penny, divisor="Kent Scheme") >= 10
    assert f"{payband.hourly_pay(to_the_penny):.5f}" == "9.99997"


def test_the_entitlement_of_gov_uks_calculator() -> None:
    """24 years old on 1 December 2025, 39 hours: £476.19. The rates by age are among the cases of every host."""
    assert payband.wage_floor("01/12/2025", age=24) * 39 == Decimal("476.19")
    row = library.in_force("wages/floors.csv", "accommodation offset", date(2025, 12, 1), "the accommodation offset")
    assert row.values["pence"] == "1066"


def test_gedlings_hourly_pay_is_that_of_52_143_weeks() -> None:
    """£17,711 is printed as 9.1801 an hour; 52.14 weeks make it 9.1806."""
    hourly = payband.hourly_pay(17_711)
    assert hourly.quantize(Decimal("0.0001"), ROUND_HALF_UP) == Decimal("9.1801")
    assert payband.hourly_pay(17_711, divisor="Aspire") > hourly


DIVISORS = [("Green Book", "52143/1000"), ("Kent Scheme", "365/7"), ("Living Wage Foundation", "52")]


@pytest.mark.parametrize(("divisor", "weeks"), DIVISORS)
def test_a_cell_a_column_and_a_formula_cut_the_same_pay(divisor: str, weeks: str) -> None:
    rng = random.Random(52)
    salaries = [Decimal(rng.randrange(1_500_000, 3_500_000)) / 100 for _ in range(300)]
    hours = [Decimal(rng.choice(["37", "36", "35", "37.5", "36.25", "39"])) for _ in salaries]
    cells = [payband.hourly_pay(*row, divisor=divisor) for row in zip(salaries, hours, strict=True)]
    assert payband.hourly_pay(salaries, hours, divisor) == cells
    for salary, week, cell in zip(salaries, hours, cells, strict=True):
        exact = Fraction(salary) / Fraction(week) / Fraction(weeks)
        assert cell * 1_000_000 == (exact * 1_000_000).__floor__()
        assert 0 <= exact - Fraction(cell) < Fraction(1, 1_000_000)
    text = str(hourly_pay_of(Cell("A1"), Cell("B1"), 52_143, 1_000))
    assert text == "INT(A1*100000000000/(52143*B1))"


def test_a_floor_is_met_from_the_least_salary_on_and_not_a_penny_below() -> None:
    rng = random.Random(1_271)
    for _ in range(500):
        pence, hours = rng.randrange(500, 2_000), rng.choice([370_000, 360_000, 362_500, 375_000, 350_000])
        year = rng.choice([(52_143, 1_000), (365, 7), (52, 1), (52_142, 1_000)])
        least = least_salary(pence, hours, *year)
        exact = Fraction(pence * hours * year[0], 10_000 * year[1])
        assert least - 1 < exact <= least
        for salary in (least - 1, least):
            met = salary == least
            assert meets_floor(salary, pence, hours, *year) is met
            assert (hourly_pay_of(salary, hours, *year) >= pence * 10_000) is met


def test_salary_sacrifice_takes_a_post_below_the_floor() -> None:
    salary = Decimal(least_salary(1_271, 370_000, 52_143, 1_000)) / 100
    assert payband.hourly_pay(salary) >= payband.wage_floor("01/04/2026") > payband.hourly_pay(salary - 500)


@pytest.mark.parametrize("name", library.FLOORS)
def test_a_floor_past_its_last_day_names_the_file(name: str) -> None:
    last = max(row.effective_to for of, row in library.wage_floors() if of.floor == name)
    assert payband.wage_floor(last, name) > 5
    with pytest.raises(UnknownFigure, match=r"add a row to data/wages/floors\.csv, or give it with --data"):
        payband.wage_floor(date.fromordinal(last.toordinal() + 1), name)


def test_every_age_has_one_statutory_floor_on_every_day() -> None:
    days = sorted({row.effective_from for of, row in library.wage_floors() if of.floor == "statutory"})
    for day in days:
        by_age = [payband.wage_floor(day, age=age) for age in range(16, 101)]
        assert by_age == sorted(by_age)
        assert by_age[-1] == payband.wage_floor(day)
        in_force = [of for of, row in library.wage_floors() if row.effective_from <= day <= row.effective_to]
        for age in range(16, 101):
            found = [of for of in in_force if of.first_age <= age <= (of.last_age or 100) and of.floor == "statutory"]
            assert len(found) == 1, (day, age)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: payband.hourly_pay(24_000, 61), "the full-time hours are 61"),
        (lambda: payband.hourly_pay(24_000, 0), "the full-time hours are 0"),
        (lambda: payband.hourly_pay(0), "give an amount above £0"),
        (lambda: payband.wage_floor("01/04/2026", age=101), "the age is 101: give one from 16 to 100"),
    ],
)
def test_what_is_refused(call: Any, said: str) -> None:
    with pytest.raises(WrongInput, match=said):
        call()


def write_floors(folder: Path, name: str) -> None:
    (folder / "wages").mkdir()
    (folder / "wages" / "floors.csv").write_text(
        "effective_from,effective_to,floor,pence,unit,status,source\n"
        f'2027-04-01,2028-03-31,"{name}",1310,an hour,estimate,our own estimate\n'
    )


def test_a_body_extends_the_floors_with_its_own_row(tmp_path: Path) -> None:
    write_floors(tmp_path, "National Living Wage, 21 and over")
    assert check_folder(tmp_path) == []
    with library.using_data(str(tmp_path)):
        assert payband.wage_floor("01/04/2027") == Decimal("13.10")
    with pytest.raises(UnknownFigure):
        payband.wage_floor("01/04/2027")


def test_a_floor_under_another_name_is_a_problem_of_the_file(tmp_path: Path) -> None:
    write_floors(tmp_path, "NLW 21+")
    [problem] = check_folder(tmp_path)
    assert "'NLW 21+' is not a wage floor that payband knows" in str(problem)


def test_an_explanation_says_which_divisor() -> None:
    shown = str(payband.explain("HOURLYPAY", 17_711))
    assert "£17,711.00 / 52.143 / 37" in shown
    assert "NJC pay circulars" in shown
