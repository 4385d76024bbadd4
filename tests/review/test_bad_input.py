"""Input that cannot be used: exit 2, nothing written, and each problem named with its place and what to do about it."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import Workbook

from tests.support.workbooks import LEICESTER, add, bounds, changed, headings, put, run_payband, table_of


class Defect(NamedTuple):
    """A slip in the Leicester workbook and what must be said of it: sheet, table, row, column, and words."""

    name: str
    change: Callable[[Workbook], Any]
    place: str
    words: str


def cell(table: str, key: Any, column: str, value: Any) -> Callable[[Workbook], Any]:
    return lambda workbook: put(workbook, table, key, column, value)


def row(table: str, **values: Any) -> Callable[[Workbook], Any]:
    return lambda workbook: add(workbook, table, **values)


def without_sheet(name: str) -> Callable[[Workbook], Any]:
    return lambda workbook: workbook.remove(workbook[name])


def without_table(name: str) -> Callable[[Workbook], Any]:
    def change(workbook: Workbook) -> None:
        sheet, _ = table_of(workbook, name)
        del sheet.tables[name]

    return change


def renamed_table(old: str, new: str) -> Callable[[Workbook], Any]:
    def change(workbook: Workbook) -> None:
        sheet, table = table_of(workbook, old)
        del sheet.tables[old]
        table.name = table.displayName = new
        sheet.add_table(table)

    return change


def renamed_column(table: str, old: str, new: str | None) -> Callable[[Workbook], Any]:
    """A heading typed over; the table's own list of columns follows it, as Excel has it."""

    def change(workbook: Workbook) -> None:
        sheet, place = table_of(workbook, table)
        column = headings(workbook, table)[old]
        sheet.cell(bounds(place)[1], column).value = new
        place.tableColumns[column - 1].name = new

    return change


def below(table: str, value: Any) -> Callable[[Workbook], Any]:
    def change(workbook: Workbook) -> None:
        sheet, place = table_of(workbook, table)
        sheet.cell(bounds(place)[3] + 1, 1).value = value

    return change


def error_value(table: str, key: Any, column: str, error: str) -> Callable[[Workbook], Any]:
    def change(workbook: Workbook) -> None:
        sheet, _ = table_of(workbook, table)
        number = put(workbook, table, key, column, error)
        sheet.cell(number, headings(workbook, table)[column]).data_type = "e"

    return change


PEOPLE = "sheet People, table People"
STRUCTURE = "sheet Structure, table Structure"
SETTINGS = "sheet Settings, table Settings"

