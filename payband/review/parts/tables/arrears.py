"""The tables of arrears: awards that are paid late, whom they are owed to, and what they cost by person and year."""

from fractions import Fraction
from typing import Annotated

from payband.review.answers import DAY, MONEY, TEXT, WHOLE, AnswerTable, _column
from payband.review.inputs.fields import Day, FullTimeEquivalent, Money, OwnName, Rate, SalaryPence, Text, one_of
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part
from payband.units import ROUNDINGS

__all__ = [
    "BY_MONTH",
    "BY_PERSON",
    "BY_YEAR",
    "LATE_AWARDS",
    "PART",
    "PEOPLE",
    "ArrearsPersonRow",
    "LateAwardRow",
]


class LateAwardRow(InputRow):
    """One award that is paid after the day from which it holds: that of a spine, or a percentage or sum."""

    award: OwnName = column("award", "name", "What the award is called, such as NJC 2025")
    effective_from: Day = column("effective from", "date", "The first day for which it is owed")
    paid_on: Day = column("paid on", "date", "Pay of that month is at the new salary already")
    spine: Text = column(
        "spine",
        "name",
        "Its salaries change on the first day; empty for a percentage",
        default="",
        names="spine",
    )
    percent: Rate = column("percent", "% of salary", "Where no spine holds the new salaries", default=0)
    flat: Money = column("flat sum", "£ a year", default=0)
    rounding: Annotated[str, one_of(*ROUNDINGS)] = column(
        "rounding", "name", choices=tuple(ROUNDINGS), default="nearest £1"
    )
    at_least: Money = column("at least", "£ a year", default=0)
    source: Text = column("source", "text", "The circular or agreement", default="")


class ArrearsPersonRow(InputRow):
    """One person to whom an award is owed, who may have left since."""

    person: OwnName = column("person", "reference", "A reference, not a name; also of leavers")
    award: Text = column("award", "name", "An award of table LateAwards", names="late award")
    department: Text = column("department", "name", "Arrears are added up by it", default="", names="alike")
    point: Text = column("point", "point", "On the award's spine; or give the salary", default="", names="point")
    salary_before: SalaryPence | None = column(
        "salary before", "£ a year, full-time", "Where no spine has it", default=None
    )
    fte: FullTimeEquivalent = column("FTE", "share of full time", default=Fraction(1))
    point_when_paid: Text = column(
        "point when paid", "point", "Empty for the same: a change in between is refused", default=""
    )
    fte_when_paid: FullTimeEquivalent | None = column(
        "FTE when paid", "share of full time", "Empty for the same: a change in between is refused", default=None
    )
    in_post_from: Day | None = column("in post from", "date", "Of those who started after the first day", default=None)
    left_on: Day | None = column("left on", "date", "The last day of those who have left", default=None)
    on_cost_profile: Text = column(
        "on-cost profile", "name", "Empty for the setting's", default="", names="on-cost profile"
    )
    ni_category: Text = column("NI category", "letter", "Empty for the profile's", default="", names="NI category")
    pension_rate: Rate | None = column(
        "pension on arrears",
        "% of arrears",
        "What the scheme takes of pay that is paid late; empty where its rule is known",
        default=None,
    )
    other_pay: Money = column(
        "other pay in the month",
        "£",
        "Of other posts, in the month of payment: NI is on the sum. Pay elements of table Package are counted",
        default=0,
    )


LATE_AWARDS = InputTable("LateAwards", "Late awards", LateAwardRow, ("award",), optional=True)
PEOPLE = InputTable("ArrearsPeople", "Arrears people", ArrearsPersonRow, ("person", "award"), optional=True)

BY_YEAR = AnswerTable(
    "ArrearsByYear",
    "Arrears by year",
    (
        _column("financial year", TEXT, unit="April to March"),
        _column("department", TEXT),
        _column("people", WHOLE, unit="people who are owed for the year, or paid in it"),
        _column("owed for the year", MONEY, unit="£, for days in the year"),
        _column("paid in the year", MONEY, unit="£, arrears"),
        _column("NI", MONEY, unit="£, on what is paid in the year"),
        _column("pension", MONEY, unit="£, on what is paid in the year"),
        _column("levy", MONEY, unit="£, on what is paid in the year"),
        _column("other", MONEY, unit="£, on what is paid in the year"),
        _column("cost", MONEY, unit="£, paid in the year with on-costs"),
    ),
    "A financial year and a department: the arrears owed for it, and what is paid in it with on-costs",
)
BY_PERSON = AnswerTable(
    "ArrearsByPerson",
    "Arrears by person",
    (
        _column("person", TEXT, unit="reference"),
        _column("award", TEXT),
        _column("department", TEXT),
        _column("salary before", MONEY, unit="£ a year, for the time worked"),
        _column("salary after", MONEY, unit="£ a year, for the time worked"),
        _column("first day", DAY, unit="date"),
        _column("last day", DAY, unit="date, owed"),
        _column("arrears", MONEY, unit="£"),
        _column("pay of the month", MONEY, unit="£, in which it is paid, without arrears"),
        _column("NI period", TEXT, unit="month, or week for leavers"),
        _column("NI", MONEY, unit="£, more with the arrears"),
        _column("pension", MONEY, unit="£, of the arrears"),
        _column("levy", MONEY, unit="£, of the arrears"),
        _column("other", MONEY, unit="£, of the arrears"),
        _column("cost", MONEY, unit="£, with on-costs"),
        _column("why", TEXT),
    ),
    "A person and an award: the arrears, and NI, pension and levy as on the day they are paid",
)
BY_MONTH = AnswerTable(
    "ArrearsByMonth",
    "Arrears by month",
    (
        _column("person", TEXT, unit="reference"),
        _column("award", TEXT),
        _column("department", TEXT),
        _column("month", TEXT),
        _column("financial year", TEXT, unit="April to March"),
        _column("days", WHOLE, unit="days owed"),
        _column("of days", WHOLE, unit="days of the month"),
        _column("arrears", MONEY, unit="£"),
    ),
    "A month for which a person is owed an award: the new salary's pay less the old one's",
)

PART = Part(
    "arrears",
    "what a pay award that is paid late is owed to whom, with NI, pension and levy as on the day it is paid",
    (LATE_AWARDS, PEOPLE),
    (BY_YEAR, BY_PERSON, BY_MONTH),
    "payband.review.parts.arrears.part",
)
