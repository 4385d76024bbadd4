"""payband import: an establishment list as payroll systems export it becomes Structure and People; nothing is lost."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.table import Table

import payband
from payband.cli import main
from payband.errors import PaybandError
from payband.establishment import cells as cells
from payband.establishment.amounts import amount
from payband.establishment.candidates import Recognised
from payband.establishment.columns import recognise
from payband.establishment.content import shown
from payband.establishment.days import last_day
from payband.establishment.headings import Grid, data_rows, find_headings, kind_of_heading
from payband.establishment.import_list import establishment
from payband.establishment.map import map_text, read_map
from payband.establishment.questions import Terms
from payband.establishment.result import Establishment
from payband.ooxml.package import Package
from payband.review.inputs.settings import SETTINGS
from payband.rules.pay.full_time import full_time_salary
from payband.rules.shares import pay_for_time
from payband.workbook.filling.fill import fill_table
from payband.workbook.lists.export_file import read_export
from tests.run import TOP

EXPORTS = TOP / "tests" / "cases" / "exports"


KEPT = ("--answer", "leavers=keep")


def run(export: Path, target: Path, *more: str) -> int:
    return main(["import", str(export), "-o", str(target), *more])


def table(path: Path, name: str) -> list[dict[str, Any]]:
    """The filled cells of a table's rows."""
    for sheet in openpyxl.load_workbook(path).worksheets:
        if name in sheet.tables:
            heads, *rows = sheet[sheet.tables[name].ref]
            names = [str(cell.value) for cell in heads]
            found = [dict(zip(names, [cell.value for cell in row], strict=True)) for row in rows]
            return [{k: v for k, v in row.items() if v is not None} for row in found if any(row.values())]
    raise AssertionError(f"no table {name}")


def structure(path: Path) -> list[tuple[Any, ...]]:
    assert all(row["state"] == "now" for row in table(path, "Structure"))
    return [(row["line"], row.get("grade"), row["posts"], row["FTE each"]) for row in table(path, "Structure")]


def people(path: Path) -> list[tuple[Any, ...]]:
    names = ("person", "post now", "grade now", "salary now", "FTE", "NI category", "leaves on")
    return [tuple(row.get(name) for name in names) for row in table(path, "People")]


# --- realistic exports: what becomes of each ------------------------------------------------------------------------
# Made-up posts in the shapes that payroll systems write; the salaries of the points are the NJC's of April 2025.

