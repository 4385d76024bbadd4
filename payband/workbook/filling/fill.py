"""Fills tables and sheets of a workbook in place: only the touched sheets, their tables and what follows change."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from payband.errors import InputProblems, Problem
from payband.ooxml.calculation import ask_for_calculation, keep_calculated
from payband.ooxml.cell_texts import cell_text
from payband.ooxml.cells import CellRange, cell_xml, column_letters
from payband.ooxml.follow import Growth, follow_in_formulas
from payband.ooxml.package import Package, TablePlace
from payband.ooxml.sheet_xml import RowPlace, SheetXml, holds_something
from payband.ooxml.single_cells import set_cells
from payband.ooxml.table_rows import old_rows
from payband.ooxml.table_xml import columns_under, shape_of
from payband.workbook.filling.table_fill import Filling, TableFiller

__all__ = [
    "Filling",
    "ask_for_calculation",
    "fill_columns",
    "fill_sheet",
    "fill_table",
    "follow_lengths",
    "keep_calculated",
    "named_styles",
    "put_last_row",
    "set_cells",
]

TOTAL_STYLE = "payband label"


def follow_lengths(package: Package, counts: Mapping[str, int]) -> None:
    """Has the workbook's formulas follow tables, by their names, that are about to have other numbers of rows.

    It is done before any of them is filled: a formula that is written then is about the new rows already.
    """
    growths = []
    for name, rows in counts.items():
        place = package.tables[name.casefold()]
        old = shape_of(package, place)
        growths.append(Growth(place.sheet, old, old.with_rows(rows)))
    follow_in_formulas(package, [each for each in growths if each.changes])


def fill_columns(package: Package, place: TablePlace, filling: Filling, total: Sequence[Any] | None = None) -> int:
    """Puts columns of values into a table, makes it as long as they are, and gives the number of rows.

    It has one row at least, for Excel allows no table without. Rows that were there keep their look; new ones look as
    most of them do, in two looks that take turns where the table's rows do. A row of totals moves with the table's end;
    what follows the table (names, charts, conditional formats, checks of input) goes with it. Columns of the table that
    are not filled, and cells next to it, stay; in new rows such a column has its own formula, if it has one. A `total`,
    whose first value is its name, goes two rows below the table: as it is not a row of it, nothing counts it twice.
    Raises InputProblems where something is below the table that the rows would run into, or an array formula is in
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


def put_last_row(package: Package, place: TablePlace, headings: Sequence[str], values: Sequence[Any]) -> None:
    """Puts a row at the end of a table, under the headings, in place of one there that has the same first value."""
    data = shape_of(package, place).data
    sheet = SheetXml(package, place.sheet_part)
    last = sheet.row_from(data.last_row)
    start = data.last_row - data.first_row + 1
    there = sheet.by_column(last) if last and last.number == data.last_row else {}
    if cell_text(package, there.get(columns_under(place, headings)[0], "")) == str(values[0]):
        start -= 1
    TableFiller(package, place, Filling([(value,) for value in values], None, headings, start)).fill()


def fill_sheet(package: Package, name: str, rows: Iterable[tuple[float | None, Sequence[tuple[Any, str]]]]) -> None:
    """Puts rows into a sheet from its first row on, in place of those of an earlier filling.

    Each row is a height and (value, style) cells. What is in columns further to the right stays, and so do rows
    below: the earlier ones end with the first that says what the last of the new ones says, or else above the first
    empty one. Raises InputProblems where a person's own rows are where the new ones must go.
    """
    sheet = SheetXml(package, package.sheets[name])
    new = list(rows)
    width = max((len(cells) for _, cells in new), default=0)
    filled = range(1, width + 1)
    end = _end_of_filled(package, sheet, filled, str(new[-1][1][0][0]) if new and new[-1][1] else "")
    own = [row for row in sheet.rows() if row.number > end]
    _check_room(sheet, name, [row for row in own if row.number <= len(new)], filled)
    below = {row.number: sheet.content[row.start : row.end] for row in own if row.number > len(new)}
    kept = old_rows(sheet, 1, max(end, len(new)), filled)
    from_1904 = package.counts_from_1904
    parts = []
    used: list[tuple[int, int]] = []
    for number in range(1, max(end, len(new)) + 1):
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
    used += [(row.number, cell.column) for row in own if row.number in below for cell in sheet.cells(row)]
    rest = [*below.values(), sheet.content[sheet.last :]]
    content = b"".join([sheet.content[: sheet.first], sheet.own("".join(parts)), *rest])
    if used:
        numbers, columns = zip(*used, strict=True)
        content = sheet.with_dimension(content, CellRange(min(columns), 1, max(columns), max(numbers)))
    package.write(package.sheets[name], content)


def _end_of_filled(package: Package, sheet: SheetXml, filled: Iterable[int], last: str) -> int:
    """The number of the last row that an earlier filling wrote, whose last row begins with this text."""
    found = {
        row.number: [cell_text(package, cells.get(column, "")) for column in filled]
        for row, cells in ((row, sheet.by_column(row)) for row in sheet.rows())
    }
    ends = [number for number, held in found.items() if held[:1] == [last]]
    if ends:
        return min(ends)
    return next(number for number in count() if not any(found.get(number + 1, ())))


def _check_room(sheet: SheetXml, name: str, rows: Iterable[RowPlace], filled: Iterable[int]) -> None:
    """Nothing that a person put below the rows is written over."""
    for row in rows:
        for column, xml in sheet.by_column(row).items():
            if column in filled and holds_something(xml):
                message = (
                    f"cell {column_letters(column)}{row.number} is where the answers must go: move what is below "
                    "them further down, to their right, or to another sheet"
                )
                raise InputProblems([Problem(message, sheet=name, row=row.number)])


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
