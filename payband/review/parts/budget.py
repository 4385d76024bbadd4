"""The budget: where the cost of a review falls, and how the approved budget and payroll differ from it.

**Where it falls.** A line or a person's post falls in a cost centre and a fund, or in shares of several: each component
of its cost is shared to the penny by largest remainders, of equal ones the first. What others pay is income there,
below zero. Protection falls with the new post of the person protected, what is paid once with whom or what it is for.
Exits and arrears fall in the year in which they are paid; arrears now and as proposed, for they are owed anyway.

**By year.** Now is the structure now for the whole year, proposed what is paid: the structure now until the new one
starts, then the new one, displaced people to their last day, protection, and what is paid once.

**Vacancy factor and turnover** are shown apart and are in no other figure.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from payband.calendar import date_text
from payband.review.answers import AnswerRows
from payband.review.budget.cells import FULL_YEAR as PRICE_BASE
from payband.review.budget.cells import Budget, Key
from payband.review.budget.paid_once import said_twice
from payband.review.budget.payroll import PROBLEMS as OF_PAYROLL
from payband.review.budget.problems import PROBLEMS as OF_ALLOCATIONS
from payband.review.budget.reconciled import BUDGET, PAYROLL, UNEXPLAINED, Reconciliation, reconciliation
from payband.review.check import Check
from payband.review.inputs.inputs import Inputs
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.tables.budget import (
    BY_COST_CENTRE,
    CHART,
    DIFFERENCES,
    FULL_YEAR,
    RECHARGES,
    RECONCILED,
    TURNOVER,
    VACANCIES,
    VACANCY_FACTOR,
    CostCentreRow,
)
from payband.review.years.outlook import Outlook, outlook
from payband.units import half_up, pounds, pounds_text

__all__ = ["PROBLEMS", "answer", "taken", "taken_off"]

PROBLEMS = (*OF_ALLOCATIONS, *OF_PAYROLL)

Row = tuple[Any, ...]


def answer(calculated: Calculated) -> PartAnswer:
    """The budget by cost centre, in a full year and by financial year, recharges, and what is taken off apart."""
    budget = Budget(calculated)
    looked = calculated.savings.outlook or outlook(calculated.inputs)
    tables = [
        AnswerRows(BY_COST_CENTRE, list(_by_year(budget))),
        AnswerRows(FULL_YEAR, list(_full_year(budget))),
        AnswerRows(CHART, list(_chart(budget))),
        AnswerRows(RECHARGES, list(_recharges(budget))),
        AnswerRows(VACANCIES, list(_vacancies(budget))),
    ]
    checks = [*_adds_up(budget, looked, calculated), *_codes(budget)]
    warnings = [*_warnings(budget), *_counted_once(calculated.inputs), *_too_much(budget)]
    compared = reconciliation(calculated, budget)
    if compared is not None:
        tables.append(AnswerRows(RECONCILED, list(_reconciled(compared))))
        tables.append(AnswerRows(DIFFERENCES, list(_differences(compared))))
        checks += _closes(compared)
        warnings += _unexplained(compared)
    return PartAnswer(tables, checks=checks, warnings=warnings, summary=list(_summary(budget)))


# --- the tables ----------------------------------------------------------------------------------------------------


def _by_year(budget: Budget) -> Iterator[Row]:
    for key, cell in budget.cells.items():
        if key.period != PRICE_BASE:
            yield (*_place(budget, key), key.period, cell.now, cell.proposed, cell.saving, cell.why or None)


def _full_year(budget: Budget) -> Iterator[Row]:
    for key, cell in budget.cells.items():
        if key.period == PRICE_BASE:
            yield (*_place(budget, key), cell.now, cell.proposed, cell.saving, cell.why or None)


def _place(budget: Budget, key: Key) -> Row:
    """Where an amount falls, as its row says it."""
    where = budget.where
    title, department = where.title(key.cost_centre), where.department(key.cost_centre)
    return key.cost_centre, title or None, department or None, key.fund, key.component, key.subjective or None


def _chart(budget: Budget) -> Iterator[Row]:
    """A full year of each cost centre and fund, net of what others pay."""
    sums: dict[str, tuple[int | None, int | None]] = {}
    for key, cell in budget.cells.items():
        if key.period == PRICE_BASE:
            name = f"{key.cost_centre}: {key.fund}"
            now, proposed = sums.get(name, (0, 0))
            sums[name] = (_plus(now, cell.now), _plus(proposed, cell.proposed))
    yield from ((name, *amounts) for name, amounts in sums.items())


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _recharges(budget: Budget) -> Iterator[Row]:
    for each in budget.recharges():
        yield (each.name, *each.home, *each.to, each.period, each.now, each.proposed, each.now - each.proposed)


def _vacancies(budget: Budget) -> Iterator[Row]:
    for row in budget.where.centres.values():
        for year in map(str, budget.years):
            for what, rate, amount in taken_off(row):
                now, proposed = budget.of_posts(row.cost_centre, year)
                off = [taken(pence, rate, amount) for pence in (now, proposed)]
                yield (row.cost_centre, year, what, budget.where.codes.get(what), rate, now, proposed, *off)


def _reconciled(compared: Reconciliation) -> Iterator[Row]:
    for each in compared.centres:
        rest = {
            other: sum(
                one.pence for one in compared.differences
                if (one.cost_centre, one.other, one.cause) == (each.cost_centre, other, UNEXPLAINED)
            )
            for other in (BUDGET, PAYROLL)
        }  # fmt: skip
        against: list[int | None] = []
        for other, pence in ((BUDGET, each.budget), (PAYROLL, each.payroll)):
            against += [None, None] if pence is None else [pence - each.establishment, rest[other]]
        yield (each.cost_centre, each.establishment, each.budget, each.to_date, each.payroll, *against)


def _differences(compared: Reconciliation) -> Iterator[Row]:
    for each in compared.differences:
        explained = each.cause != UNEXPLAINED
        names = (each.cost_centre, each.other, each.cause, each.line or None, each.person or None)
        yield (*names, each.pence, explained, each.detail or None)


def _closes(compared: Reconciliation) -> Iterator[Check]:
    """The differences of each cost centre add up to what it differs by."""
    for other in (BUDGET, PAYROLL):
        expected = [
            pence - each.establishment
            for each in compared.centres
            if (pence := each.budget if other == BUDGET else each.payroll) is not None
        ]
        if expected or compared.why:
            found = sum(each.pence for each in compared.differences if each.other == other)
            name = f"The differences of the {other} from the establishment of {compared.year} add up"
            told = None if compared.why else sum(expected) == found
            yield Check(name, pounds_text(sum(expected)), pounds_text(found), told, compared.why)


def _unexplained(compared: Reconciliation) -> Iterator[str]:
    if compared.why:
        yield f"Budget: nothing is compared with {compared.year}, which is not known: {compared.why}"
    for other in (BUDGET, PAYROLL):
        rest = [each for each in compared.differences if each.other == other and each.cause == UNEXPLAINED]
        if rest:
            together = pounds_text(sum(each.pence for each in rest))
            centres = ", ".join(dict.fromkeys(each.cost_centre for each in rest))
            yield f"Budget: {together} of the {other} of {compared.year} is not explained, in {centres}"


def taken_off(row: CostCentreRow) -> Iterator[tuple[str, int | None, int | None]]:
    """What is taken off a cost centre: what it is called, and its rate or sum."""
    for what, rate, amount in (
        (VACANCY_FACTOR, row.vacancy_factor, row.vacancy_sum),
        (TURNOVER, row.turnover, row.turnover_sum),
    ):
        if rate is not None or amount is not None:
            yield what, rate, amount


def taken(pence: int | None, rate: int | None, amount: int | None) -> int | None:
    """What is taken off, pence: the rate of pay and on-costs, or the sum."""
    if rate is None:
        return amount
    return None if pence is None else int(half_up(pence * rate, 10_000))


def _counted_once(inputs: Inputs) -> Iterator[str]:
    """What two tables give of an exit is counted once."""
    for name, component, of_exit, once in said_twice(inputs):
        said = f"Budget: the {component} of {name} is {pounds_text(once)} as in table OneOffCosts"
        if of_exit == once:
            yield f"{said}; table Exits has it too, and it is counted once"
        else:
            yield f"{said}, and not {pounds_text(of_exit)} as in table Exits: check which is right"


def _too_much(budget: Budget) -> Iterator[str]:
    """What is taken off is a part of what is paid: the first year in which it is not is said."""
    said = set()
    for cost_centre, year, what, _, _, *paid_and_off in _vacancies(budget):
        paid, off = paid_and_off[:2], paid_and_off[2:]
        for state, costs, taken_off in zip(("now", "proposed"), paid, off, strict=True):
            if None not in (costs, taken_off) and taken_off > costs and (cost_centre, what) not in said:
                said.add((cost_centre, what))
                yield (
                    f"Budget: the {what} of {cost_centre} takes {pounds_text(taken_off)} off the {pounds_text(costs)} "
                    f"that its posts cost in {year} ({state}): check the sum"
                )


def _warnings(budget: Budget) -> Iterator[str]:
    """The cost of a post whose funding ends stays in its cost centre and fund."""
    last = budget.years[-1].ends_on
    for each in budget.falls:
        line = each.costs.part.line
        until = line.externally_funded_until
        if line.external_share and until is not None and until < last and line.posts:
            where = " and ".join(dict.fromkeys(f"{place.cost_centre}, {place.fund}" for place in each.places))
            yield (
                f"Budget: external funding of {line.line} ends on {date_text(until)}; its cost still falls in {where} "
                "after that: say in table CostAllocations where else it is to fall"
            )


# --- checks --------------------------------------------------------------------------------------------------------


def _adds_up(budget: Budget, looked: Outlook, calculated: Calculated) -> Iterator[Check]:
    """The budget adds up to the structure's cost, and that of each year to what the year costs."""
    structure = calculated.structure.total
    yield _same("A full year of the budget adds up to the structure's cost", budget.total(PRICE_BASE), (
        structure.now.cost, structure.proposed.cost,
    ))  # fmt: skip
    for period in budget.periods[1:]:
        year = next((each for each in looked.years if str(each) == period), None)
        total = None if year is None else looked.total(year)
        once = [each for each in budget.once if str(each.year) == period]
        anyway, paid = sum(each.pence for each in once if each.owed_anyway), sum(each.pence for each in once)
        expected: tuple[int | None, int | None] = (None, None)
        if year is None:
            expected = (anyway, paid)
        elif total is not None:
            expected = (total.now.cost + anyway, total.proposed.cost + total.protection_cost + paid)
        yield _same(f"The budget of {period} adds up to what the year costs", budget.total(period), expected)


