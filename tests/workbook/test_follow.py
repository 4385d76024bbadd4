"""What follows a table that becomes longer or shorter, and what must not."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import FormulaRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table, TableColumn

from payband.ooxml.cells import CellRange
from payband.ooxml.follow import Growth, follow_in_charts, follow_on_sheet, follow_references
from payband.ooxml.package import Package
from payband.ooxml.table_xml import TableShape
from payband.workbook.filling.fill import fill_table, follow_lengths

SHEET = "Slotting list"


def shape(whole: str, totals: int = 0) -> TableShape:
    block = CellRange.parse(whole)
    data = block._replace(first_row=block.first_row + 1, last_row=block.last_row - totals)
    return TableShape(block, data, (), filtered=False)


GROWTH = Growth(SHEET, shape("B4:D9"), shape("B4:D20"))
WITH_TOTALS = Growth(SHEET, shape("B4:D9", 1), shape("B4:D20", 1))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("'Slotting list'!$B$5:$B$9", "'Slotting list'!$B$5:$B$20"),
        ("'slotting LIST'!B5:D9", "'slotting LIST'!B5:D20"),
        ("SUM('Slotting list'!$B$4:$B$9)", "SUM('Slotting list'!$B$4:$B$20)"),
        (
            "'Slotting list'!$B$5:$B$9,'Slotting list'!$D$5:$D$9",
            "'Slotting list'!$B$5:$B$20,'Slotting list'!$D$5:$D$20",
        ),
        *[
            (same, same)
            for same in (
                "'Slotting list'!$B$5:$B$8",  # not all rows
                "'Slotting list'!$B$6:$B$9",
                "'Slotting list'!$A$5:$B$9",  # a column beside the table
                "'Slotting list'!$B$5:$B$2000",  # has room to spare
                "'Slotting list'!$B$5",
                "'Slotting list'!$B:$B",
                "'Slotting list'!$5:$9",
                "Other!$B$5:$B$9",
                "'[1]Slotting list'!$B$5:$B$9",  # another workbook
                "'Slotting list:Other'!$B$5:$B$9",  # several sheets
                "B5:B9",  # of the sheet where the formula stands
                "\"'Slotting list'!$B$5:$B$9\"",  # words
                "'Slotting list'!B5:OFFSET(B9,1,0)",
                "SlottingList[cost]",
                "#REF!",
            )
        ],
    ],
)
def test_references_that_cover_the_data_follow(formula, expected):
    assert follow_references(formula, GROWTH, GROWTH.of_data) == expected


def test_references_of_the_tables_own_sheet_and_of_its_totals():
    assert follow_references("SUM(B5:B8)*LOG10(5)", WITH_TOTALS, WITH_TOTALS.of_data, own_sheet=True) == (
        "SUM(B5:B19)*LOG10(5)"
    )
    assert follow_references("B4:D9", WITH_TOTALS, WITH_TOTALS.of_data, own_sheet=True) == "B4:D20"
    assert follow_references("Other!B5:B8", WITH_TOTALS, WITH_TOTALS.of_data, own_sheet=True) == "Other!B5:B8"


def test_a_table_of_one_row_gives_a_single_cell_its_end():
    growth = Growth("Data", shape("A1:B2"), shape("A1:B5"))
    assert follow_references("Data!$A$2", growth, growth.of_data, single=True) == "Data!$A$2:$A$5"
    assert follow_references("Data!$A$2", growth, growth.of_data) == "Data!$A$2"  # it may mean that cell
    assert follow_references("Data!$A$2:$A$2", growth, growth.of_data) == "Data!$A$2:$A$5"
    of_two = "Data!$A$2:OFFSET(Data!$A$2,1,0)"
    assert follow_references(of_two, growth, growth.of_data) == of_two


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("B5:B9", "B5:B20"),
        ("B5:D9 A1 F5:F9", "B5:D20 A1 F5:F9"),
        ("A4:F9", "A4:F20"),  # wider than the table, from its headings on
        ("C5:C12", "C5:C20"),  # room to spare that is used up
        ("C5:C2000", "C5:C2000"),
        ("C6:C9", "C6:C9"),
        ("C:C", "C:C"),
    ],
)
def test_looks_and_checks_follow_on_the_sheet(before, after):
    xml = (
        '</sheetData><protectedRanges><protectedRange name="mine" sqref="{0}"/></protectedRanges>'
        '<conditionalFormatting sqref="{0}"><cfRule><formula>$B$5:$B$9</formula></cfRule>'
        '</conditionalFormatting><dataValidations><dataValidation type="list" sqref="{0}"/></dataValidations>'
        "<x:conditionalFormatting><xm:sqref>{0}</xm:sqref></x:conditionalFormatting>"
        '<ignoredErrors><ignoredError numberStoredAsText="1" sqref="{0}"/></ignoredErrors>'
        '<hyperlink ref="B5:B9"/>'
    )
    assert follow_on_sheet(xml.format(before).encode(), GROWTH).decode() == xml.format(after)


def test_sparklines_follow():
    xml = "<x:sparkline><xm:f>'Slotting list'!B5:B9</xm:f><xm:sqref>F2</xm:sqref></x:sparkline>"
    assert follow_on_sheet(xml.encode(), GROWTH).decode() == xml.replace("B9", "B20")


CHARTS = {
    "xl/charts/chart1.xml": (
        "<c:ser><c:cat><c:strRef><c:f>'Slotting list'!$B$5:$B$9</c:f><c:strCache><c:ptCount val=\"5\"/></c:strCache>"
        '</c:strRef></c:cat><c:val><c:numRef><c:f>Other!$B$5:$B$9</c:f><c:numCache><c:ptCount val="5"/></c:numCache>'
        "</c:numRef></c:val></c:ser>",
        "<c:ser><c:cat><c:strRef><c:f>'Slotting list'!$B$5:$B$20</c:f>"
        '</c:strRef></c:cat><c:val><c:numRef><c:f>Other!$B$5:$B$9</c:f><c:numCache><c:ptCount val="5"/></c:numCache>'
        "</c:numRef></c:val></c:ser>",
    ),
    "xl/charts/chartEx1.xml": (
        '<cx:strDim><cx:f dir="row">\'Slotting list\'!$B$5:$C$9</cx:f><cx:lvl ptCount="1"><cx:pt>a</cx:pt></cx:lvl>'
        '<cx:lvl ptCount="0"/></cx:strDim><cx:numDim><cx:f>Other!A1</cx:f><cx:lvl ptCount="0"/></cx:numDim>',
        "<cx:strDim><cx:f dir=\"row\">'Slotting list'!$B$5:$C$20</cx:f></cx:strDim><cx:numDim><cx:f>Other!A1</cx:f>"
        '<cx:lvl ptCount="0"/></cx:numDim>',
    ),
}


@pytest.mark.parametrize("part", CHARTS)
def test_the_series_of_charts_follow_and_lose_their_old_values(part):
    before, after = CHARTS[part]
    package = packed(Workbook())
    package.write(part, before.encode())
    follow_in_charts(package, GROWTH)
    assert package.read(part).decode() == after


# --- a whole workbook --------------------------------------------------------------------------------------------


def packed(workbook: Workbook) -> Package:
    file = io.BytesIO()
    workbook.save(file)
    return Package(file.getvalue(), "test.xlsx")


def rich_workbook() -> Workbook:
    """A table with a row of totals, a chart, names, a format, a check of input, a print area, and cells beside it."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = SHEET
    rows: list[tuple[Any, ...]] = [
        ("person", "cost", "why"),
        ("A", 1, "x"),
        ("B", 2, "y"),
        ("Total", "=SUBTOTAL(109,T[cost])", "=SUM(C5:C6)"),
    ]
    for number, row in enumerate(rows, start=4):
        for column, value in enumerate(row, start=2):
            sheet.cell(number, column, value)
        sheet.cell(number, 6, f"beside {number}")
    sheet["B7"].style = "Total"
    table = Table(displayName="T", ref="B4:D7", totalsRowCount=1)
    table.tableColumns = [TableColumn(id=number, name=heading) for number, heading in enumerate(rows[0], start=1)]
    table.autoFilter = AutoFilter(ref="B4:D6")
    table.tableColumns[0].totalsRowLabel = "Total"
    table.tableColumns[1].totalsRowFunction = "sum"
    sheet.add_table(table)
    sheet.conditional_formatting.add("C5:C6", FormulaRule(formula=["$C5>1"]))
    check = DataValidation(type="whole", formula1="0")
    check.add("C5:C6")
    sheet.add_data_validation(check)
    sheet.print_area = "A1:F7"
    for name, what in {"costs": f"'{SHEET}'!$C$5:$C$6", "first": f"'{SHEET}'!$C$5", "all": "T[#All]"}.items():
        workbook.defined_names[name] = DefinedName(name, attr_text=what)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=4, max_row=6), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=2, min_row=5, max_row=6))
    workbook.create_sheet("Charts").add_chart(chart, "B2")
    return workbook


