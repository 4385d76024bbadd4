"""What payroll pays somebody, as the review would say it: the salary that it comes from, increments and awards."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from payband.calendar import FinancialYear
from payband.review.budget.payroll import Paid
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.pay_awards import awards_of, awards_until, increments_of
from payband.review.inputs.tables import Person
from payband.review.parts.tables.budget import PAYROLL
from payband.rules.pay.increments import after_increment
from payband.rules.pay.pay_award import Award, after_awards

__all__ = ["HELD", "LATER", "Due", "PayrollPay", "awards_of_year", "changed", "payroll_pay"]

HELD, LATER = "held", "later"


class PayrollPay(NamedTuple):
    """What payroll pays somebody: the salary that it comes from in the review, and what payroll has not paid yet.

    `missed` are the days of increments that it has not made, `unpaid` says which awards are not paid: those that are
    `HELD` by the salaries of the review, or come `LATER`. Where payroll's salary is not a known point, it is taken
    as `is_flat`: paid all year as it is.
    """

    salary: int
    paid: int
    fte: Fraction
    missed: Sequence[date] = ()
    unpaid: str = ""
    is_flat: bool = False

    def is_of(self, person: Person) -> bool:
        """Whether it comes from the person's own salary, with every increment."""
        return self.salary == person.salary_now and not self.missed and not self.is_flat


class Due(NamedTuple):
    """What changes a salary until the last day of the payroll.

    `held` are the awards of the year that the salaries of the review hold already, `later` those that come on top.
    """

    last: date
    held: Sequence[Award]
    later: Sequence[Award]


def awards_of_year(inputs: Inputs, year: FinancialYear) -> Due:
    """The awards of a year that are due on the last day of the payroll."""
    starts_on = inputs.settings.implementation_date
    last = max((row.paid_to for row in inputs.rows_of(PAYROLL.name)), default=year.starts_on)
    due = [each for each in awards_of(inputs.pay_awards) if year.starts_on <= each.effective_from <= last]
    return Due(last, [each for each in due if each.effective_from <= starts_on], awards_until(inputs, last))


def payroll_pay(person: Person, rows: Sequence[Paid], points: Sequence[int], due: Due, inputs: Inputs) -> PayrollPay:
    """What the rows of payroll pay somebody; `points` are the salaries of the range, as the review has them."""
    latest = {row.post.casefold(): row for row in rows}
    paid, now = rows[-1].salary or 0, person.salary_now
    fte = sum((row.fte or Fraction(0) for row in latest.values()), Fraction(0)) or person.fte
    increments = increments_of(inputs.settings, person.started_on, due.last) if points else ()
    for made in range(len(increments), -1, -1):
        missed, moved = increments[made:], _moved(now, points, made)
        of = moved if missed else now
        if paid == _on_last_day(now, points, increments[:made], due.later):
            return PayrollPay(of, paid, fte, missed)
        if unpaid := _unpaid(paid, moved, due):
            return PayrollPay(of, paid, fte, missed, unpaid)
    for point in points:
        if _after(point, due.later) == paid:
            return PayrollPay(point, paid, fte)
    for point in points:
        if unpaid := _unpaid(paid, point, due):
            return PayrollPay(point, paid, fte, (), unpaid)
    return PayrollPay(now, paid, fte, is_flat=True)


def _unpaid(paid: int, salary: int, due: Due) -> str:
    """Which awards are not paid where payroll pays what a salary was before them; nothing where it does not."""
    if paid == salary and due.later:
        return LATER
    return HELD if due.held and _after(paid, due.held) == salary else ""


def _moved(salary: int, points: Sequence[int], times: int) -> int:
    """A salary after so many increments, as the review has its points."""
    for _ in range(times):
        salary = int(after_increment(salary, points))
    return salary


def _on_last_day(salary: int, points: Sequence[int], increments: Sequence[date], awards: Sequence[Award]) -> int:
    """A salary after awards and increments, those of one day in this order; its points have the awards too."""
    for day in sorted({*increments, *(each.effective_from for each in awards)}):
        of_day = [each for each in awards if each.effective_from == day]
        if of_day:
            salary = int(after_awards(salary, of_day))
            points = [int(after_awards(each, of_day)) for each in points]
        if day in increments:
            salary = int(after_increment(salary, points))
    return salary


def _after(salary: int, awards: Sequence[Award]) -> int:
    """A salary after the awards of each day in turn."""
    return _on_last_day(salary, (), (), awards)


def changed(person: Person, pay: Mapping[str, PayrollPay], which: str) -> Person:
    """Somebody with the FTE of payroll: on the own salary, on that which payroll's comes from, or on payroll's.

    `which` is fte, salary or paid.
    """
    found = pay.get(person.person.casefold())
    if found is None:
        return person
    salary = {"fte": person.salary_now, "salary": found.salary, "paid": found.paid}[which]
    return person.model_copy(update={"fte": found.fte, "salary_now": salary})
