"""A model for a row of each file of rates, spines and grades."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, model_validator

from payband.calendar import date_text
from payband.data_schema.cells import (
    NOT_PUBLISHED,
    NOT_USED,
    BasisPoints,
    Day,
    Order,
    Pence,
    Pounds,
    Source,
    Status,
    Text,
    basis_points,
    letter,
    one_of,
    positive,
    whole,
)
from payband.library import DAY_PAID, day_of_rule, floor_of
from payband.library.files import points_in
from payband.units import pounds_text

__all__ = [
    "ArrearsRow",
    "AwardRow",
    "BankHolidayRow",
    "BracketRow",
    "CategoryRow",
    "ConsultationRow",
    "DatedRow",
    "DiscountRow",
    "GradeRow",
    "HayStepRow",
    "LevyRow",
    "PayGapRow",
    "PayPeriodRow",
    "PensionRow",
    "RateRow",
    "RedundancyRow",
    "SpineRow",
    "StepRow",
    "SupplementRow",
    "ThresholdRow",
    "WageFloorRow",
]

THRESHOLDS = (
    "secondary_threshold",
    "upper_secondary_threshold",
    "freeport_upper_secondary_threshold",
    "investment_zone_upper_secondary_threshold",
    "upper_earnings_limit",
    "lower_earnings_limit",
    "upper_accrual_point",
)
ESTIMATES = ("derived", "estimate", "single source")
PERIODS = ("week", "fortnight", "four_weeks", "month", "year")


class DatedRow(BaseModel):
    """What every row has: the days it is in force, its status, its source and, if it likes, where that was read."""

    model_config = ConfigDict(extra="forbid")

    key: ClassVar[tuple[str, ...]] = ()
    """The columns that name one figure; it must not be given twice for one day."""

    effective_from: Day
    effective_to: Day
    status: Status
    source: Source
    read_in: str = ""

    @model_validator(mode="after")
    def _dates_in_order(self) -> "DatedRow":
        if self.effective_from > self.effective_to:
            raise ValueError(
                f"it begins on {date_text(self.effective_from)}, after its end on {date_text(self.effective_to)}: "
                "put effective_from and effective_to in order"
            )
        return self

    @property
    def named(self) -> tuple[str, ...]:
        """What the row is a figure of, whatever the case it is written in."""
        return tuple(str(getattr(self, column)).casefold() for column in self.key)


class ThresholdRow(DatedRow):
    """A threshold of employer's NI, in whole pounds for each pay period."""

    key = ("threshold",)

    threshold: Annotated[str, AfterValidator(one_of(*THRESHOLDS))]
    week: Pounds
    fortnight: Pounds
    four_weeks: Pounds
    month: Pounds
    year: Pounds

    @model_validator(mode="after")
    def _longer_periods_have_more(self) -> "ThresholdRow":
        for shorter, longer in pairwise(PERIODS):
            less, more = getattr(self, shorter), getattr(self, longer)
            if less >= more:
                raise ValueError(f"the {longer} has £{more} and the {shorter} £{less}: a longer period has more")
        return self


class RateRow(DatedRow):
    """A rate of employer's NI, in basis points; `employer_year` is of annual earnings periods where theirs differs."""

    key = ("rate",)

    rate: Annotated[str, AfterValidator(one_of("employer", "employer_year", "contracted_out_rebate"))]
    basis_points: BasisPoints


class CategoryRow(DatedRow):
    """What an NI category letter means."""

    key = ("category",)

    category: Annotated[str, AfterValidator(letter)]
    starts_at: Annotated[str, AfterValidator(one_of(*THRESHOLDS, "never"))]
    contracted_out: Annotated[str, AfterValidator(one_of("no", "may be", "always"))]
    who: Text