DEFECTS = [
    # Missing sheet, table or column; a renamed column.
    Defect("sheet", without_sheet("People"), PEOPLE, "the sheet 'People' with table People is missing.*blank review"),
    Defect(
        "table", without_table("Grades"), "sheet Grades, table Grades", "the table Grades is missing.*Insert > Table"
    ),
    Defect("table renamed", renamed_table("People", "Peple"), PEOPLE, "missing.*did you mean 'Peple'"),
    Defect(
        "column",
        renamed_column("People", "salary now", "notes"),
        f"{PEOPLE}, column 'salary now'",
        "the column 'salary now' is missing: add it",
    ),
    Defect(
        "column renamed",
        renamed_column("People", "salary now", "salry now"),
        f"{PEOPLE}, column 'salary now'",
        "missing: did you mean 'salry now'.*[Rr]ename it back",
    ),
    Defect(
        "optional column renamed",
        renamed_column("Structure", "external share", "external shares"),
        f"{STRUCTURE}, column 'external share'",
        "missing: did you mean 'external shares'",
    ),
    # Salaries.
    Defect(
        "text", cell("People", "P02", "salary now", "about 90k"), f"{PEOPLE}, row 6, column 'salary now'", "'about 90k'"
    ),
    Defect(
        "negative",
        cell("People", "P01", "salary now", -139485),
        f"{PEOPLE}, row 5, column 'salary now'",
        "is not possible: give £ a year",
    ),
    Defect(
        "zero",
        cell("People", "P01", "salary now", 0),
        f"{PEOPLE}, row 5, column 'salary now'",
        "is not possible: give £ a year",
    ),
    Defect(
        "empty", cell("People", "P01", "salary now", None), f"{PEOPLE}, row 5, column 'salary now'", "must be filled in"
    ),
    Defect(
        "absurdly low",
        cell("People", "P01", "salary now", 139),
        f"{PEOPLE}, row 5, column 'salary now'",
        "slip of the key",
    ),
    Defect("absurdly high", cell("People", "P01", "salary now", 13948500), f"{PEOPLE}, row 5", "slip of the key"),
    Defect(
        "a date as salary",
        cell("People", "P01", "salary now", date(2012, 1, 2)),
        f"{PEOPLE}, row 5, column 'salary now'",
        "is a date: give a number",
    ),
    Defect(
        "TRUE as salary", cell("People", "P01", "salary now", True), f"{PEOPLE}, row 5, column 'salary now'", "TRUE"
    ),
    Defect(
        "spine salary",
        cell("Spines", 5, "salary", "n/k"),
        "sheet Spines, table Spines, row 5, column 'salary'",
        "'n/k'",
    ),
    Defect(
        "spine falls",
        cell("Spines", 5, "salary", 99_000),
        "sheet Grades, table Grades, row",
        "pays less than point.*check the salaries",
    ),
    # Points and grades.
    Defect(
        "point",
        cell("Grades", "Divisional Director", "top point", 19),
        "sheet Grades, table Grades, row 6, column 'top point'",
        "point 19 is not on spine UCOC/T, which runs from 1 to 9: check the point",
    ),
    Defect(
        "range upside down",
        cell("Grades", "Divisional Director", "top point", 3),
        "sheet Grades, table Grades, row 6, column 'grade'",
        "grade Divisional Director runs from point 6 down to 3: swap them",
    ),
    Defect(
        "spine",
        cell("Grades", "Divisional Director", "spine", "UCOC/X"),
        "sheet Grades, table Grades, row 6, column 'spine'",
        "the spine 'UCOC/X' is not in table Spines; did you mean 'UCOC/T'",
    ),
    Defect(
        "grade",
        cell("Structure", 12, "grade", "Divisional Dirctor"),
        f"{STRUCTURE}, row 12, column 'grade'",
        "the grade 'Divisional Dirctor' is not in table Grades; did you mean 'Divisional Director'",
    ),
    Defect(
        "grade without pay",
        cell("Grades", "City Officer", "spine", None),
        "sheet Grades, table Grades, row 5, column 'grade'",
        "give a spine and points, or salaries, or say provisional",
    ),
    # Shares.
    Defect(
        "share",
        cell("Structure", 11, "external share", 1.5),
        f"{STRUCTURE}, row 11, column 'external share'",
        "a share of 150% is not possible: give one from 0% to 100%",
    ),
    Defect(
        "job share",
        cell("People", "P03", "share of current job in the new", 75),
        f"{PEOPLE}, row 7, column 'share of current job in the new'",
        "from 0% to 100%",
    ),
    Defect("FTE", cell("People", "P03", "FTE", 37), f"{PEOPLE}, row 7, column 'FTE'", "more than 0 and at most 1"),
    Defect("no FTE", cell("People", "P03", "FTE", 0), f"{PEOPLE}, row 7, column 'FTE'", "more than 0 and at most 1"),
    Defect(
        "rate",
        cell("OnCosts", "Senior managers", "pension rate", 19.6),
        "sheet On-costs, table OnCosts, row 5, column 'pension rate'",
        "19.6, which is 1960%: write 19.6% or 0.196",
    ),
    # Dates.
    Defect(
        "date as text",
        cell("Settings", "implementation date", "value", "2 January 2012"),
        f"{SETTINGS}, row 7, column 'value'",
        "implementation date: '2 January 2012' is text, not a date: type it as a date",
    ),
    Defect(
        "leaving date as text",
        cell("People", "P04", "leaves on", "31/12/2012"),
        f"{PEOPLE}, row 8, column 'leaves on'",
        "is text, not a date",
    ),
    Defect(
        "date past the rates",
        cell("Settings", "price base", "value", "2031-32"),
        f"{SETTINGS}, row 8, column 'value'",
        "on 30 April 2031 was asked for but is known to .* only: add a row to data/ni/",
    ),
    Defect(
        "date before the rates",
        cell("Settings", "price base", "value", "2003-04"),
        f"{SETTINGS}, row 8, column 'value'",
        "was asked for but is known from",
    ),
    Defect(
        "spine not yet in force",
        cell("Settings", "implementation date", "value", date(2010, 1, 2)),
        f"{SETTINGS}, row 7, column 'value'",
        "2 January 2010 is before the salaries of every spine of table Spines, the first from 1 April 2011",
    ),
    Defect("year", cell("Settings", "price base", "value", "2011-13"), f"{SETTINGS}, row 8, column 'value'", "2011-12"),
    # Things that stand twice, and names that are not there.
    Defect(
        "person twice",
        cell("People", "P04", "person", "p03"),
        f"{PEOPLE}, row 8, column 'person'",
        "the person 'p03' is already in row 7: delete one of the two rows",
    ),
    Defect(
        "line twice",
        row("Structure", line="city officer", state="proposed", grade="City Officer", posts=1),
        f"{STRUCTURE}, row 14, column 'line'",
        "the line 'city officer, proposed' is already in row 13",
    ),
    Defect(
        "setting twice",
        row("Settings", setting="Costed at", value="bottom"),
        f"{SETTINGS}, row 31, column 'setting'",
        "'costed at' is already in row 9",
    ),
    Defect(
        "point twice",
        cell("Spines", 6, "point", 1),
        "sheet Spines, table Spines, row 6, column 'point'",
        "is already in row 5",
    ),
    Defect(
        "proposed line",
        cell("People", "P05", "proposed line", "Divisional Director"),
        f"{PEOPLE}, row 9, column 'proposed line'",
        "'Divisional Director' is not a proposed line of table Structure; did you mean 'Divisional Directors'",
    ),
    Defect(
        "line of now",
        cell("People", "P05", "proposed line", "Chief Executive"),
        f"{PEOPLE}, row 9, column 'proposed line'",
        "is not a proposed line",
    ),
    Defect(
        "profile",
        cell("Structure", 12, "on-cost profile", "Senior manager"),
        f"{STRUCTURE}, row 12, column 'on-cost profile'",
        "'Senior manager' is not in table OnCosts; did you mean 'Senior managers'",
    ),
    Defect(
        "policy",
        cell("Settings", "approval policy", "value", "Harow"),
        f"{SETTINGS}, row 18, column 'value'",
        "approval policy: 'Harow' is not an approval rule in the library; did you mean 'Harrow'",
    ),
    Defect(
        "setting's name",
        cell("Settings", "costed at", "setting", "costd at"),
        f"{SETTINGS}, row 9, column 'setting'",
        "'costd at' is not a setting of a review; did you mean 'costed at'",
    ),
    Defect(
        "setting's value",
        cell("Settings", "slotting rule", "value", "nearst"),
        f"{SETTINGS}, row 10, column 'value'",
        "slotting rule: 'nearst' is not one of the choices; did you mean 'nearest'",
    ),
    Defect(
        "setting empty",
        cell("Settings", "implementation date", "value", None),
        f"{SETTINGS}, row 7, column 'value'",
        "the setting 'implementation date' is missing: give it a value",
    ),
    Defect(
        "package",
        row(
            "Package",
            line_or_person="P99",
            element="bonus",
            amount_a_year=5,
            counts_towards_approval="yes",
            costed_as="not costed",
        ),
        "sheet Package, table Package, row 5, column 'line or person'",
        "'P99' is neither a line nor a person",
    ),
    Defect(
        "NI category",
        cell("OnCosts", "Senior managers", "NI category", "Q"),
        "sheet On-costs, table OnCosts, row 5",
        "profile Senior managers: .*'?Q",
    ),
    Defect("state", cell("Structure", 5, "state", "nwo"), f"{STRUCTURE}, row 5, column 'state'", "did you mean 'now'"),
    Defect("posts", cell("Structure", 5, "posts", 1.5), f"{STRUCTURE}, row 5, column 'posts'", "not a whole number"),
    Defect("negative posts", cell("Structure", 5, "posts", -1), f"{STRUCTURE}, row 5, column 'posts'", "out of range"),
    Defect(
        "yes or no",
        cell("People", "P01", "illustrative", "maybe"),
        f"{PEOPLE}, row 5, column 'illustrative'",
        "yes or no",
    ),
    Defect(
        "no grade and no cost",
        cell("Structure", 5, "stated cost", None),
        f"{STRUCTURE}, row 5, column 'grade'",
        "give a grade or a stated cost",
    ),
    # Cells that hold no value.
    Defect(
        "#N/A",
        error_value("People", "P06", "salary now", "#N/A"),
        f"{PEOPLE}, row 10, column 'salary now'",
        "holds the error #N/A: mend the formula, or type the value",
    ),
    Defect(
        "#REF!",
        error_value("Structure", 9, "stated cost", "#REF!"),
        f"{STRUCTURE}, row 9, column 'stated cost'",
        "holds the error #REF!",
    ),
    Defect(
        "#DIV/0! in a setting",
        error_value("Settings", "protection months", "value", "#DIV/0!"),
        f"{SETTINGS}, row 13, column 'value'",
        "holds the error #DIV/0!",
    ),
    Defect(
        "formula never calculated",
        cell("People", "P06", "salary now", "=80000+16575"),
        f"{PEOPLE}, row 10, column 'salary now'",
        "holds a formula that was never calculated: open the workbook in Excel and save it",
    ),
    Defect(
        "row below the table",
        below("People", "P21"),
        f"{PEOPLE}, row 25, column 'person'",
        "only 'P21' is in this row, right below the table: if it is a row of the table, fill in its other cells",
    ),
]


