"""The charts of a review: native Excel charts over the tables of the sheet Chart data, described for the blind."""

import re
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeVar
from xml.sax.saxutils import quoteattr

from openpyxl.chart import BarChart, LineChart, ScatterChart
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.legend import Legend, LegendEntry
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from payband.ooxml.package import Package
from payband.review.answers import (
    CHART_PEOPLE,
    CHART_PROTECTION,
    CHART_RANGES,
    CHART_SAVINGS,
    CHART_STRUCTURE,
    CHARTS,
    AnswerTable,
)

__all__ = [
    "CHART_COLUMNS",
    "LAST_ROWS",
    "add_budget_chart",
    "add_charts",
    "add_summary_charts",
    "describe_charts",
]

INK, GREY, NAVY, ORANGE, TEAL, PALE, WHITE = "1A1A1A", "BFC7D1", "1F3864", "C55A11", "1B7F79", "C9D8EC", "FFFFFF"
POUNDS = "[$£-809]#,##0;([$£-809]#,##0)"
THOUSANDS = "[$£-809]#,##0,"  # whose title says so
FONT = "Arial"
HEADER_ROW, FIRST_ROW = 4, 5  # of the tables on the sheet Chart data
TURNED = -2_700_000  # 45 degrees upwards, in the sixty thousandths that drawings count

CHART_ROWS = (3, 34, 48, 64, 94)
"""The rows of the sheet Charts, each 15 points high, at which a chart starts: some fill a page, two share one."""
LAST_ROWS = (32, 62, 92, 108)
"""The last row of each page of the sheet Charts."""
COLUMN_WIDTH, COLUMNS = 11.2, 12  # of the sheet Charts: together a little under the width of the page
WIDE, LOW, TALL = 26.2, 7.2, 15.2  # centimetres: a tall chart or two low ones fill a page
SMALL_WIDTH, SMALL_HEIGHT = 9.9, 4.9


def _first_columns() -> dict[str, int]:
    found, column = {}, 1
    for table in CHARTS:
        found[table.name] = column
        column += len(table.columns) + 1
    return found


CHART_COLUMNS = _first_columns()
"""The first column of each table on the sheet Chart data: side by side, so that each may grow downwards."""


class _Look(NamedTuple):
    """How a series is told apart from the others: by its colour, and by a pattern or a marker besides."""

    colour: str
    pattern: Literal["", "wdUpDiag", "pct20"] = ""
    marker: Literal["", "circle", "diamond"] = ""
    size: int = 7
    line: bool = False


_NOW, _NEW = _Look(NAVY), _Look(ORANGE, pattern="wdUpDiag")
_UNSEEN = _Look("")


# --- pieces of a chart ---------------------------------------------------------------------------------------------


def _letters(size: float, *, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(sz=int(size * 100), b=bold, latin=Font(typeface=FONT), solidFill=INK)


def _labels(size: float, turn: int | None = None) -> RichText:
    body = RichTextProperties() if turn is None else RichTextProperties(rot=turn)
    look = ParagraphProperties(defRPr=_letters(size))
    return RichText(bodyPr=body, p=[Paragraph(pPr=look, endParaRPr=_letters(size))])


def _title(text: str, size: float, *, bold: bool = False) -> Title:
    letters = _letters(size, bold=bold)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=letters), r=[RegularTextRun(rPr=letters, t=text)])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)


_CALLED = {"on-costs of it": "on-costs of protection"}
"""What a chart calls a column whose heading says less where it is alone."""


def _cells(table: AnswerTable, heading: str) -> str:
    """A column of a table while it has one row; its chart follows the table as rows are filled in."""
    number = next(n for n, column in enumerate(table.columns) if column.heading == heading)
    letter = get_column_letter(CHART_COLUMNS.get(table.name, 1) + number)
    return f"'{table.sheet}'!${letter}${FIRST_ROW}:${letter}${FIRST_ROW}"


