"""Reads the tables of a review from the sheets of its workbook."""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import compress
from types import MappingProxyType
from typing import Any

from payband.errors import Problem, did_you_mean, nearest
from payband.kinds import point_text
from payband.ooxml.cells import CellRange
from payband.ooxml.notes import notes_on
from payband.ooxml.package import Package, TablePlace
from payband.ooxml.table_xml import shape_of
from payband.ooxml.units_above import is_ours
from payband.review.inputs.fingerprint import input_fingerprint
from payband.review.inputs.input_table import InputTable
from payband.review.inputs.raw.raw_tables import BadCell, RawTable
from payband.review.inputs.raw.rows_below import RowsBelow, holds_nothing
from payband.review.inputs.reading import read_inputs
from payband.review.inputs.table_names import is_table_of_review
from payband.review.parts.registry import inputs_among
from payband.review.review import Review
from payband.workbook.reading.lost_inputs import lost_inputs
from payband.workbook.reading.rows_below import take_in_rows_below
from payband.workbook.reading.values import SheetCells, SheetValues, plain_column, row_cells
from payband.workbook.review_file import NotAReview, WorkbookFile

__all__ = ["fingerprint_of", "review_of"]

_NONE: Mapping[str, RawTable] = MappingProxyType({})


def review_of(
    name: str, package: Package, values: SheetValues, format: int, instead: Mapping[str, RawTable] = _NONE
) -> Review:
    """The review in the tables of a workbook of a format, by its path; some may stand `instead` of its own."""
    reader = _Reader(package, values, format)
    tables = {**reader.tables(), **instead}
    source = os.path.basename(name)
    if not tables:
        raise NotAReview(
            [Problem("this workbook has none of the tables of a review: start from a review workbook")], source
        )
    found = [*reader.problems, *lost_inputs(package, values)]
    inputs = read_inputs(tables, source, cells=True, found_before=found, format=format)
    settings = tables["Settings"].rows
    setting_rows = {point_text(row.cells.get("setting", "")).casefold(): row.number for row in settings}
    notes = [
        *notes_on(package, values.conversations),
        *(said for each in reader.below.values() for said in each.left_out),
    ]
    return Review.from_inputs(
        inputs, source, input_fingerprint(tables), WorkbookFile(name, package, setting_rows, tables, notes)
    )


def fingerprint_of(package: Package, values: SheetValues, format: int) -> str:
    """The fingerprint of the input tables of a workbook, as everybody who opens it has it."""
    return input_fingerprint(_Reader(package, values, format).tables())


