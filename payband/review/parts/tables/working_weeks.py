"""The tables of working weeks: the hours and weeks of posts for part of the year, and the FTE that they make."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator

from payband.errors import WrongInput
from payband.review.answers import TEXT, YES_NO, AnswerTable, Form, _column
from payband.review.inputs.fields import OwnName, Text, one_of
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part
from payband.rules.pay.term_time import MOST_WEEKS
from payband.units import number_from

__all__ = ["COUNTED_AS", "FTE_BY_WEEKS", "PART", "WORKING_WEEKS", "HoursAWeek", "WeeksAYear", "WorkingWeeksRow"]

COUNTED_AS = ("paid", "worked")
"""What weeks are: those that are paid, with leave among them, or those that are worked."""


def _within(most: int | Fraction, unit: str, *, none: bool = False) -> BeforeValidator:
    """A number of hours, weeks or days: above 0 and at most so many, with every decimal that was given."""

    def read(value: Any) -> Fraction:
        if isinstance(value, (date, datetime)):
            raise WrongInput(f"{value:%d/%m/%Y} is a date: give a number of {unit}")
        number = Fraction(number_from(value, f"the number of {unit}"))
        if not (number >= 0 if none else number > 0) or number > most:
            least = "0 or more" if none else "more than 0"
            raise WrongInput(f"{value} {unit} are not possible: give {least}, at most {float(most):,g}")
        return number

    return BeforeValidator(read)


HoursAWeek = Annotated[Fraction, _within(60, "hours a week")]
HoursAYear = Annotated[Fraction, _within(3_200, "hours a year")]
WeeksAYear = Annotated[Fraction, _within(MOST_WEEKS, "weeks a year")]
DaysAYear = Annotated[Fraction, _within(100, "days a year", none=True)]


class WorkingWeeksRow(InputRow):
    """The hours and weeks of a person or of vacant posts, who work for part of the year or by its hours."""

    person_or_line: OwnName = column(
        "person or line",
        "name",
        "A reference of table People; for vacant posts a line of the structure as it is now",
        names="person or line now",
    )
    weeks: WeeksAYear | None = column(
        "weeks a year", "weeks a year", "Empty where hours a year are given", default=None
    )
    counted_as: Annotated[str, one_of(*COUNTED_AS)] = column(
        "weeks are",
        "paid / worked",
        "paid: leave and bank holidays are among them; empty if not known",
        choices=COUNTED_AS,
        default="",
    )
    leave_days: DaysAYear | None = column(
        "days of leave",
        "days a year",
        "Leave and bank holidays of a full-time post; for weeks worked",
        default=None,
    )
    hours: HoursAWeek | None = column("hours a week", "hours a week", default=None)
    full_time_hours: HoursAWeek | None = column("full-time hours a week", "hours a week", default=None)
    hours_a_year: HoursAYear | None = column("hours a year", "hours a year", "Of annualised posts", default=None)
    full_time_hours_a_year: HoursAYear | None = column(
        "full-time hours a year", "hours a year", "Counted as the hours a year are, with or without leave", default=None
    )
    source: Text = column("source", "text", default="")


WORKING_WEEKS = InputTable(
    "WorkingWeeks", "Working weeks", WorkingWeeksRow, ("person or line", "weeks a year", "hours a week"), optional=True
)

TEN_THOUSANDTHS = Form("fte", "share of full time", lambda value: Decimal(value).scaleb(-4))

FTE_BY_WEEKS = AnswerTable(
    "FTEByWeeks",
    "FTE by weeks",
    (
        _column("person or line", TEXT, unit="name"),
        _column("FTE by hours and weeks", TEN_THOUSANDTHS),
        _column("FTE in the review", TEN_THOUSANDTHS),
        _column("the same", YES_NO, unit="within half a hundredth: yes / no"),
        _column("why", TEXT),
    ),
    "A post for part of the year: the FTE that its hours and weeks make, and the FTE that the review counts",
)

PART = Part(
    "working weeks",
    "the hours and weeks of term-time and annualised posts, and whether their FTE is what these make",
    (WORKING_WEEKS,),
    (FTE_BY_WEEKS,),
    "payband.review.parts.working_weeks",
)
