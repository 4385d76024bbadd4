"""Reads an establishment list as it was exported: a CSV of any delimiter and encoding, or a sheet of a workbook."""

import codecs
import csv
import io
import os
import re
from collections import Counter
from collections.abc import Sequence
from datetime import time, timedelta
from typing import Any, NamedTuple

from payband.csv_text import DELIMITERS, delimiter_of, delimiter_said, holds_rows
from payband.errors import WrongInput, nearest_name
from payband.establishment.headings import Grid
from payband.kinds import blank
from payband.ooxml.cells import CellRange
from payband.ooxml.package import Package, TablePlace
from payband.ooxml.shown_zeros import numbers_with_zeros
from payband.progress import through
from payband.workbook.reading.values import SheetCells, SheetValues, plain

__all__ = ["ExportFile", "hidden_rows_said", "read_export"]

_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*\bhidden="(?:1|true)"')
_HOLDS_UTF8 = re.compile(rb"[\xc3-\xf4][\x80-\xbf]|\xc2[\xa0-\xbf]")
_MOST_NAMED = 10
_TEXT_FORMULA = re.compile(r'="([^"]*)"')
_WORKBOOKS = (b"PK", b"\xd0\xcf")  # how they start: those that are read, and the old or encrypted ones that are not


class ExportFile(NamedTuple):
    """An export as it was read, and what is to be said of how it was read."""

    grid: Grid
    sheet: str
    said: Sequence[str]


def read_export(path: str | os.PathLike[str], sheet: str = "") -> ExportFile:
    """Reads an export. `sheet` names the sheet of a workbook; without it the one with the most rows is taken.

    Raises WrongInput for a file that cannot be read, or that is neither a workbook nor a text of columns.
    """
    name = os.fspath(path)
    try:
        with open(name, "rb") as file:
            start = file.read(2)
            content = b"" if start in _WORKBOOKS else start + file.read()
    except FileNotFoundError:
        raise WrongInput(f"there is no file {name}: check the name and the folder") from None
    except IsADirectoryError:
        raise WrongInput(f"{name} is a folder: name the file in it") from None
    except OSError as error:
        raise WrongInput(
            f"{name} cannot be read ({error.strerror}): close it, or ask for the right to read it"
        ) from None
    if start in _WORKBOOKS:
        return _read_workbook(name, sheet)
    if sheet:
        raise WrongInput(f"{name} is a text file and has no sheets: leave --sheet out")
    return _read_text(name, content)


# --- text ----------------------------------------------------------------------------------------------------------


