"""Shares: pay for the time worked, the part others pay, one amount as a share of another, an amount among several."""

from collections.abc import Sequence

from payband.forms import Form
from payband.units import half_up

__all__ = ["paid_by_others", "pay_for_time", "share_of", "shared_among"]


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


def shared_among(total: int, parts: Sequence[int]) -> list[int]:
    """Pence shared by parts: the whole pence of each share, then a penny more to those that were cut by the most.

    Of shares cut by the same, those that are first. The shares add up to what was shared; nothing is shared where
    there are not parts. An amount below zero is shared as the same amount above it, so that a saving and a cost of as
    much fall alike.

    >>> shared_among(100, [1, 1, 1]), shared_among(7_455, [50_000, 40_000])
    ([34, 33, 33], [4142, 3313])
    >>> shared_among(-100, [1, 1, 1])
    [-34, -33, -33]
    """
    whole = sum(parts)
    if not whole:
        return [0] * len(parts)
    if total < 0:
        return [-share for share in shared_among(-total, parts)]
    shares = [total * part // whole for part in parts]
    cut = [total * part % whole for part in parts]
    most_cut = sorted(range(len(parts)), key=lambda place: (-cut[place], place))
    for place in most_cut[: total - sum(shares)]:
        shares[place] += 1
    return shares
