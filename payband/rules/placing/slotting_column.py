"""Slotting a whole column of salaries at once: the same answers as `slot_to` for each of them, row by row."""

from collections.abc import Sequence
from functools import cached_property, lru_cache
from sys import modules
from typing import Any

from payband.errors import WrongInput
from payband.forms import Form
from payband.library import PointSalary
from payband.rules.placing.slotting_steps import NO_POINT_SAID, NUMBER_OF, Slotting, known_pence, tie_number
from payband.sheets.search import NO_ROWS, ColumnRuns
from payband.sheets.sheet import Each
from payband.sheets.unknown import Maybe, Reasons, Unknown
from payband.sheets.worked import Worked

__all__ = ["SlotColumn", "slot_column", "slots_column"]

_REASONS = Reasons()


class SlotColumn:
    """Where a NumPy column of salaries is slotted: a `Slot` for each, as columns, worked out as they are asked for."""

    def __init__(self, salaries: Form, found: Each, has_points: bool) -> None:
        self._salaries = salaries
        self._found = found
        self._has_points = has_points

    @cached_property
    def place(self) -> Form:
        """The index of the point in the range; -1 in a range without points."""
        return self._whole(_known(self._found.place) - 1 if self._has_points else -1)

    @cached_property
    def salary(self) -> Form:
        """Pence a year."""
        return self._whole(_known(self._found.salary_new))

    @cached_property
    def change(self) -> Form:
        """Pence a year."""
        return self._whole(_known(self._found.change))

    @cached_property
    def outcome(self) -> Form:
        """The place of the outcome in `OUTCOMES`."""
        return self._whole(_known(self._found.outcome))

    @cached_property
    def estimated(self) -> Form:
        """Whether it rests on an estimated point."""
        return self._whole(_known(self._found.estimated) > 0)

    @cached_property
    def answered(self) -> Form:
        """Whether there is an answer. Where there is none the other columns mean nothing: `slot_to` says why."""
        pay = self._found.salary_new
        return self._whole(pay.why == 0 if isinstance(pay, Maybe) else True)

    def _whole(self, column: Form) -> Form:
        """A column of as many rows as there are salaries; what is the same in every row is one figure."""
        if getattr(column, "shape", ()) == self._salaries.shape:
            return column
        return modules["numpy"].broadcast_to(column, self._salaries.shape)


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
    points = tuple(points)
    given: dict[str, Any] = {
        "points": _run_of(points),
        "salary": salaries,
        "bottom": _one(known_pence(points[0].pence if points else bottom)),
        "top": _one(known_pence(points[-1].pence if points else top)),
        "has_points": int(bool(points)),
        "rule": NUMBER_OF[rule],
        "tie": _one(tie_number(tie)),
        "no_point": _one(NO_POINT_SAID),
    }
    if not any(each.estimated for each in points):
        given["estimated"] = 0  # nobody's salary rests on an estimated point
    return SlotColumn(salaries, Worked(Slotting, **given), bool(points))


def _known(column: Form) -> Form:
    """A column's figures, whatever stands where one is not known."""
    return column.values if isinstance(column, Maybe) else column


def _one(value: Form) -> Form:
    """A figure that is one for all rows."""
    np = modules["numpy"]  # whoever hands a column over has imported it
    return Maybe(np.int64(0), np.int64(_REASONS.place(value.why))) if isinstance(value, Unknown) else value


@lru_cache(maxsize=256)
def _run_of(points: tuple[PointSalary, ...]) -> ColumnRuns:
    columns: dict[str, Any] = {
        "salary": Maybe.of([known_pence(each.pence) for each in points], _REASONS),
        "estimated": modules["numpy"].array([int(each.estimated) for each in points], dtype="int64"),
    }
    return ColumnRuns(columns.__getitem__, 0, len(points), _REASONS.place(NO_ROWS))


def slot_column(salaries: Form, points: Sequence[PointSalary], rule: str, tie: str | None, name: str) -> Form:
    """The salaries that a NumPy column of them is slotted to: the same as `slot_on_points` for each, all at once.

    Raises WrongInput where one of them could not be answered by itself, without saying which.
    """
    found = slots_column(salaries, points, None, None, rule, tie)
    if not found.answered.all():
        raise WrongInput(f"{name} cannot answer one of the salaries: ask for them one by one to see which and why")
    return found.salary
