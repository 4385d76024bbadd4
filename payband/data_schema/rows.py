"""A model for a row of each kind of data file, and how its cells are read."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, model_validator

from payband.calendar import date_text
from payband.errors import nearest_name
from payband.rules.thresholds import COMPARISONS, MEASURES, TESTED_AT
from payband.units import pounds_text

__all__ = [
    "KINDS",
    "STATUSES",
    "ApprovalRow",
    "CategoryRow",
    "DatedRow",
    "DiscountRow",
    "GradeRow",
    "HayStepRow",
    "LevyRow",
    "MatchingRow",
    "PensionRow",
    "RateRow",
    "RedundancyRow",
    "SpineRow",
    "ThresholdRow",
]

NOT_PUBLISHED = "not published"
STATUSES = ("confirmed", "derived", "single source", "estimate", NOT_PUBLISHED)

THRESHOLDS = (
    "secondary_threshold",
    "upper_secondary_threshold",
    "freeport_upper_secondary_threshold",
    "investment_zone_upper_secondary_threshold",
    "upper_earnings_limit",
    "lower_earnings_limit",
    "upper_accrual_point",
)
PERIODS = ("week", "fortnight", "four_weeks", "month", "year")


# --- cells ---------------------------------------------------------------------------------------------------------


def _day(text: str) -> date:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise ValueError(f"'{text}' is no date: write it as 2025-04-01")


def _text(text: str) -> str:
    if not text.strip():
        raise ValueError("nothing stands here: it has to be filled in")
    if text != " ".join(text.split()):
        raise ValueError(f"'{text}' has spaces at an end or more than one between words: take them out")
    return text


def _source(text: str) -> str:
    if not text.strip():
        raise ValueError("no source is given: name the document and its date")
    return text


def _whole(example: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,11}", text):
            raise ValueError(f"'{text}' is not a whole number: write digits only, such as {example}")
        return int(text)

    return read


def _basis_points(text: str) -> int:
    if not re.fullmatch(r"\d{1,5}", text) or int(text) > 10_000:
        raise ValueError(f"'{text}' is not a whole number of basis points: write 1380 for 13.8%")
    return int(text)


def _pence(text: str) -> int | None:
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,11})(?:\.(\d\d?))?", text)
    if not found or not text.strip("0."):
        raise ValueError(f"'{text}' is no amount: write pounds, such as 30000 or 30000.50, without £ and commas")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def _threshold_pence(text: str) -> int | None:
    if not text:
        raise ValueError("no threshold is given: write pounds, such as 100000")
    return _pence(text)


def _letter(text: str) -> str:
    if not re.fullmatch("[A-Z]", text):
        raise ValueError(f"'{text}' is no NI category: write one capital letter")
    return text


def _one_of(*known: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in known:
            raise ValueError(f"'{text}' is not known here; {nearest_name(text, known)}")
        return text

    return read


Day = Annotated[date, BeforeValidator(_day)]
Text = Annotated[str, AfterValidator(_text)]
Source = Annotated[str, AfterValidator(_source)]
Status = Annotated[str, AfterValidator(_one_of(*STATUSES))]
Pounds = Annotated[int, BeforeValidator(_whole("9100"))]
Order = Annotated[int, BeforeValidator(_whole("1"))]
BasisPoints = Annotated[int, BeforeValidator(_basis_points)]
Pence = Annotated[int | None, BeforeValidator(_pence)]


# --- rows ----------------------------------------------------------------------------------------------------------


class DatedRow(BaseModel):
    """What every row has: the days it is in force, its status and its source."""

    model_config = ConfigDict(extra="forbid")

    key: ClassVar[tuple[str, ...]] = ()
    """The columns that name one figure; it must not be given twice for one day."""

    effective_from: Day
    effective_to: Day
    status: Status
    source: Source

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

    threshold: Annotated[str, AfterValidator(_one_of(*THRESHOLDS))]
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
    """A rate of employer's NI, in basis points."""

    key = ("rate",)

    rate: Annotated[str, AfterValidator(_one_of("employer", "contracted_out_rebate"))]
    basis_points: BasisPoints


