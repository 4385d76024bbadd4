"""Writes a comparison of scenarios as a workbook: tables of years and reviews, and charts of the scenarios."""

import os
from collections.abc import Sequence
from typing import Any, Literal

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.worksheet.worksheet import Worksheet

from payband.review.answers import MONEY, TEXT, AnswerColumn, AnswerRows, AnswerTable
from payband.review.scenarios.compare import Comparison
from payband.review.years.outlook import STEADY_STATE
from payband.workbook.books.result_book import CHART_ROW, add_chart, result_book, save_book, set_axes
from payband.workbook.building.template import FIRST_DATA_ROW, HEADER_ROW

__all__ = ["MOST_DRAWN", "write"]

MOST_DRAWN = 6
"""How many scenarios a chart shows: more could not be told apart."""

_COLOURS = ("1F3864", "C55A11", "1B7F79", "7F7F7F", "8064A2", "BF9000")
_MARKERS: Sequence[Literal["circle", "diamond", "square", "triangle", "x", "star"]] = (
    *("circle", "diamond", "square"),
    *("triangle", "x", "star"),
)
_DRAWN = ("net saving to date", "net saving, difference", "cost proposed")
_WIDE, _HIGH, _ROWS_OF_A_CHART = 25, 8.5, 18


def write(comparison: Comparison, path: str | os.PathLike[str]) -> None:
    """Writes the comparison into a new workbook at a path.

    Raises WrongInput where the file is open elsewhere or cannot be written.
    """
    drawn = _drawn_tables(comparison)
    tables = [comparison.reviews(), comparison.years(), *drawn]
    book = result_book("Scenarios compared", [_said(comparison)], tables, "payband compare", "portrait")
    described = {}
    for number, rows in enumerate(drawn):
        add_chart(book, _chart(book[rows.table.sheet], rows), CHART_ROW + number * _ROWS_OF_A_CHART)
        described[f"{rows.table.sheet}, £"] = (
            f"{_kind(rows)} for each scenario: {rows.table.sheet.lower()} by financial year. The figures are in the "
            f"table {rows.table.name} of the sheet {rows.table.sheet}."
        )
    save_book(book, path, described)


def _said(comparison: Comparison) -> str:
    said = "Native charts over the tables on the next sheets."
    left_out = len(comparison.scenarios) - MOST_DRAWN
    if left_out > 0:
        said += f" They show the first {MOST_DRAWN} scenarios; the tables have {left_out} more."
    return said


def _drawn_tables(comparison: Comparison) -> list[AnswerRows]:
    """What the charts show: a row a year, a column a scenario."""
    records = comparison.years().records()
    names = [each.name for each in comparison.scenarios[:MOST_DRAWN]]
    labels = list(dict.fromkeys(row["financial_year"] for row in records))
    found = []
    for measure in _DRAWN:
        key = measure.replace(", ", "_").replace(" ", "_")
        by = {(row["scenario"], row["financial_year"]): row[key] for row in records}
        columns = [AnswerColumn("financial year", "financial_year", TEXT, "April to March")]
        columns += [AnswerColumn(name, f"scenario_{number}", MONEY, "£") for number, name in enumerate(names)]
        name = "Chart" + measure.title().replace(",", "").replace(" ", "")
        table = AnswerTable(name, measure.capitalize(), tuple(columns), f"The {measure}, of each scenario by year")
        chosen = [label for label in labels if label != STEADY_STATE or measure != "net saving to date"]
        rows = [(label, *(_pence(by[each, label]) for each in names)) for label in chosen]
        found.append(AnswerRows(table, rows))
    return found


def _pence(pounds: Any) -> int | None:
    return None if pounds is None else int(pounds * 100)


def _kind(rows: AnswerRows) -> str:
    """What stands for a scenario: amounts to date run on from year to year, the others are of one year alone."""
    return "A line" if "to date" in rows.table.sheet else "A column"


def _chart(source: Worksheet, rows: AnswerRows) -> Any:
    chart: Any = LineChart() if _kind(rows) == "A line" else BarChart()
    chart.width, chart.height = _WIDE, _HIGH
    last_row, columns = HEADER_ROW + len(rows), len(rows.table.columns)
    amounts = Reference(source, min_col=2, max_col=columns, min_row=HEADER_ROW, max_row=last_row)
    chart.add_data(amounts, titles_from_data=True)
    chart.set_categories(Reference(source, min_col=1, min_row=FIRST_DATA_ROW, max_row=last_row))
    for place, series in enumerate(chart.series):
        colour = _COLOURS[place]
        if isinstance(chart, LineChart):
            series.marker.symbol, series.marker.size = _MARKERS[place], 7
            series.marker.graphicalProperties = GraphicalProperties(solidFill=colour)
            series.graphicalProperties.line.solidFill = colour
            series.smooth = False
        else:
            series.graphicalProperties = GraphicalProperties(solidFill=colour)
    set_axes(chart, f"{rows.table.sheet}, £")
    return chart
