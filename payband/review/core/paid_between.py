"""What one salary is paid on some days of a financial year, and its on-costs."""

from datetime import date

from payband.review.core.on_costs import PAID_AT, Span
from payband.review.core.people import Person
from payband.review.core.rows.on_cost_rows import OnCostRows, RatesOf
from payband.rules.cost.on_costs import OnCostTerms
from payband.rules.pay.salary_months import whole_months
from payband.sheets.figures import Figures
from payband.sheets.rows import NO_ROW, Rows

__all__ = ["paid_between"]

_NOW = PAID_AT.index((Person, "salary_now"))


def paid_between(
    annual: int, first: date, last: date, terms: OnCostTerms | None, rates: RatesOf, part_months: str
) -> tuple[int, int | None]:
    """Pence of a yearly salary from one day to another in a financial year, and of its on-costs, both days included.

    The on-costs are None where their terms are not stated. Raises UnknownFigure for a month past the rates.
    """
    rows = OnCostRows(rates)
    of_terms = NO_ROW if terms is None else rows.terms(terms)
    salary, span = rows.salary((_NOW, 0), of_terms, estimated=False), rows.span()
    whole, parts = whole_months(first, last, part_months)
    if whole:
        rows.stretch(salary, whole, span)
    for part in parts:
        rows.part_month(salary, part, span)
    figures = Figures([Rows(Person, 1, {"salary_now": [annual], "salary_new": [annual]}), *rows.rows()])
    paid = figures.row(Span, span)
    return paid.pay, None if terms is None else paid.on_costs
