"""The button: a review of the open workbook through xlwings, its answers held against the review of the file."""

import os
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent

# In a process of its own: xlwings decides on import whether it drives Excel here or answers one elsewhere.
SCRIPT = '''
import sys
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import xlwings
from openpyxl.utils import get_column_letter, range_boundaries

import payband
from payband.hosts.excel.button import review
from payband.workbook.charts import CHART_COLUMNS

path = sys.argv[1]
spoil = sys.argv[2:]


def held(value):
    """What Excel sends of a cell."""
    if value is None:
        return ""
    if isinstance(value, (datetime, date)):
        return value.strftime("%Y-%m-%dT00:00:00.000Z")
    return value


def payload(workbook):
    sheets = []
    for sheet in workbook.worksheets:
        tables = []
        for table in sheet.tables.values():
            left, top, right, bottom = range_boundaries(table.ref)
            columns = get_column_letter(left), get_column_letter(right)
            tables.append({
                "name": table.displayName,
                "range_address": table.ref,
                "header_row_range_address": f"{columns[0]}{top}:{columns[1]}{top}",
                "data_body_range_address": f"{columns[0]}{top + 1}:{columns[1]}{bottom}",
                "total_row_range_address": None,
            })
        values = [[held(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        sheets.append({
            "name": sheet.title, "values": values, "tables": tables, "pictures": [], "shapes": [], "charts": [],
            "notes": [], "visibility": "Visible", "print_area": None, "show_gridlines": True, "pivot_tables": [],
        })
    return {
        "client": "Office.js", "version": xlwings.__version__, "names": [], "sheets": sheets,
        "book": {"name": "leicester-2011.xlsx", "active_sheet_index": 0, "selection": "A1"},
    }


workbook = openpyxl.load_workbook(path)
for place in spoil:
    sheet, cell, value = place.split("|")
    workbook[sheet][cell] = value
book = xlwings.Book(json=payload(workbook))
said = []
done = review(book, said.append)
actions = book.json()["actions"]
alerts = [action["args"][0] for action in actions if action["func"] == "alert"]
print("alert:", alerts[-1])
if spoil:
    assert not done
    assert [action["func"] for action in actions] == ["alert"], "something was written"
    raise SystemExit
assert done and said[0].startswith("payband: reading") and said[-1] == ""
results = payband.open_review(path).calculate()


def same(cell, value):
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, Decimal):
        return cell == float(value)
    if isinstance(value, date):
        return str(cell).startswith(value.isoformat())
    if value in (None, ""):
        return cell in (None, "")
    return cell == value


names = [sheet["name"] for sheet in book.api["sheets"]] if hasattr(book.api, "keys") else [s.name for s in book.sheets]
written = {}
for action in actions:
    if action["func"] == "setValues":
        written[names[action["sheet_position"]], action["start_row"], action["start_column"]] = action["values"]
compared = 0
for name, rows in results.tables.items():
    if name == "RunLog":
        continue  # it says when it was run
    values = written[rows.table.sheet, 4, CHART_COLUMNS.get(name, 1) - 1]
    records = rows.records()
    assert len(values) == max(len(records), 1), name
    for row, record in zip(values, records):
        for cell, value in zip(row, record.values()):
            assert same(cell, value), (name, cell, value)
            compared += 1
    if name in results.totals:
        total = written[rows.table.sheet, 4 + max(len(records), 1) + 1, 0][0]
        assert total[0] == "Total"
        assert all(map(same, total, results.totals[name].records()[0].values())), total
resized = {tuple(action["args"]) for action in actions if action["func"] == "resizeTable"}
assert len(resized) == len(results.tables)
print("cells compared:", compared)
'''


def run(*arguments: str) -> str:
    """What the script prints; its own message when it fails."""
    environment = {**os.environ, "XLWINGS_ON_SERVER": "true", "XLWINGS_LICENSE_KEY": "noncommercial"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments],
        cwd=TOP,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_open_workbook_is_filled_as_the_file_would_be() -> None:
    printed = run(str(TOP / "workbooks" / "leicester-2011.xlsx"))
    assert "alert: The answers are filled in. All checks pass." in printed
    assert int(printed.rpartition(":")[2]) > 3_000


def test_nothing_is_written_when_the_input_cannot_be_used() -> None:
    printed = run(str(TOP / "workbooks" / "leicester-2011.xlsx"), "People|D6|plenty", "People|H7|Nowhere")
    assert "table People, row 6, column 'salary now'" in printed
    assert "table People, row 7, column 'proposed line'" in printed
