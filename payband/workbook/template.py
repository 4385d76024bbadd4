"""The empty review workbook: every sheet of the design with its tables, look, guards and print set-up."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any, Literal

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from payband.errors import UnknownName, nearest_name
from payband.review.answers import ANSWERS, AnswerColumn
from payband.review.tables import INPUTS, SETTINGS, Column, InputTable
from payband.review.tables import Settings as SettingsRows
from payband.workbook.front import About, Entry, fill_about, fill_blank_summary
from payband.workbook.styles import (
    ANSWER_TAB,
    FRONT_TAB,
    INPUT_TAB,
    KINDS,
    add_styles,
    heading_of,
    kind_of,
    mark_values,
    put,
    set_default_font,
    set_height,
    set_table_rows,
    style_name,
    style_rows,
    widths_of,
    write_rows,
)
from payband.workbook.text_size import LINE_HEIGHT, lines_of
from payband.workbook.validation import validate_column, validate_settings

__all__ = ["FIRST_DATA_ROW", "HEADER_ROW", "INPUT_ORDER", "SUMMARY", "About", "blank_workbook", "set_page"]

ABOUT, SUMMARY = "About", "Summary"
HEADER_ROW, FIRST_DATA_ROW = 4, 5
SMALL_PRINT, BOLD, FILTER_BUTTON = 8, 10.8, 1.5  # letter sizes; the button that a heading shares its cell with
INPUT_MARK = "Input: fill in the table."
ANSWER_MARK = "Calculated by payband: do not type here."

INPUT_ORDER = sorted(INPUTS, key=lambda table: table.name == "Assumptions")
"""The input tables in the order of their sheets: the assumptions close them."""


def blank_workbook(about: About, settings: Mapping[str, Any] = {}) -> Workbook:
    """A review workbook without data, but for the settings given by their names."""
    workbook = Workbook()
    set_default_font(workbook)
    add_styles(workbook)
    _describe(workbook, about)
    front = workbook.worksheets[0]
    front.title = ABOUT
    summary = workbook.create_sheet(SUMMARY)
    contents = [Entry(SUMMARY, "Calculated", "the headline figures of the review on one page")]
    for table in INPUT_ORDER:
        sheet = workbook.create_sheet(table.sheet)
        what = _sentence(table.rows.__doc__ or "")
        contents.append(Entry(table.sheet, "Input", _lower_first(what)))
        _lay_out(sheet, table.name, table.columns, f"{INPUT_MARK} {_row_is(what)}", INPUT_TAB)
        _guard_inputs(sheet, table)
    _fill_settings(workbook["Settings"], settings)
    for answer in ANSWERS:
        sheet = workbook.create_sheet(answer.sheet)
        contents.append(Entry(answer.sheet, "Calculated", _lower_first(answer.what)))
        _lay_out(sheet, answer.name, answer.columns, f"{ANSWER_MARK} {_row_is(answer.what)}", ANSWER_TAB)
        mark_values(sheet, answer.name, answer.columns, FIRST_DATA_ROW)
    _keep_styles(summary)
    fill_about(front, about, contents)
    fill_blank_summary(summary)
    for sheet in (front, summary):
        set_page(sheet, FRONT_TAB if sheet is front else ANSWER_TAB, "portrait")
        sheet.page_setup.fitToHeight = 1
    return workbook


def _keep_styles(sheet: Worksheet) -> None:
    """Has the file carry the styles of a filled summary, which no cell of an empty one uses."""
    cell = sheet["A1"]
    for kind in KINDS:
        cell.style = f"payband summary {kind}"
        assert cell.style_id  # asking for its number is what enters a style into the file


def _describe(workbook: Workbook, about: About) -> None:
    """The document's properties: fixed by what it is about, so that building twice gives the same file."""
    properties = workbook.properties
    properties.title = about.title
    properties.subject = about.purpose
    properties.creator = properties.lastModifiedBy = about.author
    properties.language = "en-GB"
    properties.version = about.version
    properties.created = properties.modified = datetime.combine(about.date, time())


def _sentence(text: str) -> str:
    return text.strip().split("\n")[0].rstrip(".")


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _row_is(what: str) -> str:
    if what.startswith(("A ", "An ", "One ")):
        return f"A row is {_lower_first(what)}."
    return f"{what}."