def problems(folder: Path, *changes: Callable[[Workbook], Any]) -> list[str]:
    """What the command says of a copy with these slips, line by line; it must exit 2 and write nothing."""
    path = changed(folder, *changes)
    done = run_payband("review", path, "-o", folder / "answers.xlsx")
    assert done.returncode == 2, done.stdout
    assert done.stdout == ""
    assert sorted(each.name for each in folder.iterdir()) == ["review.xlsx"]
    assert "Traceback" not in done.stderr
    head, *lines = done.stderr.splitlines()
    found = re.fullmatch(r"payband: review\.xlsx: (\d+) problems? to put right", head)
    assert found, head
    assert int(found[1]) == len(lines)
    return [line.strip() for line in lines]


@pytest.mark.parametrize("defect", DEFECTS, ids=[each.name for each in DEFECTS])
def test_each_slip_is_named_with_its_place(tmp_path: Path, defect: Defect) -> None:
    lines = problems(tmp_path, defect.change)
    matching = [line for line in lines if line.startswith(defect.place) and re.search(defect.words, line)]
    assert matching, lines


@pytest.mark.parametrize("defect", DEFECTS, ids=[each.name for each in DEFECTS])
def test_the_place_is_complete(defect: Defect) -> None:
    assert re.match(r"sheet [\w -]+, table \w+", defect.place)


