"""Financial years, pay months, pay dates and part months."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from payband.errors import WrongInput

__all__ = [
    "FinancialYear",
    "Month",
    "date_text",
    "day_from",
    "days_in_month",
    "easter_sunday",
    "end_of_whole_months",
    "financial_year_from",
    "last_day_after",
    "last_day_after_text",
    "month_named",
    "month_number",
    "months_after",
    "months_between",
]

_EXCEL_DAY_0 = date(1899, 12, 30)  # serials of the 1900 system from 1 March 1900 on
_FIRST_DAY, _LAST_DAY = date(1900, 3, 1), date(2199, 12, 31)
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


class Month(NamedTuple):
    """Some or all days of one calendar month, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days of the month these are."""
        return (self.last - self.first).days + 1

    @property
    def of_days(self) -> int:
        """How many days the whole month has."""
        return days_in_month(self.first)

    @property
    def number(self) -> int:
        """The month of the financial year: April is 1, March 12."""
        return month_number(self.first)

    @property
    def pay_date(self) -> date:
        """The day a monthly salary is taken as paid: the last day of the month."""
        return self.first.replace(day=self.of_days)


class FinancialYear(NamedTuple):
    """A financial year, 1 April to 31 March, known by the year it starts in.

    >>> str(FinancialYear(2011)), FinancialYear(2011).ends_on
    ('2011-12', datetime.date(2012, 3, 31))
    """

    start: int

    @classmethod
    def containing(cls, day: date) -> "FinancialYear":
        """The financial year that a day falls in."""
        return cls(day.year if day.month >= 4 else day.year - 1)

    @property
    def starts_on(self) -> date:
        """1 April."""
        return date(self.start, 4, 1)

    @property
    def ends_on(self) -> date:
        """31 March."""
        return date(self.start + 1, 3, 31)

    @property
    def months(self) -> list[Month]:
        """Its twelve months, April first."""
        return months_between(self.starts_on, self.ends_on)

    def __str__(self) -> str:
        return f"{self.start}-{(self.start + 1) % 100:02d}"


def month_number(day: date) -> int:
    """The month of the financial year that a day falls in: April is 1, March 12."""
    return (day.month - 4) % 12 + 1


def days_in_month(day: date) -> int:
    """How many days the month of a day has."""
    return monthrange(day.year, day.month)[1]


def end_of_whole_months(until: date) -> date:
    """The last day of the last month that is over on a day.

    >>> [str(end_of_whole_months(day)) for day in (date(2012, 3, 30), date(2012, 3, 31))]
    ['2012-02-29', '2012-03-31']
    """
    month_end = until.replace(day=days_in_month(until))
    return until if until == month_end else until.replace(day=1) - timedelta(days=1)


def months_between(first: date, last: date) -> list[Month]:
    """The months from one day to another, both included; the first and the last may be part months.

    >>> [(m.days, m.of_days) for m in months_between(date(2012, 1, 2), date(2012, 2, 10))]
    [(30, 31), (10, 29)]
    """
    return list(_months_between(first, last))


@lru_cache(maxsize=4096)  # everybody's protection has the same months
def _months_between(first: date, last: date) -> tuple[Month, ...]:
    months = []
    while first <= last:
        end = first.replace(day=days_in_month(first))
        months.append(Month(first, min(end, last)))
        first = end + timedelta(days=1)
    return tuple(months)


def last_day_after(start: date, months: int) -> date:
    """The last day of a period of whole months that starts on a day.

    The day before the same day of the month; where that month has no such day, its last day.

    >>> last_day_after(date(2012, 1, 2), 24), last_day_after(date(2012, 2, 29), 24)
    (datetime.date(2014, 1, 1), datetime.date(2014, 2, 28))
    """
    first = _first_of_month(start, months)
    last_of_month = days_in_month(first)
    if start.day > last_of_month:
        return first.replace(day=last_of_month)
    return first.replace(day=start.day) - timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """The same day of a later month; the last day of one that has no such day.

    Source: Dodds v Walker [1981] 1 WLR 1027: a period of months after an event ends on the corresponding date.

    >>> [str(months_after(date(2011, 12, day), 3)) for day in (8, 31)], str(months_after(date(2011, 9, 30), 4))
    (['2012-03-08', '2012-03-31'], '2012-01-30')
    """
    first = _first_of_month(day, months)
    return first.replace(day=min(day.day, days_in_month(first)))


def _first_of_month(day: date, months: int) -> date:
    """The first day of the month that comes some months after that of a day."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def full_years(start: date, until: date) -> int:
    """How many full years lie between a first day and a later one, that day not counted; below zero for none.

    >>> [full_years(date(2024, 1, 2), day) for day in (date(2026, 1, 1), date(2026, 1, 2))]
    [1, 2]
    """
    years = until.year - start.year
    return years if last_day_after(start, 12 * years) < until else years - 1


