"""Pay ranges as formulas: the points of every spine used in pence, and the bottom, middle and top of each grade."""

from typing import NamedTuple

from payband import library
from payband.library import Figure, PointSalary
from payband.review.ranges import PayRange, Ranges
from payband.rules.pay_range import midpoint, straight_line
from payband.rules.shares import share_of
from payband.workbook.native_book import Book
from payband.workbook.native_sheets import Col, F, Workings

__all__ = ["NativeRange", "NativeRanges", "known"]


class _Point(NamedTuple):
    """A point and the formula of its salary in pence, empty where none is published; of what an award makes of it.

    Where the salary is an input, `pounds` is its cell.
    """

    point: str
    salary: str
    worked_out: str = ""
    pounds: str = ""


class NativeRange(NamedTuple):
    """A grade's range as cells: its row in the workings, and the first and last row of its points (0 without)."""

    found: PayRange
    row: int
    first: int
    last: int


class NativeRanges:
    """The pay ranges of a review in workings."""

    def __init__(self, book: Book, names: list[str]) -> None:
        self._book = book
        self.ranges = Ranges(book.inputs)
        self.points = book.sheet(
            Workings(
                "Workings_points",
                "The points of each spine in force: salaries in pence, and those drawn on a straight line",
                (
                    Col("spine", "spine", "text"),
                    Col("point", "point", "value"),
                    Col("pence", "salary"),
                    Col("known", "known so far", "number"),
                    Col("estimated", "estimated (1)", "number"),
                ),
            )
        )
        self.sheet = book.sheet(
            Workings(
                "Workings_ranges",
                "The bottom, middle and top of each pay range",
                (
                    Col("grade", "grade", "text", 34),
                    Col("bottom", "bottom"),
                    Col("midpoint", "midpoint"),
                    Col("top", "top"),
                    Col("spread", "top over bottom", "basis points"),
                ),
            )
        )
        self._spines: dict[str, int] = {}
        self._found: dict[str, NativeRange] = {}
        for name in names:
            self._add(name)

    def of(self, grade: str) -> NativeRange:
        """The range of a grade."""
        key = grade.casefold()  # a grade of the library may be named with its body or without
        return self._found[key if key in self._found else self.ranges.of(grade).grade.casefold()]

    def cell(self, grade: str, key: str) -> str:
        """A cell of a grade's range."""
        return self.sheet.at(key, self.of(grade).row)

    def _add(self, name: str) -> None:
        found = self.ranges.of(name)
        row = self._book.grade(name)
        first = last = 0
        held = ""
        if found.points:
            spine_first, points = self._spine(name)
            at = [each.point for each in points].index(found.points[0].point)
            first = spine_first + at
            last = first + len(found.points) - 1
            bottom, top = (self.points.at("pence", each) for each in (first, last))
        elif row is not None:
            pounds = [self._book.input("Grades", f"{end} salary", row) for end in ("bottom", "top")]
            bottom, top = map(self._book.pence, pounds)
            held = f"{pounds[1]}*100"
        else:
            figure = Figure(f"grade {found.grade}", "", None, None, "library", found.source, "")
            bottom, top = (
                "NA()"
                if value is None
                else f"ROUND({self._book.figures.amount(figure._replace(name=f'{figure.name}, {end}'), value)}*100,0)"
                f"+{self._book.basis.guard}"
                for end, value in (("bottom", found.bottom), ("top", found.top))
            )
        low, high = self.sheet.here("bottom"), self.sheet.here("top")
        number = self.sheet.add(
            grade=found.grade,
            bottom=F(bottom),
            top=F(f"IF({held or top}<{low},NA(),{top})"),
            midpoint=midpoint(low, high),
            spread=share_of(high - low, low),
        )
        self._found[name.casefold()] = self._found[found.grade.casefold()] = NativeRange(found, number, first, last)

    def _spine(self, grade: str) -> tuple[int, list[_Point]]:
        """The first row of the spine of a grade in the workings, and its points with the cells of their salaries."""
        book, row = self._book, self._book.grade(grade)
        on = book.inputs.settings.implementation_date
        cells: list[_Point]
        if row is not None:
            key = row.spine.casefold()
            rows = [each for each in book.inputs.spines if each.spine.casefold() == key and each.effective_from <= on]
            name = row.spine
        else:
            rows, name = [], f"grade {grade}"
        if rows:
            newest = max(each.effective_from for each in rows)
            version = [each for each in rows if each.effective_from == newest]
            cells = [
                _Point(each.point, "" if each.salary is None else book.pence(pounds), pounds=pounds)
                for each in version
                for pounds in [book.input("Spines", "salary", each)]
            ]
        else:
            cells = self._of_library(grade, name)
        if name.casefold() not in self._spines:
            self._spines[name.casefold()] = self.points.next_row
            self._write(name, cells)
        return self._spines[name.casefold()], cells

    def _of_library(self, grade: str, name: str) -> list[_Point]:
        book = self._book
        on = book.inputs.settings.implementation_date
        cells = []
        row = book.grade(grade)
        with library.figures_used() as used:
            if row is not None:
                spine = library.spine(name, on)
                points = [spine.use(index) for index in range(len(spine.points))]
            else:
                points = list(library.grade(grade, on).points)
        by_point = {each.name.rpartition(" point ")[2]: each for each in used}
        for point in points:
            figure = by_point.get(point.point) or Figure(f"{name} point {point.point}", "", None, None, "", "", "")
            texts = []
            for each in (point.pence, point.worked_out):
                amount = "" if each is None else book.figures.amount(figure, each)
                texts.append(f"ROUND({amount}*100,0)+{book.basis.guard}" if amount else "")
            cells.append(_Point(point.point, *texts))
        return cells

    def _write(self, name: str, cells: list[_Point]) -> None:
        sheet = self.points
        start = sheet.next_row
        known: list[PointSalary] = [
            PointSalary(
                each.point,
                sheet.here("pence", start + index) if each.salary else None,  # type: ignore[arg-type]
                worked_out=sheet.here("pence", start + index) if each.worked_out else None,  # type: ignore[arg-type]
            )
            for index, each in enumerate(cells)
        ]
        drawn = straight_line(known) if self._book.inputs.settings.unpublished_points == "estimate" else known
        before = 0
        for index, (point, text, worked_out, pounds) in enumerate(cells):
            row = start + index
            estimated = drawn[index].estimated
            if text:
                below = str(sheet.here("pence", before)) if before else ""
                held = f"{pounds}*100" if pounds else text
                pence = F(f"IF({held}<{below},NA(),{text})" if below else text)  # a point never pays less
                before = row
            elif estimated:
                pence = F(worked_out or drawn[index].pence)
            else:
                pence = None
            here = sheet.here("pence", row)
            so_far = f"{sheet.here('known', row - 1)}+COUNT({here})" if index else f"COUNT({here})"
            sheet.add(
                spine=name,
                point=int(point) if point.isdecimal() else point,
                pence=pence if pence is not None else "not published",
                known=F(so_far),
                estimated=F(f"IF(ISNUMBER({here}),{int(estimated)},0)"),
            )


def known(grade_range: PayRange) -> bool:
    """Whether both ends of a range are known."""
    return grade_range.bottom is not None and grade_range.top is not None
