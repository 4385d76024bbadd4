"""The pay ranges that a review rests on: from the workbook's spines and grades first, then from the library."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import NamedTuple

from payband import library
from payband.calendar import date_text
from payband.errors import PaybandError, UnknownFigure, UnknownName, WrongInput, did_you_mean, nearest, nearest_name
from payband.library import Figure, PointSalary
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.tables import GradeRow, SpinePoint
from payband.rules.pay.pay_range import check_rising, straight_line
from payband.units import pounds_text

__all__ = ["PayRange", "Ranges", "check_ends"]


class PayRange(NamedTuple):
    """A grade's pay range, pence a year; None where an end was never published."""

    grade: str
    title: str
    order: int
    points: tuple[PointSalary, ...]
    bottom: int | None
    top: int | None
    provisional: bool
    source: str
    spine: str = ""
    """The spine that its points are on; empty where it has none."""

    def end_is_estimated(self, costed_at: str) -> bool:
        """Whether the bottom or the top is drawn on a straight line between published points."""
        if not self.points:
            return False
        return self.points[0 if costed_at == "bottom" else -1].estimated

    @property
    def estimated(self) -> bool:
        """Whether any point of it is estimated."""
        return any(point.estimated for point in self.points)

    @property
    def points_text(self) -> str:
        """Its points in words, with what is less than confirmed of them."""
        known = self.bottom is not None and self.top is not None
        named = ", ".join(f"{each.point}{_mark(each)}" for each in self.points)
        return named or ("no points" if known else "not published")

    @property
    def span(self) -> str:
        """The range in words."""
        bottom = "unknown" if self.bottom is None else pounds_text(self.bottom, pence_shown=False)
        top = "unknown" if self.top is None else pounds_text(self.top, pence_shown=False)
        if not self.points:
            return f"{self.grade}, {bottom} to {top}"
        return f"{self.grade}, points {self.points[0].point} to {self.points[-1].point}, {bottom} to {top}"


def _mark(point: PointSalary) -> str:
    """What is said beside a point that is less than confirmed."""
    if point.pence is None:
        return " (not published)"
    if point.estimated:
        return " (estimated)"
    return " (single source)" if point.single_source else ""


def check_ends(row: GradeRow) -> None:
    """The ends of a grade's range are points of a spine or salaries, both of them. Raises WrongInput."""
    has_salaries = row.bottom_salary is not None or row.top_salary is not None
    if row.spine and has_salaries:
        raise WrongInput(f"grade {row.grade} has both points and salaries: give one or the other")
    if row.spine and (not row.bottom_point or not row.top_point):
        raise WrongInput(f"grade {row.grade} has a spine but no bottom or top point: give both points")
    if has_salaries and (row.bottom_salary is None or row.top_salary is None or row.bottom_salary > row.top_salary):
        raise WrongInput(f"grade {row.grade} needs a bottom salary and a top salary that is not below it: give both")
    if row.pay_not_published and (row.spine or has_salaries):
        raise WrongInput(f"grade {row.grade} has pay and says pay not published = yes: empty one or the other")
    if not (row.spine or has_salaries or row.provisional or row.pay_not_published):
        raise WrongInput(
            f"grade {row.grade} has no pay range: give a spine and points, or salaries, or say provisional = yes; a "
            "settled grade whose pay no document prints says pay not published = yes"
        )


