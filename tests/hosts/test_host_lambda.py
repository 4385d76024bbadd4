"""The LAMBDA workbook: its names evaluated by ironcalc, which knows LAMBDA, LET and arrays as Excel 365 does."""

from __future__ import annotations

import random
import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import chain, product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import ironcalc
import openpyxl
import pytest

import payband
from payband import library, rules
from payband.errors import PaybandError
from payband.hosts.lambda_figures import figures
from payband.hosts.lambda_text import MOST_CHARACTERS, constants, stored
from payband.hosts.lambdas import ONLY_IN_THE_ADD_IN, build, names
from payband.registry import function, functions
from payband.workbook.building.template import HEADER_ROW
from tests.run import TOP
from tests.support.case_files import case_rows
from tests.support.host_cases import CASES, Case, differences

rules.load()

SEED = 20_111_213
CALLS = 1_500

ERRORS = ("#N/A", "#VALUE!", "#CALC!", "#NAME?", "#NUM!", "#REF!", "#DIV/0!", "#N/IMPL!", "#ERROR!", "#CIRC!", "#NULL!")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lambda") / "payband-functions.xlsx"
    build(str(path))
    return path


@pytest.fixture(scope="module")
def defined() -> dict[str, str]:
    return names(figures().blocks)


class Book:
    """The workbook in ironcalc, with a sheet to call the functions on."""

    def __init__(self, path: Path) -> None:
        self.model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
        self.model.add_sheet("Calls")
        self.sheet = [each["name"] for each in self.model.get_worksheets_properties()].index("Calls")
        self.row = 1

    def call(self, name: str, arguments: Sequence[Any], height: int, width: int) -> int:
        """Writes a call into a block of cells and answers its first row."""
        row = self.row
        formula = f"=PAYBAND.{name}({','.join(map(literal, arguments))})"
        self.model.set_user_array_formula(self.sheet, row, 1, width, height, formula)
        self.row += height + 1
        return row

    def block(self, row: int, height: int, width: int) -> list[list[Any]]:
        return [[self.model.get_cell_value(self.sheet, row + y, 1 + x) for x in range(width)] for y in range(height)]


