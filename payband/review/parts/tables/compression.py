"""The tables of differentials: how far apart adjacent grades must lie, and posts outside the review that report in."""

from payband.review.answers import MONEY, PERCENT, TEXT, YES_NO, AnswerTable, _column
from payband.review.inputs.fields import Rate, SalaryPence, Text
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part

__all__ = ["PART", "REPORTING_LINES", "REPORTING_PAY", "RULES", "TIERS", "ReportingRow", "TierRuleRow"]


class TierRuleRow(InputRow):
    """The least gap between a grade and the next above it."""

    lower_grade: Text = column(
        "lower grade",
        "name",
        "Empty for every grade that has no row of its own",
        default="",
        names="grade of table Grades",
    )
    least_gap: Rate = column("least gap", "% of the lower top", "From the lower grade's top to the next one's bottom")
    source: Text = column("source", "text", "The document that states it", default="")


class ReportingRow(InputRow):
    """One post or person that reports to a line of the new structure, or is held against it."""

    post: Text = column(
        "post or person", "name", "A post outside the review, or a person of table People", names="person or a post"
    )
    reports_to: Text = column(
        "reports to",
        "name",
        "A proposed line of table Structure, or a grade of table Grades",
        names="proposed line or grade",
    )
    bottom_salary: SalaryPence | None = column(
        "bottom salary", "£ a year", "Or the one salary; empty for a person of table People", default=None
    )
    top_salary: SalaryPence | None = column("top salary", "£ a year", "Empty where there is one salary", default=None)
    source: Text = column("source", "text", "The document that prints it", default="")


RULES = InputTable("TierRules", "Tier rules", TierRuleRow, ("lower grade",), optional=True)
REPORTING_LINES = InputTable(
    "ReportingLines", "Reporting lines", ReportingRow, ("post or person", "reports to"), optional=True
)

_YEARLY = "£ a year"

TIERS = AnswerTable(
    "Tiers",
    "Tiers",
    (
        _column("lower grade", TEXT),
        _column("higher grade", TEXT),
        _column("lower top", MONEY, unit=_YEARLY),
        _column("higher bottom", MONEY, unit=_YEARLY),
        _column("gap", MONEY, unit="£ a year; below 0 they overlap"),
        _column("gap %", PERCENT, key="gap_percent", unit="% of the lower top"),
        _column("least gap", PERCENT, unit="% of the lower top"),
        _column("overlap", MONEY, unit="£ a year in both ranges"),
        _column("overlap %", PERCENT, key="overlap_percent", unit="% of the higher range"),
        _column("midpoint differential", MONEY, unit=_YEARLY),
        _column("midpoint differential %", PERCENT, key="midpoint_differential_percent", unit="% of the lower's"),
        _column("finding", TEXT),
        _column("why", TEXT),
    ),
    "Two adjacent grades: the gap or the overlap between their pay ranges",
)
REPORTING_PAY = AnswerTable(
    "ReportingPay",
    "Reporting pay",
    (
        _column("post or person", TEXT),
        _column("reports to", TEXT),
        _column("bottom", MONEY, unit=_YEARLY),
        _column("top", MONEY, unit=_YEARLY),
        _column("manager's bottom", MONEY, key="managers_bottom", unit=_YEARLY),
        _column("manager's top", MONEY, key="managers_top", unit=_YEARLY),
        _column("gap", MONEY, unit="£, to the manager's bottom"),
        _column("over top", MONEY, unit="£, over the manager's top"),
        _column("look into", YES_NO),
        _column("finding", TEXT),
        _column("why", TEXT),
    ),
    "A post that reports to a line: its pay against the range of the line",
)

PART = Part(
    "compression",
    "gaps and overlaps between adjacent grades, and reports paid near or above their manager",
    (RULES, REPORTING_LINES),
    (TIERS, REPORTING_PAY),
    "payband.review.parts.wage_floors.compression",
)
