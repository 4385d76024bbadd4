"""The sheet Problems of a review workbook: what is wrong with its inputs, each with a link to its cell."""

from collections.abc import Sequence

from payband.errors import Problem, WrongInput
from payband.workbook.cell_texts import cell_text
from payband.workbook.cells import CellRange, column_letters
from payband.workbook.native_sheets import Col, Workings, add_sheets, sheet_xml
from payband.workbook.package import Package
from payband.workbook.sheet_xml import SheetXml

__all__ = ["SHEET", "has_problems_sheet", "mark_problems"]

SHEET = "Problems"
SAYS = "What payband check found in the inputs. Follow a link in column A, put the cell right, and check again."
NONE = "none: the inputs can be used"
_COLUMNS = (
    Col("where", "where", "text", 22),
    Col("sheet", "sheet", "text", 22),
    Col("table", "table", "text", 18),
    Col("row", "row", "value", 8),
    Col("column", "column", "text", 22),
    Col("problem", "problem", "text", 100),
)


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
    made = Workings(SHEET, SAYS, _COLUMNS)
    for problem in problems:
        place = _cell_of(package, problem)
        row = made.add(
            where=place[1] if place else None,
            sheet=problem.sheet or None,
            table=problem.table or None,
            row=problem.row,
            column=problem.column or None,
            problem=problem.message,
        )
        if place:
            made.links[f"A{row}"] = _location(*place)
    if not problems:
        made.add(problem=NONE)
    if has_problems_sheet(package):
        package.write(package.sheets[SHEET], sheet_xml(package, made))
    else:
        add_sheets(package, [made], "problems")


def _location(sheet: str, cell: str) -> str:
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{cell}"


def _cell_of(package: Package, problem: Problem) -> tuple[str, str] | None:
    """The sheet and the cell of a problem, as near as they are known."""
    place = package.tables.get(problem.table.casefold())
    sheet = next((name for name in package.sheets if name.casefold() == problem.sheet.casefold()), "")
    if place is None:
        return (sheet, "A1") if sheet else None
    block = CellRange.parse(place.ref)
    names = [name.casefold() for name in place.columns]
    at = names.index(problem.column.casefold()) if problem.column.casefold() in names else 0
    row = problem.row if problem.row is not None else block.first_row
    return place.sheet, f"{column_letters(block.first_column + at)}{row}"