def literal(value: Any) -> str:
    """A value as a formula writes it: a range of cells as an array, what is left out as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"'
    if isinstance(value, list):
        return "{" + ";".join(",".join(map(literal, row)) for row in value) + "}"
    return repr(value)


def error_of(cell: Any) -> str | None:
    return cell if cell in ERRORS else None


def day_of(cell: Any) -> date:
    return date(1899, 12, 30) + timedelta(days=int(cell))


# --- the shared cases ----------------------------------------------------------------------------------------------

# Every case of a function that is a LAMBDA applies: single values, columns, tables, errors and text alike. APPROVAL,
# CHECK, EXPLAIN and ONCOSTTABLE answer sentences and are only in the add-in.
APPLICABLE = [case for case in CASES if case.function not in ONLY_IN_THE_ADD_IN]


def size_of(case: Case) -> tuple[int, int]:
    answer = case.expected.get("answer")
    return (len(answer), len(answer[0])) if isinstance(answer, list) else (1, 1)


@pytest.fixture(scope="module")
def answered(built: Path) -> list[Any]:
    book = Book(built)
    rows = [book.call(case.function, case.arguments, *size_of(case)) for case in APPLICABLE]
    book.model.evaluate()
    found = []
    for row, case in zip(rows, APPLICABLE, strict=True):
        block = book.block(row, *size_of(case))
        found.append(block if isinstance(case.expected.get("answer"), list) else block[0][0])
    return found


@pytest.mark.parametrize("number", range(len(APPLICABLE)), ids=[str(case) for case in APPLICABLE])
def test_a_shared_case(answered: list[Any], number: int) -> None:
    assert differences(APPLICABLE[number], answered[number], error=error_of, day=day_of) == ""


def test_all_functions_but_those_of_sentences_are_lambdas() -> None:
    assert {entry.name for entry in functions()} - set(ONLY_IN_THE_ADD_IN) == {case.function for case in APPLICABLE}


def test_every_row_of_hmrcs_employers_ni(built: Path) -> None:
    book = Book(built)
    table = case_rows("hmrc_employer_ni.csv")
    for number, row in enumerate(table, start=1):
        day = (date.fromisoformat(row["pay_date"]) - date(1899, 12, 30)).days
        period = row["period"].replace("_", " ")
        book.model.update_cell_with_number(book.sheet, number, 1, float(row["pay"]))
        book.model.update_cell_with_number(book.sheet, number, 2, day)
        book.model.update_cell_with_text(book.sheet, number, 3, row["category"])
        book.model.update_cell_with_text(book.sheet, number, 4, period)
        formula = f"=PAYBAND.EMPLOYERNI(A{number},B{number},C{number},D{number})"
        book.model.set_user_input(book.sheet, number, 5, formula)
    book.model.evaluate()
    wrong = [
        (row, found)
        for number, row in enumerate(table, start=1)
        if (found := book.model.get_cell_value(book.sheet, number, 5)) != float(row["expected"])
    ]
    assert len(table) > 1_000
    assert wrong == []


# --- random calls, against payband itself --------------------------------------------------------------------------


def pounds(rng: random.Random) -> float:
    return rng.choice(
        [rng.randrange(1_000, 300_000), rng.randrange(100_000, 30_000_000) / 100, rng.randrange(40, 120) * 1000]
    )


def day(rng: random.Random, first: int = 39_900, last: int = 46_200) -> int:
    return rng.randrange(first, last)


def rate(rng: random.Random) -> float:
    return rng.choice([0, 0.1, 0.195, 0.0325, rng.randrange(0, 4_000) / 10_000])


def year(rng: random.Random) -> str:
    start = rng.randrange(2009, 2027)
    return f"{start}{rng.choice('-/')}{(start + 1) % 100:02d}"


def points(rng: random.Random) -> list[list[Any]]:
    salary, rows = rng.randrange(20_000, 60_000), []
    for number in range(rng.randrange(1, 6)):
        rows.append([number + 1, "unknown" if rng.random() < 0.15 else salary])
        salary += rng.choice([0, 500, 1_000, rng.randrange(1, 5_000)])
    return [["point", "salary"], *rows] if rng.random() < 0.2 else rows


GRADES = ["Divisional Director", "Strategic Director", "Harrow D1", "D3", "city officer", "Leicester City Officer"]
GRADES += ["Head of Paid Service", "no such grade"]
SLOTTING = ["", "nearest", "next above", "next below", "bottom", "same point"]


def grade(rng: random.Random) -> Any:
    return rng.choice([rng.choice(GRADES), points(rng)])


def awards(rng: random.Random, start: int) -> list[list[Any]]:
    return [
        [
            start + rng.randrange(-100, 900),
            rng.choice([0.01, 0.0175, "2%", 0.032]),
            rng.choice(["", 0, 500]),
            rng.choice(["", 1, 3, "nearest £3", "none"]),
            rng.choice(["", 250]),
        ]
        for _ in range(rng.randrange(1, 4))
    ]


def protection(rng: random.Random, *after_start: Any, by: tuple[str, ...] = ()) -> list[Any]:
    start, form = day(rng, 40_000, 45_000), rng.choice(["frozen", "uplifted", "tapered", "tapered monthly", ""])
    shares = rng.choice(["100%, 50%", "100,50,25", [[1], [0.5]], [[1, 0.5, 0.25, ""]], "100%"])
    return [
        *(pounds(rng), pounds(rng), start, *after_start, rng.choice(["", 24, 12, 36, 7, 18]), form),
        *([rng.choice(by)] if by else []),
        shares if form.startswith("tapered") and rng.random() < 0.9 else "",
        awards(rng, start) if rng.random() < 0.6 else "",
        start + rng.randrange(-5, 900) if rng.random() < 0.3 else "",
    ]


def random_call(rng: random.Random, name: str) -> list[Any]:
    letters = [*"AaBCDEFHJMVZX", ""]
    periods = ["", "week", "fortnight", "four weeks", "month", "year", "Month", "decade"]
    no_or_yes = ["", "no", "yes", False]
    if name == "EMPLOYERNI":
        pay = rng.choice([rng.randrange(0, 20_000), rng.randrange(0, 2_000_000) / 100])
        weeks = rng.choice(["", "", 52, 23, 1, rng.randrange(0, 55)])
        return [pay, day(rng), rng.choice(letters), rng.choice(periods), rng.choice(no_or_yes), weeks]
    if name == "LEVY":
        return [pounds(rng), day(rng, 42_500), rng.choice(["", 0, 1_250])]
    if name in ("ONCOSTS", "EMPLOYERCOST"):
        letter, out_of = rng.choice(["A", "", "D", "C", "M"]), rng.choice(no_or_yes)
        return [pounds(rng), year(rng), rate(rng), letter, out_of, rng.choice(no_or_yes), rate(rng)]
    if name in ("COMPARATIO", "PENETRATION"):
        return [pounds(rng), pounds(rng), pounds(rng)]
    if name in ("PAYGAP", "PAYMULTIPLE"):
        return [pounds(rng), pounds(rng)]
    if name == "HAYTOTAL":
        numbers = [50, 57, 66, 132, 230, 460, 528, "460", 225]
        return [*(rng.choice(numbers) for _ in range(3)), rng.choice(["", 0, 33, -1, 0.5])]
    if name == "HCAS":
        return [pounds(rng), rng.choice(["inner", "outer", "fringe", "Inner"]), rng.choice([45_800, 46_200, 46_600])]
    if name == "REDUNDANCY":
        return [rng.randrange(14, 103), rng.choice([rng.randrange(0, 45), 2, 1, 20]), pounds(rng) / 52, day(rng)]
    if name == "CONSULTATION":
        return [rng.choice([-1, 0, 19, 20, 21, 99, 100, 400]), day(rng, 41_000, 46_500)]
    if name == "SCHEMEREDUNDANCY":
        who = [
            rng.randrange(14, 103),
            rng.choice([rng.randrange(0, 45), 2, 1, 20]),
            round(pounds(rng) / 52, 2),
            day(rng),
        ]
        return [*who, rng.choice(["", 1, 1.5, 2.75, "1.4286", 11, 0]), rng.choice(["", "yes", "no"])]
    if name == "ARREARS":
        before, start = pounds(rng), day(rng, 42_300, 46_000)
        after, paid = round(before * rng.choice([1, 1.03, 1.0175, 0.99]), 2), start + rng.randrange(-20, 500)
        pensions = [0, 0.195, 0.2368, 1.5, "Teachers' Pension Scheme", "NHS Pension Scheme", "no such scheme"]
        terms = [rng.choice(pensions), rng.choice(letters), rng.choice(no_or_yes)]
        left = rng.choice(["", "", start + rng.randrange(-10, 500)])
        return [before, after, start, paid, *terms, left, rng.choice(["", "1/365", "1/260", "calendar days", "days"])]
    if name == "NIOFPOSTS":
        pays = [rng.choice([0, 400, 2_500, rng.randrange(1, 900_000) / 100]) for _ in range(rng.randrange(1, 6))]
        numbered = [[f"P{number}", pay] for number, pay in enumerate(pays)]
        if rng.random() < 0.2:
            return [[["post", "pay"], *numbered, ["P0", 100]], day(rng)]
        posts = rng.choice([numbered, [[pay] for pay in pays], [["post", "pay"], *numbered]])
        return [posts, day(rng), rng.choice(letters), rng.choice(periods), rng.choice(no_or_yes)]
    if name == "HOURLYPAY":
        divisors = ["", "NJC Green Book", "Kent Scheme", "living wage foundation", "Kent", "Aspire"]
        return [pounds(rng), rng.choice(["", 37, 36.25, 0, 61]), rng.choice(divisors), rng.choice(["", "", 44_500])]
    if name == "WAGEFLOOR":
        floors = ["", "statutory", "apprentice", "Real Living Wage", "real living wage london", "National"]
        return [day(rng, 40_400, 46_500), rng.choice(floors), rng.choice(["", "", 15, 17, 18, 20, 21, 22, 23, 24, 25])]
    if name == "TERMTIMEFTE":
        hours = rng.choice([37, 18.5, 22.5, "32.66", 40, 0, rng.randrange(1, 37_0000) / 10_000])
        weeks = rng.choice([38, 39, 44.17, 52.143, 53, 0, rng.randrange(20_000, 52_000) / 1_000])
        method = rng.choice(["", "Lancashire", "aspire", "Hertfordshire", "NJC Green Book", "Kent Scheme", "no such"])
        return [hours, weeks, rng.choice(["", "", 0, 35, 33.5]), method, rng.choice(["", 36]), rng.choice(["", 45_800])]
    if name == "UPLIFT":
        award, multiple = rng.choice([0.032, "3.5%", 0.01, 0]), rng.choice([0, 1, 3, "", 100, "£3"])
        return [pounds(rng), award, rng.choice(["", 0, 1_000]), multiple, rng.choice(["", 250])]
    if name == "SALARY":
        named = ["NJC", rng.randrange(1, 60), rng.choice(["", day(rng)])]
        return rng.choice([named, [points(rng), rng.randrange(1, 7)], ["UCOR/S", rng.randrange(14, 22)]])
    if name in ("RANGEMIN", "RANGEMAX"):
        return [grade(rng), rng.choice(["", 40_800, "2012-01-02", "30 March 2023"])]
    if name == "PAYRANGE":
        named = ["NJC", rng.randrange(5, 30), rng.randrange(5, 40), "1.4.2024"]
        return rng.choice([named, [points(rng), 1, rng.randrange(1, 6)], ["UCOR/S", 16, 20]])
    if name in ("SLOT", "SLOTPOINT", "SLOTSALARY"):
        return [rng.randrange(20_000, 130_000), grade(rng), rng.choice(SLOTTING), rng.choice(["", "higher", "lower"])]
    if name == "PROTECTIONENDS":
        return [day(rng), rng.choice(["", 24, 1, 13, 600])]
    if name == "PROTECTIONYEAR":
        return protection(rng, year(rng))
    if name == "PROTECTIONTABLE":
        return protection(rng, by=("", "year", "month"))
    if name == "PROTECTION":
        return protection(rng)
    rule = rng.choice(
        ["Harrow", "harrow minutes 2022", "Large salary packages", "100000", 100_000, 150_000.5, "no such rule"]
    )
    top, by = rng.choice(["", pounds(rng), 100_000]), rng.choice(["", "over", "at or over"])
    return [rng.choice([100_000, 99_999.99, pounds(rng)]), top, rule, by]


def as_number(cell: Any) -> Any:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return (cell - date(1899, 12, 30)).days
    return float(cell) if isinstance(cell, Decimal) else cell


def test_random_calls_answer_as_payband_does(built: Path) -> None:
    rng = random.Random(SEED)
    given = sorted(entry.name for entry in functions() if entry.name not in ONLY_IN_THE_ADD_IN)
    names = [given[number % len(given)] for number in range(CALLS)]
    compared = compare(built, [(name, random_call(rng, name)) for name in names])
    assert compared["values"] > 2_000
    assert compared["errors"] > 100


def compare(built: Path, given: list[tuple[str, list[Any]]]) -> Counter[str]:
    """How many values and errors of some calls were compared with payband itself; none may differ."""
    book, calls = Book(built), []
    for name, arguments in given:
        expected = function(name).in_cells(arguments)
        block = expected if isinstance(expected, list) else [[expected]]
        calls.append((name, arguments, block, book.call(name, arguments, len(block), len(block[0]))))
    book.model.evaluate()
    wrong, compared = [], Counter[str]()
    for name, arguments, expected, row in calls:
        found = book.block(row, len(expected), len(expected[0]))
        for want, got in zip(chain.from_iterable(expected), chain.from_iterable(found), strict=True):
            compared["errors" if isinstance(want, PaybandError) else "values"] += 1
            if got != (want.cell_value if isinstance(want, PaybandError) else as_number(want)):
                wrong.append((name, arguments, got, want))
    assert wrong == []
    return compared


def test_national_bands_answer_as_payband_does(built: Path) -> None:
    """By a body and its band, or the band's name; with a step, with years of service, with both and with neither."""
    calls: list[tuple[str, list[Any]]] = []
    for body, band, on in product(
        ("NHS England", "nhs scotland"), ("2", "Band 5", "8a", "10"), ("2020-06-01", "2023-06-01", "2026-06-01", "")
    ):
        calls += [("SALARY", [body, band, on, years]) for years in ("", 0, 2, 5, -1)]
        calls += [("SALARY", [f"{body} {band}", step, on]) for step in ("", "entry", "Top", "middle")]
        calls += [("SALARY", [f"{body} {band}", step, on, 4]) for step in ("", "top")]
        calls += [("PAYRANGE", [f"{body} {band}", "", "", on]), ("PAYRANGE", [body, band, "", on])]
        calls += [("PAYRANGE", [body, band, band, on]), ("PAYRANGE", [f"{body} {band}", "top", "", on])]
        calls += [("SLOT", [30_000, f"{body} {band}", "", "", on, years]) for years in ("", 0, 3, 30, -1)]
        calls += [("SLOTPOINT", [99_000, f"{body} {band}", "next above", "", on, 4])]
        calls += [("SLOTSALARY", [99_000, f"{body} {band}", "next above", "", on, 4])]
    calls += [("SALARY", [spine, "", "2024-06-01", years]) for spine in ("NJC", "SCS 1") for years in ("", 3)]
    calls += [("SALARY", ["Senior Civil Service", "SCS 1", "2024-06-01"])]
    calls += [("SALARY", [[[1, 20_000], [2, 30_000]], point, "", years]) for point in ("", 2) for years in ("", 3)]
    calls += [("SLOT", [25_000, [[1, 20_000], [2, 30_000]], "", "", "", 3]), ("PAYRANGE", ["UCOR/S"])]
    compared = compare(built, calls)
    assert compared["values"] > 700
    assert compared["errors"] > 300


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('PAYBAND.EMPLOYERNI(3000,"29/02/2025")', "#VALUE!"),  # no such day
        ('PAYBAND.EMPLOYERNI("5-1","31/05/2025")', "#VALUE!"),  # no amount, and no day of this year either
        ('PAYBAND.EMPLOYERNI(TRUE,"31/05/2025")', "#VALUE!"),
        ('PAYBAND.EMPLOYERNI(NA(),"31/05/2025")', "#N/A"),
        ('PAYBAND.EMPLOYERNI(3000,"31/05/2025",,,)', 387.45),
        ('PAYBAND.EMPLOYERNI(3000,"31/05/2025","Q")', "#N/A"),
        ('PAYBAND.EMPLOYERNI(3000,"31/05/2025","A","decade")', "#N/A"),
        ('PAYBAND.SLOTSALARY(30000,"Divisional Director","somehow")', "#N/A"),
        ('SUM(PAYBAND.EMPLOYERNI({3000;8000},"31/05/2025"))', 1524.9),
        ('SUM(PAYBAND.EMPLOYERNI({3000;8000},{"31/05/2025";"31/05/2030"}))', "#N/A"),  # never a smaller total
        ("PAYBAND.UPLIFT(30000,0.03,,3)", 30_900),
    ],
)
def test_an_error_is_a_true_error_and_what_is_left_out_is_the_default(built: Path, call: str, expected: Any) -> None:
    book = Book(built)
    book.model.set_user_input(book.sheet, 1, 1, f"={call}")
    book.model.evaluate()
    assert book.model.get_cell_value(book.sheet, 1, 1) == expected


