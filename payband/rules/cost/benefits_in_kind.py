"""Class 1A National Insurance: what the employer pays on benefits in kind."""

from datetime import date

from payband import library
from payband.forms import Form
from payband.kinds import AMOUNT, DAY
from payband.registry import Step, Value, worksheet_function
from payband.rules.cost.national_insurance import has_rate_of_the_year
from payband.units import half_up, percent_text, pounds, pounds_text

__all__ = ["class_1a_on", "class_1a_rate", "ni_of_benefits"]


def class_1a_on(benefit: Form, rate: Form) -> Form:
    """Pence of Class 1A NI on what a benefit is worth: the rate in basis points, without a threshold.

    >>> class_1a_on(500_000, 1500)
    75000
    """
    return half_up(benefit * rate, 10_000)


def class_1a_rate(on: date) -> int:
    """The rate of Class 1A NI of the tax year that a day is in, in basis points. Raises UnknownFigure past the figures.

    It is the secondary percentage of the tax year; of a year in which that changed, the blended rate.

    >>> class_1a_rate(date(2026, 3, 31)), class_1a_rate(date(2022, 6, 30))
    (1500, 1453)
    """
    name = "employer_year" if has_rate_of_the_year(on) else "employer"
    row = library.in_force("ni/rates.csv", name, on, "the rate of Class 1A NI")
    rate = int(row.values["basis_points"])
    library.note_used(row, "the rate of Class 1A NI", percent_text(rate))
    return rate


@worksheet_function(
    "NIOFBENEFITS",
    Value(AMOUNT, ("benefit",)),
    benefit=(AMOUNT, "What the benefit in kind is worth (its cash equivalent), £ a year"),
    on_date=(DAY, "A day in the tax year in which it is provided"),
)
def ni_of_benefits(benefit: Form, on_date: date) -> Form:
    """Employer's Class 1A NI on a benefit in kind, £: 15% of what it is worth, from 6 April 2025.

    The rate is the secondary percentage of the tax year, and there is no threshold; for 2022-23, in which the
    percentage changed, it is the blended rate of 14.53%. Rounded to the penny, half a penny up.

    Raises UnknownFigure for a date outside the figures.

    Source: Social Security Contributions and Benefits Act 1992, section 10; HMRC National Insurance Manual NIM15021.

    >>> import payband
    >>> payband.ni_of_benefits(5000, "31/03/2026"), payband.ni_of_benefits(5000, "31/03/2023")
    (Decimal('750.00'), Decimal('726.50'))
    """
    return class_1a_on(benefit, class_1a_rate(on_date))


@ni_of_benefits.explained
def _steps(benefit: int, on_date: date) -> list[Step]:
    rate = class_1a_rate(on_date)
    return [
        Step("Class 1A NI", pounds(class_1a_on(benefit, rate)), f"{percent_text(rate)} of {pounds_text(benefit)}"),
    ]