class Ranges:
    """The pay ranges of a review on its implementation date."""

    def __init__(self, inputs: Inputs) -> None:
        self._on = inputs.settings.implementation_date
        self._estimate = inputs.settings.unpublished_points == "estimate"
        self._grades = {row.grade.casefold(): row for row in inputs.grades}
        self._spine_rows: dict[str, list[SpinePoint]] = {}
        for row in inputs.spines:
            self._spine_rows.setdefault(row.spine.casefold(), []).append(row)
        self._found: dict[str, PayRange] = {}

    def of(self, grade: str) -> PayRange:
        """The pay range of a grade.

        Raises UnknownName for a grade or spine that is neither in the workbook nor in the library, UnknownFigure where
        none of its rows is in force, WrongInput where its row contradicts itself.
        """
        key = grade.casefold()
        if key not in self._found:
            row = self._grades.get(key)
            self._found[key] = self._from_library(grade) if row is None else self._from_row(row)
        return self._found[key]

    def row(self, grade: str) -> GradeRow | None:
        """The row of a grade in table Grades; None for one of the library."""
        return self._grades.get(grade.casefold())

    def _from_library(self, name: str) -> PayRange:
        try:
            found = library.grade(name, self._on)
        except UnknownName as error:
            grades = [row.grade for row in self._grades.values()]
            meant = nearest(name, grades)
            if meant is not None:
                raise UnknownName(f"the grade '{name}' is not in table Grades; {did_you_mean(meant)}") from error
            if grades and error.meant is None:
                hint = nearest_name(name, grades)
                message = f"the grade '{name}' is not in table Grades: add a row for it there; {hint}"
                raise UnknownName(message) from error
            raise UnknownName(
                f"the grade '{name}' is not in table Grades: add a row for it there, or name one of the library "
                f"({error})"
            ) from error
        points = tuple(straight_line(found.points)) if self._estimate else found.points
        bottom, top = (points[0].pence, points[-1].pence) if points else (found.bottom, found.top)
        return PayRange(found.name, "", 0, points, bottom, top, False, found.source, found.spine)

    def _from_row(self, row: GradeRow) -> PayRange:
        check_ends(row)
        if row.spine:
            points, source = self._points(row)
            return PayRange(
                row.grade, row.title, row.order, points, points[0].pence, points[-1].pence, row.provisional,
                row.source or source, row.spine,
            )  # fmt: skip
        if row.bottom_salary is not None and row.top_salary is not None:
            span = f"{pounds_text(row.bottom_salary)} to {pounds_text(row.top_salary)}"
            self._note(f"grade {row.grade}", span, row.source, "Grades", library.PayFigure(row.grade))
        return PayRange(
            row.grade, row.title, row.order, (), row.bottom_salary, row.top_salary, row.provisional, row.source
        )

    def _points(self, row: GradeRow) -> tuple[tuple[PointSalary, ...], str]:
        """The points of a grade's range on its spine, estimated where the settings ask for it."""
        rows = self._spine_rows.get(row.spine.casefold())
        if rows is None:
            with _about("spine"):
                spine = self._spine_of_library(row.spine)
            all_points = spine.points
        else:
            in_force = [each for each in rows if each.effective_from <= self._on]
            if not in_force:
                raise UnknownFigure(
                    f"spine {row.spine} has no row in force on {date_text(self._on)}: add its salaries to table Spines"
                )
            newest = max(each.effective_from for each in in_force)
            version = [each for each in in_force if each.effective_from == newest]
            all_points = tuple(_point(each) for each in version)
            check_rising(all_points, f"spine {row.spine}")
            spine = library.Spine(f"spine {row.spine}", all_points, ())
        with _about("bottom point"):
            bottom = spine.position(row.bottom_point)
        with _about("top point"):
            top = spine.position(row.top_point)
        if bottom > top:
            raise WrongInput(f"grade {row.grade} runs from point {row.bottom_point} down to {row.top_point}: swap them")
        for index in range(bottom, top + 1):
            if rows is None:
                spine.use(index)
            else:
                each = version[index]
                shown = "not published" if each.salary is None else pounds_text(each.salary)
                pay = library.PayFigure(each.spine, each.point)
                self._note(f"{each.spine} point {each.point}", shown, each.source, "Spines", pay, each.effective_from)
        drawn = straight_line(all_points) if self._estimate else list(all_points)
        return tuple(drawn[bottom : top + 1]), (spine.rows[0].source if spine.rows else version[0].source)

    def _spine_of_library(self, name: str) -> library.Spine:
        try:
            return library.spine(name, self._on)
        except UnknownName as error:
            meant = nearest(name, [rows[0].spine for rows in self._spine_rows.values()])
            if meant is not None:
                raise UnknownName(f"the spine '{name}' is not in table Spines; {did_you_mean(meant)}") from error
            raise

    def _note(
        self, name: str, value: str, source: str, table: str, pay: library.PayFigure, start: date | None = None
    ) -> None:
        library.note_figure(Figure(name, value, start, None, _status(source), source, f"table {table}", pay))


@contextmanager
def _about(column: str) -> Iterator[None]:
    """Has an error say which column of the row of a grade it is about."""
    try:
        yield
    except PaybandError as error:
        error.column = column
        raise


def _point(row: SpinePoint) -> PointSalary:
    return PointSalary(row.point, row.salary, single_source=_status(row.source) == library.SINGLE_SOURCE)


def _status(source: str) -> str:
    """What a figure of the workbook is by what its source says: a single source goes on saying that it is one."""
    return library.SINGLE_SOURCE if source.casefold().endswith(library.SINGLE_SOURCE) else "given"
