"""65 mistakes that a person makes in a review, each made in a copy of the Ambleford review."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from tests.run import TOP

__all__ = ["MISTAKES", "inputs_alone", "make"]

SOURCE = TOP / "tests" / "cases" / "went_wrong" / "ambleford" / "nl.xlsx"
INPUT_SHEETS = (
    "Settings",
    "Spines",
    "Grades",
    "On-costs",
    "Structure",
    "People",
    "Package",
    "Approval rules",
    "Assumptions",
    "Pay awards",
)

Change = Callable[[Any], None]


def cell(sheet: str, at: str, value: Any) -> Change:
    """A cell that holds something else."""

    def change(book: Any) -> None:
        book[sheet][at] = value

    return change


def table(sheet: str, name: str, ref: str, *changes: Change) -> Change:
    """Changes, and then a table that reaches over other cells."""

    def change(book: Any) -> None:
        for each in changes:
            each(book)
        book[sheet].tables[name].ref = ref

    return change


def without_row(sheet: str, row: int) -> Change:
    """A row that is deleted."""
    return lambda book: book[sheet].delete_rows(row)


def with_row(sheet: str, row: int) -> Change:
    """A row that is put in empty."""
    return lambda book: book[sheet].insert_rows(row)


def all_of(*changes: Change) -> Change:
    """Several changes."""

    def change(book: Any) -> None:
        for each in changes:
            each(book)

    return change


def without_sheet(sheet: str) -> Change:
    """A sheet that is deleted."""

    def change(book: Any) -> None:
        del book[sheet]

    return change


def without_table(sheet: str, name: str) -> Change:
    """A table that is turned into a range."""

    def change(book: Any) -> None:
        del book[sheet].tables[name]

    return change


def _swapped_columns(book: Any) -> None:
    people = book["People"]
    for row in range(4, 18):
        one, other = people.cell(row, 2), people.cell(row, 8)
        one.value, other.value = other.value, one.value


def _salaries_as_text(book: Any) -> None:
    for row in range(5, 18):
        salary = book["People"].cell(row, 4)
        salary.value = f"£{salary.value:,}"


def _hidden_row(book: Any) -> None:
    book["People"].row_dimensions[9].hidden = True


def _everything_now(book: Any) -> None:
    for row in range(12, 18):
        book["Structure"].cell(row, 2).value = "now"


MISTAKES: Mapping[str, Change] = {
    "m01 grade misspelt": cell("People", "C8", "Dirctor"),
    "m02 grade of a line misspelt": cell("Structure", "C7", "Dir"),
    "m03 pension rate 19.8 as a number": cell("On-costs", "E5", 19.8),
    "m04 pension rate 19.8 as text": cell("On-costs", "E5", "19.8"),
    "m05 pension rate 1.98%": cell("On-costs", "E5", 0.0198),
    "m06 implementation date as American text": cell("Settings", "B7", "10/01/2025"),
    "m07 implementation date in 2052": cell("Settings", "B7", datetime(2052, 10, 1)),
    "m08 implementation date as a serial number": cell("Settings", "B7", 45931),
    "m09 empty row in People": table("People", "People", "A4:N18", with_row("People", 9)),
    "m10 empty row, then one more person": all_of(
        cell("People", "A20", "P14"), cell("People", "B20", "Director"), cell("People", "D20", 90000)
    ),
    "m11 headings swapped": all_of(cell("People", "C4", "salary now"), cell("People", "D4", "grade now")),
    "m12 columns swapped whole": _swapped_columns,
    "m13 sheet Grades deleted": without_sheet("Grades"),
    "m14 sheet Package deleted": without_sheet("Package"),
    "m15 heading renamed": cell("People", "D4", "Current salary"),
    "m16 extra column in a table": table(
        "People", "People", "A4:O17", cell("People", "O4", "Notes"), cell("People", "O5", "hello")
    ),
    "m17 salaries as text": _salaries_as_text,
    "m18 salary with a space": cell("People", "D7", "93 300"),
    "m19 salary with k": cell("People", "D7", "93.3k"),
    "m20 person twice": cell("People", "A8", "P03"),
    "m21 FTE of 18.5": cell("People", "E16", 18.5),
    "m22 FTE of 60": cell("People", "E10", 60),
    "m23 salary for the time worked": cell("People", "D10", 45873),
    "m24 salary a month": cell("People", "D8", 7575.58),
    "m25 salary with a nought too many": cell("People", "D9", 786720),
    "m26 line with a space and small letters": cell("People", "H7", "assistant director "),
    "m27 line misspelt": cell("People", "H7", "Asst Director"),
    "m28 posts missing": cell("Structure", "D8", None),
    "m29 posts as a decimal": cell("Structure", "D8", 3.6),
    "m30 more people than posts": cell("Structure", "D14", 2),
    "m31 award of 3 for 3%": cell("Pay awards", "B5", 3),
    "m32 award before the start": cell("Pay awards", "A5", datetime(2025, 4, 1)),
    "m33 award twice on a day": table(
        "Pay awards",
        "PayAwards",
        "A4:G6",
        cell("Pay awards", "A6", datetime(2026, 4, 1)),
        cell("Pay awards", "B6", 0.03),
    ),
    "m34 threshold of 100 for £100,000": cell("Approval rules", "E5", 100),
    "m35 package below nothing": cell("Package", "C5", -5000),
    "m36 package of somebody unknown": cell("Package", "A5", "Chief Exec"),
    "m37 formula with an error": cell("People", "D7", "=1/0"),
    "m38 formula never calculated": cell("People", "D7", "=90000+3300"),
    "m39 protection months in words": cell("Settings", "B13", "18 months"),
    "m40 price base without its second year": cell("Settings", "B8", "2025"),
    "m41 price base with a stroke": cell("Settings", "B8", "2025/26"),
    "m42 row of a setting deleted": table("Settings", "Settings", "A4:D21", without_row("Settings", 13)),
    "m43 setting misspelt": cell("Settings", "A13", "protection month"),
    "m44 funded until a day that is past": cell("Structure", "H10", datetime(2024, 9, 30)),
    "m45 external share of 100": cell("Structure", "G10", 100),
    "m46 total row in People": table(
        "People", "People", "A4:N18", cell("People", "A18", "Total"), cell("People", "D18", 999)
    ),
    "m47 merged cells": lambda book: book["People"].merge_cells("B7:B8"),
    "m48 points of a grade reversed": all_of(cell("Grades", "E6", 4), cell("Grades", "F6", 1)),
    "m49 point of a spine renumbered": cell("Spines", "B50", 99),
    "m50 salary of a point out of order": cell("Spines", "C50", 6751),
    "m51 profile missing": cell("Settings", "B17", "LGPS"),
    "m52 leaves before the start": cell("People", "L8", datetime(2025, 8, 31)),
    "m53 leaving date in words": cell("People", "L8", "end of December"),
    "m54 table turned into a range": without_table("People", "People"),
    "m55 row of headings moved": table("People", "People", "A3:N16", without_row("People", 3)),
    "m56 row hidden": _hidden_row,
    "m57 implementation before the spine": cell("Settings", "B7", datetime(2025, 3, 1)),
    "m58 Y for yes": cell("People", "K7", "Y"),
    "m59 name for a reference": cell("People", "A8", "Jane Smith"),
    "m60 no line proposed": _everything_now,
    "m61 NI letter in small": cell("On-costs", "B5", "a"),
    "m62 NI letter that there is not": cell("On-costs", "B5", "Q"),
    "m63 states in other words": all_of(cell("Structure", "B5", "Now"), cell("Structure", "B12", "New")),
    "m64 costed at the maximum": cell("Settings", "B9", "maximum"),
    "m65 package at the threshold": cell("Package", "C9", 21328),
}


def inputs_alone(path: Path) -> Path:
    """Writes the Ambleford review without its answers, which are no business of these mistakes."""
    book: Workbook = load_workbook(SOURCE)
    for name in book.sheetnames:
        if name not in INPUT_SHEETS:
            del book[name]
    book.save(path)
    return path


def make(mistake: str, source: Path, target: Path) -> None:
    """Writes a copy of a review with a mistake in it."""
    book = load_workbook(source)
    MISTAKES[mistake](book)
    book.save(target)