def _series(table: AnswerTable, heading: str, look: _Look) -> Series:
    """A column of a table as a series that bears its heading, or what a chart calls it."""
    cells = _cells(table, heading)
    name = f"{cells.partition(':')[0].rpartition('$')[0]}${HEADER_ROW}"
    series = Series(
        tx=SeriesLabel(v=_CALLED[heading]) if heading in _CALLED else SeriesLabel(strRef=StrRef(f=name)),
        cat=AxDataSource(strRef=StrRef(f=_cells(table, table.columns[0].heading))),
        val=NumDataSource(numRef=NumRef(f=cells)),
    )
    series.spPr = _area(look) if not look.marker else GraphicalProperties(ln=_line(look))
    if look.marker:
        fill = GraphicalProperties(solidFill=look.colour, ln=LineProperties(solidFill=WHITE, w=6_350))
        series.marker = Marker(symbol=look.marker, size=look.size, spPr=fill)
        series.smooth = False
    else:
        series.marker = None
        series.invertIfNegative = False
    return series


def _colour(rgb: str) -> ColorChoice:
    value: Any = rgb  # whose type openpyxl makes of it
    return ColorChoice(srgbClr=value)


def _line(look: _Look) -> LineProperties:
    return LineProperties(solidFill=look.colour, w=22_225) if look.line else LineProperties(noFill=True)


def _area(look: _Look) -> GraphicalProperties:
    if not look.colour:
        return GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    edge = LineProperties(solidFill=NAVY if look.colour == PALE else look.colour, w=9_525)
    if look.pattern:
        fill = PatternFillProperties(prst=look.pattern)
        fill.fgClr, fill.bgClr = (_colour(each) for each in (look.colour, WHITE))
        return GraphicalProperties(pattFill=fill, ln=edge)
    return GraphicalProperties(solidFill=look.colour, ln=edge)


class _Texts(NamedTuple):
    """The words of a chart: its title, the titles of its axes, and what it shows in words."""

    title: str
    across: str
    up: str
    description: str


def _bars(table: AnswerTable, series: dict[str, _Look], *, stacked: bool = False) -> BarChart:
    chart = BarChart()
    chart.type = "col"
    chart.grouping = "stacked" if stacked else "clustered"
    chart.overlap = 100 if stacked else 0
    chart.gapWidth = 45
    chart.series = [_series(table, heading, look) for heading, look in series.items()]
    return chart


def _with_lines(bars: BarChart, table: AnswerTable, series: dict[str, _Look]) -> BarChart:
    lines = LineChart()
    lines.series = [_series(table, heading, look) for heading, look in series.items()]
    bars += lines
    return bars


_AnyChart = TypeVar("_AnyChart", BarChart, ScatterChart)


def _dress(
    chart: _AnyChart, texts: _Texts, *, small: bool = False, turned: bool = True, from_zero: bool = True
) -> _AnyChart:
    """Titles, axes, grid lines, legend and the gaps where nothing is known."""
    size = 7 if small else 8
    chart.title = _title(texts.title, 8.5 if small else 11, bold=True)
    chart.x_axis.title = None if small else _title(texts.across, size)
    chart.y_axis.title = None if small else _title(texts.up, size)
    chart.y_axis.number_format = POUNDS
    if from_zero:  # a column is as long as its amount
        chart.y_axis.scaling.min = 0
    chart.y_axis.majorGridlines = ChartLines(GraphicalProperties(ln=LineProperties(solidFill=GREY, w=6_350)))
    chart.x_axis.tickLblPos = "low"  # below what is negative too
    chart.x_axis.number_format = "@"
    chart.x_axis.txPr, chart.y_axis.txPr = _labels(size, TURNED if turned else None), _labels(size, 0)
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False  # which openpyxl leaves unsaid, and Excel takes for yes
        axis.spPr = GraphicalProperties(ln=LineProperties(solidFill=INK, w=6_350))
    chart.legend = Legend()
    chart.legend.position = "b" if small else "t"
    chart.legend.txPr = _labels(size)
    chart.display_blanks = "gap"
    chart.graphical_properties = GraphicalProperties(solidFill=WHITE, ln=LineProperties(solidFill=GREY, w=6_350))
    chart.roundedCorners = False
    return chart


# --- the charts ----------------------------------------------------------------------------------------------------

