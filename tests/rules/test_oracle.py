"""payband's answers against the oracle's: every penny of a month's pay, and random terms for the rest."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import payband
from payband.rules.cost.national_insurance import employer_ni_on, ni_figures
from tests.support import oracle

MOST_PENCE = 1_000_000  # £10,000 in the month


def pence(amount: Decimal) -> int:
    return int(amount * 100)


def pounds(amount: int) -> Decimal:
    return Decimal(amount) / 100


def swept(on: date, category: str, period: str, contracted_out: bool, step: int) -> None:
    terms = oracle.employer_ni_terms(category, period, on, contracted_out)
    expected = np.array(
        [pence(oracle.employer_ni_of(pounds(pay), terms)) for pay in range(0, MOST_PENCE + 1, step)], dtype=np.int64
    )
    pay = np.arange(0, MOST_PENCE + 1, step, dtype=np.int64)
    got = employer_ni_on(pay, *ni_figures(on, category, period, contracted_out))
    wrong = np.flatnonzero(got != expected)
    assert not wrong.size, [(int(pay[i]), int(got[i]), int(expected[i])) for i in wrong[:5]]


@pytest.mark.parametrize(
    ("on", "category", "contracted_out"),
    [(date(2025, 5, 31), "A", False), (date(2011, 5, 31), "A", True)],
    ids=["2025-26", "2011-12 contracted out"],
)
def test_every_penny_to_10_000_pounds(on: date, category: str, contracted_out: bool) -> None:
    swept(on, category, "month", contracted_out, 1)


SAMPLED = [
    # (date, letter, period, contracted out): a prime step in pence meets every last digit
    (date(2009, 4, 6), "A", "week", True),
    (date(2010, 6, 30), "D", "month", False),
    (date(2012, 4, 6), "E", "fortnight", False),
    (date(2015, 4, 6), "I", "month", False),
    (date(2016, 4, 5), "K", "four weeks", False),
    (date(2016, 4, 6), "H", "month", False),
    (date(2019, 12, 31), "J", "month", False),
    (date(2022, 11, 5), "A", "month", False),
    (date(2022, 11, 6), "S", "month", False),
    (date(2024, 9, 30), "N", "four weeks", False),
    (date(2026, 3, 31), "V", "week", False),
    (date(2027, 4, 5), "C", "month", False),
]


@pytest.mark.parametrize(("on", "category", "period", "contracted_out"), SAMPLED)
def test_every_97th_penny(on: date, category: str, period: str, contracted_out: bool) -> None:
    swept(on, category, period, contracted_out, 97)


def test_a_long_column_of_amounts_as_cells_hold_them() -> None:
    """From floats through the worksheet function: 0.29 x 100 and its like must not lose a penny on the way."""
    pay = np.arange(0, MOST_PENCE + 1, 7) / 100
    got = payband.employer_ni(pay, "30/06/2025")
    terms = oracle.employer_ni_terms("A", "month", date(2025, 6, 30), False)
    assert len(got) == len(pay)
    for each, answer in zip(range(0, MOST_PENCE + 1, 7), got, strict=True):
        assert answer == oracle.employer_ni_of(pounds(each), terms), each


# --- the rest at random --------------------------------------------------------------------------------------------

salaries = st.integers(1, 40_000_000).map(pounds)  # £0.01 to £400,000
days = st.dates(date(2009, 4, 6), date(2027, 4, 5))


@settings(max_examples=300)
@given(
    pay=st.integers(0, 20_000_000).map(pounds),
    on=days,
    category=st.sampled_from("ABCHJMXZ"),
    period=st.sampled_from(["week", "fortnight", "four weeks", "month", "year"]),
    contracted_out=st.booleans(),
)
def test_employer_ni(pay: Decimal, on: date, category: str, period: str, contracted_out: bool) -> None:
    if on < date(2016, 4, 6):
        if category in "HMZ":
            category = "A"  # these letters began in 2015 and 2016
        contracted_out = contracted_out and category not in "CX"
    else:
        contracted_out = False
    expected = oracle.employer_ni(pay, on, category, period, contracted_out)
    assert payband.employer_ni(pay, on, category, period, contracted_out) == expected


@settings(max_examples=150)
@given(
    annual=salaries,
    start=st.integers(2009, 2026),
    pension=st.integers(0, 4_000),
    contracted_out=st.booleans(),
)
def test_on_costs(annual: Decimal, start: int, pension: int, contracted_out: bool) -> None:
    contracted_out = contracted_out and start < 2016
    rate = Decimal(pension) / 10_000
    year = f"{start}-{(start + 1) % 100:02d}"
    # 31 March 2016 is the last pay date of 2015-16, so that year is contracted out to its end.
    got = payband.on_costs(annual, year, rate, contracted_out=contracted_out)
    assert got == oracle.on_costs(annual, start, rate, "A", contracted_out)
    assert payband.employer_cost(annual, year, rate, contracted_out=contracted_out) == annual + got


@settings(max_examples=200)
@given(before=salaries, after=salaries, start=st.dates(date(2009, 4, 1), date(2030, 3, 31)), months=st.integers(1, 60))
def test_protection(before: Decimal, after: Decimal, start: date, months: int) -> None:
    ends = payband.protection_ends(start, months)
    assert ends < _same_day(start, months) <= date.fromordinal(ends.toordinal() + 1)
    difference = max(before - after, Decimal(0))
    by_month = oracle.protection_by_month(difference, start, ends)
    assert payband.protection(before, after, start, months) == sum(by_month.values())
    table = payband.protection_table(before, after, start, months, by="month")
    assert table.column("cost") == list(by_month.values())
    for year, cost in oracle.protection_by_year(difference, start, ends).items():
        name = f"{year}-{(year + 1) % 100:02d}"
        assert payband.protection_year(before, after, start, name, months) == cost


def _same_day(start: date, months: int) -> date:
    """The same day of the month some months on, or, where there is none, the first of the month after it."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    try:
        return date(year, month + 1, start.day)
    except ValueError:
        return date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)


