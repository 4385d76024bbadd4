"""The tables of a simulation: what is drawn from which distribution, and the results by percentile and run."""

from typing import Annotated, Any

from payband.review.answers import MONEY, PERCENT, TEXT, AnswerTable, _column
from payband.review.inputs.fields import Text, one_of
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part

__all__ = [
    "BY_YEAR",
    "DISTRIBUTIONS",
    "KINDS",
    "NORMAL",
    "PART",
    "PERCENTILES",
    "TO_DATE",
    "TRIANGULAR",
    "UNIFORM",
    "DistributionRow",
]

UNIFORM, TRIANGULAR, NORMAL = "uniform", "triangular", "normal"
KINDS = (UNIFORM, TRIANGULAR, NORMAL)
PERCENTILES = (5, 25, 50, 75, 95)


class DistributionRow(InputRow):
    """One thing that is drawn anew in each run of a simulation."""

    what: Text = column(
        "what is varied",
        "name",
        "award, pension rate, employer NI rate, turnover, vacancies; or as in Scenarios, such as protection months",
        names="thing to vary",
    )
    distribution: Annotated[str, one_of(*KINDS)] = column("distribution", "name", choices=KINDS)
    low: Any = column("low", "as the thing itself", "For normal the least that is drawn, if there is one", default=None)
    likely: Any = column("likely", "as the thing itself", "Triangular: the peak", default=None)
    high: Any = column(
        "high", "as the thing itself", "For normal the most that is drawn, if there is one", default=None
    )
    mean: Any = column("mean", "as the thing itself", "Normal", default=None)
    spread: Any = column("spread", "as the thing itself", "Normal: the standard deviation", default=None)
    note: Text = column("note", "text", default="")


DISTRIBUTIONS = InputTable("Distributions", "Distributions", DistributionRow, ("what is varied",), optional=True)

_MEASURES = (
    *(_column(f"percentile {each}", MONEY, unit=f"£, {each}% of runs are not above") for each in PERCENTILES),
    _column("mean", MONEY, unit="£, of all runs"),
    _column("as it stands", MONEY, unit="£, without what is drawn"),
    _column("not below zero", PERCENT, unit="% of runs"),
)
BY_YEAR = AnswerTable(
    "SimulatedYears",
    "Simulated years",
    (_column("financial year", TEXT, unit="April to March"), *_MEASURES),
    "The net saving of a financial year, and of all: how it is spread over the runs",
)
TO_DATE = AnswerTable(
    "SimulatedToDate",
    "Simulated to date",
    (_column("financial year", TEXT, unit="to the end of it"), *_MEASURES),
    "The net saving of the years to date: how it is spread over the runs",
)

PART = Part(
    "simulation",
    "how sure the result is: payband simulate draws from these distributions",
    (DISTRIBUTIONS,),
    (),
    "payband.review.risk.simulation",
)
