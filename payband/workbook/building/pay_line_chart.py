"""The scatter chart of the pay line: posts at their points and pay, the line, and grades as boxes."""

from typing import Any

from openpyxl.chart import ScatterChart
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef
from openpyxl.chart.marker import Marker
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from payband.review.answers import AnswerTable
from payband.workbook.building.charts import (
    HEADER_ROW,
    NAVY,
    ORANGE,
    PAY_LINE,
    TALL,
    TEAL,
    WIDE,
    _cells,
    _dress,
    _line,
    _Look,
    _series,
)

__all__ = ["add_pay_line_chart"]


def add_pay_line_chart(sheet: Worksheet, table: AnswerTable) -> None:
    """Puts the scatter chart of the pay line next to its table: posts, the line, and grades as boxes."""
    looks = {
        "pay of a post": _Look(NAVY, marker="circle", size=6),
        "pay line": _Look(ORANGE, line=True),
        "grade": _Look(TEAL, line=True),
    }
    chart: Any = ScatterChart()
    chart.style, chart.scatterStyle = None, "lineMarker"
    for heading, look in looks.items():
        series = _series(table, heading, look)
        series.cat, series.val = None, None
        series.xVal = AxDataSource(numRef=NumRef(f=_cells(table, "points")))
        series.yVal = NumDataSource(numRef=NumRef(f=_cells(table, heading)))
        if not look.marker:
            series.spPr = GraphicalProperties(ln=_line(look))
            series.marker = Marker(symbol="none")
        series.invertIfNegative, series.smooth = None, False
        chart.series.append(series)
    _dress(chart, PAY_LINE, turned=False, from_zero=False)
    chart.x_axis.number_format, chart.x_axis.axPos, chart.x_axis.majorGridlines = "0", "b", None
    chart.width, chart.height = WIDE, TALL
    sheet.add_chart(chart, f"{get_column_letter(len(table.columns) + 2)}{HEADER_ROW}")
