"""Filling a workbook in place: the cells that are meant get their values, and everything else stays as it was."""

from __future__ import annotations

import csv
import io
import re
import zlib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import count as numbers_from
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from payband.errors import InputProblems, UnknownName, WrongInput
from payband.ooxml import deflate
from payband.ooxml.archive import new_entry
from payband.ooxml.cells import Formula
from payband.ooxml.package import Package
from payband.review.answers import ANSWERS, SLOTTING_LIST
from payband.workbook.filling import columns_xml
from payband.workbook.filling.fill import Filling, fill_columns, fill_sheet, fill_table, put_last_row, set_cells

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
DANGEROUS = ["=1+1", "+44 20", "-2+3", "@SUM(A1)", "\t=1", "\n=1", "=cmd|' /C calc'!A0", "_x0041_", "_x000D_", "007"]


def packed(workbook: Workbook) -> Package:
    """A workbook of openpyxl as a package."""
    file = io.BytesIO()
    workbook.save(file)
    return Package(file.getvalue(), "test.xlsx")


def reopened(package: Package) -> Workbook:
    """The package as openpyxl reads it after saving."""
    file = io.BytesIO()
    package.write_to(file)
    return load_workbook(io.BytesIO(file.getvalue()))


def with_sheet(xml: str | bytes) -> Package:
    """A workbook whose one sheet has this XML."""
    package = packed(Workbook())
    package.write(package.sheets["Sheet"], xml.encode() if isinstance(xml, str) else xml)
    return package


def sheet_of(package: Package) -> str:
    return package.read(package.sheets["Sheet"]).decode()


