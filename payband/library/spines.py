"""Pay spines and grades of the library as they stood on a date."""

from datetime import date
from typing import NamedTuple

from payband.errors import UnknownName
from payband.library.files import Row, points_in, salary_pence
from payband.library.names import look_up, newest
from payband.library.used import note_used

__all__ = ["Grade", "PointSalary", "Spine", "grade", "spine"]


class PointSalary(NamedTuple):
    """A spinal column point and its salary; None where it was never published."""

    point: str
    pence: int | None
    estimated: bool = False


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
        row = self.rows[index]
        note_used(row, f"{self.name} point {row.values['point']}", row.values["salary"] or "not published")
        return self.points[index]


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
    rows = newest(rows, on, f"spine {name}", rows[0].file)
    points = tuple(PointSalary(row.values["point"], salary_pence(row.values["salary"])) for row in rows)
    return Spine(rows[0].values["spine"], points, tuple(rows))


def _spine_of_grade(row: Row, on: date | None) -> Spine:
    """The spine that a grade's points are on: that of the date asked for, or the newest that the grade still had."""
    name = row.values["spine"]
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
