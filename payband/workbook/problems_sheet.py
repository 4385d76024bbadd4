"""The sheet Problems of a review workbook: what is wrong with its inputs, each with a link to its cell."""

from collections.abc import Sequence

from payband.errors import Problem, WrongInput
from payband.ooxml.cell_texts import cell_text
from payband.ooxml.cells import CellRange, column_letters
from payband.ooxml.package import Package
from payband.ooxml.sheet_xml import SheetXml
from payband.review.inputs.problem_list import COLUMNS, SAYS, SHEET, TableAt, listed
from payband.workbook.building.workings_sheets import Col, Workings, add_sheets, sheet_xml

__all__ = ["has_problems_sheet", "mark_problems"]


def has_problems_sheet(package: Package) -> bool:
    """Whether a workbook has the sheet from an earlier check. Raises WrongInput where it has one of somebody else's."""
    if SHEET not in package.sheets:
        return False
    sheet = SheetXml(package, package.sheets[SHEET])
    second = sheet.row_from(2)
    found = cell_text(package, sheet.by_column(second).get(1, "")) if second is not None and second.number == 2 else ""
    if found != SAYS:
        raise WrongInput(f"{package.name} has a sheet '{SHEET}' of its own: give that another name, and check again")
    return True


def mark_problems(package: Package, problems: Sequence[Problem]) -> None:
    """Writes the sheet Problems, or an earlier one anew; nothing else of the workbook changes."""
    made = Workings(SHEET, SAYS, tuple(Col(each.heading, each.heading, each.unit, each.width) for each in COLUMNS))
    for each in listed(problems, _tables(package), package.sheets):
        where = ""
        if each.cell is not None:
            sheet, row, column = each.cell
            where = f"{column_letters(column)}{row}"
            made.links[f"A{made.next_row}"] = f"{_quoted(sheet)}!{where}"
        made.add(**dict(zip((column.heading for column in COLUMNS), (where or None, *each.values), strict=True)))
    if has_problems_sheet(package):
        package.write(package.sheets[SHEET], sheet_xml(package, made))
    else:
        add_sheets(package, [made], "problems")


def _tables(package: Package) -> dict[str, TableAt]:
    found = {}
    for name, place in package.tables.items():
        block = CellRange.parse(place.ref)
        found[name] = TableAt(place.sheet, block.first_row, block.first_column, place.columns)
    return found


def _quoted(sheet: str) -> str:
    return "'" + sheet.replace("'", "''") + "'"
