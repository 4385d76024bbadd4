"""The figures of the charts as formulas over the answers of the same workbook, so that they move together."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from payband.forms import Cell, Form
from payband.formulas.cell_units import WholeUnits
from payband.formulas.places import Places
from payband.ooxml.cells import Formula
from payband.review.answers import CHARTS, TOTAL_BELOW, AnswerTable
from payband.review.chart_data import chart_rows
from payband.review.summary import net_saving_to

__all__ = ["chart_formulas", "summary_savings"]

UNKNOWN = "unknown"


Saving: TypeAlias = Callable[[int], Form]
"""The cell of the saving of a year, by its place in the horizon, in pence."""


class _CellAmounts:
    """The amounts of the answers as formula text, in whole pence."""

    def __init__(self, places: Places, counts: Mapping[str, int], saving: Saving) -> None:
        self._places = places
        self._counts = counts
        self._saving = saving

    def cell(self, table: str, column: str, index: int) -> Form:
        """The cell of an amount."""
        return WholeUnits(self._places.answer(table, column, index))

    def total(self, table: str, column: str) -> Form:
        """The cell of a total."""
        return self.cell(table, column, max(self._counts[table], 1) - 1 + TOTAL_BELOW)

    def sum_where(self, table: str, key: str, wanted: Form, column: str) -> Form:
        """The sum of a column over some rows; an error while one of its cells is unknown."""
        keys, amounts = (self._block(table, each) for each in (key, column))
        known = f'IF(COUNTIF({amounts},"{UNKNOWN}")>0,NA(),0)'
        return WholeUnits(f"SUMPRODUCT(--({keys}={wanted}),{amounts})+{known}")

    def count_where(self, table: str, key: str, wanted: Form) -> Form:
        """The number of some rows."""
        return Cell(f"SUMPRODUCT(--({self._block(table, key)}={wanted}))")

    def saving(self, year: int) -> Form:
        """The cell of a year's saving; nothing where it is not known."""
        known = self._places.results.yearly_savings.savings[year]
        return None if known is None else self._saving(year)

    def sum_of(self, table: AnswerTable, column: str, amounts: Sequence[Form]) -> Form:
        """The sum of the cells."""
        return WholeUnits(f"SUM({self._own(table, column, 0)}:{self._own(table, column, len(amounts) - 1)})")

    def kept(self, table: AnswerTable, column: str, index: int, value: Form) -> Form:
        """The cell of the charts' own table."""
        cell = self._own(table, column, index)
        return WholeUnits(cell) if _is_money(table, column) else Cell(cell)

    def _own(self, table: AnswerTable, column: str, index: int) -> str:
        """A cell as the others of its sheet name it."""
        return self._places.answer(table.name, column, index).rpartition("!")[2]

    def _block(self, table: str, column: str) -> str:
        last = self._places.answer(table, column, max(self._counts[table], 1) - 1).partition("!")[2]
        return f"{self._places.answer(table, column, 0)}:{last}"


def _is_money(table: AnswerTable, heading: str) -> bool:
    return any(column.heading == heading and column.form.name == "money" for column in table.columns)


def _given(text: Cell, *, money: bool) -> str:
    """A formula for a cell that holds pounds, or a number."""
    if isinstance(text, WholeUnits):
        return f'IFERROR(ROUND({text.shown},2),"{UNKNOWN}")'
    return f'IFERROR({f"({text})/100" if money else text},"{UNKNOWN}")'


def chart_formulas(places: Places, rows: Mapping[str, Sequence[Any]], saving: Saving) -> dict[str, list[list[Any]]]:
    """The rows of the charts' tables as formulas with their values; `rows` are those of the answers.

    Nothing for a workbook without charts.
    """
    results = places.results
    if any(table.name.casefold() not in places.package.tables for table in CHARTS):
        return {}
    counts = {name: len(each) for name, each in rows.items()}
    found = {}
    for formulas in chart_rows(results.tables, results.inputs, _CellAmounts(places, counts, saving)):
        table = formulas.table
        values = results.tables[table.name].records()
        found[table.name] = [
            [
                Formula(_given(text, money=column.form.name == "money"), value)
                if isinstance(text, Cell) and value is not None
                else value
                for column, text, value in zip(table.columns, row, record.values(), strict=True)
            ]
            for row, record in zip(formulas.rows, values, strict=True)
        ]
    return found


def summary_savings(places: Places) -> dict[int, Formula]:
    """The savings of the summary by the number of their line, as the cells of the charts' table."""
    results = places.results
    years = results.tables["ChartSavings"].records()
    if "ChartSavings" not in places.first_rows or not years:
        return {}
    in_all, found, year = net_saving_to(years[-1]["financial_year"]), {}, 0
    for number, (section, label, value, _) in enumerate(results.summary()):
        if label == in_all:
            cell = places.answer("ChartSavings", "net saving to date", len(years) - 1)
        elif section == "Savings":
            cell, year = places.answer("ChartSavings", "net saving", year), year + 1
        else:
            continue
        if value is not None:
            found[number] = Formula(cell, value)
    return found