class LevyRow(DatedRow):
    """The apprenticeship levy's rate or an allowance."""

    key = ("item",)

    item: Annotated[str, AfterValidator(one_of("rate", "allowance_year", "allowance_month"))]
    value: Annotated[int, BeforeValidator(whole("50"))]
    unit: Annotated[str, AfterValidator(one_of("basis points", "£"))]

    @model_validator(mode="after")
    def _unit_is_the_items(self) -> "LevyRow":
        expected = "basis points" if self.item == "rate" else "£"
        if self.unit != expected:
            raise ValueError(f"the {self.item} is given in {self.unit}: give it in {expected}")
        if self.unit == "basis points" and self.value > 10_000:
            raise ValueError(f"the rate is {self.value} basis points: write 50 for 0.5%")
        return self


class RedundancyRow(DatedRow):
    """A limit of statutory redundancy pay, in pounds."""

    key = ("item",)

    item: Annotated[str, AfterValidator(one_of("week_pay", "week_pay_northern_ireland"))]
    value: Pounds
    unit: Annotated[str, AfterValidator(one_of("£"))]


class ConsultationRow(DatedRow):
    """From how many dismissals within some days consultation is collective, and how long before the first it begins."""

    key = ("dismissals",)

    dismissals: Annotated[int, BeforeValidator(positive)]
    within_days: Annotated[int, BeforeValidator(positive)]
    days_before: Annotated[int, BeforeValidator(positive)]


class BracketRow(DatedRow):
    """A number of the scales in which senior pay and exit packages are published, in pounds."""

    key = ("item",)

    item: Annotated[
        str,
        AfterValidator(
            one_of(
                "first_bracket", "bracket_width", "named_from", "exit_band_width", "exit_wide_from", "exit_wide_width"
            )
        ),
    ]
    value: Annotated[int, BeforeValidator(positive)]
    unit: Annotated[str, AfterValidator(one_of("£"))]


class PayGapRow(DatedRow):
    """The share from which a pay gap is looked into, in basis points."""

    key = ("gap",)

    gap: Annotated[str, AfterValidator(one_of("gap", "recurring gap"))]
    basis_points: BasisPoints


class PayPeriodRow(DatedRow):
    """The days of a pay period as the gender pay gap counts them, in hundredths."""

    key = ("period",)

    period: Annotated[str, AfterValidator(one_of("week", "two weeks", "four weeks", "month", "year"))]
    hundredths_of_a_day: Annotated[int, BeforeValidator(positive)]


class DiscountRow(DatedRow):
    """A discount rate, in basis points a year, and for how many years after the first it holds."""

    key = ("rate",)

    rate: Text
    basis_points: BasisPoints
    years: Order


class HayStepRow(DatedRow):
    """A number that a Hay score can be."""

    key = ("step",)

    step: Order


class PensionRow(DatedRow):
    """An employer's pension contribution rate, in basis points."""

    key = ("scheme", "employer")

    scheme: Text
    employer: Text
    basis_points: BasisPoints


_OFFSET = "accommodation offset"


def _floor(name: str) -> str:
    if name != _OFFSET and floor_of(name) is None:
        raise ValueError(
            f"'{name}' is not a wage floor that payband knows: write it as 'National Living Wage, 21 and over', "
            "'National "
            "Minimum Wage, 18 to 20', 'National Minimum Wage, under 18', 'National Minimum Wage, apprentice', 'Real "
            f"Living Wage, UK', 'Real Living Wage, London' or '{_OFFSET}'"
        )
    return name


class ArrearsRow(DatedRow):
    """Which rate a pension scheme takes of pay that is paid late."""

    key = ("scheme",)

    scheme: Text
    rate_of: Annotated[str, AfterValidator(one_of(DAY_PAID))]


class WageFloorRow(DatedRow):
    """A statutory or voluntary floor of wages, in pence."""

    key = ("floor",)

    floor: Annotated[Text, AfterValidator(_floor)]
    pence: Annotated[int, BeforeValidator(positive)]
    unit: Annotated[str, AfterValidator(one_of("an hour", "a day"))]


