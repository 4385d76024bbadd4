"""A list pasted into a workbook for xlwings Lite: asked about in yellow cells, imported as the command imports it."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import sysconfig
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from payband.hosts.excel import lite
from tests.hosts.test_host_lite import properties
from tests.hosts.test_lite_review import SCRIPT, modules_of
from tests.run import TOP
from tests.support.button_book import applied, payload
from tests.support.workbooks import run_payband

LISTS = TOP / "tests" / "cases" / "lists"
STAFF = TOP / "workbooks" / "example-2026-staff.csv"
TABLES = ("Grades", "Structure", "People", "Assumptions", "WorkingWeeks")
IMPORT = SCRIPT.replace('code["review"]', 'code["import_list"]')


class Pressed:
    """A workbook for xlwings Lite whose script import_list is run again and again, as somebody would in Excel."""

    def __init__(self, folder: Path, *, parts: str = "") -> None:
        self.folder = folder
        blank = folder / "blank.xlsx"
        assert run_payband("new", blank, *(["--with", parts] if parts else [])).returncode == 0
        built = lite.build(str(folder / "lite.xlsx"), str(blank))
        found = properties(built)
        (folder / "main.py").write_text(found["main.py"], encoding="utf-8")
        self.allowed = modules_of(found["requirements.txt"])
        self.workbook = openpyxl.load_workbook(blank)

    def paste(self, path: Path) -> None:
        """Pastes a list into the sheet List, numbers and days as Excel takes them."""
        sheet = self.workbook["List"] if "List" in self.workbook.sheetnames else self.workbook.create_sheet("List")
        sheet.delete_rows(1, sheet.max_row)
        with open(path, encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                sheet.append([_as_excel_takes(cell) for cell in row])

    def press(self) -> str:
        """Runs the script with nothing importable but what the workbook asks for; what its last message says."""
        book = payload(self.workbook, "lite.xlsx", version("xlwings"))
        (self.folder / "book.json").write_text(json.dumps(book), encoding="utf-8")
        given = [str(self.folder), sysconfig.get_path("purelib"), *self.allowed]
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", IMPORT, *given],
            env={"TMPDIR": str(self.folder), "XLWINGS_ON_SERVER": "true", "XLWINGS_LICENSE_KEY": "noncommercial"},
            cwd=self.folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        self.actions = json.loads((self.folder / "actions.json").read_text(encoding="utf-8"))["actions"]
        applied(self.workbook, self.actions)
        return str([action["args"][0] for action in self.actions if action["func"] == "alert"][-1])

    def questions(self) -> dict[str, int]:
        """The rows of the sheet Questions by what they ask about."""
        sheet = self.workbook["Questions"]
        return {str(sheet.cell(row, 1).value): row for row in range(5, sheet.max_row + 1) if sheet.cell(row, 1).value}

    def answer(self, **answers: str) -> None:
        """Types answers into the yellow cells."""
        rows = self.questions()
        for about, said in answers.items():
            self.workbook["Questions"].cell(rows[about.replace("_", " ")], 4).value = said

    def table(self, name: str) -> list[list[Any]]:
        return _table(self.workbook, name)


def _as_excel_takes(cell: str) -> Any:
    try:
        return float(cell.replace(",", "").removeprefix("£")) if cell else None
    except ValueError:
        pass
    try:
        return datetime.strptime(cell, "%d/%m/%Y")
    except ValueError:
        return cell


def _table(workbook: Any, name: str) -> list[list[Any]]:
    """The rows of a table that hold anything, numbers and days in one form."""
    for sheet in workbook.worksheets:
        for table in sheet.tables.values():
            if table.displayName == name:
                left, top, right, bottom = range_boundaries(table.ref)
                assert top is not None
                rows = sheet.iter_rows(top + 1, bottom, left, right, values_only=True)
                return [list(map(_one_form, row)) for row in rows if any(cell is not None for cell in row)]
    return []


def _one_form(value: Any) -> Any:
    if isinstance(value, str) and value[4:5] == value[7:8] == "-" and value[:4].isdecimal():
        return value[:10]
    if isinstance(value, (date, datetime)):
        return value.isoformat()[:10]
    if isinstance(value, (int, float)):
        return round(float(value), 9)
    return value


def _as_the_command(path: Path, folder: Path, *answers: str) -> dict[str, list[list[Any]]]:
    target = folder / "command.xlsx"
    given = [word for answer in answers for word in ("--answer", answer)]
    done = run_payband("import", path, "-o", target, "--overwrite", *given)
    assert done.returncode in (0, 1), done.stderr
    workbook = openpyxl.load_workbook(target)
    return {name: _table(workbook, name) for name in TABLES}


def _without_source(rows: list[list[Any]], source: str) -> list[list[Any]]:
    return [[cell.replace(source, "LIST") if isinstance(cell, str) else cell for cell in row] for row in rows]


def test_a_list_without_questions_fills_the_review_as_the_command_does(tmp_path: Path) -> None:
    pressed = Pressed(tmp_path)
    assert "has an empty one now: paste your list" in pressed.press()
    pressed.paste(STAFF)
    said = pressed.press()
    assert said.startswith("People in the review: 11, and 1 vacant post, in 11 lines, from 12 rows of the list.")
    assert "Questions" not in pressed.workbook.sheetnames
    expected = _as_the_command(STAFF, tmp_path)
    for name in TABLES:
        found = _without_source(pressed.table(name), "the sheet List")
        assert found == _without_source(expected[name], STAFF.name), name
    assert pressed.table("People")
    assert "hold rows already" in pressed.press()
    assert "Nothing was changed" in pressed.press()
    pressed.answer(rows_that_are_there="keep")
    assert "Nothing was changed" in pressed.press()
    pressed.answer(rows_that_are_there="replace")
    assert pressed.press() == said
    assert pressed.questions() == {}, "the next import asks again"


def test_the_questions_of_an_import_are_yellow_cells(tmp_path: Path) -> None:
    pressed = Pressed(tmp_path, parts="working weeks")
    path = LISTS / "tto.csv"
    pressed.paste(path)
    assert pressed.press().startswith("3 questions about the list: answer in the yellow cells of the sheet Questions")
    asked = pressed.questions()
    assert list(asked) == ["term time fte", "full time hours", "term time"]
    coloured = [action for action in pressed.actions if action["func"] == "setRangeColor"]
    assert [(each["start_row"], each["start_column"], each["row_count"]) for each in coloured] == [(4, 3, 3)]
    assert pressed.table("People") == []
    pressed.answer(term_time_fte="counts week", full_time_hours="37")
    said = pressed.press()
    assert "sheet Questions: 'term_time_fte' is 'counts week'; did you mean 'counts weeks'?" in said
    link = pressed.workbook["Problems"].cell(5, 1).value
    assert link == f'=HYPERLINK("#\'Questions\'!D{asked["term time fte"]}","D{asked["term time fte"]}")'
    pressed.answer(term_time_fte="Counts Weeks")
    assert pressed.press().startswith("1 question about the list")
    assert pressed.workbook["Questions"].cell(pressed.questions()["full time hours"], 4).value == "37", "answers stay"
    pressed.answer(term_time="paid")
    assert "People in the review: " in pressed.press()
    expected = _as_the_command(path, tmp_path, "term_time_fte=counts weeks", "full_time_hours=37", "term_time=paid")
    for name in TABLES:
        found = _without_source(pressed.table(name), "the sheet List")
        assert found == _without_source(expected[name], path.name), name
    assert pressed.table("WorkingWeeks")


def test_rows_that_are_not_placed_are_problems_with_links(tmp_path: Path) -> None:
    pressed = Pressed(tmp_path)
    path = tmp_path / "staff.csv"
    path.write_text(
        "Post title,Grade,Salary,FTE\nClerk,A,25000,1\nPorter,A,plenty,1\nCook,B,24000,1\n,,23000,1\n", encoding="utf-8"
    )
    pressed.paste(path)
    said = pressed.press()
    assert "Every one is on the sheet Problems, with a link to its cell." in said
    sheet = pressed.workbook["Problems"]
    listed: list[list[Any]] = [[cell.value for cell in row] for row in sheet.iter_rows(5, sheet.max_row)]
    assert [row[3] for row in listed] == sorted(row[3] for row in listed)
    for row in listed:
        assert row[0] == f'=HYPERLINK("#\'List\'!A{row[3]}","A{row[3]}")'
        assert row[1:3] == ["List", "List"]
    assert {row[3] for row in listed} >= {3}
    expected = _as_the_command(path, tmp_path)
    assert pressed.table("People") == expected["People"]


def test_somebody_elses_sheet_of_questions_stays(tmp_path: Path) -> None:
    pressed = Pressed(tmp_path)
    pressed.paste(LISTS / "tto.csv")
    pressed.workbook.create_sheet("Questions")["A1"] = "of the staff forum"
    assert "the sheet Questions is not payband's: rename it" in pressed.press()
    assert pressed.workbook["Questions"]["A1"].value == "of the staff forum"


@pytest.mark.parametrize("content", ["", "Post title,Salary\n"])
def test_a_sheet_without_a_list(tmp_path: Path, content: str) -> None:
    pressed = Pressed(tmp_path)
    path = tmp_path / "staff.csv"
    path.write_text(content, encoding="utf-8")
    pressed.paste(path)
    said = pressed.press()
    assert "paste your list of staff" in said or "no rows below them" in said
    assert pressed.table("People") == []
