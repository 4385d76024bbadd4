"""The tables of the wage floor: by which policy pay is compared with which floor, and who falls under it."""

from decimal import Decimal
from typing import Annotated

from payband.library import REAL, REAL_LONDON, STATUTORY
from payband.review.answers import DAY, MONEY, POINT, TEXT, WHOLE, YES_NO, AnswerTable, Form, _column
from payband.review.inputs.fields import Money, OwnName, SalaryPence, Text, YesNo, one_of
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.inputs.tables import YES_NO as YES_OR_NO
from payband.review.parts.registry import Part
from payband.review.parts.tables.working_weeks import HoursAWeek, WeeksAYear
from payband.rules.pay.wage_floor import DIVISOR
from payband.units import pounds

__all__ = ["BY_YEAR", "FLOORS", "PART", "PEOPLE", "POINTS", "WAGE_FLOORS", "WageFloorRow"]

FLOORS = (STATUTORY, REAL, REAL_LONDON)
"""The floors of a whole workforce; that of apprentices is for people whom a review does not tell from others."""

_MEANT = {
    **dict.fromkeys(
        ("national living wage", "national minimum wage", "minimum wage", "nlw", "nmw", "legal", "statute"), STATUTORY
    ),
    **dict.fromkeys(("living wage", "rlw", "living wage foundation", "foundation"), REAL),
    **dict.fromkeys(("london living wage", "london"), REAL_LONDON),
}


class WageFloorRow(InputRow):
    """One policy: which floor, how a year becomes hours, and whether the gaps to the next points are kept."""

    policy: OwnName = column("policy", "name", "What this row is called in the answers, such as Statutory")
    floor: Annotated[str, one_of(*FLOORS, meant=_MEANT)] = column(
        "floor", "name", "statutory is the National Living Wage", choices=FLOORS
    )
    full_time_hours: HoursAWeek = column("full-time hours", "hours a week", "Of a full-time post, such as 37")
    divisor: Text = column(
        "divisor",
        "name",
        "A policy of working time in the library: Green Book is 52.143 weeks",
        default=DIVISOR,
        names="policy of working time",
    )
    own_weeks: WeeksAYear | None = column(
        "own weeks", "weeks a year", "Of the year, where no policy of the library has them", default=None
    )
    salary_sacrifice: Money = column(
        "salary sacrifice", "£ a year", "What each full-time post gives up: it does not count as pay", default=0
    )
    keep_gaps: YesNo = column(
        "keep gaps", "yes / no", "yes also costs a rise of everybody on the spine", choices=YES_OR_NO, default=False
    )
    gaps_up_to: SalaryPence | None = column(
        "gaps up to salary", "£ a year", "The highest salary whose gap is kept; empty for all", default=None
    )
    source: Text = column("source", "text", "The document that states the policy", default="")


WAGE_FLOORS = InputTable("WageFloors", "Wage floors", WageFloorRow, ("policy",), optional=True)

HOURLY = Form("exact", "£ an hour", lambda parts: Decimal(parts).scaleb(-6))
FLOOR = Form("exact", "£ an hour", pounds)
TO_THE_PENNY = Form("exact", "£ a year", pounds)

BY_YEAR = AnswerTable(
    "WageFloorByYear",
    "Wage floor by year",
    (
        _column("policy", TEXT),
        _column("from", DAY, unit="date"),
        _column("financial year", TEXT, unit="April to March"),
        _column("floor", TEXT),
        _column("an hour", FLOOR),
        _column("least salary", TO_THE_PENNY, unit="£ a year, full-time"),
        _column("points under", WHOLE, unit="points of the spines in use"),
        _column("people under", WHOLE, unit="people"),
        _column("salaries", MONEY, unit="£ a year, to lift them"),
        _column("on-costs", MONEY, unit="£ a year, to lift them"),
        _column("lifting", MONEY, unit="£ a year, salaries and on-costs"),
        _column("others who rise", WHOLE, unit="people, where gaps are kept"),
        _column("keeping gaps", MONEY, unit="£ a year more, with on-costs"),
        _column("estimated", YES_NO),
        _column("why", TEXT),
    ),
    "A policy from a day on: the floor, what falls under it, and what a whole year costs to lift it",
)
POINTS = AnswerTable(
    "WageFloorPoints",
    "Wage floor points",
    (
        _column("policy", TEXT),
        _column("from", DAY, unit="date"),
        _column("spine or grade", TEXT),
        _column("point", POINT),
        _column("salary", MONEY, unit="£ a year, full-time"),
        _column("pay that counts", MONEY, unit="£ a year, less salary sacrifice"),
        _column("hourly pay", HOURLY),
        _column("floor", FLOOR),
        _column("under", YES_NO),
        _column("lacks", TO_THE_PENNY, unit="£ a year, full-time"),
        _column("estimated", YES_NO),
    ),
    "A point of a grade of the proposed structure: its hourly pay, and whether that falls under the floor",
)
PEOPLE = AnswerTable(
    "WageFloorPeople",
    "Wage floor people",
    (
        _column("person", TEXT, unit="reference"),
        _column("policy", TEXT),
        _column("from", DAY, unit="date"),
        _column("line", TEXT),
        _column("salary", MONEY, unit="£ a year, full-time"),
        _column("pay that counts", MONEY, unit="£ a year, less salary sacrifice"),
        _column("hourly pay", HOURLY),
        _column("floor", FLOOR),
        _column("under", YES_NO),
        _column("rise", TO_THE_PENNY, unit="£ a year, full-time, to the floor"),
        _column("lifting", MONEY, unit="£ a year, for the time worked, with on-costs"),
        _column("keeping gaps", MONEY, unit="£ a year more, for the time worked, with on-costs"),
        _column("estimated", YES_NO),
        _column("why", TEXT),
    ),
    "A person on a day: the hourly pay, whether it falls under the floor, and what lifting it costs",
)

PART = Part(
    "wage floor",
    "which points and people fall under the National Living Wage or the Real Living Wage, and what lifting them costs",
    (WAGE_FLOORS,),
    (BY_YEAR, POINTS, PEOPLE),
    "payband.review.parts.wage_floors.wage_floor",
)