def _read_text(name: str, content: bytes) -> ExportFile:
    text, encoding = _decode(name, content)
    if not text.strip():
        raise WrongInput(f"{name} is empty: export the list again")
    said = [] if encoding in ("UTF-8", "UTF-16") else [f"read as {encoding}, because it is not UTF-8 throughout"]
    delimiter = delimiter_said(text)
    if delimiter:
        text = text[len("sep=;") :]  # the line stays, so that the rows keep the numbers that Excel shows
    else:
        delimiter = delimiter_of(text)
        if not delimiter:
            raise WrongInput(
                f"{name} has one column only: export it with commas, semicolons, tabs or | between the columns"
            )
    rows: list[list[Any]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            rows.append([_without_formula(value) for value in row])
    except csv.Error as error:
        raise WrongInput(
            f"{name}, row {len(rows) + 1}: {error}: a quotation mark is opened and not closed, or is inside a "
            "quoted cell; mend it in the file"
        ) from None
    _check_swallowed(name, rows, delimiter)
    said.append(f"{DELIMITERS.get(delimiter, repr(delimiter))} between the columns")
    return ExportFile(Grid(rows), "", said)


def _decode(name: str, content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError:
            raise WrongInput(f"{name} says that it is UTF-16 and is not: export it again as CSV UTF-8") from None
    if b"\0" in content[:4096]:
        raise WrongInput(f"{name} is neither a CSV nor an .xlsx workbook: export the list as one of them")
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return _decoded_by_line(name, content)


def _decoded_by_line(name: str, content: bytes) -> tuple[str, str]:
    """A text of which some lines are not UTF-8: those are Windows-1252, the others stay what they are.

    Raises WrongInput, naming the line, for one that is both or neither: read as either it would be garbled.
    """
    lines = []
    others: list[int] = []
    has_utf8 = False
    for number, line in enumerate(content.removeprefix(codecs.BOM_UTF8).splitlines(keepends=True), start=1):
        try:
            lines.append(line.decode("utf-8"))
            has_utf8 = has_utf8 or not line.isascii()
            continue
        except UnicodeDecodeError:
            others.append(number)
        try:
            if _HOLDS_UTF8.search(line):
                raise ValueError
            lines.append(line.decode("cp1252"))
        except ValueError:
            raise WrongInput(
                f"{name}, line {number}: the line mixes UTF-8 with other signs, and would be garbled: "
                "mend the £ and the accents of that line, and save the list as CSV UTF-8"
            ) from None
    if not has_utf8:
        return "".join(lines), "Windows-1252 text"
    shown = ", ".join(map(str, others[:_MOST_NAMED])) + (", ..." if len(others) > _MOST_NAMED else "")
    return "".join(lines), f"UTF-8, but for Windows-1252 in line{'s' if len(others) > 1 else ''} {shown}"


def _without_formula(cell: str) -> str:
    """What a cell such as ="00123" shows: systems write references so, that Excel may keep their zeros."""
    found = _TEXT_FORMULA.fullmatch(cell) if cell.startswith("=") else None
    return found[1] if found else cell


def _check_swallowed(name: str, rows: Sequence[Sequence[str]], delimiter: str) -> None:
    """Two stray quotation marks can swallow all that is between them into one cell: such a cell is refused."""
    usual = Counter(len(row) for row in rows if any(row)).most_common(1)
    width = usual[0][0] if usual else 1
    for number, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            if holds_rows(cell, at, width, delimiter):
                raise WrongInput(
                    f"{name}, row {number}: a cell holds several rows of the list, because a quotation mark is where "
                    "it should not be: mend it in the file"
                )


# --- workbooks -----------------------------------------------------------------------------------------------------


def _read_workbook(name: str, wanted: str) -> ExportFile:
    package = Package(name)
    sheets = list(package.sheets)
    if not sheets:
        raise WrongInput(f"{name} has no worksheet: export the list again")
    said = []
    if wanted:
        chosen = next((sheet for sheet in sheets if sheet.casefold() == wanted.casefold()), "")
        if not chosen:
            raise WrongInput(f"{name} has no sheet '{wanted}'; {nearest_name(wanted, sheets)}")
        values = SheetValues(package, [chosen])
    else:
        values = SheetValues(package, sheets)
        chosen = max(sheets, key=lambda sheet: _filled_rows(values[sheet])) if len(sheets) > 1 else sheets[0]
        if len(sheets) > 1:
            others = ", ".join(f"'{sheet}'" for sheet in sheets if sheet != chosen)
            said.append(f"sheet '{chosen}' is read, which has the most rows; not read: {others} (see --sheet)")
    said += hidden_rows_said(package, chosen)
    cells = values[chosen]
    rows = [[_plain(value) for value in row] for row in through(cells.rows, "reading")]
    _mark_bad(cells, rows)
    for (number, column), shown in numbers_with_zeros(package, chosen).items():
        if number <= len(rows) and column <= len(rows[number - 1]) and isinstance(rows[number - 1][column - 1], int):
            rows[number - 1][column - 1] = shown
    # The blocks of a grid are counted from 0.
    merged = [
        (block.first_row - 1, block.first_column - 1, block.last_row - 1, block.last_column - 1)
        for block in cells.merged
    ]
    tables = [place for place in package.tables.values() if place.sheet == chosen and place.ref]
    return ExportFile(_grid(rows, merged, tables, said), chosen, said)


def hidden_rows_said(package: Package, sheet: str) -> list[str]:
    """What is to be said where rows of a sheet are hidden: nobody sees them, and they are read."""
    hidden = len(_HIDDEN_ROW.findall(package.read(package.sheets[sheet])))
    said = f"rows that are hidden in sheet '{sheet}', as by a filter, are read like the others: {hidden:,}"
    return [said] if hidden else []


def _filled_rows(cells: SheetCells) -> int:
    return sum(1 for row in cells.rows if sum(1 for value in row if value != "") > 1)


def _grid(
    rows: list[list[Any]], merged: Sequence[tuple[int, int, int, int]], tables: Sequence[TablePlace], said: list[str]
) -> Grid:
    """The sheet, or the columns of its one large table: what is next to a table is not part of the list."""
    if tables:
        place = max(tables, key=lambda each: CellRange.parse(each.ref).last_row - CellRange.parse(each.ref).first_row)
        block = CellRange.parse(place.ref)
        if block.last_row - block.first_row >= max(len(rows) // 2, 1):
            beside = any(
                not blank(value)
                for row in rows[block.first_row - 1 :]
                for column, value in enumerate(row, start=1)
                if not block.first_column <= column <= block.last_column
            )
            if beside:
                said.append(f"what is next to the table {place.name} is not read")
            for row in rows[block.first_row - 1 :]:
                for column in range(len(row)):
                    if not block.first_column <= column + 1 <= block.last_column:
                        row[column] = None
            return Grid(rows, merged, block.first_row - 1)
    return Grid(rows, merged)


def _mark_bad(cells: SheetCells, rows: list[list[Any]]) -> None:
    """The reader of values gives nothing for what cannot be read, which must be told from an empty cell."""
    for (number, column), bad in cells.bad.items():
        if number <= len(rows):
            row = rows[number - 1]
            row += [None] * (column - len(row))
            row[column - 1] = bad


def _plain(value: Any) -> Any:
    """A value of a cell as tables take it; hours and minutes stay such, as hours a week may be given in them."""
    return value if isinstance(value, (time, timedelta)) else plain(value)