def test_ten_slips_are_reported_at_once(tmp_path: Path) -> None:
    names = {
        "text", "point", "job share", "leaving date as text", "rate", "#N/A", "person twice", "proposed line",
        "setting's value", "line twice",
    }  # fmt: skip
    chosen = [each for each in DEFECTS if each.name in names]
    lines = problems(tmp_path, *(each.change for each in chosen))
    assert len(lines) == len(chosen) == 10, lines
    for each in chosen:
        assert [line for line in lines if line.startswith(each.place) and re.search(each.words, line)], each.name


def test_ten_slips_between_tables_are_reported_at_once(tmp_path: Path) -> None:
    changes = [
        cell("People", "P02", "person", "P01"),
        cell("People", "P05", "proposed line", "Divisional Director"),
        cell("People", "P06", "proposed line", "Nowhere"),
        cell("People", "P07", "on-cost profile", "Nobody"),
        cell("People", "P08", "NI category", "Q"),
        cell("Structure", 12, "on-cost profile", "Senior manager"),
        cell("Structure", 13, "grade", "City Oficer"),
        cell("Grades", "Divisional Director", "top point", 19),
        cell("Settings", "approval policy", "value", "Harow"),
        row(
            "Package",
            line_or_person="P99",
            element="bonus",
            amount_a_year=5,
            counts_towards_approval="yes",
            costed_as="not costed",
        ),
    ]
    lines = problems(tmp_path, *changes)
    assert len(lines) == 10, lines
    for place in (
        f"{PEOPLE}, row 6, column 'person'",
        f"{PEOPLE}, row 9, column 'proposed line'",
        f"{PEOPLE}, row 10, column 'proposed line'",
        f"{PEOPLE}, row 11, column 'on-cost profile'",
        f"{PEOPLE}, row 12, column 'NI category'",
        f"{STRUCTURE}, row 12, column 'on-cost profile'",
        f"{STRUCTURE}, row 13, column 'grade'",
        "sheet Grades, table Grades, row 6, column 'top point'",
        f"{SETTINGS}, row 18, column 'value'",
        "sheet Package, table Package, row 5, column 'line or person'",
    ):
        assert [line for line in lines if line.startswith(place)], place


