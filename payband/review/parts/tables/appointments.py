"""The tables of appointments: when each post was filled, paid and approved, and how each approval stands."""

from payband.review.answers import DAY, MONEY, TEXT, YES_NO, AnswerTable, _column
from payband.review.inputs.fields import Day, Text, YesNo
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part

__all__ = ["APPOINTMENTS", "BY_POST", "OTHER", "PART", "STATUTORY", "AppointmentRow"]

STATUTORY, OTHER = "statutory chief officer", "other post"


class AppointmentRow(InputRow):
    """One post that is filled or approved: never a batch, so six posts of a line are six rows."""

    line_or_person: Text = column(
        "line or person", "name", "A proposed line of the structure, or a person", names="proposed line or person"
    )
    post: Text = column("post", "name", "Which post of the line it is, such as its title; may stay empty", default="")
    appointed_on: Day | None = column("appointed on", "date", "Empty if nobody is appointed yet", default=None)
    paid_from: Day | None = column(
        "paid from", "date", "The first day at the new pay; empty if not stated", default=None
    )
    held_before_approval: YesNo | None = column(
        "held before approval",
        "yes / no",
        "yes where the paper says so and prints no first day",
        choices=("yes", "no"),
        default=None,
        may_be_absent=True,
    )
    approved_on: Day | None = column("approved on", "date", "Empty if it is not approved yet", default=None)
    approving_body: Text = column("approving body", "name", "Who approved it", default="")
    budgeted: YesNo | None = column(
        "budgeted",
        "yes / no",
        "In the budgeted establishment; empty if not stated",
        choices=("yes", "no"),
        default=None,
    )
    interim_until: Day | None = column(
        "interim or acting until", "date", "The last day of an interim or acting-up arrangement", default=None
    )
    note: Text = column("note", "text", default="")


APPOINTMENTS = InputTable("Appointments", "Appointments", AppointmentRow, ("line or person", "post"), optional=True)

BY_POST = AnswerTable(
    "ApprovalsByPost",
    "Approvals by post",
    (
        _column("group", TEXT),
        _column("what", TEXT),
        _column("post", TEXT, unit="of the line's posts"),
        _column("rule", TEXT),
        _column("amount", MONEY, unit="£ a year"),
        _column("standing", TEXT),
        _column("in post or paid from", DAY),
        _column("approved on", DAY),
        _column("budgeted", YES_NO, unit="empty: not stated"),
        _column("body", TEXT, unit="that the rule names"),
        _column("why", TEXT),
    ),
    "A post tested against an approval rule: whether it was approved before anybody held it or was paid",
)

PART = Part(
    "appointments",
    "which post was approved before anybody held it, and which in retrospect",
    (APPOINTMENTS,),
    (BY_POST,),
    "payband.review.parts.duties.appointments",
)
