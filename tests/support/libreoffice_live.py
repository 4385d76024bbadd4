"""The live Leicester review: what is written for Calc, which salaries change, and what every cell must then show."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter, range_boundaries

import payband
from payband.formulas.live.live import respell_workbook
from payband.formulas.native.basis import STALE
from payband.hosts.cells import serial
from payband.ooxml.package import Package
from tests.run import TOP

__all__ = ["compare", "expected", "order", "order_shipped"]

LEICESTER = TOP / "workbooks" / "leicester-2011.xlsx"
SHIPPED = TOP / "workbooks" / "leicester-2011-live.xlsx"

# A salary that falls further, and one that stayed and now falls, so that protection begins.
CHANGES = {"People!D11": 95_575, "People!D21": 88_575}

# The sheets of answers, and the columns of texts that no function gives: they stay as they were written.
SHEETS = ("Pay ranges", "Slotting list", "Protection", "Protection by month", "Structure cost", "Approvals", "Summary")
WAIT = {"Pay ranges": "FJ", "Summary": "B"}
"""Words, and figures of whole parts, that say so when an input has changed which they do not follow."""
STAY = {"Slotting list": "M", "Structure cost": "LMNO", "Approvals": "F"}


def _write(path: Path, *, changed: bool, spelling: str = "calc") -> None:
    source = LEICESTER
    if changed:
        source = path.with_name("changed.xlsx")
        workbook = openpyxl.load_workbook(LEICESTER)
        for place, salary in CHANGES.items():
            sheet, _, cell = place.partition("!")
            workbook[sheet][cell] = salary
        workbook.save(source)
    payband.open_review(source).calculate().save(path, live=spelling)


def _shown(path: Path) -> dict[str, Any]:
    """The values that the cells of the answer sheets carry."""
    workbook = openpyxl.load_workbook(path, data_only=True)
    return {
        f"{sheet}!{cell.coordinate}": cell.value
        for sheet in SHEETS
        for row in workbook[sheet].iter_rows(min_row=5)
        for cell in row
        if get_column_letter(cell.column or 1) not in STAY.get(sheet, "A" if sheet == "Summary" else "")
    }


def order(path: Path) -> dict[str, Any]:
    """Writes the live workbook, and asks Calc to read its answers, change the salaries and read them again."""
    _write(path, changed=False)
    return _order(path)


def order_shipped(path: Path) -> dict[str, Any]:
    """The same of the copy that ships with live answers, its calls spelt for Calc as `payband respell` does."""
    package = Package(str(SHIPPED))
    assert respell_workbook(package, "calc") > 500
    package.save(str(path))
    return _order(path)


def _order(path: Path) -> dict[str, Any]:
    workbook = openpyxl.load_workbook(path)
    return {
        "path": str(path),
        "read": [f"{sheet}!{workbook[sheet].dimensions}" for sheet in SHEETS],
        "set": CHANGES,
    }


def expected(folder: Path, *, changed: bool) -> dict[str, Any]:
    """What payband itself says of the same inputs."""
    path = folder / "expected.xlsx"
    _write(path, changed=changed)
    return _shown(path)


def compare(
    ranges: dict[str, list[list[Any]]], values: dict[str, Any], error_of: Callable[[Any], str | None]
) -> tuple[list[str], int, int]:
    """What differs between the cells of Calc and the values expected, how many were compared, and how many wait."""
    found = {}
    for place, rows in ranges.items():
        sheet, _, area = place.partition("!")
        left, top, _, _ = range_boundaries(area)
        assert left is not None
        assert top is not None
        for number, row in enumerate(rows, start=top):
            for column, value in enumerate(row, start=left):
                found[f"{sheet}!{get_column_letter(column)}{number}"] = value
    wrong: list[str] = []
    compared = waiting = 0
    for cell, value in values.items():
        if cell.startswith("Summary!") and isinstance(value, str):
            continue  # notes, which are as they were written
        compared += 1
        if isinstance(value, (date, datetime)):
            value = serial(value.date() if isinstance(value, datetime) else value)
        got = found.get(cell, "")
        if got == STALE:
            sheet, _, place = cell.partition("!")
            same = place.rstrip("0123456789") in WAIT.get(sheet, "")
            waiting += 1
        elif isinstance(value, (int, float)) and isinstance(got, (int, float)):
            same = abs(got - value) < 1e-6
        elif value is None:
            same = got in ("", None, "unknown")  # an answer that there is none of
        else:
            same = (got or "") == (value or "")
        if not same:
            wrong.append(f"{cell}: {error_of(got) or got!r} instead of {value!r}")
    return wrong, compared, waiting
