"""A pay award that is paid late: the arrears from the day it is effective, and what the employer pays on them."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from payband import library
from payband.calendar import Month, date_text, days_in_month, months_between
from payband.errors import WrongInput
from payband.forms import Form
from payband.kinds import DAY, MONEY, RATE, SALARY, TEXT, YESNO, Kind, choice, point_text
from payband.registry import Row, Step, worksheet_function
from payband.rules.cost.levy import levy_rate
from payband.rules.cost.national_insurance import employer_ni_on, ni_figures
from payband.rules.cost.on_costs import share_of_pay
from payband.rules.pay.salary_months import CALENDAR_DAYS, PART_MONTHS, pay_between
from payband.units import percent_text, pounds, pounds_text

__all__ = [
    "PENSION",
    "Arrears",
    "Owed",
    "arrears",
    "arrears_by_month",
    "arrears_of",
    "days_owed",
    "earnings_period",
    "month_of_payment",
    "ni_of_arrears",
]


FIRST_OF_TAX_YEAR = 4, 6  # April

# --- the rule ------------------------------------------------------------------------------------------------------


class Arrears(NamedTuple):
    """Arrears of one person and what the employer pays on them, pence."""

    pay: int
    employer_ni: int
    pension: int
    levy: int

    @property
    def total(self) -> int:
        """What they cost altogether."""
        return self.pay + self.employer_ni + self.pension + self.levy


def month_of_payment(paid_on: date) -> Month:
    """The month in which an award is paid, whose own pay is at the new salary already."""
    return Month(paid_on.replace(day=1), paid_on.replace(day=days_in_month(paid_on)))


def arrears_of(before: Form, after: Form, first: date, last: date, by: str = CALENDAR_DAYS) -> Form:
    """Pence that are owed from one day to another: what the new salary pays less what the old one paid.

    >>> arrears_of(4_150_000, 4_390_000, date(2015, 9, 1), date(2015, 10, 31))
    40000
    """
    return pay_between(after, first, last, by) - pay_between(before, first, last, by)


def arrears_by_month(
    before: int, after: int, first: date, last: date, by: str = CALENDAR_DAYS
) -> list[tuple[Month, int]]:
    """The arrears of each month, or part of one; they add up to those of the whole.

    >>> [pence for _, pence in arrears_by_month(4_150_000, 4_390_000, date(2015, 9, 1), date(2015, 10, 31))]
    [20000, 20000]
    """
    return [(each, arrears_of(before, after, each.first, each.last, by)) for each in months_between(first, last)]


def ni_of_arrears(
    month_pay: Form,
    owed: Form,
    paid_on: date,
    category: str = "A",
    after_leaving: bool = False,
    contracted_out: bool = False,
) -> Form:
    """Pence that employer's NI rises by when arrears are paid: on top of the month's pay, at the figures of that day.

    For someone who has left it is that of a week in which nothing else is paid.

    >>> ni_of_arrears(180_000, 100_000, date(2025, 11, 28))
    15000
    >>> ni_of_arrears(0, 100_000, date(2025, 11, 28), after_leaving=True)
    13560
    """
    if after_leaving:
        return employer_ni_on(owed, *ni_figures(paid_on, category, "week", contracted_out))
    figures = ni_figures(paid_on, category, "month", contracted_out)
    return employer_ni_on(month_pay + owed, *figures) - employer_ni_on(month_pay, *figures)


def earnings_period(paid_on: date, after_leaving: bool = False) -> date:
    """The first day of the month in which arrears are paid; of the tax week, from 6 April, for those who have left.

    What is paid to one person in one earnings period is one sum for NI.

    >>> earnings_period(date(2025, 11, 28)), earnings_period(date(2025, 11, 28), after_leaving=True)
    (datetime.date(2025, 11, 1), datetime.date(2025, 11, 23))
    """
    if not after_leaving:
        return month_of_payment(paid_on).first
    year_starts = date(paid_on.year, *FIRST_OF_TAX_YEAR)
    if paid_on < year_starts:
        year_starts = date(paid_on.year - 1, *FIRST_OF_TAX_YEAR)
    return paid_on - timedelta(days=(paid_on - year_starts).days % 7)


class Owed(NamedTuple):
    """The days that are owed, what the month of payment pays by itself, and whether the person has left before it."""

    first: date
    last: date
    month_pay: int
    after_leaving: bool


def days_owed(after: int, effective_from: date, paid_on: date, left_on: date | None, by: str = CALENDAR_DAYS) -> Owed:
    """The days from which and to which an award is owed, and the pay of the month of payment, at the new salary.

    >>> days_owed(4_390_000, date(2015, 9, 1), date(2015, 11, 30), None)[1:]
    (datetime.date(2015, 10, 31), 365834, False)
    """
    month = month_of_payment(paid_on)
    before_month = date.fromordinal(month.first.toordinal() - 1)
    last = before_month if left_on is None else min(before_month, left_on)
    in_pay_until = month.last if left_on is None else min(month.last, left_on)
    month_pay = int(pay_between(after, month.first, in_pay_until, by))
    return Owed(effective_from, last, month_pay, left_on is not None and left_on < month.first)


# --- worksheet function --------------------------------------------------------------------------------------------


def _check(before: int, after: int, effective_from: date, paid_on: date, left_on: date | None) -> None:
    if after < before:
        raise WrongInput(
            f"the salary falls from {pounds_text(before)} to {pounds_text(after)}: arrears are of an award that raises "
            "it"
        )
    if paid_on < effective_from:
        raise WrongInput(
            f"it is paid on {date_text(paid_on)}, before it is due from {date_text(effective_from)}: check the two days"
        )
    if left_on is not None and left_on < effective_from:
        raise WrongInput(
            f"the person left on {date_text(left_on)}, before the award is effective on {date_text(effective_from)}: "
            "nothing is owed"
        )


def _read_pension(value: Any, what: str) -> int | str:
    """A rate in basis points, or the name of a scheme."""
    if isinstance(value, str) and any(mark.isalpha() for mark in value):
        return point_text(value)
    rate: int = RATE.read(value, what)
    return rate


def _give_pension(value: int | str) -> Any:
    return value if isinstance(value, str) else RATE.give(value)


def _pension_rate(pension: int | str, paid_on: date) -> int:
    return library.pension_rate_on_arrears(pension, paid_on) if isinstance(pension, str) else pension


PENSION = Kind("a rate such as 19.5%, or a scheme's name", _read_pension, _give_pension)
"""How arrears are pensionable: at a rate, or by the rule of a scheme."""


@worksheet_function(
    "ARREARS",
    Row((("arrears", MONEY), ("NI", MONEY), ("pension", MONEY), ("levy", MONEY), ("total", MONEY))),
    salary_before=(SALARY, "The person's own salary before the award, £ a year (for the hours worked)"),
    salary_after=(SALARY, "The same with the award, £ a year"),
    effective_from=(DAY, "The day the award is effective; for anyone who started later, their first day"),
    paid_on=(DAY, "The day it is paid; the pay of that month is at the new salary already"),
    pension=(PENSION, "The employer's pension rate on pay paid late, 0 for none; or Teachers' Pension Scheme"),
    category=(TEXT, "NI category letter"),
    levy=(YESNO, "yes to add the marginal 0.5% apprenticeship levy"),
    left_on=(DAY, "The last day of anyone who has left since; blank for anyone still in post"),
    part_months=(choice(*PART_MONTHS), "How parts of months are paid: calendar days, 1/365 or 1/260"),
)
def arrears(
    salary_before: int,
    salary_after: int,
    effective_from: date,
    paid_on: date,
    pension: int | str,
    category: str = "A",
    levy: bool = False,
    left_on: date | None = None,
    part_months: str = CALENDAR_DAYS,
) -> tuple[int, int, int, int, int]:
    """Arrears of a pay award that is paid late, £, with employer's NI, pension and levy on them.

    Five cells: the arrears, NI, pension, levy and the total. Owed is the difference of the two salaries from the day
    the award is effective to the end of the month before it is paid, or to the last day of anyone who has left; each
    whole month a twelfth, parts of months by days, each to the penny. NI is what it rises by when the arrears are paid
    on top of that month's pay, at the thresholds and rates of that day, also for months of an earlier tax year; for
    anyone who left before that month it is that of one week. Pension is a rate of the arrears: the rate on the day paid
    for teachers; for other schemes give it.

    Raises WrongInput for a day of payment before the award is effective, for a salary that falls, for anyone who left
    before it; UnknownFigure for a scheme whose rule for arrears is not known: ask it, and give the rate.

    Source: HMRC NIM02065, NIM08410 (leavers) and NIM08312 (tax year); Teachers' Pensions, September 2015.

    >>> import payband
    >>> print(payband.arrears(41500, 43900, "01/09/2015", "30/11/2015", "Teachers' Pension Scheme"))
    arrears     NI  pension  levy   total
    -------  -----  -------  ----  ------
     400.00  55.20    65.92  0.00  521.12
    """
    _check(salary_before, salary_after, effective_from, paid_on, left_on)
    rate = _pension_rate(pension, paid_on)
    spell = days_owed(salary_after, effective_from, paid_on, left_on, part_months)
    owed = int(arrears_of(salary_before, salary_after, spell.first, spell.last, part_months))
    found = Arrears(
        owed,
        int(ni_of_arrears(spell.month_pay, owed, paid_on, category, spell.after_leaving)),
        int(share_of_pay(owed, rate)),
        int(share_of_pay(owed, levy_rate(paid_on))) if levy else 0,
    )
    return (*found, found.total)


@arrears.explained
def _steps(
    salary_before: int,
    salary_after: int,
    effective_from: date,
    paid_on: date,
    pension: int | str,
    category: str,
    levy: bool,
    left_on: date | None,
    part_months: str,
) -> list[Step]:
    _check(salary_before, salary_after, effective_from, paid_on, left_on)
    rate = _pension_rate(pension, paid_on)
    spell = days_owed(salary_after, effective_from, paid_on, left_on, part_months)
    by_month = arrears_by_month(salary_before, salary_after, spell.first, spell.last, part_months)
    steps = [
        Step(f"arrears of {each.first:%B %Y}", pounds(pence), f"{each.days} of {each.of_days} days")
        for each, pence in by_month
    ]
    if spell.after_leaving:
        steps.append(Step("NI", "of one week", f"paid after {date_text(spell.last)}, the last day: NIM08410"))
    else:
        steps.append(
            Step("pay of the month of payment", pounds(spell.month_pay), "at the new salary: NI is on both together")
        )
    said = f"the {pension} takes the rate on the day paid" if isinstance(pension, str) else "as given"
    return [*steps, Step("pension rate", percent_text(rate), said)]
