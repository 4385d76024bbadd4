"""Explains what an employer pays on top of a salary: NI by runs of months with their bands, pension, levy, other."""

from collections.abc import Iterator

from payband.calendar import FinancialYear, Month
from payband.library import Figure, figures_used
from payband.review.core.on_costs import BenefitRun, LevyRun, NIRun, PaidWith, Salary, Stretch
from payband.review.explanation.chains import Step, from_function, money
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import profile_of
from payband.review.inputs.pension_schemes import figure_of_scheme
from payband.rules.cost.benefits_in_kind import class_1a_rate
from payband.rules.cost.levy import levy_rate
from payband.rules.cost.national_insurance import WEEKS_A_YEAR, employer_ni, ni_figures
from payband.rules.cost.on_costs import OnCostTerms
from payband.rules.pay.salary_months import pay_in_month
from payband.sheets.sheet import Each
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


def post_steps(of: Each, year: FinancialYear, given: tuple[Figure, ...]) -> Iterator[Step]:
    """What a post on an annual salary costs over a year, month by month at the rates of each pay date.

    `of` is the row of its salary over the months of the year.
    """
    terms = of.salary.terms
    yield from _pay_steps(of.salary)
    for run in of.rows(NIRun):
        yield from _run_steps(of.salary.annual, run, [year.months[n] for n in range(run.first - 1, run.last)])
    for run in of.rows(BenefitRun):
        with figures_used() as used:
            class_1a_rate(year.months[0].pay_date)
        rule = f"{percent_text(run.rates.rate)} of {pounds_text(of.benefits)}"
        yield money("Class 1A NI on benefits in kind", run.class_1a, rule, used)
    with_benefits = ", and Class 1A on benefits in kind" if of.benefits else ""
    rule = f"{Stretch.columns['employer_ni'].says}{with_benefits}"
    yield money("employer's NI of the year", of.employer_ni, rule)
    bears = "salary" if of.salary.pensionable == of.salary.basic else "pensionable pay"
    yield money("pension", of.pension, f"{percent_text(terms.pension_rate)} of the {bears}", given)
    levies = of.rows(LevyRun)
    if levies:
        with figures_used() as used:
            for month in year.months:
                levy_rate(month.pay_date)
        yield money("apprenticeship levy", of.levy, Stretch.columns["levy"].says, used)
    if terms.other_rate:
        yield money("other on-costs", of.other, f"{percent_text(terms.other_rate)} of the salary", given)
    yield money("on-costs", of.on_costs, Stretch.columns["on_costs"].says)
    more = of.salary.rows(PaidWith)
    rule = "the pay, benefits in kind, and the on-costs" if more else Stretch.columns["cost"].says
    yield money("cost of one post", of.cost, rule)


def _pay_steps(salary: Each) -> Iterator[Step]:
    """What is paid in a year: the salary alone, or with the pay elements beside it."""
    elements = salary.rows(PaidWith)
    name = "basic salary" if elements else "salary"
    yield money(name, salary.basic, Salary.columns["basic"].says)
    for each in elements:
        given = each.element.input
        yield money(given.element, each.element.amount, f"{given.costed_as}, of {given.line_or_person}, table Package")
    if elements:
        yield money("pay a year", salary.annual, Salary.columns["annual"].says)
        if salary.pensionable != salary.annual:
            yield money("pensionable pay a year", salary.pensionable, Salary.columns["pensionable"].says)


def _run_steps(annual: int, run: Each, months: list[Month]) -> Iterator[Step]:
    """NI over months with the same figures: the bands of the first of them, and then the whole run."""
    first, profile = months[0], run.stretch.salary.terms.input
    category, contracted_out = profile.ni_category, profile.contracted_out
    pay = pay_in_month(annual, first.number)
    with figures_used() as used:
        for month in months:
            ni_figures(month.pay_date, category, "month", contracted_out)
    yield money(f"pay of {first.first:%B %Y}", pay, "a twelfth of the salary, to the penny")
    bands = employer_ni.steps
    if bands is not None:
        for step in bands(pay, first.pay_date, category, "month", contracted_out, WEEKS_A_YEAR):
            yield from_function(step)
    rule = f"the bands together, paid on {first.pay_date:%d/%m/%Y}, category {category.upper()}"
    yield money("NI of that month", run.on_more if pay > run.twelfth else run.on_twelfth, rule, used)
    rule = f"{len(months)} month{'s' if len(months) > 1 else ''} at these figures, to the penny each month"
    yield money(f"NI, {month_names(months)}", run.of_run, rule)


def addition_text(month: Each, terms: OnCostTerms) -> str:
    """What protection adds to NI, pension, levy and other on-costs in a month, a row of ProtectedMonth."""
    parts = [
        f"NI {pounds_text(month.ni_with - month.ni_without)}",
        f"pension at {percent_text(terms.pension_rate)} {pounds_text(month.pension)}",
    ]
    if terms.levy:
        parts.append(f"levy {pounds_text(month.levy)}")
    if terms.other_rate:
        parts.append(f"other {pounds_text(month.other)}")
    return f"{', '.join(parts)} on {pounds_text(month.cost)} above {pounds_text(month.whole_pay)}"
