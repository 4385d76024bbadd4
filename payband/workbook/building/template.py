"""The empty review workbook: every sheet of the design with its tables, look, guards and print set-up."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any, Literal

from openpyxl.comments import Comment
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.pagebreak import Break, ColBreak, RowBreak
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from payband.errors import UnknownName, nearest_name
from payband.ooxml.built import built_package
from payband.ooxml.package import Package
from payband.ooxml.text_size import LINE_HEIGHT, lines_of
from payband.ooxml.units_above import REQUIRED
from payband.review.answers import ANSWERS, CHART_DATA, CHARTS, AnswerColumn
from payband.review.inputs.formats import newest_format
from payband.review.inputs.input_table import Column, InputTable
from payband.review.inputs.settings import SETTINGS, default_cell, note_of
from payband.review.inputs.table_names import INPUT_MARK
from payband.review.inputs.tables import INPUTS
from payband.review.parts.registry import Part
from payband.workbook.building.charts import (
    CHART_COLUMNS,
    LAST_ROWS,
    add_budget_chart,
    add_charts,
    add_summary_charts,
    describe_charts,
)
from payband.workbook.building.front import About, Entry, fill_about, fill_blank_summary
from payband.workbook.building.marks import mark_values
from payband.workbook.building.pay_line_chart import add_pay_line_chart
from payband.workbook.building.styles import (
    ANSWER_TAB,
    FRONT_TAB,
    INPUT_TAB,
    KINDS,
    add_styles,
    heading_of,
    kind_of,
    put,
    set_default_font,
    set_height,
    set_table_rows,
    style_name,
    style_rows,
    width_of,
    widths_of,
    write_rows,
)
from payband.workbook.building.validation import guidance, validate_column, validate_settings
from payband.workbook.format_mark import mark_format

__all__ = [
    "CHARTS_SHEET",
    "FIRST_DATA_ROW",
    "HEADER_ROW",
    "INPUT_ORDER",
    "SUMMARY",
    "About",
    "blank_package",
    "blank_workbook",
    "set_page",
]

CHARTS_OF_PARTS = {"BudgetChart": add_budget_chart, "PayLineChart": add_pay_line_chart}
"""The tables of parts that have a chart next to them, each with what puts it there."""

ABOUT, SUMMARY, CHARTS_SHEET = "About", "Summary", "Charts"
HEADER_ROW, FIRST_DATA_ROW = 4, 5
SMALL_PRINT, BOLD, FILTER_BUTTON = 8, 10.8, 1.5  # letter sizes; the button that a heading shares its cell with
ANSWER_MARK = "Calculated by payband: do not type here."
CHARTS_WHAT = "pay ranges with people, slotting, structure cost, protection by month and savings, as charts"
DATA_WHAT = "the figures that the charts are drawn from, a table for each"
CHART_ROW, DATA_SCALE = 15.0, 66  # the height of a row below charts; how small the figures of the charts are printed
MOST_PARTS_ON_A_PAGE = 3  # with more parts, the sheet About would be too small to read on one page
NOTE_WIDTH, NOTE_HEIGHT = 260, 90  # of the note on a heading, in points

INPUT_ORDER = sorted(INPUTS, key=lambda table: table.name == "Assumptions")
"""The input tables in the order of their sheets: the assumptions close them."""


def blank_package(
    about: About,
    settings: Mapping[str, Any] = {},
    parts: Sequence[Part] = (),
    *,
    charts: bool = True,
    columns: Mapping[str, Sequence[Column]] = {},
) -> Package:
    """The parts of a review workbook without data, its charts described for anyone who cannot see them."""
    workbook = blank_workbook(about, settings, parts, charts=charts, columns=columns)
    package = built_package(workbook, about.title)
    describe_charts(package)
    newest = newest_format()
    mark_format(package, newest, newest)
    return package


def blank_workbook(
    about: About,
    settings: Mapping[str, Any] = {},
    parts: Sequence[Part] = (),
    *,
    charts: bool = True,
    columns: Mapping[str, Sequence[Column]] = {},
) -> Workbook:
    """A review workbook without data, but for the settings given by their names; with the sheets of some parts.

    An input table has the `columns` given under its name, or those of a new workbook. It has no charts where none is
    wanted: those of a review that knows neither costs nor people would be empty.
    """
    workbook = Workbook()
    set_default_font(workbook)
    add_styles(workbook)
    _describe(workbook, about)
    front = workbook.worksheets[0]
    front.title = ABOUT
    summary = workbook.create_sheet(SUMMARY)
    contents = [Entry(SUMMARY, "Calculated", "the headline figures of the review on one page")]
    if charts:
        _lay_out_charts(workbook.create_sheet(CHARTS_SHEET))
        contents.append(Entry(CHARTS_SHEET, "Calculated", CHARTS_WHAT))
    for table in [*INPUT_ORDER, *(table for part in parts for table in part.inputs)]:
        sheet = workbook.create_sheet(table.sheet)
        what = _sentence(table.rows.__doc__ or "")
        contents.append(Entry(table.sheet, "Input", _lower_first(what)))
        shown = columns.get(table.name) or table.written()
        _lay_out(sheet, table.name, shown, f"{INPUT_MARK} {_row_is(what)}", INPUT_TAB, table.room)
        _guard_inputs(sheet, table, shown)
    _fill_settings(workbook["Settings"], settings)
    for answer in [*ANSWERS, *(answer for part in parts for answer in part.answers)]:
        if answer in CHARTS:
            continue
        sheet = workbook.create_sheet(answer.sheet)
        contents.append(Entry(answer.sheet, "Calculated", _lower_first(answer.what)))
        _lay_out(sheet, answer.name, answer.columns, f"{ANSWER_MARK} {_row_is(answer.what)}", ANSWER_TAB)
        mark_values(sheet, answer.name, answer.columns, FIRST_DATA_ROW)
        if answer.name in CHARTS_OF_PARTS:
            CHARTS_OF_PARTS[answer.name](sheet, answer)
    if charts:
        contents.append(Entry(CHART_DATA, "Calculated", DATA_WHAT))
        _lay_out_chart_data(workbook.create_sheet(CHART_DATA))
    _keep_styles(summary)
    fill_about(front, about, contents)
    fill_blank_summary(summary)
    if charts:
        add_summary_charts(summary)
    for sheet in (front, summary):
        set_page(sheet, FRONT_TAB if sheet is front else ANSWER_TAB, "portrait")
        sheet.page_setup.fitToHeight = 2 if sheet is front and len(parts) > MOST_PARTS_ON_A_PAGE else 1
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


def _lay_out(
    sheet: Worksheet, name: str, columns: Sequence[Column | AnswerColumn], says: str, tab: str, rows: int = 1
) -> None:
    """Title, what a row is, the table, panes and print set-up of a sheet that holds one table."""
    _head(sheet)
    _text(sheet, 2, 1, says, "payband row")
    _add_table(sheet, name, columns, widths_of(columns), tab == INPUT_TAB, rows=rows)
    sheet.freeze_panes = f"B{FIRST_DATA_ROW}"
    sheet.print_title_rows = f"1:{HEADER_ROW}"
    set_page(sheet, tab, "landscape")


def _head(sheet: Worksheet) -> None:
    _text(sheet, 1, 1, sheet.title, "payband title")
    sheet.row_dimensions[1].height = 26
    sheet.row_dimensions[2].height = 17


def _add_table(
    sheet: Worksheet,
    name: str,
    columns: Sequence[Column | AnswerColumn],
    widths: Sequence[float],
    is_input: bool,
    first_column: int = 1,
    rows: int = 1,
) -> None:
    """Units, headings with a note on each input, empty rows, and the table over them."""
    unit_lines = heading_lines = 1
    for number, (column, width) in enumerate(zip(columns, widths, strict=True), start=first_column):
        required = isinstance(column, Column) and column.required
        unit, heading = f"{column.unit}{REQUIRED}" if required else column.unit, heading_of(column)
        _text(sheet, HEADER_ROW - 1, number, unit, "payband unit")
        _text(sheet, HEADER_ROW, number, heading, "payband heading")
        if isinstance(column, Column):
            note = Comment(guidance(name, column), "payband", height=NOTE_HEIGHT, width=NOTE_WIDTH)
            sheet.cell(HEADER_ROW, number).comment = note
        sheet.column_dimensions[get_column_letter(number)].width = width
        unit_lines = max(unit_lines, lines_of(unit, width, SMALL_PRINT))
        heading_lines = max(heading_lines, lines_of(heading, width - FILTER_BUTTON, BOLD))
    heights = {HEADER_ROW - 1: 4 + 10.5 * unit_lines, HEADER_ROW: 8 + LINE_HEIGHT * heading_lines}
    for row, height in heights.items():
        sheet.row_dimensions[row].height = max(height, sheet.row_dimensions[row].height or 0)
    first, last = get_column_letter(first_column), get_column_letter(first_column + len(columns) - 1)
    last_row = HEADER_ROW + rows
    table = Table(displayName=name, name=name, ref=f"{first}{HEADER_ROW}:{last}{last_row}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)
    style_rows(sheet, columns, FIRST_DATA_ROW, last_row, is_input, first_column=first_column)


def _lay_out_chart_data(sheet: Worksheet) -> None:
    """The tables of the charts side by side, so that each may grow downwards; printed on two pages."""
    _head(sheet)
    for table in CHARTS:
        column = CHART_COLUMNS[table.name]
        _add_table(sheet, table.name, table.columns, [width_of(each) for each in table.columns], False, column)
        _text(sheet, 2, column, f"{ANSWER_MARK} {table.what}." if column == 1 else table.what, "payband row")
        if column > 1:
            sheet.column_dimensions[get_column_letter(column - 1)].width = 3
    sheet.freeze_panes = f"A{FIRST_DATA_ROW}"
    sheet.print_title_rows = f"1:{HEADER_ROW}"
    set_page(sheet, ANSWER_TAB, "landscape")
    _print_at(sheet, DATA_SCALE)
    sheet.col_breaks = ColBreak(brk=[Break(id=CHART_COLUMNS[CHARTS[2].name] - 1)])


def _lay_out_charts(sheet: Worksheet) -> None:
    """The charts on four printed pages."""
    _head(sheet)
    _text(sheet, 2, 1, f"{ANSWER_MARK} The figures of every chart are on the sheet {CHART_DATA}.", "payband row")
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = CHART_ROW, True
    add_charts(sheet)
    set_page(sheet, ANSWER_TAB, "landscape")
    _print_at(sheet, 100)
    sheet.print_title_rows = "1:2"
    sheet.row_breaks = RowBreak(brk=[Break(id=row) for row in LAST_ROWS[:-1]])


def _print_at(sheet: Worksheet, scale: int) -> None:
    """Prints at a scale and breaks pages where it is said, which Excel does not do on a sheet fitted to its pages."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
    sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = None
    sheet.page_setup.scale = scale


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