@pytest.mark.parametrize("count", [5, 1, 2])
def test_everything_follows_a_table_of_a_workbook_as_it_grows_and_shrinks(count, tmp_path: Path):
    package = packed(rich_workbook())
    before = {name: package.read(name) for name in package.names}
    for rows in (9, 1, count):
        fill_table(package, package.tables["t"], [[f"P{n}", n, "="] for n in range(rows)])
    path = tmp_path / "rich.xlsx"
    package.save(str(path))
    after = load_workbook(path)
    sheet, last = after[SHEET], 4 + count
    assert sheet.tables["T"].ref == f"B4:D{last + 1}"
    assert sheet.tables["T"].autoFilter.ref == f"B4:D{last}"
    assert [cell.value for cell in sheet["B"][3:]][: count + 2] == ["person", *[f"P{n}" for n in range(count)], "Total"]
    total = [sheet.cell(last + 1, column).value for column in (3, 4)]
    assert total == ["=SUBTOTAL(109,T[cost])", f"=SUM(C5:C{last})"]
    assert sheet.cell(last + 1, 2).font.bold
    assert [cell.value for cell in sheet["F"][3:7]] == [f"beside {number}" for number in range(4, 8)]
    assert {cell.value for cell in sheet["F"]} == {None, *[f"beside {number}" for number in range(4, 8)]}
    end = "C5" if count == 1 else f"C5:C{last}"
    assert [str(each.sqref) for each in sheet.conditional_formatting] == [end]
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == [end]
    assert sheet.print_area == f"'{SHEET}'!$A$1:$F${last + 1}"
    names = {name: each.attr_text for name, each in after.defined_names.items()}
    assert names == {"costs": f"'{SHEET}'!$C$5:$C${last}", "first": f"'{SHEET}'!$C$5", "all": "T[#All]"}
    with zipfile.ZipFile(path) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
        ranges = [each.replace("$", "").partition("!")[2] for each in re.findall(r"<f>(.*?)</f>", chart)]
        changed = {name for name in before if archive.read(name) != before[name]}
    assert ranges == ["C4", f"B5:B{last}", f"C5:C{last}"]
    part = package.tables["t"]
    of_length = {part.table_part, "xl/workbook.xml", "xl/charts/chart1.xml"}
    assert changed == ({part.sheet_part} if count == 2 else {part.sheet_part, *of_length})


