"""Reads a table of posts from a workbook: its table Posts or People, or else the cells of its first sheet."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from payband.batch.posts.file import Piece, PostsFile
from payband.errors import WrongInput
from payband.kinds import blank, point_text
from payband.ooxml.cells import CellRange
from payband.ooxml.package import Package, TablePlace
from payband.ooxml.table_xml import shape_of
from payband.review.columns import CHUNK
from payband.review.inputs.raw.raw_tables import BadCell
from payband.workbook.lists.export_file import hidden_rows_said
from payband.workbook.reading.values import SheetCells, SheetValues, plain

__all__ = ["WorkbookPosts"]

_TABLES = ("Posts", "People")


class WorkbookPosts(PostsFile):
    """A table of posts on a sheet. Each piece has its cells too, since a column of a sheet may mix kinds of value."""

    cells = True

    def __init__(self, path: str) -> None:
        package = Package(path)
        place = next((package.tables[name.casefold()] for name in _TABLES if name.casefold() in package.tables), None)
        sheet = place.sheet if place else next(iter(package.sheets))
        self._sheet = SheetValues(package, [sheet])[sheet]
        block = _without_totals(package, place) if place else _used(self._sheet, path, sheet)
        if any(_overlap(merged, block) for merged in self._sheet.merged):
            raise WrongInput(f"{path}: cells of sheet '{sheet}' are merged: unmerge them and fill in each")
        self._block = block
        self._where = f"{path}, sheet '{sheet}', row {block.first_row}"
        names = [_heading(value) for value in _row(self._sheet, block, block.first_row)]
        if not all(names):
            raise WrongInput(
                f"{path}: a column of sheet '{sheet}' has no heading in row {block.first_row}: give it one"
            )
        self._last_row = min(block.last_row, len(self._sheet.rows))
        columns = zip(*self._rows(block.first_row + 1, self._last_row), strict=True)
        kinds = [_kind(values) for values in columns] or [pa.string()] * len(names)
        rows = self._last_row - block.first_row
        super().__init__(path, pa.schema(list(zip(names, kinds, strict=True))), -(-rows // CHUNK))
        self.notes += hidden_rows_said(package, sheet)

    @property
    def where(self) -> str:
        """Where its headings stand: by the sheet too, as only the first is read where no table is called Posts."""
        return self._where

    def _rows(self, first: int, last: int) -> Iterator[list[Any]]:
        return (_row(self._sheet, self._block, number) for number in range(first, last + 1))

    def pieces(self) -> Iterator[Piece]:
        """The rows, some at a time; cells that cannot be read are empty there, and said in the piece's cells."""
        for first in range(self._block.first_row + 1, self._last_row + 1, CHUNK):
            columns = list(zip(*self._rows(first, min(first + CHUNK - 1, self._last_row)), strict=True))
            arrays = [_array(values, kind) for values, kind in zip(columns, self.schema.types, strict=True)]
            cells = dict(zip(self.columns, columns, strict=True))
            yield Piece(pa.RecordBatch.from_arrays(arrays, schema=self.schema), first, (), cells)


def _without_totals(package: Package, place: TablePlace) -> CellRange:
    """The headings and the rows of a table; its row of totals is no post."""
    shape = shape_of(package, place)
    return shape.whole._replace(last_row=shape.data.last_row)


def _used(cells: SheetCells, path: str, sheet: str) -> CellRange:
    """The cells of a sheet from its row of headings on: the first row that holds anything."""
    for number, row in enumerate(cells.rows, start=1):
        filled = [column for column, value in enumerate(row, start=1) if not blank(value)]
        if filled:
            return CellRange(filled[0], number, filled[-1], len(cells.rows))
    raise WrongInput(f"{path}: sheet '{sheet}' is empty: it needs a row of headings and a row for each post")


def _overlap(one: CellRange, other: CellRange) -> bool:
    rows = one.first_row <= other.last_row and one.last_row >= other.first_row
    return rows and one.first_column <= other.last_column and one.last_column >= other.first_column


def _row(cells: SheetCells, block: CellRange, number: int) -> list[Any]:
    row = cells.rows[number - 1]
    values = [plain(value) for value in row[block.first_column - 1 : block.last_column]]
    values += [None] * (block.last_column - block.first_column + 1 - len(values))
    if cells.bad:
        for place, column in enumerate(block.columns):
            values[place] = cells.bad.get((number, column), values[place])
    return values


def _heading(value: Any) -> str:
    return "" if value is None or isinstance(value, BadCell) else " ".join(str(value).split())


def _kind(values: Sequence[Any]) -> pa.DataType:
    """The one kind of value that a column holds; text where it mixes several."""
    kinds = {type(value) for value in values if value is not None and not isinstance(value, BadCell)}
    if kinds == {bool}:
        return pa.bool_()
    if kinds == {int} and all(abs(value) < 2**53 for value in values if isinstance(value, int)):
        return pa.int64()
    if kinds and kinds <= {int, float}:
        return pa.float64()
    return pa.date32() if kinds == {date} else pa.string()


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    found = (None if isinstance(value, BadCell) else value for value in values)
    if pa.types.is_string(kind):
        found = (value if value is None or isinstance(value, str) else _text(value) for value in found)
    elif pa.types.is_floating(kind):
        found = (value if value is None else float(value) for value in found)
    return pa.array(list(found), kind)


def _text(value: Any) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else point_text(value)
