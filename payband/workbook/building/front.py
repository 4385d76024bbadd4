"""The front sheets of a review workbook: About (what it is, its contents, its colours) and Summary (the headline)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from payband.ooxml.text_size import LABEL_WIDTH, SECTION_HEIGHT, STRIP_HEIGHT, VALUE_WIDTH, height_of
from payband.workbook.building.marks import mark_summary
from payband.workbook.building.styles import add_styles, put, style_name

__all__ = ["NOT_YET", "About", "Entry", "fill_about", "fill_blank_summary"]

NOT_YET = "Not yet calculated: run payband review on this file"


@dataclass(frozen=True)
class About:
    """What a review workbook is, whose it is, and what a reader should know before relying on it."""

    title: str
    body: str
    purpose: str
    author: str
    version: str
    date: date
    caveats: Sequence[str] = ()
    sources: Sequence[str] = ()


class Entry(NamedTuple):
    """A line of the contents: a sheet, what sort it is (front, input, calculated), what it holds."""

    sheet: str
    sort: str
    holds: str


def fill_about(worksheet: Worksheet, about: About, contents: Iterable[Entry]) -> None:
    """Fills the About sheet."""
    page = _Page(worksheet)
    page.title(about.title)
    page.section("This workbook")
    page.line("Body", about.body)
    page.line("Purpose", about.purpose)
    page.line("Author", about.author)
    page.line("Version", about.version)
    page.line("Date", about.date, "day")
    for heading, lines in (("What to bear in mind", about.caveats), ("Sources", about.sources)):
        if lines:
            page.section(heading)
        for number, text in enumerate(lines, start=1):
            page.line(str(number), text)
    page.section("Contents")
    for entry in contents:
        page.line(entry.sheet, f"{entry.sort}: {entry.holds}")
        page.link(entry.sheet)
    page.section("Colours")
    page.sample("Input", style_name("text", True), "Yellow: a person types here. The sheet's second row says Input.")
    page.sample(
        "Calculated",
        style_name("text", False),
        "Blue-grey: payband writes here and overwrites what is typed. The sheet's second row says Calculated.",
    )
    page.sample("Heading", "payband heading", "The name of a column. Its unit is in small print above it.")


def fill_blank_summary(worksheet: Worksheet) -> None:
    """Makes the Summary sheet of a review that has no answers yet."""
    page = _Page(worksheet)
    page.title("Summary", "payband summary title", STRIP_HEIGHT)
    page.note(NOT_YET)
    mark_summary(worksheet)


class _Page:
    """Lines of label and value, written from the top of a sheet down."""

    def __init__(self, worksheet: Worksheet) -> None:
        self.worksheet = worksheet
        self.row = 1
        assert isinstance(worksheet.parent, Workbook)
        add_styles(worksheet.parent)
        worksheet.column_dimensions["A"].width = LABEL_WIDTH
        worksheet.column_dimensions["B"].width = VALUE_WIDTH

    def title(self, text: str, style: str = "payband title", height: float = 26) -> None:
        self._put(1, text, style)
        self.worksheet.row_dimensions[self.row].height = height
        self.row += 1

    def note(self, text: str) -> None:
        self._put(1, text, "payband row")
        self.row += 1

    def section(self, text: str) -> None:
        for column in (1, 2):
            self._put(column, text if column == 1 else None, "payband section")
        self.worksheet.row_dimensions[self.row].height = SECTION_HEIGHT
        self.row += 1

    def line(self, label: str, value: Any, form: str = "text") -> None:
        self._put(1, label, "payband label")
        self._put(2, value, f"payband summary {form}")
        self.worksheet.row_dimensions[self.row].height = height_of(label, value)
        self.row += 1

    def sample(self, label: str, style: str, text: str) -> None:
        self._put(1, label, style)
        self._put(2, text, "payband value")
        self.worksheet.row_dimensions[self.row].height = height_of(label, text)
        self.row += 1

    def link(self, sheet: str) -> None:
        """Makes the label just written a link to a sheet."""
        cell = self.worksheet.cell(self.row - 1, 1)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{sheet}'!A1", tooltip=f"Go to the sheet {sheet}")
        cell.style = "payband link"

    def _put(self, column: int, value: Any, style: str) -> None:
        cell = self.worksheet.cell(self.row, column)
        cell.style = style
        put(cell, value)
