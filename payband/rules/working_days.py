"""Working days: Monday to Friday but for holidays, counted from and to."""

from collections.abc import Collection
from datetime import date, timedelta

__all__ = ["is_working_day", "last_working_day", "next_working_day", "working_days"]

_SATURDAY = 5


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Whether a day is Monday to Friday and no holiday.

    >>> is_working_day(date(2011, 12, 30), ()), is_working_day(date(2012, 1, 2), {date(2012, 1, 2)})
    (True, False)
    """
    return day.weekday() < _SATURDAY and day not in holidays


def next_working_day(day: date, holidays: Collection[date]) -> date:
    """The day itself where it is a working day, else the first one after it.

    >>> next_working_day(date(2011, 12, 31), {date(2012, 1, 2)})
    datetime.date(2012, 1, 3)
    """
    while not is_working_day(day, holidays):
        day += timedelta(days=1)
    return day


def working_days(first: date, last: date, holidays: Collection[date]) -> int:
    """How many working days there are from one day to another, both included.

    >>> working_days(date(2011, 12, 2), date(2011, 12, 9), ())
    6
    """
    days = (last - first).days + 1
    weeks, rest = divmod(max(days, 0), 7)
    begun = sum((first + timedelta(days=each)).weekday() < _SATURDAY for each in range(rest))
    return weeks * _SATURDAY + begun - sum(first <= day <= last and day.weekday() < _SATURDAY for day in set(holidays))


def last_working_day(first: date, count: int, holidays: Collection[date]) -> date:
    """The last of so many working days, 1 or more, of which the first is that day or the next working day after it.

    >>> last_working_day(date(2011, 12, 14), 5, ())
    datetime.date(2011, 12, 20)
    """
    day = next_working_day(first, holidays)
    for _ in range(count - 1):
        day = next_working_day(day + timedelta(days=1), holidays)
    return day