def _same(name: str, found: tuple[int | None, int | None], expected: tuple[int | None, int | None]) -> Check:
    told = None not in found and None not in expected
    return Check(name, _pair(expected), _pair(found), found == expected if told else None)


def _pair(amounts: Sequence[int | None]) -> str:
    now, proposed = ("not known" if each is None else pounds_text(each) for each in amounts)
    return f"{now} now, {proposed} proposed"


def _codes(budget: Budget) -> Iterator[Check]:
    """Every component that costs anything has a subjective code."""
    missing = list(dict.fromkeys(key.component for key in budget.cells if not key.subjective))
    name = "Every component of the budget has a subjective code"
    detail = f"add to table SubjectiveCodes: {', '.join(missing)}" if missing else ""
    yield Check(name, "0 without", f"{len(missing)} without", not missing, detail)


def _summary(budget: Budget) -> Iterator[tuple[str, str, Any, str]]:
    """The saving of a full year in each fund."""
    sums: dict[str, int | None] = {}
    for key, cell in budget.cells.items():
        if key.period == PRICE_BASE:
            sums[key.fund] = _plus(sums.get(key.fund, 0), cell.saving)
    for fund, pence in sums.items():
        yield "Budget", f"Full-year saving, {fund}", None if pence is None else pounds(pence), "money"
