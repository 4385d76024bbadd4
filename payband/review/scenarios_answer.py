"""The answers of a review with scenarios: the whole of it year by year, and what is wrong with a scenario."""

from collections.abc import Iterator

from payband.errors import Problem
from payband.review.checks import Check
from payband.review.horizon import Outlook, outlook
from payband.review.inputs import Inputs
from payband.review.parts import Calculated, PartAnswer
from payband.review.scenarios import Scenarios
from payband.review.yearly_savings import YearlySavings
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
    differ = [
        name
        for name, total, saving in zip(savings.years, totals, savings.savings, strict=True)
        if (None if total is None else total.saving) != saving
    ]
    expected = f"{counted(len(totals), 'year')} alike"
    return [Check("Each year saves the same here and in the comparison of scenarios", expected,
                  f"{counted(len(totals) - len(differ), 'year')} alike", not differ, "; ".join(differ))]  # fmt: skip
