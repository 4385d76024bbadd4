"""A pay award: a percentage, a flat sum, the greater of the award and a minimum, then a named rounding."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from payband.forms import Cell, Form, choose, larger
from payband.kinds import AMOUNT, CHANGE, MONEY, SALARY
from payband.registry import Step, Value, worksheet_function
from payband.units import half_up, percent_text, pounds

__all__ = ["Award", "after_award", "after_awards", "after_awards_in_order", "in_order", "uplift"]


class Award(NamedTuple):
    """A pay award from a date on: basis points, a flat sum and a rounding in pence, and the least rise in pence.

    `up_to` is the highest salary in pence that it is for; 0 where it has no limit.
    """

    effective_from: date
    rate: int
    flat: int = 0
    round_to: int = 1
    at_least: int = 0
    up_to: int = 0


def after_award(salary: Form, rate: Form, flat: Form = 0, round_to: Form = 1, at_least: Form = 0) -> Form:
    """Pence of a salary after an award: a rate in basis points and a flat sum, but at least a stated rise.

    `round_to` is the multiple in pence that the new salary is brought to: 100 the pound, 300 three pounds, 1 none. The
    new salary is rounded once: the award brought to the penny first would lift £43,857 and 1.75% to £44,625, where the
    national spine of 2021 has £44,624.

    >>> after_award(12_769_800, 350, round_to=300)
    13216800
    """
    award = larger(salary * rate + flat * 10_000, at_least * 10_000)  # in ten-thousandths of a penny
    return half_up(salary * 10_000 + award, round_to * 10_000) * round_to


def after_awards(salary: Form, awards: Iterable[Award]) -> Form:
    """Pence of a salary after the pay awards of one day, each for the salaries up to its limit.

    A salary gets one of them: that of the lowest limit which it does not pass, or the one without a limit. So the
    national award of 2024 is £1,290 up to point 43, £51,515, and 2.5% above.

    >>> day = date(2024, 4, 1)
    >>> awards = [Award(day, 0, 129_000, up_to=5_151_500), Award(day, 250)]
    >>> after_awards(5_151_500, awards), after_awards(6_000_000, awards)
    (5280500, 6150000)
    """
    return after_awards_in_order(salary, in_order(awards))


def in_order(awards: Iterable[Award]) -> list[Award]:
    """The awards of one day in the order in which they are looked at: the one without a limit, then the highest."""
    return sorted(awards, key=lambda award: (award.up_to == 0, award.up_to), reverse=True)


def after_awards_in_order(salary: Form, awards: Iterable[Any]) -> Form:
    """Pence of a salary after the pay awards of one day, given as `in_order` has them; amounts in any form."""
    found = salary
    for each in awards:
        raised = after_award(salary, each.rate, each.flat, each.round_to, each.at_least)
        if isinstance(each.up_to, int) and each.up_to == 0:
            found = raised
        elif isinstance(each.up_to, (int, Cell)):
            found = choose(salary <= each.up_to, raised, found)
        else:  # a column, in which some may have no limit
            found = choose(each.up_to > 0, choose(salary <= each.up_to, raised, found), raised)
    return found


@worksheet_function(
    "UPLIFT",
    Value(MONEY, ("salary",)),
    salary=(SALARY, "Salary before the award, £ a year"),
    percent=(CHANGE, "The award as 3.2% or 0.032; a cut as -2%"),
    flat=(AMOUNT, "A flat sum on top, £ a year"),
    round_to=(AMOUNT, "Round the new salary to the nearest £1, £3, ...; 0 for none"),
    at_least=(AMOUNT, "The least rise that the award gives, £ a year"),
)
def uplift(salary: Form, percent: Form, flat: Form = 0, round_to: Form = 0, at_least: Form = 0) -> Form:
    """Salary after a pay award, £ a year.

    The award is `percent` of the salary plus `flat`, or `at_least` where that is more. The new salary is then
    rounded to the nearest multiple of `round_to` pounds, half upwards: 1 as the NJC spine and most bodies do, 3 as
    Leicester's and Harrow's chief officer scales show, 0 (the default) for none, to the penny.

    A `percent` below 0% is a cut, which `at_least` stops only where it is given.

    Source: NJC pay awards 2018 to 2025; Harrow D3, 2023 to 2024 (multiples of £3).

    >>> import payband
    >>> payband.uplift(127698, "3.5%", round_to=3)
    Decimal('132168.00')
    >>> payband.uplift(30000, "-2%")
    Decimal('29400.00')
    """
    multiple = 1 if isinstance(round_to, int) and round_to == 0 else larger(round_to, 1)
    return after_award(salary, percent, flat, multiple, _least_rise(salary, percent, at_least))


def _least_rise(salary: Form, percent: Form, at_least: Form) -> Form:
    """Pence that a salary rises at least: nothing holds a cut back but a least rise that is given."""
    return choose(percent < 0, choose(at_least > 0, at_least, salary * -1), at_least)


@uplift.explained
def _steps(salary: int, percent: int, flat: int, round_to: int, at_least: int) -> list[Step]:
    by_rate = after_award(salary, percent, at_least=_least_rise(salary, percent, 0)) - salary
    before = after_award(salary, percent, flat, 1, _least_rise(salary, percent, at_least))
    return [
        Step("percentage award", pounds(by_rate), f"{percent_text(percent)} of the salary"),
        Step("flat sum", pounds(flat), "added"),
        Step("salary before rounding", pounds(before), "the greater of the award and the least rise"),
    ]