Rows = list[tuple[Any, ...]]
LISTS: dict[str, tuple[list[str], Rows, Rows, dict[int, str]]] = {
    "resourcelink.csv": (
        [],
        [
            ("Social Worker", "G9", 3, 1),
            ("Social Worker (0.6 FTE)", "G9", 1, 0.6),
            ("Team Manager", "G11", 1, 1),
            ("Admin Officer", "G4", 1, 0.5),
            ("Receptionist", "G3", 1, 0.3),
        ],
        [
            ("00123", "Social Worker", "G9", 41771, 1, "A", None),
            ("00124", "Social Worker (0.6 FTE)", "G9", 40777, 0.6, "A", None),
            ("00125", "Social Worker", "G9", 39862, 1, "A", None),
            ("00126", "Team Manager", "G11", 49282, 1, "A", None),
            ("00127 post P2001", "Admin Officer", "G4", 26403, 0.5, "M", None),
            ("00127 post P2002", "Receptionist", "G3", 25185, 0.3, "M", None),
        ],
        {
            13: "more than once in the same post (rows 13 and 14)",
            14: "more than once",
            15: "FTE of 0",
            16: "only point 2 is given",
        },
    ),
    "itrent.csv": (
        [],
        [
            ("Library Assistant (0.6 FTE)", "Grade 3", 1, 0.6),
            ("Library Assistant", "Grade 3", 1, 1),
            ("Library Manager", "Grade 8", 1, 1),
            ("Driver", "Grade 3", 1, 1),
        ],
        [
            ("E0458", "Library Assistant (0.6 FTE)", "Grade 3", 25185, 0.6, "A", "2026-03-31"),
            ("E0459", "Library Manager", "Grade 8", 36363, 1, "B", None),
            ("E0461", "Driver", "Grade 3", 25185, 1, None, None),
        ],
        {2: "'12.592,50' is not a number", 6: "does not lie between £1,000 and £1,000,000"},
    ),
    "sap.tsv": (
        ["--spine", "NJC@2025-04-01"],
        [("Revenues Officer", "G6", 2, 1), ("Revenues Officer (0.6 FTE)", "G6", 1, 0.6)],
        [
            ("00004711", "Revenues Officer", "G6", 28598, 1, None, None),
            ("00004712", "Revenues Officer (0.6 FTE)", "G6", 29064, 0.6, None, None),
        ],
        {4: "point 99 is not on spine NJC"},
    ),
    "oracle.csv": (
        [],
        [
            ("Planner", "PO2", 1, 1),
            ("Planner (0.6 FTE)", "PO2", 1, 0.6),
            ("Senior Planner", "PO4", 1, 1),
            ("Senior Planner (0.8 FTE)", "PO4", 1, 0.8),
        ],
        [
            ("20001", "Planner", "PO2", 41771, 1, None, None),
            ("20002", "Planner (0.6 FTE)", "PO2", 41771, 0.6, None, None),
            ("20003", "Senior Planner", "PO4", 49282, 1, None, None),
            ("20004", "Senior Planner (0.8 FTE)", "PO4", 49282, 0.8, None, "2026-09-30"),
        ],
        {},
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_an_export_becomes_structure_and_people(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments, lines, persons, rejected = LISTS[name]
    target = tmp_path / "review.xlsx"
    assert run(EXPORTS / name, target, "--json", *KEPT, *arguments) == (1 if rejected else 0)
    said = json.loads(capsys.readouterr().out)
    assert structure(target) == lines
    found = [(*row[:-1], row[-1] and f"{row[-1]:%Y-%m-%d}") for row in people(target)]
    assert found == persons
    assert {each["number"] for each in said["not_placed"]} == rejected.keys()
    for each in said["not_placed"]:
        assert rejected[each["number"]] in each["why"]
    totals = said["totals"]
    assert totals["rows_read"] == totals["people"] + totals["vacant_posts"] + totals["not_placed"]
    assert totals["left_out"] == 0
    parts = ("salaries_of_people", "salaries_of_vacant_posts", "salaries_not_placed")
    assert totals["salaries_read"] == pytest.approx(sum(totals[part] for part in parts), abs=0.001)
    assert totals["posts"] == sum(row[2] for row in lines)
    assert totals["full_time_salaries"] == sum(row[3] for row in persons)
    assert totals["own_total_differs"] is None


@pytest.mark.parametrize("name", LISTS)
def test_no_name_is_carried_over(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Example" in (EXPORTS / name).read_text(encoding="utf-8") or name == "sap.tsv"
    run(EXPORTS / name, tmp_path / "review.xlsx")
    said = capsys.readouterr()
    assert "Example" not in said.out + said.err
    for file in tmp_path.iterdir():
        content = file.read_bytes()
        if file.suffix == ".xlsx":
            with zipfile.ZipFile(file) as archive:
                content = b"".join(archive.read(part) for part in archive.namelist())
        assert b"Example" not in content


def test_the_review_opens_and_calculates_once_its_settings_are_filled(tmp_path: Path) -> None:
    target = tmp_path / "review.xlsx"
    run(EXPORTS / "resourcelink.csv", target)
    package = Package(target.read_bytes(), "review")
    values = {
        "implementation date": date(2025, 10, 1), "price base": "2025-26", "costed at": "actual",
        "tie goes to": "higher", "slotting rule": "nearest", "unpublished points": "refuse", "protection months": 24,
        "protection form": "frozen", "protection on-costs": "no", "on-cost profile": "LGPS", "round report to": "£1",
        "horizon": 5,
    }  # fmt: skip
    rows = [(each.name, values.get(each.name), each.unit, "") for each in SETTINGS]
    fill_table(package, package.tables["settings"], rows)
    fill_table(package, package.tables["oncosts"], [("LGPS", "A", "no", "LGPS", 0.2, "no", 0, "")])
    salaries = [
        ("G2", 24000, 25000),
        ("G3", 25000, 26000),
        ("G4", 26000, 27000),
        ("G9", 39000, 42000),
        ("G11", 49000, 52000),
    ]
    grades = [
        (grade, None, number, None, None, None, bottom, top, "no", "made up", "no")
        for number, (grade, bottom, top) in enumerate(salaries, start=1)
    ]
    fill_table(package, package.tables["grades"], grades)
    package.save(str(target))
    review = payband.open_review(target)
    assert [(line.line, line.posts, line.fte_each) for line in review.inputs.structure][:2] == [
        ("Social Worker", 3, 1),
        ("Social Worker (0.6 FTE)", 1, Fraction(3, 5)),
    ]
    costs = {row["line"]: row for row in review.calculate().structure.to_dict("records")}
    line = costs["Social Worker"]
    # The two people at what they are paid, and the vacant post at the top of the range.
    expected = sum(payband.employer_cost(salary, "2025-26", "20%") for salary in (41771, 39862, 42000))
    assert (line["posts_now"], line["cost_now"]) == (3, expected)


# --- workbooks -----------------------------------------------------------------------------------------------------


def workbook(tmp_path: Path, *, as_table: bool = False) -> Path:
    book = openpyxl.Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "Cover"
    cover["A1"] = "Establishment"
    sheet = book.create_sheet("Establishment")
    if not as_table:
        sheet.append(["Establishment at 30 September 2025"])
        sheet.append([])
        sheet.append(["Person", None, "Post", None, None, "Pay", None, "Contract", None, None])
        sheet.merge_cells("A3:B3")
        sheet.merge_cells("C3:E3")
        sheet.merge_cells("F3:G3")
        sheet.merge_cells("H3:J3")
    sheet.append(["No", "Initials", "No", "Title", "Grade", "Point", "FTE Salary", "Hours", "FTE", "End date"])
    if as_table:
        for column, heading in enumerate(
            [
                "Person No",
                "Initials",
                "Post No",
                "Post Title",
                "Grade",
                "Point",
                "FTE Salary",
                "Hours",
                "FTE",
                "End date",
            ],
            1,
        ):
            sheet.cell(1, column, heading)
    sheet.append([1001, "E.X.", "P1", "Engineer", "H4", 20, 32597, 37, 1, date(2026, 3, 31)])
    sheet.append([1002, "E.X.", "P2", "Engineer", "H4", 21, "£33,143.00", 18.5, "0.5", 46112])
    sheet.append(["=A1", "E.X.", "P3", "Surveyor", "H5", 22, "=1/0", 37, 1, None])
    sheet.append(["VACANT", None, "P4", "Surveyor", "H5", None, None, 37, 1, None])
    first = 1 if as_table else 4
    row = first + 3
    sheet.cell(row, 1, "1003")
    sheet.cell(row, 7, "#DIV/0!").data_type = "e"
    if as_table:
        sheet.add_table(Table(displayName="Staff", ref=f"A1:J{first + 4}"))
        sheet.cell(3, 12, "a remark beside")
    path = tmp_path / "export.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("as_table", [False, True])
def test_a_sheet_with_two_rows_of_headings_or_a_table(
    as_table: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "review.xlsx"
    assert run(workbook(tmp_path, as_table=as_table), target, "--json", *KEPT) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["sheet"] == "Establishment"
    assert any("'Cover'" in remark for remark in said["remarks"])
    assert any("next to the table Staff" in remark for remark in said["remarks"]) == as_table
    assert structure(target) == [
        ("Engineer", "H4", 1, 1),
        ("Engineer (0.5 FTE)", "H4", 1, 0.5),
        ("Surveyor", "H5", 1, 1),
    ]
    found = people(target)
    assert [row[:5] for row in found] == [
        ("1001", "Engineer", "H4", 32597, 1),
        ("1002", "Engineer (0.5 FTE)", "H4", 33143, 0.5),
    ]
    assert [f"{row[6]:%Y-%m-%d}" for row in found] == ["2026-03-31", "2026-03-31"]
    assert [each["why"] for each in said["not_placed"]] == [
        f"column '{'FTE Salary' if as_table else 'Pay FTE Salary'}': holds the error #DIV/0!: mend the formula, or "
        "type the value"
    ]


def test_words_in_cells_merged_downwards_hold_for_each_row_and_amounts_do_not(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Post Title", "Grade", "Staff No", "FTE Salary"],
        ["Cook", "G1", "1", 24796],
        [None, None, "2", 24796],
        ["Clerk", "G2", "3", 25185],
        ["Clerk", "G2", "4", None],
    ):
        sheet.append(row)
    for block in ("A2:A3", "B2:B3", "D4:D5"):
        sheet.merge_cells(block)
    path, target = tmp_path / "export.xlsx", tmp_path / "review.xlsx"
    book.save(path)
    assert run(path, target) == 1
    assert structure(target) == [("Cook", "G1", 2, 1), ("Clerk", "G2", 1, 1)]
    assert "has no salary" in (tmp_path / "review.rejected.csv").read_text(encoding="utf-8-sig")


def test_the_sheet_that_is_asked_for_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = workbook(tmp_path)
    assert run(path, tmp_path / "other.xlsx", "--sheet", "Cover") == 2
    assert "no row looks like headings" in capsys.readouterr().err
    assert run(path, tmp_path / "review.xlsx", "--sheet", "Establishmnt") == 2
    assert "did you mean 'Establishment'?" in capsys.readouterr().err
    assert run(path, tmp_path / "review.xlsx", "--sheet", "cover") == 2
    assert "no row looks like headings" in capsys.readouterr().err
    assert not (tmp_path / "review.xlsx").exists()


SHEET = "xl/worksheets/sheet2.xml"
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<worksheet", '<!DOCTYPE a [<!ENTITY b "c">]><worksheet', "declares XML entities"),
        ("<sheetData>", "<sheetData>" + " " * 50_000_000, "as no real workbook does"),
        ("</sheetData>", FAR, "reach to column XFD and row 1,048,576"),
    ],
)
def test_a_workbook_beyond_reason_is_refused(
    old: str, new: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "trap.xlsx"
    with zipfile.ZipFile(workbook(tmp_path)) as sound, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as trap:
        for name in sound.namelist():
            content = sound.read(name)
            trap.writestr(name, content.replace(old.encode(), new.encode(), 1) if name == SHEET else content)
    assert run(path, tmp_path / "review.xlsx") == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "review.xlsx").exists()


@pytest.mark.parametrize(
    ("stream", "said"),
    [
        ("Workbook", "is an old .xls workbook: save it in Excel as .xlsx"),
        ("EncryptedPackage", "is protected by a password: save it in Excel as .xlsx without one"),
    ],
)
def test_an_old_or_a_protected_workbook_is_told_by_what_it_is(
    stream: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "export.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + f"{stream}\0".encode("utf-16-le"))
    assert run(path, tmp_path / "review.xlsx") == 2
    assert said in capsys.readouterr().err


def test_a_formula_that_was_never_calculated_is_no_empty_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Staff No", "Post Title", "Grade", "FTE Salary"],
        ["1", "Cook", "G1", 24796],
        ["2", "Cook", "G1", "=D2"],
    ):
        sheet.append(row)
    book.save(tmp_path / "export.xlsx")
    assert run(tmp_path / "export.xlsx", tmp_path / "review.xlsx", "--json") == 1
    [row] = json.loads(capsys.readouterr().out)["not_placed"]
    assert "never calculated" in row["why"]


# --- text files ----------------------------------------------------------------------------------------------------

PLAIN = 'Payroll No,Post Title,Grade,FTE Salary,FTE\n007,Café Manager,G5,"28,142.00",1\n008,Cook,G2,24796,0.5\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters(encoding: str, delimiter: str, tmp_path: Path) -> None:
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=delimiter).writerows(csv.reader(io.StringIO(PLAIN)))
    path = tmp_path / "export.csv"
    path.write_bytes(made.getvalue().encode(encoding))
    rows = read_export(path).grid.rows
    assert rows[1] == ["007", "Café Manager", "G5", "28,142.00", "1"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('Payroll No,Post Title\n1,"Cook\n2,Clerk\n', "a quotation mark is opened and not closed"),
        ('No,Post Title,Grade\n1,"Cook,G1\n2,Clerk,G2\n3,"Driver",G3\n', "quotation mark"),
        ('No,Post Title,FTE Salary,Grade\n1,"Cook,24796,G1\n2,Clerk",26403,G2\n', "row 2: a cell holds several rows"),
        ('Post Title,FTE Salary\n"Cook,24796\nClerk",26403\n', "row 2: a cell holds several rows"),
        ("one column\nonly\n", "one column only"),
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("Staff No,Post Title,Salary\n", "has headings in row 1 and no rows below them"),
        ("\0\1\2", "neither a CSV nor an .xlsx"),
        ("a,b,c\n1,2,3\n", "no row looks like headings|no column of post titles"),
    ],
)
def test_a_text_that_cannot_be_read_is_refused(
    content: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "export.csv"
    path.write_text(content, encoding="utf-8")
    assert run(path, tmp_path / "review.xlsx") == 2
    said = capsys.readouterr().err
    assert any(part in said for part in message.split("|"))
    assert not (tmp_path / "review.xlsx").exists()


# --- headings and cells ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Payroll No.", "person"), ("EmployeeNumber", "person"), ("EMP_ID", "person"), ("Pers.No.", "person"),
        ("Position Title", "post title"), ("Pos. No", "post number"), ("Grade (current)", "grade"),
        ("Spinal Pt", "point"),
        ("FTE Salary £", "full-time salary"), ("WTE Salary", "full-time salary"),
        ("Full-time annual salary", "full-time salary"),
        ("Basic Salary as at 01/04/2025", "salary"), ("Annual Salary 2025/26", "salary"),
        ("Pro-rata salary", "actual salary"),
        ("FTE %", "FTE %"), ("Contracted Hrs per Week", "hours"), ("NI Cat.", "NI category"),
        ("Leaving date", "leaves on"),
        ("Vacant (Y/N)", "vacant"), ("Surname", "name"), ("Date of Birth", "personal"), ("Pension Scheme", "other"),
        ("Monthly Salary", "other pay"), ("Favourite colour", None),
    ],
)  # fmt: skip
def test_headings_are_known_however_they_are_written(heading: str, kind: str | None) -> None:
    found = kind_of_heading([heading])
    assert (found and found[0].name) == kind


