"""Slotting a whole column of salaries at once: the same answers as `slot_to` for each of them, row by row."""

from collections.abc import Sequence
from sys import modules
from typing import NamedTuple

from payband.errors import WrongInput
from payband.forms import Form
from payband.library import PointSalary
from payband.rules.slotting import ABOVE, BELOW, Slot, known_points, outcome_of

__all__ = ["SlotColumn", "slot_column", "slots_column", "slots_of"]


class SlotColumn(NamedTuple):
    """Where a NumPy column of salaries is slotted: a `Slot` for each, as columns.

    `place` is the index of the point in the range (-1 in a range without points), `salary` and `change` are pence,
    `note` is -1 below the bottom and 1 above the top. Where `answered` is False the other columns mean nothing:
    `slot_to` says of that salary by itself why there is no answer.
    """

    place: Form
    salary: Form
    change: Form
    note: Form
    estimated: Form
    answered: Form


def slots_column(
    salaries: Form,
    points: Sequence[PointSalary],
    bottom: int | None,
    top: int | None,
    rule: str,
    tie: str | None,
) -> SlotColumn:
    """A NumPy column of salaries slotted into a range, with points or without: `slot_to` for each, all at once.

    >>> import numpy
    >>> points = [PointSalary("6", 7_672_500), PointSalary("7", 7_967_500)]
    >>> slots_column(numpy.array([8_000_000, 7_000_000]), points, None, None, "nearest", None).salary.tolist()
    [7967500, 7672500]
    """
    if points:
        return _slots_on_points(salaries, points, rule, tie)
    np = modules["numpy"]  # whoever hands a column over has imported it
    if bottom is None or top is None:
        return _slots(salaries, -1, salaries, 0, False, False)
    if rule == "bottom":
        return _slots(salaries, -1, bottom, 0, False, True)
    note = (salaries > top) * 1 - (salaries < bottom)
    return _slots(salaries, -1, np.clip(salaries, bottom, top), note, False, True)


def _slots(salaries: Form, place: Form, pay: Form, note: Form, estimated: Form, answered: Form) -> SlotColumn:
    """The columns of a slotting; what is the same in every row is given once."""
    np = modules["numpy"]
    place, pay, note, estimated, answered = (
        np.broadcast_to(each, salaries.shape) for each in (place, pay, note, estimated, answered)
    )
    return SlotColumn(place, pay, pay - salaries, note, estimated, answered)


def _slots_on_points(salaries: Form, points: Sequence[PointSalary], rule: str, tie: str | None) -> SlotColumn:
    np = modules["numpy"]
    known, places = known_points(tuple(points))
    last = len(points) - 1
    bottom, top = points[0].pence, points[-1].pence
    if not known or (rule == "bottom" and bottom is None):
        return _slots(salaries, -1, salaries, 0, False, False)
    if rule == "bottom":
        return _slots(salaries, 0, bottom, 0, points[0].estimated, True)
    pays, at_place = np.array(known, dtype=np.int64), np.array(places, dtype=np.int64)
    is_estimated = np.array([each.estimated for each in points])
    # The last published point at or below each salary and the first above it.
    count = np.searchsorted(pays, salaries, side="right")
    below, above = np.maximum(count - 1, 0), np.minimum(count, len(known) - 1)
    lower, upper = at_place[below], at_place[above]
    exact = (count > 0) & (pays[below] == salaries)
    answered = exact | ((count > 0) & (count < len(known)) & (upper == lower + 1))
    down, up = salaries - pays[below], pays[above] - salaries
    if rule == "next above":
        upwards = ~exact
    elif rule == "next below":
        upwards = np.zeros(salaries.shape, dtype=bool)
    elif rule == "same point":
        upwards = np.zeros(salaries.shape, dtype=bool)
        answered = exact
    else:
        upwards = ~exact & ((up < down) | ((up == down) & (tie == "higher")))
        if tie is None:
            answered = answered & (exact | (up != down))
    place = np.where(upwards, upper, lower)
    estimated = is_estimated[lower] | (~exact & is_estimated[upper])
    # At the ends and beyond them the range decides alone, whatever the rule; the bottom before the top.
    note = np.zeros(salaries.shape, dtype=np.int64)
    if top is not None:
        at_end = salaries >= top
        place, note = np.where(at_end, last, place), note + (salaries > top)
        estimated, answered = np.where(at_end, is_estimated[last], estimated), answered | at_end
    if bottom is not None:
        at_end = salaries <= bottom
        place, note = np.where(at_end, 0, place), note - (salaries < bottom)
        estimated, answered = np.where(at_end, is_estimated[0], estimated), answered | at_end
    pay = np.array([0 if each.pence is None else each.pence for each in points], dtype=np.int64)[place]
    return _slots(salaries, place, pay, note, estimated, answered)


def slots_of(found: SlotColumn, points: Sequence[PointSalary]) -> list[Slot | None]:
    """The `Slot` of each row of a slotted column; None where there is no answer."""
    np = modules["numpy"]
    names = [each.point or None for each in points] or [None]
    words = [[outcome_of(sign, note) for sign in (-1, 0, 1)] for note in ("", ABOVE, BELOW)]  # -1 counts from the end
    columns = (*found, np.sign(found.change))
    return [
        Slot(names[place], pay, change, words[note][sign + 1], estimated) if answered else None
        for place, pay, change, note, estimated, answered, sign in zip(
            *(column.tolist() for column in columns), strict=True
        )
    ]


def slot_column(salaries: Form, points: Sequence[PointSalary], rule: str, tie: str | None, name: str) -> Form:
    """The salaries that a NumPy column of them is slotted to: the same as `slot_on_points` for each, all at once.

    Raises WrongInput where one of them could not be answered by itself, without saying which.
    """
    found = slots_column(salaries, points, None, None, rule, tie)
    if not found.answered.all():
        raise WrongInput(f"{name} cannot answer one of the salaries: ask for them one by one to see which and why")
    return found.salary
