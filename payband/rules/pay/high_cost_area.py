"""The high cost area supplement of the NHS: a share of salary between a least and a most amount."""

from datetime import date

from payband import library
from payband.forms import Form, larger, smaller
from payband.kinds import DAY, MONEY, SALARY, choice
from payband.registry import Step, Value, worksheet_function
from payband.units import half_up, percent_text, pounds, pounds_text

__all__ = ["ZONES", "hcas", "supplement_on"]

ZONES = ("inner", "outer", "fringe")


def supplement_on(salary: Form, rate: Form, least: Form, most: Form) -> Form:
    """Pence of a supplement: the rate in basis points on a salary, at least and at most so much.

    >>> supplement_on(2_527_200, 2_000, 579_400, 874_600), supplement_on(12_978_300, 2_000, 579_400, 874_600)
    (579400, 874600)
    """
    return smaller(larger(half_up(salary * rate, 10_000), least), most)


def _figures(zone: str, on_date: date) -> tuple[int, int, int]:
    """The rate, the least and the most of a zone on a day; each noted as used."""
    row = library.in_force(
        "nhs/high_cost_area_supplements.csv", zone, on_date, f"the high cost area supplement, {zone}"
    )
    rate, least, most = (int(row.values[column]) for column in ("basis_points", "minimum", "maximum"))
    library.note_used(row, f"high cost area supplement, {zone}", f"{percent_text(rate)}, £{least:,} to £{most:,}")
    return rate, least * 100, most * 100


@worksheet_function(
    "HCAS",
    Value(MONEY, ("salary",)),
    salary=(SALARY, "Full-time basic salary, £ a year"),
    zone=(choice(*ZONES), "The zone: inner, outer or fringe"),
    on_date=(DAY, "The day for which it is wanted"),
)
def hcas(salary: Form, zone: str, on_date: date) -> Form:
    """High cost area supplement of a full-time NHS post in England, £ a year.

    A percentage of basic salary, at least the minimum and at most the maximum of the zone. Rounded to the penny, half a
    penny up; for part time take it of the full-time salary and then its share.

    Raises UnknownFigure for a day before 1 April 2025 or past the figures.

    Source: NHS Terms and Conditions of Service Handbook, Annex 9, as amended (amendment 62, 1 June 2026).

    >>> import payband
    >>> payband.hcas(39043, "inner", "01/09/2026")
    Decimal('7808.60')
    """
    return supplement_on(salary, *_figures(zone, on_date))


@hcas.explained
def _steps(salary: int, zone: str, on_date: date) -> list[Step]:
    rate, least, most = _figures(zone, on_date)
    return [
        Step(
            "share of salary", pounds(half_up(salary * rate, 10_000)), f"{percent_text(rate)} of {pounds_text(salary)}"
        ),
        Step("minimum", pounds(least), "at least"),
        Step("maximum", pounds(most), "at most"),
    ]
