"""Looks for inputs of a workbook that its tables do not hold, as `payband.review.inputs.raw.lost_tables` tells them."""

from collections.abc import Sequence
from typing import Any

from payband.errors import Problem
from payband.ooxml.package import Package, TablePlace
from payband.ooxml.table_xml import shape_of
from payband.review.inputs.table_names import is_table_of_review, tables_of_sheet
from payband.workbook.reading.values import SheetValues, plain

__all__ = ["lost_inputs", "sheets_of_lost_inputs"]


def sheets_of_lost_inputs(package: Package) -> list[str]:
    """The sheets where inputs may stand without their table, or in a table of another name."""
    return [*_without_tables(package), *(place.sheet for place in _of_other_names(package))]


def _without_tables(package: Package) -> list[str]:
    there = package.tables
    return [sheet for sheet in package.sheets if any(name.casefold() not in there for name in tables_of_sheet(sheet))]


def _of_other_names(package: Package) -> list[TablePlace]:
    """The tables that are none of a review by their name, but one by their columns."""
    others = [place for place in package.tables.values() if not is_table_of_review(place.name)]
    if not others:
        return []
    from payband.review.inputs.raw.lost_tables import known_shape  # which loads every part of a review

    return [place for place in others if known_shape(place.name, place.columns) is not None]


def lost_inputs(package: Package, values: SheetValues) -> list[Problem]:
    """What stands like an input, but where payband does not read it. `values` hold the sheets of it."""
    sheets, others = _without_tables(package), _of_other_names(package)
    if not sheets and not others:
        return []
    from payband.review.inputs.raw.lost_tables import StandingTable, lost_tables

    def cells(sheet: str) -> Sequence[Sequence[Any]]:
        held = values[sheet]
        rows = [list(map(plain, row)) for row in held.rows]
        for (number, column), bad in held.bad.items():
            rows += [[] for _ in range(number - len(rows))]
            row = rows[number - 1]
            row += [None] * (column - len(row))
            row[column - 1] = bad
        return rows

    def standing(place: TablePlace) -> StandingTable:
        def is_filled() -> bool:
            data = shape_of(package, place).data
            rows = cells(place.sheet)[data.first_row - 1 : data.last_row]
            return any(value is not None for row in rows for value in row[data.first_column - 1 : data.last_column])

        return StandingTable(place.name, place.sheet, place.columns, is_filled)

    return list(lost_tables([standing(place) for place in package.tables.values()], sheets, cells))
