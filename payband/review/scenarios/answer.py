"""The answers of a review with scenarios: the whole of it year by year, and what is wrong with a scenario."""

from collections.abc import Iterator

from payband.errors import Problem
from payband.review.checks import Check, passed
from payband.review.inputs.inputs import Inputs
from payband.review.parts.registry import Calculated, PartAnswer
from payband.review.scenarios.scenarios import Scenarios
from payband.review.years.outlook import Outlook, outlook
from payband.review.years.savings import YearlySavings
from payband.units import counted

__all__ = ["answer", "problems"]


def problems(inputs: Inputs) -> Iterator[Problem]:
    """Everything that is wrong with a scenario."""
    yield from Scenarios(inputs).problems()


def answer(calculated: Calculated) -> PartAnswer:
    """The review as it stands, year by year, and whether each year saves what the Summary says."""
    found = calculated.savings.outlook or outlook(calculated.inputs)
    checks = _agreed(found, calculated.savings)
    return PartAnswer(tables=(found.total_rows(), found.rows()), checks=checks, warnings=found.warnings)


def _agreed(found: Outlook, savings: YearlySavings) -> list[Check]:
    """Each year's saving, worked out line by line and from posts that are alike together."""
    totals = [found.total(year) for year in found.years]
    here = [None if total is None else total.saving for total in totals]
    both = list(zip(savings.years, here, savings.savings, strict=True))
    differ = [name for name, one, other in both if one != other]
    untold = [name for name, one, other in both if one is None and other is None]
    alike = f"{counted(len(both) - len(differ) - len(untold), 'year')} alike"
    return [
        Check(
            "Each year saves the same here and in the comparison of scenarios",
            f"{counted(len(both), 'year')} alike",
            f"{alike}, {len(untold)} not known" if untold else alike,
            passed(differ, untold),
            "; ".join([*differ, *(f"{name}: the saving is not known" for name in untold)]),
        )
    ]