RANGES = _Texts(
    "Pay ranges of the proposed structure and the people in them: salary now and new, £ a year, full-time",
    "Grade and person (of many people the average of each line)",
    "£ a year, full-time",
    "Bars from the bottom to the top of each pay range of the proposed structure, with a circle for a person's salary "
    "now and a diamond for the salary slotted to. The figures are in the table ChartRanges of the sheet Chart data.",
)
PEOPLE = _Texts(
    "Slotting before and after: salary now and new, £ a year, full-time",
    "Person (of many people the average of each line)",
    "£ a year, full-time",
    "Two columns for each person: the salary now, solid, and the salary slotted to, striped. The figures are in the "
    "table ChartPeople of the sheet Chart data.",
)
STRUCTURE = _Texts(
    "Cost of the structure, now and proposed, £ a year",
    "Line of the structure",
    "£ a year, on-costs included",
    "Two bars for each line of the structure: its cost a year now, solid, and as proposed, striped. The figures are "
    "in the table ChartStructure of the sheet Chart data.",
)
PROTECTION = _Texts(
    "Cost of pay protection by month, to its end, £",
    "Month",
    "£ a month",
    "A column for each month of pay protection up to its last: basic pay, solid, with on-costs, striped, on top. The "
    "figures are in the table ChartProtection of the sheet Chart data.",
)
SAVINGS = _Texts(
    "Savings by financial year, less protection, before one-off costs, £",
    "Financial year",
    "£",
    "A column for each financial year: the saving, solid and upwards, and the cost of protection, striped, and its "
    "on-costs, dotted, downwards; a line with diamonds is the net saving to date. The figures are in the table "
    "ChartSavings of the sheet Chart data.",
)
BUDGET = _Texts(
    "Cost of a full year by cost centre and fund, less external funding, £",
    "Cost centre and fund",
    "£ a year",
    "Two columns for each cost centre and fund: the structure now, solid, and the proposed one, striped. "
    "The figures are in the table BudgetChart next to the chart.",
)
PAY_LINE = _Texts(
    "Pay against job evaluation points: posts, the pay line, and grades as boxes, £ a year",
    "Job evaluation points",
    "£ a year, full-time",
    "A circle for each post at its points and full-time pay, the pay line through them, and a box for each grade of a "
    "candidate structure from its first points to its last and from the bottom to the top of its pay range. The "
    "figures are in the table PayLineChart next to the chart.",
)


def _ranges() -> BarChart:
    bars = _bars(CHART_RANGES, {"bottom": _UNSEEN, "pay range": _Look(PALE)}, stacked=True)
    people = {
        "salary now": _Look(NAVY, marker="circle", size=9),
        "salary new": _Look(ORANGE, marker="diamond", size=6),
    }
    chart = _dress(_with_lines(bars, CHART_RANGES, people), RANGES, from_zero=False)
    chart.gapWidth = 20
    chart.legend.legendEntry = [LegendEntry(idx=0, delete=True)]
    return chart


def _people() -> BarChart:
    return _dress(_bars(CHART_PEOPLE, {"salary now": _NOW, "salary new": _NEW}), PEOPLE)


def _structure(texts: _Texts = STRUCTURE, *, small: bool = False) -> BarChart:
    bars = _bars(CHART_STRUCTURE, {"cost now": _NOW, "cost proposed": _NEW})
    bars.type = "bar"  # names of lines have more room beside bars than below columns
    bars.x_axis.scaling.orientation = "maxMin"
    bars.y_axis.crosses = "max"
    chart = _dress(bars, texts, small=small, turned=False)
    if small:
        chart.y_axis.number_format, chart.y_axis.txPr = THOUSANDS, _labels(6, 0)
    return chart


def _protection() -> BarChart:
    return _dress(_bars(CHART_PROTECTION, {"cost": _NOW, "on-costs": _NEW}, stacked=True), PROTECTION)


