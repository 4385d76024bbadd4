"""The tables of senior pay control: what brings somebody to the pay, and whether HM Treasury has to approve it."""

from typing import Annotated

from payband.review.answers import DAY, MONEY, TEXT, YES_NO, AnswerTable, _column
from payband.review.inputs import tables
from payband.review.inputs.fields import Day, Money, Text, YesNo, one_of
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part
from payband.rules.senior_pay import APPOINTMENT, CASES

__all__ = ["CASES_OF_PAY", "CONTROL", "PART", "SeniorPayCaseRow"]


class SeniorPayCaseRow(InputRow):
    """One appointment, award or change of terms that senior pay control looks at."""

    person: Text = column("person", "reference", "A person of table People: the pay is that of the review",
                          names="person")  # fmt: skip
    on: Day = column("takes effect", "date", "The day whose thresholds hold")
    case: Annotated[str, one_of(*CASES)] = column("case", "name", choices=CASES, default=APPOINTMENT)
    package_before: Money | None = column(
        "package before", "£ a year, full-time",
        "Of the last holder; of an award or a change the person's own. Empty where there is none", default=None,
    )  # fmt: skip
    approved_before: YesNo = column(
        "approved before", "yes / no", "Whether the post had approval", choices=tables.YES_NO, default=False
    )
    substantive: YesNo = column(
        "last holder substantive", "yes / no", "no for an interim", choices=tables.YES_NO, default=True
    )
    approved_on: Day | None = column("approved on", "date", "Empty if it is not approved yet", default=None)
    note: Text = column("note", "text", default="")


CASES_OF_PAY = InputTable("SeniorPayCases", "Senior pay cases", SeniorPayCaseRow, ("person",), optional=True)

CONTROL = AnswerTable(
    "SeniorPayControl",
    "Senior pay control",
    (
        _column("person", TEXT, unit="reference"),
        _column("post", TEXT),
        _column("takes effect", DAY, unit="date"),
        _column("package", MONEY, unit="£ a year, for the time worked"),
        _column("bonus", MONEY, unit="£ a year, of the package"),
        _column("approval needed", YES_NO),
        _column("approver", TEXT),
        _column("approved on", DAY, unit="date"),
        _column("why", TEXT),
    ),
    "A person: whether the package or the bonus needs the approval of HM Treasury",
)

PART = Part(
    "senior pay",
    "senior pay control of central government: which packages and bonuses HM Treasury approves, with its exceptions",
    (CASES_OF_PAY,),
    (CONTROL,),
    "payband.review.parts.accounts.senior_pay",
)
