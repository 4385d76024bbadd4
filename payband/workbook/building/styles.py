"""How cells look, by the kind of value they hold; and putting rows into an Excel table."""

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook import Workbook
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from payband.ooxml.text_size import LINE_HEIGHT, SIZE, lines_of
from payband.review.answers import AnswerColumn
from payband.review.inputs.input_table import Column

__all__ = [
    "KINDS",
    "Kind",
    "add_styles",
    "heading_of",
    "kind_of",
    "number_format_of",
    "put",
    "set_table_rows",
    "style_name",
    "style_rows",
    "width_of",
    "widths_of",
    "write_rows",
]

FONT = "Arial"
INK, NAVY, GREY, WHITE = "FF1A1A1A", "FF1F3864", "FF595959", "FFFFFFFF"
INPUT_FILL, ANSWER_FILL, LINE = "FFFFF6D6", "FFF1F5FA", "FFBFC7D1"
INPUT_TAB, ANSWER_TAB, FRONT_TAB = "FFE0B000", "FF1F3864", "FF7F7F7F"
RED, RED_FILL, AMBER, AMBER_FILL = "FF9C0006", "FFFFE3E1", "FF7A4B00", "FFFFE9C2"
GREEN, GREEN_FILL = "FF1B5E20", "FFE2F3E4"

LEAST_TABLE_WIDTH = 132.0  # a little under the width of the printed page
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet may take for the start of a formula


# --- kinds of values -----------------------------------------------------------------------------------------------


class Kind(NamedTuple):
    """How one kind of value is shown: number format, side of the cell, and the width of its column."""

    number_format: str
    horizontal: str
    width: float


KINDS = {
    # [$£-809] is the pound of English (UK) whatever the computer's own currency; _) keeps room for the bracket, and
    # "_ " a space from the text of the next column.
    "money": Kind("[$£-809]#,##0_)_ ;([$£-809]#,##0)_ ", "right", 12),
    # Pay of an hour, and a salary that a floor asks for: less by its pence it would not be enough.
    "exact": Kind("[$£-809]#,##0.00####_)_ ", "right", 12),
    "percent": Kind("0.0%_)_ ;(0.0%)_ ", "right", 10),
    "rate": Kind("0.00%_)_ ;(0.00%)_ ", "right", 10),
    "whole": Kind("#,##0_)", "right", 8),
    "fte": Kind("0.0###_)", "right", 9),
    "day": Kind("dd/mm/yyyy", "center", 12.5),
    # A name such as 2011-12 typed into a General cell becomes a date; typed into a text cell it stays a name.
    "text": Kind("@", "left", 18),
    "point": Kind("General", "right", 8),
    "yes_no": Kind("@", "center", 10),
}
"""The kinds: the names of the answers' forms, and `rate` (two decimals of a percent) and `fte`."""

_UNIT_KINDS = {
    "date": "day",
    "number": "whole",
    "rank, 1 lowest": "whole",
    "months": "whole",
    "years": "whole",
    "share of full time": "fte",
    "FTE": "point",  # of any number of people: a plain number
    "point": "point",
    **dict.fromkeys(("hours a week", "hours a year", "weeks a year", "days a year"), "point"),
    "% of salary": "rate",
    "% of the pay compared with": "rate",
    "% of job": "rate",
    "% of present job": "rate",
    "% of new job": "rate",
    "% of cost": "percent",
    "%": "percent",
    "yes / no": "yes_no",
}

_WIDTHS = {
    "why": 42,
    "detail": 42,
    "warning": 42,
    "reason": 42,
    "basis": 40,
    "assumption": 40,
    "source": 34,
    "note": 34,
    "value": 32,
    "title": 28,
    "line": 28,
    "proposed line": 28,
    "line or person": 26,
    "what": 26,
    "check": 40,
    "item": 26,
    "approving body": 26,
    "body": 26,
    "post now": 28,
    "statutory role": 24,
    "points": 14,
    "person": 13,
    "grade and person": 30,
    "person or line": 30,
    "line of the structure": 36,
    "people": 9,
    "month of protection": 15,
    "whole month": 18,
    "pay range": 12,
    "grade": 13,
    "grade now": 13,
    "grade new": 13,
    "round": 14,
    "outcome before": 24,
    "outcome after": 24,
    "weekday": 12,
    "last weekday": 12,
    "state": 11,
    "answer": 46,
    "arithmetic": 42,
    "budget amount": 15,
    "figure": 40,
    "NI category": 10,
    "month": 11,
    "risk": 10,
}


def kind_of(column: Column | AnswerColumn) -> str:
    """The kind of value that a column of an input or an answer table holds: a key of `KINDS`."""
    if isinstance(column, AnswerColumn):
        form = column.form.name
        return "rate" if form == "percent" and _UNIT_KINDS.get(column.unit) == "rate" else form
    if column.unit in _UNIT_KINDS:
        return _UNIT_KINDS[column.unit]
    return "money" if column.unit.startswith("£") and not column.choices else "text"


