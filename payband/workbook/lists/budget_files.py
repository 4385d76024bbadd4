"""The approved budget and payroll of a review from CSV files, in place of the sheets of its workbook."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from payband.calendar import day_from
from payband.csv_text import DELIMITERS, delimiter_of, delimiter_said
from payband.errors import WrongInput, nearest_name
from payband.review.inputs.input_table import InputTable
from payband.review.inputs.raw.raw_tables import RawRow, RawTable
from payband.review.parts.registry import any_input_table
from payband.review.review import Review
from payband.workbook.read import open_review_with as open_with

__all__ = ["open_review_with"]

_NET = ("net", "net pay", "net salary", "take home", "take-home pay", "take home pay", "pay after tax")


def open_review_with(path: str, files: Mapping[str, str]) -> tuple[Review, list[str]]:
    """A review whose tables of these names come from CSV files, and which columns of these are not read.

    A file has the headings of the sheet, in any order, capitals or not. Raises WrongInput for a file that is no such
    list, InputProblems for what is wrong in its rows, by their numbers in the file.
    """
    tables: dict[str, RawTable] = {}
    notes = []
    for name, file in files.items():
        tables[name], left = _table(any_input_table(name), file)
        if left:
            notes.append(f"{file}: not read, since the sheet {any_input_table(name).sheet} has no such column: {left}")
    return open_with(path, tables), notes


def _table(table: InputTable, path: str) -> tuple[RawTable, str]:
    """The rows of a file as a table, and the headings that it has no column for."""
    text = _text(path)
    lines = text.splitlines(keepends=True)
    said = delimiter_said(text)
    delimiter = said or delimiter_of(text) or ","
    if said:
        lines = lines[1:]
    rows = list(csv.reader(io.StringIO("".join(lines), newline=""), delimiter=delimiter))
    known = {column.name.casefold(): column for column in table.columns}
    headings = [" ".join(each.split()).casefold() for each in rows[0]] if rows else []
    for heading in headings:
        if heading in _NET:
            raise WrongInput(
                f"{path} has a column '{heading}': net pay is not what a post costs; give gross pay and the employer's "
                "on-costs as 'cost to date'"
            )
    required = [column.name for column in table.columns if column.required]
    for name in required:
        if name.casefold() not in headings:
            raise WrongInput(
                f"{path} has no column '{name}'; {nearest_name(name, headings or ['nothing'])}. It needs the columns "
                f"{', '.join(required)}, separated by one of {', '.join(DELIMITERS.values())}"
            )
    first = 2 + bool(said)
    found = []
    for number, row in enumerate(rows[1:], start=first):
        cells = {known[heading].name: _cell(known[heading].unit, value, path, number)
                 for heading, value in zip(headings, row, strict=False) if heading in known}  # fmt: skip
        if any(value is not None for value in cells.values()):
            found.append(RawRow(number, cells))
    left = ", ".join(each for each in headings if each and each not in known)
    return RawTable(table.name, [column.name for column in table.columns], found), left


def _text(path: str) -> str:
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError as error:
        raise WrongInput(f"{path} cannot be read: {error.strerror}") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _cell(unit: str, value: str, path: str, number: int) -> Any:
    text = value.strip()
    if not text:
        return None
    return day_from(text, f"the day in row {number} of {path}") if unit == "date" else text
