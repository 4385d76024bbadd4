"""Finding the figure at which a cost or a saving comes to what is wanted: exact searches over whole numbers."""

from collections.abc import Callable
from functools import cache

from payband.errors import WrongInput

__all__ = ["greatest_that", "rate_that_costs"]


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


def greatest_that(holds: Callable[[int], bool], least: int, most: int) -> int | None:
    """The greatest whole number, from `least` to `most`, for which something holds; None where it never does.

    It must hold up to the answer and not above it. Raises WrongInput where it does not so next to the answer.

    >>> greatest_that(lambda number: number * number <= 50, 0, 100)
    7
    """
    holds = cache(holds)
    if not holds(least):
        return None
    low, high = least, most
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    above = [number for number in (low + 1, low + 2) if number <= most and holds(number)]
    if above or not holds(max(low - 1, least)):
        raise WrongInput(f"there is no one answer: what is asked for does not rise or fall steadily at {low}")
    return low