def number_format_of(column: Column | AnswerColumn) -> str:
    """The number format of a column's cells."""
    return KINDS[kind_of(column)].number_format


def heading_of(column: Column | AnswerColumn) -> str:
    """The text of a column's header cell."""
    return column.heading if isinstance(column, AnswerColumn) else column.name


def width_of(column: Column | AnswerColumn) -> float:
    """How wide a column is, in characters: by its heading or its kind, wide enough for each word of the heading."""
    heading = heading_of(column)
    longest_word = max(len(word) for word in heading.split())
    return max(_WIDTHS.get(heading, KINDS[kind_of(column)].width), longest_word + 3)


def widths_of(columns: Sequence[Column | AnswerColumn]) -> list[float]:
    """The widths of a table's columns; a narrow table's text columns share what is left of the page, the wide most."""
    widths = [width_of(column) for column in columns]
    texts = [number for number, column in enumerate(columns) if kind_of(column) == "text"]
    spare = max(LEAST_TABLE_WIDTH - sum(widths), 0)
    weights = {number: widths[number] ** 2 for number in texts}
    for number, weight in weights.items():
        widths[number] = round(widths[number] + spare * weight / sum(weights.values()), 1)
    return widths


# --- named styles --------------------------------------------------------------------------------------------------


def style_name(kind: str, is_input: bool) -> str:
    """The named style of a kind of value in an input or an answer table."""
    return f"payband {'input' if is_input else 'answer'} {kind.replace('_', ' ')}"


def _font(**how: Any) -> Font:
    return Font(**{"name": FONT, "size": SIZE, "color": INK, **how})


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour, end_color=colour)


_SIDE = Side(style="thin", color=LINE)
_BOX = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_RULE_BELOW = Border(bottom=_SIDE)


def _plain(name: str, font: Font, border: Border) -> NamedStyle:
    vertical = "top" if border is _BOX else "center"
    alignment = Alignment(horizontal="left", vertical=vertical, wrap_text=True)
    return NamedStyle(name, font=font, border=border, alignment=alignment, number_format="@")


def _page_styles() -> list[NamedStyle]:
    return [
        NamedStyle("payband title", font=_font(size=15, bold=True, color=NAVY), alignment=Alignment(vertical="center")),
        NamedStyle(
            "payband summary title",
            font=_font(size=15, bold=True, color=NAVY),
            alignment=Alignment(vertical="top"),  # its row is as high as the charts below the words
        ),
        NamedStyle("payband row", font=_font(color=GREY), alignment=Alignment(vertical="top")),
        NamedStyle(
            "payband unit",
            font=_font(size=8, color=GREY),
            alignment=Alignment(horizontal="left", vertical="bottom", wrap_text=True),
        ),
        NamedStyle(
            "payband heading",
            font=_font(bold=True, color=WHITE),
            fill=_fill(NAVY),
            border=_BOX,
            alignment=Alignment(horizontal="left", vertical="center", wrap_text=True),
        ),
        NamedStyle(
            "payband section",
            font=_font(size=12, bold=True, color=NAVY),
            border=Border(bottom=Side(style="medium", color=NAVY)),
            alignment=Alignment(vertical="bottom"),
        ),
        _plain("payband label", _font(bold=True), _RULE_BELOW),
        _plain("payband value", _font(), _RULE_BELOW),
        _plain("payband fixed", _font(), _BOX),
        _plain("payband link", _font(color="FF0B4F9E", underline="single"), _RULE_BELOW),
    ]


def _summary_styles() -> list[NamedStyle]:
    styles = []
    for name, kind in KINDS.items():
        style = _plain(f"payband summary {name}", _font(), _RULE_BELOW)
        style.number_format = kind.number_format
        styles.append(style)
    return styles


def _kind_styles() -> list[NamedStyle]:
    return [
        NamedStyle(
            style_name(name, is_input),
            font=_font(),
            fill=_fill(INPUT_FILL if is_input else ANSWER_FILL),
            border=_BOX,
            alignment=Alignment(horizontal=kind.horizontal, vertical="top", wrap_text=name == "text"),
            number_format=kind.number_format,
        )
        for is_input in (True, False)
        for name, kind in KINDS.items()
    ]


_STYLE_NAMES = frozenset(style.name for style in (*_page_styles(), *_summary_styles(), *_kind_styles()))


def add_styles(workbook: Workbook) -> None:
    """Adds payband's named styles to a workbook that lacks them."""
    known = set(workbook.named_styles)
    if known.issuperset(_STYLE_NAMES):
        return
    for style in (*_page_styles(), *_summary_styles(), *_kind_styles()):
        if style.name not in known:
            workbook.add_named_style(style)


