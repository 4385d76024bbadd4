"""The input tables as they were found, before anything in them is read."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

__all__ = ["BadCell", "RawRow", "RawTable"]


class BadCell(NamedTuple):
    """What stands in a cell that cannot be read at all: an error value, or a formula that was never calculated."""

    message: str


class RawRow(NamedTuple):
    """A row as it was found: its number in the sheet, and what its cells hold by column."""

    number: int
    cells: Mapping[str, Any]


class RawTable:
    """A table as it was found, made from its rows or, the quick way for thousands, from its columns.

    Either is made from the other when it is asked for. A row may lack a column: then the column holds None there.
    """

    def __init__(self, name: str, columns: Sequence[str], rows: Sequence[RawRow]) -> None:
        self.name = name
        self.columns = columns
        self.rows = rows
        self.doubled: Collection[str] = ()
        """The headings that stand twice: which of their columns is meant is not known, and one may be another's."""

    @classmethod
    def of_columns(
        cls, name: str, columns: Sequence[str], numbers: Sequence[int], held: Sequence[Sequence[Any]]
    ) -> "RawTable":
        """A table from the numbers of its rows and what each of its columns holds."""
        made = cls.__new__(cls)
        made.name, made.columns, made.numbers = name, columns, numbers
        made._held = dict(zip(columns, held, strict=True))
        made.doubled = ()
        return made

    @cached_property
    def rows(self) -> Sequence[RawRow]:
        """The rows."""
        return [self.row(place) for place in range(len(self.numbers))]

    @cached_property
    def numbers(self) -> Sequence[int]:
        """The number of each row in its sheet."""
        return [row.number for row in self.rows]

    @cached_property
    def _held(self) -> dict[str, Sequence[Any]] | None:
        return None  # made from rows

    def column(self, name: str) -> Sequence[Any]:
        """What stands in a column, row by row."""
        if self._held is None:
            return [row.cells.get(name) for row in self.rows]
        return self._held[name] if name in self._held else [None] * len(self.numbers)

    def with_column(self, name: str, value: Any) -> "RawTable":
        """The same table with one more column, which holds the same value in every row."""
        held = {each: self.column(each) for each in self.columns} | {name: [value] * len(self.numbers)}
        made = RawTable.of_columns(self.name, list(held), self.numbers, list(held.values()))
        made.doubled = self.doubled
        return made

    def row(self, place: int) -> RawRow:
        """One of the rows, counted from 0."""
        if self._held is None:
            return self.rows[place]
        return RawRow(self.numbers[place], {name: values[place] for name, values in self._held.items()})
