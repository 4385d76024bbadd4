"""Leaving by redundancy: a body's own scheme above the statutory pay, and when consultation must have begun."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import payband
from payband.errors import UnknownFigure, WrongInput
from payband.forms import Cell
from payband.rules.leaving.redundancy import half_weeks, week_limit
from payband.rules.leaving.scheme_redundancy import scheme_redundancy_on

DAY = "30/09/2026"


def scheme(*given: Any) -> dict[str, Any]:
    [row] = payband.scheme_redundancy(*given).records()
    return row


def test_a_scheme_is_the_statutory_weeks_at_its_own_pay_and_times() -> None:
    """The tests' own exact arithmetic for a thousand people, to the penny, half a penny up."""
    rng = random.Random(162)
    limit = Fraction(week_limit(date(2026, 9, 30)), 100)
    for _ in range(1_000):
        age = rng.randrange(17, 75)
        years, week = rng.randrange(0, age - 15), Decimal(rng.randrange(10_000, 300_000)) / 100
        times, capped = rng.choice(["1", "1.5", "2.25", "0.75"]), rng.choice(["yes", "no"])
        found = scheme(age, years, week, DAY, times, capped)
        weeks = Fraction(half_weeks(age, years), 2)
        counted = min(Fraction(week), limit) if capped == "yes" else Fraction(week)
        exact = weeks * counted * Fraction(times) * 100
        statutory = payband.redundancy(age, years, week, DAY)
        expected = max(Decimal((exact + Fraction(1, 2)).__floor__()) / 100, statutory)
        assert (found["statutory"], found["scheme"]) == (statutory, expected)
        assert found["above"] == expected - statutory >= 0


def test_columns_answer_as_single_people_and_a_formula_says_the_same() -> None:
    people = [(45, 14, 800), (30, 1, 500), (63, 20, 1_200)]
    ages, years, weeks = map(list, zip(*people, strict=True))
    rows = payband.scheme_redundancy(ages, years, weeks, DAY, 1.5).records()
    assert rows == [scheme(*person, DAY, 1.5) for person in people]
    text = str(scheme_redundancy_on(Cell("A1"), Cell("B1"), Cell("C1"), Cell("D1"), Cell("E1")))
    assert text.startswith("MAX(INT((2*")
    assert text.endswith(",E1)")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((45, 14, 800, DAY, 0), "the multiplier is 0"),
        ((45, 14, 800, DAY, 11), "the multiplier is 11: give one above 0 and at most 10, such as 1.5"),
        ((45, 44, 800, DAY), "44 years of service at age 45 is not possible"),
        ((12, 1, 800, DAY), "the age is 12"),
    ],
)
def test_what_is_refused(given: tuple[Any, ...], said: str) -> None:
    with pytest.raises(WrongInput, match=said):
        payband.scheme_redundancy(*given)


# --- collective consultation -----------------------------------------------------------------------------------------

DUTIES = [(0, 0), (1, 0), (19, 0), (20, 30), (99, 30), (100, 45), (2_500, 45)]


@pytest.mark.parametrize(("dismissals", "days"), DUTIES)
@pytest.mark.parametrize("first", [date(2013, 4, 6), date(2024, 3, 1), date(2026, 12, 31)])
def test_the_days_of_the_act(dismissals: int, days: int, first: date) -> None:
    """Sections 188(1A) and 193: at least 30 days before the first dismissal for 20 to 99, and 45 from 100."""
    [row] = payband.consultation(dismissals, first).records()
    by = first - timedelta(days=days) if days else None
    assert (row["days before"], row["begins by"], row["notice by"]) == (days, by, by)


@pytest.mark.parametrize("first", ["05/04/2013", "01/01/2027"])
def test_before_and_past_what_is_known_it_is_not_said_that_there_is_no_duty(first: str) -> None:
    for dismissals in (5, 20, 300):
        with pytest.raises(UnknownFigure, match=r"add a row to data/redundancy/consultation\.csv"):
            payband.consultation(dismissals, first)


def test_an_explanation_names_the_sections() -> None:
    shown = str(payband.explain("CONSULTATION", 24, DAY))
    assert "sections 188(1A)(b) and 193(2)" in shown
    assert "from 100 dismissals within 90 days" in shown
