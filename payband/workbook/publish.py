"""The published workbook: built new from what is published, values only, nothing hidden, nobody's name in it."""

import os
import re
from collections.abc import Sequence
from datetime import datetime, time
from textwrap import shorten
from typing import Any
from xml.sax.saxutils import quoteattr

from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from payband.calendar import date_text
from payband.ooxml.built import built_package
from payband.ooxml.package import Package
from payband.ooxml.text_size import lines_of
from payband.review.answers import AnswerColumn
from payband.review.disclosure.published import Publication, PublishedTable, shown
from payband.workbook.building.styles import FONT, INK, KINDS, LINE, NAVY, WHITE, put, set_default_font

__all__ = ["published_package"]

CONTENTS = "Contents"
LETTERS, LETTERS_OF_TITLE = 12, 16  # points: no smaller, for those who see little
LINE_OF_LETTERS = 16.0  # points
LABEL, TEXT = 28, 66  # the widths of the contents' columns
NARROWEST, WIDEST, LEAST_WORDS, PAGE = 14.0, 72.0, 22.0, 140.0  # widths of columns, and of them all on a page
PORTRAIT = 96.0  # no wider than this, columns are printed on an upright page
ASIDE = 3.5  # of a width: what stays free beside a text
OF_PAGE = 90.0  # the width of texts above a table that is narrower: an upright page shows no more in its full size
BOLD = 1.1  # times the room of plain letters
MOST_IN_FOOTER = 80  # letters, beside which the page's number has room; Excel refuses a footer of more than 255
ALT_TEXT = (
    '<extLst><ext uri="{{504A1905-F514-4f6f-8877-14C23A59335A}}" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    "<x14:table altText={title} altTextSummary={summary}/></ext></extLst></table>"
)
NO_PROGRAM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)


def published_package(publication: Publication, target: str | os.PathLike[str]) -> Package:
    """The workbook of a publication, to be saved at the target.

    It has a sheet for each table, an Excel table with headings in its first row and names in its first column, words
    for anyone who cannot see it, and a sheet of contents. No formula, macro, link to outside, comment, merged cell or
    hidden thing is in it, and no name but what repeats the headings on each printed page; its properties are
    title, subject, language and day.
    """
    workbook = Workbook()
    set_default_font(workbook)
    day = datetime.combine(publication.on, time())
    workbook.properties = DocumentProperties(
        creator=None, title=publication.title, subject=publication.subject, language="en-GB", created=day, modified=day
    )
    contents = workbook.worksheets[0]
    contents.title = CONTENTS
    _fill_contents(contents, publication)
    _set_page(contents, publication)
    for table in publication.tables:
        sheet = workbook.create_sheet(table.sheet)
        _fill_sheet(sheet, table)
        _set_page(sheet, publication)
    package = built_package(workbook, os.fspath(target))
    package.write("docProps/app.xml", NO_PROGRAM)
    _set_day(package, day)
    for table in publication.tables:
        _describe(package, table)
    return package


# --- sheets --------------------------------------------------------------------------------------------------------


def _letters(size: int = LETTERS, *, bold: bool = False, colour: str = INK, link: bool = False) -> Font:
    return Font(name=FONT, size=size, bold=bold, color=colour, underline="single" if link else None)


def _text(sheet: Worksheet, row: int, column: int, value: Any, font: Font, width: float = 0) -> None:
    """Puts a text into a cell; with a width it is wrapped in it."""
    cell = sheet.cell(row, column)
    put(cell, value)
    cell.font = font
    cell.alignment = Alignment(vertical="top", wrap_text=bool(width))
    if width:
        height = _height(lines_of(str(value), width, LETTERS))
        sheet.row_dimensions[row].height = max(height, sheet.row_dimensions[row].height or 0)


def _title(sheet: Worksheet, text: str, width: float) -> int:
    """Puts a title on top of a sheet, in as many rows as it takes of a width; the row below it."""
    lines = _lines(text, width, LETTERS_OF_TITLE * BOLD)
    for row, line in enumerate(lines, start=1):
        _text(sheet, row, 1, line, _letters(LETTERS_OF_TITLE, bold=True, colour=NAVY))
        sheet.row_dimensions[row].height = 26
    return 1 + len(lines)


def _lines(text: str, width: float, size: float) -> list[str]:
    """A text in lines of a width, to be in a row each: wrapped in one cell it would be as narrow as its column.

    >>> _lines("Costs are net of what other bodies pay.", 20, 12)
    ['Costs are net of', 'what other bodies', 'pay.']
    """
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if lines[-1] and lines_of(longer, width, size) > 1:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _height(lines: int) -> float:
    return LINE_OF_LETTERS * lines + 4


def _fill_contents(sheet: Worksheet, publication: Publication) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = LABEL, TEXT
    first = _title(sheet, publication.title, LABEL + TEXT)
    lines = [
        ("What it is", publication.subject),
        ("Published on", date_text(publication.on)),
        *publication.headline,
        *((f"Note {number}", note) for number, note in enumerate(publication.notes, start=1)),
    ]
    for row, (label, text) in enumerate(lines, start=first):
        _text(sheet, row, 1, label, _letters(bold=True), LABEL)
        _text(sheet, row, 2, text, _letters(), TEXT)
    for row, table in enumerate(publication.tables, start=first + len(lines)):
        _text(sheet, row, 1, table.sheet, _letters(colour=NAVY, link=True), LABEL)
        cell = sheet.cell(row, 1)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{table.sheet}'!A1", display=table.sheet)
        _text(sheet, row, 2, f"Sheet: {table.caption}", _letters(), TEXT)


