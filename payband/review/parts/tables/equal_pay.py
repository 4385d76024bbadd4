"""The tables of the equal pay audit: by which characteristics, points and hours, the gaps, and the regression."""

from decimal import Decimal

from payband.review.answers import MONEY, PERCENT, TEXT, WHOLE, AnswerTable, Form, _column
from payband.review.inputs.fields import Day, Rate, Text, Whole
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part
from payband.review.parts.tables.wage_floor import HOURLY
from payband.review.parts.tables.working_weeks import HoursAWeek

__all__ = [
    "EQUAL_PAY",
    "METHOD",
    "PART",
    "PEOPLE",
    "REGRESSION",
    "RULES",
    "TERMS",
    "EqualPayPersonRow",
    "EqualPayRuleRow",
]


class EqualPayRuleRow(InputRow):
    """How one characteristic is audited."""

    characteristic: Text = column(
        "characteristic", "name", "A characteristic of table Characteristics", names="characteristic"
    )
    compared_with: Text = column(
        "compared with",
        "group",
        "The group that the others are compared with. Empty for men, or the largest",
        default="",
        names="group",
    )
    on: Day | None = column("on", "date", "The day of the audit. Empty for the implementation date", default=None)
    points_a_band: Whole | None = column(
        "points a band", "number", "Width of a band of job evaluation points; empty for no bands", default=None
    )
    full_time_hours: HoursAWeek | None = column(
        "full-time hours", "hours a week", "Of a full-time post, for pay an hour; empty for none", default=None
    )
    least_people: Whole | None = column(
        "least people", "number", "Smaller groups are withheld. Empty for 5; 1 withholds nothing", default=None
    )
    gap: Rate | None = column("gap", "%", "Look into it from here on. Empty for the guidance's", default=None)
    recurring_gap: Rate | None = column(
        "recurring gap", "%", "Look into it from here on if it recurs. Empty for the guidance's", default=None
    )
    source: Text = column("source", "text", "Where a limit of your own comes from", default="")


class EqualPayPersonRow(InputRow):
    """What the audit needs of a person next to table People: points of the job, and hours of a full-time week."""

    person: Text = column("person", "reference", "A person of table People", names="person")
    points: Whole | None = column("points", "number", "Of the job, by job evaluation; empty for none", default=None)
    full_time_hours: HoursAWeek | None = column(
        "full-time hours", "hours a week", "Where others than the rule's, as for teachers", default=None
    )


RULES = InputTable("EqualPayRules", "Equal pay rules", EqualPayRuleRow, ("characteristic",), optional=True)
PEOPLE = InputTable("EqualPayPeople", "Equal pay people", EqualPayPersonRow, ("person",), optional=True)

MILLIONTHS = Form("exact", "number", lambda parts: Decimal(parts).scaleb(-6))

_PAY = "£ a year, full-time"

EQUAL_PAY = AnswerTable(
    "EqualPay",
    "Equal pay",
    (
        _column("characteristic", TEXT),
        _column("equal work by", TEXT, unit="grade / points"),
        _column("equal work", TEXT),
        _column("pay", TEXT),
        _column("group", TEXT),
        _column("compared with", TEXT),
        _column("people", WHOLE, unit="people"),
        _column("people compared with", WHOLE, unit="people"),
        _column("mean", MONEY, unit=_PAY),
        _column("mean compared with", MONEY, unit=_PAY),
        _column("mean gap", PERCENT, unit="% of the pay compared with"),
        _column("median", MONEY, unit=_PAY),
        _column("median compared with", MONEY, unit=_PAY),
        _column("median gap", PERCENT, unit="% of the pay compared with"),
        _column("mean an hour", HOURLY, unit="£ an hour"),
        _column("mean an hour compared with", HOURLY, unit="£ an hour"),
        _column("mean gap an hour", PERCENT, unit="% of the pay compared with"),
        _column("look into", TEXT),
        _column("why", TEXT),
    ),
    "A grade or a band of points: basic pay, each pay element and total pay of a group against another's",
)
REGRESSION = AnswerTable(
    "EqualPayRegression",
    "Equal pay regression",
    (
        _column("characteristic", TEXT),
        _column("pay", TEXT),
        _column("model", TEXT),
        _column("group", TEXT),
        _column("compared with", TEXT),
        _column("people", WHOLE, unit="people"),
        _column("people of the group", WHOLE, unit="people"),
        _column("difference", PERCENT, unit="% of the pay compared with"),
        _column("from", PERCENT, unit="%, 95% interval"),
        _column("to", PERCENT, unit="%, 95% interval"),
        _column("explained", PERCENT, unit="% of the variation, R squared"),
        _column("finding", TEXT),
        _column("why", TEXT),
    ),
    "A model: what is left of the difference in pay of a group with the same points, service and hours",
)
TERMS = AnswerTable(
    "EqualPayTerms",
    "Equal pay terms",
    (
        _column("characteristic", TEXT),
        _column("pay", TEXT),
        _column("model", TEXT),
        _column("term", TEXT),
        _column("coefficient", MILLIONTHS, unit="of the logarithm of pay"),
        _column("standard error", MILLIONTHS, unit="ordinary"),
        _column("robust standard error", MILLIONTHS, unit="HC3"),
        _column("from", MILLIONTHS, unit="95% interval"),
        _column("to", MILLIONTHS, unit="95% interval"),
    ),
    "A term of a model: its coefficient, both standard errors, and the 95% interval by the robust one",
)
METHOD = AnswerTable(
    "EqualPayMethod",
    "Equal pay method",
    (_column("subject", TEXT), _column("what was done", TEXT)),
    "A subject of the method, for the auditor",
)

PART = Part(
    "equal pay",
    "an equal pay audit: pay by grade and points, each element, and what a regression leaves of the gap",
    (RULES, PEOPLE),
    (EQUAL_PAY, REGRESSION, TERMS, METHOD),
    "payband.review.parts.equal_pay.part",
    also=("pay gaps",),
)
