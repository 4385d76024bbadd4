"""The tables of statutory duties: which post holds each now and in the new structure."""

from payband.review.answers import TEXT, WHOLE, YES_NO, AnswerTable, _column
from payband.review.inputs.fields import Text
from payband.review.inputs.input_table import InputRow, InputTable, column
from payband.review.parts.registry import Part

__all__ = ["DUTIES", "HOLDERS", "PART", "StatutoryDutyRow"]


_POST = "line or another post"


class StatutoryDutyRow(InputRow):
    """One statutory duty and the post that holds it; a second row of a duty is a second holder."""

    duty: Text = column("duty", "name", "Such as Head of Paid Service, Returning Officer")
    post_now: Text = column(
        "post now", "name", "Empty if no post holds it now; or: not stated", default="", names=_POST
    )
    post_proposed: Text = column(
        "post proposed", "name", "Empty if no post will hold it; or: not stated", default="", names=_POST
    )
    note: Text = column("note", "text", default="")
    line_now: Text = column(
        "line now",
        "name",
        "The present line that the post is in; empty if the post is a line",
        default="",
        since=4,
        names="line now",
    )
    line_proposed: Text = column(
        "line proposed",
        "name",
        "The proposed line that the post is in; empty if the post is a line",
        default="",
        since=4,
        names="proposed line",
    )
    temporary_until: Text = column(
        "temporary until", "date, or words", "Where the proposed post holds it for a while only", default="", since=4
    )
    source: Text = column("source", "text", "The document and paragraph", default="", since=4)


DUTIES = InputTable(
    "StatutoryDuties", "Statutory duties", StatutoryDutyRow, ("duty", "post now", "post proposed"), optional=True
)

HOLDERS = AnswerTable(
    "StatutoryHolders",
    "Statutory holders",
    (
        _column("duty", TEXT),
        _column("holder now", TEXT, unit="post"),
        _column("holders now", WHOLE, unit="should be 1"),
        _column("holder proposed", TEXT, unit="post"),
        _column("holders proposed", WHOLE, unit="should be 1"),
        _column("moves", YES_NO, unit="to another post: yes / no"),
        _column("why", TEXT),
        _column("temporary until", TEXT, unit="date, or words", since=4),
        _column("source", TEXT, since=4),
    ),
    "A statutory duty: the one post that holds it before and after",
)

PART = Part(
    "statutory duties",
    "which post holds each statutory duty before and after, each exactly one",
    (DUTIES,),
    (HOLDERS,),
    "payband.review.parts.duties.statutory_duties",
)