rising = st.lists(st.integers(1_000_000, 20_000_000), min_size=1, max_size=12, unique=True).map(sorted)


@settings(max_examples=300)
@given(
    points=rising,
    salary=st.integers(900_000, 21_000_000),
    rule=st.sampled_from(["nearest", "next above", "next below", "bottom"]),
    tie=st.sampled_from(["higher", "lower"]),
)
def test_slotting(points: list[int], salary: int, rule: str, tie: str) -> None:
    cells = [[f"P{place}", pounds(each)] for place, each in enumerate(points)]
    place = oracle.slot(pounds(salary), [pounds(each) for each in points], rule, tie)
    assert payband.slot_point(pounds(salary), cells, rule, tie) == f"P{place}"
    assert payband.slot_salary(pounds(salary), cells, rule, tie) == pounds(points[place])
    [[point, new, change, outcome]] = payband.slot(pounds(salary), cells, rule, tie).rows
    assert (point, new, change) == (f"P{place}", pounds(points[place]), pounds(points[place] - salary))
    word = "rise" if change > 0 else "fall" if change < 0 else "same"
    assert outcome.startswith(word)


@settings(max_examples=300)
@given(
    salary=salaries,
    percent=st.integers(0, 2_000),
    flat=st.integers(0, 500_000),
    unit=st.sampled_from([0, 1, 3, 10, 100]),
    at_least=st.integers(0, 300_000),
)
def test_awards(salary: Decimal, percent: int, flat: int, unit: int, at_least: int) -> None:
    rate = Decimal(percent) / 10_000
    expected = oracle.after_award(salary, rate, pounds(flat), Decimal(unit), pounds(at_least))
    assert payband.uplift(salary, rate, pounds(flat), unit, pounds(at_least)) == expected
