"""Hourly pay out of an annual salary, and the floors of wages: one divisor on both sides, and nothing rounded up."""

from datetime import date
from decimal import Decimal

from payband import library
from payband.errors import WrongInput
from payband.forms import Form, larger
from payband.kinds import DAY, HOURLY, MONEY, QUANTITY, SALARY, TEXT, WHOLE, choice
from payband.library import FLOORS, STATUTORY, WorkingTime
from payband.registry import Step, Value, worksheet_function
from payband.rules.pay.term_time import UNIT
from payband.units import half_up, pounds, pounds_text

__all__ = [
    "DIVISOR",
    "HOURLY_UNIT",
    "LEAST_AGE",
    "MOST_AGE",
    "MOST_HOURS",
    "hourly_pay",
    "hourly_pay_of",
    "least_salary",
    "lifted",
    "meets_floor",
    "rise_that_keeps_gaps",
    "salary_of_hours",
    "wage_floor",
]

DIVISOR = "Green Book"

HOURLY_UNIT = 10_000
"""How many parts of a penny hourly pay is counted in: pounds with six decimals."""

LEAST_AGE, MOST_AGE = 16, 100
MOST_HOURS = 60

# Hours are in `UNIT`, four decimals; the year has `year` / `per` weeks.


# --- the rule ------------------------------------------------------------------------------------------------------


def hourly_pay_of(salary: Form, hours: Form, year: Form, per: Form) -> Form:
    """Millionths of a pound an hour that a salary in pence comes to, cut and not rounded.

    Pay that is a fraction of a penny below a floor is never shown as the floor.

    >>> hourly_pay_of(1_929_300, 370_000, 52_143, 1_000), hourly_pay_of(1_929_290, 370_000, 52_143, 1_000)
    (10000046, 9999994)
    """
    return salary * (per * UNIT * HOURLY_UNIT) // (year * hours)


def meets_floor(salary: Form, floor: Form, hours: Form, year: Form, per: Form) -> Form:
    """Whether a salary in pence pays a floor in pence an hour: both sides by the same hours and weeks, unrounded.

    >>> meets_floor(1_929_291, 1_000, 370_000, 52_143, 1_000), meets_floor(1_929_290, 1_000, 370_000, 52_143, 1_000)
    (True, False)
    """
    return salary * (per * UNIT) >= floor * year * hours


def least_salary(floor: Form, hours: Form, year: Form, per: Form) -> Form:
    """Pence a year of the lowest salary that pays a floor in pence an hour: up to the next penny.

    >>> least_salary(1_271, 370_000, 52_143, 1_000)
    2452129
    """
    below = per * UNIT
    return (floor * year * hours + below - 1) // below


def salary_of_hours(hourly: Form, hours: Form, year: Form, per: Form, multiple: Form = 1) -> Form:
    """Pence a year that pence an hour come to, to the nearest multiple in pence, half up.

    >>> salary_of_hours(1_000, 370_000, 365, 7, 100)
    1929300
    """
    return half_up(hourly * year * hours, per * UNIT * multiple) * multiple


def lifted(salary: Form, least: Form) -> Form:
    """Pence a year of a salary that is brought up to the least one, and no further.

    >>> lifted(2_441_300, 2_452_129), lifted(2_479_600, 2_452_129)
    (2452129, 2479600)
    """
    return larger(salary, least)


def rise_that_keeps_gaps(lowest: Form, least: Form) -> Form:
    """Pence a year by which all salaries of a spine rise, so that each keeps its gap to the lowest that is lifted.

    It is what the lowest salary lacks of the least one; nothing where that lacks nothing.

    >>> rise_that_keeps_gaps(2_441_300, 2_452_129), rise_that_keeps_gaps(2_479_600, 2_452_129)
    (10829, 0)
    """
    return larger(least - lowest, 0)


# --- worksheet functions -------------------------------------------------------------------------------------------