def test_an_array_formula_of_the_totals_moves_with_them():
    workbook = rich_workbook()
    workbook[SHEET]["D7"] = ArrayFormula("D7", "=SUM(IF(C5:C6>1,C5:C6))")
    package = packed(workbook)
    fill_table(package, package.tables["t"], [[f"P{n}", n, "="] for n in range(4)])
    file = io.BytesIO()
    package.write_to(file)
    total = load_workbook(file)[SHEET]["D9"].value
    assert (total.ref, total.text) == ("D9", "=SUM(IF(C5:C8>1,C5:C8))")


FORMULAS = {
    ("Mine", "A1"): (f"=SUM('{SHEET}'!$C$5:$C$6)", f"=SUM('{SHEET}'!$C$5:$C$9)"),
    ("Mine", "A2"): (
        f"=SUMIF('{SHEET}'!B5:B6,\"A\",'{SHEET}'!C5:C6)&\"C5:C6\"",
        f"=SUMIF('{SHEET}'!B5:B9,\"A\",'{SHEET}'!C5:C9)&\"C5:C6\"",
    ),
    ("Mine", "A3"): ("=SUM(C5:C6)", "=SUM(C5:C6)"),
    ("Mine", "A4"): ("=SUM(T[cost])", "=SUM(T[cost])"),
    (SHEET, "H1"): ("=SUM(C5:C6)&COUNTA(B4:B6)", "=SUM(C5:C9)&COUNTA(B4:B9)"),
    (SHEET, "H5"): ("=C5/SUM($C$5:$C$6)", "=C5/SUM($C$5:$C$9)"),
}