@pytest.mark.parametrize("setting", ["implementation date", "price base"])
def test_a_date_that_cannot_be_read_hides_no_other_slip(tmp_path: Path, setting: str) -> None:
    names = {"person twice", "proposed line", "profile"}
    chosen = [each for each in DEFECTS if each.name in names]
    lines = problems(tmp_path, cell("Settings", setting, "value", "soon"), *(each.change for each in chosen))
    assert len(lines) == 4, lines  # and nothing is said of what depends on the date
    assert [line for line in lines if line.startswith(SETTINGS) and f"{setting}: " in line]


def test_a_missing_settings_sheet_is_said_once(tmp_path: Path) -> None:
    [line] = problems(tmp_path, without_sheet("Settings"))
    assert line.startswith(f"{SETTINGS}: the sheet 'Settings' with table Settings is missing")


def test_a_table_that_cannot_be_read_is_not_held_against_those_that_refer_to_it(tmp_path: Path) -> None:
    [line] = problems(tmp_path, cell("Structure", 12, "posts", "fifteen"))  # twelve people are placed in that line
    assert line.startswith(f"{STRUCTURE}, row 12, column 'posts'")


def test_an_answer_sheet_that_is_missing_is_named(tmp_path: Path) -> None:
    lines = problems(tmp_path, without_sheet("Checks"), without_table("SlottingList"), without_sheet("Summary"))
    assert len(lines) == 3
    assert any(line.startswith("sheet Checks, table Checks: ") and "blank review" in line for line in lines)
    assert any(line.startswith("sheet Slotting list, table SlottingList: ") for line in lines)
    assert any(line.startswith("sheet Summary: the sheet 'Summary' is missing") for line in lines)


def holders(workbook: Workbook, count: int) -> None:
    """Has the paper state so many post holders, whom the figure checks count."""
    put(workbook, "PaperFigures", "Permanent post holders", "count", count)


def with_another_person(workbook: Workbook) -> None:
    add(workbook, "People", person="P21", salary_now="85,575", proposed_line="CITY OFFICER")
    holders(workbook, 21)


