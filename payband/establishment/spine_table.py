"""A pay spine or a table of grades, as bodies publish them, becomes points and grades; what cannot is listed."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from payband.errors import PaybandError, WrongInput
from payband.establishment.amounts import amount, ends_of_range, finer_than_a_penny, salary
from payband.establishment.candidates import Recognised
from payband.establishment.cells import point, text
from payband.establishment.headings import Grid
from payband.establishment.result import NotPlaced
from payband.establishment.words import says_nothing
from payband.library import spine
from payband.units import counted, pounds_text

__all__ = ["GradeFound", "PointFound", "SpineTable", "spine_table"]

LEAST_OF_A_YEAR = 10_000_00  # pence: a table of which every salary is less may be of months
_FROM_TO = re.compile(r"\s*(?:SCP\s*)?(\d+)\s*(?:[-–—]|\bto\b)\s*(?:SCP\s*)?(\d+)\s*", re.I)


class PointFound(NamedTuple):
    """A point of a spine and its salary in pence; None where the table has none."""

    spine: str
    point: str
    pence: int | None


class GradeFound(NamedTuple):
    """A grade: points of a spine, lowest first, or a bottom and a top in pence."""

    name: str
    title: str
    spine: str = ""
    points: tuple[str, ...] = ()
    bottom: int | None = None
    top: int | None = None


class SpineTable(NamedTuple):
    """The points and grades of a table, the rows that are neither, and what is to be known."""

    points: Sequence[PointFound]
    grades: Sequence[GradeFound]
    not_placed: Sequence[NotPlaced]
    remarks: Sequence[str]


class _Line(NamedTuple):
    number: int
    grade: str
    title: str
    point: str
    pence: int | None


def spine_table(grid: Grid, data: Sequence[int], columns: Recognised, name: str, on: date | None = None) -> SpineTable:
    """The points and grades of a table.

    `name` is what the spine is called, or the spine that its grades are on, as it is on the day `on`.

    A point that is in several grades with one salary is a point of one spine, as the NJC's are. Where the steps of
    grades have the same names and other salaries, as those of NHS bands, each grade is a spine of its own. Raises
    WrongInput where grades are on points whose salaries the table does not have and no spine of the library has.
    """
    return _Reader(grid, columns, name, on).read(data)


class _Reader:
    def __init__(self, grid: Grid, columns: Recognised, name: str, on: date | None) -> None:
        self._rows = grid.rows
        self._at = {column.taken: column.at for column in columns.columns if column.taken}
        self._heading = {column.taken: column.heading for column in columns.columns if column.taken}
        self._name, self._on = name, on
        self._row: Sequence[Any] = ()
        self._why: list[str] = []
        self.not_placed: list[NotPlaced] = []
        self.remarks: list[str] = []

    def read(self, data: Sequence[int]) -> SpineTable:
        by_point = "salary" in self._at and ("point" in self._at or "grade" in self._at)
        lines, grades = [], []
        for index in data:
            self._row, self._why = self._rows[index], []
            made: Any = self._line(index + 1) if by_point and not self._whole_range() else self._grade()
            if self._why:
                self.not_placed.append(NotPlaced(index + 1, "; ".join(dict.fromkeys(self._why))))
            elif isinstance(made, _Line):
                lines.append(made)
            else:
                grades.append(made)
        points, of_points = self._spines(lines)
        return SpineTable(points, [*of_points, *grades], self.not_placed, self.remarks)

    def _cell(self, kind: str, read: Callable[[Any], Any]) -> Any:
        at = self._at.get(kind)
        value = self._row[at] if at is not None and at < len(self._row) else None
        try:
            return read(value)
        except PaybandError as error:
            self._why.append(f"column '{self._heading[kind]}': {error}")
            return None

    def _name_in(self, kind: str) -> str:
        return self._cell(kind, lambda value: "" if says_nothing(value) else " ".join(text(value).split())) or ""

    def _whole_range(self) -> bool:
        """Whether the salary of the row is a range: it is a grade then, and no point."""
        at = self._at["salary"]
        return at < len(self._row) and ends_of_range(self._row[at]) is not None

    # --- a row for each point ----------------------------------------------------------------------------------------

    def _line(self, number: int) -> _Line:
        step = self._cell("point", point) or ""
        pence = self._cell("salary", _whole_pence)
        if pence is not None:
            try:
                salary(pence)
            except PaybandError as error:
                self._why.append(str(error))
        grade = self._name_in("grade")
        if not step and (not grade or pence is None):
            self._why.append("it has no point")
        return _Line(number, grade, self._name_in("title"), " ".join(step.split()), pence)

    def _spines(self, lines: Sequence[_Line]) -> tuple[list[PointFound], list[GradeFound]]:
        lines = self._with_steps(lines)
        salaries: dict[str, set[int | None]] = {}
        for line in lines:
            salaries.setdefault(line.point.casefold(), set()).add(line.pence)
        by_grade: dict[str, list[_Line]] = {}
        for line in lines:
            if line.grade:
                by_grade.setdefault(line.grade.casefold(), []).append(line)
        apart = bool(by_grade) and any(len(each) > 1 for each in salaries.values())
        if apart:
            self.remarks.append("steps of one name differ in pay between grades: each grade is a spine of its own")
        points: dict[tuple[str, str], PointFound] = {}
        first: dict[tuple[str, str], int] = {}
        for line in lines:
            name = f"{self._name} {line.grade}".strip() if apart else self._name
            key = name.casefold(), line.point.casefold()
            found = points.setdefault(key, PointFound(name, line.point, line.pence))
            if found.pence != line.pence:
                said = f"point {line.point} is {_shown(line.pence)} here and {_shown(found.pence)} in row {first[key]}"
                self.not_placed.append(NotPlaced(line.number, f"{said}: mend one of the two"))
            first.setdefault(key, line.number)
        ordered = self._in_order(points.values())
        self._note_what_is_odd(ordered)
        place = {(each.spine.casefold(), each.point.casefold()): at for at, each in enumerate(ordered)}
        grades = []
        for rows in by_grade.values():
            name = f"{self._name} {rows[0].grade}".strip() if apart else self._name
            steps = {line.point.casefold(): line.point for line in rows}
            in_order = sorted((place[name.casefold(), step], steps[step]) for step in steps)
            grades.append(GradeFound(rows[0].grade, rows[0].title, name, tuple(step for _, step in in_order)))
        return ordered, grades

    def _with_steps(self, lines: Sequence[_Line]) -> list[_Line]:
        """The lines with numbers for their steps where the table names only grades."""
        if "point" in self._at:
            return list(lines)
        counts: dict[str, int] = {}
        made = []
        for line in sorted(lines, key=_by_pay):
            counts[line.grade] = counts.get(line.grade, 0) + 1
            made.append(line._replace(point=str(counts[line.grade])))
        if made:
            self.remarks.append("no column of points: the salaries of a grade are its steps 1, 2, ... from the lowest")
        return made

    def _in_order(self, points: Any) -> list[PointFound]:
        """The points of each spine from the lowest salary up; those without one stay where they are."""
        by_spine: dict[str, list[PointFound]] = {}
        for each in points:
            by_spine.setdefault(each.spine, []).append(each)
        found = []
        for of_spine in by_spine.values():
            known = [each.pence for each in of_spine if each.pence is not None]
            if known == sorted(known, reverse=True) and known != sorted(known):
                of_spine.reverse()  # tables are often printed from the top down
            known = [each.pence for each in of_spine if each.pence is not None]
            if known != sorted(known):
                _refuse_fall(of_spine)
                if any(each.pence is None for each in of_spine):
                    raise WrongInput(
                        f"the salaries of {of_spine[0].spine or 'the spine'} do not rise from point to point, and some "
                        "are missing: put the rows of the table in the order of the points"
                    )
                of_spine.sort(key=lambda each: each.pence or 0)
                self.remarks.append(f"the points of {of_spine[0].spine} are put in the order of their salaries")
            found += of_spine
        return found

    def _note_what_is_odd(self, points: Sequence[PointFound]) -> None:
        """What is possible in a spine and hardly meant: pay of a month, and numbers that are left out."""
        known = [each.pence for each in points if each.pence is not None]
        if known and max(known) < LEAST_OF_A_YEAR:
            self.remarks.append(
                f"the salaries, {_shown(min(known))} to {_shown(max(known))}, are low for a year: are they of a month?"
            )
        numbers = sorted({int(each.point) for each in points if each.point.isdecimal()})
        missing = [each for each in range(numbers[0], numbers[-1]) if each not in numbers] if numbers else []
        if missing and len(missing) < len(numbers):
            listed = ", ".join(map(str, missing[:10])) + (", ..." if len(missing) > 10 else "")
            self.remarks.append(f"{counted(len(missing), 'point is', 'points are')} missing in between: {listed}")

    # --- a row for each grade ----------------------------------------------------------------------------------------

    def _grade(self) -> GradeFound:
        name = self._name_in("grade")
        if not name:
            self._why.append("it has no grade")
        ends = self._points_of_grade()
        if ends:
            return GradeFound(name, self._name_in("title"), self._name, tuple(self._between(*ends)))
        at = self._at.get("salary")
        whole = ends_of_range(self._row[at]) if at is not None and at < len(self._row) else None
        bottom, top = whole or (self._cell("bottom salary", amount), self._cell("top salary", amount))
        if bottom is None or top is None:
            self._why.append("its bottom or top is missing: give both")
        elif bottom > top:
            self._why.append("its bottom is above its top")
        else:
            for pence in (bottom, top):
                try:
                    salary(pence)
                except PaybandError as error:
                    self._why.append(str(error))
        return GradeFound(name, self._name_in("title"), "", (), bottom, top)

    def _points_of_grade(self) -> tuple[str, str] | None:
        """The first and last point of a grade; None where the table gives salaries instead."""
        if "bottom point" in self._at and "top point" in self._at:
            first, last = self._cell("bottom point", point), self._cell("top point", point)
            if not first or not last:
                if "bottom salary" in self._at:
                    return None
                self._why.append("its first or last point is missing: give both")
                return "", ""
            return first, last
        both = self._name_in("point") if "salary" not in self._at else ""
        if found := _FROM_TO.fullmatch(both):
            return str(int(found[1])), str(int(found[2]))
        return (both, both) if both and "bottom salary" not in self._at else None

    def _between(self, first: str, last: str) -> Iterator[str]:
        """The points of a grade from the first to the last, on the spine of the library that was named."""
        if not first:
            return
        try:
            whole = spine(self._name, self._on)
            start, end = whole.position(first), whole.position(last)
        except PaybandError as error:
            self._why.append(f"{error}: name the spine that the points are on with --spine")
            return
        if start > end:
            self._why.append(f"its points run from {first} down to {last}: put them in order")
        yield from (each.point for each in whole.points[start : end + 1])


def _whole_pence(value: Any) -> int | None:
    """An amount in pence. Raises WrongInput for parts of a penny."""
    if finer_than_a_penny(value):
        raise WrongInput(f"'{text(value)}' has parts of a penny: give whole pence")
    return amount(value)


def _shown(pence: int | None) -> str:
    return "empty" if pence is None else pounds_text(pence)


def _refuse_fall(points: Sequence[PointFound]) -> None:
    """Raises WrongInput where points by number have salaries that neither rise nor fall with them."""
    known = [each for each in points if each.pence is not None]
    if not known or not all(each.point.isdecimal() for each in known):
        return
    by_number = sorted(known, key=lambda each: int(each.point))
    salaries = [each.pence or 0 for each in by_number]
    if salaries in (sorted(salaries), sorted(salaries, reverse=True)):
        return
    before, each = next((one, other) for one, other in pairwise(by_number) if (one.pence or 0) > (other.pence or 0))
    raise WrongInput(
        f"the salaries of {each.spine or 'the spine'} do not rise from point to point: point {before.point} is "
        f"{_shown(before.pence)}, and point {each.point} {_shown(each.pence)}: mend the one that is wrong"
    )


def _by_pay(line: _Line) -> int:
    return line.pence if line.pence is not None else 0


def summary(found: SpineTable) -> str:
    """How many points and grades a table has, in words."""
    return f"{counted(len(found.points), 'point')} and {counted(len(found.grades), 'grade')}"
