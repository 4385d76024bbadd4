"""Writes a simulation as a workbook: percentiles by year, every run, and a fan chart."""

import os
from itertools import pairwise
from typing import Any

from openpyxl.chart import AreaChart, BarChart, LineChart, Reference
from openpyxl.chart.legend import LegendEntry
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties

from payband.review.answers import MONEY, TEXT, AnswerRows, AnswerTable, _column
from payband.review.parts.tables.simulation import PERCENTILES
from payband.review.risk.simulation import Simulation
from payband.workbook.books.result_book import CHART_ROW, ROWS_OF_A_CHART, add_chart, dress, result_book, save_book
from payband.workbook.building.charts import NAVY
from payband.workbook.building.template import FIRST_DATA_ROW, HEADER_ROW

__all__ = ["write"]

_BANDS = tuple(pairwise(PERCENTILES))
_OUTER, _INNER = "C9D8EC", "7F9CC8"
FAN = AnswerTable(
    "ChartFan",
    "Fan",
    (
        _column("financial year", TEXT, unit="to the end of it"),
        _column(f"{PERCENTILES[0]}% of runs are not above", MONEY, unit="£, net saving to date"),
        *(_column(f"{low}% to {high}% of runs", MONEY, unit="£, how wide the band is") for low, high in _BANDS),
        _column("half the runs", MONEY, unit="£, not above this"),
    ),
    "The net saving to date at the end of a year: where the bands of the fan lie",
)
_MIDDLE = PERCENTILES.index(50)
_LOWER = [(low, high) for low, high in _BANDS if high <= 50][::-1]  # from the middle outwards
_UPPER = [(low, high) for low, high in _BANDS if low >= 50]
AROUND = AnswerTable(
    "ChartFanAround",
    "Around the middle",
    (
        _column("financial year", TEXT, unit="to the end of it"),
        *(_column(f"{low}% to {high}% of runs, below", MONEY, unit="£, how wide the band is") for low, high in _LOWER),
        *(_column(f"{low}% to {high}% of runs, above", MONEY, unit="£, how wide the band is") for low, high in _UPPER),
    ),
    "The net saving to date at the end of a year: how far the bands lie from what half the runs do not exceed",
)
_AROUND_TITLE = "How far the runs lie from the middle one: net saving to date, £"
_AROUND_DESCRIPTION = (
    "Columns by financial year, up and down from what half the runs do not exceed: the dark parts contain the middle "
    "50% of the runs, the pale parts reach to where 5% of the runs lie below and 5% above. The figures are in the "
    f"table {AROUND.name} of the sheet {AROUND.sheet}."
)
_TITLE = "Net saving to date: bands that 5%, 25%, 75% and 95% of the runs stay below, £"
_DESCRIPTION = (
    "Bands by financial year: the dark ones contain the middle 50% of the runs, the pale ones reach to where 5% of the "
    "runs lie below and 5% above; a line with diamonds is what half the runs do not exceed. The figures are in "
    f"the table {FAN.name} of the sheet {FAN.sheet}."
)


def write(found: Simulation, path: str | os.PathLike[str]) -> None:
    """Writes the simulation into a new workbook. Raises WrongInput where the file cannot be written."""
    to_date = found.to_date()
    rows: list[tuple[Any, ...]] = []
    around: list[tuple[Any, ...]] = []
    for label, *values in to_date.rows:
        amounts = values[: len(PERCENTILES)]
        bands = [high - low for low, high in pairwise(amounts)]
        rows.append((label, amounts[0], *bands, amounts[_MIDDLE]))
        width = dict(zip(_BANDS, bands, strict=True))
        around.append((label, *(-width[band] for band in _LOWER), *(width[band] for band in _UPPER)))
    said = [
        f"{len(found.runs):,} runs, seed {found.seed}: the same seed gives the same figures. Each thing is drawn on "
        "its own, whatever the others are.",
        *(f"{each.change.name}: {each.kind}, {_ends(each)}" for each in found.distributions),
        *found.warnings,
    ]
    tables = [found.by_year(), to_date, AnswerRows(FAN, rows), AnswerRows(AROUND, around), found.each_run()]
    book = result_book("Simulation", said, tables, "payband simulate", "portrait", charts_shown=2)
    source: Any = book[FAN.sheet]
    last = HEADER_ROW + len(rows)
    years = Reference(source, min_col=1, min_row=FIRST_DATA_ROW, max_row=last)
    fan: Any = AreaChart()
    fan.grouping = "stacked"
    columns = len(FAN.columns)
    fan.add_data(
        Reference(source, min_col=2, max_col=columns - 1, min_row=HEADER_ROW, max_row=last), titles_from_data=True
    )
    fan.set_categories(years)
    for series, colour in zip(fan.series, ("", _OUTER, _INNER, _INNER, _OUTER), strict=True):
        unseen = {"noFill": True, "ln": LineProperties(noFill=True)}
        series.graphicalProperties = GraphicalProperties(**({"solidFill": colour} if colour else unseen))
    middle: Any = LineChart()
    middle.add_data(
        Reference(source, min_col=columns, max_col=columns, min_row=HEADER_ROW, max_row=last), titles_from_data=True
    )
    middle.series[0].graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=NAVY, w=28_575))
    middle.series[0].marker.symbol = "diamond"
    middle.series[0].marker.graphicalProperties = GraphicalProperties(solidFill=NAVY)
    middle.series[0].smooth = False
    fan += middle
    dress(fan, _TITLE, "Financial year", "£")
    fan.legend.legendEntry = [LegendEntry(idx=0, delete=True)]
    add_chart(book, fan)
    add_chart(book, _around(book[AROUND.sheet], last), CHART_ROW + ROWS_OF_A_CHART)
    save_book(book, path, {_TITLE: _DESCRIPTION, _AROUND_TITLE: _AROUND_DESCRIPTION})


def _around(source: Any, last: int) -> Any:
    """The bands about the middle run: next to a saving of millions their width would be a line."""
    chart: Any = BarChart()
    chart.grouping, chart.overlap, chart.gapWidth = "stacked", 100, 80
    amounts = Reference(source, min_col=2, max_col=len(AROUND.columns), min_row=HEADER_ROW, max_row=last)
    chart.add_data(amounts, titles_from_data=True)
    chart.set_categories(Reference(source, min_col=1, min_row=FIRST_DATA_ROW, max_row=last))
    for series, colour in zip(chart.series, (_INNER, _OUTER, _INNER, _OUTER), strict=True):
        line = LineProperties(solidFill=NAVY, w=6_350)
        series.graphicalProperties = GraphicalProperties(solidFill=colour, ln=line)
        series.invertIfNegative = False  # or Excel would draw what is below zero in white
    dress(chart, _AROUND_TITLE, "Financial year", "£")
    return chart


def _ends(each: Any) -> str:
    shown = each.change.shown
    if each.kind == "normal":
        limits = [
            f"{name} {shown(value)}" for name, value in (("low", each.low), ("high", each.high)) if value is not None
        ]
        return ", ".join([f"mean {shown(each.middle)}, spread {shown(each.spread)}", *limits])
    peak = f", likely {shown(each.middle)}" if each.kind == "triangular" else ""
    return f"{shown(each.low)} to {shown(each.high)}{peak}"