def test_a_changed_figure_moves_the_answer(built: Path) -> None:
    book = Book(built)
    block = figures().blocks["rates"]
    sheet = [each["name"] for each in book.model.get_worksheets_properties()].index(block.sheet)
    for row in range(block.first, block.last + 1):
        if book.model.get_cell_value(sheet, row, 4) == 1_500.0:
            book.model.update_cell_with_number(sheet, row, 4, 1_600)
    book.model.set_user_input(book.sheet, 1, 1, '=PAYBAND.EMPLOYERNI(3000,"31/05/2025")')
    book.model.evaluate()
    assert book.model.get_cell_value(book.sheet, 1, 1) == 413.28


# --- a live workbook, with the names in place of an add-in ----------------------------------------------------------


def test_a_live_workbook_works_with_the_names_alone(built: Path, tmp_path: Path) -> None:
    path = TOP / "workbooks" / "leicester-2011.xlsx"
    payband.open_review(path).calculate().save(tmp_path / "live.xlsx", live="calc")
    expected: Any = openpyxl.load_workbook(tmp_path / "live.xlsx", data_only=True)
    live: Any = openpyxl.load_workbook(tmp_path / "live.xlsx")
    added: Any = openpyxl.load_workbook(built)
    for name in ("LibraryFigures", "LibrarySpines", "LibraryGrades"):
        assert name not in live.sheetnames, "Excel would give the sheet another name"
        sheet = live.create_sheet(name)
        for row in added[name].iter_rows(values_only=True):
            sheet.append(row)
    for name, each in added.defined_names.items():
        live.defined_names[name] = each
    amounts = [(cell, expected["Approvals"][cell.coordinate]) for (cell,) in live["Approvals"]["C5:C8"]]
    for (
        cell,
        known,
    ) in amounts:  # they rest on a guard that asks whether a cell is empty, which ironcalc answers with no
        cell.value = known.value
    for sheet in live:  # ironcalc does not find notes where openpyxl puts them
        for row in sheet.iter_rows(max_row=HEADER_ROW):
            for cell in row:
                cell.comment = None
        sheet.legacy_drawing = None
    live.save(tmp_path / "both.xlsx")
    model = ironcalc.load_from_xlsx(str(tmp_path / "both.xlsx"), "en", "UTC", "en")
    model.evaluate()
    numbers = {each["name"]: number for number, each in enumerate(model.get_worksheets_properties())}
    called, wrong = 0, []
    for name in expected.sheetnames:
        for row in live[name].iter_rows():
            for cell in row:
                text = getattr(cell.value, "text", cell.value)
                if isinstance(text, str) and text.startswith("=") and "PAYBAND." in text:
                    called += 1
                    got = model.get_cell_value(numbers[name], cell.row, cell.column)
                    want = expected[name][cell.coordinate].value
                    if to_the_penny(got) != to_the_penny(want):
                        wrong.append((name, cell.coordinate, text, got, want))
    assert called > 1_000
    assert wrong == []


