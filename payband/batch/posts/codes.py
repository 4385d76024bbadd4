"""Columns of codes: what they stand for, several as one, and one row of each kind."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Column = NDArray[Any]

__all__ = ["alike", "combined", "distinct_of", "of_codes", "small"]

Value = TypeVar("Value")

_MOST_KINDS = 1_000_000  # beyond, looking for what is alike costs more than it saves


def of_codes(values: Sequence[Any], codes: "Column") -> "Column":
    """The value that each code stands for."""
    return np.array(values)[codes.astype(np.intp, copy=False)]  # with shorter codes NumPy takes thrice the time


def combined(one: "Column", ones: int, other: "Column", others: int) -> tuple["Column", list[tuple[int, int]]]:
    """Two columns of codes as one: the number of each row's pair among those there are, and the pairs.

    >>> numbers, pairs = combined(np.array([0, 1, 1]), 2, np.array([5, 5, 5]), 6)
    >>> numbers.tolist(), pairs
    ([0, 1, 1], [(0, 5), (1, 5)])
    """
    numbers, present = _numbered(one, ones, other, others)
    return numbers, [divmod(key, others) for key in present.tolist()]


def _numbered(one: "Column", ones: int, other: "Column", others: int) -> tuple["Column", "Column"]:
    """The number of each row's pair among those there are, and the keys of those."""
    keys = one * np.int64(others) + other
    if ones * others > _MOST_KINDS:
        present, numbers = np.unique(keys, return_inverse=True)
        return numbers, present
    is_there = np.zeros(ones * others, dtype=bool)
    is_there[keys] = True
    present = np.flatnonzero(is_there)
    places = np.empty(ones * others, dtype=np.int64)
    places[present] = np.arange(len(present))
    return places[keys], present


def alike(columns: Sequence[tuple["Column", int]]) -> tuple["Column", "Column"]:
    """One row of each kind, and the kind of each row: rows are of a kind where all their codes are the same.

    Each column comes with how many codes it can have.

    >>> rows, kinds = alike([(np.array([0, 1, 0, 1]), 2), (np.array([0, 0, 0, 1]), 2)])
    >>> kinds.tolist(), len(rows)
    ([0, 1, 0, 2], 3)
    """
    (kinds, count), *others = columns
    for codes, size in others:
        if size > 1:
            kinds, present = _numbered(kinds, count, codes, size)
            count = len(present)
    rows = np.zeros(count, dtype=np.int64)
    rows[kinds] = np.arange(len(kinds))
    return rows, kinds


def small(codes: "Column", kinds: int) -> "Column":
    """Codes in the fewest bits: sixteen are grouped by counting and not by comparing."""
    return codes.astype(np.int16 if kinds < 2**15 else np.int64)


def distinct_of(values: Sequence[Value], codes: "Column") -> tuple[list[Value], "Column"]:
    """The distinct ones among the values that codes stand for, and a column of codes for those."""
    places = {value: place for place, value in enumerate(dict.fromkeys(values))}
    return list(places), small(of_codes([places[value] for value in values], codes), len(places))
