"""Empties answer tables of an earlier run, so that no old answer looks like one of today."""

from payband.ooxml.cell_texts import cell_text
from payband.ooxml.package import Package, TablePlace
from payband.ooxml.sheet_xml import SheetXml
from payband.ooxml.table_xml import columns_under, shape_of
from payband.review.answers import TOTAL_BELOW, AnswerTable
from payband.review.inputs.formats import FIRST
from payband.workbook.filling.fill import Filling, fill_columns, set_cells

__all__ = ["empty_answers", "total_row_of"]

_TOTAL = "Total"


def empty_answers(package: Package, table: AnswerTable) -> None:
    """Empties the columns of an answer table, which keeps one row without values, and the total below it.

    Columns that a person added to the table stay, and what is below moves as when a table is filled.
    """
    place = package.tables[table.name.casefold()]
    there = {name.casefold() for name in place.columns}
    headings = [each.heading for each in table.columns if each.since == FIRST or each.heading.casefold() in there]
    total = total_row_of(package, place)
    if total is not None:
        columns = columns_under(place, headings)
        set_cells(package, place.sheet, {(total, column): None for column in columns})
    fill_columns(package, place, Filling([[] for _ in headings], None, headings))


def total_row_of(package: Package, place: TablePlace) -> int | None:
    """The row of the total that payband wrote below a table; None where there is none."""
    shape = shape_of(package, place)
    sheet = SheetXml(package, place.sheet_part)
    for number in {shape.whole.last_row + TOTAL_BELOW, shape.data.last_row + TOTAL_BELOW}:
        row = sheet.row_from(number) if number > shape.whole.last_row else None
        if row is not None and row.number == number:
            first = sheet.by_column(row).get(shape.whole.first_column, "")
            if cell_text(package, first).startswith(_TOTAL):
                return number
    return None
