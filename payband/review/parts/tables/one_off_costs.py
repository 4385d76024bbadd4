"""The tables of money over years: what is paid once, and savings, costs and present value by financial year."""

from typing import Annotated

from payband.review.answers import DAY, MONEY, TEXT, YES_NO, AnswerTable, _column
from payband.review.inputs.fields import Day, Money, Text, Whole, one_of
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part

__all__ = [
    "COSTS",
    "EXIT",
    "KINDS",
    "MONEY_BY_YEAR",
    "OF_EXITS",
    "ONE_OFF_COSTS",
    "PART",
    "STATED",
    "STATUTORY",
    "STRAIN",
    "OneOffCostRow",
]

STATUTORY, STATED, STRAIN, EXIT = "redundancy statutory", "redundancy stated", "pension strain", "exit costs"
KINDS = (STATUTORY, STATED, "recruitment", "search agency", STRAIN, EXIT, "other")
OF_EXITS = (STATUTORY, STATED, STRAIN)
"""What the package of somebody in table Exits may hold."""


class OneOffCostRow(InputRow):
    """One cost that is paid once."""

    item: Text = column("item", "name", "What is paid, such as Managing Director, redundancy")
    kind: Annotated[str, one_of(*KINDS)] = column("kind", "name", choices=KINDS)
    person_or_line: Text = column(
        "person or line", "name", "Whom or what it is for; may stay empty", default="", names="line, person or exit"
    )
    amount: Money | None = column(
        "amount", "£", "Empty for statutory redundancy and exit costs, which are worked out", default=None
    )
    age: Whole | None = column("age", "full years", "On leaving; for statutory redundancy", default=None)
    full_years: Whole | None = column("full years", "of service", "For statutory redundancy", default=None)
    week_pay: Money | None = column("week's pay", "£ a week", "Before the statutory limit", default=None)
    paid_on: Day = column("paid on", "date")
    pot: Text = column(
        "pot", "name", "The budget that pays; items with the same pot share it", default="", names="alike"
    )
    budget: Money | None = column("budget", "£", "The most that the pot, or the item, may cost", default=None)
    note: Text = column("note", "text", default="")


ONE_OFF_COSTS = InputTable("OneOffCosts", "One-off costs", OneOffCostRow, ("item",), optional=True)

COSTS = AnswerTable(
    "OneOffCostList",
    "One-off cost list",
    (
        _column("item", TEXT),
        _column("kind", TEXT),
        _column("person or line", TEXT),
        _column("amount", MONEY),
        _column("paid on", DAY),
        _column("financial year", TEXT, unit="April to March"),
        _column("pot", TEXT),
        _column("budget", MONEY, unit="£, of the pot or the item"),
        _column("over budget", YES_NO, unit="the pot or the item"),
        _column("why", TEXT),
    ),
    "A cost that is paid once: its amount, when it is paid, and whether its budget covers it",
)
MONEY_BY_YEAR = AnswerTable(
    "MoneyByYear",
    "Money by year",
    (
        _column("financial year", TEXT, unit="April to March"),
        _column("gross saving", MONEY, unit="£, cost now less cost proposed"),
        _column("protection", MONEY, unit="£, with on-costs if asked for"),
        _column("one-off costs", MONEY),
        _column("net", MONEY, unit="£, saving less all costs"),
        _column("cumulative", MONEY, unit="£, net to date"),
        _column("discounted", MONEY, unit="£, net in the money of the first year"),
        _column("cumulative discounted", MONEY, unit="£, the last is the net present value"),
        _column("estimated", YES_NO),
        _column("why", TEXT, unit="what is assumed or not known"),
    ),
    "A financial year: what is saved, what it costs, and what is left, to date and discounted",
)

PART = Part(
    "one-off costs",
    "money over years: one-off costs, payback and net present value",
    (ONE_OFF_COSTS,),
    (MONEY_BY_YEAR, COSTS),
    "payband.review.parts.one_off_costs",
)