def _savings(texts: _Texts = SAVINGS, *, small: bool = False) -> BarChart:
    costs = {"protection": _NEW, "on-costs of it": _Look(NAVY, pattern="pct20")}
    bars = _bars(CHART_SAVINGS, {"saving": _Look(TEAL), **costs}, stacked=True)
    line = {"net saving to date": _Look(NAVY, marker="diamond", line=True)}
    return _dress(_with_lines(bars, CHART_SAVINGS, line), texts, small=small, turned=False, from_zero=False)


def add_charts(sheet: Worksheet) -> None:
    """Puts the charts of a review on a sheet, one below the other."""
    for number in range(1, COLUMNS + 1):
        sheet.column_dimensions[get_column_letter(number)].width = COLUMN_WIDTH
    charts: tuple[tuple[Any, float], ...] = (
        (_ranges(), TALL),
        (_people(), LOW),
        (_protection(), LOW),
        (_structure(), TALL),
        (_savings(), LOW),
    )
    for (chart, height), row in zip(charts, CHART_ROWS, strict=True):
        chart.width, chart.height = WIDE, height
        sheet.add_chart(chart, f"A{row}")


def add_budget_chart(sheet: Worksheet, table: AnswerTable) -> None:
    """Puts the chart of the budget next to its table."""
    chart: Any = _dress(_bars(table, {"now": _NOW, "proposed": _NEW}), BUDGET, from_zero=False)
    chart.width, chart.height = WIDE, TALL
    sheet.add_chart(chart, f"{get_column_letter(len(table.columns) + 2)}{HEADER_ROW}")


def _units(centimetres: float) -> int:
    """A length in the units of drawings."""
    return round(centimetres * 360_000)


SMALL_STRUCTURE = STRUCTURE._replace(title="Cost now and proposed, £ thousand a year")
SMALL_SAVINGS = SAVINGS._replace(title="Savings less protection, before one-off costs, £")


def add_summary_charts(sheet: Worksheet) -> None:
    """Puts two small charts under the title of the Summary, inside its tall first row."""
    from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
    from openpyxl.drawing.xdr import XDRPositiveSize2D

    placed: tuple[tuple[Any, int, float], ...] = (
        (_structure(SMALL_STRUCTURE, small=True), 0, 0.05),
        (_savings(SMALL_SAVINGS, small=True), 1, 2.8),
    )
    for chart, column, aside in placed:
        place = AnchorMarker(col=column, colOff=_units(aside), row=0, rowOff=_units(0.85))
        size = XDRPositiveSize2D(_units(SMALL_WIDTH), _units(SMALL_HEIGHT))
        chart.anchor = OneCellAnchor(_from=place, ext=size)
        sheet.add_chart(chart)


# --- words for the charts ------------------------------------------------------------------------------------------

_DESCRIPTIONS = {
    each.title: each.description
    for each in (RANGES, PEOPLE, STRUCTURE, PROTECTION, SAVINGS, SMALL_STRUCTURE, SMALL_SAVINGS, BUDGET, PAY_LINE)
}
_FRAME = re.compile(rb'(<(?:\w+:)?cNvPr id="\d+" name=)"[^"]*"\s*/>(.*?r:id="(rId\d+)")', re.S)
_CHART_TITLE = re.compile(rb"<a:t>([^<]*)</a:t>")


def describe_charts(package: Package, further: Mapping[str, str] = {}) -> None:
    """Gives each chart its title as a name and a text for anyone who cannot see it, which openpyxl has no way to say.

    `further` describes charts that no review has, by their titles.
    """
    descriptions = {**_DESCRIPTIONS, **further}
    for sheet in package.sheets.values():
        for kind, drawing in package.related(sheet).values():
            if kind != "drawing":
                continue
            charts = {relation: part for relation, (kind, part) in package.related(drawing).items() if kind == "chart"}

            def described(found: re.Match[bytes], charts: dict[str, str] = charts) -> bytes:
                title = _CHART_TITLE.search(package.read(charts[found[3].decode()]))
                name = title[1].decode() if title else ""
                words = f"{quoteattr(name)} descr={quoteattr(descriptions[name])}"
                return found[1] + words.encode() + b"/>" + found[2]

            package.write(drawing, _FRAME.sub(described, package.read(drawing)))
