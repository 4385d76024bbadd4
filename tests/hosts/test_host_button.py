"""The button: a review of the open workbook through xlwings, its answers held against the review of the file."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import payband
from payband.cli import main
from tests.run import TOP
from tests.support.workbooks import LEICESTER

# In a process of its own: xlwings decides on import whether it drives Excel here or answers one elsewhere.
SCRIPT = """
import os
import sys

import openpyxl
import xlwings

import payband
from payband.hosts.excel.button import review
from tests.support.button_book import compared, payload

path, folder = sys.argv[1:3]
changes = sys.argv[3:]
workbook = openpyxl.load_workbook(path)
for place in changes:
    sheet, cell, value = place.split("|")
    workbook[sheet][cell] = float(value) if value.isdecimal() else value
changed = os.path.join(folder, "changed.xlsx")
workbook.save(changed)
book = xlwings.Book(json=payload(workbook, "leicester-2011.xlsx", xlwings.__version__))
said = []
done = review(book, said.append)
actions = book.json()["actions"]
alerts = [action["args"][0] for action in actions if action["func"] == "alert"]
print("alert:", alerts[-1])
names = [sheet["name"] for sheet in book.api["sheets"]]
if not done:
    written = [action for action in actions if "sheet_position" in action and action["func"] != "addSheet"]
    places = {action["sheet_position"] for action in written} - {None}
    assert {names[place] for place in places} <= {"Problems"}, "something else was written"
    assert "resizeTable" not in {action["func"] for action in actions}
    cells = {}
    for action in actions:
        if action["func"] in ("setValues", "setFormula"):
            for row, values in enumerate(action["values"] or action["args"][0]):
                for column, value in enumerate(values):
                    cells[action["start_row"] + row + 1, action["start_column"] + column + 1] = value
    for (row, column), value in sorted(cells.items()):
        print("cell:", row, column, value)
    raise SystemExit
assert said[0].startswith("payband: reading") and said[-1] == ""
results = payband.open_review(changed).calculate()
count = compared(actions, book.api["sheets"], results)
resized = {tuple(action["args"]) for action in actions if action["func"] == "resizeTable"}
print("resized:", len(resized) - len(results.tables))
print("cells compared:", count)
"""


def run(folder: Path, *changes: str, path: Path = LEICESTER) -> str:
    """What the script prints of a workbook with changes; its own message when it fails."""
    environment = {**os.environ, "XLWINGS_ON_SERVER": "true", "XLWINGS_LICENSE_KEY": "noncommercial"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path), str(folder), *changes],
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


def test_the_open_workbook_is_filled_as_the_file_would_be(tmp_path: Path) -> None:
    printed = run(tmp_path)
    assert "alert: The answers are filled in. All checks pass." in printed
    assert "resized: 0" in printed
    assert int(printed.rpartition(":")[2]) > 3_000


BELOW = ("People|A25|P21", "People|D25|80000", "People|H25|Divisional Directors")


def test_a_row_below_a_table_is_taken_in(tmp_path: Path) -> None:
    printed = run(tmp_path, *BELOW)
    assert "alert: The answers are filled in. Checks failed: " in printed
    assert "resized: 1" in printed
    people = payband.open_review(tmp_path / "changed.xlsx").inputs.people
    assert [each.person for each in people][20:] == ["P21"]


def test_a_total_below_a_table_is_said_to_be_left_out(tmp_path: Path) -> None:
    printed = run(tmp_path, "People|A26|Total", "People|D26|1900000")
    assert "The workbook has a total below table People (row 26 of sheet People), which is not a row of it." in printed
    assert "resized: 0" in printed


@pytest.mark.parametrize(
    "changes",
    [
        ("People|D6|plenty", "People|H7|Nowhere"),
        ("People|A26|P21", "People|D26|80000", "People|D27|70000"),
        ("People|A25|a note",),
        ("People|E6|18", "Settings|A9|costed"),
    ],
)
def test_what_is_wrong_is_listed_as_check_lists_it(changes: Sequence[str], tmp_path: Path) -> None:
    """The same cells as `payband check --mark` writes, but for the link, which is a formula here.

    Excel drops the apostrophe that a text begins with: such a text is given one more.
    """
    printed = run(tmp_path, *changes)
    assert "Every one is on the sheet Problems, with a link to its cell." in printed
    found = {
        (int(row), int(column)): value.removeprefix("'")
        for row, column, value in re.findall(r"^cell: (\d+) (\d+) (.*)$", printed, re.M)
        if value != "None"
    }
    assert main(["check", str(tmp_path / "changed.xlsx"), "--mark", "-o", str(tmp_path / "marked.xlsx")]) == 2
    sheet = load_workbook(tmp_path / "marked.xlsx")["Problems"]
    wanted: dict[tuple[Any, Any], str] = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None and cell.row != 3:  # the units
                wanted[cell.row, cell.column] = str(cell.value)
            if cell.hyperlink is not None:
                wanted[cell.row, cell.column] = f'=HYPERLINK("#{cell.hyperlink.location}","{cell.value}")'
    assert found == wanted
    quoted = [text for text in re.findall(r"^cell: \d+ \d+ (.*)$", printed, re.M) if text.startswith("'")]
    assert all(text.startswith("''") for text in quoted)
