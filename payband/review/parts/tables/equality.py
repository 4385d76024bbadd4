"""The tables of the equality profile: counts by characteristic as a paper prints them, and how they reconcile."""

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator

from payband.errors import WrongInput
from payband.kinds import point_text
from payband.review.answers import AnswerTable, SheetColumns
from payband.review.inputs.fields import Rate, Text, Whole, one_of
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.fairness.equality_sheets import Group, Reconciled
from payband.review.parts.registry import Part
from payband.units import without_separators

__all__ = [
    "AFTERWARDS",
    "COUNTS",
    "OF_WHOM",
    "OUTCOME",
    "PART",
    "POPULATION",
    "PROFILE",
    "RECONCILED",
    "REVIEW_GROUP",
    "TOTAL",
    "WORKFORCE",
    "EqualityCount",
]

POPULATION, WORKFORCE, REVIEW_GROUP = "population", "workforce", "review group"
OUTCOME, AFTERWARDS = "outcome", "afterwards"
OF_WHOM = (POPULATION, WORKFORCE, REVIEW_GROUP, OUTCOME, AFTERWARDS)
"""Whom a count is of: all who live in the area, all staff, the people in the review, those with one outcome, and the
holders of posts in the new structure."""

TOTAL = "total"
"""The group of a row that holds a printed total, to be checked and not added in."""


MOST_PEOPLE = 100_000_000  # more than live in the country


def _people(value: Any) -> int:
    if isinstance(value, date):
        raise WrongInput(f"{value:%d/%m/%Y} is a date: give a number")
    text = without_separators(point_text(value))
    if not text.isdecimal() or int(text) > MOST_PEOPLE:
        raise WrongInput(f"'{value}' is not a number of people: give a whole number from 0 to {MOST_PEOPLE:,}")
    return int(text)


class EqualityCount(InputRow):
    """One count of people with a characteristic."""

    characteristic: Text = column("characteristic", "name", "Such as sex, ethnicity, disability", names="alike")
    of_whom: Annotated[str, one_of(*OF_WHOM)] = column("of whom", "name", "Whom the count is of", choices=OF_WHOM)
    outcome: Text = column("outcome", "name", "For an outcome: assimilated, competency interview, ...", default="")
    tier: Text = column("tier", "name", "A grade or line; empty for all tiers", default="", names="grade or line")
    group: Text = column("group", "name", "Such as female, male; or total, for a printed total", names="alike")
    people: Annotated[int, BeforeValidator(_people)] | None = column(
        "people", "number", "Empty if only a share is printed", default=None
    )
    printed_share: Rate | None = column("printed share", "%", "As the paper prints it, if it does", default=None)
    decimals: Whole | None = column(
        "decimals", "number", "How many decimals the printed share has; empty for 1", default=None
    )
    source: Text = column("source", "text", "The document that prints it", default="")


COUNTS = InputTable(
    "EqualityCounts",
    "Equality counts",
    EqualityCount,
    ("group", "characteristic", "of whom", "outcome", "tier"),
    optional=True,
)

PROFILE = AnswerTable(
    "EqualityProfile",
    "Equality profile",
    SheetColumns(Group),
    "People with a characteristic in the review, by outcome and tier, against the workforce and the population",
)
RECONCILED = AnswerTable(
    "EqualityReconciled",
    "Equality reconciled",
    SheetColumns(Reconciled),
    "Counts that must add up: outcomes to the review group, tiers to all tiers, and groups to a printed total",
)

PART = Part(
    "equality",
    "the equality profile by tier and outcome, and whether its counts reconcile",
    (COUNTS,),
    (PROFILE, RECONCILED),
    "payband.review.parts.fairness.equality",
)