def _fill_sheet(sheet: Worksheet, table: PublishedTable) -> None:
    values = [[_value(value, column) for value, column in zip(row, table.columns, strict=True)] for row in table.rows]
    widths = _widths(table.columns, values)
    room = max(OF_PAGE, sum(widths))
    first = _title(sheet, table.caption, room)
    notes = [line for note in table.notes for line in _lines(note, room, LETTERS)]
    for row, line in enumerate(notes, start=first):
        _text(sheet, row, 1, line, _letters())
    header = first + len(notes)
    sheet.print_title_rows = f"{header}:{header}"
    for number, (column, width) in enumerate(zip(table.columns, widths, strict=True), start=1):
        cell = sheet.cell(header, number)
        sheet.column_dimensions[get_column_letter(number)].width = width
        put(cell, column.heading)
        cell.font = _letters(bold=True, colour=WHITE)
        cell.fill = PatternFill("solid", fgColor=NAVY)
        cell.alignment = _alignment(column, number, "center")
    headings = [column.heading for column in table.columns]
    lines = [lines_of(text, width - ASIDE, LETTERS + 1) for text, width in zip(headings, widths, strict=True)]
    sheet.row_dimensions[header].height = _height(max(lines))
    for row, of_row in enumerate(values, start=header + 1):
        is_total = table.has_total and row == header + len(values)
        most = 1
        for number, (column, value, width) in enumerate(zip(table.columns, of_row, widths, strict=True), start=1):
            cell = sheet.cell(row, number)
            put(cell, value)
            cell.font = _letters(bold=is_total)
            cell.number_format = KINDS[column.form.name].number_format
            cell.alignment = _alignment(column, number, "top")
            cell.border = Border(top=Side("medium", color=NAVY) if is_total else None, bottom=Side("thin", color=LINE))
            if isinstance(value, str):
                most = max(most, lines_of(value, width - ASIDE, LETTERS))
        sheet.row_dimensions[row].height = _height(most)
    _add_table(sheet, table, header)


def _alignment(column: AnswerColumn, number: int, vertical: str) -> Alignment:
    """How a cell of a column looks: wrapped, and a little apart from the column next to it."""
    side = KINDS[column.form.name].horizontal
    apart = (side == "left" and number > 1) or (side == "right" and vertical == "center")  # numbers have room in them
    return Alignment(horizontal=side, vertical=vertical, wrap_text=True, indent=1 if apart else 0)


def _value(value: Any, column: AnswerColumn) -> Any:
    """A value as a cell holds it: pounds, a share, a date, text; a mark as it is."""
    return value if isinstance(value, str) else column.form.give(value)


def _widths(columns: Sequence[AnswerColumn], rows: Sequence[Sequence[Any]]) -> list[float]:
    """Widths for the longest text of each column; where they are more than a page, columns of words give way."""
    widths = []
    for number, column in enumerate(columns):
        words = max(column.heading.split(), key=len)
        widths.append(max(_room(text) for text in [words, *(shown(row[number], column) for row in rows)]))
    over = sum(widths) - PAGE
    giving = {n: widths[n] - LEAST_WORDS for n, column in enumerate(columns) if column.form.name == "text"}
    room = sum(each for each in giving.values() if each > 0)
    for number, each in giving.items():
        if over > 0 and each > 0:
            widths[number] -= min(each, over * each / room)
    return widths


def _room(text: str) -> float:
    """The width in which a text takes one line, as far as a column may be as wide."""
    width = NARROWEST
    while width < WIDEST and lines_of(text, width - ASIDE, LETTERS) > 1:
        width += 1
    return width


def _add_table(sheet: Worksheet, table: PublishedTable, header: int) -> None:
    last = sheet.cell(header + len(table.rows), len(table.columns))
    made = Table(displayName=table.name, ref=f"A{header}:{last.coordinate}")
    # Given here, the columns come without a filter, whose buttons would cover the headings.
    made.tableColumns = [
        TableColumn(id=number, name=each.heading) for number, each in enumerate(table.columns, start=1)
    ]
    made.tableStyleInfo = TableStyleInfo(name=None, showFirstColumn=True, showRowStripes=False)
    sheet.add_table(made)


def _set_page(sheet: Worksheet, publication: Publication) -> None:
    """A4, as wide as the page, the title and the page's number in the footer; no name of a file in it."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.sheet_view.showGridLines = False
    setup = sheet.page_setup
    widths = sum(each.width for each in sheet.column_dimensions.values())
    setup.orientation = "portrait" if widths <= PORTRAIT else "landscape"
    setup.paperSize, setup.fitToWidth, setup.fitToHeight = 9, 1, 0  # 9 is A4
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    footer = sheet.oddFooter
    assert isinstance(footer, HeaderFooterItem)
    title = shorten(publication.title, MOST_IN_FOOTER, placeholder=" ...")
    texts = ((footer.left, title.replace("&", "&&")), (footer.right, "Page &P of &N"))
    for part, text in texts:
        assert part is not None  # an empty part counts as false
        part.text, part.size = text, 9


# --- what openpyxl has no way to say -------------------------------------------------------------------------------


def _describe(package: Package, table: PublishedTable) -> None:
    """Gives a table its words for anyone who cannot see it."""
    part = package.tables[table.name.casefold()].table_part
    headings = ", ".join(column.heading for column in table.columns)
    words = ALT_TEXT.format(
        title=quoteattr(table.caption), summary=quoteattr(f"A row for each {table.columns[0].heading}: {headings}")
    )
    package.write(part, package.read(part).replace(b"</table>", words.encode()))


def _set_day(package: Package, day: datetime) -> None:
    """The day of publication as the time of the last change, for which openpyxl takes the clock."""
    part = "docProps/core.xml"
    stamp = f"{day:%Y-%m-%dT%H:%M:%SZ}".encode()
    text = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, package.read(part))
    package.write(part, text)
