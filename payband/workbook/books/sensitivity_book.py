"""Writes a sensitivity as a workbook: its table, and a tornado chart with the widest swing on top."""

import os
from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.shapes import GraphicalProperties

from payband.review.answers import MONEY, TEXT, AnswerRows, AnswerTable, _column
from payband.review.risk.sensitivity import Sensitivity
from payband.units import pounds_text
from payband.workbook.books.result_book import add_chart, dress, result_book, save_book
from payband.workbook.building.charts import NAVY, ORANGE
from payband.workbook.building.template import FIRST_DATA_ROW, HEADER_ROW

__all__ = ["write"]

TORNADO = AnswerTable(
    "ChartTornado",
    "Tornado",
    (
        _column("what is varied", TEXT, unit="from low to high"),
        _column("at low", MONEY, unit="£, less the net saving as it stands"),
        _column("at high", MONEY, unit="£, less the net saving as it stands"),
    ),
    "Something that is varied alone: how far the net saving moves at both ends",
)
_TITLE = "What the net saving depends on: difference from the review as it stands, £"
_DESCRIPTION = (
    "A bar for each thing that is varied alone, the widest swing on top: how far the net saving moves at its low end, "
    f"blue, and at its high end, orange. The figures are in the table {TORNADO.name} of the sheet {TORNADO.sheet}."
)


def write(found: Sensitivity, path: str | os.PathLike[str]) -> None:
    """Writes the sensitivity into a new workbook. Raises WrongInput where the file cannot be written."""
    base = found.base.net_saving
    rows = [
        (
            f"{each.change.name}: {each.change.shown(each.low)} to {each.change.shown(each.high)}",
            each.at_low.net_saving - base,
            each.at_high.net_saving - base,
        )
        for each in found.varied
    ]
    said = [f"Net saving over the horizon as it stands: {pounds_text(base)}", *found.warnings]
    book = result_book("Sensitivity", said, [found.rows(), AnswerRows(TORNADO, rows)], "payband sensitivity")
    source: Any = book[TORNADO.sheet]
    last = HEADER_ROW + len(rows)
    chart: Any = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "clustered", 100, 40
    chart.add_data(Reference(source, min_col=2, max_col=3, min_row=HEADER_ROW, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(source, min_col=1, min_row=FIRST_DATA_ROW, max_row=last))
    for series, colour in zip(chart.series, (NAVY, ORANGE), strict=True):
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
        series.invertIfNegative = False
    dress(chart, _TITLE, "", "£")
    chart.x_axis.scaling.orientation = "maxMin"  # the widest swing on top
    chart.y_axis.crosses = "max"
    add_chart(book, chart)
    save_book(book, path, {_TITLE: _DESCRIPTION})
