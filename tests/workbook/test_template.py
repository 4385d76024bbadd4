"""The empty review workbook: its tables and headings, its guarded cells, and that filling it keeps it sound."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from payband.errors import UnknownName, WrongInput
from payband.ooxml.text_size import lines_of
from payband.review.answers import ANSWERS
from payband.review.inputs.cross_checks.references import listed_in
from payband.review.inputs.settings import SETTINGS, Settings
from payband.review.inputs.tables import INPUTS
from payband.review.parts.registry import all_inputs
from payband.review.parts.registry import parts as review_parts
from payband.review.scenarios.targets import read_value
from payband.workbook.building import styles
from payband.workbook.building.charts import CHART_COLUMNS
from payband.workbook.building.front import NOT_YET
from payband.workbook.building.new_review import new_review
from payband.workbook.building.styles import KINDS, heading_of, kind_of, set_table_rows, style_rows, write_rows
from payband.workbook.building.template import FIRST_DATA_ROW, HEADER_ROW, INPUT_ORDER, About, blank_workbook
from payband.workbook.building.validation import MESSAGE_LENGTH, TITLE_LENGTH, guard

ABOUT = About(
    title="Senior management review",
    body="A park authority",
    purpose="To show what the proposed structure costs",
    author="Head of Human Resources",
    version="1.0",
    date=date(2012, 1, 19),
    caveats=("Salaries are those of April 2011",),
    sources=("Executive Committee, paper E/218/12",),
)
SETTINGS_GIVEN = {
    "implementation date": date(2012, 4, 1),
    "price base": "2011-12",
    "protection on-costs": True,
}
TABLES: list[tuple[str, str, Any]] = [(table.name, table.sheet, table.written()) for table in INPUTS]
TABLES += [(table.name, table.sheet, table.columns) for table in ANSWERS]
TABLE_IDS = [name for name, _, _ in TABLES]
DANGEROUS = ["=1+1", "+44 20", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0", "#N/A", "\t=1", "10", "50%", "01/04/2012"]


def parts(workbook: Workbook) -> dict[str, bytes]:
    """The XML of a workbook as openpyxl writes it, without the date of saving that Workbook.save sets."""
    packed = io.BytesIO()
    ExcelWriter(workbook, zipfile.ZipFile(packed, "w")).save()
    with zipfile.ZipFile(packed) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def reopened(workbook: Workbook) -> Workbook:
    packed = io.BytesIO()
    workbook.save(packed)
    return load_workbook(packed)


def cells(sheet: Worksheet) -> Iterator[Any]:
    for row in sheet.iter_rows():
        yield from row


@pytest.fixture(scope="module")
def blank() -> Workbook:
    return reopened(blank_workbook(ABOUT, SETTINGS_GIVEN))


@pytest.fixture
def fresh() -> Workbook:
    return blank_workbook(ABOUT, SETTINGS_GIVEN)


def test_building_twice_gives_the_same_parts():
    assert parts(blank_workbook(ABOUT, SETTINGS_GIVEN)) == parts(blank_workbook(ABOUT, SETTINGS_GIVEN))


def test_the_sheets_stand_in_the_order_of_the_design(blank):
    inputs = ["Settings", "Spines", "Grades", "On-costs", "Structure", "People", "Package", "Approval rules"]
    inputs += ["Pay awards", "Assumptions"]
    answers = ["Pay ranges", "Slotting list", "Protection", "Protection by month", "Structure cost", "Approvals"]
    assert blank.sheetnames == ["About", "Summary", "Charts", *inputs, *answers, "Checks", "Run log", "Chart data"]
    assert {table.sheet for table in INPUT_ORDER} == {table.sheet for table in INPUTS}


@pytest.mark.parametrize(("name", "sheet", "columns"), TABLES, ids=TABLE_IDS)
def test_each_table_has_its_columns_as_headings(blank, name, sheet, columns):
    worksheet = blank[sheet]
    table = worksheet.tables[name]
    headings = [heading_of(column) for column in columns]
    first_column, header_row, last_column, last_row = range_boundaries(table.ref)
    first = CHART_COLUMNS.get(name, 1)
    assert (first_column, header_row, last_column) == (first, HEADER_ROW, first + len(columns) - 1)
    rooms = {table.name: table.room for table in INPUTS} | {"Settings": len(SETTINGS)}
    assert last_row == HEADER_ROW + rooms.get(name, 1)
    assert [cell.value for cell in worksheet[HEADER_ROW][first - 1 : last_column]] == headings
    assert [column.name for column in table.tableColumns] == headings
    assert len({heading.casefold() for heading in headings}) == len(headings)
    assert table.autoFilter.ref == table.ref
    units = worksheet[HEADER_ROW - 1][first - 1 : last_column]
    assert all(str(cell.value).startswith(column.unit) for cell, column in zip(units, columns, strict=True))
    assert worksheet["A2"].value.startswith("Input" if name in {table.name for table in INPUTS} else "Calculated")


@pytest.mark.parametrize(("name", "sheet", "columns"), TABLES, ids=TABLE_IDS)
def test_each_sheet_prints_on_a4_with_its_headings_repeated(blank, name, sheet, columns):
    worksheet = blank[sheet]
    alone = name not in CHART_COLUMNS
    assert worksheet.print_title_rows == f"$1:${HEADER_ROW}"
    assert worksheet.page_setup.orientation == "landscape"
    assert int(worksheet.page_setup.paperSize) == 9
    assert bool(worksheet.sheet_properties.pageSetUpPr.fitToPage) == alone
    if alone:
        assert (worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight) == (1, 0)
    else:  # tables side by side, with a page break between whole tables
        assert {each.id + 1 for each in worksheet.col_breaks.brk} < set(CHART_COLUMNS.values())
    assert worksheet.freeze_panes == f"{'B' if alone else 'A'}{FIRST_DATA_ROW}"
    assert (worksheet.oddFooter.left.text, worksheet.oddFooter.right.text) == ("&F", "&D")
    assert "&P of &N" in worksheet.oddFooter.center.text


def test_table_names_are_unique_and_plain(blank):
    names = [name for sheet in blank for name in sheet.tables]
    assert sorted(names) == sorted(TABLE_IDS)
    assert len({table.id for sheet in blank for table in sheet.tables.values()}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z]+", name) for name in names)


def test_nothing_is_merged_hidden_a_formula_or_a_macro(blank):
    for sheet in blank:
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        assert not any(column.hidden for column in sheet.column_dimensions.values())
        assert not [cell.coordinate for cell in cells(sheet) if cell.data_type == "f"]
    names = parts(blank_workbook(ABOUT))
    assert not [name for name in names if "vba" in name.casefold() or "calcChain" in name]


def validations(sheet: Worksheet) -> list[DataValidation]:
    return list(sheet.data_validations.dataValidation)


@pytest.mark.parametrize("table", INPUTS, ids=lambda table: table.name)
def test_each_input_column_is_guarded(blank, table):
    sheet = blank[table.sheet]
    by_cell = {str(each.sqref).split(":")[0]: each for each in validations(sheet)}
    if table.name == "Settings":
        wanted = {f"B{row}": setting for row, setting in enumerate(SETTINGS, start=FIRST_DATA_ROW)}
    else:
        wanted = {
            f"{get_column_letter(n)}{FIRST_DATA_ROW}": column for n, column in enumerate(table.written(), start=1)
        }
    assert set(by_cell) <= set(wanted)
    for cell, column in wanted.items():
        if cell not in by_cell:
            assert (kind_of(column), column.help) in [("text", ""), ("point", "")], column.name
            continue
        found = by_cell[cell]
        expected = (
            "list" if column.choices else {"day": "date", "money": "decimal", "rate": "decimal"}.get(kind_of(column))
        )
        assert expected is None or found.type == expected, column.name
        assert found.prompt
        assert found.showInputMessage
        for text, most in ((found.promptTitle, TITLE_LENGTH), (found.errorTitle, TITLE_LENGTH)):
            assert len(text or "") <= most
        for text in (found.prompt, found.error, found.formula1, found.formula2):
            assert len(text or "") <= MESSAGE_LENGTH
        assert not re.search(r"INDIRECT|OFFSET|TODAY|NOW\(|RAND", found.formula1 or "")
        if column.choices:
            assert found.formula1 == f'"{",".join(column.choices)}"'
            assert found.errorStyle in (None, "stop")


@pytest.mark.parametrize("table", INPUTS, ids=lambda table: table.name)
def test_a_note_on_each_input_heading_says_what_belongs_there(blank, table):
    for column, cell in zip(table.written(), blank[table.sheet][HEADER_ROW], strict=False):
        assert cell.comment is not None
        assert cell.comment.text.startswith(column.help.rstrip("., "))
        assert ("Required" in cell.comment.text) == column.required


def test_drop_downs_of_names_warn_and_look_at_the_right_column(blank):
    profile = next(each for each in validations(blank["Structure"]) if each.promptTitle == "on-cost profile")
    assert profile.formula1 == "'On-costs'!$A$5:INDEX('On-costs'!$A$5:$A$2000,MAX(1,COUNTA('On-costs'!$A$5:$A$2000)))"
    assert profile.errorStyle == "warning"  # the library may know the name


EVERY_COLUMN = [(table, column) for table in all_inputs() for column in table.columns]
FIELDS = [(table.rows, column) for table, column in EVERY_COLUMN] + [(Settings, setting) for setting in SETTINGS]


def test_every_column_that_names_the_rows_of_a_table_offers_them():
    offered = {}
    for table, column in EVERY_COLUMN:
        if listed_in(column.names):
            found = guard(table.name, column, "A5", 5)
            assert found is not None
            assert found.type == "list", (table.name, column.name)
            [offered[table.name, column.name]] = re.findall(r"^'?(.+?)'?!\$(\w)\$5:INDEX", str(found.formula1))
    assert offered["People", "proposed line"] == ("Structure", "A")
    assert offered["Placements", "person"] == ("People", "A")
    assert offered["TierRules", "lower grade"] == ("Grades", "A")
    assert offered["JobScores", "job"] == ("Job forms", "A")
    assert offered["StatutoryDuties", "post proposed"] == ("Structure", "A")


@pytest.mark.parametrize(("model", "column"), FIELDS, ids=lambda each: getattr(each, "name", each))
def test_a_column_of_a_few_words_offers_them_and_no_other_does(model, column):
    try:
        read_value(model, column, "zz")
        said = ""
    except WrongInput as error:
        said = str(error)
    assert ("is not one of the choices" in said or "yes or no" in said) == bool(column.choices), said
    for choice in column.choices:
        read_value(model, column, choice)


def test_what_costs_money_is_left_to_be_filled_in_a_new_review(tmp_path):
    new_review(tmp_path / "new.xlsx")
    sheet = load_workbook(tmp_path / "new.xlsx")["Settings"]
    shown = {row[0].value: row[1] for row in sheet.iter_rows(min_row=FIRST_DATA_ROW)}
    for name in ("costed at", "tie goes to", "protection months", "protection form"):
        assert shown[name].value is None, name
    guarded = {str(each.sqref): each.formula1 for each in validations(sheet)}
    for name in ("costed at", "tie goes to", "protection form"):
        setting = next(each for each in SETTINGS if each.name == name)
        assert guarded[shown[name].coordinate] == f'"{",".join(setting.choices)}"'


def test_the_settings_show_their_values_defaults_and_units(blank):
    rows = {
        row[0].value: [cell.value for cell in row[1:4]] for row in blank["Settings"].iter_rows(min_row=FIRST_DATA_ROW)
    }
    assert list(rows) == [setting.name for setting in SETTINGS]
    assert rows["implementation date"][:2] == [datetime(2012, 4, 1), "date"]
    assert rows["price base"][0] == "2011-12"
    assert rows["protection on-costs"][0] == "yes"
    assert rows["slotting rule"][0] == "nearest"
    assert rows["tie goes to"][0] is None
    assert blank["Settings"]["B8"].number_format == "@"  # typed into a General cell, 2011-12 would become a date


def test_a_setting_that_is_none_is_refused():
    with pytest.raises(UnknownName, match="slotting rule"):
        blank_workbook(ABOUT, {"sloting rule": "nearest"})


def test_about_names_every_sheet_and_links_to_it(blank):
    sheet = blank["About"]
    links = {cell.value: cell.hyperlink.location for cell in cells(sheet) if cell.hyperlink}
    assert links == {name: f"'{name}'!A1" for name in blank.sheetnames[1:]}
    shown = {cell.value for cell in cells(sheet)}
    assert {
        ABOUT.title,
        ABOUT.body,
        ABOUT.purpose,
        ABOUT.author,
        ABOUT.version,
        *ABOUT.caveats,
        *ABOUT.sources,
    } <= shown


def test_the_documents_properties_are_those_of_the_review(fresh):
    properties = fresh.properties
    assert (properties.title, properties.subject, properties.creator) == (ABOUT.title, ABOUT.purpose, ABOUT.author)
    assert (properties.created, properties.modified) == (datetime(2012, 1, 19), datetime(2012, 1, 19))
    assert properties.language == "en-GB"


# --- filling -------------------------------------------------------------------------------------------------------


def test_the_summary_says_that_nothing_is_calculated_yet(fresh):
    assert NOT_YET in [cell.value for cell in cells(fresh["Summary"])]


def fill(sheet: Worksheet, name: str, columns: Any, rows: list[list[Any]], *, is_input: bool) -> None:
    count = write_rows(sheet, name, rows)
    set_table_rows(sheet, name, count)
    style_rows(sheet, columns, FIRST_DATA_ROW, FIRST_DATA_ROW + max(count, 1) - 1, is_input)


def test_rows_are_written_as_what_they_are(fresh):
    table = next(table for table in INPUTS if table.name == "Structure")
    rows = [["Chief Executive", "now", "SM1", 1, Fraction(3, 5), None, 0, date(2014, 3, 31), Decimal("98500.50"), ""]]
    fill(fresh["Structure"], "Structure", table.written(), rows, is_input=True)
    sheet = reopened(fresh)["Structure"]
    row = [cell.value for cell in sheet[FIRST_DATA_ROW]]
    assert row[:9] == ["Chief Executive", "now", "SM1", 1, 0.6, None, 0, datetime(2014, 3, 31), 98500.5]
    for cell, column in zip(sheet[FIRST_DATA_ROW], table.written(), strict=True):
        assert cell.number_format == KINDS[kind_of(column)].number_format


def test_dangerous_text_stays_text(fresh):
    table = next(table for table in ANSWERS if table.name == "SlottingList")
    rows = [[text, *[None] * 3, text, *[None] * (len(table.columns) - 5)] for text in DANGEROUS]
    fill(fresh["Slotting list"], "SlottingList", table.columns, rows, is_input=False)
    sheet = reopened(fresh)["Slotting list"]
    for number, text in enumerate(DANGEROUS, start=FIRST_DATA_ROW):
        for letter in "AE":
            cell = sheet[f"{letter}{number}"]
            assert (cell.value, cell.data_type) == (text, "s")
            assert cell.quotePrefix == text.startswith(styles.FORMULA_SIGNS)


def test_a_table_grows_and_shrinks_with_its_rows(fresh):
    table = next(table for table in ANSWERS if table.name == "Checks")
    workbook = reopened(fresh)
    sheet = workbook["Checks"]
    for count in (40, 3, 0, 7):
        rows = [[f"check {n}", "1", "2", n % 2 == 0, "why " * 60] for n in range(count)]
        fill(sheet, "Checks", table.columns, rows, is_input=False)
        found = sheet.tables["Checks"]
        assert found.ref == f"A{HEADER_ROW}:E{HEADER_ROW + max(count, 1)}"
        assert found.autoFilter.ref == found.ref
        filled = [row[0].value for row in sheet.iter_rows(min_row=FIRST_DATA_ROW) if row[0].value]
        assert filled == [f"check {n}" for n in range(count)]
        tall = [row for row, size in sheet.row_dimensions.items() if row >= FIRST_DATA_ROW and size.height]
        assert len(tall) == count
    assert reopened(workbook)["Checks"].tables["Checks"].ref == f"A{HEADER_ROW}:E{HEADER_ROW + 7}"


def test_marks_are_words_as_well_as_colours(blank):
    for sheet, letter, word in (
        ("Checks", "D", "no"),
        ("Approvals", "E", "yes"),
        ("Structure cost", "N", "yes"),
    ):
        rules = [(str(marked.sqref), rule) for marked in blank[sheet].conditional_formatting for rule in marked.rules]
        assert [(ref.split(":")[0], rule.formula) for ref, rule in rules] == [(f"{letter}5", [f'${letter}5="{word}"'])]
        assert re.fullmatch(r'"\S "@', rules[0][1].dxf.numFmt.formatCode)  # a sign before the word
    marked = {(sheet, rule.formula[0]) for sheet in ("Pay ranges", "Slotting list", "Summary")
              for each in blank[sheet].conditional_formatting for rule in each.rules}  # fmt: skip
    assert marked == {
        ("Pay ranges", '$H5="yes"'),
        ("Pay ranges", '$I5="yes"'),
        ("Slotting list", '$I5="unknown"'),
        ("Slotting list", '$K5="yes"'),
        ("Summary", '$A2="Failed"'),
        ("Summary", '$A2="Cannot be told"'),
        ("Summary", '$A2="ESTIMATED"'),
    }


@pytest.fixture(scope="module")
def with_parts() -> Workbook:
    return blank_workbook(ABOUT, parts=review_parts())


@pytest.mark.parametrize(
    ("table", "heading", "tests"),
    [
        ("FigureChecks", "outcome", ['{}="does not agree"']),
        ("CountChecks", "outcome", ['{}="does not agree"']),
        ("JobForm", "answer", ['{}="missing"']),
        ("Timetable", "warning", ['{}<>""']),
        ("ApprovalsByPost", "standing", ['{}="in post or paid without approval"', '{}="approved in retrospect"']),
        ("ReportingPay", "look into", ['{}="yes"']),
        ("PayGaps", "look into", ['AND({0}<>"",{0}<>"no")']),
        ("OneOffCostList", "over budget", ['{}="yes"']),
        ("TermChecklist", "outcome", ['{}="not in order"', '{}="not answered"']),
    ],
)
def test_what_is_marked_in_the_answers_of_parts(with_parts, table, heading, tests):
    sheet = next(each for each in with_parts.worksheets if table in each.tables)
    [letter] = [cell.column_letter for cell in sheet[HEADER_ROW] if cell.value == heading]
    rules = [
        rule
        for marked in sheet.conditional_formatting
        for rule in marked.rules
        if str(marked.sqref).startswith(f"{letter}{FIRST_DATA_ROW}:")
    ]
    assert [rule.formula for rule in rules] == [[each.format(f"${letter}{FIRST_DATA_ROW}")] for each in tests]
    for rule in rules:  # the words, and bold letters or a sign, say what the colour says
        assert rule.dxf.font.b


def luminance(colour: str) -> float:
    shares = [int(colour[-6:][at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        (styles.INK, styles.INPUT_FILL),
        (styles.INK, styles.ANSWER_FILL),
        (styles.GREY, styles.WHITE),
        (styles.WHITE, styles.NAVY),
        (styles.RED, styles.RED_FILL),
        (styles.AMBER, styles.AMBER_FILL),
    ],
)
def test_every_ink_can_be_read_on_its_paper(ink, paper):
    dark, light = sorted((luminance(ink), luminance(paper)))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_text_is_given_the_lines_it_needs():
    assert lines_of("Head of Finance", 26) == 1
    assert lines_of("Head of Legal and Democratic Services and Monitoring Officer", 26) == 3
    assert lines_of("one\ntwo", 26) == 2


def test_libreoffice_opens_it_without_an_error(fresh, tmp_path: Path, libreoffice_convert: Callable[..., Path]):
    table = next(table for table in ANSWERS if table.name == "StructureCost")
    row = ["=1+1", 1, 2, Decimal("98500.5"), Decimal("-9090"), *[Decimal("0.5")] * 8, True, "why"]
    fill(fresh["Structure cost"], "StructureCost", table.columns, [row], is_input=False)
    path = tmp_path / "review.xlsx"
    fresh.save(path)
    converted = load_workbook(libreoffice_convert(path, "xlsx"))
    assert converted.sheetnames == fresh.sheetnames
    errors = [cell.value for sheet in converted for cell in cells(sheet) if str(cell.value).startswith(("#", "Err:"))]
    assert not errors
    assert converted["Structure cost"]["A5"].data_type == "s"
    kept = [each.formula1 for each in validations(converted["Structure"]) if each.type == "list"]
    assert '"now,proposed"' in kept
    assert len([formula for formula in kept if formula and "INDEX" in formula]) == 2

    fresh.move_sheet("Structure cost", -fresh.index(fresh["Structure cost"]))  # a CSV file shows the first sheet
    fresh.save(path)
    shown = list(csv.reader(libreoffice_convert(path, "csv").read_text(encoding="utf-8").splitlines()))
    assert [text.strip() for text in shown[FIRST_DATA_ROW - 1][:5]] == ["=1+1", "1", "2", "£98,501", "(£9,090)"]