@pytest.mark.parametrize("rows", [5, 2])
def test_formulas_of_any_sheet_follow_a_table_that_will_be_longer(rows: int):
    workbook = rich_workbook()
    mine = workbook.create_sheet("Mine")
    for (sheet, cell), (before, _) in FORMULAS.items():
        workbook[sheet][cell] = before
    check = DataValidation(type="list", formula1=f"'{SHEET}'!$B$5:$B$6")
    check.add("D1")
    mine.add_data_validation(check)
    mine.conditional_formatting.add("E1:E9", FormulaRule(formula=[f"COUNTIF('{SHEET}'!B5:B6,E1)"]))
    package = packed(workbook)
    follow_lengths(package, {"T": rows})
    fill_table(package, package.tables["t"], [[f"P{n}", n, "="] for n in range(rows)])
    file = io.BytesIO()
    package.write_to(file)
    after = load_workbook(file)
    grows = rows > 2
    found = {(sheet, cell): after[sheet][cell].value for sheet, cell in FORMULAS}
    assert found == {place: texts[grows] for place, texts in FORMULAS.items()}
    assert after[SHEET][f"D{5 + rows}"].value == f"=SUM(C5:C{4 + rows})"
    (validation,) = after["Mine"].data_validations.dataValidation
    assert validation.formula1 == f"'{SHEET}'!$B$5:$B${4 + rows}"
    (rules,) = after["Mine"].conditional_formatting
    assert rules.rules[0].formula == [f"COUNTIF('{SHEET}'!B5:B6,E1)"]  # means other rows in each cell


def test_a_total_follows_once_when_a_table_grows_by_the_one_row_that_it_took():
    package = packed(rich_workbook())
    follow_lengths(package, {"T": 3})
    fill_table(package, package.tables["t"], [[f"P{n}", n, "="] for n in range(3)])
    file = io.BytesIO()
    package.write_to(file)
    assert load_workbook(file)[SHEET]["D8"].value == "=SUM(C5:C7)"


def test_libreoffice_draws_and_totals_the_rows_that_are_there_now(
    tmp_path: Path, libreoffice_convert: Callable[..., Path]
):
    package = packed(rich_workbook())
    fill_table(package, package.tables["t"], [[f"P{n}", n, "="] for n in range(1, 8)])
    path = tmp_path / "rich.xlsx"
    package.save(str(path))
    converted = libreoffice_convert(path)
    sheet = load_workbook(converted, data_only=True)[SHEET]
    assert [sheet["B12"].value, sheet["C12"].value] == ["Total", 28]
    with zipfile.ZipFile(converted) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode().replace("&apos;", "'")
    assert re.findall(r"<c:v>(.*?)</c:v>", chart)[:8] == ["cost", *[f"P{n}" for n in range(1, 8)]]
    assert re.findall(r"<c:f>(.*?)</c:f>", chart)[-1] == f"'{SHEET}'!$C$5:$C$11"


def test_a_sheet_whose_elements_carry_a_prefix_is_filled_alike():
    found = []
    for prefixed in (False, True):
        package = packed(rich_workbook())
        place = package.tables["t"]
        if prefixed:
            xml = re.sub(r"<(/?)(?=\w+[\s/>])", r"<\1x:", package.read(place.sheet_part).decode())
            package.write(place.sheet_part, xml.replace("xmlns=", "xmlns:x=", 1).encode())
        fill_table(package, place, [[f"P{n}", n, "="] for n in range(6)])
        file = io.BytesIO()
        package.write_to(file)
        sheet = load_workbook(io.BytesIO(file.getvalue()))[SHEET]
        found.append({cell.coordinate: (cell.value, cell.style_id) for row in sheet.iter_rows() for cell in row})
        assert [str(each.sqref) for each in sheet.conditional_formatting] == ["C5:C10"]
    assert found[0] == found[1]
    assert found[1]["C11"][0] == "=SUBTOTAL(109,T[cost])"