class _Reader:
    def __init__(self, package: Package, values: SheetValues, format: int) -> None:
        self._format = format
        self._known = inputs_among(package.tables)
        self.below: Mapping[str, RowsBelow] = take_in_rows_below(package, values, self._known)
        self._package = package
        self._tables = package.tables
        self._values = values
        self.problems: list[Problem] = []

    def tables(self) -> dict[str, RawTable]:
        """Every input table that the workbook has."""
        return {table.name: raw for table in self._known if (raw := self.read(table)) is not None}

    def read(self, table: InputTable) -> RawTable | None:
        """A table as it stands; None, with a problem, when the workbook lacks it."""
        place = self._tables.get(table.name.casefold())
        if place is None:
            if not table.optional:
                self._missing(table)
            return None
        sheet = self._values[place.sheet]
        block = CellRange.parse(place.ref)
        data = shape_of(self._package, place).data  # without totals, which are nobody's pay and no line's cost
        if data.first_row == block.first_row:
            self._without_headings(table, place)
            return None
        headings = [_heading(each) for each in row_cells(sheet, block, block.first_row)]
        self._check_shape(table, place, sheet, headings)
        headings = self._without_own(table, headings, sheet, block)
        below = self.below[table.name]
        self.problems += below.problems
        further = [data.last_row + 1 + n - below.grown_by for n in below.rows[below.grown_by :]]
        numbers = range(data.first_row, max([min(data.last_row, len(sheet.rows)), *further]) + 1)
        held = _columns(sheet, block, numbers)
        filled = _filled(held, len(numbers))
        if further:  # rows behind one that is asked about
            filled = [
                is_filled and (n <= data.last_row or n in further) for n, is_filled in zip(numbers, filled, strict=True)
            ]
        if not all(filled):
            held = [list(compress(values, filled)) for values in held]
        doubled = [name for name, count in Counter(headings).items() if name and count > 1]
        if len(set(headings)) < len(headings):  # which is a problem, or columns without a heading
            held = list(dict(zip(headings, held, strict=True)).values())
            headings = list(dict.fromkeys(headings))
        made = RawTable.of_columns(table.name, headings, list(compress(numbers, filled)), held)
        made.doubled = doubled
        return made

    def _without_own(self, table: InputTable, headings: list[str], sheet: SheetCells, block: CellRange) -> list[str]:
        """The headings, but for columns of the owner's that happen to be called as one that the workbook is too old to
        know: these are not read.
        """
        new = {column.name: column.unit for column in table.columns if column.since > self._format}
        if not any(name in new for name in headings):
            return headings
        above = row_cells(sheet, block, block.first_row - 1) if block.first_row > 1 else [None] * len(headings)
        return [
            f"{name} (of the owner)" if name in new and not is_ours(new[name], _heading(unit)) else name
            for name, unit in zip(headings, above, strict=True)
        ]

    def _check_shape(self, table: InputTable, place: TablePlace, sheet: SheetCells, headings: list[str]) -> None:
        """Two columns of one name, or cells merged in a table: which value is meant can only be guessed."""
        for name, count in Counter(each for each in headings if each).items():
            if count > 1:
                message = f"{count} columns are called '{name}': delete all but one, or give the others another name"
                gone = [
                    each.name
                    for each in table.columns
                    if each.name not in headings and not each.may_be_absent and each.since <= self._format
                ]
                if gone:
                    message += "; missing: " + ", ".join(f"'{each}'" for each in gone)
                self.problems.append(Problem(message, sheet=place.sheet, table=table.name, column=name))
        block = CellRange.parse(place.ref)
        for merged in sheet.merged:
            if (
                merged.first_row <= block.last_row
                and merged.last_row >= block.first_row
                and merged.first_column <= block.last_column
                and merged.last_column >= block.first_column
            ):
                message = (
                    f"the cells {merged} are merged, so that only the first of them holds a value: select them, choose "
                    "Home > Merge & Centre > Unmerge Cells, and fill in each"
                )
                self.problems.append(Problem(message, sheet=place.sheet, table=table.name, row=merged.first_row))

    def _missing(self, table: InputTable) -> None:
        others = [place.name for place in self._tables.values() if not is_table_of_review(place.name)]
        meant = nearest(table.name, others)
        hint = "" if meant is None else f" ({did_you_mean(meant)})"
        if table.sheet not in self._package.sheets:
            message = f"the sheet '{table.sheet}' with table {table.name} is missing{hint}: copy it from a blank review"
        else:
            message = (
                f"the table {table.name} is missing{hint}: select its cells, choose Insert > Table, and "
                f"name it {table.name}"
            )
        self.problems.append(Problem(message, sheet=table.sheet, table=table.name))

    def _without_headings(self, table: InputTable, place: TablePlace) -> None:
        message = (
            f"the table {table.name} shows no headings: select one of its cells and tick Table Design > Header Row"
        )
        self.problems.append(Problem(message, sheet=place.sheet, table=table.name))


def _heading(value: Any) -> str:
    return "" if value is None or isinstance(value, BadCell) else " ".join(str(value).split())


def _columns(sheet: SheetCells, block: CellRange, numbers: range) -> list[list[Any]]:
    """The cells of the rows of a table, column by column; None where the sheet holds nothing."""
    first, last = block.first_column - 1, block.last_column
    rows = [row[first:last] for row in sheet.rows[numbers.start - 1 : numbers.stop - 1]]
    width = last - first
    if any(len(row) < width for row in rows):  # the sheet ends before the table does
        rows = [row + [None] * (width - len(row)) for row in rows]
    held = [plain_column(values) for values in zip(*rows, strict=True)] or [[] for _ in range(width)]
    for (number, column), bad in sheet.bad.items():
        if number in numbers and first < column <= last:
            held[column - 1 - first][number - numbers.start] = bad
    return held


def _filled(held: Sequence[Sequence[Any]], count: int) -> list[bool]:
    """Which rows have anything in them."""
    filled = [False] * count
    for values in held:
        filled = [one or not holds_nothing(value) for one, value in zip(filled, values, strict=True)]
        if all(filled):
            break  # as nearly always after the first column
    return filled
