"""A column of cells worked through value by distinct value: people share most of what they have."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from payband.review.inputs.raw.raw_tables import BadCell

__all__ = ["of_distinct"]

Answer = TypeVar("Answer")

_NUMBERS = {bool, int, float, Decimal}
_HASHED = {type(None), str, date, BadCell, *_NUMBERS}


def of_distinct(values: Sequence[Any], answers: Callable[[list[Any]], list[Answer]]) -> list[Answer]:
    """What is answered to each value of a column; `answers` is asked once about the distinct ones.

    A value is told from others of its kind alone: 1 and 1.0 and TRUE are equal, and not the same.

    >>> of_distinct(["a", "b", "a", 1, True], lambda asked: [f"{each}!" for each in asked])
    ['a!', 'b!', 'a!', '1!', 'True!']
    """
    kinds = set(map(type, values))
    if kinds == {type(None)}:  # an optional column that nobody has filled in
        return answers([None]) * len(values)
    if not kinds <= _HASHED:  # what may have no hash, a list for instance
        return answers(list(values))
    if len(kinds & _NUMBERS) > 1:
        keys = list(zip(map(type, values), values, strict=True))
        pairs = list(set(keys))
        known: dict[Any, Answer] = dict(zip(pairs, answers([value for _, value in pairs]), strict=True))
        return list(map(known.__getitem__, keys))
    distinct = list(set(values))
    known = dict(zip(distinct, answers(distinct), strict=True))
    return list(map(known.__getitem__, values))
