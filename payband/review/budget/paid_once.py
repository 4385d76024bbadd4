"""What is paid once, for whom, and in which year: one-off costs, exits, and arrears of late awards.

An exit is paid on its day of leaving, or when table OneOffCosts says; arrears on the day of their award. A person's
redundancy, or pension strain, that table OneOffCosts gives too is counted there and not a second time. So are arrears
of months whose year is looked at: the pay of that year holds the award, in its salaries or as a pay award of the
review. What is left is owed for earlier years.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from payband.calendar import FinancialYear
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.pay_awards import horizon_years
from payband.review.parts.arrears.owed import OwedToPerson, owed_to_all
from payband.review.parts.exits.costs import Exit, exit_of
from payband.review.parts.one_off_costs import one_off_costs
from payband.review.parts.tables.arrears import PEOPLE
from payband.review.parts.tables.budget import (
    ARREARS,
    ARREARS_ON_COSTS,
    NOTICE_PAY,
    OTHER_ONE_OFF,
    REDUNDANCY,
    SPECIAL_PAYMENT,
    STRAIN,
)
from payband.review.parts.tables.exit_costs import EXITS
from payband.review.parts.tables.one_off_costs import EXIT, ONE_OFF_COSTS
from payband.rules.shares import shared_among

__all__ = ["OF_EXITS", "PaidOnce", "arrears_of", "in_the_years", "paid_once", "said_twice"]

OF_EXITS = {"redundancy statutory": REDUNDANCY, "redundancy stated": REDUNDANCY, "pension strain": STRAIN}
"""The kinds of table OneOffCosts that are what an exit costs too, with their component."""


class PaidOnce(NamedTuple):
    """An amount that is paid once, pence, under a component, for a person or line; arrears name their department too.

    Arrears are owed whatever becomes of the structure: they are `owed_anyway`, now and as proposed.
    """

    component: str
    name: str
    department: str
    pence: int
    year: FinancialYear
    owed_anyway: bool
    what: str


def paid_once(inputs: Inputs) -> list[PaidOnce]:
    """All that the review pays once. Raises PaybandError where an exit or arrears cannot be worked out."""
    found: list[PaidOnce] = []
    paid_on: dict[str, date] = {}
    for row, cost in zip(inputs.rows_of(ONE_OFF_COSTS.name), one_off_costs(inputs), strict=True):
        if row.kind == EXIT:  # which says when the package of table Exits is paid
            paid_on[row.person_or_line.casefold()] = cost.paid_on
            continue
        component = OF_EXITS.get(row.kind, OTHER_ONE_OFF)
        year = FinancialYear.containing(cost.paid_on)
        found.append(PaidOnce(component, row.person_or_line, "", cost.amount, year, False, row.item))
    named = {(each.name.casefold(), each.component) for each in found if each.name}
    for leaver in inputs.rows_of(EXITS.name):
        day = paid_on.get(leaver.person.casefold(), leaver.leaves_on)
        parts = _of_exit(exit_of(inputs, leaver), FinancialYear.containing(day))
        found += [each for each in parts if (each.name.casefold(), each.component) not in named]
    return [*found, *(each for one in arrears_of(inputs) for each in _of_arrears(one, inputs))]


def arrears_of(inputs: Inputs) -> Sequence[OwedToPerson]:
    """The arrears of everybody."""
    return owed_to_all(inputs, inputs.rows_of(PEOPLE.name))


def said_twice(inputs: Inputs) -> Iterator[tuple[str, str, int, int]]:
    """What tables Exits and OneOffCosts both give: the person, the component, and its pence in each of the two."""
    once = list(zip(inputs.rows_of(ONE_OFF_COSTS.name), one_off_costs(inputs), strict=True))
    for row in inputs.rows_of(EXITS.name):
        for each in _of_exit(exit_of(inputs, row), FinancialYear.containing(row.leaves_on)):
            same = [
                cost.amount
                for other, cost in once
                if other.person_or_line.casefold() == each.name.casefold()
                and OF_EXITS.get(other.kind) == each.component
            ]
            if same:
                yield each.name, each.component, each.pence, sum(same)


def _of_exit(each: Exit, year: FinancialYear) -> Iterator[PaidOnce]:
    row = each.row
    amounts = (
        (REDUNDANCY, each.statutory + each.scheme_above, "redundancy pay, statutory and by the scheme"),
        (NOTICE_PAY, row.notice_pay, "notice pay, table Exits"),
        (SPECIAL_PAYMENT, row.special_payment, "special payment, table Exits"),
        (STRAIN, each.strain, each.strain_why),
    )
    yield from _paid(row.person, "", year, False, amounts)


def in_the_years(each: OwedToPerson, inputs: Inputs) -> bool:
    """Whether the years of the review hold an award: it is in the salaries, or in table PayAwards from the same day."""
    day = each.award.effective_from
    in_salaries = day <= inputs.settings.implementation_date
    return in_salaries or any(row.effective_from == day for row in inputs.pay_awards)


def _of_arrears(each: OwedToPerson, inputs: Inputs) -> Iterator[PaidOnce]:
    """Arrears, without those of months whose pay the years of the review hold already; on-costs in proportion."""
    years = horizon_years(inputs.settings) if in_the_years(each, inputs) else ()
    later = sum(pence for month, pence in each.months if FinancialYear.containing(month.first) in years)
    earlier = each.arrears - later
    on_costs, _ = shared_among(each.cost - each.arrears, (earlier, later)) if each.arrears else (0, 0)
    of = f"arrears of {each.award.award}" + (f" for days before {years[0]}" if later else "")
    amounts = ((ARREARS, earlier, of), (ARREARS_ON_COSTS, on_costs, f"NI, pension, levy and other on {of}"))
    yield from _paid(each.row.person, each.row.department, each.paid_in, True, amounts)


def _paid(
    person: str, department: str, year: FinancialYear, owed_anyway: bool, amounts: Iterable[tuple[str, int, str]]
) -> Iterator[PaidOnce]:
    for component, pence, what in amounts:
        if pence:
            yield PaidOnce(component, person, department, pence, year, owed_anyway, what)
