"""The sheet Problems in an open workbook: what the button found wrong with the inputs, each with a link to its cell."""

from collections.abc import Mapping, Sequence
from typing import Any

from payband.errors import Problem
from payband.hosts.excel.button_tables import given, places_of
from payband.review.inputs.problem_list import COLUMNS, SAYS, SHEET, TableAt, listed

__all__ = ["write_problems"]

HEADING_ROW = 4


def write_problems(book: Any, problems: Sequence[Problem], others: Mapping[str, TableAt] | None = None) -> str:
    """Writes the sheet Problems, or an earlier one anew, and says so; where there is none, only an earlier one.

    A sheet of that name that is somebody else's stays, and that is said. `others` say where the headings are of sheets
    that hold no table.
    """
    names = [sheet.name for sheet in book.sheets]
    earlier = next((name for name in names if name.casefold() == SHEET.casefold()), "")
    if not problems and not earlier:
        return ""
    if earlier and book.sheets[earlier].range((2, 1)).value != SAYS:
        return f"The sheet {earlier} is not payband's, so that they are not listed there." if problems else ""
    rows = listed(problems, {**places_of(book), **(others or {})}, names)
    if earlier:
        sheet = book.sheets[earlier]
        sheet.used_range.clear_contents()
    else:
        sheet = book.sheets.add(SHEET, after=book.sheets[names[-1]])
    sheet.range((1, 1)).value = SHEET
    sheet.range((2, 1)).value = SAYS
    sheet.range((HEADING_ROW, 1), (HEADING_ROW, len(COLUMNS))).value = [[each.heading for each in COLUMNS]]
    first = HEADING_ROW + 1
    sheet.range((first, 2), (first + len(rows) - 1, len(COLUMNS))).value = [
        list(map(given, row.values)) for row in rows
    ]
    for number, row in enumerate(rows, start=first):
        if row.cell is not None:
            to, at, column = row.cell
            cell = book.sheets[to].range((at, column)).address.replace("$", "")
            quoted = to.replace("'", "''").replace('"', '""')
            sheet.range((number, 1)).formula = f'=HYPERLINK("#\'{quoted}\'!{cell}","{cell}")'
    return f"Every one is on the sheet {SHEET}, with a link to its cell." if problems else ""
