"""On-costs from one day to another: whole months as a payroll has them, part months by their days."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from typing import TypeAlias

from payband.calendar import FinancialYear, Month, months_between
from payband.forms import Form
from payband.rules.national_insurance import NIFigures
from payband.rules.on_costs import OnCostTerms, ni_of_run, share_of_pay
from payband.rules.salary_months import CALENDAR_DAYS, part_of, pay_in_months
from payband.units import half_up

__all__ = ["Figures", "on_costs_between"]

Figures: TypeAlias = Callable[[Month, OnCostTerms], tuple[NIFigures, int]]
"""What NI figures and what rate of levy (0 for none) a month's pay bears."""


def _of_months(annual: Form, months: Sequence[Month], terms: OnCostTerms, figures: Figures) -> Form:
    """On-costs of an annual salary over whole months of one year that follow each other."""
    dated = [(month.number, *figures(month, terms)) for month in months]
    pay = pay_in_months(annual, dated[0][0], dated[-1][0])
    total = share_of_pay(pay, terms.pension_rate) + share_of_pay(pay, terms.other_rate)
    for ni, run in groupby(dated, key=lambda each: each[1]):
        numbers = [number for number, _, _ in run]
        total = total + ni_of_run(annual, numbers[0], numbers[-1], ni)
    for levy, run in groupby(dated, key=lambda each: each[2]):
        numbers = [number for number, _, _ in run]
        if levy:
            total = total + share_of_pay(pay_in_months(annual, numbers[0], numbers[-1]), levy)
    return total


def on_costs_between(
    annual: Form, first: date, last: date, terms: OnCostTerms, figures: Figures, by: str = CALENDAR_DAYS
) -> Form:
    """Pence of on-costs of an annual salary from one day to another, both included.

    Whole months bear NI to the penny each month, and pension, levy and other on-costs on their pay; a part month bears
    its share of the on-costs of the whole month, or of the year, as `by` counts its days. A whole financial year is
    what `on_costs_of_year` says.

    >>> from payband.rules.national_insurance import ni_figures
    >>> def published(month, terms):
    ...     return ni_figures(month.pay_date, terms.category), 0
    >>> on_costs_between(3_600_000, date(2025, 4, 1), date(2026, 3, 31), OnCostTerms(1950), published)
    1166940
    """
    total: Form = annual * 0
    while first <= last:
        year_end = min(last, FinancialYear.containing(first).ends_on)
        months = months_between(first, year_end)
        whole = [month for month in months if month.days == month.of_days]
        if whole:
            total = total + _of_months(annual, whole, terms, figures)
        for month in months:
            if month.days < month.of_days:
                part = part_of(month, by)
                total = total + half_up(_of_months(annual, part.months, terms, figures) * part.days, part.of_days)
        first = FinancialYear(FinancialYear.containing(first).start + 1).starts_on
    return total
