"""The tables of the budget: where costs fall, the codes they go under, and the approved budget and payroll."""

from fractions import Fraction
from typing import Annotated, Literal

from payband.review.answers import MONEY, PERCENT, TEXT, YES_NO, AnswerTable, _column
from payband.review.inputs.fields import (
    STATE_MEANT,
    STATES,
    Day,
    FullTimeEquivalent,
    Money,
    OwnName,
    Rate,
    SalaryPence,
    Share,
    SignedMoney,
    Text,
    YesNo,
    one_of,
)
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.inputs.tables import YES_NO as YES_OR_NO
from payband.review.parts.registry import Part

__all__ = [
    "ALLOCATIONS",
    "APPROVED",
    "BY_COST_CENTRE",
    "CHART",
    "CODES",
    "COMPONENTS",
    "COST_CENTRES",
    "DIFFERENCES",
    "FULL_YEAR",
    "PART",
    "PAYROLL",
    "RECHARGES",
    "RECONCILED",
    "VACANCIES",
    "AllocationRow",
    "ApprovedRow",
    "CodeRow",
    "CostCentreRow",
    "PayrollRow",
]

BASIC_PAY, PAY_ELEMENTS, EMPLOYER_NI, PENSION, LEVY, OTHER_ON_COSTS = (
    "basic pay", "pay elements", "National Insurance", "pension", "apprenticeship levy", "other on-costs",
)  # fmt: skip
STATED, PROTECTION, PROTECTION_ON_COSTS = "stated less modelled", "protection", "on-costs of protection"
ARREARS, ARREARS_ON_COSTS = "arrears", "on-costs of arrears"
REDUNDANCY, STRAIN, OTHER_ONE_OFF = "redundancy", "pension strain", "other one-off costs"
NOTICE_PAY, SPECIAL_PAYMENT = "notice pay", "special payments"
EXTERNAL, VACANCY_FACTOR, TURNOVER = "external funding", "vacancy factor", "turnover"
COMPONENTS = (
    BASIC_PAY, PAY_ELEMENTS, EMPLOYER_NI, PENSION, LEVY, OTHER_ON_COSTS, STATED, PROTECTION, PROTECTION_ON_COSTS,
    ARREARS, ARREARS_ON_COSTS, REDUNDANCY, NOTICE_PAY, SPECIAL_PAYMENT, STRAIN, OTHER_ONE_OFF, EXTERNAL,
    VACANCY_FACTOR, TURNOVER,
)  # fmt: skip
"""What a cost is made of, each under its own subjective code; external funding is income."""

_MEANT = {
    **dict.fromkeys(("allowances", "allowance", "elements"), PAY_ELEMENTS),
    **dict.fromkeys(("salary", "salaries", "pay", "basic"), BASIC_PAY),
    **dict.fromkeys(("ni", "employer's ni", "employer ni", "employers ni"), EMPLOYER_NI),
    **dict.fromkeys(("superannuation", "employer's pension", "lgps"), PENSION),
    **dict.fromkeys(("levy",), LEVY),
    **dict.fromkeys(("grant", "income", "grants"), EXTERNAL),
    **dict.fromkeys(("strain",), STRAIN),
}  # fmt: skip


# --- where costs fall ----------------------------------------------------------------------------------------------


class CostCentreRow(InputRow):
    """One cost centre of the body's chart, with what is taken off its budget for vacancies and turnover."""

    cost_centre: OwnName = column("cost centre", "code", "As the ledger has it", names="alike")
    title: Text = column("title", "text", default="")
    department: Text = column(
        "department", "name", "Costs are added up by it; arrears of a department fall here", default="",
        names="alike", since=7,
    )  # fmt: skip
    fund: Text = column(
        "fund", "name", "Of costs whose row names none, such as General Fund", default="", names="alike"
    )
    vacancy_factor: Rate | None = column(
        "vacancy factor", "% of pay and on-costs", "What vacancies save, shown apart", default=None
    )
    vacancy_sum: Money | None = column("vacancy sum", "£ a year", "The same as a sum, in place of a rate", default=None)
    turnover: Rate | None = column(
        "turnover", "% of pay and on-costs", "What turnover saves, shown apart", default=None
    )
    turnover_sum: Money | None = column(
        "turnover sum", "£ a year", "The same as a sum, in place of a rate", default=None
    )


