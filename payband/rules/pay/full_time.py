"""The full-time salary that pay for part of full time stands for."""

from payband.forms import Form
from payband.units import half_up

__all__ = ["full_time_salary"]


def full_time_salary(pay: Form, parts: Form, of_parts: Form) -> Form:
    """Pence a year of the full-time post, from the pay for a share of full time given as parts of a whole; half up.

    It is not exact: the pay was rounded to the penny when it was worked out, so the answer can be a few pence off the
    salary that it came from (one part of full time divides the rounding). Say so beside it.

    >>> full_time_salary(1_915_860, 3, 5), full_time_salary(2_643_081, 30, 37)
    (3193100, 3259800)
    """
    return half_up(pay * of_parts, parts)