def to_the_penny(cell: Any) -> Any:
    if isinstance(cell, date):
        return (cell - datetime(1899, 12, 30)).days
    if cell is None:
        return ""
    return round(cell, 4) if isinstance(cell, float) else cell


# --- the file ------------------------------------------------------------------------------------------------------


def test_the_examples_show_what_they_must(built: Path) -> None:
    model = ironcalc.load_from_xlsx(str(built), "en", "UTC", "en")
    model.evaluate()
    shown = [
        (model.get_cell_value(0, row, 1), model.get_cell_value(0, row, 4), model.get_cell_value(0, row, 5))
        for row in range(1, 60)
        if model.get_cell_formula(0, row, 4)
    ]
    assert len(shown) == len(list(functions())) - len(ONLY_IN_THE_ADD_IN)
    assert [each for each in shown if each[1] != each[2]] == []


def test_the_same_bytes_each_time(built: Path, tmp_path: Path) -> None:
    build(str(tmp_path / "again.xlsx"))
    assert (tmp_path / "again.xlsx").read_bytes() == built.read_bytes()


def test_every_part_is_well_formed_and_openpyxl_opens_it(built: Path, defined: dict[str, str]) -> None:
    with zipfile.ZipFile(built) as archive:
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
    book = openpyxl.load_workbook(built)
    assert book.sheetnames == ["Functions", "Arguments", "LibraryFigures", "LibrarySpines", "LibraryGrades"]
    assert {name: each.attr_text for name, each in book.defined_names.items()} == defined


