"""What a person may type into an input cell, with a message that says what is wanted."""

from datetime import date
from typing import Any, Literal

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from payband.review.inputs.cross_checks.references import ListedIn, listed_in
from payband.review.inputs.input_table import Column, InputTable
from payband.review.inputs.settings import SETTINGS
from payband.workbook.building.styles import kind_of

__all__ = ["LAST_INPUT_ROW", "guard", "guidance", "validate_column", "validate_settings"]

LAST_INPUT_ROW = 2_000
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
LEAST_SALARY, MOST_SALARY, MOST_MONEY, MOST_WHOLE = 1_000, 1_000_000, 1_000_000_000, 100_000
TITLE_LENGTH, MESSAGE_LENGTH = 32, 255  # Excel repairs a file that has longer ones


def validate_column(worksheet: Worksheet, table: InputTable, column: Column, letter: str, first_row: int) -> None:
    """Guards a column of an input table down to row 2000."""
    _add(worksheet, table.name, column, f"{letter}{first_row}:{letter}{LAST_INPUT_ROW}", first_row)


def validate_settings(worksheet: Worksheet, letter: str, first_row: int) -> None:
    """Guards the value of each setting, one a row."""
    for row, setting in enumerate(SETTINGS, start=first_row):
        _add(worksheet, "Settings", setting, f"{letter}{row}", first_row)


def _add(worksheet: Worksheet, table_name: str, column: Column, cells: str, first_row: int) -> None:
    validation = guard(table_name, column, cells, first_row)
    if validation is not None:
        worksheet.add_data_validation(validation)


def guard(table_name: str, column: Column, cells: str, first_row: int | None) -> DataValidation | None:
    """What guards cells of a column, or a setting's value; nothing where its heading says all there is to say.

    The names that another sheet lists are offered where its rows begin in the `first_row`, as in a new workbook.
    """
    rule, wanted, style = _rule(table_name, column, first_row)
    if not rule and not column.help:
        return None
    said = guidance(table_name, column)
    validation = DataValidation(
        **rule,
        allow_blank=True,
        showInputMessage=True,
        showErrorMessage=bool(rule),
        errorStyle=style,
        promptTitle=_cut(column.name, TITLE_LENGTH),
        prompt=_cut(said, MESSAGE_LENGTH),
        errorTitle=_cut(column.name, TITLE_LENGTH),
        error=_cut(f"{wanted}.", MESSAGE_LENGTH),
    )
    validation.add(cells)
    return validation


def guidance(table_name: str, column: Column) -> str:
    """What belongs in a column, in words: what it is for, what to type, and whether it must be filled in."""
    _, wanted, _ = _rule(table_name, column, 1)
    said = ". ".join(part for part in (column.help.rstrip("., "), wanted) if part)
    return f"{said}. Required." if column.required else f"{said}."


def _rule(
    table_name: str, column: Column, first_row: int | None
) -> tuple[dict[str, Any], str, Literal["stop", "warning"]]:
    """The rule of a column, what it wants in words, and whether it stops a person or only warns."""
    if column.choices:
        return _list(f'"{",".join(column.choices)}"'), f"Choose one of: {', '.join(column.choices)}", "stop"
    kind = kind_of(column)
    if kind == "day":
        return _between("date", _serial(FIRST_DAY), _serial(LAST_DAY)), "Type a date, such as 01/04/2012", "stop"
    if kind == "money" and "salary" in column.name:
        wanted = f"Type pounds a year, from {LEAST_SALARY:,} to {MOST_SALARY:,}"
        return _between("decimal", LEAST_SALARY, MOST_SALARY), wanted, "stop"
    if kind == "money":
        return _between("decimal", 0, MOST_MONEY), "Type pounds, 0 or more", "stop"
    if kind in ("rate", "percent"):
        return _between("decimal", 0, 1), "Type a percentage from 0% to 100%, such as 14.5%", "stop"
    if kind == "fte":
        return (
            _between("decimal", 0.0001, 1),
            "Type a share of full time, more than 0 and at most 1, such as 0.6",
            "stop",
        )
    if kind == "whole":
        return _between("whole", 0, MOST_WHOLE), f"Type a whole number from 0 to {MOST_WHOLE:,}", "stop"
    listed = listed_in(column.names)
    if listed is not None:
        known = f"Choose a {listed.column.name} of the sheet {listed.table.sheet}"
        wanted = f"{known}, or type {_OTHERS.get(column.names, 'another name')}" if listed.others_too else known
        return {} if first_row is None else _list(_filled_cells(listed, first_row)), wanted, "warning"
    return {}, _FREE.get(column.unit, "Type text"), "stop"


_OTHERS = dict.fromkeys(("grade", "approval rule"), "the name of one in payband's own library")

_FREE = {
    "name": "Type a name",
    "point": "Type a point as the spine has it",
    "letter": "Type a letter",
    **{each: f"Type a number of {each}" for each in ("hours a week", "hours a year", "weeks a year", "days a year")},
    "FTE": "Type full-time equivalents, such as 12.5",
    "reference": "Type a reference",
    "post": "Type the name of a post",
    "rule": "Type the name of a rule",
    "financial year": "Type a financial year, such as 2011-12",
    "% by year": "Type percentages with commas between, such as 100%, 50%",
}


def _list(source: str) -> dict[str, Any]:
    return {"type": "list", "formula1": source}


def _between(type_: str, least: float, most: float) -> dict[str, Any]:
    return {"type": type_, "operator": "between", "formula1": str(least), "formula2": str(most)}


def _serial(day: date) -> int:
    """The number that stands for a date in a workbook."""
    return (day - date(1899, 12, 30)).days


def _filled_cells(listed: ListedIn, first_row: int) -> str:
    """The filled cells of a column: with the empty ones below, a drop-down would open at its blank end."""
    letter = get_column_letter(listed.table.columns.index(listed.column) + 1)
    start = f"'{listed.table.sheet}'!${letter}${first_row}"
    cells = f"{start}:${letter}${LAST_INPUT_ROW}"
    return f"{start}:INDEX({cells},MAX(1,COUNTA({cells})))"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
