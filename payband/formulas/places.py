"""Where the cells of a review workbook are, as the formulas of its answers name them."""

from collections.abc import Sequence

from payband.ooxml.cells import CellRange, column_letters
from payband.ooxml.package import Package
from payband.ooxml.table_xml import shape_of
from payband.review.inputs.input_table import InputRow
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.tables import GradeRow, OnCostProfile
from payband.review.results import Results

__all__ = ["Places"]


class Places:
    """The cells of a workbook's tables by table, column and row."""

    def __init__(self, package: Package, results: Results, setting_rows: dict[str, int]) -> None:
        self.package = package
        self.results = results
        self.inputs: Inputs = results.inputs
        self.setting_rows = setting_rows
        self.first_rows = {
            name: CellRange.parse(package.tables[name.casefold()].ref).first_row + 1
            for name in results.tables
            if name.casefold() in package.tables  # a workbook may be without charts
        }

    def cell(self, table: str, column: str, row: int) -> str:
        """A cell of a table, as another sheet's formula names it."""
        place = self.package.tables[table.casefold()]
        first = CellRange.parse(place.ref).first_column
        letters = column_letters(first + place.columns.index(column))
        quoted = place.sheet.replace("'", "''")
        return f"'{quoted}'!${letters}${row}"

    def totals_above(self, table: str) -> int | None:
        """The number of a table's last row of data, where its row of totals is below it; None without one."""
        shape = shape_of(self.package, self.package.tables[table.casefold()])
        return shape.data.last_row if shape.whole.last_row > shape.data.last_row else None

    def rows_to_totals(self, table: str, column: str, first: int, last: int) -> str:
        """How far the row below rows of data is from the first: an added row moves totals, and this with them."""
        return f"ROW({self.cell(table, column, last + 1)})-ROW({self.cell(table, column, first)})"

    def input(self, table: str, column: str, row: InputRow) -> str:
        """A cell of an input table by its row."""
        return self.cell(table, column, row.row)

    def answer(self, table: str, column: str, index: int) -> str:
        """A cell of an answer table by the place of its row."""
        return self.cell(table, column, self.first_rows[table] + index)

    def setting(self, name: str) -> str:
        """The cell of a setting's value; nothing where the table has no row for it."""
        row = self.setting_rows.get(name)
        return "" if row is None else self.cell("Settings", "value", row)

    def block(self, table: str, first_column: str, last_column: str, rows: Sequence[InputRow]) -> str:
        """A block of cells over rows that follow each other, its columns side by side; nothing where they do not."""
        numbers = [row.row for row in rows]
        columns = self.package.tables[table.casefold()].columns
        beside = columns.index(last_column) - columns.index(first_column)
        if not numbers or numbers != list(range(numbers[0], numbers[0] + len(numbers))) or beside < 1:
            return ""
        first = self.cell(table, first_column, numbers[0])
        last = self.cell(table, last_column, numbers[-1]).partition("!")[2]
        return f"{first}:{last}"

    def down(self, table: str, column: str, rows: Sequence[InputRow]) -> str:
        """The cells of a column over rows that follow each other; nothing where they do not."""
        numbers = [row.row for row in rows]
        if not numbers or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            return ""
        return f"{self.cell(table, column, numbers[0])}:{self.cell(table, column, numbers[-1]).partition('!')[2]}"

    def grade(self, name: str) -> GradeRow | None:
        """The row of a grade."""
        return next((row for row in self.inputs.grades if row.grade.casefold() == name.casefold()), None)

    def range_index(self, grade: str) -> int | None:
        """The place of a grade in the table of pay ranges."""
        for index, name in enumerate(self.results.tables["PayRanges"].values("grade")):
            if name.casefold() == grade.casefold():
                return index
        return None

    def profile(self, name: str) -> OnCostProfile | None:
        """The on-cost profile of a name, or the setting's."""
        key = (name or self.inputs.settings.on_cost_profile).casefold()
        return next((each for each in self.inputs.on_costs if each.profile.casefold() == key), None)
