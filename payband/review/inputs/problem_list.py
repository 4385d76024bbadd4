"""The sheet Problems of a review workbook, as every program writes it: what is wrong with the inputs, and where."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from payband.errors import Problem

__all__ = ["COLUMNS", "NONE", "SAYS", "SHEET", "Listed", "ProblemColumn", "TableAt", "listed"]

SHEET = "Problems"
SAYS = "What payband check found in the inputs. Follow a link in column A, put the cell right, and check again."
NONE = "none: the inputs can be used"


class ProblemColumn(NamedTuple):
    """A column of the sheet: its heading, whether it holds text or a number, and its width in characters."""

    heading: str
    unit: str
    width: float


COLUMNS = (
    ProblemColumn("where", "text", 22),
    ProblemColumn("sheet", "text", 22),
    ProblemColumn("table", "text", 18),
    ProblemColumn("row", "value", 8),
    ProblemColumn("column", "text", 22),
    ProblemColumn("problem", "text", 100),
    ProblemColumn("in the guide", "text", 24),
)


class TableAt(NamedTuple):
    """Where a table is: its sheet, the row of its headings, its first column, and the headings."""

    sheet: str
    row: int
    column: int
    headings: Sequence[str]


class Listed(NamedTuple):
    """A row of the sheet: the cell that its link leads to (sheet, row, column), and what the columns after it hold."""

    cell: tuple[str, int, int] | None
    values: Sequence[Any]


def listed(problems: Sequence[Problem], tables: Mapping[str, TableAt], sheets: Collection[str]) -> list[Listed]:
    """The rows of the sheet Problems; one that says so where there is none.

    `tables` say where each table is, by its name in small letters; `sheets` are the names of all sheets.

    >>> [found] = listed([Problem("is empty", table="People", row=7, column="FTE")],
    ...                  {"people": TableAt("People", 4, 1, ("person", "FTE"))}, ["People"])
    >>> found.cell, found.values
    (('People', 7, 2), (None, 'People', 7, 'FTE', 'is empty', 'When it says no, PB1'))
    """
    if not problems:
        return [Listed(None, (None, None, None, None, NONE, None))]
    return [
        Listed(
            _cell_of(each, tables, sheets),
            (each.sheet or None, each.table or None, each.row, each.column or None, each.message, _in_guide(each.code)),
        )
        for each in problems
    ]


def _in_guide(code: str) -> str:
    """Where the guide says what to do about a problem of this kind: a page, and the heading with the code."""
    return f"When it says no, {code}"


def _cell_of(problem: Problem, tables: Mapping[str, TableAt], sheets: Collection[str]) -> tuple[str, int, int] | None:
    """The cell of a problem, as near as it is known."""
    place = tables.get(problem.table.casefold())
    if place is None:
        sheet = next((name for name in sheets if name.casefold() == problem.sheet.casefold()), "")
        return (sheet, 1, 1) if sheet else None
    names = [name.casefold() for name in place.headings]
    at = names.index(problem.column.casefold()) if problem.column.casefold() in names else 0
    return place.sheet, place.row if problem.row is None else problem.row, place.column + at
