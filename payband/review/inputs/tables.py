"""The input tables of a review: what a row is, what each column holds, and how it is read."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from payband.calendar import FinancialYear
from payband.review.inputs.fields import (
    COSTED_AT,
    STATE_MEANT,
    STATES,
    CostedAt,
    Day,
    FullTimeEquivalent,
    Money,
    OwnName,
    Rate,
    SalaryPence,
    Share,
    ShareOfJob,
    Text,
    Whole,
    YesNo,
    one_of,
)
from payband.rules.thresholds import COMPARISONS, MEASURES, TESTED_AT
from payband.units import ROUNDINGS, percent_text, pounds

__all__ = [
    "INPUTS",
    "ApprovalRuleRow",
    "Assumption",
    "Column",
    "GradeRow",
    "InputRow",
    "InputTable",
    "OnCostProfile",
    "PackageElement",
    "PayAwardRow",
    "Person",
    "Setting",
    "SpinePoint",
    "StructureLine",
    "column_of",
    "input_table",
]


def column(
    name: str,
    unit: str,
    help: str = "",
    *,
    choices: Sequence[str] = (),
    default: Any = ...,
    may_be_absent: bool = False,
    since: int = 1,
    before: Any = None,
    names: str = "",
    retired: bool = False,
    ask: str = "",
) -> Any:
    """A column of an input table: its heading, what its values are (the unit) and what a person should type.

    A workbook must have every column, but for those that may be absent. One that is older than the column, which exists
    `since` a format of the workbook, is read as if `before` stood in every cell of it, as a person would type it: what
    gives the answers of before. Nothing stands for an empty cell, so that the default is taken. `names` says of what
    kind the names in it are that refer to something else: `payband.review.inputs.references` looks them up. A `retired`
    column is read where it stands, and a new workbook has it only where a row fills it. A setting that costs money is
    asked for in the words of `ask` where it matters: its default is for reviews where it does not.
    Raises ValueError for a required column that does not say `before`.
    """
    if since > 1 and default is ... and before is None:
        raise ValueError(f"'{name}' is required since format {since}: say what older workbooks have in its place")
    return Field(
        default,
        alias=name,
        description=help,
        json_schema_extra={
            "unit": unit,
            "choices": list(choices),
            "may_be_absent": may_be_absent,
            "since": since,
            "before": before,
            "names": names,
            "retired": retired,
            "ask": ask,
        },
        validate_default=False,
    )


class InputRow(BaseModel):
    """A row of an input table. `row` is its row number in the sheet or frame that it came from."""

    # A model's reader is made when it first reads a row: `quick_rows` reads nearly all of them without.
    model_config = ConfigDict(
        frozen=True, arbitrary_types_allowed=True, populate_by_name=True, extra="ignore", defer_build=True
    )

    row: int = 0


# --- the tables ----------------------------------------------------------------------------------------------------

YES_NO = ("yes", "no")
RISKS = ("high", "medium", "low")


class Setting(InputRow):
    """One setting of the review."""

    setting: Text = column("setting", "name")
    value: Any = column("value", "see unit", default=None)
    unit: Text = column("unit", "text", default="")
    note: Text = column("note", "text", default="")


class SpinePoint(InputRow):
    """One point of a pay spine; the salary stays empty where it was never published."""

    spine: Text = column("spine", "name", "The spine's name", names="alike")
    point: Text = column("point", "point", "The spinal column point")
    salary: SalaryPence | None = column("salary", "£ a year", "Empty if it was never published", default=None)
    effective_from: Day = column("effective from", "date", "The day the salary takes effect")
    source: Text = column("source", "text", "The document that prints it", default="")


class GradeRow(InputRow):
    """One grade: points of a spine, or a bottom and top salary; neither where its pay is not known or not published."""

    grade: Text = column("grade", "name")
    title: Text = column("title", "text", default="")
    order: Whole = column("order", "rank, 1 lowest", "For 'one grade above'", default=0)
    spine: Text = column("spine", "name", "A spine of the workbook or the library", default="", names="spine")
    bottom_point: Text = column("bottom point", "point", default="", names="point")
    top_point: Text = column("top point", "point", default="", names="point")
    bottom_salary: SalaryPence | None = column("bottom salary", "£ a year", "For a range without points", default=None)
    top_salary: SalaryPence | None = column("top salary", "£ a year", "For a range without points", default=None)
    provisional: YesNo = column("provisional", "yes / no", "Not settled yet", choices=YES_NO, default=False)
    source: Text = column("source", "text", default="")
    pay_not_published: YesNo = column(
        "pay not published", "yes / no", "Settled, but no document prints it", choices=YES_NO, default=False, since=5
    )


class OnCostProfile(InputRow):
    """One set of on-costs that posts share."""

    profile: Text = column("profile", "name")
    ni_category: Text = column("NI category", "letter", "A for most staff", default="A", names="NI category")
    contracted_out: YesNo = column(
        "contracted out", "yes / no", "Salary-related scheme, to April 2016", choices=YES_NO, default=False
    )
    pension_scheme: Text = column(
        "pension scheme",
        "name",
        "Its rate is looked up where none is given, such as NHS Pension Scheme",
        default="",
        names="pension scheme",
    )
    pension_rate: Rate = column(
        "pension rate", "% of salary", "The employer's contribution; may be empty where a pension scheme is given"
    )
    by_scheme: bool = False
    apprenticeship_levy: YesNo = column("apprenticeship levy", "yes / no", choices=YES_NO, default=False)
    other_rate: Rate = column("other rate", "% of salary", default=0)
    note: Text = column("note", "text", default="")


class StructureLine(InputRow):
    """One line of the structure, as it is now or as it is proposed."""

    line: OwnName = column("line", "name", "The same name now and proposed makes one line of the answer", names="alike")
    state: Annotated[Literal["now", "proposed"], one_of(*STATES, meant=STATE_MEANT)] = column(
        "state", "now / proposed", choices=STATES
    )
    grade: Text = column(
        "grade", "name", "Empty where the grade is not known: then the cost must be stated", default="", names="grade"
    )
    posts: Whole = column("posts", "number", "Posts, vacant ones included")
    fte_each: FullTimeEquivalent = column("FTE each", "share of full time", default=Fraction(1))
    costed_at: CostedAt | None = column(
        "costed at", "bottom / actual / top", "Empty for the setting's", choices=COSTED_AT, default=None
    )
    external_share: Share = column("external share", "% of cost", "The share another body pays", default=Fraction(0))
    externally_funded_until: Day | None = column("externally funded until", "date", "Last day of funding", default=None)
    stated_cost: Money | None = column(
        "stated cost",
        "£ a year",
        "A published figure: it is used instead of the modelled figure, and both are shown",
        default=None,
    )
    statutory_role: Text = column(
        "statutory role",
        "name",
        "Table StatutoryDuties says who holds which duty; here, several with ; between",
        default="",
        may_be_absent=True,
        retired=True,
    )
    on_cost_profile: Text = column(
        "on-cost profile", "name", "Empty for the setting's", default="", names="on-cost profile"
    )
    modelled_when_stated: int | None = None
    """In a scenario, what the model says of the line without it, pence: a stated cost moves as the model does."""


class Person(InputRow):
    """One post holder, known by a reference and never by name."""

    person: OwnName = column("person", "reference", "A reference, not a name")
    post_now: Text = column("post now", "name", default="", names="line now")
    grade_now: Text = column("grade now", "name", default="", names="grade")
    salary_now: SalaryPence = column("salary now", "£ a year, full-time", "Basic pay of a full-time post")
    fte: FullTimeEquivalent = column("FTE", "share of full time", default=Fraction(1))
    on_cost_profile: Text = column(
        "on-cost profile", "name", "Empty for the line's", default="", names="on-cost profile"
    )
    ni_category: Text = column("NI category", "letter", "Empty for the profile's", default="", names="NI category")
    proposed_line: Text = column(
        "proposed line",
        "name",
        "A line of the proposed structure; empty if displaced",
        default="",
        names="proposed line",
    )
    share_of_current_in_new: ShareOfJob | None = column("share of current job in the new", "%", default=None)
    share_of_new_from_current: ShareOfJob | None = column("share of the new from the current", "%", default=None)
    protection_waived: YesNo = column("protection waived", "yes / no", choices=YES_NO, default=False)
    leaves_on: Day | None = column("leaves on", "date", "The last day in post", default=None)
    started_on: Day | None = column(
        "started on",
        "date",
        "The day somebody started in the grade, for increments; empty if long ago",
        default=None,
        may_be_absent=True,
    )
    illustrative: YesNo = column(
        "illustrative", "yes / no", "yes if no document prints it", choices=YES_NO, default=False
    )


class PackageElement(InputRow):
    """One pay element beside the salary."""

    line_or_person: Text = column("line or person", "name", names="line or person")
    element: Text = column("element", "name", "allowance, bonus, fee, benefit in kind, severance, ...")
    amount: Money = column("amount a year", "£ a year")
    counts: YesNo = column("counts towards approval", "yes / no", choices=YES_NO)


class ApprovalRuleRow(InputRow):
    """One approval rule."""

    rule: Text = column("rule", "name")
    measure: Annotated[str, one_of(*MEASURES)] = column("measure", "what is counted", choices=MEASURES)
    tested_at: Annotated[str, one_of(*TESTED_AT)] = column("tested at", "where", choices=TESTED_AT)
    comparison: Annotated[str, one_of(*COMPARISONS)] = column("comparison", "how", choices=COMPARISONS)
    threshold: Money = column("threshold", "£")
    approving_body: Text = column("approving body", "name")
    effective_from: Day = column("effective from", "date")
    source: Text = column("source", "text", default="")


class Assumption(InputRow):
    """One assumption and who owns it."""

    assumption: Text = column("assumption", "text")
    value: Text = column("value", "text", default="")
    basis: Text = column("basis", "text", default="")
    owner: Text = column("owner", "post", default="")
    risk: Annotated[str, one_of(*RISKS)] = column("risk", " / ".join(RISKS), choices=RISKS, default="")
    agreed_on: Day | None = column("agreed on", "date", default=None)


class PayAwardRow(InputRow):
    """One pay award that falls in the time of the review; protection is caught up or uplifted by it.

    Awards of one day are for different salaries: a flat sum up to one, a percentage above it.
    """

    effective_from: Day = column("effective from", "date")
    percent: Rate = column("percent", "% of salary", default=0)
    flat: Money = column("flat sum", "£ a year", default=0)
    rounding: Annotated[str, one_of(*ROUNDINGS)] = column(
        "rounding", "name", choices=tuple(ROUNDINGS), default="nearest £1"
    )
    at_least: Money = column("at least", "£ a year", default=0)
    up_to: Money | None = column(
        "salaries up to",
        "£ a year",
        "The highest salary that the award is for; empty for no limit. Give another row for the salaries above",
        default=None,
        may_be_absent=True,
    )
    source: Text = column("source", "text", default="")


class Column(NamedTuple):
    """A column of an input table, or a setting, as a person sees it.

    It exists `since` a format of the workbook; `before` is what stands for it in the cells of older workbooks. Of which
    kind its names are, if they refer to something else, `names` says. `ask` is what to give where it is asked for.
    """

    name: str
    field: str
    unit: str
    help: str
    choices: tuple[str, ...]
    required: bool
    may_be_absent: bool = False
    since: int = 1
    before: Any = None
    names: str = ""
    retired: bool = False
    ask: str = ""

    def cell_value(self, value: Any) -> Any:
        """A value of a row as a cell holds it: pounds, a share, yes or no, a date, text; nothing for none."""
        if value is None or value == "" or value == ():
            return None
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, tuple) and not isinstance(value, FinancialYear):
            return ", ".join(percent_text(share) for share in value)
        if isinstance(value, FinancialYear):
            return str(value)
        if isinstance(value, int) and self.unit.startswith("£"):
            return pounds(value)
        if isinstance(value, int) and self.unit.startswith("%"):
            return Decimal(value).scaleb(-4)
        if self.unit == "point" and isinstance(value, str) and value.isdecimal():
            return int(value)
        return value


class InputTable(NamedTuple):
    """An input table: its name, the sheet it stands on, what a row is, and whether a workbook may lack it.

    No two rows have the same `key`; the first of its columns is the one that a message points to. A new workbook has
    `room` for so many rows: those that stay empty count as none.
    """

    name: str
    sheet: str
    rows: type[InputRow]
    key: tuple[str, ...] = ()
    optional: bool = False
    room: int = 10

    @property
    def columns(self) -> tuple[Column, ...]:
        """Its columns in order."""
        return tuple(_columns(self.rows))

    def written(self, rows: Sequence[InputRow] = ()) -> tuple[Column, ...]:
        """The columns that a new workbook has: all but those that are retired and that none of its rows fills."""
        return tuple(each for each in self.columns if not each.retired or any(getattr(row, each.field) for row in rows))


def _columns(rows: type[InputRow]) -> Iterator[Column]:
    return (column_of(field, info) for field, info in rows.model_fields.items() if info.json_schema_extra is not None)


def column_of(field: str, info: FieldInfo) -> Column:
    """A field that `column` declared, as a person sees it."""
    extra: Any = info.json_schema_extra
    return Column(
        str(info.alias),
        field,
        extra["unit"],
        info.description or "",
        tuple(extra["choices"]),
        info.is_required(),
        extra["may_be_absent"],
        extra["since"],
        extra["before"],
        extra["names"],
        extra["retired"],
        extra["ask"],
    )


MUCH_ROOM = 20  # rows

INPUTS = (
    InputTable("Settings", "Settings", Setting),
    InputTable("Spines", "Spines", SpinePoint, ("point", "spine", "effective from"), room=MUCH_ROOM),
    InputTable("Grades", "Grades", GradeRow, ("grade",), room=MUCH_ROOM),
    InputTable("OnCosts", "On-costs", OnCostProfile, ("profile",)),
    InputTable("Structure", "Structure", StructureLine, ("line", "state"), room=MUCH_ROOM),
    InputTable("People", "People", Person, ("person",), room=MUCH_ROOM),
    InputTable("Package", "Package", PackageElement),
    InputTable("ApprovalRules", "Approval rules", ApprovalRuleRow, ("rule", "effective from")),
    InputTable("Assumptions", "Assumptions", Assumption),
    InputTable("PayAwards", "Pay awards", PayAwardRow, optional=True),
)


def input_table(name: str) -> InputTable:
    """The input table of a name."""
    return next(table for table in INPUTS if table.name == name)