def _divisor(full_time_hours: int | None, divisor: str, on_date: date | None) -> tuple[int, WorkingTime]:
    """The hours of full time, in `UNIT`, and the policy whose weeks a year has."""
    policy = library.working_time(divisor, on_date)
    hours = int(policy.full_time_hours * UNIT) if full_time_hours is None else full_time_hours
    if not 0 < hours <= MOST_HOURS * UNIT:
        raise WrongInput(f"the full-time hours are {hours / UNIT:g}: give the hours of a full-time week, such as 37")
    return hours, policy


@worksheet_function(
    "HOURLYPAY",
    Value(HOURLY),
    annual_salary=(SALARY, "Full-time basic salary, £ a year, less what is given up by salary sacrifice"),
    full_time_hours=(QUANTITY, "Hours of a full-time week; without them, those of the divisor"),
    divisor=(TEXT, "A policy of working time in the library: Green Book is 52.143 weeks, Kent Scheme 365/7"),
    on_date=(DAY, "The date for the divisor; without one, its newest"),
)
def hourly_pay(
    annual_salary: int, full_time_hours: int | None = None, divisor: str = DIVISOR, on_date: date | None = None
) -> int:
    """Pay of an hour of a full-time salary, £, cut after six decimals.

    The salary divided by the weeks of the year and the hours of a full-time week, not rounded to pence: it is cut, so
    that pay below a floor by a part of a penny is never shown as the floor. Hold it against a floor whose salary was
    worked out with the same divisor: £10.00 an hour made into a year with 365/7 weeks, £19,292.86, comes back as
    9.99997 with 52.143. Allowances and premium parts do not count for the minimum wage; salary sacrifice lowers it.

    Raises UnknownName for a divisor that the library lacks.

    Source: NJC pay circulars (annual / 52.143 / 37): £17,711 is £9.1801 an hour.

    >>> import payband
    >>> payband.hourly_pay(17711), payband.hourly_pay("19292.86")
    (Decimal('9.180056'), Decimal('9.999974'))
    """
    hours, policy = _divisor(full_time_hours, divisor, on_date)
    return int(hourly_pay_of(annual_salary, hours, policy.year_weeks.numerator, policy.year_weeks.denominator))


@hourly_pay.explained
def _steps(annual_salary: int, full_time_hours: int | None, divisor: str, on_date: date | None) -> list[Step]:
    hours, policy = _divisor(full_time_hours, divisor, on_date)
    shown = (Decimal(hours) / UNIT).normalize()
    return [
        Step("annual salary", pounds(annual_salary), "full-time basic pay"),
        Step("weeks of the year", policy.year_weeks_text, f"by {policy.name}"),
        Step("hours of the week", f"{shown:f}", "of full time"),
        Step("hourly pay", f"{pounds_text(annual_salary)} / {policy.year_weeks_text} / {shown:f}", "cut, not rounded"),
    ]


@worksheet_function(
    "WAGEFLOOR",
    Value(MONEY),
    on_date=(DAY, "The day for which it is wanted"),
    floor=(choice(*FLOORS), "statutory, apprentice, Real Living Wage or Real Living Wage London"),
    age=(WHOLE, "The age in full years; without one, the rate of adults (the National Living Wage)"),
)
def wage_floor(on_date: date, floor: str = STATUTORY, age: int | None = None) -> int:
    """The lowest pay of an hour, £, by date and age.

    The statutory floor is the National Living Wage, or below its age the National Minimum Wage; before April 2016 the
    National Minimum Wage alone. The Real Living Wage is voluntary, for people of 18 and over, and is set by the day it
    is announced: employers have about six months to pay it.

    Raises UnknownFigure for a day that the figures do not reach, naming the file to extend: no rate is carried past its
    last day. Raises WrongInput for an age outside 16 to 100.

    Source: National Minimum Wage Regulations, as GOV.UK's own calculators hold the rates; Living Wage Foundation.

    >>> import payband
    >>> payband.wage_floor("01/04/2026"), payband.wage_floor("01/12/2025", age=19)
    (Decimal('12.71'), Decimal('10.00'))
    """
    if age is not None and not LEAST_AGE <= age <= MOST_AGE:
        raise WrongInput(f"the age is {age}: give one from {LEAST_AGE} to {MOST_AGE}, in full years")
    return int(library.wage_floor(floor, on_date, age).values["pence"])