def _guard_inputs(sheet: Worksheet, table: InputTable, columns: Sequence[Column]) -> None:
    if table.name == "Settings":
        validate_settings(sheet, "B", FIRST_DATA_ROW)
        return
    for number, column in enumerate(columns, start=1):
        validate_column(sheet, table, column, get_column_letter(number), FIRST_DATA_ROW)


def _fill_settings(sheet: Worksheet, settings: Mapping[str, Any]) -> None:
    """A row for each setting: only its value is for a person to fill in."""
    names = [setting.name for setting in SETTINGS]
    for name in settings:
        if name not in names:
            raise UnknownName(f"'{name}' is not a setting; {nearest_name(name, names)}")
    rows = [(each.name, settings.get(each.name, default_cell(each)), each.unit, note_of(each)) for each in SETTINGS]
    set_table_rows(sheet, "Settings", write_rows(sheet, "Settings", rows))
    for row, setting in enumerate(SETTINGS, start=FIRST_DATA_ROW):
        for number in (1, 3, 4):
            sheet.cell(row, number).style = "payband fixed"
        set_height(sheet, row, lines_of(note_of(setting), sheet.column_dimensions["D"].width))
        cell = sheet.cell(row, 2)
        cell.style = style_name(kind_of(setting), True)
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)  # one column of mixed kinds
