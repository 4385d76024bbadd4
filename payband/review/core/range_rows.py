"""Which rows the pay ranges have: a grade each, and the points of its range."""

from collections.abc import Sequence
from typing import NamedTuple

from payband.forms import Form
from payband.library import PointSalary
from payband.review.core.ranges import PointInForce, Range
from payband.review.ranges import PayRange
from payband.review.tables import GradeRow
from payband.sheets.figures import Figures
from payband.sheets.rows import NO_ROW, Rows, Runs
from payband.sheets.unknown import Unknown

__all__ = ["GradeRange", "points_in_force", "range_figures", "rows_of_ranges"]

_NEVER = Unknown("it was never published")
_UPSIDE_DOWN = Unknown("the top is below the bottom")


class GradeRange(NamedTuple):
    """A grade's range with its row of table Grades; None for a grade of the library."""

    found: PayRange
    row: GradeRow | None


def known_pence(pence: int | None) -> Form:
    """A salary, or that it was never published."""
    return _NEVER if pence is None else pence


def points_in_force(points: Sequence[PointSalary], firsts: Sequence[int]) -> Rows:
    """The rows of points; with each of `firsts` a spine or a range of its own starts."""
    starts = set(firsts)
    return Rows(PointInForce, len(points), {
        "before": [NO_ROW if at in starts else at - 1 for at in range(len(points))],
        "point": [each.point for each in points],
        "salary": [known_pence(each.pence) for each in points],
        "drawn": [int(each.estimated) for each in points],
    }, points)  # fmt: skip


def rows_of_ranges(found: Sequence[GradeRange], runs: Runs) -> Rows:
    """The rows of the ranges, whose points are `runs`."""
    return Rows(Range, len(found), {
        "points": runs,
        "has_points": [int(bool(each.found.points)) for each in found],
        "lowest": [known_pence(each.found.bottom) for each in found],
        "highest": [known_pence(each.found.top) for each in found],
        "upside_down": [_UPSIDE_DOWN] * len(found),
    }, found)  # fmt: skip


def range_figures(found: Sequence[GradeRange]) -> Figures:
    """The figures of some pay ranges."""
    points: list[PointSalary] = []
    firsts = []
    for each in found:
        firsts.append(len(points))
        points += each.found.points
    runs = Runs(PointInForce, firsts, [len(each.found.points) for each in found])
    return Figures([points_in_force(points, firsts), rows_of_ranges(found, runs)])
