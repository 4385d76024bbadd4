"""A share as a paper prints it: rounded once, to as many decimals of a percent."""

from payband.forms import Form
from payband.units import half_up

__all__ = ["share_as_printed"]


def share_as_printed(part: Form, whole: Form, decimals: int) -> Form:
    """A part of a whole in basis points, rounded half upwards to a number of decimals of a percent, 0 to 2.

    >>> share_as_printed(134_790, 279_923, 1), share_as_printed(134_790, 279_923, 2), share_as_printed(7, 20, 0)
    (4820, 4815, 3500)
    """
    unit = 10 ** (2 - decimals)
    return half_up(part * 10_000, whole * unit) * unit
