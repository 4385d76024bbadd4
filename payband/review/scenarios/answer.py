"""The answers of a review with scenarios: the whole of it year by year, and what is wrong with a scenario."""

from collections.abc import Iterator
from functools import partial

from payband.errors import PaybandError, Problem, UnknownName
from payband.review.check import Check, passed
from payband.review.inputs.inputs import Inputs
from payband.review.inputs.settings import Settings
from payband.review.inputs.sound_inputs import SoundInputs, said_by
from payband.review.parts.answering import Calculated, PartAnswer
from payband.review.parts.tables.scenarios import SCENARIOS, ScenarioChange
from payband.review.scenarios.rows import OF_SCENARIOS
from payband.review.scenarios.scenarios import Scenarios, rows_of_table
from payband.review.scenarios.targets import CellTarget, Keys, SettingTarget, read_value, table_named, target_of
from payband.review.years.outlook import Outlook, outlook
from payband.review.years.savings import YearlySavings
from payband.units import counted

__all__ = ["PROBLEMS", "answer"]


def _scenarios(inputs: Inputs) -> Iterator[Problem]:
    """Everything that is wrong with a scenario; of a review with other faults, what each row by itself has wrong."""
    if not isinstance(inputs, SoundInputs):
        yield from Scenarios(inputs).problems()
        return
    for row in inputs.readable_rows(SCENARIOS.name):
        yield from said_by(partial(_of_row, row), inputs)


def _of_row(row: ScenarioChange, inputs: Inputs) -> Iterator[Problem]:
    """What cannot be named or read in a row. A scenario may name what its own rows add, which is not looked into."""
    column = "what is changed"
    try:
        target = target_of(row.what, Keys(partial(rows_of_table, inputs)))
        column = "value"
        if isinstance(target, SettingTarget):
            read_value(Settings, target.setting, row.value)
        elif isinstance(target, CellTarget):
            read_value(table_named(target.table).rows, target.column, row.value)
    except PaybandError as error:
        if isinstance(error, UnknownName) and inputs.parts.get(OF_SCENARIOS):
            return
        yield Problem(
            str(error), sheet=SCENARIOS.sheet, table=SCENARIOS.name, row=row.row, column=column, code=error.code
        )


PROBLEMS = (_scenarios,)


def answer(calculated: Calculated) -> PartAnswer:
    """The review as it stands, year by year, and whether each year saves what the Summary says."""
    of_many = calculated.savings.outlook  # from which the Summary's savings are: they are no second way to them
    found = of_many or outlook(calculated.inputs)
    checks = [] if of_many else _agreed(found, calculated.savings)
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
