"""The workbooks whose cells call payband in LibreOffice Calc: the cases of all hosts, speed, dates and bad input."""

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from payband.registry import function
from tests.support.host_cases import CASES, Case

TYPED_ROW = 101  # below the answers from cells stand the same answers from arguments typed into the formula
MANY = 10_000
PAY_DATE = "31/05/2025"


class Places(NamedTuple):
    """Where the answers of a case stand: from cells, from typed arguments, and what other functions make of them."""

    from_cells: str
    typed: str
    checks: str


def write_cases(path: Path) -> list[Places]:
    """A sheet for each case; where its answers stand."""
    book = Workbook()
    book.remove(book.worksheets[0])
    places = [_case_sheet(book.create_sheet(f"C{number}"), case) for number, case in enumerate(CASES, start=1)]
    book.save(path)
    return places


def _case_sheet(sheet: Worksheet, case: Case) -> Places:
    references = []
    column = 1
    for argument in case.arguments:
        rows: list[list[Any]] = argument if isinstance(argument, list) else [[argument]]
        for row_number, cells in enumerate(rows, start=1):
            for offset, value in enumerate(cells):
                if value not in (None, ""):
                    sheet.cell(row_number, column + offset, value)
        last = get_column_letter(column + len(rows[0]) - 1)
        first = get_column_letter(column)
        is_range = isinstance(argument, list)
        references.append("" if argument is None else f"{first}1:{last}{len(rows)}" if is_range else f"{first}1")
        column += len(rows[0])
    answer = function(case.function).in_cells(case.arguments)
    height, width = (len(answer), len(answer[0])) if isinstance(answer, list) else (1, 1)
    first, last = get_column_letter(column + 2), get_column_letter(column + 1 + width)
    places = []
    for top, words in ((1, references), (TYPED_ROW, [_typed(argument) for argument in case.arguments])):
        area = f"{first}{top}:{last}{top + height - 1}"
        sheet[f"{first}{top}"] = ArrayFormula(area, f"=PAYBAND.{case.function}({','.join(words)})")
        places.append(f"{sheet.title}!{area}")
    checks = get_column_letter(column)
    for number, formula in enumerate(("ISERROR({0})", "ISNA({0})", "SUM({0},1)"), start=1):
        sheet[f"{checks}{number}"] = "=" + formula.format(f"{first}1")
    from_cells, typed = places
    return Places(from_cells, typed, f"{sheet.title}!{checks}1:{checks}3")


def _typed(argument: Any) -> str:
    """An argument as a person types it into a formula."""
    if argument is None:
        return ""
    if isinstance(argument, list):
        return "{" + ";".join(",".join(map(_typed, row)) for row in argument) + "}"
    if isinstance(argument, str):
        return '"' + argument.replace('"', '""') + '"'
    return str(argument)


def write_single_calls(path: Path) -> None:
    """10,000 salaries and as many calls."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "S"
    for row in range(1, MANY + 1):
        sheet.cell(row, 1, 3000 + row)
        sheet.cell(row, 2, f'=PAYBAND.EMPLOYERNI(A{row},"{PAY_DATE}")')
    book.save(path)


def write_one_call(path: Path) -> None:
    """10,000 salaries and one call."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "S"
    for row in range(1, MANY + 1):
        sheet.cell(row, 1, 3000 + row)
    sheet["B1"] = ArrayFormula(f"B1:B{MANY}", f'=PAYBAND.EMPLOYERNI(A1:A{MANY},"{PAY_DATE}")')
    book.save(path)


WHOLE_COLUMNS = {
    f'SUM(PAYBAND.EMPLOYERNI(A:A,"{PAY_DATE}"))': 387.45 + 1137.45,
    f'COUNTA(PAYBAND.EMPLOYERNI(A:A,"{PAY_DATE}"))': 3,
    f'PAYBAND.EMPLOYERNI(D:D,"{PAY_DATE}")': {"error": 519},
    "PAYBAND.SLOTSALARY(76000,E:F)": 76725,
    f'PAYBAND.CHECK("EMPLOYERNI",A:A,"{PAY_DATE}")': "fine",
}
"""Formulas over whole columns, with a blank cell in the middle of A and nothing in D, and what they come to."""


