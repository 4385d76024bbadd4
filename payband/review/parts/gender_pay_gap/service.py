"""The six figures as the government's gender pay gap service lists them: one row under its own headings."""

from decimal import Decimal
from typing import Any

from payband.errors import WrongInput
from payband.review.parts.tables.gender_pay_gap import FIGURES, FIRST_FIGURE, PayGapReportRow
from payband.review.results import Results

__all__ = ["HEADINGS", "in_the_same_form", "of_the_service"]

HEADINGS = (
    "DiffMeanHourlyPercent",
    "DiffMedianHourlyPercent",
    "DiffMeanBonusPercent",
    "DiffMedianBonusPercent",
    "MaleBonusPercent",
    "FemaleBonusPercent",
    "MaleLowerQuartile",
    "FemaleLowerQuartile",
    "MaleLowerMiddleQuartile",
    "FemaleLowerMiddleQuartile",
    "MaleUpperMiddleQuartile",
    "FemaleUpperMiddleQuartile",
    "MaleTopQuartile",
    "FemaleTopQuartile",
)
"""What the service calls the figures in the files that it gives out (gender-pay-gap.service.gov.uk)."""

_SEX = "sex"
_FIRST = [column.heading for column in FIGURES.columns].index(FIRST_FIGURE)
_FIGURES = slice(_FIRST, _FIRST + len(HEADINGS))


def of_the_service(results: Results, report: PayGapReportRow) -> list[list[Any]]:
    """The headings and the one row of the figures by sex.

    A bonus gap is empty where one of the two was paid no bonus. Raises WrongInput where nobody's sex is given, or
    nobody of a sex is on full pay.
    """
    rows = [row for row in results.tables[FIGURES.name].rows if row[0] == _SEX]
    if not rows:
        raise WrongInput(
            "nobody's sex is given in table PayGapPay: give it, as the service asks for the figures by sex"
        )
    figures = rows[0][_FIGURES]
    if figures[0] is None:
        raise WrongInput(f"there is no gap by sex: {rows[0][-1]}. Check the column 'sex' of table PayGapPay")
    employer = report.employer or results.inputs.settings.body
    return [["EmployerName", *HEADINGS], [employer, *(_shown(each, report.decimals) for each in figures)]]


def in_the_same_form(results: Results, report: PayGapReportRow) -> list[list[Any]]:
    """The headings and a row for each group of ethnicity and disability; no figure where it is withheld."""
    headings = [column.heading for column in FIGURES.columns]
    rows = [row for row in results.tables[FIGURES.name].rows if row[0] != _SEX]
    written = [[*row[:_FIRST], *(_shown(each, report.decimals) for each in row[_FIGURES]), row[-1]] for row in rows]
    return [headings, *written]


def _shown(basis_points: Any, decimals: int) -> Decimal | None:
    """A percentage with its decimals; None for none."""
    return None if basis_points is None else Decimal(basis_points).scaleb(-2).quantize(Decimal(1).scaleb(-decimals))
