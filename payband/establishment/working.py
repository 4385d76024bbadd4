"""The weeks and hours of a post for part of the year, as an establishment list has them."""

from fractions import Fraction
from typing import NamedTuple

from payband.establishment.questions import days_of_leave
from payband.establishment.rows_asked import ALL_YEAR

__all__ = ["WorkingWeeks", "working_weeks"]

_Hours = tuple[Fraction | None, Fraction | None]


class WorkingWeeks(NamedTuple):
    """A row of table WorkingWeeks but for whose it is. Nothing is said of weeks where the list does not tell it."""

    weeks: Fraction | None
    counted_as: str
    leave_days: Fraction | None
    hours: Fraction | None
    full_time_hours: Fraction | None
    hours_a_year: Fraction | None
    full_time_hours_a_year: Fraction | None


def working_weeks(said: str, weeks: Fraction | None, hours: _Hours, of_year: _Hours) -> WorkingWeeks | None:
    """What is kept of a post that works for part of the year, or by the hours of a year; None for any other.

    `said` is the answer to whether weeks are paid or worked; hours are those of the post and of full time.
    """
    if of_year[0] is None and (weeks is None or weeks >= ALL_YEAR):
        return None
    leave = None if said in ("", "paid") else days_of_leave(said)
    counted_as = "worked" if leave is not None else said
    return WorkingWeeks(weeks, counted_as if weeks else "", leave if weeks else None, *hours, *of_year)
