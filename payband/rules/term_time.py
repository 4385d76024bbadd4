"""Posts for fewer weeks than the year has, as in school terms: what share of full time they are paid for."""

from fractions import Fraction

__all__ = ["YEAR_WEEKS", "annualised_share", "paid_weeks", "term_time_share"]

YEAR_WEEKS = Fraction(365, 7)
"""The weeks of a year of 365 days; documents print 52.143."""


def paid_weeks(weeks: Fraction, leave_days: Fraction) -> Fraction:
    """The weeks a year that are paid for some weeks of work: leave in the ratio to work that an all-year post has.

    `leave_days` are the days of leave and bank holidays a year of a full-time post, five to a week. Source: NJC Green
    Book Part 4.12, which asks for that ratio; Lancashire County Council prints 43.89 weeks for 38 and 35 days.

    >>> round(float(paid_weeks(Fraction(38), Fraction(35))), 2)
    43.89
    """
    leave = leave_days / 5
    return weeks * YEAR_WEEKS / (YEAR_WEEKS - leave)


def term_time_share(of_hours: Fraction, weeks: Fraction, leave_days: Fraction | None) -> Fraction:
    """The share of full time that is paid, from the share of full-time hours and the weeks a year.

    The weeks are weeks worked where `leave_days` is given, else weeks paid with leave among them. At most 1.

    >>> round(float(term_time_share(Fraction(1), Fraction(39), Fraction(35))), 6)
    0.863924
    """
    paid = weeks if leave_days is None else paid_weeks(weeks, leave_days)
    return min(of_hours * paid / YEAR_WEEKS, Fraction(1))


def annualised_share(hours: Fraction, full_time_hours: Fraction) -> Fraction:
    """The share of full time that hours a year are of those of a full-time post, both with leave or both without.

    At most 1.

    >>> annualised_share(Fraction(1200), Fraction(1924))
    Fraction(300, 481)
    """
    return min(hours / full_time_hours, Fraction(1))
