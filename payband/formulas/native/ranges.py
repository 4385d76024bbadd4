"""Pay ranges in a native workbook: where the salaries of their points are, and the answers over their workings."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from payband import library
from payband.forms import Cell, Form
from payband.formulas.native.book import Book
from payband.formulas.native.calculation import NativeCalculation, SheetOfWorkings, beside
from payband.library import Figure, PointSalary
from payband.review.core.ranges import PointInForce, Range
from payband.review.core.rows.range_rows import GradeRange, points_in_force, rows_of_ranges
from payband.review.ranges import PayRange, Ranges
from payband.rules.pay.pay_range import straight_line
from payband.sheets.rows import Rows, Runs

__all__ = ["NativeRanges"]


class _Point(NamedTuple):
    """A point and the formula of its salary in pence, empty where none is published; of what an award makes of it.

    Where the salary is an input, `pounds` is its cell.
    """

    point: str
    salary: str
    worked_out: str = ""
    pounds: str = ""


class NativeRanges:
    """The pay ranges of a review in workings."""

    def __init__(self, book: Book, names: Sequence[str]) -> None:
        self._book = book
        self.ranges = Ranges(book.inputs)
        self.found = [GradeRange(self.ranges.of(name), book.grade(name)) for name in names]
        self._at = {each.found.grade.casefold(): number for number, each in enumerate(self.found)}
        self._at |= {name.casefold(): number for number, name in enumerate(names)}
        self._spines: dict[str, int] = {}
        self._spine_names: list[str] = []
        self._points: list[_Point] = []
        firsts = [self._first_point(name, each.found) for name, each in zip(names, self.found, strict=True)]
        self.runs = Runs(PointInForce, firsts, [len(each.found.points) for each in self.found])
        self._drawn, points = self._straight_lines()
        self.all_rows = [points, rows_of_ranges(self.found, self.runs)]
        """The rows of points and of ranges, for a calculation that searches in them."""
        shown = (
            SheetOfWorkings(PointInForce, "Workings_points", self._spine_names.__getitem__),
            SheetOfWorkings(Range, "Workings_ranges", lambda row: self.found[row].found.grade),
        )
        self.calculation = NativeCalculation(
            book,
            self.all_rows,
            shown,
            {
                (PointInForce, "point"): self._name_of,
                (PointInForce, "salary"): self._salary_of,
                (Range, "lowest"): lambda row: self._end(row, "bottom"),
                (Range, "highest"): lambda row: self._end(row, "top"),
            },
        )

    def number(self, grade: str) -> int:
        """The number of a grade's range; a grade of the library may be named with its body or without."""
        key = grade.casefold()
        return self._at[key if key in self._at else self.ranges.of(grade).grade.casefold()]

    def of(self, grade: str) -> PayRange:
        """The range of a grade."""
        return self.found[self.number(grade)].found

    def cell(self, grade: str, key: str) -> str:
        """A cell of a grade's range."""
        return self.calculation.at(Range, key, self.number(grade))

    def point(self, grade: str, place: int) -> str:
        """The cell of the salary of a point of a grade's range, by its place from 0."""
        return self.calculation.at(PointInForce, "salary", self.runs.first[self.number(grade)] + place)

    def block(self, grade: str, key: str) -> str:
        """The cells of a column of the points of a grade's range."""
        number = self.number(grade)
        first = self.runs.first[number]
        return self.calculation.all_of(PointInForce, key, first, first + self.runs.size[number] - 1)

    def answer_rows(self) -> list[dict[str, str]]:
        """The formulas of the pay ranges by the keys of their columns."""
        return [self.calculation.answers(Range, number) for number in range(len(self.found))]

    # --- ends of a range without points ------------------------------------------------------------------------------

    def _end(self, number: int, end: str) -> Form:
        book, (found, row) = self._book, self.found[number]
        if found.points:
            return 0
        if row is not None:
            return Cell(book.pence(book.input("Grades", f"{end} salary", row)))
        value = found.bottom if end == "bottom" else found.top
        if value is None:
            return Cell("NA()")
        figure = Figure(f"grade {found.grade}, {end}", "", None, None, "library", found.source, "")
        return Cell(self._amount(figure, value))

    def _amount(self, figure: Figure, pence: int) -> str:
        return f"ROUND({self._book.figures.amount(figure, pence)}*100,0)+{self._book.basis.guard}"

    # --- the points of spines ----------------------------------------------------------------------------------------

    def _first_point(self, grade: str, found: PayRange) -> int:
        """The number of the first point of a grade's range among those of all spines."""
        if not found.points:
            return 0
        row = self._book.grade(grade)
        name = row.spine if row is not None else f"grade {grade}"
        points = self._points_of(grade, name)
        if name.casefold() not in self._spines:
            self._spines[name.casefold()] = len(self._points)
            self._points += points
            self._spine_names += [name] * len(points)
        return self._spines[name.casefold()] + [each.point for each in points].index(found.points[0].point)

    def _points_of(self, grade: str, name: str) -> list[_Point]:
        """The points of the spine of a grade with the cells of their salaries."""
        book, row = self._book, self._book.grade(grade)
        on = book.inputs.settings.implementation_date
        key = name.casefold()
        rows = [each for each in book.inputs.spines if each.spine.casefold() == key and each.effective_from <= on]
        if row is None or not rows:
            return self._of_library(grade, name)
        newest = max(each.effective_from for each in rows)
        return [
            _Point(each.point, "" if each.salary is None else book.pence(pounds), pounds=pounds)
            for each in rows
            if each.effective_from == newest
            for pounds in [book.input("Spines", "salary", each)]
        ]

    def _of_library(self, grade: str, name: str) -> list[_Point]:
        on = self._book.inputs.settings.implementation_date
        with library.figures_used() as used:
            if self._book.grade(grade) is not None:
                spine = library.spine(name, on)
                points = [spine.use(index) for index in range(len(spine.points))]
            else:
                points = list(library.grade(grade, on).points)
        by_point = {each.name.rpartition(" point ")[2]: each for each in used}
        found = []
        for point in points:
            figure = by_point.get(point.point) or Figure(f"{name} point {point.point}", "", None, None, "", "", "")
            amounts = (point.pence, point.worked_out)
            found.append(_Point(point.point, *("" if each is None else self._amount(figure, each) for each in amounts)))
        return found

    def _straight_lines(self) -> tuple[list[PointSalary], Rows]:
        """The points of all spines, those that were never published drawn on a straight line where that is asked for.

        Their salaries are the cells of the others.
        """
        starts = [*self._spines.values(), len(self._points)]
        drawn: list[PointSalary] = []
        for first, last in pairwise(starts):
            cells = [
                PointSalary(
                    each.point,
                    _salary_cell(number) if each.salary else None,
                    worked_out=_salary_cell(number) if each.worked_out else None,
                )
                for number, each in enumerate(self._points[first:last], first)
            ]
            drawn += straight_line(cells) if self._book.inputs.settings.unpublished_points == "estimate" else cells
        return drawn, points_in_force(drawn, starts)

    def _name_of(self, number: int) -> int | str:
        point = self._points[number].point
        return int(point) if point.isdecimal() else point

    def _salary_of(self, number: int) -> Form:
        """The formula of a point's salary: #N/A where it was never published, or is less than the one below."""
        point, drawn = self._points[number], self._drawn[number]
        if not point.salary:
            return Cell(point.worked_out or str(drawn.pence)) if drawn.estimated else Cell("NA()")
        first = max(each for each in self._spines.values() if each <= number)
        below = [each for each in range(first, number) if self._points[each].salary]
        if not below:
            return Cell(point.salary)
        held = f"{point.pounds}*100" if point.pounds else point.salary
        return Cell(f"IF({held}<{_salary_cell(below[-1])},NA(),{point.salary})")  # a point never pays less


def _salary_cell(number: int) -> Form:
    """The cell of a point's salary, as a formula next to it names it."""
    return beside(PointInForce, ("point", "salary"), "salary", number)
