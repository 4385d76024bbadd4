"""Financial years, months and dates as people write them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from payband.calendar import (
    FinancialYear,
    date_text,
    day_from,
    days_in_month,
    financial_year_from,
    last_day_after,
    month_number,
    months_between,
)
from payband.errors import WrongInput


@pytest.mark.parametrize(
    ("day", "year", "number"),
    [
        (date(2012, 3, 31), "2011-12", 12),
        (date(2012, 4, 1), "2012-13", 1),
        (date(2012, 12, 31), "2012-13", 9),
        (date(2013, 1, 1), "2012-13", 10),
        (date(2000, 1, 1), "1999-00", 10),
    ],
)
def test_the_financial_year_and_month_of_a_day(day: date, year: str, number: int) -> None:
    assert str(FinancialYear.containing(day)) == year
    assert month_number(day) == number


def test_a_financial_year_has_twelve_months_from_april() -> None:
    year = FinancialYear(2011)
    assert (year.starts_on, year.ends_on) == (date(2011, 4, 1), date(2012, 3, 31))
    assert [month.number for month in year.months] == list(range(1, 13))
    assert sum(month.days for month in year.months) == 366
    assert year.months[10].pay_date == date(2012, 2, 29)


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("2011-12", 2011),
        ("2011/12", 2011),
        ("2011/2012", 2011),
        (" 2011 – 12 ", 2011),
        ("1999-00", 1999),
        ("1999-2000", 1999),
    ],
)
def test_financial_years_as_people_write_them(written: str, start: int) -> None:
    assert financial_year_from(written) == FinancialYear(start)
    assert financial_year_from(str(FinancialYear(start))) == FinancialYear(start)


@pytest.mark.parametrize(
    "written",
    ["2011", "2011-13", "2011-11", "11-12", "2011-2", "2011-1912", "FY2011-12", 2011, 40_000, date(2011, 12, 1), None],
)
def test_what_is_no_financial_year(written: Any) -> None:
    with pytest.raises(WrongInput, match="the year is"):
        financial_year_from(written, "the year")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2012, 1, 2), date(2012, 2, 10), [(30, 31), (10, 29)]),
        (date(2012, 1, 1), date(2012, 1, 31), [(31, 31)]),
        (date(2012, 1, 5), date(2012, 1, 5), [(1, 31)]),
        (date(2011, 12, 31), date(2012, 1, 1), [(1, 31), (1, 31)]),
        (date(2012, 1, 2), date(2012, 1, 1), []),
    ],
)
def test_months_between(first: date, last: date, expected: list[tuple[int, int]]) -> None:
    months = months_between(first, last)
    assert [(month.days, month.of_days) for month in months] == expected
    assert sum(month.days for month in months) == max(0, (last - first).days + 1)


@pytest.mark.parametrize(
    ("day", "days"), [(date(2012, 2, 1), 29), (date(2013, 2, 1), 28), (date(2000, 2, 1), 29), (date(2100, 2, 1), 28)]
)
def test_februaries(day: date, days: int) -> None:
    assert days_in_month(day) == days


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2012, 1, 2), 24, date(2014, 1, 1)),
        (date(2012, 12, 31), 2, date(2013, 2, 28)),
        (date(2024, 11, 1), 1, date(2024, 11, 30)),
        (date(2024, 12, 1), 1, date(2024, 12, 31)),
    ],
)
def test_last_day_after(start: date, months: int, last: date) -> None:
    assert last_day_after(start, months) == last


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("31/05/2025", date(2025, 5, 31)),
        ("1/2/2025", date(2025, 2, 1)),  # UK order
        ("2025-02-01", date(2025, 2, 1)),
        ("2025-02-01T00:00:00", date(2025, 2, 1)),
        ("2 January 2012", date(2012, 1, 2)),
        ("2nd Jan 2012", date(2012, 1, 2)),
        ("02-Jan-2012", date(2012, 1, 2)),
        ("30 Sept 2012", date(2012, 9, 30)),
        ("29/02/2012", date(2012, 2, 29)),
        (61, date(1900, 3, 1)),
        (40_910, date(2012, 1, 2)),
        (40_910.999, date(2012, 1, 2)),
        (109_574, date(2199, 12, 31)),
        (datetime(2012, 1, 2, 23, 59), date(2012, 1, 2)),
    ],
)
def test_dates_as_people_write_them(written: Any, day: date) -> None:
    assert day_from(written) == day


@pytest.mark.parametrize(
    "written",
    [
        "",
        "31/05/25",
        "31/06/2025",
        "29/02/2013",
        "2025-13-01",
        "31 Foo 2025",
        "2 Junk 2012",
        "May 2025",
        "2025",
        "2025-05-31 12:00",
        0,
        60,
        -1,
        110_000,
        True,
        None,
        date(1900, 2, 28),
        date(2200, 1, 1),
        float("nan"),
        float("inf"),
    ],
)
def test_what_is_no_date(written: Any) -> None:
    with pytest.raises(WrongInput, match="the start is"):
        day_from(written, "the start")


def test_date_text() -> None:
    assert date_text(date(2012, 1, 2)) == "2 January 2012"
