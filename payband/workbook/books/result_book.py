"""A workbook of results alone: a page of charts, then a sheet for each table, laid out as in a review."""

import os
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any, Literal

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from payband.ooxml.built import built_package
from payband.ooxml.saving import check_target
from payband.ooxml.text_size import LINE_HEIGHT, lines_of
from payband.review.answers import AnswerRows
from payband.workbook.building.charts import POUNDS, _labels, _title, describe_charts
from payband.workbook.building.styles import (
    ANSWER_TAB,
    add_styles,
    put,
    set_default_font,
    set_table_rows,
    style_rows,
    widths_of,
    write_rows,
)
from payband.workbook.building.template import FIRST_DATA_ROW, HEADER_ROW, set_page

__all__ = ["CHART_ROW", "ROWS_OF_A_CHART", "add_chart", "dress", "result_book", "save_book", "set_axes"]

_CHARTS = "Charts"
_WIDE, _HIGH = 25, 12  # centimetres
_LETTERS = 140  # of a line of the page
CHART_ROW, ROWS_OF_A_CHART = 4, 24


def result_book(
    title: str,
    said: Sequence[str],
    tables: Sequence[AnswerRows],
    command: str,
    turned: Literal["landscape", "portrait"] = "landscape",
    charts_shown: int = 1,
) -> Workbook:
    """A workbook with a page for charts, with what is said of them, and a sheet for each table."""
    workbook = Workbook()
    set_default_font(workbook)
    add_styles(workbook)
    workbook.properties.title = title
    workbook.properties.creator = "payband"
    workbook.properties.language = "en-GB"
    charts = workbook.worksheets[0]
    charts.title = _CHARTS
    _text(charts, 1, title, "payband title")
    first, *others = (line for text in said for line in wrap(text, _LETTERS))
    _text(charts, 2, first, "payband row")
    for number, line in enumerate(others, start=CHART_ROW + charts_shown * ROWS_OF_A_CHART):
        _text(charts, number, line, "payband row")
    set_page(charts, ANSWER_TAB, turned)
    for rows in tables:
        _lay_out(workbook.create_sheet(rows.table.sheet), rows, command)
    return workbook


def save_book(workbook: Workbook, path: str | os.PathLike[str], described: Mapping[str, str]) -> None:
    """Saves the workbook, each chart described by its title for anyone who cannot see it.

    Raises WrongInput where the file is open elsewhere or cannot be written.
    """
    target = os.fspath(path)
    check_target(target)
    package = built_package(workbook, target)
    describe_charts(package, described)
    package.save(target)


def add_chart(workbook: Workbook, chart: Any, row: int = CHART_ROW) -> None:
    """Puts a chart on the page for it, from a row on."""
    workbook.worksheets[0].add_chart(chart, f"A{row}")


def dress(chart: Any, title: str, across: str, up: str) -> None:
    """Gives a chart its titles, axes and size."""
    chart.y_axis.title = _title(up, 8)
    chart.x_axis.title = _title(across, 8) if across else None
    chart.width, chart.height = _WIDE, _HIGH
    set_axes(chart, title)


def set_axes(chart: Any, title: str) -> None:
    """Titles a chart as every chart is, and shows both axes, amounts in pounds, and the legend below."""
    chart.title = _title(title, 11, bold=True)
    chart.x_axis.txPr = chart.y_axis.txPr = chart.legend.txPr = _labels(8)
    chart.y_axis.number_format = POUNDS
    chart.y_axis.numFmt.sourceLinked = False
    chart.x_axis.delete = chart.y_axis.delete = False  # openpyxl would hide both
    chart.x_axis.tickLblPos = "low"
    chart.legend.position = "b"


def _text(sheet: Worksheet, row: int, text: str, style: str) -> None:
    sheet.cell(row, 1).style = style
    put(sheet.cell(row, 1), text)


def _lay_out(sheet: Worksheet, rows: AnswerRows, command: str) -> None:
    """Title, what a row is, units, headings, the table and its print set-up."""
    table = rows.table
    _text(sheet, 1, table.sheet, "payband title")
    _text(sheet, 2, f"{table.what}. Calculated by {command}.", "payband row")
    sheet.row_dimensions[1].height = 26
    lines = 1
    for number, (column, width) in enumerate(zip(table.columns, widths_of(table.columns), strict=True), start=1):
        for row, text, style in (
            (HEADER_ROW - 1, column.unit, "payband unit"),
            (HEADER_ROW, column.heading, "payband heading"),
        ):
            sheet.cell(row, number).style = style
            put(sheet.cell(row, number), text)
        sheet.column_dimensions[get_column_letter(number)].width = width
        lines = max(lines, lines_of(column.heading, width - 1.5), lines_of(column.unit, width))
    for row, space in ((HEADER_ROW, 8), (HEADER_ROW - 1, 4)):
        sheet.row_dimensions[row].height = space + LINE_HEIGHT * lines
    last = get_column_letter(len(table.columns))
    made = Table(displayName=table.name, name=table.name, ref=f"A{HEADER_ROW}:{last}{FIRST_DATA_ROW}")
    made.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(made)
    count = write_rows(sheet, table.name, [list(record.values()) for record in rows.records()])
    set_table_rows(sheet, table.name, count)
    style_rows(sheet, table.columns, FIRST_DATA_ROW, HEADER_ROW + max(count, 1), False)
    sheet.freeze_panes = f"B{FIRST_DATA_ROW}"
    sheet.print_title_rows = f"1:{HEADER_ROW}"
    set_page(sheet, ANSWER_TAB, "landscape")
