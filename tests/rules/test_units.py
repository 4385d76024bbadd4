"""Pence, basis points, ratios and the roundings."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from payband.errors import WrongInput
from payband.units import (
    ROUNDINGS,
    basis_points_from,
    half_up,
    nearest_pence_from,
    pence_from,
    penny_by_third_decimal,
    percent_text,
    pounds,
    pounds_text,
    ratio_from,
    rounding_pence,
    to_multiple,
)


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [(0, 2, 0), (1, 2, 1), (1, 3, 0), (2, 3, 1), (5, 2, 3), (-1, 2, 0), (-3, 2, -1), (-2, 3, -1), (7, 7, 1)],
)
def test_half_up(above: int, below: int, expected: int) -> None:
    assert half_up(above, below) == expected


@pytest.mark.parametrize(
    ("tenths_of_a_penny", "expected"),
    [(100, 10), (104, 10), (105, 10), (106, 11), (109, 11), (110, 11), (5, 0), (6, 1), (0, 0)],
)
def test_the_third_decimal_alone_decides(tenths_of_a_penny: int, expected: int) -> None:
    """CIPP, Professional magazine, November 2017, p. 19: 0 to 5 down, 6 to 9 up; what follows is not looked at."""
    assert penny_by_third_decimal(tenths_of_a_penny, 10) == expected
    assert penny_by_third_decimal(tenths_of_a_penny * 100 + 99, 1_000) == expected


@pytest.mark.parametrize(
    ("pence", "multiple", "expected"),
    [
        (13_216_743, 300, 13_216_800),  # Harrow D3, 20 March 2024
        (13_216_743, 100, 13_216_700),
        (13_216_743, 1, 13_216_743),
        (150, 300, 300),
        (149, 300, 0),
        (44_450, 10_000, 40_000),
        (45_000, 10_000, 50_000),
    ],
)
def test_multiples(pence: int, multiple: int, expected: int) -> None:
    assert to_multiple(pence, multiple) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("none", 1),
        ("None", 1),
        ("nearest £1", 100),
        ("Nearest  £3", 300),
        ("£3", 300),
        ("nearest £10", 1_000),
        ("£100", 10_000),
    ],
)
def test_named_roundings(name: str, expected: int) -> None:
    assert rounding_pence(name) == expected


def test_every_rounding_is_found_by_its_own_name() -> None:
    assert {name: rounding_pence(name) for name in ROUNDINGS} == ROUNDINGS


@pytest.mark.parametrize("name", ["", "nearest £2", "nearest 3", "up"])
def test_other_roundings_are_refused(name: str) -> None:
    with pytest.raises(WrongInput, match=f"'{name}' is not a rounding that payband knows; "):
        rounding_pence(name)


@pytest.mark.parametrize(
    ("written", "pence"),
    [
        ("£30,000.50", 3_000_050),
        ("(90,900)", -9_090_000),
        ("-£90,900.00", -9_090_000),
        ("£-5", -500),
        (0, 0),
        (0.1 + 0.2, 30),
        (31022.499999999996, 3_102_250),
        ("30000.5000", 3_000_050),
        (1e5, 10_000_000),
        ("1e5", 10_000_000),
        (100_000_000_000, 10_000_000_000_000),
    ],
)
def test_pence(written: Any, pence: int) -> None:
    assert pence_from(written) == pence


@pytest.mark.parametrize(
    "written",
    ["", "£", "1.2.3", "12k", "--5", "5-", "nan", "inf", "0x10", None, [], True, object(), 1j, 100_000_000_000.01],
)
def test_what_is_no_amount(written: Any) -> None:
    with pytest.raises(WrongInput, match="the pay "):
        pence_from(written, "the pay")


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        (0.005, 1), ("0.005", 1), ("0.0049999", 0), ("-0.005", -1), (8333.333333333334, 833_333),
        (1.005, 101),  # the decimal that the cell shows, not the binary number below it
        (2.675, 268), ("30,000.555", 3_000_056), (Decimal("30000.001"), 3_000_000),
    ],
)  # fmt: skip
def test_parts_of_a_penny_are_refused_unless_the_nearest_is_asked_for(written: Any, nearest: int) -> None:
    with pytest.raises(WrongInput, match=r"^the pay is £-?[\d,.]+, which has parts of a penny: give whole pence"):
        pence_from(written, "the pay")
    assert nearest_pence_from(written, "the pay") == nearest


@pytest.mark.parametrize("pence", [0, 1, 99, 100, 38_745, -9_090_000, 10_000_000_000_000])
def test_pounds_and_back(pence: int) -> None:
    assert pounds(pence).as_tuple().exponent == -2
    assert pence_from(pounds(pence)) == pence
    assert pence_from(pounds_text(pence)) == pence


@pytest.mark.parametrize(
    ("pence", "with_pence", "without"),
    [
        (0, "£0.00", "£0"),
        (5, "£0.05", "£0"),
        (11_481_250, "£114,812.50", "£114,813"),
        (-9_090_050, "(£90,900.50)", "(£90,901)"),
        (-9_090_049, "(£90,900.49)", "(£90,900)"),
    ],
)
def test_pounds_as_a_report_shows_them(pence: int, with_pence: str, without: str) -> None:
    assert pounds_text(pence) == with_pence
    assert pounds_text(pence, pence_shown=False) == without


@pytest.mark.parametrize(
    ("written", "points", "text"),
    [
        ("13.8%", 1380, "13.8%"),
        (0.138, 1380, "13.8%"),
        ("15.05%", 1505, "15.05%"),
        (0.1505, 1505, "15.05%"),
        (" 0.5 % ", 50, "0.5%"),
        (0.005, 50, "0.5%"),
        (0, 0, "0%"),
        (1, 10_000, "100%"),
        ("100%", 10_000, "100%"),
        (0.07 * 3, 2100, "21%"),  # 0.21000000000000002
        ("0.1964", 1964, "19.64%"),
        (Decimal("0.2"), 2000, "20%"),
    ],
)
def test_rates(written: Any, points: int, text: str) -> None:
    assert basis_points_from(written) == points
    assert percent_text(points) == text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (19.5, "the rate is 19.5, which is 1950%: write 19.5% or 0.195"),
        (2, "the rate is 2, which is 200%: write 2% or 0.02"),
        ("19.5", "the rate is 19.5, which is 1950%: write 19.5% or 0.195"),
        ("150%", "the rate is 150%: no rate over 100% is read"),
        (0.12345, "the rate is 12.345%: rates go to two decimals of a percent, such as 19.64%"),
        ("12.345%", "the rate is 12.345%"),
        ("%", "the rate is '': give a number"),
        ("a lot", "the rate is 'a lot': give a number"),
        (None, "of a kind that payband cannot read"),
        (True, "the rate is TRUE: give a number"),
    ],
)
def test_what_is_no_rate(written: Any, said: str) -> None:
    with pytest.raises(WrongInput) as error:
        basis_points_from(written)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("written", "ratio"),
    [
        (1, Fraction(1)),
        (0.5, Fraction(1, 2)),
        ("50%", Fraction(1, 2)),
        ("1/6", Fraction(1, 6)),
        (1 / 6, Fraction(1, 6)),
        (0.166666666666667, Fraction(1, 6)),
        (0.1667, Fraction(1667, 10_000)),
        ("30/37", Fraction(30, 37)),
        (30 / 37, Fraction(30, 37)),
        (" 18.5 / 37 ", Fraction(1, 2)),
        (Fraction(2, 3), Fraction(2, 3)),
        ("0.8", Fraction(4, 5)),
        (0, Fraction(0)),
        (0.45946, Fraction(45_946, 100_000)),  # as given, though 17/37 is near
        ("0.1666667", Fraction(1_666_667, 10_000_000)),
        (0.16666667, Fraction(1, 6)),
        ("33.3333333%", Fraction(1, 3)),
        (1 - 1 / 3, Fraction(2, 3)),
    ],
)
def test_ratios(written: Any, ratio: Fraction) -> None:
    assert ratio_from(written) == ratio


@pytest.mark.parametrize(("written", "said"), [
    ("1/0", "a share of nothing"), ("half", "give a number"), ("1/", "''"),
    (0.1234567891, "the FTE is 0.1234567891: give it with at most 7 decimals, or as a fraction like 30/37"),
])  # fmt: skip
def test_what_is_no_ratio(written: Any, said: str) -> None:
    with pytest.raises(WrongInput, match=said):
        ratio_from(written, "the FTE")


@pytest.mark.parametrize("written", ["68853,5", "68,85", "184.400,00", "12,34,567", "1,2345", "3 5", "£1 234,50", ",5"])
def test_a_comma_or_space_that_stands_before_no_three_digits_is_refused(written: str) -> None:
    """A decimal comma that is dropped makes ten times the amount, and nobody sees it."""
    with pytest.raises(WrongInput, match="with a comma before three digits only"):
        pence_from(written)


@pytest.mark.parametrize(
    ("written", "pence"),
    [("1,234,567.89", 123_456_789), ("30 000", 3_000_000), ("£ 1,234", 123_400), ("(£1,234)", -123_400), ("- 5", -500)],
)
def test_thousands_are_read_with_commas_or_spaces(written: str, pence: int) -> None:
    assert pence_from(written) == pence


def test_a_rate_with_a_decimal_comma_is_refused() -> None:
    with pytest.raises(WrongInput, match="with a comma before three digits only"):
        basis_points_from("2,5%")
