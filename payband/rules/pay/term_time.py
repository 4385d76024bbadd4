"""Posts for fewer weeks than the year has, as in school terms: what share of full time they are paid for."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from payband import library
from payband.errors import WrongInput
from payband.forms import Form, smaller
from payband.kinds import DAY, FTE, QUANTITY, TEXT
from payband.library import AMONG_THE_WEEKS, NOT_SAID, WorkingTime
from payband.registry import Step, Value, worksheet_function
from payband.units import half_up

__all__ = [
    "FTE_UNIT",
    "METHOD",
    "MOST_WEEKS",
    "UNIT",
    "YEAR_WEEKS",
    "annualised_share",
    "fte_of_weeks",
    "over_the_year",
    "paid_weeks",
    "paid_weeks_rounded",
    "term_time_fte",
    "term_time_share",
    "weeks_of_year",
]

YEAR_WEEKS = Fraction(365, 7)
"""The weeks of a year of 365 days; documents print 52.143."""

MOST_WEEKS = Fraction("52.143")
"""The most weeks a year that a post can have, as documents print them."""

METHOD = "Green Book Part 4.12"

UNIT = 10_000
"""How many parts hours, weeks and days are counted in, so that four decimals are whole numbers."""

FTE_UNIT = 10_000_000
"""How many parts an FTE is counted in: seven decimals, which a cell and a review hold."""

DAYS_A_WEEK = 5
_SLACK = 10  # a thousandth of a week: who writes 52.143 means the 365/7 weeks of the year


# --- the rule ------------------------------------------------------------------------------------------------------


class Ratio(NamedTuple):
    """A quotient that nobody has rounded yet."""

    above: Form
    below: Form


def weeks_of_year(weeks: Form, leave_days: Form, year: Form, per: Form, unit: Form = 1) -> Ratio:
    """The share of a year that weeks are paid for: leave is in the ratio to work that an all-year post has.

    `leave_days` are those of a full-time, all-year post, five to a week; 0 where the weeks have their leave among them.
    The year has `year` / `per` weeks. Weeks and days are counted in parts, `unit` to one.

    >>> Fraction(*weeks_of_year(39, 35, 365, 7)) == Fraction(39) / (Fraction(365, 7) - 7)
    True
    """
    return Ratio(weeks * (DAYS_A_WEEK * per), DAYS_A_WEEK * unit * year - leave_days * per)


def paid_weeks_rounded(weeks: Form, leave_days: Form, year: Form, per: Form, scale: Form) -> Form:
    """The paid weeks of weeks worked, in parts of a week (100 for two decimals), half up; weeks and days in `UNIT`.

    >>> paid_weeks_rounded(380_000, 350_000, 52_143, 1_000, 100)
    4389
    """
    share = weeks_of_year(weeks, leave_days, year, per, UNIT)
    return half_up(share.above * year * scale, share.below * per)


def fte_of_weeks(hours: Form, full_time_hours: Form, share: Ratio) -> Form:
    """Ten-millionths of full time, from hours of full-time hours and the share of the year; half up, at most one.

    >>> fte_of_weeks(36, 36, weeks_of_year(39, 35, 365, 7))
    8639241
    """
    return smaller(half_up(hours * share.above * FTE_UNIT, full_time_hours * share.below), FTE_UNIT)


def over_the_year(weeks: Form, leave_days: Form, year: Form, per: Form) -> Form:
    """Whether weeks, with the leave of a full-time post on top, are more than the year has; all in `UNIT`.

    >>> over_the_year(521_430, 0, 365, 7), over_the_year(521_440, 0, 365, 7), over_the_year(460_000, 350_000, 365, 7)
    (False, True, True)
    """
    days = DAYS_A_WEEK * (weeks - _SLACK) + leave_days
    return days * per > DAYS_A_WEEK * UNIT * year


def paid_weeks(weeks: Fraction, leave_days: Fraction) -> Fraction:
    """The weeks a year that are paid for some weeks of work: leave in the ratio to work that an all-year post has.

    `leave_days` are the days of leave and bank holidays a year of a full-time post, five to a week. Source: NJC Green
    Book Part 4.12, which asks for that ratio; Lancashire County Council prints 43.89 weeks for 38 and 35 days.

    >>> round(float(paid_weeks(Fraction(38), Fraction(35))), 2)
    43.89
    """
    return _share_of_year(weeks, leave_days) * YEAR_WEEKS


def _share_of_year(weeks: Fraction, leave_days: Fraction) -> Fraction:
    share = weeks_of_year(weeks, leave_days, YEAR_WEEKS.numerator, YEAR_WEEKS.denominator)
    return Fraction(share.above) / Fraction(share.below)


def term_time_share(of_hours: Fraction, weeks: Fraction, leave_days: Fraction | None) -> Fraction:
    """The share of full time that is paid, from the share of full-time hours and the weeks a year.

    The weeks are weeks worked where `leave_days` is given, else weeks paid with leave among them. At most 1.

    >>> round(float(term_time_share(Fraction(1), Fraction(39), Fraction(35))), 6)
    0.863924
    """
    return min(of_hours * _share_of_year(weeks, leave_days or Fraction(0)), Fraction(1))


def annualised_share(hours: Fraction, full_time_hours: Fraction) -> Fraction:
    """The share of full time that hours a year are of those of a full-time post, both with leave or both without.

    At most 1.

    >>> annualised_share(Fraction(1200), Fraction(1924))
    Fraction(300, 481)
    """
    return min(hours / full_time_hours, Fraction(1))


# --- worksheet function --------------------------------------------------------------------------------------------


def _shown(parts: int) -> str:
    return f"{(Decimal(parts) / UNIT).normalize():f}"


def _check(hours: int, full_time: int, weeks: int, leave_days: int | None, policy: WorkingTime) -> None:
    if not hours or not weeks:
        raise WrongInput(f"the {'weeks' if hours else 'hours'} are 0: give the hours a week and the weeks a year")
    if hours > full_time:
        raise WrongInput(f"{_shown(hours)} hours a week are more than the {_shown(full_time)} of full time: check both")
    if policy.leave == NOT_SAID:
        raise WrongInput(f"'{policy.name}' says nothing of posts for part of the year: name a method such as {METHOD}")
    if leave_days and policy.leave == AMONG_THE_WEEKS:
        raise WrongInput(
            f"the weeks of '{policy.name}' are weeks paid, with leave among them: leave the days of leave blank"
        )
    year, per = policy.year_weeks.numerator, policy.year_weeks.denominator
    if over_the_year(weeks, 0, year, per):
        raise WrongInput(
            f"{_shown(weeks)} weeks are more than a year has ({float(policy.year_weeks):.3f}): give weeks a year"
        )
    if leave_days and over_the_year(weeks, leave_days, year, per):
        raise WrongInput(
            f"{_shown(weeks)} weeks worked and {_shown(leave_days)} days of leave are more than a year has "
            f"({float(policy.year_weeks):.3f} weeks): give the weeks without leave, or weeks paid and no days of leave"
        )


class _Worked(NamedTuple):
    """What a call comes to: the FTE, and the weeks that are paid."""

    fte: int
    weeks: Fraction
    full_time: int
    policy: WorkingTime


def _work(
    hours: int, weeks: int, leave_days: int | None, method: str, full_time_hours: int | None, on_date: date | None
) -> _Worked:
    policy = library.working_time(method, on_date)
    full_time = int(policy.full_time_hours * UNIT) if full_time_hours is None else full_time_hours
    _check(hours, full_time, weeks, leave_days, policy)
    year, per = policy.year_weeks.numerator, policy.year_weeks.denominator
    if policy.paid_weeks_decimals is None or not leave_days:
        share = weeks_of_year(weeks, leave_days or 0, year, per, UNIT)
    else:
        scale = 10**policy.paid_weeks_decimals
        share = Ratio(paid_weeks_rounded(weeks, leave_days, year, per, scale) * per, year * scale)
    paid = Fraction(share.above, share.below) * policy.year_weeks
    return _Worked(fte_of_weeks(hours, full_time, share), paid, full_time, policy)


@worksheet_function(
    "TERMTIMEFTE",
    Value(FTE),
    hours=(QUANTITY, "Hours a week, in the weeks that are worked"),
    weeks=(QUANTITY, "Weeks a year: worked where days of leave are given, else paid with leave among them"),
    leave_days=(QUANTITY, "Days of leave and bank holidays a year of a full-time post, such as 35"),
    method=(TEXT, "A policy of working time in the library, such as Green Book Part 4.12 or Lancashire"),
    full_time_hours=(QUANTITY, "Full-time hours a week; without them, those of the method"),
    on_date=(DAY, "The date for the method; without one, its newest"),
)
def term_time_fte(
    hours: int,
    weeks: int,
    leave_days: int | None = None,
    method: str = METHOD,
    full_time_hours: int | None = None,
    on_date: date | None = None,
) -> int:
    """The FTE of a post for part of the year, such as term time: its hours and paid weeks of those of full time.

    Weeks worked earn leave in the ratio of an all-year post: W weeks are W x Y / (Y - L) paid weeks, with the year of Y
    weeks and L = days of leave / 5. Without days of leave the weeks are weeks paid. The method is a dated policy: the
    hours of full time, the weeks of the year (365/7, 52.143, 52.14) and whether weeks worked out are rounded first. At
    most 1; seven decimals, half up.

    Raises WrongInput for hours over full time, for weeks, or weeks and leave, over those of the year, and for days of
    leave where the method's weeks have leave among them; UnknownName for a method that the library lacks.

    Source: NJC Green Book Part 4.12 (March 2024); Lancashire County Council, understanding your pay.

    >>> import payband
    >>> payband.term_time_fte(37, 39, 35), payband.term_time_fte("22.5", 38, 35, "Lancashire")
    (Decimal('0.8639241'), Decimal('0.5118590'))
    """
    return _work(hours, weeks, leave_days, method, full_time_hours, on_date).fte


@term_time_fte.explained
def _steps(
    hours: int, weeks: int, leave_days: int | None, method: str, full_time_hours: int | None, on_date: date | None
) -> list[Step]:
    found = _work(hours, weeks, leave_days, method, full_time_hours, on_date)
    year = found.policy.year_weeks_text
    decimals = found.policy.paid_weeks_decimals
    if leave_days:
        how = f"{_shown(weeks)} weeks worked x {year} / ({year} - {_shown(leave_days)}/{DAYS_A_WEEK})"
        how += "" if decimals is None else f", to {decimals} decimals"
    else:
        how = "as given, with leave among them"
    return [
        Step("paid weeks", f"{float(found.weeks):.4f}", how),
        Step("of the year", f"{year} weeks", f"by {found.policy.name}"),
        Step("hours", f"{_shown(hours)} of {_shown(found.full_time)}", "of full-time hours a week"),
    ]
