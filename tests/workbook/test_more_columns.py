"""Columns put into a table and into a sheet: what names a cell names the same cell where it stands then."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from payband.errors import InputProblems, PaybandError
from payband.ooxml.cells import CellRange
from payband.ooxml.insert_columns import insert_columns
from payband.ooxml.package import Package
from payband.ooxml.table_xml import columns_under
from payband.workbook.filling.more_columns import NewColumn, add_columns
from payband.workbook.reading.values import SheetValues
from tests.support.older_workbooks import FORMAT_1, faults
from tests.support.rich_workbook import changes
from tests.support.workbooks import rows_of, table_of
from tests.workbook.test_lossless import corpus

__all__ = ["corpus"]  # a fixture, used by its name

SHEET = "A sheet's own"


def packed(workbook: Workbook) -> Package:
    file = io.BytesIO()
    workbook.save(file)
    return Package(file.getvalue(), "test.xlsx")


def saved(package: Package, folder: Path) -> Path:
    path = folder / "changed.xlsx"
    package.save(str(path))
    return path


def with_much_to_the_right() -> tuple[Workbook, Worksheet]:
    """A table in A3:B6, and to its right, from C on, all kinds of things that stand there or name what does."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = SHEET
    sheet["A3"], sheet["B3"] = "name", "pay"
    for row in range(4, 7):
        sheet.cell(row, 1).value, sheet.cell(row, 2).value = f"n{row}", row * 10
        sheet.cell(row, 3).value = f"=B{row}*2"
        sheet.cell(row, 4).value = f"=SUM($B{row}:C{row})+C$4"
    sheet.add_table(Table(displayName="T", ref="A3:B6"))
    sheet["F3"], sheet["G3"] = "who", "what"
    for row in range(4, 6):
        sheet.cell(row, 6).value, sheet.cell(row, 7).value = f"w{row}", row
    sheet.add_table(Table(displayName="Right", ref="F3:G5"))
    sheet["H4"] = "=SUM(Right[what])"
    sheet["I1"] = "a wide title"
    sheet.merge_cells("I1:K1")
    sheet.merge_cells("A11:D11")
    sheet["C8"].comment = Comment("mine", "somebody")
    sheet["C9"] = "a link"
    sheet["C9"].hyperlink = "https://example.org/"
    sheet["C10"] = ArrayFormula("C10:D10", "=C4:D4*2")
    sheet.column_dimensions["C"].width, sheet.column_dimensions["D"].width = 21.5, 22.5
    sheet.conditional_formatting.add("C4:D6", FormulaRule(formula=["$C4>90"], fill=PatternFill("solid", "FFFF0000")))
    choice = DataValidation(type="list", formula1="$F$4:$F$5")
    choice.add("D8:D9")
    sheet.add_data_validation(choice)
    sheet.print_area = "A1:K12"
    sheet.print_title_cols = "A:C"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=4, max_row=6))
    sheet.add_chart(chart, "E14")
    workbook.defined_names["mine"] = DefinedName("mine", attr_text="'A sheet''s own'!$C$4:$D$6")
    other = workbook.create_sheet("Other")
    other["A1"] = "=SUM('A sheet''s own'!C4:D6)+SUM(C4:D6)"
    other["A2"] = "=SUM('A sheet''s own'!D:D)"
    other["A3"] = '=SUM(mine)&" C4 "&T[[#Totals],[pay]]'
    other["C4"] = 5
    return workbook, sheet


