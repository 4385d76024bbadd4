"""The apprenticeship levy."""

from datetime import date

from payband import library
from payband.forms import Form, larger
from payband.kinds import AMOUNT, DAY
from payband.registry import Step, Value, worksheet_function
from payband.units import half_up, percent_text, pounds, pounds_text

__all__ = ["levy", "levy_on", "levy_rate"]


def levy_on(pay_bill: Form, rate: Form, allowance: Form = 0) -> Form:
    """Pence of levy on a pay bill: the rate in basis points, less the allowance, never below nothing.

    >>> levy_on(30_000_000, 50, 125_000)
    25000
    """
    return larger(half_up(pay_bill * rate, 10_000) - allowance, 0)


def levy_rate(pay_date: date) -> int:
    """The levy's rate in basis points on a pay date. Raises UnknownFigure before 6 April 2017, when there was none."""
    row = library.in_force("levy/levy.csv", "rate", pay_date, "the apprenticeship levy")
    rate = int(row.values["value"])
    library.note_used(row, "apprenticeship levy rate", percent_text(rate))
    return rate


@worksheet_function(
    "LEVY",
    Value(AMOUNT, ("pay_bill",)),
    pay_bill=(AMOUNT, "Pay on which employer's NI is due, £ (all of it, below the threshold too)"),
    pay_date=(DAY, "The day it is paid"),
    allowance=(AMOUNT, "The employer's levy allowance for the same period, £; nothing for a single post"),
)
def levy(pay_bill: Form, pay_date: date, allowance: Form = 0) -> Form:
    """Apprenticeship levy on a pay bill, £: 0.5% of it, less the allowance if one is given.

    The allowance (£1,250 a month, £15,000 a year) belongs to the whole employer, so the cost of one more post is the
    marginal 0.5% and carries no allowance. Rounded to the penny, half a penny up.

    Raises UnknownFigure for a date before 6 April 2017, when the levy began.

    Source: HMRC Apprenticeship Levy Manual ALM09200.

    >>> import payband
    >>> payband.levy(300000, "31/05/2025", 1250)
    Decimal('250.00')
    """
    return levy_on(pay_bill, levy_rate(pay_date), allowance)


@levy.explained
def _steps(pay_bill: int, pay_date: date, allowance: int) -> list[Step]:
    rate = levy_rate(pay_date)
    whole = pounds(levy_on(pay_bill, rate))
    return [
        Step("levy before the allowance", whole, f"{percent_text(rate)} of {pounds_text(pay_bill)}"),
        Step("allowance", pounds(allowance), "taken off, never below zero"),
    ]
