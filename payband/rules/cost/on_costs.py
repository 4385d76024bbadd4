"""What an employer pays on top of a salary in a financial year: NI, pension, levy and other on-costs."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from payband import library
from payband.calendar import FinancialYear, Month
from payband.forms import Form
from payband.kinds import MONEY, RATE, SALARY, TEXT, YEAR, YESNO
from payband.registry import Step, TableOf, Value, worksheet_function
from payband.rules.cost.levy import levy_rate
from payband.rules.cost.national_insurance import NIFigures, employer_ni_on, ni_figures
from payband.rules.pay.salary_months import pay_in_months
from payband.rules.shares import share_of
from payband.units import half_up, percent_text, pounds

__all__ = [
    "OnCostTerms",
    "OnCosts",
    "employer_cost",
    "months_with_a_penny_more",
    "ni_of_both",
    "ni_of_run",
    "on_cost_table",
    "on_costs",
    "on_costs_of_year",
    "share_of_pay",
    "twelfth_of",
]


class OnCostTerms(NamedTuple):
    """What decides a post's on-costs beside its salary; rates in basis points."""

    pension_rate: int
    category: str = "A"
    contracted_out: bool = False
    levy: bool = False
    other_rate: int = 0


class OnCosts(NamedTuple):
    """The on-costs of a salary over a financial year, pence."""

    employer_ni: Form
    pension: Form
    levy: Form
    other: Form

    @property
    def total(self) -> Form:
        """All on-costs together."""
        return self.employer_ni + self.pension + self.levy + self.other


def share_of_pay(pay: Form, rate: Form) -> Form:
    """Pence that a rate in basis points makes of some pay, to the nearest penny.

    >>> share_of_pay(12_748_500, 1950)
    2485958
    """
    return half_up(pay * rate, 10_000)


def twelfth_of(annual: Form) -> Form:
    """The whole pence that every month of an annual salary pays at least."""
    return annual // 12


def months_with_a_penny_more(annual: Form, twelfth: Form, first: Form, last: Form) -> Form:
    """In how many of a run of months the pay is a penny more than the whole pence of a twelfth."""
    return pay_in_months(annual, first, last) - twelfth * (last - first + 1)


def ni_of_both(on_twelfth: Form, on_a_penny_more: Form, months: Form, with_a_penny_more: Form) -> Form:
    """Employer's NI of a run of months, from that on a twelfth and that on a twelfth and a penny."""
    return on_twelfth * (months - with_a_penny_more) + on_a_penny_more * with_a_penny_more


def ni_of_run(annual: Form, first: int, last: int, figures: NIFigures) -> Form:
    """Employer's NI on an annual salary over a run of months with the same figures, to the penny each month.

    Every month pays the whole pence of a twelfth or a penny more, so two months' NI make up the run: it is the sum of
    the months, worked out for any length of run at the cost of two.

    >>> figures = NIFigures(41_700, 418_900, 1500, 0, 0, 0)
    >>> ni_of_run(3_600_001, 1, 12, figures)
    464940
    """
    months = last - first + 1
    twelfth = twelfth_of(annual)
    more = months_with_a_penny_more(annual, twelfth, first, last)
    return ni_of_both(employer_ni_on(twelfth, *figures), employer_ni_on(twelfth + 1, *figures), months, more)


_Run = tuple[int, int, NIFigures]


def _runs(months: tuple[Month, ...], terms: OnCostTerms) -> tuple[_Run, ...]:
    """The runs of months with the same NI figures: the first and last month of each, and the figures."""
    if library.is_collecting():  # each figure is to be noted as used
        return _find_runs(months, terms.category, terms.contracted_out)
    return _known_runs(library.folders(), months, terms.category, terms.contracted_out)


def _find_runs(months: tuple[Month, ...], category: str, contracted_out: bool) -> tuple[_Run, ...]:
    dated = [(month.number, ni_figures(month.pay_date, category, "month", contracted_out)) for month in months]
    runs = []
    for figures, run in groupby(dated, key=lambda each: each[1]):
        numbers = [number for number, _ in run]
        runs.append((numbers[0], numbers[-1], figures))
    return tuple(runs)


@lru_cache(maxsize=1024)
def _known_runs(
    folders: tuple[str, ...], months: tuple[Month, ...], category: str, contracted_out: bool
) -> tuple[_Run, ...]:
    return _find_runs(months, category, contracted_out)


def ni_of_months(annual: Form, months: Sequence[Month], terms: OnCostTerms) -> Form:
    """Employer's NI on an annual salary over whole months of one year, each at the rates of its own pay date."""
    total: Form = 0
    for first, last, figures in _runs(tuple(months), terms):
        total = total + ni_of_run(annual, first, last, figures)
    return total


def levy_of_months(annual: Form, months: Sequence[Month]) -> Form:
    """Marginal levy on an annual salary over whole months of one year, each run of months at its own rate."""
    total: Form = 0
    dated = [(month.number, levy_rate(month.pay_date)) for month in months]
    for rate, run in groupby(dated, key=lambda each: each[1]):
        numbers = [number for number, _ in run]
        total = total + share_of_pay(pay_in_months(annual, numbers[0], numbers[-1]), rate)
    return total


@lru_cache(maxsize=256)
def _months_of(year: FinancialYear) -> tuple[Month, ...]:
    return tuple(year.months)


