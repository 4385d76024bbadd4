"""The answers of money over years: what is paid once and by which budget, savings by year, payback, present value."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from payband.calendar import FinancialYear, date_text
from payband.errors import PaybandError, Problem, WrongInput
from payband.review.answers import AnswerRows
from payband.review.check import Check
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.pay_awards import awards_until, horizon_years
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.tables.one_off_costs import COSTS, MONEY_BY_YEAR, ONE_OFF_COSTS, STATUTORY, OneOffCostRow
from payband.review.years.money import (
    DISCOUNT_RATE,
    Money,
    OneOffCost,
    discount_rate_of,
    discount_rate_problems,
    money_over_years,
    states_the_rate,
)
from payband.review.years.outlook import outlook
from payband.rules.leaving.redundancy import redundancy
from payband.units import counted, percent_text, pounds, pounds_text

__all__ = ["PROBLEMS", "answer", "leaves_on", "one_off_costs"]

MOST_YEARS_BEFORE = 5
"""How long before the first year of the horizon something may be paid: earlier, a date is a slip of the keyboard."""


class _Cost(NamedTuple):
    """A row with its amount and how it came about."""

    row: OneOffCostRow
    amount: int
    why: str


# --- what must hold ------------------------------------------------------------------------------------------------


def _days(inputs: Inputs) -> Iterator[Problem]:
    """Each cost is paid in a year that is looked at, or shortly before."""
    years = horizon_years(inputs.settings)
    for row in inputs.readable_rows(ONE_OFF_COSTS.name):
        paid_in = FinancialYear.containing(row.paid_on)
        if not years[0].start - MOST_YEARS_BEFORE <= paid_in.start <= years[-1].start:
            yield _problem(
                row, "paid on",
                f"{date_text(row.paid_on)} lies outside the years that are looked at, {years[0]} to {years[-1]}: mend "
                "the date, or give the setting 'horizon' more years",
            )  # fmt: skip


def _budgets_of_pots(inputs: Inputs) -> Iterator[Problem]:
    """A pot has one budget."""
    budgets: dict[str, OneOffCostRow] = {}
    for row in inputs.readable_rows(ONE_OFF_COSTS.name):
        pot = row.pot.casefold()
        if pot and row.budget is not None:
            other = budgets.setdefault(pot, row)
            if other.budget != row.budget:
                message = f"row {other.row} gives the pot '{row.pot}' {pounds_text(other.budget or 0)}: give it once"
                yield _problem(row, "budget", message)


def _discount_rate(inputs: Inputs) -> Iterator[Problem]:
    yield from discount_rate_problems(inputs, [row.paid_on for row in inputs.rows_of(ONE_OFF_COSTS.name)])


def _problem(row: OneOffCostRow, column: str, message: str) -> Problem:
    return Problem(message, sheet=ONE_OFF_COSTS.sheet, table=ONE_OFF_COSTS.name, row=row.row, column=column)


def _amounts(inputs: Inputs) -> Iterator[Problem]:
    """An amount, or what statutory redundancy is worked out from, and not both."""
    for row in inputs.readable_rows(ONE_OFF_COSTS.name):
        yield from _amount_problems(row)


def _amount_problems(row: OneOffCostRow) -> Iterator[Problem]:
    given = {"age": row.age, "full years": row.full_years, "week's pay": row.week_pay}
    if row.kind != STATUTORY:
        if row.amount is None:
            yield _problem(row, "amount", f"is empty: give what '{row.kind}' costs; only '{STATUTORY}' is worked out")
        for column, value in given.items():
            if value is not None:
                yield _problem(row, column, f"belongs to the kind '{STATUTORY}': empty it, or change the kind")
        return
    if row.amount is not None:
        message = "statutory redundancy is worked out: empty it, or give the kind 'redundancy stated'"
        yield _problem(row, "amount", message)
    missing = [column for column, value in given.items() if value is None]
    for column in missing:
        yield _problem(row, column, "is empty: statutory redundancy needs the age, the full years and a week's pay")
    if row.week_pay == 0:
        yield _problem(row, "week's pay", "is £0, and so is the redundancy: give what a week is paid")


def _limits(inputs: Inputs) -> Iterator[Problem]:
    """Statutory redundancy can be worked out for the age, and on the day."""
    for row in inputs.readable_rows(ONE_OFF_COSTS.name):
        if row.kind != STATUTORY or None in (row.age, row.full_years) or not row.week_pay:
            continue
        try:
            _statutory(row, inputs)
        except WrongInput as error:
            yield _problem(row, "age", str(error))
        except PaybandError as error:
            yield _problem(row, "paid on", str(error))


PROBLEMS = (_days, _amounts, _limits, _budgets_of_pots, _discount_rate)


def leaves_on(row: OneOffCostRow, inputs: Inputs) -> date:
    """The day whose limit of a week's pay holds: the person's last day where it is given, or else the day of paying."""
    for person in inputs.people:
        if person.person.casefold() == row.person_or_line.casefold() and person.leaves_on is not None:
            return person.leaves_on
    return row.paid_on


def _statutory(row: OneOffCostRow, inputs: Inputs) -> int:
    pence: int = redundancy.rule(row.age, row.full_years, row.week_pay, leaves_on(row, inputs))
    return pence


# --- the answers ---------------------------------------------------------------------------------------------------


def _costs(inputs: Inputs) -> list[_Cost]:
    found = []
    for row in inputs.rows_of(ONE_OFF_COSTS.name):
        if row.kind == STATUTORY:
            why = (
                f"age {row.age}, {counted(row.full_years, 'full year')}, a week's pay of {pounds_text(row.week_pay)} "
                f"up to the limit of {date_text(leaves_on(row, inputs))}"
            )
            found.append(_Cost(row, _statutory(row, inputs), why))
        else:
            found.append(_Cost(row, row.amount, row.note or "stated"))
    return found


def one_off_costs(inputs: Inputs) -> list[OneOffCost]:
    """What the review pays once, and when."""
    return [OneOffCost(each.amount, each.row.paid_on) for each in _costs(inputs)]


def answer(calculated: Calculated) -> PartAnswer:
    """Every one-off cost, the money of every year, payback, net present value and the end of protection."""
    inputs = calculated.inputs
    costs = _costs(inputs)
    looked = outlook(inputs)
    paid = [OneOffCost(each.amount, each.row.paid_on) for each in costs]
    money = money_over_years(inputs, looked, paid, discount_rate_of(inputs, [each.paid_on for each in paid]))
    budgets = _budgets(costs)
    years = [
        (
            str(each.year), each.saving, each.protection, each.one_off, each.net, each.cumulative, each.discounted,
            each.cumulative_discounted, bool(looked.estimated), _why(each.assumed, each.saving),
        )
        for each in money.years
    ]  # fmt: skip
    rows = AnswerRows(COSTS, [_cost_row(each, budgets) for each in costs])
    total = sum(each.amount for each in costs)
    total_row = AnswerRows(COSTS, [("Total", *[None] * 2, total, *[None] * 4, None, None)])
    tables = (AnswerRows(MONEY_BY_YEAR, years), rows)
    checks = [*_budget_checks(budgets), _adds_up(money, total)]
    summary = _summary(money, total, calculated)
    return PartAnswer(tables, (total_row,), checks, [*looked.warnings, *_warnings(inputs, looked.years[-1])], summary)


def _why(assumed: str, saving: int | None) -> str:
    return assumed or ("" if saving is not None else "not known")


class _Budget(NamedTuple):
    """What a pot, or an item with a budget of its own, may cost and does cost."""

    name: str
    most: int
    cost: int


def _key(row: OneOffCostRow) -> str:
    return f"pot {row.pot.casefold()}" if row.pot else f"item {row.item.casefold()}"


def _budgets(costs: Sequence[_Cost]) -> Mapping[str, _Budget]:
    """The budgets by the key of the rows that they pay for."""
    most = {_key(each.row): each.row.budget for each in costs if each.row.budget is not None}
    return {
        key: _Budget(
            next(each.row.pot or each.row.item for each in costs if _key(each.row) == key),
            budget,
            sum(each.amount for each in costs if _key(each.row) == key),
        )
        for key, budget in most.items()
    }


def _cost_row(each: _Cost, budgets: Mapping[str, _Budget]) -> tuple[Any, ...]:
    row, budget = each.row, budgets.get(_key(each.row))
    return (
        row.item,
        row.kind,
        row.person_or_line or None,
        each.amount,
        row.paid_on,
        str(FinancialYear.containing(row.paid_on)),
        row.pot or None,
        None if budget is None else budget.most,
        None if budget is None else budget.cost > budget.most,
        each.why,
    )


def _budget_checks(budgets: Mapping[str, _Budget]) -> Iterator[Check]:
    if budgets:
        over = [each for each in budgets.values() if each.cost > each.most]
        detail = "; ".join(f"{each.name}: {pounds_text(each.cost - each.most)} over" for each in over)
        yield Check("One-off costs are within their budgets", "0 over", f"{len(over)} over", not over, detail)


def _adds_up(money: Money, total: int) -> Check:
    by_year = sum(each.one_off for each in money.years)
    name = "One-off costs by year add up to all of them"
    return Check(name, pounds_text(total), pounds_text(by_year), total == by_year)


def _warnings(inputs: Inputs, last_year: FinancialYear) -> Iterator[str]:
    if states_the_rate(inputs):
        return
    yield (
        "the net present value is at the Treasury's newest Green Book rate that payband holds, since table Assumptions "
        f"states no '{DISCOUNT_RATE}'"
    )
    if awards_until(inputs, last_year.ends_on):
        yield (
            "the net present value discounts amounts that include pay awards at the Treasury's rate, which is for "
            f"constant prices: give the assumption '{DISCOUNT_RATE}' for another"
        )


def _summary(money: Money, total: int, calculated: Calculated) -> list[tuple[str, str, Any, str]]:
    first, last = money.years[0].year, money.years[-1].year
    value, net = money.net_present_value, money.net
    rate = percent_text(money.discount_rate)
    items: list[tuple[str, str, Any, str]] = [
        ("Money over years", "One-off costs", pounds(total), "money"),
        ("Money over years", f"Net saving, {first} to {last}", None if net is None else pounds(net), "money"),
        ("Money over years", "Pays back in", _payback(money), "text"),
        (
            "Money over years", f"Net present value at {rate}, in the money of {first}",
            None if value is None else pounds(value), "money",
        ),
    ]  # fmt: skip
    cliff = _end_of_protection(money, calculated)
    return [*items, ("Money over years", "Protection ends", cliff, "text")] if cliff else items


def _payback(money: Money) -> str:
    if money.net is None:
        return "not known"
    if money.payback is None:
        return f"not by the end of {money.years[-1].year}: {pounds_text(-money.net)} is still to be paid back"
    if money.deepest is not None and money.deepest >= 0:
        return "0 months: the costs never exceed the savings"
    return f"{money.payback.first:%B %Y} ({FinancialYear.containing(money.payback.first)})"


def _end_of_protection(money: Money, calculated: Calculated) -> str:
    """The month in which the last protection ends, and what falls away with it."""
    _, _, _, last_days, _, _, costs, _ = calculated.protection.by_month.columns()
    paid = [day for day, cost in zip(last_days, costs, strict=True) if cost]
    if not paid:
        return ""
    ends_on: date = max(paid)
    year = FinancialYear.containing(ends_on)
    known = {each.year: each.protection for each in money.years}
    parts = [
        f"{pounds_text(pence)} in {each}"
        for each in (FinancialYear(year.start + number) for number in (-1, 0, 1))
        if (pence := known.get(each)) is not None and (pence or each >= year)
    ]
    return f"{date_text(ends_on)}: protection costs {', '.join(parts)}" if parts else date_text(ends_on)