@pytest.mark.parametrize(
    ("written", "pence"),
    [
        ("£31,022.50", 3102250), ("31022", 3102200), ("1,200.00-", -120000), ("(450.00)", -45000),
        ("GBP 30,000 p.a.", 3000000),
        (" 25 185.00 ", 2518500), (25185.5, 2518550), ("", None), (None, None), ("-", None),
        ("12.592,50", "is not a number"), ("30,5", "is not a number"), ("n/a", None), ("#N/A", None), ("None", None),
        ("$30,000", "is in dollars: give £ a year"), ("€30,000", "is in euros"),
        (True, "is not an amount"),
        (date(2025, 1, 1), "is not an amount"),
    ],
)  # fmt: skip
def test_amounts_as_payroll_writes_them(written: Any, pence: int | str | None) -> None:
    if isinstance(pence, str):
        with pytest.raises(PaybandError, match=pence):
            amount(written)
    else:
        assert amount(written) == pence


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("31/03/2026", date(2026, 3, 31)), ("31-MAR-26", date(2026, 3, 31)), ("31.12.9999", None), ("31/12/4712", None),
        ("00/00/0000", None), ("2026-03-31 00:00:00", date(2026, 3, 31)), (46112, date(2026, 3, 31)),
        ("46112", date(2026, 3, 31)),
        (date(2999, 12, 31), None), ("Permanent", None),
    ],
)  # fmt: skip
def test_last_days_as_payroll_writes_them(written: Any, day: date | None) -> None:
    assert last_day(written) == day


@given(st.integers(100_000, 20_000_000), st.integers(1, 37))
def test_full_time_salary_is_what_the_actual_pay_stands_for(pence: int, parts: int) -> None:
    actual = pay_for_time(pence, parts, 37)
    assert abs(full_time_salary(actual, parts, 37) - pence) <= 37 // (2 * parts) + 1
    assert full_time_salary(pence, 37, 37) == pence


# --- what is asked, and the map --------------------------------------------------------------------------------------