def table_at(column: int, row: int, headings: Sequence[str], count: int) -> tuple[Workbook, Worksheet]:
    """A workbook with the table T, its headings at a cell and some rows of data below."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for at, heading in enumerate(headings):
        sheet.cell(row, column + at, heading)
        for below in range(1, count + 1):
            sheet.cell(row + below, column + at, f"old {below} {at}")
    last = get_column_letter(column + len(headings) - 1)
    sheet.add_table(Table(displayName="T", ref=f"{get_column_letter(column)}{row}:{last}{row + count}"))
    return workbook, sheet


# --- single cells --------------------------------------------------------------------------------------------------

ROWS = '<row r="2" spans="1:3" ht="20" customHeight="1"><c r="A2" s="0"><v>1</v></c><c r="C2"><v>3</v></c></row>'
SHEETS = {
    "as Excel writes it": f'<worksheet {MAIN}><dimension ref="A2:C4"/><sheetData>{ROWS}<row r="4"/></sheetData>'
    "</worksheet>",
    "with a prefix": f"<x:worksheet {MAIN.replace('xmlns', 'xmlns:x')}><x:sheetData>"
    + re.sub(r"<(/?)(\w)", r"<\1x:\2", ROWS)
    + "</x:sheetData></x:worksheet>",
    "in single quotes": f"<worksheet {MAIN}><sheetData>{ROWS}</sheetData></worksheet>".replace('"', "'"),
    "without references": f"<worksheet {MAIN}><sheetData><row/><row><c><v>1</v></c><c/><c><v>3</v></c></row>"
    "</sheetData></worksheet>",
    "with a comment that looks like a row": f'<worksheet {MAIN}><sheetData><!-- <row r="2"/> -->{ROWS}</sheetData>'
    "</worksheet>",
    "with text that looks like a row": f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>'
    f'<![CDATA[<row r="2"/></sheetData>]]></t></is></c></row>{ROWS}</sheetData></worksheet>',
    "empty": f"<worksheet {MAIN}><sheetData/></worksheet>",
}


@pytest.mark.parametrize("xml", SHEETS.values(), ids=SHEETS)
def test_cells_are_set_whatever_way_the_sheet_is_written(xml):
    package = with_sheet(xml)
    before = reopened(package)["Sheet"]
    values = {(2, 1): "=first", (2, 2): 2.5, (2, 5): "last", (3, 2): date(2026, 4, 1), (9, 4): True}
    set_cells(package, "Sheet", values)
    after = reopened(package)["Sheet"]
    assert (after["A2"].value, after["A2"].data_type) == ("=first", "s")
    assert [after[cell].value for cell in ("B2", "E2", "B3", "D9")] == [2.5, "last", 46113, "yes"]
    assert [after[cell].value for cell in ("A1", "C2", "A3")] == [before[cell].value for cell in ("A1", "C2", "A3")]
    assert after.row_dimensions[2].height == before.row_dimensions[2].height


def test_the_rest_of_the_sheet_is_byte_for_byte_what_it_was():
    xml = SHEETS["as Excel writes it"]
    package = with_sheet(xml)
    set_cells(package, "Sheet", {(2, 3): 4})
    assert sheet_of(package) == xml.replace('<c r="C2"><v>3</v></c>', '<c r="C2"><v>4</v></c>')
    set_cells(package, "Sheet", {(2, 4): 5})
    wanted = xml.replace('<c r="C2"><v>3</v></c>', '<c r="C2"><v>4</v></c><c r="D2"><v>5</v></c>')
    assert sheet_of(package) == wanted.replace("A2:C4", "A2:D4").replace('spans="1:3"', 'spans="1:4"')
    untouched = package.read("xl/workbook.xml")
    set_cells(package, "Sheet", {})
    assert package.read("xl/workbook.xml") == untouched


def test_a_sheet_in_utf_16_is_read_as_well():
    xml = '<?xml version="1.0" encoding="UTF-16"?>' + SHEETS["as Excel writes it"]
    package = with_sheet(xml.encode("utf-16"))
    set_cells(package, "Sheet", {(2, 1): "é"})
    assert [reopened(package)["Sheet"][cell].value for cell in ("A2", "C2")] == ["é", 3]


def test_a_new_cell_has_the_style_of_its_row_or_column():
    columns = '<cols><col min="2" max="3" width="9" style="1"/></cols>'
    row = '<row r="2" s="2" customFormat="1"><c r="A2"/></row>'
    package = with_sheet(f"<worksheet {MAIN}>{columns}<sheetData>{row}</sheetData></worksheet>")
    set_cells(package, "Sheet", {(2, 2): 1, (3, 3): 2, (3, 4): 3})
    assert '<c r="B2" s="2"><v>1</v></c>' in sheet_of(package)
    assert '<row r="3"><c r="C3" s="1"><v>2</v></c><c r="D3"><v>3</v></c></row>' in sheet_of(package)


def test_a_formula_that_others_share_moves_into_the_next_of_them():
    rows = [f'<row r="{row}"><c r="A{row}"><v>{row}</v></c>' for row in range(1, 5)]
    first = '<c r="B1"><f t="shared" ref="B1:B4" si="0">A1*2+$A$4&amp;"x"</f><v>0</v></c></row>'
    others = [f'<c r="B{row}"><f t="shared" si="0"/><v>0</v></c></row>' for row in range(2, 5)]
    xml = "".join(row + cell for row, cell in zip(rows, [first, *others], strict=True))
    package = with_sheet(f"<worksheet {MAIN}><sheetData>{xml}</sheetData></worksheet>")
    set_cells(package, "Sheet", {(1, 2): 7, (2, 2): 8})
    after = reopened(package)["Sheet"]
    assert [after[f"B{row}"].value for row in range(1, 5)] == [7, 8, '=A3*2+$A$4&"x"', '=A4*2+$A$4&"x"']
    assert '<f t="shared" ref="B3:B4" si="0">' in sheet_of(package)


@pytest.mark.parametrize(("kind", "words"), [("array", "an array formula"), ("dataTable", "a data table")])
def test_a_part_of_an_array_is_refused_and_the_whole_is_not(kind, words):
    cells = f'<c r="A1"><f t="{kind}" ref="A1:A2">ROW(1:2)</f><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c>'
    xml = f'<worksheet {MAIN}><sheetData><row r="1">{cells}</row></sheetData></worksheet>'
    package = with_sheet(xml)
    with pytest.raises(InputProblems, match=f"cell A1 is part of {words}"):
        set_cells(package, "Sheet", {(1, 1): 5})
    assert sheet_of(package) == xml
    set_cells(package, "Sheet", {(1, 1): 5, (2, 1): 6})
    assert [reopened(package)["Sheet"][cell].value for cell in ("A1", "A2")] == [5, 6]


def test_headings_of_tables_and_places_outside_a_sheet_are_refused():
    package = packed(table_at(2, 3, ["a", "b"], 2)[0])
    for place in ((0, 1), (1, 16_385), (1_048_577, 1)):
        with pytest.raises(InputProblems, match="is not a cell of a sheet"):
            set_cells(package, "Sheet", {place: 1})
    with pytest.raises(InputProblems, match="cell C3 is a heading"):
        set_cells(package, "Sheet", {(3, 3): "x"})
    with pytest.raises(UnknownName, match="'Shet'; did you mean 'Sheet'"):
        set_cells(package, "Shet", {(1, 1): 1})


def test_a_formula_that_goes_takes_the_order_of_calculation_with_it():
    package = with_sheet(
        f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1"><f>1+1</f></c></row></sheetData></worksheet>'
    )
    relations, types = "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
    link = '<Relationship Id="rIdC" Type="x/calcChain" Target="calcChain.xml"/></Relationships>'
    package.write(relations, package.read(relations).replace(b"</Relationships>", link.encode()))
    package.write("xl/calcChain.xml", b'<calcChain><c r="A1" i="1"/></calcChain>')
    override = b'<Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>'
    package.write(types, package.read(types).replace(b"</Types>", override))
    set_cells(package, "Sheet", {(1, 1): 2})
    assert b"calcChain" not in package.read(relations) + package.read(types)


WHOLE = st.integers(-(10**9), 10**9)
CELLS = st.dictionaries(
    st.tuples(st.integers(1, 12), st.integers(1, 30)),
    st.one_of(WHOLE, st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1)),
    max_size=15,
)


@settings(max_examples=60)
@given(CELLS, CELLS)
def test_any_cells_set_are_those_that_are_read_back(there, values):
    workbook = Workbook()
    for (row, column), value in there.items():
        cell = workbook.worksheets[0].cell(row, column, value if isinstance(value, int) else "")
        if isinstance(value, str):
            cell.value, cell.data_type = value, "s"
    package = packed(workbook)
    set_cells(package, "Sheet", values)
    sheet = reopened(package)["Sheet"]
    expected = {**there, **{place: as_read(value) for place, value in values.items()}}  # openpyxl escapes no text
    found = {(cell.row, cell.column): cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert found == expected


def as_read(value: Any) -> Any:
    """A value as openpyxl gives it back: of a text in a cell it leaves Excel's own escapes as they stand."""
    return re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", value) if isinstance(value, str) else value