class AllocationRow(InputRow):
    """Where the cost of a line or of a person's post falls, or a share of it."""

    line_or_person: Text = column(
        "line or person", "name", "Empty for all that no other row names", default="", names="line or anybody"
    )
    state: Annotated[Literal["now", "proposed", ""], one_of(*STATES, meant=STATE_MEANT)] = column(
        "state", "now / proposed", "Empty for both", choices=STATES, default=""
    )
    cost_centre: Text = column("cost centre", "code", names="cost centre")
    fund: Text = column(
        "fund", "name", "Such as Housing Revenue Account, or a named grant; empty for the cost centre's", default=""
    )
    subjective: Text = column(
        "subjective", "code", "Of its basic pay, where that is not the code of table SubjectiveCodes", default=""
    )
    share: Share = column(
        "share", "% of cost", "Those of a line or person add up to one; may be 1/3", default=Fraction(1)
    )


class CodeRow(InputRow):
    """The subjective code of a component of cost."""

    component: Annotated[str, one_of(*COMPONENTS, meant=_MEANT)] = column("component", "name", choices=COMPONENTS)
    subjective: OwnName = column("subjective", "code", "As the ledger has it")
    title: Text = column("title", "text", default="")


COST_CENTRES = InputTable("CostCentres", "Cost centres", CostCentreRow, ("cost centre",), optional=True)
ALLOCATIONS = InputTable(
    "CostAllocations",
    "Cost allocations",
    AllocationRow,
    ("line or person", "state", "cost centre", "fund"),
    optional=True,
)
CODES = InputTable("SubjectiveCodes", "Subjective codes", CodeRow, ("component",), optional=True)


# --- the approved budget and payroll ----------------------------------------------------------------------------------


class ApprovedRow(InputRow):
    """One amount of the approved budget, before income."""

    cost_centre: Text = column("cost centre", "code", names="cost centre")
    line: Text = column("line", "name", "A line now, where the budget is by post; else empty", default="")
    amount: SignedMoney = column("amount", "£ a year", "Pay and on-costs; income has no row")
    holds_awards: YesNo = column(
        "holds pay awards", "yes / no", "no if the year's pay awards are not in it yet", choices=YES_OR_NO, default=True
    )
    note: Text = column("note", "text", default="")


class PayrollRow(InputRow):
    """What payroll has paid for a post to a day, and will have paid by the end of the financial year."""

    person: OwnName = column("person", "reference", "As in table People; a reference, not a name")
    post: Text = column("post", "name or number", "Where a person has several posts", default="")
    cost_centre: Text = column("cost centre", "code", names="cost centre")
    kind: Annotated[str, one_of("employee", "agency")] = column(
        "kind", "employee / agency", choices=("employee", "agency"), default="employee"
    )
    salary: SalaryPence | None = column("salary", "£ a year, full-time", "Basic pay; empty for agency", default=None)
    fte: FullTimeEquivalent | None = column("FTE", "share of full time", "Empty for agency", default=None)
    allowances: SignedMoney = column(
        "allowances to date", "£", "Allowances and overtime within the cost, with their on-costs", default=0
    )
    to_date: SignedMoney = column("cost to date", "£", "Gross pay and the employer's on-costs, never net pay")
    projected: SignedMoney | None = column(
        "projected", "£, the financial year", "Empty to carry on the months so far", default=None
    )
    allowances_projected: SignedMoney | None = column(
        "allowances projected", "£, the financial year", "Empty to carry on the months so far", default=None
    )
    paid_from: Day | None = column("paid from", "date", "Empty for 1 April", default=None)
    paid_to: Day = column("paid to", "date", "The last day of the last month paid")


APPROVED = InputTable("ApprovedBudget", "Approved budget", ApprovedRow, optional=True)
PAYROLL = InputTable("Payroll", "Payroll", PayrollRow, optional=True)


# --- the answers ---------------------------------------------------------------------------------------------------

