"""The protection of a review in a native workbook: the answers over its workings."""

from typing import Any

from payband.formulas.native.book import Book
from payband.formulas.native.calculation import answer_formulas
from payband.formulas.native.costs import NativeCosts
from payband.ooxml.cells import Formula
from payband.review.core.protection import Protected, ProtectedMonth, ProtectedYear
from payband.sheets.sheet import Sheet

__all__ = ["NativeProtection"]


class NativeProtection:
    """The rows of the answer tables of protection."""

    def __init__(self, book: Book, costs: NativeCosts) -> None:
        self._book = book
        self._costs = costs

    def until(self, place: int) -> str:
        """The formula of the day until which somebody is protected, by the place among the people."""
        kind = self._costs.protected.get(place)
        if kind is None:
            return '""'
        until = self._costs.calculation.at(Protected, "until", kind)
        return f'IFERROR(IF({until}>0,{until},""),"unknown")'

    def months(self) -> list[list[Any]]:
        """The rows by month: formulas with the values that payband computed, nothing where it has no row."""
        return self._rows(ProtectedMonth, "ProtectionByMonth")

    def years(self) -> list[list[Any]]:
        """The rows by financial year."""
        return self._rows(ProtectedYear, "ProtectionByYear")

    def _rows(self, sheet: type[Sheet], table: str) -> list[list[Any]]:
        costs, people = self._costs, self._book.inputs.people
        rows_of = costs.months_protected if sheet is ProtectedMonth else costs.years_protected
        records = self._book.results.tables[table].records()
        _, period, *_ = sheet.answers()
        known = {(record["person"], record[period[1].key]): record for record in records}
        found = []
        for place in costs.protected:
            person = people[place]
            for row in rows_of(place):
                name = costs.calculation.given(sheet, period[0], row)
                record = known.get((person.person, name), {})
                cells: list[Any] = [Formula(self._book.input("People", "person", person), person.person), name]
                formulas = answer_formulas(self._book, sheet, costs.calculation.row(sheet, row))
                cells += [Formula(formula, record.get(key)) for key, formula in formulas.items()]
                found.append(cells)
        return found
