"""The notes to the accounts as formulas: sums of a senior officer's pay, middles of bands, ratios and totals."""

from collections.abc import Iterator

from payband.forms import Cell
from payband.formulas.native.book import Book
from payband.formulas.native.inputs import Column
from payband.review.parts.tables.accounts_notes import (
    BRACKETS,
    CHANGES,
    EXIT_PACKAGES,
    FAIR_PAY,
    MULTIPLE,
    NOTES,
    REMUNERATION,
)
from payband.rules.measures.fair_pay import band_midpoint
from payband.rules.measures.pay_multiple import pay_multiple_of
from payband.rules.shares import share_of

__all__ = ["FOLLOWS", "TABLES", "formulas"]

TABLES = (REMUNERATION.name, FAIR_PAY.name, CHANGES.name, MULTIPLE.name, EXIT_PACKAGES.name, BRACKETS.name)
FOLLOWS: tuple[Column, ...] = ()
"""Who is in which bracket, and whose pay is at a percentile, asks for a new run: no formula follows an input."""

_PAID = ("salary, fees and allowances", "bonus", "expense allowance", "loss of office", "benefits in kind")


def formulas(book: Book) -> tuple[dict[str, list[dict[str, str]]], dict[str, dict[str, str]]]:
    """The formulas of each row and total."""
    found: dict[str, list[dict[str, str]]] = {
        REMUNERATION.name: list(_remuneration(book)),
        FAIR_PAY.name: list(_fair_pay(book)),
        CHANGES.name: list(_changes(book)),
        MULTIPLE.name: list(_multiple(book)),
        EXIT_PACKAGES.name: list(_packages(book)),
        BRACKETS.name: [{} for _ in range(len(book.results.tables[BRACKETS.name]))],
    }
    totals = {
        REMUNERATION.name: _sums(book, REMUNERATION.name, {
            "salary_fees_and_allowances": "salary, fees and allowances", "bonus": "bonus",
            "expense_allowance": "expense allowance", "loss_of_office": "loss of office",
            "benefits_in_kind": "benefits in kind", "remuneration": "remuneration",
        }),
        EXIT_PACKAGES.name: _sums(
            book, EXIT_PACKAGES.name, {each: each for each in ("compulsory", "other", "people", "cost")}
        ),
        BRACKETS.name: _sums(book, BRACKETS.name, {"people": "people"}),
    }  # fmt: skip
    return found, {name: sums for name, sums in totals.items() if sums}


def _own(book: Book, table: str, heading: str, index: int) -> str:
    """A cell of a row, as its own sheet names it."""
    return book.own(book.answer(table, heading, index))


def _pence(book: Book, table: str, heading: str, index: int) -> Cell:
    return Cell(f"ROUND({_own(book, table, heading, index)}*100,0)")


def _sums(book: Book, table: str, columns: dict[str, str]) -> dict[str, str]:
    """The total of each column, by its key and heading; none of a table without rows."""
    last = len(book.results.tables[table]) - 1
    if last < 0:
        return {}
    ends = {key: [_own(book, table, heading, index) for index in (0, last)] for key, heading in columns.items()}
    return {key: f"ROUND(SUM({first}:{end}),2)" for key, (first, end) in ends.items()}


def _remuneration(book: Book) -> Iterator[dict[str, str]]:
    name = REMUNERATION.name
    for index, record in enumerate(book.results.tables[name].records()):
        paid = "+".join(_own(book, name, each, index) for each in _PAID)
        found = {"remuneration": f"ROUND({paid},2)"}
        if record["with_pension"] is not None:
            own = [_own(book, name, each, index) for each in ("remuneration", "pension contribution")]
            found["with_pension"] = f"ROUND({own[0]}+{own[1]},2)"
        yield found


def _fair_pay(book: Book) -> Iterator[dict[str, str]]:
    name = FAIR_PAY.name
    rows = len(book.results.tables[name])
    if not rows:
        return
    width = Cell(f"ROUND({book.input(NOTES.name, 'band width', book.inputs.rows_of(NOTES.name)[0])}*100,0)")
    for index in range(rows):
        highest, pay, salary_of_highest, salary = (
            _pence(book, name, each, index) for each in ("highest", "pay", "highest salary", "salary")
        )
        middle, middle_salary = (
            _pence(book, name, each, index) for each in ("middle of band", "middle of salary band")
        )
        yield {
            "middle_of_band": f"({band_midpoint(highest, width)})/100",
            "ratio": f"({pay_multiple_of(middle, pay)})/100",
            "middle_of_salary_band": f"({band_midpoint(salary_of_highest, width)})/100",
            "salary_ratio": f"({pay_multiple_of(middle_salary, salary)})/100",
        }


def _changes(book: Book) -> Iterator[dict[str, str]]:
    name = CHANGES.name
    for index, record in enumerate(book.results.tables[name].records()):
        before, now = (_pence(book, name, each, index) for each in ("last year", "this year"))
        yield {} if record["change"] is None else {"change": f"({share_of(now - before, before)})/10000"}


def _multiple(book: Book) -> Iterator[dict[str, str]]:
    name = MULTIPLE.name
    for index in range(len(book.results.tables[name])):
        highest, median = (_pence(book, name, each, index) for each in ("highest", "median"))
        yield {"multiple": f"({pay_multiple_of(highest, median)})/100"}


def _packages(book: Book) -> Iterator[dict[str, str]]:
    name = EXIT_PACKAGES.name
    for index in range(len(book.results.tables[name])):
        compulsory, other = (_own(book, name, each, index) for each in ("compulsory", "other"))
        yield {"people": f"{compulsory}+{other}"}
