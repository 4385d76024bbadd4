"""One-off costs as formulas: stated amounts, statutory redundancy, their total, and the budgets that they pass."""

from payband import library
from payband.forms import Cell
from payband.formulas.native.book import Book, pence
from payband.review.parts.one_off_costs import leaves_on
from payband.review.parts.tables.one_off_costs import COSTS, ONE_OFF_COSTS, STATUTORY, OneOffCostRow
from payband.rules.leaving.redundancy import redundancy_on, week_limit
from payband.workbook.building.workings_sheets import Col, F, Workings

__all__ = ["FOLLOWS", "TABLES", "formulas"]

TABLES = (COSTS.name,)
FOLLOWS = tuple((ONE_OFF_COSTS.name, column) for column in ("amount", "week's pay", "budget"))


def formulas(book: Book) -> tuple[dict[str, list[dict[str, str]]], dict[str, dict[str, str]]]:
    """The formulas of each row, and of the total."""
    rows: list[OneOffCostRow] = list(book.inputs.rows_of(ONE_OFF_COSTS.name))
    weeks = Workings(
        "Workings_redundancy",
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
    statutory = {each.row: _statutory(book, weeks, each) for each in rows if each.kind == STATUTORY}
    if statutory:
        book.sheet(weeks)
    amounts = book.column(COSTS.name, "amount", len(rows))
    budgets = {_key(each): book.input(ONE_OFF_COSTS.name, "budget", each) for each in rows if each.budget is not None}
    pots = book.down(ONE_OFF_COSTS.name, "pot", rows)
    found = []
    for index, row in enumerate(rows):
        formula = {
            "amount": f"{weeks.at('amount', statutory[row.row])}/100"
            if row.row in statutory
            else f"{pence(book.input(ONE_OFF_COSTS.name, 'amount', row))}/100"
        }
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


def _same_sheet(block: str) -> str:
    return block.rpartition("!")[2]


def _key(row: OneOffCostRow) -> str:
    return f"pot {row.pot.casefold()}" if row.pot else f"item {row.item.casefold()}"


def _statutory(book: Book, weeks: Workings, row: OneOffCostRow) -> int:
    """The row of a person's statutory redundancy."""
    with library.figures_used() as used:
        limit = week_limit(leaves_on(row, book.inputs))
    [figure] = used
    here: dict[str, Cell] = {key: weeks.here(key) for key in ("age", "years", "week", "limit")}
    return weeks.add(
        item=row.item,
        age=F(book.input(ONE_OFF_COSTS.name, "age", row)),
        years=F(book.input(ONE_OFF_COSTS.name, "full years", row)),
        week=F(pence(book.input(ONE_OFF_COSTS.name, "week's pay", row))),
        limit=F(f"ROUND({book.figures.amount(figure, limit)}*100,0)"),
        amount=F(str(redundancy_on(here["age"], here["years"], here["week"], here["limit"]))),
    )
