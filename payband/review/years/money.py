"""Money over years: savings less protection and one-off costs by financial year, payback and net present value."""

from collections.abc import Sequence
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from payband.calendar import FinancialYear, Month, last_day_after
from payband.errors import Problem, WrongInput
from payband.library import Figure, note_figure
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.pay_awards import horizon_years
from payband.review.inputs.settings import Settings
from payband.review.inputs.tables import Assumption, input_table
from payband.review.years.outlook import Outlook
from payband.rules.measures.payback import payback_month, spread_over
from payband.rules.measures.present_value import discount_rate, present_value_of
from payband.units import basis_points_from, percent_text

__all__ = [
    "DISCOUNT_RATE",
    "Money",
    "OneOffCost",
    "YearOfMoney",
    "discount_rate_of",
    "discount_rate_problems",
    "money_over_years",
    "states_the_rate",
]

DISCOUNT_RATE = "discount rate"
"""The assumption that sets another rate than the Treasury's."""


class OneOffCost(NamedTuple):
    """A cost that is paid once, pence."""

    amount: int
    paid_on: date


class YearOfMoney(NamedTuple):
    """A financial year, pence; what rests on a year that is not known is None."""

    year: FinancialYear
    saving: int | None
    protection: int | None
    one_off: int
    net: int | None
    cumulative: int | None
    discounted: int | None
    cumulative_discounted: int | None
    assumed: str


class Money(NamedTuple):
    """What a review saves and costs over the years of its horizon."""

    years: tuple[YearOfMoney, ...]
    discount_rate: int
    payback: Month | None
    """The month that pays back all costs before it; None where no month of the horizon does, or it is not known."""
    deepest: int | None
    """The lowest that savings less costs to date are at the end of any month, pence; None where it is not known."""

    @property
    def net(self) -> int | None:
        """The net saving of all years together."""
        return self.years[-1].cumulative

    @property
    def net_present_value(self) -> int | None:
        """The same in the money of the first year."""
        return self.years[-1].cumulative_discounted


def discount_rate_of(inputs: Inputs, paid_on: Sequence[date]) -> int:
    """The discount rate in basis points: that of the assumption 'discount rate', or else the Treasury's.

    `paid_on` are the days of the one-off costs, which can lie before the horizon. Raises WrongInput where there are
    more years than the Treasury's rate holds for.
    """
    for row in _rows_of_the_rate(inputs):
        rate = _rate_from(row.value)
        basis = row.basis or "table Assumptions"
        note_figure(Figure(DISCOUNT_RATE, percent_text(rate), None, None, "given", basis, "table Assumptions"))
        return rate
    return discount_rate(len(_years(horizon_years(inputs.settings), paid_on)))


def states_the_rate(inputs: Inputs) -> bool:
    """Whether the review states its discount rate; else it is the Treasury's newest, of whatever year the review is."""
    return bool(_rows_of_the_rate(inputs))


def _rows_of_the_rate(inputs: Inputs) -> list[Assumption]:
    return [row for row in inputs.assumptions if " ".join(row.assumption.split()).casefold() == DISCOUNT_RATE]


def _rate_from(value: str) -> int:
    rate = basis_points_from(value, "the discount rate")
    if not 0 <= rate <= 10_000:
        raise WrongInput(f"a discount rate of {percent_text(rate)} is not possible: give one from 0% to 100%")
    return rate


def discount_rate_problems(inputs: Inputs, paid_on: Sequence[date]) -> list[Problem]:
    """What is wrong with the assumption 'discount rate', or with there being none."""
    problems = []
    table = input_table("Assumptions")
    rows = _rows_of_the_rate(inputs)
    if not rows:
        try:
            discount_rate_of(inputs, paid_on)
        except WrongInput as error:
            message = f"{error} as the assumption '{DISCOUNT_RATE}'"
            problems.append(Problem(message, sheet=table.sheet, table=table.name, column="assumption"))
    for number, row in enumerate(rows):
        message = f"the discount rate is already in row {rows[0].row}: delete one of the two rows" if number else ""
        try:
            _rate_from(row.value)
        except WrongInput as error:
            message = str(error)
        if message:
            problems.append(Problem(message, sheet=table.sheet, table=table.name, row=row.row, column="value"))
    return problems


