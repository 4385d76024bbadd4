"""Days as lists of staff and posts have them: last days in post, and the days that people started."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from payband.calendar import day_from
from payband.errors import WrongInput
from payband.establishment.words import nothing_there
from payband.review.inputs.raw.raw_tables import BadCell

__all__ = ["day_reader", "first_day", "has_month_first", "last_day"]

_TIME_OF_DAY = re.compile(r"[T ]+(?:\d\d:\d\d(?::\d\d(?:\.\d+)?)?|00:00(?::00(?:\.0+)?)?(?:Z|\+00:?00))$")
_DIGITS_ALONE = re.compile(r"([01249]\d{3})(\d\d)(\d\d)")
_IN_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d\d)\b.*", re.S)
_SHORT_YEAR = re.compile(r"(\d{1,2})([/.-])(\d{1,2}|[A-Za-z]{3})\2(\d\d)")
_NO_END = re.compile(r"0+[/.-]0+[/.-]0+|.*\b(?:4712|9999|2999)\b.*|permanent|perm|open|ongoing", re.I)
_LAST, _FIRST = "the last day in post", "the day somebody started in the grade"


def last_day(value: Any, what: str = _LAST) -> date | None:
    """A last day in post; None where there is none: empty, or the far date that systems write for it.

    >>> last_day("31/03/26"), last_day("31/12/4712"), last_day("2026-03-31 00:00:00"), last_day("20260331")
    (datetime.date(2026, 3, 31), None, datetime.date(2026, 3, 31), datetime.date(2026, 3, 31))
    """
    if isinstance(value, BadCell):
        raise WrongInput(value.message)
    if nothing_there(value) or value == 0:
        return None
    if isinstance(value, (date, datetime)):
        return None if value.year >= 2199 else day_from(value)
    if isinstance(value, int) and _DIGITS_ALONE.fullmatch(str(value)):
        value = str(value)  # a year, month and day, and no day's number in a spreadsheet
    if isinstance(value, str):
        shown = _TIME_OF_DAY.sub("", value.strip())
        if found := _DIGITS_ALONE.fullmatch(shown):
            shown = "-".join(found.groups())
        if _NO_END.fullmatch(shown) or not shown.strip("0"):
            return None
        if found := _SHORT_YEAR.fullmatch(shown):
            shown = f"{found[1]}-{found[3]}-20{found[4]}"
        if shown.isdecimal():
            return day_from(int(shown), what)
        return day_from(shown, what)
    return day_from(value, what)


def first_day(value: Any) -> date | None:
    """A day in the past; None where nothing is there. A year of two figures is refused: 30 could be 1930 or 2030."""
    if isinstance(value, str) and _SHORT_YEAR.fullmatch(value.strip()):
        raise WrongInput(f"'{value}' has a year of two figures: write the year in full, as 31/05/2015")
    return last_day(value, _FIRST)


def _may_be_swapped(value: Any) -> bool:
    """Whether a day could be another with its month and day the other way round."""
    if isinstance(value, (date, datetime)):
        return value.day <= 12 and value.day != value.month
    first, second = _first_two_numbers(value)
    return first <= 12 and second <= 12 and first != second


def has_month_first(value: Any) -> bool:
    """Whether a day is written as 03/31/2026, and so cannot have the day first."""
    first, second = _first_two_numbers(value)
    return 1 <= first <= 12 < second <= 31


def _first_two_numbers(value: Any) -> tuple[int, int]:
    """The first two numbers of a day such as 03/31/2026; 0 and 0 for what is no such text."""
    found = _IN_NUMBERS.fullmatch(value.strip()) if isinstance(value, str) else None
    return (int(found[1]), int(found[2])) if found else (0, 0)


def day_reader(values: Iterable[Any], read: Callable[[Any], date | None]) -> Callable[[Any], date | None]:
    """How the days of a column are read: `read`, unless some have the month first, as American systems write them.

    Beside such a one no day up to the 12th is certain, not even a date: a spreadsheet that opened the list may have
    taken its month for the day.

    >>> day_reader(["03/31/2026", "04/03/2026"], last_day)("2026-04-03")
    datetime.date(2026, 4, 3)
    """
    american = next((value for value in values if has_month_first(value)), None)
    if american is None:
        return read

    def read_certain(value: Any) -> date | None:
        if _may_be_swapped(value):
            shown = f"{value:%d/%m/%Y}" if isinstance(value, date) else value
            raise WrongInput(
                f"'{shown}' may have the month first, as '{american}' of the same column has: write it as 2025-05-31"
            )
        return read(value)

    return read_certain
