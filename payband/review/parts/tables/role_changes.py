"""The tables of role changes: the policy, the duties of each post with their shares, and how much each role changes."""

from typing import Annotated

from payband.review.answers import PERCENT, TEXT, WHOLE, YES_NO, AnswerTable, _column
from payband.review.inputs.fields import Rate, Text, one_of
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part
from payband.rules.thresholds import COMPARISONS

__all__ = ["CHANGES", "DUTIES", "PART", "POLICY", "DutyRow", "RoleChangePolicyRow"]


class RoleChangePolicyRow(InputRow):
    """The policy of how much a role may change. The limit stays empty where the library has the policy."""

    policy: Text = column(
        "policy", "name", "A role-change policy of the library, such as Kent, or your own", names="role-change policy"
    )
    limit: Rate | None = column("limit", "% of the role", "Your own policy only", default=None)
    comparison: Annotated[str, one_of(*COMPARISONS)] = column(
        "comparison", "how", "How your own limit is reached", choices=COMPARISONS, default="over"
    )
    source: Text = column("source", "text", "The document that states the policy", default="")


class DutyRow(InputRow):
    """One duty of a post, with its share of the post now and in the new structure."""

    post: Text = column("post", "name", names="alike")
    duty: Text = column("duty", "name")
    share_now: Rate = column("share now", "% of the post", "0% for a duty that comes to the post")
    share_new: Rate = column("share new", "% of the post", "0% for a duty that leaves the post")
    moved: Text = column(
        "moved to or from", "name", "The post that it goes to or comes from", default="", names="alike"
    )
    note: Text = column("note", "text", default="")


POLICY = InputTable("RoleChangePolicy", "Role change policy", RoleChangePolicyRow, ("policy",), optional=True)
DUTIES = InputTable("Duties", "Duties", DutyRow, ("duty", "post"), optional=True)

CHANGES = AnswerTable(
    "RoleChanges",
    "Role changes",
    (
        _column("post", TEXT),
        _column("duties", WHOLE),
        _column("share changed", PERCENT, unit="% of the post"),
        _column("limit", TEXT),
        _column("more than limit", YES_NO, unit="past the limit: yes / no"),
        _column("consultation", TEXT),
        _column("what goes", TEXT, unit="of the post as it is"),
        _column("what comes", TEXT, unit="of the post as it will be"),
    ),
    "A post: how much of its role changes, and whether its holder is formally consulted",
)

PART = Part(
    "role changes",
    "how much of each role changes, and who is formally consulted",
    (POLICY, DUTIES),
    (CHANGES,),
    "payband.review.parts.role_changes",
)
