"""The tables of the notes to the accounts: what the body is, its senior posts and exits, and each note of pay."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator

from payband.errors import WrongInput
from payband.review.answers import MONEY, PERCENT, TEXT, WHOLE, AnswerTable, _column
from payband.review.answers import Form as AnswerForm
from payband.review.inputs.fields import Money, OwnName, SalaryPence, Text, Whole, Year, YesNo, one_of
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.inputs.tables import YES_NO
from payband.review.parts.registry import Part
from payband.rules.measures.fair_pay import METHODS
from payband.units import number_from

__all__ = [
    "BASES",
    "BRACKETS",
    "CENTRAL",
    "CHANGES",
    "COLUMNS_OF_ELEMENTS",
    "COMPULSORY",
    "COUNCIL",
    "ELEMENTS",
    "EXIT_BANDS",
    "EXIT_KINDS",
    "EXIT_PACKAGES",
    "FAIR_PAY",
    "KINDS_OF_EXIT",
    "LAST_YEAR",
    "MULTIPLE",
    "NOTES",
    "OTHERS",
    "PART",
    "REMUNERATION",
    "SALARY_LIST",
    "SENIOR_POSTS",
    "ElementColumnRow",
    "ExitBandRow",
    "ExitKindRow",
    "LastYearRow",
    "NotesRow",
    "OtherStaffRow",
    "SeniorPostRow",
]

TIMES = AnswerForm("fte", "times", lambda hundredths: Decimal(hundredths).scaleb(-2))

COUNCIL, CENTRAL, NHS, OTHER = KINDS_OF_BODY = ("council", "central government", "NHS", "other")
"""A council is any body under the Accounts and Audit Regulations, police and fire among them."""

WITH_FAIR_PAY = (CENTRAL, NHS)
"""The kinds of body whose notes have the fair pay ratios."""

FULL_TIME, AS_PAID = BASES = ("full-time pay", "pay for the time worked")
"""What a pay multiple is of: councils print either."""

MADE_FULL, AS_THEY_ARE = ELEMENTS_OF_PART_TIME = ("made full-time", "as they are")
"""What becomes of a part-timer's pay elements where pay is taken full-time."""

ALLOWANCES, BONUS, EXPENSES, BENEFITS, LOSS, NONE = COLUMNS_OF_ELEMENTS = (
    "salary, fees and allowances", "bonus", "expense allowance", "benefit in kind", "loss of office",
    "no remuneration",
)  # fmt: skip
"""The columns of the note of senior officers, and what is not remuneration at all."""

COMPULSORY, AGREED = KINDS_OF_EXIT = ("compulsory redundancy", "other departure")

OF_BRACKET, OF_EXIT, OF_RATIO, OF_CHANGE = NOTES_OF_LAST_YEAR = (
    "pay bracket", "exit package", "ratio", "highest pay and average",
)  # fmt: skip


def _ratio(value: Any) -> int:
    """A ratio with at most two decimals, in hundredths."""
    number = number_from(value, "the ratio") * 100
    if number <= 0 or round(number, 6) != round(number):
        raise WrongInput(f"{value} is not a ratio: give a number above 0 with at most two decimals, such as 4.74")
    return round(number)


class NotesRow(InputRow):
    """What the notes are of, and how what the sources leave open is done; one row."""

    year: Year = column("financial year", "April to March", "The year that the accounts are of")
    body: Annotated[str, one_of(*KINDS_OF_BODY)] = column(
        "kind of body", "name", "It decides which notes there are", choices=KINDS_OF_BODY
    )
    percentile_method: Annotated[str, one_of(*METHODS)] = column(
        "percentile method", "name", "For the fair pay ratios: no source says which", choices=METHODS, default=""
    )
    band_width: Money | None = column(
        "band width", "£", "Of the table of directors, such as 5000; the ratios take the middle of a band", default=None
    )
    director_counted: YesNo | None = column(
        "director among staff", "yes / no", "Whether the highest-paid director is one of the staff of the percentiles",
        choices=YES_NO, default=None,
    )  # fmt: skip
    multiple_of: Annotated[str, one_of(*BASES)] = column(
        "multiple is of", "name", "For the pay multiple of the Transparency Code", choices=BASES, default=""
    )
    part_time_elements: Annotated[str, one_of(*ELEMENTS_OF_PART_TIME)] = column(
        "pay elements of part-timers", "name", "Where pay is taken full-time", choices=ELEMENTS_OF_PART_TIME, default=""
    )
    loss_counted: YesNo | None = column(
        "loss of office in brackets", "yes / no", "Whether what is paid for going counts towards a bracket",
        choices=YES_NO, default=None,
    )  # fmt: skip
    first_bracket: Money | None = column(
        "first bracket", "£", "Where your own scale of brackets begins; empty for the Regulations'", default=None
    )
    bracket_width: Money | None = column(
        "bracket width", "£", "Of your own scale; empty for the Regulations'", default=None
    )
    source: Text = column("source", "text", "Your accounting policy", default="")