def _lay_out(sheet: Worksheet, name: str, columns: Sequence[Column | AnswerColumn], says: str, tab: str) -> None:
    """Title, what a row is, units, headings, an empty row, the table over them, panes and print set-up."""
    is_input = tab == INPUT_TAB
    _text(sheet, 1, 1, sheet.title, "payband title")
    sheet.row_dimensions[1].height = 26
    sheet.row_dimensions[2].height = 17
    _text(sheet, 2, 1, says, "payband row")
    unit_lines = heading_lines = 1
    for number, (column, width) in enumerate(zip(columns, widths_of(columns), strict=True), start=1):
        required = isinstance(column, Column) and column.required
        unit, heading = f"{column.unit}; required" if required else column.unit, heading_of(column)
        _text(sheet, HEADER_ROW - 1, number, unit, "payband unit")
        _text(sheet, HEADER_ROW, number, heading, "payband heading")
        sheet.column_dimensions[get_column_letter(number)].width = width
        unit_lines = max(unit_lines, lines_of(unit, width, SMALL_PRINT))
        heading_lines = max(heading_lines, lines_of(heading, width - FILTER_BUTTON, BOLD))
    sheet.row_dimensions[HEADER_ROW - 1].height = 4 + 10.5 * unit_lines
    sheet.row_dimensions[HEADER_ROW].height = 8 + LINE_HEIGHT * heading_lines
    last = get_column_letter(len(columns))
    table = Table(displayName=name, name=name, ref=f"A{HEADER_ROW}:{last}{FIRST_DATA_ROW}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)
    style_rows(sheet, columns, FIRST_DATA_ROW, FIRST_DATA_ROW, is_input)
    sheet.freeze_panes = f"B{FIRST_DATA_ROW}"
    sheet.print_title_rows = f"1:{HEADER_ROW}"
    set_page(sheet, tab, "landscape")


def _text(sheet: Worksheet, row: int, column: int, text: str, style: str) -> None:
    cell = sheet.cell(row, column)
    cell.style = style
    put(cell, text)


def set_page(sheet: Worksheet, tab: str, orientation: Literal["portrait", "landscape"]) -> None:
    """Tab, paper, margins and footer. No print area is set: it would not grow with the rows that a person adds."""
    sheet.sheet_properties.tabColor = tab
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.sheet_view.showGridLines = False
    setup = sheet.page_setup
    setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight = orientation, 9, 1, 0  # 9 is A4
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom, margins.header, margins.footer = 0.6, 0.75, 0.3, 0.35
    footer = sheet.oddFooter
    assert isinstance(footer, HeaderFooterItem)
    texts = ((footer.left, "&F"), (footer.center, "payband – page &P of &N"), (footer.right, "&D"))
    for part, text in texts:
        assert part is not None  # an empty part counts as false
        part.text, part.size = text, 8


def _guard_inputs(sheet: Worksheet, table: InputTable) -> None:
    if table.name == "Settings":
        validate_settings(sheet, "B", FIRST_DATA_ROW)
        return
    for number, column in enumerate(table.columns, start=1):
        validate_column(sheet, table, column, get_column_letter(number), FIRST_DATA_ROW)


def _fill_settings(sheet: Worksheet, settings: Mapping[str, Any]) -> None:
    """A row for each setting: only its value is for a person to fill in."""
    names = [setting.name for setting in SETTINGS]
    for name in settings:
        if name not in names:
            raise UnknownName(f"'{name}' is not a setting; {nearest_name(name, names)}")
    rows = [(each.name, settings.get(each.name, _default(each)), each.unit, _note(each)) for each in SETTINGS]
    set_table_rows(sheet, "Settings", write_rows(sheet, "Settings", rows))
    for row, setting in enumerate(SETTINGS, start=FIRST_DATA_ROW):
        for number in (1, 3, 4):
            sheet.cell(row, number).style = "payband fixed"
        set_height(sheet, row, lines_of(_note(setting), sheet.column_dimensions["D"].width))
        cell = sheet.cell(row, 2)
        cell.style = style_name(kind_of(setting), True)
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)  # one column of mixed kinds


def _note(setting: Column) -> str:
    return f"{setting.help}. Required." if setting.required else setting.help


def _default(setting: Column) -> Any:
    """What payband takes where nothing is said, put in plain sight; nothing where it takes no default."""
    default = SettingsRows.model_fields[setting.field].default
    return default if isinstance(default, (str, int)) and default != "" else None
