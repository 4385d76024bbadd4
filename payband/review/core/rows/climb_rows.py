"""Which rows say on which side of the top of its range a salary is, for formulas, whose inputs may be typed anew."""

from payband.review.core.ranges import Point
from payband.review.core.rows.raise_rows import Place, picked
from payband.review.core.years import Climb
from payband.sheets.rows import Picked, Rows
from payband.sheets.unknown import Unknown

__all__ = ["ClimbRows"]

_CROSSED = Unknown("a salary has crossed the top of its range, which asks for a new run")


class ClimbRows:
    """Collects those who climb; none where there are no formulas."""

    def __init__(self) -> None:
        self._lines: list[int] = []
        self._salaries: list[Place] = []
        self._tops: list[int] = []
        self._below: list[int] = []

    def add(self, line: int, salary: Place, top: int, *, below: bool) -> None:
        """A salary in a line of the structure, the row of the top of its range, and whether it is below that."""
        self._lines.append(line)
        self._salaries.append(salary)
        self._tops.append(top)
        self._below.append(int(below))

    def rows(self) -> Rows:
        """The rows of the sheet."""
        count = len(self._lines)
        return Rows(Climb, count, {
            "of": self._lines, "salary": picked(self._salaries), "below": self._below, "unknown": [_CROSSED] * count,
            "top": Picked(((Point, "salary"),), [0] * count, self._tops),
        })  # fmt: skip
