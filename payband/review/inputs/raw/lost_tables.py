"""Input that no table of a review holds any more: a table made a range again, or one that was copied or renamed.

A workbook need not have the tables of a part, so that what stands there without its table would be left out unsaid.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from payband.errors import Problem
from payband.kinds import blank
from payband.review.inputs.input_table import InputTable
from payband.review.inputs.table_names import INPUT_MARK, is_table_of_review, tables_of_sheet
from payband.review.parts.registry import all_inputs, any_input_table

__all__ = ["Cells", "StandingTable", "known_shape", "lost_tables"]

Cells = Sequence[Sequence[Any]]
"""The cells of a sheet, row by row from its first; None or empty text where one holds nothing."""

_MOST_ROWS_ABOVE = 60  # in which the headings of a table that was made a range are looked for
_FEWEST_HEADINGS, _SHARE_OF_HEADINGS = 3, 0.75
_COPY_OF = re.compile(r"[\s_]*\(?\d*\)?$")


class StandingTable(NamedTuple):
    """A table of a workbook: its name, sheet and headings, and whether it holds anything."""

    name: str
    sheet: str
    headings: Sequence[str]
    is_filled: Callable[[], bool]


def lost_tables(
    standing: Sequence[StandingTable], sheets: Iterable[str], cells: Callable[[str], Cells]
) -> Iterator[Problem]:
    """What stands in a workbook like an input of a review, but where payband does not read it."""
    names = {table.name.casefold() for table in standing}
    for sheet in sheets:
        for name in tables_of_sheet(sheet):
            if name.casefold() not in names and _holds_rows(cells(sheet), any_input_table(name)):
                message = (
                    f"the table {name} is no longer a table, so its rows would be left out: select its cells "
                    f"from the headings down, choose Insert > Table, and name it {name} (Table Design > Table Name); "
                    "if the review does not need them, delete the sheet"
                )
                yield Problem(message, sheet=sheet, table=name)
    for table in standing:
        meant = known_shape(table.name, table.headings)
        if meant is None or not table.is_filled():
            continue
        there = meant.name.casefold() in names
        if not there and not meant.optional:
            continue  # which is told as a table that is missing
        what_to_do = (
            f"the review has a table {meant.name} already: put these rows there"
            if there
            else f"name it {meant.name} (Table Design > Table Name)"
        )
        message = (
            f"it has the columns of {meant.name}, but payband reads no table called {table.name}: {what_to_do}; if it "
            "is only a copy, delete it, or choose Table Design > Convert to Range on a sheet of another name"
        )
        yield Problem(message, sheet=table.sheet, table=table.name)


def known_shape(name: str, headings: Sequence[str]) -> InputTable | None:
    """The input table that a table of another name has the columns of; None where it has those of none."""
    if is_table_of_review(name):
        return None
    there = {" ".join(each.split()).casefold() for each in headings}
    stem = _COPY_OF.sub("", name).casefold()
    best: tuple[float, InputTable | None] = (0.0, None)
    for table in all_inputs():
        columns = {column.name.casefold() for column in table.columns}
        if not {column.name.casefold() for column in table.columns if column.required} <= there:
            continue
        if stem == table.name.casefold():
            return table
        share = len(columns & there) / len(columns)
        if len(columns & there) >= _FEWEST_HEADINGS and share >= _SHARE_OF_HEADINGS and share > best[0]:
            best = (share, table)
    return best[1]


def _holds_rows(cells: Cells, table: InputTable) -> bool:
    """Whether a sheet holds anything below the headings of a table, or below what the template says of it."""
    names = {column.name.casefold() for column in table.columns}
    start = None
    for number, row in enumerate(cells[:_MOST_ROWS_ABOVE]):
        texts = {" ".join(value.split()).casefold() for value in row if isinstance(value, str)}
        if len(names & texts) >= max(2, len(names) / 2):
            start = number + 1
            break
        if any(text.startswith(INPUT_MARK.casefold()) for text in texts):
            start = number + 3  # the units and the headings stand between
    return start is not None and any(not blank(value) for row in cells[start:] for value in row)
