"""The pay multiple: highest pay over median pay."""

from payband.forms import Form
from payband.kinds import HUNDREDTHS, SALARY
from payband.registry import Value, worksheet_function
from payband.units import half_up

__all__ = ["MULTIPLES_OF", "pay_multiple", "pay_multiple_of"]

MULTIPLES_OF = ("median", "lowest")
"""What the highest pay is held against: the median pay of the workforce, or the lowest."""


def pay_multiple_of(highest: Form, other: Form) -> Form:
    """Highest pay over the median or the lowest, in hundredths, half upwards.

    >>> pay_multiple_of(18_104_800, 3_207_600)
    564
    """
    return half_up(highest * 100, other)


@worksheet_function(
    "PAYMULTIPLE",
    Value(HUNDREDTHS, ("highest",)),
    highest=(SALARY, "The highest taxable earnings, £ a year"),
    median=(SALARY, "The median earnings of the workforce, £ a year"),
)
def pay_multiple(highest: Form, median: Form) -> Form:
    """The pay multiple: highest earnings over median earnings, to two decimals, half upwards.

    Both are £ a year on the same basis, without pension benefits.

    Source: Local Government Transparency Code 2015; North Northamptonshire pay policy, 31 March 2024 (5.64).

    >>> import payband
    >>> payband.pay_multiple(181048, 32076)
    Decimal('5.64')
    """
    return pay_multiple_of(highest, median)