@pytest.mark.parametrize(
    "change",
    [
        with_another_person,
        lambda workbook: put(workbook, "OnCosts", "Senior managers", "pension rate", "19.6%"),
        lambda workbook: put(workbook, "People", "P01", "illustrative", " Yes "),
        lambda workbook: put(workbook, "Structure", 11, "external share", "1/6"),
    ],
)
def test_what_can_only_mean_one_thing_is_taken(tmp_path: Path, change: Callable[[Workbook], Any]) -> None:
    done = run_payband("review", changed(tmp_path, change), "--json")
    assert (done.returncode, done.stderr) == (0, "")


def test_an_empty_row_in_a_table_is_passed_over(tmp_path: Path) -> None:
    def change(workbook: Workbook) -> None:
        sheet, place = table_of(workbook, "People")
        for column in headings(workbook, "People").values():
            sheet.cell(bounds(place)[3], column).value = None
        holders(workbook, 19)

    done = run_payband("review", changed(tmp_path, change), cwd=tmp_path)
    assert done.returncode == 0
    assert "19 people" in done.stdout


# --- files that are no review workbook -----------------------------------------------------------------------------


def empty_workbook(path: Path) -> None:
    Workbook().save(path)


def text_file(path: Path) -> None:
    path.write_text("person,salary now\nP01,139485\n")


def old_or_encrypted(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096))  # what .xls and encrypted .xlsx both start with


def truncated(path: Path) -> None:
    content = LEICESTER.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def nothing(path: Path) -> None:
    path.write_bytes(b"")


def zip_of_something_else(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")


def with_part(path: Path, part: str, edit: Callable[[bytes], bytes]) -> None:
    """The Leicester workbook with one part changed."""
    with zipfile.ZipFile(LEICESTER) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, edit(content) if name == part else content)


