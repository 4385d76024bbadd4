"""Days of a financial year in which posts are paid."""

from datetime import date, timedelta
from typing import NamedTuple

from payband.review.core.courses import Course
from payband.review.years.blocks import Block

__all__ = ["Window", "days_paid"]


class Window(NamedTuple):
    """Days of one financial year. `settled` is the year once everything has settled.

    That is: the last salaries, everyone at the top of the increments, leavers gone, dated funding at an end.
    """

    first: date
    last: date
    settled: bool = False


def days_paid(block: Block, course: Course, window: Window) -> tuple[date, date]:
    """The days of a window on which a block's posts are paid; the first after the last where there are none."""
    first, last = window.first, window.last
    if course.settled:
        return (first, last) if block.last is None else (last, first - timedelta(days=1))
    if not course.leavers:
        return (first, last) if block.base else (last, first - timedelta(days=1))
    return max(first, block.first or first), min(last, block.last or last)
