"""Gaps, hourly pay and quarters of the gender pay gap: printed figures, an independent reckoning, what always holds."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import mean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payband.errors import UnknownName
from payband.listing import rates
from payband.rules.measures.gender_pay_gap import (
    PERIODS,
    bonus_of_period,
    days_of,
    gap_of_means,
    gap_of_medians,
    hourly_of_period,
    quarters,
)

# Lincolnshire County Council, gender pay gap reports of 2020 and 2023; Folkestone & Hythe, 31 March 2023: men's and
# women's hourly pay in pence, and the gap in basis points. Lincolnshire prints 3.6 for a median gap of 3.667%.
PRINTED_MEANS = [(1807, 1744, 350), (1633, 1537, 590)]
PRINTED_MEDIANS = [(1655, 1611, 270), (1500, 1445, 370), (1640, 1640, 0)]


@pytest.mark.parametrize(("men", "women", "gap"), PRINTED_MEANS)
def test_mean_gaps_as_printed(men: int, women: int, gap: int) -> None:
    assert gap_of_means([men], [women]) == gap
    assert gap_of_means([men - 7, men + 7], [women - 50, women, women + 50]) == gap


@pytest.mark.parametrize(("men", "women", "gap"), PRINTED_MEDIANS)
def test_median_gaps_as_printed(men: int, women: int, gap: int) -> None:
    assert gap_of_medians([men], [women]) == gap
    assert gap_of_medians([1, men - 7, men + 7, 99_999], [women, 1, 99_999]) == gap


def half_up(value: Fraction, places: int) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    moved = (exact.scaleb(places) + Decimal("0.5")).to_integral_value(rounding="ROUND_FLOOR")
    return moved.scaleb(-places)


pays = st.lists(st.integers(1, 100_000), min_size=1, max_size=12)


@given(men=pays, women=pays, decimals=st.sampled_from([0, 1]))
def test_gaps_are_those_of_exact_fractions(men: list[int], women: list[int], decimals: int) -> None:
    for found, measure in ((gap_of_means, mean), (gap_of_medians, median)):
        base, other = (Fraction(measure([Fraction(pay) for pay in each])) for each in (men, women))
        percent = (base - other) / base * 100
        assert found(men, women, decimals) == half_up(percent, decimals) * 100


def test_no_gap_without_people_or_pay() -> None:
    assert gap_of_means([], [1]) is None
    assert gap_of_means([1], []) is None
    assert gap_of_medians([0], [1]) is None


# --- hourly pay ----------------------------------------------------------------------------------------------------


@given(
    pay=st.integers(0, 5_000_000), days=st.sampled_from([700, 1400, 2800, 3044, 36525]), hours=st.integers(1, 600_000)
)
def test_hourly_pay_is_a_weeks_pay_over_its_hours(pay: int, days: int, hours: int) -> None:
    exact = Decimal(pay) / 100 * 7 / (Decimal(days) / 100) / (Decimal(hours) / 10_000)
    held = Decimal(hourly_of_period(pay, days, hours)) / 1_000_000
    assert abs(held - exact) <= Decimal("0.0000005") + Decimal("1e-20")
    assert held == exact.quantize(Decimal("0.000001"), ROUND_HALF_UP) or abs(held - exact) == Decimal("0.0000005")


def test_the_days_of_periods() -> None:
    """Access SelectPay: weekly 7, two weekly 14, four weekly 28, monthly 30.44, annually 365.25."""
    assert [days_of(each) for each in PERIODS] == [700, 1400, 2800, 3044, 36525]
    with pytest.raises(UnknownName, match="is not a pay period"):
        days_of("quarter")


def test_the_days_of_periods_are_among_the_rates() -> None:
    shown = {row["figure"]: row["value"] for row in rates().records()}
    assert shown["days of a pay period: month"] == "30.44 days"


def test_a_bonus_of_several_periods_counts_for_one() -> None:
    """Payroll guidance: £12,000 of 12 months is £1,000 a month, £4,000 of 8 weekly periods £500."""
    assert bonus_of_period(1_200_000, 1, 12) == 100_000
    assert bonus_of_period(400_000, 1, 8) == 50_000


# --- quarters ------------------------------------------------------------------------------------------------------

# One person left over goes to the lower quarter, two to the lower and the upper middle, three to all but the upper:
# a council's published methodology of its gender pay gap.
LEFT_OVER = [(8, [2, 2, 2, 2]), (9, [3, 2, 2, 2]), (10, [3, 2, 3, 2]), (11, [3, 3, 3, 2])]


@pytest.mark.parametrize(("people", "sizes"), LEFT_OVER)
def test_who_is_left_over(people: int, sizes: list[int]) -> None:
    found = quarters([(pay, "women") for pay in range(people)])
    assert [quarter["women"] for quarter in found] == sizes


def test_one_rate_across_a_boundary_is_shared_out_alike() -> None:
    """Regulation 13(2): the same relative proportion of men and women at that rate on both sides."""
    people = [(900, "women")] * 4 + [(1000, "women")] * 12 + [(1000, "men")] * 12 + [(1100, "men")] * 4
    found = quarters(people)
    assert [(each["women"], each["men"]) for each in found] == [(6, 2), (4, 4), (4, 4), (2, 6)]


rated = st.lists(st.tuples(st.integers(1, 6), st.sampled_from(["men", "women", "x"])), min_size=1, max_size=60)


@given(people=rated)
def test_quarters_keep_everybody_in_order_and_in_proportion(people: list[tuple[int, str]]) -> None:
    found = quarters(people)
    assert sum(sum(each.values()) for each in found) == len(people)
    sizes = [sum(each.values()) for each in found]
    assert max(sizes) - min(sizes) <= 1
    for group in {group for _, group in people}:
        assert sum(each.get(group, 0) for each in found) == sum(name == group for _, name in people)
    # Who may be in a quarter by rank alone: its rates are those of its places in the ranked list.
    ranked, start = sorted(rate for rate, _ in people), 0
    for quarter, size in zip(found, sizes, strict=True):
        places, start = ranked[start : start + size], start + size
        for group, count in quarter.items():
            of_group = [rate for rate, name in people if name == group]
            sure = sum(1 for rate in of_group if rate in places and ranked.count(rate) == places.count(rate))
            possible = sum(min(of_group.count(rate), places.count(rate)) for rate in set(places))
            assert sure <= count <= possible
    # Of a rate that several quarters have, each has its share of a group, to a person or so.
    for rate in set(ranked):
        at_rate = [group for pay, group in people if pay == rate]
        if len(set(ranked)) == 1:
            for quarter, size in zip(found, sizes, strict=True):
                for group in set(at_rate):
                    assert abs(quarter[group] - Fraction(size * at_rate.count(group), len(at_rate))) < 2
