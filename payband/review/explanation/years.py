"""Explains what a line costs and saves in each year of the horizon, and once everything has settled."""

from collections.abc import Iterator

from payband.review.answers import MONEY, YEAR_BY_YEAR
from payband.review.core.outlook import LineOutlook
from payband.review.explanation.chains import Answer, Chain, Step
from payband.review.results import Results
from payband.sheets.sheet import Unit
from payband.sheets.unknown import Unknown

__all__ = ["year_chains"]

_FULL_YEAR = ("salaries", "on_costs", "external", "external_ended", "awards", "drift", "rates", "leavers")
"""What the cost of the proposed line in a full year is made of, and which of it comes from what."""
_ALWAYS = ("cost_now", "cost_proposed", "saving", "net_saving")
"""What is shown of a year though it is nothing."""


def year_chains(results: Results, name: str) -> Iterator[Chain]:
    """Two chains for each year, where the review has its years: what a full year costs, and what is saved."""
    if YEAR_BY_YEAR.name not in results.tables:
        return
    figures = results.outlook.figures_by_line()
    for row in figures.each_row(LineOutlook):
        if row.line.casefold() != name.casefold() or isinstance(row.cost_now, Unknown):
            continue
        key = (("line", row.line), ("financial year", row.financial_year))
        title = row.financial_year.capitalize()
        steps = {
            name: Step(answer.heading, getattr(row, name), MONEY, _says(name, answer.unit))
            for name, answer, unit in LineOutlook.answers()
            if unit is Unit.PENCE
        }
        whole = [steps[each] for each in _FULL_YEAR if steps[each].value]
        if whole:
            yield Chain(f"{title}: the proposed line in a full year", tuple(whole))
        saved = [step for each, step in steps.items() if each not in _FULL_YEAR and (step.value or each in _ALWAYS)]
        yield Chain(f"{title}: cost and saving", tuple(saved), Answer(YEAR_BY_YEAR.name, key, "net_saving"))


def _says(name: str, unit: str) -> str:
    """How a figure comes about: as its column says, or what its heading says of it."""
    declared = LineOutlook.columns.get(name)
    return declared.says if declared is not None else unit.removeprefix("£, ")
