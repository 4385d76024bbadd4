"""Redundancy pay of a body's own scheme: the statutory weeks at the actual week's pay, times a multiplier."""

from datetime import date
from decimal import Decimal

from payband.errors import WrongInput
from payband.forms import Form, larger
from payband.kinds import DAY, MONEY, QUANTITY, SALARY, WHOLE, YESNO
from payband.registry import Row, Step, worksheet_function
from payband.rules.leaving.redundancy import check_service, half_weeks, redundancy_on, week_limit
from payband.rules.pay.term_time import UNIT
from payband.units import half_up, pounds, pounds_text

__all__ = ["MOST_TIMES", "scheme_redundancy", "scheme_redundancy_on"]

MOST_TIMES = 10
"""A multiplier beyond this is a typing error."""


def scheme_redundancy_on(age: Form, years: Form, week: Form, times: Form, statutory: Form) -> Form:
    """Pence of a scheme's redundancy pay on the week's pay that it counts, never below the statutory.

    `times` is the multiplier in ten-thousandths.

    >>> scheme_redundancy_on(45, 14, 60_000, 15_000, 800_000)
    1440000
    """
    return larger(half_up(half_weeks(age, years) * week * times, 2 * UNIT), statutory)


def _times(age: int, years: int, multiplier: int | None) -> int:
    """The multiplier, where everything that was given is possible."""
    check_service(age, years)
    if multiplier is None:
        return UNIT
    if not 0 < multiplier <= MOST_TIMES * UNIT:
        raise WrongInput(
            f"the multiplier is {multiplier / UNIT:g}: give one above 0 and at most {MOST_TIMES}, such as 1.5"
        )
    return multiplier


@worksheet_function(
    "SCHEMEREDUNDANCY",
    Row((("statutory", MONEY), ("scheme", MONEY), ("above", MONEY))),
    age=(WHOLE, "Age in full years on leaving"),
    years=(WHOLE, "Full years of service"),
    week_pay=(SALARY, "The actual week's pay, £"),
    leaves_on=(DAY, "The day of leaving"),
    multiplier=(QUANTITY, "How many times the statutory weeks the scheme pays, such as 1.5; without it, once"),
    capped=(YESNO, "yes where the scheme too counts a week's pay up to the statutory limit"),
)
def scheme_redundancy(
    age: int, years: int, week_pay: int, leaves_on: date, multiplier: int | None = None, capped: bool = False
) -> tuple[int, int, int]:
    """Redundancy pay of a body's own scheme as well as the statutory, £: actual week's pay and a multiplier.

    Three cells: statutory redundancy pay, that of the scheme, and what the scheme pays above. The scheme takes the
    statutory number of weeks (by age, 20 years at most) at the actual week's pay, or capped at the limit, times the
    multiplier, and never less than the statutory. What is paid above under a scheme that gives it as of right is not a
    special severance payment; what is added at discretion is. Rounded to the penny, half a penny up.

    Raises WrongInput for an age, service or multiplier that is not possible, UnknownFigure for a day past the limits.

    Source: Employment Rights Act 1996, section 162, for the weeks; the week's pay and the multiplier are the body's own
    scheme. Statutory guidance on special severance payments, 12 May 2022, for what is above entitlement.

    >>> import payband
    >>> print(payband.scheme_redundancy(45, 14, 800, "30/09/2026", 1.5))
    statutory     scheme     above
    ---------  ---------  --------
    12,016.00  19,200.00  7,184.00
    """
    times = _times(age, years, multiplier)
    limit = week_limit(leaves_on)
    statutory = int(redundancy_on(age, years, week_pay, limit))
    week = min(week_pay, limit) if capped else week_pay
    scheme = int(scheme_redundancy_on(age, years, week, times, statutory))
    return statutory, scheme, scheme - statutory


@scheme_redundancy.explained
def _steps(age: int, years: int, week_pay: int, leaves_on: date, multiplier: int | None, capped: bool) -> list[Step]:
    times = (Decimal(_times(age, years, multiplier)) / UNIT).normalize()
    limit = week_limit(leaves_on)
    return [
        Step("weeks' pay", half_weeks(age, years) / 2, "half a week below 22, one from 22, one and a half from 41"),
        Step("a week's pay, statutory", pounds(min(week_pay, limit)), f"up to {pounds_text(limit)}"),
        Step(
            "a week's pay, scheme",
            pounds(min(week_pay, limit) if capped else week_pay),
            "capped" if capped else "actual",
        ),
        Step("multiplier", f"{times:f}", "of the scheme"),
    ]
