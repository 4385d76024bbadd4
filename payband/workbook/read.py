"""Reads a review workbook: its tables as they stand, with what cannot be read said in words."""

import os
from hashlib import sha256
from typing import Any, NamedTuple
from zipfile import BadZipFile, is_zipfile

from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from payband.errors import InputProblems, Problem, WrongInput, nearest_name
from payband.review.inputs import BadCell, Inputs, RawRow, RawTable, read_inputs
from payband.review.review import Review
from payband.review.tables import INPUTS, InputTable

__all__ = ["WorkbookFile", "open_review", "read_tables"]

_OLE = b"\xd0\xcf\x11\xe0"  # what an old .xls or an encrypted .xlsx starts with


class WorkbookFile(NamedTuple):
    """A review workbook on disk."""

    path: str
    fingerprint: str


def open_review(path: str | os.PathLike[str]) -> Review:
    """Opens a review workbook: its inputs, read and checked. The file is never changed.

    Raises WrongInput for a file that is no workbook, InputProblems for everything wrong in one, naming sheet, table, row
    and column.
    """
    name = os.fspath(path)
    fingerprint = _fingerprint(name)
    tables, problems = read_tables(name)
    inputs: Inputs = read_inputs(tables, os.path.basename(name), cells=True, found_before=problems)
    return Review.from_inputs(inputs, os.path.basename(name), fingerprint, WorkbookFile(name, fingerprint))


def _fingerprint(path: str) -> str:
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
    if not is_zipfile(path):
        raise WrongInput(f"{path} is not an Excel workbook: save it in Excel as .xlsx")
    return sha256(content).hexdigest()[:12]


def load(path: str, *, values: bool = False) -> Workbook:
    """An openpyxl workbook of a file: with its formulas, or with the values that were last calculated."""
    try:
        return load_workbook(path, data_only=values, keep_vba=path.lower().endswith(".xlsm"))
    except (BadZipFile, KeyError, ValueError, TypeError, OSError, EOFError) as error:
        raise WrongInput(
            f"{path} cannot be opened as an Excel workbook ({error}): open it in Excel and save it as .xlsx"
        ) from error


def read_tables(path: str) -> tuple[dict[str, RawTable], list[Problem]]:
    """The input tables of a workbook as they stand, and what is wrong with where they stand."""
    workbook = load(path)
    reader = _Reader(path, workbook)
    tables = {}
    for table in INPUTS:
        raw = reader.read(table)
        if raw is not None:
            tables[table.name] = raw
    if len(reader.problems) == len(INPUTS) - 1 and not tables:  # one of them is optional
        raise InputProblems(
            [Problem("none of the tables of a review stands in this workbook: start from a review workbook")],
            os.path.basename(path),
        )
    return tables, reader.problems


class _Reader:
    def __init__(self, path: str, workbook: Workbook) -> None:
        self._path = path
        self._sheets = {sheet.title: sheet for sheet in workbook.worksheets}
        self._tables = {
            table.displayName.casefold(): (sheet, table.displayName, table.ref)
            for sheet in workbook.worksheets
            for table in sheet.tables.values()
        }
        self._calculated: Workbook | None = None
        self.problems: list[Problem] = []

    def read(self, table: InputTable) -> RawTable | None:
        """A table as it stands; None, with a problem, when the workbook lacks it."""
        found = self._tables.get(table.name.casefold())
        if found is None:
            if not table.optional:
                self._missing(table)
            return None
        sheet, _, ref = found
        first_column, header_row, last_column, last_row = range_boundaries(ref)
        columns = range(first_column, last_column + 1)
        names = {number: self._heading(sheet.cell(header_row, number).value) for number in columns}
        rows = [
            RawRow(row, {names[number]: self._value(sheet, row, number) for number in columns})
            for row in range(header_row + 1, last_row + 1)
        ]
        rows = [row for row in rows if any(not _blank(value) for value in row.cells.values())]
        self._check_below(table, sheet, names, last_row)
        return RawTable(table.name, list(names.values()), rows)

    def _missing(self, table: InputTable) -> None:
        others = [name for _, name, _ in self._tables.values()]
        hint = nearest_name(table.name, others) if others else ""
        hint = f" ({hint})" if hint.startswith("did you") else ""
        if table.sheet not in self._sheets:
            message = f"the sheet '{table.sheet}' with table {table.name} is missing{hint}: copy it from a blank review"
        else:
            message = (
                f"the table {table.name} is missing{hint}: select its cells, choose Insert > Table, and name it {table.name}"
            )
        self.problems.append(Problem(message, sheet=table.sheet, table=table.name))

    @staticmethod
    def _heading(value: Any) -> str:
        return "" if value is None else " ".join(str(value).split())

    def _value(self, sheet: Worksheet, row: int, column: int) -> Any:
        cell = sheet.cell(row, column)
        value = cell.value
        if cell.data_type == "f":
            value = self._last_calculated(sheet.title, row, column)
            if value is None:
                return BadCell("holds a formula that was never calculated: open the workbook in Excel and save it")
        if isinstance(value, str) and (cell.data_type == "e" or (cell.data_type == "f" and value.startswith("#"))):
            return BadCell(f"holds the error {value}: mend the formula or type the value")
        return value

    def _last_calculated(self, sheet: str, row: int, column: int) -> Any:
        if self._calculated is None:
            self._calculated = load(self._path, values=True)
        return self._calculated[sheet].cell(row, column).value

    def _check_below(self, table: InputTable, sheet: Worksheet, names: dict[int, str], last_row: int) -> None:
        """What was typed right below a table is not part of it, and would be left out unsaid."""
        row = last_row + 1
        for number, name in names.items():
            if row <= sheet.max_row and not _blank(sheet.cell(row, number).value):
                self.problems.append(
                    Problem(
                        f"this row stands below the table, which ends in row {last_row}: drag the table's corner down "
                        f"over it, or delete it (cell {get_column_letter(number)}{row})",
                        sheet=table.sheet,
                        table=table.name,
                        row=row,
                        column=name,
                    )
                )
                return


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