def test_every_name_is_within_excels_limits(defined: dict[str, str]) -> None:
    for name, formula in defined.items():
        assert re.fullmatch(r"PAYBAND\.[A-Z_]+", name), name
        assert len(formula) <= MOST_CHARACTERS, name
        assert formula.startswith("_xlfn.LAMBDA("), name
        assert formula.count("(") == formula.count(")"), name
        assert depth(formula) <= 64, name


def depth(formula: str) -> int:
    deepest = now = 0
    for mark in re.sub(r'"[^"]*"', "", formula):
        now += {"(": 1, ")": -1}.get(mark, 0)
        deepest = max(deepest, now)
    return deepest


# Functions of Excel 2007, which need no prefix; everything else must carry one.
WITHOUT_PREFIX = set(
    re.findall(
        r"\w+",
        """ABS AND COLUMNS DATE DAY EDATE EOMONTH EXACT FIND IF IFERROR INDEX INT ISERROR ISNUMBER ISTEXT LEFT LEN LOWER
        MATCH MAX MID MIN MOD MONTH NA NOT OR RIGHT ROUND ROWS SUBSTITUTE SUM TEXT TRIM UPPER VALUE YEAR""",
    )
)


def test_every_function_is_one_that_excel_has(defined: dict[str, str]) -> None:
    called = {found for text in defined.values() for found in re.findall(r"([A-Za-z_.]+)\(", without_texts(text))}
    own = {name for name in called if name.startswith("PAYBAND.")}
    bound = {name for name in called if name.startswith("_xlpm.")}
    newer = {name for name in called if name.startswith("_xlfn.")}
    assert own <= set(defined)
    assert called - own - bound - newer <= WITHOUT_PREFIX