class SeniorPostRow(InputRow):
    """One person paid £50,000 or more: a senior officer, who is shown one by one, or another of the Code's list."""

    person: Text = column("person", "reference", "A person of table People", names="person")
    post: Text = column("post", "text", "As the note prints it; empty for the post now", default="")
    senior: YesNo = column(
        "senior officer", "yes / no", "yes: shown one by one and counted in no bracket", choices=YES_NO
    )
    name: Text = column("name to print", "text", "Only of a senior officer with a salary from £150,000", default="")
    services: Text = column("services", "text", "And functions that the post is responsible for", default="")
    budget: Money | None = column("budget held", "£", default=None)
    staff: Whole | None = column("number of staff", "people", default=None)
    note: Text = column("note", "text", default="")


class ElementColumnRow(InputRow):
    """Which column of the notes a pay element is in."""

    element: OwnName = column("element", "name", "As table Package has it")
    stands_in: Annotated[str, one_of(*COLUMNS_OF_ELEMENTS)] = column("column", "name", choices=COLUMNS_OF_ELEMENTS)


class ExitKindRow(InputRow):
    """What kind of departure somebody of table Exits is."""

    person: Text = column("person", "reference", "A person of table Exits", names="person who leaves")
    kind: Annotated[str, one_of(*KINDS_OF_EXIT)] = column("kind", "name", choices=KINDS_OF_EXIT)
    year: Year | None = column("agreed in", "financial year", "Empty for the year of leaving", default=None)
    left_out: YesNo = column(
        "left out", "yes / no", "yes for ill health by a right under the contract", choices=YES_NO, default=False
    )


class ExitBandRow(InputRow):
    """One band of exit packages of the body's own."""

    over: Money = column("over", "£", "0 for the first band")
    to: Money | None = column("up to", "£", "Empty for the last band, without an end", default=None)
    source: Text = column("source", "text", default="")


class OtherStaffRow(InputRow):
    """Staff at the end of the year who are not in table People, such as agency staff; consultants are none."""

    staff: OwnName = column("staff", "reference", "A person or a group with the same pay")
    number: Whole = column("number", "people", default=1)
    pay: SalaryPence = column("full-time pay", "£ a year", "Salary, bonus and benefits in kind, for a full year")
    salary: SalaryPence | None = column(
        "of it salary and allowances", "£ a year", "Empty where that is all of it", default=None
    )


class LastYearRow(InputRow):
    """One figure of last year's notes."""

    note: Annotated[str, one_of(*NOTES_OF_LAST_YEAR)] = column("note", "name", choices=NOTES_OF_LAST_YEAR)
    item: Text = column("item", "text", "The first column of the note, such as £50,000 to £54,999")
    kind: Annotated[str, one_of(*KINDS_OF_EXIT)] = column(
        "kind of exit", "name", "Of an exit package", choices=KINDS_OF_EXIT, default=""
    )
    number: Whole | None = column("number", "people", "Of a bracket, or exit packages", default=None)
    amount: Money | None = column("amount", "£", "Of exit packages, or of pay", default=None)
    ratio: Annotated[int, BeforeValidator(_ratio)] | None = column("ratio", "times", "Such as 4.74", default=None)


NOTES = InputTable("AccountsNotes", "Accounts notes", NotesRow, ("financial year",), optional=True, room=1)
SENIOR_POSTS = InputTable("SeniorPosts", "Senior posts", SeniorPostRow, ("person",), optional=True)
ELEMENTS = InputTable("ElementColumns", "Element columns", ElementColumnRow, ("element",), optional=True)
EXIT_KINDS = InputTable("ExitKinds", "Exit kinds", ExitKindRow, ("person",), optional=True)
EXIT_BANDS = InputTable("ExitBands", "Exit bands", ExitBandRow, ("over",), optional=True)
OTHERS = InputTable("OtherStaff", "Other staff", OtherStaffRow, ("staff",), optional=True)
LAST_YEAR = InputTable("NotesLastYear", "Notes last year", LastYearRow, ("item", "note", "kind of exit"), optional=True)