# --- tables ----------------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(
    st.integers(1, 4),
    st.integers(1, 4),
    st.integers(1, 3),
    st.integers(1, 6),
    st.lists(st.lists(st.one_of(st.none(), WHOLE, st.booleans(), st.text("=a\t<&1 ")), min_size=3, max_size=3)),
    st.dictionaries(st.tuples(st.integers(1, 12), st.sampled_from([9, 11])), WHOLE, max_size=5),
)
def test_a_table_of_any_size_takes_any_rows_and_nothing_else_changes(column, row, width, old, rows, beside):
    headings = [f"heading {number}" for number in range(width)]
    workbook, sheet = table_at(column, row, headings, old)
    sheet.cell(row + old + len(rows) + 1, column, "a note below")
    for (at_row, at_column), value in beside.items():
        sheet.cell(at_row, at_column, value)
    package = packed(workbook)
    values = [each[:width] for each in rows]
    fill_table(package, package.tables["t"], values)
    after = reopened(package)["Sheet"]
    count = max(len(rows), 1)
    last = get_column_letter(column + width - 1)
    assert after.tables["T"].ref == f"{get_column_letter(column)}{row}:{last}{row + count}"
    table = {(row + 1 + r, column + c) for r in range(max(count, old)) for c in range(width)}
    shown = {True: "yes", False: "no"}
    expected = {
        (row + 1 + r, column + c): shown[value] if isinstance(value, bool) else value
        for r, each in enumerate(values)
        for c, value in enumerate(each)
        if value is not None and value != ""
    }
    expected |= {
        (cell.row, cell.column): cell.value
        for line in sheet.iter_rows()
        for cell in line
        if cell.value is not None and (cell.row, cell.column) not in table
    }
    found = {(cell.row, cell.column): cell.value for line in after.iter_rows() for cell in line}
    assert {place: value for place, value in found.items() if value is not None} == expected


def test_columns_are_given_out_as_their_forms_say():
    """Thousands of rows, so that they are written in several pieces; None stands where an answer is not known."""
    count = 4_501
    kinds: dict[str, Callable[[int], Any]] = {
        "money": lambda n: n * 7919 % 900_000 - 400_000,
        "percent": lambda n: n * 31 % 9_000 - 4_500,
        "day": lambda n: date(2026, 4, 1),
        "yes_no": lambda n: n % 2 == 0,
        "point": lambda n: str(n % 50) if n % 3 else "SM2",
        "whole": lambda n: n % 9,
        "text": lambda n: f"=Post {n}" if n % 5 else "a reason that is longer than its column is wide " * 3,
    }
    columns = [
        [None if n % 17 == 3 else kinds[column.form.name](n) for n in range(count)] for column in SLOTTING_LIST.columns
    ]
    forms = [column.form for column in SLOTTING_LIST.columns]
    headings = [column.heading for column in SLOTTING_LIST.columns]
    workbook, sheet = table_at(1, 4, headings, 1)
    sheet.column_dimensions["A"].width = 20
    package = packed(workbook)
    assert fill_columns(package, package.tables["t"], Filling(columns, forms, headings)) == count
    after = reopened(package)["Sheet"]
    rows = list(after.iter_rows(min_row=5, values_only=True))
    assert len(rows) == count
    for n, row in enumerate(rows):
        for value, form, column in zip(row, forms, columns, strict=True):
            wanted = None if column[n] is None else form.give(column[n])
            if isinstance(wanted, bool):
                wanted = "yes" if wanted else "no"
            elif isinstance(wanted, Decimal):
                wanted, value = f"{wanted:.4f}", f"{value:.4f}"
            elif isinstance(wanted, date):
                wanted = (wanted - date(1899, 12, 30)).days
            assert value == wanted, (n, form.name)
    tall = {number for number, size in after.row_dimensions.items() if size.height}
    assert tall == {5 + n for n in range(count) if n % 5 == 0 and n % 17 != 3}


