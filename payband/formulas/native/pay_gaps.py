"""Pay gaps as formulas: how far one mean or median lies below another, and the shares of a group that gain or lose."""

from payband.forms import Cell
from payband.formulas.native.book import Book
from payband.formulas.native.inputs import Column
from payband.review.parts.tables.pay_gaps import PAY_GAPS, WHO_GAINS
from payband.rules.measures.pay_gap import pay_gap
from payband.rules.shares import share_of

__all__ = ["FOLLOWS", "TABLES", "formulas"]

TABLES = (PAY_GAPS.name, WHO_GAINS.name)
FOLLOWS: tuple[Column, ...] = ()
"""What is withheld of small groups is not for a formula to decide: every change asks for a new run."""


def formulas(book: Book) -> tuple[dict[str, list[dict[str, str]]], dict[str, dict[str, str]]]:
    """The formulas of each row, and of no total."""
    gaps = []
    for index, record in enumerate(book.results.tables[PAY_GAPS.name].records()):
        found = {}
        for what in ("mean", "median"):
            if record[f"{what}_gap"] is not None:
                base, pay = (
                    Cell(f"ROUND({book.own(book.answer(PAY_GAPS.name, heading, index))}*100,0)")
                    for heading in (f"{what} compared with", what)
                )
                found[f"{what}_gap"] = f"({pay_gap.rule(base, pay)})/10000"
        gaps.append(found)
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
    return {PAY_GAPS.name: gaps, WHO_GAINS.name: gains}, {}
