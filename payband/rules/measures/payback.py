"""Payback: the month from which a saving has paid back what it cost, and how a year's amount falls in its months."""

from collections.abc import Sequence
from datetime import date
from itertools import accumulate, pairwise

from payband.calendar import Month, months_between
from payband.forms import Form
from payband.units import half_up

__all__ = ["payback_month", "shares_of_months", "spread_over"]

_DAYS = 28 * 29 * 15 * 31  # every month's number of days divides it, so that parts of months add up exactly


def shares_of_months(months: Sequence[Month]) -> tuple[int, ...]:
    """How much each month counts, as whole numbers: a whole month alike, a part month by its calendar days.

    >>> from datetime import date
    >>> january, february = shares_of_months(months_between(date(2012, 1, 17), date(2012, 2, 29)))
    >>> january * 31 == february * 15
    True
    """
    return tuple(month.days * (_DAYS // month.of_days) for month in months)


def spread_over(amount: Form, first: date, last: date) -> list[tuple[Month, Form]]:
    """Pence of an amount in each month from one day to another; they add up to it.

    What has come by the end of a month is the amount times the months gone by over all of them, to the nearest penny.

    >>> from datetime import date
    >>> [pence for _, pence in spread_over(10_000, date(2012, 1, 1), date(2012, 3, 31))]
    [3333, 3334, 3333]
    """
    months = months_between(first, last)
    gone = list(accumulate(shares_of_months(months), initial=0))
    by_then = [half_up(amount * each, gone[-1]) for each in gone]
    return list(zip(months, (later - earlier for earlier, later in pairwise(by_then)), strict=True))


def payback_month(flows: Sequence[int]) -> int | None:
    """Which of the months' net savings, counted from 1, pays back all costs before it.

    It is the first month from which the savings to date, less the costs to date, are not below nothing at the end of
    any month. None where they are below nothing at the end of the last. Where they are never below nothing there is
    nothing to pay back, and it is the first month with an amount, or 1 where no month has any.

    >>> payback_month([-1000, 400, 400, 400, 400]), payback_month([-1000, 400]), payback_month([0, 0, 100])
    (4, None, 3)
    """
    to_date = list(accumulate(flows))
    below = [number for number, amount in enumerate(to_date, start=1) if amount < 0]
    if not below:
        return next((number for number, amount in enumerate(flows, start=1) if amount), 1)
    return None if below[-1] == len(to_date) else below[-1] + 1
