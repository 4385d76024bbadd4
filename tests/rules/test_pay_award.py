"""Pay awards: one year's published scale to the next, roundings, minimum rises."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import payband
from payband import library
from payband.rules.shares import share_of
from tests.support.case_files import case_rows

# --- the national spine, year by year ------------------------------------------------------------------------------

FLAT_2018 = dict(zip(range(6, 20), [1380] * 4 + [1250, 1200, 1050] + [900] * 5 + [800, 700], strict=True))

NJC_AWARDS = [
    # (from, to, the award for an old point, the new point of an old one (None: it went), source)
    (
        "2017-04-01",
        "2018-04-01",
        lambda point: (0, FLAT_2018[point]) if point in FLAT_2018 else ("2%", 0),
        lambda point: point,
        "National Employers' offer of 5 December 2017",
    ),
    (
        "2018-04-01",
        "2019-04-01",
        lambda point: ("2%", 0),
        lambda point: point - 6 if point >= 29 else None,  # points below came on to the new ladder
        "National Employers' offer of 5 December 2017: points 23 to 43 are the old 29 to 49",
    ),
    ("2019-04-01", "2020-04-01", lambda point: ("2.75%", 0), lambda point: point, "Eden DC, 2020/21"),
    (
        "2020-04-01",
        "2021-04-01",
        lambda point: ("2.75%" if point == 1 else "1.75%", 0),
        lambda point: point,
        "Wychavon DC, April 2021",
    ),
    ("2021-04-01", "2022-04-01", lambda point: (0, 1925), lambda point: point, "UNISON West Sussex, November 2022"),
    (
        "2022-04-01",
        "2023-04-01",
        lambda point: (0, 1925),
        lambda point: point if point > 1 else None,  # point 1 was deleted on 1 April 2023
        "Devon ALC, 2023",
    ),
    ("2023-04-01", "2024-04-01", lambda point: (0, 1290), lambda point: point, "EPM bulletin, 23 October 2024"),
    ("2024-04-01", "2025-04-01", lambda point: ("3.2%", 0), lambda point: point, "UK Startup Magazine, 2025"),
]


def njc(day: str) -> dict[int, int]:
    """The national spine on a day: point to pounds."""
    points = library.spine("NJC", date.fromisoformat(day)).points
    return {int(each.point): each.pence // 100 for each in points if each.pence is not None}


@pytest.mark.parametrize(
    ("before", "after", "award", "new_point", "source"), NJC_AWARDS, ids=[award[1][:4] for award in NJC_AWARDS]
)
def test_each_national_award_leads_to_the_next_spine(
    before: str, after: str, award: Any, new_point: Any, source: str
) -> None:
    old, new = njc(before), njc(after)
    reached = set()
    for point, pounds in old.items():
        following = new_point(point)
        if following is None:
            continue
        percent, flat = award(point)
        assert payband.uplift(pounds, percent, flat, 1) == new[following], f"point {point}"
        reached.add(following)
    assert len(reached) >= 21
    if after != "2019-04-01":
        assert reached == set(new)


def test_the_assimilation_of_2019() -> None:
    """National Employers' offer of 5 December 2017: each old point's new one, its rise in pounds and per cent."""
    old, new = njc("2018-04-01"), njc("2019-04-01")
    without_an_old_point = set(new)
    for row in case_rows("njc_assimilation_2019.csv"):
        point = int(row["new_scp"])
        assert new[point] == Decimal(row["new_salary_2019_04_01"])
        if not row["old_scp"]:
            assert point in without_an_old_point
            continue
        before = old[int(row["old_scp"])]
        assert before == Decimal(row["old_salary_2018_04_01"])
        rise = new[point] - before
        assert rise == Decimal(row["increase_gbp"])
        assert Decimal(share_of(int(rise), int(before))) / 100 == Decimal(row["increase_pct"]), row
        without_an_old_point.discard(point)
    assert without_an_old_point == {10, 13, 16, 18, 21}


def test_the_new_points_of_2019_are_two_per_cent_apart() -> None:
    """The same offer: £9.00 an hour for 37 hours and 365/7 weeks, and 2% more for each point to 22."""
    new = njc("2019-04-01")
    for point in range(1, 23):
        pounds = Fraction(9) * 37 * Fraction(365, 7) * Fraction(102, 100) ** (point - 1)
        assert new[point] == (pounds + Fraction(1, 2)).__floor__(), point


def test_wychavons_printed_points_are_the_national_ones_of_2021() -> None:
    """Wychavon DC, pay grades, April 2021: 32 of 33 national points agree; its point 32 is printed 100 lower."""
    national = njc("2021-04-01")
    printed = {int(each.point): each.pence for each in library.spine("Wychavon").points if each.point.isdecimal()}
    shared = sorted(set(printed) & set(national))
    assert len(shared) == 33
    assert [point for point in shared if printed[point] != national[point] * 100] == [32]


# --- chief officers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"), [("127,698", "132,168"), ("140,652", "145,575")], ids=["D3 bottom", "D3 top"]
)
def test_harrow_2023_to_2024(before: str, after: str) -> None:
    """Harrow, 30 March 2023 and 20 March 2024: 3.5%, to the nearest £3; to the nearest £1, 132,167."""
    assert payband.uplift(before, "3.5%", round_to=3) == Decimal(after.replace(",", ""))
    assert payband.uplift("127,698", "3.5%", round_to=1) == Decimal("132167.00")


def test_chief_officer_scale_2024_to_2025() -> None:
    rows = case_rows("chief_officer_scale.csv")
    assert len(rows) == 16
    for row in rows:
        assert payband.uplift(row["salary_2024"], "3.2%", round_to=1) == Decimal(row["salary_2025"]), row["point"]


# --- the parts of an award -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("salary", "percent", "flat", "round_to", "at_least", "expected"),
    [
        (30_000, "2%", 0, 0, 0, "30600.00"),
        (30_000, 0.02, 250, 0, 0, "30850.00"),  # the flat sum comes on top of the percentage
        (30_000, "2%", 0, 0, 1_000, "31000.00"),  # the minimum where it is more
        (30_000, "2%", 500, 0, 1_000, "31100.00"),  # and not where the award is
        (30_000, 0, 1_925, 0, 0, "31925.00"),
        ("30,000.50", "1.75%", 0, 0, 0, "30525.51"),  # 525.00875 is 525.01
        (30_049, "0.5%", 0, 1, 0, "30199.00"),  # 30,199.245
        (100, "0.5%", 0, 1, 0, "101.00"),  # 100.50: an exact half goes up
        (100, "0.49%", 0, 1, 0, "100.00"),
        (101.49, 0, 0, 3, 0, "102.00"),
        (100.50, 0, 0, 3, 0, "102.00"),  # halfway between 99 and 102
        (100.49, 0, 0, 3, 0, "99.00"),
        (114_812.34, 0, 0, 100, 0, "114800.00"),
        (30_000, "0%", None, None, None, "30000.00"),
    ],
)
def test_parts_of_an_award(salary: Any, percent: Any, flat: Any, round_to: Any, at_least: Any, expected: str) -> None:
    assert payband.uplift(salary, percent, flat, round_to, at_least) == Decimal(expected)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((0, "2%"), "above £0"),
        ((30_000, 2), "write 2% or 0.02"),
        ((30_000, "-200%"), "no rate over 100%"),
        ((30_000, None), "needs percent"),
        ((30_000, "2%", -1), "give an amount of £0 or more"),
        ((30_000, "2%", 0, -3), "round to"),
    ],
)
def test_awards_that_are_refused(arguments: tuple[Any, ...], said: str) -> None:
    with pytest.raises(payband.WrongInput, match=said):
        payband.uplift(*arguments)
