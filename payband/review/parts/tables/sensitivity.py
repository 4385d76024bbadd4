"""The tables of sensitivity: what is varied from where to where, and what it does to the result."""

from typing import Any

from payband.review.answers import MONEY, POINT, TEXT, AnswerTable, _column
from payband.review.inputs.fields import Text
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part

__all__ = ["PART", "SENSITIVITY", "VARIED", "SensitivityRow"]


class SensitivityRow(InputRow):
    """One thing that is varied while everything else stays as it is."""

    what: Text = column(
        "what is varied",
        "name",
        "award, pension rate, employer NI rate, turnover, vacancies; or as in Scenarios, such as protection months",
        names="thing to vary",
    )
    low: Any = column(
        "low", "as the thing itself", "For award, pension and NI rate the points that are added, such as -1%"
    )
    high: Any = column("high", "as the thing itself", "Such as 1%")
    note: Text = column("note", "text", default="")


SENSITIVITY = InputTable("Sensitivity", "Sensitivity", SensitivityRow, ("what is varied",), optional=True)

VARIED = AnswerTable(
    "SensitivityList",
    "Sensitivity list",
    (
        _column("what is varied", TEXT),
        _column("low", POINT, unit="as the thing itself"),
        _column("as it stands", POINT, key="base", unit="as the thing itself"),
        _column("high", POINT, unit="as the thing itself"),
        _column("net saving at low", MONEY, unit="£, over the horizon"),
        _column("net saving as it stands", MONEY, key="net_saving", unit="£, over the horizon"),
        _column("net saving at high", MONEY, unit="£, over the horizon"),
        _column("swing", MONEY, unit="£, between low and high"),
        _column("steady cost at low", MONEY, unit="£ a year, proposed"),
        _column("steady cost as it stands", MONEY, key="steady_cost", unit="£ a year, proposed"),
        _column("steady cost at high", MONEY, unit="£ a year, proposed"),
        _column("what the value is", TEXT, key="meaning"),
    ),
    "Something that is varied alone: the net saving and the steady cost at both ends, the widest swing first",
)

PART = Part(
    "sensitivity",
    "what the result depends on most: one thing varied at a time",
    (SENSITIVITY,),
    (VARIED,),
    "payband.review.risk.sensitivity",
)
