"""Statutory redundancy pay, by age and full years of service."""

from datetime import date

from payband import library
from payband.errors import WrongInput
from payband.forms import Form, choose, larger, smaller
from payband.kinds import DAY, MONEY, SALARY, WHOLE
from payband.registry import Step, Value, worksheet_function
from payband.units import half_up, pounds, pounds_text

__all__ = ["check_service", "half_weeks", "redundancy", "redundancy_on", "week_limit"]

# Employment Rights Act 1996, s 162, and s 155 for the two years: half a week's pay for a year below 22, a week's from
# 22, a week and a half's from 41; at most 20 years, the last ones.
LEAST_YEARS, MOST_YEARS = 2, 20
MIDDLE_FROM, OLDER_FROM = 22, 41
LEAST_AGE, MOST_AGE = 16, 100


def half_weeks(age: Form, years: Form) -> Form:
    """Half weeks' pay that statutory redundancy comes to: 3, 2 or 1 for each year, by the age in it.

    Years are full years of service, counted back from the age on leaving. Nothing under two years.

    >>> half_weeks(45, 14), half_weeks(63, 35), half_weeks(30, 1)
    (32, 60, 0)
    """
    counted = smaller(years, MOST_YEARS)
    older = smaller(counted, larger(age - OLDER_FROM, 0))
    middle = smaller(counted - older, larger(smaller(age, OLDER_FROM) - MIDDLE_FROM, 0))
    younger = counted - older - middle
    return choose(years >= LEAST_YEARS, older * 3 + middle * 2 + younger, 0)


def redundancy_on(age: Form, years: Form, week: Form, limit: Form) -> Form:
    """Pence of statutory redundancy pay on a week's pay, which counts up to a limit.

    >>> redundancy_on(45, 14, 50_000, 53_800)
    800000
    """
    return half_up(half_weeks(age, years) * smaller(week, limit), 2)


def week_limit(leaves_on: date) -> int:
    """The most that a week's pay counts for, in pence, on the day of leaving."""
    row = library.in_force("redundancy/limits.csv", "week_pay", leaves_on, "the limit of a week's pay")
    limit = int(row.values["value"]) * 100
    library.note_used(row, "limit of a week's pay", pounds_text(limit))
    return limit


def check_service(age: int, years: int) -> None:
    """Raises WrongInput for an age, or full years of service at it, that are not possible."""
    if not LEAST_AGE <= age <= MOST_AGE:
        raise WrongInput(f"the age is {age}: give one from {LEAST_AGE} to {MOST_AGE}, in full years on leaving")
    if not 0 <= years <= age - LEAST_AGE + 1:
        raise WrongInput(f"{years} years of service at age {age} is not possible: check both")


@worksheet_function(
    "REDUNDANCY",
    Value(MONEY),
    age=(WHOLE, "Age in full years on leaving"),
    years=(WHOLE, "Full years of service"),
    week_pay=(SALARY, "A week's pay, £"),
    leaves_on=(DAY, "The day of leaving"),
)
def redundancy(age: int, years: int, week_pay: int, leaves_on: date) -> int:
    """Statutory redundancy pay, £.

    Half a week's pay for each full year below age 22, a week's from 22 to 40, a week and a half's from 41; the last 20
    years count, and a week's pay up to the limit of the day of leaving. Nothing with less than two years' service.
    Rounded to the penny, half a penny up.

    Raises WrongInput for an age or service that is not possible, UnknownFigure for a day before 1 October 2009 or after
    the limits that payband holds.

    Source: GOV.UK statutory redundancy calculator, 1 March 2021 (age 45, 14 years, £500 a week: £8,000).

    >>> import payband
    >>> payband.redundancy(45, 14, 500, "01/03/2021")
    Decimal('8000.00')
    """
    check_service(age, years)
    return int(redundancy_on(age, years, week_pay, week_limit(leaves_on)))


@redundancy.explained
def _steps(age: int, years: int, week_pay: int, leaves_on: date) -> list[Step]:
    check_service(age, years)
    limit = week_limit(leaves_on)
    weeks = half_weeks(age, years) / 2
    return [
        Step("years that count", min(years, MOST_YEARS), f"of {years} full years"),
        Step("weeks' pay", weeks, "half a week below 22, one from 22, one and a half from 41"),
        Step("a week's pay", pounds(min(week_pay, limit)), f"up to {pounds_text(limit)}"),
    ]