def without_texts(formula: str) -> str:
    return re.sub(r'"(?:[^"]|"")*"', '""', formula)


# Units and counts: pence in the pound, hundredths of a percent, months of the year, digits, columns, and twice these
# where a rounding takes the half; 24 is also the months of protection where none are given, as in the registry. The
# bounds are those of what is read at all: months, day numbers, pounds.
UNITS = {str(number) for number in range(13)} | {"24", "51", "52", "100", "10000", "20000"}  # 52 tax weeks, rounded up
BOUNDS = {"600", "61", "110000", "1000000", "100000000000"}
# Ages and years of the Employment Rights Act 1996, section 162: the rule itself, whose limits are looked up.
STATUTE = {("PAYBAND._ONE_REDUNDANCY", number) for number in ("16", "20", "22", "41")}
STATUTE |= {
    (f"PAYBAND._ONE_SCHEMEREDUNDANCY_{part}", number)
    for part in ("STATUTORY", "SCHEME", "ABOVE")
    for number in (
        "16",
        "20",
        "22",
        "41",
        "40000",
        "100000",
    )  # the last two: a multiplier in its parts, twice and at most
}
# The days of a year by which part months may be paid, and twice these: the names of the ways, 1/365 and 1/260.
STATUTE |= {("PAYBAND._PAY_BETWEEN", number) for number in ("260", "365", "520", "730")}
# The parts in which weeks (five days each) and an FTE are counted: four decimals, and seven.
STATUTE |= {("PAYBAND._ONE_TERMTIMEFTE", number) for number in ("50000", "10000000")}
# The hours that a week can have, in the same parts, and the end of compulsory school age.
STATUTE |= {("PAYBAND._ONE_HOURLYPAY", "600000"), ("PAYBAND._ONE_WAGEFLOOR", "16")}


