"""What the tests of reviews share: running the command, changing a workbook, reading its tables back."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from tests.run import TOP

LEICESTER = TOP / "workbooks" / "leicester-2011.xlsx"
SECONDS = 60


# --- the command ---------------------------------------------------------------------------------------------------


def run_payband(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Runs the command as a process of its own, in UTF-8 whatever the machine's language."""
    return subprocess.run(
        [sys.executable, "-m", "payband", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(TOP)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )


# --- tables of a workbook ------------------------------------------------------------------------------------------


def table_of(workbook: Workbook, name: str) -> tuple[Worksheet, Table]:
    """A table of a workbook and the sheet it stands on."""
    for sheet in workbook.worksheets:
        if name in sheet.tables:
            return sheet, sheet.tables[name]
    raise AssertionError(f"the workbook has no table {name}")


def bounds(table: Table) -> tuple[int, int, int, int]:
    """First column, header row, last column and last row of a table."""
    block = range_boundaries(table.ref)
    assert all(block)
    return cast("tuple[int, int, int, int]", block)


def headings(workbook: Workbook, name: str) -> dict[str, int]:
    """The column number of each heading of a table."""
    sheet, table = table_of(workbook, name)
    first, header, last, _ = bounds(table)
    return {str(sheet.cell(header, column).value): column for column in range(first, last + 1)}


def rows_of(workbook: Workbook, name: str) -> list[dict[str, Any]]:
    """The rows of a table, a dictionary each."""
    sheet, table = table_of(workbook, name)
    _, header, _, last = bounds(table)
    columns = headings(workbook, name)
    return [
        {heading: sheet.cell(row, column).value for heading, column in columns.items()}
        for row in range(header + 1, last + 1)
    ]


def put(workbook: Workbook, table: str, key: Any, column: str, value: Any) -> int:
    """Writes a value into the row whose first cell is `key`, or whose number it is; the row's number in the sheet."""
    sheet, place = table_of(workbook, table)
    first, header, _, last = bounds(place)
    columns = headings(workbook, table)
    if isinstance(key, int):
        row = key
    else:
        row = next(row for row in range(header + 1, last + 1) if sheet.cell(row, first).value == key)
    sheet.cell(row, columns[column]).value = value
    return row


def add(workbook: Workbook, table: str, **values: Any) -> int:
    """Adds a row below a table and stretches the table over it; underlines in names stand for spaces."""
    sheet, place = table_of(workbook, table)
    first, header, _, last = bounds(place)
    empty = last == header + 1 and all(cell.value is None for cell in sheet[last])
    row = last if empty else last + 1
    columns = headings(workbook, table)
    for name, value in values.items():
        sheet.cell(row, columns[name.replace("_", " ")]).value = value
    if not empty:
        place.ref = f"{place.ref.partition(':')[0]}:{place.ref.partition(':')[2].rstrip('0123456789')}{row}"
        if place.autoFilter is not None:
            place.autoFilter.ref = place.ref
    assert first == 1
    return row


def changed(folder: Path, *changes: Callable[[Workbook], Any], name: str = "review.xlsx") -> Path:
    """A copy of the Leicester workbook with changes made to it by openpyxl."""
    workbook = load_workbook(LEICESTER)
    for change in changes:
        change(workbook)
    path = folder / name
    workbook.save(path)
    return path


def answers(path: Path) -> Workbook:
    """A workbook as openpyxl reads it, values only."""
    return load_workbook(io.BytesIO(path.read_bytes()), data_only=True)


def as_cell(value: Any) -> Any:
    """A value of an answer as a reader of the workbook finds it: numbers as such, yes and no, dates with a time."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    return None if value == "" else value


def same_cell(found: Any, expected: Any) -> bool:
    """Whether a cell holds what an answer is: text and dates exactly, numbers to a hundredth of a penny."""
    expected = as_cell(expected)
    if expected is None or isinstance(expected, str | datetime):
        return bool(found == expected)
    return isinstance(found, int | float) and abs(float(found) - float(expected)) < 0.00005


# --- a small review of one's own -----------------------------------------------------------------------------------

LADDER = [("G", point, 20_000 + 1_000 * point) for point in range(1, 7)]
"""A spine of six points, £21,000 to £26,000."""


def small_review(**given: Any) -> dict[str, Any]:
    """The tables of a small invented review; what is given stands in place of its own, settings beside its own."""
    settings = {
        "implementation date": "01/04/2025",
        "price base": "2025-26",
        "costed at": "top",
        "on-cost profile": "all",
        "protection months": 12,
        "protection form": "frozen",
        **given.pop("settings", {}),
    }
    tables: dict[str, Any] = {
        "spines": [
            {"spine": spine, "point": point, "salary": salary, "effective from": "01/04/2024"}
            for spine, point, salary in LADDER
        ],
        "grades": [{"grade": "Officer", "order": 1, "spine": "G", "bottom point": 1, "top point": 6}],
        "on_costs": [{"profile": "all", "pension rate": "20%"}],
        "posts": [{"line": "Officers", "state": "proposed", "grade": "Officer", "posts": 5}],
        "people": [],
    }
    return {"settings": settings, **tables, **given}


def people(*salaries: float, line: str = "Officers", **values: Any) -> list[dict[str, Any]]:
    """People P1, P2, ... with these salaries, all placed in one line."""
    return [
        {"person": f"P{number}", "salary now": salary, "proposed line": line, **values}
        for number, salary in enumerate(salaries, start=1)
    ]


def only(rows: Sequence[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    """The one row whose values are these."""
    [row] = [row for row in rows if all(row[key] == value for key, value in wanted.items())]
    return row


def described_charts(path: Path) -> dict[str, str]:
    """What each chart of a workbook says to who cannot see it, by the chart's name."""
    with zipfile.ZipFile(path) as package:
        drawings = [package.read(name).decode() for name in package.namelist() if "drawings/drawing" in name]
    return {
        name: text
        for drawing in drawings
        for name, text in re.findall(r'cNvPr id="\d+" name="([^"]*)" descr="([^"]*)"', drawing)
    }
