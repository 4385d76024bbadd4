"""Pay spines and grades of the library as they stood on a date."""

from datetime import date
from typing import NamedTuple

from payband.errors import UnknownName
from payband.library.files import Row, points_in, salary_pence
from payband.library.names import bodies_with, look_up, newest
from payband.library.used import note_used

__all__ = ["NOT_USED", "Grade", "PointSalary", "Spine", "grade", "spine", "spine_of_grade"]


NOT_USED = "not used"
"""The status of a number that a body's spine leaves out: it is no point of it."""


class PointSalary(NamedTuple):
    """A spinal column point and its salary; None where it was never published.

    `worked_out` is what an award makes of a point that no document prints: it is used only where unpublished points are
    to be estimated. `single_source` says that nothing confirms the salary beside the one source of it.
    """

    point: str
    pence: int | None
    estimated: bool = False
    worked_out: int | None = None
    single_source: bool = False


class Spine(NamedTuple):
    """A pay spine as it stands on a date, lowest point first."""

    name: str
    points: tuple[PointSalary, ...]
    rows: tuple[Row, ...]

    @property
    def label(self) -> str:
        """What a message calls it; a spine given in cells has no name of its own."""
        return f"spine {self.name}" if self.rows else self.name

    def position(self, point: str) -> int:
        """Where a point stands in the spine; UnknownName when it has no such point."""
        for index, each in enumerate(self.points):
            if each.point == point:
                return index
        raise UnknownName(
            f"point {point} is not on {self.label}, which runs from {self.points[0].point} to "
            f"{self.points[-1].point}: check the point or the spine"
        )

    def use(self, index: int) -> PointSalary:
        """The point at a place of the spine, noted as a figure that was used."""
        row, point = self.rows[index], self.points[index]
        salary = row.values["salary"]
        if point.worked_out is not None:
            value = f"not published; {salary} as an estimate: {row.values['estimate']}"
        else:
            value = salary or "not published"
        note_used(row, f"{self.name} point {row.values['point']}", value)
        return point


class Grade(NamedTuple):
    """A grade's pay range on a date: spinal points, or a bottom and a top without points (then `points` is empty)."""

    name: str
    body: str
    points: tuple[PointSalary, ...]
    bottom: int | None
    top: int | None
    effective_from: date
    effective_to: date
    source: str


def spine(name: str, on: date | None = None) -> Spine:
    """A pay spine of the library as it stood on a date; without a date, the newest that the library holds."""
    rows = look_up("spines/*/spine*", "spine", name, "spine")
    rows = [row for row in newest(rows, on, f"spine {name}", rows[0].file) if row.status != NOT_USED]
    return Spine(rows[0].values["spine"], tuple(_point(row) for row in rows), tuple(rows))


def _point(row: Row) -> PointSalary:
    pence = salary_pence(row.values["salary"])
    if row.values.get("estimate"):
        return PointSalary(row.values["point"], None, worked_out=pence)
    return PointSalary(row.values["point"], pence, single_source=row.status == "single source")


def spine_of_grade(row: Row) -> str:
    """The name of the spine that a grade's points are on, with the grade's own body where other bodies have it too."""
    name, body = row.values["spine"], row.values["body"]
    bodies = bodies_with("spines/*/spine*", "spine", name) if name else ()
    return f"{body} {name}" if len(bodies) > 1 and body in bodies else name


def _spine_of_grade(row: Row, on: date | None) -> Spine:
    """The spine that a grade's points are on: that of the date asked for, or the newest that the grade still had."""
    name = spine_of_grade(row)
    if on is None:
        rows = look_up("spines/*/spine*", "spine", name, "spine")
        last_days = [each.effective_to for each in rows if each.effective_from <= row.effective_to]
        on = min([row.effective_to, max(last_days, default=row.effective_to)])
    return spine(name, on)


def grade(name: str, on: date | None = None) -> Grade:
    """A grade of the library as it stood on a date; without a date, the newest that the library holds."""
    rows = look_up("spines/*/grades*", "grade", name, "grade")
    row = newest(rows, on, f"grade {name}", rows[0].file)[0]
    label = f"{row.values['body']} {row.values['grade']}"
    points: tuple[PointSalary, ...] = ()
    bottom, top = salary_pence(row.values["bottom_salary"]), salary_pence(row.values["top_salary"])
    if row.values["spine"]:
        whole = _spine_of_grade(row, on)
        points = tuple(whole.use(whole.position(point)) for point in points_in(row.values["points"]))
        bottom, top = points[0].pence, points[-1].pence
        note_used(row, label, f"points {points[0].point} to {points[-1].point} of {whole.name}")
    else:
        note_used(row, label, f"{row.values['bottom_salary']} to {row.values['top_salary']}")
    return Grade(label, row.values["body"], points, bottom, top, row.effective_from, row.effective_to, row.source)
