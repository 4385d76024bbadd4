"""One check of a review, and how it came out."""

from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Check", "passed"]


class Check(NamedTuple):
    """One check."""

    name: str
    expected: str
    found: str
    passed: bool | None
    """None where it cannot be told: what it would be held against is not known."""
    detail: str = ""


def passed(wrong: Sequence[object], untold: Sequence[object] = ()) -> bool | None:
    """Whether a check passed: not where something is wrong, and not where something cannot be told either.

    >>> passed([]), passed([], ["not known"]), passed(["wrong"], ["not known"])
    (True, None, False)
    """
    return False if wrong else None if untold else True
