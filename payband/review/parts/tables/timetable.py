"""The tables of the timetable: the stages of a review, what a policy says of them, and the days they come to."""

from typing import Annotated

from payband.review.answers import DAY, TEXT, WHOLE, AnswerTable, _column
from payband.review.inputs.fields import Day, Text, Whole, one_of
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part
from payband.rules.stages import STAGES

__all__ = ["PART", "RULES", "STAGE_ROWS", "TIMETABLE", "StageInput", "StageRuleRow"]


class StageInput(InputRow):
    """One stage of the review, from a first day to a last; a stage with its first day alone takes that day."""

    stage: Text = column("stage", "name", "As a notice would call it, such as Appeals deadline")
    kind: Annotated[str, one_of(*STAGES)] = column("kind", "name", "What it is to the policy", choices=STAGES)
    starts_on: Day = column("starts on", "date", "The first day")
    ends_on: Day | None = column("ends on", "date", "The last day; or give the working days", default=None)
    working_days: Whole | None = column(
        "working days", "number", "Instead of the last day: how many, the first day counted", default=None
    )
    note: Text = column("note", "text", default="")
    within_months: Whole | None = column(
        "within months", "number", "It may not be held later than so many months after another", default=None, since=6
    )
    of_stage: Text = column("of stage", "name", "The months run from its first day", default="", names="stage", since=6)


class StageRuleRow(InputRow):
    """One rule of a stage; or one row that names a policy of the library alone, for all of its rules."""

    policy: Text = column(
        "policy", "name", "A policy of stages of the library, such as Leicester, or your own", names="policy of stages"
    )
    stage: Annotated[str, one_of(*STAGES)] = column(
        "stage", "kind of stage", "Empty for all the rules of the library's policy", choices=STAGES, default=""
    )
    follows: Text = column(
        "follows",
        "kinds of stages",
        "It may not begin before these end; several with ; between",
        default="",
        names="kind of stage",
    )
    least_working_days: Whole | None = column("least working days", "number", default=None)
    source: Text = column("source", "text", "The document that says so", default="")


STAGE_ROWS = InputTable("Stages", "Stages", StageInput, ("stage",), optional=True)
RULES = InputTable("StageRules", "Stage rules", StageRuleRow, ("stage", "policy"), optional=True)

TIMETABLE = AnswerTable(
    "Timetable",
    "Timetable",
    (
        _column("stage", TEXT),
        _column("kind", TEXT),
        _column("first day", DAY),
        _column("weekday", TEXT, unit="of the first day"),
        _column("last day", DAY),
        _column("last weekday", TEXT, unit="of the last day"),
        _column("working days", WHOLE, unit="both days counted"),
        _column("least working days", WHOLE, unit="by the policy"),
        _column("warning", TEXT),
        _column("latest day", DAY, unit="by the months given", since=6),
    ),
    "A stage in the order of first days, with working days in England and Wales, as of the last run",
)

PART = Part(
    "timetable",
    "the stages of the review, by working days",
    (STAGE_ROWS, RULES),
    (TIMETABLE,),
    "payband.review.parts.timetable",
)
