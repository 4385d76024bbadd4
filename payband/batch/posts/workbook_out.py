"""Writes an answered table of posts as a workbook: sheets Posts, Totals and Rejected, row by row to the disk."""

import csv
import re
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from typing import IO, Any

import openpyxl
import pyarrow as pa
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableColumn

from payband.batch.posts.column_names import FTE, SALARY
from payband.batch.posts.posts import BatchOutcome, PostsBatch, Rejected
from payband.csv_text import CSV_ENCODING
from payband.errors import WrongInput
from payband.ooxml.built import built_package
from payband.ooxml.cells import CellRange, column_letters
from payband.ooxml.package import Package
from payband.workbook.building.styles import ANSWER_TAB, KINDS, add_styles, style_name
from payband.workbook.building.template import set_page
from payband.workbook.filling.columns_xml import ColumnCells, rows_xml

__all__ = ["write_workbook"]

_MOST_ROWS = 1_048_576  # of a sheet
_MOST_TEXTS = 50_000  # cells of a column that are remembered
_HEADINGS_HEIGHT = 28  # points: two lines
_LEVEL = 1  # of compression: the disk is faster than any more of it
_SHEET_DATA = re.compile(rb"<sheetData>.*</sheetData>", re.S)


class _Sheet:
    """The rows of a sheet, as XML in a file of its own until all are known."""

    def __init__(self, name: str, columns: Sequence[str], kinds: Sequence[str]) -> None:
        self.name = name
        self.columns = list(columns)
        self.kinds = list(kinds)
        self.count = 0
        self._cells: list[ColumnCells] = []
        self.file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115, closed by who writes the workbook

    def styled(self, styles: Sequence[str]) -> None:
        """Says which style the cells of each column have."""
        behind = [*(f'<c r="{column_letters(number)}' for number in range(2, len(styles) + 1)), "</row>"]
        self._cells = [ColumnCells(style, behind=end) for style, end in zip(styles, behind, strict=True)]

    def add(self, columns: Sequence[Sequence[Any]]) -> None:
        """Adds rows, given as columns of values."""
        count = len(columns[0]) if columns else 0
        if self.count + count + 1 > _MOST_ROWS:
            raise WrongInput(
                f"sheet {self.name} would have more than the {_MOST_ROWS:,} rows that a sheet holds: write .parquet or "
                ".csv with -o"
            )
        cells = []
        for values, made in zip(columns, self._cells, strict=True):
            if len(made) > _MOST_TEXTS:
                made.clear()
            cells.append([made[value] for value in values])
        self.file.write(rows_xml(self.count + 2, ['"><c r="A'] * count, cells).encode())
        self.count += count


class _PostsWriter:
    """The writer of sheet Posts."""

    def __init__(self, sheet: _Sheet) -> None:
        self._sheet = sheet

    def write(self, rows: pa.RecordBatch) -> None:
        """Adds rows."""
        self._sheet.add([_values(column) for column in rows.columns])

    def close(self) -> None:
        """The sheet is finished with the others."""


def write_workbook(batch: PostsBatch, path: str, rejected: str) -> BatchOutcome:
    """Calculates a table and writes it as a workbook, and the rejected rows as CSV too.

    Raises WrongInput where there are more rows than a sheet holds.
    """
    names = batch.written.names
    with ExitStack() as opened:
        posts = _Sheet("Posts", names, [_kind(field.type, batch.meaning(field.name)) for field in batch.written])
        totals = _Sheet("Totals", batch.totals_columns, [*["text"] * len(batch.by), "whole", "fte"])
        totals.kinds += ["money"] * (len(totals.columns) - len(totals.kinds))
        wrong = _Sheet("Rejected", ["row", "column", "value", "why"], ["whole", "text", "text", "text"])
        sheets = [posts, totals, wrong]
        for sheet in sheets:
            opened.enter_context(sheet.file)
        package = _template(sheets)
        with Rejected.at(rejected) as list_of_rejected:
            outcome = batch.run(lambda schema: _PostsWriter(posts), list_of_rejected)
        totals.add(list(zip(*outcome.totals.rows, strict=True)))
        for rows in _rejected_rows(rejected):
            wrong.add(list(zip(*rows, strict=True)))
        _write(package, sheets, path)
    return outcome