def large_filling(headings: Sequence[str]) -> Filling:
    """Whole numbers in so many rows that the sheet is packed while it is written."""
    forms = {column.heading: column.form for column in SLOTTING_LIST.columns}
    money = forms["salary now"]
    columns = [range(at, 12_000 + at) for at in range(len(headings))]
    return Filling([list(column) for column in columns], [money] * len(headings), headings)


def test_a_large_sheet_keeps_what_stands_beside_and_its_cells_in_order():
    """The table's columns were put in another order, and somebody wrote beside some of its rows."""
    workbook, sheet = table_at(2, 1, ["c", "a", "b"], 1)
    beside: dict[tuple[int, int], Any] = {
        (1, 1): "left",
        (2, 6): "right",
        (7_000, 6): "far",
        (7_000, 1): 5,
        (11_990, 6): "end",
    }
    for place, value in beside.items():
        sheet.cell(*place, value)
    package = packed(workbook)
    fill_columns(package, package.tables["t"], large_filling(["a", "b", "c"]))
    after = reopened(package)["Sheet"]
    rows = list(after.iter_rows(min_row=2, max_col=6, values_only=True))
    expected = [
        (beside.get((n, 1)), n / 100, (n - 2) / 100, (n - 1) / 100, None, beside.get((n, 6))) for n in range(2, 12_002)
    ]
    assert rows == expected
    letters = re.findall(r'<row r="7000".*?</row>', sheet_of(package))[0]
    assert re.findall(r'<c r="([A-Z]+)7000"', letters) == ["A", "B", "C", "D", "F"]


