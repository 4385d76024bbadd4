"""Pay gaps as formulas: how far one mean or median lies below another, and the shares of a group that gain or lose.

The gaps of an equal pay audit are the same, also by the hour.
"""

from payband.forms import Cell
from payband.formulas.native.book import Book
from payband.formulas.native.inputs import Column
from payband.review.parts.tables.equal_pay import EQUAL_PAY
from payband.review.parts.tables.pay_gaps import PAY_GAPS, WHO_GAINS
from payband.rules.measures.pay_gap import pay_gap
from payband.rules.shares import share_of

__all__ = ["FOLLOWS", "TABLES", "formulas"]

TABLES = (PAY_GAPS.name, WHO_GAINS.name, EQUAL_PAY.name)
FOLLOWS: tuple[Column, ...] = ()
"""What is withheld of small groups is not for a formula to decide: every change asks for a new run."""


def formulas(book: Book) -> tuple[dict[str, list[dict[str, str]]], dict[str, dict[str, str]]]:
    """The formulas of each row, and of no total."""
    given = book.results.tables
    found = {name: _gaps(book, name) for name in (PAY_GAPS.name, EQUAL_PAY.name) if name in given}
    if WHO_GAINS.name in given:
        found[WHO_GAINS.name] = _gains(book)
    return found, {}


def _gaps(book: Book, table: str) -> list[dict[str, str]]:
    """The formulas of each row's gaps, where both pays are said and the one compared with is something."""
    rows = []
    for index, record in enumerate(book.results.tables[table].records()):
        found = {}
        for what, parts in (("mean", 100), ("median", 100), ("mean an hour", 1_000_000)):
            key = "mean_gap_an_hour" if parts > 100 else f"{what}_gap"
            if record.get(key) is not None:
                base, pay = (
                    Cell(f"ROUND({book.own(book.answer(table, heading, index))}*{parts},0)")
                    for heading in (f"{what} compared with", what)
                )
                found[key] = f"({pay_gap.rule(base, pay)})/10000"
        rows.append(found)
    return rows


def _gains(book: Book) -> list[dict[str, str]]:
    gains = []
    for index, record in enumerate(book.results.tables[WHO_GAINS.name].records()):
        people = Cell(book.own(book.answer(WHO_GAINS.name, "people", index)))
        gains.append(
            {
                f"{what}_percent": f"({share_of(part, people)})/10000"
                for what in ("rises", "same", "falls", "displaced")
                if record[f"{what}_percent"] is not None
                for part in [Cell(book.own(book.answer(WHO_GAINS.name, what, index)))]
            }
        )
    return gains
