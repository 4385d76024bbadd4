"""Which rows slotting has: everybody, and the salary of each who goes to a line among the points of its range."""

from collections.abc import Sequence
from typing import Any, Protocol

from payband.review.columns import FEW
from payband.review.core.ranges import Range
from payband.review.core.rows.range_rows import RangeRows
from payband.review.core.slotting import Slotted
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.tables import Person, StructureLine
from payband.review.ranges import PayRange, Ranges
from payband.review.steps_by_years import BY_YEARS, step_by_years
from payband.rules.placing.slotting_steps import NO_POINT_SAID, NUMBER_OF, OUTCOMES, Outcome, Slotting, tie_number
from payband.sheets.figures import Figures
from payband.sheets.rows import NO_ROW, Picked, Rows, Runs

__all__ = ["first_places", "goes_to", "rows_of_slotting", "slotting_figures"]


class _RangesInUse(Protocol):
    runs: Runs

    def number(self, grade: str) -> int:
        """The number of a grade's range."""

    def of(self, grade: str) -> PayRange:
        """The range of a grade."""


def goes_to(person: Person, inputs: Inputs) -> StructureLine | Outcome:
    """The proposed line of a person; or that there is none, or that the person leaves before the new structure."""
    if person.leaves_on is not None and person.leaves_on < inputs.settings.implementation_date:
        return Outcome.LEAVES
    line = inputs.proposed_line(person.proposed_line) if person.proposed_line else None
    return line or Outcome.DISPLACED


def first_places(inputs: Inputs, goes: Sequence[StructureLine | Outcome], ranges: _RangesInUse) -> list[int | None]:
    """Of each who goes to a line, the place from 0 of the step that years lead to; None where the salary decides."""
    on = inputs.settings.implementation_date
    return [
        None if person.full_years is None else step_by_years(person.full_years, ranges.of(line.grade), on).place
        for person, line in zip(inputs.people, goes, strict=True)
        if not isinstance(line, Outcome)
    ]


def rows_of_slotting(
    inputs: Inputs, goes: Sequence[StructureLine | Outcome], ranges: _RangesInUse, placed: Sequence[Any]
) -> list[Rows]:
    """The rows of slotting, as well as those of the ranges; `placed` are the placements that words are made from."""
    people, settings = inputs.people, inputs.settings
    slots = [(person, ranges.number(line.grade)) for person, line in zip(people, goes, strict=True)
             if not isinstance(line, Outcome)]  # fmt: skip
    count = len(slots)
    at = [number for _, number in slots]
    starts = first_places(inputs, goes, ranges)
    first, size = ranges.runs.first, ranges.runs.size
    firsts = [first[each] + (start or 0) for each, start in zip(at, starts, strict=True)]
    sizes = [size[each] - (start or 0) for each, start in zip(at, starts, strict=True)]
    slot_of = iter(range(count))
    return [
        Rows(Slotting, count, {
            "points": Runs(ranges.runs.of, firsts, sizes),
            "salary": [person.salary_now for person, _ in slots],
            "bottom": Picked(((Range, "bottom"),), [0] * count, at),
            "top": Picked(((Range, "top"),), [0] * count, at),
            "has_points": [int(each > 0) for each in sizes],
            "rule": [NUMBER_OF[settings.slotting_rule if start is None else BY_YEARS] for start in starts],
            "tie": [tie_number(settings.tie)] * count,
            "no_point": [NO_POINT_SAID] * count,
        }, [person for person, _ in slots]),
        Rows(Slotted, len(people), {
            "slot": [NO_ROW if isinstance(line, Outcome) else next(slot_of) for line in goes],
            "salary": [person.salary_now for person in people],
            "fte": [person.fte.numerator for person in people],
            "of_parts": [person.fte.denominator for person in people],
            "placed": [int(not isinstance(line, Outcome)) for line in goes],
            "otherwise": [OUTCOMES.index(line) if isinstance(line, Outcome) else 0 for line in goes],
        }, placed),
    ]  # fmt: skip


def slotting_figures(
    inputs: Inputs, ranges: Ranges, goes: Sequence[StructureLine | Outcome], placed: Sequence[Any]
) -> Figures:
    """The figures of everybody's slotting."""
    names = dict.fromkeys(line.grade for line in goes if not isinstance(line, Outcome))
    in_use = RangeRows(ranges, names)
    at_once = len(inputs.people) >= FEW
    return Figures([*in_use.rows(), *rows_of_slotting(inputs, goes, in_use, placed)], at_once=at_once)