class AwardRow(DatedRow):
    """A pay award: a percentage in basis points or a flat sum in pounds where it is the same for all, and its terms."""

    key = ("award",)

    body: Text
    award: Text
    basis_points: Annotated[int | None, BeforeValidator(lambda text: basis_points(text) if text else None)]
    flat: Annotated[int | None, BeforeValidator(lambda text: positive(text) if text else None)]
    terms: Text


class SupplementRow(DatedRow):
    """A supplement of a zone: a share of salary in basis points, between a least and a most in pounds a year."""

    key = ("zone",)

    zone: Text
    basis_points: BasisPoints
    minimum: Pounds
    maximum: Pounds

    @model_validator(mode="after")
    def _least_and_most_in_order(self) -> "SupplementRow":
        if self.minimum > self.maximum:
            raise ValueError(f"it is £{self.minimum} at least and £{self.maximum} at most: put them in order")
        return self


class SpineRow(DatedRow):
    """A spinal point's salary; none where it was never published. `estimate` says why it is not more than that."""

    key = ("body", "spine", "point")

    body: Text
    spine: Text
    point: Text
    salary: Pence
    estimate: str = ""

    @model_validator(mode="after")
    def _blank_says_not_published(self) -> "SpineRow":
        if self.status == NOT_USED:
            if self.salary is not None:
                raise ValueError(
                    f"the status is '{NOT_USED}', but there is a salary: a point that is not used has none"
                )
        else:
            _blank_only_where_not_published(self.status, [self.salary], "salary")
        if self.estimate and self.status not in ESTIMATES:
            raise ValueError(
                f"column estimate is filled in, but the status is '{self.status}': leave it blank, or give the status "
                f"{' or '.join(ESTIMATES)}"
            )
        return self


def _rule_of_a_day(text: str) -> str:
    day_of_rule(text, 2024)  # a leap year, so that 29 February can be read
    return text


class BankHolidayRow(DatedRow):
    """A bank holiday of England and Wales, by its rule; one that is proclaimed for one year is in force on its day."""

    key = ("holiday",)

    holiday: Text
    falls_on: Annotated[str, AfterValidator(_rule_of_a_day)]
    substitute: Annotated[str, AfterValidator(one_of("yes", "no"))]


class StepRow(DatedRow):
    """The full years of service in a grade that lead to a step of it; 0 for the step that it begins with."""

    key = ("body", "grade", "point")

    body: Text
    grade: Text
    point: Text
    full_years: Annotated[int, BeforeValidator(whole("2"))]


class GradeRow(DatedRow):
    """A grade's pay range: points of a spine, or a bottom and a top."""

    key = ("body", "grade")

    body: Text
    grade: Text
    title: Text
    order: Order
    spine: str
    points: str
    bottom_salary: Pence
    top_salary: Pence

    @model_validator(mode="after")
    def _points_or_salaries(self) -> "GradeRow":
        bottom, top = self.bottom_salary, self.top_salary
        if self.spine:
            if not points_in(self.points):
                raise ValueError(
                    "a spine is named but no points: write the points, such as 1 2 3, or Step 1; Step 2, lowest first"
                )
            if bottom is not None or top is not None:
                raise ValueError("both points and salaries are given: leave the salaries blank, the spine has them")
            return self
        if self.points.strip():
            raise ValueError("points are given but no spine: name the spine they are on")
        _blank_only_where_not_published(self.status, [bottom, top], "bottom_salary and top_salary")
        if bottom is not None and top is not None and bottom > top:
            raise ValueError(
                f"the range runs from {pounds_text(bottom)} down to {pounds_text(top)}: put bottom and top in order"
            )
        return self


def _blank_only_where_not_published(status: str, amounts: Sequence[int | None], columns: str) -> None:
    blank = [amount is None for amount in amounts]
    if any(blank) and status != NOT_PUBLISHED:
        raise ValueError(f"no amount is given in {columns}: give one, or the status '{NOT_PUBLISHED}'")
    if not any(blank) and status == NOT_PUBLISHED:
        raise ValueError(
            f"the status is '{NOT_PUBLISHED}', but there is an amount: give the status that the amount has"
        )
