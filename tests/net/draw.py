"""Draws for generated reviews that come out alike on every version of Python."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

__all__ = ["Draw"]

T = TypeVar("T")


class Draw:
    """Draws from a seed. Only `random.random` is used, whose numbers no version of Python changes."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def one(self, *options: T) -> T:
        """One of some things; what stands twice is twice as likely."""
        return options[int(self._random.random() * len(options))]

    def of(self, options: Sequence[T]) -> T:
        """One of a list."""
        return self.one(*options)

    def chance(self, share: float) -> bool:
        """True in a share of all draws."""
        return self._random.random() < share

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._random.random() * (high - low + 1))