def test_two_salaries_are_asked_about_and_nothing_is_written_but_the_map(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "review.xlsx"
    assert run(EXPORTS / "ambiguous.csv", target) == 2
    said = capsys.readouterr().err
    assert "'Salary' and 'Annual Salary': could each be the salary" in said
    assert "24413" in said
    assert "12206.50" in said
    assert [file.name for file in tmp_path.iterdir()] == ["review.map.toml"]
    draft = tmp_path / "review.map.toml"
    assert tomllib.loads(draft.read_text(encoding="utf-8"))["columns"]["Salary"] == "?"
    assert run(EXPORTS / "ambiguous.csv", target) == 2  # nobody has answered yet
    assert 'The map still has "?" for Salary, Annual Salary' in capsys.readouterr().err

    answered = draft.read_text(encoding="utf-8").replace('"Salary" = "?"', '"Salary" = "full-time salary"')
    answered = answered.replace('"Annual Salary" = "?"', '"Annual Salary" = ""')
    draft.write_text(answered, encoding="utf-8")
    assert run(EXPORTS / "ambiguous.csv", target) == 0
    assert "which was found next to the output" in capsys.readouterr().out
    assert [row[3] for row in people(target)] == [24413, 24796]
    assert draft.read_text(encoding="utf-8") == answered  # a person's map is never written over

    other = tmp_path / "other.xlsx"
    swapped = answered.replace('"Salary" = "full-time salary"', '"Salary" = ""')
    swapped = swapped.replace('"Annual Salary" = ""', '"Annual Salary" = "actual salary"')
    (tmp_path / "mine.toml").write_text(swapped, encoding="utf-8")
    assert run(EXPORTS / "ambiguous.csv", other, "--map", str(tmp_path / "mine.toml")) == 0
    assert [row[3] for row in people(other)] == [24413, 24796]
    assert "worked out from actual pay of £12,206.50 and FTE 0.5" in capsys.readouterr().out
    assert any("Full-time salaries worked out" in row["assumption"] for row in table(other, "Assumptions"))


def test_columns_without_known_headings_are_asked_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "review.xlsx"
    assert run(EXPORTS / "unknown_headings.csv", target) == 2
    said = capsys.readouterr().err
    assert "no column of post titles was found" in said
    draft = tmp_path / "review.map.toml"
    found = tomllib.loads(draft.read_text(encoding="utf-8"))["columns"]
    assert found == {"Reference code": "?", "What they do": "", "Spot": "?", "Money": "?", "Part": "?"}
    assert said.count("its name does not say so") == 4
    text = draft.read_text(encoding="utf-8")
    for heading, kind in {
        "Reference code": "person", "What they do": "post title", "Spot": "grade", "Money": "full-time salary",
        "Part": "FTE",
    }.items():  # fmt: skip
        text = re.sub(f'"{heading}" = "[?]?"', f'"{heading}" = "{kind}"', text)
    draft.write_text(text, encoding="utf-8")
    assert run(EXPORTS / "unknown_headings.csv", target) == 0
    assert structure(target)[:2] == [("Ranger", "G5", 3, 1), ("Ranger (0.5 FTE)", "G5", 1, 0.5)]


def test_a_map_of_another_list_is_not_used_and_not_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "review.xlsx"
    run(EXPORTS / "oracle.csv", target, *KEPT)
    before = (tmp_path / "review.map.toml").read_bytes()
    assert run(EXPORTS / "sap.tsv", target, "--replace", *KEPT) == 1
    assert "is of another list and is not used" in capsys.readouterr().out
    assert (tmp_path / "review.map.toml").read_bytes() == before
    assert len(people(target)) == 2


def test_a_map_gives_back_what_was_recognised(tmp_path: Path) -> None:
    file = read_export(EXPORTS / "resourcelink.csv")
    headings = find_headings(file.grid)
    data, _ = data_rows(file.grid, headings)
    first = recognise(file.grid, headings, data, Terms())
    terms = Terms("post title, department", "37", "NJC@2025-04-01")
    read = read_map(map_text(first, terms, 'Sheet "1"\\', "a\nlist"), "map")
    assert (read.terms, read.sheet) == (terms, 'Sheet "1"\\')
    again = recognise(file.grid, headings, data, terms, read.columns)
    assert [(each.heading, each.taken) for each in again.columns] == [
        (each.heading, each.taken) for each in first.columns
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("columns", "is not a map that can be read"),
        ('spines = "NJC"\n[columns]', "did you mean 'spine'?"),
        ('[columns]\n"FTE Value" = "FTE"', "did you mean 'FTE_VALUE'?"),
        ('[columns]\n"JOB_NAME" = "post titel"', "did you mean 'post title'?"),
        ('[columns]\n"JOB_NAME" = "grade"\n"GRADE_NAME" = "grade"', "takes both 'JOB_NAME' and 'GRADE_NAME' as grade"),
        ('spine = "NJK"\n[columns]', "did you mean 'NJC'?"),
        ('line = "grade"\n[columns]', "give post title, or post title, department"),
    ],
)
def test_a_wrong_map_is_refused(text: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "my.toml"
    path.write_text(text, encoding="utf-8")
    assert run(EXPORTS / "oracle.csv", tmp_path / "review.xlsx", "--map", str(path), *KEPT) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "review.xlsx").exists()


QUESTIONS = {
    "two columns of FTE that differ": (
        "Staff No,Post Title,FTE Salary,FTE,Contract FTE\n1,Cook,24796,1,0.5\n", "could each be the FTE"
    ),
    "hours without full time": (
        "Staff No,Post Title,Salary,Hours\n1,Cook,24796,30\n2,Cook,24796,37\n", "--full-time-hours 37"
    ),
    "points without a spine": ("Staff No,Post Title,SCP\n1,Cook,4\n", "--spine NJC@2025-04-01"),
    "actual pay without time": ("Staff No,Post Title,Actual Salary\n1,Cook,24796\n", "no column says how"),
    "FTE that is none": ("Post Title,FTE Salary,FTE\nCook,24796,100\n", "stand for so many posts"),
    "an FTE of words": ("Staff No,Post Title,FTE Salary,FTE\n1,Cook,24796,full\n", "do not look like the share"),
    "a leaving date of words": (
        "Staff No,Post Title,FTE Salary,Leaving Date\n1,Cook,24796,resigned\n2,Head,25185,soon\n",
        "(resigned, soon) do not look like the last day in post",
    ),
    "no salary": ("Staff No,Post Title,Grade\n1,Cook,G1\n", "no column of salaries was found"),
    "part-time without points": ("Staff No,Post Title,Salary,FTE\n1,Cook,24796,0.5\n", "the pay for the time worked?"),
}  # fmt: skip


@pytest.mark.parametrize("case", QUESTIONS)
def test_what_is_not_clear_is_asked(case: str) -> None:
    text, message = QUESTIONS[case]
    _, columns = placed(text)
    assert any(message in question for question in columns.questions), columns.questions


def placed(text: str, terms: Terms = Terms()) -> tuple[Establishment, Recognised]:  # noqa: B008
    grid = Grid(list(csv.reader(io.StringIO(text))))
    headings = find_headings(grid)
    data, _ = data_rows(grid, headings)
    columns = recognise(grid, headings, data, terms)
    return establishment(grid, data, columns, terms), columns


# --- rows ----------------------------------------------------------------------------------------------------------

