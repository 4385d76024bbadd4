"""What holds whatever the figures: one value, a list and NumPy agree; parts add up; answers stay in their range."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import payband
from payband import registry, rules
from payband.rules.pay.salary_months import pay_between, pay_in_month, pay_in_months
from payband.units import half_up, to_multiple

rules.load()

MAY = "31/05/2025"
LONG = 250  # above this many rows a list goes through NumPy at once


def pounds(pence: int) -> Decimal:
    return Decimal(pence) / 100


# --- one value, a list, NumPy, pandas ------------------------------------------------------------------------------

COLUMNS: dict[str, tuple[str, dict[str, Any]]] = {
    # function: the argument that is a column, and the others. Each of them takes whole columns at once.
    "employer_ni": ("pay", {"pay_date": "31/05/2011", "contracted_out": "yes"}),
    "hcas": ("salary", {"zone": "inner", "on_date": "01/09/2026"}),
    "levy": ("pay_bill", {"pay_date": MAY, "allowance": 1_250}),
    "ni_of_benefits": ("benefit", {"on_date": MAY}),
    "on_costs": ("annual_salary", {"financial_year": "2022-23", "pension_rate": "19.5%", "levy": "yes"}),
    "employer_cost": ("annual_salary", {"financial_year": "2015-16", "pension_rate": "21%", "contracted_out": "yes"}),
    "uplift": ("salary", {"percent": "1.75%", "flat": 100, "round_to": 3, "at_least": 500}),
    "compa_ratio": ("salary", {"range_min": 76_725, "range_max": 85_575}),
    "penetration": ("salary", {"range_min": 76_725, "range_max": 85_575}),
    "pay_gap": ("compared_with", {"pay": 30_000}),
    "pay_multiple": ("highest", {"median": 32_076}),
    "fair_pay": ("highest", {"pay": 32_076, "band_width": 5_000}),
    "protection": ("salary_before", {"salary_after": 50_000, "start_date": "02/01/2012", "months": 24}),
    "protection_year": (
        "salary_after",
        {"salary_before": 97_575, "start_date": "02/01/2012", "financial_year": "2012-13", "months": 24},
    ),
}
SLOTTED = [("nearest", "higher"), ("nearest", "lower"), ("next above", None), ("next below", None), ("bottom", None)]
POINTS = [[number, 20_000 + number * 1_500.5] for number in range(60)]
TAPERED = {"form": "tapered", "shares": "100%, 50%", "start_date": "16/04/2024", "months": 24}
UPLIFTED = {"form": "uplifted", "awards": [["01/10/2024", "3.2%"]], "start_date": "16/04/2024", "months": 24}
MORE = [
    *COLUMNS.items(),
    *(("slot_salary", ("salary", {"points": POINTS, "rule": rule, "tie": tie})) for rule, tie in SLOTTED),
    ("protection", ("salary_after", {"salary_before": 97_575, **TAPERED})),
    ("protection", ("salary_before", {"salary_after": 50_000, **UPLIFTED})),
    ("protection_year", ("salary_before", {"salary_after": 50_000, "financial_year": "2025-26", **TAPERED})),
]


def test_every_function_that_takes_a_whole_column_is_tried_here() -> None:
    columnar = {(each.__name__, parameter) for each in registry.functions() for parameter in each.columnar}
    assert {(name, parameter) for name, (parameter, _) in MORE} == columnar


amounts = st.lists(st.integers(1, 50_000_000), min_size=LONG, max_size=LONG + 50)


@pytest.mark.parametrize(("name", "terms"), MORE)
@settings(max_examples=8)
@given(pence=amounts)
def test_one_value_a_list_numpy_and_pandas_agree(
    name: str, terms: tuple[str, dict[str, Any]], pence: list[int]
) -> None:
    parameter, others = terms
    function = getattr(payband, name)
    values = [pounds(each) for each in pence]
    singly = [function(**{parameter: value}, **others) for value in values[:40]]
    column = function(**{parameter: values}, **others)
    assert column[:40] == singly
    assert function(**{parameter: values[:40]}, **others) == singly  # a short list goes row by row
    array = np.array([float(value) for value in values])
    assert list(function(**{parameter: array}, **others)) == column
    series = pd.Series(array, index=range(1_000, 1_000 + len(values)))
    answer = function(**{parameter: series}, **others)
    assert list(answer) == column
    assert list(answer.index) == list(series.index)


@settings(max_examples=30)
@given(
    rows=st.lists(
        st.tuples(
            st.integers(0, 2_000_000).map(pounds),
            st.dates(date(2022, 4, 6), date(2026, 4, 5)),
            st.sampled_from("ABCFHIJLMVXZ"),
            st.sampled_from(["week", "month"]),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_columns_of_every_argument_are_the_rows_one_by_one(rows: list[tuple[Any, ...]]) -> None:
    expected = [payband.employer_ni(*row) for row in rows]
    assert payband.employer_ni(*map(list, zip(*rows, strict=True))) == expected


# --- months, years, protection -------------------------------------------------------------------------------------

pence = st.integers(1, 40_000_000)
starts = st.dates(date(2009, 4, 1), date(2030, 3, 31))


@given(annual=pence, first=st.integers(1, 12), last=st.integers(1, 12))
def test_months_add_up(annual: int, first: int, last: int) -> None:
    first, last = sorted((first, last))
    months = [pay_in_month(annual, month) for month in range(1, 13)]
    assert sum(months) == annual
    assert max(months) - min(months) <= 1
    assert sum(months[first - 1 : last]) == pay_in_months(annual, first, last)


@given(annual=pence, first=starts, days=st.integers(0, 1_500), cut=st.integers(0, 60))
def test_pay_between_loses_nothing_at_the_end_of_a_month(annual: int, first: date, days: int, cut: int) -> None:
    last = date.fromordinal(first.toordinal() + days)
    year, month = divmod(first.year * 12 + first.month - 1 + cut, 12)
    boundary = date(year, month + 1, 1)
    if first < boundary <= last:
        before = date.fromordinal(boundary.toordinal() - 1)
        parts = pay_between(annual, first, before) + pay_between(annual, boundary, last)
        assert parts == pay_between(annual, first, last)


forms = st.one_of(
    st.just(("frozen", None)),
    st.just(("uplifted", None)),
    st.lists(st.integers(0, 100), min_size=1, max_size=4).map(
        lambda each: ("tapered", [share / 100 for share in each])
    ),
)
awards = st.lists(
    st.tuples(starts, st.integers(0, 1_000).map(lambda each: Decimal(each) / 10_000)),
    max_size=3,
    unique_by=lambda award: award[0],
)


@settings(max_examples=150)
@given(before=pence, after=pence, start=starts, months=st.integers(1, 48), form=forms, given_awards=awards)
def test_protection_adds_up_by_month_by_year_and_in_all(
    before: int, after: int, start: date, months: int, form: tuple[str, Any], given_awards: list[tuple[date, Decimal]]
) -> None:
    name, shares = form
    table = [list(award) for award in given_awards] or None
    terms = {"form": name, "shares": shares, "awards": table}
    salaries = (pounds(before), pounds(after), start)
    total = payband.protection(*salaries, months, **terms)
    by_year = payband.protection_table(*salaries, months, **terms, by="year")
    by_month = payband.protection_table(*salaries, months, **terms, by="month")
    assert sum(by_year.column("cost")) == sum(by_month.column("cost")) == total >= 0
    assert sum(by_year.column("substantive pay")) == sum(by_month.column("substantive pay"))
    for year, _, _, cost in by_year:
        assert payband.protection_year(*salaries, year, months, **terms) == cost
    if before <= after and name != "uplifted":
        assert total == 0
    frozen = payband.protection(*salaries, months, awards=table)
    if name == "tapered":
        assert total <= frozen + Decimal("0.01") * len(by_month) * 2
    if name == "uplifted" and before >= after:
        assert total >= frozen


@given(before=pence, after=pence, start=starts, months=st.integers(1, 23))
def test_a_longer_protection_costs_no_less(before: int, after: int, start: date, months: int) -> None:
    shorter = payband.protection(pounds(before), pounds(after), start, months)
    assert payband.protection(pounds(before), pounds(after), start, months + 1) >= shorter


# --- slotting ------------------------------------------------------------------------------------------------------

points = st.lists(st.integers(1_000_000, 15_000_000), min_size=1, max_size=10, unique=True).map(sorted)


@settings(max_examples=200)
@given(salaries=points, salary=st.integers(900_000, 16_000_000), tie=st.sampled_from(["higher", "lower"]))
def test_slotting_gives_a_point_of_the_range_and_nearest_is_nearest(salaries: list[int], salary: int, tie: str) -> None:
    cells = [[number, pounds(each)] for number, each in enumerate(salaries, start=1)]
    found = {
        rule: payband.slot(pounds(salary), cells, rule, tie).rows[0] for rule in ("nearest", "next above", "next below")
    }
    for point, new, change, outcome in found.values():
        assert [point, new] in cells
        assert change == new - pounds(salary)
        assert ("above the top" in outcome) == (salary > salaries[-1])
        assert ("below the bottom" in outcome) == (salary < salaries[0])
    nearest = found["nearest"][1]
    assert abs(nearest - pounds(salary)) == min(abs(pounds(each - salary)) for each in salaries)
    if salaries[0] <= salary <= salaries[-1]:
        assert found["next below"][1] <= pounds(salary) <= found["next above"][1]
        assert nearest in (found["next below"][1], found["next above"][1])


# --- approval, awards, ratios, roundings ---------------------------------------------------------------------------


@given(
    amount=st.integers(0, 30_000_000),
    more=st.integers(0, 10_000_000),
    top=st.one_of(st.none(), st.integers(0, 10_000_000)),
    threshold=st.integers(1, 30_000_000),
)
def test_more_pay_never_needs_less_approval(amount: int, more: int, top: int | None, threshold: int) -> None:
    for comparison in ("at or over", "over"):

        def needs(bottom: int, rule: int = threshold, comparison: str = comparison) -> bool:
            highest = None if top is None else pounds(bottom + top)
            answer = payband.needs_approval(pounds(bottom), highest, pounds(rule), comparison)
            assert isinstance(answer, bool)
            return answer

        assert needs(amount) <= needs(amount + more)
        assert needs(amount) >= needs(amount, threshold + more)
    at_or_over = payband.needs_approval(pounds(amount), None, pounds(threshold), "at or over")
    over = payband.needs_approval(pounds(amount), None, pounds(threshold), "over")
    assert (at_or_over != over) == (amount == threshold)


@given(
    salary=pence,
    percent=st.integers(0, 10_000),
    flat=st.integers(0, 1_000_000),
    unit=st.sampled_from([0, 1, 3, 10]),
    least=st.integers(0, 1_000_000),
)
def test_awards_land_on_the_multiple_and_never_far_from_it(
    salary: int, percent: int, flat: int, unit: int, least: int
) -> None:
    rate = Decimal(percent) / 10_000
    new = payband.uplift(pounds(salary), rate, pounds(flat), unit, pounds(least))
    exact = pounds(salary) + max(pounds(salary) * rate + pounds(flat), pounds(least))
    assert abs(new - exact) <= (Decimal(unit) or Decimal("0.01")) / 2
    if unit:
        assert new % unit == 0


@given(bottom=pence, width=st.integers(1, 10_000_000), salary=pence)
def test_ratios_agree_with_the_ends_and_the_middle(bottom: int, width: int, salary: int) -> None:
    low, high = pounds(bottom), pounds(bottom + width)
    assert payband.penetration(low, low, high) == 0
    assert payband.penetration(high, low, high) == 1
    exact = (pounds(salary) - low) / (high - low)
    assert abs(payband.penetration(pounds(salary), low, high) - exact) <= Decimal("0.00005")
    assert abs(payband.compa_ratio(pounds(salary), low, high) - pounds(salary) * 2 / (low + high)) <= Decimal("0.00005")


@given(above=st.integers(-(10**12), 10**12), below=st.integers(1, 10**6))
def test_half_up_is_within_half(above: int, below: int) -> None:
    assert -below <= 2 * (above - half_up(above, below) * below) < below


@given(amount=st.integers(0, 10**12), multiple=st.sampled_from([1, 100, 300, 1_000, 10_000]))
def test_multiples_stay_where_they_are(amount: int, multiple: int) -> None:
    once = to_multiple(amount, multiple)
    assert once % multiple == 0
    assert to_multiple(once, multiple) == once


@given(pay=st.integers(0, 2_000_000), more=st.integers(0, 100_000))
def test_more_pay_never_costs_less_ni(pay: int, more: int) -> None:
    assert payband.employer_ni(pounds(pay), MAY) <= payband.employer_ni(pounds(pay + more), MAY)
