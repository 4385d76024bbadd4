"""The form for a person with Excel: what no test can try, each line with what should be seen and a cell to mark it."""

import os
from datetime import date, datetime, time
from typing import NamedTuple

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from payband import __version__
from payband.ooxml.built import built_package
from payband.ooxml.saving import check_target
from payband.ooxml.text_size import lines_of
from payband.workbook.building.styles import (
    FRONT_TAB,
    INPUT_TAB,
    add_styles,
    put,
    set_default_font,
    set_height,
    style_name,
)
from payband.workbook.building.template import set_page

__all__ = ["FILE_NAME", "LINES", "WRITTEN_ON", "Line", "write"]

WRITTEN_ON = date(2026, 11, 30)  # the day of its lines, so that it is the same whenever it is built
FILE_NAME = "try-in-excel.xlsx"
FORM, SCRATCH = "Try in Excel", "Type here"
HEADINGS = ("No.", "Set up", "Type or do this", "What you should see", "Seen?", "If not: what you saw")
WIDTHS = (6, 24, 44, 44, 12, 34)
MARKS = ("yes", "no", "not tried")
HEADER_ROW = 11
NOT_TOLD = "Excel does not say: please type it"


class Line(NamedTuple):
    """One thing to try: what is set up first, what is typed, and what should be seen."""

    set_up: str
    do: str
    seen: str


CLASSIC = "Excel on Windows, after payband excel install and a restart"
EITHER = "xlwings Lite or the server"
LINES = (
    Line(CLASSIC, "=PAYBAND_EMPLOYERNI(3000,DATE(2025,5,31))", "387.45"),
    Line(CLASSIC, '=PAYBAND_SALARY("NJK",17) in B2, and =SUM(B2,1) in B3', "#N/A in both, and not 1 in B3"),
    Line(CLASSIC, "=PAYBAND_EXPLAIN(B2), after line 2", "words that end: did you mean 'NJC'?"),
    Line(
        CLASSIC,
        "Insert Function, category Payband, PAYBAND_SLOT",
        "help for the function, and help for each argument",
    ),
    Line(
        CLASSIC,
        '=PAYBAND_SLOT(97575,"Divisional Director")',
        'four cells: 9, 85575, -12000 and "fall, above the top"',
    ),
    Line(
        CLASSIC,
        "3000 in A1, 8000 in A2, and in C1: =PAYBAND_EMPLOYERNI(A:A,DATE(2025,5,31))",
        "387.45 and 1137.45, at once",
    ),
    Line(
        CLASSIC,
        "line 1 again, in a workbook with the 1904 date system (File, Options, Advanced); then =PAYBAND_CHECK of it",
        "#VALUE!, and words that say what to untick",
    ),
    Line(EITHER, '=PAYBAND.EMPLOYERNI(3000,"31/05/2025")', "387.45"),
    Line(
        EITHER,
        '=PAYBAND.UPLIFT(30000,3.2), and =PAYBAND.SALARY("NJK",17)',
        '#VALUE!, and hovering shows "write 3.2% or 0.032"; #N/A',
    ),
    Line(EITHER, '=PAYBAND.PROTECTIONENDS("02/01/2012",24)', "01/01/2014, shown as a date"),
)
"""What must be tried by a person with Excel, since no machine that builds payband has it."""


def write(path: str | os.PathLike[str]) -> None:
    """Writes the form as a workbook. Raises WrongInput where the file is open elsewhere or cannot be written."""
    target = os.fspath(path)
    check_target(target)
    workbook = Workbook()
    set_default_font(workbook)
    add_styles(workbook)
    workbook.properties.title = FORM
    workbook.properties.creator = "payband"
    workbook.properties.language = "en-GB"
    workbook.properties.created = datetime.combine(WRITTEN_ON, time())
    sheet = workbook.worksheets[0]
    sheet.title = FORM
    for number, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    _front(sheet)
    _lines(sheet)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    set_page(sheet, INPUT_TAB, "landscape")
    scratch = workbook.create_sheet(SCRATCH)
    set_page(scratch, FRONT_TAB, "portrait")
    built_package(workbook, target).save(target)


def _front(sheet: Worksheet) -> None:
    """What the form is for, which Excel it was filled in with, and how far it is."""
    _put(sheet, 1, 1, FORM, "payband title")
    sheet.row_dimensions[1].height = 26
    for row, text in (
        (2, "The tests of payband check its files against the standard, but no machine that builds it has Excel."),
        (
            3,
            f"Type each line on the sheet '{SCRATCH}', mark the yellow cells, and send this file back.",
        ),
    ):
        _put(sheet, row, 1, text, "payband row")
    first, last = HEADER_ROW + 1, HEADER_ROW + len(LINES)
    marks = f"E{first}:E{last}"
    for row, label, formula in (
        (5, "Excel's version", f'=IFERROR(INFO("release"),"{NOT_TOLD}")'),
        (6, "Operating system", f'=IFERROR(INFO("osversion"),"{NOT_TOLD}")'),
        (7, "payband", __version__),
        (8, "Marked", f'=COUNTIF({marks},"yes")&" seen, "&COUNTIF({marks},"no")&" not seen, of {len(LINES)}"'),
    ):
        _put(sheet, row, 1, label, "payband label")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        cell = sheet.cell(row, 3)
        cell.style = "payband value"
        cell.value = formula
        cell.alignment = Alignment(horizontal="left", vertical="top")
    _put(sheet, 9, 1, "Windows, Mac or web; day", "payband label")
    sheet.merge_cells("A9:B9")
    sheet.cell(9, 3).style = style_name("text", True)


def _lines(sheet: Worksheet) -> None:
    """The headings, and a row for each line with cells to mark it."""
    for column, text in enumerate(HEADINGS, start=1):
        _put(sheet, HEADER_ROW, column, text, "payband heading")
    sheet.row_dimensions[HEADER_ROW].height = 20
    for number, line in enumerate(LINES, start=1):
        row = HEADER_ROW + number
        _put(sheet, row, 1, number, "payband value")
        for column, text in enumerate(line, start=2):
            _put(sheet, row, column, text, "payband value")
        for column in range(1, 5):
            sheet.cell(row, column).alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
        for column in (5, 6):
            sheet.cell(row, column).style = style_name("text", True)
            sheet.cell(row, column).alignment = Alignment(vertical="top", wrap_text=True)
        set_height(sheet, row, max(lines_of(text, width) for text, width in zip(line, WIDTHS[1:], strict=False)))
    choice = DataValidation(type="list", formula1=f'"{",".join(MARKS)}"', allow_blank=True, showErrorMessage=True)
    choice.errorTitle, choice.error = "Seen?", f"Choose one of: {', '.join(MARKS)}"
    choice.add(f"E{HEADER_ROW + 1}:E{HEADER_ROW + len(LINES)}")
    sheet.add_data_validation(choice)


def _put(sheet: Worksheet, row: int, column: int, value: str | int, style: str) -> None:
    cell = sheet.cell(row, column)
    cell.style = style
    put(cell, value)