BRACKETS = AnswerTable(
    "PayBrackets",
    "Pay brackets",
    (
        _column("remuneration", TEXT, unit="£, bracket"),
        _column("people", WHOLE, unit="people, senior officers apart"),
        _column("people last year", WHOLE, unit="people"),
    ),
    "A bracket: the people whose remuneration of the year fell in it, without senior officers",
)
REMUNERATION = AnswerTable(
    "SeniorRemuneration",
    "Senior remuneration",
    (
        _column("person", TEXT, unit="reference, not to be printed"),
        _column("post", TEXT),
        _column("name", TEXT, unit="printed from a salary of £150,000 on"),
        _column("salary, fees and allowances", MONEY, key="salary_fees_and_allowances"),
        _column("bonus", MONEY),
        _column("expense allowance", MONEY),
        _column("loss of office", MONEY),
        _column("benefits in kind", MONEY),
        _column("remuneration", MONEY, unit="£, without pension contributions"),
        _column("pension contribution", MONEY, unit="£, the employer's"),
        _column("with pension", MONEY, unit="£, with pension contributions"),
        _column("why", TEXT),
    ),
    "A senior officer: the remuneration of the year by its columns",
)
SALARY_LIST = AnswerTable(
    "SeniorSalaryList",
    "Senior salary list",
    (
        _column("person", TEXT, unit="reference, not to be printed"),
        _column("post", TEXT),
        _column("name", TEXT, unit="printed from a salary of £150,000 on"),
        _column("grade", TEXT),
        _column("salary", TEXT, unit="£ a year, full-time, bracket"),
        _column("bonus", MONEY, unit="£ of the year"),
        _column("benefits in kind", MONEY, unit="£ of the year"),
        _column("services", TEXT),
        _column("budget held", MONEY),
        _column("number of staff", WHOLE, unit="staff of the post"),
    ),
    "A person with a salary of £50,000 or more, as the Transparency Code lists them",
)
EXIT_PACKAGES = AnswerTable(
    "ExitPackages",
    "Exit packages",
    (
        _column("package", TEXT, unit="£, band with pension strain"),
        _column("compulsory", WHOLE, unit="people, compulsory redundancies"),
        _column("other", WHOLE, unit="people, other departures"),
        _column("people", WHOLE, unit="people in all"),
        _column("cost", MONEY, unit="£, of the packages together"),
        _column("people last year", WHOLE, unit="people in all"),
        _column("cost last year", MONEY),
    ),
    "A band: the exit packages of the year by kind, and what they cost together",
)
FAIR_PAY = AnswerTable(
    "FairPay",
    "Fair pay",
    (
        _column("percentile", TEXT),
        _column("highest", MONEY, unit="£, pay of the highest-paid director, full-time"),
        _column("middle of band", MONEY, unit="£, of that pay"),
        _column("pay", MONEY, unit="£ a year of staff, full-time"),
        _column("ratio", TIMES),
        _column("ratio last year", TIMES),
        _column("highest salary", MONEY, unit="£, the same of salary and allowances alone"),
        _column("middle of salary band", MONEY),
        _column("salary", MONEY, unit="£ a year of staff, salary and allowances alone"),
        _column("salary ratio", TIMES),
        _column("method", TEXT),
    ),
    "A quarter, half or three quarters of staff: the middle of the highest-paid director's band over their pay",
)
CHANGES = AnswerTable(
    "FairPayChange",
    "Fair pay change",
    (
        _column("of whom", TEXT),
        _column("last year", MONEY, unit="£ a year, full-time"),
        _column("this year", MONEY, unit="£ a year, full-time"),
        _column("change", PERCENT, unit="% on the year before"),
    ),
    "Pay on the year before: of the highest-paid director, by the middle of a band, and of staff on average",
)
MULTIPLE = AnswerTable(
    "WorkforceMultiple",
    "Workforce multiple",
    (
        _column("financial year", TEXT, unit="April to March"),
        _column("people", WHOLE, unit="people at the end of the year"),
        _column("highest", MONEY, unit="£ of the year"),
        _column("median", MONEY, unit="£ a year"),
        _column("multiple", TIMES),
        _column("multiple last year", TIMES),
        _column("basis", TEXT),
    ),
    "The Transparency Code's pay multiple: the highest taxable earnings over the median of the workforce",
)

PART = Part(
    "accounts notes",
    "the notes to the accounts on pay: people by bracket, senior officers, exit packages, fair pay or pay multiple",
    (NOTES, SENIOR_POSTS, ELEMENTS, EXIT_KINDS, EXIT_BANDS, OTHERS, LAST_YEAR),
    (BRACKETS, REMUNERATION, SALARY_LIST, EXIT_PACKAGES, FAIR_PAY, CHANGES, MULTIPLE),
    "payband.review.parts.accounts.part",
)
