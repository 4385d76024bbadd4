"""Increments: the step to the next point of a range, and the days on which it is taken."""

from collections.abc import Sequence
from datetime import date, timedelta

from payband.calendar import last_day_after
from payband.forms import Form, choose

__all__ = ["INCREMENTS", "after_increment", "increment_days"]

INCREMENTS = ("none", "1 April", "anniversary", "six-month rule")
"""When increments are paid: never; each 1 April; on each anniversary of the day somebody started; or each 1 April but,
for who has been in post for less than six months then, six months after starting."""


def after_increment(salary: Form, ladder: Sequence[Form]) -> Form:
    """Pence of a salary after an increment: the next salary of its range, which `ladder` holds lowest first.

    A salary between two points goes to the upper one; one at or above the top stays, as does one in a range without
    points.

    >>> [after_increment(salary, [2_100_000, 2_200_000]) for salary in (2_100_000, 2_150_000, 2_200_000)]
    [2200000, 2200000, 2200000]
    """
    found = salary
    for point in reversed(ladder):
        found = choose(point > salary, point, found)
    return found


def _six_months_in_post(started_on: date) -> date:
    return last_day_after(started_on, 6) + timedelta(days=1)


def increment_days(rule: str, started_on: date | None, after: date, until: date) -> tuple[date, ...]:
    """The days of increments after one day and until another, this one included.

    `started_on` is the day somebody started in the post; where it is not given, long ago. An anniversary of 29 February
    falls on 1 March in other years.

    Source: North Lanarkshire, North Yorkshire and East Devon councils: started from October to 31 March, after six
    months, then each 1 April.

    >>> for day in increment_days("six-month rule", date(2025, 1, 6), date(2025, 3, 1), date(2026, 6, 1)):
    ...     print(day)
    2025-07-06
    2026-04-01
    """
    if rule == "none":
        return ()
    years = range(after.year, until.year + 1)
    if rule == "anniversary":
        if started_on is None:
            return ()
        days = [last_day_after(started_on, 12 * (year - started_on.year)) + timedelta(days=1) for year in years]
        return tuple(day for day in days if max(after, started_on) < day <= until)
    found = {date(year, 4, 1) for year in years}
    if started_on is not None:
        found = {day for day in found if day > started_on}
        if rule == "six-month rule":
            six_months = _six_months_in_post(started_on)
            too_early = {day for day in found if day < six_months}
            found = (found - too_early) | ({six_months} if too_early else set())
    return tuple(sorted(day for day in found if after < day <= until))