_PLACE = (
    _column("cost centre", TEXT),
    _column("cost centre title", TEXT),
    _column("department", TEXT, since=7),
    _column("fund", TEXT),
    _column("component", TEXT),
    _column("subjective", TEXT, unit="code"),
)
_STATES = (
    _column("now", MONEY, unit="£, the structure now"),
    _column("proposed", MONEY, unit="£, what is paid"),
    _column("saving", MONEY, unit="£, now less proposed"),
)
_WHY = _column("why", TEXT, unit="what is not known")

BY_COST_CENTRE = AnswerTable(
    "BudgetByCostCentre",
    "Budget by cost centre",
    (*_PLACE, _column("financial year", TEXT, unit="April to March"), *_STATES, _WHY),
    "A component of cost in a cost centre, fund and financial year: now, proposed and saved; ready for a pivot table",
)
FULL_YEAR = AnswerTable(
    "BudgetFullYear",
    "Budget for a full year",
    (
        *_PLACE,
        _column("now", MONEY, unit="£ a year"),
        _column("proposed", MONEY, unit="£ a year"),
        _column("saving", MONEY, unit="£ a year"),
        _WHY,
    ),
    "A component of cost in a cost centre and fund: the structure's cost in the prices of the price base",
)
RECHARGES = AnswerTable(
    "BudgetRecharges",
    "Budget recharges",
    (
        _column("line or person", TEXT),
        _column("from cost centre", TEXT),
        _column("from fund", TEXT),
        _column("to cost centre", TEXT),
        _column("to fund", TEXT),
        _column("financial year", TEXT, unit="April to March"),
        *_STATES,
    ),
    "What the fund with the largest share of a post recharges to another, of a cost that the funds share",
)
VACANCIES = AnswerTable(
    "BudgetVacancies",
    "Budget vacancies",
    (
        _column("cost centre", TEXT),
        _column("financial year", TEXT, unit="April to March"),
        _column("what is taken off", TEXT),
        _column("subjective", TEXT, unit="code"),
        _column("rate", PERCENT, unit="% of pay and on-costs"),
        _column("pay and on-costs now", MONEY),
        _column("pay and on-costs proposed", MONEY),
        _column("taken off now", MONEY),
        _column("taken off proposed", MONEY),
    ),
    "What a vacancy factor or turnover takes off the budget of a cost centre, apart from its posts",
)
RECONCILED = AnswerTable(
    "BudgetReconciled",
    "Budget reconciled",
    (
        _column("cost centre", TEXT),
        _column("establishment", MONEY, unit="£, this review, before income"),
        _column("approved budget", MONEY),
        _column("paid to date", MONEY),
        _column("payroll", MONEY, unit="£, projected for the year"),
        _column("budget less establishment", MONEY),
        _column("budget unexplained", MONEY),
        _column("payroll less establishment", MONEY),
        _column("payroll unexplained", MONEY),
    ),
    "A cost centre in the year of the payroll: the establishment, the approved budget and what payroll pays",
)
DIFFERENCES = AnswerTable(
    "BudgetDifferences",
    "Budget differences",
    (
        _column("cost centre", TEXT),
        _column("compared with", TEXT),
        _column("cause", TEXT),
        _column("line", TEXT),
        _column("person", TEXT, unit="reference"),
        _column("difference", MONEY, unit="£, less the establishment"),
        _column("explained", YES_NO),
        _column("detail", TEXT),
    ),
    "A difference of the approved budget or payroll from the establishment, by its cause",
)
CHART = AnswerTable(
    "BudgetChart",
    "Budget chart",
    (
        _column("cost centre and fund", TEXT),
        _column("now", MONEY, unit="£ a year"),
        _column("proposed", MONEY, unit="£ a year"),
    ),
    "What a full year costs now and proposed in each cost centre and fund, as the chart shows it",
)

PART = Part(
    "budget",
    "cost centres, funds and subjective codes by year, compared with the approved budget and payroll",
    (COST_CENTRES, ALLOCATIONS, CODES, APPROVED, PAYROLL),
    (BY_COST_CENTRE, FULL_YEAR, CHART, RECHARGES, VACANCIES, RECONCILED, DIFFERENCES),
    "payband.review.parts.budget",
)