def test_no_formula_holds_a_pay_figure_a_rate_or_a_date(defined: dict[str, str]) -> None:
    used = {(name, each) for name, text in defined.items() for each in constants(without_texts(text))}
    assert {(name, each) for name, each in used if each not in UNITS | BOUNDS} == STATUTE
    assert {name for name, each in used if each in BOUNDS} <= {
        f"PAYBAND._{each}" for each in ("PENCE", "MONTHS", "DAY", "QUANTITY")
    }
    texts = {each for text in defined.values() for each in re.findall(r'"((?:[^"]|"")*)"', text)}
    # how a yes or no may be written, and the names of ways to pay part months and of a policy
    assert {each for each in texts if re.search(r"\d", each)} == {"0", "1", "1/260", "1/365", "Green Book Part 4.12"}


def test_every_figure_has_its_source(built: Path) -> None:
    book = openpyxl.load_workbook(built, read_only=True)
    for name, block in figures().blocks.items():
        if "source" not in block.columns:
            continue
        rows = list(book[block.sheet].iter_rows(min_row=block.first, max_row=block.last, values_only=True))
        assert all(row[block.columns.index("source")] for row in rows), name
        assert all(isinstance(row[block.columns.index("effective from")], date) for row in rows), name


def test_figures_of_a_bodys_own_come_first(tmp_path: Path) -> None:
    (tmp_path / "ni").mkdir()
    (tmp_path / "ni" / "rates.csv").write_text(
        "effective_from,effective_to,rate,basis_points,status,source\n2025-04-06,2026-04-05,employer,1600,estimate,ours\n"
    )
    with library.using_data(str(tmp_path)):
        build(str(tmp_path / "own.xlsx"))
    book = Book(tmp_path / "own.xlsx")
    row = book.call("EMPLOYERNI", [3_000, "31/05/2025"], 1, 1)
    book.model.evaluate()
    assert book.block(row, 1, 1) == [[413.28]]


