"""Pay protection: dates, part months, the forms (frozen, uplifted, tapered), awards, tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import payband
from payband.rules.protection import Award, Protection, cost_between, spells

# Leicester City Council, 13 December 2011: two years from 2 January 2012.
START = "02/01/2012"


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (START, 24, date(2014, 1, 1)),
        ("01/04/2024", 12, date(2025, 3, 31)),
        ("01/04/2024", 1, date(2024, 4, 30)),
        ("31/01/2024", 1, date(2024, 2, 29)),  # February has no 31st
        ("31/01/2023", 1, date(2023, 2, 28)),
        ("30/01/2024", 1, date(2024, 2, 29)),
        ("29/02/2012", 24, date(2014, 2, 28)),
        ("29/02/2012", 48, date(2016, 2, 28)),
        ("01/03/2012", 24, date(2014, 2, 28)),
        ("31/12/2012", 2, date(2013, 2, 28)),
    ],
)
def test_last_days(start: str, months: int, last: date) -> None:
    assert payband.protection_ends(start, months) == last


def test_two_years_are_the_default() -> None:
    assert payband.protection_ends(START, 24) == date(2014, 1, 1)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("01/04/2024", 12, "12000.00"),
        ("01/04/2024", 1, "1000.00"),
        ("16/04/2024", 1, "983.87"),  # 15/30 of April, 500.00, and 15/31 of May, 483.87
        (START, 24, "24000.00"),  # 30/31 of January 2012 and 1/31 of January 2014 are a month
        ("15/02/2012", 24, "24017.24"),  # 15/29 and 14/28 of a February are a little more than a month
    ],
)
def test_whole_and_part_months_of_1_000_pounds(start: str, months: int, expected: str) -> None:
    assert payband.protection(62_000, 50_000, start, months) == Decimal(expected)


@pytest.mark.parametrize(("before", "after"), [(50_000, 50_000), (50_000, 60_000), (50_000, "50,000.00")])
def test_nothing_to_protect(before: Any, after: Any) -> None:
    assert payband.protection(before, after, START, 24) == 0
    assert payband.protection_table(before, after, START, 24).column("cost") == [0, 0, 0]


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        ("2010-11", "0"),
        # January 2012: 8,333.33 x 30/31 = 8,064.51 (the month is 8,333.33), February and March 16,666.67
        ("2011-12", "24731.18"),
        ("2012-13", "100000.00"),
        ("2013-14", "75268.82"),
        ("2014-15", "0"),
    ],
)
def test_years_of_leicesters_reductions(year: str, expected: str) -> None:
    """Leicester City Council, 15 November 2011: £100,000 a year for two years."""
    assert payband.protection_year(200_000, 100_000, START, year, 24) == Decimal(expected)


def test_tables_add_up_by_year_and_by_month() -> None:
    years = payband.protection_table(97_575, 85_575, START, 24)
    months = payband.protection_table(97_575, 85_575, START, 24, "frozen", "month")
    assert years.column("period") == ["2011-12", "2012-13", "2013-14"]
    assert months.column("period")[:2] == ["January 2012", "February 2012"]
    assert len(months) == 25  # the first and the last are parts of a January
    total = payband.protection(97_575, 85_575, START, 24)
    for table in (years, months):
        assert sum(table.column("cost")) == total
        for _, protected, substantive, cost in table:
            assert protected == substantive + cost


# --- awards --------------------------------------------------------------------------------------------------------

AWARDS = [["from", "percent"], ["01/04/2025", "5%"]]


@pytest.mark.parametrize(
    ("before", "after", "form", "expected"),
    [
        # frozen: £12,000 in the first year; £50,000 becomes £52,500, so £9,500 in the second
        (62_000, 50_000, "frozen", "21500.00"),
        # uplifted: £65,100 against £52,500 in the second year
        (62_000, 50_000, "uplifted", "24600.00"),
        # frozen, and the award brings the new salary to the old: nothing in the second year
        (52_500, 50_000, "frozen", "2500.00"),
        (51_000, 50_000, "frozen", "1000.00"),
    ],
)
def test_an_award_half_way(before: int, after: int, form: str, expected: str) -> None:
    assert payband.protection(before, after, "01/04/2024", 24, form, None, AWARDS) == Decimal(expected)


@pytest.mark.parametrize(
    ("award", "expected"),
    [
        ("01/04/2024", "24000.00"),  # on the first day: already in the salaries
        ("01/04/2026", "24000.00"),  # after the last day
        ("31/03/2026", "23993.28"),  # on the last day: 1/31 of a month of 791.67 instead of 1,000
    ],
)
def test_awards_at_the_ends(award: str, expected: str) -> None:
    assert payband.protection(62_000, 50_000, "01/04/2024", 24, awards=[[award, "5%"]]) == Decimal(expected)


def test_awards_follow_each_other_whatever_their_order_in_the_table() -> None:
    awards = [["01/04/2025", 0.05], ["01/10/2024", "2%"]]
    # six months of 12,000; six of 62,000 - 51,000; twelve of 62,000 - 53,550
    assert payband.protection(62_000, 50_000, "01/04/2024", 24, awards=awards) == 6_000 + 5_500 + 8_450


@pytest.mark.parametrize(
    ("awards", "said"),
    [
        ("5%", "must be columns of cells: from date, percent"),
        ([["01/04/2025"]], "must be columns of cells"),
        ([["01/04/2025", "5%"], ["soon", "5%"]], "row 2: the date is 'soon'"),
        ([["01/04/2025", 5]], "row 1 is 5, which is 500%: write 5% or 0.05"),
        ([["01/04/2025", "2%"], ["2025-04-01", "1%"]], "two awards of 1 April 2025: give one award for a day"),
    ],
)
def test_awards_that_cannot_be_read(awards: Any, said: str) -> None:
    with pytest.raises(payband.WrongInput, match=said):
        payband.protection(62_000, 50_000, "01/04/2024", 24, awards=awards)


def test_an_award_with_a_flat_sum_and_a_rounding() -> None:
    """NJC, 1 April 2024: £1,290 on every point."""
    terms = Protection(date(2023, 4, 1), date(2025, 3, 31), awards=(Award(date(2024, 4, 1), 0, 129_000, 100),))
    found = spells(6_200_000, 5_000_000, terms)
    assert [(spell.first, spell.substantive, spell.addition) for spell in found] == [
        (date(2023, 4, 1), 5_000_000, 1_200_000),
        (date(2024, 4, 1), 5_129_000, 1_071_000),
    ]
    assert cost_between(found, date(2000, 1, 1), date(2100, 1, 1)) == 2_271_000
    assert cost_between(found, date(2025, 4, 1), date(2025, 4, 30)) == 0


# --- tapers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shares",
    ["100%, 50%", "100; 50", "100/50", "1, 0.5", [1, 0.5], [[1, 0.5]], [["100%"], ["50%"]], [1, 0.5, None], (1, "50%")],
)
def test_a_taper(shares: Any) -> None:
    assert payband.protection(62_000, 50_000, "01/04/2024", 24, "tapered", shares) == 18_000
    by_year = payband.protection_table(62_000, 50_000, "01/04/2024", 24, "tapered", "year", shares)
    assert by_year.column("cost") == [12_000, 6_000]


def test_a_taper_that_is_shorter_than_the_protection_pays_nothing_after_it() -> None:
    assert payband.protection(62_000, 50_000, "01/04/2024", 36, "tapered", "75%") == 9_000


@pytest.mark.parametrize(
    ("form", "months", "shares", "said"),
    [
        ("tapered monthly", 12, "100%, 50%", "12 months need 12: a month without a share pays nothing"),
        ("tapered", 36, "75%", "36 months need 3: a year without a share pays nothing"),
        ("tapered", 12, "100%, 50%", "12 months need 1: "),
        ("tapered monthly", 2, "100%, 50%", ""),
        ("tapered", 24, "100%, 50%", ""),
        ("frozen", 24, "", ""),
    ],
)
@pytest.mark.parametrize("name", ["PROTECTION", "PROTECTIONTABLE"])
def test_the_explanation_says_where_shares_and_months_differ(
    name: str, form: str, months: int, shares: str, said: str
) -> None:
    more = ["month"] if name == "PROTECTIONTABLE" else []
    given: list[object] = [62_000, 50_000, "01/04/2024", months, form, *more, shares]
    explained = payband.explain(name, *given)
    rules = [row["rule"] for row in explained.records() if row["step"] == "shares given"]
    assert [rule.startswith(said) for rule in rules] == ([True] if said else [])


def test_a_taper_steps_down_on_the_anniversary() -> None:
    months = payband.protection_table(62_000, 50_000, "16/04/2024", 24, "tapered", "month", "100%, 50%")
    assert months.column("cost")[11:14] == [1_000, Decimal("750.00"), 500]  # April 2025: half a month of each


def test_a_monthly_taper_steps_down_each_month() -> None:
    """£12,000 a year is £1,000 a month: 100%, 90%, ... of it, and nothing after the last share."""
    shares = "100%, 90%, 80%, 70%, 60%, 50%"
    given = (62_000, 50_000, "01/04/2024", 12, "tapered monthly")
    assert payband.protection_table(*given, "month", shares).column("cost") == [
        1_000,
        900,
        800,
        700,
        600,
        500,
        *[0] * 6,
    ]
    assert payband.protection(*given, shares) == 4_500


def test_the_months_of_a_taper_begin_on_the_day_of_the_month_that_it_begins_on() -> None:
    months = payband.protection_table(62_000, 50_000, "16/04/2024", 2, "tapered monthly", "month", "100%, 50%")
    by_hand = [
        Decimal(500),  # 15 of 30 days at £1,000
        (Decimal(1_000) * 15 / 31).quantize(Decimal("0.01"))  # to 15 May
        + (Decimal(500) * 16 / 31).quantize(Decimal("0.01")),
        Decimal(250),  # to 15 June
    ]
    assert months.column("cost") == by_hand


def test_a_monthly_taper_needs_a_share_for_each_month() -> None:
    with pytest.raises(payband.WrongInput, match="a tapered monthly protection needs the share of each month"):
        payband.protection(62_000, 50_000, "01/04/2024", 24, "tapered monthly")


@pytest.mark.parametrize("shares", ["100%, , 25%", ["100%", None, "25%"], [[1], [""], [0.25]], ", 50%"])
def test_a_year_of_a_taper_that_is_left_out_is_not_passed_over(shares: Any) -> None:
    with pytest.raises(payband.WrongInput, match=r"shares, year [12]: the cell is empty; write 0% for a year without"):
        payband.protection(40_000, 30_000, "01/04/2025", 36, "tapered", shares)


@pytest.mark.parametrize("shares", [None, "", [], [[None]]])
def test_a_taper_needs_its_shares(shares: Any) -> None:
    with pytest.raises(payband.WrongInput, match="a tapered protection needs the share of each year"):
        payband.protection(62_000, 50_000, "01/04/2024", 24, "tapered", shares)


@pytest.mark.parametrize("shares", ["150%", [1.5], "100, 101"])
def test_shares_over_the_whole_are_refused(shares: Any) -> None:
    with pytest.raises(payband.WrongInput, match="shares, year"):
        payband.protection(62_000, 50_000, "01/04/2024", 24, "tapered", shares)
