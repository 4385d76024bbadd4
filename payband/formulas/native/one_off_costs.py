"""One-off costs as formulas: stated amounts, statutory redundancy, their total, and the budgets that they pass."""

from payband import library
from payband.forms import Cell
from payband.formulas.native.book import Book, pence
from payband.review.parts.one_off_costs import leaves_on
from payband.review.parts.tables.one_off_costs import COSTS, EXIT, ONE_OFF_COSTS, STATUTORY, OneOffCostRow
from payband.rules.leaving.redundancy import redundancy_on, week_limit
from payband.workbook.building.workings_sheets import FIRST_ROW, Col, F, Workings

__all__ = ["FOLLOWS", "TABLES", "amounts_of", "formulas"]

TABLES = (COSTS.name,)
FOLLOWS = tuple((ONE_OFF_COSTS.name, column) for column in ("amount", "week's pay", "budget"))

_WEEKS = "Workings_redundancy"


def formulas(book: Book) -> tuple[dict[str, list[dict[str, str]]], dict[str, dict[str, str]]]:
    """The formulas of each row, and of the total."""
    rows: list[OneOffCostRow] = list(book.inputs.rows_of(ONE_OFF_COSTS.name))
    pennies = amounts_of(book)
    amounts = book.column(COSTS.name, "amount", len(rows))
    budgets = {_key(each): book.input(ONE_OFF_COSTS.name, "budget", each) for each in rows if each.budget is not None}
    pots = book.down(ONE_OFF_COSTS.name, "pot", rows)
    found = []
    for index, row in enumerate(rows):
        formula = {} if row.kind == EXIT else {"amount": f"{pennies[index]}/100"}  # whose package no formula works out
        budget = budgets.get(_key(row), "")
        cost = book.own(book.answer(COSTS.name, "amount", index))
        if row.pot:
            cost = f"SUMIF({pots},{book.input(ONE_OFF_COSTS.name, 'pot', row)},{book.own(amounts)})" if pots else ""
        if budget and cost:
            formula["budget"] = f"{pence(budget)}/100"
            own = book.own(book.answer(COSTS.name, "budget", index))
            formula["over_budget"] = f'IF(ROUND({cost},2)>{own},"yes","no")'
        found.append(formula)
    return {COSTS.name: found}, {COSTS.name: {"amount": f"ROUND(SUM({_same_sheet(amounts)}),2)"}}


def amounts_of(book: Book) -> list[str]:
    """The pence of each one-off cost: a cell of the inputs, or that of the workings of statutory redundancy.

    An exit's package is worked out by no formula: its cell of the inputs is empty, and so #N/A.
    """
    weeks = next((each for each in book.sheets if each.name == _WEEKS), None)
    rows: list[OneOffCostRow] = list(book.inputs.rows_of(ONE_OFF_COSTS.name))
    statutory = [each for each in rows if each.kind == STATUTORY]
    if statutory and weeks is None:
        weeks = book.sheet(
            Workings(
                _WEEKS,
                "Statutory redundancy pay of each person, from the age and the full years on leaving",
                (
                    Col("item", "item", "text", 40),
                    Col("age", "age", "number"),
                    Col("years", "full years", "number"),
                    Col("week", "a week's pay"),
                    Col("limit", "limit of a week's pay"),
                    Col("amount", "statutory redundancy"),
                ),
            )
        )
        for each in statutory:
            _statutory(book, weeks, each)
    found, at = [], FIRST_ROW
    for row in rows:
        if row.kind == STATUTORY and weeks is not None:
            found.append(weeks.at("amount", at))
            at += 1
        else:
            found.append(pence(book.input(ONE_OFF_COSTS.name, "amount", row)))
    return found


def _same_sheet(block: str) -> str:
    return block.rpartition("!")[2]


def _key(row: OneOffCostRow) -> str:
    return f"pot {row.pot.casefold()}" if row.pot else f"item {row.item.casefold()}"


def _statutory(book: Book, weeks: Workings, row: OneOffCostRow) -> None:
    """Adds the row of a person's statutory redundancy."""
    with library.figures_used() as used:
        limit = week_limit(leaves_on(row, book.inputs))
    [figure] = used
    here: dict[str, Cell] = {key: weeks.here(key) for key in ("age", "years", "week", "limit")}
    weeks.add(
        item=row.item,
        age=F(book.input(ONE_OFF_COSTS.name, "age", row)),
        years=F(book.input(ONE_OFF_COSTS.name, "full years", row)),
        week=F(pence(book.input(ONE_OFF_COSTS.name, "week's pay", row))),
        limit=F(f"ROUND({book.figures.amount(figure, limit)}*100,0)"),
        amount=F(str(redundancy_on(here["age"], here["years"], here["week"], here["limit"]))),
    )
