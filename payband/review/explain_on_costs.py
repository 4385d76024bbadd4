"""Explains what an employer pays on top of a salary: NI by runs of months with their bands, pension, levy, other."""

from collections.abc import Iterator
from itertools import groupby

from payband.calendar import FinancialYear, Month
from payband.library import Figure, figures_used
from payband.review.explanation import Step, from_function, money
from payband.review.inputs import Inputs
from payband.review.on_cost_terms import profile_of
from payband.review.pension_schemes import figure_of_scheme
from payband.rules.national_insurance import NIFigures, employer_ni, employer_ni_on, ni_figures
from payband.rules.on_costs import (
    OnCostTerms,
    employer_cost,
    levy_of_months,
    ni_of_run,
    on_costs_of_addition,
    on_costs_of_year,
    share_of_pay,
)
from payband.rules.salary_months import pay_in_month
from payband.units import percent_text, pounds_text

__all__ = ["addition_text", "month_names", "post_steps", "profile_figures"]


def profile_figures(inputs: Inputs, name: str) -> tuple[Figure, ...]:
    """The pension rate of an on-cost profile, which stands in the workbook, as a figure with its note for a source."""
    profile = profile_of(inputs, name)
    if profile is None:
        return ()
    value = percent_text(profile.pension_rate)
    if profile.other_rate:
        value += f" and other on-costs {percent_text(profile.other_rate)}"
    if profile.by_scheme:
        return (figure_of_scheme(profile, inputs.settings),)
    named = f"employer's pension rate, profile {profile.profile}"
    return (Figure(named, value, None, None, "given", profile.note, "table OnCosts"),)


def month_names(months: list[Month]) -> str:
    """Months in words: 'April 2011 to March 2012'."""
    first, last = months[0].first, months[-1].first
    return f"{first:%B %Y}" if first == last else f"{first:%B %Y} to {last:%B %Y}"


def post_steps(annual: int, year: FinancialYear, terms: OnCostTerms, given: tuple[Figure, ...]) -> Iterator[Step]:
    """What a post on an annual salary costs over a year, month by month at the rates of each pay date."""
    costs = on_costs_of_year(annual, year, terms)

    def figures_of(month: Month) -> NIFigures:
        return ni_figures(month.pay_date, terms.category, "month", terms.contracted_out)

    yield money("salary", annual, "a year, for the time worked")
    for figures, run in groupby(year.months, key=figures_of):
        months = list(run)
        yield from _run_steps(annual, months, figures, terms)
    yield money("employer's NI of the year", costs.employer_ni, "all months together")
    yield money("pension", costs.pension, f"{percent_text(terms.pension_rate)} of the salary", given)
    if terms.levy:
        with figures_used() as used:
            levy = levy_of_months(annual, year.months)
        yield money("apprenticeship levy", levy, "the marginal rate of the pay, without an allowance", used)
    if terms.other_rate:
        yield money("other on-costs", costs.other, f"{percent_text(terms.other_rate)} of the salary", given)
    yield money("on-costs", costs.total, "NI, pension, levy and other together")
    cost = employer_cost.rule(annual, year, *terms)
    yield money("cost of one post", cost, "the salary and its on-costs")


def _run_steps(annual: int, months: list[Month], figures: NIFigures, terms: OnCostTerms) -> Iterator[Step]:
    """NI over months with the same figures: the bands of the first of them, and then the whole run."""
    first, last = months[0], months[-1]
    pay = pay_in_month(annual, first.number)
    with figures_used() as used:
        for month in months:
            ni_figures(month.pay_date, terms.category, "month", terms.contracted_out)
    yield money(f"pay of {first.first:%B %Y}", pay, "a twelfth of the salary, to the penny")
    bands = employer_ni.steps
    if bands is not None:
        for step in bands(pay, first.pay_date, terms.category, "month", terms.contracted_out):
            yield from_function(step)
    rule = f"the bands together, paid on {first.pay_date:%d/%m/%Y}, category {terms.category.upper()}"
    yield money("NI of that month", employer_ni_on(pay, *figures), rule, used)
    rule = f"{len(months)} month{'s' if len(months) > 1 else ''} at these figures, to the penny each month"
    yield money(f"NI, {month_names(months)}", ni_of_run(annual, first.number, last.number, figures), rule)


def addition_text(pay: int, addition: int, month: Month, terms: OnCostTerms) -> str:
    """What a sum on top of a month's pay adds to NI, pension, levy and other on-costs."""
    only_ni = terms._replace(pension_rate=0, levy=False, other_rate=0)
    with_levy = terms._replace(pension_rate=0, levy=True, other_rate=0)
    ni = on_costs_of_addition(pay, addition, month, only_ni)
    parts = [
        f"NI {pounds_text(ni)}",
        f"pension at {percent_text(terms.pension_rate)} {pounds_text(share_of_pay(addition, terms.pension_rate))}",
    ]
    if terms.levy:
        parts.append(f"levy {pounds_text(on_costs_of_addition(pay, addition, month, with_levy) - ni)}")
    if terms.other_rate:
        parts.append(f"other {pounds_text(share_of_pay(addition, terms.other_rate))}")
    return f"{', '.join(parts)} on {pounds_text(addition)} above {pounds_text(pay)}"