@pytest.mark.parametrize("fault", ["<sheetViews><broken></sheetViews>", "<sheetPr><tabColor rgb=F/></sheetPr>"])
def test_a_fault_of_the_user_s_sheet_is_found_around_the_rows_of_a_large_one(tmp_path: Path, fault: str):
    package = packed(table_at(1, 1, ["a", "b"], 1)[0])
    part = package.sheets["Sheet"]
    package.write(part, package.read(part).replace(b"<sheetData>", fault.encode() + b"<sheetData>"))
    fill_columns(package, package.tables["t"], large_filling(["a", "b"]))
    with pytest.raises(WrongInput, match="would be damaged"):
        package.save(str(tmp_path / "saved.xlsx"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("with_isal", [True, False])
def test_a_part_is_read_back_whichever_library_packs_it(monkeypatch: pytest.MonkeyPatch, with_isal: bool):
    if not with_isal:
        monkeypatch.setattr(deflate, "isal_zlib", None)
    pieces = [b"pay" * 50_000, b"", b"band", bytes(range(256)) * 9]
    entry = new_entry("xl/part.xml", pieces)
    assert entry.content() == b"".join(entry.pieces()) == b"".join(pieces)
    with pytest.raises(zlib.error):
        b"".join(entry._replace(crc=entry.crc ^ 1).pieces())
    with pytest.raises(zlib.error):
        b"".join(entry._replace(packed=entry.packed[:-3]).pieces())


def test_rows_keep_their_look_and_new_ones_look_as_most_do():
    workbook, sheet = table_at(1, 1, ["a", "b"], 5)
    bold, red = Font(bold=True), PatternFill("solid", "FFFF0000")
    for row in range(2, 7):
        sheet.cell(row, 1).font = bold
    sheet["B4"].fill = red
    package = packed(workbook)
    fill_table(package, package.tables["t"], [[n, n] for n in range(8)])
    after = reopened(package)["Sheet"]
    assert all(after.cell(row, 1).font.bold and not after.cell(row, 2).font.bold for row in range(2, 10))
    assert [after.cell(row, 2).fill.fgColor.rgb == "FFFF0000" for row in range(2, 10)] == [False, False, True] + [
        False
    ] * 5


def test_rows_that_take_turns_in_their_look_go_on_doing_so():
    workbook, sheet = table_at(1, 1, ["a"], 4)
    for row in (3, 5):
        sheet.cell(row, 1).fill = PatternFill("solid", "FFEEEEEE")
    package = packed(workbook)
    fill_table(package, package.tables["t"], [[n] for n in range(9)])
    after = reopened(package)["Sheet"]
    assert [after.cell(row, 1).fill.fgColor.rgb == "FFEEEEEE" for row in range(2, 11)] == [False, True] * 4 + [False]


def test_columns_that_a_person_added_stay_and_go_on_with_their_formula():
    workbook, sheet = table_at(2, 3, ["cost", "mine", "who", "note"], 2)
    for row in (4, 5):
        sheet.cell(row, 3, f"=B{row}*2").font = Font(italic=True)
    package = packed(workbook)
    part = package.tables["t"].table_part
    formula = (
        '<tableColumn id="3" name="mine"><calculatedColumnFormula>T[[#This Row],[cost]]*2</calculatedColumnFormula>'
    )
    text = re.sub(r'<tableColumn id="3" name="mine"\s*/>', f"{formula}</tableColumn>", package.read(part).decode())
    package.write(part, text.encode())
    filling = Filling([["old 1 2", "old 2 2", "C"], [1, 2, 3]], None, ["who", "cost"])
    fill_columns(package, package.tables["t"], filling)
    after = reopened(package)["Sheet"]
    assert [[after.cell(row, column).value for column in range(2, 6)] for row in range(4, 7)] == [
        [1, "=B4*2", "old 1 2", "old 1 3"],
        [2, "=B5*2", "old 2 2", "old 2 3"],
        [3, "=T[[#This Row],[cost]]*2", "C", None],
    ]
    assert after["C6"].font.italic
    with pytest.raises(InputProblems, match="the table T lacks the column 'whose'"):
        fill_columns(package, package.tables["t"], Filling([["A"]], None, ["whose"]))


def with_notes() -> Package:
    """A table of three people with a note on each, typed by a person, and beside it a sum that she overwrote once."""
    workbook, sheet = table_at(1, 1, ["person", "salary", "note", "double"], 3)
    for row, name in enumerate(("Ada", "Bob", "Cy"), start=2):
        sheet.cell(row, 1).value, sheet.cell(row, 2).value = name, row * 10
        sheet.cell(row, 3).value, sheet.cell(row, 4).value = f"agreed with {name}", f"=B{row}*2"
    sheet["D3"] = 7
    return packed(workbook)


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        (["Bob", "Cy", "Ada"], [("agreed with Bob", 7), ("agreed with Cy", "=B3*2"), ("agreed with Ada", "=B4*2")]),
        (
            ["New", "Ada", "Bob", "Cy"],
            [(None, None), ("agreed with Ada", "=B3*2"), ("agreed with Bob", 7), ("agreed with Cy", "=B5*2")],
        ),
    ],
)
def test_what_was_typed_beside_an_answer_goes_with_its_row(people, expected):
    package = with_notes()
    salaries = [number * 100 for number in range(len(people))]
    fill_columns(package, package.tables["t"], Filling([people, salaries], None, ["person", "salary"]))
    after = reopened(package)["Sheet"]
    found = [tuple(after.cell(row, column).value for column in range(1, 5)) for row in range(2, 2 + len(people))]
    assert found == [(name, salary, *rest) for name, salary, rest in zip(people, salaries, expected, strict=True)]


def test_rows_are_told_apart_by_as_many_columns_as_it_takes():
    workbook, sheet = table_at(1, 1, ["person", "year", "note"], 3)
    for row, (name, year) in enumerate((("Ada", 2024), ("Ada", 2025), ("Bob", 2024)), start=2):
        sheet.cell(row, 1).value, sheet.cell(row, 2).value, sheet.cell(row, 3).value = name, year, f"{name} in {year}"
    package = packed(workbook)
    filling = Filling([["Ada", "Bob", "Bob", "Ada"], [2025, 2023, 2024, 2024]], None, ["person", "year"])
    fill_columns(package, package.tables["t"], filling)
    after = reopened(package)["Sheet"]
    assert [cell.value for cell in after["C"][1:]] == ["Ada in 2025", None, "Bob in 2024", "Ada in 2024"]


