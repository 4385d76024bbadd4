"""Percentiles, bands and brackets held against an oracle of Decimal; senior pay control against its printed rules."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import payband
from payband.errors import UnknownFigure, WrongInput
from payband.rules.leaving.exit_bands import ExitBand, band_of, exit_bands_on
from payband.rules.measures.fair_pay import METHODS, QUARTERS, band_midpoint, percentile_pay
from payband.rules.remuneration import bracket_number, brackets_on
from payband.rules.senior_pay import AWARD, CHANGE, Before, decide_senior_pay

PENNY = Decimal(1)
pays = st.lists(st.integers(1_500_000, 30_000_000), min_size=3, max_size=60)


def nearest_rank(values: list[int], percent: int) -> int:
    """The lowest pay that at least so many percent of people are not paid more than."""
    return next(pay for pay in sorted(values) if 100 * sum(each <= pay for each in values) >= percent * len(values))


def interpolated(values: list[int], percent: int, kind: str) -> int:
    """What NumPy means by linear (inclusive) and weibull (exclusive), in exact numbers."""
    ordered = sorted(map(Decimal, values))
    share, count = Decimal(percent) / 100, len(ordered)
    place = share * (count - 1) if kind == "inclusive" else share * (count + 1) - 1
    below = int(place)
    above = min(below + 1, count - 1)
    exact = ordered[below] + (ordered[above] - ordered[below]) * (place - below)
    return int(exact.quantize(PENNY, ROUND_HALF_UP))


@given(values=pays, percent=st.sampled_from(QUARTERS))
def test_percentiles_are_those_of_the_oracle_and_of_numpy(values: list[int], percent: int) -> None:
    assert percentile_pay(values, percent, "nearest rank") == nearest_rank(values, percent)
    assert percentile_pay(values, percent, "inclusive") == interpolated(values, percent, "inclusive")
    assert percentile_pay(values, percent, "exclusive") == interpolated(values, percent, "exclusive")
    for method, name in (("inclusive", "linear"), ("exclusive", "weibull")):
        by_numpy = float(np.percentile(np.array(values), percent, method=name))  # type: ignore[call-overload]
        assert abs(percentile_pay(values, percent, method) - by_numpy) <= 0.51


@given(values=pays)
def test_quarters_rise_and_lie_among_the_pays(values: list[int]) -> None:
    for method in METHODS:
        found = [percentile_pay(values, percent, method) for percent in QUARTERS]
        assert found == sorted(found)
        assert min(values) <= found[0] <= found[-1] <= max(values)


def test_nobody_and_too_few_have_no_percentile() -> None:
    with pytest.raises(WrongInput, match="one person or more"):
        percentile_pay([], 50, "inclusive")
    with pytest.raises(WrongInput, match="the exclusive method gives no 25th percentile of 2 pays"):
        percentile_pay([1, 2], 25, "exclusive")
    assert percentile_pay([7], 50, "exclusive") == 7


@given(pay=st.integers(1, 50_000_000), width=st.sampled_from([100_000, 500_000, 1_000_000]))
def test_a_pay_lies_within_half_a_band_of_its_middle(pay: int, width: int) -> None:
    middle = band_midpoint(pay, width)
    assert middle - width // 2 <= pay < middle + width // 2
    assert (middle - width // 2) % width == 0


@given(pay=st.integers(0, 50_000_000))
def test_a_pay_is_in_the_one_bracket_that_holds_it(pay: int) -> None:
    scale = brackets_on(date(2026, 3, 31))
    number = bracket_number(pay, scale.first, scale.width)
    start = 5_000_000 + (number - 1) * 500_000
    assert pay < 5_000_000 if number == 0 else start <= pay < start + 500_000


@given(package=st.integers(0, 60_000_000))
def test_a_package_is_in_one_band_and_bands_leave_no_gap(package: int) -> None:
    bands = exit_bands_on(date(2026, 3, 31), package)
    assert [band.holds(package) for band in bands].count(True) == 1
    assert bands[0].over == 0
    assert all(lower.to == upper.over for lower, upper in pairwise(bands))
    width = Decimal(20_000) if package <= 10_000_000 else Decimal(50_000)
    band = band_of(package, bands)
    assert band.to is not None
    assert Decimal(band.to - band.over) / 100 == width


def test_a_package_above_every_band_is_refused() -> None:
    with pytest.raises(WrongInput, match=r"£2\.00 lies in none of the bands"):
        band_of(200, [ExitBand(0, 100)])


# Derry City and Strabane District Council, 2019-20: the bands as printed.
PRINTED = ["£0 to £20,000", "£20,001 to £40,000", "£40,001 to £60,000", "£60,001 to £80,000", "£80,001 to £100,000",
           "£100,001 to £150,000", "£150,001 to £200,000"]  # fmt: skip


def test_the_bands_are_those_that_councils_print() -> None:
    assert [each.text for each in exit_bands_on(date(2020, 3, 31), 20_000_000)] == PRINTED


# --- senior pay control --------------------------------------------------------------------------------------------

LATER, SUMMER = date(2025, 12, 1), date(2025, 6, 26)
APPROVED, INTERIM = Before(18_000_000, True), Before(18_000_000, True, substantive=False)
DECIDED = [  # pounds of the package and the bonus, day, case, before, needed
    (174_000, 0, SUMMER, "appointment", None, False),
    (174_001, 0, SUMMER, "appointment", None, True),
    (100_000, 25_000, SUMMER, "appointment", None, False),
    (100_000, 25_001, SUMMER, "appointment", None, True),
    (189_000, 0, LATER, "appointment", APPROVED, False),
    (189_001, 0, LATER, "appointment", APPROVED, True),
    (183_600, 0, date(2025, 11, 30), "appointment", APPROVED, False),  # up to 2% until then
    (183_601, 0, date(2025, 11, 30), "appointment", APPROVED, True),
    (180_000, 0, LATER, "appointment", Before(18_000_000), True),  # the post was not approved before
    (180_000, 0, LATER, "appointment", INTERIM, True),
    (180_000, 0, SUMMER, "appointment", INTERIM, False),  # any predecessor counted then
    (189_000, 30_000, LATER, "appointment", APPROVED, True),  # the bonus has no exception
    (190_800, 0, LATER, AWARD, APPROVED, False),
    (190_801, 0, LATER, AWARD, APPROVED, True),
    (190_800, 0, LATER, CHANGE, APPROVED, True),
    (142_499, 0, date(2014, 1, 1), "appointment", None, False),
    (142_500, 0, date(2018, 1, 1), "appointment", None, False),
    (142_500, 0, date(2017, 12, 31), "appointment", None, None),  # what was excepted then is not known
    (150_001, 0, date(2018, 1, 1), "appointment", None, None),
]


@pytest.mark.parametrize(("package", "bonus", "on", "case", "before", "needed"), DECIDED)
def test_senior_pay_control(
    package: int, bonus: int, on: date, case: str, before: Before | None, needed: bool | None
) -> None:
    """GOV.UK, 8 April 2013 and 26 June 2025; Civil Service World, 15 July and December 2025."""
    assert decide_senior_pay(package * 100, bonus * 100, on, case, before).needed is needed


def test_thresholds_are_pro_rata_for_part_time() -> None:
    half = Fraction(1, 2)
    assert decide_senior_pay(8_700_000, 1_250_000, LATER, time=half).needed is False
    assert decide_senior_pay(8_700_001, 0, LATER, time=half).needed is True
    assert decide_senior_pay(0, 1_250_001, LATER, time=half).needed is True
    third = decide_senior_pay(6_300_000, 0, LATER, "appointment", APPROVED, Fraction(1, 3))
    assert (third.needed, "for 1/3 of full time" in third.reason) == (False, True)
    assert decide_senior_pay(6_300_001, 0, LATER, "appointment", APPROVED, Fraction(1, 3)).needed is True


def test_a_day_that_the_policy_does_not_cover_is_refused() -> None:
    with pytest.raises(UnknownFigure, match=r"add a row to data/policies/hm-treasury/approvals\.csv"):
        decide_senior_pay(1, 0, date(2012, 1, 1))
    assert payband.needs_approval(174_001, None, "Senior pay control") is True