def on_costs_of_year(annual: Form, year: FinancialYear, terms: OnCostTerms) -> OnCosts:
    """The on-costs of an annual salary over a financial year, month by month at the rates of each pay date.

    A monthly salary is taken as paid on the last day of its month. NI is brought to the penny each month, as a payroll
    does; a rate that holds all year is brought to the penny once.
    """
    months = _months_of(year)
    return OnCosts(
        employer_ni=ni_of_months(annual, months, terms),
        pension=share_of_pay(annual, terms.pension_rate),
        levy=levy_of_months(annual, months) if terms.levy else 0,
        other=share_of_pay(annual, terms.other_rate),
    )


_ARGUMENTS = {
    "annual_salary": (SALARY, "Salary, £ a year"),
    "financial_year": (YEAR, "Financial year, April to March, such as 2025-26"),
    "pension_rate": (RATE, "Employer's pension contribution rate, such as 19.5%"),
    "category": (TEXT, "NI category letter"),
    "contracted_out": (YESNO, "yes for a salary-related scheme contracted out (to April 2016)"),
    "levy": (YESNO, "yes to add the marginal 0.5% apprenticeship levy"),
    "other_rate": (RATE, "Any other on-cost as a share of salary"),
}


@worksheet_function("ONCOSTS", Value(MONEY, ("annual_salary",)), **_ARGUMENTS)
def on_costs(
    annual_salary: Form,
    financial_year: FinancialYear,
    pension_rate: int,
    category: str = "A",
    contracted_out: bool = False,
    levy: bool = False,
    other_rate: int = 0,
) -> Form:
    """On-costs of a salary over a financial year, £: employer's NI, pension, levy and other.

    `annual_salary` is £ a year, one amount or a column. NI is worked out for each of the twelve months, April to March,
    at the rates in force on the last day of the month, to the penny each month; pension, levy and other are rates of
    the year's salary, to the nearest penny.

    Raises UnknownFigure for a year the NI figures do not reach, WrongInput for contracting out after 2015-16.

    Source: HMRC NIM01610 and NIM12031 (NI); ALM09200 (levy); the pension rate is the employer's own.

    >>> import payband
    >>> payband.on_costs(36000, "2025-26", "19.5%")
    Decimal('11669.40')
    """
    terms = OnCostTerms(pension_rate, category, contracted_out, levy, other_rate)
    return on_costs_of_year(annual_salary, financial_year, terms).total


@worksheet_function("EMPLOYERCOST", Value(MONEY, ("annual_salary",)), **_ARGUMENTS)
def employer_cost(
    annual_salary: Form,
    financial_year: FinancialYear,
    pension_rate: int,
    category: str = "A",
    contracted_out: bool = False,
    levy: bool = False,
    other_rate: int = 0,
) -> Form:
    """What a salary costs its employer over a financial year, £: the salary and its on-costs.

    The arguments, rounding, errors and sources are those of ONCOSTS.

    >>> import payband
    >>> payband.employer_cost(36000, "2025-26", "19.5%")
    Decimal('47669.40')
    """
    terms = OnCostTerms(pension_rate, category, contracted_out, levy, other_rate)
    return annual_salary + on_costs_of_year(annual_salary, financial_year, terms).total


@worksheet_function(
    "ONCOSTTABLE",
    TableOf((("component", TEXT), ("£ a year", MONEY), ("% of salary", RATE), ("rate", TEXT), ("source", TEXT))),
    **_ARGUMENTS,
)
def on_cost_table(
    annual_salary: int,
    financial_year: FinancialYear,
    pension_rate: int,
    category: str = "A",
    contracted_out: bool = False,
    levy: bool = False,
    other_rate: int = 0,
) -> list[tuple[str, int, int, str, str]]:
    """On-costs of a salary over a financial year by component: £, share of salary, rate and source.

    The arguments, rounding, errors and sources are those of ONCOSTS; shares of salary are to the hundredth of a
    percent.

    >>> import payband
    >>> payband.on_cost_table(36000, "2025-26", "19.5%").column("£ a year")
    [Decimal('4649.40'), Decimal('7020.00'), Decimal('0.00'), Decimal('0.00'), Decimal('11669.40')]
    """
    from payband.library import figures_used

    terms = OnCostTerms(pension_rate, category, contracted_out, levy, other_rate)
    with figures_used() as used:
        costs = on_costs_of_year(annual_salary, financial_year, terms)
    rates = [each for each in used if each.name.startswith(("the rate of", "the contracted-out"))]
    ni_rate = "; ".join(dict.fromkeys(f"{each.value} ({each.name.removeprefix('the ')})" for each in rates))
    ni_source = "; ".join(dict.fromkeys(each.source for each in rates))
    levy_figures = [each for each in used if each.name.startswith("apprenticeship")]
    levy_text = "; ".join(each.value for each in levy_figures) if levy_figures else "not charged"
    levy_source = "; ".join(dict.fromkeys(each.source for each in levy_figures))
    rows = [
        ("Employer NI", costs.employer_ni, ni_rate, ni_source),
        ("Employer pension", costs.pension, percent_text(pension_rate), "given"),
        ("Apprenticeship levy", costs.levy, levy_text, levy_source),
        ("Other", costs.other, percent_text(other_rate), "given" if other_rate else ""),
        ("On-costs", costs.total, "", ""),
    ]
    return [(name, pence, share_of(pence, annual_salary), rate, source) for name, pence, rate, source in rows]


def _steps(annual_salary: int, *arguments: Any) -> list[Step]:
    rows = on_cost_table.rule(annual_salary, *arguments)
    return [Step(component, pounds(pence), rate) for component, pence, _, rate, _ in rows]


for _function in (on_costs, employer_cost, on_cost_table):
    _function.explained(_steps)
