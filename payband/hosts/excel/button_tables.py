"""The tables of an open workbook as the button reads them, and what is typed below them."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from payband.errors import Problem
from payband.kinds import ERROR_VALUES, blank
from payband.review.inputs.problem_list import TableAt
from payband.review.inputs.raw.lost_tables import StandingTable, lost_tables
from payband.review.inputs.raw.raw_tables import BadCell, RawRow, RawTable
from payband.review.inputs.raw.rows_below import Ended, RowsBelow, rows_below
from payband.review.parts.registry import all_inputs

__all__ = ["ReadTables", "given", "grow_over_rows_below", "places_of", "read_tables", "tables_of"]

FORMULA_SIGNS = ("=", "+", "-", "@")


class ReadTables(NamedTuple):
    """The input tables of a workbook, what is wrong with them before they are read, and what is below each."""

    tables: dict[str, RawTable]
    problems: list[Problem]
    below: dict[str, RowsBelow]


def tables_of(book: Any) -> Iterator[tuple[str, Any]]:
    """Every table of an open workbook by its name in small letters."""
    for sheet in book.sheets:
        for table in sheet.tables:
            yield table.name.casefold(), table


def places_of(book: Any) -> dict[str, TableAt]:
    """Where every table of an open workbook stands."""
    return {
        name: TableAt(table.range.sheet.name, table.range.row, table.range.column, _headings(table))
        for name, table in tables_of(book)
    }


def read_tables(book: Any) -> ReadTables:
    """The input tables of an open workbook, which of them are missing, and what would be left out."""
    standing = dict(tables_of(book))
    read = ReadTables({}, [], {})
    for table in all_inputs():
        found = standing.get(table.name.casefold())
        if found is not None:
            read.below[table.name] = below = _below(table.name, found)
            read.tables[table.name] = _raw(table.name, found, below)
            read.problems.extend(below.problems)
        elif not table.optional:
            message = f"the table {table.name} is missing: copy the sheet '{table.sheet}' from a blank review"
            read.problems.append(Problem(message, sheet=table.sheet, table=table.name))
    others = [_standing(each) for each in standing.values()]
    read.problems.extend(lost_tables(others, [sheet.name for sheet in book.sheets], _cells_of(book)))
    return read


def grow_over_rows_below(book: Any, read: ReadTables) -> None:
    """Has the tables take in the rows right below them."""
    standing = dict(tables_of(book))
    for name, below in read.below.items():
        if below.grown_by:
            table = standing[name.casefold()]
            first, last = table.range, table.range.last_cell
            table.resize(first.sheet.range((first.row, first.column), (last.row + below.grown_by, last.column)))


def _cells_of(book: Any) -> Callable[[str], list[list[Any]]]:
    """What gives the cells of a sheet, from its first row and column on."""

    def cells(name: str) -> list[list[Any]]:
        sheet = book.sheets[name]
        values: list[list[Any]] = sheet.range((1, 1), sheet.used_range.last_cell.address).options(ndim=2).value
        return values

    return cells


def _standing(table: Any) -> StandingTable:
    def is_filled() -> bool:
        body = table.data_body_range
        return body is not None and any(not blank(value) for row in body.options(ndim=2).value for value in row)

    return StandingTable(table.name, table.range.sheet.name, _headings(table), is_filled)


def _headings(table: Any) -> list[str]:
    names = table.header_row_range.options(ndim=1).value if table.header_row_range is not None else ()
    return ["" if each is None else " ".join(str(each).split()) for each in names]


def _below(name: str, table: Any) -> RowsBelow:
    """What is below a table, down to the next of its sheet under its columns."""
    block, sheet = table.range, table.range.sheet
    last, right = block.last_cell.row, block.last_cell.column
    ends = sheet.used_range.last_cell.row
    for other in sheet.tables:
        its = other.range
        if its.row > last and its.column <= right and its.last_cell.column >= block.column:
            ends = min(ends, its.row - 1)
    if ends <= last:
        return RowsBelow()
    cells = sheet.range((last + 1, block.column), (ends, right)).options(ndim=2, err_to_str=True).value
    rows = [list(map(_plain, row)) for row in cells]
    return rows_below(Ended(name, sheet.name, _headings(table), last, table.totals_row_range is not None), rows)


def _raw(name: str, table: Any, below: RowsBelow) -> RawTable:
    """A table without its row of totals, with the rows below that are rows of it."""
    first, *rows = table.range.options(ndim=2, err_to_str=True).value
    names = ["" if heading is None else " ".join(str(heading).split()) for heading in first]
    start = table.range.row + 1
    held = list(enumerate(rows, start=start))
    if table.totals_row_range is not None:
        held.pop()
    if below.rows:
        last = table.range.last_cell
        further = table.range.sheet.range(
            (last.row + 1, table.range.column), (last.row + 1 + below.rows[-1], last.column)
        )
        values = further.options(ndim=2, err_to_str=True).value
        held += [(last.row + 1 + n, values[n]) for n in below.rows]
    raw = []
    for number, found in held:
        cells = {heading: _plain(value) for heading, value in zip(names, found, strict=True)}
        if any(not blank(cell) for cell in cells.values()):
            raw.append(RawRow(number, cells))
    return RawTable(name, names, raw)


def _plain(value: Any) -> Any:
    if isinstance(value, str) and value in ERROR_VALUES:
        return BadCell(f"holds the error {value}: mend the formula, or type the value")
    if isinstance(value, datetime):
        return value.date()
    return value


def given(value: Any) -> Any:
    """A value as Excel is given it; text that Excel would take for a formula gets an apostrophe before it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        return f"'{value}"
    return value
