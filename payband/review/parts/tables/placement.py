"""The tables of placement: the policy, what each round decided, and who is placed, competes or is displaced."""

from typing import Annotated

from payband.review.answers import PERCENT, TEXT, WHOLE, YES_NO, AnswerTable, _column
from payband.review.inputs.fields import Day, Rate, Text, Whole, one_of
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part
from payband.rules.placing.placement import GAPS

__all__ = [
    "APPEAL_DISMISSED",
    "APPEAL_UPHELD",
    "APPOINTED",
    "BY_LINE",
    "CHANGES",
    "DECISIONS",
    "LEAVES",
    "LEAVE_OPEN",
    "LIST",
    "NOT_APPOINTED",
    "PART",
    "PLACEMENTS",
    "RULES",
    "PlacementRow",
    "PlacementRuleRow",
]

LEAVE_OPEN = "leave open"
APPEAL_UPHELD, APPEAL_DISMISSED = "appeal upheld", "appeal dismissed"
APPOINTED, NOT_APPOINTED, LEAVES = "appointed", "not appointed", "leaves"
DECISIONS = (APPEAL_UPHELD, APPEAL_DISMISSED, APPOINTED, NOT_APPOINTED, LEAVES)
"""What a round may decide of a person; without a decision the policy's own outcome stands."""

_GAPS = (*GAPS, LEAVE_OPEN)


class PlacementRuleRow(InputRow):
    """One policy by which people come to posts; its shares stay empty where the library has it."""

    policy: Text = column(
        "policy", "name", "A matching policy of the library, such as Leicester, or your own", names="matching policy"
    )
    gaps: Annotated[str, one_of(*_GAPS)] = column(
        "cases not covered",
        "how decided",
        "How a case is decided that the policy's own words leave open",
        choices=_GAPS,
        default=LEAVE_OPEN,
    )
    first_round: Text = column(
        "first round", "name", "What the list of the People table is called", default="slotting list"
    )
    assimilate_from: Rate | None = column(
        "assimilate from", "% of job", "Both shares, this or more; your own policy only", default=None
    )
    match_from: Rate | None = column("match from", "% of job", "Both shares, this or more", default=None)
    match_to: Rate | None = column("match to", "% of job", "Both shares, this or less", default=None)
    grades_apart: Whole | None = column(
        "grades apart", "number", "How far apart the grades of a match may be", default=None
    )
    source: Text = column("source", "text", "The document that states the policy", default="")


class PlacementRow(InputRow):
    """One change of a round for one person; a later round carries on what it does not name."""

    round: Text = column(
        "round", "name", "Rounds in the order they were held: slotting list, appeals, interviews", names="alike"
    )
    person: Text = column("person", "reference", "A person of table People", names="person")
    line: Text = column(
        "line",
        "name",
        "A proposed line. Empty for the present one, or, without a decision, for none: the person is displaced",
        default="",
        names="proposed line",
    )
    share_of_current: Rate | None = column(
        "share of current job in the new", "% of present job", "Empty to keep the line's present share", default=None
    )
    share_of_new: Rate | None = column(
        "share of the new from the current", "% of new job", "Empty to keep the line's present share", default=None
    )
    decision: Annotated[str, one_of(*DECISIONS)] = column(
        "decision", "name", "Empty where only the facts changed", choices=DECISIONS, default=""
    )
    decided_on: Day | None = column("decided on", "date", default=None)
    note: Text = column("note", "text", default="")


RULES = InputTable("PlacementRules", "Placement rules", PlacementRuleRow, ("policy",), optional=True)
PLACEMENTS = InputTable("Placements", "Placements", PlacementRow, ("person", "round", "line"), optional=True)

LIST = AnswerTable(
    "PlacementList",
    "Placement list",
    (
        _column("round", TEXT),
        _column("person", TEXT),
        _column("post now", TEXT),
        _column("grade now", TEXT),
        _column("line", TEXT),
        _column("grade new", TEXT),
        _column("grades apart", WHOLE, unit="1 is one up"),
        _column("share of current", PERCENT, unit="% of present job"),
        _column("share of new", PERCENT, unit="% of new job"),
        _column("people", WHOLE, unit="with this claim"),
        _column("posts", WHOLE, unit="left for them"),
        _column("outcome", TEXT),
        _column("not covered", YES_NO, unit="by the policy's own words"),
        _column("why", TEXT),
    ),
    "A person after a round: how he or she comes to a post in the new structure, as of the last run",
)
BY_LINE = AnswerTable(
    "PlacementByLine",
    "Placement by line",
    (
        _column("round", TEXT),
        _column("line", TEXT),
        _column("posts", WHOLE),
        _column("claims", WHOLE, unit="people"),
        _column("without selection", WHOLE, unit="people assimilated"),
        _column("with assessment", WHOLE, unit="people matched"),
        _column("appointed", WHOLE, unit="people"),
        _column("competing", WHOLE, unit="people"),
        _column("posts competed for", WHOLE, unit="posts"),
        _column("ring-fenced", WHOLE, unit="people"),
        _column("undecided", WHOLE, unit="people, not covered"),
        _column("displaced", WHOLE, unit="people"),
        _column("unfilled", WHOLE, unit="posts"),
        _column("who competes", TEXT),
    ),
    "A proposed line after a round: its posts, who claims them and what is left, as of the last run",
)
CHANGES = AnswerTable(
    "PlacementChanges",
    "Placement changes",
    (
        _column("person", TEXT),
        _column("from round", TEXT),
        _column("to round", TEXT),
        _column("line before", TEXT),
        _column("line after", TEXT),
        _column("outcome before", TEXT),
        _column("outcome after", TEXT),
    ),
    "A person whose line or outcome differs from the round before, as of the last run",
)

PART = Part(
    "placement",
    "how each person comes to a post: assimilation, matching or the ring-fence, round by round",
    (RULES, PLACEMENTS),
    (LIST, BY_LINE, CHANGES),
    "payband.review.parts.placing.placement_list",
)