def test_a_column_that_was_only_now_added_tells_no_rows_apart():
    """Rows of one person in two years: their notes follow although the column between, which is new, was empty."""
    workbook, sheet = table_at(1, 1, ["person", "new", "year", "note"], 4)
    rows = [("Ada", 1), ("Ada", 2), ("Bob", 1), ("Bob", 2)]
    for row, (name, year) in enumerate(rows, start=2):
        sheet.cell(row, 1).value, sheet.cell(row, 2).value, sheet.cell(row, 3).value = name, None, year
        sheet.cell(row, 4).value = f"agreed with {name} for {year}"
    package = packed(workbook)
    turned = rows[::-1]
    filling = Filling(
        [[name for name, _ in turned], [9, 8, 7, 6], [year for _, year in turned]], None, ["person", "new", "year"]
    )
    fill_columns(package, package.tables["t"], filling)
    after = reopened(package)["Sheet"]
    found = [tuple(after.cell(row, column).value for column in range(1, 5)) for row in range(2, 6)]
    assert found == [
        (name, value, year, f"agreed with {name} for {year}")
        for (name, year), value in zip(turned, (9, 8, 7, 6), strict=True)
    ]


def test_a_note_whose_row_is_gone_is_told_of_and_nothing_is_written():
    package = with_notes()
    before = sheet_of(package)
    message = "cell C3 was typed for 'Bob', which no longer has a row: move it out of the table T, or delete it"
    with pytest.raises(InputProblems, match=message) as raised:
        fill_columns(package, package.tables["t"], Filling([["Ada", "Cy"], [1, 2]], None, ["person", "salary"]))
    assert [(each.row, each.column) for each in raised.value.problems] == [(3, "note"), (3, "double")]
    assert sheet_of(package) == before


@pytest.mark.parametrize("own", ["", "B2*2"])
def test_a_formula_goes_on_in_new_rows_about_its_own_row(own):
    workbook, sheet = table_at(1, 1, ["person", "salary", "double"], 2)
    sheet["C2"], sheet["C3"] = "=B2*2", "=B3*2"
    package = packed(workbook)
    if own:  # as Excel has it, where a person pointed at a cell of the first row
        part, formula = package.tables["t"].table_part, f"<calculatedColumnFormula>{own}</calculatedColumnFormula>"
        text = re.sub(
            r'(<tableColumn id="3" name="double")\s*/>', rf"\1>{formula}</tableColumn>", package.read(part).decode()
        )
        package.write(part, text.encode())
    filling = Filling([["a", "b", "c", "d"], [1, 2, 3, 4]], None, ["person", "salary"])
    fill_columns(package, package.tables["t"], filling)
    after = reopened(package)["Sheet"]
    assert [cell.value for cell in after["C"][1:]] == ["=B2*2", "=B3*2", "=B4*2", "=B5*2"]


def test_a_style_is_kept_wherever_it_stands_in_a_cell():
    workbook, sheet = table_at(1, 1, ["a", "b"], 2)
    sheet["A2"].font = sheet["A3"].font = Font(bold=True)
    package = packed(workbook)
    part = package.sheets["Sheet"]
    package.write(part, re.sub(rb'( s="\d+")( t="\w+")', rb"\2\1", package.read(part)))
    fill_table(package, package.tables["t"], [[1, 2], [3, 4], [5, 6]])
    after = reopened(package)["Sheet"]
    assert [(after.cell(row, 1).font.bold, after.cell(row, 2).font.bold) for row in (2, 3, 4)] == [(True, False)] * 3


def test_a_filter_keeps_its_buttons_and_hides_no_new_answer():
    workbook, sheet = table_at(1, 1, ["a", "b"], 3)
    table = sheet.tables["T"]
    table._initialise_columns()
    table.autoFilter.add_filter_column(0, ["old 1 0"])
    table.autoFilter.add_sort_condition("A2:A4")
    sheet.row_dimensions[3].hidden = True
    package = packed(workbook)
    fill_table(package, package.tables["t"], [[n, n] for n in range(5)])
    after = reopened(package)["Sheet"]
    assert (after.tables["T"].autoFilter.ref, after.tables["T"].autoFilter.filterColumn) == ("A1:B6", [])
    assert not after.row_dimensions[3].hidden


@pytest.mark.parametrize("what", ["value", "merged", "table"])
def test_what_stands_below_is_never_written_over(what):
    workbook, sheet = table_at(2, 1, ["a", "b"], 2)
    if what == "value":
        sheet["C6"] = "a note"
    elif what == "merged":
        sheet.merge_cells("C6:D7")
    else:
        sheet["C6"] = "other"
        sheet.add_table(Table(displayName="U", ref="C6:C7"))
    package = packed(workbook)
    before = sheet_of(package)
    with pytest.raises(InputProblems, match="cell C6 is where the answers must go: move what is below the table T"):
        fill_table(package, package.tables["t"], [[n, n] for n in range(5)])
    assert sheet_of(package) == before
    fill_table(package, package.tables["t"], [[n, n] for n in range(4)])
    assert reopened(package)["Sheet"].tables["T"].ref == "B1:C5"


