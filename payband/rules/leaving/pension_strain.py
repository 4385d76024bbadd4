"""Pension strain: what a fund asks of an employer for a pension that is paid early without reduction."""

from fractions import Fraction

from payband.units import half_up

__all__ = ["strain_on"]


def strain_on(amount: int, factor: Fraction, years: Fraction = Fraction(1)) -> int:
    """Pence of strain: a factor of the fund's own table times what that is of, to the penny.

    It is of a pension a year, or of a salary for each of some years of membership.

    >>> strain_on(1_000_000, Fraction("4.215")), strain_on(4_000_000, Fraction("0.0351"), Fraction("20.5"))
    (4215000, 2878200)
    """
    whole = amount * factor * years
    return int(half_up(whole.numerator, whole.denominator))