HEADS = "Staff No,Full Name,Post No,Post Title,Grade,FTE Salary,FTE,Vacant,Weeks"
ROWS = {
    "a name without a reference": (",A Body,P1,Cook,G1,24796,1,,", "has no reference"),
    "vacant with somebody in it": ("12,,P1,Cook,G1,24796,1,Y,", "says that the post is vacant, and that somebody"),
    "no title": ("12,,P1,,G1,24796,1,,", "has no post title"),
    "no FTE": ("12,,P1,Cook,G1,24796,,,", "column 'FTE' is empty"),
    "too much time": ("12,,P1,Cook,G1,24796,1.2,,", "an FTE of 1.2 is not possible"),
    "no salary": ("12,,P1,Cook,G1,,1,,", "column 'FTE Salary' has no salary"),
    "a stray digit": ("12,,P1,Cook,G1,24 796 0,1,,All year", "'24 796 0' is not a number"),
    "two numbers in one cell": ("12,,P1,Cook,G1,2 4796,1,,", "'2 4796' is not a number"),
    "two slips": ("12,,P1,,G1,x,1,,", "has no post title; column 'FTE Salary': 'x'"),
}


@pytest.mark.parametrize("case", ROWS)
def test_rows_that_cannot_be_placed_say_why(case: str) -> None:
    row, why = ROWS[case]
    made, _ = placed(f"{HEADS}\n9,B Body,P0,Cook,G1,24796,1,N,52\n{row}\n")
    assert [each.number for each in made.not_placed] == [3]
    assert why in made.not_placed[0].why
    assert made.totals.people == 1


def test_the_day_somebody_started_in_the_grade_is_kept_where_its_year_is_certain() -> None:
    made, _ = placed(
        "Staff No,Post Title,FTE Salary,Grade Start Date\n1,Cook,24796,01/04/2023\n2,Cook,24796,01/04/23\n"
    )
    assert [person["started_on"] for person in made.people] == [date(2023, 4, 1), None]
    assert [(note.number, "two figures" in note.what) for note in made.notes] == [(3, True)]


def test_term_time_pay_is_not_turned_into_a_full_time_salary() -> None:
    made, _ = placed("Staff No,Post Title,Actual Salary,FTE,Weeks\n1,Cook,12000,0.5,52\n2,Cook,10000,0.5,39\n")
    assert [person["salary_now"] for person in made.people] == [2_400_000]
    assert "fewer than 52 weeks" in made.not_placed[0].why


def test_term_time_counts_at_full_time_hours_too() -> None:
    rows = "1,Cook,19000,1,39 weeks\n2,Cook,24796,1,All year\n3,Cook,24796,1,52.14\n4,Cook,24796,1,\n"
    made, _ = placed(f"Staff No,Post Title,Actual Salary,FTE,Weeks\n{rows}")
    assert [person["person"] for person in made.people] == ["2", "3", "4"]
    assert "fewer than 52 weeks" in made.not_placed[0].why


def test_hours_a_week_do_not_tell_the_fte_of_term_time_and_an_fte_is_remarked() -> None:
    heads = "Staff No,Post Title,FTE Salary,Weeks,Full Time Hours"
    made, _ = placed(f"{heads},Hours\n1,Cook,24796,39,37,37\n2,Cook,24796,52,37,18.5\n")
    assert [(person["person"], person["fte"]) for person in made.people] == [("2", Fraction(1, 2))]
    assert "hours a week do not tell: give its FTE" in made.not_placed[0].why
    made, _ = placed(f"{heads},FTE\n1,Cook,24796,39,37,0.85\n2,Cook,24796,52,37,1\n")
    assert made.totals.people == 2
    assert any("fewer than 52 weeks a year: row 2. Their FTE is taken as it stands" in each for each in made.remarks)


def test_lines_by_department() -> None:
    rows = "1,Cook,North,G1,24796\n2,Cook,South,G1,24796\n3,cook,South,G1,24796\n"
    text = f"Staff No,Post Title,Department,Grade,FTE Salary\n{rows}"
    made, _ = placed(text)
    assert [(line["line"], line["posts"]) for line in made.structure] == [("Cook", 3)]
    made, _ = placed(text, Terms("post title, department"))
    assert [(line["line"], line["posts"]) for line in made.structure] == [("Cook (North)", 1), ("Cook (South)", 2)]


def test_a_title_that_begins_with_total_is_no_total_row() -> None:
    rows = (
        "Total Reward Manager,1,,40777\nTotal,,,40777\nTotal for HR,,,40777\nHR total:,,,40777\n"
        "Sub total Children,,,40777\nGrand-total 2026,,,40777\n"
    )
    made, _ = placed(f"Post Title,Staff No,Grade,FTE Salary\n{rows}")
    assert [person["post_now"] for person in made.people] == ["Total Reward Manager"]
    assert [line["line"] for line in made.structure] == ["Total Reward Manager"]


def test_the_lists_own_total_is_held_against_its_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "export.csv"
    path.write_text(f"{PLAIN}Grand Total,,,99999.00,\n", encoding="utf-8")
    assert run(path, tmp_path / "review.xlsx") == 1
    assert "own total in row 4 is £99,999.00, and its rows add up to £52,938.00" in capsys.readouterr().out


def test_a_total_for_each_department_is_held_against_its_own_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "export.csv"
    head, *rows = PLAIN.splitlines()
    path.write_text("\n".join([head, rows[0], "Sub-total,,,28142,1", rows[1], "Sub-total,,,24796,1"]), encoding="utf-8")
    assert run(path, tmp_path / "review.xlsx") == 0
    assert "own total" not in capsys.readouterr().out


