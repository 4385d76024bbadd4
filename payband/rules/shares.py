"""Shares: pay for the time worked, the part of a cost that others pay, and one amount as a share of another."""

from payband.forms import Form
from payband.units import half_up

__all__ = ["paid_by_others", "pay_for_time", "share_of"]


def pay_for_time(full_time: Form, parts: Form, of_parts: Form) -> Form:
    """Pence of a full-time salary for a share of full time, given as parts of a whole: 30 of 37, 1 of 2.

    >>> pay_for_time(3_700_000, 30, 37)
    3000000
    """
    return half_up(full_time * parts, of_parts)


def paid_by_others(cost: Form, parts: Form, of_parts: Form, months: Form) -> Form:
    """Pence of a yearly cost that somebody else pays: a share of it, for some months of the year.

    >>> paid_by_others(46_938_777, 1, 6, 12)
    7823130
    """
    return half_up(cost * parts * months, of_parts * 12)


def share_of(part: Form, whole: Form) -> Form:
    """An amount as a share of another, in ten-thousandths; half of one upwards.

    >>> share_of(-1_200_000, 13_948_500)
    -860
    """
    return half_up(part * 10_000, whole)
