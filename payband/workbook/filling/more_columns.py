"""Gives a table more columns at its end: their headings, their units and cells that look like those of their kind."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from payband.ooxml.cell_texts import cell_text
from payband.ooxml.cells import CellRange, cell_xml, column_letters
from payband.ooxml.kept_formulas import Change
from payband.ooxml.package import Package, TablePlace
from payband.ooxml.sheet_xml import RowPlace, SheetXml, attribute, holds_something, utf8
from payband.ooxml.table_xml import shape_of, with_more_columns

__all__ = ["NewColumn", "add_columns"]

_SPANS = re.compile(rb"""(\sspans\s*=\s*["'])(\d+):(\d+)""")
_COLS = re.compile(rb"<(?:\w+:)?cols(?:\s[^>]*)?>")
_COL = re.compile(rb"<(?:\w+:)?col\s[^>]*>")


class NewColumn(NamedTuple):
    """A column that a table is given.

    `like` is the heading of the table's column whose cells its own look like; without one they have the `style` of that
    number. The `value` is in each row that holds something.
    """

    heading: str
    unit: str
    like: str = ""
    style: str = ""
    width: float = 0
    value: Any = None


def add_columns(package: Package, place: TablePlace, columns: Sequence[NewColumn]) -> None:
    """Adds columns at the end of a table; its own columns, their formulas and all else stay as they are.

    What is where they must go is moved to the right with whole columns of the sheet, as Excel's Insert does. Raises
    InputProblems where that cannot be done.
    """
    shape = shape_of(package, place)
    new = shape.whole._replace(
        first_column=shape.whole.last_column + 1, last_column=shape.whole.last_column + len(columns)
    )
    if not _is_free(package, place, new):
        from payband.ooxml.insert_columns import insert_columns  # hardly any workbook needs it

        insert_columns(package, place.sheet, new.first_column, len(columns))
        place = package.tables[place.name.casefold()]
    writer = _Writer(package, place, shape.data, new, columns)
    package.write(place.sheet_part, writer.content())
    table = utf8(package.read(place.table_part))
    package.write(place.table_part, with_more_columns(table, [each.heading for each in columns], shape))
    package.tables_changed()


def _is_free(package: Package, place: TablePlace, new: CellRange) -> bool:
    """Whether nothing is in the new columns from the headings down, nor another table right behind them.

    Another table below, or merged cells, that are below the table's own columns too are no more in its way than they
    were.
    """
    sheet = SheetXml(package, place.sheet_part)
    blocks = sheet.merged()
    tables = [each for each in package.tables.values() if each.sheet == place.sheet and each.name != place.name]
    blocks += [shape_of(package, each).whole for each in tables]
    blocks = [each for each in blocks if each.last_row >= new.first_row]
    if any(new.first_column <= each.first_column <= new.last_column + 1 for each in blocks):
        return False
    below = [each for each in blocks if each.first_column < new.first_column <= each.last_column]
    start = sheet.row_from(new.first_row)
    for row in sheet.rows(start.start) if start is not None else ():
        if any(each.first_row <= row.number <= each.last_row for each in below):
            continue
        for cell in sheet.cells(row):
            within = new.first_column <= cell.column <= new.last_column
            if within and sheet.holds(cell):
                return False
    return True


class _Writer:
    """The sheet of a table with the cells of the new columns."""

    def __init__(
        self, package: Package, place: TablePlace, data: CellRange, new: CellRange, columns: Sequence[NewColumn]
    ) -> None:
        self._package = package
        self._sheet = SheetXml(package, place.sheet_part)
        self._data = data
        self._new = new
        self._columns = columns
        names = [name.casefold() for name in place.columns]
        numbers = list(data.columns)
        self._like = [numbers[names.index(each.like.casefold())] if each.like else 0 for each in columns]
        self._last = next((at for at in reversed(self._like) if at), data.last_column)

    def content(self) -> bytes:
        """The sheet's XML."""
        sheet, new = self._sheet, self._new
        content = sheet.spliced([*self._widths(), *self._changes()])
        used = sheet.dimension()
        if used is None:
            return content
        return sheet.with_dimension(content, used._replace(last_column=max(used.last_column, new.last_column)))

    def _changes(self) -> Iterator[Change]:
        new, headings = self._new, self._data.first_row > self._new.first_row
        start = self._sheet.row_from(max(new.first_row - 1, 1))
        for row in self._sheet.rows(start.start) if start is not None else ():
            if row.number > new.last_row:
                break
            cells = self._sheet.by_column(row)
            if row.number < new.first_row:
                if cell_text(self._package, cells.get(self._last, "")):
                    yield from self._row(row, [each.unit for each in self._columns], [self._last] * len(self._columns))
            elif headings and row.number == new.first_row:
                yield from self._row(row, [each.heading for each in self._columns], [self._last] * len(self._columns))
            else:
                yield from self._row(row, self._values(row.number, cells), self._like)

    def _values(self, number: int, cells: Mapping[int, str]) -> list[Any]:
        held = self._data.first_row <= number <= self._data.last_row and any(
            holds_something(xml) for column, xml in cells.items() if column in self._data.columns
        )
        return [each.value if held else None for each in self._columns]

    def _row(self, row: RowPlace, values: Sequence[Any], like: Sequence[int]) -> Iterator[Change]:
        """A row with its new cells, each with the look of another of the row; empty ones there give way."""
        sheet, new = self._sheet, self._new
        styles = {cell.column: attribute(sheet.tag(cell), "s") for cell in sheet.cells(row)}
        made = "".join(
            cell_xml(
                f"{column_letters(column)}{row.number}",
                value,
                styles.get(at, "") if at else each.style,
                from_1904=self._package.counts_from_1904,
            )
            for column, value, at, each in zip(new.columns, values, like, self._columns, strict=True)
        )
        tag = sheet.tag(row)
        if tag.endswith(b"/>"):
            yield row.start, row.end, self._wide(tag)[:-2].rstrip() + b">" + sheet.own(f"{made}</row>")
            return
        yield row.start, row.tag_end, self._wide(tag)
        at, end = row.tag_end, row.tag_end
        for cell in sheet.cells(row):
            if cell.column < new.first_column:
                at = end = cell.end
            elif cell.column <= new.last_column:
                end = cell.end
        yield at, end, sheet.own(made)

    def _wide(self, tag: bytes) -> bytes:
        """A row's start tag with its hint of the columns it uses made true."""
        last = self._new.last_column
        return _SPANS.sub(lambda found: b"%s%d:%d" % (found[1], int(found[2]), max(int(found[3]), last)), tag, count=1)

    def _widths(self) -> Iterator[Change]:
        """The widths of the new columns, where the sheet says widths and has none for them."""
        sheet = self._sheet
        known = sheet.widths()
        start = _COLS.search(sheet.scan, 0, sheet.first)
        at = start.end() if start else 0
        for found in _COL.finditer(sheet.scan, at, sheet.first):
            if int(attribute(found[0], "min") or 0) < self._new.first_column:
                at = found.end()
        made = "".join(
            f'<col min="{column}" max="{column}" width="{each.width:g}" customWidth="1"/>'
            for column, each in zip(self._new.columns, self._columns, strict=True)
            if each.width and column not in known
        )
        if at and made:
            yield at, at, sheet.own(made)
