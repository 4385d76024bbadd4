"""What awards that are paid late are owed to each person, by month, and what the employer pays on them."""

from collections.abc import Sequence
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
from payband.rules.cost.arrears import Owed, arrears_by_month, days_owed, earnings_period, ni_of_arrears
from payband.rules.cost.levy import levy_rate
from payband.rules.cost.national_insurance import ni_figures
from payband.rules.cost.on_costs import share_of_pay
from payband.rules.shares import pay_for_time, shared_among
from payband.units import percent_text, pounds_text

__all__ = [
    "OnArrears",
    "OwedToPerson",
    "first_day",
    "ni_terms",
    "owed_to_all",
    "pension_on_arrears",
    "profile_of_person",
]


class OnArrears(NamedTuple):
    """What the employer pays on somebody's arrears, pence."""

    ni: int
    pension: int
    levy: int
    other: int


class OwedToPerson(NamedTuple):
    """An award that is owed to one person: the salaries for the time worked, the days, the months, and on-costs.

    `pay` is that of the month of payment, other posts included and all awards in it, on top of which arrears are paid.
    """

    row: ArrearsPersonRow
    award: LateAwardRow
    before: int
    after: int
    days: Owed
    months: tuple[tuple[Month, int], ...]
    pay: int
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


def ni_terms(inputs: Inputs, row: ArrearsPersonRow) -> tuple[str, bool]:
    """The NI category letter of somebody's arrears, and whether the pension scheme is contracted out."""
    profile = profile_of_person(inputs, row)
    return row.ni_category or profile.ni_category, profile.contracted_out


def owed_to_all(inputs: Inputs, rows: Sequence[ArrearsPersonRow]) -> list[OwedToPerson]:
    """What each row of the table of people is owed. Raises PaybandError where a salary, a rate or a rule is not known.

    Awards that are paid to somebody in one earnings period are one sum for NI, which is shared by the arrears.
    """
    found = [_owed_to(inputs, row) for row in rows]
    together: dict[object, list[int]] = {}
    for place, each in enumerate(found):
        paid_on, after_leaving = each.award.paid_on, each.days.after_leaving
        period = earnings_period(paid_on, after_leaving)
        figures = ni_figures(paid_on, *_ni_of(inputs, each))  # another tax year, or a change of rates, parts a month
        together.setdefault((each.row.person.casefold(), period, after_leaving, figures), []).append(place)
    for places in together.values():
        for place, each in zip(places, _with_ni(inputs, [found[place] for place in places]), strict=True):
            found[place] = each
    return found


def _ni_of(inputs: Inputs, each: OwedToPerson) -> tuple[str, str, bool]:
    """The category letter, the earnings period and whether contracted out, as the figures of NI are asked for."""
    category, contracted_out = ni_terms(inputs, each.row)
    return category, "week" if each.days.after_leaving else "month", contracted_out


def _with_ni(inputs: Inputs, found: Sequence[OwedToPerson]) -> list[OwedToPerson]:
    """The awards of one person that are paid together, with the NI of their sum on top of the month's pay, once.

    The month's own pay is that of the award that holds last, which the earlier ones are in.
    """
    newest = max(found, key=lambda each: (each.award.effective_from, each.days.month_pay))
    pay = newest.days.month_pay + max(each.row.other_pay for each in found)
    owed = [each.arrears for each in found]
    category, _, contracted_out = _ni_of(inputs, newest)
    after_leaving = newest.days.after_leaving
    ni = ni_of_arrears(pay, sum(owed), newest.award.paid_on, category, after_leaving, contracted_out)
    why = f"; NI is that of {pounds_text(sum(owed))} of {len(found)} awards paid together, shared by arrears"
    return [
        each._replace(pay=pay, on_costs=each.on_costs._replace(ni=share), why=each.why + (why if found[1:] else ""))
        for each, share in zip(found, shared_among(int(ni), owed), strict=True)
    ]


def _owed_to(inputs: Inputs, row: ArrearsPersonRow) -> OwedToPerson:
    """What an award is owed to one person, before the NI of all that is paid together."""
    award, profile = award_of(inputs, row), profile_of_person(inputs, row)
    by, paid_on = inputs.settings.part_months, award.paid_on
    before, after = (
        int(pay_for_time(each, row.fte.numerator, row.fte.denominator)) for each in salaries_of(inputs, row)
    )
    days = days_owed(after, first_day(row, award), paid_on, row.left_on, by)
    months = tuple(arrears_by_month(before, after, days.first, days.last, by))
    owed = sum(pence for _, pence in months)
    rate, why = pension_on_arrears(inputs, row)
    on_costs = OnArrears(
        0,
        int(share_of_pay(owed, rate)),
        int(share_of_pay(owed, levy_rate(paid_on))) if profile.apprenticeship_levy else 0,
        int(share_of_pay(owed, profile.other_rate)),
    )
    if days.after_leaving:
        why += "; left before the month of payment: NI is that of one week (HMRC NIM08410)"
    return OwedToPerson(row, award, before, after, days, months, 0, on_costs, why)
