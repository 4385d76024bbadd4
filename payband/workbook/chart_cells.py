"""The figures of the charts as formulas over the answers of the same workbook, so that they move together."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from payband.forms import Cell, Form
from payband.review.answers import CHARTS, TOTAL_BELOW, AnswerTable
from payband.review.chart_data import chart_rows, to_march
from payband.workbook.cell_units import WholeUnits
from payband.workbook.cells import Formula
from payband.workbook.places import Places

__all__ = ["chart_formulas", "summary_savings"]

UNKNOWN = "unknown"


FirstSaving: TypeAlias = Callable[[Form, Form, Form, Form], Form]


class _CellAmounts:
    """The amounts of the answers as formula text, in whole pence."""

    def __init__(self, places: Places, counts: Mapping[str, int], first_saving: FirstSaving | None) -> None:
        self._places = places
        self._counts = counts
        self._first_saving = first_saving

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

    def first_saving(self, full_year: Form, day: date) -> Form:
        """By the cell of the implementation date; an error once that lies in another financial year."""
        start = self._places.setting("implementation date")
        year = self._places.answer("ChartSavings", "financial year", 0)
        month = Cell(f"IF(YEAR(EDATE({start},-3))=VALUE(LEFT({year},4)),MOD(MONTH({start})-4,12)+1,NA())")
        of_days = Cell(f"DAY(EOMONTH({start},0))")
        terms = (full_year, month, of_days - Cell(f"DAY({start})") + 1, of_days)
        return to_march(*terms) if self._first_saving is None else self._first_saving(*terms)

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


def chart_formulas(
    places: Places,
    rows: Mapping[str, Sequence[Any]],
    not_live: Mapping[str, Sequence[str]] = {},
    said: str = "",
    first_saving: FirstSaving | None = None,
) -> dict[str, list[list[Any]]]:
    """The rows of the charts' tables as formulas with their values; `rows` are those of the answers.

    Nothing for a workbook without charts. The columns of `not_live` that hold amounts say `said` in their stead.
    `first_saving` gives the part of a year's saving in steps, from the terms of `to_march`.
    """
    results = places.results
    if any(table.name.casefold() not in places.package.tables for table in CHARTS):
        return {}
    counts = {name: len(each) for name, each in rows.items()}
    found = {}
    for formulas in chart_rows(results.tables, results.inputs, _CellAmounts(places, counts, first_saving)):
        table = formulas.table
        values = results.tables[table.name].records()
        found[table.name] = [
            [
                said
                if value is not None and column.heading in not_live.get(table.name, ())
                else Formula(_given(text, money=column.form.name == "money"), value)
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
    lines = [(number, each) for number, each in enumerate(results.summary()) if each[0] == "Savings"]
    if "ChartSavings" not in places.first_rows:
        return {}
    last = len(results.tables["ChartSavings"]) - 1
    found = {}
    for index, (number, (_, _, value, _)) in enumerate(lines):
        sums = index == len(lines) - 1
        cell = places.answer("ChartSavings", "net saving to date" if sums else "net saving", last if sums else index)
        if value is not None:
            found[number] = Formula(cell, value)
    return found
