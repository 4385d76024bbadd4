"""The tables of appointments that end with a term: who is appointed, the budgets beside it, and the checklist."""

from payband.review.answers import DAY, MONEY, PERCENT, TEXT, WHOLE, YES_NO, AnswerTable, Form, _column
from payband.review.inputs.fields import Day, Money, SalaryPence, Text, Whole, Year, YesNo
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part

__all__ = [
    "APPOINTMENTS",
    "BUDGETS",
    "BY_YEAR",
    "CHECKLIST",
    "COSTS",
    "DISQUALIFICATION",
    "NOT_STATED",
    "PART",
    "SHARES",
    "BudgetRow",
    "DisqualificationRow",
    "TermRow",
]

NOT_STATED = "not stated"


class TermRow(InputRow):
    """One appointment that ends with a term; a date that the paper does not print stays empty."""

    post: Text = column("post", "name", "A post, not a person")
    grade: Text = column("grade", "name", "A grade of the workbook or the library", names="grade")
    salary: SalaryPence | None = column("salary", "£ a year", "Empty where it is not known yet", default=None)
    starts_on: Day | None = column("starts on", "date", "The first day; empty if not stated", default=None)
    ends_on: Day | None = column("ends on", "date", "The last day of the term; empty if not stated", default=None)
    term: Text = column("whose term", "text", "What the appointment ends with", default="")
    on_cost_profile: Text = column(
        "on-cost profile", "name", "Empty for the setting's", default="", names="on-cost profile"
    )
    checklist: Text = column(
        "checklist", "name", "Of the library, such as Deputy PCC 2013", default="", names="checklist"
    )
    source: Text = column("source", "text", default="")


class BudgetRow(InputRow):
    """One budget that a post is to be held against."""

    budget: Text = column("budget", "name")
    amount: Money = column("budget amount", "£")
    year: Year | None = column("financial year", "financial year", "Empty if not stated", default=None)
    staff: Whole | None = column("staff", "number", "Staff that it pays for directly", default=None)
    what_for: Text = column("what for", "text", default="")
    source: Text = column("source", "text", default="")


class DisqualificationRow(InputRow):
    """One answer to an item of a post's checklist."""

    post: Text = column("post", "name", "A post of table TermAppointments", names="post of a term")
    item: Text = column("item", "name", "An item of the post's checklist", names="checklist item")
    answer: YesNo | None = column(
        "answered", "yes / no", "Empty until it is checked", choices=("yes", "no"), default=None
    )
    checked_on: Day | None = column("checked on", "date", default=None)
    by: Text = column("by", "post", "The post that checked it", default="")


APPOINTMENTS = InputTable("TermAppointments", "Term appointments", TermRow, ("post",), optional=True)
BUDGETS = InputTable("Budgets", "Budgets", BudgetRow, ("budget", "financial year"), optional=True)
DISQUALIFICATION = InputTable("Disqualification", "Disqualification", DisqualificationRow, ("item", "post"), True)

RATE = Form("rate", "%", PERCENT.give)  # two decimals of a percent: a post is a small share of a force
_YEARLY, _TO_THE_END = "£ a year", "£, with on-costs, to the end of the term"
COSTS = AnswerTable(
    "TermCosts",
    "Term costs",
    (
        _column("post", TEXT),
        _column("grade", TEXT),
        _column("bottom", MONEY, unit=_YEARLY),
        _column("salary", MONEY, unit=_YEARLY),
        _column("top", MONEY, unit=_YEARLY),
        _column("in the range", YES_NO),
        _column("starts on", TEXT, unit="date"),
        _column("ends on", TEXT, unit="date, or words"),
        _column("cost at bottom", MONEY, unit=_TO_THE_END),
        _column("cost at salary", MONEY, unit=_TO_THE_END),
        _column("cost at top", MONEY, unit=_TO_THE_END),
        _column("why", TEXT),
    ),
    "An appointment that ends with a term: its range, its dates and what it costs to the end of the term",
)
BY_YEAR = AnswerTable(
    "TermCostByYear",
    "Term cost by year",
    (
        _column("post", TEXT),
        _column("costed at", TEXT, unit="bottom / actual / top"),
        _column("financial year", TEXT, unit="April to March"),
        _column("first day", DAY),
        _column("last day", DAY),
        _column("salary", MONEY),
        _column("on-costs", MONEY),
        _column("cost", MONEY),
    ),
    "An appointment in a financial year of its term: salary and on-costs at each end of the range and at actual pay",
)
SHARES = AnswerTable(
    "BudgetShares",
    "Budget shares",
    (
        _column("what", TEXT),
        _column("amount", MONEY),
        _column("basis", TEXT),
        _column("budget", TEXT),
        _column("budget amount", MONEY),
        _column("financial year", TEXT, unit="of the budget, April to March"),
        _column("share", RATE, unit="% of the budget"),
        _column("staff", WHOLE, unit="paid from it"),
    ),
    "A post, or a smaller budget, as a share of a budget",
)
CHECKLIST = AnswerTable(
    "TermChecklist",
    "Term checklist",
    (
        _column("post", TEXT),
        _column("item", TEXT),
        _column("in order if", YES_NO),
        _column("answered", YES_NO),
        _column("checked on", DAY),
        _column("by", TEXT, unit="post"),
        _column("outcome", TEXT),
    ),
    "An item of a post's checklist of disqualification: what was answered, when and by whom",
)

PART = Part(
    "term appointments",
    "what an appointment that ends with a term costs to its end, its share of budgets, and its checklist",
    (APPOINTMENTS, BUDGETS, DISQUALIFICATION),
    (COSTS, BY_YEAR, SHARES, CHECKLIST),
    "payband.review.parts.duties.term_appointments",
)
