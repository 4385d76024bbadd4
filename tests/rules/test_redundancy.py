"""Statutory redundancy pay: published cases, every boundary of age and service, and the dates of the limit."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

import payband
from payband.errors import UnknownFigure, WrongInput
from payband.rules.leaving.redundancy import half_weeks

PUBLISHED = [
    (45, 14, 500, "01/03/2021", 8_000, "GOV.UK statutory redundancy calculator, 1 March 2021"),
    (45, 15, 500, "01/02/2013", 7_650, "LRD Publications, 2013: 17 weeks of £450"),
    (25, 6, 700, "31/05/2021", 2_448, "Quest, redundancy pay calculator: 4.5 weeks of £544"),
    (63, 20, 2_000, "06/04/2015", 14_250, "JPC HR Consulting, 2015: the most, 30 weeks of £475"),
    (63, 20, 2_000, "06/04/2016", 14_370, "Hedges Law, 2016: 30 weeks of £479"),
    (63, 20, 2_000, "06/04/2017", 14_670, "Personnel Today, 6 April 2017: 30 weeks of £489"),
    (63, 20, 2_000, "06/04/2018", 15_240, "Aeris, 2018: 30 weeks of £508"),
    (63, 20, 2_000, "06/04/2019", 15_750, "Barlow Robbins, 8 April 2019: 30 weeks of £525"),
    (63, 20, 2_000, "06/04/2020", 16_140, "Gardner Leader, 2020: 30 weeks of £538"),
    (63, 20, 2_000, "06/04/2024", 21_000, "DLA Piper, 2024: 30 weeks of £700"),
    (63, 20, 2_000, "06/04/2025", 21_570, "Weightmans, 2025: 30 weeks of £719"),
    (63, 20, 2_000, "06/04/2026", 22_530, "Fair Work Hub, 2026: 30 weeks of £751"),
    (63, 20, 2_000, "01/10/2009", 11_400, "Lexology, 2009: 30 weeks of £380"),
]
# GOV.UK smart answers, test/unit/calculators/redundancy_calculator_test.rb: age, years, week, a day of its cap, the pay
SMART_ANSWERS = [
    (45, 12, 350, "01/06/2012", "4900"),
    (42, 22, 500, "01/06/2012", "8815"),
    (41, 4, 1_500, "01/06/2012", "1720"),
    (18, 3, 500, "01/06/2012", "645"),
    (26, 11, 250, "01/06/2012", "1875"),
    (32, 11, 460, "01/06/2013", "4725"),
    (40, 20, 401, "01/06/2012", "7619"),
]


@pytest.mark.parametrize(("age", "years", "week", "day", "pay"), SMART_ANSWERS)
def test_the_cases_of_gov_uks_own_calculator(age: int, years: int, week: int, day: str, pay: str) -> None:
    assert payband.redundancy(age, years, week, day) == Decimal(pay)


BEFORE = [("05/04/2015", 464), ("05/04/2025", 700), ("31/01/2012", 400), ("31/01/2013", 430), ("31/01/2011", 380)]


@pytest.mark.parametrize(("age", "years", "week", "day", "pay", "source"), PUBLISHED, ids=lambda each: str(each))
def test_published_cases(age: int, years: int, week: int, day: str, pay: int, source: str) -> None:
    assert payband.redundancy(age, years, week, day) == Decimal(pay), source


@pytest.mark.parametrize(("day", "limit"), BEFORE)
def test_the_last_day_of_a_limit(day: str, limit: int) -> None:
    assert payband.redundancy(63, 20, 2_000, day) == Decimal(30 * limit)


def by_years(age: int, years: int) -> int:
    """Half weeks, one year of service after the other, as the Act has it."""
    if years < 2:
        return 0
    total = 0
    for back in range(min(years, 20)):
        age_at_start = age - back - 1
        total += 3 if age_at_start >= 41 else 2 if age_at_start >= 22 else 1
    return total


def test_every_age_and_service_against_the_years_one_by_one() -> None:
    for age in range(16, 80):
        for years in range(0, age - 15):
            assert half_weeks(age, years) == by_years(age, years), (age, years)


def test_a_column_answers_as_single_cases() -> None:
    ages = np.arange(20, 70)
    assert half_weeks(ages, np.full_like(ages, 4)).tolist() == [half_weeks(int(age), 4) for age in ages]
    assert payband.redundancy([45, 63], [14, 20], [500, 2_000], "01/03/2021") == [Decimal(8_000), Decimal(16_140)]


def test_bad_input() -> None:
    with pytest.raises(WrongInput, match="30 years of service at age 40 is not possible"):
        payband.redundancy(40, 30, 500, "01/03/2021")
    with pytest.raises(WrongInput, match="the age is 12"):
        payband.redundancy(12, 1, 500, "01/03/2021")
    with pytest.raises(UnknownFigure, match=r"redundancy/limits\.csv"):
        payband.redundancy(45, 14, 500, "01/09/2009")
    with pytest.raises(UnknownFigure, match="is known to 5 April 2027 only"):
        payband.redundancy(45, 14, 500, "06/04/2027")