def test_all_that_names_a_cell_follows(tmp_path: Path, libreoffice_convert: Callable[..., Path]) -> None:
    workbook, _ = with_much_to_the_right()
    workbook["Other"]["A3"] = '=SUM(mine)&" C4 "'
    before = load_workbook(libreoffice_convert(saved(packed(workbook), tmp_path)), data_only=True)
    package = packed(workbook)
    insert_columns(package, SHEET, 3, 2)
    path = saved(package, tmp_path)
    assert not [each for each in faults(path) if "dimension" not in each]  # openpyxl counts merged cells it left out
    after = load_workbook(path)
    sheet = after[SHEET]
    assert [sheet[cell].value for cell in ("E4", "F5", "J4")] == ["=B4*2", "=SUM($B5:E5)+E$4", "=SUM(Right[what])"]
    assert sheet["E10"].value.ref == "E10:F10"
    assert sheet["E10"].value.text == "=E4:F4*2"
    assert dict(sheet.tables.items()) == {"T": "A3:B6", "Right": "H3:I5"}
    assert sorted(str(each) for each in sheet.merged_cells.ranges) == ["A11:F11", "K1:M1"]
    assert sheet["E8"].comment is not None
    assert sheet["E9"].hyperlink is not None
    assert sheet["E9"].hyperlink.ref == "E9"
    assert (sheet.column_dimensions["E"].width, sheet.column_dimensions["F"].width) == (21.5, 22.5)
    [format_] = sheet.conditional_formatting
    assert (str(format_.sqref), format_.rules[0].formula) == ("E4:F6", ["$E4>90"])
    [choice] = sheet.data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == ("F8:F9", "$H$4:$H$5")
    assert sheet.print_area == "'A sheet''s own'!$A$1:$M$12"
    assert sheet.print_title_cols == "$A:$E"
    assert after.defined_names["mine"].attr_text == "'A sheet''s own'!$E$4:$F$6"
    chart = package.read(next(name for name in package.names if "charts/chart" in name)).decode()
    assert re.findall(r"<(?:c:)?f>([^<]*)<", chart) == ["'A sheet''s own'!$E$4:$E$6"]
    anchors = package.read(next(name for name in package.names if "drawings/drawing" in name)).decode()
    assert "<xdr:col>6</xdr:col>" in anchors.replace("<col>", "<xdr:col>").replace("</col>", "</xdr:col>")
    assert [after["Other"][cell].value for cell in ("A1", "A2")] == [
        "=SUM('A sheet''s own'!E4:F6)+SUM(C4:D6)",
        "=SUM('A sheet''s own'!F:F)",
    ]
    computed = load_workbook(libreoffice_convert(path), data_only=True)
    for number, row in enumerate(before[SHEET].iter_rows(values_only=True), start=1):
        for column, value in enumerate(row, start=1):
            there = computed[SHEET].cell(number, column + (2 if column > 2 else 0))
            assert there.value == value, (number, column)
    assert [[cell.value for cell in row] for row in computed["Other"]] == [
        [cell.value for cell in row] for row in before["Other"]
    ]


def test_a_formula_that_cells_of_several_columns_share_is_given_to_each() -> None:
    workbook, sheet = with_much_to_the_right()
    sheet["C10"] = sheet["D10"] = None
    package = packed(workbook)
    part = package.sheets[SHEET]
    shared = (
        b'<row r="20"><c r="B20"><f t="shared" ref="B20:D21" si="7">A4+$B$5</f><v>1</v></c>'
        b'<c r="C20"><f t="shared" si="7"/><v>1</v></c><c r="D20"><f t="shared" si="7"/></c></row>'
        b'<row r="21"><c r="D21"><f t="shared" si="7"/></c></row></sheetData>'
    )
    package.write(part, package.read(part).replace(b"</sheetData>", shared))
    insert_columns(package, SHEET, 3, 1)
    file = io.BytesIO()
    package.write_to(file)
    after = load_workbook(io.BytesIO(file.getvalue()))[SHEET]
    formulas = {cell: after[cell].value for cell in ("B20", "D20", "E20", "E21")}
    assert formulas == {"B20": "=A4+$B$5", "D20": "=B4+$B$5", "E20": "=D4+$B$5", "E21": "=D5+$B$5"}


def an_array(sheet: Worksheet) -> None:
    sheet["B9"] = ArrayFormula("B9:C9", "=B4:C4")


def another_table(sheet: Worksheet) -> None:
    sheet["B12"], sheet["C12"], sheet["C13"] = "a", "b", 1
    sheet.add_table(Table(displayName="Below", ref="B12:C13"))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (an_array, "the array formula of B9:C9 lies across column C: move it"),
        (another_table, "the table Below lies across column C: move it"),
    ],
)
def test_what_cannot_be_parted_is_said(make: Callable[[Worksheet], None], said: str) -> None:
    workbook, sheet = with_much_to_the_right()
    make(sheet)
    package = packed(workbook)
    before = package.read(package.sheets[SHEET])
    with pytest.raises(InputProblems, match=re.escape(said)):
        add_columns(package, package.tables["t"], [NewColumn("new", "£")])
    assert package.read(package.sheets[SHEET]) == before


def test_a_table_below_is_no_more_in_the_way_than_it_was() -> None:
    workbook, sheet = with_much_to_the_right()
    another_table(sheet)
    for cell in ("C4", "C5", "C6", "C9"):
        sheet[cell].value = None
    sheet["C10"] = None
    package = packed(workbook)
    add_columns(package, package.tables["t"], [NewColumn("new", "£")])
    assert {name: place.ref for name, place in package.tables.items()} == {
        "t": "A3:C6",
        "right": "F3:G5",
        "below": "B12:C13",
    }


