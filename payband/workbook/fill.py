"""Fills tables and sheets of a workbook in place: only the touched sheets, their tables and what follows change."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from payband.workbook.calculation import ask_for_calculation, keep_calculated
from payband.workbook.cells import CellRange, cell_xml, column_letters
from payband.workbook.package import Package, TablePlace
from payband.workbook.sheet_xml import SheetXml
from payband.workbook.single_cells import set_cells
from payband.workbook.table_fill import Filling, TableFiller
from payband.workbook.table_rows import old_rows
from payband.workbook.table_xml import shape_of

__all__ = [
    "Filling",
    "ask_for_calculation",
    "fill_columns",
    "fill_sheet",
    "fill_table",
    "keep_calculated",
    "named_styles",
    "put_last_row",
    "set_cells",
]

TOTAL_STYLE = "payband label"


def fill_columns(package: Package, place: TablePlace, filling: Filling, total: Sequence[Any] | None = None) -> int:
    """Puts columns of values into a table, makes it as long as they are, and gives the number of rows.

    It has one row at least, for Excel allows no table without. Rows that were there keep their look; new ones look as
    most of them do, in two looks that take turns where the table's rows do. A row of totals moves with the table's end;
    what follows the table (names, charts, conditional formats, checks of input) goes with it. Columns of the table that
    are not filled, and cells beside it, stay; in new rows such a column has its own formula, if it has one. A `total`,
    whose first value is its name, goes two rows below the table: it is no row of it, so that nothing counts it twice.
    Raises InputProblems where something stands below the table that the rows would run into, or an array formula is in
    the way.
    """
    bold = "" if total is None else named_styles(package)(TOTAL_STYLE)
    TableFiller(package, place, filling).fill(total, bold)
    return len(filling.columns[0])


def fill_table(
    package: Package, place: TablePlace, rows: Iterable[Sequence[Any]], total: Sequence[Any] | None = None
) -> int:
    """Puts rows of values into a table; otherwise as `fill_columns`."""
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    if not columns:
        columns = [()] * len(list(shape_of(package, place).whole.columns))
    return fill_columns(package, place, Filling(columns), total)


def put_last_row(package: Package, place: TablePlace, values: Sequence[Any]) -> None:
    """Puts a row at the end of a table, in place of one there that has the same first value."""
    data = shape_of(package, place).data
    sheet = SheetXml(package, place.sheet_part)
    last = sheet.row_from(data.last_row)
    start = data.last_row - data.first_row + 1
    for cell in sheet.cells(last) if last and last.number == data.last_row else ():
        if cell.column == data.first_column and f">{values[0]}<".encode() in sheet.content[cell.start : cell.end]:
            start -= 1
    TableFiller(package, place, Filling([(value,) for value in values], start=start)).fill()


def fill_sheet(package: Package, name: str, rows: Iterable[tuple[float | None, Sequence[tuple[Any, str]]]]) -> None:
    """Puts rows into a sheet from its first row on, in place of all that its first columns held.

    Each row is a height and (value, style) cells. What stands in columns further to the right stays.
    """
    sheet = SheetXml(package, package.sheets[name])
    new = list(rows)
    width = max((len(cells) for _, cells in new), default=0)
    old = {row.number: row for row in sheet.rows()}
    filled = range(1, width + 1)
    kept = old_rows(sheet, 1, max(old, default=0), filled)
    from_1904 = package.counts_from_1904
    parts = []
    used: list[tuple[int, int]] = []
    for number in range(1, max([len(new), *(number for number, row in kept.items() if row.kept)]) + 1):
        height, cells = new[number - 1] if number <= len(new) else (None, ())
        by_column = dict(kept[number].kept) if number in kept else {}
        for column, (value, style) in enumerate(cells, start=1):
            by_column[column] = cell_xml(f"{column_letters(column)}{number}", value, style, from_1904=from_1904)
        if not by_column and number > len(new):
            continue
        if height is None and by_column and number in kept and number > len(new) and kept[number].height:
            height = kept[number].height
        shown = "" if height is None else f' ht="{height:g}" customHeight="1"'
        parts.append(f'<row r="{number}"{shown}>{"".join(by_column[column] for column in sorted(by_column))}</row>')
        used += [(number, column) for column in by_column]
    content = b"".join([sheet.content[: sheet.first], sheet.own("".join(parts)), sheet.content[sheet.last :]])
    if used:
        numbers, columns = zip(*used, strict=True)
        content = sheet.with_dimension(content, CellRange(min(columns), 1, max(columns), max(numbers)))
    package.write(package.sheets[name], content)


def named_styles(package: Package) -> Callable[[str], str]:
    """The style number that cells of a named cell style carry; empty for a name the workbook lacks."""
    styles = next((part for kind, part in package.related(package.workbook_part).values() if kind == "styles"), "")
    if not styles:
        return lambda name: ""
    root = package.tree(styles)
    space = root.tag.partition("}")[0] + "}"
    formats = root.find(f"{space}cellXfs")
    names = root.find(f"{space}cellStyles")
    numbers: dict[str, str] = {}
    for number, each in enumerate(formats if formats is not None else ()):
        numbers.setdefault(each.get("xfId", "0"), str(number))
    found = {
        each.get("name", ""): numbers.get(each.get("xfId", ""), "") for each in (names if names is not None else ())
    }
    return lambda name: found.get(name, "")
