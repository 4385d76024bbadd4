"""Grades by job evaluation points: the grade of a post's points, and what a table of points must hold."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from payband.errors import WrongInput
from payband.kinds import TEXT, WHOLE, Kind, blank, nested_lists, point_text
from payband.registry import Step, Value, worksheet_function
from payband.sheets.search import ListRun

__all__ = ["POINTS_TABLE", "Band", "check_bands", "grade_for_points", "place_in_bands"]


class Band(NamedTuple):
    """A grade of a table of points: its first and last points, both included; `last` is None without an upper end."""

    grade: str
    first: int
    last: int | None

    @property
    def span(self) -> str:
        """Its points in words."""
        return f"{self.first} and more" if self.last is None else f"{self.first} to {self.last}"

    @property
    def width(self) -> int | None:
        """How many points it has; None without an upper end."""
        return None if self.last is None else self.last - self.first + 1


class BandFaultError(WrongInput):
    """What is wrong with a grade of a table of points: its place, 0 for the first, and the column that it is about."""

    def __init__(self, message: str, place: int, column: str) -> None:
        super().__init__(message)
        self.place, self.column = place, column


def check_bands(bands: Sequence[Band]) -> None:
    """Holds a table of points, lowest grade first, to what it must be: each score from the first on has one grade.

    Raises WrongInput for a grade whose last points lie below its first, a gap, an overlap, and a grade without an upper
    end that is not the highest; its `column` says which end is wrong.

    >>> check_bands([Band("1", 0, 160), Band("2", 161, 215), Band("3", 216, None)])
    """
    for place, band in enumerate(bands):
        if band.last is not None and band.last < band.first:
            raise BandFaultError(
                f"grade {band.grade} ends at {band.last} points, below the {band.first} that it begins at: swap them, "
                "or give the points it ends at",
                place, "points to",
            )  # fmt: skip
    for place, (below, band) in enumerate(pairwise(bands), start=1):
        if band.first <= below.first:
            raise BandFaultError(
                f"grade {band.grade} begins at {band.first} points and grade {below.grade} at {below.first}: put the "
                "lowest grade first, and give each its own points",
                place, "points from",
            )  # fmt: skip
        if below.last is None:
            raise BandFaultError(
                f"grade {below.grade} has no upper end, and grade {band.grade} begins at {band.first}: give "
                f"{band.first - 1}",
                place - 1, "points to",
            )  # fmt: skip
        if band.first <= below.last:
            raise BandFaultError(
                f"grade {band.grade} begins at {band.first} points and grade {below.grade} ends at {below.last}: they "
                "overlap, and a score may have one grade only",
                place, "points from",
            )  # fmt: skip
        if band.first > below.last + 1:
            missing = f"{below.last + 1} to {band.first - 1}" if band.first > below.last + 2 else f"{below.last + 1}"
            raise BandFaultError(
                f"grade {band.grade} begins at {band.first} points and grade {below.grade} ends at {below.last}: "
                f"{missing} would have no grade, so close the gap",
                place, "points from",
            )  # fmt: skip


def place_in_bands(points: int, bands: Sequence[Band]) -> int:
    """The place of the grade of some points in a table of points, 0 for the lowest.

    Raises WrongInput for points below the lowest grade or above the highest.

    >>> place_in_bands(326, [Band("4", 271, 325), Band("5", 326, 395)])
    1
    """
    lowest, highest = bands[0], bands[-1]
    if points < lowest.first:
        raise WrongInput(f"{points} points lie below grade {lowest.grade}, the lowest, which begins at {lowest.first}")
    if highest.last is not None and points > highest.last:
        raise WrongInput(f"{points} points lie above grade {highest.grade}, the highest, which ends at {highest.last}")
    starts = ListRun(len(bands), {"from": [band.first for band in bands]}.__getitem__)
    return int(starts.place_at_or_below("from", points)) - 1


# --- worksheet function --------------------------------------------------------------------------------------------

_COLUMNS = "columns of cells: grade, the points it begins at and, where you like, those it ends at"
_TOP = 3  # with the points that a grade ends at


def _read_points_table(value: Any, what: str) -> tuple[Band, ...]:
    cells = nested_lists(value)
    if type(cells) not in (list, tuple) or any(type(row) not in (list, tuple) or len(row) < 2 for row in cells):
        raise WrongInput(f"{what} must be {_COLUMNS}")
    rows = [row for row in cells if not all(blank(each) for each in row)]
    if rows and isinstance(rows[0][1], str) and not any(mark.isdigit() for mark in rows[0][1]):
        rows = rows[1:]  # a heading
    if not rows:
        raise WrongInput(f"{what} has no rows: give {_COLUMNS}")
    firsts = [WHOLE.read(row[1], f"{what}, row {number}: the first points") for number, row in enumerate(rows, 1)]
    found = []
    for place, row in enumerate(rows):
        last = None
        if len(row) >= _TOP and not blank(row[2]):
            last = WHOLE.read(row[2], f"{what}, row {place + 1}: the last points")
        elif place + 1 < len(rows) and all(len(each) < _TOP or blank(each[2]) for each in rows):
            last = firsts[place + 1] - 1  # each grade ends where the next begins
        found.append(Band(point_text(row[0]), firsts[place], last))
    return tuple(found)


def _same(value: Any) -> Any:
    return value


POINTS_TABLE = Kind("columns (grade, points from, points to)", _read_points_table, _same, is_table=True)


@worksheet_function(
    "GRADEFORPOINTS",
    Value(TEXT),
    points=(WHOLE, "Job evaluation points of a post"),
    table=(POINTS_TABLE, "Columns of cells, lowest grade first: grade, points it begins at and, if you like, ends at"),
)
def grade_for_points(points: int, table: tuple[Band, ...]) -> str:
    """The grade of a post's job evaluation points in a table of grades.

    Both ends of a grade belong to it. Without the column of last points each grade ends where the next begins, and the
    highest has no end.

    Raises WrongInput for points below the lowest grade or above the highest, and for a table with a gap or an overlap
    between two grades, so that a score never has two grades or none.

    Source: NHS terms and conditions of service handbook, section 1, table 1 (326 points are in band 5).

    >>> import payband
    >>> payband.grade_for_points(326, [["4", 271, 325], ["5", 326, 395], ["6", 396, 465]])
    '5'
    """
    try:
        check_bands(table)
    except BandFaultError as error:
        raise WrongInput(f"the table, row {error.place + 1}: {error}") from error
    return table[place_in_bands(points, table)].grade


@grade_for_points.explained
def _steps(points: int, table: tuple[Band, ...]) -> list[Step]:
    place = place_in_bands(points, table)
    band = table[place]
    found = [
        Step("points", points, "of the post"),
        Step(f"grade {band.grade}", band.span, f"points; {points - band.first} above where it begins"),
    ]
    if place + 1 < len(table):
        above = table[place + 1]
        found.append(Step("next grade", above.grade, f"begins {above.first - points} points higher"))
    return found
