"""What a proposed structure saves."""

from payband.forms import Form

__all__ = ["saving_of"]


def saving_of(cost_now: Form, cost_proposed: Form) -> Form:
    """What is saved, in pence: the cost of the structure now less that of the proposed one; below 0 it costs more.

    The two costs are of the same days and in the same prices, before protection.

    >>> saving_of(50_000_00, 42_500_00)
    750000
    """
    return cost_now - cost_proposed