def test_a_total_stands_apart_and_is_replaced_by_the_next():
    package = packed(table_at(1, 1, ["a", "b"], 1)[0])
    for count in (3, 6, 1):
        fill_table(package, package.tables["t"], [[f"line {n}", n] for n in range(count)], ["R&D <all>", count])
        after = reopened(package)["Sheet"]
        assert [cell.value for cell in after["A"]] == ["a", *[f"line {n}" for n in range(count)], None, "R&D <all>"]
        assert after.dimensions == f"A1:B{count + 3}"


def saved_by_excel(package: Package) -> Package:
    """The package with every text in a part of its own, where Excel keeps them."""
    part = package.sheets["Sheet"]
    pattern = r't="inlineStr"><is>(.*?)</is>'
    texts = re.findall(pattern, package.read(part).decode())
    numbers = numbers_from()
    xml = re.sub(pattern, lambda found: f't="s"><v>{next(numbers)}</v>', package.read(part).decode())
    package.write(part, xml.encode())
    items = "".join(f"<si>{text}</si>" for text in texts)
    package.write("xl/sharedStrings.xml", f"<sst {MAIN}>{items}</sst>".encode())
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = f'<Relationship Id="strings" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    relations = "xl/_rels/workbook.xml.rels"
    package.write(relations, package.read(relations).replace(b"</Relationships>", relation.encode()))
    content = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{content}"/></Types>'
    types = "[Content_Types].xml"
    package.write(types, package.read(types).replace(b"</Types>", override.encode()))
    return package


@pytest.mark.parametrize("rows", [2, 4, 9])
def test_a_total_is_replaced_after_excel_has_saved_it(rows):
    package = packed(table_at(1, 1, ["a", "b"], 1)[0])
    fill_table(package, package.tables["t"], [[f"line {n}", n] for n in range(3)], ["Total", 3])
    package = saved_by_excel(package)
    fill_table(package, package.tables["t"], [[f"line {n}", n] for n in range(rows)], ["Total", rows])
    after = reopened(package)["Sheet"]
    assert [cell.value for cell in after["A"]] == ["a", *[f"line {n}" for n in range(rows)], None, "Total"]


def test_a_total_makes_way_for_a_row_of_totals_that_a_person_gave_the_table():
    package = packed(table_at(1, 1, ["a", "b"], 1)[0])
    fill_table(package, package.tables["t"], [[f"line {n}", n] for n in range(3)], ["Total", 3])
    workbook = reopened(package)
    sheet = workbook["Sheet"]
    sheet["A5"], sheet["B5"] = "sum", "=SUBTOTAL(109,B2:B4)"
    sheet.tables["T"].ref, sheet.tables["T"].totalsRowCount = "A1:B5", 1
    package = saved_by_excel(packed(workbook))
    fill_table(package, package.tables["t"], [[f"line {n}", n] for n in range(4)], ["Total", 4])
    after = reopened(package)["Sheet"]
    assert [cell.value for cell in after["A"]] == ["a", *[f"line {n}" for n in range(4)], "sum", None, "Total"]
    assert after["B6"].value == "=SUBTOTAL(109,B2:B5)"


def test_the_last_row_of_a_table_is_put_once():
    package = packed(table_at(1, 1, ["check", "mine", "passed"], 2)[0])
    for passed in (True, False):
        put_last_row(package, package.tables["t"], ["check", "passed"], ["cells agree", passed])
        sheet = reopened(package)["Sheet"]
        assert [cell.value for cell in sheet["A"]] == ["check", "old 1 0", "old 2 0", "cells agree"]
        assert [cell.value for cell in sheet["B"]] == ["mine", "old 1 1", "old 2 1", None]
        assert sheet["C4"].value == ("yes" if passed else "no")
        assert sheet.tables["T"].ref == "A1:C4"


def test_a_filled_sheet_keeps_what_stands_to_its_right():
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["A3"], sheet["D1"], sheet["D7"] = "old", "old", "old", "a note", "=1+1"
    package = packed(workbook)
    fill_sheet(package, "Sheet", [(26, [("title", "")]), (None, [("label", ""), (12, "")])])
    after = reopened(package)["Sheet"]
    found = {cell.coordinate: cell.value for row in after.iter_rows() for cell in row if cell.value is not None}
    assert found == {"A1": "title", "A2": "label", "B2": 12, "D1": "a note", "D7": "=1+1"}
    assert (after.row_dimensions[1].height, after.dimensions) == (26, "A1:D7")