def money_over_years(inputs: Inputs, looked: Outlook, costs: Sequence[OneOffCost], rate: int) -> Money:
    """Savings, protection and one-off costs by financial year, to date and discounted, and the month of payback.

    The years are those of the outlook, and any before them in which something is paid. Each year after the first is
    discounted once more; what is discounted to date is worked out exactly and rounded once, and a year's own
    discounted amount is what it adds. For the payback a year's saving falls evenly in its months from the
    implementation date on, protection in the months in which it is paid, both by days in a part month, and a one-off
    cost in the month of the day it is paid on.
    """
    years = [_flows(year, looked, costs) for year in _years(looked.years, [each.paid_on for each in costs])]
    nets: list[int] = []
    found: list[YearOfMoney] = []
    for number, each in enumerate(years):
        net = None
        if each.saving is not None and each.protection is not None:
            net = each.saving - each.protection - each.one_off
        so_far: tuple[int | None, int | None, int | None] = (None, None, None)
        if net is not None and len(nets) == number:  # every year before it is known too
            before = present_value_of(tuple(nets), rate)
            nets.append(net)
            to_date = present_value_of(tuple(nets), rate)
            so_far = (sum(nets), to_date - before, to_date)
        found.append(YearOfMoney(each.year, each.saving, each.protection, each.one_off, net, *so_far, each.assumed))
    if len(nets) < len(years):
        return Money(tuple(found), rate, None, None)
    monthly = _monthly(years, costs, inputs.settings)
    at = payback_month(list(monthly.values()))
    return Money(tuple(found), rate, None if at is None else list(monthly)[at - 1], min(accumulate(monthly.values())))


def _years(horizon: Sequence[FinancialYear], paid_on: Sequence[date]) -> list[FinancialYear]:
    """The years of the horizon, and any before them in which something is paid."""
    first = min([horizon[0], *map(FinancialYear.containing, paid_on)])
    return [FinancialYear(start) for start in range(first.start, horizon[-1].start + 1)]


class _Flows(NamedTuple):
    """What a financial year saves and costs, pence; None where that is not known."""

    year: FinancialYear
    saving: int | None
    protection: int | None
    one_off: int
    assumed: str


def _flows(year: FinancialYear, looked: Outlook, costs: Sequence[OneOffCost]) -> _Flows:
    one_off = sum(each.amount for each in costs if FinancialYear.containing(each.paid_on) == year)
    if year < looked.years[0]:
        return _Flows(year, 0, 0, one_off, "")
    total, assumed = looked.total(year), looked.assumed[looked.years.index(year)]
    if total is None:
        return _Flows(year, None, None, one_off, assumed)
    return _Flows(year, total.saving, total.protection_cost, one_off, assumed)


def _monthly(years: Sequence[_Flows], costs: Sequence[OneOffCost], settings: Settings) -> dict[Month, int]:
    """The net saving of each month of some years that are known, pence."""
    flows = {month: 0 for each in years for month in each.year.months}
    whole = {month.first: month for month in flows}
    for cost in costs:
        flows[whole[cost.paid_on.replace(day=1)]] -= cost.amount
    for each in years:
        for amount, days in (
            (each.saving, _saved_in(each.year, settings)),
            (-(each.protection or 0), _protected_in(each.year, settings)),
        ):
            if amount:
                for month, pence in spread_over(amount, *days):
                    flows[whole[month.first.replace(day=1)]] += pence
    return flows


def _saved_in(year: FinancialYear, settings: Settings) -> tuple[date, date]:
    """The days of a year on which the new structure is in force."""
    return max(year.starts_on, settings.implementation_date), year.ends_on


def _protected_in(year: FinancialYear, settings: Settings) -> tuple[date, date]:
    """The days of a year on which protection is paid; all of them in a year without any."""
    first, last = _saved_in(year, settings)
    ends_on = last_day_after(settings.implementation_date, settings.protection.months)
    return first, min(last, ends_on) if ends_on >= first else last
