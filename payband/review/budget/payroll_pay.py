"""What payroll pays somebody, as the review would say it: the salary that it comes from, and awards not paid yet."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from payband.calendar import FinancialYear
from payband.review.budget.payroll import Paid
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.pay_awards import awards_of, awards_until
from payband.review.inputs.tables import Person
from payband.review.parts.tables.budget import PAYROLL
from payband.rules.pay.pay_award import Award, after_awards

__all__ = ["PayrollPay", "awards_of_year", "changed", "payroll_pay"]


class PayrollPay(NamedTuple):
    """What payroll pays somebody: the salary that it comes from in the review, and whether an award is not paid yet.

    Where payroll's salary is no point that is known, it is taken as `is_flat`: paid all year as it is.
    """

    salary: int
    paid: int
    fte: Fraction
    unpaid: bool = False
    is_flat: bool = False


def awards_of_year(inputs: Inputs, year: FinancialYear) -> tuple[Sequence[Award], Sequence[Award]]:
    """The awards of a year that are due on the last day of the payroll.

    First those that the salaries of the review hold already, then those that come on top.
    """
    starts_on = inputs.settings.implementation_date
    last = max((row.paid_to for row in inputs.rows_of(PAYROLL.name)), default=year.starts_on)
    due = [each for each in awards_of(inputs.pay_awards) if year.starts_on <= each.effective_from <= last]
    return [each for each in due if each.effective_from <= starts_on], awards_until(inputs, last)


def payroll_pay(
    person: Person, rows: Sequence[Paid], points: Sequence[int], held: Sequence[Award], later: Sequence[Award]
) -> PayrollPay:
    """What the rows of payroll pay somebody; `points` are the salaries of the range, as the review has them.

    `held` are the awards that these hold already, `later` those that come on top.
    """
    latest = {row.post.casefold(): row for row in rows}
    paid, now = rows[-1].salary or 0, person.salary_now
    fte = sum((row.fte or Fraction(0) for row in latest.values()), Fraction(0)) or person.fte
    if paid == _after(now, later):
        return PayrollPay(now, paid, fte)
    if (paid == now and later) or (held and _after(paid, held) == now):
        return PayrollPay(now, paid, fte, unpaid=True)
    for point in points:
        if _after(point, later) == paid:
            return PayrollPay(point, paid, fte)
    for point in points:
        if (paid == point and later) or (held and _after(paid, held) == point):
            return PayrollPay(point, paid, fte, unpaid=True)
    return PayrollPay(now, paid, fte, is_flat=True)


def _after(salary: int, awards: Sequence[Award]) -> int:
    """A salary after the awards of each day in turn."""
    ordered = sorted(awards, key=lambda each: each.effective_from)
    for _, of_day in groupby(ordered, key=lambda each: each.effective_from):
        salary = int(after_awards(salary, list(of_day)))
    return salary


def changed(person: Person, pay: Mapping[str, PayrollPay], which: str) -> Person:
    """Somebody with the FTE of payroll: on the own salary, on that which payroll's comes from, or on payroll's.

    `which` is fte, salary or paid.
    """
    found = pay.get(person.person.casefold())
    if found is None:
        return person
    salary = {"fte": person.salary_now, "salary": found.salary, "paid": found.paid}[which]
    return person.model_copy(update={"fte": found.fte, "salary_now": salary})
