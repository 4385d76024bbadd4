"""Searches among rows that follow each other, such as the points of a pay range: each primitive in every form.

What a run answers, whichever form its columns have:

- `place_at_or_below(name, value)`: the place, 1 for the first, of the last known figure of a column that is at or below
  a value; 1 where none is. The known figures of the column must not fall from row to row.
- `at(name, place)`: the figure of a column at a place. Not known where that of the row is not, or without rows.
- `first(name)`, `last(name)`: the figures at its two ends.
- `total(name)`: what a column adds up to, 0 without rows.
- `size`: how many rows there are.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from payband.forms import Cell, Form
from payband.sheets.unknown import Maybe, Unknown

if TYPE_CHECKING:
    import numpy as np

    Array: TypeAlias = "np.ndarray[Any, np.dtype[Any]]"

__all__ = ["NO_ROWS", "CellRun", "ColumnRuns", "LambdaRun", "ListRun"]

NO_ROWS = "there is nothing to search in"


class ListRun:
    """A run of whole numbers, in which one value at a time is sought.

    >>> run = ListRun(3, {"salary": [2_000_000, Unknown("never published"), 2_400_000]}.__getitem__)
    >>> run.place_at_or_below("salary", 2_300_000), run.place_at_or_below("salary", 1_900_000), run.at("salary", 2)
    (1, 1, Unknown('never published'))
    """

    __slots__ = ("_column", "_known", "size")

    def __init__(self, size: int, column: Callable[[str], Sequence[Form]]) -> None:
        self.size = size
        self._column = column  # asked for each time: so whoever keeps note of what is read sees it
        self._known: dict[str, tuple[list[int], list[int]]] = {}

    def place_at_or_below(self, name: str, value: Form) -> Form:
        """The place of the last known figure at or below a value; 1 where none is."""
        if isinstance(value, Unknown):
            return value
        column = self._column(name)
        if name not in self._known:
            known = [(each, at) for at, each in enumerate(column, 1) if not isinstance(each, Unknown)]
            self._known[name] = [each for each, _ in known], [at for _, at in known]
        figures, places = self._known[name]
        found = bisect_right(figures, value)
        return places[found - 1] if found else 1

    def at(self, name: str, place: Form) -> Form:
        """The figure at a place."""
        if isinstance(place, Unknown):
            return place
        return self._column(name)[place - 1] if self.size else Unknown(NO_ROWS)

    def first(self, name: str) -> Form:
        """The first figure."""
        return self.at(name, 1)

    def last(self, name: str) -> Form:
        """The last figure."""
        return self.at(name, self.size)

    def total(self, name: str) -> Form:
        """The sum of a column."""
        return sum(self._column(name))


class ColumnRuns:
    """Runs of NumPy columns: one for all rows that seek, or for each its own, by where it starts and how long it is.

    `no_rows` is the place of the reason why nothing is known of a run without rows.
    """

    __slots__ = ("_column", "_first", "no_rows", "size")

    def __init__(self, column: Callable[[str], Form], first: Form, size: Form, no_rows: int) -> None:
        self._column = column
        self._first = first
        self.size = size
        self.no_rows = no_rows

    def only(self, rows: "Array") -> "ColumnRuns":
        """The runs of some rows; those of the others have no rows."""
        import numpy as np

        return ColumnRuns(self._column, self._first, np.where(rows, self.size, 0), self.no_rows)

    def place_at_or_below(self, name: str, value: Form) -> Form:
        """The place of the last known figure at or below each value; 1 where none is."""
        import numpy as np

        if isinstance(value, Maybe):
            return Maybe(self.place_at_or_below(name, value.values), value.why)
        column = self._column(name)
        if isinstance(self._first, int):
            return _places(column, self._first, self.size, value)
        found = np.ones(len(value), np.int64)
        order = np.lexsort((self.size, self._first))
        first, size = self._first[order], self.size[order]
        starts = np.flatnonzero((first[1:] != first[:-1]) | (size[1:] != size[:-1])) + 1
        for rows in np.split(order, starts) if len(order) else ():
            found[rows] = _places(column, int(self._first[rows[0]]), int(self.size[rows[0]]), value[rows])
        return found

    def at(self, name: str, place: Form) -> Form:
        """The figure at each place."""
        import numpy as np

        if isinstance(place, Maybe):
            found = self.at(name, np.minimum(np.maximum(place.values, 1), np.maximum(self.size, 1)))
            values, why = (found.values, found.why) if isinstance(found, Maybe) else (found, 0)
            return Maybe(values, np.where(place.why > 0, place.why, why))
        column, empty = self._column(name), self.size == 0
        if not (empty if isinstance(self.size, int) else empty.any()):
            return _taken(column, place + (self._first - 1))
        count = len(column.values if isinstance(column, Maybe) else column)
        if not count:
            shape = np.broadcast(place, empty).shape
            return Maybe(np.zeros(shape, np.int64), np.full(shape, self.no_rows))
        found = _taken(column, np.clip(self._first + place - 1, 0, count - 1))
        values, why = (found.values, found.why) if isinstance(found, Maybe) else (found, 0)
        return Maybe(values, np.where(empty, self.no_rows, why))

    def first(self, name: str) -> Form:
        """The first figure of each run."""
        return self.at(name, 1)

    def last(self, name: str) -> Form:
        """The last figure of each run."""
        import numpy as np

        return self.at(name, np.maximum(self.size, 1))

    def total(self, name: str) -> Form:
        """The sum of a column over each run; its figures are known."""
        import numpy as np

        sums = np.concatenate(([0], np.cumsum(self._column(name))))
        return sums[self._first + self.size] - sums[self._first]


def _taken(column: Form, rows: Form) -> Form:
    return column.taken(rows) if isinstance(column, Maybe) else column[rows]


def _places(column: Form, first: int, size: int, value: Form) -> Form:
    import numpy as np

    if not isinstance(column, Maybe):
        return np.maximum(np.searchsorted(column[first : first + size], value, side="right"), 1)
    known = np.flatnonzero(column.why[first : first + size] == 0)
    found = np.searchsorted(column.values[first : first + size][known], value, side="right")
    return np.concatenate(([1], known + 1))[found]


class CellRun:
    """A run of cells, one below the other. Its sheet has a column `known`: how many salaries are known so far.

    `block` names the cells of a column and `cell` one of them by its place.
    """

    __slots__ = ("_block", "_cell", "_size")

    def __init__(self, block: Callable[[str], str], cell: Callable[[str, int], Form], size: int) -> None:
        self._block = block
        self._cell = cell
        self._size = size

    @property
    def size(self) -> Form:
        """How many rows there are, as a formula."""
        return Cell(f"ROWS({self._block('known')})") if self._size else 0

    def place_at_or_below(self, name: str, value: Form) -> Form:
        """COUNTIF says how many known figures are at or below the value, MATCH where the last of them is."""
        if not self._size:
            return _NOTHING
        figures, known = self._block(name), self._block("known")
        before = f"{self._cell('known', 1)}-COUNT({self._cell(name, 1)})"
        return Cell(f'IFERROR(MATCH(COUNTIF({figures},"<="&{value})+{before},{known},0),1)')

    def at(self, name: str, place: Form) -> Form:
        """INDEX of a column."""
        return Cell(f"INDEX({self._block(name)},{place})") if self._size else _NOTHING

    def first(self, name: str) -> Form:
        """The first cell."""
        return self._cell(name, 1) if self._size else _NOTHING

    def last(self, name: str) -> Form:
        """The last cell."""
        return self._cell(name, self._size) if self._size else _NOTHING

    def total(self, name: str) -> Form:
        """SUM of a column."""
        return Cell(f"SUM({self._block(name)})") if self._size else 0


_NOTHING = Cell("NA()")


class LambdaRun:
    """A run of values inside a LAMBDA, text where one is not known: `columns` says what each is called there."""

    __slots__ = ("_columns",)

    def __init__(self, **columns: str) -> None:
        self._columns = columns

    @property
    def size(self) -> Form:
        """How many rows there are."""
        return Cell(f"ROWS({next(iter(self._columns.values()))})")

    def place_at_or_below(self, name: str, value: Form) -> Form:
        """The largest place of a known figure at or below the value."""
        figures = self._columns[name]
        below = f"LAMBDA(each,at,IF(ISNUMBER(each),IF(each<={value},at,1),1))"
        return Cell(f"MAX(MAP({figures},SEQUENCE({self.size}),{below}))")

    def at(self, name: str, place: Form) -> Form:
        """INDEX of a column; #N/A where the figure is not known."""
        figure = f"INDEX({self._columns[name]},{place})"
        return Cell(f"IF(ISNUMBER({figure}),{figure},NA())")

    def first(self, name: str) -> Form:
        """The first figure."""
        return self.at(name, 1)

    def last(self, name: str) -> Form:
        """The last figure."""
        return self.at(name, self.size)