def test_a_table_of_the_charts_makes_room_for_itself(tmp_path: Path, libreoffice_convert: Callable[..., Path]) -> None:
    """The tables of the charts stand side by side: what is to the right moves, and its charts with it."""
    package = Package(str(FORMAT_1 / "leicester-2011.xlsx"))
    column = NewColumn("middle", "£ a year", "bottom", width=14)
    add_columns(package, package.tables["chartranges"], [column])
    path = saved(package, tmp_path)
    assert faults(path) == []
    old, new = load_workbook(FORMAT_1 / "leicester-2011.xlsx"), load_workbook(path)
    for name in ("ChartPeople", "ChartProtection", "ChartStructure", "ChartSavings"):
        assert rows_of(new, name) == rows_of(old, name)
        _, was = table_of(old, name)
        _, place = table_of(new, name)
        assert CellRange.parse(place.ref).first_column == CellRange.parse(was.ref).first_column + 1
    assert [{**row, "middle": None} for row in rows_of(old, "ChartRanges")] == rows_of(new, "ChartRanges")
    for part in changes(FORMAT_1 / "leicester-2011.xlsx", path):
        assert re.match(r"xl/(charts/chart|worksheets/sheet|tables/table|workbook\.xml)|\[Content|xl/_rels", part), part
    shown = load_workbook(libreoffice_convert(path), data_only=True)
    assert rows_of(shown, "ChartSavings") == rows_of(load_workbook(path, data_only=True), "ChartSavings")
    compared: list[str] = []
    old_package = Package(str(FORMAT_1 / "leicester-2011.xlsx"))
    for part in (name for name in package.names if re.search(r"charts/chart\d+\.xml$", name)):
        for one, other in zip(_ranges(old_package, part), _ranges(package, part), strict=True):
            assert _values(old, one) == _values(new, other), (part, one, other)
            compared.append(other)
    assert len(compared) >= 10


def _ranges(package: Package, part: str) -> list[str]:
    return re.findall(r"<(?:c:)?f>'?Chart data'?!([^<]*)<", package.read(part).decode())


def _values(workbook: Workbook, ref: str) -> list[object]:
    cells = workbook["Chart data"][ref.replace("$", "")]
    return [cell.value for row in cells for cell in row] if isinstance(cells, tuple) else [cells.value]


@pytest.mark.parametrize("room", [True, False])
def test_new_columns_look_like_those_of_their_kind(room: bool) -> None:
    workbook, sheet = with_much_to_the_right()
    sheet["C10"] = None
    for cell in ("C4", "C5", "C6", "C9") if room else ():
        sheet[cell].value = None
    sheet["B2"] = "£"
    sheet["B2"].font, sheet["B3"].font = Font(size=8), Font(bold=True)
    for row in range(4, 7):
        sheet.cell(row, 2).number_format = "0.00"
    package = packed(workbook)
    add_columns(package, package.tables["t"], [NewColumn("bonus", "£ a year", "pay", width=17, value=3)])
    file = io.BytesIO()
    package.write_to(file)
    after = load_workbook(io.BytesIO(file.getvalue()))[SHEET]
    assert [after.cell(row, 3).value for row in range(2, 8)] == ["£ a year", "bonus", 3, 3, 3, None]
    assert after["C2"].font.size == 8
    assert after["C3"].font.bold
    assert all(after.cell(row, 3).number_format == "0.00" for row in range(4, 7))
    assert after.tables["T"].ref == "A3:C6"
    assert after.tables["T"].column_names == ["name", "pay", "bonus"]
    assert after.column_dimensions["C"].width == (21.5 if room else 17)  # as its owner had it, or a column of its own
    assert after.tables["Right"].ref == ("F3:G5" if room else "G3:H5")
    assert after["C9" if room else "D9"].value == (None if room else "a link")
    assert columns_under(package.tables["t"], ["bonus", "name"]) == [3, 1]


def test_every_value_of_real_workbooks_stands_where_it_should(corpus: Path, tmp_path: Path) -> None:
    """Two columns are put into the middle of the first sheet of each: every value is there, on the other sheets too."""
    compared = 0
    for path in sorted(corpus.glob("*.xlsx")):
        target = tmp_path / path.name
        try:
            before = Package(str(path))
            values = SheetValues(before, before.sheets)
            sheet, *others = before.sheets
            held = values[sheet].rows
            first = max((max(map(len, held), default=0) + 1) // 2, 2)
            package = before.copy()
            insert_columns(package, sheet, first, 2)
            package.save(str(target))
        except PaybandError:
            assert not target.exists()  # it cannot be read at all, or a table lies across the place
            continue
        after = Package(str(target))
        found = SheetValues(after, after.sheets)
        for row, (old, new) in enumerate(zip(held, found[sheet].rows, strict=True), start=1):
            assert _filled([*old[: first - 1], None, None, *old[first - 1 :]]) == _filled(new), (path.name, row)
        for other in others:
            assert found[other].rows == values[other].rows, (path.name, other)
        compared += 1
    assert compared > 100


def _filled(row: Sequence[object]) -> dict[int, object]:
    return {at: value for at, value in enumerate(row) if value not in (None, "")}
