"""What each step from the establishment to payroll changes in the cost of somebody's post: hours, point, and so on."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from payband.calendar import FinancialYear, date_text
from payband.review.budget.cells import Budget
from payband.review.budget.payroll import Paid
from payband.review.budget.payroll_pay import LATER, PayrollPay, awards_of_year, changed, payroll_pay
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.tables import Person
from payband.units import pounds_text

__all__ = ["AWARD", "HOURS", "INCREMENT", "POINT", "Holder", "Step", "payroll_steps"]

POINT, HOURS, AWARD, INCREMENT = "point", "hours", "award not yet paid", "increment not made"


class Holder(NamedTuple):
    """Somebody with the line of the post, and what the post costs in the year as it is modelled, pence."""

    line: str
    person: Person
    modelled: int


class Step(NamedTuple):
    """A cause, what it changes, pence, and what is said of it."""

    cause: str
    pence: int
    detail: str


class _Costs(NamedTuple):
    """What a post costs, pence, when it is costed at what its holder is paid, and step by step nearer to payroll.

    With the `hours` of payroll; on the `salary` that payroll's comes from, without increments after it; at what is
    `paid` all year; and with the hours but `without_awards`, increments made.
    """

    own: int
    hours: int
    salary: int
    paid: int
    without_awards: int


def payroll_steps(
    inputs: Inputs,
    budget: Budget,
    year: FinancialYear,
    costs: Callable[[Inputs], Mapping[tuple[str, str], int]],
    holders: Mapping[str, Holder],
    rows: Mapping[str, Sequence[Paid]],
) -> Mapping[str, Sequence[Step]]:
    """For each holder who is in payroll what each step changes; `costs` are those of a review by line and person."""
    due = awards_of_year(inputs, year)
    of_payroll = {
        who: payroll_pay(each.person, rows[who], _points(inputs, budget, each), due, inputs)
        for who, each in holders.items()
        if who in rows
    }
    actual = tuple(line.model_copy(update={"costed_at": "actual"}) for line in inputs.structure)
    at_actual = inputs._replace(structure=actual)
    with_hours, on_salary, paid_only = (
        at_actual._replace(people=tuple(changed(person, of_payroll, which) for person in inputs.people))
        for which in ("fte", "salary", "paid")
    )
    stays = inputs.settings.model_copy(update={"increments": "none"})
    runs = [costs(each) for each in (
        at_actual, with_hours, on_salary._replace(settings=stays),
        paid_only._replace(settings=stays, pay_awards=()), with_hours._replace(pay_awards=()),
    )]  # fmt: skip
    found = {}
    for who, pay in of_payroll.items():
        key = (holders[who].line.casefold(), who)
        found[who] = _steps(holders[who], pay, _Costs(*(run.get(key, 0) for run in runs)))
    return found


def _points(inputs: Inputs, budget: Budget, each: Holder) -> Sequence[int]:
    """The salaries of the range that somebody is in now, lowest first."""
    line = next((line for line in inputs.lines("now") if line.line.casefold() == each.line.casefold()), None)
    return budget.points_of(each.person.grade_now or ("" if line is None else line.grade))


def _steps(each: Holder, pay: PayrollPay, cost: _Costs) -> list[Step]:
    shown, of_own = f"{pounds_text(pay.paid)} in payroll", pay.is_of(each.person)
    steps = [
        Step(POINT, cost.own - each.modelled, "the line is not costed at what its holder is paid"),
        Step(HOURS, cost.hours - cost.own, f"FTE {float(pay.fte):g} in payroll"),
    ]
    if pay.is_flat:
        return [*steps, Step(POINT, cost.paid - cost.hours, shown)]
    if pay.missed:
        days = " and ".join(map(date_text, pay.missed))
        steps.append(Step(INCREMENT, cost.salary - cost.hours, f"{shown}, before the increment of {days}"))
    elif not of_own:
        steps.append(Step(POINT, cost.salary - cost.hours, shown))
    if pay.unpaid:
        # Who moves up does so without a later award too.
        before = cost.without_awards if of_own and pay.unpaid == LATER else cost.paid
        after = cost.hours if of_own else cost.salary
        steps.append(Step(AWARD, before - after, "payroll pays the salary of before"))
    return steps