def lines(*labels: str) -> list[tuple[float | None, list[tuple[Any, str]]]]:
    return [(None, [(label, ""), (number, "")]) for number, label in enumerate(labels)]


@pytest.mark.parametrize("new", [("title", "end"), ("title", "a", "b", "c", "end")])
def test_a_filled_sheet_keeps_what_a_person_wrote_below(new):
    package = packed(Workbook())
    fill_sheet(package, "Sheet", lines("title", "a", "b", "end"))
    workbook = reopened(package)
    sheet = workbook["Sheet"]
    sheet["A6"], sheet["B7"], sheet["D2"] = "my note", "=B2", "beside"
    sheet.row_dimensions[6].height = 40
    package = packed(workbook)
    fill_sheet(package, "Sheet", lines(*new))
    after = reopened(package)["Sheet"]
    expected = [*new, *[None] * (5 - len(new)), "my note", None]
    assert [cell.value for cell in after["A"]] == expected
    assert (after["B7"].value, after["D2"].value, after.row_dimensions[6].height) == ("=B2", "beside", 40)
    assert after.dimensions == "A1:D7"


def test_a_filled_sheet_never_writes_over_what_a_person_wrote_below():
    package = packed(Workbook())
    fill_sheet(package, "Sheet", lines("title", "end"))
    workbook = reopened(package)
    workbook["Sheet"]["B3"] = "my note"
    package = packed(workbook)
    before = sheet_of(package)
    with pytest.raises(InputProblems, match="cell B3 is where the answers must go: move what is below them"):
        fill_sheet(package, "Sheet", lines("title", "a", "end"))
    assert sheet_of(package) == before


# --- text ------------------------------------------------------------------------------------------------------------


def test_text_stays_text_in_libreoffice(tmp_path: Path, libreoffice_convert: Callable[..., Path]):
    workbook, _ = table_at(1, 1, ["text", "starts with", "formula"], 1)
    package = packed(workbook)
    rows = [
        [text, "", Formula(f'IF(ISTEXT(A{row}),"text","other")', "")] for row, text in enumerate(DANGEROUS, start=2)
    ]
    fill_table(package, package.tables["t"], rows)
    path = tmp_path / "text.xlsx"
    package.save(str(path))
    shown = list(csv.reader(io.StringIO(libreoffice_convert(path, "csv").read_text(encoding="utf-8"))))
    assert [row[0] for row in shown[1:]] == DANGEROUS
    assert {row[2] for row in shown[1:]} == {"text"}


def test_text_reads_back_as_it_was_written_by_the_libraries():
    from python_calamine import CalamineWorkbook

    package = packed(Workbook())
    set_cells(package, "Sheet", {(row, 1): text for row, text in enumerate(DANGEROUS, start=1)})
    sheet = reopened(package)["Sheet"]
    assert [(cell.value, cell.data_type) for cell in sheet["A"]] == [(as_read(text), "s") for text in DANGEROUS]
    file = io.BytesIO()
    package.write_to(file)
    file.seek(0)
    rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert [row[0] for row in rows] == DANGEROUS


def test_what_no_cell_can_hold_is_left_out_and_no_number_is_made_of_it():
    package = packed(Workbook())
    values = [
        "a\x00b\ud800c",
        "x" * 40_000,
        float("nan"),
        Decimal("Infinity"),
        "one\r\ntwo\rthree",
        datetime(2026, 4, 1),
    ]
    set_cells(package, "Sheet", {(1, column): value for column, value in enumerate(values, start=1)})
    found = [cell.value for cell in reopened(package)["Sheet"][1]]
    assert found == ["abc", "x" * 32_767, "nan", "Infinity", "one\ntwo\nthree", 46113]


def test_every_form_of_an_answer_is_one_that_is_tested_here():
    forms = {column.form.name for table in ANSWERS for column in table.columns}
    assert forms == {column.form.name for column in SLOTTING_LIST.columns} | {"whole"}


@settings(max_examples=300)
@given(st.lists(st.text(st.sampled_from([*"ab £_&<>\n\t\0é€\x7f~!1"]), max_size=4), min_size=1, max_size=4))
def test_texts_are_plain_together_when_each_is(texts: list[str]):
    assert columns_xml._all_plain(texts) == all(map(columns_xml._PLAIN.fullmatch, texts))


def test_texts_with_any_letters_take_the_lines_they_take_alone():
    texts = ["x" * 90, "\0" * 90, "a\0b", "£1,234 " * 20, "£5,678 " * 20, "", "two\nlines", "\ud800 " * 30]
    alone = [columns_xml.line_counts([[text]], [40.0]) for text in texts]
    assert columns_xml.line_counts([texts], [40.0]) == [1 if lines is None else lines[0] for lines in alone]
