"""The tables of scenarios: what each changes, and what the review comes to year by year."""

from typing import Any

from payband.review.answers import YEAR_BY_YEAR, YEARS
from payband.review.inputs.fields import Text
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part

__all__ = ["BASE", "PART", "SCENARIOS", "ScenarioChange"]

BASE = "base"
"""The name of the review as it stands, without any scenario."""


class ScenarioChange(InputRow):
    """One change that a scenario makes: a setting, a pay award, a rate, or a cell of another table."""

    scenario: Text = column("scenario", "name", names="alike")
    what: Text = column(
        "what is changed",
        "name",
        "A setting; award 2026-04-01; rate employer NI from 2027-28; or Structure[City Officer, proposed].posts",
        names="thing to change",
    )
    value: Any = column("value", "as the thing itself", "What it becomes; none for an empty cell", default=None)


SCENARIOS = InputTable("Scenarios", "Scenarios", ScenarioChange, optional=True)

PART = Part(
    "scenarios",
    "what the review comes to year by year, and in other versions of it",
    (SCENARIOS,),
    (YEARS, YEAR_BY_YEAR),
    "payband.review.scenarios.answer",
)
