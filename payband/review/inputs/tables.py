"""The input tables of a review: what a row is, what each column holds, and how it is read."""

from fractions import Fraction
from typing import Annotated, Any, Literal

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
    SignedMoney,
    Text,
    Whole,
    YesNo,
    one_of,
)
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.rules.thresholds import COMPARISONS, MEASURES, TESTED_AT
from payband.units import ROUNDINGS

__all__ = [
    "COSTED_AS",
    "INPUTS",
    "IN_KIND",
    "NOT_COSTED",
    "PENSIONABLE",
    "ApprovalRuleRow",
    "Assumption",
    "GradeRow",
    "OnCostProfile",
    "PackageElement",
    "PayAwardRow",
    "Person",
    "Setting",
    "SpinePoint",
    "StructureLine",
    "input_table",
]


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
    fixed_sum: SignedMoney | None = column(
        "fixed sum",
        "£ a year, also below zero",
        "Paid whatever posts there are, such as a fund's secondary contribution in cash, once; in no saving",
        default=None,
        since=7,
    )


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
    leaves_anyway: bool = False
    """In a scenario that leaves somebody without a post: that they leave without it too, and leave a vacancy now."""
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
    full_years: Whole | None = column(
        "full years in the grade",
        "number",
        "Of a national band: the step that they lead to is taken, whatever the slotting rule",
        default=None,
        since=6,
    )
    service_from: Day | None = column(
        "service from",
        "date",
        "First day of continuous service; needed where a policy protects pay by length of service",
        default=None,
        since=6,
    )
    protection_ends_on: Day | None = column(
        "protection ends on",
        "date",
        "The last protected day of anyone promoted, or who refused a suitable post",
        default=None,
        since=6,
    )
    employee: Text = column(
        "employee",
        "reference",
        "For anyone with several posts: the same reference in the row of each post; else empty",
        default="",
        since=7,
    )
    post_number: Text = column("post number", "number", "Which of the employee's posts the row is", default="", since=7)


PENSIONABLE, NOT_PENSIONABLE, IN_KIND, NOT_COSTED = (
    "pensionable pay", "non-pensionable pay", "benefit in kind", "not costed",
)  # fmt: skip
COSTED_AS = (PENSIONABLE, NOT_PENSIONABLE, IN_KIND, NOT_COSTED)
"""What a pay element is in the cost of a post."""

_SEVERANCE = "severance"


class PackageElement(InputRow):
    """One pay element next to the salary."""

    line_or_person: Text = column("line or person", "name", names="line or person")
    element: Text = column("element", "name", "allowance, bonus, fee, benefit in kind, severance, ...")
    amount: Money = column("amount a year", "£ a year")
    counts: YesNo = column("counts towards approval", "yes / no", choices=YES_NO)
    state: Annotated[Literal["now", "proposed", ""], one_of(*STATES, meant=STATE_MEANT)] = column(
        "state", "now / proposed", "Empty for both", choices=STATES, default="", since=6
    )
    costed_as: Annotated[str, one_of(*COSTED_AS)] = column(
        "costed as",
        "name",
        "Part of the cost: pay with or without a pension contribution, or a benefit in kind; or not costed",
        choices=COSTED_AS,
        default="",
        since=6,
    )

    @property
    def is_severance(self) -> bool:
        """Whether it is what somebody is paid for going, once."""
        return self.element.casefold() == _SEVERANCE

    @property
    def is_costed(self) -> bool:
        """Whether it is part of the cost of a post, where the settings have pay elements costed."""
        return self.costed_as not in ("", NOT_COSTED) and not self.is_severance


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
