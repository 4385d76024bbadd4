"""The rate that a stated cost implies."""

from collections.abc import Callable

__all__ = ["rate_that_costs"]


def rate_that_costs(target: int, cost_at: Callable[[int], int], most: int = 10_000) -> int | None:
    """The rate in basis points, 0 to `most`, at which a cost comes nearest to a target; None where none reaches it.

    `cost_at` must never fall as the rate rises.

    >>> rate_that_costs(11_950, lambda rate: 10_000 + rate)
    1950
    """
    if not cost_at(0) <= target <= cost_at(most):
        return None
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        if cost_at(middle) < target:
            low = middle + 1
        else:
            high = middle
    if low and target - cost_at(low - 1) < cost_at(low) - target:
        return low - 1
    return low