def broken_xml(path: Path) -> None:
    with_part(path, "xl/workbook.xml", lambda content: content[:200])


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>"""


def entity_bomb(path: Path) -> None:
    with_part(path, "xl/workbook.xml", lambda content: BOMB + content[content.index(b"<workbook") :])


def entity_bomb_in_utf_16(path: Path) -> None:
    def edit(content: bytes) -> bytes:
        text = BOMB.partition(b"?>")[2] + content[content.index(b"<workbook") :]
        return ('<?xml version="1.0" encoding="UTF-16"?>' + text.decode()).encode("utf-16")

    with_part(path, "xl/workbook.xml", edit)


def entity_bomb_in_a_table(path: Path) -> None:
    with_part(path, "xl/tables/table6.xml", lambda content: BOMB + content[content.index(b"<table") :])


def entity_bomb_behind_a_long_comment(path: Path) -> None:
    padding = b"<!--" + b" " * 4000 + b"-->"
    with_part(
        path,
        "xl/workbook.xml",
        lambda content: padding + BOMB.partition(b"?>")[2] + content[content.index(b"<workbook") :],
    )


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (empty_workbook, "this workbook has none of the tables of a review: start from a review workbook"),
        (text_file, "is not an Excel workbook: save it in Excel as .xlsx"),
        (
            old_or_encrypted,
            "is an old .xls workbook or is protected by a password: save it in Excel as .xlsx without one",
        ),
        (truncated, "is not an Excel workbook"),
        (nothing, "is not an Excel workbook"),
        (zip_of_something_else, "is not an Excel workbook"),
        (broken_xml, "is damaged"),
        (entity_bomb, "declares XML entities"),
        (entity_bomb_in_a_table, "declares XML entities"),
        (entity_bomb_in_utf_16, "declares XML entities"),
        (entity_bomb_behind_a_long_comment, "declares XML entities"),
    ],
)
def test_files_that_are_no_review_workbook(tmp_path: Path, make: Callable[[Path], None], said: str) -> None:
    path = tmp_path / "given.xlsx"
    make(path)
    done = run_payband("review", path, "-o", tmp_path / "answers.xlsx")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "given.xlsx" in done.stderr
    assert "Traceback" not in done.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["given.xlsx"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing.xlsx", "there is no file"),
        (".", "is a folder: name the workbook in it"),
        ("no/such.xlsx", "there is no file"),
    ],
)
def test_paths_that_are_no_file(tmp_path: Path, name: str, said: str) -> None:
    done = run_payband("review", name, "-o", "answers.xlsx", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not list(tmp_path.iterdir())


# --- outputs that cannot be written --------------------------------------------------------------------------------


def open_in_excel(folder: Path) -> str:
    (folder / "out.xlsx").write_bytes(b"old")
    (folder / "~$out.xlsx").write_bytes(b"")
    return "out.xlsx"


def open_in_excel_long_name(folder: Path) -> str:
    (folder / "a longer name.xlsx").write_bytes(b"old")
    (folder / "~$longer name.xlsx").write_bytes(b"")  # Excel leaves out two letters of a long name
    return "a longer name.xlsx"


def open_in_libreoffice(folder: Path) -> str:
    (folder / "out.xlsx").write_bytes(b"old")
    (folder / ".~lock.out.xlsx#").write_bytes(b"")
    return "out.xlsx"


def read_only(folder: Path) -> str:
    (folder / "out.xlsx").write_bytes(b"old")
    (folder / "out.xlsx").chmod(0o444)
    return "out.xlsx"


def a_folder(folder: Path) -> str:
    (folder / "out.xlsx").mkdir()
    return "out.xlsx"


def no_folder(folder: Path) -> str:
    return os.path.join("nowhere", "out.xlsx")


def the_input(folder: Path) -> str:
    return "review.xlsx"


def the_input_by_another_name(folder: Path) -> str:
    (folder / "link.xlsx").symlink_to(folder / "review.xlsx")
    return "link.xlsx"


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (open_in_excel, "is open in a spreadsheet program: close it there, or give another name with -o"),
        (open_in_excel_long_name, "is open in a spreadsheet program"),
        (open_in_libreoffice, "is open in a spreadsheet program"),
        (read_only, "is read-only: give another name with -o"),
        (a_folder, "is a folder: give a file name with -o"),
        (no_folder, "does not exist: make it, or give another with -o"),
        (the_input, "is the input, which payband never changes: give another name with -o"),
        (the_input_by_another_name, "is the input, which payband never changes"),
    ],
)
def test_outputs_that_cannot_be_written(tmp_path: Path, prepare: Callable[[Path], str], said: str) -> None:
    (tmp_path / "review.xlsx").write_bytes(LEICESTER.read_bytes())
    output = prepare(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    done = run_payband("review", "review.xlsx", "-o", output, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert after == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["review", "review.xlsx"],
        ["explain", "review.xlsx", "P01"],
        ["compare", "review.xlsx"],
        ["sensitivity", "review.xlsx"],
        ["simulate", "review.xlsx"],
        ["publish", "review.xlsx"],
        ["reconcile", "review.xlsx"],
        ["respell", "review.xlsx", "--for", "calc"],
        ["import", "review.xlsx", "--replace"],
        ["upgrade", "review.xlsx"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_no_command_writes_over_the_workbook_it_reads(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "review.xlsx").write_bytes(LEICESTER.read_bytes())
    (tmp_path / "link.xlsx").symlink_to("review.xlsx")
    for output in ("review.xlsx", "link.xlsx"):
        done = run_payband(*arguments, "-o", output, cwd=tmp_path)
        assert done.returncode == 2
        assert f"{output} is the input, which payband never changes: give another name with -o" in done.stderr
    assert (tmp_path / "review.xlsx").read_bytes() == LEICESTER.read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"review.xlsx", "link.xlsx"}


@pytest.mark.parametrize("output", ["answers.csv", "answers.xlsm", "answers"])
def test_a_copy_has_the_ending_of_its_workbook(tmp_path: Path, output: str) -> None:
    done = run_payband("review", str(LEICESTER), "-o", output, cwd=tmp_path)
    assert done.returncode == 2
    assert f"{output} is not a name under which Excel would open the workbook: end it with .xlsx" in done.stderr
    assert not list(tmp_path.iterdir())
