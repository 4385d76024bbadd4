"""Slotting by years of service: the step of a national band that somebody's full years in the grade lead to."""

from datetime import date
from typing import NamedTuple

from payband import library
from payband.errors import UnknownFigure, WrongInput
from payband.review.ranges import PayRange
from payband.rules.placing.slotting import Slot, slot_to
from payband.units import counted

__all__ = ["BY_YEARS", "StepByYears", "slot_by_years", "step_by_years"]

BY_YEARS = "bottom"
"""The slotting rule that takes somebody to a step: the bottom of the points from that step on."""


class StepByYears(NamedTuple):
    """The step that full years in a grade lead to, and its place in the range from 0."""

    step: str
    place: int
    full_years: int

    @property
    def words(self) -> str:
        """The rule in words, as the slotting list gives it."""
        return f"the step that {counted(self.full_years, 'full year')} in the grade lead{_s(self.full_years)} to"


def _s(count: int) -> str:
    return "s" if count == 1 else ""


def step_by_years(years: int, pay_range: PayRange, on: date) -> StepByYears:
    """The step of a new range that full years in the grade lead to.

    Raises WrongInput where no years lead to a point of the range, or to one that it has; UnknownFigure where the
    library does not hold after how many years each step comes.
    """
    if not pay_range.spine:
        raise WrongInput(
            f"years lead to a step of a national band, and {pay_range.grade} has no points of a spine: empty this"
        )
    step = library.step_of_spine(pay_range.spine, years, on, pay_range.grade)
    names = [each.point.casefold() for each in pay_range.points]
    if step.casefold() not in names:
        raise WrongInput(
            f"{counted(years, 'full year')} lead{_s(years)} to the step {step}, which grade {pay_range.grade} does not "
            "have: correct the grade's points, or empty this"
        )
    return StepByYears(step, names.index(step.casefold()), years)


def slot_by_years(salary: int, years: int, pay_range: PayRange, on: date) -> Slot | str:
    """Where somebody goes by years, whatever the salary is; in words why not where the step was never published."""
    place = step_by_years(years, pay_range, on).place
    try:
        return slot_to(salary, pay_range.points[place:], None, None, BY_YEARS, None, pay_range.grade)
    except UnknownFigure as error:
        return str(error)
