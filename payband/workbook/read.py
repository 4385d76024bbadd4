"""Reads a review workbook: its tables as they stand, with what cannot be read said in words."""

import os
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

from payband.errors import InputProblems, Problem, WrongInput, nearest_name
from payband.kinds import point_text
from payband.review.inputs import BadCell, RawRow, RawTable, read_inputs
from payband.review.review import Review
from payband.review.tables import INPUTS, InputTable
from payband.workbook.cells import CellRange, column_letters
from payband.workbook.package import Package

__all__ = ["WorkbookFile", "open_review"]

_OLE = b"\xd0\xcf\x11\xe0"  # what an old .xls or an encrypted .xlsx starts with
_ZIP = b"PK"

# The reader of values gives nothing at all for an error value, and for a formula that was never calculated. Both must
# be told from an empty cell, so such cells are found in the sheet's own XML.
_ERROR = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]+\d+)"[^>]*>(.*?)</(?:\w+:)?c>', re.S)
_FORMULA = re.compile(rb'<(?:\w+:)?c\b[^>]*\br="([A-Z]+\d+)"[^>]*>\s*<(?:\w+:)?f\b.*?</(?:\w+:)?c>', re.S)
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]+)</")


class WorkbookFile(NamedTuple):
    """A review workbook as it was read."""

    path: str
    package: Package
    setting_rows: dict[str, int]
    tables: Mapping[str, RawTable] = {}


def open_review(path: str | os.PathLike[str]) -> Review:
    """Opens a review workbook: its inputs, read and checked. The file is never changed.

    Raises WrongInput for a file that is no workbook, InputProblems for everything wrong in one, naming sheet, table,
    row and column.
    """
    name = os.fspath(path)
    content = _content(name)
    package = Package(content, name)
    reader = _Reader(package, content)
    tables = {table.name: raw for table in INPUTS if (raw := reader.read(table)) is not None}
    source = os.path.basename(name)
    if not tables:
        raise InputProblems(
            [Problem("none of the tables of a review stands in this workbook: start from a review workbook")], source
        )
    inputs = read_inputs(tables, source, cells=True, found_before=reader.problems)
    settings = tables["Settings"].rows
    setting_rows = {point_text(row.cells.get("setting", "")).casefold(): row.number for row in settings}
    return Review.from_inputs(
        inputs, source, sha256(content).hexdigest()[:12], WorkbookFile(name, package, setting_rows, tables)
    )


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            content = file.read()
    except FileNotFoundError:
        raise WrongInput(f"there is no file {path}: check the name and the folder") from None
    except IsADirectoryError:
        raise WrongInput(f"{path} is a folder: name the workbook in it") from None
    except PermissionError:
        raise WrongInput(f"{path} may not be read: close it in Excel, or ask for the right to read it") from None
    if content.startswith(_OLE):
        raise WrongInput(
            f"{path} is an old .xls workbook or is protected by a password: save it in Excel as .xlsx without one"
        )
    if not content.startswith(_ZIP):
        raise WrongInput(f"{path} is not an Excel workbook: save it in Excel as .xlsx")
    return content


class _Reader:
    def __init__(self, package: Package, content: bytes) -> None:
        import io

        self._package = package
        self._tables = package.tables
        try:
            self._values = CalamineWorkbook.from_filelike(io.BytesIO(content))
        except (CalamineError, OSError, ValueError) as error:
            raise WrongInput(f"{package.name} cannot be read ({error}): open it in Excel and save it again") from None
        self.problems: list[Problem] = []

    def read(self, table: InputTable) -> RawTable | None:
        """A table as it stands; None, with a problem, when the workbook lacks it."""
        place = self._tables.get(table.name.casefold())
        if place is None:
            if not table.optional:
                self._missing(table)
            return None
        block = CellRange.parse(place.ref)
        # Rows of the sheet from its first on, whatever is empty at its top or left.
        sheet = self._values.get_sheet_by_name(place.sheet).to_python(skip_empty_area=False)
        bad = self._bad_cells(place.sheet_part)

        def value(row: int, column: int) -> Any:
            reference = f"{column_letters(column)}{row}"
            if reference in bad:
                return BadCell(bad[reference])
            cells = sheet[row - 1] if row <= len(sheet) else ()
            return _plain(cells[column - 1]) if column <= len(cells) else None

        names = {column: _heading(value(block.first_row, column)) for column in block.columns}
        rows = []
        for number in range(block.first_row + 1, block.last_row + 1):
            cells = {name: value(number, column) for column, name in names.items()}
            if any(not _blank(each) for each in cells.values()):
                rows.append(RawRow(number, cells))
        for column, name in names.items():
            if not _blank(value(block.last_row + 1, column)):
                self._stands_below(table, block.last_row, column, name)
                break
        return RawTable(table.name, list(names.values()), rows)

    def _missing(self, table: InputTable) -> None:
        hint = nearest_name(table.name, [place.name for place in self._tables.values()]) if self._tables else ""
        hint = f" ({hint})" if hint.startswith("did you") else ""
        if table.sheet not in self._package.sheets:
            message = f"the sheet '{table.sheet}' with table {table.name} is missing{hint}: copy it from a blank review"
        else:
            message = (
                f"the table {table.name} is missing{hint}: select its cells, choose Insert > Table, and "
                f"name it {table.name}"
            )
        self.problems.append(Problem(message, sheet=table.sheet, table=table.name))

    def _bad_cells(self, part: str) -> dict[str, str]:
        """The cells of a sheet that cannot be read, and why."""
        xml = self._package.read(part)
        bad = {}
        for found in _ERROR.finditer(xml):
            value = _VALUE.search(found.group(2))
            shown = value.group(1).decode() if value else "#VALUE!"
            bad[found.group(1).decode()] = f"holds the error {shown}: mend the formula, or type the value"
        if re.search(rb"<(?:\w+:)?f[ />]", xml):
            for found in _FORMULA.finditer(xml):
                if not _VALUE.search(found.group(0)) and b't="str"' not in found.group(0).partition(b">")[0]:
                    message = "holds a formula that was never calculated: open the workbook in Excel and save it"
                    bad.setdefault(found.group(1).decode(), message)
        return bad

    def _stands_below(self, table: InputTable, last_row: int, column: int, name: str) -> None:
        """What was typed right below a table is not part of it, and would be left out unsaid."""
        message = (
            f"cell {column_letters(column)}{last_row + 1} stands below the table, which ends in row {last_row}: "
            "drag the table's corner down over the row, or delete it"
        )
        problem = Problem(message, sheet=table.sheet, table=table.name, row=last_row + 1, column=name)
        self.problems.append(problem)


def _heading(value: Any) -> str:
    return "" if value is None or isinstance(value, BadCell) else " ".join(str(value).split())


def _plain(value: Any) -> Any:
    """A value as the tables take it: whole numbers as such, and times of day, which no table holds, as text."""
    if value == "" and isinstance(value, str):
        return None
    if isinstance(value, (time, timedelta)):
        return str(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer() and not isinstance(value, (bool, date)):
        return int(value)
    return value


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