def write_whole_columns(path: Path) -> list[str]:
    """Formulas over whole columns; the places of their answers."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "S"
    sheet["A1"], sheet["A3"] = 3000, 8000
    sheet["E1"], sheet["E2"], sheet["E3"] = "point", 6, 9
    sheet["F1"], sheet["F2"], sheet["F3"] = "salary", 76725, 85575
    for row, formula in enumerate(WHOLE_COLUMNS, start=1):
        sheet[f"H{row}"] = f"={formula}"
    book.save(path)
    return [f"S!H{row}" for row in range(1, len(WHOLE_COLUMNS) + 1)]


WITH_1904_DATES = {
    "PAYBAND.EMPLOYERNI(8000,A1)": 1137.45,
    "PAYBAND.EMPLOYERNI(8000,A1:A1)": 1137.45,
    "SUM(PAYBAND.EMPLOYERNI(8000,A1:A2))": 2 * 1137.45,
    'TEXT(PAYBAND.PROTECTIONENDS(B1,24),"yyyy-mm-dd")': "2014-01-01",
    'PAYBAND.CHECK("EMPLOYERNI",8000,A1)': "fine",
    'INDEX(PAYBAND.EXPLAIN("EMPLOYERNI",8000,A1),3,2)': 44346,  # the pay date, as the document counts
    'PAYBAND.PROTECTION(40000,30000,D1,12,"uplifted",,D1:E2)': 10100,  # 2% on 10,000 for half of the year
}
"""Formulas in a workbook that counts its dates from 1904."""


def write_1904(path: Path) -> list[str]:
    """A workbook that counts its dates from 1904; the places of its answers."""
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    sheet.title = "S"
    sheet["A1"], sheet["A2"], sheet["B1"] = date(2025, 5, 31), date(2025, 5, 1), date(2012, 1, 2)
    sheet["D1"], sheet["E1"], sheet["D2"], sheet["E2"] = date(2012, 4, 1), 0.01, date(2012, 10, 1), 0.02
    for row, formula in enumerate(WITH_1904_DATES, start=1):
        sheet[f"G{row}"] = f"={formula}"
    book.save(path)
    return [f"S!G{row}" for row in range(1, len(WITH_1904_DATES) + 1)]


NI = 'PAYBAND.EMPLOYERNI(A1,"31/05/2025")'
IN_FORMULAS = {
    NI: 387.45,
    f"{NI}*2+1": 775.9,
    f"ROUND({NI},0)": 387,
    f"IF({NI}>300,1,2)": 1,
    f"SUM({NI},{NI})": 774.9,
    f'"NI: "&{NI}': "NI: 387.45",
    'IF(PAYBAND.CHECK("EMPLOYERNI",A1,"31/05/2025")="fine","good","bad")': "good",
    'IF(PAYBAND.NEEDSAPPROVAL(91269,107264,"Harrow"),"yes","no")': "yes",
    'IF(PAYBAND.NEEDSAPPROVAL(100000,,100000,"over"),"yes","no")': "no",
    'VLOOKUP(PAYBAND.SLOTPOINT(97575,"Divisional Director"),{6,"six";9,"nine"},2,0)': "nine",
    'INDEX(PAYBAND.SLOT(97575,"Divisional Director"),1,2)': 85575,
    'INDEX(PAYBAND.SLOT(97575,"Divisional Director"),1,4)="fall, above the top"': 1,
    'PAYBAND.EMPLOYERCOST(PAYBAND.SLOTSALARY(97575,"Divisional Director"),"2025-26",0)': 97660.68,
    'SUM(PAYBAND.EMPLOYERNI(A1:A2*1,"31/05/2025"))': 387.45 + 1137.45,
    'SUMPRODUCT(PAYBAND.EMPLOYERNI(A1:A2,"31/05/2025"))': 387.45 + 1137.45,
    'PAYBAND.EMPLOYERNI(A1,"31/05/2025",Z1,Z1,Z1)': 387.45,  # empty cells where an argument may be left out
    'PAYBAND.EMPLOYERNI(A1,"31/05/2025",,,FALSE)': 387.45,
    "PAYBAND.NEEDSAPPROVAL(100000,Z1,100000)": 1,
    'PAYBAND.SLOTSALARY(97575,"Divisional Director",Z1,Z1,Z1)': 85575,
    'PAYBAND.EMPLOYERNI("x","31/05/2025")': "#VALUE!",
    'PAYBAND.EMPLOYERNI(A3,"31/05/2025")': "#N/A",
    'PAYBAND.EMPLOYERNI(A4,"31/05/2025")': "#DIV/0!",
    'PAYBAND.EMPLOYERNI(A1:A4,"31/05/2025")': "#VALUE!",  # Calc refuses a range that holds an error
    'SUM(PAYBAND.EMPLOYERNI(A1:A4*1,"31/05/2025"))': "#N/A",
    'PAYBAND.EMPLOYERCOST(PAYBAND.SLOTSALARY(112000,"Strategic Director"),"2025-26",0)': "#N/A",
    'PAYBAND.EMPLOYERNI(A1,"31/05/2025",A3)': "#N/A",
    'PAYBAND.EMPLOYERNI(A1:B2,"31/05/2025")': "#VALUE!",
    "PAYBAND.SLOTSALARY(50000,Y1:Z9)": "#VALUE!",
    'PAYBAND.SLOTSALARY(Z1,"Divisional Director")': "#VALUE!",
    'PAYBAND.RANGEMAX("Harow D1")': "#N/A",
    'PAYBAND.PROTECTION(40000,30000,"01/04/2012",Z1)': "#VALUE!",  # months: 0 is refused, never taken for 24
    "PAYBAND.LEVY(1,2,3,4)": "#VALUE!",
    "PAYBAND.LEVY()": "#VALUE!",
    "PAYBAND.NOPE(1)": "#NAME?",
    "SUM(PAYBAND.RANGEMAX({9}),1)": "#N/A",
    'PAYBAND.CHECK("RANGEMAX","Harow D1")': "starts: 'Harow D1' is not a grade in the library; did you mean",
    'PAYBAND.CHECK("EMPLOYERNI",A1:B2,"31/05/2025")': "starts: EMPLOYERNI: pay is a block of several columns",
}
"""Formulas that use answers further, and bad input. A number, a text, an error value, or how a text starts."""


def write_formulas(path: Path) -> list[str]:
    """Answers used in other formulas, and bad input; the places of the answers."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "S"
    sheet["A1"], sheet["A2"], sheet["A3"], sheet["A4"], sheet["B1"] = 3000, 8000, "=NA()", "=1/0", 1
    for row, formula in enumerate(IN_FORMULAS, start=1):
        whole = f"={formula}"
        sheet[f"H{row}"] = ArrayFormula(f"H{row}", whole) if "*1," in formula else whole
    book.save(path)
    return [f"S!H{row}" for row in range(1, len(IN_FORMULAS) + 1)]
