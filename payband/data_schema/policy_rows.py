"""A model for a row of each file of policies: approvals, matching, stages, tests, forms and checklists."""

import re
from datetime import date
from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, model_validator

from payband.calendar import date_text
from payband.data_schema.cells import BasisPoints, Day, Order, Text, basis_points, day, one_of, threshold_pence, whole
from payband.data_schema.rows import DatedRow
from payband.kinds import SHARES
from payband.library import FORM_NOT_SAID, LAST_HOLDERS, LEAVE
from payband.library.questionnaires import ANSWERED_WITH, FORM_STAGES
from payband.rules.measures.pay_multiple import MULTIPLES_OF
from payband.rules.protection import FORMS, TAPERS
from payband.rules.stages import STAGES
from payband.rules.thresholds import COMPARISONS, MEASURES, TESTED_AT
from payband.units import pounds_text

__all__ = [
    "ApprovalRow",
    "ChecklistRow",
    "FormDateRow",
    "MatchingRow",
    "MultipleRow",
    "ProtectionRow",
    "QuestionRow",
    "RoleChangeRow",
    "SeniorPayRow",
    "StageRow",
    "WorkingTimeRow",
]


class ApprovalRow(DatedRow):
    """A rule that a pay package needs a named body's approval; a tier of it where a rule has several thresholds."""

    key = ("body", "rule", "tier")

    body: Text
    rule: Text
    measure: Annotated[str, AfterValidator(one_of(*MEASURES))]
    tested_at: Annotated[str, AfterValidator(one_of(*TESTED_AT))]
    comparison: Annotated[str, AfterValidator(one_of(*COMPARISONS))]
    threshold: Annotated[int, BeforeValidator(threshold_pence)]
    approving_body: Text

    @property
    def tier(self) -> str:
        """Which of a rule's thresholds it is."""
        return f"from {pounds_text(self.threshold, pence_shown=False)}"


def _share_or_none(text: str) -> int | None:
    return basis_points(text) if text else None


class SeniorPayRow(DatedRow):
    """A policy of senior pay next to its threshold of pay: that of a bonus, and up to where nobody need approve."""

    key = ("body", "policy")

    body: Text
    policy: Text
    bonus: Annotated[int, BeforeValidator(threshold_pence)]
    comparison: Annotated[str, AfterValidator(one_of(*COMPARISONS))]
    appointment_up_to: Annotated[int | None, BeforeValidator(_share_or_none)]
    appointment_over: Annotated[str, AfterValidator(one_of("", *LAST_HOLDERS))]
    award_up_to: Annotated[int | None, BeforeValidator(_share_or_none)]

    @model_validator(mode="after")
    def _over_whose(self) -> "SeniorPayRow":
        if (self.appointment_up_to is None) != (not self.appointment_over):
            raise ValueError("give both appointment_up_to and appointment_over, or leave both blank")
        return self


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


def _least_days(text: str) -> int | None:
    return whole("5")(text) if text else None


class StageRow(DatedRow):
    """What a body's policy says of a stage of a review: the stages that it follows, and the least time it takes."""

    key = ("body", "policy", "stage")

    body: Text
    policy: Text
    stage: Annotated[str, AfterValidator(one_of(*STAGES))]
    follows: str
    least_working_days: Annotated[int | None, BeforeValidator(_least_days)]

    @model_validator(mode="after")
    def _says_something(self) -> "StageRow":
        for stage in filter(None, (part.strip() for part in self.follows.split(";"))):
            if one_of(*STAGES)(stage) == self.stage:
                raise ValueError(f"the stage {stage} follows itself: name the stages before it, with ; between")
        if not self.follows.strip() and self.least_working_days is None:
            raise ValueError("it says nothing of the stage: give follows or least_working_days")
        return self


class RoleChangeRow(DatedRow):
    """A body's rule of how much of a role may change before its holder is formally consulted."""

    key = ("body", "policy")

    body: Text
    policy: Text
    limit: BasisPoints
    comparison: Annotated[str, AfterValidator(one_of(*COMPARISONS))]


