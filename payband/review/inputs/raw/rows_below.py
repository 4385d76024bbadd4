"""What was typed below an input table: rows that touch it belong to it, and nothing else there is dropped unsaid.

A spreadsheet program does not always let a table grow with what is typed below it: LibreOffice has no corner to drag.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any, NamedTuple

from payband.errors import Problem
from payband.kinds import point_text
from payband.review.inputs.fields import is_total
from payband.review.inputs.raw.raw_tables import BadCell
from payband.review.inputs.raw.row_words import rows_text

__all__ = ["Ended", "RowsBelow", "holds_nothing", "rows_below"]

Row = Sequence[Any]


class Ended(NamedTuple):
    """An input table as its sheet has it: its name and sheet, its headings in order, the number of its last row, and
    whether that is a row of totals.
    """

    table: str
    sheet: str
    headings: Sequence[str]
    last_row: int
    has_totals: bool = False


class RowsBelow(NamedTuple):
    """Which rows below a table are rows of it, counted from 0; what must be put right; what is left out, in words."""

    rows: Sequence[int] = ()
    problems: Sequence[Problem] = ()
    left_out: Sequence[str] = ()

    @property
    def grown_by(self) -> int:
        """By how many rows the table grows: those that touch it, and one another."""
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], enumerate(self.rows)))


def holds_nothing(value: Any) -> bool:
    """Whether a cell holds nothing that a person would see."""
    return value is None or (isinstance(value, str) and not value.strip())


def rows_below(ended: Ended, rows: Sequence[Row]) -> RowsBelow:
    """What becomes of the rows below a table. `rows` hold what is under its columns, from right below it on.

    Rows that touch the table are rows of it. One with a single cell filled may be a note as well, so it is asked about,
    and so is a total. What comes after an empty row is told; only a total there is left out, with a word.

    >>> ended = Ended("People", "People", ["person", "salary now"], 17)
    >>> rows_below(ended, [["P14", 40000], ["P15", 41000], [None, None]]).rows
    [0, 1]
    >>> found = rows_below(ended, [[None, None], ["P14", 40000], ["P15", 41000]])
    >>> found.rows, found.problems[0].where
    ([], "sheet People, table People, row 19, column 'person'")
    """
    below = _Below(ended, rows)
    touching = next((n for n, places in enumerate(below.filled) if not places), len(rows))
    taken: list[int] = []
    problems: list[Problem] = []
    left_out: list[str] = []
    if ended.has_totals and touching:
        problems.append(below.under_totals(touching))
    elif touching:
        odd = {n: why for n in range(touching) if (why := below.odd(n))}
        taken = [n for n in range(touching) if n not in odd]
        problems += odd.values()
    for first, last in below.runs(touching):
        if all(map(below.is_total, range(first, last + 1))):
            where = f"{rows_text(range(below.number(first), below.number(last) + 1))} of sheet {ended.sheet}"
            left_out.append(f"has a total below table {ended.table} ({where}), which is not a row of it")
        else:
            problems.append(below.apart(first, last))
    return RowsBelow(taken, problems, left_out)


class _Below:
    def __init__(self, ended: Ended, rows: Sequence[Row]) -> None:
        self._ended, self._rows = ended, rows
        self.filled = [[place for place, value in enumerate(row) if not holds_nothing(value)] for row in rows]

    def number(self, n: int) -> int:
        """The number that a row has in the sheet."""
        return self._ended.last_row + 1 + n

    def runs(self, start: int) -> Iterator[tuple[int, int]]:
        """The first and the last of the rows that stand together, from one on."""
        first = None
        for n in range(start, len(self.filled) + 1):
            is_filled = n < len(self.filled) and bool(self.filled[n])
            if is_filled and first is None:
                first = n
            elif not is_filled and first is not None:
                yield first, n - 1
                first = None

    def is_total(self, n: int) -> bool:
        """Whether a row begins like the row below a column of figures."""
        value = self._first(n)
        return isinstance(value, str) and is_total(value)

    def odd(self, n: int) -> Problem | None:
        """What is to be asked about a row that touches the table; nothing where it can only be a row of it."""
        if self.is_total(n):
            return self._problem(
                n,
                "is a total, and a total is not a row of the table: leave an empty row between the table and its "
                "total, "
                "or delete it",
            )
        if len(self.filled[n]) > 1 or isinstance(self._first(n), BadCell):
            return None
        return self._problem(
            n,
            f"only '{point_text(self._first(n))}' is in this row, right below the table: if it is a row of the table, "
            "fill in its other cells; if it is a note, move it to the right of the table or to another sheet",
        )

    def under_totals(self, touching: int) -> Problem:
        """Rows that stand below the table's own row of totals."""
        return self._problem(
            0,
            f"{self._are(0, touching - 1)} below the table's row of totals, and would be left out: insert a row above "
            "the totals and put it there",
        )

    def apart(self, first: int, last: int) -> Problem:
        """Rows with an empty row between them and the table."""
        return self._problem(
            first,
            f"{self._are(first, last)} below the table, which ends in row {self._ended.last_row}, with an empty row "
            "between, and would be left out: put rows of the table right below it, and notes to its right or on "
            "another sheet",
        )

    def _first(self, n: int) -> Any:
        return self._rows[n][self.filled[n][0]]

    def _are(self, first: int, last: int) -> str:
        return f"{rows_text(range(self.number(first), self.number(last) + 1))} {'is' if first == last else 'are'}"

    def _problem(self, n: int, message: str) -> Problem:
        ended = self._ended
        column = ended.headings[self.filled[n][0]]
        return Problem(message, sheet=ended.sheet, table=ended.table, row=self.number(n), column=column)
