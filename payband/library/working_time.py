"""How bodies turn a year into weeks and hours: the divisor of hourly pay, and the paid weeks of term-time posts."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from payband.library.names import look_up, newest
from payband.library.used import note_used

__all__ = ["AMONG_THE_WEEKS", "IN_RATIO", "LEAVE", "NOT_SAID", "WorkingTime", "working_time"]

IN_RATIO, AMONG_THE_WEEKS, NOT_SAID = LEAVE = ("in the ratio of the whole year", "among the weeks", "not said")
"""What a policy says of leave in a post for part of the year: it comes on top of the weeks worked, in the ratio that an
all-year post has; it is among the weeks that are given; or the policy says nothing of such posts."""

KIND = "policies/*/working_time*"


class WorkingTime(NamedTuple):
    """A body's full-time week, the weeks of its year as a ratio, and what it says of leave in a part of a year."""

    name: str
    full_time_hours: Fraction
    year_weeks: Fraction
    year_weeks_text: str
    leave: str
    paid_weeks_decimals: int | None
    source: str


def working_time(name: str, on: date | None = None) -> WorkingTime:
    """A policy of working time in the library on a date; without a date, the newest that the library holds.

    Raises UnknownName for a policy that it lacks, UnknownFigure for a day that none of its rows covers.
    """
    rows = look_up(KIND, "policy", name, "policy of working time")
    row = newest(rows, on, f"the working time of {name}", rows[0].file)[0]
    values = row.values
    note_used(
        row,
        f"working time, {values['policy']}",
        f"{values['full_time_hours']} hours a week, {values['year_weeks']} weeks a year",
    )
    return WorkingTime(
        values["policy"],
        Fraction(Decimal(values["full_time_hours"])),
        Fraction(values["year_weeks"]),
        values["year_weeks"],
        values["leave"],
        int(values["paid_weeks_decimals"]) if values["paid_weeks_decimals"] else None,
        row.source,
    )
