"""The answers of a review with scenarios: the whole of it year by year, and what is wrong with a scenario."""

from collections.abc import Iterator

from payband.errors import Problem
from payband.review.horizon import outlook
from payband.review.inputs import Inputs
from payband.review.parts import Calculated, PartAnswer
from payband.review.scenarios import Scenarios

__all__ = ["answer", "problems"]


def problems(inputs: Inputs) -> Iterator[Problem]:
    """Everything that is wrong with a scenario."""
    yield from Scenarios(inputs).problems()


def answer(calculated: Calculated) -> PartAnswer:
    """The review as it stands, year by year."""
    found = outlook(calculated.inputs)
    return PartAnswer(tables=(found.total_rows(), found.rows()), warnings=found.warnings)