class CategoryRow(DatedRow):
    """What an NI category letter means."""

    key = ("category",)

    category: Annotated[str, AfterValidator(_letter)]
    starts_at: Annotated[str, AfterValidator(_one_of(*THRESHOLDS, "never"))]
    contracted_out: Annotated[str, AfterValidator(_one_of("no", "may be", "always"))]
    who: Text


class LevyRow(DatedRow):
    """The apprenticeship levy's rate or an allowance."""

    key = ("item",)

    item: Annotated[str, AfterValidator(_one_of("rate", "allowance_year", "allowance_month"))]
    value: Annotated[int, BeforeValidator(_whole("50"))]
    unit: Annotated[str, AfterValidator(_one_of("basis points", "£"))]

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

    item: Annotated[str, AfterValidator(_one_of("week_pay"))]
    value: Pounds
    unit: Annotated[str, AfterValidator(_one_of("£"))]


class DiscountRow(DatedRow):
    """A discount rate, in basis points a year."""

    key = ("rate",)

    rate: Text
    basis_points: BasisPoints


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


class SpineRow(DatedRow):
    """A spinal point's salary; none where it was never published."""

    key = ("body", "spine", "point")

    body: Text
    spine: Text
    point: Text
    salary: Pence

    @model_validator(mode="after")
    def _blank_says_not_published(self) -> "SpineRow":
        _blank_only_where_not_published(self.status, [self.salary], "salary")
        return self


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
            if not self.points.split():
                raise ValueError("a spine is named but no points: write the points, such as 1 2 3, lowest first")
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


class ApprovalRow(DatedRow):
    """A rule that a pay package needs a named body's approval."""

    key = ("body", "rule")

    body: Text
    rule: Text
    measure: Annotated[str, AfterValidator(_one_of(*MEASURES))]
    tested_at: Annotated[str, AfterValidator(_one_of(*TESTED_AT))]
    comparison: Annotated[str, AfterValidator(_one_of(*COMPARISONS))]
    threshold: Annotated[int, BeforeValidator(_threshold_pence)]
    approving_body: Text


class MatchingRow(DatedRow):
    """A body's rule of assimilation and matching."""

    key = ("body", "policy")

    body: Text
    policy: Text
    assimilate_from: BasisPoints
    match_from: BasisPoints
    match_to: BasisPoints
    grades_apart: Order

    @model_validator(mode="after")
    def _shares_in_order(self) -> "MatchingRow":
        if not self.match_from <= self.match_to <= self.assimilate_from:
            raise ValueError(
                "the shares are not in order: match_from, match_to and assimilate_from must not fall, such as 2500, "
                "7400, 7500"
            )
        return self


def _blank_only_where_not_published(status: str, amounts: Sequence[int | None], columns: str) -> None:
    blank = [amount is None for amount in amounts]
    if any(blank) and status != NOT_PUBLISHED:
        raise ValueError(f"nothing stands in {columns}: give the amount, or the status '{NOT_PUBLISHED}'")
    if not any(blank) and status == NOT_PUBLISHED:
        raise ValueError(f"the status is '{NOT_PUBLISHED}' beside an amount: give the status that the amount has")


KINDS: dict[str, type[DatedRow]] = {
    "ni/thresholds.csv": ThresholdRow,
    "ni/rates.csv": RateRow,
    "ni/categories.csv": CategoryRow,
    "levy/levy.csv": LevyRow,
    "pensions/employer_rates.csv": PensionRow,
    "redundancy/limits.csv": RedundancyRow,
    "discounting/rates.csv": DiscountRow,
    "hay/steps.csv": HayStepRow,
    "spines/*/spine*.csv": SpineRow,
    "spines/*/grades*.csv": GradeRow,
    "policies/*/approvals*.csv": ApprovalRow,
    "policies/*/matching*.csv": MatchingRow,
}
"""The files that payband reads, each with the model of its rows."""
