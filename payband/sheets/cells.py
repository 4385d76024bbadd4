"""Evaluates sheets as formulas: each column of each row as the text that computes it from the cells it rests on.

Where a figure is is for a `Places` to say: on a sheet of workings, in a table of the workbook, or nowhere, so that
its own formula is put in its place.
"""

from collections.abc import Sequence
from functools import reduce
from itertools import pairwise
from operator import add
from typing import Any, Protocol

from payband.forms import Cell, Form, larger
from payband.sheets.links import child_link
from payband.sheets.rows import NO_ROW, Picked, Rows, Runs, place_of_rows
from payband.sheets.search import CellRun
from payband.sheets.sheet import Link, Sheet

__all__ = ["CellRow", "Formulas", "Places"]


class Places(Protocol):
    """Where the figures of sheets are in a workbook."""

    def cell(self, sheet: type[Sheet], name: str, row: int, formulas: "Formulas") -> Form:
        """The cell of a figure, as a formula names it; or the formula itself where it has no cell."""

    def block(self, sheet: type[Sheet], name: str, first: int, last: int) -> str | None:
        """A run of cells of a column; None where they are not one below the other."""


class Formulas:
    """The formulas of some sheets."""

    def __init__(self, all_rows: Sequence[Rows], places: Places) -> None:
        self._rows = place_of_rows(all_rows)
        self._places = places
        self._children: dict[tuple[type[Sheet], str], dict[int, list[int]]] = {}

    def rows_of(self, sheet: type[Sheet]) -> Rows:
        """The rows of a sheet."""
        return self._rows[sheet]

    def formula(self, sheet: type[Sheet], name: str, row: int) -> Form:
        """What works a column out in a row: a `Cell`, or a number where it rests on none."""
        return sheet.columns[name].rule(CellRow(self, sheet, row))

    def row(self, sheet: type[Sheet], number: int) -> "CellRow":
        """A row, whose attributes are cells."""
        return CellRow(self, sheet, number)

    def cell(self, sheet: type[Sheet], name: str, row: int) -> Form:
        """The cell of a figure; of the figure that a picked one is."""
        given = self._rows[sheet].given.get(name)
        if isinstance(given, Picked):
            return self.cell(*given.of[given.which[row]], int(given.row[row]))
        return self._places.cell(sheet, name, row, self)

    def children(self, child: type[Sheet], by: str, row: int) -> list[int]:
        """The rows of a sheet that belong to a row of another."""
        if (child, by) not in self._children:
            found: dict[int, list[int]] = {}
            for number, at in enumerate(self._rows[child].given[by]):
                found.setdefault(int(at), []).append(number)
            self._children[child, by] = found
        return self._children[child, by].get(row, [])

    def total(self, child: type[Sheet], name: str, rows: Sequence[int]) -> Form:
        """The sum of a column over some rows."""
        block = self._block(child, name, rows)
        return reduce(add, (self.cell(child, name, row) for row in rows), 0) if block is None else Cell(f"SUM({block})")

    def largest(self, child: type[Sheet], name: str, rows: Sequence[int]) -> Form:
        """The largest figure of a column over some rows."""
        block = self._block(child, name, rows)
        if block is not None:
            return Cell(f"MAX({block})")
        return reduce(larger, (self.cell(child, name, row) for row in rows)) if rows else 0

    def _block(self, child: type[Sheet], name: str, rows: Sequence[int]) -> str | None:
        """Several rows that are one below the other, as a run of cells."""
        beside = len(rows) > 1 and all(later == earlier + 1 for earlier, later in pairwise(rows))
        return self._places.block(child, name, rows[0], rows[-1]) if beside else None

    def run(self, sheet: type[Sheet], name: str, row: int) -> CellRun:
        """The run of a row as cells. Raises ValueError where they are not one below the other."""
        runs: Runs = self._rows[sheet].given[name]
        first, size = int(runs.first[row]), int(runs.size[row])

        def block(of: str) -> str:
            found = self._places.block(runs.of, of, first, first + size - 1)
            if found is None:
                raise ValueError(f"the rows of {runs.of.__name__} have no cells to search in")
            return found

        return CellRun(block, lambda of, place: self.cell(runs.of, of, first + place - 1), size)


class CellRow:
    """One row as cells: its attributes are the cells of its figures, and the rows it is linked to."""

    __slots__ = ("_formulas", "_number", "_sheet")

    def __init__(self, formulas: Formulas, sheet: type[Sheet], number: int) -> None:
        self._formulas = formulas
        self._sheet = sheet
        self._number = number

    def __getattr__(self, name: str) -> Any:
        declared = self._sheet.links.get(name)
        if name in self._sheet.runs:
            return self._formulas.run(self._sheet, name, self._number)
        if declared is None:
            return self._formulas.cell(self._sheet, name, self._number)
        at = int(self._formulas.rows_of(self._sheet).given[name][self._number])
        if at == NO_ROW:
            return _NoCells(declared)
        assert declared.sheet is not None  # a sheet sets it where it is declared
        return CellRow(self._formulas, declared.sheet, at)

    def total(self, child: type[Sheet], name: str, by: str = "") -> Form:
        """What a column of the rows that belong to this one adds up to."""
        return self._formulas.total(child, name, self._children(child, by))

    def largest(self, child: type[Sheet], name: str, by: str = "") -> Form:
        """The largest figure of a column among the rows that belong to this one; 0 for none."""
        return self._formulas.largest(child, name, self._children(child, by))

    def rows(self, child: type[Sheet], by: str = "") -> list["CellRow"]:
        """The rows that belong to this one."""
        return [CellRow(self._formulas, child, number) for number in self._children(child, by)]

    def _children(self, child: type[Sheet], by: str) -> list[int]:
        return self._formulas.children(child, child_link(child, self._sheet, by), self._number)


class _NoCells:
    """A row that is not there."""

    __slots__ = ("_declared",)

    def __init__(self, declared: Link) -> None:
        self._declared = declared

    def __getattr__(self, name: str) -> Any:
        if self._declared.sheet is not None and name in self._declared.sheet.runs:
            return CellRun(str, lambda _name, _place: 0, 0)
        if self._declared.absent is None:
            raise ValueError(f"the link {self._declared.name} leads to no row, and has nothing to say instead")
        return self._declared.absent