def set_default_font(workbook: Workbook) -> None:
    """Makes the font of new cells ours. Column widths count its digits, and every system has its like: with
    openpyxl's Calibri, columns came out a third wider wherever Calibri is not installed.
    """
    font = _font(color=None)
    insides: Any = workbook  # openpyxl has no public way to say it
    insides._fonts = IndexedList([font])
    insides._named_styles["Normal"].font = font


# --- rows of a table -----------------------------------------------------------------------------------------------


def style_rows(
    worksheet: Worksheet,
    table_columns: Sequence[Column | AnswerColumn],
    first_row: int,
    last_row: int,
    is_input: bool,
    *,
    first_column: int = 1,
) -> None:
    """Gives the data rows of a table the look of their columns. Call it after the values are in."""
    workbook = worksheet.parent
    assert isinstance(workbook, Workbook)
    add_styles(workbook)
    looks = []
    for number, (column, width) in enumerate(zip(table_columns, widths_of(table_columns), strict=True), first_column):
        letter = get_column_letter(number)
        if letter in worksheet.column_dimensions:
            width = worksheet.column_dimensions[letter].width
        first: Any = worksheet.cell(first_row, number)
        first.style = style_name(kind_of(column), is_input)
        looks.append((copy(first._style), width))  # copying what a name stands for is five times faster than naming it
    for row in range(first_row, last_row + 1):
        lines = 1
        for number, (look, width) in enumerate(looks, start=first_column):
            cell: Any = worksheet.cell(row, number)
            value = cell.value
            cell._style = copy(look)
            if isinstance(value, str):
                lines = max(lines, lines_of(value, width))
                if value.startswith(FORMULA_SIGNS):
                    cell.quotePrefix = True
        set_height(worksheet, row, lines)


def set_height(worksheet: Worksheet, row: int, lines: int) -> None:
    """Makes a row high enough for wrapped text, which LibreOffice does not do on its own; one line needs nothing."""
    if lines > 1 or row in worksheet.row_dimensions:
        worksheet.row_dimensions[row].height = lines * LINE_HEIGHT + 2 if lines > 1 else None


def write_rows(worksheet: Worksheet, table_name: str, rows: Iterable[Sequence[Any]]) -> int:
    """Puts values into a table from its first data row on and gives how many rows; what stood there before goes.

    Call `set_table_rows` with that number next, and `style_rows` after it.
    """
    first_column, header_row, last_column, last_row = _bounds(worksheet.tables[table_name])
    count = 0
    for count, values in enumerate(rows, start=1):
        for number, value in zip(range(first_column, last_column + 1), values, strict=True):
            put(worksheet.cell(header_row + count, number), value)
    for row in range(header_row + count + 1, last_row + 1):
        for number in range(first_column, last_column + 1):
            cell = worksheet.cell(row, number)
            cell.value = None
            cell.style = "Normal"
        set_height(worksheet, row, 1)
    return count


def put(cell: Cell | MergedCell, value: Any) -> None:
    """Puts a value into a cell: yes or no for a truth, a number for a number, and text that stays text."""
    if isinstance(value, bool):
        value = "yes" if value else "no"
    elif isinstance(value, Fraction):
        value = float(value)
    elif not (value is None or isinstance(value, (int, float, Decimal, date, str))):
        value = str(value)  # a financial year
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value) or None  # an empty cell, which formulas count as one
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl would store =1+1 as a formula and #N/A as an error
        if value.startswith(FORMULA_SIGNS):
            cell.quotePrefix = True  # and a person who edits the cell would make it one


def set_table_rows(worksheet: Worksheet, table_name: str, count: int) -> None:
    """Makes an Excel table `count` data rows long (one at least, for Excel allows no table without).

    Its filter keeps its buttons and loses its choices, and a row of totals goes, for they were about other rows.
    """
    table = worksheet.tables[table_name]
    first_column, header_row, last_column, _ = _bounds(table)
    last_row = header_row + max(count, 1)
    table.ref = f"{get_column_letter(first_column)}{header_row}:{get_column_letter(last_column)}{last_row}"
    if table.autoFilter is not None:
        table.autoFilter = AutoFilter(ref=table.ref)
    table.sortState = None
    table.totalsRowCount = table.totalsRowShown = None
    for column in table.tableColumns:
        column.totalsRowFunction = column.totalsRowLabel = column.totalsRowFormula = None
    for row in range(header_row + 1, last_row + 1):
        if row in worksheet.row_dimensions:
            worksheet.row_dimensions[row].hidden = False


def _bounds(table: Table) -> tuple[int, int, int, int]:
    first_column, first_row, last_column, last_row = range_boundaries(table.ref)
    assert first_column and first_row and last_column and last_row
    return first_column, first_row, last_column, last_row