def _kind(kind: pa.DataType, meaning: str) -> str:
    """The kind of cell that shows an Arrow column; `meaning` is the name of one that was read."""
    is_number = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)
    if is_number and meaning == FTE:
        return "fte"
    if pa.types.is_decimal(kind) or (is_number and meaning == SALARY):
        return "money"
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return "day"
    if pa.types.is_boolean(kind):
        return "yes_no"
    return "point" if is_number else "text"


def _values(column: pa.Array) -> list[Any]:
    if pa.types.is_dictionary(column.type):
        texts = column.dictionary.to_pylist()
        return [None if place is None else texts[place] for place in column.indices.to_pylist()]
    return [value if _fits(value) else str(value) for value in column.to_pylist()]


def _fits(value: Any) -> bool:
    """Whether a cell holds a value as it is."""
    if isinstance(value, int) and not isinstance(value, bool):
        return abs(value) < 10**15
    if isinstance(value, float):
        return abs(value) < 1e300
    return value is None or isinstance(value, bool | str | Decimal | date)


def _rejected_rows(path: str) -> Iterator[list[list[Any]]]:
    """The rejected rows as the CSV file has them, some at a time."""
    with open(path, encoding=CSV_ENCODING, newline="") as file:
        rows = csv.reader(file)
        next(rows)
        while piece := [[int(number), *texts] for number, texts in _split(rows)]:
            yield piece


def _split(rows: Iterator[list[str]]) -> Iterator[tuple[str, list[str]]]:
    for _, (number, *texts) in zip(range(10_000), rows, strict=False):
        yield number, texts


def _template(sheets: Sequence[_Sheet]) -> Package:
    """A workbook with the sheets, their headings, widths and styles, and a table on each that is still empty."""
    workbook = openpyxl.Workbook()
    add_styles(workbook)
    workbook.remove(workbook.worksheets[0])
    for sheet in sheets:
        made = workbook.create_sheet(sheet.name)
        for number, (name, kind) in enumerate(zip(sheet.columns, sheet.kinds, strict=True), start=1):
            made.cell(1, number, name).style = "payband heading"
            made.cell(1, number).data_type = "s"  # a heading that starts with = is text too
            made.cell(2, number).style = style_name(kind, False)
            width = 60 if name == "why" else max(KINDS[kind].width, *(len(word) + 3 for word in name.split() or [""]))
            made.column_dimensions[get_column_letter(number)].width = width
        made.row_dimensions[1].height = _HEADINGS_HEIGHT
        made.freeze_panes = "A2"
        made.print_title_rows = "1:1"
        set_page(made, ANSWER_TAB, "landscape")
        table = ExcelTable(displayName=sheet.name, ref=str(CellRange(1, 1, len(sheet.columns), 2)))
        table.tableColumns = [TableColumn(id=at, name=name) for at, name in enumerate(sheet.columns, start=1)]
        table.autoFilter = AutoFilter(ref=table.ref)
        made.add_table(table)
    package = built_package(workbook, "the workbook")
    for sheet in sheets:
        sheet.styled(_styles_of(package, sheet))
    return package


def _styles_of(package: Package, sheet: _Sheet) -> list[str]:
    """The styles of the first row below the headings."""
    text = package.read(package.sheets[sheet.name]).decode()
    return [
        (re.search(rf'<c r="{get_column_letter(number)}2" s="(\d+)"', text) or ["", ""])[1]
        for number in range(1, len(sheet.columns) + 1)
    ]


def _write(package: Package, sheets: Sequence[_Sheet], path: str) -> None:
    """The workbook as a zip file: its rows are copied from the disk, so that they are never in memory together."""
    parts = {package.sheets[sheet.name]: sheet for sheet in sheets}
    for sheet in sheets:
        place = package.tables[sheet.name.casefold()]
        ref = CellRange(1, 1, len(sheet.columns), max(sheet.count, 1) + 1)
        table = package.read(place.table_part).decode()
        package.write(place.table_part, table.replace(f'ref="{place.ref}"', f'ref="{ref}"').encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for name in package.names:
            with archive.open(name, "w", force_zip64=True) as part:
                content = package.read(name)
                found = _SHEET_DATA.search(content)
                if name not in parts or found is None:
                    part.write(content)
                    continue
                rows = found.group(0)
                headings = rows[: rows.index(b"</row>") + len(b"</row>")]
                part.write(content[: found.start()] + headings)
                rows_file = parts[name].file
                rows_file.seek(0)
                while block := rows_file.read(1 << 20):
                    part.write(block)
                part.write(b"</sheetData>" + content[found.end() :])
