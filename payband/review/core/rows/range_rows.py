"""Which rows the pay ranges have: a grade each, and the points of its range."""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from payband.library import PointSalary
from payband.review.core.ranges import PointInForce, Range
from payband.review.inputs.tables import GradeRow
from payband.review.ranges import PayRange, Ranges
from payband.rules.placing.slotting_steps import known_pence
from payband.sheets.figures import Figures
from payband.sheets.rows import NO_ROW, Rows, Runs
from payband.sheets.unknown import Unknown

__all__ = ["GradeRange", "RangeRows", "points_in_force", "rows_of_ranges"]

_UPSIDE_DOWN = Unknown("the top is below the bottom")


class GradeRange(NamedTuple):
    """A grade's range with its row of table Grades; None for a grade of the library."""

    found: PayRange
    row: GradeRow | None


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


class RangeRows:
    """The ranges of some grades, each with points of its own."""

    def __init__(self, ranges: Ranges, names: Iterable[str]) -> None:
        self.found = [GradeRange(ranges.of(name), ranges.row(name)) for name in names]
        self._at = {name.casefold(): number for number, name in enumerate(names)}
        self._points = [point for each in self.found for point in each.found.points]
        sizes = [len(each.found.points) for each in self.found]
        self._firsts = list(accumulate(sizes, initial=0))[:-1]
        self.runs = Runs(PointInForce, self._firsts, sizes)
        """The points of each."""

    def number(self, grade: str) -> int:
        """The number of a grade's range."""
        return self._at[grade.casefold()]

    def of(self, grade: str) -> PayRange:
        """The range of a grade."""
        return self.found[self.number(grade)].found

    def rows(self) -> list[Rows]:
        """The rows of their points, and theirs."""
        return [points_in_force(self._points, self._firsts), rows_of_ranges(self.found, self.runs)]

    def figures(self) -> Figures:
        """Their figures."""
        return Figures(self.rows())
