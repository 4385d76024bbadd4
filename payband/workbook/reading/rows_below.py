"""Has the input tables of a workbook take in the rows that were typed right below them."""

from collections.abc import Iterable, Mapping

from payband.ooxml.cells import CellRange
from payband.ooxml.package import Package, TablePlace
from payband.ooxml.table_xml import grow, shape_of
from payband.review.inputs.input_table import InputTable
from payband.review.inputs.raw.rows_below import Ended, RowsBelow, rows_below
from payband.review.parts.registry import inputs_among
from payband.workbook.reading.values import SheetCells, SheetValues, row_cells

__all__ = ["grow_over_rows_below", "take_in_rows_below"]


def grow_over_rows_below(package: Package) -> None:
    """Has the input tables of a workbook that is written without being read take in the rows right below them."""
    tables = [table for table in inputs_among(package.tables) if table.name.casefold() in package.tables]
    sheets = [package.tables[table.name.casefold()].sheet for table in tables]
    take_in_rows_below(package, SheetValues(package, sheets), tables)


def take_in_rows_below(package: Package, values: SheetValues, tables: Iterable[InputTable]) -> Mapping[str, RowsBelow]:
    """Has input tables of a package take in the rows right below them; what is below each, by the table's name.

    Only the tables' own parts change, which say what cells they cover. `values` hold the tables' sheets.
    """
    found: dict[str, RowsBelow] = {}
    for table in tables:
        place = package.tables.get(table.name.casefold())
        if place is not None:
            found[table.name] = below = _below(package, values[place.sheet], place, table)
            if below.grown_by:
                grow(package, place, below.grown_by)
    if any(below.grown_by for below in found.values()):
        package.tables_changed()
    return found


def _below(package: Package, sheet: SheetCells, place: TablePlace, table: InputTable) -> RowsBelow:
    shape = shape_of(package, place)
    block = shape.whole
    ends = min([len(sheet.rows), *(start - 1 for start in _tables_below(package, place, block))])
    last_bad = max((row for row, column in sheet.bad if column in block.columns), default=0)
    ends = max(ends, last_bad) if ends == len(sheet.rows) else ends
    if ends <= block.last_row:
        return RowsBelow()
    rows = [row_cells(sheet, block, number) for number in range(block.last_row + 1, ends + 1)]
    has_totals = shape.data.last_row < block.last_row
    return rows_below(Ended(table.name, place.sheet, place.columns, block.last_row, has_totals), rows)


def _tables_below(package: Package, place: TablePlace, block: CellRange) -> Iterable[int]:
    """The first rows of the tables that stand below this one, under its columns: what is below them is theirs."""
    for other in package.tables.values():
        if other.sheet == place.sheet and other.table_part != place.table_part:
            its = CellRange.parse(other.ref)
            apart = its.last_column < block.first_column or block.last_column < its.first_column
            if not apart and its.first_row > block.last_row:
                yield its.first_row