def _hours(text: str) -> Fraction:
    if not re.fullmatch(r"\d{1,2}(?:\.\d{1,4})?", text) or not 0 < Fraction(text) <= 60:
        raise ValueError(f"'{text}' is not a number of hours a week: write a number up to 60, such as 37 or 37.5")
    return Fraction(text)


def _year_weeks(text: str) -> Fraction:
    if not re.fullmatch(r"\d{2}(?:\.\d{1,4})?|365/7", text) or not 52 <= Fraction(text) <= 53:
        raise ValueError(f"'{text}' is not a number of weeks in a year: write it as 52.143, 52.14, 52 or 365/7")
    return Fraction(text)


def _decimals(text: str) -> int | None:
    found = whole("2")(text) if text else None
    if found is not None and found > 4:
        raise ValueError(f"'{text}' decimals are too many: write 0 to 4, or leave it blank where nothing is rounded")
    return found


class WorkingTimeRow(DatedRow):
    """A body's full-time hours a week and weeks a year, and what it says of leave in posts for part of a year."""

    key = ("body", "policy")

    body: Text
    policy: Text
    full_time_hours: Annotated[Fraction, BeforeValidator(_hours)]
    year_weeks: Annotated[Fraction, BeforeValidator(_year_weeks)]
    leave: Annotated[str, AfterValidator(one_of(*LEAVE))]
    paid_weeks_decimals: Annotated[int | None, BeforeValidator(_decimals)]


class ProtectionRow(DatedRow):
    """A body's pay protection for those with at least some full years of service."""

    key = ("body", "policy", "full_years")

    body: Text
    policy: Text
    full_years: Annotated[int, BeforeValidator(whole("2"))]
    months: Annotated[int, BeforeValidator(whole("24"))]
    form: Annotated[str, AfterValidator(one_of(*FORMS, FORM_NOT_SAID))]
    shares: str
    base: Text
    ends_early: str

    @model_validator(mode="after")
    def _can_be_worked_out(self) -> "ProtectionRow":
        if not 1 <= self.months <= 600:
            raise ValueError(f"it lasts {self.months} months: give between 1 and 600")
        if bool(self.shares.strip()) != (self.form in TAPERS):
            raise ValueError("shares are those of a tapered protection, such as 100%, 75%, 50%, and of no other")
        if self.shares:
            SHARES.read(self.shares, "the shares")
        return self


class MultipleRow(DatedRow):
    """The highest pay multiple that a policy allows."""

    key = ("body", "policy")

    body: Text
    policy: Text
    of: Annotated[str, AfterValidator(one_of(*MULTIPLES_OF))]
    limit: Annotated[int, BeforeValidator(whole("20"))]


class QuestionRow(DatedRow):
    """A question of a body's form for a job; the rows are in the order of the form."""

    key = ("body", "questionnaire", "section", "item")

    body: Text
    questionnaire: Text
    section: Text
    item: Text
    answered_with: Annotated[str, AfterValidator(one_of(*ANSWERED_WITH))]


class FormDateRow(DatedRow):
    """When a stage of a questionnaire is to happen; the first day may stay blank."""

    key = ("body", "questionnaire", "stage")

    body: Text
    questionnaire: Text
    stage: Annotated[str, AfterValidator(one_of(*FORM_STAGES))]
    first_on: Annotated[date | None, BeforeValidator(lambda text: day(text) if text else None)]
    last_on: Day

    @model_validator(mode="after")
    def _days_in_order(self) -> "FormDateRow":
        if self.first_on is not None and self.first_on > self.last_on:
            raise ValueError(
                f"it begins on {date_text(self.first_on)}, after its end: put first_on and last_on in order"
            )
        return self


class ChecklistRow(DatedRow):
    """An item of a body's checklist of disqualification and the answer that is in order."""

    key = ("body", "checklist", "item")

    body: Text
    checklist: Text
    item: Text
    clear_answer: Annotated[str, AfterValidator(one_of("yes", "no"))]
