"""Which counts of a table must be hidden so that no small one can be read or worked out from the others."""

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from typing import TypeAlias

__all__ = ["LEAST", "hidden_counts", "hidden_in_list", "with_totals"]

LEAST = 5
"""The least count that is published, unless another is asked for; 0 is published too."""

Counts: TypeAlias = Sequence[Sequence[int]]
Hidden: TypeAlias = list[list[bool]]

# A table with its totals is a flow. Each row and each column is a junction, the totals being the last of each; a count
# runs from its row to its column, a total of a row or of a column back again, and what flows in flows out. A hidden
# count can be another number when, and only when, one more or one less can be sent through it and back to where it
# started through hidden counts alone, each staying as large as a reader knows it to be. So for each small count the
# cheapest such way round is looked for, and what is on it is hidden with it: everything on it can then be another
# number too.


def with_totals(counts: Counts) -> list[list[int]]:
    """A table with a total at the end of each row and below each column.

    >>> with_totals([[1, 2], [3, 4]])
    [[1, 2, 3], [3, 4, 7], [4, 6, 10]]
    """
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def hidden_counts(counts: Counts, least: int = LEAST, *, keep_total: bool = False) -> Hidden | None:
    """Which cells of a table of people to hide, its totals in the last column and row.

    Hidden is every count and total from 1 to `least` - 1, each count of a row whose total is so small (of few people
    even a 0 tells what happened to the others; not where the whole column is 0), and as few of the other cells as keep
    each hidden one from being worked out. Whoever knows all published cells, and that zeros of larger rows are never
    hidden, is left with at least two numbers for every hidden cell. `keep_total` keeps the total of all in sight. None
    where that cannot be done: the table must then not be published.

    >>> for row in hidden_counts([[3, 12], [9, 11]]):
    ...     print(row)
    [True, True, False]
    [True, True, False]
    [False, False, False]
    """
    table = _Table(with_totals(counts), least, keep_total)
    for row, column in list(table.small()):
        if keep_total and (row, column) == table.corner:
            return None
        table.hidden[row][column] = True
    for row, column in list(table.cells()):
        if table.hidden[row][column] and not table.protect(row, column):
            return None
    return table.hidden


def hidden_in_list(counts: Sequence[int], least: int = LEAST, *, keep_total: bool = False) -> list[bool] | None:
    """The same for counts one below the other and their total, which comes last.

    >>> hidden_in_list([2, 30, 8, 0])
    [True, False, True, False, False]
    """
    if not counts:
        return [False]
    hidden = hidden_counts([[each] for each in counts], least, keep_total=keep_total)
    return None if hidden is None else [row[0] for row in hidden]


class _Table:
    """The counts with their totals, what is hidden of them, and the ways round through it."""

    def __init__(self, values: list[list[int]], least: int, keep_total: bool) -> None:
        self.values = values
        self.least = least
        self.keep_total = keep_total
        self.last_row, self.last_column = len(values) - 1, len(values[0]) - 1
        self.corner = self.last_row, self.last_column
        self.hidden: Hidden = [[False] * len(row) for row in values]
        self._protected: set[tuple[int, int]] = set()

    def cells(self) -> Iterator[tuple[int, int]]:
        return ((row, column) for row in range(self.last_row + 1) for column in range(self.last_column + 1))

    def _is_small(self, value: int) -> bool:
        return 0 < value < self.least

    def _of_few(self, row: int, column: int) -> bool:
        """Whether a count is one of a row of few people. A row of one column is its total itself.

        A column that nobody is in tells nothing of the row: its zeros are shown, as its total is.
        """
        inside = row < self.last_row and column < self.last_column and self.last_column > 1
        anybody = self.values[self.last_row][column] > 0
        return inside and anybody and self._is_small(self.values[row][self.last_column])

    def small(self) -> Iterator[tuple[int, int]]:
        """The cells that may not be seen."""
        for row, column in self.cells():
            if self._is_small(self.values[row][column]) or self._of_few(row, column):
                yield row, column

    def _cost(self, row: int, column: int) -> int | None:
        """What hiding a cell costs a reader: its people, and for a total more than any count; None if it must stay."""
        if self.hidden[row][column]:
            return 0
        value = self.values[row][column]
        if value == 0 or (self.keep_total and (row, column) == self.corner):
            return None
        is_total = row == self.last_row or column == self.last_column
        return value + (self.values[self.last_row][self.last_column] if is_total else 0)

    def _may_fall(self, row: int, column: int) -> bool:
        """Whether a reader who cannot see the cell may think of one less."""
        known_least = 0 if self._of_few(row, column) else 1
        return self.values[row][column] > known_least

    def _ends(self, row: int, column: int) -> tuple[int, int]:
        """The junctions that a cell leads from and to; columns are numbered after the rows."""
        at_row, at_column = row, self.last_row + 1 + column
        forward = (row == self.last_row) == (column == self.last_column)
        return (at_row, at_column) if forward else (at_column, at_row)

    def protect(self, row: int, column: int) -> bool:
        """Hides the cheapest way round through a hidden cell; False where there is none."""
        if (row, column) in self._protected:
            return True
        start, end = self._ends(row, column)
        ways = [self._way(end, start, (row, column))]
        if self._may_fall(row, column) and (ways[0] is None or ways[0][0]):
            ways.append(self._way(start, end, (row, column)))
        found = [way for way in ways if way is not None]
        if not found:
            return False
        for each, other in min(found)[1]:
            self.hidden[each][other] = True
            self._protected.add((each, other))
        return True

    def _way(self, start: int, end: int, without: tuple[int, int]) -> tuple[int, list[tuple[int, int]]] | None:
        """The cheapest way from one junction to another through cells that are hidden or can be, and its cost."""
        costs: dict[int, int] = {start: 0}
        came: dict[int, tuple[int, tuple[int, int]]] = {}
        waiting = [(0, start)]
        while waiting:
            cost, at = heappop(waiting)
            if at == end:
                break
            if cost > costs[at]:
                continue
            for cell in self._cells_at(at):
                source, target = self._ends(*cell)
                onward = target if source == at else source
                extra = self._cost(*cell)
                if extra is None or cell == without or cost + extra >= costs.get(onward, cost + extra + 1):
                    continue
                if source == at or self._may_fall(*cell):
                    costs[onward] = cost + extra
                    came[onward] = at, cell
                    heappush(waiting, (cost + extra, onward))
        if end not in came:
            return None
        cells, at = [], end
        while at != start:
            at, cell = came[at]
            cells.append(cell)
        return costs[end], cells

    def _cells_at(self, junction: int) -> Iterator[tuple[int, int]]:
        if junction <= self.last_row:
            return ((junction, column) for column in range(self.last_column + 1))
        column = junction - self.last_row - 1
        return ((row, column) for row in range(self.last_row + 1))