def last_day_after_text(start: str, months: str) -> str:
    """The formula of `last_day_after`: EDATE stops at a month's last day, which is then the last day itself.

    >>> last_day_after_text("A2", "24")
    'EDATE(A2,24)-IF(DAY(EDATE(A2,24))=DAY(A2),1,0)'
    """
    same_day = f"EDATE({start},{months})"
    return f"{same_day}-IF(DAY({same_day})=DAY({start}),1,0)"


def date_text(day: date) -> str:
    """A date as a person reads it.

    >>> date_text(date(2012, 1, 2))
    '2 January 2012'
    """
    return f"{day.day} {day:%B %Y}"


def day_from(value: Any, what: str = "the date") -> date:
    """A date from a date, an Excel serial number, or text in UK order or as 2025-05-31.

    >>> day_from("31/05/2025"), day_from(45808), day_from("2 January 2012")
    (datetime.date(2025, 5, 31), datetime.date(2025, 5, 31), datetime.date(2012, 1, 2))
    """
    if type(value) is date and _FIRST_DAY <= value <= _LAST_DAY:
        return value
    if isinstance(value, datetime):
        day = value.date()
    elif isinstance(value, date):
        day = value
    elif isinstance(value, str):
        day = _day_from_text(value, what)
    elif isinstance(value, bool) or not hasattr(value, "__float__"):
        raise WrongInput(f"{what} is {value!r}: give a date such as 31/05/2025")
    else:
        number = float(value)
        if not 61 <= number < 110_000:
            raise WrongInput(
                f"{what} is {number:g}, which is not a date from 1 March 1900 on: give one such as 31/05/2025"
            )
        day = _EXCEL_DAY_0 + timedelta(days=int(number))
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise WrongInput(f"{what} is {day.isoformat()}: give a date between {_FIRST_DAY.year} and {_LAST_DAY.year}")
    return day


@lru_cache(maxsize=1024)
def _day_from_text(value: str, what: str) -> date:
    text = value.strip()
    wrong = WrongInput(f"{what} is '{value}', which is not a date: write it as 31/05/2025 or 2025-05-31")
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", text):
        year, month, day = (int(part) for part in found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
        day, month, year = (int(part) for part in found.groups())
    elif found := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})[ ,-]*(\d{4})", text):
        months = [number for number, name in enumerate(_MONTH_NAMES, 1) if name.startswith(found[2].casefold())]
        if not months:
            raise wrong
        day, month, year = int(found[1]), months[0], int(found[3])
    else:
        raise wrong
    try:
        return date(year, month, day)
    except ValueError:
        raise wrong from None


def month_named(name: str) -> int:
    """The number of a month by its full English name; ValueError for another word.

    >>> month_named("May")
    5
    """
    if name.casefold() not in _MONTH_NAMES:
        raise ValueError(f"'{name}' is not a month: write it in full, such as January")
    return _MONTH_NAMES.index(name.casefold()) + 1


def easter_sunday(year: int) -> date:
    """Easter Sunday of a year, by the Gregorian calendar (the tables of the Calendar (New Style) Act 1750).

    >>> easter_sunday(2026).isoformat(), easter_sunday(2038).isoformat()
    ('2026-04-05', '2038-04-25')
    """
    century, golden = year // 100, year % 19
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - moon - year % 100 % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def financial_year_from(value: Any, what: str = "the financial year") -> FinancialYear:
    """A financial year from "2011-12", "2011/12" or "2011/2012".

    A bare year or a date is refused: 2011 could be either of two years, and Excel turns a typed 2011-12 into a date.

    >>> financial_year_from("2011-12")
    FinancialYear(start=2011)
    """
    if isinstance(value, FinancialYear):
        return value
    if isinstance(value, str):
        return _financial_year_from_text(value, what)
    shown = value.isoformat() if isinstance(value, date) else value
    raise WrongInput(
        f"{what} is {shown}, which is a date or a number: a cell must hold text, so type an apostrophe first: '2011-12"
    )


@lru_cache(maxsize=1024)  # a sheet's cells name the same few years over and over
def _financial_year_from_text(text: str, what: str) -> FinancialYear:
    found = re.fullmatch(r"\s*((?:19|20|21)\d\d)\s*[-/\u2013]\s*(\d\d|\d{4})\s*", text)
    if found:
        start, end = int(found[1]), found[2]
        if end in (str(start + 1), str(start + 1)[2:]):
            return FinancialYear(start)
    raise WrongInput(f"{what} is '{text}': write two years that follow each other, such as 2011-12")