def test_a_levy_that_changes_within_a_year_is_rounded_once_a_run(tmp_path: Path) -> None:
    (tmp_path / "levy").mkdir()
    (tmp_path / "levy" / "levy.csv").write_text(
        "effective_from,effective_to,item,value,unit,status,source\n"
        "2025-04-01,2025-08-15,rate,53,basis points,estimate,ours\n"
        "2025-08-16,2026-03-31,rate,71,basis points,estimate,ours\n"
    )
    salaries = [30_000 + 1_237.77 * number for number in range(40)]
    with library.using_data(str(tmp_path)):
        build(str(tmp_path / "own.xlsx"))
        expected = [
            function("ONCOSTS").in_cells([salary, "2025-26", 0, "A", "no", "yes"])
            - function("ONCOSTS").in_cells([salary, "2025-26", 0])
            for salary in salaries
        ]
    book = Book(tmp_path / "own.xlsx")
    rows = [
        (
            book.call("ONCOSTS", [salary, "2025-26", 0, "A", "no", "yes"], 1, 1),
            book.call("ONCOSTS", [salary, "2025-26", 0], 1, 1),
        )
        for salary in salaries
    ]
    book.model.evaluate()
    found = [book.block(with_levy, 1, 1)[0][0] - book.block(without, 1, 1)[0][0] for with_levy, without in rows]
    assert [round(each, 2) for each in found] == [float(each) for each in expected]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ('LET(a,"LAMBDA(x,[y])",a)', '_xlfn.LET(_xlpm.a,"LAMBDA(x,[y])",_xlpm.a)'),
        ("FILTER(Figures!$A$2:$A$9,on>1,#VALUE!)", "_xlfn._xlws.FILTER(Figures!$A$2:$A$9,_xlpm.on>1,#VALUE!)"),
    ],
)
def test_how_a_file_holds_a_formula(typed: str, expected: str) -> None:
    assert stored(typed) == expected
