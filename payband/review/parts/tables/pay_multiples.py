"""The tables of pay multiples: highest, median and lowest pay by year, and the multiples with their limits."""

from decimal import Decimal
from typing import Annotated

from payband.review.answers import MONEY, PERCENT, TEXT, AnswerTable, Form, _column
from payband.review.inputs.fields import SalaryPence, Text, Whole, Year, one_of
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part
from payband.rules.measures.pay_multiple import MULTIPLES_OF

__all__ = ["BY_YEAR", "PART", "PAY_MULTIPLES", "PayMultipleRow"]

TIMES = Form("fte", "times", lambda hundredths: Decimal(hundredths).scaleb(-2))


class PayMultipleRow(InputRow):
    """One year's pay multiple, and the figures that it rests on, without pension benefits."""

    year: Year = column("year", "April to March")
    highest: SalaryPence = column("highest", "£ a year", "The highest taxable earnings")
    median: SalaryPence | None = column(
        "median", "£ a year", "Of the whole workforce; empty if not stated", default=None
    )
    lowest: SalaryPence | None = column("lowest", "£ a year", "Full-time; empty if not stated", default=None)
    policy: Text = column(
        "limit of the library", "name", "Such as Hutton; may stay empty", default="", names="pay multiple limit"
    )
    limit: Whole | None = column("own limit", "times", "The body's own highest multiple; may stay empty", default=None)
    limit_of: Annotated[str, one_of(*MULTIPLES_OF)] = column(
        "own limit is of", "median / lowest", choices=MULTIPLES_OF, default="lowest"
    )
    source: Text = column("source", "text", "The document that states the figures", default="")


PAY_MULTIPLES = InputTable("PayMultiples", "Pay multiples", PayMultipleRow, ("year",), optional=True)

BY_YEAR = AnswerTable(
    "PayMultiplesByYear",
    "Pay multiples by year",
    (
        _column("year", TEXT, unit="April to March"),
        _column("highest", MONEY, unit="£ a year"),
        _column("median", MONEY, unit="£ a year"),
        _column("multiple of the median", TIMES),
        _column("lowest", MONEY, unit="£ a year"),
        _column("multiple of the lowest", TIMES),
        _column("change in the highest", PERCENT, unit="% on the year before"),
        _column("limits", TEXT),
        _column("source", TEXT),
    ),
    "A year: the highest pay as a multiple of the median and of the lowest, and its limits",
)

PART = Part(
    "pay multiples",
    "the highest pay as a multiple of the median and of the lowest, with the figures it rests on",
    (PAY_MULTIPLES,),
    (BY_YEAR,),
    "payband.review.parts.fairness.pay_multiples",
)