def test_rejected_rows_hold_no_formula_and_no_name(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(
        "Staff No,Surname,Post Title,Grade,FTE Salary\n1,Body,Clerk,G1,24796\n4,Body,Clerk,G1,24796\n"
        '2,Body,=HYPERLINK("x"),@G1,-5\n3,Body,+Cook,G1,"=1+1"\n',
        encoding="utf-8",
    )
    assert run(path, tmp_path / "review.xlsx") == 1
    rows = list(csv.reader(io.StringIO((tmp_path / "review.rejected.csv").read_text(encoding="utf-8-sig"))))
    assert [row[0] for row in rows] == ["row", "4", "5"]
    assert rows[0][2:] == ["Staff No", "Post Title", "Grade", "FTE Salary"]
    assert rows[1][3:] == ['\'=HYPERLINK("x")', "'@G1", "-5"]  # a number below nothing is no formula
    assert rows[2][3:] == ["'+Cook", "G1", "'=1+1"]


def test_a_review_that_is_there_is_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "review.xlsx"
    target.write_bytes(b"mine")
    assert run(EXPORTS / "oracle.csv", target) == 2
    assert "--overwrite to replace it" in capsys.readouterr().err
    assert target.read_bytes() == b"mine"
    assert [file.name for file in tmp_path.iterdir()] == ["review.xlsx"]


@st.composite
def lists(draw: st.DrawFn) -> list[list[str]]:
    cell = {
        "person": st.sampled_from(["001", "002", "003", "004", "VACANT", "", "x y"]),
        "title": st.sampled_from(["Cook", "Clerk", "cook", ""]),
        "grade": st.sampled_from(["G1", "G2", ""]),
        "salary": st.sampled_from(["24,796.00", "£30000", "n/a", "", "(12.50)", "5", "1,5", "25000-"]),
        "FTE": st.sampled_from(["1", "0.5", "60%", "0", "2", "", "?"]),
    }
    return draw(st.lists(st.tuples(*cell.values()).map(list), min_size=1, max_size=12))


@settings(max_examples=150, deadline=None)
@given(lists())
def test_nothing_is_lost_and_the_totals_reconcile(rows: list[list[str]]) -> None:
    certain = ["000", "Head", "G9", "50000", "1"]
    grid = Grid(
        [
            ["Payroll No", "Post Title", "Grade", "FTE Salary", "FTE"],
            certain,
            ["000", "Deputy", *certain[2:]],
            *rows,
        ]
    )
    headings = find_headings(grid)
    data, others = data_rows(grid, headings)
    taken = {
        "Payroll No": "person",
        "Post Title": "post title",
        "Grade": "grade",
        "FTE Salary": "full-time salary",
        "FTE": "FTE",
    }
    columns = recognise(grid, headings, data, Terms(), taken)
    made = establishment(grid, data, columns, Terms())
    totals = made.totals
    assert totals.rows_read == len(data) == sum(any(row) for row in grid.rows[1:]) - len(others)
    assert totals.people + totals.vacant_posts + totals.not_placed == totals.rows_read
    assert {each.number for each in made.not_placed} <= {index + 1 for index in data}
    assert len({each.number for each in made.not_placed}) == len(made.not_placed) == totals.not_placed
    assert (
        totals.salaries_of_people + totals.salaries_of_vacant_posts + totals.salaries_not_placed == totals.salaries_read
    )
    known = {
        "24,796.00": 2_479_600,
        "£30000": 3_000_000,
        "(12.50)": -1250,
        "5": 500,
        "25000-": -2_500_000,
        "50000": 5_000_000,
    }
    assert totals.salaries_read == sum(known.get(grid.rows[index][3], 0) for index in data)
    assert totals.full_time_salaries == sum(person["salary_now"] for person in made.people)
    assert sum(line["posts"] for line in made.structure) == totals.posts
    assert sum(line["posts"] * line["fte_each"] for line in made.structure) == totals.fte
    assert len({line["line"].casefold() for line in made.structure}) == len(made.structure)
    assert len({person["person"].casefold() for person in made.people}) == len(made.people)
    assert {person["post_now"] for person in made.people} <= {line["line"] for line in made.structure}


def test_the_command_as_a_user_runs_it(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "payband", "import", str(EXPORTS / "oracle.csv"), "-o", "review.xlsx", *KEPT],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["review.map.toml", "review.xlsx"]
    assert "by its name; part-time staff on the same grade" in done.stdout


# --- the list itself is never changed --------------------------------------------------------------------------------

TWO_WRONG = PLAIN + "009,Driver,G2,n/a,1\n010,Porter,G2,n/a,1\n"


@pytest.mark.parametrize("still_wrong", [False, True])
def test_the_rows_that_were_put_right_are_never_the_file_that_is_written(
    still_wrong: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "e1.csv").write_text(TWO_WRONG, encoding="utf-8")
    assert run(tmp_path / "e1.csv", tmp_path / "e1.xlsx") == 1
    corrected = tmp_path / "e1.rejected.csv"
    text = corrected.read_text(encoding="utf-8-sig").replace("n/a", "24796", 1 if still_wrong else -1)
    corrected.write_text(text, encoding="utf-8")
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert run(corrected, tmp_path / "e1.xlsx", "--replace") == 2
    assert "e1.rejected.csv is the input, which payband never changes: give another name" in capsys.readouterr().err
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
    alias = tmp_path / "alias.csv"
    alias.symlink_to(corrected)
    assert run(alias, tmp_path / "e1.xlsx", "--replace") == 2
    alias.unlink()
    assert run(corrected, tmp_path / "e2.xlsx") == (1 if still_wrong else 0)
    assert corrected.read_bytes() == before["e1.rejected.csv"]


def test_the_list_is_refused_as_its_own_map(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export, target = tmp_path / "review.map.toml", tmp_path / "review.xlsx"
    export.write_text(PLAIN, encoding="utf-8")
    for more in ([], ["--map", str(export)]):
        assert run(export, target, *more) == 2
        assert "cannot be its map as well" in capsys.readouterr().err
        assert [file.name for file in tmp_path.iterdir()] == ["review.map.toml"]
        assert export.read_text(encoding="utf-8") == PLAIN


def test_a_map_is_not_written_over_by_the_rows_that_were_not_placed(tmp_path: Path) -> None:
    run(EXPORTS / "itrent.csv", tmp_path / "first.xlsx")
    mine = tmp_path / "review.rejected.csv"
    mine.write_bytes((tmp_path / "first.map.toml").read_bytes())
    before = mine.read_bytes()
    assert run(EXPORTS / "itrent.csv", tmp_path / "review.xlsx", "--map", str(mine), "--replace") == 2
    assert mine.read_bytes() == before


def test_rows_that_somebody_may_have_corrected_are_not_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "e1.csv").write_text(TWO_WRONG, encoding="utf-8")
    kept = tmp_path / "review.rejected.csv"
    kept.write_text("my corrections", encoding="utf-8")
    assert run(tmp_path / "e1.csv", tmp_path / "review.xlsx") == 2
    assert "rejected.csv was not written by payband, or has been changed since" in capsys.readouterr().err
    assert sorted(file.name for file in tmp_path.iterdir()) == ["e1.csv", "review.rejected.csv"]
    assert kept.read_text(encoding="utf-8") == "my corrections"
    assert run(tmp_path / "e1.csv", tmp_path / "review.xlsx", "--replace") == 1
    assert "Driver" in kept.read_text(encoding="utf-8-sig")


# --- percentages, and error values -----------------------------------------------------------------------------------


def test_percentages_as_a_spreadsheet_holds_them_are_shares(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Payroll No", "Post Title", "Grade", "FTE %", "Full Time Salary"])
    for number, share in enumerate((0.6, 1, 0.5, 1), start=1):
        sheet.append([f"00{number}", "Cook", "G1", share, 24796])
        sheet.cell(number + 1, 4).number_format = "0%"
    book.save(tmp_path / "export.xlsx")
    assert run(tmp_path / "export.xlsx", tmp_path / "review.xlsx") == 0
    assert [row[4] for row in people(tmp_path / "review.xlsx")] == [0.6, 1, 0.5, 1]
    assert "'FTE %' has shares of full time and no percentages: 0.6 is read as 60%" in capsys.readouterr().out


PERCENTAGES: dict[str, tuple[list[str], list[Fraction], list[int]]] = {
    "shares": (["0.6", "1", "1.00"], [Fraction(3, 5), Fraction(1), Fraction(1)], []),
    "shares with a comma": (['"0,6"', "1"], [Fraction(3, 5), Fraction(1)], []),
    "percentages": (["60", "100", ""], [Fraction(3, 5), Fraction(1)], [4]),
    "a share among percentages": (["60", "0.5", "100", "1"], [Fraction(3, 5), Fraction(1)], [3, 5]),
    "signs": (["60%", "1%", "100%"], [Fraction(3, 5), Fraction(1, 100), Fraction(1)], []),
    "a share among signs": (["60%", "0.5", "100%"], [Fraction(3, 5), Fraction(1)], [3]),
    "more than one post": (["0.6", "1", "1.2"], [Fraction(3, 5), Fraction(1)], [4]),
    "nothing worked": (["60", "0", "100"], [Fraction(3, 5), Fraction(1)], [3]),
}


@pytest.mark.parametrize("case", PERCENTAGES)
def test_a_percentage_below_one_is_a_share_or_refused(case: str) -> None:
    written, shares, refused = PERCENTAGES[case]
    rows = "".join(f"{number},Cook,G1,24796,{share}\n" for number, share in enumerate(written, start=1))
    made, columns = placed(f"Staff No,Post Title,Grade,FTE Salary,FTE %\n{rows}")
    assert not columns.questions
    assert [person["fte"] for person in made.people] == shares
    assert [each.number for each in made.not_placed] == refused


@pytest.mark.parametrize("error", ["#N/A", "#REF!", " #n/a "])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_an_error_value_as_text_is_no_reference_and_never_a_title_or_a_grade(error: str, at: int) -> None:
    row = ["7", "Cook", "G1", "24796"]
    row[at] = error
    text = f"Staff No,Post Title,Grade,FTE Salary\n8,Cook,G1,24796\n9,Head,G2,25185\n{','.join(row)}\n"
    made, columns = placed(text)
    is_nothing = at > 0 and error.strip().upper() == "#N/A"  # which is asked about
    assert [question.term for question in columns.asked] == (["nothing_words"] if is_nothing else [])
    made, _ = placed(text, Terms(nothing_words="names" if is_nothing else ""))
    assert [person["person"] for person in made.people] == ["8", "9"]
    assert [each.number for each in made.not_placed] == [4]
    assert f"holds the error {error.strip().upper()}: mend the formula" in made.not_placed[0].why


# --- what is no salary of a year -------------------------------------------------------------------------------------


def test_a_ledger_code_is_no_salary_where_points_and_a_spine_are_given() -> None:
    rows = "101,Cook,G1,4,1,41210\n102,Cook,G1,4,1,52330\n103,Clerk,G2,6,0.5,41210\n"
    text = f"Emp No,Post,Grade,SCP,FTE,Ledger\n{rows}"
    made, columns = placed(text, Terms(spine="NJC@2025-04-01"))
    assert not columns.questions
    assert [column.taken for column in columns.columns if column.heading == "Ledger"] == [""]
    salaries = [person["salary_now"] for person in made.people]
    assert salaries[0] == salaries[1] < 3_000_000
    _, columns = placed(text)
    assert any("'Ledger': its values (41210, 52330) could be salaries" in each for each in columns.questions)
    assert any("of which spine" in each for each in columns.questions)


def test_an_unknown_column_of_amounts_is_asked_about_and_never_taken() -> None:
    _, columns = placed("Emp No,Post,Grade,Ledger\n101,Cook,G1,41210\n102,Clerk,G2,52330\n103,Head,G3,41210\n")
    [asked] = [column for column in columns.columns if column.heading == "Ledger"]
    assert (asked.taken, asked.choices) == ("?", ("full-time salary", "actual salary", ""))
    assert len(columns.questions) == 1


OF_NO_YEAR = [
    "Monthly Basic Salary", "Salary per month", "Salary p.m.", "Basic Salary PCM", "Weekly wage", "Pay per week",
    "Hourly basic", "Total employment cost incl on costs", "Salary with on-costs", "Total salaries",
]  # fmt: skip


@pytest.mark.parametrize("heading", OF_NO_YEAR)
def test_pay_that_is_not_of_a_year_is_left_out_and_asked_about_where_it_stands_alone(heading: str) -> None:
    rows = [("101", "Cook", "2132", "25584"), ("102", "Cook", "2132", "25584"), ("103", "Head", "2628.08", "31537")]
    alone = "".join(f"{number},{title},{pay}\n" for number, title, pay, _ in rows)
    _, columns = placed(f"Emp No,Post,{heading}\n{alone}")
    assert [column.taken for column in columns.columns] == ["person", "post title", ""]
    assert any(f"'{heading}': its name says that it is not the salary of a year" in each for each in columns.questions)
    beside = "".join(",".join(row) + "\n" for row in rows)
    made, columns = placed(f"Emp No,Post,{heading},FTE Salary\n{beside}")
    assert not columns.questions
    assert "no salary of a year" in columns.columns[2].why
    assert [person["salary_now"] for person in made.people] == [2_558_400, 2_558_400, 3_153_700]


def test_a_month_over_a_known_heading_is_no_year() -> None:
    pay = ("32132.00", "32628.08", "32132.00")  # not so low that the amounts themselves would be asked about
    rows = [[f"10{number}", "A B", "Cook", "G1", one] for number, one in enumerate(pay)]
    upper, lower = ["Person", "", "Post", "", "Monthly"], ["No", "Initials", "Title", "Grade", "Basic Salary"]
    grid = Grid([upper, lower, *rows])
    headings = find_headings(grid)
    data, _ = data_rows(grid, headings)
    columns = recognise(grid, headings, data, Terms())
    assert [column.taken for column in columns.columns] == ["person", "", "post title", "grade", ""]
    assert any("'Monthly Basic Salary': its name says" in each for each in columns.questions)


@pytest.mark.parametrize("heading", ["Salary", "Annual Salary", "FTE Salary", "Actual Salary"])
@pytest.mark.parametrize("part_time", ["1", "0.5"])
def test_amounts_by_month_under_a_heading_of_a_year_are_asked_about(heading: str, part_time: str) -> None:
    rows = f"101,Cook,1,2132.00\n102,Head,1,2628.08\n103,Cook,{part_time},2132.00\n"
    _, columns = placed(f"Emp No,Post,FTE,{heading}\n{rows}")
    assert [column.taken for column in columns.columns][-1] == "?"
    assert any("is it by month or week?" in each for each in columns.questions)


def test_low_pay_of_part_time_staff_alone_is_no_pay_by_month() -> None:
    rows = "101,Cook,1,24796\n102,Cook,0.2,4959.20\n103,Cook,0.2,4959.20\n"
    made, columns = placed(f"Emp No,Post,FTE,Actual Salary\n{rows}")
    assert not columns.questions
    assert len(made.people) == 3


def test_a_map_that_takes_low_amounts_has_answered_and_the_review_says_so(tmp_path: Path) -> None:
    export, target = tmp_path / "export.csv", tmp_path / "review.xlsx"
    export.write_text("Emp No,Post,Grade,Salary\n101,Cook,G1,9000\n102,Clerk,G2,9200\n", encoding="utf-8")
    assert run(export, target) == 2
    draft = tmp_path / "review.map.toml"
    text = draft.read_text(encoding="utf-8").replace('"Salary" = "?"', '"Salary" = "full-time salary"')
    draft.write_text(text, encoding="utf-8")
    assert run(export, target) == 0
    said = [row["assumption"] for row in table(target, "Assumptions")]
    assert any("the middle full-time salary is £9,000.00" in each for each in said)


# --- remarks, and posts with nothing but a title ---------------------------------------------------------------------

TITLES = [
    "Report Writer", "Reporting Officer", "Reports Analyst", "Records Manager", "Record Keeper", "Notes Clerk",
    "Source Analyst",
    "Records (Archives) Officer", "Record-Keeper", "Official's Clerk",
    "Filter Operator", "Selection Officer", "Confidential Secretary", "Official Receiver",
]  # fmt: skip
REMARKS = [
    "Report run on 3 May 2026", "Report: Establishment", "Report ID 4711", "Report", "Records: 12", "12 records",
    "Records selected 40", "Source: iTrent", "Note: leavers are left out", "Filter = active", "CONFIDENTIAL",
    "OFFICIAL-SENSITIVE", "Official - Sensitive", "Official Sensitive", "Confidential: for payroll only", "Page 1 of 2",
    "Printed by payroll", "End of report", "*** End ***", "-----",
]  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_a_post_with_nothing_but_a_title_is_not_dropped(title: str) -> None:
    made, _ = placed(f"Post Title,Staff No,Grade,FTE Salary,FTE\nCook,1,G1,24796,1\n{title},,,,\n")
    assert made.totals.rows_read == 2
    assert [each.number for each in made.not_placed] == [3]


def test_the_heading_of_a_section_is_no_vacant_post() -> None:
    made, _ = placed("Post Title,Staff No,Grade,FTE Salary\nADULT SERVICES,,,\nCook,1,G1,24796\nClerk,,G1,\n")
    assert [line["line"] for line in made.structure] == ["Cook", "Clerk"]
    assert "take it out if it is the heading of a section" in made.not_placed[0].why


def test_remarks_are_dropped_and_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "export.csv"
    remarks = [each for each in REMARKS if each != "12 records"]
    path.write_text(PLAIN + "".join(f"{each},,,,\n" for each in remarks), encoding="utf-8")
    assert run(path, tmp_path / "review.xlsx") == 0
    said = capsys.readouterr().out
    for number, remark in enumerate(remarks[:10], start=4):
        assert f"a remark: row {number}, '{remark}'" in said
    assert run(path, tmp_path / "review.xlsx", "--replace", "--json") == 0
    others = json.loads(capsys.readouterr().out)["not_rows_of_the_list"]
    assert [each["text"] for each in others] == remarks


def test_people_who_left_long_ago_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "export.csv"
    rows = "1,Cook,24796,31/03/2019\n2,Cook,24796,31/12/2020\n3,Cook,24796,31/12/9999\n4,Cook,24796,31/03/2190\n"
    path.write_text(f"Staff No,Post Title,FTE Salary,Leaving Date\n{rows}", encoding="utf-8")
    assert run(path, tmp_path / "review.xlsx", *KEPT) == 0
    assert re.search(r"last day in post is before [^:]+: 2 of 4, the first on 31 March 2019\.", capsys.readouterr().out)
    assert any("2 of 4, the first on" in row["assumption"] for row in table(tmp_path / "review.xlsx", "Assumptions"))


# --- days, amounts and references as other systems write them --------------------------------------------------------


def test_no_day_is_guessed_beside_one_with_the_month_first() -> None:
    days = ["03/31/2027", "03/04/2027", "04/04/2027", "2027-03-04", "31/03/27", "3.4.27 00:00", ""]
    rows = "".join(f"{number},Cook,24796,{day}\n" for number, day in enumerate(days, start=1))
    made, _ = placed(f"Staff No,Post Title,FTE Salary,Leaving Date\n{rows}")
    expected = [None, None, date(2027, 4, 4), date(2027, 3, 4), date(2027, 3, 31), None, None]
    assert [person["leaves_on"] for person in made.people] == expected
    assert "'03/04/2027' may have the month first, as '03/31/2027'" in made.notes[1].what
    assert "'Leaving Date' cannot be read in rows 2, 3, 7 and is left empty" in " ".join(made.remarks)
    made, _ = placed(f"Staff No,Post Title,FTE Salary,Leaving Date\n{rows.replace('03/31/2027', '31/03/2027')}")
    assert made.people[1]["leaves_on"] == date(2027, 4, 3)


def test_a_date_that_a_spreadsheet_made_of_the_month_first_is_not_taken(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(("Staff No", "Post Title", "FTE Salary", "Leaving Date"))
    sheet.append(("1", "Cook", 24796, date(2027, 4, 3)))
    sheet.append(("2", "Cook", 24796, "03/31/2027"))
    sheet.row_dimensions[3].hidden = True
    book.save(tmp_path / "export.xlsx")
    assert run(tmp_path / "export.xlsx", tmp_path / "review.xlsx") == 1
    assert [row[-1] for row in people(tmp_path / "review.xlsx")] == [None, None]
    basis = [row["assumption"] for row in table(tmp_path / "review.xlsx", "Assumptions")]
    assert any("'Leaving Date' cannot be read in rows 2, 3" in each for each in basis)
    assert "hidden in sheet 'Sheet'" in " ".join(read_export(tmp_path / "export.xlsx").said)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("20270331", date(2027, 3, 31)),
        (20270331, date(2027, 3, 31)),
        ("99991231", None),
        ("00000000", None),
        ("0", None),
        ("2027-03-31T00:00:00Z", date(2027, 3, 31)),
        ("2027-03-31T00:00:00.000+00:00", date(2027, 3, 31)),
    ],
)
def test_days_as_other_systems_write_them(written: Any, day: date | None) -> None:
    assert last_day(written) == day


def test_midnight_elsewhere_is_no_day() -> None:
    with pytest.raises(PaybandError, match="is not a date"):
        last_day("2027-03-30T23:00:00Z")


def test_a_reference_that_is_written_as_a_formula_is_what_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text('Staff No,Post Title,FTE Salary\n="00123",Cook,="24796"\n="00124",Cook,24796\n', encoding="utf-8")
    assert run(path, tmp_path / "review.xlsx") == 0
    assert [row[0] for row in people(tmp_path / "review.xlsx")] == ["00123", "00124"]


def test_a_month_among_salaries_of_a_year_is_remarked() -> None:
    made, _ = placed("Staff No,Post Title,FTE Salary\n1,Cook,24796\n2,Cook,24796\n3,Cook,2066.33\n")
    assert any("1 of 3 full-time salaries are below £10,000 (row 4)" in each for each in made.remarks)


@pytest.mark.parametrize("heading", ["Monthly Salary", "Hourly Rate"])
def test_a_known_column_of_other_pay_is_not_offered_as_a_salary(heading: str) -> None:
    _, columns = placed(f"Staff No,Post Title,{heading}\n1,Cook,2066.33\n")
    assert any(f"column '{heading}': its name says that it is not the salary of a year" in q for q in columns.questions)


def test_hours_of_rejected_rows_can_be_read_again() -> None:
    week = timedelta(hours=36, minutes=15)
    assert shown(week) == "36:15"
    assert cells.hours(shown(week)) == Fraction("36.25")


def test_a_point_with_decimals_is_a_point() -> None:
    assert cells.point("23.0") == "23"
