"""A report as a tree of sections, paragraphs, lists, tables and pictures: written once, then put into Word and HTML."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from payband.report.pictures import Picture
from payband.review.answers import AnswerColumn
from payband.review.disclosure.published import PublishedTable, shown
from payband.units import percent_text, pounds_text

__all__ = [
    "PAGE_WIDTH",
    "TO_FILL_IN",
    "Block",
    "Bullets",
    "Heading",
    "Note",
    "Paragraph",
    "PictureBlock",
    "Recommendations",
    "Report",
    "Section",
    "Table",
    "amount",
    "cell",
    "is_number",
    "least_widths",
    "table_of",
    "widths_of",
]

TO_FILL_IN = "[to be completed]"
"""What is printed where the review says nothing and the author of the report has to."""

ROWS_KEPT_TOGETHER, LETTERS_KEPT_TOGETHER = 14, 700  # of a table, so that it stands on one page
_TEXTS = ("text", "day", "point", "yes_no")


@dataclass(frozen=True)
class Paragraph:
    """A numbered paragraph of a section, as 4.2."""

    text: str


@dataclass(frozen=True)
class Note:
    """Small print below a table or a picture."""

    text: str


@dataclass(frozen=True)
class Heading:
    """A heading between the paragraphs of a section."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """Short lines under the paragraph before them."""

    lines: Sequence[str]


@dataclass(frozen=True)
class Recommendations:
    """What the committee is asked to decide, as (a), (b), ..."""

    lines: Sequence[str]


@dataclass(frozen=True)
class Table:
    """A table of texts with its caption. `numbers` says which columns hold figures; the first column names the row.

    `widths` says how wide the columns are to each other; `has_total` that the last row is a total.
    """

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[bool]
    widths: Sequence[int]
    has_total: bool = False
    number: int = 0

    @property
    def is_short(self) -> bool:
        """Whether it is small enough to be kept on one page."""
        letters = sum(len(text) for texts in self.rows for text in texts)
        return len(self.rows) <= ROWS_KEPT_TOGETHER and letters <= LETTERS_KEPT_TOGETHER


@dataclass(frozen=True)
class PictureBlock:
    """A chart with its caption."""

    picture: Picture
    number: int = 0


Block: TypeAlias = Paragraph | Note | Heading | Bullets | Recommendations | Table | PictureBlock


@dataclass(frozen=True)
class Section:
    """A numbered section; an appendix has a title of its own and no number."""

    title: str
    blocks: Sequence[Block]
    appendix: bool = False


@dataclass(frozen=True)
class Report:
    """The whole report. `front` is what is under the title, `warnings` what a reader must know first."""

    title: str
    subject: str
    body: str
    author: str
    on: date
    front: Sequence[tuple[str, str]]
    warnings: Sequence[str]
    sections: Sequence[Section]
    made_by: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)

    def numbered(self) -> Iterator[tuple[str, str, Section]]:
        """Each section with its number, none for an appendix, and a name that a link can point to."""
        number = 0
        for place, section in enumerate(self.sections, start=1):
            if not section.appendix:
                number += 1
            yield ("" if section.appendix else str(number)), f"section-{place}", section


# --- tables from the answers ---------------------------------------------------------------------------------------


def amount(pence: int | None, unknown: str = "not known") -> str:
    """An amount in a column of £: brackets for what is below zero, a dash for nothing at all.

    >>> amount(-9_090_000), amount(0), amount(None), amount(12_345)
    ('(90,900)', '-', 'not known', '123.45')
    """
    if pence is None:
        return unknown
    return pounds_text(pence, pence_shown=pence % 100 != 0).replace("£", "") if pence else "-"


def cell(value: Any, column: AnswerColumn) -> str:
    """A value of an answer as a table of the report has it; what is not known is said to be."""
    form = column.form.name
    if value is None or value == "":
        return "not stated" if form in _TEXTS else "not known"
    if form == "money" and isinstance(value, int):
        return amount(value)
    if form == "rate" and isinstance(value, int):
        return percent_text(value)
    if form in ("percent", "whole", *_TEXTS) or isinstance(value, str):
        return shown(value, column)
    return f"{column.form.give(value):,}"


def is_number(column: AnswerColumn) -> bool:
    """Whether a column holds figures, which are to the right."""
    return column.form.name not in _TEXTS


def table_of(published: PublishedTable) -> Table:
    """A table that was made for publication, as a table of the report."""
    columns = published.columns
    rows = [[cell(value, column) for value, column in zip(row, columns, strict=True)] for row in published.rows]
    numbers = [is_number(column) for column in columns]
    headings = [column.heading for column in columns]
    return Table(published.caption, headings, rows, numbers, widths_of(headings, rows, numbers), published.has_total)


MOST_WIDTH, PAGE_WIDTH, MARGINS = 34, 92, 3  # letters: of a column of words, of a page of A4, and beside a cell's text
BOLD = 110  # % of plain letters that the headings' letters are wide


def least_widths(headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[bool]) -> list[int]:
    """How many letters wide each column must be, so that no figure is broken and no word but one without end.

    >>> least_widths(("Source", "Figures"), [("https://example.org/" + "a" * 90, "1,234")], (False, True))
    [37, 10]
    """
    found = []
    for place, heading in enumerate(headings):
        least = max((len(word) for word in heading.split()), default=1) * BOLD // 100
        for row in rows:
            if numbers[place]:
                least = max(least, len(row[place]))
            else:  # a link would leave no room for the other columns
                least = max([least, *(min(len(word), MOST_WIDTH) for word in row[place].split())])
        found.append(least + MARGINS)
    return found


def widths_of(headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[bool]) -> list[int]:
    """How wide the columns are to each other: no word broken if it can be helped, then by the letters in them."""
    least = least_widths(headings, rows, numbers)
    wanted = []
    for place in range(len(headings)):
        longest = max((len(row[place]) for row in rows), default=1) + MARGINS
        wanted.append(max(least[place], longest if longest <= MOST_WIDTH else min(longest // 2, 2 * MOST_WIDTH)))
    left, more = PAGE_WIDTH - sum(least), sum(wanted) - sum(least)
    if left <= 0 or more <= left:
        return least if left <= 0 else wanted
    return [each + (want - each) * left // more for each, want in zip(least, wanted, strict=True)]
