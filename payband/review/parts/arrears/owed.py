"""What an award that is paid late is owed to one person, by month, and what the employer pays on it."""

from datetime import date
from typing import NamedTuple

from payband import library
from payband.calendar import FinancialYear, Month
from payband.errors import UnknownFigure, WrongInput
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.on_cost_terms import profile_of
from payband.review.inputs.tables import OnCostProfile
from payband.review.parts.arrears.salaries import award_of, salaries_of
from payband.review.parts.tables.arrears import ArrearsPersonRow, LateAwardRow
from payband.rules.arrears import Owed, arrears_by_month, days_owed, ni_of_arrears
from payband.rules.levy import levy_rate
from payband.rules.on_costs import share_of_pay
from payband.rules.shares import pay_for_time
from payband.units import percent_text

__all__ = ["OnArrears", "OwedToPerson", "first_day", "owed_to", "pension_on_arrears", "profile_of_person"]


class OnArrears(NamedTuple):
    """What the employer pays on somebody's arrears, pence."""

    ni: int
    pension: int
    levy: int
    other: int


class OwedToPerson(NamedTuple):
    """An award that is owed to one person: the salaries for the time worked, the days, the months, and on-costs."""

    row: ArrearsPersonRow
    award: LateAwardRow
    before: int
    after: int
    days: Owed
    months: tuple[tuple[Month, int], ...]
    on_costs: OnArrears
    why: str

    @property
    def arrears(self) -> int:
        """Pence of all its months."""
        return sum(pence for _, pence in self.months)

    @property
    def cost(self) -> int:
        """With on-costs."""
        return self.arrears + sum(self.on_costs)

    @property
    def paid_in(self) -> FinancialYear:
        """The financial year in which it is paid."""
        return FinancialYear.containing(self.award.paid_on)


def first_day(row: ArrearsPersonRow, award: LateAwardRow) -> date:
    """The first day for which somebody is owed an award."""
    return award.effective_from if row.in_post_from is None else max(award.effective_from, row.in_post_from)


def profile_of_person(inputs: Inputs, row: ArrearsPersonRow) -> OnCostProfile:
    """The on-costs that somebody bears. Raises WrongInput where neither the row nor the settings name a profile."""
    found = profile_of(inputs, row.on_cost_profile)
    if found is None:
        raise WrongInput("is empty, and so is the setting 'on-cost profile': name a profile of table OnCosts")
    return found


def pension_on_arrears(inputs: Inputs, row: ArrearsPersonRow) -> tuple[int, str]:
    """The employer's pension rate on somebody's arrears in basis points, and whose rule it is.

    It is the one that is given; else that of the scheme's own rule, where this is known. Raises UnknownFigure where it
    is not: then it is asked for.
    """
    if row.pension_rate is not None:
        return row.pension_rate, f"pension at {percent_text(row.pension_rate)}, as given"
    profile, paid_on = profile_of_person(inputs, row), award_of(inputs, row).paid_on
    if not profile.pension_scheme:
        raise UnknownFigure(
            "is empty, and the profile names no scheme whose rule for pay that is paid late is known: ask the pension "
            "fund which rate it takes, and give it; 0% for anyone in no scheme"
        )
    rate = library.pension_rate_on_arrears(profile.pension_scheme, paid_on)
    return rate, f"pension at {percent_text(rate)}, the rate of the {profile.pension_scheme} on the day paid"


def owed_to(inputs: Inputs, row: ArrearsPersonRow) -> OwedToPerson:
    """What an award is owed to one person. Raises PaybandError where a salary, a rate or a rule is not known."""
    award, profile = award_of(inputs, row), profile_of_person(inputs, row)
    by, paid_on = inputs.settings.part_months, award.paid_on
    before, after = (
        int(pay_for_time(each, row.fte.numerator, row.fte.denominator)) for each in salaries_of(inputs, row)
    )
    days = days_owed(after, first_day(row, award), paid_on, row.left_on, by)
    months = tuple(arrears_by_month(before, after, days.first, days.last, by))
    owed = sum(pence for _, pence in months)
    rate, why = pension_on_arrears(inputs, row)
    category = row.ni_category or profile.ni_category
    pay = days.month_pay + row.other_pay
    ni = ni_of_arrears(pay, owed, paid_on, category, days.after_leaving, profile.contracted_out)
    on_costs = OnArrears(
        int(ni),
        int(share_of_pay(owed, rate)),
        int(share_of_pay(owed, levy_rate(paid_on))) if profile.apprenticeship_levy else 0,
        int(share_of_pay(owed, profile.other_rate)),
    )
    if days.after_leaving:
        why += "; left before the month of payment: NI is that of one week (HMRC NIM08410)"
    return OwedToPerson(row, award, before, after, days, months, on_costs, why)
